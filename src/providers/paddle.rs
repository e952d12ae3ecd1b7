//! Paddle.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "paddle.webhook",
    title: "Paddle: webhooks",
    documentation: "https://developer.paddle.com/webhooks/signature-verification",
    last_checked: "2026-11-22",
    canonical: "{timestamp}:{body}",
    headers: &[("Paddle-Signature", "ts={timestamp};h1={signature}")],
    list_separators: &[("Paddle-Signature", ";")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(5),
    has_published_vectors: true,
    notes: &[
        "The key is the secret as shown, including `pdl_ntfset_`.",
        "The tolerance is five seconds, as in the provider's libraries: with an inaccurate clock, every message is refused.",
    ],
    ..Scheme::WEBHOOK
}];
