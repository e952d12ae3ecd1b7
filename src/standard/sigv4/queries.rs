//! What else a signer may have taken for the query.

use alloc::{string::String, vec::Vec};

use super::readings::{MANY, PARAMETERS};
use super::{encoded, in_order};
use crate::canonical::params;
use crate::standard::escaped;
use crate::standard::told::{Axis, Readings};
use crate::text::replaced;

/// The query in every order and spelling.
pub(super) fn add(readings: &mut Readings, query: &str) {
    let mut add = |id, which: &str, cost, text: &str| {
        readings.add(id, which, cost, Axis::Query, &[(PARAMETERS, &text.into())]);
    };
    let own = parameters(query);
    let pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let spelt = |pairs: &[(&str, &str)], read: &dyn Fn(&str) -> String| {
        let all: Vec<String> = pairs.iter().map(|(name, value)| [read(name), read(value)].join("=")).collect();
        all.join("&")
    };
    let plain = |text: &str| encoded(&with(text, &["+", "%2B"]), "url").unwrap_or_else(|_| text.into());
    let sorted = |key: &dyn Fn(&str, &str) -> (String, String)| -> Vec<(&str, &str)> {
        let keyed = pairs.iter().map(|(name, value)| key(name, value)).zip(0_usize..).collect();
        in_order::<((String, String), usize)>(keyed).into_iter().map(|(_, place)| pairs[place]).collect()
    };
    add("url-query-left-out", "", 1, "");
    add("query-not-sorted", "", 1, &spelt(&pairs, &plain));
    add("query-as-sent", "", 1, query);
    add("query-sorted-by-name", "", 1, &spelt(&sorted(&|name, _| (plain(name), String::new())), &plain));
    add("query-sorted-decoded", "", 1, &spelt(&sorted(&|name, value| (decoded(name), decoded(value))), &plain));
    add("query-sorted-regardless-of-case", "", 1, &{
        spelt(&sorted(&|name, value| (plain(name).to_ascii_lowercase(), plain(value))), &plain)
    });
    add("query-sorted-as-sent", "", 1, &{
        let mut out = Vec::new();
        params::write_sorted(query.as_bytes(), &mut out);
        String::from_utf8(out).unwrap_or_default()
    });
    add("query-percent-decoded", "", 1, &decoded(&own));
    add("query-space-as-plus", "", 1, &with(&own, &["%20", "+"]));
    add("query-plus-as-%20", "", 1, &with(&own, &["%2B", "%20"]));
    add("query-equals-removed", "", 1, &{
        let bare = own.split('&').map(|pair| pair.strip_suffix('=').unwrap_or(pair));
        bare.collect::<Vec<_>>().join("&")
    });
    let in_parts = sorted(&|name, value| (plain(name), plain(value)));
    add("query-component-encoded", "", 1, &spelt(&in_parts, &|text| component(text, b"-_.~!*'()")));
    add("query-urlsearchparams", "", 1, &spelt(&in_parts, &|text| with(&component(text, b"-_.*"), &["%20", "+"])));
    add("query-slashes-kept", "", 1, &spelt(&in_parts, &|text| component(text, b"-_.~/")));
    add("query-double-encoded", "", 1, &with(&own, &["%", "%25"]));
    add("query-hex-case", "", 2, &hex_case(&own));
    add("query-question-mark", "", 1, &["?", &own].concat());
    for pair in own.split('&').take(MANY) {
        let rest: Vec<&str> = own.split('&').filter(|other| *other != pair).collect();
        add("query-parameter-left-out", pair.split('=').next().unwrap_or_default(), 2, &rest.join("&"));
    }
}

/// The query as it is due, a `+` in it as the sign; as it stands where it cannot be read.
pub(super) fn parameters(query: &str) -> String {
    super::parameters(&with(query, &["+", "%2B"])).unwrap_or_else(|_| query.into())
}

/// The text with the first of the two as the second.
pub(super) fn with(text: &str, [from, to]: &[&str; 2]) -> String {
    String::from_utf8(replaced(text.as_bytes(), from.as_bytes(), to.as_bytes())).unwrap_or_default()
}

/// The text percent-decoded, its `+` as they are; as it is where that is no text.
pub(super) fn decoded(text: &str) -> String {
    String::from_utf8(params::unescaped(text.as_bytes(), b'+')).unwrap_or_else(|_| text.into())
}

/// The text decoded, and encoded but for letters, digits and those of `kept`.
pub(super) fn component(text: &str, kept: &[u8]) -> String {
    escaped(&params::unescaped(text.as_bytes(), b'+'), kept)
}

/// The text with its escapes in lower case.
pub(super) fn hex_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = 0;
    for letter in text.chars() {
        digits = if letter == '%' { 3 } else { digits };
        out.push(if digits > 0 { letter.to_ascii_lowercase() } else { letter });
        digits = if digits > 0 { digits - 1 } else { 0 };
    }
    out
}
