//! RSA keys and certificates in the usual formats: PEM, DER, base64 of either, and JWK.

use alloc::{string::String, vec::Vec};

use rsa::pkcs1::{ALGORITHM_OID, RsaPrivateKeyRef, RsaPublicKeyRef, Version};
use rsa::pkcs8::der::Decode as _;
use rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::jwk::Jwk;
use super::rsa::{PrivateKey, PublicKey};
use super::{MULTI_PRIME, PRIVATE, one_of_bits};
use crate::encoding::{decode_base64, without_white_space};
use crate::error::{Error, Fault};
use crate::text::{cut, decimal, find};

/// Parses a private key: PKCS#8 (RFC 5958) or PKCS#1 (RFC 8017 §A.1.2) as PEM, DER or base64 of either, or a JWK (RFC
/// 7517).
///
/// # Errors
///
/// [`Error::CredentialInvalid`] with the format that `name` seems to have, but no byte of it.
pub(crate) fn private_key(key: &[u8], name: &str) -> Result<PrivateKey, Error> {
    let expected =
        "an RSA private key of 2048 to 8192 bits (PKCS#8 or PKCS#1, as PEM, DER or base64 of either, or a JWK)";
    let read = || {
        let der = match Jwk::read(key) {
            Some(jwk) => jwk?.pkcs1()?,
            None => der(key, Kind::Private)?,
        };
        let key = private_from_der(&der)?;
        sized(PrivateKey::new(key), MODERN_BITS, PrivateKey::bits)
    };
    read().map_err(|got| Error::CredentialInvalid(Fault::new(name, expected, got)))
}

/// Parses a public key of at least `least_bits` bits: SPKI (RFC 5280 §4.1) or PKCS#1 (RFC 8017 §A.1.1) as PEM, DER or
/// base64 of either, or a JWK (RFC 7517).
///
/// # Errors
///
/// As [`private_key`].
pub(crate) fn public_key(key: &[u8], name: &str, least_bits: u32) -> Result<PublicKey, Error> {
    let forms = "(SPKI or PKCS#1, as PEM, DER or base64 of either, or a JWK)";
    let expected = || ["an RSA public key of ", &decimal(least_bits), " to 8192 bits ", forms].concat();
    let read = || {
        let key = match Jwk::read(key) {
            Some(jwk) => jwk?.public()?,
            None => public_from_der(&der(key, Kind::Public)?)?,
        };
        sized(key, least_bits, PublicKey::bits)
    };
    read().map_err(|got| Error::CredentialInvalid(Fault::new(name, expected(), got)))
}

/// The public half of a private key in the formats of [`private_key`]. The private numbers are ignored.
///
/// # Errors
///
/// As [`private_key`].
pub(crate) fn public_half(key: &[u8], name: &str, least_bits: u32) -> Result<PublicKey, Error> {
    let expected = "an RSA private key (PKCS#8 or PKCS#1, as PEM, DER or base64 of either, or a JWK)";
    let read = || {
        if let Some(jwk) = Jwk::read(key) {
            return sized(jwk?.half()?, least_bits, PublicKey::bits);
        }
        let der = der(key, Kind::Private)?;
        let info = PrivateKeyInfoRef::from_der(&der).ok();
        if let Some(other) = info.as_ref().filter(|info| info.algorithm.oid != ALGORITHM_OID) {
            return Err(of_another_algorithm(other.algorithm.oid));
        }
        let inner = info.map_or(&**der, |info| info.private_key.as_bytes());
        let parts = RsaPrivateKeyRef::from_der(inner).map_err(|_| "DER that holds no RSA private key")?;
        let key = PublicKey::from_parts(parts.modulus.as_bytes(), parts.public_exponent.as_bytes())?;
        sized(key, least_bits, PublicKey::bits)
    };
    read().map_err(|got| Error::CredentialInvalid(Fault::new(name, expected, got)))
}

/// The kind of key that is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Private,
    Public,
    Certificate,
}

/// The DER of a key in any format, zeroized on drop since it may be private. The error describes what the key looks
/// like.
pub(super) fn der(key: &[u8], kind: Kind) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = core::str::from_utf8(key);
    if let Some(text) = text.ok().filter(|text| has(text, PEM_BEGIN)) {
        return pem(text, kind);
    }
    if let [DER_SEQUENCE, ..] = key {
        return Ok(Zeroizing::new(key.into()));
    }
    let text = text.map_err(|_| "bytes that are neither text nor DER")?;
    let decoded = base64(text).ok_or("a string that is neither PEM nor base64")?;
    match core::str::from_utf8(&decoded) {
        Ok(text) if has(text, PEM_BEGIN) => pem(text, kind),
        _ => Ok(decoded),
    }
}

