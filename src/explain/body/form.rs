//! Bodies and members as `name=value` pairs (application/x-www-form-urlencoded).

use alloc::{string::String, vec::Vec};

use super::edit::stringified;
use super::number;
use super::print::{self, Member, members};
use super::style::{
    BY_UNITS, INDICES, JS, JS_TEXT, LISTS, Numbers, PHP, PHP_PLAIN, PHP_TEXT, PYTHON, PYTHON_TEXT, PYTHON_UTF8,
    SLASHES, Style,
};
use super::tree::Tree;
use crate::canonical::params::decoded;
use crate::explain::causes::CauseId;
use crate::percent;
use crate::text::cut;

/// How an object without further ones inside becomes pairs.
#[derive(Debug)]
pub(super) struct Form {
    /// What stays besides letters and digits; `None` where all does.
    kept: Option<&'static [u8]>,
    /// What a space becomes.
    space: &'static str,
    /// `true`, `false` and `null`; a member that is nothing is left out.
    words: [&'static str; 3],
    numbers: &'static Numbers,
    bits: u32,
}

/// `new URLSearchParams(object)`.
pub(super) const SEARCH_PARAMS: Form =
    Form { kept: Some(b"*-._"), space: "+", words: ["true", "false", "null"], numbers: &JS_TEXT, bits: INDICES };

/// Names and values by `encodeURIComponent`, joined.
pub(super) const COMPONENTS: Form = Form { kept: Some(b"-_.!~*'()"), space: "%20", ..SEARCH_PARAMS };

/// Names and values as they are, joined.
pub(super) const PLAIN: Form = Form { kept: None, ..SEARCH_PARAMS };

/// The same in the order of the names.
pub(super) const PLAIN_SORTED: Form = Form { bits: BY_UNITS, ..PLAIN };

/// `urllib.parse.urlencode(dict)`.
pub(super) const URLENCODE: Form =
    Form { kept: Some(b"_.-~"), words: ["True", "False", "None"], numbers: &PYTHON_TEXT, bits: 0, ..SEARCH_PARAMS };

/// `http_build_query($array)`.
pub(super) const BUILD_QUERY: Form =
    Form { kept: Some(b"-_."), words: ["1", "0", ""], numbers: &PHP_TEXT, bits: 0, ..SEARCH_PARAMS };

/// `rawurlencode` of names and values in PHP, joined.
pub(super) const RAW: Form = Form { kept: Some(b"-_.~"), space: "%20", ..SEARCH_PARAMS };

/// The forms in which values are encoded.
const WRITERS: [&Form; 5] = [&SEARCH_PARAMS, &BUILD_QUERY, &COMPONENTS, &URLENCODE, &RAW];

/// What may have become of the value of one pair on the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edit {
    /// White space before and after it was trimmed.
    Trimmed(&'static str, &'static str),
    /// JSON was parsed and printed again: how it was printed before.
    Printed(Style),
    Lower,
    Upper,
    /// The whole pair is left out.
    LeftOut,
    /// It alone is what was signed.
    Alone,
}

/// What may have become of each value: id, which of several, and how.
pub(super) const EDITS: &[(CauseId, &str, Edit)] = &[
    (CauseId::BodyFormValueTrimmed, "a space before it", Edit::Trimmed("+", "")),
    (CauseId::BodyFormValueTrimmed, "a space after it", Edit::Trimmed("", "+")),
    (CauseId::BodyFormValueTrimmed, "a space before and after it", Edit::Trimmed("+", "+")),
    (CauseId::BodyFormValueTrimmed, "`%20` before it", Edit::Trimmed("%20", "")),
    (CauseId::BodyFormValueTrimmed, "`%20` after it", Edit::Trimmed("", "%20")),
    (CauseId::BodyFormValueTrimmed, "`%20` before and after it", Edit::Trimmed("%20", "%20")),
    (CauseId::BodyFormJsonReserialised, "`json_encode`, objects as arrays", Edit::Printed(PHP.with(LISTS))),
    (CauseId::BodyFormJsonReserialised, "`json_encode`, objects as objects", Edit::Printed(PHP)),
    (CauseId::BodyFormJsonReserialised, "PHP's `JSON_UNESCAPED_UNICODE`", Edit::Printed(PHP_PLAIN.with(SLASHES))),
    (CauseId::BodyFormJsonReserialised, "`JSON.stringify`", Edit::Printed(JS)),
    (CauseId::BodyFormJsonReserialised, "Python's `json.dumps`", Edit::Printed(PYTHON)),
    (CauseId::BodyFormJsonReserialised, "`json.dumps` with `ensure_ascii=False`", Edit::Printed(PYTHON_UTF8)),
    (CauseId::BodyFormValueCase, "in lower case", Edit::Lower),
    (CauseId::BodyFormValueCase, "in upper case", Edit::Upper),
    (CauseId::BodyFormParameterLeftOut, "", Edit::LeftOut),
    (CauseId::BodyOnlyFormParameter, "", Edit::Alone),
];

/// The pairs of a form as they are written.
pub(super) fn pairs(form: &str) -> impl Iterator<Item = &str> {
    form.split('&').filter(|pair| !pair.is_empty())
}

