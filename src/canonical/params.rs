//! `name=value` pairs joined by `&`: a query, or a form body (application/x-www-form-urlencoded).

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::percent;
use crate::text::{replaced, sorted};
use crate::url::split_query;

/// A value that parsers read differently: what was expected, and what was found.
pub(crate) type Unclear = (&'static str, &'static str);

/// The only value called `name`, decoded; `None` if there is none.
///
/// # Errors
///
/// Input that parsers of forms and queries (`URLSearchParams`, `qs`, `querystring`) read differently: a repeated name,
/// a name without `=`, a name beside `name[]`, a broken escape, or more pairs than some of them read.
pub(crate) fn one(params: &[u8], name: &str) -> Result<Option<Vec<u8>>, Unclear> {
    let mut found = None;
    if too_many(params).is_some() {
        return Err((AT_MOST, "more"));
    }
    for piece in params.split(|&byte| byte == b'&') {
        // Older parsers also split pairs at `;`.
        for (place, part) in piece.split(|&byte| byte == b';').enumerate() {
            let end = part.iter().position(|&byte| byte == b'=').unwrap_or(part.len());
            match match_name(&part[..end], name) {
                NameMatch::Different => {}
                NameMatch::Same if place == 0 && found.is_none() && end < part.len() => {
                    found = Some(value(&piece[end + 1..])?);
                }
                NameMatch::Same if found.is_some() => return Err(("one value", "several")),
                NameMatch::Same if place == 0 => return Err(("`=` and a value after the name", "the name alone")),
                NameMatch::Same | NameMatch::Ambiguous => {
                    return Err(("the name as it is, once", "another spelling that some readers take for it"));
                }
            }
        }
    }
    Ok(found)
}

/// Whether some parser of forms could find `name` in `text`, which is not a form.
pub(crate) fn is_named_in(text: &[u8], name: &str) -> bool {
    let parts = text.split(|byte| b"&;".contains(byte));
    parts
        .map(|part| part.split(|&byte| byte == b'=').next().unwrap_or_default())
        .any(|own| match_name(own, name) != NameMatch::Different)
}

/// How the name of a pair relates to a name that is looked up.
#[derive(PartialEq, Eq)]
enum NameMatch {
    Different,
    Same,
    /// Some parsers read it as that name: `name[]`, `[name]`, `?name`, `name[0]`, or with white space around it.
    Ambiguous,
}

fn match_name(written: &[u8], name: &str) -> NameMatch {
    if written.len() < name.len() {
        return NameMatch::Different;
    }
    let is_escaped = written.iter().any(|byte| b"%+".contains(byte));
    let own: Cow<'_, [u8]> = if is_escaped { decoded(written).into() } else { written.into() };
    if *own == *name.as_bytes() {
        return NameMatch::Same;
    }
    let bare = own.strip_prefix(b"?").unwrap_or(&own).trim_ascii();
    let bare = bare.strip_prefix(b"[").unwrap_or(bare);
    let bare = bare.split(|byte| b"[]".contains(byte)).next().unwrap_or_default();
    if bare.trim_ascii() == name.as_bytes() { NameMatch::Ambiguous } else { NameMatch::Different }
}

/// The decoded value; an error if parsers decode it differently.
fn value(written: &[u8]) -> Result<Vec<u8>, Unclear> {
    if percent::broken_escape(written).is_some() {
        return Err((DIGITS, "something else"));
    }
    // `qs` ends the name at the last `]` before an equals sign.
    if written
        .split(|&byte| byte == b'=')
        .rev()
        .skip(1)
        .any(|before| before.ends_with(b"]") || before.ends_with(b"%5D") || before.ends_with(b"%5d"))
    {
        return Err(("a value without `]=`, at which some readers end the name", "one with it"));
    }
    let value = decoded(written);
    // The undecoded bytes must be UTF-8 too: an escape must not complete a character.
    if core::str::from_utf8(&value).is_err() || core::str::from_utf8(written).is_err() {
        return Err(("UTF-8 in its escapes", "other bytes"));
    }
    Ok(value)
}

