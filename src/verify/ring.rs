//! The keys that a signature may be made with: several at once while they are rotated.

use alloc::{format, string::String, vec::Vec};

#[cfg(feature = "rsa")]
use crate::algorithm::x509::Certificate;
use crate::algorithm::{Algorithm, Key};
use crate::credentials::{self, KEYS, KeyRecipe};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::timestamp::Validity;

/// One key, with the credentials that belong to it.
pub(super) struct Held {
    pub credentials: Vec<Secret>,
    pub key: Key,
    /// When the certificate that the key came in is valid.
    pub validity: Option<Validity>,
}

/// The keys that the credentials `given` make, in their order.
///
/// # Errors
///
/// [`Error::CredentialMissing`], [`Error::CredentialInvalid`], [`Error::AlgorithmRefused`] for RSA in a build without it.
pub(super) fn read(scheme: &Scheme<'_>, given: &[(&str, Secret)], options: &[String]) -> Result<Vec<Held>, Error> {
    let recipe = KeyRecipe::read(scheme)?;
    if scheme.algorithm.is_asymmetric() {
        return asymmetric(scheme, &recipe, given);
    }
    let sets = credentials::sets(scheme, given, |_| true)?;
    sets.into_iter()
        .map(|credentials| {
            let secret = recipe.make(scheme.algorithm, &credentials, options)?;
            let key = Key::new(scheme.algorithm, &secret, &recipe.name)?;
            Ok(Held::new(credentials, key))
        })
        .collect()
}

fn asymmetric(scheme: &Scheme<'_>, recipe: &KeyRecipe, given: &[(&str, Secret)]) -> Result<Vec<Held>, Error> {
    let is_private =
        |name: &str| (0..scheme.credentials.len()).any(|i| scheme.credentials[i] == name && recipe.uses(i));
    if let Some((name, _)) = given.iter().find(|(name, _)| is_private(name)) {
        let expected = "`publicKeys` or `certificates` to verify with";
        return Err(Error::CredentialInvalid(Fault::new(name, expected, "the private half")));
    }
    let (keys, own): (Vec<_>, Vec<_>) = given.iter().cloned().partition(|(name, _)| KEYS.contains(name));
    let sets = credentials::sets(scheme, &own, |index| !recipe.uses(index))?;
    let missing = |name: &str| Err(Error::CredentialMissing { scheme: scheme.id.into(), name: name.into() });
    if keys.is_empty() {
        return missing(KEYS[0]);
    }
    if let Some((name, _)) = keys.iter().find(|(_, key)| key.expose().is_empty()) {
        return missing(name);
    }
    if sets.len() > 1 && sets.len() != keys.len() {
        let expected = "as many as the other credentials, or those once";
        return Err(Error::CredentialInvalid(Fault::new(KEYS[0], expected, format!("{}", keys.len()))));
    }
    let held = |(index, (name, key)): (usize, (&str, Secret))| {
        Held::public(scheme.algorithm, name, &key, sets[index.min(sets.len() - 1)].clone())
    };
    keys.into_iter().enumerate().map(held).collect()
}

impl Held {
    fn new(credentials: Vec<Secret>, key: Key) -> Self {
        Self { credentials, key, validity: None }
    }

    #[cfg(feature = "rsa")]
    fn public(algorithm: Algorithm, name: &str, key: &Secret, credentials: Vec<Secret>) -> Result<Self, Error> {
        if name == KEYS[0] {
            return Ok(Self::new(credentials, Key::public(algorithm, key, name)?));
        }
        let Certificate { key, validity, .. } = Certificate::read(key.expose(), name)?;
        Ok(Self { credentials, key: Key::Public(algorithm.padding(), key), validity: Some(validity) })
    }

    #[cfg(not(feature = "rsa"))]
    fn public(_: Algorithm, name: &str, _: &Secret, _: Vec<Secret>) -> Result<Self, Error> {
        Err(crate::algorithm::without_rsa(name))
    }
}
