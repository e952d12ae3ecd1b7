//! Svix: Standard Webhooks with its original header names.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "svix.webhook",
    title: "Svix: webhooks sent through Svix",
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
        "The secret is base64, with or without the prefix `whsec_`.",
        "To refuse replays, store `svix-id`.",
        "Newer senders use the header names of `standard-webhooks.webhook`; some send both.",
    ],
    ..Scheme::WEBHOOK
}];
