//! Monnify.

use crate::algorithm::Algorithm;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "monnify.webhook",
    title: "Monnify: webhooks",
    documentation: "https://developers.monnify.com/docs/webhooks/",
    last_checked: "2026-11-22",
    canonical: "{body}",
    algorithm: Algorithm::HmacSha512,
    headers: &[("monnify-signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "the document's sentence says SHA-512 over secret and body; its figure, which is right, is HMAC-SHA512",
        "the secret is the client secret of the API",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
    ],
    ..Scheme::WEBHOOK
}];
