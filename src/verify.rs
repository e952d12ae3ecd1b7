//! Verification: a scheme, keys and a message in; `Verified` or one opaque error out.

mod canonical_form;
mod key_search;
mod key_source;
mod keys;
pub(crate) mod limits;
mod standard;
mod verified;

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use subtle::ConstantTimeEq as _;

use crate::algorithm::Algorithm;
#[cfg(feature = "js")]
use crate::algorithm::host::Host;
use crate::canonical::{Inputs, params};
use crate::credentials;
use crate::definition;
use crate::error::Error;
use crate::message::Message;
use crate::options::VerifierOptions;
use crate::placement::{Placements, Received};
use crate::recipe::covers::Covers;
use crate::recipe::extract::items;
#[cfg(feature = "js")]
use crate::recipe::members::CONTENT_TYPE;
use crate::recipe::{self, BodyReader, Format, Locator, Members, touching};
use crate::scheme::{BodyRule, Scheme};
use crate::secret::Secret;
use crate::standard::Config;
use crate::timestamp::TimestampForm;
use crate::url::{self, Url};
use canonical_form::CanonicalForm;
use key_search::KeySearch;
pub use key_source::KeyNeed;
use key_source::KeySource;
use keys::{BroughtKeys, VerificationKey};
use limits::Limits;
use standard::StandardCheck;
use verified::Fingerprint;
pub use verified::Verified;
#[cfg(feature = "js")]
pub(crate) use verified::fingerprint;

/// A scheme with the keys that may have signed: parsed, checked and keyed once, then used for any number of messages.
///
/// ```
/// use countersign::{Message, Verifier, VerifierOptions, scheme};
///
/// let credentials = [("secret", "It's a Secret to Everybody".into())];
/// let verifier = Verifier::new(scheme("github.webhook")?, &credentials, &VerifierOptions::default())?;
/// let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// let headers = [("X-Hub-Signature-256", signature)];
/// let message = Message { headers: &headers, body: b"Hello, World!", ..Message::default() };
/// let now_ms = 1_747_216_800_000; // the crate has no clock: yours says when it is
/// assert_eq!(verifier.verify(&message, now_ms)?.body()?, b"Hello, World!");
///
/// let changed = Message { body: b"Hello, World?", ..message };
/// assert_eq!(verifier.verify(&changed, now_ms).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
/// # Ok::<(), countersign::Error>(())
/// ```
///
/// `Debug` shows the scheme and the number of keys.
pub struct Verifier {
    scheme: String,
    algorithm: Algorithm,
    placements: Placements,
    /// The JSON pointer of separately signed items; empty if the scheme signs the whole message at once.
    items: String,
    canonical_forms: Vec<CanonicalForm>,
    keys: Vec<VerificationKey>,
    /// The certificates that messages may bring along, in the place of keys.
    brought: Option<BroughtKeys>,
    /// Where the keys come from, if the scheme says so.
    key_source: Option<KeySource>,
    options: Vec<String>,
    /// Where the inputs are extracted from; [`Self::input_names`] are their names in the scheme.
    inputs: Vec<Locator>,
    input_names: Vec<String>,
    timestamps: Vec<TimestampForm>,
    /// Whether the timestamp is a time rather than a nonce.
    signs_time: bool,
    /// Which bytes [`Verified::body`] returns: the received ones, or those in the canonical string.
    body: BodyRule,
    limits: Limits,
    companion: Option<Box<Self>>,
    /// The configuration of the signature standard, if the scheme follows one.
    standard: Option<Config>,
    /// The reader of body members; `None` if the scheme uses none.
    reader: Option<BodyReader>,
    /// Whether the URL is signed, or a value is read from it.
    reads_url: bool,
    /// The minimum coverage of every message that verifies.
    covers: Covers,
}

