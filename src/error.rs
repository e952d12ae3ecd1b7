//! What went wrong, as facts: the sentence is made in `Display`.

use alloc::string::String;
use core::fmt;

/// Why a request could not be signed.
///
/// No variant ever holds a secret or a computed signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No row of the catalogue has this id.
    SchemeUnknown {
        /// The id as it was asked for.
        id: String,
    },
    /// A row contradicts itself, or a template of it cannot be read.
    SchemeInvalid(Fault),
    /// A credential that the scheme needs is absent or empty.
    CredentialMissing {
        /// The scheme that needs it.
        scheme: String,
        /// The name of the credential.
        name: String,
    },
    /// A credential or option cannot be what the scheme needs.
    CredentialInvalid(Fault),
    /// The method, URL or a header of the request cannot be signed as it stands.
    RequestInvalid(Fault),
    /// The body is not what the scheme signs.
    BodyInvalid(Fault),
    /// The timestamp cannot be sent, or contradicts the one the request carries.
    TimestampInvalid(Fault),
    /// This build, or this way of calling, cannot run the scheme's algorithm.
    AlgorithmRefused(Fault),
    /// The source of random bytes failed.
    RandomnessUnavailable,
}

/// Where an input is at fault: what was expected there, and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The input, as the caller knows it: `url`, `body`, `secret`, a header's name, a member of a row.
    pub part: String,
    /// The byte offset within that input, where one byte is to blame.
    pub at: Option<usize>,
    /// What would have been right.
    pub expected: String,
    /// What was found instead; never the value of a credential.
    pub got: String,
}

impl Fault {
    /// A fault of the whole of `part`.
    pub(crate) fn new(part: &str, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self { part: part.into(), at: None, expected: expected.into(), got: got.into() }
    }

    /// The same fault, blamed on one byte.
    #[must_use]
    pub(crate) fn at(mut self, at: usize) -> Self {
        self.at = Some(at);
        self
    }
}

impl Error {
    /// The stable code of this error, the same in every language.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SchemeUnknown { .. } => "ERR_SCHEME_UNKNOWN",
            Self::SchemeInvalid(_) => "ERR_SCHEME_INVALID",
            Self::CredentialMissing { .. } => "ERR_CREDENTIAL_MISSING",
            Self::CredentialInvalid(_) => "ERR_CREDENTIAL_INVALID",
            Self::RequestInvalid(_) => "ERR_REQUEST_INVALID",
            Self::BodyInvalid(_) => "ERR_BODY_INVALID",
            Self::TimestampInvalid(_) => "ERR_TIMESTAMP_INVALID",
            Self::AlgorithmRefused(_) => "ERR_ALGORITHM_REFUSED",
            Self::RandomnessUnavailable => "ERR_RANDOMNESS_UNAVAILABLE",
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
            | Self::TimestampInvalid(fault)
            | Self::AlgorithmRefused(fault) => Some(fault),
            Self::SchemeUnknown { .. } | Self::CredentialMissing { .. } | Self::RandomnessUnavailable => None,
        }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SchemeUnknown { id } => {
                write!(f, "unknown scheme: expected an id that `schemes()` lists, got `{}`", excerpt(id))
            }
            Self::CredentialMissing { scheme, name } => {
                write!(f, "`{scheme}` needs the credential `{name}`: expected text or bytes, got none")
            }
            Self::RandomnessUnavailable => {
                f.write_str("expected random bytes from the host, got none: its random source failed")
            }
            Self::SchemeInvalid(fault)
            | Self::CredentialInvalid(fault)
            | Self::RequestInvalid(fault)
            | Self::BodyInvalid(fault)
            | Self::TimestampInvalid(fault)
            | Self::AlgorithmRefused(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.part)?;
        if let Some(at) = self.at {
            write!(f, ", byte {at}")?;
        }
        write!(f, ": expected {}, got {}", self.expected, self.got)
    }
}

/// A caller's text, cut to what a message can hold and safe to print.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT).flat_map(char::escape_default).collect();
    if text.chars().nth(EXCERPT).is_some() {
        short.push('…');
    }
    short
}

const EXCERPT: usize = 64;