/// The undecoded values of all pairs called `name`.
pub(crate) fn all<'a>(params: &'a [u8], name: &str) -> impl Iterator<Item = &'a [u8]> {
    pairs(params).filter_map(move |pair| {
        if let Some(rest) = pair.strip_prefix(name.as_bytes()) {
            return rest.strip_prefix(b"=");
        }
        // The name may be percent-encoded, as browsers do.
        let (own, value) = pair.split_at(pair.iter().position(|&byte| byte == b'=')?);
        (own.contains(&b'%') && decoded(own) == name.as_bytes()).then(|| &value[1..])
    })
}

/// `url` without the parameters `signatures`, which the signature cannot cover.
pub(crate) fn covered<'a>(url: &'a str, signatures: &[&str]) -> Cow<'a, str> {
    if signatures.is_empty() {
        return url.into();
    }
    let (front, query) = split_query(url);
    match &*without(query, signatures) {
        "" => front.into(),
        covered => [front, "?", covered].concat().into(),
    }
}

/// `params` without the pairs whose name is in `names`.
fn without(params: &str, names: &[&str]) -> String {
    let is_kept = |pair: &&str| !names.contains(&pair.split('=').next().unwrap_or_default());
    let mut kept = String::with_capacity(params.len());
    for (place, pair) in params.split('&').filter(is_kept).enumerate() {
        kept.push_str(if place == 0 { "" } else { "&" });
        kept.push_str(pair);
    }
    kept
}

/// Percent-decodes `value`, with `+` as a space; broken escapes stay.
pub(crate) fn decoded(value: &[u8]) -> Vec<u8> {
    percent::decoded(value, b' ')
}

/// Appends `name=value`, percent-encoding all but unreserved characters (RFC 3986 §2.3).
pub(crate) fn push(params: &mut Vec<u8>, name: &str, value: &[u8]) {
    if !params.is_empty() {
        params.push(b'&');
    }
    params.extend_from_slice(name.as_bytes());
    params.push(b'=');
    percent::push_encoded(params, value, percent::UNRESERVED);
}

/// The offset of the first pair beyond [`MAX_PAIRS`], if there are so many.
pub(crate) fn too_many(params: &[u8]) -> Option<usize> {
    params.iter().enumerate().filter(|(_, byte)| **byte == b'&').nth(MAX_PAIRS - 1).map(|(at, _)| at + 1)
}

/// Appends the undecoded pairs, sorted bytewise.
pub(crate) fn write_sorted(params: &[u8], out: &mut Vec<u8>) {
    for (place, (pair, _)) in sorted(pairs(params).zip(0_usize..)).into_iter().enumerate() {
        if place > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(pair);
    }
}

/// Appends the decoded names and values, sorted bytewise; equal pairs once.
pub(crate) fn write_joined(params: &[u8], out: &mut Vec<u8>) {
    let mut all = Vec::new();
    for pair in pairs(params) {
        let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        // Two zero bytes end a name, which cannot contain them after this replacement: shorter names sort first.
        let name = replaced(&decoded(&pair[..end]), b"\0", b"\0\x01");
        all.push((name.len(), [&*name, b"\0\0", &decoded(pair.get(end + 1..).unwrap_or_default())].concat()));
    }
    let mut before = None;
    for (pair, end) in sorted(all.iter().map(|(end, pair)| (&**pair, *end))) {
        if before.replace(pair) != Some(pair) {
            out.extend_from_slice(&replaced(&pair[..end], b"\0\x01", b"\0"));
            out.extend_from_slice(&pair[end + 2..]);
        }
    }
}

fn pairs(params: &[u8]) -> impl Iterator<Item = &[u8]> {
    params.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty())
}

/// The number of pairs that `qs`, PHP and `querystring` read by default. No known signed form has a tenth of it.
const MAX_PAIRS: usize = 1000;
/// The expectation at a broken escape.
pub(super) const DIGITS: &str = "two hexadecimal digits after `%`";
pub(crate) const AT_MOST: &str = "at most 1000 pairs, which is as many as readers look at";
