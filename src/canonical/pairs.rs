//! The parameters of a query or form for providers that decode them before signing, in an unambiguous notation.
//!
//! In both notations `%hh` stands for a byte, and a literal `%` or `&`, or a `=` in a name, is escaped. So the output
//! determines the parameters: two different sets never have the same output, not even one in each notation. Input that
//! would break this is refused: a repeated name, since the order could be changed unnoticed, and a value that looks
//! like a list. Input that parsers decode differently is refused as well.

use alloc::vec::Vec;

use super::params;
use crate::error::{Found, Unexpected};
use crate::percent;
use crate::text::sorted;

/// The notation of names and values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Unescaped except where necessary; the values of `a[]` as `a=["1", "2"]`. Sorted by the bytes of `name=`.
    Plain,
    /// Percent-encoded except letters, digits, `*`, `-`, `.` and `_`. Sorted by the bytes of the name.
    Escaped,
}

/// One parameter.
struct Pair {
    /// The output in front of the value, which is also the sort key.
    key: Vec<u8>,
    value: Vec<u8>,
    /// The byte offset of the pair in the input.
    at: usize,
}

/// Appends the parameters in the notation `notation`.
///
/// # Errors
///
/// The byte at which an ambiguous parameter, an ambiguous value or a broken escape starts.
pub(super) fn write(params: &[u8], notation: Notation, out: &mut Vec<u8>) -> Result<(), Unexpected> {
    if let Err(error) = core::str::from_utf8(params) {
        // An escape could complete a character whose first bytes are unescaped; parsers disagree about such input.
        return Err(refused(error.valid_up_to(), "UTF-8", Found::Other));
    }
    let mut pairs = Vec::new();
    let mut at = 0;
    for pair in params.split(|&byte| byte == b'&') {
        if !pair.is_empty() {
            pairs.push(Pair::read(pair, at, notation)?);
        }
        at += pair.len() + 1;
    }
    let mut before: &[u8] = b"";
    let is_list = |key: &[u8]| key.ends_with(LIST);
    for (place, (key, index)) in sorted(pairs.iter().map(|pair| &*pair.key).zip(0_usize..)).into_iter().enumerate() {
        let is_repeated = place > 0 && before == key;
        if is_repeated && !is_list(key) && !key.ends_with(BRACKETS) {
            return Err(refused(
                pairs[index].at,
                "each name once, unless it ends in `[]`",
                Found::Words("it once more"),
            ));
        }
        out.extend_from_slice(match () {
            () if place == 0 => b"",
            () if is_repeated && is_list(key) => b"\", \"",
            () if is_list(before) => b"\"]&",
            () => b"&",
        });
        if !is_repeated || !is_list(key) {
            out.extend_from_slice(key);
            out.extend_from_slice(if notation == Notation::Escaped { b"=" } else { b"" });
        }
        notation.push(&pairs[index].value, false, out);
        before = key;
    }
    out.extend_from_slice(if is_list(before) { b"\"]" } else { b"" });
    Ok(())
}

impl Pair {
    fn read(pair: &[u8], at: usize, notation: Notation) -> Result<Self, Unexpected> {
        let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let value_at = at + pair.len().min(end + 1);
        let name = decoded(&pair[..end], at)?;
        let value = decoded(pair.get(end + 1..).unwrap_or_default(), value_at)?;
        let list = name.strip_suffix(b"[]");
        // Serialisers of lists escape these characters, but not all in the same way.
        let is_escaped = |byte: &u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'#' | b'\\');
        if let Some(byte) = value.iter().copied().find(is_escaped).filter(|_| list.is_some()) {
            return Err(refused(value_at, "an element in ASCII, without `\"`, `#` and `\\`", Found::Byte(byte)));
        }
        if list.is_none() && value.starts_with(b"[\"") && value.ends_with(b"\"]") {
            return Err(refused(value_at, "a value that does not read as a list", Found::Words("one that does")));
        }
        let mut key = Vec::new();
        notation.push(list.unwrap_or(&name), true, &mut key);
        key.extend_from_slice(match (notation, list) {
            (Notation::Plain, Some(_)) => LIST,
            (Notation::Plain, None) => b"=",
            (Notation::Escaped, Some(_)) => BRACKETS,
            (Notation::Escaped, None) => b"",
        });
        Ok(Self { key, value, at })
    }
}

impl Notation {
    fn push(self, text: &[u8], is_name: bool, out: &mut Vec<u8>) {
        for &byte in text {
            let is_kept = match self {
                Self::Plain => !matches!(byte, b'%' | b'&') && (byte != b'=' || !is_name),
                Self::Escaped => byte.is_ascii_alphanumeric() || b"*-._".contains(&byte),
            };
            if is_kept {
                out.push(byte);
            } else {
                percent::push_escaped(out, byte);
            }
        }
    }
}

/// The decoded `text`, which starts at byte `at` of the input; an error if parsers decode it differently.
fn decoded(text: &[u8], at: usize) -> Result<Vec<u8>, Unexpected> {
    if let Some(end) = percent::broken_escape(text) {
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

/// The characters between the name of a list and its first element.
const LIST: &[u8] = b"=[\"";
/// The percent-encoded brackets at the end of the name of a list.
const BRACKETS: &[u8] = b"%5B%5D";
