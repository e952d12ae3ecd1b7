//! JSON Web Keys (RFC 7517) of RSA (RFC 7518 §6.3): their numbers, and what they say that they are for.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use super::jws::printed;
use super::{Algorithm, keys, rsa::PublicKey};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::json::{Document, Object};
use crate::text::quoted;

/// What a key is read for.
#[derive(Clone, Copy)]
pub(crate) struct Purpose<'a> {
    /// What `use` has to be (RFC 7517 §4.2).
    key_use: &'static str,
    /// What has to be among `key_ops` (§4.3).
    operation: &'static str,
    /// What `alg` may be (§4.4).
    algorithms: &'a [Algorithm],
}

impl<'a> Purpose<'a> {
    /// To verify signatures of any of the `algorithms`.
    pub(crate) const fn verify(algorithms: &'a [Algorithm]) -> Self {
        Self { key_use: "sig", operation: "verify", algorithms }
    }

    /// To encrypt.
    pub(crate) const fn encrypt(algorithms: &'a [Algorithm]) -> Self {
        Self { key_use: "enc", operation: "encrypt", algorithms }
    }

    /// Those of the algorithms that `key` is for: all, unless it is a JWK that names one.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a JWK that says it is for something else, with the member that says so.
    pub(crate) fn check(self, key: &[u8], name: &str) -> Result<Vec<Algorithm>, Error> {
        let Some(jwk) = Jwk::read(key) else { return Ok(self.algorithms.to_vec()) };
        jwk.map_err(|got| Error::CredentialInvalid(Fault::new(name, "an RSA key as JWK", got)))?.check(name, self)
    }
}

/// A key as a JSON object; what it says of itself is not yet compared with anything.
pub(super) struct Jwk<'k>(Object<'k>);

impl<'k> Jwk<'k> {
    /// Reads `key`; `None` for what does not begin as JSON.
    ///
    /// # Errors
    ///
    /// What it is instead of an RSA key that says each thing once (RFC 7517 §4).
    pub(super) fn read(key: &'k [u8]) -> Option<Result<Self, &'static str>> {
        if !key.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        Some(match Object::parse(key) {
            Err(_) => Err("text that begins as a JWK and is no JSON object"),
            Ok(jwk) if !jwk.names_are_unique() => Err("a JWK that names a member twice"),
            Ok(jwk) if !jwk.is_text("kty", "RSA") => Err("a JWK whose `kty` is not `RSA`"),
            Ok(jwk) => Ok(Self(jwk)),
        })
    }

    /// The public key.
    pub(super) fn public(&self) -> Result<PublicKey, String> {
        if self.0.value("d").is_some() {
            return Err(String::from(keys::PRIVATE));
        }
        let (Some(modulus), Some(exponent)) = (self.number("n"), self.number("e")) else {
            return Err(String::from("a JWK whose `n` and `e` are not both base64url"));
        };
        keys::public_from_parts(&modulus, &exponent)
    }

    /// As [`Purpose::check`].
    fn check(&self, name: &str, purpose: Purpose<'_>) -> Result<Vec<Algorithm>, Error> {
        let Purpose { key_use, operation, algorithms } = purpose;
        let refused = |member: &str, expected: &[&str], got: String| {
            let expected = [&expected.concat(), ", or no such member"].concat();
            Err(Error::CredentialInvalid(Fault::new(&[name, ".", member].concat(), expected, got)))
        };
        if let Some(got) = self.0.value("use").filter(|_| !self.0.is_text("use", key_use)) {
            return refused("use", &[&cited(key_use)], printed(got));
        }
        if let Some(list) = self.0.value("key_ops") {
            let operations = texts(list);
            if !operations.contains(&operation) {
                let got = if operations.is_empty() { printed(list) } else { quoted(operations.into_iter(), ", ") };
                return refused("key_ops", &["a list with ", &cited(operation)], got);
            }
        }
        let Some(got) = self.0.value("alg") else { return Ok(algorithms.to_vec()) };
        let names = |algorithm: &Algorithm| algorithm.jose_name().is_some_and(|name| self.0.is_text("alg", name));
        let named: Vec<Algorithm> = algorithms.iter().copied().filter(names).collect();
        if named.is_empty() {
            let asked = quoted(algorithms.iter().filter_map(|algorithm| algorithm.jose_name()), " or ");
            return refused("alg", &["the algorithm asked for, ", &asked], printed(got));
        }
        Ok(named)
    }

    /// The number called `name` (RFC 7518 §2, Base64urlUInt).
    fn number(&self, name: &str) -> Option<Vec<u8>> {
        self.0.get(name).and_then(|text| Encoding::Base64Url.read(text).ok())
    }
}

/// The strings in the JSON text `list`; none for what is no array.
fn texts(list: &[u8]) -> Vec<&str> {
    let Some(document) = Document::parse(list).ok().filter(|_| list.starts_with(b"[")) else { return Vec::new() };
    let text = |at: Range<usize>| core::str::from_utf8(list[at].strip_prefix(b"\"")?.strip_suffix(b"\"")?).ok();
    document.elements(document.whole(), MAX_OPERATIONS).into_iter().filter_map(text).collect()
}

/// More operations than there are.
const MAX_OPERATIONS: usize = 64;
