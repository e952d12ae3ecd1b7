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
        "Two keys sign, each in its own header. Give both; one matching signature is enough.",
        "The timestamp is signed as sent, with its zone offset.",
        "Bodies contain the escapes of PHP (`\\u30b9`, `\\/`). A body that was parsed and serialised again has lost them, and does not verify.",
        "The keys printed in the guide do not produce the signatures beside them; the values in the provider's libraries are consistent.",
    ],
    ..Scheme::WEBHOOK
}];
