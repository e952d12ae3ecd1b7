//! Errors as facts; `Display` writes the message.

mod message;

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::text::in_quotes;

/// Why a request could not be signed, or why a signature was not accepted.
///
/// No variant holds a secret or a computed signature. The facts are boxed, so that a `Result` stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No scheme of the catalogue has this id.
    SchemeUnknown(Box<Unknown>),
    /// The scheme contradicts itself, or a template in it cannot be parsed.
    SchemeInvalid(Box<Fault>),
    /// A required credential is absent or empty.
    CredentialMissing(Box<Missing>),
    /// A credential is not what the scheme needs.
    CredentialInvalid(Box<Fault>),
    /// An option is unknown, does not apply to the scheme, or has a value that it cannot have.
    OptionInvalid(Box<Fault>),
    /// A function was called with an invalid argument.
    ArgumentInvalid(Box<Fault>),
    /// This build lacks what the scheme needs.
    Unsupported(Box<Fault>),
    /// The method, URL or a header of the message cannot be signed or verified as it stands.
    RequestInvalid(Box<Fault>),
    /// The body, or a member of it, is not what the scheme signs.
    BodyInvalid(Box<Fault>),
    /// [`Verified::body`](crate::Verified::body) was called, but the signature does not cover the whole body.
    BodyNotSigned(Box<Fault>),
    /// The timestamp has the wrong form or range, or contradicts the one in the request.
    TimestampInvalid(Box<Fault>),
    /// A message asks for an algorithm or extension that the caller does not allow.
    AlgorithmRefused(Box<Fault>),
    /// A signature that an external key made has another length than the key makes, or the public key does not verify it.
    SignatureInvalid(Box<Fault>),
    /// The random source failed.
    RandomnessUnavailable,
    /// A header with the signature, the timestamp or a signed value is absent.
    HeaderMissing(Box<Fault>),
    /// A header is present but does not have the form that the scheme writes.
    HeaderMalformed(Box<Fault>),
    /// No key makes this signature over this message. For security, the error does not say why; use
    /// [`explain`](crate::explain()).
    SignatureMismatch(Box<Mismatch>),
    /// The signature is right, but its time is outside the tolerance.
    SignatureStale(Box<Stale>),
    /// None of the keys at hand is the one that the message names: [`Verifier::needs`](crate::Verifier::needs) says what to fetch.
    KeyNeeded(Box<Fault>),
    /// A message names a key, or the URL of a key, that is not to be fetched.
    KeySourceRefused(Box<Fault>),
    /// The certificate is not valid at this time, or belongs to another key.
    CertificateRefused(Box<Fault>),
}

/// The facts of [`Error::SchemeUnknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The id that was looked up.
    pub id: Box<str>,
}

/// The facts of [`Error::CredentialMissing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The id of the scheme that needs the credential.
    pub scheme: Box<str>,
    /// The name of the credential.
    pub name: Box<str>,
}

/// The facts of [`Error::SignatureMismatch`]: what the caller knows of the message, and nothing of where it differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mismatch {
    /// The id of the scheme.
    pub scheme: Box<str>,
    /// How many keys were tried.
    pub keys: usize,
    /// How many bytes the body has.
    pub body_len: usize,
    /// Whether the scheme signs any of the body.
    pub signs_body: bool,
    /// Whether the scheme signs any of the URL.
    pub signs_url: bool,
}

/// The facts of [`Error::SignatureStale`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The clock, in seconds since 1970.
    pub now_s: i64,
    /// The age of the signature, or the time since it expired, in seconds; negative for one from the future.
    pub age_s: i64,
    /// The largest accepted age (or, for a negative age, distance into the future) in seconds.
    pub limit_s: u32,
    /// Whether the signer said when it expires, and that is over.
    pub is_expired: bool,
}

