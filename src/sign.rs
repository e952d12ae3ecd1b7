//! Signing: a scheme, credentials and a request in; the headers, URL and body to send out. In one step, or as prepare
//! and finish.

pub(crate) mod draft;
mod outgoing;
mod plan;
mod readable;
mod resolved;

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;

#[cfg(feature = "js")]
use crate::algorithm::host::Host;
use crate::algorithm::{Algorithm, Key, Random};
#[cfg(feature = "js")]
use crate::algorithm::{Method, asymmetric};
use crate::canonical::{Canonical, Segment};
use crate::credentials;
use crate::definition;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::options::SignerOptions;
use crate::recipe::Location;
use crate::scheme::Scheme;
use crate::secret::{Hidden, Secret};
use crate::text::utf8;
use crate::timestamp::Timestamp;
use draft::Draft;
use plan::Plan;
use resolved::Resolved;

/// A scheme with its credentials: parsed, checked and keyed once, then used for any number of requests.
///
/// ```
/// use countersign::{Message, Signer, SignerOptions, Timestamp, scheme};
///
/// let credentials = [("apiKey", "key".into()), ("secret", "hush".into())];
/// let signer = Signer::new(scheme("securo.request")?, &credentials, &SignerOptions::default())?;
/// let message = Message { method: "GET", url: "https://api.securo.dev/api/v1/sessions", ..Message::default() };
/// let signed = signer.sign(&message, Timestamp::Text("1747216800"))?;
/// assert_eq!(signed.canonical().text(), "https://api.securo.dev/api/v1/sessions&method=GET&timestamp=1747216800");
/// # Ok::<(), countersign::Error>(())
/// ```
///
/// `Debug` shows the algorithms, but no credentials and no options.
pub struct Signer {
    pub(crate) plan: Plan,
    key: Key,
    companion: Option<Box<Self>>,
}

