//! Takes values out of one placement, strictly.

use alloc::vec::Vec;

use super::{Placement, Placements, Received};
use crate::canonical::Variable;
use crate::error::{Error, Fault, Found, Unexpected, is_name};
use crate::recipe::Location;
use crate::recipe::pattern::{Pattern, Taken};
use crate::text::{elements, quoted};

impl Placement {
    pub(super) fn take(&self, text: &[u8], placements: &Placements, received: &mut Received) -> Result<(), Error> {
        let separator = &*self.separator;
        if separator.is_empty() {
            let mut tried = self.patterns.iter().map(|pattern| self.taken(pattern, text, 0, placements));
            // The first pattern is the usual one, so its error is returned.
            let first = tried.next().unwrap_or_else(|| Ok(Received::default()));
            let read = first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault))?;
            return self.merge(read, received);
        }
        let text = core::str::from_utf8(text).map_err(|error| {
            self.malformed(Unexpected { at: error.valid_up_to(), expected: "ASCII", got: None.into() })
        })?;
        let mut at = 0;
        let mut found = Vec::from_iter(self.patterns.iter().map(|pattern| pattern.optional));
        let mut refused = None;
        for element in elements(text, separator).into_iter().take(MAX_ELEMENTS) {
            if let Some(place) = self.patterns.iter().position(|pattern| pattern.is_meant(element)) {
                let pattern = &self.patterns[place];
                match self.taken(pattern, element.as_bytes(), at, placements) {
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

    /// The pattern with which [`take`](Self::take) reads `element`, an element of a list or the whole value; `None` if it
    /// refuses the element.
    pub(super) fn reader_of(&self, element: &str, placements: &Placements) -> Option<&Pattern> {
        let mut patterns = self.patterns.iter();
        let is_signature =
            |(variable, value, _): &Taken<'_>| *variable != Variable::Signature || placements.is_signature(value);
        let reads = |own: &&Pattern| own.take(element.as_bytes()).is_ok_and(|taken| taken.iter().all(is_signature));
        if self.separator.is_empty() {
            return patterns.find(reads);
        }
        patterns.find(|own| own.is_meant(element)).filter(reads)
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
        self.location.blame(Fault::new(&self.name, expected, got))
    }

    /// Matches `text`, which starts at byte `start` of the value, with `pattern`.
    fn taken(&self, pattern: &Pattern, text: &[u8], start: usize, placements: &Placements) -> Result<Received, Error> {
        let taken = pattern
            .take(text)
            .map_err(|unexpected| self.malformed(Unexpected { at: start + unexpected.at, ..unexpected }))?;
        let mut received = Received::default();
        let canonical = taken.iter().find(|(variable, ..)| *variable == Variable::Canonical);
        for &(variable, value, at) in &taken {
            self.note((variable, value, start + at), canonical, placements, &mut received)?;
        }
        Ok(received)
    }

    fn note(
        &self,
        (variable, value, at): Taken<'_>,
        canonical: Option<&Taken<'_>>,
        placements: &Placements,
        received: &mut Received,
    ) -> Result<(), Error> {
        match variable {
            Variable::Signature => {
                let mut signature = placements.signature(self, value, at)?;
                signature.canonical = canonical.map(|(_, value, _)| value.to_vec());
                received.signatures.push(signature);
            }
            Variable::Timestamp => {
                let text = core::str::from_utf8(value).map_err(|error| {
                    self.malformed(Unexpected { at: at + error.valid_up_to(), expected: "UTF-8", got: None.into() })
                })?;
                received.timestamp = Some(text.into());
                received.timestamp_name = self.name.clone();
            }
            Variable::Credential(index) => received.credentials.push((index, value.to_vec())),
            Variable::Method
            | Variable::Url
            | Variable::Base
            | Variable::Target
            | Variable::Path
            | Variable::Query
            | Variable::Body
            | Variable::Canonical
            | Variable::Protected
            | Variable::Any
            | Variable::Option(_)
            | Variable::Binding(_)
            | Variable::Input(_) => {}
        }
        Ok(())
    }

    fn merge(&self, new: Received, received: &mut Received) -> Result<(), Error> {
        match (&new.timestamp, &received.timestamp) {
            (Some(new), Some(before)) if new != before => {
                return Err(self.location.blame(Fault::new(&self.name, "one timestamp", "several that differ")));
            }
            (Some(_), _) => {
                received.timestamp = new.timestamp;
                received.timestamp_name = new.timestamp_name;
            }
            (None, _) => {}
        }
        append(&mut received.signatures, new.signatures);
        append(&mut received.credentials, new.credentials);
        Ok(())
    }

    pub(super) fn missing(&self) -> Error {
        self.location.missing(&self.name, if self.location == Location::Field { ", as a string" } else { "" })
    }

    pub(super) fn malformed(&self, unexpected: Unexpected) -> Error {
        self.location.blame(unexpected.of(&self.name))
    }
}

/// Appends `new`; into an empty list, without another allocation.
fn append<T>(list: &mut Vec<T>, mut new: Vec<T>) {
    if list.is_empty() {
        *list = new;
    } else {
        list.append(&mut new);
    }
}

/// The largest number of list elements that are read; later ones are ignored.
pub(super) const MAX_ELEMENTS: usize = 64;
/// How many elements an error names.
const MAX_NAMED: usize = 8;
