//! From a row, keys and a received message to a yes, or one opaque no.

mod limits;
mod pattern;
mod received;
mod ring;
mod verified;

use alloc::borrow::Cow;
use alloc::{boxed::Box, format, string::String, vec::Vec};
use core::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::{Canonical, Inputs, Variable, params};
use crate::credentials::{self, JwsAlgorithms};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, excerpt};
use crate::message::Message;
use crate::recipe::{self, Recipe};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::timestamp::TimestampForm;
use crate::url::Url;
use limits::Limits;
use received::{Claim, Places, Received};
use ring::Held;
pub use verified::Verified;

/// A scheme with the keys that may have signed: read, checked and keyed once, then used for any number of messages.
///
/// ```
/// use countersign::{Message, Verifier, scheme};
///
/// let verifier = Verifier::new(scheme("github.webhook")?, &[("secret", "It's a Secret to Everybody".into())], &[])?;
/// let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// let headers = [("X-Hub-Signature-256", signature)];
/// let message = Message { headers: &headers, body: b"Hello, World!", ..Message::default() };
/// let now_ms = 1_747_216_800_000; // the crate has no clock: yours says when it is
/// assert_eq!(verifier.verify(&message, now_ms)?.body(), b"Hello, World!");
///
/// let changed = Message { body: b"Hello, World?", ..message };
/// assert_eq!(verifier.verify(&changed, now_ms).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
/// # Ok::<(), countersign::Error>(())
/// ```
pub struct Verifier {
    scheme: String,
    algorithm: Algorithm,
    places: Places,
    ways: Vec<Way>,
    ring: Vec<Held>,
    options: Vec<String>,
    /// The headers that inputs are taken from, and what the row calls them.
    inputs: Vec<String>,
    input_names: Vec<String>,
    timestamps: Vec<TimestampForm>,
    limits: Limits,
    companion: Option<Box<Self>>,
}

/// A canonical string that a signature may be over.
#[derive(Debug)]
struct Way {
    /// As the row writes it.
    text: String,
    recipe: Recipe,
    /// For a JWS, the form that signs it so.
    form: Option<Form>,
    /// Whether the timestamp is in it, by itself or in a part of the request.
    covers_time: bool,
}

impl Verifier {
    /// Reads the row, and checks keys and options against it.
    ///
    /// A credential that is given several times is a ring: any of its keys may have signed, as while they are rotated. Where
    /// a private key signs, the credentials are `publicKeys` and `certificates`; those of the row's companion may be left
    /// out, and then it is not verified.
    ///
    /// Besides the row's own options there are `toleranceSeconds`, a number or `none`, and `certificateValidity`, which
    /// `ignored` turns off.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a row that cannot be read backwards, [`Error::CredentialMissing`] and
    /// [`Error::CredentialInvalid`] for credentials or options that it does not know or that cannot work,
    /// [`Error::AlgorithmRefused`] for RSA in a build without it.
    pub fn new(scheme: &Scheme<'_>, credentials: &[(&str, Secret)], options: &[(&str, &str)]) -> Result<Self, Error> {
        let limits = Limits::read(scheme, options)?;
        let options = Limits::without_own(options);
        let Some(companion) = scheme.companion else { return Self::alone(scheme, credentials, &options, limits) };
        let (own, others) = credentials::split(companion, credentials, &options);
        let mut verifier = Self::alone(scheme, &own.0, &own.1, limits)?;
        if !others.0.is_empty() {
            verifier.companion = Some(Box::new(Self::alone(companion, &others.0, &others.1, limits)?));
        }
        Ok(verifier)
    }

