//! Tables of variants, as text: small code, and small data.

use alloc::{string::String, vec::Vec};

/// A line of a table: an id, a word and the rest of the line.
pub(super) type Row = (&'static str, &'static str, &'static str);

/// The lines of a table.
#[inline(never)]
pub(super) fn rows(table: &'static str) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in table.split('\n').filter(|line| !line.is_empty()) {
        let (id, rest) = cut(line);
        let (word, rest) = cut(rest);
        rows.push((id, word, rest));
    }
    rows
}

/// A pattern with `A` to `S` replaced by the pieces, in their order, and `~` by a line feed.
#[inline(never)]
pub(super) fn filled(pattern: &str, pieces: &[&str]) -> String {
    let mut text = String::new();
    for letter in pattern.bytes() {
        match letter {
            b'A'..=b'S' => text.push_str(pieces.get(usize::from(letter - b'A')).unwrap_or(&"")),
            b'~' => text.push('\n'),
            _ => text.push(char::from(letter)),
        }
    }
    text
}

/// All orders of so many things but the given one, where they are few; of some more those in which one is moved.
#[inline(never)]
pub(super) fn orders(count: usize) -> Vec<Vec<usize>> {
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

/// What stands before and after the first space.
fn cut(line: &'static str) -> (&'static str, &'static str) {
    let at = line.bytes().position(|byte| byte == b' ').unwrap_or(line.len());
    (&line[..at], line.get(at + 1..).unwrap_or_default())
}
