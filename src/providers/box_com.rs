//! Box.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "box.webhook",
    title: "Box: webhooks, version 2",
    documentation: "https://developer.box.com/guides/webhooks/v2/signatures-v2/",
    last_checked: "2026-11-22",
    canonical: "{body}{timestamp}",
    encoding: Encoding::Base64,
    headers: &[("BOX-DELIVERY-TIMESTAMP", "{timestamp}"), ("BOX-SIGNATURE-PRIMARY", "{signature}")],
    accepted_placements: &[("header:BOX-SIGNATURE-SECONDARY", "{signature}")],
    timestamp: TimestampForm::Iso8601,
    tolerance: Tolerance::Seconds(600),
    has_published_vectors: true,
    notes: &[
        "each of two keys signs, under a header of its own: give both as a ring, and either may match",
        "the timestamp is signed as the text sent, with its zone",
        "bodies come with the escapes of PHP (`\\u30b9`, `\\/`): printed again without them they do not verify",
        "the keys that the guide prints do not make the figures beside them; those of the provider's libraries do",
    ],
    ..Scheme::WEBHOOK
}];
