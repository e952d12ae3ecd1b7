//! Locations: the part of a message that holds a value.

use crate::error::{Error, Fault, cited};

/// The part of a message that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Header,
    Query,
    Field,
}

impl Location {
    /// Splits a location such as `header:Authorization` into its kind and name.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for any other location; `path` names the faulty member.
    pub(crate) fn named<'p>(place: &'p str, path: &str) -> Result<(Self, &'p str), Error> {
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
