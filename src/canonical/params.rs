//! `name=value` pairs joined by `&`: a query, or a form body (application/x-www-form-urlencoded).

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::text::{replaced, sorted};

/// What is wrong with a value that different readers take in different ways: what was expected, and what came.
pub(crate) type Unclear = (&'static str, &'static str);

/// The one value called `name`, decoded; `None` where there is none.
///
/// # Errors
///
/// What the readers of forms and queries (`URLSearchParams`, `qs`, `querystring`) take in different ways: the name twice, without `=`, or
/// beside `name[]`; an escape that is none; more pairs than some of them look at.
pub(crate) fn one(params: &[u8], name: &str) -> Result<Option<Vec<u8>>, Unclear> {
    let mut found = None;
    if too_many(params).is_some() {
        return Err((AT_MOST, "more"));
    }
    for piece in params.split(|&byte| byte == b'&') {
        // Older readers begin a pair at `;`, too.
        for (place, part) in piece.split(|&byte| byte == b';').enumerate() {
            let end = part.iter().position(|&byte| byte == b'=').unwrap_or(part.len());
            match likeness(&part[..end], name) {
                Likeness::None => {}
                Likeness::Same if place == 0 && found.is_none() && end < part.len() => {
                    found = Some(value(&piece[end + 1..])?);
                }
                Likeness::Same if found.is_some() => return Err(("one value", "several")),
                Likeness::Same if place == 0 => return Err(("`=` and a value after the name", "the name alone")),
                Likeness::Same | Likeness::Near => {
                    return Err(("the name as it is, once", "another spelling that some readers take for it"));
                }
            }
        }
    }
    Ok(found)
}

/// Whether some reader of forms could find `name` in `text`, which is no form.
pub(crate) fn is_named_in(text: &[u8], name: &str) -> bool {
    let parts = text.split(|byte| b"&;".contains(byte));
    parts
        .map(|part| part.split(|&byte| byte == b'=').next().unwrap_or_default())
        .any(|own| likeness(own, name) != Likeness::None)
}

/// How the name of a pair relates to the one that is looked for.
#[derive(PartialEq, Eq)]
enum Likeness {
    None,
    Same,
    /// A reader may take it for that name: `name[]`, `[name]`, `?name`, `name[0]`, or white space around it.
    Near,
}

fn likeness(written: &[u8], name: &str) -> Likeness {
    if written.len() < name.len() {
        return Likeness::None;
    }
    let is_escaped = written.iter().any(|byte| b"%+".contains(byte));
    let own: Cow<'_, [u8]> = if is_escaped { decoded(written).into() } else { written.into() };
    if *own == *name.as_bytes() {
        return Likeness::Same;
    }
    let bare = own.strip_prefix(b"?").unwrap_or(&own).trim_ascii();
    let bare = bare.strip_prefix(b"[").unwrap_or(bare);
    let bare = bare.split(|byte| b"[]".contains(byte)).next().unwrap_or_default();
    if bare.trim_ascii() == name.as_bytes() { Likeness::Near } else { Likeness::None }
}

/// What a value stands for that all readers read alike.
fn value(written: &[u8]) -> Result<Vec<u8>, Unclear> {
    if broken_escape(written).is_some() {
        return Err((DIGITS, "something else"));
    }
    // `qs` ends the name at the last bracket before an equals sign.
    if written
        .split(|&byte| byte == b'=')
        .rev()
        .skip(1)
        .any(|before| before.ends_with(b"]") || before.ends_with(b"%5D") || before.ends_with(b"%5d"))
    {
        return Err(("a value without `]=`, at which some readers end the name", "one with it"));
    }
    let value = decoded(written);
    // What is written has to be text itself: an escape must not complete a character.
    if core::str::from_utf8(&value).is_err() || core::str::from_utf8(written).is_err() {
        return Err(("UTF-8 in its escapes", "other bytes"));
    }
    Ok(value)
}

/// Where an escape ends that has fewer than two digits, if one does.
pub(super) fn broken_escape(text: &[u8]) -> Option<usize> {
    text.iter().enumerate().filter(|(_, byte)| **byte == b'%').find_map(|(place, _)| {
        let digits = text[place + 1..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        (digits < 2).then_some(place + 1 + digits)
    })
}

/// The value of the first pair called `name`, as it stands on the wire.
#[inline]
pub(crate) fn find<'a>(params: &'a [u8], name: &str) -> Option<&'a [u8]> {
    all(params, name).next()
}

