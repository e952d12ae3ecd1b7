//! Mailgun.

use crate::scheme::{BodyType, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[WEBHOOK, ROUTE];

const WEBHOOK: Scheme<'static> = Scheme {
    id: "mailgun.webhook",
    title: "Mailgun: webhooks",
    documentation: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
    last_checked: "2026-11-22",
    inputs: &[("token", "field:/signature/token")],
    canonical: "{timestamp}{token}",
    fields: &[("/signature/timestamp", "{timestamp}"), ("/signature/signature", "{signature}")],
    accepted_placements: &[("field:/signature/parent-signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        NOTHING_ELSE,
        "the secret is the webhook signing key; of a subaccount's events the key of the account signs too",
        OWN_TOLERANCE,
        "what a route sends on is a form: that is `mailgun.route`",
    ],
    ..Scheme::WEBHOOK
};

const ROUTE: Scheme<'static> = Scheme {
    id: "mailgun.route",
    title: "Mailgun: messages that a route sends on, and events as forms",
    documentation: "https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http",
    last_checked: "2026-11-26",
    inputs: &[("token", "field:token")],
    canonical: "{timestamp}{token}",
    fields: &[("timestamp", "{timestamp}"), ("signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    body_type: BodyType::Form,
    has_published_vectors: true,
    notes: &[
        NOTHING_ELSE,
        "with attachments the body is `multipart/form-data`: parse it, and verify a form of its `timestamp`, `token` and `signature`, which is all that is signed",
        "the headers of the message are members of the form: one that is called `token` makes it ambiguous, and it is refused",
        "the secret is the webhook signing key",
        OWN_TOLERANCE,
    ],
    ..Scheme::WEBHOOK
};

const NOTHING_ELSE: &str = "time and token are signed, and nothing else: whoever has seen one message can send any other, so remember `fingerprint`";
const OWN_TOLERANCE: &str = "the provider publishes no tolerance: 300 seconds is this catalogue's own choice";
