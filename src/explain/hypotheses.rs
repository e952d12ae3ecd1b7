//! All that is known to go wrong, gathered for one case: one file for each axis.

pub(super) mod body;
mod charset;
#[cfg(feature = "standards")]
pub(super) mod claimed;
pub(super) mod jws;
mod layout;
mod mac;
#[cfg(feature = "standards")]
pub(super) mod rfc9421;
mod secret;
#[cfg(feature = "standards")]
pub(super) mod sigv4;
pub(super) mod time;
#[cfg(feature = "standards")]
pub(super) mod token;
mod url;
mod value;

use alloc::string::String;

use super::case::Case;
use super::causes::CauseId;
use super::facts::Facts;
use super::hypothesis::{Change, List};
use super::reason::Reason;
use crate::algorithm::Algorithm;
use crate::canonical::{Symbols, Variable};
use crate::digest::Hash;
use crate::recipe;
use crate::scheme::Scheme;
use layout::Layouts;

/// Adds the hypotheses of every axis but the body.
pub(super) fn add(list: &mut List, facts: &Facts, scheme: &Scheme<'_>, algorithm: Algorithm, case: &Case<'_>) {
    secret::add(list, |form| facts.keys.iter().any(|key| matches!(key.forms.get(form), Some(Some(_)))));
    if facts.has_message() {
        add_messages(list, facts, scheme, case);
    }
    match facts.hash {
        Some(hash) => {
            let is_derived = facts.expected.derivation.is_some();
            mac::add(list, algorithm, is_derived, hash, |length| facts.fits(length));
        }
        None if facts.opened.is_opened => mac::add_hashed(list, Hash::Sha256),
        None => {}
    }
}

fn add_messages(list: &mut List, facts: &Facts, scheme: &Scheme<'_>, case: &Case<'_>) {
    let expected = &facts.expected;
    if expected.uses(&[Variable::Url, Variable::Base, Variable::Target, Variable::Path]) {
        url::add_urls(list, &expected.front, &expected.tail);
        url::add_public_urls(list, &expected.front, &case.message);
    }
    if expected.uses(&[Variable::Url, Variable::Target, Variable::Query]) {
        url::add_queries(list, &expected.tail);
        if !expected.whole_tail.is_empty() {
            list.add(CauseId::QuerySignatureLeftIn, 1, Change::Query(expected.whole_tail.clone()));
        }
    }
    if expected.uses(&[Variable::Method]) {
        url::add_methods(list, &expected.method);
    }
    time::add(list, &expected.timestamp, expected.sent());
    value::add(list, scheme, expected);
    charset::add(list, scheme.profile.is_some());
    add_layouts(list, scheme, case.other_schemes, expected.is_filtered, facts.received.form.is_some());
}

fn add_layouts(list: &mut List, scheme: &Scheme<'_>, others: &[(&str, &str)], is_filtered: bool, is_jws: bool) {
    let names = recipe::names(scheme);
    // The payload of a JWS comes after the scheme's own bindings, and is what the scheme lays out.
    let whole = is_jws.then_some(scheme.bindings.len());
    let mut layouts = Layouts { list, slot: whole, names: Symbols { bindings: scheme.bindings, ..names }, is_filtered };
    [scheme.canonical].iter().chain(scheme.accepted_canonicals).for_each(|text| layouts.add_all(text));
    for reading in scheme.misreadings.iter().filter(|reading| reading.part == "canonical") {
        layouts.add(Reason::own(reading), 1, reading.template);
    }
    for (place, (name, text)) in scheme.bindings.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        layouts.slot = Some(place);
        layouts.names.bindings = &scheme.bindings[..place];
        layouts.add_all(text);
        for reading in scheme.misreadings.iter().filter(|reading| reading.part == *name) {
            layouts.add(Reason::own(reading), 1, reading.template);
        }
    }
    layouts.slot = whole;
    layouts.is_filtered = true;
    layouts.names.bindings = scheme.bindings;
    for (_, canonical) in others.iter().filter(|(id, _)| *id != scheme.id) {
        let written = url::with(canonical, "\n", "\\n");
        layouts.add(Reason::named(CauseId::LayoutOfAnother, &written), 1, canonical);
    }
    if is_jws {
        let bindings = [scheme.bindings, &[("payload", scheme.canonical)]].concat();
        jws::add_layouts(&mut Layouts { slot: None, names: Symbols { bindings: &bindings, ..names }, ..layouts });
    }
}

/// A pattern with `A` to `S` replaced by the pieces, in their order, and `~` by a line feed.
#[inline(never)]
fn filled(pattern: &str, pieces: &[&str]) -> String {
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
