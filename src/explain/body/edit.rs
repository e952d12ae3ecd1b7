//! Changes of a body's bytes that need no printer.

use alloc::{string::String, vec::Vec};

use super::print::quote;
use super::style::JS;
use super::tree::Tree;
use crate::text::find;

/// Texts, each with the one that takes its place.
pub(in crate::explain) type Replacements = &'static [(&'static str, &'static str)];

/// `text` with the second of each pair wherever the first, which is not empty, stands; one pair after the other.
pub(in crate::explain) fn replaced(text: &[u8], pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut text = text.to_vec();
    for (from, to) in pairs {
        let (mut out, mut rest) = (Vec::with_capacity(text.len()), &*text);
        while let Some(at) = find(rest, from.as_bytes()) {
            out.extend_from_slice(&rest[..at]);
            out.extend_from_slice(to.as_bytes());
            rest = &rest[at + from.len()..];
        }
        out.extend_from_slice(rest);
        text = out;
    }
    text
}

/// Entities of HTML, and the characters that they stand for.
pub(in crate::explain) const ENTITIES: Replacements =
    &[("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&amp;", "&")];

/// The characters of HTML, and their entities.
pub(in crate::explain) const CHARACTERS: Replacements =
    &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")];

/// Quotes behind backslashes, as PHP's `addslashes` writes them, and without.
pub(in crate::explain) const BACKSLASHES: Replacements = &[("\\'", "'"), ("\\\"", "\""), ("\\\\", "\\")];

/// A JSON text without its white space, its strings and numbers as they are written.
pub(super) fn compact(json: &[u8]) -> Vec<u8> {
    let (mut inside, mut escaped) = (false, false);
    let stays = |byte: &&u8| {
        let is_quote = **byte == b'"' && !escaped;
        escaped = inside && **byte == b'\\' && !escaped;
        inside ^= is_quote;
        inside || !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
    };
    json.iter().filter(stays).copied().collect()
}

/// The text as a JSON string.
pub(super) fn stringified(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() + 2);
    quote(&mut core::str::from_utf8(text).ok()?.chars().map(u32::from), &JS, &mut out)?;
    Some(out)
}

/// What a body that is a JSON string, or escaped like one, says.
pub(super) fn unstringified(body: &[u8]) -> Option<Vec<u8>> {
    let body = body.trim_ascii();
    let tree = match body {
        [b'"', ..] => Tree::read(body)?,
        _ => {
            find(body, b"\\\"")?;
            Tree::read(&[b"\"", body, b"\""].concat())?
        }
    };
    let letters: Option<String> = tree.points(0).map(char::from_u32).collect();
    letters.map(String::into_bytes)
}
