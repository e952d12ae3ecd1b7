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
        "The header in the documentation seems to have a prefix, but its code sends the bare digest. If the prefix is required, set `authorizationPrefix` to `Signature: `.",
        "`X-Date` is signed as sent; an RFC 1123 date works too.",
        "Requests that move money also need a `jws-signature`: give a `privateKey`.",
        "The provider publishes no tolerance; 300 seconds is the choice of this catalogue.",
    ],
    ..Scheme::HMAC_SHA256_HEX
};

const JWS: Scheme<'static> = Scheme {
    id: "tu-cambio.jws",
    title: "Tu Cambio: JWS for requests that move money, and for webhooks",
    documentation: DOCUMENTATION,
    last_checked: "2026-11-22",
    headers: &[("jws-signature", "{signature}")],
    notes: &[
        NO_PUBLISHED_VALUE,
        "The provider's sample sends an attached JWS with only `PS256` in its header, while its documentation says \"detached\": see the option `jws.form`.",
        "No timestamp is signed, so the signature does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
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
        "The provider's sample signs only the body, while its documentation says that webhooks are signed like requests. Both forms are accepted; `canonical` of the result shows which one matched.",
        "A signature over the body alone has no timestamp, so it does not protect against replay: store `fingerprint` or the event's own id, and refuse repeats.",
        "Webhooks also carry a `jws-signature`: give `certificates` or `publicKeys` to verify it.",
    ],
    ..Scheme::WEBHOOK
};

const AUTHORIZATION: &[(&str, &str)] = &[
    ("header:Authorization", "{signature}"),
    ("header:Authorization", "Signature: {signature}"),
    ("header:Authorization", "{any}, Signature: {signature}"),
];
const DOCUMENTATION: &str = "https://tucambio.readme.io/reference/security";
