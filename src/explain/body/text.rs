//! Changes of a JSON text that is printed already: fractions of its numbers, and spaces between its outermost members.

use alloc::vec::Vec;

use crate::text::utf8;

/// A number without an exponent.
pub(super) struct Number<'j> {
    pub text: &'j str,
    /// Where it ends.
    end: usize,
    /// How many digits its fraction has.
    pub digits: usize,
}

/// The numbers of a JSON text that have no exponent.
pub(super) fn numbers(json: &[u8]) -> impl Iterator<Item = Number<'_>> {
    let is_of_number = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    outside_strings(json).filter_map(move |at| {
        let before = at.checked_sub(1).and_then(|before| json.get(before));
        if !matches!(json[at], b'-' | b'0'..=b'9') || before.is_some_and(is_of_number) {
            return None;
        }
        let length = json[at..].iter().take_while(|byte| is_of_number(byte)).count();
        let number = &json[at..at + length];
        let point = number.iter().position(|byte| *byte == b'.').unwrap_or(length - 1);
        let has_exponent = number.iter().any(|byte| matches!(byte, b'e' | b'E'));
        (!has_exponent).then(|| Number { text: utf8(number), end: at + length, digits: length - 1 - point })
    })
}

/// With zeros up to `digits` after the point of the number at `place`, or of every number; `None` where that changes nothing.
pub(super) fn with_fraction(json: &[u8], place: Option<usize>, digits: usize) -> Option<Vec<u8>> {
    let (mut out, mut from) = (Vec::with_capacity(json.len() + 8), 0);
    let numbers = numbers(json).filter(|number| number.digits < 2).enumerate();
    for (number, Number { end, digits: has, .. }) in numbers {
        if has < digits && place.is_none_or(|place| place == number) {
            out.extend_from_slice(&json[from..end]);
            out.extend_from_slice(if has == 0 { b"." } else { b"" });
            out.extend_from_slice(&ZEROS[..(digits - has).min(ZEROS.len())]);
            from = end;
        }
    }
    if from == 0 {
        return None;
    }
    out.extend_from_slice(&json[from..]);
    Some(out)
}

/// How many commas and colons there are in the outermost object.
pub(super) fn separators(json: &[u8]) -> usize {
    outermost_separators(json).count()
}

/// With a space after each of these separators that has a bit in `mask`, the first in the lowest.
pub(super) fn spaced(json: &[u8], mask: usize) -> Vec<u8> {
    let (mut out, mut from) = (Vec::with_capacity(json.len() + 16), 0);
    for (place, at) in outermost_separators(json).enumerate() {
        if mask >> place & 1 == 1 {
            out.extend_from_slice(&json[from..=at]);
            out.push(b' ');
            from = at + 1;
        }
    }
    out.extend_from_slice(&json[from..]);
    out
}

fn outermost_separators(json: &[u8]) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    outside_strings(json).filter(move |&at| {
        match json[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 1 && matches!(json[at], b',' | b':')
    })
}

/// The places of the bytes that are in no string.
fn outside_strings(json: &[u8]) -> impl Iterator<Item = usize> {
    let (mut inside, mut is_escaped) = (false, false);
    (0..json.len()).filter(move |&at| {
        let is_quote = json[at] == b'"' && !is_escaped;
        is_escaped = inside && json[at] == b'\\' && !is_escaped;
        let was_inside = inside;
        inside ^= is_quote;
        !was_inside && !is_quote
    })
}

const ZEROS: &[u8] = b"00";
