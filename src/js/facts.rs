//! Rare answers as maps of JavaScript, which the facade turns into objects: facts of an error, of a verifier, of an algorithm.

use js_sys::{Array, Map};
use wasm_bindgen::JsValue;

#[cfg(feature = "js")]
use crate::algorithm::keyed_digest::KeyPosition;
#[cfg(feature = "js")]
use crate::algorithm::{Family, Method, Padding, asymmetric};
use crate::error::Error;
#[cfg(feature = "js")]
use crate::named::Named as _;
#[cfg(feature = "js")]
use crate::sign::Signer;
#[cfg(feature = "js")]
use crate::verify::{KeyNeed, Verifier};

/// A map from names to what is known.
#[derive(Default)]
pub(super) struct Facts(Map);

impl Facts {
    #[inline(never)]
    pub(super) fn text(&self, name: &str, text: &str) {
        self.add(name, JsValue::from_str(text));
    }

    #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers, and what is counted is small")]
    #[inline(never)]
    pub(super) fn number(&self, name: &str, number: i64) {
        self.add(name, JsValue::from_f64(number as f64));
    }

    pub(super) fn count(&self, name: &str, count: usize) {
        self.number(name, count as i64);
    }

    pub(super) fn texts<'t>(&self, name: &str, texts: impl Iterator<Item = &'t str>) {
        self.add(name, texts.map(JsValue::from_str).collect::<Array>().into());
    }

    #[inline(never)]
    fn add(&self, name: &str, value: JsValue) {
        self.0.set(&JsValue::from_str(name), &value);
    }
}

impl From<Facts> for JsValue {
    fn from(facts: Facts) -> Self {
        facts.0.into()
    }
}

/// The error: `code`, `message`, and the facts that apply. From `typed`, an unknown name, and `known`, the known names, the facade
/// makes its suggestion.
pub(super) fn of_error(error: &Error) -> JsValue {
    let facts = Facts::default();
    facts.text("code", error.code());
    facts.text("message", &error.message());
    if let Some(fault) = error.fault() {
        facts.text("part", &fault.part);
        if let Some(at) = fault.at {
            facts.count("offset", at);
        }
        if !fault.known.is_empty() {
            facts.text("typed", &fault.part);
            facts.texts("known", fault.known.iter().map(|name| &**name));
        }
    }
    match error {
        Error::SignatureMismatch(mismatch) => {
            facts.text("scheme", &mismatch.scheme);
            facts.count("keyCount", mismatch.keys);
            facts.count("bodyLength", mismatch.body_len);
        }
        Error::SignatureStale(stale) => {
            facts.number("ageSeconds", stale.age_s);
            facts.number("limitSeconds", stale.limit_s.into());
        }
        // Their facts are those of the fault, and the message.
        Error::SchemeUnknown(_) | Error::CredentialMissing(_) | Error::RandomnessUnavailable => {}
        Error::SchemeInvalid(_)
        | Error::CredentialInvalid(_)
        | Error::OptionInvalid(_)
        | Error::ArgumentInvalid(_)
        | Error::Unsupported(_)
        | Error::RequestInvalid(_)
        | Error::BodyInvalid(_)
        | Error::BodyNotSigned(_)
        | Error::TimestampInvalid(_)
        | Error::AlgorithmRefused(_)
        | Error::SignatureInvalid(_)
        | Error::HeaderMissing(_)
        | Error::HeaderMalformed(_)
        | Error::KeyNeeded(_)
        | Error::KeySourceRefused(_)
        | Error::CertificateRefused(_) => {}
    }
    facts.into()
}

/// The algorithm of `signer` as WebCrypto names it: `name`, and as they apply `hash`, `saltLength` in bytes, `namedCurve` and
/// `dsaEncoding`, and for a plain hash whether the `key` is hashed `first`, `last` or in `both` places.
#[cfg(feature = "js")]
pub(super) fn of_algorithm(signer: &Signer) -> JsValue {
    let is_derived = signer.plan.recipe.key_scope.is_some();
    let (name, hash, key) = match signer.algorithm().family() {
        Family::Nothing | Family::Jws(_) => ("none", None, ""),
        // No signer has them.
        Family::RsaEncryption | Family::Rsa(_) | Family::Ecdsa(..) | Family::Eddsa if !asymmetric::IS_ENABLED => {
            ("none", None, "")
        }
        Family::Hmac(hash) => (if is_derived { "Derived-HMAC" } else { "HMAC" }, Some(hash), ""),
        Family::KeyedDigest(hash, KeyPosition::First) => (hash.name(), None, "first"),
        Family::KeyedDigest(hash, KeyPosition::Last) => (hash.name(), None, "last"),
        Family::KeyedDigest(hash, KeyPosition::Both) => (hash.name(), None, "both"),
        Family::RsaEncryption => ("RSAES-PKCS1-v1_5", None, ""),
        Family::Rsa(padding @ Padding::Pss(_)) => ("RSA-PSS", padding.hash(), ""),
        Family::Ecdsa(_, hash) => ("ECDSA", Some(hash), ""),
        Family::Eddsa => ("Ed25519", None, ""),
        Family::Rsa(padding @ (Padding::Pkcs1v15(_) | Padding::Bare)) => ("RSASSA-PKCS1-v1_5", padding.hash(), ""),
    };
    let facts = Facts::default();
    facts.text("name", name);
    let method = signer.method();
    if let Some(Method::Ecdsa(curve, _, encoding)) = method {
        facts.text("namedCurve", curve.name());
        facts.text("dsaEncoding", encoding.written().name());
    }
    if let Some(hash) = hash {
        facts.text("hash", hash.name());
    }
    if !key.is_empty() {
        facts.text("key", key);
    }
    if let Some(Method::Rsa(Padding::Pss(_), salt)) = method {
        facts.count("saltLength", salt);
    }
    facts.into()
}

/// The key to fetch: `keyId`, `credential`, and the `url` if the scheme has one.
#[cfg(feature = "js")]
pub(super) fn of_need(need: &KeyNeed) -> JsValue {
    let facts = Facts::default();
    facts.text("keyId", &need.key_id);
    facts.text("credential", need.credential.name());
    if let Some(url) = &need.url {
        facts.text("url", url);
    }
    facts.into()
}

/// What `verifier` does with every message: the `headers` that it reads, left out for all; and the `texts` of its results.
#[cfg(feature = "js")]
pub(super) fn of_verifier(verifier: &Verifier) -> JsValue {
    let facts = Facts::default();
    if let Some(names) = verifier.headers() {
        facts.texts("headers", names.into_iter());
    }
    facts.texts("texts", verifier.texts());
    facts.into()
}
