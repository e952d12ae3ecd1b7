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
        "URL and body are signed without a separator, so bytes can move from one to the other: pass the registered URL as a constant.",
        "The secret is the app's client secret. The timestamp is in milliseconds.",
        "The provider signs the URL with some escapes decoded (`%3A` as `:`, for example): pass the URL in this form.",
        "The documentation shows the body on several lines; the signed body contains no white space.",
    ],
    ..Scheme::WEBHOOK
}];
