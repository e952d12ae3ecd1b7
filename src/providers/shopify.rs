//! Shopify.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "shopify.webhook",
        title: "Shopify: webhooks",
        documentation: "https://shopify.dev/docs/apps/build/webhooks/verify-deliveries",
        checked: "2026-11-22",
        canonical: "{body}",
        encoding: Encoding::Base64,
        headers: &[("X-Shopify-Hmac-Sha256", "{signature}")],
        accepts: &[("header:shopify-hmac-sha256", "{signature}")],
        published_vectors: true,
        notes: &[
            "the secret is the client secret of the app; webhooks made in the shop's own settings are signed with another, which stands there",
            "a secret that was rotated signs for up to an hour more: give the old and the new as a ring",
            "no timestamp is signed, so nothing protects from replay: remember `X-Shopify-Webhook-Id`, which is not signed, or `fingerprint`",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "shopify.oauth",
        title: "Shopify: the redirects of installing an app",
        documentation: "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant",
        checked: "2026-11-22",
        canonical: "{query|sorted}",
        query: &[("hmac", "{signature}")],
        published_vectors: true,
        notes: &[
            "the parameters are signed as they stand in the query, sorted by name, without `hmac`",
            "of values with escapes the provider's libraries make two things: the one for Python signs them decoded, the others escaped",
            "`timestamp` is one of them and is not judged here: refuse what is older than 90 seconds, as the provider's library does, and a `state` that you did not send",
        ],
        ..Scheme::WEBHOOK
    },
];