/// Parses SPKI or PKCS#1.
pub(super) fn public_from_der(der: &[u8]) -> Result<PublicKey, String> {
    let spki = SubjectPublicKeyInfoRef::from_der(der).ok();
    if let Some(other) = spki.as_ref().filter(|spki| spki.algorithm.oid != ALGORITHM_OID) {
        return Err(of_another_algorithm(other.algorithm.oid));
    }
    let inner = spki.and_then(|spki| spki.subject_public_key.as_bytes()).unwrap_or(der);
    let parts = RsaPublicKeyRef::from_der(inner).map_err(|_| match RsaPrivateKeyRef::from_der(der) {
        Err(_) if PrivateKeyInfoRef::from_der(der).is_err() => "DER that holds no RSA public key",
        _ => PRIVATE,
    })?;
    PublicKey::from_parts(parts.modulus.as_bytes(), parts.public_exponent.as_bytes())
}

/// The DER in a PEM string (RFC 7468); white space is ignored.
fn pem(text: &str, kind: Kind) -> Result<Zeroizing<Vec<u8>>, String> {
    let (_, rest) = cut(text, PEM_BEGIN).unwrap_or_default();
    let (label, rest) = cut(rest, "-----").ok_or("PEM whose first line is cut short")?;
    let (body, after) = cut(rest, "-----END").ok_or("PEM without its `-----END` line")?;
    if has(body, "\\n") {
        return Err(String::from("PEM with the two characters `\\n` in place of line breaks: replace them"));
    }
    let labels: &[&str] = match kind {
        Kind::Private => &["PRIVATE KEY", "RSA PRIVATE KEY"],
        Kind::Public => &["PUBLIC KEY", "RSA PUBLIC KEY"],
        Kind::Certificate => &["CERTIFICATE"],
    };
    if has(body, "ENCRYPTED") || has(label, "ENCRYPTED") {
        return Err(String::from("an encrypted private key: decrypt it first, as with `openssl pkey -in key.pem`"));
    }
    if !labels.contains(&label) {
        return Err(String::from(match label {
            "OPENSSH PRIVATE KEY" => "an OpenSSH private key: convert it with `ssh-keygen -p -m PKCS8 -f key`",
            "EC PRIVATE KEY" => "a key of another algorithm (EC)",
            _ if label.ends_with("PRIVATE KEY") => PRIVATE,
            _ if label.ends_with("PUBLIC KEY") => "a public key",
            "CERTIFICATE" => "a certificate",
            _ => "PEM of another kind",
        }));
    }
    if has(after, PEM_BEGIN) {
        return Err(String::from("several PEM blocks: give each by itself"));
    }
    base64(body).ok_or_else(|| String::from("PEM with broken base64 inside"))
}

/// Decodes non-empty base64, strictly except for line breaks.
fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    decode_base64(&without_white_space(text.as_bytes())).filter(|bytes| !bytes.is_empty())
}

/// Parses PKCS#8 or PKCS#1.
fn private_from_der(der: &[u8]) -> Result<rsa::PrivateKey, String> {
    let info = PrivateKeyInfoRef::from_der(der).ok();
    if let Some(other) = info.as_ref().filter(|info| info.algorithm.oid != ALGORITHM_OID) {
        return Err(of_another_algorithm(other.algorithm.oid));
    }
    let inner = info.map_or(der, |info| info.private_key.as_bytes());
    let parts = RsaPrivateKeyRef::from_der(inner).map_err(|_| match public_from_der(der) {
        Ok(_) => "a public key",
        Err(_) => "DER that holds no RSA private key (an encrypted one has to be decrypted first)",
    })?;
    if parts.version() != Version::TwoPrime {
        return Err(String::from(MULTI_PRIME));
    }
    let bits = parts.modulus.as_bytes().len() * 8;
    if bits > rsa::PublicKey::MAX_SIZE {
        return Err(one_of_bits(bits));
    }
    rsa::PrivateKey::try_from(parts).map_err(|_| String::from("an RSA private key whose numbers contradict each other"))
}

fn sized<K>(key: K, least_bits: u32, bits: impl FnOnce(&K) -> u32) -> Result<K, String> {
    match bits(&key) {
        bits if bits < least_bits => Err(one_of_bits(bits)),
        _ => Ok(key),
    }
}

fn of_another_algorithm(algorithm: ObjectIdentifier) -> String {
    let arcs: Vec<String> = algorithm.arcs().map(decimal).collect();
    ["a key of another algorithm (", &arcs.join("."), ")"].concat()
}

fn has(text: &str, part: &str) -> bool {
    find(text.as_bytes(), part.as_bytes()).is_some()
}

/// The smallest key size that is considered safe for new signatures (NIST SP 800-131A).
pub(crate) const MODERN_BITS: u32 = 2048;
/// The size of the oldest keys in use.
pub(crate) const LEGACY_BITS: u32 = 1024;
const PEM_BEGIN: &str = "-----BEGIN ";
const DER_SEQUENCE: u8 = 0x30;
