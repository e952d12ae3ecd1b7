//! RSA (RFC 8017): encryption with PKCS#1 v1.5 padding, and signatures with PKCS#1 v1.5 or PSS padding.

use alloc::{string::String, vec::Vec};

use rsa::hazmat::rsa_encrypt;
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef, Version};
use rsa::pkcs8::SubjectPublicKeyInfoRef;
use rsa::pkcs8::der::Decode as _;
use rsa::traits::{PaddingScheme as _, PrivateKeyParts as _, PublicKeyParts as _, SignatureScheme as _};
use rsa::{BoxedUint, Pkcs1v15Encrypt, Pkcs1v15Sign, Pss};
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{MULTI_PRIME, der, one_of_bits};
use crate::algorithm::host::{KeyCopy, KeyForm};
use crate::algorithm::{Padding, Random};
use crate::digest::{Digest, Hash};
use crate::error::{Error, Fault};
use crate::text::decimal;

/// `$do` with PSS by `$hash` and a salt of `$salt` bytes.
macro_rules! with_pss {
    ($hash:expr, $salt:expr, $pss:ident => $do:expr) => {
        match $hash {
            Hash::Sha256 => {
                let $pss = Pss::<Sha256>::new_with_salt($salt);
                $do
            }
            Hash::Sha384 => {
                let $pss = Pss::<Sha384>::new_with_salt($salt);
                $do
            }
            Hash::Sha512 => {
                let $pss = Pss::<Sha512>::new_with_salt($salt);
                $do
            }
            // No algorithm of the table has them.
            Hash::Md5 | Hash::Sha1 => Err(rsa::Error::InvalidPaddingScheme),
        }
    };
}

/// A public key.
#[derive(PartialEq)]
pub(crate) struct PublicKey(rsa::PublicKey);

/// A private key; zeroized on drop.
pub(crate) struct PrivateKey(rsa::PrivateKey);

impl PublicKey {
    /// The public key with this modulus and exponent.
    pub(super) fn from_parts(modulus: &[u8], exponent: &[u8]) -> Result<Self, String> {
        let (modulus, exponent) = (integer(modulus)?, integer(exponent)?);
        let bits = modulus.bit_width();
        rsa::PublicKey::new(modulus, exponent).map(Self).map_err(|error| {
            if matches!(error, rsa::Error::ModulusTooSmall | rsa::Error::ModulusTooLarge) {
                one_of_bits(bits)
            } else {
                String::from("one whose modulus or exponent cannot be RSA's")
            }
        })
    }

    /// `RSAES-PKCS1-V1_5-ENCRYPT(key, message)`, RFC 8017 §7.2.1.
    pub(crate) fn encrypt(&self, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        Pkcs1v15Encrypt.encrypt(random, &self.0, message).map_err(|error| {
            if matches!(error, rsa::Error::Rng) {
                Error::RandomnessUnavailable
            } else {
                let needed = decimal((message.len() + 11) * 8);
                let expected = ["an RSA key of at least ", &needed, " bits for this message"].concat();
                Error::CredentialInvalid(Fault::new("key", expected, one_of_bits(self.bits())))
            }
        })
    }

    /// Whether `signature` over `message` was made with this key pair.
    pub(crate) fn verify(&self, padding: Padding, salt: usize, message: &[u8], signature: &[u8]) -> bool {
        let digest = digest(padding, message);
        let verified = match padding {
            Padding::Pss(hash) => with_pss!(hash, salt, pss => pss.verify(&self.0, &digest, signature)),
            Padding::Pkcs1v15(hash) => pkcs1(hash).verify(&self.0, &digest, signature),
            Padding::Bare => Pkcs1v15Sign::new_unprefixed().verify(&self.0, &digest, signature),
        };
        verified.is_ok()
    }

    /// `signature ^ e mod n`, as long as the modulus (RSAVP1, RFC 8017 §5.2.2); `None` for a number that is not below
    /// the modulus.
    pub(crate) fn open(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let number = BoxedUint::from_be_slice(signature, self.0.n().bits_precision()).ok()?;
        if signature.len() != self.len() || number >= *self.0.n().as_ref() {
            return None;
        }
        let recovered = rsa_encrypt(&self.0, &number).ok()?.to_be_bytes();
        // The result is padded to whole machine words.
        let spare = recovered.len().saturating_sub(self.len());
        let mut padded = Vec::from_iter(core::iter::repeat_n(0, self.len().saturating_sub(recovered.len())));
        padded.extend_from_slice(&recovered[spare..]);
        Some(padded)
    }

