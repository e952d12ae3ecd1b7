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
        "the secret is the shared secret key of the integration",
        "the figures come second-hand, from a test that cites the provider's former document",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
    ],
    ..Scheme::WEBHOOK
}];
