//! What goes into a standard, and what comes out, also where a build has none.

use alloc::{string::String, vec::Vec};

use crate::canonical::Inputs;
use crate::message::Message;
use crate::recipe::covers::Covers;

/// A request to sign, or a message as it was received.
pub(crate) struct Request<'m> {
    pub message: &'m Message<'m>,
    /// Its parts, as they are signed.
    pub inputs: Inputs<'m>,
    /// The content type that is added, where the request names none.
    pub content_type: Option<&'static str>,
}

/// A signature that was received, and what it is over.
#[derive(Debug, Default)]
pub(crate) struct Candidate {
    pub raw: Vec<u8>,
    pub timestamp: String,
    /// From when on it does not hold, in seconds since 1970.
    pub expires_s: Option<i64>,
    pub bindings: Vec<Vec<u8>>,
    /// Values that have to be credentials, by their places in the scheme.
    pub credentials: Vec<(usize, Vec<u8>)>,
    /// How much of the message it covers.
    pub covers: Covers,
    /// What it says of itself.
    pub parameters: Vec<(&'static str, Vec<u8>)>,
}
