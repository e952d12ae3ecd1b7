//! Keys and certificates as people paste them: PEM, DER, base64 of either, and bare keys on curves in base64 or hexadecimal.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use super::PRIVATE;
use crate::encoding::{decode_base64, decode_hex, without_white_space};
use crate::text::{cut, find};

/// The kind of key that is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Private,
    Public,
    Certificate,
}

/// The bytes of a key in any form, zeroized on drop since it may be private. With `takes_bare`, they may be a bare key instead
/// of DER. The error describes what the key looks like.
pub(super) fn bytes(key: &[u8], kind: Kind, takes_bare: bool) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = core::str::from_utf8(key);
    if let Some(text) = text.ok().filter(|text| has(text, PEM_BEGIN)) {
        return pem(text, kind);
    }
    let is_printed = key.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    if takes_bare && !is_printed || !takes_bare && key.first() == Some(&DER_SEQUENCE) {
        return Ok(Zeroizing::new(key.into()));
    }
    let text = text.map_err(|_| "bytes that are neither text nor DER")?;
    let printed = without_white_space(text.as_bytes());
    if let Some(bytes) = decode_hex(&printed).filter(|bytes| takes_bare && !bytes.is_empty()) {
        return Ok(bytes);
    }
    let unknown = if takes_bare {
        "a string that is neither PEM, base64 nor hex"
    } else {
        "a string that is neither PEM nor base64"
    };
    let decoded = base64(text).ok_or(unknown)?;
    match core::str::from_utf8(&decoded) {
        Ok(text) if has(text, PEM_BEGIN) => pem(text, kind),
        _ => Ok(decoded),
    }
}

/// The DER in a PEM string (RFC 7468); white space is ignored.
fn pem(text: &str, kind: Kind) -> Result<Zeroizing<Vec<u8>>, String> {
    // OpenSSL writes the name of the curve in front of a key.
    let text = cut(text, EC_PARAMETERS_END).map_or(text, |(_, rest)| rest);
    let (_, rest) = cut(text, PEM_BEGIN).unwrap_or_default();
    let (label, rest) = cut(rest, "-----").ok_or("PEM whose first line is cut short")?;
    let (body, after) = cut(rest, "-----END").ok_or("PEM without its `-----END` line")?;
    if has(body, "\\n") {
        return Err(String::from("PEM with the two characters `\\n` in place of line breaks: replace them"));
    }
    let labels: &[&str] = match kind {
        Kind::Private => &["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"],
        Kind::Public => &["PUBLIC KEY", "RSA PUBLIC KEY"],
        Kind::Certificate => &["CERTIFICATE"],
    };
    if has(body, "ENCRYPTED") || has(label, "ENCRYPTED") {
        return Err(String::from("an encrypted private key: decrypt it first, as with `openssl pkey -in key.pem`"));
    }
    if !labels.contains(&label) {
        return Err(String::from(match label {
            "OPENSSH PRIVATE KEY" => "an OpenSSH private key: convert it with `ssh-keygen -p -m PKCS8 -f key`",
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

fn has(text: &str, part: &str) -> bool {
    find(text.as_bytes(), part.as_bytes()).is_some()
}

const PEM_BEGIN: &str = "-----BEGIN ";
const EC_PARAMETERS_END: &str = "-----END EC PARAMETERS-----";
const DER_SEQUENCE: u8 = 0x30;
