//! Keys of every family, set up once.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::ops::{Deref, RangeInclusive};

use zeroize::Zeroize as _;

use super::{Algorithm, Family, asymmetric, hmac, keyed_digest, random::Random};
use crate::digest::Digest;
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::text::decimal;

/// A key, set up for its algorithm.
pub(crate) enum Key {
    Nothing,
    Hmac(Box<hmac::Key>),
    KeyedDigest(keyed_digest::Key),
    Asymmetric(asymmetric::Key),
    /// An external key, with the possible lengths of its signatures in bytes.
    External(RangeInclusive<usize>),
}

/// A MAC to compare in constant time; zeroized on drop, since it is the signature that a forger needs.
pub(crate) struct Mac(Digest);

impl Deref for Mac {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Mac {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Key {
    /// Parses `secret` as a signing key for `algorithm`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are not such a key. [`Error::Unsupported`] for an asymmetric
    /// algorithm in a build without them.
    #[inline(never)]
    pub(crate) fn new(algorithm: Algorithm, secret: &Secret, name: &str) -> Result<Self, Error> {
        Ok(match algorithm.family() {
            Family::Nothing => Self::Nothing,
            Family::Hmac(hash) => Self::Hmac(Box::new(hmac::Key::new(hash, secret.expose()))),
            Family::KeyedDigest(hash, position) => Self::KeyedDigest(keyed_digest::Key::new(hash, position, secret)),
            Family::RsaEncryption | Family::Rsa(..) | Family::Jws(_) => {
                Self::Asymmetric(asymmetric::Key::new(algorithm, secret, name)?)
            }
        })
    }

    /// Parses `key` as a public key that verifies signatures of any of the `algorithms`.
    ///
    /// # Errors
    ///
    /// As [`Self::new`]; also [`Error::CredentialInvalid`] for a JWK whose members declare another purpose.
    pub(crate) fn public(algorithms: &[Algorithm], key: &Secret, name: &str) -> Result<Self, Error> {
        asymmetric::Key::public(algorithms, key, name).map(Self::Asymmetric)
    }

    /// An external key of `algorithm`, as in a KMS.
    pub(crate) fn external(algorithm: Algorithm) -> Self {
        Self::External(match algorithm.family() {
            Family::Nothing => 0..=0,
            Family::Hmac(hash) | Family::KeyedDigest(hash, _) => hash.len()..=hash.len(),
            // RSA with 1024 to 8192 bits for encryption, 2048 to 8192 for signatures.
            Family::RsaEncryption => 128..=1024,
            Family::Rsa(..) | Family::Jws(_) => 256..=1024,
        })
    }

    /// The same key, with the public half that checks its signatures. `None` if `half` belongs to another key.
    pub(crate) fn with_public_half(self, algorithm: Algorithm, half: asymmetric::PublicKey) -> Option<Self> {
        match self {
            Self::Asymmetric(key) => key.has_public_half(&half).then_some(Self::Asymmetric(key)),
            Self::External(_) => Some(Self::Asymmetric(asymmetric::Key::of_public(&[algorithm], half))),
            Self::Nothing | Self::Hmac(_) | Self::KeyedDigest(_) => None,
        }
    }

    /// Replaces `raw` with the signature over `input`; `scope` is what the key is derived for, if it is derived.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] if the key is too small for the input, [`Error::ArgumentInvalid`] if the key is external,
    /// [`Error::RandomnessUnavailable`].
    pub(crate) fn sign(
        &self,
        input: &[u8],
        scope: Option<&[u8]>,
        random: &mut Random<'_>,
        raw: &mut Vec<u8>,
    ) -> Result<(), Error> {
        raw.clear();
        match self {
            Self::Nothing => {}
            Self::Hmac(_) | Self::KeyedDigest(_) => {
                self.mac(input, scope).iter().for_each(|mac| raw.extend_from_slice(mac));
            }
            Self::Asymmetric(key) => raw.extend_from_slice(&key.sign(input, random)?.ok_or_else(external_key)?),
            Self::External(_) => return Err(external_key()),
        }
        Ok(())
    }

    /// The MAC over `input`, to be compared in constant time; `None` for a key that computes no MAC.
    pub(crate) fn mac(&self, input: &[u8], scope: Option<&[u8]>) -> Option<Mac> {
        match (self, scope) {
            (Self::Hmac(key), None) => Some(Mac(key.sign(input))),
            (Self::Hmac(key), Some(scope)) => Some(Mac(key.derived(scope).sign(input))),
            (Self::KeyedDigest(key), _) => Some(Mac(key.sign(input))),
            (Self::Nothing | Self::Asymmetric(_) | Self::External(_), _) => None,
        }
    }

    /// Whether `raw` is a signature over `input` by `algorithm` that this public key verifies.
    pub(crate) fn verify(&self, algorithm: Algorithm, input: &[u8], raw: &[u8]) -> bool {
        match self {
            Self::Asymmetric(key) => key.verify(algorithm, input, raw),
            Self::Nothing | Self::Hmac(_) | Self::KeyedDigest(_) | Self::External(_) => false,
        }
    }

    /// Refuses a raw signature over `input` that this key, or the external key it stands for, cannot have made.
    pub(crate) fn check(&self, input: &[u8], raw: &[u8]) -> Result<(), Error> {
        let lengths = match self {
            Self::Nothing => 0..=0,
            Self::Hmac(key) => key.hash().len()..=key.hash().len(),
            Self::KeyedDigest(key) => key.hash().len()..=key.hash().len(),
            Self::Asymmetric(key) => key.len()..=key.len(),
            Self::External(lengths) => lengths.clone(),
        };
        if !lengths.contains(&raw.len()) {
            let (least, most) = lengths.into_inner();
            let least = if least == most { String::new() } else { [&*decimal(least), " to "].concat() };
            let bytes = |count: usize| [&*decimal(count), " bytes"].concat();
            return Err(Error::SignatureInvalid(Fault::new("signature", least + &bytes(most), bytes(raw.len()))));
        }
        match self {
            Self::Asymmetric(key) => key.check(input, raw),
            Self::Nothing | Self::Hmac(_) | Self::KeyedDigest(_) | Self::External(_) => Ok(()),
        }
    }
}

fn external_key() -> Error {
    let why = "this signer holds no key to sign with: call `prepare`, sign where the key is, and call `finish`";
    Error::ArgumentInvalid(Fault::inapplicable("sign", why))
}
