//! Fintoc.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "fintoc.webhook",
    title: "Fintoc: webhooks",
    documentation: "https://docs.fintoc.com/docs/webhooks-validating",
    last_checked: "2026-11-22",
    canonical: "{timestamp}.{body}",
    headers: &[("Fintoc-Signature", "t={timestamp},v1={signature}")],
    list_separators: &[("Fintoc-Signature", ",")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &["The key is the secret as shown, including `whsec_`."],
    ..Scheme::WEBHOOK
}];