impl Verifier {
    /// Parses the scheme, and checks the keys and options against it.
    ///
    /// A credential that is given several times is a key set: any of its keys may have signed, as during key rotation.
    /// For asymmetric algorithms, the credentials are `publicKeys` and `certificates`. Without the credentials of the
    /// scheme's companion, the companion is not verified.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for an invalid scheme, or one whose placements cannot be parsed back.
    /// [`Error::CredentialMissing`] and [`Error::CredentialInvalid`] for absent or unusable
    /// credentials. [`Error::OptionInvalid`] for unknown or unusable options. [`Error::Unsupported`] for a key pair in a build without it.
    pub fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
    ) -> Result<Self, Error> {
        definition::check(scheme)?;
        let limits = Limits::read(scheme, options)?;
        let options = options.scheme;
        let Some(companion) = scheme.companion else { return Self::alone(scheme, credentials, options, limits) };
        let split = credentials::split(scheme, companion, credentials, options);
        let mut verifier = Self::alone(scheme, &split.own.0, &split.own.1, limits)?;
        if let Some((credentials, options)) = split.of_companion(companion, Some(credentials::KEYS[0]))? {
            match Self::alone(companion, &credentials, &options, limits) {
                Ok(second) => verifier.companion = Some(Box::new(second)),
                Err(error) => return Err(error.of_companion()),
            }
        }
        Ok(verifier)
    }

    /// Lets `host` compute with the keys.
    #[cfg(feature = "js")]
    pub(crate) fn use_host(&mut self, host: &'static dyn Host) {
        self.keys.iter_mut().for_each(|key| key.use_host(host));
        self.companion.iter_mut().for_each(|companion| companion.use_host(host));
    }

    /// Verifies `message` at the time `now_ms`, in milliseconds since 1970. If the age of the message is checked, a
    /// clock before 2001 is refused: it is most likely in seconds.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`] if no key made the signature. [`Error::SignatureStale`] if the signature is right
    /// but its time is outside the tolerance. [`Error::CertificateRefused`] if the signature is right but the
    /// certificate is not valid at `now_ms`. [`Error::HeaderMissing`], [`Error::HeaderMalformed`],
    /// [`Error::TimestampInvalid`], [`Error::RequestInvalid`] and [`Error::BodyInvalid`] for missing or malformed parts
    /// of the message. [`Error::AlgorithmRefused`] for a JWS with an algorithm or extension that is not allowed.
    /// [`Error::ArgumentInvalid`] for a clock before 2001.
    pub fn verify<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        message.check_size()?;
        self.verify_all(message, now_ms).map_err(|error| self.with_facts(error, message))
    }

    fn verify_all<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        let mut verified = self.verify_items(message, now_ms)?;
        if let Some(companion) = &self.companion {
            let format = BodyReader::format(companion.reader.as_ref(), message)?;
            verified.companion = Some(Box::new(companion.verify_alone(message, format, now_ms)?));
        }
        Ok(verified)
    }

    /// The minimum coverage of every message that verifies; [`Verified::covers`] is the coverage of one message.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.companion.as_ref().map_or(self.covers, |companion| self.covers.and(companion.covers))
    }

    /// The names of the headers that this verifier reads; `None` if a message may have it read any.
    #[cfg(feature = "js")]
    pub(crate) fn headers(&self) -> Option<Vec<&str>> {
        if self.standard.is_some() || self.inputs.iter().any(|locator| locator.is_prefix) {
            return None;
        }
        let mut names: Vec<&str> = self.inputs.iter().filter_map(Locator::header).collect();
        names.extend(self.placements.headers());
        names.extend(self.reader.as_ref().map(|_| CONTENT_TYPE));
        if let Some(companion) = &self.companion {
            names.extend(companion.headers()?);
        }
        Some(names)
    }

    /// The strings that results share: the scheme's id and the template of each canonical form; then those of the companion.
    #[cfg(feature = "js")]
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let verifiers = [self].into_iter().chain(self.companion.as_deref());
        verifiers
            .flat_map(|own| [&own.scheme].into_iter().chain(own.canonical_forms.iter().map(|form| &form.text)))
            .map(|text| &**text)
    }

    /// A verifier for the scheme without its companion.
    fn alone(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &[(&str, &str)],
        limits: Limits,
    ) -> Result<Self, Error> {
        touching::check(scheme)?;
        let values = credentials::options(scheme, options)?;
        let (forms, algorithms) = canonical_form::jws_forms(scheme, &values, options)?;
        let placements = Placements::read(scheme, &values, algorithms.clone())?;
        let inputs = recipe::locators(scheme)?;
        let canonical_forms = canonical_form::read(scheme, &forms, &placements, &inputs)?;
        let templates: Vec<_> = canonical_forms.iter().flat_map(|form| form.recipe.templates()).collect();
        let reader = BodyReader::new(scheme, &inputs, &templates);
        let standard = Config::read(scheme, &values, options)?;
        let timestamps = [scheme.timestamp].into_iter().chain(scheme.accepted_timestamps.iter().copied());
        Ok(Self {
            scheme: scheme.id.into(),
            algorithm: scheme.algorithm,
            covers: standard
                .as_ref()
                .map_or_else(|| canonical_form::minimum_covers(&canonical_forms, scheme), Config::covers),
            reads_url: placements.reads_url()
                || inputs.iter().any(Locator::is_parameter)
                || canonical_form::reads_url(&canonical_forms),
            brought: BroughtKeys::read(scheme, credentials, &algorithms)?,
            keys: keys::read(scheme, credentials, &values, &algorithms, limits.any_certificate)?,
            key_source: KeySource::read(scheme)?,
            placements,
            items: scheme.signed_items.into(),
            canonical_forms,
            inputs,
            input_names: scheme.inputs.iter().map(|(name, _)| (*name).into()).collect(),
            timestamps: timestamps.filter(|form| *form != TimestampForm::None).collect(),
            signs_time: scheme.tolerance_s().is_some(),
            body: scheme.body,
            standard,
            options: values,
            limits,
            companion: None,
            reader,
        })
    }

    /// Verifies all items. The result is that of the first item, with a fingerprint over all of them.
    ///
    /// # Errors
    ///
    /// The error of the first item that does not verify; [`Error::BodyInvalid`] if there is none.
    fn verify_items<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        let format = BodyReader::format(self.reader.as_ref(), message)?;
        if self.items.is_empty() {
            return self.verify_alone(message, format, now_ms);
        }
        let mut first: Option<Verified<'a>> = None;
        let mut fingerprints = String::new();
        for item in items(&self.items, message.body)? {
            let verified = self.verify_alone(&Message { body: &message.body[item], ..*message }, format, now_ms)?;
            let Some(first) = &first else {
                first = Some(Verified { body: message.body.into(), received_body: message.body, ..verified });
                continue;
            };
            if fingerprints.is_empty() {
                fingerprints.push_str(&first.fingerprint());
            }
            fingerprints.push_str(&verified.fingerprint());
        }
        let first = first.ok_or_else(Error::mismatch)?;
        Ok(match &*fingerprints {
            "" => first,
            _ => Verified { fingerprint: Fingerprint::Of(fingerprints.into_bytes().into()), ..first },
        })
    }

    /// Verifies one message, or one item of it, without the companion. `format` is the content type of the whole body.
    fn verify_alone<'a>(
        &'a self,
        message: &Message<'a>,
        format: Option<Format>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        if let Some(standard) = &self.standard {
            let canonical_form = self.canonical_forms.first().ok_or_else(Error::mismatch)?;
            let check = StandardCheck {
                scheme: &self.scheme,
                algorithm: self.algorithm,
                canonical_form,
                keys: &self.keys,
                options: &self.options,
                timestamps: &self.timestamps,
                limits: self.limits,
            };
            return check.verify(standard, message, now_ms);
        }
        if self.reads_url {
            url::check_received(message.url, false)?;
        }
        let members = Members::read(format, message.body)?;
        let received = self.placements.received(message, members)?;
        let extracted = recipe::extract(&self.inputs, message, members)?;
        self.placements.check_computed(message, members, &self.options)?;
        let text = received.timestamp.as_deref().unwrap_or_default();
        let at_ms = self.timestamps.iter().find_map(|form| form.read(text));
        if self.algorithm == Algorithm::None {
            return self.verify_credentials(&received, message);
        }
        let is_readable = |form: &&CanonicalForm| form.is_readable(text, at_ms, self.signs_time);
        if !self.canonical_forms.iter().any(|form| is_readable(&form)) {
            return Err(limits::unreadable(&self.timestamps, &received.timestamp_name, text));
        }
        let url = params::covered(message.url, &self.placements.signature_parameters());
        let inputs = Inputs {
            method: message.method,
            url: Url::received(&url),
            body: message.body,
            timestamp: text,
            options: &self.options,
            extracted: &extracted,
            ..Inputs::default()
        };
        let key_id = self.key_source.as_ref().map(|source| source.key_id(&extracted)).transpose()?;
        let brought = self.brought.as_ref().map(|brought| brought.keys(&received, now_ms)).transpose()?;
        let keys = brought.as_ref().unwrap_or(&self.keys);
        key_source::check(self.key_source.as_ref(), keys, key_id.as_deref(), &received)?;
        let starts_with_time = self.canonical_forms.iter().any(|form| form.covers_time);
        let search = KeySearch {
            algorithm: self.algorithm,
            keys,
            key_id: key_id.as_deref(),
            body: self.body,
            first_timestamps: if starts_with_time { &self.timestamps } else { &[] },
        };
        let mut refused = None;
        for form in self.canonical_forms.iter().filter(is_readable) {
            form.check_complete(message, &self.inputs, &extracted)?;
            let Some(found) = search.find(form, &received, &inputs, now_ms)? else { continue };
            let time = at_ms.filter(|_| form.covers_time);
            let age = time.map_or(Ok(()), |at_ms| self.limits.judge(at_ms, now_ms));
            match age.and_then(|()| keys[found.key_index].check_certificate(now_ms)) {
                Err(error) => refused = Some(error),
                Ok(()) => {
                    return Ok(Verified {
                        timestamp: received.timestamp.filter(|_| form.covers_time),
                        at_ms: time,
                        key_index: keys[found.key_index].place,
                        canonical: &form.text,
                        covers: form.covers,
                        fingerprint: found.fingerprint.unwrap_or_else(|| Fingerprint::Of(message.body.into())),
                        body: found.body.map_or(Cow::Borrowed(message.body), Cow::Owned),
                        inputs: form.signed_inputs(&self.input_names, &self.inputs, extracted),
                        ..Verified::of(&self.scheme, message)
                    });
                }
            }
        }
        Err(refused.unwrap_or_else(Error::mismatch))
    }

    /// What to fetch before `message` can be verified: the key that it names. `None` if a key at hand may have signed it, or if the
    /// scheme does not say where its keys come from. Nothing of the message is verified.
    ///
    /// A verifier without keys can be asked. What is fetched becomes a key of another: `("publicKeys", key)`, `("keyIds", need.key_id)`.
    ///
    /// # Errors
    ///
    /// [`Error::KeySourceRefused`] for a URL that is not on one of the scheme's hosts; as [`verify`](Self::verify) for a message
    /// without an input of the scheme.
    pub fn needs(&self, message: &Message<'_>) -> Result<Option<KeyNeed>, Error> {
        message.check_size()?;
        if let Some(source) = &self.key_source {
            let members = Members::read(BodyReader::format(self.reader.as_ref(), message)?, message.body)?;
            let extracted = recipe::extract(&self.inputs, message, members)?;
            if let Some(need) = source.need(&self.keys, &extracted)? {
                return Ok(Some(need));
            }
        }
        self.companion.as_ref().map_or(Ok(None), |companion| companion.needs(message))
    }

    /// Verifies a scheme without signatures: a key must have the credentials in the message.
    fn verify_credentials<'a>(&'a self, received: &Received, message: &Message<'a>) -> Result<Verified<'a>, Error> {
        let found = self.keys.iter().position(|key| !received.credentials.is_empty() && key.has(received));
        let key_index = found.ok_or_else(Error::mismatch)?;
        Ok(Verified { key_index, ..Verified::of(&self.scheme, message) })
    }

    /// A mismatch with what the caller knows of the message, the same for the scheme and its companion.
    fn with_facts(&self, error: Error, message: &Message<'_>) -> Error {
        let Error::SignatureMismatch(_) = error else { return error };
        limits::mismatch(&self.scheme, self.keys.len(), message.body.len(), self.covers())
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("scheme", &self.scheme).field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

/// Compares in constant time; only the lengths leak.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
