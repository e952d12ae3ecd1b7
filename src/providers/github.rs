//! GitHub.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "github.webhook",
    title: "GitHub: webhooks",
    documentation: "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-Hub-Signature-256", "sha256={signature}")],
    has_published_vectors: true,
    notes: &[
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
