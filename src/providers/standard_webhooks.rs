//! Standard Webhooks, the convention that several providers share.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "standard-webhooks.webhook",
    title: "Standard Webhooks, with a shared secret",
    documentation: "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    last_checked: "2026-11-22",
    inputs: &[("id", "header:webhook-id")],
    canonical: "{id}.{timestamp}.{body}",
    key: "{secret|whsec|unbase64}",
    encoding: Encoding::Base64,
    headers: &[("webhook-timestamp", "{timestamp}"), ("webhook-signature", "v1,{signature}")],
    list_separators: &[("webhook-signature", " ")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &["The secret is base64, with or without the prefix `whsec_`.", "To refuse replays, store `webhook-id`."],
    ..Scheme::WEBHOOK
}];
