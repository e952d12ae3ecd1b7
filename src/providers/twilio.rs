//! Twilio.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::scheme::{BodyType, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "twilio.webhook",
        title: "Twilio: webhooks that send a form, or only a URL",
        documentation: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
        last_checked: "2026-11-22",
        canonical: "{url}{body|joined}",
        touching_inputs: true,
        algorithm: Algorithm::HmacSha1,
        encoding: Encoding::Base64,
        headers: &[("X-Twilio-Signature", "{signature}")],
        body_type: BodyType::Form,
        has_published_vectors: true,
        notes: &[
            "the secret is the primary auth token of the account",
            "the URL is the one that the provider called, with its query: behind a proxy not the one that the server sees",
            "the provider may or may not sign a standard port (`:443`): its libraries try both",
            "URL, names and values are signed without anything between, so `a=bc` and `ab=c` are the same, and so is what moved to the end of the query: give the URL that you registered, as a constant, and read the members that you know",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "twilio.json",
        title: "Twilio: webhooks that send JSON",
        documentation: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
        last_checked: "2026-11-22",
        canonical: "{url}",
        algorithm: Algorithm::HmacSha1,
        encoding: Encoding::Base64,
        headers: &[("X-Twilio-Signature", "{signature}")],
        query: &[("bodySHA256", "{body|sha256|hex}")],
        has_published_vectors: true,
        notes: &[
            "the secret is the primary auth token of the account",
            "the URL carries the digest of the body, which has to be that of the body received, and is signed with it",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
        ],
        ..Scheme::WEBHOOK
    },
];
