//! The parameters of a query or form as a provider signs them that has decoded them first, each set of them in one way.
//!
//! However they are written, `%hh` stands for a byte, and a `%` or `&` of their own, or a `=` in a name, is escaped. So what
//! is written tells the parameters, and no two sets of them are written alike: neither in one writing, nor the one in this
//! and the other in that. What would break this is refused: a name that stands twice, so that the order could be changed
//! without a trace, and a value that reads as a list does. So is what readers decode differently.

use alloc::vec::Vec;

use super::params;
use crate::error::{Found, Unexpected};
use crate::text::sorted;

/// How names and values are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// As they are, but for what has to be escaped; the values of `a[]` as `a=["1", "2"]`. The pairs are in order.
    Plain,
    /// With everything escaped but letters, digits, `*`, `-`, `.` and `_`. The names are in order.
    Escaped,
}

/// One parameter.
struct Pair {
    /// What stands in front of the value, and what the pairs are ordered by.
    key: Vec<u8>,
    value: Vec<u8>,
    /// The byte at which it begins.
    at: usize,
}

/// Appends the parameters.
///
/// # Errors
///
/// The byte at which a parameter or its value begins that readers understand differently, or at which an escape ends.
pub(super) fn write(params: &[u8], writing: Writing, out: &mut Vec<u8>) -> Result<(), Unexpected> {
    if let Err(error) = core::str::from_utf8(params) {
        // A byte that an escape would complete is another character to who decodes text first.
        return Err(refused(error.valid_up_to(), "UTF-8", Found::Other));
    }
    let mut pairs = Vec::new();
    let mut at = 0;
    for pair in params.split(|&byte| byte == b'&') {
        if !pair.is_empty() {
            pairs.push(Pair::read(pair, at, writing)?);
        }
        at += pair.len() + 1;
    }
    let mut before: &[u8] = b"";
    let is_list = |key: &[u8]| key.ends_with(LIST);
    for (place, (key, index)) in sorted(pairs.iter().map(|pair| &*pair.key).zip(0_usize..)).into_iter().enumerate() {
        let is_again = place > 0 && before == key;
        if is_again && !is_list(key) && !key.ends_with(BRACKETS) {
            return Err(refused(
                pairs[index].at,
                "each name once, unless it ends in `[]`",
                Found::Words("it once more"),
            ));
        }
        out.extend_from_slice(match () {
            () if place == 0 => b"",
            () if is_again && is_list(key) => b"\", \"",
            () if is_list(before) => b"\"]&",
            () => b"&",
        });
        if !is_again || !is_list(key) {
            out.extend_from_slice(key);
            out.extend_from_slice(if writing == Writing::Escaped { b"=" } else { b"" });
        }
        writing.push(&pairs[index].value, false, out);
        before = key;
    }
    out.extend_from_slice(if is_list(before) { b"\"]" } else { b"" });
    Ok(())
}

impl Pair {
    fn read(pair: &[u8], at: usize, writing: Writing) -> Result<Self, Unexpected> {
        let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let value_at = at + pair.len().min(end + 1);
        let name = decoded(&pair[..end], at)?;
        let value = decoded(pair.get(end + 1..).unwrap_or_default(), value_at)?;
        let list = name.strip_suffix(b"[]");
        // What writers of lists escape, and not all in the same way.
        let is_escaped = |byte: &u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'#' | b'\\');
        if let Some(byte) = value.iter().copied().find(is_escaped).filter(|_| list.is_some()) {
            return Err(refused(value_at, "an element in ASCII, without `\"`, `#` and `\\`", Found::Byte(byte)));
        }
        if list.is_none() && value.starts_with(b"[\"") && value.ends_with(b"\"]") {
            return Err(refused(value_at, "a value that does not read as a list", Found::Words("one that does")));
        }
        let mut key = Vec::new();
        writing.push(list.unwrap_or(&name), true, &mut key);
        key.extend_from_slice(match (writing, list) {
            (Writing::Plain, Some(_)) => LIST,
            (Writing::Plain, None) => b"=",
            (Writing::Escaped, Some(_)) => BRACKETS,
            (Writing::Escaped, None) => b"",
        });
        Ok(Self { key, value, at })
    }
}

impl Writing {
    fn push(self, text: &[u8], is_name: bool, out: &mut Vec<u8>) {
        for &byte in text {
            let is_kept = match self {
                Self::Plain => !matches!(byte, b'%' | b'&') && (byte != b'=' || !is_name),
                Self::Escaped => byte.is_ascii_alphanumeric() || b"*-._".contains(&byte),
            };
            if is_kept {
                out.push(byte);
            } else {
                params::push_escaped(out, byte);
            }
        }
    }
}

/// What `text`, which begins at the byte `at`, stands for, where all readers understand it in the same way.
fn decoded(text: &[u8], at: usize) -> Result<Vec<u8>, Unexpected> {
    if let Some(end) = params::broken_escape(text) {
        return Err(refused(at + end, params::DIGITS, text.get(end).copied().into()));
    }
    let decoded = params::decoded(text);
    match core::str::from_utf8(&decoded) {
        Ok(_) => Ok(decoded),
        Err(error) => Err(refused(at, "UTF-8 once it is decoded", decoded.get(error.valid_up_to()).copied().into())),
    }
}

const fn refused(at: usize, expected: &'static str, got: Found) -> Unexpected {
    Unexpected { at, expected, got }
}

/// What stands between the name of a list and its elements.
const LIST: &[u8] = b"=[\"";
const BRACKETS: &[u8] = b"%5B%5D";
