//! The request while it is being signed: buffers that live from call to call.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use crate::canonical::Canonical;

/// All that signing one request makes.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub timestamp: String,
    pub bindings: Vec<Vec<u8>>,
    pub canonical: Canonical,
    pub raw: Vec<u8>,
    pub signature: Vec<u8>,
    /// The URL, where the scheme adds to it.
    pub url: Option<String>,
    /// The body, where the scheme adds to it.
    pub body: Option<Vec<u8>>,
    /// The bytes of the canonical string that are the body to send.
    pub body_in_canonical: Option<Range<usize>>,
    /// The values of headers and fields, one after the other.
    pub values: Vec<u8>,
    pub marks: Vec<Mark>,
}

/// Whose value stands where in [`Draft::values`].
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub placement: usize,
    pub range: Range<usize>,
}

/// The part of a request that a value is placed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Header,
    Query,
    Field,
}

impl Draft {
    /// Forgets the request before.
    pub(super) fn clear(&mut self) {
        self.signature.clear();
        self.url = None;
        self.body = None;
        self.body_in_canonical = None;
        self.values.clear();
        self.marks.clear();
    }

    /// The body to send, where `given` was the request's.
    pub(crate) fn sent<'a>(&'a self, given: &'a [u8]) -> &'a [u8] {
        match (&self.body, &self.body_in_canonical) {
            (Some(body), _) => body,
            (None, Some(range)) => &self.canonical.bytes()[range.clone()],
            (None, None) => given,
        }
    }
}

/// Bytes that were made from texts, as text again.
pub(super) fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
