//! What a definition means: what follows from its members, for whoever shows it to people. Reads leniently: an invalid member
//! counts as left out, so that a scheme can be described while it is being written.

use alloc::{string::String, vec::Vec};

use super::read::{self, Reading};
use super::value::Value;
use crate::algorithm::keyed_digest::KeyPosition;
use crate::algorithm::{Algorithm, DsaEncoding, Family, Method, Padding};
use crate::canonical::{Part, Symbols, Template, Variable};
use crate::credentials::{self, JWS_CERTIFICATE, KEYS, ROOTS};
use crate::encoding::Encoding;
use crate::error::Error;
use crate::recipe::{self, Locator};
use crate::scheme::Scheme;
use crate::text::decimal;
use crate::timestamp::TimestampForm;

/// A scheme with its templates parsed.
pub(crate) struct Description<'s> {
    pub scheme: &'s Scheme<'s>,
    /// The templates of the canonical strings, those that are only accepted last; `None` for one that cannot be parsed.
    pub canonicals: Vec<Option<Template>>,
    pub key: Option<Template>,
    pub bindings: Vec<Option<Template>>,
}

/// What is to be known about a credential.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialFacts<'s> {
    pub name: &'s str,
    /// Whether it may be left out: it only fills an optional header.
    pub is_optional: bool,
    /// Whether it makes the key.
    pub is_of_key: bool,
    /// Whether it is the private half of a key pair.
    pub is_of_pair: bool,
    /// The names of the credentials one of which a verifier takes for it.
    pub verified_with: &'s [&'s str],
}

/// What is to be known about an option.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OptionFacts<'s> {
    pub name: &'s str,
    pub default: &'s str,
    /// Whether it is part of what is signed, or decides about it.
    pub is_signed: bool,
    /// Whether it says nothing to a verifier.
    pub only_signs: bool,
}

/// Calls `run` with the scheme in `json`.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a string that is no JSON, or JSON that is too large.
pub(crate) fn readable(json: &str, run: &mut dyn FnMut(&Scheme<'_>)) -> Result<(), Error> {
    read::lend(&Value::parse(json)?, Reading::Lenient, &mut |scheme| {
        run(scheme);
        Ok(())
    })
}

impl<'s> Description<'s> {
    pub(crate) fn of(scheme: &'s Scheme<'s>) -> Self {
        let canonicals = [scheme.canonical].into_iter().chain(scheme.accepted_canonicals.iter().copied());
        Self {
            scheme,
            canonicals: canonicals.map(|text| parsed(scheme, text)).collect(),
            key: parsed(scheme, scheme.key),
            bindings: scheme.bindings.iter().map(|(_, text)| parsed(scheme, text)).collect(),
        }
    }

    /// The variables of the canonical strings, and of the bindings that they use, each once.
    pub(crate) fn signed(&self) -> Vec<Variable> {
        let mut signed = Vec::new();
        self.canonicals.iter().for_each(|template| self.add(template.as_ref(), &mut signed));
        signed
    }

    fn add(&self, template: Option<&Template>, signed: &mut Vec<Variable>) {
        for variable in template.into_iter().flat_map(Template::parts).filter_map(Part::variable) {
            if signed.contains(&variable) {
                continue;
            }
            signed.push(variable);
            if let Variable::Binding(place) = variable {
                self.add(self.bindings.get(place).and_then(Option::as_ref), signed);
            }
        }
    }

    pub(crate) fn credentials(&self) -> Vec<CredentialFacts<'s>> {
        let Self { scheme, key, .. } = self;
        let mut facts = Vec::new();
        for (place, name) in scheme.credentials.iter().enumerate() {
            let uses = |template: &Template| template.uses(Variable::Credential(place));
            let is_key = key.as_ref().is_some_and(uses);
            let is_of_pair = is_key && scheme.algorithm.is_asymmetric();
            facts.push(CredentialFacts {
                name,
                is_optional: credentials::is_optional(scheme, name),
                is_of_key: is_key,
                is_of_pair,
                verified_with: match is_of_pair {
                    true if !scheme.trusted_roots.is_empty() => &[ROOTS],
                    true => &KEYS,
                    false => core::slice::from_ref(name),
                },
            });
        }
        facts
    }

    pub(crate) fn options(&self) -> Vec<OptionFacts<'s>> {
        let signed = self.signed();
        let facts = |(place, &(name, default)): (usize, &(&'s str, &'s str))| OptionFacts {
            name,
            default,
            is_signed: self.scheme.profile.is_some() || signed.contains(&Variable::Option(place)),
            only_signs: name == JWS_CERTIFICATE,
        };
        self.scheme.options.iter().enumerate().map(facts).collect()
    }

    /// The name of the credential that the key is made from.
    pub(crate) fn key_credential(&self) -> Option<&'s str> {
        self.scheme.credentials.get(self.key.as_ref()?.credential()?).copied()
    }

    /// Where each input comes from; `None` for a location that is none.
    pub(crate) fn inputs(&self) -> Vec<(&'s str, Option<Locator>)> {
        let locator = |input: &(&'s str, &'s str)| {
            let found = recipe::locators(&Scheme { inputs: core::slice::from_ref(input), ..*self.scheme });
            (input.0, found.ok().and_then(|mut found| found.pop()))
        };
        self.scheme.inputs.iter().map(locator).collect()
    }
}

