//! Binance.

use crate::scheme::{BodyType, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "binance.request",
    title: "Binance: signed REST requests",
    documentation: "https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md",
    last_checked: "2026-11-22",
    canonical: "{query}{body}",
    headers: &[("X-MBX-APIKEY", "{apiKey}")],
    query: &[("timestamp", "{timestamp}"), ("signature", "{signature}")],
    timestamp: TimestampForm::Milliseconds,
    tolerance: Tolerance::Seconds(5),
    body_type: BodyType::JsonOrForm,
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "Query and body are signed as sent, percent-encoded and joined without a separator: the signature does not show where the query ends. Method and path are not signed.",
        "A `timestamp` that is already in the query or the form is kept. Add `recvWindow` yourself, as a parameter.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
