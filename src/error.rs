//! What went wrong, as facts: the sentence is made in `Display`.

mod message;

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::text::in_quotes;

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
    /// A credential cannot be what the scheme needs.
    CredentialInvalid(Box<Fault>),
    /// An option is unknown, does not apply to the scheme, or has a value that it cannot have.
    OptionInvalid(Box<Fault>),
    /// A function was called in a way that it does not take.
    ArgumentInvalid(Box<Fault>),
    /// This build lacks what the scheme needs.
    Unsupported(Box<Fault>),
    /// The method, URL or a header of the request cannot be signed as it stands, or does not read.
    RequestInvalid(Box<Fault>),
    /// The body is not what the scheme signs.
    BodyInvalid(Box<Fault>),
    /// The body of a verified message was asked for, and the signature does not cover all of it.
    BodyNotSigned(Box<Fault>),
    /// The timestamp cannot be sent, or contradicts the one the request carries.
    TimestampInvalid(Box<Fault>),
    /// A message asks for an algorithm or extension that the caller does not allow.
    AlgorithmRefused(Box<Fault>),
    /// A signature that an external key made has another length than the key makes, or the public key does not verify it.
    SignatureInvalid(Box<Fault>),
    /// The source of random bytes failed.
    RandomnessUnavailable,
    /// A header that the scheme puts its signature or timestamp in is absent.
    HeaderMissing(Box<Fault>),
    /// A header is there, and does not read as the scheme writes it.
    HeaderMalformed(Box<Fault>),
    /// No key makes the signature over this message; `explain` says why, this does not.
    SignatureMismatch(Box<Mismatch>),
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

/// A signature that no key makes: what the caller knows of the message, and nothing of where it differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mismatch {
    /// The scheme that it was verified by.
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

/// A signature made at another time than now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The clock, in seconds since 1970.
    pub now_s: i64,
    /// How long ago it was made, or how long ago it expired, in seconds; negative for the future.
    pub age_s: i64,
    /// How far from the clock it may be in that direction, in seconds.
    pub limit_s: u32,
    /// Whether the signer said when it expires, and that is over.
    pub is_expired: bool,
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
    /// The names that would have been known, where `part` is an unknown one.
    pub known: Vec<Box<str>>,
}

/// The byte at which an input stops being what a filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unexpected {
    pub at: usize,
    pub expected: &'static str,
    pub got: Found,
}

/// What stands at an unexpected byte.
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
    pub(crate) fn inapplicable(part: &str, why: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::boxed(part, why.into(), Cow::Borrowed(""))
    }

    /// The same fault, blamed on one byte.
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
            Self::CertificateRefused(_) => "ERR_CERTIFICATE_REFUSED",
        }
    }

    /// Where the fault lies, for the errors that blame one input.
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
