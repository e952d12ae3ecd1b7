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
            "The secret is the client secret of the app. Webhooks created in the settings of a shop have another secret, which is shown there.",
            "After a rotation, the old secret signs for up to an hour: give both secrets.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "shopify.oauth",
        title: "Shopify: redirects during app installation",
        documentation: "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant",
        last_checked: "2026-11-22",
        canonical: "{query|decoded}",
        accepted_canonicals: &["{query|encoded}"],
        query: &[("hmac", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "The parameters except `hmac` are signed sorted and decoded, with `%` and `&` escaped; several `ids[]` are signed as `ids=[\"1\", \"2\"]`.",
            "The provider's JavaScript library percent-encodes the decoded parameters again. This form is accepted too; `canonical` of the result shows which one matched.",
            "A repeated name that does not end in `[]` is refused, since the order of its values could be changed.",
            "The parameter `timestamp` is signed, but its age is not checked: refuse an old one (the provider's library allows 90 seconds), and a `state` that you did not send.",
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
