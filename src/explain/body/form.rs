//! Bodies and members as `name=value` pairs (application/x-www-form-urlencoded).

use alloc::{string::String, vec::Vec};

use super::edit::stringified;
use super::number;
use super::print::{self, Member, members};
use super::style::{BY_UNITS, INDICES, JS, JS_TEXT, Numbers, PHP_TEXT, PYTHON_TEXT, Style};
use super::tree::Tree;
use crate::canonical::params::decoded;
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
pub(super) const WRITERS: [&Form; 5] = [&SEARCH_PARAMS, &BUILD_QUERY, &COMPONENTS, &URLENCODE, &RAW];

/// The pairs as they are written.
pub(in crate::explain) fn pairs(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').filter(|pair| !pair.is_empty())
}

/// The name of a pair as it is written, and its value.
pub(super) fn halves(pair: &str) -> (&str, &str) {
    cut(pair, "=").unwrap_or((pair, ""))
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
        let (name, value) = halves(pair);
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

/// A name or a value, encoded.
pub(super) fn encoded(text: &[u8], form: &Form) -> Vec<u8> {
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
