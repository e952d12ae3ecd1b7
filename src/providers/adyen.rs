//! Adyen.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "adyen.webhook",
        title: "Adyen: webhooks of payments",
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
            "eight members of each item are signed, and nothing else of it: trust no other",
            "all items have to be signed; what the result tells is that of the first",
            "`merchantReference` is your own text and may hold a `:`; the provider escapes none, so no other value may",
            "the secret is hexadecimal, as the provider gives it",
            "no timestamp is signed, so nothing protects from replay: remember `pspReference` and `eventCode`",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "adyen-banking.webhook",
        title: "Adyen: webhooks of platforms, banking and management",
        documentation: "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
        last_checked: "2026-11-22",
        canonical: "{body}",
        key: "{secret|unhex}",
        encoding: Encoding::Base64,
        headers: &[("HmacSignature", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "the secret is hexadecimal, as the provider gives it",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
        ],
        ..Scheme::WEBHOOK
    },
];
