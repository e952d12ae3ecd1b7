//! RSA (RFC 8017): encryption with PKCS#1 v1.5 padding, and signatures with PKCS#1 v1.5 or PSS padding.

use alloc::{string::String, vec::Vec};

use rsa::hazmat::rsa_encrypt;
use rsa::traits::{PaddingScheme as _, PublicKeyParts as _, SignatureScheme as _};
use rsa::{BoxedUint, Pkcs1v15Encrypt, Pkcs1v15Sign, Pss};
use sha2::{Sha256, Sha512};

use super::Random;
use crate::digest::{sha256, sha512};
use crate::error::{Error, Fault};
use crate::text::decimal;

/// The padding of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Padding {
    /// RSASSA-PSS with SHA-256 for message and mask, and a 32-byte salt (RFC 8017 §8.1, RFC 7518 §3.5).
    Pss,
    /// RSASSA-PSS with SHA-512 for message and mask, and a 64-byte salt (RFC 9421 §3.3.1).
    PssSha512,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2).
    Pkcs1v15,
    /// PKCS#1 type 1 padding around the message itself, without a digest or the name of a hash function (RFC 2313
    /// §8.1).
    Bare,
}

/// A public key.
#[derive(PartialEq)]
pub(crate) struct PublicKey(rsa::PublicKey);

/// A private key; zeroized on drop.
pub(crate) struct PrivateKey(rsa::PrivateKey);

impl PublicKey {
    pub(super) fn new(key: rsa::PublicKey) -> Self {
        Self(key)
    }

    /// `RSAES-PKCS1-V1_5-ENCRYPT(key, message)`, RFC 8017 §7.2.1.
    pub(crate) fn encrypt(&self, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        Pkcs1v15Encrypt.encrypt(random, &self.0, message).map_err(|error| match error {
            rsa::Error::Rng => Error::RandomnessUnavailable,
            _ => {
                let needed = decimal((message.len() + 11) * 8);
                let expected = ["an RSA key of at least ", &needed, " bits for this message"].concat();
                Error::CredentialInvalid(Fault::new("key", expected, one_of_bits(self.bits())))
            }
        })
    }

    /// Whether `signature` over `message` was made with this key pair.
    pub(crate) fn verify(&self, padding: Padding, message: &[u8], signature: &[u8]) -> bool {
        let verified = match padding {
            Padding::Pss => Pss::<Sha256>::new().verify(&self.0, &sha256(&[message]), signature),
            Padding::PssSha512 => Pss::<Sha512>::new().verify(&self.0, &sha512(message), signature),
            Padding::Pkcs1v15 => Pkcs1v15Sign::new::<Sha256>().verify(&self.0, &sha256(&[message]), signature),
            Padding::Bare => Pkcs1v15Sign::new_unprefixed().verify(&self.0, message, signature),
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

    pub(super) fn bits(&self) -> u32 {
        self.0.n().bit_width()
    }

    /// Whether this is the public half of `key`.
    pub(crate) fn is_half_of(&self, key: &PrivateKey) -> bool {
        *AsRef::<rsa::PublicKey>::as_ref(&key.0) == self.0
    }
}

impl PrivateKey {
    pub(super) fn new(key: rsa::PrivateKey) -> Self {
        Self(key)
    }

    /// The signature over `message`; `random` provides the blinding and the salt.
    pub(crate) fn sign(&self, padding: Padding, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        let digest = sha256(&[message]);
        let signed = match padding {
            Padding::Pss => Pss::<Sha256>::new().sign(Some(random), &self.0, &digest),
            Padding::PssSha512 => Pss::<Sha512>::new().sign(Some(random), &self.0, &sha512(message)),
            Padding::Pkcs1v15 => Pkcs1v15Sign::new::<Sha256>().sign(Some(random), &self.0, &digest),
            Padding::Bare => Pkcs1v15Sign::new_unprefixed().sign(Some(random), &self.0, message),
        };
        signed.map_err(|error| match error {
            rsa::Error::Rng => Error::RandomnessUnavailable,
            _ => {
                let expected = "an RSA private key whose numbers fit together";
                Error::CredentialInvalid(Fault::new("privateKey", expected, "one that signs wrongly"))
            }
        })
    }

    /// The length of signatures in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.size()
    }

    pub(super) fn bits(&self) -> u32 {
        self.0.n().bit_width()
    }
}

/// A key as an error about key sizes describes it.
pub(super) fn one_of_bits(bits: impl TryInto<i64>) -> String {
    ["one of ", &decimal(bits), " bits"].concat()
}
