//! The received text: taken out of its header, unwrapped, and read in every way that people write a digest.

use alloc::{string::String, vec::Vec};

use super::url::percent_decoded;
use super::variant::Id;
use crate::canonical::{Inputs, Names, Template, Variable, params};
use crate::encoding::{Encoding, decode_base64};
use crate::error::{Error, Fault};
use crate::json::Document;
use crate::message::Message;
use crate::recipe;
use crate::scheme::Scheme;
use crate::text::{cut, elements};
use crate::verify::pattern::Pattern;

/// A digest that the received text may stand for, and what was done to its text.
#[derive(Debug)]
pub(super) struct Digest {
    pub raw: Vec<u8>,
    pub causes: Vec<Id>,
}

/// What the message and the received text carry in the row's places.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub signatures: Vec<String>,
    pub timestamp: Option<String>,
    /// Whether the signatures stood among other elements of a header.
    pub was_list: bool,
}

impl Carried {
    /// Reads `received` as the header that it may be copied from, and the places of `message`; those alone where nothing
    /// was received.
    pub(super) fn read(scheme: &Scheme<'_>, options: &[String], message: &Message<'_>, received: &str) -> Self {
        let mut carried = Self::default();
        let accepted = scheme.accepts.iter().filter_map(|(place, text)| Some((cut(place, ":")?.1, *text)));
        for (name, template) in scheme.headers.iter().copied().chain(accepted) {
            let place = Place::read(scheme, options, name, template);
            if !received.is_empty() && place.is_signed() {
                carried.take(&place, received, true);
            }
            message.headers_named(name).for_each(|text| carried.take(&place, text, received.is_empty()));
        }
        for (name, template) in scheme.query.iter().chain(scheme.fields) {
            let place = Place::read(scheme, options, name, template);
            let query = cut(message.url, "?").map_or("", |(_, query)| query);
            let pairs = [query.as_bytes(), message.body].map(|params| params::find(params, name).map(params::decoded));
            let member = Document::parse(message.body).ok().and_then(|json| json.text(name).ok()?);
            for text in pairs.into_iter().flatten().chain(member).filter_map(|text| String::from_utf8(text).ok()) {
                carried.take(&place, &text, received.is_empty());
            }
        }
        if !received.is_empty() && !carried.signatures.iter().any(|own| own == received) {
            carried.signatures.push(received.into());
        }
        carried
    }

