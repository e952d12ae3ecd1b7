//! What else a signer may have taken for the signed headers.

use alloc::{string::String, vec::Vec};

use super::queries::with;
use super::readings::{LINES, Line, MANY, SIGNED};
use super::spoken::Spoken;
use super::{AUTHORIZATION, DATE, HASH, SECURITY_TOKEN, in_order};
use crate::standard::told::{Axis, Readings, Text, joined};
use crate::standard::{Subject, trimmed};
use crate::text::{cut, decimal, orders};

/// All of them.
pub(super) fn add(readings: &mut Readings, subject: &Subject<'_>, spoken: &Spoken, payload: &Text) {
    let lines = &spoken.lines;
    add_forms(readings, subject, spoken);
    for (place, (name, _)) in lines.iter().enumerate() {
        if readings.is_full() {
            break;
        }
        let mut rest = lines.clone();
        rest.remove(place);
        add_list(readings, "header-not-signed", name, 1, &rest);
        readings.add("header-line-left-out", name, 2, Axis::Layout, &[(LINES, &written(&rest, ":"))]);
        let empty = replaced_line(lines, name, &Text::default());
        readings.add("header-value-empty", name, 2, Axis::Layout, &[(LINES, &empty)]);
    }
    add_others(readings, subject, lines, payload);
    let least =
        |names: &[&str]| -> Vec<Line> { lines.iter().filter(|(name, _)| names.contains(&&**name)).cloned().collect() };
    add_list(readings, "headers-fewest", "`host`, `x-amz-date`", 1, &least(&["host", DATE]));
    add_list(readings, "headers-fewest", "`host`", 1, &least(&["host"]));
    let own = &["host", DATE, HASH, SECURITY_TOKEN, "content-type"];
    for count in 3..=5 {
        add_list(readings, "headers-fewest", "`host`, `x-amz-date` and few more", 1, &least(&own[..count]));
    }
    add_values(readings, subject, lines);
}

/// Headers that are not signed, signed as well.
fn add_others(readings: &mut Readings, subject: &Subject<'_>, lines: &[Line], payload: &Text) {
    let carried = subject.message.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let known = |name: &str| lines.iter().any(|(own, _)| own == name) || name == AUTHORIZATION;
    let mut others: Vec<Line> = Vec::new();
    for name in carried.filter(|name| !known(name)) {
        if let Ok(Some(value)) = super::value(subject, &name) {
            others.push((name, value.as_str().into()));
        }
    }
    if !known(HASH) && others.iter().all(|(name, _)| name != HASH) {
        others.push((HASH.into(), payload.clone()));
    }
    let length = decimal(subject.inputs.body.len());
    for (name, value) in [("content-length", &*length), ("content-type", "application/json")] {
        if !known(name) && others.iter().all(|(own, _)| own != name) {
            others.push((name.into(), value.into()));
        }
    }
    for (name, value) in others.into_iter().take(MANY) {
        let mut all = lines.to_vec();
        let place = all.iter().position(|(own, _)| *own > name).unwrap_or(all.len());
        all.insert(place, (name.clone(), value));
        add_list(readings, "header-signed-too", &name, 1, &all);
    }
}

/// Other forms of names, values and separators.
fn add_forms(readings: &mut Readings, subject: &Subject<'_>, spoken: &Spoken) {
    let Spoken { lines, names, .. } = spoken;
    let mut add = |id, cost, lines: &Text| readings.add(id, "", cost, Axis::Layout, &[(LINES, lines)]);
    let raw = |read: fn(&str) -> String| -> Vec<Line> {
        let values = |(name, value): &Line| {
            let own: Vec<String> = subject.message.headers_named(name).map(read).collect();
            let is_own = !own.is_empty() && !value.is_live();
            (name.clone(), if is_own { own.join(",").as_str().into() } else { value.clone() })
        };
        lines.iter().map(values).collect()
    };
    add("header-values-not-trimmed", 1, &written(&raw(|value| value.into()), ":"));
    add("header-spaces-not-collapsed", 1, &written(&raw(|value| trimmed(value).into()), ":"));
    add("header-values-lower-case", 2, &written(&raw(|value| trimmed(value).to_ascii_lowercase()), ":"));
    add("header-space-after-colon", 1, &written(lines, ": "));
    let whole = written(lines, ":");
    add("headers-blank-line-missing", 1, &unended(lines));
    add("headers-blank-line-twice", 1, &joined(&[whole.clone(), "\n".into()]));
    add("headers-line-ends-crlf", 2, &spelt(lines, ":", "\r\n"));
    add("headers-without-line-ends", 2, &spelt(lines, ":", ""));
    let sent: Vec<Line> = lines.iter().map(|(name, value)| (sent_name(subject, name), value.clone())).collect();
    add("header-names-case", 1, &written(&sent, ":"));
    add_list(readings, "header-names-case", "", 1, &sent);
    let mut by_sent: Vec<(String, usize)> = sent.iter().map(|(name, _)| name.clone()).zip(0..).collect();
    by_sent = in_order(by_sent);
    let in_case: Vec<Line> = by_sent.iter().map(|(_, place)| lines[*place].clone()).collect();
    add_order(readings, &in_case);
    let mut as_sent = lines.clone();
    let position = |name: &str| subject.message.headers.iter().position(|(own, _)| own.eq_ignore_ascii_case(name));
    let places: Vec<(usize, usize)> =
        lines.iter().enumerate().map(|(at, (name, _))| (position(name).unwrap_or(usize::MAX), at)).collect();
    for (to, (_, from)) in as_sent.iter_mut().zip(in_order(places)) {
        to.clone_from(&lines[from]);
    }
    add_order(readings, &as_sent);
    for order in orders(lines.len()) {
        let others: Vec<Line> = order.iter().map(|place| lines[*place].clone()).collect();
        add_order(readings, &others);
    }
    for (id, from, to) in
        [("signed-separator", ";", ","), ("signed-separator", ";", "; "), ("signed-separator", ";", " ")]
    {
        let text = with(names, &[from, to]);
        readings.add(id, to, 1, Axis::Layout, &[(SIGNED, &text.as_str().into())]);
    }
}

