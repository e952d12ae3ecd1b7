//! What a verified message says.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

/// A message that was verified: there is no other way to make one.
pub struct Verified<'a> {
    pub(super) scheme: &'a str,
    pub(super) body: Cow<'a, [u8]>,
    pub(super) timestamp: Option<String>,
    pub(super) at_ms: Option<i64>,
    pub(super) key_index: usize,
    pub(super) canonical: &'a str,
    pub(super) fingerprint: String,
    pub(super) inputs: Vec<(&'a str, Vec<u8>)>,
    pub(super) companion: Option<Box<Self>>,
}

impl<'a> Verified<'a> {
    /// The id of the scheme.
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The body that was signed: the bytes received or, where the row signs a canonical form, that form of them.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The timestamp as it was signed; `None` where none was, so that nothing protects from replay.
    #[must_use]
    pub fn timestamp(&self) -> Option<&str> {
        self.timestamp.as_deref()
    }

    /// The instant that the timestamp says, in milliseconds since 1970; `None` also for a nonce.
    #[must_use]
    pub fn at_ms(&self) -> Option<i64> {
        self.at_ms
    }

    /// Which of the keys given signed, counted from 0.
    #[must_use]
    pub fn key_index(&self) -> usize {
        self.key_index
    }

    /// Which canonical string was signed, as the row writes it; empty where the scheme signs nothing.
    #[must_use]
    pub fn canonical(&self) -> &'a str {
        self.canonical
    }

    /// What is the same whenever the same message is sent again, in hexadecimal: remember it to refuse replays.
    ///
    /// It is the SHA-256 digest of the canonical string; empty where the scheme signs nothing.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The headers that the signature covers, by the names that the row gives them; where the sender chooses what is signed,
    /// what the signature says of itself, such as its `components` or `signedHeaders`.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.inputs.iter().map(|(name, value)| (*name, &**value))
    }

    /// What the row's companion says, where its credentials were given.
    #[must_use]
    pub fn companion(&self) -> Option<&Self> {
        self.companion.as_deref()
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Verified");
        debug.field("scheme", &self.scheme).field("timestamp", &self.timestamp).field("key_index", &self.key_index);
        debug.field("canonical", &self.canonical).field("fingerprint", &self.fingerprint);
        debug.field("companion", &self.companion).finish_non_exhaustive()
    }
}
