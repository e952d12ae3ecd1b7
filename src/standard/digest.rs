//! The `Content-Digest` header (RFC 9530).

use alloc::string::String;

use super::malformed;
use super::structured_fields::{self, Value};
use crate::digest::{Digest, Hash, sha256};
use crate::encoding::Encoding;
use crate::error::Error;

pub(super) const HEADER: &str = "content-digest";

/// The digest of `body` by the algorithm `name`; `None` for an insecure or unknown algorithm.
pub(super) fn digest(name: &str, body: &[u8]) -> Option<Digest> {
    match name {
        "sha-256" => Some(sha256(body)),
        "sha-512" => Some(Hash::Sha512.digest(&[body])),
        _ => None,
    }
}

/// The header value for `body`; `name` is a known algorithm.
pub(super) fn write(name: &str, body: &[u8]) -> String {
    let text = Encoding::Base64.text(&digest(name, body).unwrap_or_default());
    [name, "=:", core::str::from_utf8(&text).unwrap_or_default(), ":"].concat()
}

/// Whether `value` has a digest with a known algorithm, and all such digests are those of `body`.
///
/// # Errors
///
/// [`Error::HeaderMalformed`] for a value that cannot be parsed, or without a known algorithm.
pub(super) fn is_of(value: &str, body: &[u8]) -> Result<bool, Error> {
    let members =
        structured_fields::dictionary(value).map_err(|unexpected| Error::HeaderMalformed(unexpected.of(HEADER)))?;
    let mut is_known = false;
    for member in members {
        let received = match member.value {
            Value::Bare(raw) => structured_fields::bytes(raw),
            Value::List(_) => None,
        };
        let Some(received) = received.filter(|_| member.params.is_empty()) else {
            return Err(malformed(HEADER, "digests in base64 between colons", "another value"));
        };
        if let Some(expected) = digest(member.key, body) {
            is_known = true;
            if *expected != *received {
                return Ok(false);
            }
        }
    }
    if is_known { Ok(true) } else { Err(malformed(HEADER, "a digest by `sha-256` or `sha-512`", "none")) }
}
