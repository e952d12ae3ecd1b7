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
        "The secret is the webhook signing key. Events of a subaccount are also signed with the key of the account.",
        OWN_TOLERANCE,
        "Forwarded messages are forms: use `mailgun.route` for them.",
    ],
    ..Scheme::WEBHOOK
};

const ROUTE: Scheme<'static> = Scheme {
    id: "mailgun.route",
    title: "Mailgun: forwarded messages of routes, and events as forms",
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
        "With attachments, the body is `multipart/form-data`. Parse it, and verify a form with its `timestamp`, `token` and `signature`: nothing else is signed.",
        "The headers of the message are members of the form. A message with a header `token` is ambiguous, and is refused.",
        "The secret is the webhook signing key.",
        OWN_TOLERANCE,
    ],
    ..Scheme::WEBHOOK
};

const NOTHING_ELSE: &str = "Only the time and the token are signed: whoever has seen one message can send any other content with it. Store `fingerprint`, and refuse repeats.";
const OWN_TOLERANCE: &str = "The provider publishes no tolerance; 300 seconds is the choice of this catalogue.";