impl Signer {
    /// Parses the scheme, and checks the credentials and options against it.
    ///
    /// With an external key, a `publicKey` checks the external signature.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for an invalid scheme. [`Error::CredentialMissing`] and [`Error::CredentialInvalid`]
    /// for absent or unusable credentials. [`Error::OptionInvalid`] for unknown or unusable options.
    /// [`Error::CertificateRefused`] for a certificate that does not belong to the private key. [`Error::Unsupported`] for
    /// a key pair in a build without it.
    pub fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &SignerOptions<'_>,
    ) -> Result<Self, Error> {
        definition::check(scheme)?;
        let Some(companion) = scheme.companion else { return Self::alone(scheme, credentials, options) };
        let split = credentials::split(scheme, companion, credentials, options.scheme);
        let mut signer = Self::alone(scheme, &split.own.0, &SignerOptions { scheme: &split.own.1, ..*options })?;
        if let Some((credentials, own)) = split.of_companion(companion, None)? {
            // An external key is the scheme's: the companion is signed here.
            let options = SignerOptions { external_key: false, scheme: &own, ..*options };
            match Self::alone(companion, &credentials, &options) {
                Ok(second) => signer.companion = Some(Box::new(second)),
                Err(error) => return Err(error.of_companion()),
            }
        }
        Ok(signer)
    }

    /// A signer for the scheme without its companion.
    fn alone(scheme: &Scheme<'_>, credentials: &[(&str, Secret)], options: &SignerOptions<'_>) -> Result<Self, Error> {
        let Resolved { algorithm, jws, key, credentials, options: values } =
            resolved::resolve(scheme, credentials, options.scheme, options.external_key)?;
        let plan = Plan::new(scheme, algorithm, jws, credentials, values, options.allow_http)?;
        Ok(Self { plan, key, companion: None })
    }

    /// Lets `host` compute with the keys.
    #[cfg(feature = "js")]
    pub(crate) fn use_host(&mut self, host: &'static dyn Host) {
        self.key.use_host(host);
        self.companion.iter_mut().for_each(|companion| companion.use_host(host));
    }

    /// Signs `message` at the time `timestamp`.
    ///
    /// # Errors
    ///
    /// [`Error::RequestInvalid`], [`Error::BodyInvalid`], [`Error::TimestampInvalid`], [`Error::HeaderMissing`] or
    /// [`Error::HeaderMalformed`] with the input that cannot be signed as it stands. [`Error::ArgumentInvalid`] for
    /// an external key, or if the scheme needs [`Self::sign_with_rng`].
    pub fn sign<'a>(&'a self, message: &Message<'a>, timestamp: Timestamp<'_>) -> Result<Signed<'a>, Error> {
        if self.draws_randomness() {
            return Err(needs_randomness());
        }
        self.sign_drawing(message, timestamp, &mut Random(&mut |_| false))
    }

    /// Signs `message` with random bytes from `rng`. Every scheme can be signed in this way; RSA schemes must be.
    ///
    /// # Errors
    ///
    /// As [`Self::sign`]; [`Error::RandomnessUnavailable`] if `rng` fails.
    pub fn sign_with_rng<'a, R: TryCryptoRng + ?Sized>(
        &'a self,
        message: &Message<'a>,
        timestamp: Timestamp<'_>,
        rng: &mut R,
    ) -> Result<Signed<'a>, Error> {
        self.sign_drawing(message, timestamp, &mut Random(&mut |bytes| rng.try_fill_bytes(bytes).is_ok()))
    }

    /// Builds the signing input for an external key: one in a KMS or HSM, or one that cannot be exported.
    ///
    /// # Errors
    ///
    /// As [`Self::sign`]; [`Error::ArgumentInvalid`] for a token with a value that is drawn for each.
    pub fn prepare<'a>(&'a self, message: &Message<'a>, timestamp: Timestamp<'_>) -> Result<Prepared<'a>, Error> {
        let mut draft = Draft::default();
        self.prepare_into(&mut draft, message, timestamp)?;
        Ok(Prepared { signer: self, message: *message, draft })
    }

    /// The public half of the key pair, which verifies what this signer signs and what a provider asks for: a
    /// `SubjectPublicKeyInfo` in DER (RFC 5280 §4.1). For encryption, the provider's key. `None` for a scheme without a key pair, and
    /// for an external key whose public half was not given.
    #[must_use]
    pub fn public_key(&self) -> Option<Vec<u8>> {
        self.key.public_half()
    }

    /// How the key pair signs, if there is one.
    #[cfg(feature = "js")]
    pub(crate) fn method(&self) -> Option<Method> {
        self.plan.method.filter(|_| asymmetric::IS_ENABLED)
    }

    /// The algorithm that signs the signing input.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.plan.algorithm
    }

    #[inline]
    pub(crate) fn draws_randomness(&self) -> bool {
        self.plan.algorithm.is_random()
            || self.plan.draws()
            || self.companion.as_ref().is_some_and(|companion| companion.draws_randomness())
    }

    fn sign_drawing<'a>(
        &'a self,
        message: &Message<'a>,
        timestamp: Timestamp<'_>,
        random: &mut Random<'_>,
    ) -> Result<Signed<'a>, Error> {
        let mut draft = Draft::default();
        self.sign_into(&mut draft, message, timestamp, random)?;
        Ok(Signed { signer: self, message: *message, draft })
    }

    /// Signs into `draft`, which keeps its buffers from call to call.
    pub(crate) fn sign_into(
        &self,
        draft: &mut Draft,
        message: &Message<'_>,
        timestamp: Timestamp<'_>,
        random: &mut Random<'_>,
    ) -> Result<(), Error> {
        self.plan.prepare(draft, message, timestamp, random)?;
        let mut raw = core::mem::take(&mut draft.raw);
        let scope = self.plan.recipe.key_scope(&draft.bindings);
        let signed = self.key.sign(draft.canonical.bytes(), scope, random, &mut raw);
        draft.raw = raw;
        signed?;
        self.plan.finish(draft, message)?;
        let Some(companion) = &self.companion else { return Ok(()) };
        let mut second = draft.companion.take().unwrap_or_default();
        let sent = Message { url: draft.sent_to(message.url), body: draft.sent(message.body), ..*message };
        let signed = companion.sign_into(&mut second, &sent, Timestamp::Text(""), random);
        draft.companion = Some(second);
        signed
    }

    /// Builds the signing input in `draft`.
    pub(crate) fn prepare_into(
        &self,
        draft: &mut Draft,
        message: &Message<'_>,
        timestamp: Timestamp<'_>,
    ) -> Result<(), Error> {
        if self.plan.draws() {
            let why = "this scheme draws a value for each token, so it signs with a key that is given";
            return Err(Error::ArgumentInvalid(Fault::inapplicable("prepare", why)));
        }
        if self.companion.is_some() {
            let why = "this signer makes two signatures: make a signer for each scheme, and sign with the second what the first gives";
            return Err(Error::ArgumentInvalid(Fault::inapplicable("prepare", why)));
        }
        self.plan.prepare(draft, message, timestamp, &mut Random(&mut |_| false))
    }

    /// Adds the raw signature over the signing input that [`Self::prepare_into`] built.
    pub(crate) fn finish_into(&self, draft: &mut Draft, message: &Message<'_>, raw: &[u8]) -> Result<(), Error> {
        let raw = self.key.finish(draft.canonical.bytes(), raw)?;
        draft.raw.clear();
        draft.raw.extend_from_slice(&raw);
        self.plan.finish(draft, message)
    }

    /// The signer of the companion, if it has one.
    pub(crate) fn companion(&self) -> Option<&Self> {
        self.companion.as_deref()
    }

    /// The names and values of the headers that `draft` adds.
    pub(crate) fn headers<'a>(&'a self, draft: &'a Draft) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.plan.values(draft, Location::Header)
    }
}

