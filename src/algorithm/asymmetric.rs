//! Algorithms with key pairs, and RSA encryption. A build without the feature `rsa` has `asymmetric_disabled` in its
//! place.

mod der;
pub(crate) mod jwk;
pub(crate) mod keys;
mod rsa;
mod x509;

use alloc::{boxed::Box, string::String, vec::Vec};

use super::host::KeyCopy;
use super::{Algorithm, Family, Padding, Random};
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::text::decimal;
pub(crate) use jwk::Purpose;
pub(crate) use rsa::PublicKey;
pub(crate) use x509::Certificate;

/// Whether this build has these algorithms.
pub(crate) const IS_ENABLED: bool = true;

/// Refuses an algorithm that this build lacks.
#[expect(clippy::unnecessary_wraps, reason = "a build without these algorithms refuses them here")]
pub(crate) const fn require(_: &str) -> Result<(), Error> {
    Ok(())
}

/// A key, set up for its algorithm.
pub(crate) enum Key {
    Encryption(PublicKey),
    Private(Algorithm, Box<rsa::PrivateKey>),
    /// A public key, with the algorithms whose signatures it may verify.
    Public(Vec<Algorithm>, PublicKey),
}

impl Key {
    /// Parses `secret` as the key that signs, or encrypts, by `algorithm`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are not such a key.
    pub(super) fn new(algorithm: Algorithm, secret: &Secret, name: &str) -> Result<Self, Error> {
        if algorithm.family() == Family::RsaEncryption {
            let key = keys::public_key(secret.expose(), name, keys::LEGACY_BITS)?;
            Purpose::encrypt(&[algorithm]).check(secret.expose(), name)?;
            return Ok(Self::Encryption(key));
        }
        let key = keys::private_key(secret.expose(), name)?;
        Purpose::sign(&[algorithm]).check(secret.expose(), name)?;
        Ok(Self::Private(algorithm, Box::new(key)))
    }

    /// Parses `key` as a public key that verifies signatures of any of the `algorithms`.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`], also for a JWK whose members declare another purpose.
    pub(super) fn public(algorithms: &[Algorithm], key: &Secret, name: &str) -> Result<Self, Error> {
        let half = keys::public_key(key.expose(), name, keys::MODERN_BITS)?;
        Ok(Self::Public(Purpose::verify(algorithms).check(key.expose(), name)?, half))
    }

    /// The key of a certificate.
    pub(crate) fn of_public(algorithms: &[Algorithm], key: PublicKey) -> Self {
        Self::Public(algorithms.to_vec(), key)
    }

    /// Whether `half` is the public half of this key.
    pub(super) fn has_public_half(&self, half: &PublicKey) -> bool {
        match self {
            Self::Private(_, key) => half.is_half_of(key),
            Self::Public(_, key) | Self::Encryption(key) => key == half,
        }
    }

    /// The signature over `input`; `None` for a public key.
    pub(super) fn sign(&self, input: &[u8], random: &mut Random<'_>) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Encryption(key) => key.encrypt(input, random).map(Some),
            Self::Private(algorithm, key) => {
                algorithm.padding().map(|padding| key.sign(padding, input, random)).transpose()
            }
            Self::Public(..) => Ok(None),
        }
    }

    /// Whether `raw` is a signature over `input` by `algorithm` that this public key verifies.
    pub(super) fn verify(&self, algorithm: Algorithm, input: &[u8], raw: &[u8]) -> bool {
        match self {
            // The provider answers an encrypted value with a signature of the private half, without a digest.
            Self::Encryption(key) => key.verify(Padding::Bare, input, raw),
            Self::Public(own, key) if own.contains(&algorithm) => {
                algorithm.padding().is_some_and(|padding| key.verify(padding, input, raw))
            }
            Self::Public(..) | Self::Private(..) => false,
        }
    }

    /// Whether `raw` is a signature over `input` that this private key may have made.
    pub(super) fn has_signed(&self, padding: Padding, input: &[u8], raw: &[u8]) -> bool {
        match self {
            Self::Private(_, key) => key.public_half().verify(padding, input, raw),
            Self::Public(..) | Self::Encryption(_) => false,
        }
    }

    /// The padding with which this key signs, if it is a private key.
    pub(super) fn signs_with(&self) -> Option<Padding> {
        match self {
            Self::Private(algorithm, _) => algorithm.padding(),
            Self::Public(..) | Self::Encryption(_) => None,
        }
    }

    /// The algorithms whose signatures this key verifies.
    pub(super) fn algorithms(&self) -> &[Algorithm] {
        match self {
            Self::Public(algorithms, _) => algorithms,
            Self::Private(..) | Self::Encryption(_) => &[],
        }
    }

    /// The index of `algorithm` among those whose signatures this key verifies, and its padding.
    pub(super) fn verifies_with(&self, algorithm: Algorithm) -> Option<(usize, Padding)> {
        self.algorithms().iter().position(|own| *own == algorithm).zip(algorithm.padding())
    }

    /// A copy for the host; `None` for a key that only encrypts.
    pub(super) fn copy(&self) -> Option<KeyCopy> {
        match self {
            Self::Private(_, key) => key.copy(),
            Self::Public(_, key) => key.copy(),
            Self::Encryption(_) => None,
        }
    }

    /// Refuses a raw signature over `input` that this public key does not verify.
    pub(super) fn check(&self, input: &[u8], raw: &[u8]) -> Result<(), Error> {
        let Self::Public(algorithms, _) = self else { return Ok(()) };
        if algorithms.iter().any(|&algorithm| self.verify(algorithm, input, raw)) {
            return Ok(());
        }
        let hash = algorithms.iter().find_map(|algorithm| algorithm.padding()?.hash());
        let (name, length) = hash.map_or(("no hash", 0), |hash| (hash.name(), hash.len()));
        let verifies = "a signature over the signing input that the public key verifies, with ";
        let expected = [verifies, name, " and, for PSS, ", &*decimal(length), " bytes of salt"];
        Err(Error::SignatureInvalid(Fault::new("signature", expected.concat(), "another one")))
    }

    /// The length of signatures in bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Encryption(key) | Self::Public(_, key) => key.len(),
            Self::Private(_, key) => key.len(),
        }
    }
}

/// A key as an error about key sizes describes it.
fn one_of_bits(bits: impl TryInto<i64>) -> String {
    ["one of ", &decimal(bits), " bits"].concat()
}

const MULTI_PRIME: &str = "an RSA private key of more than two primes";
const PRIVATE: &str = "a private key, which stays with its owner";
