//! The canonical path and query.

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::percent::{self, UNRESERVED};
use crate::standard::{in_order, refusal};

/// The path with each segment encoded once or twice; if normalised, without `.`, `..` and empty segments.
pub(crate) fn uri(path: &str, is_encoded_twice: bool, is_normalized: bool) -> Result<String, Error> {
    let mut segments: Vec<String> = Vec::new();
    let mut ends_in_slash = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        ends_in_slash = segment.is_empty();
        match segment {
            ".." if is_normalized => drop(segments.pop()),
            "" | "." if is_normalized => {}
            _ if is_encoded_twice => segments.push(percent::encoded(segment.as_bytes(), UNRESERVED)),
            _ => segments.push(encoded(segment, "url")?),
        }
    }
    let end = if is_normalized && ends_in_slash && !segments.is_empty() { "/" } else { "" };
    Ok(["/", &segments.join("/"), end].concat())
}

/// The canonical query: sorted by encoded names, then by values.
pub(crate) fn parameters(query: &str) -> Result<String, Error> {
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
pub(crate) fn encoded(text: &str, part: &str) -> Result<String, Error> {
    if percent::broken_escape(text.as_bytes()).is_some() {
        return Err(refusal(Error::RequestInvalid, part, "two hexadecimal digits after `%`", "another value"));
    }
    Ok(percent::encoded(&percent::decoded(text.as_bytes(), b'+'), UNRESERVED))
}
