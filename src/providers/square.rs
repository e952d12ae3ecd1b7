//! Square.

use crate::encoding::Encoding;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "square.webhook",
    title: "Square: webhooks",
    documentation: "https://developer.squareup.com/docs/webhooks/step3validate",
    last_checked: "2026-11-22",
    canonical: "{url}{body}",
    encoding: Encoding::Base64,
    headers: &[("x-square-hmacsha256-signature", "{signature}")],
    has_published_vectors: true,
    touching_inputs: true,
    notes: &[
        "URL and body are signed without a separator, so bytes can move from one to the other: pass the registered URL as a constant.",
        "The URL is the notification URL as registered with the provider. Behind a proxy, the server sees another one.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
    ],
    ..Scheme::WEBHOOK
}];
