//! Svix: Standard Webhooks under its first names.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "svix.webhook",
    title: "Svix: webhooks of whoever sends through it",
    documentation: "https://docs.svix.com/receiving/verifying-payloads/how-manual",
    last_checked: "2026-11-22",
    inputs: &[("id", "header:svix-id")],
    canonical: "{id}.{timestamp}.{body}",
    key: "{secret|whsec|unbase64}",
    encoding: Encoding::Base64,
    headers: &[("svix-timestamp", "{timestamp}"), ("svix-signature", "v1,{signature}")],
    list_separators: &[("svix-signature", " ")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        "the secret is base64, with or without `whsec_` in front",
        "`svix-id` is the key to remember against replay",
        "newer senders use the names of `standard-webhooks.webhook`, some both",
    ],
    ..Scheme::WEBHOOK
}];
