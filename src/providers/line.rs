//! LINE.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "line.webhook",
    title: "LINE: webhooks of the Messaging API",
    documentation: "https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    encoding: Encoding::Base64,
    headers: &[("X-Line-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "the secret is the channel secret, as text",
        "no timestamp is signed, so nothing protects from replay: remember `webhookEventId`",
    ],
    ..Scheme::WEBHOOK
}];
