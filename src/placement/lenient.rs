//! Reads the values of a received message leniently, to explain why it is refused. Where the strict reader reads
//! something, both read the same.

use alloc::{string::String, vec::Vec};

use super::take::MAX_ELEMENTS;
use super::{Entry, Placement, Placements, entries};
use crate::algorithm::Algorithm;
use crate::canonical::{Symbols, Template, Variable, params};
use crate::json::Document;
use crate::message::Message;
use crate::recipe::pattern::{self, Pattern, TakenValues};
use crate::recipe::{self, BodyReader, Location, Members};
use crate::scheme::Scheme;
use crate::text::elements;
use crate::url::query_of;

/// The placements of a scheme, and one message.
pub(crate) struct Lenient<'m> {
    placements: Placements,
    message: Message<'m>,
    members: Members<'m>,
}

impl<'m> Lenient<'m> {
    pub(crate) fn new(scheme: &Scheme<'_>, options: &[String], message: &Message<'m>) -> Self {
        let placements = readable(scheme, options);
        let locators = recipe::locators(scheme).unwrap_or_default();
        let reader = BodyReader::new(scheme, &locators, &[]);
        let members = Members::of(reader.as_ref(), message).unwrap_or(Members::None);
        Self { placements, message: *message, members }
    }

    /// The placements whose values are taken, then those that are computed.
    pub(crate) fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.placements.taken.iter().chain(&self.placements.computed)
    }

    /// The value at `placement`; if the strict reader refuses the message for what it finds there, all values of this name.
    /// A signature may be absent unless the message `is_unsigned`.
    pub(crate) fn texts(&self, placement: &Placement, is_unsigned: bool) -> Vec<String> {
        let (name, message) = (&*placement.name, &self.message);
        let may_lack = if placement.takes(Variable::Signature) { !is_unsigned } else { !placement.required };
        let mut all = Vec::new();
        match self.placements.text(placement, message, self.members) {
            Ok(Some(text)) => push(&mut all, text.into_owned()),
            Ok(None) if may_lack => {}
            Ok(None) | Err(_) if placement.location == Location::Header => {
                all.extend(message.headers_named(name).map(String::from));
            }
            Ok(None) | Err(_) => {
                for pairs in [query_of(message.url).as_bytes(), message.body] {
                    params::all(pairs, name).for_each(|value| push(&mut all, params::decoded(value)));
                }
                if let Ok(json) = Document::parse(message.body)
                    && let Ok(Some(member)) = json.text(name)
                {
                    push(&mut all, member);
                }
            }
        }
        all
    }

    /// The elements of `text`, a value of `placement`, and for each that can be read: the variables that the strict reader
    /// finds in it or, if that refuses it, those that any pattern finds.
    pub(crate) fn elements<'t>(&self, placement: &Placement, text: &'t str) -> (usize, Vec<TakenValues<'t>>) {
        let all = placement.elements(text);
        let mut taken = Vec::new();
        for element in all.iter().take(MAX_ELEMENTS) {
            let patterns = placement.patterns.iter();
            let strict = placement.reader_of(element, &self.placements);
            let lenient = patterns.filter(|_| strict.is_none());
            taken.extend(strict.into_iter().chain(lenient).filter_map(|pattern| pattern.take(element.as_bytes()).ok()));
        }
        (all.len(), taken)
    }

    /// Whether the signature travels at `placement` or, if nothing is signed, anything.
    pub(crate) fn is_signed(&self, placement: &Placement, algorithm: Algorithm) -> bool {
        placement.takes(Variable::Signature) || (algorithm == Algorithm::None && placement.takes_something())
    }
}

impl Placement {
    /// The header `name` with another template.
    pub(crate) fn header(scheme: &Scheme<'_>, name: &str, text: &str, options: &[String]) -> Option<Self> {
        Self::readable(scheme, Entry { location: Location::Header, member: "headers.", name, text }, options)
    }

    /// The placement with the patterns that can be read; `None` for a template that cannot be parsed.
    fn readable(scheme: &Scheme<'_>, entry: Entry<'_>, options: &[String]) -> Option<Self> {
        let names = Symbols { bindings: scheme.bindings, ..recipe::names(scheme) };
        let template = Template::parse(entry.name, entry.text, names).ok()?;
        let by = entry.separator(scheme);
        let mut patterns = Vec::new();
        for text in if by.is_empty() { Vec::from([entry.text]) } else { elements(entry.text, by) } {
            if let Ok(pattern) = Pattern::read(entry.name, text, names, options) {
                pattern::insert(&mut patterns, pattern);
            }
        }
        Some(Self::of(entry, template, by, patterns))
    }

    /// The elements of `text`, a value of a list, or `text` alone.
    fn elements<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if self.separator.is_empty() { Vec::from([text]) } else { elements(text, &self.separator) }
    }
}

/// The placements of `scheme` of which something can be read.
pub(crate) fn readable(scheme: &Scheme<'_>, options: &[String]) -> Placements {
    let mut placements = Placements::of(scheme, scheme.algorithm.jose().collect());
    for entry in entries(scheme) {
        if let Some(own) = Placement::readable(scheme, entry, options) {
            placements.add(own);
        }
    }
    for (place, template) in scheme.accepted_placements {
        let pattern = Pattern::read("", template, recipe::names(scheme), options).ok();
        if let Some(((location, name), pattern)) = Location::named(place).zip(pattern) {
            placements.add_accepted(location, name, pattern);
        }
    }
    placements
}

fn push(all: &mut Vec<String>, text: Vec<u8>) {
    all.extend(String::from_utf8(text));
}
