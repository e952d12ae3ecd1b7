//! Bytes to signature: keyed once, knowing no scheme and no header.

pub(crate) mod hmac;
#[cfg(feature = "rsa")]
pub(crate) mod rsa;

use alloc::vec::Vec;
use core::fmt;

use rand_core::TryRng;

use crate::error::{Error, Fault};
use crate::secret::Secret;

/// What turns the canonical string into the raw signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Algorithm {
    /// Nothing is signed: the credential itself travels.
    None,
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4).
    #[cfg_attr(feature = "serde", serde(rename = "hmac-sha256"))]
    HmacSha256,
    /// HMAC with SHA-512 (RFC 2104, FIPS 180-4).
    #[cfg_attr(feature = "serde", serde(rename = "hmac-sha512"))]
    HmacSha512,
    /// RSAES-PKCS1-v1_5 encryption to the provider's public key (RFC 8017 §7.2.1): random, so never twice the same.
    #[cfg_attr(feature = "serde", serde(rename = "rsaes-pkcs1-v1_5"))]
    RsaesPkcs1v15,
}

/// A key made ready for its algorithm.
pub(crate) enum Key {
    None,
    HmacSha256(hmac::HmacSha256),
    HmacSha512(hmac::HmacSha512),
    #[cfg(feature = "rsa")]
    RsaesPkcs1v15(rsa::PublicKey),
}

impl Key {
    /// Reads `secret` as a key of `algorithm`; `name` is what the caller calls it.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are no such key, [`Error::AlgorithmRefused`] for RSA in a build
    /// without it.
    pub(crate) fn new(algorithm: Algorithm, secret: &Secret, name: &str) -> Result<Self, Error> {
        match algorithm {
            Algorithm::None => Ok(Self::None),
            Algorithm::HmacSha256 => Ok(Self::HmacSha256(hmac::keyed(secret))),
            Algorithm::HmacSha512 => Ok(Self::HmacSha512(hmac::keyed(secret))),
            #[cfg(feature = "rsa")]
            Algorithm::RsaesPkcs1v15 => Ok(Self::RsaesPkcs1v15(rsa::public_key(secret, name)?)),
            #[cfg(not(feature = "rsa"))]
            Algorithm::RsaesPkcs1v15 => {
                let fault =
                    Fault::new(name, "a build with RSA: the feature `rsa`, or the whole package", "one without");
                Err(Error::AlgorithmRefused(fault))
            }
        }
    }

    /// Replaces `raw` by the signature over `input`.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] where the key is too small for the input, [`Error::RandomnessUnavailable`].
    pub(crate) fn sign(&self, input: &[u8], random: &mut Random<'_>, raw: &mut Vec<u8>) -> Result<(), Error> {
        raw.clear();
        #[cfg(not(feature = "rsa"))]
        let _ = random;
        match self {
            Self::None => {}
            Self::HmacSha256(key) => raw.extend_from_slice(&hmac::sign(key, input)),
            Self::HmacSha512(key) => raw.extend_from_slice(&hmac::sign(key, input)),
            #[cfg(feature = "rsa")]
            Self::RsaesPkcs1v15(key) => raw.extend_from_slice(&key.encrypt(input, random)?),
        }
        Ok(())
    }

    /// Refuses a raw signature that this key cannot have made.
    pub(crate) fn check(&self, raw: &[u8]) -> Result<(), Error> {
        let expected = match self {
            Self::None => 0,
            Self::HmacSha256(_) => 32,
            Self::HmacSha512(_) => 64,
            #[cfg(feature = "rsa")]
            Self::RsaesPkcs1v15(key) => key.len(),
        };
        if raw.len() == expected {
            return Ok(());
        }
        let bytes = |count: usize| alloc::format!("{count} bytes");
        Err(Error::RequestInvalid(Fault::new("signature", bytes(expected), bytes(raw.len()))))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The caller's source of random bytes; `false` where it fails.
pub(crate) struct Random<'a>(pub &'a mut dyn FnMut(&mut [u8]) -> bool);

/// The caller's source of random bytes failed.
#[derive(Debug)]
pub(crate) struct RandomFailed;

impl core::error::Error for RandomFailed {}

impl fmt::Display for RandomFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the random source failed")
    }
}

impl TryRng for Random<'_> {
    type Error = RandomFailed;

    fn try_next_u32(&mut self) -> Result<u32, RandomFailed> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, RandomFailed> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandomFailed> {
        if (self.0)(bytes) { Ok(()) } else { Err(RandomFailed) }
    }
}

impl rand_core::TryCryptoRng for Random<'_> {}
