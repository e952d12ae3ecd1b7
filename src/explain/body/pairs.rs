//! `name=value` pairs of a form or a query, and what may have become of one of them, or of all, on the way.

use alloc::{string::String, vec::Vec};

use super::edit::{self, BACKSLASHES, CHARACTERS, ENTITIES, Replacements};
use super::form::{self, COMPONENTS, SEARCH_PARAMS, WRITERS, halves, pairs};
use super::print;
use super::style::{JS, LISTS, PHP, PHP_PLAIN, PYTHON, PYTHON_UTF8, SLASHES, Style};
use super::tree::Tree;
use crate::canonical::params::decoded;
use crate::explain::causes::CauseId;
use crate::text::{decimal, find, utf8};

/// What may have become of a pair.
#[derive(Clone, Copy, Debug)]
pub(in crate::explain) enum Edit {
    /// White space before and after its value was trimmed.
    Trimmed(&'static str, &'static str),
    /// JSON in its value was parsed and printed again: how it was printed before.
    Printed(Style),
    Lower,
    Upper,
    /// Other words for `true` and `false`.
    Words([&'static str; 2]),
    /// Texts in its value became others: what they were before.
    Replaced(Replacements),
    /// Its value was decoded once more.
    Plus,
    /// The pair is left out.
    LeftOut,
    /// It is left out where it has no value.
    LeftOutIfEmpty,
    /// It is left out where one of its name comes after it.
    OnlyLast,
    /// It is left out where one of its name comes before it.
    OnlyFirst,
    /// Its name ends in `[]` where it is repeated.
    Brackets,
    /// Its name ends in `[0]`, `[1]`, … where it is repeated.
    Numbered,
    /// Its name has lost such an end.
    Bare,
    /// Its decoded value is all.
    Alone,
}

/// What may have become of one pair: what it is called in a form and, if it is tried there, in a query, which of several it is, and how.
pub(in crate::explain) struct One(pub CauseId, pub Option<CauseId>, pub &'static str, pub Edit);

/// Of each pair.
pub(in crate::explain) const EACH: &[One] = &[
    One(CauseId::BodyFormValueTrimmed, None, "a space before it", Edit::Trimmed("+", "")),
    One(CauseId::BodyFormValueTrimmed, None, "a space after it", Edit::Trimmed("", "+")),
    One(CauseId::BodyFormValueTrimmed, None, "a space before and after it", Edit::Trimmed("+", "+")),
    One(CauseId::BodyFormValueTrimmed, None, "`%20` before it", Edit::Trimmed("%20", "")),
    One(CauseId::BodyFormValueTrimmed, None, "`%20` after it", Edit::Trimmed("", "%20")),
    One(CauseId::BodyFormValueTrimmed, None, "`%20` before and after it", Edit::Trimmed("%20", "%20")),
    reprinted(0),
    reprinted(1),
    reprinted(2),
    reprinted(3),
    reprinted(4),
    reprinted(5),
    One(CauseId::BodyFormValueCase, Some(CauseId::QueryValueCase), "in lower case", Edit::Lower),
    One(CauseId::BodyFormValueCase, Some(CauseId::QueryValueCase), "in upper case", Edit::Upper),
    One(CauseId::BodyFormParameterLeftOut, Some(CauseId::QueryParameterLeftOut), "", Edit::LeftOut),
    One(CauseId::BodyOnlyFormParameter, None, "", Edit::Alone),
];

const fn reprinted(printer: usize) -> One {
    let (which, style) = PRINTERS[printer];
    One(CauseId::BodyFormJsonReserialised, Some(CauseId::ValueJsonReserialised), which, Edit::Printed(style))
}

/// Who may have printed JSON that is a value.
pub(in crate::explain) const PRINTERS: [(&str, Style); 6] = [
    ("`json_encode`, objects as arrays", PHP.with(LISTS)),
    ("`json_encode`, objects as objects", PHP),
    ("PHP's `JSON_UNESCAPED_UNICODE`", PHP_PLAIN.with(SLASHES)),
    ("`JSON.stringify`", JS),
    ("Python's `json.dumps`", PYTHON),
    ("`json.dumps` with `ensure_ascii=False`", PYTHON_UTF8),
];

/// What may have become of all pairs, in a form or a query: what it is called, which of several it is, and how.
pub(in crate::explain) const ALL: &[(CauseId, &str, Edit)] = &[
    (CauseId::ValueHtml, "the values without HTML entities", Edit::Replaced(ENTITIES)),
    (CauseId::ValueHtml, "the values with HTML entities", Edit::Replaced(CHARACTERS)),
    (
        CauseId::ValueBackslashes,
        "the quotes in the values without the backslashes that stand before them here",
        Edit::Replaced(BACKSLASHES),
    ),
    (CauseId::ValuePlusAsSpace, "`+` for each space in a value: here it is decoded twice", Edit::Plus),
    (CauseId::ValueRepeatedOnce, "last", Edit::OnlyLast),
    (CauseId::ValueRepeatedOnce, "first", Edit::OnlyFirst),
    (CauseId::ValueBrackets, "`[]` after each name that is repeated", Edit::Brackets),
    (CauseId::ValueBrackets, "`[0]`, `[1]` and so on after each name that is repeated", Edit::Numbered),
    (CauseId::ValueBrackets, "no brackets after the names", Edit::Bare),
];

/// The pairs of `text` with the one at `place`, or all, edited.
pub(in crate::explain) fn edited(text: &str, place: Option<usize>, edit: Edit) -> Vec<u8> {
    let all = Vec::from_iter(pairs(text));
    let mut out = Vec::new();
    for (own, pair) in all.iter().enumerate() {
        let other =
            if place.is_none_or(|place| place == own) { one(&all, own, edit) } else { Some(pair.as_bytes().into()) };
        match (other, edit) {
            (Some(value), Edit::Alone) if place == Some(own) => return value,
            (Some(pair), _) => {
                out.extend_from_slice(if out.is_empty() { b"" } else { b"&" });
                out.extend_from_slice(&pair);
            }
            (None, _) => {}
        }
    }
    out
}

/// What becomes of the pair at `place`; `None` where it is left out.
fn one(all: &[&str], place: usize, edit: Edit) -> Option<Vec<u8>> {
    let pair = all[place];
    let (name, value) = halves(pair);
    let is_same = |other: &&&str| halves(other).0 == name;
    let (before, after) =
        (all[..place].iter().filter(is_same).count(), all[place + 1..].iter().filter(is_same).count());
    let with = |value: &[u8]| Some([name.as_bytes(), b"=", value].concat());
    let named = |end: &str| Some([name, if before + after > 0 { end } else { "" }, "=", value].concat().into_bytes());
    let replaced = |pairs| recoded(value, |text| Some(edit::replaced(text, pairs)));
    match edit {
        Edit::Alone => return Some(decoded(value.as_bytes())),
        Edit::LeftOut => return None,
        Edit::LeftOutIfEmpty if value.is_empty() => return None,
        Edit::OnlyLast if after > 0 => return None,
        Edit::OnlyFirst if before > 0 => return None,
        Edit::LeftOutIfEmpty | Edit::OnlyLast | Edit::OnlyFirst => {}
        _ if !pair.contains('=') => {}
        Edit::Trimmed(before, after) => return with([before, value, after].concat().as_bytes()),
        Edit::Lower => return with(value.to_ascii_lowercase().as_bytes()),
        Edit::Upper => return with(value.to_ascii_uppercase().as_bytes()),
        Edit::Words(words) => {
            let word = ["true", "false"].iter().position(|own| *own == value);
            return with(word.map_or(value, |place| words[place]).as_bytes());
        }
        Edit::Replaced(pairs) => return with(&replaced(pairs)),
        Edit::Plus => return with(&replaced(&[(" ", "+")])),
        Edit::Printed(style) => return with(&recoded(value, |text| printed(text, &style))),
        Edit::Brackets => return named("[]"),
        Edit::Numbered => return named(&["[", &*decimal(before), "]"].concat()),
        Edit::Bare => {
            let end = ["[", "%5B", "%5b"].iter().filter_map(|open| find(name.as_bytes(), open.as_bytes())).min();
            return Some([&name[..end.unwrap_or(name.len())], "=", value].concat().into_bytes());
        }
    }
    Some(pair.as_bytes().into())
}

/// The value decoded, changed, and encoded as it was.
fn recoded(value: &str, change: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    let text = decoded(value.as_bytes());
    let written = |writer: &&form::Form| form::encoded(&text, writer) == value.as_bytes();
    match change(&text) {
        Some(changed) if changed != text => {
            form::encoded(&changed, WRITERS.into_iter().find(written).unwrap_or(&SEARCH_PARAMS))
        }
        _ => value.into(),
    }
}

/// JSON printed in that style; `None` where `text` is no object and no list.
pub(in crate::explain) fn printed(text: &[u8], style: &Style) -> Option<Vec<u8>> {
    print::print(&Tree::read(text).filter(|tree| tree.is_container(0))?, 0, style)
}

/// The pairs decoded, and encoded again as `URLSearchParams`, or as `encodeURIComponent`, does.
pub(in crate::explain) fn encoded_again(text: &str, is_component: bool) -> String {
    utf8(&form::encoded_again(text, if is_component { &COMPONENTS } else { &SEARCH_PARAMS })).into()
}
