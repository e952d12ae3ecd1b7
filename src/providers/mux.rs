//! Mux.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "mux.webhook",
    title: "Mux: webhooks",
    documentation: "https://www.mux.com/docs/core/verify-webhook-signatures",
    last_checked: "2026-11-22",
    canonical: "{timestamp}.{body}",
    headers: &[("Mux-Signature", "t={timestamp},v1={signature}")],
    list_separators: &[("Mux-Signature", ",")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &["Each endpoint has its own secret."],
    ..Scheme::WEBHOOK
}];
