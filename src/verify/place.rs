//! Places of a received message that hold values of a scheme.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};

use super::received::{Places, Received};
use crate::canonical::Variable;
use crate::error::{Error, Fault, Found, Unexpected, is_name};
use crate::recipe::Location;
use crate::recipe::pattern::{Pattern, Taken};
use crate::text::{elements, quoted};

/// A place of a received message that holds values of a scheme.
#[derive(Debug)]
pub(super) struct Place {
    pub location: Location,
    pub name: String,
    /// Alternative patterns, tried in order; for a list, the patterns of its elements.
    pub patterns: Vec<Pattern>,
    pub separator: Option<String>,
    pub required: bool,
}

impl Place {
    /// The only value; repeated equal values count as one.
    pub(super) fn only<'m>(
        &self,
        mut values: impl Iterator<Item = Cow<'m, [u8]>>,
    ) -> Result<Option<Cow<'m, [u8]>>, Error> {
        let Some(first) = values.next() else { return Ok(None) };
        if values.any(|other| other != first) {
            return Err(self.several());
        }
        Ok(Some(first))
    }

    pub(super) fn several(&self) -> Error {
        self.blame(Fault::new(&self.name, "one value", "several"))
    }

    pub(super) fn take(&self, text: &[u8], places: &Places, received: &mut Received) -> Result<(), Error> {
        let Some(separator) = &self.separator else {
            let mut tried = self.patterns.iter().map(|pattern| self.taken(pattern, text, 0, places));
            // The first pattern is the usual one, so its error is returned.
            let first = tried.next().unwrap_or_else(|| Ok(Received::default()));
            let read = first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault))?;
            return self.merge(read, received);
        };
        let text = core::str::from_utf8(text).map_err(|error| {
            self.malformed(Unexpected { at: error.valid_up_to(), expected: "ASCII", got: None.into() })
        })?;
        let mut at = 0;
        let mut found = Vec::from_iter(self.patterns.iter().map(|pattern| pattern.optional));
        let mut refused = None;
        for element in elements(text, separator).into_iter().take(MAX_ELEMENTS) {
            if let Some(place) = self.patterns.iter().position(|pattern| pattern.is_meant(element)) {
                let pattern = &self.patterns[place];
                match self.taken(pattern, element.as_bytes(), at, places) {
                    Ok(read) => {
                        found[place] = true;
                        self.merge(read, received)?;
                    }
                    // A provider that changes its signatures may send another kind beside a valid one.
                    Err(error) if pattern.takes(Variable::Signature) => refused = refused.or(Some(error)),
                    Err(error) => return Err(error),
                }
            }
            at += element.len() + separator.len();
        }
        if let Some(error) = refused.filter(|_| found.contains(&false)) {
            return Err(error);
        }
        if found.contains(&false) { Err(self.incomplete(text, separator)) } else { Ok(()) }
    }

    /// An element of the list is missing, or stands behind a space.
    fn incomplete(&self, text: &str, separator: &str) -> Error {
        let mut at = 0;
        let mut names = Vec::new();
        for element in elements(text, separator) {
            let is_meant = |text: &str| self.patterns.iter().any(|pattern| pattern.is_meant(text));
            if element.starts_with(' ') && is_meant(element.trim_start_matches(' ')) {
                let expected = "the next element right after the separator";
                return self.malformed(Unexpected { at, expected, got: Found::Byte(b' ') });
            }
            at += element.len() + separator.len();
            let end = element.find(['=', ',']).unwrap_or_default();
            names.push(if is_name(&element[..end]) { &element[..=end] } else { "" });
        }
        names.truncate(MAX_NAMED);
        names.retain(|name| !name.is_empty());
        let leads = self.patterns.iter().filter(|pattern| !pattern.optional).map(Pattern::lead);
        let expected = ["a list with the elements ", &quoted(leads, ", ")].concat();
        let got =
            if names.is_empty() { "none of them".into() } else { ["only ", &quoted(names.into_iter(), ", ")].concat() };
        self.blame(Fault::new(&self.name, expected, got))
    }

    /// Matches `text`, which starts at byte `start` of the value, with `pattern`.
    fn taken(&self, pattern: &Pattern, text: &[u8], start: usize, places: &Places) -> Result<Received, Error> {
        let taken = pattern
            .take(text)
            .map_err(|unexpected| self.malformed(Unexpected { at: start + unexpected.at, ..unexpected }))?;
        let mut received = Received::default();
        let canonical = taken.iter().find(|(variable, ..)| *variable == Variable::Canonical);
        for &(variable, value, at) in &taken {
            self.note((variable, value, start + at), canonical, places, &mut received)?;
        }
        Ok(received)
    }

    fn note(
        &self,
        (variable, value, at): Taken<'_>,
        canonical: Option<&Taken<'_>>,
        places: &Places,
        received: &mut Received,
    ) -> Result<(), Error> {
        match variable {
            Variable::Signature => {
                let mut signature = places.signature(self, value, at)?;
                signature.canonical = canonical.map(|(_, value, _)| value.to_vec());
                received.signatures.push(signature);
            }
            Variable::Timestamp => {
                let text = core::str::from_utf8(value).map_err(|error| {
                    self.malformed(Unexpected { at: at + error.valid_up_to(), expected: "UTF-8", got: None.into() })
                })?;
                received.timestamp = Some(text.into());
                received.timestamp_place = self.name.clone();
            }
            Variable::Credential(index) => received.credentials.push((index, value.to_vec())),
            _ => {}
        }
        Ok(())
    }

    fn merge(&self, new: Received, received: &mut Received) -> Result<(), Error> {
        match (&new.timestamp, &received.timestamp) {
            (Some(new), Some(before)) if new != before => {
                return Err(self.blame(Fault::new(&self.name, "one timestamp", "several that differ")));
            }
            (Some(_), _) => {
                received.timestamp = new.timestamp;
                received.timestamp_place = new.timestamp_place;
            }
            (None, _) => {}
        }
        received.signatures.extend(new.signatures);
        received.credentials.extend(new.credentials);
        Ok(())
    }

    pub(super) fn takes(&self, variable: Variable) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes(variable))
    }

    pub(super) fn missing(&self) -> Error {
        match self.location {
            Location::Header => Error::HeaderMissing(Fault::new(&self.name, "this header", "none")),
            Location::Query => Error::RequestInvalid(Fault::new(&self.name, "this parameter in the query", "none")),
            Location::Field => {
                Error::BodyInvalid(Fault::new(&self.name, "this member in the body, as a string", "none"))
            }
        }
    }

    pub(super) fn malformed(&self, unexpected: Unexpected) -> Error {
        self.blame(unexpected.of(&self.name))
    }

    pub(super) fn blame(&self, fault: Box<Fault>) -> Error {
        match self.location {
            Location::Header => Error::HeaderMalformed(fault),
            Location::Query => Error::RequestInvalid(fault),
            Location::Field => Error::BodyInvalid(fault),
        }
    }
}

/// The largest number of list elements that are read; later ones are ignored.
const MAX_ELEMENTS: usize = 64;
/// How many elements an error names.
const MAX_NAMED: usize = 8;
