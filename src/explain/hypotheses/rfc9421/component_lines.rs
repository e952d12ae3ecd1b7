//! Hypotheses about the component lines.

use alloc::{string::String, vec::Vec};

use super::super::claimed::{
    Dimension, Hypotheses, Name, indices_without, replace, selected, terminated, with_line_replaced,
};
use super::signature_base::{LINES, PARAMS, SignatureBase};
use crate::canonical::params;
use crate::explain::causes::CauseId;
use crate::standard::rfc9421::Component;
use crate::standard::{Request, digest, in_order, title_case, trimmed};
use crate::text::{cut, orders};

/// Component names, separators and order.
pub(super) fn add_names(base: &SignatureBase<'_>, hypotheses: &mut Hypotheses) {
    let own = base.lines();
    let named = |name: &dyn Fn(&str, &str) -> String, colon: &str| {
        let lines: Vec<String> = base
            .components
            .iter()
            .map(|(component, value)| [&*name(&component.name, &component.text), colon, value].concat())
            .collect();
        terminated(&lines, "\n")
    };
    let cased = |case: &dyn Fn(&str) -> String| {
        let is_field = |name: &str| !name.starts_with('@');
        named(&|name, text| if is_field(name) { replace(text, name, &case(name)) } else { text.into() }, ": ")
    };
    let texts = [
        named(&|_, text| replace(text, "\"", ""), ": "),
        cased(&|name| sent_name(base.request, name)),
        cased(&|name| name.to_ascii_uppercase()),
        cased(&title_case),
        named(&|_, text| text.into(), ":"),
        terminated(&own, "\r\n"),
        named(&|_, _| String::new(), ""),
        terminated(&own, ""),
    ];
    hypotheses.add_each(&FORMS, AT, texts);
    for (place, (component, _)) in base.components.iter().enumerate() {
        if hypotheses.is_full() {
            break;
        }
        let rest = indices_without(own.len(), place);
        let (lines, name) = (terminated(&selected(&own, &rest), "\n"), replace(&component.text, "\"", ""));
        hypotheses.add((CauseId::ComponentNotSigned, 1), &name, AT, lines.clone());
        hypotheses.with(PARAMS, base.listed(&rest));
        hypotheses.add((CauseId::ComponentLineLeftOut, 1), &name, AT, lines);
    }
    let mut all = orders(own.len());
    all.push((0..own.len()).rev().collect());
    let names = base.components.iter().map(|(component, _)| &*component.name).zip(0_usize..).collect();
    all.push(in_order::<(&str, usize)>(names).into_iter().map(|(_, place)| place).collect());
    for order in all {
        let lines = terminated(&selected(&own, &order), "\n");
        hypotheses.add((CauseId::ComponentOrder, 1), "", AT, lines.clone());
        hypotheses.add((CauseId::ComponentOrder, 1), "", AT, lines);
        hypotheses.with(PARAMS, base.listed(&order));
        hypotheses.add((CauseId::ComponentOrder, 2), "", (Dimension::Layout, PARAMS), base.listed(&order));
    }
}

/// The values of single components.
pub(super) fn add_values(base: &SignatureBase<'_>, hypotheses: &mut Hypotheses) {
    let request = base.request;
    let query = request.inputs.url.query;
    let called = request.raw_authority();
    let host = cut(called, ":").map_or(called, |(host, _)| host);
    let mut add = |name: &str, id, which: &str, value: &str| {
        add_value(base, hypotheses, Dimension::Layout, name, (id, 1), which, value);
    };
    add("@authority", CauseId::HostAsCalled, "", called);
    add("@authority", CauseId::HostWithoutPort, "", host);
    for port in [":443", ":80"] {
        add("@authority", CauseId::HostWithPort, port, &[host, port].concat());
    }
    add("@authority", CauseId::HostCase, "", &called.to_ascii_lowercase());
    for name in ["host", "x-forwarded-host"] {
        add("@authority", CauseId::HostOther, name, request.message.header(name).map_or("", trimmed));
    }
    add("@path", CauseId::UrlQueryAdded, "", "\u{1}G");
    add("@query", CauseId::ComponentQueryMarkMissing, "", "\u{1}Q");
    add("@query", CauseId::ComponentQueryMarkMissing, "", &["?", &replace(query, "%20", "+")].concat());
    add("@request-target", CauseId::ComponentRequestTarget, "", "\u{1}m \u{1}G");
    add("@request-target", CauseId::UrlWhole, "", "\u{1}U");
    add("@target-uri", CauseId::UrlPathOnly, "", "\u{1}G");
    for (component, _) in &base.components {
        let name = &*component.name;
        let own: Vec<&str> = request.message.headers_named(name).collect();
        if let [first, ..] = &own[..] {
            add(name, CauseId::HeaderValuesNotTrimmed, "", &own.join(", "));
            let trimmed: Vec<&str> = own.iter().map(|value| trimmed(value)).collect();
            add(name, CauseId::HeaderValuesJoined, "", &trimmed.join(","));
            add(name, CauseId::HeaderValuesJoined, "", first.trim());
            add(name, CauseId::HeaderValuesJoined, "", trimmed.last().copied().unwrap_or_default());
        }
        let Some(raw) = params::all(query.as_bytes(), &component.param).next() else { continue };
        for value in [raw.to_vec(), params::decoded(raw)] {
            let Ok(value) = String::from_utf8(value) else { continue };
            add(&component.text, CauseId::ComponentParamNotEncoded, name, &value);
        }
    }
}

