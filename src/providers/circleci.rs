//! CircleCI.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "circleci.webhook",
    title: "CircleCI: outbound webhooks",
    documentation: "https://circleci.com/docs/guides/integration/outbound-webhooks/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("circleci-signature", "v1={signature}")],
    list_separators: &[("circleci-signature", ",")],
    has_published_vectors: true,
    notes: &[
        "The header lists versions; so far, `v1` is the only one.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
