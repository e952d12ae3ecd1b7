//! The parameters of a query or form as a provider signs them that has decoded them first, each set of them in one way.
//!
//! However they are written, `%hh` stands for a byte, and a `%` or `&` of their own, or a `=` in a name, is escaped. So what
//! is written tells the parameters, and no two sets of them are written alike: neither in one writing, nor the one in this
//! and the other in that. What would break this is refused: a name that stands twice, so that the order could be changed
//! without a trace, and a value that reads as a list does. So is what readers decode differently.

use alloc::vec::Vec;

use super::params;
use crate::error::{Got, Misfit};
use crate::text::sorted;

/// How names and values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// As they are, but for what has to be escaped; the values of `a[]` as `a=["1", "2"]`. The pairs are in order.
    Plain,
    /// With everything escaped but letters, digits, `*`, `-`, `.` and `_`. The names are in order.
    Escaped,
}

/// One parameter.
struct Pair {
    /// What the pairs are ordered by: the name as it is written, without the `[]` of a list.
    key: Vec<u8>,
    value: Vec<u8>,
    /// Whether it is one of the values of a list.
    is_element: bool,
    /// The byte at which it begins.
    at: usize,
}

/// Appends the parameters.
///
/// # Errors
///
/// The byte at which a parameter begins that readers understand differently, or its value.
pub(super) fn write(params: &[u8], writing: Writing, out: &mut Vec<u8>) -> Result<(), Misfit> {
    let mut pairs = Vec::new();
    let mut at = 0;
    for pair in params.split(|&byte| byte == b'&') {
        if !pair.is_empty() {
            pairs.push(Pair::read(pair, at, writing)?);
        }
        at += pair.len() + 1;
    }
    let mut before: Option<&Pair> = None;
    for (_, index) in sorted(pairs.iter().map(|pair| &*pair.key).zip(0_usize..)) {
        let pair = &pairs[index];
        let is_more = before.is_some_and(|before| before.key == pair.key);
        if is_more && !(pair.is_element && before.is_some_and(|before| before.is_element)) {
            return Err(refused(
                pair.at,
                "each name once, unless it ends in `[]`",
                Got::Words("one that stands before"),
            ));
        }
        if !is_more {
            close_list(before, writing, out);
        }
        if before.is_some() && (!is_more || writing == Writing::Escaped) {
            out.push(b'&');
        }
        out.extend_from_slice(match (writing, pair.is_element, is_more) {
            (Writing::Plain, true, true) => b", \"",
            _ => &pair.key,
        });
        out.extend_from_slice(match (writing, pair.is_element, is_more) {
            (Writing::Plain, true, false) => b"[\"",
            (Writing::Plain, ..) => b"",
            (Writing::Escaped, true, _) => b"%5B%5D=",
            (Writing::Escaped, false, _) => b"=",
        });
        writing.push(&pair.value, false, out);
        if pair.is_element && writing == Writing::Plain {
            out.push(b'"');
        }
        before = Some(pair);
    }
    close_list(before, writing, out);
    Ok(())
}

fn close_list(before: Option<&Pair>, writing: Writing, out: &mut Vec<u8>) {
    if writing == Writing::Plain && before.is_some_and(|before| before.is_element) {
        out.push(b']');
    }
}

impl Pair {
    fn read(pair: &[u8], at: usize, writing: Writing) -> Result<Self, Misfit> {
        let end = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let name = decoded(&pair[..end], at)?;
        let value_at = at + pair.len().min(end + 1);
        let value = decoded(pair.get(end + 1..).unwrap_or_default(), value_at)?;
        let list = name.strip_suffix(b"[]");
        // What writers of lists escape, and not all in the same way.
        let is_escaped = |byte: &u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'#' | b'\\');
        if let Some(byte) = value.iter().copied().find(is_escaped).filter(|_| list.is_some()) {
            return Err(refused(value_at, "an element in ASCII, without `\"`, `#` and `\\`", Got::Byte(byte)));
        }
        if list.is_none() && value.starts_with(b"[\"") && value.ends_with(b"\"]") {
            let expected = "a value that does not read as a list, as which several of a name are signed";
            return Err(refused(value_at, expected, Got::Words("one that does")));
        }
        let mut key = Vec::with_capacity(end + 1);
        writing.push(list.unwrap_or(&name), true, &mut key);
        if writing == Writing::Plain {
            key.push(b'=');
        }
        Ok(Self { key, value, is_element: list.is_some(), at })
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
fn decoded(text: &[u8], at: usize) -> Result<Vec<u8>, Misfit> {
    for (place, _) in text.iter().enumerate().filter(|(_, byte)| **byte == b'%') {
        let digits = text[place + 1..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits < 2 {
            let end = place + 1 + digits;
            return Err(refused(at + end, "two hexadecimal digits after `%`", text.get(end).copied().into()));
        }
    }
    let decoded = params::decoded(text);
    match core::str::from_utf8(&decoded) {
        Ok(_) => Ok(decoded),
        Err(error) => {
            let got = decoded.get(error.valid_up_to()).copied().into();
            Err(refused(at, "UTF-8 once it is decoded", got))
        }
    }
}

const fn refused(at: usize, expected: &'static str, got: Got) -> Misfit {
    Misfit { at, expected, got }
}
