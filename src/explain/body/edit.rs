//! Changes of a body's bytes that need no printer.

use alloc::{string::String, vec::Vec};

use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};

use super::print::quote;
use super::style::JS;
use super::tree::Tree;
use crate::text::find;

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
pub(in crate::explain) const ENTITIES: &[(&str, &str)] =
    &[("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&amp;", "&")];

/// The characters of HTML, and their entities.
pub(in crate::explain) const CHARACTERS: &[(&str, &str)] =
    &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")];

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

/// What a body compressed by gzip (RFC 1952) or zlib (RFC 1950) holds; `None` where it is neither, damaged, or longer than `most`.
pub(super) fn inflated(body: &[u8], most: usize) -> Option<Vec<u8>> {
    if body.starts_with(b"\x1f\x8b\x08") {
        return decompress_to_vec_with_limit(after_gzip_header(body)?, most).ok();
    }
    decompress_to_vec_zlib_with_limit(body, most).ok()
}

fn after_gzip_header(body: &[u8]) -> Option<&[u8]> {
    let (flags, mut rest) = (*body.get(3)?, body.get(10..)?);
    if flags & 4 != 0 {
        let [low, high, ..] = rest else { return None };
        rest = rest.get(2 + usize::from(u16::from_le_bytes([*low, *high]))..)?;
    }
    // A file name, and a comment.
    for flag in [8, 16] {
        if flags & flag != 0 {
            rest = rest.get(rest.iter().position(|byte| *byte == 0)? + 1..)?;
        }
    }
    rest.get(if flags & 2 != 0 { 2 } else { 0 }..)
}