    fn take(&mut self, place: &Place<'_>, text: &str, with_signatures: bool) {
        let pieces = place.separator.map_or_else(|| Vec::from([text]), |by| elements(text, by));
        for pattern in &place.patterns {
            for piece in pieces.iter().take(MANY) {
                for (variable, value, _) in pattern.take(piece.as_bytes()).unwrap_or_default() {
                    let Ok(value) = core::str::from_utf8(value) else { continue };
                    match variable {
                        Variable::Timestamp if self.timestamp.is_none() => self.timestamp = Some(value.into()),
                        Variable::Signature if with_signatures && self.signatures.len() < MANY => {
                            self.was_list |= pieces.len() > 1;
                            self.signatures.push(value.into());
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

/// The header or parameter that does not say what the row makes of method and body there, as the digest of the body.
pub(super) fn made_otherwise(scheme: &Scheme<'_>, message: &Message<'_>) -> Option<Error> {
    let query = cut(message.url, "?").map_or("", |(_, query)| query);
    let in_headers = scheme.headers.iter().map(|place| (place, message.header(place.0).map(|text| text.into())));
    let in_query =
        scheme.query.iter().map(|place| (place, params::find(query.as_bytes(), place.0).map(params::decoded)));
    let (name, _) = in_headers.chain(in_query).find_map(|(place, carried): (&(&str, &str), Option<Vec<u8>>)| {
        let template = Template::parse(place.0, place.1, recipe::names(scheme)).ok()?;
        let mut made = Vec::new();
        let inputs = Inputs { method: message.method, body: message.body, ..Inputs::default() };
        let is_other = template.is_of_request() && template.fill(&inputs, &mut made).is_ok() && carried? != made;
        is_other.then_some(place)
    })?;
    let expected = "what the scheme makes of the request, as the digest of its body";
    Some(Error::RequestInvalid(Fault::new(name, expected, "another value")))
}

/// A header, parameter or member: the elements that it holds, read backwards.
struct Place<'a> {
    patterns: Vec<Pattern>,
    separator: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn read(scheme: &Scheme<'a>, options: &[String], name: &str, template: &str) -> Self {
        let list = scheme.lists.iter().find(|(list, by)| *list == name && !by.is_empty());
        let separator = list.map(|(_, by)| *by);
        let names = Names { bindings: scheme.bindings, ..recipe::names(scheme) };
        let elements = separator.map_or_else(|| Vec::from([template]), |by| elements(template, by));
        let patterns = elements.into_iter().filter_map(|text| Pattern::read(name, text, names, options).ok()).collect();
        Self { patterns, separator }
    }

    fn is_signed(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes(Variable::Signature))
    }
}

/// Adds the digests that `text` may stand for, the one that a row which writes `own` means first.
pub(super) fn add_digests(text: &str, own: Encoding, digests: &mut Vec<Digest>) {
    let mut texts: Vec<(String, Vec<Id>)> = Vec::from([(text.into(), Vec::new())]);
    let mut at = 0;
    while let Some((text, causes)) = texts.get(at).cloned() {
        at += 1;
        read(text.as_bytes(), own, &causes, digests);
        for (id, unwrapped) in unwrapped(&text) {
            if texts.len() < MANY && causes.len() < 3 && texts.iter().all(|(known, _)| *known != unwrapped) {
                let mut causes = causes.clone();
                causes.push(id);
                texts.push((unwrapped, causes));
            }
        }
    }
}

/// The text with one wrapping less.
fn unwrapped(text: &str) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    let compact: String =
        text.chars().filter(|letter| !letter.is_whitespace() && !INVISIBLE.contains(letter)).collect();
    all.push((Id::from("received-whitespace"), compact));
    let bare = text.trim_matches(QUOTES);
    all.push(("received-quotes".into(), bare.into()));
    if let Some(prefix) = prefix(text) {
        let (prefix, rest) = text.split_at(prefix);
        all.push((Id::named("received-prefix-left-on", prefix.trim_end()), rest.into()));
    }
    all.push((
        "received-plus-became-space".into(),
        text.trim().chars().map(|letter| if letter == ' ' { '+' } else { letter }).collect(),
    ));
    all.push(("received-percent-encoded".into(), percent_decoded(text)));
    all
}

/// How long the `sha256=`, `v1,` or `Signature: ` is that `text` begins with.
fn prefix(text: &str) -> Option<usize> {
    if text.starts_with("0x") {
        return Some(2);
    }
    let name = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    let after = text.get(name..)?;
    let separators = after.bytes().take_while(|byte| matches!(byte, b'=' | b':' | b',' | b' ')).count();
    let is_prefix = (1..=32).contains(&name) && separators > 0 && after.len() - separators >= SHORTEST;
    is_prefix.then_some(name + separators)
}

fn read(text: &[u8], own: Encoding, causes: &[Id], digests: &mut Vec<Digest>) {
    let mut add = |raw: Vec<u8>, id: Option<&'static str>| {
        let is_new = digests.iter().all(|known: &Digest| known.raw != raw);
        if is_new && raw.len() >= SHORTEST {
            let causes = causes.iter().cloned().chain(id.map(Id::from)).collect();
            digests.push(Digest { raw, causes });
        }
    };
    if let Ok(raw) = own.read(text) {
        add(raw, None);
    }
    if let Ok(raw) = Encoding::Hex.read(&text.to_ascii_lowercase()) {
        return add(raw, Some(if own == Encoding::Hex { "output-uppercase-hex" } else { "output-hex" }));
    }
    let Some(raw) = standard_base64(text).and_then(|text| decode_base64(&text)) else { return };
    let name = match own {
        Encoding::Hex => "output-base64",
        _ => "output-other-base64",
    };
    if let Ok(inner) = Encoding::Hex.read(&raw.to_ascii_lowercase()) {
        add(inner, Some("output-base64-of-hex"));
    }
    add(raw.to_vec(), Some(name));
}

/// Base64 of either alphabet, with padding or without, in the standard alphabet with its padding.
pub(super) fn standard_base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&byte| byte != b'=')? + 1;
    let mut standard = Vec::with_capacity(text.len() + 4);
    for &byte in &text[..end] {
        standard.push(match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'+' | b'/' => byte,
            _ if byte.is_ascii_alphanumeric() => byte,
            _ => return None,
        });
    }
    standard.resize(standard.len().next_multiple_of(4), b'=');
    Some(standard)
}

/// No digest is compared that is shorter, in bytes: chance would make it match.
pub(super) const SHORTEST: usize = 16;
const MANY: usize = 64;
const QUOTES: [char; 7] = ['"', '\'', '`', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];
const INVISIBLE: [char; 3] = ['\u{200b}', '\u{feff}', '\u{2060}'];