/// A request with its signing input, waiting for the external signature.
///
/// `Debug` shows the algorithm and the length of the signing input.
pub struct Prepared<'a> {
    signer: &'a Signer,
    message: Message<'a>,
    draft: Draft,
}

impl<'a> Prepared<'a> {
    /// The algorithm that signs the signing input.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.signer.algorithm()
    }

    /// What the key is derived for, if it is derived; see [`Scheme::key_scope`].
    #[must_use]
    pub fn key_scope(&self) -> Option<&[u8]> {
        self.signer.plan.recipe.key_scope(&self.draft.bindings)
    }

    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        self.draft.canonical.bytes()
    }

    /// Adds the raw signature at its placements. One by ECDSA may be in DER, as a KMS makes it, or r and s, as WebCrypto makes it;
    /// it is sent in the form of the scheme.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureInvalid`] for a signature whose length or form does not fit the algorithm and key, or which the
    /// `publicKey`, if one was given, does not verify.
    pub fn finish(mut self, signature: &[u8]) -> Result<Signed<'a>, Error> {
        self.signer.finish_into(&mut self.draft, &self.message, signature)?;
        Ok(Signed { signer: self.signer, message: self.message, draft: self.draft })
    }
}

/// A signed request: the parts to send, and the canonical string.
///
/// `Debug` shows the timestamp, the names of headers and fields, and the lengths of everything else. It shows neither
/// the signature nor a value that may contain a credential.
pub struct Signed<'a> {
    signer: &'a Signer,
    message: Message<'a>,
    draft: Draft,
}

impl Signed<'_> {
    /// The signed bytes.
    #[must_use]
    pub fn canonical(&self) -> &Canonical {
        &self.draft.canonical
    }

    /// The signed bytes as labelled segments.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        self.draft.canonical.segments(&self.signer.plan.recipe.template)
    }

    /// The encoded signature; empty for a scheme that signs nothing.
    #[must_use]
    pub fn signature(&self) -> &str {
        utf8(&self.draft.signature)
    }

    /// The timestamp as signed; empty for a scheme that sends none.
    #[must_use]
    pub fn timestamp(&self) -> &str {
        &self.draft.timestamp
    }

    /// The headers to add: those of the scheme, and a content type if there is a body and the request names none.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let content_type = self.draft.content_type(self.body());
        let own = self.signer.headers(&self.draft);
        let second = self.signer.companion().zip(self.draft.companion.as_deref());
        let others = second.into_iter().flat_map(|(signer, draft)| signer.headers(draft));
        own.chain(others).chain(content_type.map(|body| ("content-type", body.media_type())))
    }

    /// The members that the scheme adds to the body; [`Self::body`] already contains them.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.signer.plan.values(&self.draft, Location::Field)
    }

    /// The method to send, in upper case: that of the request or, if it names none, `GET` without a body and `POST` with
    /// one.
    #[must_use]
    pub fn method(&self) -> String {
        self.draft.method(self.message.method).to_ascii_uppercase()
    }

    /// The URL of the request, with the query parameters that the scheme adds.
    #[must_use]
    pub fn url(&self) -> &str {
        self.draft.sent_to(self.message.url)
    }

    /// The body to send; empty for no body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.draft.sent(self.message.body)
    }
}

/// The error for an algorithm that needs random bytes, if there is no source of them.
fn needs_randomness() -> Error {
    Error::ArgumentInvalid(Fault::inapplicable("sign", "this scheme draws random bytes: call `sign_with_rng`"))
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Signer");
        debug.field("algorithm", &self.algorithm()).field("companion", &self.companion).finish_non_exhaustive()
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Prepared");
        debug.field("algorithm", &self.algorithm()).field("signing_input", &Hidden(self.signing_input()));
        debug.finish_non_exhaustive()
    }
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Signed");
        debug.field("algorithm", &self.signer.algorithm()).field("timestamp", &self.timestamp());
        debug.field("canonical", self.canonical()).field("signature", &Hidden(self.signature()));
        debug.field("headers", &self.headers().map(|(name, _)| name).collect::<Vec<_>>());
        debug.field("fields", &self.fields().map(|(name, _)| name).collect::<Vec<_>>());
        debug.field("url", &Hidden(self.url())).field("body", &Hidden(self.body())).finish()
    }
}
