//! JSON Web Keys (RFC 7517) for RSA (RFC 7518 §6.3): their numbers, and the purposes that they declare.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use zeroize::Zeroizing;

use super::rsa::PublicKey;
use super::{MULTI_PRIME, PRIVATE, der, one_of_bits};
use crate::algorithm::Algorithm;
use crate::algorithm::jws::printed;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::json::{Document, Object};
use crate::text::quoted;

/// The purpose for which a key is read.
#[derive(Clone, Copy)]
pub(crate) struct Purpose<'a> {
    /// The required value of `use` (RFC 7517 §4.2).
    key_use: &'static str,
    /// The operation that `key_ops` must contain (RFC 7517 §4.3).
    operation: &'static str,
    /// The allowed values of `alg` (RFC 7517 §4.4).
    algorithms: &'a [Algorithm],
}

impl<'a> Purpose<'a> {
    /// To verify signatures of any of the `algorithms`.
    pub(crate) const fn verify(algorithms: &'a [Algorithm]) -> Self {
        Self { key_use: "sig", operation: "verify", algorithms }
    }

    /// To sign with any of the `algorithms`.
    pub(crate) const fn sign(algorithms: &'a [Algorithm]) -> Self {
        Self { key_use: "sig", operation: "sign", algorithms }
    }

    /// To encrypt.
    pub(crate) const fn encrypt(algorithms: &'a [Algorithm]) -> Self {
        Self { key_use: "enc", operation: "encrypt", algorithms }
    }

    /// The algorithms that `key` may be used for: all of them, unless it is a JWK with an `alg`.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a JWK that declares another purpose, with the member that does.
    pub(crate) fn check(self, key: &[u8], name: &str) -> Result<Vec<Algorithm>, Error> {
        let Some(jwk) = Jwk::read(key) else { return Ok(self.algorithms.to_vec()) };
        jwk.map_err(|got| Error::CredentialInvalid(Fault::new(name, "an RSA key as JWK", got)))?.check(name, self)
    }
}

/// A key as a JSON object. Its declared purpose is not yet checked.
pub(super) struct Jwk(Object);

impl Jwk {
    /// Parses `key`; `None` if it does not start like JSON.
    ///
    /// # Errors
    ///
    /// A description of the key, if it is not an RSA key with unique members (RFC 7517 §4).
    pub(super) fn read(key: &[u8]) -> Option<Result<Self, &'static str>> {
        if !key.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        Some(match Object::parse(key) {
            Err(_) => Err("a string that begins as a JWK and is no JSON object"),
            Ok(jwk) if !jwk.names_are_unique() => Err("a JWK that names a member twice"),
            Ok(jwk) if !jwk.is_text("kty", "RSA") => Err("a JWK whose `kty` is not `RSA`"),
            Ok(jwk) => Ok(Self(jwk)),
        })
    }

    /// The public key.
    pub(super) fn public(&self) -> Result<PublicKey, String> {
        if self.0.value("d").is_some() {
            return Err(String::from(PRIVATE));
        }
        self.half()
    }

    /// The public half of a public or private key.
    pub(super) fn half(&self) -> Result<PublicKey, String> {
        let (Some(modulus), Some(exponent)) = (self.number("n"), self.number("e")) else {
            return Err(String::from("a JWK whose `n` and `e` are not both base64url"));
        };
        PublicKey::from_parts(&modulus, &exponent)
    }

    /// The private key as PKCS#1, so that both formats share one parser and its checks.
    pub(super) fn pkcs1(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        if self.0.value("d").is_none() {
            return Err(String::from("a public key"));
        }
        if self.0.value("oth").is_some() {
            return Err(String::from(MULTI_PRIME));
        }
        let mut numbers = Vec::from([Zeroizing::default()]);
        for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
            let expected = "a JWK whose `n`, `e`, `d`, `p`, `q`, `dp`, `dq` and `qi` are not all base64url";
            numbers.push(Zeroizing::new(self.number(name).ok_or(expected)?));
        }
        der::integers(&numbers).ok_or_else(|| one_of_bits(numbers[1].len() * 8))
    }

    /// As [`Purpose::check`].
    fn check(&self, name: &str, purpose: Purpose<'_>) -> Result<Vec<Algorithm>, Error> {
        let Purpose { key_use, operation, algorithms } = purpose;
        let refused = |member: &str, expected: &[&str], got: String| {
            let expected = [&expected.concat(), ", or a JWK without this member"].concat();
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

    /// The number in the member `name` (RFC 7518 §2, Base64urlUInt).
    fn number(&self, name: &str) -> Option<Vec<u8>> {
        self.0.get(name).and_then(|text| Encoding::Base64Url.read(text).ok())
    }
}

/// The strings in the JSON array `list`; empty if it is not an array.
fn texts(list: &[u8]) -> Vec<&str> {
    let Some(document) = Document::parse(list).ok().filter(|_| list.starts_with(b"[")) else { return Vec::new() };
    let text = |at: Range<usize>| core::str::from_utf8(list[at].strip_prefix(b"\"")?.strip_suffix(b"\"")?).ok();
    document.elements(document.whole(), MAX_OPERATIONS).into_iter().filter_map(text).collect()
}

/// More operations than RFC 7517 defines.
const MAX_OPERATIONS: usize = 64;
