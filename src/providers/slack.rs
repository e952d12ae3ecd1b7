//! Slack.

use crate::scheme::{BodyType, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "slack.webhook",
    title: "Slack: events, commands and interactions",
    documentation: "https://docs.slack.dev/authentication/verifying-requests-from-slack",
    last_checked: "2026-11-22",
    canonical: "v0:{timestamp}:{body}",
    headers: &[("X-Slack-Request-Timestamp", "{timestamp}"), ("X-Slack-Signature", "v0={signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    body_type: BodyType::Form,
    has_published_vectors: true,
    ..Scheme::WEBHOOK
}];
