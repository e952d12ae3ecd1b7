//! Small string functions. Some stand in for larger ones of the standard library, where those cost more WebAssembly
//! than they are worth: the last column says what the module `core` grows by, in gzipped bytes, with the function of the
//! standard library in place of ours (measured one by one, with Rust 1.95).
//!
//! | ours | the standard library's | costs |
//! |---|---|---|
//! | [`sorted`] | `sort_unstable`; `sort` | 3,048; 3,833 |
//! | [`in_quotes`], and `concat` in other places | `format!` | 1,077 |
//! | [`elements`] | `str::split` with a string | 984 |
//! | [`cut`] | `str::split_once` with a string | 553 |
//! | [`push_number`] | `write!` with `{:0width$}` | 409 |
//! | [`decimal`] | `to_string` | −26, but 122 in the smaller module `hmac` |
//! | [`quoted`] | `map`, `collect` and `join` | 314 |
//! | `json::nearest` | `str::parse::<f64>` | 12,917 |
//!
//! `split_once` and `split` with a `char` are small, and used as they are; so is `trim`. [`find`] and [`replaced`] are for bytes, for which the standard library has none.

pub(crate) mod date;

use alloc::collections::BinaryHeap;
use alloc::{string::String, vec::Vec};

/// The offset of the first occurrence of `part`, which must not be empty, in `text`.
#[inline(never)]
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// The offset in `value` at which a search for the following literal `end` would stop too early, if there is one.
///
/// `a:` before `::` is such a value: in `a:::`, the first occurrence of `::` starts at the colon of the value.
pub(crate) fn ends_early(value: &[u8], end: &[u8]) -> Option<usize> {
    let is_early = |at: &usize| {
        let (inside, beyond) = end.split_at(end.len().min(value.len() - at));
        value[*at..].starts_with(inside) && end.starts_with(beyond)
    };
    (0..value.len()).find(is_early).filter(|_| !end.is_empty())
}

/// Compares two strings of bytes by words: `memcmp` in WebAssembly compares bytes.
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if core::ptr::eq(a, b) {
        return true;
    }
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a_rest == b_rest
        && a.iter().zip(b).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

/// Whether all of `text` is printable ASCII, eight bytes at a time.
pub(crate) fn is_printable(text: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let (words, rest) = text.as_chunks::<8>();
    let is_foreign = |word: u64| {
        // The highest bit of a byte is set if the byte is below 0x20, is 0x7f, or has it set itself. A borrow only starts at such a byte.
        let delete = word ^ (ONES * 0x7f);
        word.wrapping_sub(ONES * 0x20) | delete.wrapping_sub(ONES) & !delete | word
    };
    let marks = words.iter().fold(0, |marks, word| marks | is_foreign(u64::from_le_bytes(*word)));
    marks & (ONES * 0x80) == 0 && rest.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The parts of `text` before and after the first `separator`.
pub(crate) fn cut<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text.as_bytes(), separator.as_bytes())?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// The elements of `list`, split at `separator`.
pub(crate) fn elements<'t>(mut list: &'t str, separator: &str) -> Vec<&'t str> {
    let mut elements = Vec::new();
    while let Some((element, rest)) = cut(list, separator) {
        elements.push(element);
        list = rest;
    }
    elements.push(list);
    elements
}

/// `text` with every `from`, which must not be empty, replaced by `to`.
#[inline(never)]
pub(crate) fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// The `items` sorted, with a heap: its code is a tenth of the size of `sort`.
pub(crate) fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    BinaryHeap::from_iter(items).into_sorted_vec()
}

/// The strings in backticks, joined with `between`.
pub(crate) fn quoted<'a>(texts: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut list = String::new();
    for text in texts {
        list.push_str(if list.is_empty() { "" } else { between });
        list.push('`');
        list.push_str(text);
        list.push('`');
    }
    list
}

/// The string in backticks.
pub(crate) fn in_quotes(text: &str) -> String {
    ["`", text, "`"].concat()
}

/// The number in decimal.
pub(crate) fn decimal(number: impl TryInto<i64>) -> String {
    let mut text = String::new();
    push_number(&mut text, number.try_into().unwrap_or(i64::MAX), 1);
    text
}

/// An "expected" phrase for a limit that protects the host.
pub(crate) fn at_most(count: usize, what: &str) -> String {
    ["at most ", &decimal(count), " ", what].concat()
}

/// Appends a number in decimal, padded with zeros to `width` digits.
pub(crate) fn push_number(text: &mut String, number: i64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    let mut rest = number.unsigned_abs();
    while rest > 0 {
        start -= 1;
        digits[start] += u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    let start = start.min(digits.len() - width);
    text.push_str(if number < 0 { "-" } else { "" });
    text.push_str(utf8(&digits[start..]));
}

/// Bytes that the crate itself has written as a string, or taken whole out of one, as a string. Bytes from outside are
/// checked where they come in.
#[expect(clippy::unreachable, reason = "the one place for what cannot be: an empty string would be signed in silence")]
#[inline(never)]
pub(crate) fn utf8(bytes: &[u8]) -> &str {
    let Ok(text) = core::str::from_utf8(bytes) else { unreachable!("these bytes were written as UTF-8") };
    text
}

/// All permutations of `count` items except the identity.
pub(crate) fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut orders = Vec::new();
    for number in 1..(1..=count).product() {
        let mut rest = number;
        let mut left = Vec::from_iter(0..count);
        let mut order = Vec::with_capacity(count);
        for base in (1..=count).rev() {
            order.push(left.remove(rest % base));
            rest /= base;
        }
        orders.push(order);
    }
    orders
}

/// All permutations of `count` items except the identity; for larger counts, only those that move one item.
#[inline(never)]
pub(crate) fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders = if (2..=4).contains(&count) { permutations(count) } else { Vec::new() };
    if (5..=8).contains(&count) {
        for number in 0..count * count {
            let (from, to) = (number / count, number % count);
            // Moving an item down by one is the same as moving its neighbour up by one.
            if from != to && from != to + 1 {
                let mut order = Vec::from_iter(0..count);
                let moved = order.remove(from);
                order.insert(to, moved);
                orders.push(order);
            }
        }
    }
    orders
}
