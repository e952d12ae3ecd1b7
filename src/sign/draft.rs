//! The request while it is being signed: buffers that live from call to call.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::ops::Range;

use zeroize::Zeroize as _;

use crate::canonical::Canonical;
use crate::secret::Secret;

/// All that signing one request makes; what it holds of credentials is wiped at the end.
#[derive(Default)]
pub(crate) struct Draft {
    pub timestamp: String,
    pub bindings: Vec<Vec<u8>>,
    /// What the scheme takes out of the request.
    pub extracted: Vec<Vec<u8>>,
    pub canonical: Canonical,
    pub raw: Vec<u8>,
    pub signature: Vec<u8>,
    /// The URL, where the scheme adds to it.
    pub url: Option<String>,
    /// The body, where the scheme adds to it.
    pub body: Option<Vec<u8>>,
    /// The bytes of the canonical string that are the body to send.
    pub body_in_canonical: Option<Range<usize>>,
    /// The mixed values of headers and fields, one after the other.
    pub values: Vec<u8>,
    pub marks: Vec<Mark>,
    /// What the companion signs.
    pub companion: Option<Box<Self>>,
}

/// A header or field that is added, and where in [`Draft::values`] its value stands if it is a mixed one.
#[derive(Clone)]
pub(crate) struct Mark {
    pub placement: usize,
    pub range: Range<usize>,
}

/// What the value in a place is made of.
pub(crate) enum Value {
    /// The timestamp as it is.
    Timestamp,
    /// The signature as it is.
    Signature,
    /// The same for every request; a credential may be in it.
    Fixed(Secret),
    /// Anything else, to be made anew for each request.
    Mixed,
}

impl Value {
    /// The bytes of the value; `made` is what was made for a mixed one.
    #[inline]
    pub(crate) fn bytes<'a>(&'a self, timestamp: &'a str, signature: &'a [u8], made: &'a [u8]) -> &'a [u8] {
        match self {
            Self::Timestamp => timestamp.as_bytes(),
            Self::Signature => signature,
            Self::Fixed(value) => value.expose(),
            Self::Mixed => made,
        }
    }
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

    /// The URL to send to, where `given` was the request's.
    pub(super) fn sent_to<'a>(&'a self, given: &'a str) -> &'a str {
        self.url.as_deref().unwrap_or(given)
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

impl Drop for Draft {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}

/// Bytes that were made from texts, as text again.
#[inline]
pub(super) fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
