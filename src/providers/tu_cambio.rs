//! Tu Cambio.

use super::NO_PUBLISHED_VALUE;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[REQUEST, JWS, WEBHOOK];

const REQUEST: Scheme<'static> = Scheme {
    id: "tu-cambio.request",
    title: "Tu Cambio: API requests",
    documentation: DOCUMENTATION,
    last_checked: "2026-11-22",
    options: &[("authorizationPrefix", "")],
    canonical: "{timestamp}{body}",
    headers: &[
        ("X-TuCambio-Api-Key", "{apiKey}"),
        ("X-Date", "{timestamp}"),
        ("Authorization", "{authorizationPrefix}{signature}"),
    ],
    accepted_placements: AUTHORIZATION,
    timestamp: TimestampForm::Iso8601,
    accepted_timestamps: &[TimestampForm::Rfc1123],
    tolerance: Tolerance::Seconds(300),
    companion: Some(&JWS),
    notes: &[
        NO_PUBLISHED_VALUE,
        "the document's header line reads like a prefix, its code sends the bare digest: set `authorizationPrefix` to `Signature: ` where the prefix is wanted",
        "X-Date is signed as the text sent; an RFC 1123 date works too",
        "what moves money needs a `jws-signature` too: give a `privateKey`",
        "the provider publishes no tolerance: 300 seconds is this catalogue's own choice",
    ],
    ..Scheme::HMAC_SHA256_HEX
};

const JWS: Scheme<'static> = Scheme {
    id: "tu-cambio.jws",
    title: "Tu Cambio: the JWS over requests that move money, and over webhooks",
    documentation: DOCUMENTATION,
    last_checked: "2026-11-22",
    headers: &[("jws-signature", "{signature}")],
    notes: &[
        NO_PUBLISHED_VALUE,
        "the provider's sample sends an attached PS256 with nothing else in its header; its document says \"detached\": see `jws.form`",
        "no timestamp is signed, so nothing protects from replay: remember `fingerprint`, or the event's own id",
    ],
    ..Scheme::JWS
};

const WEBHOOK: Scheme<'static> = Scheme {
    id: "tu-cambio.webhook",
    title: "Tu Cambio: webhooks",
    documentation: DOCUMENTATION,
    last_checked: "2026-11-22",
    canonical: "{body}",
    accepted_canonicals: &["{timestamp}{body}"],
    headers: &[("X-Date", "[{timestamp}]"), ("Authorization", "{signature}")],
    accepted_placements: AUTHORIZATION,
    accepted_timestamps: &[TimestampForm::Iso8601, TimestampForm::Rfc1123],
    tolerance: Tolerance::Seconds(300),
    companion: Some(&JWS),
    notes: &[
        NO_PUBLISHED_VALUE,
        "the provider's sample signs the body alone, its document says as requests do: both are accepted, and the result says which",
        "a body signed alone has no timestamp, so nothing protects from replay: remember `fingerprint`, or the event's own id",
        "webhooks carry a `jws-signature` too: give `certificates` or `publicKeys` to have it verified",
    ],
    ..Scheme::WEBHOOK
};

const AUTHORIZATION: &[(&str, &str)] = &[
    ("header:Authorization", "{signature}"),
    ("header:Authorization", "Signature: {signature}"),
    ("header:Authorization", "{any}, Signature: {signature}"),
];
const DOCUMENTATION: &str = "https://tucambio.readme.io/reference/security";
