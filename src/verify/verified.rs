//! The result of a successful verification.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::canonical::Canonical;
use crate::digest::sha256;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::message::Message;
use crate::recipe::Recipe;
use crate::recipe::covers::{Coverage, Covers};
use crate::text::utf8;

/// A verified message. Only [`Verifier::verify`](crate::Verifier::verify) creates this type.
///
/// `Debug` shows the scheme, its canonical template, the timestamp and the fingerprint; no other received value.
pub struct Verified<'a> {
    pub(super) scheme: &'a str,
    pub(super) covers: Covers,
    pub(super) received_body: &'a [u8],
    pub(super) body: Cow<'a, [u8]>,
    pub(super) timestamp: Option<String>,
    pub(super) at_ms: Option<i64>,
    pub(super) key_index: usize,
    pub(super) canonical: &'a str,
    pub(super) fingerprint: Fingerprint<'a>,
    pub(super) inputs: Vec<(&'a str, Vec<u8>)>,
    pub(super) companion: Option<Box<Self>>,
}

/// A fingerprint, or what it is computed from: a caller that never asks for it does not pay for a second hash of the message.
pub(super) enum Fingerprint<'a> {
    /// The digest of these bytes.
    Of(Cow<'a, [u8]>),
    /// Computed at once, since nothing shall keep a canonical string that contains a credential.
    Computed(String),
}

impl Fingerprint<'_> {
    /// The fingerprint of a message with the canonical string `canonical`, which `recipe` built.
    pub(super) fn new(canonical: Canonical, recipe: &Recipe) -> Self {
        let of = Self::Of(canonical.into_bytes().into());
        if recipe.uses_credentials() { Self::Computed(of.text()) } else { of }
    }

    fn text(&self) -> String {
        match self {
            Self::Of(bytes) => fingerprint(bytes),
            Self::Computed(text) => text.clone(),
        }
    }
}

/// The SHA-256 digest of `bytes` in lower-case hexadecimal.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    utf8(&Encoding::Hex.text(&sha256(bytes))).into()
}

impl<'a> Verified<'a> {
    /// A message accepted by the first key of the scheme, as far as every scheme says the same of it.
    pub(super) fn of(scheme: &'a str, message: &Message<'a>) -> Self {
        Self {
            scheme,
            covers: Covers::default(),
            received_body: message.body,
            body: message.body.into(),
            timestamp: None,
            at_ms: None,
            key_index: 0,
            canonical: "",
            fingerprint: Fingerprint::Computed(String::new()),
            inputs: Vec::new(),
            companion: None,
        }
    }

    /// The id of the scheme.
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The signed body: the received bytes or, if the scheme signs a canonical form, the canonical form of the body.
    ///
    /// # Errors
    ///
    /// [`Error::BodyNotSigned`] if neither the signature nor that of the companion covers the whole body. The signed
    /// members are in [`Self::inputs`].
    pub fn body(&self) -> Result<&[u8], Error> {
        let companion = self.companion.iter().map(|companion| companion.covers.body);
        if [self.covers.body].into_iter().chain(companion).any(|body| body == Coverage::Whole) {
            return Ok(&self.body);
        }
        let signs = if self.canonical.is_empty() { "nothing".into() } else { cited(self.canonical) };
        let got = ["`", self.scheme, "`, which signs ", &signs, ": read what was signed in `inputs`"].concat();
        Err(Error::BodyNotSigned(Fault::new("body", "a scheme that signs the whole body", got)))
    }

    /// The body as received, signed or not.
    #[must_use]
    pub fn received_body(&self) -> &'a [u8] {
        self.received_body
    }

    /// The coverage of the signature.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.covers
    }

    /// The timestamp as signed. `None` if no timestamp was signed; then the signature does not protect against replay.
    #[must_use]
    pub fn timestamp(&self) -> Option<&str> {
        self.timestamp.as_deref()
    }

    /// The signed time, in milliseconds since 1970; `None` if no timestamp was signed, or if it is a nonce.
    #[must_use]
    pub fn at_ms(&self) -> Option<i64> {
        self.at_ms
    }

    /// The index of the key that signed, counted from 0 in the order of the credentials.
    #[must_use]
    pub fn key_index(&self) -> usize {
        self.key_index
    }

    /// The template of the canonical string that was signed; empty if the scheme signs nothing.
    #[must_use]
    pub fn canonical(&self) -> &'a str {
        self.canonical
    }

    /// A value that is the same each time the same message is sent. Store it to refuse replays.
    ///
    /// The SHA-256 digest of the canonical string, in lower-case hexadecimal; empty if the scheme signs nothing. Each call
    /// computes it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.fingerprint.text()
    }

    /// The bytes of which [`Self::fingerprint`] is the digest; `None` if they are not kept.
    #[cfg(feature = "js")]
    pub(crate) fn fingerprinted(&self) -> Option<&[u8]> {
        match &self.fingerprint {
            Fingerprint::Of(bytes) => Some(bytes),
            Fingerprint::Computed(_) => None,
        }
    }

    /// The signed inputs by their names in the scheme: values of headers, query parameters and body members, as signed.
    /// An absent optional input is empty. For a standard in which the sender chooses the covered components, these are
    /// the parameters of the signature, such as `components` or `signedHeaders`.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.inputs.iter().map(|(name, value)| (*name, &**value))
    }

    /// The result for the scheme's companion, if its credentials were given.
    #[must_use]
    pub fn companion(&self) -> Option<&Self> {
        self.companion.as_deref()
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Verified");
        debug.field("scheme", &self.scheme).field("timestamp", &self.timestamp).field("key_index", &self.key_index);
        debug.field("canonical", &self.canonical).field("fingerprint", &self.fingerprint());
        debug.field("companion", &self.companion).finish_non_exhaustive()
    }
}
