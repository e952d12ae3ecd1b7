//! What went wrong, as facts: the sentence is made in `Display`.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String};
use core::fmt;

use crate::text::{decimal, in_quotes};

/// Why a request could not be signed, or a signature was not accepted.
///
/// No variant ever holds a secret or a computed signature. Each is one pointer, so that results stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No scheme of the catalogue has this id.
    SchemeUnknown(Box<Unknown>),
    /// A scheme contradicts itself, or a template of it cannot be read.
    SchemeInvalid(Box<Fault>),
    /// A credential that the scheme needs is absent or empty.
    CredentialMissing(Box<Missing>),
    /// A credential or option cannot be what the scheme needs.
    CredentialInvalid(Box<Fault>),
    /// The method, URL or a header of the request cannot be signed as it stands.
    RequestInvalid(Box<Fault>),
    /// The body is not what the scheme signs.
    BodyInvalid(Box<Fault>),
    /// The body of a verified message was asked for, and the signature does not cover all of it.
    BodyNotSigned(Box<Fault>),
    /// The timestamp cannot be sent, or contradicts the one the request carries.
    TimestampInvalid(Box<Fault>),
    /// This build, or this way of calling, cannot run the scheme's algorithm.
    AlgorithmRefused(Box<Fault>),
    /// The source of random bytes failed.
    RandomnessUnavailable,
    /// A header that the scheme puts its signature or timestamp in is absent.
    HeaderMissing(Box<Fault>),
    /// A header is there, and does not read as the scheme writes it.
    HeaderMalformed(Box<Fault>),
    /// No key makes this signature of these bytes; `explain` says why, this does not.
    SignatureMismatch,
    /// The signature is right, and made too long ago, or in the future.
    SignatureStale(Box<Stale>),
    /// A certificate is outside its validity, or belongs to another key.
    CertificateRefused(Box<Fault>),
}

/// A scheme that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The id as it was asked for.
    pub id: Box<str>,
}

/// A credential that was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The scheme that needs it.
    pub scheme: Box<str>,
    /// The name of the credential.
    pub name: Box<str>,
}

/// A signature made at another time than now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    /// How long ago it was made, in seconds; negative for the future.
    pub age_s: i64,
    /// How far from the clock it may be in that direction, in seconds.
    pub limit_s: u32,
}

/// Where an input is at fault: what was expected there, and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The input, as the caller knows it: `url`, `body`, `secret`, a header's name, a member of a scheme.
    pub part: String,
    /// The byte offset within that input, where one byte is to blame.
    pub at: Option<usize>,
    /// What would have been right; where the input does not apply at all, why not.
    pub expected: Cow<'static, str>,
    /// What was found instead, never the value of a credential; empty where the input does not apply at all.
    pub got: Cow<'static, str>,
}

/// The byte at which an input stops being what a filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unexpected {
    pub at: usize,
    pub expected: &'static str,
    pub got: Found,
}

/// What stands at a unexpected byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Byte(u8),
    End,
    /// A byte that is not said, since it may be a key's.
    Other,
    /// What it is, in a few words.
    Words(&'static str),
}

impl From<Option<u8>> for Found {
    fn from(byte: Option<u8>) -> Self {
        byte.map_or(Self::End, Self::Byte)
    }
}

impl Fault {
    /// A fault of the whole of `part`.
    pub(crate) fn new(
        part: &str,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Self::boxed(part, expected.into(), got.into())
    }

    /// `part` must not be given at all; `why` not.
    pub(crate) fn inapplicable(part: &str, why: &'static str) -> Box<Self> {
        Self::boxed(part, why.into(), Cow::Borrowed(""))
    }

    /// The same fault, blamed on one byte.
    #[must_use]
    pub(crate) fn at(mut self: Box<Self>, at: usize) -> Box<Self> {
        self.at = Some(at);
        self
    }

