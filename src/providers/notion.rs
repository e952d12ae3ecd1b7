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
        "the secret is the `verification_token` that came with the subscription",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
    ],
    ..Scheme::WEBHOOK
}];
