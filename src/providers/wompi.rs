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
        "a bare hash over the members, nothing between them, and the integrity secret: reference `a1` with amount `00` is `a` with `100`",
        "the secret is the integrity secret, not that of events, whose published figure does not come out",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
