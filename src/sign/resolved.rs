//! Resolves the arguments of a signer: the algorithm, the key, and the credentials in the scheme's order.

use alloc::{string::String, vec::Vec};

use super::plan::Jws;
use crate::algorithm::asymmetric::{self, Certificate};
use crate::algorithm::{Algorithm, Key, Rules};
use crate::credentials::{self, KeyRecipe};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::in_quotes;

pub(super) struct Resolved {
    pub algorithm: Algorithm,
    pub jws: Option<Jws>,
    pub key: Key,
    pub credentials: Vec<Secret>,
    pub options: Vec<String>,
}

/// Checks credentials and options against the scheme.
pub(super) fn resolve(
    scheme: &Scheme<'_>,
    given: &[(&str, Secret)],
    options: &[(&str, &str)],
    external: bool,
) -> Result<Resolved, Error> {
    let recipe = KeyRecipe::read(scheme)?;
    if scheme.algorithm.needs_asymmetric() {
        asymmetric::require(&recipe.name)?;
        if !scheme.algorithm.signs() {
            let got = [&in_quotes(scheme.algorithm.name()), ", which only verifies"].concat();
            return Err(Error::SchemeInvalid(Fault::new("algorithm", "an algorithm that signs", got)));
        }
    }
    let (public, own): (Vec<_>, Vec<_>) =
        given.iter().cloned().partition(|(name, _)| *name == PUBLIC && external && scheme.algorithm.is_asymmetric());
    let mut sets = credentials::sets(scheme, &own, |index| !(external && recipe.uses(index)))?;
    let (Some(credentials), true) = (sets.pop(), sets.is_empty()) else {
        let expected = "one value for each credential to sign with";
        return Err(Error::CredentialInvalid(Fault::new(&recipe.name, expected, "several")));
    };
    credentials::check_texts(scheme, &recipe, &own)?;
    let options = credentials::options(scheme, options)?;
    let public = match &public[..] {
        [] => None,
        [(_, key)] if !key.expose().is_empty() => Some(key),
        [_] => return Err(Error::missing(scheme.id, PUBLIC)),
        _ => return Err(Error::CredentialInvalid(Fault::new(PUBLIC, "one value", "several"))),
    };
    let (algorithm, jws, key) = if scheme.algorithm.is_jws() {
        jws(scheme, &recipe, external, public, &credentials, &options)?
    } else {
        let rules = &scheme.rules();
        let mut tried = credentials::algorithms(scheme).into_iter().map(|(_, algorithm)| {
            let key = key(algorithm, rules, &recipe, external, public, &credentials, &options);
            key.map(|key| (algorithm, None, key))
        });
        // The first algorithm is the usual one, so its error is returned.
        let first = tried.next().unwrap_or_else(|| Err(Error::mismatch()));
        first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault))?
    };
    Ok(Resolved { algorithm, jws, key, credentials, options })
}

fn key(
    algorithm: Algorithm,
    rules: &Rules<'_>,
    recipe: &KeyRecipe,
    external: bool,
    public: Option<&Secret>,
    credentials: &[Secret],
    options: &[String],
) -> Result<Key, Error> {
    match public {
        Some(key) => Key::public(&[algorithm], rules, key, PUBLIC),
        None if external => Ok(Key::external(algorithm, rules)),
        None => Key::new(algorithm, rules, &recipe.make(algorithm, credentials, options)?, &recipe.name),
    }
}

fn jws(
    scheme: &Scheme<'_>,
    recipe: &KeyRecipe,
    external: bool,
    public: Option<&Secret>,
    credentials: &[Secret],
    options: &[String],
) -> Result<(Algorithm, Option<Jws>, Key), Error> {
    let value = |name: &str| credentials::option_of(scheme, options, name);
    let (form, algorithms) = credentials::jws_choice(scheme.algorithm, value(FORM), value(ALG))?;
    let [(name, algorithm)] = algorithms[..] else {
        return Err(Error::OptionInvalid(Fault::new(ALG, "one algorithm to sign with", "several")));
    };
    let rules = &scheme.rules();
    let mut key = key(algorithm, rules, recipe, external, public, credentials, options)?;
    let mut certificates = Vec::new();
    match value(credentials::JWS_CERTIFICATE) {
        "" => {}
        _ if !scheme.algorithm.is_asymmetric() => {
            let why = "a JWS with a shared secret has no certificate";
            return Err(Error::OptionInvalid(Fault::inapplicable(credentials::JWS_CERTIFICATE, why)));
        }
        text => {
            let name = credentials::JWS_CERTIFICATE;
            // Those behind the first lead to a trusted root.
            let whole = |block: &&str| !scheme.trusted_roots.is_empty() && block.contains(PEM_END);
            let blocks: Vec<&str> = text.split_inclusive(PEM_END).filter(whole).collect();
            let (own, chain) = blocks.split_first().map_or((text, &[][..]), |(own, chain)| (*own, chain));
            let own = Certificate::for_algorithms(own.as_bytes(), name, &[algorithm], rules).map_err(of_option)?;
            certificates.push(own.der);
            for issuer in chain {
                certificates.push(Certificate::of_issuer(issuer.as_bytes(), name).map_err(of_option)?);
            }
            key = key.with_public_half(algorithm, rules, own.key).ok_or_else(|| {
                let expected = "the certificate of the key that signs";
                Error::CertificateRefused(Fault::new(credentials::JWS_CERTIFICATE, expected, "one of another key"))
            })?;
        }
    }
    Ok((algorithm, Some(Jws::new(form, name, &certificates)), key))
}

/// The fault of a credential that was given as an option.
fn of_option(error: Error) -> Error {
    if let Error::CredentialInvalid(fault) = error { Error::OptionInvalid(fault) } else { error }
}

/// The credential that checks the signatures of an external private key.
const PUBLIC: &str = "publicKey";
const PEM_END: &str = "-----END CERTIFICATE-----";
const FORM: &str = "jws.form";
const ALG: &str = "jws.alg";
