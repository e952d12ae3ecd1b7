//! BitMEX.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "bitmex.request",
    title: "BitMEX: API requests",
    documentation: "https://www.bitmex.com/app/apiKeysUsage",
    last_checked: "2026-11-22",
    canonical: "{method|upper}{target}{timestamp}{body}",
    headers: &[("api-expires", "{timestamp}"), ("api-key", "{apiKey}"), ("api-signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    expires_after_s: 60,
    tolerance: Tolerance::Seconds(5),
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "The timestamp is the time at which the request expires: 60 seconds ahead of the clock, unless you set it.",
        "Path, time and body are signed without a separator: a body that contains a later time can be cut there, and its beginning moved to the path.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
