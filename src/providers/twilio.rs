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
            "The secret is the primary auth token of the account.",
            "The URL is the one that the provider called, with its query. Behind a proxy, the server sees another one.",
            "The provider signs some URLs with the standard port (`:443`) and some without: its libraries try both.",
            "URL, names and values are signed without a separator: `a=bc` and `ab=c` have the same signature, and so has a parameter moved to the end of the query. Pass the registered URL as a constant, and read only known members.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
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
            "The secret is the primary auth token of the account.",
            "The signed URL contains the digest of the body, which is compared with the received body.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
];