/// The form with the value of the pair at `place` edited; `None` where that says nothing.
pub(super) fn edited(form: &str, place: usize, edit: Edit) -> Option<Vec<u8>> {
    let (name, value) = cut(pairs(form).nth(place)?, "=")?;
    let text = decoded(value.as_bytes());
    let value = match edit {
        Edit::Alone => return Some(text),
        Edit::LeftOut => {
            let others = pairs(form).enumerate().filter(|(own, _)| *own != place).map(|(_, pair)| pair);
            return Some(Vec::from_iter(others).join("&").into_bytes());
        }
        Edit::Trimmed(before, after) => [before, value, after].concat().into_bytes(),
        Edit::Lower => value.to_ascii_lowercase().into_bytes(),
        Edit::Upper => value.to_ascii_uppercase().into_bytes(),
        Edit::Printed(style) => {
            let printed = print::print(&Tree::read(&text).filter(|tree| tree.is_container(0))?, 0, &style)?;
            let written = |writer: &&Form| encoded(&text, writer) == value.as_bytes();
            encoded(&printed, WRITERS.into_iter().find(written).unwrap_or(&SEARCH_PARAMS))
        }
    };
    let mut edited = Vec::new();
    for (own, pair) in pairs(form).enumerate() {
        edited.extend_from_slice(if own > 0 { b"&" } else { b"" });
        if own == place {
            edited.extend_from_slice(name.as_bytes());
            edited.push(b'=');
            edited.extend_from_slice(&value);
        } else {
            edited.extend_from_slice(pair.as_bytes());
        }
    }
    Some(edited)
}

/// The form with its values `true` and `false` in other words.
pub(super) fn in_words(form: &str, words: [&str; 2]) -> Vec<u8> {
    let mut other = Vec::new();
    for pair in pairs(form) {
        let (name, value) = cut(pair, "=").unwrap_or((pair, ""));
        let word = ["true", "false"].iter().position(|own| *own == value).map(|place| words[place]);
        other.extend_from_slice(if other.is_empty() { b"" } else { b"&" });
        other.extend_from_slice(word.map_or_else(|| pair.into(), |word| [name, "=", word].concat()).as_bytes());
    }
    other
}

/// The form without pairs that have no value.
pub(super) fn without_empty(form: &str) -> Vec<u8> {
    let has_value = |pair: &&str| cut(pair, "=").is_some_and(|(_, value)| !value.is_empty());
    Vec::from_iter(pairs(form).filter(has_value)).join("&").into_bytes()
}

/// A form of the one pair.
pub(super) fn one_pair(name: &str, value: &[u8], form: &Form) -> Vec<u8> {
    let mut pair = Vec::new();
    push_pair(name.as_bytes(), value, form, &mut pair);
    pair
}

/// The object that `tree` is as pairs; `None` where it is none, or something is inside a member.
pub(super) fn print(tree: &Tree, form: &Form) -> Option<Vec<u8>> {
    if !tree.is_object(0) {
        return None;
    }
    let style = Style { bits: form.bits, ..JS };
    let mut pairs = Vec::new();
    for Member { key, value, .. } in members(tree, 0, &style) {
        let mut text = Vec::new();
        match tree.text(value).as_bytes().first()? {
            b'{' | b'[' => return None,
            b'"' => text = utf8(tree, value).into_bytes(),
            b't' => text.extend_from_slice(form.words[0].as_bytes()),
            b'f' => text.extend_from_slice(form.words[1].as_bytes()),
            b'n' if form.words[2].is_empty() => continue,
            b'n' => text.extend_from_slice(form.words[2].as_bytes()),
            _ => number::print(tree.text(value), form.numbers, &mut text)?,
        }
        push_pair(utf8(tree, key).as_bytes(), &text, form, &mut pairs);
    }
    Some(pairs)
}

/// A form decoded, and encoded again.
pub(super) fn encoded_again(pairs: &str, form: &Form) -> Vec<u8> {
    let mut again = Vec::new();
    for (name, value) in split(pairs) {
        push_pair(&name, &value, form, &mut again);
    }
    again
}

/// A form as the JSON object that `JSON.stringify` makes of its pairs; of those with one name, the last.
pub(super) fn as_json(pairs: &str) -> Option<Vec<u8>> {
    let mut object = Vec::from(*b"{");
    for (place, (name, value)) in split(pairs).enumerate() {
        let separators = [if place > 0 { "," } else { "" }, ":"];
        for (separator, text) in separators.iter().zip([name, value]) {
            object.extend_from_slice(separator.as_bytes());
            object.append(&mut stringified(&text)?);
        }
    }
    object.push(b'}');
    print::print(&Tree::read(&object)?, 0, &JS)
}

fn split(pairs: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    self::pairs(pairs).map(|pair| {
        let (name, value) = cut(pair, "=").unwrap_or((pair, ""));
        (decoded(name.as_bytes()), decoded(value.as_bytes()))
    })
}

/// A string's text; a lone surrogate is U+FFFD.
pub(super) fn utf8(tree: &Tree, token: usize) -> String {
    tree.points(token).map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn push_pair(name: &[u8], value: &[u8], form: &Form, pairs: &mut Vec<u8>) {
    if !pairs.is_empty() {
        pairs.push(b'&');
    }
    push(name, form, pairs);
    pairs.push(b'=');
    push(value, form, pairs);
}

fn encoded(text: &[u8], form: &Form) -> Vec<u8> {
    let mut out = Vec::new();
    push(text, form, &mut out);
    out
}

fn push(text: &[u8], form: &Form, out: &mut Vec<u8>) {
    for &byte in text {
        match (byte, form.kept) {
            (_, None) => out.push(byte),
            (b' ', _) => out.extend_from_slice(form.space.as_bytes()),
            (_, Some(kept)) if byte.is_ascii_alphanumeric() || kept.contains(&byte) => out.push(byte),
            _ => percent::push_escaped(out, byte),
        }
    }
}
