//! Locators: where the inputs of a scheme are extracted from.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::location::Location;
use crate::error::{Error, Fault, cited};
use crate::scheme::Scheme;

/// Where an input is extracted from.
#[derive(Debug)]
pub(crate) struct Locator {
    pub location: Location,
    pub name: String,
    /// Whether the input is all headers whose names start with `name`: in lower case and sorted, each as `name:value` and
    /// a line feed.
    pub is_prefix: bool,
    /// Whether the input may be absent; its value is then empty.
    pub is_optional: bool,
}

/// The locators of the scheme's inputs, in its order.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a location that cannot be parsed.
pub(crate) fn locators(scheme: &Scheme<'_>) -> Result<Vec<Locator>, Error> {
    let mut locators = Vec::with_capacity(scheme.inputs.len());
    for (name, place) in scheme.inputs {
        let bare = place.strip_suffix('?').unwrap_or(place);
        let prefix = prefix_of(bare);
        let found = prefix.map(|prefix| (Location::Header, prefix)).or_else(|| Location::named(bare));
        let source = found.filter(|(_, own)| !own.is_empty()).map(|(location, own)| Locator {
            location,
            name: own.into(),
            is_prefix: prefix.is_some(),
            is_optional: bare.len() < place.len(),
        });
        let expected = "a place such as `header:webhook-id`, `headers:x-acme-`, `query:id` or `field:/data/id`";
        let path = || ["inputs.", name].concat();
        locators.push(source.ok_or_else(|| Error::SchemeInvalid(Fault::new(&path(), expected, cited(place))))?);
    }
    Ok(locators)
}

/// The start of the names, if `place` stands for all headers with names that start alike.
pub(super) fn prefix_of(place: &str) -> Option<&str> {
    place.strip_prefix("headers:")
}

impl Locator {
    /// Whether the value is a single header line.
    pub(crate) fn is_one_header(&self) -> bool {
        self.location == Location::Header && !self.is_prefix
    }

    /// The error for a `fault` at this location.
    pub(crate) fn blame(&self, fault: Box<Fault>) -> Error {
        self.location.blame(fault)
    }

    /// Whether the input is a query parameter.
    pub(crate) fn is_parameter(&self) -> bool {
        self.location == Location::Query
    }

    /// The part of the message, as in the location.
    #[cfg(feature = "js-describe")]
    pub(crate) fn part(&self) -> &'static str {
        if self.is_prefix { "headers" } else { self.location.name() }
    }

    /// The name of the header; `None` for another location, or for several headers.
    #[cfg(feature = "js")]
    pub(crate) fn header(&self) -> Option<&str> {
        Some(&*self.name).filter(|_| self.is_one_header())
    }

    /// The name or pointer of the body member; `None` for another location.
    pub(crate) fn field(&self) -> Option<&str> {
        Some(&*self.name).filter(|_| self.location == Location::Field)
    }
}
