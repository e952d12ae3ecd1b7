//! Worldline.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "worldline.request",
    title: "Worldline: requests to the Server API of Connect",
    documentation: "https://apireference.connect.worldline-solutions.com/s2sapi/v1/en_US/java/authentication.html",
    last_checked: "2026-11-22",
    inputs: &[("contentType", "header:content-type?"), ("gcs", "headers:x-gcs-")],
    canonical: "{method|upper}\n{contentType}\n{timestamp}\n{gcs}{path}[?{query|unpercent}]\n",
    encoding: Encoding::Base64,
    headers: &[("Date", "{timestamp}"), ("Authorization", "GCS v1HMAC:{apiKey}:{signature}")],
    timestamp: TimestampForm::Rfc1123,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        "The body is not signed.",
        "Browsers set `Date` themselves: sign on a server.",
        "The query is signed percent-decoded.",
        "The provider publishes no tolerance; 300 seconds is the choice of this catalogue.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
