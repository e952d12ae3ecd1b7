//! The axis of the protected header of a JWS, and the layouts of what a JWS signs.

use alloc::vec::Vec;

use super::layout::Layouts;
use crate::encoding::Encoding;
use crate::explain::body::Bodies;
use crate::explain::causes::CauseId;
use crate::explain::hypothesis::{Change, List};
use crate::explain::jws::{Jws, encoded, is_object};
use crate::explain::reason::Reason;
use crate::text::{in_quotes, replaced, utf8};

/// Adds what may have been signed in the place of the header.
pub(in crate::explain) fn add_headers(list: &mut List, jws: &Jws) {
    let mut add = |id: CauseId, which: &str, cost: u8, is_window: bool, text: Vec<u8>| {
        list.push(Reason::named(id, which), cost, is_window, Change::Protected(text));
    };
    let mut bodies = Bodies::of(jws.header.clone());
    bodies.read();
    let places = if is_object(&jws.header) { bodies.count() } else { 0 };
    for place in 0..places {
        let name = bodies.name(place);
        let printed = bodies.make(place).filter(|printed| is_object(printed) && *printed != jws.header);
        let Some(printed) = printed else { continue };
        let which = if name.which.is_empty() { in_quotes(name.id.name()) } else { name.which.into() };
        add(CauseId::JwsHeaderPrintedAgain, &which, name.cost.min(2), name.cost > 2, encoded(&printed));
    }
    for (which, text) in spellings(&jws.header) {
        add(CauseId::JwsHeaderSpeltOtherwise, which, 1, false, text);
    }
    add(CauseId::JwsHeaderLeftOut, "", 1, false, Vec::new());
    for (algorithm, pattern) in HEADERS {
        let text = replaced(pattern.as_bytes(), b"A", algorithm.as_bytes());
        add(CauseId::JwsHeaderOther, utf8(&text), 2, false, encoded(&text));
    }
}
/// Adds what may have been signed in the place of the header, a dot and the payload.
pub(super) fn add_layouts(layouts: &mut Layouts<'_, '_>) {
    for (id, cost, text) in LAYOUTS {
        layouts.add(id.into(), cost, text);
    }
}

/// The header as it is, and in other base64.
fn spellings(header: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let standard = Encoding::Base64.text(header);
    let padded = replaced(&replaced(&standard, b"+", b"-"), b"/", b"_");
    Vec::from([
        ("as JSON", header.to_vec()),
        ("in base64", standard),
        ("in base64url with padding", padded),
        ("in base64url without padding", encoded(header)),
    ])
}

/// A cause, a cost, and what is signed.
const LAYOUTS: [(CauseId, usize, &str); 13] = [
    (CauseId::JwsUnencoded, 1, "{protected}.{payload}"),
    (CauseId::JwsEncoded, 1, "{protected}.{payload|base64url}"),
    (CauseId::JwsPayloadBase64, 1, "{protected}.{payload|base64}"),
    (CauseId::JwsPaddingSigned, 1, "{protected}.{payload|base64url}="),
    (CauseId::JwsPaddingSigned, 1, "{protected}.{payload|base64url}=="),
    (CauseId::JwsPayloadOnly, 1, "{payload}"),
    (CauseId::JwsPayloadOnly, 1, "{payload|base64url}"),
    (CauseId::JwsSeparatorMissing, 1, "{protected}{payload|base64url}"),
    (CauseId::JwsSeparatorAdded, 2, ".{payload|base64url}"),
    (CauseId::JwsSeparatorAdded, 2, "{protected}..{payload|base64url}"),
    (CauseId::JwsPayloadHashed, 2, "{protected}.{payload|sha256|hex}"),
    (CauseId::JwsPayloadHashed, 2, "{protected}.{payload|sha256|base64url}"),
    (CauseId::JwsPayloadHashed, 2, "{payload|sha256|hex}"),
];
/// An algorithm, and headers that libraries write by themselves.
const HEADERS: [(&str, &str); 8] = [
    ("PS256", "{\"alg\":\"A\"}"),
    ("RS256", "{\"alg\":\"A\"}"),
    ("PS256", "{\"alg\":\"A\",\"typ\":\"JWT\"}"),
    ("RS256", "{\"alg\":\"A\",\"typ\":\"JWT\"}"),
    ("PS256", "{\"typ\":\"JWT\",\"alg\":\"A\"}"),
    ("RS256", "{\"typ\":\"JWT\",\"alg\":\"A\"}"),
    ("PS256", "{\"alg\":\"A\",\"b64\":false,\"crit\":[\"b64\"]}"),
    ("RS256", "{\"alg\":\"A\",\"b64\":false,\"crit\":[\"b64\"]}"),
];
