//! HubSpot.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "hubspot.webhook",
    title: "HubSpot: webhooks, signature version 3",
    documentation: "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation",
    last_checked: "2026-11-22",
    canonical: "{method|upper}{url}{body}{timestamp}",
    encoding: Encoding::Base64,
    headers: &[("X-HubSpot-Request-Timestamp", "{timestamp}"), ("X-HubSpot-Signature-V3", "{signature}")],
    timestamp: TimestampForm::Milliseconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "URL and body are signed with nothing between, so bytes can move from one to the other: give the URL that you registered, as a constant",
        "the secret is the app's client secret; the timestamp counts milliseconds",
        "the provider signs the URL with some escapes of its path decoded (`%3A` as `:` and the like): give that form",
        "the document prints the body over several lines; what is signed has no space in it",
    ],
    ..Scheme::WEBHOOK
}];
