//! Monnify.

use crate::algorithm::Algorithm;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "monnify.webhook",
    title: "Monnify: webhooks",
    documentation: "https://developers.monnify.com/docs/webhooks/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    algorithm: Algorithm::HmacSha512,
    headers: &[("monnify-signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "The documentation describes SHA-512 over secret and body; its published value, which is right, is HMAC-SHA512.",
        "The secret is the client secret of the API.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
