//! Smile ID: the legacy Sec Key, and the signature that replaces it.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::scheme::{Misreading, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "smile-id.sec-key",
        title: "Smile ID: requests with the legacy sec_key",
        documentation: "https://legacy-docs.usesmileid.com/integration-options/rest-api/signing-your-api-request/using-sec-key-legacy",
        last_checked: "2026-11-22",
        credentials: &["partnerId", "apiKey"],
        bindings: &[("claim", "{partnerId|int}:{timestamp}")],
        canonical: "{claim|sha256|hex}",
        algorithm: Algorithm::RsaesPkcs1v15,
        key: "{apiKey}",
        encoding: Encoding::Base64Lines,
        fields: &[
            ("partner_id", "[{partnerId}]"),
            ("timestamp", "{timestamp}"),
            ("sec_key", "{signature}|{canonical}"),
        ],
        accepted_placements: &[("field:signature", "{signature}|{canonical}")],
        timestamp: TimestampForm::Milliseconds,
        accepted_timestamps: &[TimestampForm::Seconds, TimestampForm::Iso8601],
        tolerance: Tolerance::Seconds(300),
        deprecated: Some("smile-id.signature"),
        has_published_vectors: true,
        notes: &[
            "The partner id is hashed as an integer, but sent as given.",
            "The encryption is randomised: two calls give two values, and both are valid.",
            "Callbacks are signed with the private key over the bare hash. It covers the partner id and the timestamp, not the body.",
            "Received base64 may contain line breaks, as written by Ruby's `encode64`.",
        ],
        misreadings: &[Misreading {
            id: "partner-id-as-text",
            part: "claim",
            template: "{partnerId}:{timestamp}",
            title: "Leading zeros hashed",
            detail: "@ hashed the partner id as a string; expected the integer.",
            fix: "Hash the integer, such as `85` for `085`, and send the string.",
        }],
        ..Scheme::HMAC_SHA256_HEX
    },
    Scheme {
        id: "smile-id.signature",
        title: "Smile ID: requests",
        documentation: "https://legacy-docs.usesmileid.com/integration-options/rest-api/signing-your-api-request/generate-signature",
        last_checked: "2026-11-22",
        credentials: &["partnerId", "apiKey"],
        canonical: "{timestamp}{partnerId}sid_request",
        key: "{apiKey}",
        encoding: Encoding::Base64,
        fields: &[("partner_id", "[{partnerId}]"), ("timestamp", "{timestamp}"), ("signature", "{signature}")],
        timestamp: TimestampForm::Iso8601,
        accepted_timestamps: &[TimestampForm::Milliseconds, TimestampForm::Seconds],
        tolerance: Tolerance::Seconds(300),
        has_published_vectors: true,
        notes: &[
            "The HMAC key is the API key as shown, not decoded.",
            "The signature covers the timestamp and the partner id, not the body.",
        ],
        misreadings: &[Misreading {
            id: "partner-id-as-integer",
            part: "canonical",
            template: "{timestamp}{partnerId|int}sid_request",
            title: "Leading zeros dropped",
            detail: "@ signed the partner id as an integer, as the legacy Sec Key hashes it.",
            fix: "Sign the partner id as the string given, such as `085`.",
        }],
        ..Scheme::HMAC_SHA256_HEX
    },
];
