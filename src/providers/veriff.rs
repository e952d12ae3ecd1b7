//! Veriff.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "veriff.webhook",
    title: "Veriff: webhooks",
    documentation: "https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-HMAC-SIGNATURE", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "The secret is the shared secret key of the integration.",
        "The published values come second-hand, from a test that cites former documentation of the provider.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
