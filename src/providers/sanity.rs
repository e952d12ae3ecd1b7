//! Sanity.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "sanity.webhook",
    title: "Sanity: webhooks",
    documentation: "https://www.sanity.io/docs/content-lake/webhooks",
    last_checked: "2026-11-22",
    canonical: "{timestamp}.{body}",
    encoding: Encoding::Base64Url,
    headers: &[("sanity-webhook-signature", "t={timestamp},v1={signature}")],
    list_separators: &[("sanity-webhook-signature", ",")],
    timestamp: TimestampForm::Milliseconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        "The timestamp is in milliseconds. The signature is base64url without padding.",
        "The provider publishes no tolerance; 300 seconds is the choice of this catalogue.",
    ],
    ..Scheme::WEBHOOK
}];
