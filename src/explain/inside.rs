//! A timestamp where it travels inside a query, a form or a JSON object.

use alloc::{string::String, vec::Vec};

use crate::canonical::params;
use crate::json;
use crate::scheme::Scheme;
use crate::text::find;

/// A form with the timestamp that the row puts into it.
pub(super) fn with_fields(scheme: &Scheme<'_>, body: &[u8], timestamp: &str) -> Vec<u8> {
    let mut body = body.to_vec();
    for (name, _) in scheme.fields.iter().filter(|(_, template)| *template == TIMESTAMP) {
        let is_form = !body.is_empty() && !json::is_json(&body);
        if is_form && !timestamp.is_empty() && params::find(&body, name).is_none() {
            params::push(&mut body, name, timestamp.as_bytes());
        }
    }
    body
}

/// Puts `text` into `out` with the parameters or members called one of `names` that are `from` as `to`; `false` where there
/// are none.
pub(super) fn replaced(text: &[u8], names: &[String], from: &str, to: &str, out: &mut Vec<u8>) -> bool {
    out.clear();
    match text.trim_ascii_start().first() {
        Some(b'{') => names.iter().any(|name| member_replaced(text, name, from, to, out)),
        _ => pairs_replaced(text, names, from, to, out),
    }
}

/// `name=from` as `name=to`.
fn pairs_replaced(text: &[u8], names: &[String], from: &str, to: &str, out: &mut Vec<u8>) -> bool {
    let mut is_found = false;
    for pair in text.split(|&byte| byte == b'&') {
        let value = |name: &&String| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"=").map(params::decoded);
        match names.iter().find(|name| value(name).is_some_and(|value| value == from.as_bytes())) {
            Some(name) => {
                params::push(out, name, to.as_bytes());
                is_found = true;
            }
            None => {
                out.extend_from_slice(if out.is_empty() { b"" } else { b"&" });
                out.extend_from_slice(pair);
            }
        }
    }
    is_found
}

/// `"name": from` as `"name": to`, in quotes or without as it was.
fn member_replaced(text: &[u8], name: &str, from: &str, to: &str, out: &mut Vec<u8>) -> bool {
    let key = ["\"", name, "\""].concat();
    let mut start = 0;
    while let Some(at) = find(&text[start..], key.as_bytes()) {
        start += at + key.len();
        let Some(value) = text[start..].trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start) else {
            continue;
        };
        let quotes = usize::from(value.starts_with(b"\""));
        let Some(after) = value[quotes..].strip_prefix(from.as_bytes()) else { continue };
        if after.first().is_some_and(|end| end.is_ascii_alphanumeric() || *end == b'.') {
            continue;
        }
        // What is no number needs quotes.
        let is_bare = quotes == 0 && to.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !to.is_empty();
        let added = if quotes == 0 && !is_bare { "\"" } else { "" };
        let before = &text[..text.len() - value.len() + quotes];
        for piece in [before, added.as_bytes(), to.as_bytes(), added.as_bytes(), after] {
            out.extend_from_slice(piece);
        }
        return true;
    }
    false
}

pub(super) const TIMESTAMP: &str = "{timestamp}";
