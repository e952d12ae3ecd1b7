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
        "while secrets are rotated the header lists several signatures",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
    ],
    ..Scheme::WEBHOOK
}];
