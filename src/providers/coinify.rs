//! Coinify.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "coinify.webhook",
    title: "Coinify: webhooks",
    documentation: "https://coinify.readme.io/docs/webhook-signature",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("x-coinify-webhook-signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
