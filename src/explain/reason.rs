//! Why something is so: the name of a cause, and which one of several alike it is.

use alloc::{boxed::Box, string::String, vec::Vec};

use crate::digest::Hash;
use crate::error::Error;
use crate::scheme::Misreading;

/// The name of a cause, and which one of several alike it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub name: &'static str,
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

impl From<&'static str> for Reason {
    fn from(name: &'static str) -> Self {
        Self { name, which: Which::Only }
    }
}

impl Reason {
    pub(super) fn named(name: &'static str, which: &str) -> Self {
        Self { name, which: Which::Named(which.into()) }
    }

    /// A cause that the scheme itself describes.
    pub(super) fn own(reading: &Misreading<'_>) -> Self {
        let Misreading { id, title, detail, fix, .. } = reading;
        Self { name: "", which: Which::Own(Box::new([id, title, detail, fix].map(|text| String::from(*text)))) }
    }

    pub(super) const fn shift(name: &'static str, by: i64, unit: &'static str) -> Self {
        Self { name, which: Which::Shift(by, unit) }
    }
}

/// Adds what is so, once.
#[inline(never)]
pub(super) fn note(warnings: &mut Vec<Reason>, is_so: bool, name: &'static str) {
    if is_so && warnings.iter().all(|known| known.name != name) {
        warnings.push(name.into());
    }
}

/// What a caller is told of an error.
pub(super) fn told(id: &'static str, error: &Error) -> Option<Reason> {
    let fault = error.fault()?;
    Some(Reason::named(id, &["expected ", &*fault.expected, ", got ", &*fault.got].concat()))
}

pub(super) const fn id_of(hash: Hash) -> &'static str {
    match hash {
        Hash::Md5 => "algorithm-md5",
        Hash::Sha1 => "algorithm-sha1",
        Hash::Sha256 => "algorithm-sha256",
        Hash::Sha384 => "algorithm-sha384",
        Hash::Sha512 => "algorithm-sha512",
    }
}
