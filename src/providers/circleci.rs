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
        "the header lists versions, of which `v1` is the only one so far",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
    ],
    ..Scheme::WEBHOOK
}];