    /// The length of the modulus, and so of ciphertexts and signatures, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.size()
    }

    pub(crate) fn bits(&self) -> u32 {
        self.0.n().bit_width()
    }

    /// The key as a `SubjectPublicKeyInfo` in DER.
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        let numbers = [self.0.n().as_ref(), self.0.e()].map(BoxedUint::to_be_bytes);
        der::spki_of_rsa(&der::integers(&numbers)?)
    }
}

impl PrivateKey {
    /// Parses PKCS#1 (RFC 8017 §A.1.2). The error describes what is there instead.
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Self, String> {
        let parts = RsaPrivateKeyRef::from_der(der).map_err(|_| {
            match RsaPublicKeyRef::from_der(der).is_ok() || SubjectPublicKeyInfoRef::from_der(der).is_ok() {
                true => "a public key",
                false => "DER that holds no RSA private key (an encrypted one has to be decrypted first)",
            }
        })?;
        if parts.version() != Version::TwoPrime {
            return Err(String::from(MULTI_PRIME));
        }
        let bits = parts.modulus.as_bytes().len() * 8;
        if bits > rsa::PublicKey::MAX_SIZE {
            return Err(one_of_bits(bits));
        }
        let key = rsa::PrivateKey::try_from(parts);
        key.map(Self).map_err(|_| String::from("an RSA private key whose numbers contradict each other"))
    }

    /// The signature over `message`; `random` provides the blinding and the salt.
    pub(crate) fn sign(
        &self,
        padding: Padding,
        salt: usize,
        message: &[u8],
        random: &mut Random<'_>,
    ) -> Result<Vec<u8>, Error> {
        let digest = digest(padding, message);
        let signed = match padding {
            Padding::Pss(hash) => with_pss!(hash, salt, pss => pss.sign(Some(random), &self.0, &digest)),
            Padding::Pkcs1v15(hash) => pkcs1(hash).sign(Some(random), &self.0, &digest),
            Padding::Bare => Pkcs1v15Sign::new_unprefixed().sign(Some(random), &self.0, &digest),
        };
        signed.map_err(|error| {
            if matches!(error, rsa::Error::Rng) {
                Error::RandomnessUnavailable
            } else {
                let expected = "an RSA private key whose numbers fit together";
                Error::CredentialInvalid(Fault::new("privateKey", expected, "one that signs wrongly"))
            }
        })
    }

    /// The public half, which verifies what this key signs.
    pub(crate) fn public_half(&self) -> PublicKey {
        PublicKey(self.0.to_public_key())
    }

    /// A copy for the host.
    pub(crate) fn copy(&self) -> Option<KeyCopy> {
        let version = BoxedUint::zero();
        let [p, q] = self.0.primes() else { return None };
        let inverse = Zeroizing::new(self.0.qinv()?.retrieve());
        let key = &self.0;
        let numbers = [&version, key.n(), key.e(), key.d(), p, q, key.dp()?, key.dq()?, &inverse];
        let numbers = numbers.map(|number| Zeroizing::new(number.to_be_bytes()));
        Some(KeyCopy { form: KeyForm::PrivateRsa, bytes: der::integers(&numbers)? })
    }

    /// The length of signatures in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.size()
    }
}

/// An unsigned integer, most significant byte first, with no larger precision than needed.
fn integer(bytes: &[u8]) -> Result<BoxedUint, String> {
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    let bytes = &bytes[zeros..];
    let bits = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
    BoxedUint::from_be_slice(bytes, bits).map_err(|_| String::from("one whose numbers cannot be RSA's"))
}

/// What is padded: the digest of `message`, or the message itself.
fn digest(padding: Padding, message: &[u8]) -> Digest {
    padding.hash().map_or_else(|| Digest::from_slice(message), |hash| hash.digest(&[message]))
}

/// PKCS#1 v1.5 padding with the name of `hash`.
fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    Pkcs1v15Sign { hash_len: Some(hash.len()), prefix: hash.digest_info(true).into_boxed_slice() }
}
