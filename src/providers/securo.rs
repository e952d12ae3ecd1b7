//! Securo; ThirdFi is the same product under another name.

use super::NO_PUBLISHED_VALUE;
use crate::scheme::{BodyRule, Misreading, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    REQUEST,
    Scheme {
        id: "securo.websocket",
        title: "Securo: opening the price feed's WebSocket",
        canonical: "{base}/ws/&emit=price_feed&timestamp={timestamp}",
        notes: &[
            NO_PUBLISHED_VALUE,
            "the URL is the base URL, such as `https://api.securo.dev`; `/ws/` is added by the scheme",
        ],
        misreadings: &[Misreading {
            id: "layout-base-without-ws",
            part: "canonical",
            template: "{base}&emit=price_feed&timestamp={timestamp}",
            title: "`/ws/` left out",
            detail: "@ signed the base URL without `/ws/`.",
            fix: "Add `/ws/` to the base URL before signing.",
        }],
        ..REQUEST
    },
];

pub(super) const REQUEST: Scheme<'static> = Scheme {
    id: "securo.request",
    title: "Securo: API requests",
    documentation: "https://securo.readme.io/reference/authentication",
    last_checked: "2026-11-22",
    canonical: "{url}&method={method|upper}&timestamp={timestamp}[&body={body|json}]",
    headers: &[("x-sec-key", "{apiKey}"), ("x-sec-ts", "{timestamp}"), ("x-sec-sign", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    body: BodyRule::AsSigned,
    notes: &[
        NO_PUBLISHED_VALUE,
        "the document's sentence says the request path is signed; its code, which is right, signs the whole URL",
        "sandbox keys belong to sandbox hosts, live keys to live hosts",
        "the provider publishes no tolerance: 300 seconds is this catalogue's own choice",
    ],
    misreadings: &[Misreading {
        id: "layout-of-the-sentence",
        part: "canonical",
        template: "{path}{method|upper}{timestamp}[{body|json}]",
        title: "Layout of the sentence, not of the code",
        detail: "@ joined path, method, timestamp and body, as the sentence in the documentation says; its code signs the whole URL, with labels.",
        fix: "Sign `{url}&method={METHOD}&timestamp={timestamp}&body={body}`.",
    }],
    ..Scheme::HMAC_SHA256_HEX
};
