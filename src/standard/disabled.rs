//! Replaces the module `standard` in a build without signature standards.

#[path = "types.rs"]
mod types;

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::named::Named as _;
use crate::recipe::covers::Covers;
use crate::scheme::Scheme;
pub(crate) use types::{Candidate, Lifetime, Request};

/// An empty type: no value exists, so its methods are never called. They let callers compile without the feature.
#[derive(Debug)]
pub(crate) enum Config {}

impl Config {
    pub(crate) fn read(scheme: &Scheme<'_>, _: &[String], _: &[(&str, &str)]) -> Result<Option<Self>, Error> {
        scheme.profile.map_or(Ok(None), |profile| {
            let import = "the import with this standard, `countersign`";
            let expected =
                if cfg!(feature = "wire") { import } else { "a build with it: enable the feature `standards`" };
            Err(Error::Unsupported(Fault::new(profile.name(), expected, "one without it")))
        })
    }

    pub(crate) const fn signs(&self) -> (bool, bool) {
        match *self {}
    }

    pub(crate) const fn covers(&self) -> Covers {
        match *self {}
    }

    pub(crate) const fn draws(&self) -> bool {
        match *self {}
    }

    pub(crate) const fn fill(&self, request: &Request<'_>, _: &mut Vec<Vec<u8>>) -> Result<(), Error> {
        let _ = (request.message, request.inputs, request.content_type);
        match *self {}
    }

    pub(crate) const fn received(&self, _: &Request<'_>) -> Result<Vec<Result<Candidate<'_>, Error>>, Error> {
        match *self {}
    }
}
