//! Verification keys: several at once during key rotation.

use alloc::{string::String, vec::Vec};

use super::received::Received;
use super::same;
#[cfg(feature = "rsa")]
use crate::algorithm::x509::Certificate;
use crate::algorithm::{Algorithm, Key};
use crate::credentials::{self, JwsAlgorithms, KEYS, KeyRecipe};
use crate::error::Error;
#[cfg(feature = "rsa")]
use crate::error::Fault;
use crate::scheme::Scheme;
use crate::secret::Secret;
#[cfg(feature = "rsa")]
use crate::text::decimal;
use crate::timestamp::Validity;

/// A key with its other credentials.
pub(super) struct VerificationKey {
    pub credentials: Vec<Secret>,
    pub key: Key,
    /// The validity of the certificate with the key, if it came in one.
    pub validity: Option<Validity>,
}

impl VerificationKey {
    /// Whether the credentials in the message are those of this key, compared in constant time.
    pub(super) fn has(&self, received: &Received) -> bool {
        received.credentials.iter().all(|(index, value)| same(self.credentials[*index].expose(), value))
    }
}

/// The keys of the credentials `given`, in their order, for signatures of any of the `algorithms`.
///
/// # Errors
///
/// [`Error::CredentialMissing`]; [`Error::CredentialInvalid`]; [`Error::Unsupported`] for RSA in a build without
/// it.
pub(super) fn read(
    scheme: &Scheme<'_>,
    given: &[(&str, Secret)],
    options: &[String],
    algorithms: &JwsAlgorithms,
) -> Result<Vec<VerificationKey>, Error> {
    let recipe = KeyRecipe::read(scheme)?;
    if scheme.algorithm.is_asymmetric() {
        let algorithms: Vec<Algorithm> = algorithms.iter().map(|(_, algorithm)| *algorithm).collect();
        return asymmetric(scheme, &recipe, given, &algorithms);
    }
    let sets = credentials::sets(scheme, given, |_| true)?;
    credentials::check_texts(scheme, &recipe, given)?;
    let mut keys = Vec::with_capacity(sets.len());
    for credentials in sets {
        let secret = recipe.make(scheme.algorithm, &credentials, options)?;
        let key = Key::new(scheme.algorithm, &secret, &recipe.name)?;
        keys.push(VerificationKey { credentials, key, validity: None });
    }
    Ok(keys)
}

#[cfg(feature = "rsa")]
fn asymmetric(
    scheme: &Scheme<'_>,
    recipe: &KeyRecipe,
    given: &[(&str, Secret)],
    algorithms: &[Algorithm],
) -> Result<Vec<VerificationKey>, Error> {
    let is_private =
        |name: &str| (0..scheme.credentials.len()).any(|i| scheme.credentials[i] == name && recipe.uses(i));
    if let Some((name, _)) = given.iter().find(|(name, _)| is_private(name)) {
        let expected = "`publicKeys` or `certificates` to verify with";
        return Err(Error::CredentialInvalid(Fault::new(name, expected, "the private half")));
    }
    let (keys, own): (Vec<_>, Vec<_>) = given.iter().cloned().partition(|(name, _)| KEYS.contains(name));
    let sets = credentials::sets(scheme, &own, |index| !recipe.uses(index))?;
    credentials::check_texts(scheme, recipe, &own)?;
    let missing = |name: &str| Err(Error::missing(scheme.id, name));
    if keys.is_empty() {
        return missing(KEYS[0]);
    }
    if let Some((name, _)) = keys.iter().find(|(_, key)| key.expose().is_empty()) {
        return missing(name);
    }
    if sets.len() > 1 && sets.len() != keys.len() {
        let expected = "as many as the other credentials, or those once";
        return Err(Error::CredentialInvalid(Fault::new(KEYS[0], expected, decimal(keys.len()))));
    }
    let mut verification_keys = Vec::with_capacity(keys.len());
    for (index, (name, key)) in keys.into_iter().enumerate() {
        let (key, validity) = public(algorithms, name, &key)?;
        verification_keys.push(VerificationKey { credentials: sets[index.min(sets.len() - 1)].clone(), key, validity });
    }
    Ok(verification_keys)
}

/// A public key, or the key of a certificate with its validity.
#[cfg(feature = "rsa")]
fn public(algorithms: &[Algorithm], name: &str, key: &Secret) -> Result<(Key, Option<Validity>), Error> {
    if name == KEYS[0] {
        return Ok((Key::public(algorithms, key, name)?, None));
    }
    let Certificate { key, validity, .. } = Certificate::read(key.expose(), name)?;
    Ok((Key::Public(algorithms.to_vec(), key), Some(validity)))
}

#[cfg(not(feature = "rsa"))]
fn asymmetric(
    _: &Scheme<'_>,
    _: &KeyRecipe,
    given: &[(&str, Secret)],
    _: &[Algorithm],
) -> Result<Vec<VerificationKey>, Error> {
    Err(crate::algorithm::without_rsa(given.first().map_or(KEYS[0], |(name, _)| *name)))
}
