//! The arguments and results of the standards; also compiled in builds without them.

use alloc::{string::String, vec::Vec};

use crate::algorithm::Algorithm;
use crate::canonical::Inputs;
use crate::message::Message;
use crate::recipe::covers::Covers;

/// A request to sign, or a received message.
pub(crate) struct Request<'m> {
    pub message: &'m Message<'m>,
    /// The parts of the message as they are signed.
    pub inputs: Inputs<'m>,
    /// The content type that is added, if the request names none.
    pub content_type: Option<&'static str>,
}

/// A received signature with the components that it covers.
#[derive(Debug, Default)]
pub(crate) struct Candidate<'c> {
    pub raw: Vec<u8>,
    pub timestamp: String,
    /// The time from which the signature is invalid, in seconds since 1970.
    pub expires_s: Option<i64>,
    pub bindings: Vec<Vec<u8>>,
    /// Values that must equal credentials, by their indices in the scheme.
    pub credentials: Vec<(usize, Vec<u8>)>,
    /// The coverage of the signature.
    pub covers: Covers,
    /// The parameters of the signature, such as `keyid`.
    pub parameters: Vec<(&'c str, Vec<u8>)>,
    /// The algorithm that the signature names, of several that the scheme has.
    pub algorithm: Option<Algorithm>,
    /// The times of a token, which are judged in place of the timestamp.
    pub lifetime: Option<Lifetime>,
}

/// The times in a token, in seconds since 1970.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lifetime {
    pub issued_s: Option<i64>,
    pub begins_s: Option<i64>,
    pub ends_s: Option<i64>,
    /// Whether the age counts from the time of issue, since tokens of the scheme need not say when they end.
    pub ages: bool,
}
