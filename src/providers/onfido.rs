//! Onfido.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "onfido.webhook",
    title: "Onfido (Entrust): webhooks",
    documentation: "https://documentation.identity.entrust.com/api/manual-webhook-signature-verification/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-SHA2-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
