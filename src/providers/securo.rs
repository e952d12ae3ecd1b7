//! Securo; ThirdFi is the same product under another name.

use super::NO_PUBLISHED_VALUE;
use crate::scheme::{BodyRule, Misreading, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    REQUEST,
    Scheme {
        id: "securo.websocket",
        title: "Securo: WebSocket of the price feed",
        canonical: "{base}/ws/&emit=price_feed&timestamp={timestamp}",
        notes: &[
            NO_PUBLISHED_VALUE,
            "The URL is the base URL, such as `https://api.securo.dev`; the scheme adds `/ws/`.",
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
        "The documentation says that the request path is signed; its code, which is right, signs the whole URL.",
        "Sandbox keys work only with sandbox hosts, live keys only with live hosts.",
        "The provider publishes no tolerance; 300 seconds is the choice of this catalogue.",
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
