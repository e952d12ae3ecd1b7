//! Meta.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "meta.webhook",
    title: "Meta: webhooks for WhatsApp, Messenger, Instagram and the Graph API",
    documentation: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-Hub-Signature-256", "sha256={signature}")],
    has_published_vectors: true,
    notes: &[
        "The secret is the app secret, not the verify token of the subscription.",
        "Bodies contain the escapes of PHP (`\\u00e4`, `\\/`). A body that was parsed and serialised again has lost them, and does not verify.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
