//! Onfido.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "onfido.webhook",
    title: "Onfido, now of Entrust: webhooks",
    documentation: "https://documentation.identity.entrust.com/api/manual-webhook-signature-verification/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-SHA2-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &["no timestamp is signed, so nothing protects from replay: remember `fingerprint`"],
    ..Scheme::WEBHOOK
}];
