//! JWK Sets (RFC 7517 §5): the keys in them that verify signatures by the algorithms at hand.

use alloc::{string::String, vec::Vec};

use super::{Key, PRIVATE};
use crate::algorithm::jws::printed;
use crate::algorithm::{Algorithm, Rules};
use crate::error::{Error, Fault};
use crate::json::{Document, Object};
use crate::secret::Secret;
use crate::text::at_most;

/// The id of a key (`kid`, RFC 7517 §4.5), if it has one.
pub(crate) type KeyId = Option<Vec<u8>>;

/// Whether `key` is a JWK Set.
pub(super) fn is_set(key: &[u8]) -> bool {
    object(key).is_some_and(|set| set.value("kty").is_none() && set.value("keys").is_some())
}

/// The id in the JWK `key`; `None` for a key of another form.
pub(super) fn id_of(key: &[u8]) -> KeyId {
    let jwk = object(key)?;
    jwk.value("kid")?.starts_with(b"\"").then(|| jwk.text("kid"))?
}

/// The public keys in `set` that verify signatures by any of the `algorithms`, in their order. Keys for something else are
/// skipped.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] for a set without such a key, which says what it has; for one with a private key.
pub(super) fn read(
    algorithms: &[Algorithm],
    rules: &Rules<'_>,
    set: &[u8],
    name: &str,
) -> Result<Vec<(KeyId, Key)>, Error> {
    let refused =
        |expected: &str, got: String| Err(Error::CredentialInvalid(Fault::new(name, String::from(expected), got)));
    let list = object(set).filter(Object::names_are_unique);
    let list = list.as_ref().and_then(|set| set.value("keys")).unwrap_or_default();
    let Some(document) = Document::parse(list).ok().filter(|_| list.starts_with(b"[")) else {
        return refused("a JWK Set whose one `keys` is a list", String::from("another"));
    };
    let members = document.elements(document.whole(), MAX_KEYS);
    if members.len() > MAX_KEYS {
        return refused(&["a JWK Set of ", &at_most(MAX_KEYS, "keys")].concat(), String::from("more"));
    }
    let (mut keys, mut others) = (Vec::new(), Vec::new());
    for member in members.into_iter().map(|at| &list[at]) {
        match Key::public(algorithms, rules, &Secret::from(member), name) {
            Ok(key) => keys.push((id_of(member), key)),
            Err(Error::CredentialInvalid(fault)) if fault.got == PRIVATE => {
                return refused("a JWK Set of public keys", String::from(PRIVATE));
            }
            Err(Error::CredentialInvalid(fault)) => others.push(described(member, name, &fault)),
            Err(error) => return Err(error),
        }
    }
    if !keys.is_empty() {
        return Ok(keys);
    }
    let wanted = super::Wanted::of(algorithms, rules, name)?.public();
    let got = if others.is_empty() { String::from("none") } else { others.join("; ") };
    refused(&["a JWK Set with ", &wanted].concat(), got)
}

/// What a key in a set is, for an error.
fn described(member: &[u8], name: &str, fault: &Fault) -> String {
    let Some(kty) = object(member).and_then(|jwk| jwk.value("kty").map(printed)) else {
        return String::from("one without `kty`");
    };
    let member = fault.part.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
    let what = member.map_or_else(String::new, |own| ["`", own, "` "].concat());
    [&kty, " (", &what, &fault.got, ")"].concat()
}

fn object(key: &[u8]) -> Option<Object> {
    let is_json = key.trim_ascii_start().starts_with(b"{") && core::str::from_utf8(key).is_ok();
    is_json.then(|| Object::parse(key).ok())?
}

/// More keys than any provider has at a time: each may be tried for each message.
const MAX_KEYS: usize = 64;
