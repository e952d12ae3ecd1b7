//! Meta.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "meta.webhook",
    title: "Meta: webhooks of WhatsApp, Messenger, Instagram and the Graph API",
    documentation: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-Hub-Signature-256", "sha256={signature}")],
    has_published_vectors: true,
    notes: &[
        "the secret is the app secret; the verify token of the subscription signs nothing",
        "bodies come with the escapes of PHP (`\\u00e4`, `\\/`): printed again without them they do not verify",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
    ],
    ..Scheme::WEBHOOK
}];
