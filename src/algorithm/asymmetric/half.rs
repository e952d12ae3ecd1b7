//! The halves of a key pair, of every type.

use alloc::{boxed::Box, vec::Vec};
use core::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::key_type::KeyType;
use super::{curves, dsa, rsa};
use crate::algorithm::host::{KeyCopy, KeyForm};
use crate::algorithm::{Algorithm, Method, Random};
use crate::digest::Hash;
use crate::error::{Error, Fault};

/// A public key.
#[derive(PartialEq)]
pub(crate) enum PublicKey {
    Rsa(rsa::PublicKey),
    Curve(curves::PublicKey),
}

/// A private key; zeroized on drop.
pub(crate) enum PrivateKey {
    Rsa(Box<rsa::PrivateKey>),
    Curve(curves::PrivateKey),
}

impl PublicKey {
    pub(super) fn key_type(&self) -> KeyType {
        match self {
            Self::Rsa(_) => KeyType::Rsa,
            Self::Curve(key) => key.key_type(),
        }
    }

    /// Whether it is a key for signatures by `algorithm`.
    pub(crate) fn is_for(&self, algorithm: Algorithm) -> bool {
        KeyType::of(algorithm) == Some(self.key_type())
    }

    /// `RSAES-PKCS1-V1_5-ENCRYPT(key, message)`, RFC 8017 §7.2.1.
    pub(super) fn encrypt(&self, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        match self {
            Self::Rsa(key) => key.encrypt(message, random),
            Self::Curve(_) => {
                let got = "one that only signs";
                Err(Error::CredentialInvalid(Fault::new("key", "an RSA key", got)))
            }
        }
    }

    /// Whether `signature` over `message` was made with this key pair.
    pub(super) fn verify(&self, method: Method, message: &[u8], signature: &[u8]) -> bool {
        match (self, method) {
            (Self::Rsa(key), Method::Rsa(padding, salt)) => key.verify(padding, salt, message, signature),
            (Self::Curve(key), Method::Ecdsa(curve, hash, encoding)) => {
                dsa::read(encoding, curve, signature).any(|raw| key.verify(hash, message, &raw))
            }
            (Self::Curve(key), Method::Eddsa) => key.verify(Hash::Sha512, message, signature),
            (Self::Rsa(_), Method::Ecdsa(..) | Method::Eddsa) | (Self::Curve(_), Method::Rsa(..)) => false,
        }
    }

    /// Whether `halves`, the signature of a key on a curve (for ECDSA, r and s), over `message` was made with this key pair.
    pub(crate) fn verify_on_curve(&self, hash: Hash, message: &[u8], halves: &[u8]) -> bool {
        match self {
            Self::Rsa(_) => false,
            Self::Curve(key) => key.verify(hash, message, halves),
        }
    }

    /// `signature ^ e mod n` by an RSA key, as long as the modulus (RSAVP1, RFC 8017 §5.2.2); `None` for a number that is not
    /// below the modulus.
    pub(crate) fn open(&self, signature: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => key.open(signature),
            Self::Curve(_) => None,
        }
    }

    /// The length of the modulus of an RSA key, and so of ciphertexts and signatures, in bytes; otherwise 0.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rsa(key) => key.len(),
            Self::Curve(_) => 0,
        }
    }

    /// The size of an RSA key in bits; otherwise 0.
    pub(crate) fn bits(&self) -> u32 {
        match self {
            Self::Rsa(key) => key.bits(),
            Self::Curve(_) => 0,
        }
    }

    /// The possible lengths of signatures in bytes.
    pub(super) fn lengths(&self, method: Method) -> RangeInclusive<usize> {
        method.lengths(self.len()..=self.len())
    }

    /// The key as a `SubjectPublicKeyInfo` in DER (RFC 5280 §4.1).
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => key.spki(),
            Self::Curve(key) => key.spki(),
        }
    }

    /// A copy for the host.
    pub(super) fn copy(&self) -> Option<KeyCopy> {
        Some(KeyCopy { form: KeyForm::Spki, bytes: Zeroizing::new(self.spki()?) })
    }
}

impl From<rsa::PrivateKey> for PrivateKey {
    fn from(key: rsa::PrivateKey) -> Self {
        Self::Rsa(Box::new(key))
    }
}

impl From<curves::PrivateKey> for PrivateKey {
    fn from(key: curves::PrivateKey) -> Self {
        Self::Curve(key)
    }
}

impl PrivateKey {
    /// The signature over `message`; `random` provides what RSA needs for blinding and salt.
    pub(super) fn sign(&self, method: Method, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        if let Self::Curve(_) = self {
            random.note_secret();
        }
        let signed = match (self, method) {
            (Self::Rsa(key), Method::Rsa(padding, salt)) => return key.sign(padding, salt, message, random),
            (Self::Curve(key), Method::Ecdsa(curve, hash, encoding)) => {
                key.sign(hash, message).and_then(|raw| dsa::write(encoding, curve, raw))
            }
            (Self::Curve(key), Method::Eddsa) => key.sign(Hash::Sha512, message),
            (Self::Rsa(_), Method::Ecdsa(..) | Method::Eddsa) | (Self::Curve(_), Method::Rsa(..)) => None,
        };
        signed.ok_or_else(|| {
            let expected = "a private key of the algorithm's type";
            Error::CredentialInvalid(Fault::new("privateKey", expected, "one of another"))
        })
    }

    /// The public half, which verifies what this key signs.
    pub(super) fn public_half(&self) -> PublicKey {
        match self {
            Self::Rsa(key) => PublicKey::Rsa(key.public_half()),
            Self::Curve(key) => PublicKey::Curve(key.public_half()),
        }
    }

    /// The possible lengths of signatures in bytes.
    pub(super) fn lengths(&self, method: Method) -> RangeInclusive<usize> {
        let length = match self {
            Self::Rsa(key) => key.len(),
            Self::Curve(_) => 0,
        };
        method.lengths(length..=length)
    }

    /// A copy for the host; `None` for a key with which it does not sign.
    pub(super) fn copy(&self) -> Option<KeyCopy> {
        match self {
            Self::Rsa(key) => key.copy(),
            Self::Curve(key) => key.copy(),
        }
    }
}
