//! Where in a message a scheme places a value.

use crate::error::{Error, Fault, cited};

/// The part of a message that a value travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Header,
    Query,
    Field,
}

impl Location {
    /// The location and name in `place`, which a scheme writes as `header:Authorization`.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] at `path` for any other location.
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
