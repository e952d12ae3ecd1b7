//! PagerDuty.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "pagerduty.webhook",
    title: "PagerDuty: webhooks, version 3",
    documentation: "https://developer.pagerduty.com/docs/verifying-webhook-signatures",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-PagerDuty-Signature", "v1={signature}")],
    list_separators: &[("X-PagerDuty-Signature", ",")],
    has_published_vectors: true,
    notes: &[
        "During a secret rotation, the header lists several signatures.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
