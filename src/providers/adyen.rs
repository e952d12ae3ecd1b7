//! Adyen.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "adyen.webhook",
        title: "Adyen: payment webhooks",
        documentation: "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
        last_checked: "2026-11-22",
        inputs: &[
            ("pspReference", "field:pspReference"),
            ("originalReference", "field:originalReference?"),
            ("merchantAccountCode", "field:merchantAccountCode"),
            ("merchantReference", "field:merchantReference?"),
            ("value", "field:/amount/value"),
            ("currency", "field:/amount/currency"),
            ("eventCode", "field:eventCode"),
            ("success", "field:success"),
        ],
        free_input: "merchantReference",
        signed_items: "/notificationItems/*/NotificationRequestItem",
        canonical: "{pspReference}:{originalReference}:{merchantAccountCode}:{merchantReference}:{value}:{currency}:{eventCode}:{success}",
        key: "{secret|unhex}",
        encoding: Encoding::Base64,
        fields: &[("/additionalData/hmacSignature", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "Only eight members of each item are signed: do not trust its other members.",
            "Every item must have a valid signature; the result describes the first item.",
            "`merchantReference` is your own string and may contain a `:`. The provider does not escape it, so no other value may contain one.",
            "The secret is hexadecimal, as the provider shows it.",
            "No timestamp is signed, so the signature does not protect against replay: store `pspReference` with `eventCode`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "adyen-banking.webhook",
        title: "Adyen: webhooks for platforms, banking and management",
        documentation: "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
        last_checked: "2026-11-22",
        canonical: "{body}",
        key: "{secret|unhex}",
        encoding: Encoding::Base64,
        headers: &[("HmacSignature", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "The secret is hexadecimal, as the provider shows it.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
];
