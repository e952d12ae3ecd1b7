//! Gate.io.

use crate::algorithm::Algorithm;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "gateio.request",
    title: "Gate.io: API requests, version 4",
    documentation: "https://www.gate.com/docs/developers/apiv4/en/",
    last_checked: "2026-11-22",
    canonical: "{method|upper}\n{path}\n{query|unpercent}\n{body|sha512|hex}\n{timestamp}",
    algorithm: Algorithm::HmacSha512,
    headers: &[("KEY", "{apiKey}"), ("Timestamp", "{timestamp}"), ("SIGN", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(60),
    has_published_vectors: true,
    notes: &[
        "A request without a body signs the digest of the empty string.",
        "The query is signed in the order in which it is sent, percent-decoded: write a space as `%20`.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