/// A fault in one input: what was expected, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The input by the name that the caller knows: `url`, `body`, `secret`, a header, a member of a scheme.
    pub part: String,
    /// The byte offset within the input, if one byte is at fault.
    pub at: Option<usize>,
    /// What would have been accepted; for an input that does not apply, the reason.
    pub expected: Cow<'static, str>,
    /// What was found instead, never the value of a credential; empty for an input that does not apply.
    pub got: Cow<'static, str>,
    /// The names that would have been known, where `part` is an unknown one.
    pub known: Vec<Box<str>>,
}

/// The first unexpected byte of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unexpected {
    pub at: usize,
    pub expected: &'static str,
    pub got: Found,
}

/// What was found at an unexpected byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Byte(u8),
    End,
    /// A byte that must not be shown, since it may belong to a key.
    Other,
    /// A short description.
    Words(&'static str),
}

impl From<Option<u8>> for Found {
    fn from(byte: Option<u8>) -> Self {
        byte.map_or(Self::End, Self::Byte)
    }
}

impl Fault {
    /// A fault of the input `part` as a whole.
    pub(crate) fn new(
        part: &str,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Self::boxed(part, expected.into(), got.into())
    }

    /// A fault for an input that must not be given; `why` is the reason.
    pub(crate) fn inapplicable(part: &str, why: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::boxed(part, why.into(), Cow::Borrowed(""))
    }

    /// The same fault, at the byte offset `at`.
    #[must_use]
    pub(crate) fn at(mut self: Box<Self>, at: usize) -> Box<Self> {
        self.at = Some(at);
        self
    }

    /// The same fault of a name that is none of those `known`.
    #[must_use]
    pub(crate) fn among<'k>(mut self: Box<Self>, known: impl Iterator<Item = &'k str>) -> Box<Self> {
        self.known = known.map(Box::from).collect();
        self
    }

    #[cold]
    #[inline(never)]
    fn boxed(part: &str, expected: Cow<'static, str>, got: Cow<'static, str>) -> Box<Self> {
        Box::new(Self { part: part.into(), at: None, expected, got, known: Vec::new() })
    }
}

impl Error {
    /// No key makes the signature; the [`Verifier`](crate::Verifier) adds what the caller knows of the message.
    #[cold]
    pub(crate) fn mismatch() -> Self {
        Self::SignatureMismatch(Box::default())
    }

    /// The credential `name` of `scheme` is absent.
    #[cold]
    #[inline(never)]
    pub(crate) fn missing(scheme: &str, name: &str) -> Self {
        Self::CredentialMissing(Box::new(Missing { scheme: scheme.into(), name: name.into() }))
    }

    /// The same error, with the faulty member named as a member of the companion.
    #[cold]
    #[inline(never)]
    pub(crate) fn of_companion(mut self) -> Self {
        if let Self::SchemeInvalid(fault) = &mut self {
            fault.part = ["companion.", &fault.part].concat();
        }
        self
    }

    /// The same error, with the byte offset in a template moved on by `bytes`.
    #[cold]
    #[inline(never)]
    pub(crate) fn further(mut self, bytes: usize) -> Self {
        if let Self::SchemeInvalid(fault) = &mut self {
            fault.at = fault.at.map(|at| at + bytes);
        }
        self
    }

    /// The sentence.
    pub(crate) fn message(&self) -> String {
        message::of(self)
    }

