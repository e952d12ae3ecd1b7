//! Mailgun.

use crate::scheme::Scheme;
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
    tolerance_s: Some(300),
    published_vectors: true,
    notes: &[
        "time and token are signed, and nothing else of the body: whoever has seen one message can send any other, so remember `/signature/token`",
        "the secret is the HTTP webhook signing key, as text; events of a subaccount carry a second signature, made with the key of the account",
        "the provider publishes no tolerance: 300 seconds is this row's own choice",
    ],
    ..Scheme::WEBHOOK
}];