/// The template in `text`; `None` if it cannot be parsed.
pub(crate) fn parsed(scheme: &Scheme<'_>, text: &str) -> Option<Template> {
    Template::parse("", text, names(scheme)).ok()
}

/// What the templates of the scheme may use.
pub(crate) const fn names<'s>(scheme: &Scheme<'s>) -> Symbols<'s> {
    Symbols { bindings: scheme.bindings, ..recipe::names(scheme) }
}

/// The algorithm in words.
pub(crate) fn algorithm(algorithm: Algorithm) -> String {
    match algorithm.family() {
        Family::Nothing => "none".into(),
        Family::Hmac(hash) => ["HMAC-", &hash.name().replace('-', "")].concat(),
        Family::KeyedDigest(hash, KeyPosition::First) => [hash.name(), " of key and string"].concat(),
        Family::KeyedDigest(hash, KeyPosition::Last) => [hash.name(), " of string and key"].concat(),
        Family::KeyedDigest(hash, KeyPosition::Both) => [hash.name(), " of key, string and key"].concat(),
        Family::RsaEncryption => "RSA encryption (PKCS#1 v1.5)".into(),
        Family::Rsa(Padding::Pss(hash)) => ["RSASSA-PSS with ", hash.name()].concat(),
        Family::Rsa(Padding::Pkcs1v15(hash)) => ["RSASSA-PKCS1-v1_5 with ", hash.name()].concat(),
        Family::Rsa(Padding::Bare) => "RSA without a digest".into(),
        Family::Ecdsa(curve, hash) => ["ECDSA on ", curve.name(), " with ", hash.name()].concat(),
        Family::Eddsa => "Ed25519".into(),
        Family::Jws(_) => {
            let names: Vec<&str> = algorithm.jose().map(|(name, _)| name).collect();
            ["JWS (", &names.join(", "), ")"].concat()
        }
    }
}

/// The signature of a scheme in words: its algorithm, what its key is for, and its encoding, unless the algorithm has a form of
/// its own.
pub(crate) fn signature(scheme: &Scheme<'_>) -> String {
    let mut words = algorithm(scheme.algorithm);
    if !scheme.key_scope.is_empty() {
        words += &[" with a key for the ", scheme.key_scope].concat();
    }
    match Method::of(scheme.algorithm, &scheme.rules()) {
        Some(Method::Ecdsa(_, _, DsaEncoding::Der)) => words += " in DER",
        Some(Method::Ecdsa(_, _, DsaEncoding::IeeeP1363)) => words += " as r and s",
        Some(Method::Ecdsa(_, _, DsaEncoding::DerOrIeeeP1363)) => words += " in DER, or as r and s",
        Some(Method::Rsa(Padding::Pss(hash), salt)) if salt != hash.len() => {
            words += &[" and a salt of ", &*decimal(salt), " bytes"].concat();
        }
        Some(Method::Rsa(..) | Method::Eddsa) | None => {}
    }
    match scheme.algorithm.family() {
        Family::Nothing | Family::Jws(_) => {}
        Family::Hmac(_)
        | Family::KeyedDigest(..)
        | Family::RsaEncryption
        | Family::Rsa(_)
        | Family::Ecdsa(..)
        | Family::Eddsa => {
            words += ", ";
            words += match scheme.encoding {
                Encoding::Hex => "hex",
                Encoding::Base64 | Encoding::Base64Lines => "base64",
                Encoding::Base64Percent => "base64, percent-encoded",
                Encoding::Base64Url => "base64url",
            };
        }
    }
    words
}

/// The form of a timestamp in words.
pub(crate) const fn timestamp(form: TimestampForm) -> &'static str {
    match form {
        TimestampForm::None => "none",
        TimestampForm::Seconds => "Unix seconds",
        TimestampForm::Milliseconds => "Unix milliseconds",
        TimestampForm::Nanoseconds => "Unix nanoseconds",
        TimestampForm::Iso8601 => "ISO 8601",
        TimestampForm::Iso8601Basic => "ISO 8601 as `20240524T203710Z`",
        TimestampForm::Rfc1123 => "HTTP date",
    }
}