/// The values of all pairs called `name`, as they stand on the wire.
pub(crate) fn all<'a>(params: &'a [u8], name: &str) -> impl Iterator<Item = &'a [u8]> {
    pairs(params).filter_map(move |pair| {
        if let Some(rest) = pair.strip_prefix(name.as_bytes()) {
            return rest.strip_prefix(b"=");
        }
        // The name may be escaped, as browsers do.
        let (own, value) = pair.split_at(pair.iter().position(|&byte| byte == b'=')?);
        (own.contains(&b'%') && decoded(own) == name.as_bytes()).then(|| &value[1..])
    })
}

/// `url` without the parameters that the signature travels in.
pub(crate) fn covered<'a>(url: &'a str, signatures: &[&str]) -> Cow<'a, str> {
    match url.split_once('?') {
        Some((before, query)) if !signatures.is_empty() => match &*without(query, signatures) {
            "" => before.into(),
            covered => [before, "?", covered].concat().into(),
        },
        _ => url.into(),
    }
}

/// `params` without the pairs called one of `names`.
fn without(params: &str, names: &[&str]) -> String {
    let is_kept = |pair: &&str| !names.contains(&pair.split('=').next().unwrap_or_default());
    let mut kept = String::with_capacity(params.len());
    for (place, pair) in params.split('&').filter(is_kept).enumerate() {
        kept.push_str(if place == 0 { "" } else { "&" });
        kept.push_str(pair);
    }
    kept
}

/// What `value` stands for: `+` is a space, and `%hh` a byte; what is no escape stays.
pub(crate) fn decoded(value: &[u8]) -> Vec<u8> {
    unescaped(value, b' ')
}

/// What `value` stands for: `%hh` is a byte, and `+` is `plus`; what is no escape stays.
pub(crate) fn unescaped(value: &[u8], plus: u8) -> Vec<u8> {
    let mut text = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let mut escaped = [0];
        match (byte, after.split_at_checked(2)) {
            (b'%', Some((digits, after))) if hex::decode_to_slice(digits, &mut escaped).is_ok() => {
                text.extend(escaped);
                rest = after;
            }
            (b'+', _) => text.push(plus),
            _ => text.push(byte),
        }
    }
    text
}

/// Appends `name=value`, percent-encoding what is not an unreserved character (RFC 3986 §2.3).
pub(crate) fn push(params: &mut Vec<u8>, name: &str, value: &[u8]) {
    if !params.is_empty() {
        params.push(b'&');
    }
    params.extend_from_slice(name.as_bytes());
    params.push(b'=');
    for &byte in value {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => params.push(byte),
            _ => push_escaped(params, byte),
        }
    }
}

/// Appends `byte` as `%hh`.
pub(super) fn push_escaped(params: &mut Vec<u8>, byte: u8) {
    params.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

/// Where the pair begins that is one more than readers look at, if there are so many.
pub(crate) fn too_many(params: &[u8]) -> Option<usize> {
    params.iter().enumerate().filter(|(_, byte)| **byte == b'&').nth(MAX_PAIRS - 1).map(|(at, _)| at + 1)
}

/// Appends the pairs in the order of their bytes.
pub(crate) fn write_sorted(params: &[u8], out: &mut Vec<u8>) {
    for (place, (pair, _)) in sorted(pairs(params).zip(0_usize..)).into_iter().enumerate() {
        if place > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(pair);
    }
}

/// Appends the names and values, decoded, in the order of their bytes: a pair that stands twice once.
pub(crate) fn write_joined(params: &[u8], out: &mut Vec<u8>) {
    let mut all = Vec::new();
    for pair in pairs(params) {
        let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        // With the lowest bytes between, which no name has then, shorter names come first.
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

const HEX: &[u8; 16] = b"0123456789ABCDEF";
/// As many as `qs`, PHP and `querystring` look at; none that anybody signs has a tenth of it.
const MAX_PAIRS: usize = 1000;
/// What is expected where an escape is broken.
pub(super) const DIGITS: &str = "two hexadecimal digits after `%`";
pub(crate) const AT_MOST: &str = "at most 1000 pairs, which is as many as readers look at";
