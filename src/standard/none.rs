//! In the place of the standards, in a build without them.

#[path = "parts.rs"]
mod parts;

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::recipe::covers::Covers;
use crate::scheme::Scheme;
pub(crate) use parts::{Offer, Subject};

/// There is none.
#[derive(Debug)]
pub(crate) enum Choice {}

impl Choice {
    pub(crate) fn read(scheme: &Scheme<'_>, _: &[String], _: &[(&str, &str)]) -> Result<Option<Self>, Error> {
        scheme.standard.map_or(Ok(None), |standard| {
            let expected = "a build with standards: the feature `standards`, or `countersign/standards`";
            Err(Error::AlgorithmRefused(Fault::new(standard.name(), expected, "one without")))
        })
    }

    pub(crate) const fn signs(&self) -> (bool, bool) {
        match *self {}
    }

    pub(crate) const fn covers(&self) -> Covers {
        match *self {}
    }

    pub(crate) const fn fill(&self, subject: &Subject<'_>, _: &mut Vec<Vec<u8>>) -> Result<(), Error> {
        let _ = (subject.message, subject.inputs, subject.content_type);
        match *self {}
    }

    pub(crate) const fn received(&self, _: &Subject<'_>) -> Result<Vec<Result<Offer, Error>>, Error> {
        match *self {}
    }
}
