//! What a verified message says.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::error::{Error, Fault, cited};
use crate::recipe::covers::{Coverage, Covers};

/// A message that was verified: there is no other way to make one.
///
/// `Debug` shows the scheme, what was signed as the scheme writes it, its timestamp and its fingerprint; nothing that was received besides.
pub struct Verified<'a> {
    pub(super) scheme: &'a str,
    pub(super) covers: Covers,
    pub(super) received_body: &'a [u8],
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

    /// The body that was signed: the bytes received or, where the scheme signs a canonical form, that form of them.
    ///
    /// # Errors
    ///
    /// [`Error::BodyNotSigned`] where the signature does not cover the whole body, nor that of the companion: what it covers is in
    /// [`Self::inputs`].
    pub fn body(&self) -> Result<&[u8], Error> {
        let companion = self.companion.iter().map(|companion| companion.covers.body);
        if [self.covers.body].into_iter().chain(companion).any(|body| body == Coverage::Whole) {
            return Ok(&self.body);
        }
        let signs = if self.canonical.is_empty() { "nothing".into() } else { cited(self.canonical) };
        let got = ["`", self.scheme, "`, which signs ", &signs, ": read what was signed in `inputs`"].concat();
        Err(Error::BodyNotSigned(Fault::new("body", "a scheme that signs the whole body", got)))
    }

    /// The body as it came, whether it was signed or not.
    #[must_use]
    pub fn received_body(&self) -> &'a [u8] {
        self.received_body
    }

    /// How much of the message the signature covers.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.covers
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

    /// Which canonical string was signed, as the scheme writes it; empty where the scheme signs nothing.
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

    /// What the canonical string takes out of the message, by the names that the scheme gives it: headers, parameters of the query,
    /// members of the body, as they were signed; empty where one that may be absent is. Where the sender chooses what is signed, what
    /// the signature says of itself, such as its `components` or `signedHeaders`.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.inputs.iter().map(|(name, value)| (*name, &**value))
    }

    /// What the scheme's companion says, where its credentials were given.
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
