//! Shopify.

use crate::encoding::Encoding;
use crate::scheme::{Misreading, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "shopify.webhook",
        title: "Shopify: webhooks",
        documentation: "https://shopify.dev/docs/apps/build/webhooks/verify-deliveries",
        last_checked: "2026-11-22",
        canonical: "{body}",
        encoding: Encoding::Base64,
        headers: &[("X-Shopify-Hmac-Sha256", "{signature}")],
        accepted_placements: &[("header:shopify-hmac-sha256", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "the secret is the client secret of the app; webhooks made in the settings of a shop have another, which stands there",
            "a secret that was rotated signs for up to an hour more: give both as a ring",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "shopify.oauth",
        title: "Shopify: the redirects of installing an app",
        documentation: "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant",
        last_checked: "2026-11-22",
        canonical: "{query|decoded}",
        accepted_canonicals: &["{query|encoded}"],
        query: &[("hmac", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "the parameters are signed in order, without `hmac`: decoded, with `%` and `&` escaped; several `ids[]` as `ids=[\"1\", \"2\"]`",
            "the provider's library for JavaScript escapes what it has decoded: that is accepted, too, and the result says which",
            "a name that stands twice and does not end in `[]` is refused, since the order could be changed",
            "`timestamp` is one of them and is not judged here: refuse what is old (the provider's library: 90 seconds), and a `state` that you did not send",
        ],
        misreadings: &[Misreading {
            id: "query-escaped-as-sent",
            part: "canonical",
            template: "{query|sorted}",
            title: "Query signed percent-encoded",
            detail: "@ signed the parameters as they are in the URL; expected them decoded.",
            fix: "Decode names and values, and percent-encode only `%`, `&` and, in a name, `=`.",
        }],
        ..Scheme::WEBHOOK
    },
];
