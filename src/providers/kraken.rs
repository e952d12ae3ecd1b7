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
    // A nonce.
    tolerance: Tolerance::Off,
    body_type: BodyType::JsonOrForm,
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "nonce and body are signed with nothing between, so bytes can move from one to the other: read the nonce alone, and compare it with the last",
        "the timestamp is the nonce: it must grow with every request of a key; a `nonce` already in the body stands",
        "a nonce is no time: nothing but its growth, which you have to keep, protects from replay",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
