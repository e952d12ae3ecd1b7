//! Placements: where the values of a scheme travel, and in which form. One type writes them when signing and reads them
//! when receiving: strictly to verify, leniently to explain.

mod lenient;
mod strict;
mod take;
mod write;

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::canonical::{Symbols, Template, Variable};
use crate::error::Error;
use crate::message::Message;
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{self, Location, Members};
use crate::scheme::Scheme;

pub(crate) use lenient::{Lenient, readable};
pub(crate) use strict::{Placements, Received, ReceivedSignature};
pub(crate) use write::{blame, into_body, into_query, locator_of, replaced};

/// A header, query parameter or body member, with the template of its value.
#[derive(Debug)]
pub(crate) struct Placement {
    pub location: Location,
    pub name: String,
    /// Without parts if the scheme only accepts the value there.
    pub template: Template,
    /// The separator, if the value is a list; otherwise empty.
    pub separator: String,
    /// The patterns with which a receiver reads the value, tried in order; for a list, those of its elements. Empty if
    /// only the provider can read it.
    pub patterns: Vec<Pattern>,
    /// Whether every message holds the value.
    pub required: bool,
}

/// Who must be able to read the values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The scheme's verifier, which reads all values or computes them itself.
    Verifier,
    /// The provider, which may read forms that no pattern matches, unless the value is a list.
    Provider,
}

/// A placement as the scheme writes it down.
#[derive(Clone, Copy)]
struct Entry<'a> {
    location: Location,
    /// The member of the scheme that holds it.
    member: &'static str,
    name: &'a str,
    text: &'a str,
}

/// The placements of the scheme's own values, headers first.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a template that cannot be parsed, or that the `reader` cannot match.
pub(crate) fn own(
    scheme: &Scheme<'_>,
    names: Symbols<'_>,
    options: &[String],
    reader: Reader,
) -> Result<Vec<Placement>, Error> {
    let mut placements = Vec::new();
    for entry in entries(scheme) {
        placements.push(Placement::read(scheme, entry, names, options, reader)?);
    }
    Ok(placements)
}

/// The variables in the templates of placements that a verifier reads.
pub(crate) const fn names<'a>(scheme: &Scheme<'a>) -> Symbols<'a> {
    // Only a standard can read placements that name bindings.
    let bindings = if scheme.profile.is_some() { scheme.bindings } else { &[] };
    Symbols { bindings, ..recipe::names(scheme) }
}

fn entries<'a>(scheme: &Scheme<'a>) -> Vec<Entry<'a>> {
    let parts = [
        (Location::Header, "headers.", scheme.headers),
        (Location::Query, "query.", scheme.query),
        (Location::Field, "fields.", scheme.fields),
    ];
    let mut entries = Vec::new();
    for (location, member, all) in parts {
        for &(name, text) in all {
            entries.push(Entry { location, member, name, text });
        }
    }
    entries
}

impl Entry<'_> {
    /// The separator, if the value is a list; otherwise empty.
    fn separator<'s>(&self, scheme: &Scheme<'s>) -> &'s str {
        let is_own = |list: &str| self.location == Location::Header && list == self.name;
        scheme.list_separators.iter().find(|(list, _)| is_own(list)).map_or("", |(_, by)| by)
    }
}

impl Placement {
    fn read(
        scheme: &Scheme<'_>,
        entry: Entry<'_>,
        names: Symbols<'_>,
        options: &[String],
        reader: Reader,
    ) -> Result<Self, Error> {
        let path = [entry.member, entry.name].concat();
        let template = Template::parse(&path, entry.text, names)?;
        let by = entry.separator(scheme);
        let patterns = match pattern::read(&path, entry.text, by, names, options) {
            Ok(patterns) => patterns,
            Err(_) if by.is_empty() && (reader == Reader::Provider || template.is_of_request()) => Vec::new(),
            Err(error) => return Err(error),
        };
        pattern::check_signature(&path, entry.text, by, &patterns, scheme)?;
        Ok(Self::of(entry, template, by, patterns))
    }

    fn of(entry: Entry<'_>, template: Template, by: &str, patterns: Vec<Pattern>) -> Self {
        let is_optional =
            if patterns.is_empty() { template.is_optional() } else { patterns.iter().all(|pattern| pattern.optional) };
        Self {
            location: entry.location,
            name: entry.name.into(),
            template,
            separator: by.into(),
            patterns,
            required: !is_optional,
        }
    }

    /// Whether a receiver takes `variable` from the value.
    pub(crate) fn takes(&self, variable: Variable) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes(variable))
    }

    /// Whether a receiver takes anything from the value.
    pub(crate) fn takes_something(&self) -> bool {
        self.patterns.iter().any(Pattern::takes_something)
    }

    /// The value in `message`, whose body has `members`; `None` if there is none. With `in_form`, a form in the body may
    /// hold a query parameter.
    ///
    /// # Errors
    ///
    /// The error of the location for several values, and for a query or a body that parsers read differently.
    pub(crate) fn value<'m>(
        &self,
        message: &Message<'m>,
        members: Members<'_>,
        in_form: bool,
    ) -> Result<Option<Cow<'m, [u8]>>, Error> {
        let found = members.value_at(self.location, &self.name, message, SEVERAL)?;
        if !in_form || self.location != Location::Query || !matches!(members, Members::Form(_)) {
            return Ok(found);
        }
        match (found, members.value(&self.name)?) {
            (Some(_), Some(_)) => Err(self.location.several(&self.name, SEVERAL)),
            (found, in_form) => Ok(found.or_else(|| in_form.map(Cow::Owned))),
        }
    }
}

const SEVERAL: &str = "several";
