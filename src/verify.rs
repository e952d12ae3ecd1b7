//! From a scheme, keys and a received message to a yes, or one opaque no.

mod canonical_form;
mod items;
mod keys;
pub(crate) mod limits;
mod place;
mod received;
mod standard;
mod verified;

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use subtle::ConstantTimeEq as _;

use crate::algorithm::Algorithm;
use crate::canonical::{Canonical, Inputs, Symbols, Variable, params};
use crate::credentials;
use crate::definition;
use crate::digest::sha256;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::message::Message;
use crate::options::VerifierOptions;
use crate::recipe::covers::Covers;
use crate::recipe::{self, BodyReader, Format, Locator, Members};
use crate::scheme::{BodyRule, Scheme};
use crate::secret::Secret;
use crate::standard::Config;
use crate::text::quoted;
use crate::timestamp::TimestampForm;
use crate::url::{self, Url};
use canonical_form::CanonicalForm;
use keys::VerificationKey;
use limits::Limits;
use received::{Places, Received};
pub use verified::Verified;

/// A scheme with the keys that may have signed: read, checked and keyed once, then used for any number of messages.
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
/// `Debug` shows the scheme, and how many keys there are.
pub struct Verifier {
    scheme: String,
    algorithm: Algorithm,
    places: Places,
    /// What is signed one by one in a body that holds several.
    items: String,
    canonical_forms: Vec<CanonicalForm>,
    keys: Vec<VerificationKey>,
    options: Vec<String>,
    /// What inputs are taken from, and what the scheme calls them.
    inputs: Vec<Locator>,
    input_names: Vec<String>,
    timestamps: Vec<TimestampForm>,
    /// Whether the timestamp is a time, and no nonce.
    signs_time: bool,
    /// Whether the body that was signed is another than the one received: one in canonical form.
    body: BodyRule,
    limits: Limits,
    companion: Option<Box<Self>>,
    /// What has to be signed, where the sender chooses it.
    standard: Option<Config>,
    /// How the body is read; nothing where no member of it counts.
    reader: Option<BodyReader>,
    /// Whether the URL is signed, or a part of it read.
    reads_url: bool,
    /// What is covered at least.
    covers: Covers,
}

/// A fingerprint, and the body where it is another than the one received.
type Signed = (String, Option<Vec<u8>>);

/// The canonical string for the claim `place`, which all keys share unless it holds a credential.
#[derive(Default)]
struct Built {
    place: Option<usize>,
    canonical: Canonical,
    bindings: Vec<Vec<u8>>,
}

/// The key that made a signature, and what it is over.
struct Found {
    key_index: usize,
    fingerprint: String,
    /// The body, where it is another than the one received.
    body: Option<Vec<u8>>,
}

impl Verifier {
    /// Reads the scheme, and checks keys and options against it.
    ///
    /// A credential that is given several times is a ring: any of its keys may have signed, as while they are rotated. Where
    /// a private key signs, the credentials are `publicKeys` and `certificates`; those of the scheme's companion may be left
    /// out, and then it is not verified.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a scheme that cannot be read backwards, [`Error::CredentialMissing`] and
    /// [`Error::CredentialInvalid`] for credentials or options that it does not know or that cannot work,
    /// [`Error::AlgorithmRefused`] for RSA in a build without it.
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

