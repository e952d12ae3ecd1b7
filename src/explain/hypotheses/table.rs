//! Tables of variants, as text: small code, and small data.

use alloc::{string::String, vec::Vec};

pub(super) use crate::text::orders;

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

/// What stands before and after the first space.
fn cut(line: &'static str) -> (&'static str, &'static str) {
    let at = line.bytes().position(|byte| byte == b' ').unwrap_or(line.len());
    (&line[..at], line.get(at + 1..).unwrap_or_default())
}
