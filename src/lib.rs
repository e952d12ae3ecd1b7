#![doc = include_str!("../README.md")]
//!
//! # The map of the crate
//!
//! A file uses the modules of the layers above its own, and no others:
//!
//! | layer | modules | what they know |
//! |---|---|---|
//! | 0 | `digest` `named` `percent` `text` | digests; enums with names; percent-coding; strings without the formatting of the standard library |
//! | 1 | `error` `secret` | error facts and their messages; credentials that `Debug` hides |
//! | 2 | `encoding` `timestamp` `message` | how bytes, times and messages are written |
//! | 3 | `url` `json` | how URLs and JSON are written |
//! | 10 | `algorithm` `canonical` | keys and signatures, without schemes; canonical strings, without keys |
//! | 20 | `scheme` | the shape of a scheme |
//! | 21 | `options` | what a caller chooses |
//! | 24 | `recipe` | the parsed templates of a scheme |
//! | 25 | `credentials` | the credentials and options that a scheme takes |
//! | 26 | `definition` | schemes as plain data |
//! | 27 | `placement` | where values travel: written when signing, read when receiving |
//! | 28 | `standard` | signature standards in which the sender chooses the covered components |
//! | 29 | `providers` | the schemes of the catalogue |
//! | 30 | `sign` `verify` | signing and verifying with any `&Scheme`; no scheme id is special |
//! | 45 | `explain` | hypotheses about a signature that does not match |
//! | 50 | `js` | the WebAssembly boundary |
#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)]
// Over a closed set, the compiler finds each place that a new member needs.
#![warn(clippy::wildcard_enum_match_arm)]

extern crate alloc;

mod algorithm;
mod canonical;
mod credentials;
mod definition;
mod digest;
mod encoding;
mod error;
mod explain;
#[cfg(feature = "wire")]
pub mod js;
mod json;
mod message;
mod named;
mod options;
mod percent;
mod placement;
#[cfg(feature = "catalogue")]
mod providers;
mod recipe;
mod scheme;
mod secret;
mod sign;
#[cfg_attr(not(feature = "standards"), path = "standard/disabled.rs")]
mod standard;
mod text;
mod timestamp;
mod url;
mod verify;

pub use algorithm::{Algorithm, DsaEncoding};
pub use canonical::{Canonical, Segment};
pub use definition::SchemeDefinition;
pub use encoding::Encoding;
pub use error::{Error, Fault, Mismatch, Missing, Stale, Unknown};
pub use explain::{Case, Cause, Explainer, Finding, Report, Verdict, explain};
pub use message::Message;
pub use options::{CertificateValidity, SignerOptions, VerifierOptions};
#[cfg(feature = "catalogue")]
pub use providers::{scheme, schemes};
pub use recipe::covers::{Coverage, Covers};
pub use scheme::{BodyRule, BodyType, KeyCredential, Misreading, Profile, RateLimit, Scheme, SignedBy, Tolerance};
pub use secret::Secret;
pub use sign::{Prepared, Signed, Signer};
pub use timestamp::{Timestamp, TimestampForm};
pub use verify::{KeyNeed, Verified, Verifier};
