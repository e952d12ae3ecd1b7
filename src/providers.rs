//! The catalogue of built-in schemes: one JSON file per provider.

mod list;

use alloc::{boxed::Box, vec::Vec};

use once_cell::race::OnceBox;

use crate::definition;
use crate::error::{Error, Unknown};
use crate::scheme::Scheme;
use list::SCHEMES;

/// The built-in scheme called `id`. It is parsed when it is first asked for, and lives as long as the program.
///
/// ```
/// assert!(countersign::scheme("securo.request").is_ok());
/// assert_eq!(countersign::scheme("toString").unwrap_err().code(), "ERR_SCHEME_UNKNOWN");
/// ```
///
/// # Errors
///
/// [`Error::SchemeUnknown`] if no scheme has this id.
pub fn scheme(id: &str) -> Result<&'static Scheme<'static>, Error> {
    static PARSED: [OnceBox<Scheme<'static>>; SCHEMES.len()] = [const { OnceBox::new() }; SCHEMES.len()];
    let place = place(id).ok_or_else(|| Error::SchemeUnknown(Box::new(Unknown { id: id.into() })))?;
    PARSED[place].get_or_try_init(|| definition::built_in::scheme(id, file).map(Box::new))
}

/// All built-in schemes, sorted by id.
pub fn schemes() -> impl Iterator<Item = &'static Scheme<'static>> {
    SCHEMES.iter().filter_map(|(id, _)| scheme(id).ok())
}

/// The schemes of the provider that has the scheme `id`.
pub(crate) fn of_provider(id: &str) -> impl Iterator<Item = &'static Scheme<'static>> {
    let provider = |id: &str| id.split('.').next().map(str::len);
    let same = move |other: &&(&str, _)| provider(other.0).is_some_and(|end| id.get(..=end) == other.0.get(..=end));
    SCHEMES.iter().filter(same).filter_map(|(id, _)| scheme(id).ok())
}

/// The id and the canonical string of every scheme.
pub(crate) fn canonicals() -> &'static [(&'static str, &'static str)] {
    static PARSED: OnceBox<Vec<(&str, &str)>> = OnceBox::new();
    PARSED.get_or_init(|| Box::new(schemes().map(|scheme| (scheme.id, scheme.canonical)).collect()))
}

/// The file that has the scheme `id`, as JSON.
fn file(id: &str) -> Option<&'static str> {
    place(id).map(|place| SCHEMES[place].1)
}

/// The index of the scheme `id`.
fn place(id: &str) -> Option<usize> {
    SCHEMES.binary_search_by(|(own, _)| (*own).cmp(id)).ok()
}
