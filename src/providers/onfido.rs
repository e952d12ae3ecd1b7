//! Onfido.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "onfido.webhook",
    title: "Onfido: webhooks",
    documentation: "https://documentation.onfido.com/api/latest/#webhooks",
    checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-SHA2-Signature", "{signature}")],
    published_vectors: true,
    notes: &["no timestamp is signed, so nothing protects from replay: remember `fingerprint`"],
    ..Scheme::WEBHOOK
}];
