//! Where what a receiver has in hand begins to differ from what was signed.

use alloc::string::String;

use super::expected::Expected;
use super::hypothesis::Change;
use crate::text::decimal;

/// A sentence on the first difference, where `change` is one of the body or the URL; empty otherwise.
pub(super) fn sentence(expected: &Expected, change: &Change) -> String {
    let url = |front: &str, tail: &str| [front, tail].concat().into_bytes();
    let own_url = || url(&expected.front, &expected.tail);
    let (what, own, signed) = match change {
        Change::Body(place) => {
            ("Your body", expected.bodies.raw().to_vec(), expected.bodies.make(*place).unwrap_or_default())
        }
        Change::Url(front, tail) => ("Your URL", own_url(), url(front, tail.as_ref().unwrap_or(&expected.tail))),
        Change::Query(tail) => ("Your URL", own_url(), url(&expected.front, tail)),
        Change::Method(_)
        | Change::Timestamp(..)
        | Change::Values(..)
        | Change::Layout(..)
        | Change::Made(..)
        | Change::Charset(_)
        | Change::Protected(_)
        | Change::Secret(_)
        | Change::Mac(_) => return String::new(),
    };
    let at = own.iter().zip(&signed).take_while(|(own, signed)| own == signed).count();
    if at == own.len() && at == signed.len() {
        return String::new();
    }
    let own = excerpt(&own, at).map_or_else(|| "it ends".into(), |own| ["it has ", &*own].concat());
    let signed =
        excerpt(&signed, at).map_or_else(|| "the signed one ends".into(), |own| [&*own, " was signed"].concat());
    [what, " differs from the signed one at byte ", &decimal(at), ": ", &own, ", where ", &signed, ". "].concat()
}

/// Some of the text around `at`, in backticks, with its line breaks shown; `None` where it ends.
fn excerpt(text: &[u8], at: usize) -> Option<String> {
    if at == text.len() {
        return None;
    }
    let is_inside = |place: &usize| text.get(*place).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000);
    let start = (0..=at.saturating_sub(BEFORE)).rev().find(|place| !is_inside(place)).unwrap_or_default();
    let end = (at + AFTER..text.len()).find(|place| !is_inside(place)).unwrap_or(text.len());
    let mut shown = String::from("`");
    for letter in String::from_utf8_lossy(&text[start..end]).chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '`' => shown.push('\''),
            letter if letter.is_ascii_control() => shown.push(char::REPLACEMENT_CHARACTER),
            letter => shown.push(letter),
        }
    }
    shown.push('`');
    Some(shown)
}

/// How many bytes are shown before the difference, and from it on.
const BEFORE: usize = 6;
const AFTER: usize = 12;
