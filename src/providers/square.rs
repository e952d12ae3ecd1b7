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
        "URL and body are signed with nothing between, so bytes can move from one to the other: give the URL that you registered, as a constant",
        "the URL is the notification URL as it is registered with the provider: behind a proxy not the one that the server sees",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
    ],
    ..Scheme::WEBHOOK
}];
