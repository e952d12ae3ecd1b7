//! Shopify.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "shopify.oauth",
    title: "Shopify: the redirects of installing an app",
    documentation: "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant",
    checked: "2026-11-22",
    credentials: &["secret"],
    canonical: "{query|sorted}",
    query: &[("hmac", "{signature}")],
    published_vectors: true,
    notes: &[
        "the parameters are signed as they stand in the query, sorted by name, without `hmac`",
        "`timestamp` is one of them and is not judged here: refuse what is old, and a `state` that you did not send",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
