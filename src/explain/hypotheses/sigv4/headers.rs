//! Hypotheses about the signed headers. A line is `name:value`.

use alloc::{string::String, vec::Vec};

use super::super::claimed::{
    Dimension, Hypotheses, MARK, Name, indices_without, replace, selected, terminated, with_line_replaced,
};
use super::MANY;
use super::lenient::ParsedAuthorization;
use crate::explain::causes::CauseId;
use crate::standard::sigv4::bindings::{LINES, SIGNED};
use crate::standard::sigv4::{AUTHORIZATION, DATE, HASH, SECURITY_TOKEN, value};
use crate::standard::{Request, in_order, title_case, trimmed};
use crate::text::{cut, decimal, elements, orders};

/// Adds all of them.
pub(super) fn add(hypotheses: &mut Hypotheses, request: &Request<'_>, parsed: &ParsedAuthorization, payload: &str) {
    let lines = &parsed.lines;
    add_forms(hypotheses, request, parsed);
    for (place, line) in lines.iter().enumerate() {
        if hypotheses.is_full() {
            break;
        }
        let name = name_of(line);
        let rest = selected(lines, &indices_without(lines.len(), place));
        hypotheses.add((CauseId::HeaderLineLeftOut, 2), name, AT, terminated(&rest, "\n"));
        add_list(hypotheses, (CauseId::HeaderNotSigned, 1), name, &rest);
        let empty = with_line_replaced(lines, place, [name, ":"].concat(), "\n");
        hypotheses.add((CauseId::HeaderValueEmpty, 2), name, AT, empty);
    }
    add_others(hypotheses, request, lines, payload);
    for (count, which) in [(1, "`host`"), (2, "`host`, `x-amz-date`"), (3, FEW), (4, FEW), (5, FEW)] {
        let names = &["host", DATE, HASH, SECURITY_TOKEN, "content-type"][..count];
        let few: Vec<usize> = (0..lines.len()).filter(|place| names.contains(&name_of(&lines[*place]))).collect();
        add_list(hypotheses, (CauseId::HeadersFewest, 1), which, &selected(lines, &few));
    }
    add_values(hypotheses, request, lines);
}

/// Unsigned headers that were signed as well.
fn add_others(hypotheses: &mut Hypotheses, request: &Request<'_>, lines: &[String], payload: &str) {
    let names = request.message.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let mut more: Vec<String> = Vec::new();
    for name in names.filter(|name| name != AUTHORIZATION).take(MANY) {
        if let Ok(Some(value)) = value(request, &name) {
            more.push([&*name, ":", &value].concat());
        }
    }
    more.push([HASH, ":", payload].concat());
    more.push(["content-length:", &decimal(request.inputs.body.len())].concat());
    more.push("content-type:application/json".into());
    for line in more {
        let name = name_of(&line);
        if lines.iter().any(|own| name_of(own) == name) {
            continue;
        }
        let mut all = lines.to_vec();
        let place = all.iter().position(|own| name_of(own) > name).unwrap_or(all.len());
        all.insert(place, line.clone());
        add_list(hypotheses, (CauseId::HeaderSignedToo, 1), name, &all);
    }
}

/// Other forms of names, values and separators.
fn add_forms(hypotheses: &mut Hypotheses, request: &Request<'_>, parsed: &ParsedAuthorization) {
    let ParsedAuthorization { lines, names, .. } = parsed;
    let whole = terminated(lines, "\n");
    let read = |value: fn(&str) -> String| -> String {
        let mut text = String::new();
        for line in lines {
            let name = name_of(line);
            let own: Vec<String> = request.message.headers_named(name).map(value).collect();
            let is_own = !own.is_empty() && !line.contains(MARK);
            text.push_str(&if is_own { [name, ":", &own.join(",")].concat() } else { line.clone() });
            text.push('\n');
        }
        text
    };
    let cased: Vec<String> =
        lines.iter().map(|line| [&*sent_name(request, name_of(line)), &line[name_of(line).len()..]].concat()).collect();
    let spaced: Vec<String> = lines
        .iter()
        .map(|line| [name_of(line), ": ", line.get(name_of(line).len() + 1..).unwrap_or_default()].concat())
        .collect();
    let texts = [
        read(|value| value.into()),
        read(|value| trimmed(value).into()),
        read(|value| trimmed(value).to_ascii_lowercase()),
        terminated(&spaced, "\n"),
        whole.strip_suffix('\n').unwrap_or(&whole).into(),
        [&*whole, "\n"].concat(),
        terminated(lines, "\r\n"),
        terminated(lines, ""),
        terminated(&cased, "\n"),
    ];
    hypotheses.add_each(&FORMS, AT, texts);
    add_list(hypotheses, FORMS[8], "", &cased);
    let mut all = orders(lines.len());
    all.push(in_order(cased.iter().zip(0_usize..).collect()).into_iter().map(|(_, place)| place).collect());
    let position = |line: &String| {
        let is_it = |(own, _): &(&str, &str)| own.eq_ignore_ascii_case(name_of(line));
        request.message.headers.iter().position(is_it).unwrap_or(usize::MAX)
    };
    let as_sent: Vec<(usize, usize)> = lines.iter().map(position).zip(0..).collect();
    all.push(in_order(as_sent).into_iter().map(|(_, place)| place).collect());
    for order in all {
        let lines = selected(lines, &order);
        add_list(hypotheses, (CauseId::HeadersOrder, 1), "", &lines);
        hypotheses.add((CauseId::HeadersOrder, 1), "", AT, terminated(&lines, "\n"));
    }
    for separator in [",", "; ", " "] {
        hypotheses.add(
            (CauseId::SignedSeparator, 1),
            separator,
            (Dimension::Layout, SIGNED),
            replace(names, ";", separator),
        );
    }
}

