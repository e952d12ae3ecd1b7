//! Kraken.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::scheme::{BodyType, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "kraken.request",
    title: "Kraken: private Spot REST requests",
    documentation: "https://docs.kraken.com/api/docs/guides/spot-rest-auth",
    last_checked: "2026-11-22",
    bindings: &[("payload", "{timestamp}{body}")],
    canonical: "{path}{payload|sha256}",
    algorithm: Algorithm::HmacSha512,
    key: "{secret|unbase64}",
    encoding: Encoding::Base64,
    headers: &[("API-Key", "{apiKey}"), ("API-Sign", "{signature}")],
    fields: &[("nonce", "{timestamp}")],
    timestamp: TimestampForm::Milliseconds,
    // The timestamp is a nonce.
    tolerance: Tolerance::Off,
    body_type: BodyType::JsonOrForm,
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "Nonce and body are signed without a separator, so bytes can move from one to the other: parse the nonce by itself, and compare it with the last one.",
        "The timestamp is the nonce: it must increase with every request of a key. A `nonce` that is already in the body is kept.",
        "A nonce is not a time. To protect against replay, store the last nonce, and refuse any that is not larger.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
