//! Moneroo.

use super::NO_PUBLISHED_VALUE;
use crate::algorithm::Algorithm;
use crate::scheme::{Misreading, RateLimit, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[REQUEST, WEBHOOK];

const REQUEST: Scheme<'static> = Scheme {
    id: "moneroo.request",
    title: "Moneroo: API requests",
    documentation: "https://docs.moneroo.io/introduction/authentication",
    last_checked: "2026-11-22",
    credentials: &["secret"],
    algorithm: Algorithm::None,
    key: "",
    headers: &[("Authorization", "Bearer {secret}"), ("Accept", "application/json")],
    rate_limit: Some(RateLimit { requests_per_minute: 120, wait_s: 60 }),
    notes: &[
        NO_PUBLISHED_VALUE,
        "Nothing is signed: the secret key itself is sent, so use it only on servers.",
        "The limit is 120 requests per minute; after a 429, wait 60 seconds.",
    ],
    ..Scheme::HMAC_SHA256_HEX
};

const WEBHOOK: Scheme<'static> = Scheme {
    id: "moneroo.webhook",
    title: "Moneroo: webhooks",
    documentation: "https://docs.moneroo.io/introduction/webhooks",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-Moneroo-Signature", "{signature}")],
    notes: &[
        NO_PUBLISHED_VALUE,
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
        "The provider's sample serialises the parsed body again, which fails on escapes: the signature is over the bytes as received.",
    ],
    misreadings: &[Misreading {
        id: "body-of-the-sample",
        part: "canonical",
        template: "{body|json}",
        title: "Body serialised again, as in the sample",
        detail: "@ parsed the body and serialised it again, as the sample in the documentation does.",
        fix: "Sign the raw bytes.",
    }],
    ..Scheme::WEBHOOK
};