/// Values that a header may have had when it was signed.
fn add_values(hypotheses: &mut Hypotheses, request: &Request<'_>, lines: &[String]) {
    let mut add = |id, which: &str, line: String| {
        if let Some(place) = lines.iter().position(|own| name_of(own) == name_of(&line)) {
            hypotheses.add((id, 1), which, AT, with_line_replaced(lines, place, line, "\n"));
        }
    };
    let host = |value: &str, port: &str| ["host:", value, port].concat();
    let authority = request.raw_authority();
    let sent = request.message.header("host").map_or(authority, trimmed);
    let name = cut(sent, ":").map_or(sent, |(name, _)| name);
    add(CauseId::HostWithoutPort, "", host(name, ""));
    for port in [":443", ":80"] {
        add(CauseId::HostWithPort, port, host(name, port));
    }
    add(CauseId::HostAsCalled, "", host(authority, ""));
    add(CauseId::HostCase, "", host(&sent.to_ascii_lowercase(), ""));
    for (name, value) in request.message.headers {
        let is_own = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
        if is_own {
            add(CauseId::HostOther, name, host(trimmed(value), ""));
        }
        if name.eq_ignore_ascii_case("content-type") {
            let bare = trimmed(cut(value, ";").map_or(value, |(bare, _)| bare));
            for end in ["", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"] {
                let line = ["content-type:", bare, end].concat();
                add(CauseId::HeaderOtherValue, &line.clone(), line);
            }
        }
    }
    for line in elements(VALUES, "\n") {
        add(CauseId::HeaderOtherValue, line, line.into());
    }
}

/// Other signed headers: changes both the lines and the list of names.
#[inline(never)]
fn add_list(hypotheses: &mut Hypotheses, name: Name, which: &str, lines: &[String]) {
    let names: Vec<&str> = lines.iter().map(|line| name_of(line)).collect();
    hypotheses.add(name, which, AT, terminated(lines, "\n"));
    hypotheses.with(SIGNED, names.join(";"));
}

/// The name in a line.
#[inline(never)]
pub(super) fn name_of(line: &str) -> &str {
    cut(line, ":").map_or(line, |(name, _)| name)
}

/// The name of a header as written in the message, or in title case as libraries write it.
fn sent_name(request: &Request<'_>, name: &str) -> String {
    let sent = request.message.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    sent.map_or_else(|| title_case(name), |(own, _)| (*own).into())
}

const AT: (Dimension, usize) = (Dimension::Layout, LINES);
const FEW: &str = "`host`, `x-amz-date` and a few more";
const FORMS: [Name; 9] = [
    (CauseId::HeaderValuesNotTrimmed, 1),
    (CauseId::HeaderSpacesNotCollapsed, 1),
    (CauseId::HeaderValuesLowerCase, 2),
    (CauseId::HeaderSpaceAfterColon, 1),
    (CauseId::HeadersBlankLineMissing, 1),
    (CauseId::HeadersBlankLineTwice, 1),
    (CauseId::HeadersLineEndsCrlf, 2),
    (CauseId::HeadersWithoutLineEnds, 2),
    (CauseId::HeaderNamesCase, 1),
];
/// Values that clients and proxies set.
const VALUES: &str = "\
accept-encoding:gzip
accept-encoding:gzip, deflate
accept-encoding:gzip, deflate, br
accept-encoding:gzip,deflate
accept-encoding:identity
accept:*/*
accept:application/json
accept:application/json, text/plain, */*
connection:close
connection:keep-alive
connection:Keep-Alive
cache-control:no-cache
cache-control:max-age=0
content-length:0
content-type:application/json
content-type:application/x-www-form-urlencoded
content-type:application/x-www-form-urlencoded; charset=utf-8
content-type:application/x-amz-json-1.0
content-type:application/x-amz-json-1.1
content-type:application/octet-stream
content-type:text/plain
transfer-encoding:chunked
x-forwarded-proto:https
x-forwarded-proto:http";
