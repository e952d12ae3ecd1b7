//! Locations: the part of a message that holds a value.

use alloc::boxed::Box;

use crate::error::{Error, Fault};
use crate::text::cut;

/// The part of a message that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Header,
    Query,
    /// A member of the JSON object or form in the body, by its name or, if it starts with `/`, by its JSON pointer.
    Field,
    /// A claim of a JSON Web Token, as a field is named.
    Claim,
    /// A member of the token's header.
    Protected,
}

impl Location {
    const ALL: [Self; 5] = [Self::Header, Self::Query, Self::Field, Self::Claim, Self::Protected];

    /// Splits a place such as `header:Authorization` into its location and name; `None` for any other string.
    pub(crate) fn named(place: &str) -> Option<(Self, &str)> {
        let (kind, name) = cut(place, ":")?;
        let location = Self::ALL.into_iter().find(|own| own.name() == kind)?;
        Some((location, name))
    }

    /// The name in places such as `header:Authorization`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Field => "field",
            Self::Claim => "claim",
            Self::Protected => "protected",
        }
    }

    /// Whether it is in a token, and so not in the message itself.
    pub(crate) const fn is_in_token(self) -> bool {
        matches!(self, Self::Claim | Self::Protected)
    }

    /// The error for a `fault` at this location.
    pub(crate) fn blame(self, fault: Box<Fault>) -> Error {
        match self {
            // Tokens travel in headers.
            Self::Header | Self::Claim | Self::Protected => Error::HeaderMalformed(fault),
            Self::Query => Error::RequestInvalid(fault),
            Self::Field => Error::BodyInvalid(fault),
        }
    }

    /// The error for several values called `name`; `got` says how many, or how they differ.
    pub(crate) fn several(self, name: &str, got: &'static str) -> Error {
        self.blame(Fault::new(name, "one value", got))
    }

    /// The error for a message without the value called `name`; `what` says more about the value.
    pub(crate) fn missing(self, name: &str, what: &str) -> Error {
        let part = match self {
            Self::Header => "this header",
            Self::Query => "this parameter in the query",
            Self::Field => "this member in the body",
            Self::Claim => "this claim",
            Self::Protected => "this member of the token's header",
        };
        let fault = Fault::new(name, [part, what].concat(), "none");
        if self == Self::Header { Error::HeaderMissing(fault) } else { self.blame(fault) }
    }
}
