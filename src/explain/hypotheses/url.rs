//! The axes of the URL, the query and the method.

use alloc::{string::String, vec::Vec};

use super::filled;
use crate::canonical::params;
use crate::explain::body::form::pairs;
use crate::explain::body::pairs::{ALL, EACH, One, edited, encoded_again};
use crate::explain::causes::CauseId;
use crate::explain::hypothesis::{Change, List};
use crate::explain::reason::Reason;
use crate::explain::received::percent_decoded;
use crate::message::Message;
use crate::percent;
use crate::text::{cut, orders, permutations, replaced, utf8};

pub(super) fn add_methods(list: &mut List, method: &str) {
    let lower = method.to_ascii_lowercase();
    let is_lower = lower == method;
    list.add(CauseId::MethodLowercase, 1, Change::Method(lower));
    list.add(CauseId::MethodUppercase, 1, Change::Method(method.to_ascii_uppercase()));
    list.add(CauseId::MethodLeftOut, 1, Change::Method(String::new()));
    for other in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        // In the case that is due.
        let written = if is_lower { other.to_ascii_lowercase() } else { other.into() };
        list.add(Reason::named(CauseId::MethodOther, other), 2, Change::Method(written));
    }
}

pub(super) fn add_urls(list: &mut List, front: &str, tail: &str) {
    let (scheme, rest) = cut(front, "://").unwrap_or(("", front));
    let slash = |text: &str| text.bytes().position(|byte| byte == b'/');
    let (host, path) = rest.split_at(slash(rest).unwrap_or(rest.len()));
    let lower = host.to_ascii_lowercase();
    let colon = host.bytes().rposition(|byte| byte == b':').filter(|_| !host.ends_with(']')).unwrap_or(host.len());
    let (name, port) = host.split_at(colon);
    let default = if scheme == "http" { ":80" } else { ":443" };
    let plain = lower.strip_suffix(default).unwrap_or(&lower);
    let port = if port.is_empty() { default } else { port };
    let shorter = path.strip_suffix('/').unwrap_or(path);
    let pieces = [scheme, host, name, port, &lower, plain, path, shorter, if path.is_empty() { "/" } else { path }];
    for (id, pattern) in URLS.into_iter().filter(|_| !scheme.is_empty()) {
        list.add(id, 1, Change::Url(filled(pattern, &pieces), None));
    }
    let origin = &front[..front.len() - path.len()];
    let mut at = 0;
    for segments in 1..=3 {
        let Some(next) = path.get(at + 1..).and_then(slash) else { break };
        at += next + 1;
        let id = Reason::shift(CauseId::UrlBasePathDropped, segments, "");
        list.add(id, 2, Change::Url([origin, &path[at..]].concat(), None));
    }
    list.add(CauseId::UrlPercentDecoded, 1, Change::Url(percent_decoded(front), Some(percent_decoded(tail))));
    let mut add_path = |id: CauseId, cost: u8, path: &str| {
        list.add(id, cost, Change::Url([origin, path].concat(), None));
    };
    for (at, _) in path.bytes().enumerate().filter(|(_, byte)| *byte == b'/').take(SLASHES) {
        let (before, after) = path.split_at(at);
        add_path(CauseId::UrlSlashDoubled, 2, &[before, "/", after].concat());
    }
    add_path(CauseId::UrlSlashesJoined, 1, &single_slashes(path));
    add_path(CauseId::UrlPlusAsSpace, 1, &with(path, "+", "%20"));
    add_path(CauseId::UrlPlusAsSpace, 2, &with(&with(path, "%2B", "%20"), "%2b", "%20"));
    add_path(CauseId::UrlEndRemoved, 2, path.trim_end_matches(['"', '\'', ')', ']', '>', ',', '.', ';']));
    if let Some((_, plain)) = cut(host, "@") {
        list.add(CauseId::UrlUserRemoved, 1, Change::Url([scheme, "://", plain, path].concat(), None));
    }
    if !tail.is_empty() {
        let escaped = percent::encoded(tail.as_bytes(), b"-._~");
        list.add(CauseId::UrlQueryInPath, 2, Change::Url([front, &escaped].concat(), Some(String::new())));
    }
}

/// Adds the URLs that the headers say were asked for, before a proxy or a tunnel passed the request on.
pub(super) fn add_public_urls(list: &mut List, front: &str, message: &Message<'_>) {
    let Some((scheme, rest)) = cut(front, "://") else { return };
    let (_, path) = rest.split_at(rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len()));
    let said = |name: &str| message.header(name).map(|all| all.split(',').next().unwrap_or_default().trim());
    let forwarded = |name: &str| {
        let pairs = said("forwarded")?.split(';').filter_map(|pair| cut(pair.trim(), "="));
        let found = pairs.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim_matches('"'))
    };
    let hosts = [said("x-forwarded-host"), forwarded("host"), said("x-original-host"), said("host")];
    let schemes = [said("x-forwarded-proto"), forwarded("proto"), Some("https"), Some(scheme)];
    for host in hosts.into_iter().flatten() {
        for scheme in schemes.into_iter().flatten() {
            let plain = [scheme, "://", host, path].concat();
            let ports = said("x-forwarded-port").map(|port| [scheme, "://", host, ":", port, path].concat());
            for url in [Some(plain), ports].into_iter().flatten() {
                list.add(Reason::named(CauseId::UrlPublic, &url[..url.len() - path.len()]), 1, Change::Url(url, None));
            }
        }
    }
}

/// The path with one slash in place of several.
fn single_slashes(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !single.ends_with('/') {
            single.push(letter);
        }
    }
    single
}

