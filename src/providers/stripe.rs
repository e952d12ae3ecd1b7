//! Stripe.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "stripe.webhook",
    title: "Stripe: webhooks",
    documentation: "https://docs.stripe.com/webhooks#verify-manually",
    last_checked: "2026-11-22",
    canonical: "{timestamp}.{body}",
    headers: &[("Stripe-Signature", "t={timestamp},v1={signature}")],
    list_separators: &[("Stripe-Signature", ",")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &["The key is the secret as shown, including `whsec_`."],
    ..Scheme::WEBHOOK
}];
