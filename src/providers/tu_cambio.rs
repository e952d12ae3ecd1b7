//! Tu Cambio.

use crate::scheme::Scheme;
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "tu-cambio.request",
    title: "Tu Cambio: API requests",
    documentation: "https://tucambio.readme.io/reference/security",
    checked: "2026-11-22",
    options: &[("authorizationPrefix", "")],
    canonical: "{timestamp}{body}",
    headers: &[
        ("X-TuCambio-Api-Key", "{apiKey}"),
        ("X-Date", "{timestamp}"),
        ("Authorization", "{authorizationPrefix}{signature}"),
    ],
    timestamp: TimestampForm::Iso8601,
    notes: &[
        "the document's header line reads like a prefix, its code sends the bare digest: set `authorizationPrefix` to `Signature: ` where the prefix is wanted",
        "X-Date is signed as the text sent; an RFC 1123 date works too",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
