//! Wompi.

use crate::algorithm::Algorithm;
use crate::scheme::{BodyType, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "wompi.integrity",
    title: "Wompi: the integrity signature of a checkout",
    documentation: "https://docs.wompi.co/docs/colombia/widget-checkout-web/",
    last_checked: "2026-11-22",
    credentials: &["secret"],
    inputs: &[
        ("reference", "field:reference"),
        ("amount", "field:amount-in-cents"),
        ("currency", "field:currency"),
        ("expiration", "field:expiration-time?"),
    ],
    canonical: "{reference}{amount}{currency}{expiration}",
    algorithm: Algorithm::Sha256KeyLast,
    fields: &[("signature:integrity", "{signature}")],
    body_type: BodyType::JsonOrForm,
    touching_inputs: true,
    has_published_vectors: true,
    notes: &[
        "The signature is a plain hash over the members and the integrity secret, without separators: reference `a1` with amount `00` has the same signature as `a` with `100`.",
        "The secret is the integrity secret, not the events secret. The published value for events does not reproduce.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