fn add_order(readings: &mut Readings, lines: &[Line]) {
    add_list(readings, "headers-order", "", 1, lines);
    readings.add("headers-order", "", 1, Axis::Layout, &[(LINES, &written(lines, ":"))]);
}

/// Values that the same header may have had when it was signed.
fn add_values(readings: &mut Readings, subject: &Subject<'_>, lines: &[Line]) {
    let mut add = |id, name: &str, which: &str, value: &str| {
        if lines.iter().any(|(own, _)| own == name) {
            readings.add(id, which, 1, Axis::Layout, &[(LINES, &replaced_line(lines, name, &value.into()))]);
        }
    };
    let url = subject.inputs.url;
    let start = crate::url::scheme(url.text).map_or(0, |scheme| scheme.len() + 3);
    let authority = &url.text[start..url.text.len() - url.target.len()];
    let sent = subject.message.header("host").map_or(authority, trimmed);
    let name = sent.split(':').next().unwrap_or_default();
    add("host-without-port", "host", "", name);
    for port in [":443", ":80"] {
        add("host-with-port", "host", port, &[name, port].concat());
    }
    add("host-as-called", "host", "", authority);
    add("host-case", "host", "", &sent.to_ascii_lowercase());
    for (name, _) in subject.message.headers.iter().filter(|(name, _)| name.to_ascii_lowercase().starts_with("x-")) {
        if let Some(value) = subject.message.header(name) {
            add("host-other", "host", name, trimmed(value));
        }
    }
    if let Some(media_type) = subject.message.header("content-type") {
        let bare = trimmed(media_type.split(';').next().unwrap_or_default());
        for end in ["", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"] {
            let value = [bare, end].concat();
            add("header-other-value", "content-type", &["content-type: ", &*value].concat(), &value);
        }
    }
    for line in VALUES.lines() {
        let (name, value) = cut(line, ":").unwrap_or_default();
        add("header-other-value", name, line, value);
    }
}

/// Other headers: the lines and the list of their names.
fn add_list(readings: &mut Readings, id: &'static str, which: &str, cost: u8, lines: &[Line]) {
    let names: Vec<&str> = lines.iter().map(|(name, _)| &**name).collect();
    let names = Text::from(&*names.join(";"));
    readings.add(id, which, cost, Axis::Layout, &[(LINES, &written(lines, ":")), (SIGNED, &names)]);
}

/// The lines of the headers, with `colon` after each name.
pub(super) fn written(lines: &[Line], colon: &str) -> Text {
    spelt(lines, colon, "\n")
}

fn spelt(lines: &[Line], colon: &str, end: &str) -> Text {
    let mut text = Text::default();
    for (name, value) in lines {
        text.push(name);
        text.push(colon);
        text.append(value);
        text.push(end);
    }
    text
}

/// The lines without the end of the last.
fn unended(lines: &[Line]) -> Text {
    let Some(((name, value), before)) = lines.split_last() else { return Text::default() };
    joined(&[written(before, ":"), [name, ":"].concat().as_str().into(), value.clone()])
}

/// The lines with another value of the header `name`.
pub(super) fn replaced_line(lines: &[Line], name: &str, value: &Text) -> Text {
    let other = |(own, due): &Line| (own.clone(), if own == name { value.clone() } else { due.clone() });
    written(&lines.iter().map(other).collect::<Vec<Line>>(), ":")
}

/// The name of a header as the message writes it; as libraries do where it has none.
fn sent_name(subject: &Subject<'_>, name: &str) -> String {
    let sent = subject.message.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(own, _)| *own);
    let own = match name {
        DATE => "X-Amz-Date",
        "host" => "Host",
        HASH => "X-Amz-Content-Sha256",
        SECURITY_TOKEN => "X-Amz-Security-Token",
        name => name,
    };
    sent.unwrap_or(own).into()
}

/// Values that clients and proxies give.
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
