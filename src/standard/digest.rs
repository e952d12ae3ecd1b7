//! The `Content-Digest` header (RFC 9530).

use alloc::string::String;

use super::malformed;
use super::structured_fields::{self, Value};
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::error::Error;
use crate::text::utf8;

pub(crate) const HEADER: &str = "content-digest";

/// The hash function with the name `name` in the header; `None` for an insecure or unknown one.
pub(crate) fn hash(name: &str) -> Option<Hash> {
    match name {
        "sha-256" => Some(Hash::Sha256),
        "sha-512" => Some(Hash::Sha512),
        _ => None,
    }
}

/// The header value for `body`.
pub(crate) fn write(hash: Hash, body: &[u8]) -> String {
    let text = Encoding::Base64.text(&hash.digest(&[body]));
    [&*hash.name().to_ascii_lowercase(), "=:", utf8(&text), ":"].concat()
}

/// Whether `value` has a digest with a known algorithm, and all such digests are those of `body`.
///
/// # Errors
///
/// [`Error::HeaderMalformed`] for a value that cannot be parsed, or without a known algorithm.
pub(crate) fn is_of(value: &str, body: &[u8]) -> Result<bool, Error> {
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
        if let Some(hash) = hash(member.key) {
            is_known = true;
            if *hash.digest(&[body]) != *received {
                return Ok(false);
            }
        }
    }
    if is_known { Ok(true) } else { Err(malformed(HEADER, "a digest by `sha-256` or `sha-512`", "none")) }
}
