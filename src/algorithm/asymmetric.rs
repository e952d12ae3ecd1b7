//! Algorithms with key pairs, and RSA encryption. A build without the feature `asymmetric` has `asymmetric_disabled` in its
//! place.

mod chain;
#[cfg_attr(all(not(feature = "curves"), feature = "js-explain"), path = "asymmetric/curves_by_host.rs")]
#[cfg_attr(not(any(feature = "curves", feature = "js-explain")), path = "asymmetric/curves_disabled.rs")]
mod curves;
mod der;
mod dsa;
mod forms;
mod half;
pub(crate) mod jwk;
mod key_set;
mod key_type;
pub(crate) mod keys;
#[cfg(not(feature = "curves"))]
mod no_private_key;
mod rsa;
mod wanted;
mod x509;

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};
use core::ops::RangeInclusive;

use super::host::KeyCopy;
use super::{Algorithm, Method, Padding, Random, Rules};
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::text::decimal;
pub(crate) use chain::Chains;
pub(crate) use dsa::{as_written, halves_of};
pub(crate) use half::{PrivateKey, PublicKey};
pub(crate) use jwk::Purpose;
pub(crate) use key_set::KeyId;
pub(crate) use wanted::Wanted;
pub(crate) use x509::Certificate;

/// Whether this build has these algorithms.
pub(crate) const IS_ENABLED: bool = true;

/// Whether this build has keys on curves.
pub(crate) const HAS_CURVES: bool = curves::IS_ENABLED;

/// A part of what only a build with these algorithms has, so that the linker of another drops the code.
pub(crate) struct Enabled;

/// Such a part.
#[expect(clippy::unnecessary_wraps, reason = "a build without these algorithms has none")]
pub(crate) const fn enabled() -> Option<Enabled> {
    Some(Enabled)
}

/// Refuses an algorithm that this build lacks.
#[expect(clippy::unnecessary_wraps, reason = "a build without these algorithms refuses them here")]
pub(crate) const fn require(_: &str) -> Result<(), Error> {
    Ok(())
}

/// A key, set up for its algorithm.
pub(crate) enum Key {
    Encryption(PublicKey),
    Private(Method, PrivateKey),
    /// A public key, with the algorithms whose signatures it may verify.
    Public(Vec<(Algorithm, Method)>, PublicKey),
}

impl Key {
    /// Parses `secret` as the key that signs, or encrypts, by `algorithm`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are not such a key; [`Error::Unsupported`] for a curve in a build without
    /// curves.
    pub(super) fn new(algorithm: Algorithm, rules: &Rules<'_>, secret: &Secret, name: &str) -> Result<Self, Error> {
        let given = without_prefix(rules, secret.expose());
        let Some(method) = Method::of(algorithm, rules) else {
            let key = keys::public_key(given, name, &Wanted::rsa(rules.encrypting_bits()))?;
            Purpose::encrypt(&[algorithm]).check(given, name)?;
            return Ok(Self::Encryption(key));
        };
        let key = keys::private_key(given, name, &Wanted::of(&[algorithm], rules, name)?)?;
        Purpose::sign(&[algorithm]).check(given, name)?;
        Ok(Self::Private(method, key))
    }

    /// Parses `key` as a public key that verifies signatures of any of the `algorithms`, of which it may be one of several
    /// types.
    ///
    /// # Errors
    ///
    /// As [`Self::new`]; also for a JWK whose members declare another purpose.
    pub(super) fn public(algorithms: &[Algorithm], rules: &Rules<'_>, key: &Secret, name: &str) -> Result<Self, Error> {
        let given = without_prefix(rules, key.expose());
        let half = keys::public_key(given, name, &Wanted::of(algorithms, rules, name)?)?;
        let own: Vec<Algorithm> = algorithms.iter().copied().filter(|own| half.is_for(*own)).collect();
        Ok(Self::of_public(&Purpose::verify(&own).check(given, name)?, rules, half))
    }

    /// The public keys in `key`, as [`Self::public`] reads one, or those of a JWK Set, each with its id, if it has one. A JWK by itself
    /// has none, unless keys are chosen by their ids (`is_named`): who gives one key means it.
    ///
    /// # Errors
    ///
    /// As [`Self::public`]; for a set without a key for any of the `algorithms`.
    pub(super) fn public_keys(
        algorithms: &[Algorithm],
        rules: &Rules<'_>,
        key: &Secret,
        name: &str,
        is_named: bool,
    ) -> Result<Vec<(KeyId, Self)>, Error> {
        if key_set::is_set(key.expose()) {
            return key_set::read(algorithms, rules, key.expose(), name);
        }
        let id = if is_named { key_set::id_of(key.expose()) } else { None };
        Ok(Vec::from([(id, Self::public(algorithms, rules, key, name)?)]))
    }

    /// The key of a certificate.
    pub(crate) fn of_public(algorithms: &[Algorithm], rules: &Rules<'_>, key: PublicKey) -> Self {
        let own = algorithms.iter().filter(|own| key.is_for(**own));
        Self::Public(own.filter_map(|own| Some((*own, Method::of(*own, rules)?))).collect(), key)
    }

    /// Whether `half` is the public half of this key.
    pub(super) fn has_public_half(&self, half: &PublicKey) -> bool {
        match self {
            Self::Private(_, key) => key.public_half() == *half,
            Self::Public(_, key) | Self::Encryption(key) => key == half,
        }
    }

