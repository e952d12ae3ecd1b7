//! The state of a request that is being signed; its buffers are reused from call to call.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::ops::Range;

use zeroize::Zeroize as _;

use crate::canonical::Canonical;
use crate::recipe::Format;
use crate::secret::Secret;
use crate::url::CheckedUrl;

/// Everything that signing one request produces. Parts that may contain credentials are wiped at the end.
#[derive(Default)]
pub(crate) struct Draft {
    pub timestamp: String,
    pub bindings: Vec<Vec<u8>>,
    /// The values of the scheme's inputs.
    pub extracted: Vec<Vec<u8>>,
    pub canonical: Canonical,
    pub raw: Vec<u8>,
    pub signature: Vec<u8>,
    /// The method to send if the request names none; otherwise empty.
    pub default_method: &'static str,
    /// The format of the content type to add if there is a body; `None` if the request names its content type.
    pub format: Option<Format>,
    /// The URL, if the scheme changes it.
    pub url: Option<String>,
    /// The body, if the scheme changes it.
    pub body: Option<Vec<u8>>,
    /// The byte range of the canonical string that is sent as the body.
    pub body_in_canonical: Option<Range<usize>>,
    /// The concatenated [mixed](Value::Mixed) values of headers and fields.
    pub values: Vec<u8>,
    pub marks: Vec<Mark>,
    /// The URL that was checked last, in this request or in an earlier one.
    pub checked: CheckedUrl,
    /// The draft of the companion.
    pub companion: Option<Box<Self>>,
}

/// A header or field to add, with the byte range of its value in [`Draft::values`] if the value is mixed.
#[derive(Clone)]
pub(crate) struct Mark {
    pub placement: usize,
    pub range: Range<usize>,
}

/// How the value of a placement is computed.
pub(crate) enum Value {
    /// The timestamp, unchanged.
    Timestamp,
    /// The signature, unchanged.
    Signature,
    /// The same for every request; may contain a credential.
    Fixed(Secret),
    /// Computed for each request.
    Mixed,
}

impl Value {
    /// The bytes of the value; `mixed` are those of a mixed value.
    #[inline]
    pub(crate) fn bytes<'a>(&'a self, timestamp: &'a str, signature: &'a [u8], mixed: &'a [u8]) -> &'a [u8] {
        match self {
            Self::Timestamp => timestamp.as_bytes(),
            Self::Signature => signature,
            Self::Fixed(value) => value.expose(),
            Self::Mixed => mixed,
        }
    }
}

impl Draft {
    /// Clears the previous request.
    pub(super) fn clear(&mut self) {
        self.signature.clear();
        self.url = None;
        self.body = None;
        self.body_in_canonical = None;
        self.values.clear();
        self.marks.clear();
    }

    /// The method to send; `given` is that of the request.
    pub(crate) fn method<'a>(&self, given: &'a str) -> &'a str {
        if given.is_empty() { self.default_method } else { given }
    }

    /// The content type to add for `body`; `None` for an empty one, or if the request names its content type.
    pub(crate) fn content_type(&self, body: &[u8]) -> Option<Format> {
        self.format.filter(|_| !body.is_empty())
    }

    /// The URL to send; `original` is that of the request.
    pub(super) fn sent_to<'a>(&'a self, original: &'a str) -> &'a str {
        self.url.as_deref().unwrap_or(original)
    }

    /// The body to send; `original` is that of the request.
    pub(crate) fn sent<'a>(&'a self, original: &'a [u8]) -> &'a [u8] {
        match (&self.body, &self.body_in_canonical) {
            (Some(body), _) => body,
            (None, Some(range)) => &self.canonical.bytes()[range.clone()],
            (None, None) => original,
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}
