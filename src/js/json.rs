//! What is asked for rarely, as JSON: an error, and the rows.

use alloc::{string::String, vec::Vec};

use crate::error::{Error, two_digits};
use crate::scheme::{RateLimit, Scheme};
use crate::text::push_number;

/// A value; its variants are those that are written.
enum Value<'a> {
    Null,
    Flag(bool),
    Number(i64),
    Text(&'a str),
    Texts(&'a [&'a str]),
    /// An object of texts.
    Map(&'a [(&'a str, &'a str)]),
    /// Lists of two texts each.
    Pairs(&'a [(&'a str, &'a str)]),
    Object(&'a [(&'a str, Self)]),
    /// An object that is written already.
    Json(String),
}

/// The error as an object: `code` and `message`, and of `part`, `offset`, `ageSeconds` and `limitSeconds` what applies.
pub(super) fn error(error: &Error) -> String {
    let message = error.message();
    let mut members = Vec::from([("code", Value::Text(error.code())), ("message", Value::Text(&message))]);
    if let Some(fault) = error.fault() {
        members.push(("part", Value::Text(&fault.part)));
        if let Some(at) = fault.at.and_then(|at| i64::try_from(at).ok()) {
            members.push(("offset", Value::Number(at)));
        }
    }
    if let Error::SignatureStale { age_s, limit_s } = *error {
        members.push(("ageSeconds", Value::Number(age_s)));
        members.push(("limitSeconds", Value::Number(limit_s.into())));
    }
    let mut json = String::new();
    Value::Object(&members).write(&mut json);
    json
}

/// The rows as a list of objects, just as `serde` would write them.
pub(super) fn rows(schemes: impl Iterator<Item = &'static Scheme<'static>>) -> String {
    let mut json = String::new();
    list(&mut json, ['[', ']'], schemes, |json, scheme| row(scheme).write(json));
    json
}

fn row(row: &Scheme<'_>) -> Value<'static> {
    let also_timestamp: Vec<&str> = row.also_timestamp.iter().map(|form| form.word()).collect();
    let rate_limit = row.rate_limit.as_ref().map(rate_limit);
    let members = [
        ("id", Value::Text(row.id)),
        ("title", Value::Text(row.title)),
        ("documentation", Value::Text(row.documentation)),
        ("checked", Value::Text(row.checked)),
        ("credentials", Value::Texts(row.credentials)),
        ("options", Value::Map(row.options)),
        ("bindings", Value::Map(row.bindings)),
        ("inputs", Value::Map(row.inputs)),
        ("canonical", Value::Text(row.canonical)),
        ("alsoCanonical", Value::Texts(row.also_canonical)),
        ("algorithm", Value::Text(row.algorithm.name())),
        ("key", Value::Text(row.key)),
        ("encoding", Value::Text(row.encoding.name())),
        ("headers", Value::Map(row.headers)),
        ("query", Value::Map(row.query)),
        ("fields", Value::Map(row.fields)),
        ("lists", Value::Map(row.lists)),
        ("accepts", Value::Pairs(row.accepts)),
        ("timestamp", Value::Text(row.timestamp.word())),
        ("alsoTimestamp", Value::Texts(&also_timestamp)),
        ("toleranceSeconds", row.tolerance_s.map_or(Value::Null, |limit_s| Value::Number(limit_s.into()))),
        ("expiresAfterSeconds", Value::Number(row.expires_after_s.into())),
        ("body", Value::Text(row.body.name())),
        ("bodyType", Value::Text(row.body_type.name())),
        ("companion", row.companion.map_or(Value::Null, self::row)),
        ("rateLimit", rate_limit.unwrap_or(Value::Null)),
        ("deprecated", row.deprecated.map_or(Value::Null, Value::Text)),
        ("publishedVectors", Value::Flag(row.published_vectors)),
        ("notes", Value::Texts(row.notes)),
    ];
    let mut json = String::new();
    Value::Object(&members).write(&mut json);
    Value::Json(json)
}

fn rate_limit(limit: &RateLimit) -> Value<'static> {
    let mut json = String::new();
    let numbers = [("requestsPerMinute", limit.requests_per_minute), ("waitSeconds", limit.wait_s)];
    Value::Object(&numbers.map(|(name, number)| (name, Value::Number(number.into())))).write(&mut json);
    Value::Json(json)
}

impl Value<'_> {
    fn write(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Flag(flag) => json.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => push_number(json, *number, 1),
            Self::Text(text) => push_text(json, text),
            Self::Texts(texts) => list(json, ['[', ']'], texts.iter(), |json, text| push_text(json, text)),
            Self::Map(pairs) => list(json, ['{', '}'], pairs.iter(), |json, pair| push_pair(json, pair, ':')),
            Self::Pairs(pairs) => list(json, ['[', ']'], pairs.iter(), |json, pair| {
                json.push('[');
                push_pair(json, pair, ',');
                json.push(']');
            }),
            Self::Object(members) => list(json, ['{', '}'], members.iter(), |json, (name, value)| {
                push_text(json, name);
                json.push(':');
                value.write(json);
            }),
            Self::Json(written) => json.push_str(written),
        }
    }
}

fn list<T>(
    json: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    json.push(open);
    for (place, item) in items.enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        write(json, item);
    }
    json.push(close);
}

fn push_pair(json: &mut String, (first, second): &(&str, &str), between: char) {
    push_text(json, first);
    json.push(between);
    push_text(json, second);
}

/// A text in quotes.
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            '\0'..' ' => {
                json.push_str("\\u00");
                json.push_str(&two_digits(letter as u8, b"0123456789abcdef"));
            }
            _ => json.push(letter),
        }
    }
    json.push('"');
}
