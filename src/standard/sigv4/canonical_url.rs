//! The canonical path and query.

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::standard::{in_order, percent_encoded, refusal};

/// The path with each segment encoded once or twice; if normalised, without `.`, `..` and empty segments.
pub(super) fn uri(path: &str, is_encoded_twice: bool, is_normalized: bool) -> Result<String, Error> {
    let mut segments: Vec<String> = Vec::new();
    let mut ends_in_slash = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        ends_in_slash = segment.is_empty();
        match segment {
            ".." if is_normalized => drop(segments.pop()),
            "" | "." if is_normalized => {}
            _ if is_encoded_twice => segments.push(percent_encoded(segment.as_bytes(), UNRESERVED)),
            _ => segments.push(encoded(segment, "url")?),
        }
    }
    let end = if is_normalized && ends_in_slash && !segments.is_empty() { "/" } else { "" };
    Ok(["/", &segments.join("/"), end].concat())
}

/// The canonical query: sorted by encoded names, then by values.
pub(super) fn parameters(query: &str) -> Result<String, Error> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if pair.contains('+') {
            let expected = "`%20` for a space and `%2B` for a plus sign in the query";
            return Err(Error::RequestInvalid(Fault::new(
                "url",
                expected,
                "`+`, which some read as one and some as the other",
            )));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((encoded(name, "url")?, encoded(value, "url")?));
    }
    let pairs: Vec<String> = in_order(pairs).into_iter().map(|(name, value)| [name, value].join("=")).collect();
    Ok(pairs.join("&"))
}

/// Percent-encoded text, re-encoded in the canonical form.
pub(super) fn encoded(text: &str, part: &str) -> Result<String, Error> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(byte);
        if byte == b'%' {
            let mut decoded = [0];
            let digits = after.get(..2).filter(|digits| hex::decode_to_slice(digits, &mut decoded).is_ok());
            if digits.is_none() {
                return Err(refusal(Error::RequestInvalid, part, "two hexadecimal digits after `%`", "another value"));
            }
            bytes.pop();
            bytes.push(decoded[0]);
            rest = &after[2..];
        }
    }
    Ok(percent_encoded(&bytes, UNRESERVED))
}

/// The unreserved characters besides letters and digits (RFC 3986 §2.3).
const UNRESERVED: &[u8] = b"-._~";