    /// The stable code of this error, the same in Rust, JavaScript and the command line.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SchemeUnknown(_) => "ERR_SCHEME_UNKNOWN",
            Self::SchemeInvalid(_) => "ERR_SCHEME_INVALID",
            Self::CredentialMissing(_) => "ERR_CREDENTIAL_MISSING",
            Self::CredentialInvalid(_) => "ERR_CREDENTIAL_INVALID",
            Self::OptionInvalid(_) => "ERR_OPTION_INVALID",
            Self::ArgumentInvalid(_) => "ERR_ARGUMENT_INVALID",
            Self::Unsupported(_) => "ERR_UNSUPPORTED",
            Self::RequestInvalid(_) => "ERR_REQUEST_INVALID",
            Self::BodyInvalid(_) => "ERR_BODY_INVALID",
            Self::BodyNotSigned(_) => "ERR_BODY_NOT_SIGNED",
            Self::TimestampInvalid(_) => "ERR_TIMESTAMP_INVALID",
            Self::AlgorithmRefused(_) => "ERR_ALGORITHM_REFUSED",
            Self::SignatureInvalid(_) => "ERR_SIGNATURE_INVALID",
            Self::RandomnessUnavailable => "ERR_RANDOMNESS_UNAVAILABLE",
            Self::HeaderMissing(_) => "ERR_HEADER_MISSING",
            Self::HeaderMalformed(_) => "ERR_HEADER_MALFORMED",
            Self::SignatureMismatch(_) => "ERR_SIGNATURE_MISMATCH",
            Self::SignatureStale(_) => "ERR_SIGNATURE_STALE",
            Self::KeyNeeded(_) => "ERR_KEY_NEEDED",
            Self::KeySourceRefused(_) => "ERR_KEY_SOURCE_REFUSED",
            Self::CertificateRefused(_) => "ERR_CERTIFICATE_REFUSED",
        }
    }

    /// The fault, for the errors that have one.
    #[must_use]
    pub const fn fault(&self) -> Option<&Fault> {
        match self {
            Self::SchemeInvalid(fault)
            | Self::CredentialInvalid(fault)
            | Self::OptionInvalid(fault)
            | Self::ArgumentInvalid(fault)
            | Self::Unsupported(fault)
            | Self::RequestInvalid(fault)
            | Self::BodyInvalid(fault)
            | Self::BodyNotSigned(fault)
            | Self::TimestampInvalid(fault)
            | Self::AlgorithmRefused(fault)
            | Self::SignatureInvalid(fault)
            | Self::HeaderMissing(fault)
            | Self::HeaderMalformed(fault)
            | Self::KeyNeeded(fault)
            | Self::KeySourceRefused(fault)
            | Self::CertificateRefused(fault) => Some(fault),
            Self::SchemeUnknown(_)
            | Self::CredentialMissing(_)
            | Self::RandomnessUnavailable
            | Self::SignatureMismatch(_)
            | Self::SignatureStale(_) => None,
        }
    }
}

impl Unexpected {
    /// The unexpected byte as a fault of the input `part`.
    pub(crate) fn of(self, part: &str) -> Box<Fault> {
        let got = match self.got {
            Found::Byte(byte) => byte_name(byte),
            Found::End => String::from("the end"),
            Found::Other => String::from("a byte that is not shown"),
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
        f.write_str(&message::of_fault(self))
    }
}

/// A string of the caller, shortened and escaped for a message.
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

/// The excerpt of a string of the caller, in backticks.
pub(crate) fn cited(text: &str) -> String {
    in_quotes(&excerpt(text))
}

/// Whether a string looks like a name. A string that does not may be a secret in the wrong argument. `error.js` has the
/// same rule.
pub(crate) fn is_name(name: &str) -> bool {
    let is_alphabetic = |byte: u8| byte.is_ascii_alphabetic();
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = &name.as_bytes()[..name.len() - digits];
    let is_word = word.iter().all(|&byte| is_alphabetic(byte) || matches!(byte, b'.' | b'_' | b'-'));
    is_word && word.first().copied().is_some_and(is_alphabetic) && name.len() <= 32 && digits <= 2
}

/// A byte as error messages name it.
pub(crate) fn byte_name(byte: u8) -> String {
    match byte {
        b'\r' => String::from("a carriage return"),
        b'\n' => String::from("a line feed"),
        b' ' => String::from("a space"),
        b'!'..=b'~' => in_quotes(char::from(byte).encode_utf8(&mut [0; 4])),
        _ => ["the byte 0x", &two_digits(byte, b"0123456789abcdef")].concat(),
    }
}

/// The two hexadecimal digits of a byte, taken from the alphabet `digits`.
pub(crate) fn two_digits(byte: u8, digits: &[u8; 16]) -> String {
    [byte >> 4, byte & 15].map(|digit| char::from(digits[usize::from(digit)])).iter().collect()
}

const EXCERPT: usize = 64;
