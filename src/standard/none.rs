//! In the place of the standards, in a build without them.

use alloc::{string::String, vec::Vec};

use crate::canonical::Inputs;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::scheme::Scheme;

/// There is none.
#[derive(Debug)]
pub(crate) enum Choice {}

pub(crate) struct Subject<'m> {
    pub message: &'m Message<'m>,
    pub inputs: Inputs<'m>,
    pub content_type: Option<&'static str>,
}

#[derive(Debug)]
pub(crate) struct Offer {
    pub raw: Vec<u8>,
    pub timestamp: String,
    pub expires_s: Option<i64>,
    pub bindings: Vec<Vec<u8>>,
    pub credentials: Vec<(usize, Vec<u8>)>,
    pub told: Vec<(&'static str, Vec<u8>)>,
}

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

    pub(crate) const fn fill(&self, subject: &Subject<'_>, _: &mut Vec<Vec<u8>>) -> Result<(), Error> {
        let _ = (subject.message, subject.inputs, subject.content_type);
        match *self {}
    }

    pub(crate) const fn received(&self, _: &Subject<'_>) -> Result<Vec<Result<Offer, Error>>, Error> {
        match *self {}
    }
}
