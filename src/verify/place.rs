//! A place in a message that a row's values travel in, and what stands there.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};

use super::received::{Places, Received};
use crate::canonical::Variable;
use crate::error::{Error, Fault, Misfit, cited};
use crate::recipe::pattern::{Pattern, Taken};
use crate::text::elements;

/// A place that a row's values travel in.
#[derive(Debug)]
pub(super) struct Place {
    pub part: Part,
    pub name: String,
    /// The ways its text may read, tried in order; for a list, the elements.
    pub patterns: Vec<Pattern>,
    pub separator: Option<String>,
    pub required: bool,
}

/// The part of a message that a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Header,
    Query,
    Field,
}

impl Place {
    /// The one value; the same several times is one.
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
            // The first way to read is the usual one, so its fault is the one to tell.
            let first = tried.next().unwrap_or_else(|| Ok(Received::default()));
            let read = first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault))?;
            return self.merge(read, received);
        };
        let text = core::str::from_utf8(text)
            .map_err(|error| self.malformed(Misfit { at: error.valid_up_to(), expected: "ASCII", got: None.into() }))?;
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
                    // A signature of another kind beside a good one is that of a provider who changes over.
                    Err(error) if pattern.takes(Variable::Signature) => refused = refused.or(Some(error)),
                    Err(error) => return Err(error),
                }
            }
            at += element.len() + separator.len();
        }
        if let Some(error) = refused.filter(|_| found.contains(&false)) {
            return Err(error);
        }
        if found.contains(&false) {
            let misfit =
                Misfit { at: text.len(), expected: "an element of each kind that the scheme writes", got: None.into() };
            return Err(self.malformed(misfit));
        }
        Ok(())
    }

    /// What `pattern` finds in `text`, which starts at byte `start` of the place.
    fn taken(&self, pattern: &Pattern, text: &[u8], start: usize, places: &Places) -> Result<Received, Error> {
        let taken = pattern.take(text).map_err(|misfit| self.malformed(Misfit { at: start + misfit.at, ..misfit }))?;
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
                let mut claim = places.claim(self, value, at)?;
                claim.canonical = canonical.map(|(_, value, _)| value.to_vec());
                received.claims.push(claim);
            }
            Variable::Timestamp => {
                let text = core::str::from_utf8(value).map_err(|error| {
                    self.malformed(Misfit { at: at + error.valid_up_to(), expected: "UTF-8", got: None.into() })
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
        received.claims.extend(new.claims);
        received.credentials.extend(new.credentials);
        Ok(())
    }

    pub(super) fn takes(&self, variable: Variable) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes(variable))
    }

    pub(super) fn missing(&self) -> Error {
        match self.part {
            Part::Header => Error::HeaderMissing(Fault::new(&self.name, "this header", "none")),
            Part::Query => Error::RequestInvalid(Fault::new(&self.name, "this parameter in the query", "none")),
            Part::Field => Error::BodyInvalid(Fault::new(&self.name, "this member in the body, as text", "none")),
        }
    }

    pub(super) fn malformed(&self, misfit: Misfit) -> Error {
        self.blame(misfit.of(&self.name))
    }

    pub(super) fn blame(&self, fault: Box<Fault>) -> Error {
        match self.part {
            Part::Header => Error::HeaderMalformed(fault),
            Part::Query => Error::RequestInvalid(fault),
            Part::Field => Error::BodyInvalid(fault),
        }
    }
}

impl Part {
    /// The part and name that a row writes as `header:Authorization`.
    pub(super) fn named<'p>(place: &'p str, path: &str) -> Result<(Self, &'p str), Error> {
        match place.split_once(':') {
            Some(("header", name)) => Ok((Self::Header, name)),
            Some(("query", name)) => Ok((Self::Query, name)),
            Some(("field", name)) => Ok((Self::Field, name)),
            _ => {
                let expected = "a place such as `header:Authorization`, `query:hmac` or `field:signature`";
                Err(Error::SchemeInvalid(Fault::new(path, expected, cited(place))))
            }
        }
    }
}

/// More elements than any sender's list has; what comes after is not looked at.
const MAX_ELEMENTS: usize = 64;
