//! Whether a receiver reads each value where it was put: nothing is signed that the verifier of the scheme could not read.

use alloc::{boxed::Box, vec::Vec};

use zeroize::Zeroizing;

use super::draft::text;
use super::placement::Placement;
use crate::canonical::{self, Inputs, Part, Variable};
use crate::error::{Error, Fault};
use crate::message::header_fault;
use crate::recipe::{Format, Location, Locator, pattern};
use crate::text::{cut, ends_early, in_quotes};

/// When the value of a name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Once the signer is made.
    Opened,
    /// With the request.
    Given,
    /// When the place is filled in.
    Filled,
}

impl Known {
    const fn of(variable: Variable) -> Self {
        match variable {
            Variable::Credential(_) | Variable::Option(_) | Variable::Any => Self::Opened,
            Variable::Timestamp | Variable::Input(_) => Self::Given,
            Variable::Method
            | Variable::Url
            | Variable::Base
            | Variable::Target
            | Variable::Path
            | Variable::Query
            | Variable::Body
            | Variable::Canonical
            | Variable::Signature
            | Variable::Protected
            | Variable::Binding(_) => Self::Filled,
        }
    }
}

impl Placement {
    /// Refuses a value that this place cannot hold as it stands, or from which a receiver would read another one, of those
    /// that are known by now; `sources` are what the inputs of the request come from.
    ///
    /// # Errors
    ///
    /// The one that blames the value, with the byte.
    pub(super) fn check(
        &self,
        inputs: &Inputs<'_>,
        sources: &[Locator],
        format: Option<Format>,
        known: &[Known],
    ) -> Result<(), Error> {
        for (index, part) in self.template.parts().iter().enumerate() {
            let Some(variable) = part.variable().filter(|variable| known.contains(&Known::of(*variable))) else {
                continue;
            };
            let mut value = Zeroizing::new(Vec::new());
            part.write(inputs, &mut value)?;
            let source = source_of(part, sources);
            let name = source.map_or_else(|| part.name(), |source| &source.name);
            let fault = self.character_fault(name, index, variable, &value, format);
            let fault = fault.or_else(|| self.end_fault(name, index, variable, &value));
            let fault = fault.or_else(|| self.start_fault(name, variable, &value));
            fault.map_or(Ok(()), |fault| Err(blame(part, source, fault)))?;
        }
        Ok(())
    }

    /// Appends the value of the place to `out`; nothing where it is [absent](Self::is_absent).
    ///
    /// # Errors
    ///
    /// What a filter finds wrong with its input, and for an empty value where a receiver expects one to read.
    pub(super) fn fill(&self, inputs: &Inputs<'_>, sources: &[Locator], out: &mut Vec<u8>) -> Result<(), Error> {
        let is_read = |part: &Part| {
            let variable = part.variable().filter(|variable| !matches!(variable, Variable::Any | Variable::Option(_)));
            variable.is_some() && !self.patterns.is_empty()
        };
        let (mut start, mut empty) = (out.len(), None);
        self.template.write(inputs, out, |part, end| {
            let part = self.template.parts().get(part).filter(|part| end == start && is_read(part));
            empty = empty.or(part);
            start = end;
        })?;
        empty.map_or(Ok(()), |part| {
            let source = source_of(part, sources);
            let name = source.map_or_else(|| part.name(), |source| &source.name);
            Err(blame(part, source, Fault::new(name, "a value, which the scheme sends", "an empty one")))
        })
    }

    /// What is wrong with a character of a value, if anything is.
    fn character_fault(
        &self,
        name: &str,
        index: usize,
        variable: Variable,
        value: &[u8],
        format: Option<Format>,
    ) -> Option<Box<Fault>> {
        match self.location {
            // An option within a header may end in a space, as a prefix does.
            Location::Header if matches!(variable, Variable::Option(_)) => {
                let value = if index > 0 { value.trim_ascii_start() } else { value };
                let is_last = index + 1 == self.template.parts().len();
                header_fault(name, if is_last { value } else { value.trim_ascii_end() })
            }
            Location::Header => header_fault(name, value),
            // The others are escaped there.
            Location::Query if Known::of(variable) != Known::Opened => None,
            Location::Query => header_fault(name, value),
            Location::Field => text_fault(name, value, format == Some(Format::Json)),
        }
    }

    /// What is wrong with a value that a receiver would take to end too early, if it would.
    fn end_fault(&self, name: &str, index: usize, variable: Variable, value: &[u8]) -> Option<Box<Fault>> {
        let by = Some(&*self.separator).filter(|by| !by.is_empty());
        let after = self.template.literal(index + 1);
        let after = by.and_then(|by| cut(after, by)).map_or(after, |(before, _)| before);
        // The receiver knows the options as well.
        let after = if matches!(variable, Variable::Option(_)) { "" } else { after };
        let (end, at) =
            [&*self.separator, after].into_iter().find_map(|end| Some((end, ends_early(value, end.as_bytes())?)))?;
        let expected = ["a value without `", end, "`, which separates it from what comes after it"].concat();
        Some(Fault::new(name, expected, in_quotes(end)).at(at))
    }

    /// What is wrong with a value that makes its element of the list read as another one, if it does.
    fn start_fault(&self, name: &str, variable: Variable, value: &[u8]) -> Option<Box<Fault>> {
        let begin = pattern::misread(&self.patterns, variable, text(value))?;
        let expected = ["a value that does not begin as another element of the list does, with `", begin, "`"].concat();
        Some(Fault::new(name, expected, in_quotes(begin)).at(0))
    }
}

/// What the input that `part` names comes from, if it names one.
fn source_of<'s>(part: &Part, sources: &'s [Locator]) -> Option<&'s Locator> {
    if let Some(Variable::Input(place)) = part.variable() { sources.get(place) } else { None }
}

/// The error of a fault in the value that `part` names, and that comes from `source`.
fn blame(part: &Part, source: Option<&Locator>, fault: Box<Fault>) -> Error {
    match (source, part.variable()) {
        (Some(source), _) => source.blame(fault),
        (None, Some(variable)) => canonical::blame(variable, fault),
        (None, None) => Error::RequestInvalid(fault),
    }
}

/// The error of a fault, where there is one.
pub(super) fn refuse(fault: Option<Box<Fault>>, error: fn(Box<Fault>) -> Error) -> Result<(), Error> {
    fault.map_or(Ok(()), |fault| Err(error(fault)))
}

/// What is wrong with `value` as the text of a header, or of a member of a JSON object.
pub(super) fn text_fault(name: &str, value: &[u8], in_json: bool) -> Option<Box<Fault>> {
    header_fault(name, value).or_else(|| {
        let quoted = value.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\t')).filter(|_| in_json)?;
        Some(Fault::new(name, "a value without quotes, backslashes and tabs", "one of them").at(quoted))
    })
}
