//! The axis of single values: what a header, a parameter, a member or an option says, written otherwise.

use alloc::{string::String, vec::Vec};

use super::base::Base;
use super::url::{percent_decoded, push_encoded};
use super::variant::{Change, Id, List};
use crate::canonical::Variable;
use crate::scheme::Scheme;
use crate::text::in_quotes;

/// Adds the variants of the values that the row takes out of the request, and of its options.
pub(super) fn add(list: &mut List, scheme: &Scheme<'_>, base: &Base) {
    if base.given.iter().map(Vec::len).sum::<usize>() > LONG {
        return;
    }
    for (place, (name, from)) in scheme.inputs.iter().enumerate() {
        let Some(value) = base.given.get(place).filter(|_| base.uses(&[Variable::Given(place)])) else { continue };
        let Ok(value) = core::str::from_utf8(value) else { continue };
        for (id, cost, other) in others(name, value, from.starts_with(CONTENT_TYPE)) {
            let mut given = base.given.clone();
            given[place] = other.into_bytes();
            list.add(id, cost, Change::Given(given));
        }
    }
    for (place, (name, _)) in scheme.options.iter().enumerate() {
        let Some(value) = base.options.get(place).filter(|_| base.uses(&[Variable::Option(place)])) else { continue };
        let mut all = others(name, value, false);
        let path = base.path();
        for path in [path, path.trim_start_matches('/')] {
            all.push((Id::named("value-of-url", name), 1, path.into()));
        }
        for (id, cost, other) in all {
            let mut options = base.options.clone();
            options[place] = other;
            list.add(id, cost, Change::Options(options));
        }
    }
}

/// A change of the value called `name`, its cost, and what becomes of the value.
type Other = (Id, u8, String);

fn others(name: &str, value: &str, is_type: bool) -> Vec<Other> {
    let mut all = Vec::new();
    let mut add = |id: &'static str, cost: u8, other: String| all.push((Id::named(id, name), cost, other));
    let is_empty = value.is_empty();
    if !is_empty {
        add("value-left-out", 1, String::new());
        add("value-trimmed", 1, value.trim().into());
        add("value-encoded", 1, encoded(value, "%20"));
        add("value-encoded", 1, encoded(value, "+"));
        add("value-decoded", 1, percent_decoded(value));
        for other in numbers(value) {
            add("value-number", 1, other);
        }
        let (first, rest) = value.split_at(value.chars().next().map_or(0, char::len_utf8));
        for other in
            [value.to_ascii_lowercase(), value.to_ascii_uppercase(), [&*first.to_ascii_uppercase(), rest].concat()]
        {
            add("value-case", 2, other);
        }
        if let Some(end) = value.bytes().rposition(|byte| byte == b'/') {
            for other in [["/", value].concat(), [value, "/"].concat(), value.trim_matches('/').into()] {
                add("value-slash", 1, other);
            }
            add("value-shorter", 1, value[..end].into());
        }
    }
    let words: &[&str] = if is_empty { &["undefined", "null", "None"] } else { &[] };
    let types: &[&str] = if is_type { TYPES } else { &[] };
    for (id, texts) in [("value-word", words), ("value-other", types)] {
        for text in texts {
            all.push((Id::named(id, &[&*in_quotes(text), " for ", &in_quotes(name)].concat()), 1, (*text).into()));
        }
    }
    all
}

fn encoded(value: &str, space: &str) -> String {
    let mut text = Vec::new();
    for &byte in value.as_bytes() {
        match byte {
            b' ' => text.extend_from_slice(space.as_bytes()),
            _ => push_encoded(&mut text, byte, if space == "+" { b"*-._" } else { b"-_.!~*'()" }),
        }
    }
    String::from_utf8(text).unwrap_or_default()
}

/// An amount with other zeros at its end, a hundred times as much, and a hundredth of it; nothing for what is no number.
fn numbers(value: &str) -> Vec<String> {
    let (whole, fraction) = crate::text::cut(value, ".").unwrap_or((value, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || value.len() > DIGITS || !is_digits(whole) || !is_digits(fraction) {
        return Vec::new();
    }
    let digits = [whole, fraction, "00"].concat();
    let mut all = Vec::new();
    for point in [Some(whole.len()), Some(whole.len() + 2), whole.len().checked_sub(2)] {
        let zeros = if point.is_none() { ["00", &*digits] } else { ["", &*digits] }.concat();
        let (whole, fraction) = zeros.split_at(point.unwrap_or(whole.len()));
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let fraction = fraction.trim_end_matches('0');
        for places in [fraction.len(), 1, 2] {
            let missing = places.saturating_sub(fraction.len());
            let fraction = fraction.get(..places).unwrap_or(fraction);
            let point = if places > 0 { "." } else { "" };
            all.push([whole, point, fraction, &"00"[..missing]].concat());
        }
    }
    all
}

/// The header whose values are known.
const CONTENT_TYPE: &str = "header:content-type";
/// What programs send as it, of themselves.
const TYPES: &[&str] = &[
    "application/json",
    "application/json; charset=utf-8",
    "application/json;charset=utf-8",
    "application/json; charset=UTF-8",
    "application/json;charset=UTF-8",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
];
/// Longer values are not tried.
const LONG: usize = 1 << 12;
/// An amount is no longer.
const DIGITS: usize = 20;
