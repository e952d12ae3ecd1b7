#![doc = include_str!("../README.md")]
//!
//! # The map of the crate
//!
//! A file uses the rows above its own, never its own or those below:
//!
//! | row | files | what they know |
//! |---|---|---|
//! | 0 | `error` `secret` `encoding` `timestamp` `message` `url` | facts, bytes and texts |
//! | 1 | `algorithm` | bytes to bytes; no scheme, no header |
//! | 1 | `canonical` | message to labelled bytes; no key |
//! | 2 | `scheme` `row` | the shape of a row, and rows as data |
//! | 3 | `standard` | the standards by which senders choose what is signed |
//! | 3 | `providers` | the rows |
//! | 3 | `sign` | a `&Scheme`; never an id |
//! | 4 | `explain` | a recipe, and what people do to it |
//! | 5 | `js` | JavaScript |
#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)]

extern crate alloc;

mod algorithm;
mod canonical;
mod credentials;
mod digest;
mod encoding;
mod error;
mod explain;
#[cfg(feature = "wire")]
pub mod js;
mod json;
mod message;
mod providers;
mod recipe;
mod row;
mod scheme;
mod secret;
mod sign;
#[cfg_attr(not(feature = "standards"), path = "standard/none.rs")]
mod standard;
mod text;
mod timestamp;
mod url;
mod verify;

pub use algorithm::Algorithm;
pub use canonical::{Canonical, Segment};
pub use encoding::Encoding;
pub use error::{Error, Fault, Missing, Stale, Unknown};
pub use explain::{Case, Cause, Explainer, Finding, Report, Verdict, explain};
pub use message::Message;
pub use providers::{scheme, schemes};
pub use recipe::covers::{Coverage, Covers};
pub use row::Row;
pub use scheme::{BodyRule, BodyType, RateLimit, Reading, Scheme, Standard, Tolerance, Voice};
pub use secret::Secret;
pub use sign::{Prepared, Signed, Signer};
pub use timestamp::{Timestamp, TimestampForm};
pub use verify::{Verified, Verifier};
