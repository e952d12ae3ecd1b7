//! Notion.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "notion.webhook",
    title: "Notion: webhooks",
    documentation: "https://developers.notion.com/reference/webhooks",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-Notion-Signature", "sha256={signature}")],
    has_published_vectors: true,
    notes: &[
        "The secret is the `verification_token` that came with the subscription.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
