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
        "query and body are joined without a separator, percent-encoded as they are sent: a signature does not say where the one ends, and neither the method nor the path is signed",
        "a `timestamp` already in the query or the form stands; `recvWindow` is a parameter of yours",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
