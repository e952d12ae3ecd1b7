//! LINE.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "line.webhook",
    title: "LINE: Messaging API webhooks",
    documentation: "https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    encoding: Encoding::Base64,
    headers: &[("X-Line-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "The key is the channel secret as shown.",
        "No timestamp is signed, so the signature does not protect against replay: store `webhookEventId`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