    /// Verifies `message` at `now_ms`, in milliseconds since 1970.
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
        let mut verified = self.verify_alone(message, now_ms)?;
        if let Some(companion) = &self.companion {
            verified.companion = Some(Box::new(companion.verify_alone(message, now_ms)?));
        }
        Ok(verified)
    }

    /// A verifier for the row itself, without its companion.
    fn alone(
        scheme: &Scheme<'_>,
        given: &[(&str, Secret)],
        options: &[(&str, &str)],
        limits: Limits,
    ) -> Result<Self, Error> {
        let chosen = credentials::options(scheme, options, &[])?;
        let (forms, jws_algorithms) = jws_forms(scheme, &chosen, options)?;
        let places = Places::read(scheme, recipe::names(scheme), &chosen, jws_algorithms)?;
        let ways = ways(scheme, &forms, &places)?;
        if places.are_in_body() && ways.iter().any(|way| way.recipe.signs.body) {
            let expected = "a signature outside the body that it covers";
            return Err(Error::SchemeInvalid(Fault::new("fields", expected, "one inside it")));
        }
        let timestamps = [scheme.timestamp].into_iter().chain(scheme.also_timestamp.iter().copied());
        Ok(Self {
            scheme: scheme.id.into(),
            algorithm: scheme.algorithm,
            ring: ring::read(scheme, given, &chosen)?,
            places,
            ways,
            options: chosen,
            inputs: recipe::input_headers(scheme)?,
            input_names: scheme.inputs.iter().map(|(name, _)| (*name).into()).collect(),
            timestamps: timestamps.filter(|form| *form != TimestampForm::None).collect(),
            limits,
            companion: None,
        })
    }

    fn verify_alone<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        let received = self.places.received(message)?;
        let given = recipe::given(&self.inputs, message)?;
        let text = received.timestamp.as_deref().unwrap_or_default();
        let at_ms = self.timestamps.iter().find_map(|form| form.read(text));
        if self.algorithm == Algorithm::None {
            return self.verify_credentials(&received, message);
        }
        let ways: Vec<&Way> = self.ways.iter().filter(|way| self.is_readable(way, text, at_ms)).collect();
        if ways.is_empty() {
            return Err(self.unreadable_timestamp(&received.timestamp_place, text));
        }
        let url = covered_url(message.url, &self.places.query_signatures());
        let inputs = Inputs {
            method: message.method,
            url: Url::received(&url),
            body: message.body,
            timestamp: text,
            options: &self.options,
            given: &given,
            ..Inputs::default()
        };
        let mut refused = Error::SignatureMismatch;
        for way in ways {
            self.check_complete(way, message, &given)?;
            for claim in received.claims.iter().filter(|claim| way.is_of(claim)) {
                let Some((key_index, fingerprint)) = self.signer(way, claim, &received, &inputs, now_ms)? else {
                    continue;
                };
                let time = at_ms.filter(|_| way.covers_time);
                let age = time.map_or(Ok(()), |at_ms| self.limits.check(at_ms, now_ms));
                match age.and_then(|()| self.check_certificate(key_index, now_ms)) {
                    Err(error) => refused = error,
                    Ok(()) => {
                        let timestamp = received.timestamp.filter(|_| way.covers_time);
                        return Ok(Verified {
                            timestamp,
                            at_ms: time,
                            key_index,
                            canonical: &way.text,
                            fingerprint,
                            inputs: self.input_names.iter().map(|name| &**name).zip(given).collect(),
                            ..self.accepted(message)
                        });
                    }
                }
            }
        }
        Err(refused)
    }

    /// The key that made the signature in `claim`, and the fingerprint of what it is over; of several, one whose certificate
    /// is valid.
    fn signer(
        &self,
        way: &Way,
        claim: &Claim,
        received: &Received,
        inputs: &Inputs<'_>,
        now_ms: i64,
    ) -> Result<Option<(usize, String)>, Error> {
        let protected = claim.jws.as_ref().map_or(&[][..], |jws| jws.protected.as_bytes());
        let (mut canonical, mut bindings) = (Canonical::default(), Vec::new());
        let mut found = None;
        for (index, held) in self.ring.iter().enumerate() {
            if index == 0 || way.recipe.uses_credentials() {
                let inputs = Inputs { credentials: &held.credentials, protected, ..*inputs };
                way.recipe.build(&mut canonical, &mut bindings, inputs)?;
            }
            let input = canonical.bytes();
            let algorithm = claim.jws.as_ref().map_or(self.algorithm, |jws| jws.algorithm);
            if held.has(received) && claim.says(input, way.form) && held.key.verify(algorithm, input, &claim.raw) {
                let is_valid = self.check_certificate(index, now_ms).is_ok();
                if found.is_none() || is_valid {
                    found = Some((index, fingerprint(input)));
                }
                if is_valid {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// For a scheme that signs nothing: whether the credentials that travel are those of a key.
    fn verify_credentials<'a>(&'a self, received: &Received, message: &Message<'a>) -> Result<Verified<'a>, Error> {
        let found = self.ring.iter().position(|held| !received.credentials.is_empty() && held.has(received));
        let key_index = found.ok_or(Error::SignatureMismatch)?;
        Ok(Verified { key_index, ..self.accepted(message) })
    }

    fn accepted<'a>(&'a self, message: &Message<'a>) -> Verified<'a> {
        Verified {
            scheme: &self.scheme,
            body: message.body,
            timestamp: None,
            at_ms: None,
            key_index: 0,
            canonical: "",
            fingerprint: String::new(),
            inputs: Vec::new(),
            companion: None,
        }
    }

    /// Whether the message has what `way` needs: a timestamp that reads as the row writes it, since its text stands next to
    /// others in the canonical string, and only its form says where it ends.
    fn is_readable(&self, way: &Way, text: &str, at_ms: Option<i64>) -> bool {
        !way.covers_time || (!text.is_empty() && (at_ms.is_some() || self.limits.tolerance_s.is_none()))
    }

    /// Refuses a message that lacks what `way` covers, or in which it is not clear where one input ends.
    fn check_complete(&self, way: &Way, message: &Message<'_>, given: &[Vec<u8>]) -> Result<(), Error> {
        let signs = &way.recipe.signs;
        let missing =
            |part: &str, expected: &'static str| Err(Error::RequestInvalid(Fault::new(part, expected, "none")));
        if signs.method && message.method.is_empty() {
            return missing("method", "the method of the request, which is signed");
        }
        if (signs.base || signs.path || signs.query) && message.url.is_empty() {
            return missing("url", "the URL as the sender called it, which is signed");
        }
        for (index, value) in given.iter().enumerate() {
            for literal in way.recipe.literals_after(Variable::Given(index)) {
                if let Some(at) = value.windows(literal.len()).position(|window| window == literal.as_bytes()) {
                    let expected = format!("a value without `{literal}`, which ends it in the canonical string");
                    let fault = Fault::new(&self.inputs[index], expected, format!("`{literal}`")).at(at);
                    return Err(Error::HeaderMalformed(fault));
                }
            }
        }
        Ok(())
    }

    fn check_certificate(&self, index: usize, now_ms: i64) -> Result<(), Error> {
        let validity = self.ring[index].validity.filter(|_| !self.limits.any_certificate);
        validity.map_or(Ok(()), |validity| validity.check_at(now_ms, "certificates"))
    }

    fn unreadable_timestamp(&self, place: &str, text: &str) -> Error {
        let forms: Vec<String> = self.timestamps.iter().map(|form| format!("{form}")).collect();
        let expected = format!("a time as {}", forms.join(" or "));
        Error::TimestampInvalid(Fault::new(place, expected, format!("`{}`", excerpt(text))))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("scheme", &self.scheme).field("keys", &self.ring.len()).finish_non_exhaustive()
    }
}

impl Way {
    /// Whether `claim` may be over this canonical string.
    fn is_of(&self, claim: &Claim) -> bool {
        let form = claim.jws.as_ref().map(|jws| jws.form);
        // With nothing to attach, attached looks as detached does.
        form == self.form || (self.form, form) == (Some(Form::Attached), Some(Form::Detached))
    }
}

impl Claim {
    /// Whether the signed text that travels along, if any does, is `canonical`.
    fn says(&self, canonical: &[u8], form: Option<Form>) -> bool {
        let sent = self.canonical.as_ref().is_none_or(|sent| same(sent, canonical));
        sent && self.jws.as_ref().is_none_or(|jws| form != Some(Form::Attached) || jws.holds(canonical))
    }
}

impl Held {
    /// Whether the credentials that travel are this key's, in constant time.
    fn has(&self, received: &Received) -> bool {
        received.credentials.iter().all(|(index, value)| same(self.credentials[*index].expose(), value))
    }
}

/// The forms that a JWS may have, or the one of what is none, and the algorithms that it may be signed with.
type JwsForms = (Vec<Option<Form>>, JwsAlgorithms);

fn jws_forms(scheme: &Scheme<'_>, chosen: &[String], given: &[(&str, &str)]) -> Result<JwsForms, Error> {
    if !scheme.algorithm.is_jws() {
        return Ok((Vec::from([None]), Vec::new()));
    }
    if let Some(certificate) = credentials::option(given, "jws.certificate") {
        let (expected, got) = ("the credential `certificates` to verify with", excerpt(certificate));
        return Err(Error::CredentialInvalid(Fault::new("jws.certificate", expected, got)));
    }
    let value = |name: &str| credentials::option_of(scheme, chosen, name);
    let (form, algorithms) = credentials::jws_choice(value("jws.form"), value("jws.alg"))?;
    let any = credentials::option(given, "jws.form").is_none();
    let forms = [Form::Detached, Form::Attached, Form::Unencoded].into_iter().filter(|own| any || *own == form);
    Ok((forms.map(Some).collect(), algorithms))
}

/// The canonical strings that a signature may be over.
fn ways(scheme: &Scheme<'_>, forms: &[Option<Form>], places: &Places) -> Result<Vec<Way>, Error> {
    let mut ways = Vec::new();
    for &text in [scheme.canonical].iter().chain(scheme.also_canonical) {
        for &form in forms {
            let recipe = Recipe::read(scheme, text, form)?;
            let covers_time = places.time_is_covered(&recipe.signs);
            ways.push(Way { text: text.into(), recipe, form, covers_time });
        }
    }
    Ok(ways)
}

/// The URL without the parameters that the signature travels in.
fn covered_url<'a>(url: &'a str, signatures: &[&str]) -> Cow<'a, str> {
    match url.split_once('?') {
        Some((before, query)) if !signatures.is_empty() => match &*params::without(query, signatures) {
            "" => before.into(),
            covered => format!("{before}?{covered}").into(),
        },
        _ => url.into(),
    }
}

fn fingerprint(canonical: &[u8]) -> String {
    let mut text = Vec::new();
    Encoding::Hex.write(&Sha256::digest(canonical), &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// Whether two texts are the same, in time that only their lengths tell.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