    /// Verifies `message` at `now_ms`, in milliseconds since 1970. A clock that stands before 2001, as seconds taken for
    /// milliseconds do, is refused where a time is judged by it.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`] where no key made the signature; [`Error::SignatureStale`] where it is right but too far
    /// from the clock; [`Error::CertificateRefused`] where it is right but its certificate is not valid now;
    /// [`Error::HeaderMissing`], [`Error::HeaderMalformed`], [`Error::TimestampInvalid`], [`Error::RequestInvalid`] and
    /// [`Error::BodyInvalid`] for what cannot be read; [`Error::AlgorithmRefused`] for a JWS that asks for what is not
    /// allowed.
    pub fn verify<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        message.check_size()?;
        let mut verified = self.verify_items(message, now_ms)?;
        if let Some(companion) = &self.companion {
            let format = BodyReader::format(companion.reader.as_ref(), message)?;
            verified.companion = Some(Box::new(companion.verify_alone(message, format, now_ms)?));
        }
        Ok(verified)
    }

    /// What every message that verifies covers at least; [`Verified::covers`] says what one covers.
    #[must_use]
    pub fn covers(&self) -> Covers {
        self.companion.as_ref().map_or(self.covers, |companion| self.covers.and(companion.covers))
    }

    /// A verifier for the scheme itself, without its companion.
    fn alone(
        scheme: &Scheme<'_>,
        given: &[(&str, Secret)],
        options: &[(&str, &str)],
        limits: Limits,
    ) -> Result<Self, Error> {
        recipe::touching::check(scheme)?;
        let chosen = credentials::options(scheme, options)?;
        let (forms, algorithms) = canonical_form::jws_forms(scheme, &chosen, options)?;
        // What a standard makes is read by it, and nothing of it here.
        let bindings = if scheme.profile.is_some() { scheme.bindings } else { &[] };
        let named = Symbols { bindings, ..recipe::names(scheme) };
        let places = Places::read(scheme, named, &chosen, algorithms.clone())?;
        let inputs = recipe::locators(scheme)?;
        let canonical_forms = canonical_form::read(scheme, &forms, &places, &inputs)?;
        let templates: Vec<_> =
            canonical_forms.iter().flat_map(|canonical_form| canonical_form.recipe.templates()).collect();
        let reader = BodyReader::new(scheme, &inputs, &templates);
        let standard = Config::read(scheme, &chosen, options)?;
        let timestamps = [scheme.timestamp].into_iter().chain(scheme.accepted_timestamps.iter().copied());
        Ok(Self {
            scheme: scheme.id.into(),
            algorithm: scheme.algorithm,
            covers: standard
                .as_ref()
                .map_or_else(|| canonical_form::least_covers(&canonical_forms, scheme), Config::covers),
            reads_url: places.reads_url()
                || inputs.iter().any(Locator::is_parameter)
                || canonical_form::reads_url(&canonical_forms),
            keys: keys::read(scheme, given, &chosen, &algorithms)?,
            places,
            items: scheme.signed_items.into(),
            canonical_forms,
            inputs,
            input_names: scheme.inputs.iter().map(|(name, _)| (*name).into()).collect(),
            timestamps: timestamps.filter(|form| *form != TimestampForm::None).collect(),
            signs_time: scheme.tolerance_s().is_some(),
            body: scheme.body,
            standard,
            options: chosen,
            limits,
            companion: None,
            reader,
        })
    }

    /// Verifies what is signed at once, whose body is written in `format`.
    fn verify_alone<'a>(
        &'a self,
        message: &Message<'a>,
        format: Option<Format>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        if let Some(standard) = &self.standard {
            return self.verify_standard(standard, message, now_ms);
        }
        if self.reads_url {
            url::check_received(message.url, false)?;
        }
        let members = Members::read(format, message.body)?;
        let received = self.places.received(message, members)?;
        let given = recipe::extract(&self.inputs, message, members)?;
        self.places.check_made(message, members, &self.options)?;
        let text = received.timestamp.as_deref().unwrap_or_default();
        let at_ms = self.timestamps.iter().find_map(|form| form.read(text));
        if self.algorithm == Algorithm::None {
            return self.verify_credentials(&received, message);
        }
        let canonical_forms: Vec<&CanonicalForm> = self
            .canonical_forms
            .iter()
            .filter(|canonical_form| self.is_readable(canonical_form, text, at_ms))
            .collect();
        if canonical_forms.is_empty() {
            return Err(self.unreadable_timestamp(&received.timestamp_place, text));
        }
        let url = params::covered(message.url, &self.places.query_signatures());
        let inputs = Inputs {
            method: message.method,
            url: Url::received(&url),
            body: message.body,
            timestamp: text,
            options: &self.options,
            extracted: &given,
            ..Inputs::default()
        };
        let mut refused = Error::SignatureMismatch;
        for canonical_form in canonical_forms {
            canonical_form.check_complete(message, &self.inputs, &given)?;
            let Some(found) = self.signer(canonical_form, &received, &inputs, now_ms)? else { continue };
            let time = at_ms.filter(|_| canonical_form.covers_time);
            let age = time.map_or(Ok(()), |at_ms| self.limits.judge(at_ms, now_ms));
            match age.and_then(|()| self.check_certificate(found.key_index, now_ms)) {
                Err(error) => refused = error,
                Ok(()) => {
                    return Ok(Verified {
                        timestamp: received.timestamp.filter(|_| canonical_form.covers_time),
                        at_ms: time,
                        key_index: found.key_index,
                        canonical: &canonical_form.text,
                        covers: canonical_form.covers,
                        fingerprint: found.fingerprint,
                        body: found.body.map_or(Cow::Borrowed(message.body), Cow::Owned),
                        inputs: self.input_names.iter().map(|name| &**name).zip(given).collect(),
                        ..self.accepted(message)
                    });
                }
            }
        }
        Err(refused)
    }

    /// The key that made a signature over the canonical string of `way`; of several, one whose certificate is valid.
    fn signer(
        &self,
        canonical_form: &CanonicalForm,
        received: &Received,
        inputs: &Inputs<'_>,
        now_ms: i64,
    ) -> Result<Option<Found>, Error> {
        let mut found = None;
        let mut built = Built::default();
        if !self.keys.iter().any(|verification_key| verification_key.has(received)) {
            // So that the time taken does not tell which ids are known.
            self.signed(canonical_form, &self.keys[0], received, inputs, &mut built)?;
            return Ok(None);
        }
        for (key_index, verification_key) in
            self.keys.iter().enumerate().filter(|(_, verification_key)| verification_key.has(received))
        {
            let Some((fingerprint, body)) =
                self.signed(canonical_form, verification_key, received, inputs, &mut built)?
            else {
                continue;
            };
            let is_valid = self.check_certificate(key_index, now_ms).is_ok();
            if found.is_none() || is_valid {
                found = Some(Found { key_index, fingerprint, body });
            }
            if is_valid {
                break;
            }
        }
        Ok(found)
    }

    /// The fingerprint of what `held` signed, if it made one of the signatures received, and the body in it if that is another
    /// than the one received.
    fn signed(
        &self,
        canonical_form: &CanonicalForm,
        verification_key: &VerificationKey,
        received: &Received,
        inputs: &Inputs<'_>,
        built: &mut Built,
    ) -> Result<Option<Signed>, Error> {
        let mut mac = None;
        for (place, signature) in
            received.signatures.iter().filter(|signature| canonical_form.is_of(signature, inputs.body)).enumerate()
        {
            let jws = signature.jws();
            // All MACs are over the same bytes, so many cost no more than one.
            if place == 0 || jws.is_some() {
                let protected = jws.map_or(&[][..], |jws| jws.protected.as_bytes());
                let inputs = Inputs { credentials: &verification_key.credentials, protected, ..*inputs };
                if built.place != Some(place) || canonical_form.recipe.uses_credentials() {
                    canonical_form.recipe.build(&mut built.canonical, &mut built.bindings, inputs)?;
                    built.place = Some(place);
                }
                mac = verification_key.key.mac(built.canonical.bytes());
            }
            let input = built.canonical.bytes();
            let is_made = match &mac {
                Some(mac) => same(mac, &signature.raw),
                None => {
                    verification_key.key.verify(jws.map_or(self.algorithm, |jws| jws.algorithm), input, &signature.raw)
                }
            };
            // Signed with its time in front, it must not pass for the body.
            if is_made
                && signature.says(input, canonical_form.form)
                && (canonical_form.covers_time || !self.begins_with_time(input))
            {
                let body = self.body_in(canonical_form, &built.canonical).filter(|body| *body != inputs.body);
                return Ok(Some((fingerprint(input), body.map(<[u8]>::to_vec))));
            }
        }
        Ok(None)
    }

    /// The body in canonical form, where that is the one that is signed.
    fn body_in<'c>(&self, canonical_form: &CanonicalForm, canonical: &'c Canonical) -> Option<&'c [u8]> {
        let part =
            canonical_form.recipe.template.position(Variable::Body).filter(|_| self.body == BodyRule::AsSigned)?;
        canonical.range(part).map(|range| &canonical.bytes()[range])
    }

    /// Whether `input` could be one that another way of the scheme makes, with the time in front.
    fn begins_with_time(&self, input: &[u8]) -> bool {
        let reads = |length: usize| {
            let text = input.get(..length).and_then(|start| core::str::from_utf8(start).ok()).unwrap_or_default();
            self.timestamps.iter().any(|form| form.read(text).is_some())
        };
        self.canonical_forms.iter().any(|canonical_form| canonical_form.covers_time) && (1..=LONGEST_TIME).any(reads)
    }

    /// For a scheme that signs nothing: whether the credentials that travel are those of a key.
    fn verify_credentials<'a>(&'a self, received: &Received, message: &Message<'a>) -> Result<Verified<'a>, Error> {
        let found = self
            .keys
            .iter()
            .position(|verification_key| !received.credentials.is_empty() && verification_key.has(received));
        let key_index = found.ok_or(Error::SignatureMismatch)?;
        Ok(Verified { key_index, ..self.accepted(message) })
    }

    fn accepted<'a>(&'a self, message: &Message<'a>) -> Verified<'a> {
        Verified {
            scheme: &self.scheme,
            covers: Covers::default(),
            received_body: message.body,
            body: message.body.into(),
            timestamp: None,
            at_ms: None,
            key_index: 0,
            canonical: "",
            fingerprint: String::new(),
            inputs: Vec::new(),
            companion: None,
        }
    }

    /// Whether the message has what `way` needs: a timestamp that reads as the scheme writes it, since its text stands next to
    /// others in the canonical string, and only its form says where it ends.
    fn is_readable(&self, canonical_form: &CanonicalForm, text: &str, at_ms: Option<i64>) -> bool {
        !canonical_form.covers_time || (!text.is_empty() && (at_ms.is_some() || !self.signs_time))
    }

    fn check_certificate(&self, index: usize, now_ms: i64) -> Result<(), Error> {
        let is_checked = cfg!(feature = "rsa") && !self.limits.any_certificate;
        let validity = self.keys[index].validity.filter(|_| is_checked);
        validity.map_or(Ok(()), |validity| validity.check_at(now_ms, "certificates"))
    }

    fn unreadable_timestamp(&self, place: &str, text: &str) -> Error {
        let expected = ["a time as ", &quoted(self.timestamps.iter().map(|form| form.name()), " or ")].concat();
        Error::TimestampInvalid(Fault::new(place, expected, cited(text)))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("scheme", &self.scheme).field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

fn fingerprint(canonical: &[u8]) -> String {
    String::from_utf8(Encoding::Hex.text(&sha256(&[canonical]))).unwrap_or_default()
}

/// Whether two texts are the same, in time that only their lengths tell.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// As long as the longest text of a time may be, with nine digits of a second and a zone.
pub(crate) const LONGEST_TIME: usize = 40;
