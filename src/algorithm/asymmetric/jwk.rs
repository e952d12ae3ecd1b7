//! JSON Web Keys (RFC 7517) for RSA, ECDSA (RFC 7518 §6) and Ed25519 (RFC 8037): their numbers, and the purposes that they
//! declare.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use zeroize::Zeroizing;

use super::key_type::KeyType;
use super::wanted::Wanted;
use super::{MULTI_PRIME, PRIVATE, PrivateKey, PublicKey, curves, der, one_of_bits};
use crate::algorithm::Algorithm;
use crate::algorithm::jws::printed;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::json::{Document, Object};
use crate::text::{decimal, quoted};

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
        jwk.map_err(|got| Error::CredentialInvalid(Fault::new(name, "a key as JWK", got)))?.check(name, self)
    }
}

/// A key as a JSON object. Its declared purpose is not yet checked.
pub(super) struct Jwk(Object);

impl Jwk {
    /// Parses `key`; `None` if it does not start like JSON, or is no text: a bare key may begin with any byte.
    ///
    /// # Errors
    ///
    /// A description of the key, if it is not an object with unique members (RFC 7517 §4).
    pub(super) fn read(key: &[u8]) -> Option<Result<Self, &'static str>> {
        if !key.trim_ascii_start().starts_with(b"{") || core::str::from_utf8(key).is_err() {
            return None;
        }
        Some(match Object::parse(key) {
            Err(_) => Err("a string that begins as a JWK and is no JSON object"),
            Ok(jwk) if !jwk.names_are_unique() => Err("a JWK that names a member twice"),
            Ok(jwk) => Ok(Self(jwk)),
        })
    }

    /// The public key.
    pub(super) fn public(&self, wanted: &Wanted) -> Result<PublicKey, String> {
        let own = self.key_type(wanted)?;
        if self.0.value("d").is_some() {
            return Err(String::from(PRIVATE));
        }
        self.half_of(own)
    }

    /// The public half of a public or private key.
    pub(super) fn half(&self, wanted: &Wanted) -> Result<PublicKey, String> {
        self.half_of(self.key_type(wanted)?)
    }

    fn half_of(&self, own: KeyType) -> Result<PublicKey, String> {
        match own {
            KeyType::Rsa => {
                let (Some(modulus), Some(exponent)) = (self.number("n"), self.number("e")) else {
                    return Err(String::from("a JWK whose `n` and `e` are not both base64url"));
                };
                super::rsa::PublicKey::from_parts(&modulus, &exponent).map(PublicKey::Rsa)
            }
            KeyType::Ec(curve) => {
                // Each has all bytes of a coordinate (RFC 7518 §6.2.1.2).
                let coordinate = |name: &str| self.number(name).filter(|number| number.len() == curve.len());
                let (Some(x), Some(y)) = (coordinate("x"), coordinate("y")) else {
                    let length = decimal(curve.len());
                    return Err(["a JWK whose `x` and `y` are not both ", &length, " bytes in base64url"].concat());
                };
                curves::PublicKey::ecdsa(curve, &[&[4], &x[..], &y].concat()).map(PublicKey::Curve)
            }
            KeyType::Ed25519 => {
                let point = self.number("x").ok_or("a JWK whose `x` is not base64url")?;
                curves::PublicKey::ed25519(&point).map(PublicKey::Curve)
            }
        }
    }

    /// The private key.
    pub(super) fn private(&self, wanted: &Wanted) -> Result<PrivateKey, String> {
        let own = self.key_type(wanted)?;
        if self.0.value("d").is_none() {
            return Err(String::from("a public key"));
        }
        let number = || self.number("d").map(Zeroizing::new).ok_or("a JWK whose `d` is not base64url");
        let key = match own {
            KeyType::Rsa => return super::rsa::PrivateKey::from_pkcs1(&self.pkcs1()?).map(PrivateKey::from),
            KeyType::Ec(curve) => curves::PrivateKey::ecdsa(curve, &number()?)?,
            KeyType::Ed25519 => match number()? {
                seed if seed.len() == 32 => curves::PrivateKey::ed25519(&seed)?,
                _ => return Err(String::from("a JWK whose `d` is not 32 bytes")),
            },
        };
        // The public half must stand beside it (RFC 7518 §6.2.2, RFC 8037 §2).
        let (key, half) = (PrivateKey::from(key), self.half_of(own)?);
        if key.public_half() == half { Ok(key) } else { Err(String::from(curves::CONTRADICTION)) }
    }

    /// The type that `kty` and `crv` name.
    ///
    /// # Errors
    ///
    /// A description of the key, if it is none of the `wanted`.
    fn key_type(&self, wanted: &Wanted) -> Result<KeyType, String> {
        let is = |kty: &str, crv: &str| self.0.is_text("kty", kty) && (crv.is_empty() || self.0.is_text("crv", crv));
        let is_own = |own: &&KeyType| match own {
            KeyType::Rsa => is("RSA", ""),
            KeyType::Ec(curve) => is("EC", curve.name()),
            KeyType::Ed25519 => is("OKP", "Ed25519"),
        };
        wanted.types.iter().find(is_own).copied().ok_or_else(|| {
            if !wanted.takes_bare() {
                return String::from("a JWK whose `kty` is not `RSA`");
            }
            let member = |name: &str| self.0.value(name).map_or_else(|| String::from("none"), printed);
            ["a JWK with `kty` ", &member("kty"), " and `crv` ", &member("crv")].concat()
        })
    }

    /// An RSA private key as PKCS#1, so that both formats share one parser and its checks.
    fn pkcs1(&self) -> Result<Zeroizing<Vec<u8>>, String> {
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
