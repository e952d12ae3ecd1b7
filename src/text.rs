//! Texts cut at other texts, put in order, and put together for messages.

pub(crate) mod date;

use alloc::collections::BinaryHeap;
use alloc::{string::String, vec::Vec};

/// Where `part`, which is not empty, first stands in `text`.
#[inline(never)]
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Where in `value`, which `end` stands after, a reader that looks for `end` would take the value to end too early.
///
/// `a:` before `::` is such a value: of its colons the first two are found first.
pub(crate) fn ends_early(value: &[u8], end: &[u8]) -> Option<usize> {
    let is_early = |at: &usize| {
        let (inside, beyond) = end.split_at(end.len().min(value.len() - at));
        value[*at..].starts_with(inside) && end.starts_with(beyond)
    };
    (0..value.len()).find(is_early).filter(|_| !end.is_empty())
}

/// What stands in `text` before and after the first `separator`.
pub(crate) fn cut<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text.as_bytes(), separator.as_bytes())?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// The elements of a list.
pub(crate) fn elements<'t>(mut list: &'t str, separator: &str) -> Vec<&'t str> {
    let mut elements = Vec::new();
    while let Some((element, rest)) = cut(list, separator) {
        elements.push(element);
        list = rest;
    }
    elements.push(list);
    elements
}

/// The text with every `from`, which is not empty, as `to`.
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

/// The `items` in ascending order: by a heap, whose code is a tenth of what `sort` brings.
pub(crate) fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    BinaryHeap::from_iter(items).into_sorted_vec()
}

/// The texts in backquotes, with `between` between.
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

/// The text in backquotes.
pub(crate) fn in_quotes(text: &str) -> String {
    ["`", text, "`"].concat()
}

/// A number in decimal.
pub(crate) fn decimal(number: impl TryInto<i64>) -> String {
    let mut text = String::new();
    push_number(&mut text, number.try_into().unwrap_or(i64::MAX), 1);
    text
}

/// Appends a number in decimal, with zeros in front up to `width` digits.
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
    text.push_str(core::str::from_utf8(&digits[start..]).unwrap_or_default());
}

/// All orders of so many things but the given one, where they are few; of some more those in which one is moved.
#[inline(never)]
pub(crate) fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders = Vec::new();
    let most: usize = if (2..=4).contains(&count) { (1..=count).product() } else { 1 };
    for number in 1..most {
        let mut rest = number;
        let mut left = Vec::from_iter(0..count);
        let mut order = Vec::with_capacity(count);
        for base in (1..=count).rev() {
            order.push(left.remove(rest % base));
            rest /= base;
        }
        orders.push(order);
    }
    if (5..=8).contains(&count) {
        for number in 0..count * count {
            let (from, to) = (number / count, number % count);
            // A neighbour that is moved back is moved once already.
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