pub(super) fn add_queries(list: &mut List, tail: &str) {
    let query = tail.strip_prefix('?').unwrap_or(tail);
    let pairs = Vec::from_iter(pairs(query));
    for (id, cost, way) in QUERIES {
        add_query(list, (*id).into(), *cost, &way(query));
    }
    for (id, which, edit) in ALL {
        add_query(list, Reason::named(*id, which), 2, utf8(&edited(query, None, *edit)));
    }
    if pairs.len() > MANY {
        return;
    }
    for (place, pair) in pairs.iter().enumerate() {
        let name = pair.split('=').next().unwrap_or_default();
        for One(_, id, which, edit) in EACH {
            let Some(id) = *id else { continue };
            let other = edited(query, Some(place), *edit);
            if other != query.as_bytes() {
                let which =
                    if id == CauseId::ValueJsonReserialised { [name, ": ", which].concat() } else { name.into() };
                add_query(list, Reason::named(id, &which), 2, utf8(&other));
            }
        }
    }
    for order in orders(pairs.len()) {
        let ordered: Vec<&str> = order.into_iter().map(|place| pairs[place]).collect();
        add_query(list, CauseId::QueryOrder.into(), 2, &ordered.join("&"));
    }
    // Frameworks that sort a query write its spaces otherwise, too.
    for order in if pairs.len() <= ORDERED { permutations(pairs.len()) } else { Vec::new() } {
        let ordered = Vec::from_iter(order.into_iter().map(|place| pairs[place])).join("&");
        let mut add = |id: CauseId, query: &str| list.push(id.into(), 4, true, Change::Query(["?", query].concat()));
        add(CauseId::QueryOrder, &ordered);
        if pairs.len() <= ORDERED - 2 {
            add(CauseId::QueryOrderAndSpaces, &with(&ordered, "%20", "+"));
            add(CauseId::QueryOrderAndSpaces, &with(&ordered, "+", "%20"));
        }
    }
}

#[inline(never)]
fn add_query(list: &mut List, id: Reason, cost: u8, query: &str) {
    let tail = if query.is_empty() { String::new() } else { ["?", query].concat() };
    list.add(id, cost, Change::Query(tail));
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok()
}

/// The text with every `from` as `to`.
pub(super) fn with(query: &str, from: &str, to: &str) -> String {
    text(replaced(query.as_bytes(), from.as_bytes(), to.as_bytes())).unwrap_or_default()
}

fn cased(query: &str, case: fn(&u8) -> u8) -> String {
    text(percent::recased(query.as_bytes().to_vec(), case)).unwrap_or_default()
}

/// An id, and how scheme, host, host without its port, port or default, host in lower case and the same without the default
/// port, path, path without its last slash, and path at least `/` are put together.
const URLS: [(CauseId, &str); 10] = [
    (CauseId::UrlPathOnly, "G"),
    (CauseId::UrlSchemeLeftOut, "BG"),
    (CauseId::UrlTrailingSlashAdded, "A://BH/"),
    (CauseId::UrlTrailingSlashRemoved, "A://BH"),
    (CauseId::UrlHttpForHttps, "http://BG"),
    (CauseId::UrlHttpsForHttp, "https://BG"),
    (CauseId::UrlPortRemoved, "A://CG"),
    (CauseId::UrlPortAdded, "A://CDG"),
    (CauseId::UrlHostCase, "A://EG"),
    (CauseId::UrlNormalised, "A://FI"),
];

/// An id, a cost, and what it makes of a query.
type Query = (CauseId, u8, fn(&str) -> String);

const QUERIES: &[Query] = &[
    (CauseId::UrlQueryLeftOut, 1, |_| String::new()),
    (CauseId::QuerySorted, 1, |query| {
        let mut out = Vec::new();
        params::write_sorted(query.as_bytes(), &mut out);
        text(out).unwrap_or_default()
    }),
    (CauseId::QuerySpaceAsPlus, 1, |query| with(query, "%20", "+")),
    (CauseId::QueryPlusAsPercent20, 1, |query| with(query, "+", "%20")),
    (CauseId::QueryHexCase, 1, |query| cased(query, u8::to_ascii_lowercase)),
    (CauseId::QueryHexCase, 1, |query| cased(query, u8::to_ascii_uppercase)),
    (CauseId::QueryUrlsearchparams, 1, |query| encoded_again(query, false)),
    (CauseId::QueryComponentEncoded, 1, |query| encoded_again(query, true)),
    (CauseId::QueryPercentDecoded, 1, percent_decoded),
    (CauseId::QueryPercentDecoded, 1, |query| text(params::decoded(query.as_bytes())).unwrap_or_default()),
    (CauseId::QueryDoubleEncoded, 2, |query| with(query, "%", "%25")),
    (CauseId::QueryEqualsAdded, 2, |query| valued(query, true)),
    (CauseId::QueryEqualsRemoved, 2, |query| valued(query, false)),
];

/// The parameters without a value with a `=`, or the empty ones without theirs.
fn valued(query: &str, equals: bool) -> String {
    let mut out = String::new();
    for pair in query.split('&') {
        out.push_str(if out.is_empty() { "" } else { "&" });
        out.push_str(if equals { pair } else { pair.strip_suffix('=').unwrap_or(pair) });
        out.push_str(if equals && !pair.contains('=') { "=" } else { "" });
    }
    out
}

/// No more slashes are doubled, one by one.
const SLASHES: usize = 8;
/// With more parameters than this not all orders are tried: 7 have 5,040.
const ORDERED: usize = 7;
/// With more parameters than this none is left out.
const MANY: usize = 32;