    #[cold]
    #[inline(never)]
    fn boxed(part: &str, expected: Cow<'static, str>, got: Cow<'static, str>) -> Box<Self> {
        Box::new(Self { part: part.into(), at: None, expected, got })
    }
}

impl Error {
    /// The credential `name`, which `scheme` needs, is absent.
    #[cold]
    #[inline(never)]
    pub(crate) fn missing(scheme: &str, name: &str) -> Self {
        Self::CredentialMissing(Box::new(Missing { scheme: scheme.into(), name: name.into() }))
    }

    /// The same fault of a scheme, which is the companion of another.
    #[cold]
    #[inline(never)]
    pub(crate) fn of_companion(mut self) -> Self {
        if let Self::SchemeInvalid(fault) = &mut self {
            fault.part = ["companion.", &fault.part].concat();
        }
        self
    }

    /// The same fault of a scheme, so many bytes further on in a template.
    #[cold]
    #[inline(never)]
    pub(crate) fn further(mut self, bytes: usize) -> Self {
        if let Self::SchemeInvalid(fault) = &mut self {
            fault.at = fault.at.map(|at| at + bytes);
        }
        self
    }

    /// The stable code of this error, the same in every language.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SchemeUnknown(_) => "ERR_SCHEME_UNKNOWN",
            Self::SchemeInvalid(_) => "ERR_SCHEME_INVALID",
            Self::CredentialMissing(_) => "ERR_CREDENTIAL_MISSING",
            Self::CredentialInvalid(_) => "ERR_CREDENTIAL_INVALID",
            Self::RequestInvalid(_) => "ERR_REQUEST_INVALID",
            Self::BodyInvalid(_) => "ERR_BODY_INVALID",
            Self::BodyNotSigned(_) => "ERR_BODY_NOT_SIGNED",
            Self::TimestampInvalid(_) => "ERR_TIMESTAMP_INVALID",
            Self::AlgorithmRefused(_) => "ERR_ALGORITHM_REFUSED",
            Self::RandomnessUnavailable => "ERR_RANDOMNESS_UNAVAILABLE",
            Self::HeaderMissing(_) => "ERR_HEADER_MISSING",
            Self::HeaderMalformed(_) => "ERR_HEADER_MALFORMED",
            Self::SignatureMismatch => "ERR_SIGNATURE_MISMATCH",
            Self::SignatureStale(_) => "ERR_SIGNATURE_STALE",
            Self::CertificateRefused(_) => "ERR_CERTIFICATE_REFUSED",
        }
    }

    /// Where the fault lies, for the errors that blame one input.
    #[must_use]
    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::SchemeInvalid(fault)
            | Self::CredentialInvalid(fault)
            | Self::RequestInvalid(fault)
            | Self::BodyInvalid(fault)
            | Self::BodyNotSigned(fault)
            | Self::TimestampInvalid(fault)
            | Self::AlgorithmRefused(fault)
            | Self::HeaderMissing(fault)
            | Self::HeaderMalformed(fault)
            | Self::CertificateRefused(fault) => Some(fault),
            Self::SchemeUnknown(_)
            | Self::CredentialMissing(_)
            | Self::RandomnessUnavailable
            | Self::SignatureMismatch
            | Self::SignatureStale(_) => None,
        }
    }
}