    /// The public half as a `SubjectPublicKeyInfo` in DER.
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        match self {
            Self::Private(_, key) => key.public_half().spki(),
            Self::Public(_, key) | Self::Encryption(key) => key.spki(),
        }
    }

    /// The signature over `input`; `None` for a public key.
    pub(super) fn sign(&self, input: &[u8], random: &mut Random<'_>) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Encryption(key) => key.encrypt(input, random).map(Some),
            Self::Private(method, key) => key.sign(*method, input, random).map(Some),
            Self::Public(..) => Ok(None),
        }
    }

    /// Whether `raw` is a signature over `input` by `algorithm` that this public key verifies.
    pub(super) fn verify(&self, algorithm: Algorithm, input: &[u8], raw: &[u8]) -> bool {
        match self {
            // The provider answers an encrypted value with a signature of the private half, without a digest.
            Self::Encryption(key) => key.verify(Method::Rsa(Padding::Bare, 0), input, raw),
            Self::Public(own, key) => {
                own.iter().any(|(own, method)| *own == algorithm && key.verify(*method, input, raw))
            }
            Self::Private(..) => false,
        }
    }

    /// Whether `raw`, which the host made, is a signature over `input` that this private key may have made.
    pub(super) fn has_signed(&self, input: &[u8], raw: &[u8]) -> bool {
        match self {
            Self::Private(method, key) => key.public_half().verify(*method, input, raw),
            Self::Public(..) | Self::Encryption(_) => false,
        }
    }

    /// How this key signs if the host does it, if that is possible.
    pub(super) fn signs_by_host(&self) -> Option<Method> {
        match self {
            Self::Private(method @ (Method::Rsa(..) | Method::Eddsa), _) => Some(*method),
            // A host draws the nonce, so that each of its signatures differs.
            Self::Private(Method::Ecdsa(..), _) | Self::Public(..) | Self::Encryption(_) => None,
        }
    }

    /// How the host verifies `raw` as a signature by `algorithm`: the index of the algorithm among those of this key, and the
    /// signature as the host reads it. `None` where only the core judges: lengths, DER, and which algorithms a key may verify.
    pub(super) fn verifies_by_host<'r>(
        &self,
        algorithm: Algorithm,
        raw: &'r [u8],
    ) -> Option<(usize, Method, Cow<'r, [u8]>)> {
        let Self::Public(own, key) = self else { return None };
        let index = own.iter().position(|(own, _)| *own == algorithm)?;
        let method = own[index].1;
        let as_read = match method {
            _ if !key.lengths(method).contains(&raw.len()) => None,
            Method::Rsa(..) => Some(Cow::Borrowed(raw)),
            Method::Ecdsa(curve, _, encoding) => {
                let mut read = dsa::read(encoding, curve, raw);
                read.next().filter(|_| read.next().is_none())
            }
            Method::Eddsa => Some(Cow::Borrowed(raw)).filter(|raw| curves::is_for_host(raw)),
        };
        Some((index, method, as_read?))
    }

    /// A copy for the host; `None` for a key with which it does nothing.
    pub(super) fn copy(&self) -> Option<KeyCopy> {
        match self {
            Self::Private(_, key) => key.copy(),
            Self::Public(_, key) => key.copy(),
            Self::Encryption(_) => None,
        }
    }

    /// Refuses a raw signature over `input` that this public key does not verify.
    pub(super) fn check(&self, input: &[u8], raw: &[u8]) -> Result<(), Error> {
        let Self::Public(own, key) = self else { return Ok(()) };
        if own.iter().any(|(_, method)| key.verify(*method, input, raw)) {
            return Ok(());
        }
        let verifies = "a signature over the signing input that the public key verifies";
        let details = own.first().map_or(String::new(), |(_, method)| details(*method));
        let expected = [verifies, &*details].concat();
        Err(Error::SignatureInvalid(Fault::new("signature", expected, "another one")))
    }

    /// How this key signs, or how what it verifies first was signed.
    pub(super) fn method(&self) -> Option<Method> {
        match self {
            Self::Encryption(_) => None,
            Self::Public(own, _) => own.first().map(|(_, method)| *method),
            Self::Private(method, _) => Some(*method),
        }
    }

    /// The algorithms whose signatures this key verifies.
    pub(super) fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        let own = if let Self::Public(own, _) = self { &own[..] } else { &[] };
        own.iter().map(|(algorithm, _)| *algorithm)
    }

    /// The possible lengths of signatures in bytes.
    pub(super) fn lengths(&self) -> RangeInclusive<usize> {
        match self {
            Self::Encryption(key) => key.len()..=key.len(),
            Self::Public(own, key) => own.first().map_or(0..=0, |(_, method)| key.lengths(*method)),
            Self::Private(method, key) => key.lengths(*method),
        }
    }
}

/// The key without what the provider writes in front of it.
pub(crate) fn without_prefix<'k>(rules: &Rules<'_>, key: &'k [u8]) -> &'k [u8] {
    let mut rests = rules.prefixes.iter().filter_map(|prefix| key.trim_ascii_start().strip_prefix(prefix.as_bytes()));
    rests.next().unwrap_or(key)
}

/// What a signature must have been made with, for an error.
fn details(method: Method) -> String {
    match method {
        Method::Rsa(padding, salt) => {
            let name = padding.hash().map_or("no hash", |hash| hash.name());
            [", with ", name, " and, for PSS, ", &*decimal(salt), " bytes of salt"].concat()
        }
        Method::Ecdsa(_, hash, _) => [", with ", hash.name()].concat(),
        Method::Eddsa => String::new(),
    }
}

/// A key as an error about key sizes describes it.
fn one_of_bits(bits: impl TryInto<i64>) -> String {
    ["one of ", &decimal(bits), " bits"].concat()
}

const MULTI_PRIME: &str = "an RSA private key of more than two primes";
const PRIVATE: &str = "a private key, which stays with its owner";
