//! GoCardless.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "gocardless.webhook",
    title: "GoCardless: webhooks",
    documentation: "https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("Webhook-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
