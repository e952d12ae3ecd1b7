//! Mailgun.

use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "mailgun.webhook",
    title: "Mailgun: webhooks",
    documentation: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
    checked: "2026-11-22",
    inputs: &[("token", "field:/signature/token")],
    canonical: "{timestamp}{token}",
    fields: &[("/signature/timestamp", "{timestamp}"), ("/signature/signature", "{signature}")],
    accepts: &[("field:/signature/parent-signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    published_vectors: true,
    notes: &[
        "time and token are signed, and nothing else: whoever has seen one message can send any other, so remember `fingerprint`",
        "the secret is the webhook signing key; of a subaccount's events the key of the account signs too",
        "the provider publishes no tolerance: 300 seconds is this row's own choice",
    ],
    ..Scheme::WEBHOOK
}];
