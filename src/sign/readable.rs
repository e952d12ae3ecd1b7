//! Checks that a receiver reads each placed value as it was written: only requests that the scheme's verifier accepts
//! are signed.

use alloc::{boxed::Box, vec::Vec};

use zeroize::Zeroizing;

use crate::canonical::{Inputs, Variable};
use crate::error::{Error, Fault};
use crate::message::header_fault;
use crate::placement::{self, Placement};
use crate::recipe::{Format, Location, Locator, pattern};
use crate::text::{cut, ends_early, in_quotes};

/// When the value of a variable is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// When the signer is created.
    WithSigner,
    /// With the request.
    WithRequest,
    /// When the placement is filled.
    WhenFilled,
}

impl Known {
    const fn of(variable: Variable) -> Self {
        match variable {
            Variable::Credential(_) | Variable::Option(_) | Variable::Any => Self::WithSigner,
            Variable::Timestamp | Variable::Input(_) => Self::WithRequest,
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
            | Variable::Binding(_) => Self::WhenFilled,
        }
    }
}

/// Refuses a value that `placement` cannot hold unchanged, or that a receiver would read differently. Checks the variables
/// that are `known` by now; `locators` say where the inputs come from.
///
/// # Errors
///
/// The error for the variable, with the byte offset.
pub(super) fn check(
    placement: &Placement,
    inputs: &Inputs<'_>,
    locators: &[Locator],
    format: Option<Format>,
    known: &[Known],
) -> Result<(), Error> {
    for (index, part) in placement.template.parts().iter().enumerate() {
        let Some(variable) = part.variable().filter(|variable| known.contains(&Known::of(*variable))) else {
            continue;
        };
        let mut value = Zeroizing::new(Vec::new());
        part.write(inputs, &mut value)?;
        let locator = placement::locator_of(part, locators);
        let name = locator.map_or_else(|| part.name(), |locator| &locator.name);
        let placed = Placed { placement, name, index, variable, value: &value };
        let fault = placed.character_fault(format).or_else(|| placed.end_fault()).or_else(|| placed.start_fault());
        fault.map_or(Ok(()), |fault| Err(placement::blame(part, locator, fault)))?;
    }
    Ok(())
}

/// The value of one variable at a placement.
struct Placed<'v> {
    placement: &'v Placement,
    /// The name of the value in errors.
    name: &'v str,
    /// The index of the variable's part in the template.
    index: usize,
    variable: Variable,
    value: &'v [u8],
}

impl Placed<'_> {
    /// The fault of the first character that the location cannot hold, if there is one.
    fn character_fault(&self, format: Option<Format>) -> Option<Box<Fault>> {
        let Self { placement, name, index, variable, value } = *self;
        match placement.location {
            // An option inside a header may end in a space: it may be a prefix.
            Location::Header if matches!(variable, Variable::Option(_)) => {
                let value = if index > 0 { value.trim_ascii_start() } else { value };
                let is_last = index + 1 == placement.template.parts().len();
                header_fault(name, if is_last { value } else { value.trim_ascii_end() })
            }
            Location::Header | Location::Claim | Location::Protected => header_fault(name, value),
            // Other values are percent-encoded.
            Location::Query if Known::of(variable) != Known::WithSigner => None,
            Location::Query => header_fault(name, value),
            Location::Field => text_fault(name, value, format == Some(Format::Json)),
        }
    }

    /// The fault of a value in which a receiver would find the end too early, if there is one.
    fn end_fault(&self) -> Option<Box<Fault>> {
        let Self { placement, name, index, variable, value } = *self;
        let by = Some(&*placement.separator).filter(|by| !by.is_empty());
        let after = placement.template.literal(index + 1);
        let after = by.and_then(|by| cut(after, by)).map_or(after, |(before, _)| before);
        // The receiver has the same options, and so knows the literal after an option.
        let after = if matches!(variable, Variable::Option(_)) { "" } else { after };
        let (end, at) = [&*placement.separator, after]
            .into_iter()
            .find_map(|end| Some((end, ends_early(value, end.as_bytes())?)))?;
        let expected = ["a value without `", end, "`, which separates it from what comes after it"].concat();
        Some(Fault::new(name, expected, in_quotes(end)).at(at))
    }

    /// The fault of a value that makes its list element look like another element, if there is one.
    fn start_fault(&self) -> Option<Box<Fault>> {
        if self.placement.patterns.len() < 2 {
            return None;
        }
        let value = core::str::from_utf8(self.value).ok()?;
        let begin = pattern::misread(&self.placement.patterns, self.variable, value)?;
        let expected = ["a value that does not begin as another element of the list does, with `", begin, "`"].concat();
        Some(Fault::new(self.name, expected, in_quotes(begin)).at(0))
    }
}

/// The error for a fault, if there is one.
pub(super) fn refuse(fault: Option<Box<Fault>>, error: fn(Box<Fault>) -> Error) -> Result<(), Error> {
    fault.map_or(Ok(()), |fault| Err(error(fault)))
}

/// The fault of `value` as a header or, with `in_json`, as a member of a JSON object.
pub(super) fn text_fault(name: &str, value: &[u8], in_json: bool) -> Option<Box<Fault>> {
    header_fault(name, value).or_else(|| {
        let quoted = value.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\t')).filter(|_| in_json)?;
        Some(Fault::new(name, "a value without quotes, backslashes and tabs", "one of them").at(quoted))
    })
}
