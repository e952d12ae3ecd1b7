//! Schemes of the catalogue, read from the files of their providers.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::read::{self, COMPANION};
use super::value::{SCHEME, Value};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;

/// The scheme `id`, for as long as the program runs. `file` finds the JSON that has a scheme: an object whose `schemes` are
/// definitions, each of which may have the member `extends`, the id of a scheme whose members it has where it has none of its own.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a file that is not in this form, which a test refuses.
pub(crate) fn scheme(id: &str, file: fn(&str) -> Option<&'static str>) -> Result<Scheme<'static>, Error> {
    read::leak(Box::leak(Box::new(Value::Object(members(id, file, 0)?))))
}

/// The members of the scheme `id`, with those of the schemes that it extends.
fn members(id: &str, file: fn(&str) -> Option<&'static str>, depth: usize) -> Result<Vec<(String, Value)>, Error> {
    let has_id = |value: &Value| value.member("id").is_some_and(|own| matches!(own, Value::Text(own) if own == id));
    let schemes = match file(id).map(Value::parse).transpose()?.and_then(|file| file.into_member("schemes")) {
        Some(Value::List(schemes)) if depth < MAX_DEPTH => schemes,
        Some(_) | None => Vec::new(),
    };
    match schemes.into_iter().find(has_id) {
        Some(Value::Object(own)) => extended(own, file, depth),
        Some(_) | None => Err(Error::SchemeInvalid(Fault::new(SCHEME, "a scheme of the catalogue", "another id"))),
    }
}

/// The members `own`, after those that they extend; the same for the companion.
fn extended(
    own: Vec<(String, Value)>,
    file: fn(&str) -> Option<&'static str>,
    depth: usize,
) -> Result<Vec<(String, Value)>, Error> {
    let mut all = match own.iter().find(|(name, _)| name == EXTENDS) {
        Some((_, Value::Text(id))) => members(id, file, depth + 1)?,
        Some(_) | None => Vec::new(),
    };
    for (name, value) in own {
        let value = if let (COMPANION, Value::Object(companion)) = (&*name, &value) {
            Value::Object(extended(companion.clone(), file, depth + 1)?)
        } else {
            value
        };
        match all.iter_mut().find(|(inherited, _)| *inherited == name) {
            Some((_, inherited)) => *inherited = value,
            None => all.push((name, value)),
        }
    }
    all.retain(|(name, _)| name != EXTENDS);
    Ok(all)
}

const EXTENDS: &str = "extends";
/// How many schemes may extend each other.
const MAX_DEPTH: usize = 4;
