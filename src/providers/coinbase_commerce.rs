//! Coinbase Commerce.

use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "coinbase-commerce.webhook",
    title: "Coinbase Commerce: webhooks",
    documentation: "https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security",
    last_checked: "2026-11-22",
    canonical: "{body}",
    headers: &[("X-CC-Webhook-Signature", "{signature}")],
    has_published_vectors: true,
    notes: &[
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
