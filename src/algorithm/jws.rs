//! JSON Web Signatures in compact serialisation (RFC 7515 §7.1): with the payload attached, detached (appendix F), or
//! detached and unencoded (RFC 7797).

use alloc::{string::String, vec::Vec};

use super::Algorithm;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Unexpected, cited, excerpt};
use crate::json::Object;
use crate::text::{decimal, quoted, utf8};

/// The place and encoding of the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// In the JWS, as base64url.
    Attached,
    /// In the body; signed as base64url.
    Detached,
    /// In the body; signed as it is (`b64` is false).
    Unencoded,
}

/// A received JWS, split into its parts; nothing in it is trusted yet.
#[derive(Debug)]
pub(crate) struct Compact {
    /// The protected header as received, in base64url.
    pub protected: String,
    /// The payload as received, in base64url; empty if detached.
    pub payload: String,
    pub signature: Vec<u8>,
    pub algorithm: Algorithm,
    pub form: Form,
    /// The id of the key (RFC 7515 §4.1.4), if the header has one.
    pub key_id: Option<Vec<u8>>,
}

impl Form {
    /// The form called `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "attached" => Some(Self::Attached),
            "detached" => Some(Self::Detached),
            "unencoded" => Some(Self::Unencoded),
            _ => None,
        }
    }

    /// The protected header in base64url; with `certificates`, in DER, as `x5c` (RFC 7515 §4.1.6).
    pub(crate) fn protected(self, algorithm: &str, certificates: Option<&[Vec<u8>]>) -> Vec<u8> {
        let certificates = certificates.unwrap_or_default();
        let mut header = ["{\"alg\":\"", algorithm, "\""].concat().into_bytes();
        for (place, der) in certificates.iter().enumerate() {
            header.extend_from_slice(if place == 0 { b",\"x5c\":[\"" } else { b"\",\"" });
            Encoding::Base64.write(der, &mut header);
        }
        if !certificates.is_empty() {
            header.extend_from_slice(b"\"]");
        }
        if self == Self::Unencoded {
            header.extend_from_slice(b",\"b64\":false,\"crit\":[\"b64\"]");
        }
        header.push(b'}');
        let mut protected = Vec::new();
        Encoding::Base64Url.write(&header, &mut protected);
        protected
    }

    /// Appends the compact serialisation to `out`; `input` is the signing input.
    pub(crate) fn write(self, protected: &[u8], input: &[u8], signature: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Attached => out.extend_from_slice(input),
            Self::Detached | Self::Unencoded => {
                out.extend_from_slice(protected);
                out.push(b'.');
            }
        }
        out.push(b'.');
        Encoding::Base64Url.write(signature, out);
    }
}

impl Compact {
    /// Parses `text`, the value at the location `part`. Only the algorithms in `allowed` are accepted, which come `from` there.
    ///
    /// Keys, certificates and URLs in the header are ignored: only the caller's keys are trusted, among which `kid` chooses.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMalformed`] for anything but a compact JWS. [`Error::AlgorithmRefused`] for an algorithm that is
    /// not allowed, or an unknown critical extension (RFC 7515 §4.1.11).
    pub(crate) fn parse(text: &str, part: &str, allowed: &[(&str, Algorithm)], from: &str) -> Result<Self, Error> {
        let malformed = |at: usize, expected: &'static str, got: String| {
            Error::HeaderMalformed(Fault::new(part, expected, got).at(at))
        };
        let dots = text.bytes().filter(|&byte| byte == b'.').count();
        let (Some((protected, rest)), 2) = (text.split_once('.'), dots) else {
            return Err(malformed(
                0,
                "a compact JWS: three parts with a dot between",
                [&*decimal(dots + 1), " parts"].concat(),
            ));
        };
        if protected.len() > MAX_PROTECTED {
            let expected = ["a protected header of at most ", &*decimal(MAX_PROTECTED), " bytes"].concat();
            let fault = Fault::new(part, expected, [&*decimal(protected.len()), " bytes"].concat());
            return Err(Error::HeaderMalformed(fault.at(MAX_PROTECTED)));
        }
        let (payload, signature) = rest.split_once('.').unwrap_or_default();
        let base64url = |piece: &str, at: usize| {
            Encoding::Base64Url.read(piece.as_bytes()).map_err(|unexpected| {
                Error::HeaderMalformed(Unexpected { at: unexpected.at + at, ..unexpected }.of(part))
            })
        };
        let header = base64url(protected, 0)?;
        base64url(payload, protected.len() + 1)?;
        let signature = base64url(signature, text.len() - signature.len())?;
        let header = Object::parse(&header)
            .map_err(|_| malformed(0, "a JSON object as protected header", "other bytes".into()))?;
        if !header.names_are_unique() {
            return Err(malformed(0, "a protected header that names each member once", "a member named twice".into()));
        }
        let algorithm = algorithm(&header, part, allowed, from)?;
        let form = match (is_unencoded(&header, part)?, payload) {
            (true, "") => Form::Unencoded,
            (true, _) => {
                return Err(malformed(
                    protected.len() + 1,
                    "two dots in a row, since `b64` is false",
                    "a payload".into(),
                ));
            }
            (false, "") => Form::Detached,
            (false, _) => Form::Attached,
        };
        let key_id = header.value("kid").filter(|id| id.starts_with(b"\"")).and_then(|_| header.text("kid"));
        Ok(Self { key_id, protected: protected.into(), payload: payload.into(), signature, algorithm, form })
    }
}

impl Compact {
    /// Whether the attached payload is the one in the signing input `input`.
    pub(crate) fn holds(&self, input: &[u8]) -> bool {
        input.get(self.protected.len() + 1..) == Some(self.payload.as_bytes())
    }
}

fn algorithm(header: &Object, part: &str, allowed: &[(&str, Algorithm)], from: &str) -> Result<Algorithm, Error> {
    let named = header.value("alg").unwrap_or(b"no `alg`");
    let found = allowed.iter().find(|(name, _)| header.is_text("alg", name));
    found.map(|&(_, algorithm)| algorithm).ok_or_else(|| {
        let expected =
            ["the algorithm ", &quoted(allowed.iter().map(|(name, _)| *name), " or "), ", as ", from, " says"].concat();
        Error::AlgorithmRefused(Fault::new(part, expected, printed(named)))
    })
}

/// Whether `b64` is false. It must then be the only name in `crit` (RFC 7797 §6).
fn is_unencoded(header: &Object, part: &str) -> Result<bool, Error> {
    let refused =
        |expected: &'static str, got: &[u8]| Err(Error::AlgorithmRefused(Fault::new(part, expected, printed(got))));
    match (header.value("crit"), header.value("b64")) {
        (None, None) => Ok(false),
        (Some(b"[\"b64\"]"), Some(b"true")) => Ok(false),
        (Some(b"[\"b64\"]"), Some(b"false")) => Ok(true),
        (Some(b"[\"b64\"]"), Some(other)) => refused("`b64` to be true or false", other),
        (Some(b"[\"b64\"]"), None) => refused("the member `b64`, which `crit` names", b"none"),
        (Some(other), _) => refused("`b64` alone in `crit`, since nothing else is understood", other),
        (None, Some(_)) => refused("`crit` to name `b64`", b"no `crit`"),
    }
}

/// A JSON value, as error messages show it.
pub(super) fn printed(value: &[u8]) -> String {
    let text = utf8(value);
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.map_or_else(|| excerpt(text), cited)
}

/// The largest protected header in bytes: more than servers accept in a header, and enough for a certificate chain in
/// `x5c`.
const MAX_PROTECTED: usize = 32 << 10;