// Texts are joined, not formatted: nothing else needs the formatting of the standard library, which is 3 KB of WebAssembly.
impl Error {
    /// The sentence.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::SchemeUnknown(unknown) => {
                let id = &unknown.id;
                // A secret that was given in the place of the id stays unsaid.
                let is_id =
                    |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
                let is_said = id.len() <= EXCERPT && id.bytes().all(is_id) && (id.contains('.') || is_name(id));
                let got = if is_said { in_quotes(id) } else { String::from("another text") };
                ["unknown scheme: expected an id that `schemes()` lists, got ", &got].concat()
            }
            Self::CredentialMissing(missing) => {
                let Missing { scheme, name } = &**missing;
                ["`", scheme, "` needs the credential `", name, "`: expected text or bytes, got none"].concat()
            }
            Self::RandomnessUnavailable => String::from(
                "expected random bytes from the host, got none: its random source failed (in Node 18, set `globalThis.crypto` to \
                 `webcrypto` of `node:crypto`)",
            ),
            Self::SignatureMismatch => String::from(
                "the signature does not match: expected the one that a key given makes of these bytes, got another",
            ),
            Self::SignatureStale(stale) => {
                let Stale { age_s, limit_s } = **stale;
                let (when, cause) = match age_s {
                    ..0 => (" s in the future", "a clock that is wrong here or there"),
                    _ => (" s ago", "a late delivery or a replay"),
                };
                let (age_s, limit_s) = (decimal(age_s.unsigned_abs()), decimal(limit_s));
                ["signed ", &age_s, when, ": expected at most ", &limit_s, " s, got ", cause].concat()
            }
            Self::SchemeInvalid(fault)
            | Self::CredentialInvalid(fault)
            | Self::RequestInvalid(fault)
            | Self::BodyInvalid(fault)
            | Self::BodyNotSigned(fault)
            | Self::TimestampInvalid(fault)
            | Self::AlgorithmRefused(fault)
            | Self::HeaderMissing(fault)
            | Self::HeaderMalformed(fault)
            | Self::CertificateRefused(fault) => fault.message(),
        }
    }
}

impl Fault {
    fn message(&self) -> String {
        if self.got.is_empty() {
            return ["`", &self.part, "` does not apply: ", &self.expected].concat();
        }
        let at = self.at.map(|at| [", byte ", &decimal(at)].concat()).unwrap_or_default();
        ["`", &self.part, "`", &at, ": expected ", &self.expected, ", got ", &self.got].concat()
    }
}

impl Unexpected {
    /// The unexpected byte as a fault of the input `part`.
    pub(crate) fn of(self, part: &str) -> Box<Fault> {
        let got = match self.got {
            Found::Byte(byte) => byte_name(byte),
            Found::End => String::from("the end of the text"),
            Found::Other => String::from("something else"),
            Found::Words(words) => String::from(words),
        };
        Fault::new(part, self.expected, got).at(self.at)
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// A caller's text, cut to what a message can hold and safe to print.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short = String::new();
    for (place, byte) in text.chars().enumerate() {
        if place == EXCERPT {
            short.push('…');
            break;
        }
        byte.escape_default().for_each(|own| short.push(own));
    }
    short
}

/// The excerpt of a caller's text, in backquotes.
pub(crate) fn cited(text: &str) -> String {
    in_quotes(&excerpt(text))
}

/// Whether what a caller gives as a name looks like one: what does not may be a secret in the wrong place. `error.js` has the same.
pub(crate) fn is_name(name: &str) -> bool {
    let is_alphabetic = |byte: u8| byte.is_ascii_alphabetic();
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = &name.as_bytes()[..name.len() - digits];
    let is_word = word.iter().all(|&byte| is_alphabetic(byte) || matches!(byte, b'.' | b'_' | b'-'));
    is_word && word.first().copied().is_some_and(is_alphabetic) && name.len() <= 32 && digits <= 2
}

/// A byte as an error names it.
pub(crate) fn byte_name(byte: u8) -> String {
    match byte {
        b'\r' => String::from("a carriage return"),
        b'\n' => String::from("a line feed"),
        b' ' => String::from("a space"),
        b'!'..=b'~' => in_quotes(char::from(byte).encode_utf8(&mut [0; 4])),
        _ => ["the byte 0x", &two_digits(byte, b"0123456789abcdef")].concat(),
    }
}

/// The two hexadecimal digits of a byte, out of `digits`.
pub(crate) fn two_digits(byte: u8, digits: &[u8; 16]) -> String {
    [byte >> 4, byte & 15].map(|digit| char::from(digits[usize::from(digit)])).iter().collect()
}

const EXCERPT: usize = 64;