/// Adds another value for the component with this name or identifier.
#[inline(never)]
fn add_value(
    base: &SignatureBase<'_>,
    hypotheses: &mut Hypotheses,
    axis: Dimension,
    name: &str,
    id: Name,
    which: &str,
    value: &str,
) {
    let is_it = |component: &Component| component.name == name || component.text == name;
    if let Some(place) = base.components.iter().position(|(component, _)| is_it(component)) {
        let line = [&*base.components[place].0.text, ": ", value].concat();
        hypotheses.add(id, which, (axis, LINES), with_line_replaced(&base.lines(), place, line, "\n"));
    }
}

pub(super) fn add_digests(base: &SignatureBase<'_>, hypotheses: &mut Hypotheses) {
    let mut add = |id, value: &str| add_value(base, hypotheses, Dimension::Body, digest::HEADER, (id, 1), "", value);
    if let Some(sent) = base.request.message.header(digest::HEADER) {
        add(CauseId::ContentDigestAsSent, trimmed(sent));
    }
    for (id, value) in DIGESTS {
        add(id, value);
    }
}

/// The name of a header as written in the message.
fn sent_name(request: &Request<'_>, name: &str) -> String {
    let own = request.message.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    own.map_or_else(|| title_case(name), |(own, _)| (*own).into())
}

const AT: (Dimension, usize) = (Dimension::Layout, LINES);
const FORMS: [Name; 8] = [
    (CauseId::ComponentNamesUnquoted, 1),
    (CauseId::ComponentNamesCase, 1),
    (CauseId::ComponentNamesCase, 1),
    (CauseId::ComponentNamesCase, 1),
    (CauseId::ComponentSpaceMissing, 1),
    (CauseId::ComponentLinesCrlf, 1),
    (CauseId::ComponentValuesOnly, 1),
    (CauseId::ComponentLinesJoined, 2),
];
/// Digests, with marks.
const DIGESTS: [(CauseId, &str); 13] = [
    (CauseId::ContentDigestOther, "sha-256=:\u{1}c:"),
    (CauseId::ContentDigestOther, "sha-512=:\u{1}h:"),
    (CauseId::ContentDigestHex, "sha-256=:\u{1}a:"),
    (CauseId::ContentDigestHex, "sha-512=:\u{1}f:"),
    (CauseId::ContentDigestBase64url, "sha-256=:\u{1}i:"),
    (CauseId::ContentDigestBase64url, "sha-512=:\u{1}j:"),
    (CauseId::ContentDigestOfHex, "sha-256=:\u{1}k:"),
    (CauseId::ContentDigestOfHex, "sha-512=:\u{1}l:"),
    (CauseId::ContentDigestWithoutColons, "sha-256=\u{1}c"),
    (CauseId::ContentDigestWithoutColons, "sha-512=\u{1}h"),
    (CauseId::ContentDigestLegacy, "SHA-256=\u{1}c"),
    (CauseId::ContentDigestLegacy, "SHA-512=\u{1}h"),
    (CauseId::ContentDigestValueOnly, "\u{1}c"),
];
