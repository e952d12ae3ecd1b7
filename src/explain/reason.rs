//! Why something is so: the name of a cause, and which one of several alike it is.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::causes::CauseId;
use crate::digest::Hash;
use crate::error::Error;
use crate::scheme::Misreading;

/// The name of a cause, and which one of several alike it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    /// None where the scheme itself describes it.
    pub id: Option<CauseId>,
    pub which: Which,
}

/// What a text shows in the place of `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Only,
    Named(Box<str>),
    /// A number with its sign, and its unit.
    Shift(i64, &'static str),
    /// What the scheme itself says of it: id, title, detail and fix.
    Own(Box<[String; 4]>),
}

impl From<CauseId> for Reason {
    fn from(id: CauseId) -> Self {
        Self { id: Some(id), which: Which::Only }
    }
}

impl Reason {
    pub(super) fn named(id: CauseId, which: &str) -> Self {
        Self { id: Some(id), which: Which::Named(which.into()) }
    }

    /// A cause that the scheme itself describes.
    pub(super) fn own(reading: &Misreading<'_>) -> Self {
        let Misreading { id, title, detail, fix, .. } = reading;
        Self { id: None, which: Which::Own(Box::new([id, title, detail, fix].map(|text| String::from(*text)))) }
    }

    pub(super) fn is(&self, id: CauseId) -> bool {
        self.id == Some(id)
    }

    /// The id that reports show; empty where the scheme itself describes it.
    pub(super) fn name(&self) -> &'static str {
        self.id.map_or("", CauseId::name)
    }

    pub(super) const fn shift(id: CauseId, by: i64, unit: &'static str) -> Self {
        Self { id: Some(id), which: Which::Shift(by, unit) }
    }
}

/// Adds what is so, once.
#[inline(never)]
pub(super) fn note(warnings: &mut Vec<Reason>, is_so: bool, id: CauseId) {
    if is_so && warnings.iter().all(|known| !known.is(id)) {
        warnings.push(id.into());
    }
}

/// Why a message is refused whose signature is right.
pub(super) fn refused(error: &Error) -> Option<Reason> {
    let fault = error.fault()?;
    let which = ["`", &*fault.part, "` expected ", &*fault.expected, ", got ", &*fault.got].concat();
    Some(Reason::named(CauseId::RefusedOtherwise, &which))
}

/// What a caller is told of an error.
pub(super) fn told(id: CauseId, error: &Error) -> Option<Reason> {
    let fault = error.fault()?;
    Some(Reason::named(id, &["expected ", &*fault.expected, ", got ", &*fault.got].concat()))
}

pub(super) const fn id_of(hash: Hash) -> CauseId {
    match hash {
        Hash::Md5 => CauseId::AlgorithmMd5,
        Hash::Sha1 => CauseId::AlgorithmSha1,
        Hash::Sha256 => CauseId::AlgorithmSha256,
        Hash::Sha384 => CauseId::AlgorithmSha384,
        Hash::Sha512 => CauseId::AlgorithmSha512,
    }
}
