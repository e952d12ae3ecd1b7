//! RSA: keys in the forms people paste, and encryption with PKCS#1 v1.5 padding.

use alloc::{format, string::String, vec::Vec};

use rsa::pkcs1::{ALGORITHM_OID, RsaPublicKeyRef};
use rsa::pkcs8::SubjectPublicKeyInfoRef;
use rsa::pkcs8::der::Decode as _;
use rsa::traits::{PaddingScheme as _, PublicKeyParts as _};
use rsa::{BoxedUint, Pkcs1v15Encrypt, RsaPublicKey};
use zeroize::Zeroizing;

use super::Random;
use crate::encoding::decode_base64;
use crate::error::{Error, Fault};
use crate::secret::Secret;

/// An RSA public key of 1024 to 8192 bits.
pub(crate) struct PublicKey {
    key: RsaPublicKey,
}

/// Reads a public key: SPKI or PKCS#1, as PEM, DER, or base64 of either, with or without line breaks.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] that says which form `name` looks like, and never a byte of it.
pub(crate) fn public_key(secret: &Secret, name: &str) -> Result<PublicKey, Error> {
    let refused = |got: String| Error::CredentialInvalid(Fault::new(name, EXPECTED, got));
    let der = der(secret.expose()).map_err(refused)?;
    from_der(&der).map_err(refused)
}

impl PublicKey {
    /// `RSAES-PKCS1-V1_5-ENCRYPT(key, message)`, RFC 8017 §7.2.1.
    pub(crate) fn encrypt(&self, message: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, Error> {
        Pkcs1v15Encrypt.encrypt(random, &self.key, message).map_err(|error| match error {
            rsa::Error::Rng => Error::RandomnessUnavailable,
            _ => {
                let expected = format!("an RSA key of at least {} bits for this message", (message.len() + 11) * 8);
                let got = format!("one of {} bits", self.key.n().bits());
                Error::CredentialInvalid(Fault::new("key", expected, got))
            }
        })
    }

    /// The length of what it encrypts to, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.key.size()
    }
}

/// The DER that the pasted `key` holds, wiped since it may be the private one by mistake; an error says what it looks like.
fn der(key: &[u8]) -> Result<Zeroizing<Vec<u8>>, String> {
    if let [DER_SEQUENCE, ..] = key {
        return Ok(Zeroizing::new(key.into()));
    }
    let text = core::str::from_utf8(key).map_err(|_| "bytes that are neither text nor DER")?;
    if text.contains(PEM_BEGIN) {
        return pem(text);
    }
    let decoded = base64(text).ok_or("text that is neither PEM nor base64")?;
    match core::str::from_utf8(&decoded) {
        Ok(text) if text.contains(PEM_BEGIN) => pem(text),
        _ => Ok(decoded),
    }
}

/// The DER inside a PEM text (RFC 7468), its white space ignored.
fn pem(text: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    if text.contains("\\n") {
        return Err(String::from("PEM with the two characters `\\n` where line breaks are due: replace them"));
    }
    let (label, rest) = text.split_once(PEM_BEGIN).and_then(|(_, rest)| rest.split_once("-----")).unwrap_or_default();
    match label {
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {}
        _ if label.ends_with("PRIVATE KEY") => return Err(String::from("a private key, which stays with its owner")),
        "CERTIFICATE" => return Err(String::from("a certificate")),
        _ => return Err(String::from("PEM of another kind")),
    }
    let (body, _) = rest.split_once("-----END").ok_or("PEM without its `-----END` line")?;
    base64(body).ok_or_else(|| String::from("PEM with broken base64 inside"))
}

/// Strict base64 but for its line breaks.
fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let compact: Zeroizing<Vec<u8>> = Zeroizing::new(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
    decode_base64(&compact).filter(|bytes| !bytes.is_empty())
}

/// SPKI (RFC 5280 §4.1) or PKCS#1 (RFC 8017 §A.1.1).
fn from_der(der: &[u8]) -> Result<PublicKey, String> {
    let spki = SubjectPublicKeyInfoRef::from_der(der).ok();
    if let Some(other) = spki.as_ref().filter(|spki| spki.algorithm.oid != ALGORITHM_OID) {
        return Err(format!("a key of another algorithm ({})", other.algorithm.oid));
    }
    let inner = spki.and_then(|spki| spki.subject_public_key.as_bytes()).unwrap_or(der);
    let parts = RsaPublicKeyRef::from_der(inner).map_err(|_| "DER that holds no RSA public key")?;
    let (modulus, exponent) = (integer(parts.modulus.as_bytes())?, integer(parts.public_exponent.as_bytes())?);
    let bits = modulus.bits();
    RsaPublicKey::new(modulus, exponent).map(|key| PublicKey { key }).map_err(|error| match error {
        rsa::Error::ModulusTooSmall | rsa::Error::ModulusTooLarge => format!("one of {bits} bits"),
        _ => String::from("one whose modulus or exponent cannot be RSA's"),
    })
}

fn integer(bytes: &[u8]) -> Result<BoxedUint, String> {
    let bits = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
    BoxedUint::from_be_slice(bytes, bits).map_err(|_| String::from("DER that holds no RSA public key"))
}

const EXPECTED: &str = "an RSA public key of 1024 to 8192 bits (SPKI or PKCS#1, as PEM, DER or base64 of either)";
const PEM_BEGIN: &str = "-----BEGIN ";
const DER_SEQUENCE: u8 = 0x30;
