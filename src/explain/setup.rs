//! From a case to what is known of it, and to the hypotheses about it.

use alloc::{string::String, vec::Vec};

use super::case::Case;
use super::causes::CauseId;
use super::companion::Side;
use super::elsewhere::OtherFormat;
use super::expected::Expected;
use super::facts::Facts;
use super::hypotheses;
use super::hypothesis::{Hypothesis, List};
use super::jws::Jws;
use super::keys::{self, KeyForms};
use super::opened::Opened;
use super::public_keys::{Keys, Setup};
use super::reason::{Reason, note};
use super::received::{Digest, Received, add_digests, none_received, texts};
use super::search::{Budget, Search, ordered};
use super::{halves, lint, timestamps};
use crate::algorithm::{Algorithm, Family, asymmetric};
use crate::canonical::Variable;
use crate::credentials::{self, KEYS, KeyRecipe};
use crate::encoding::Encoding;
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::in_quotes;
use crate::timestamp::TimestampForm;
use crate::url;
use crate::verify::limits::Limits;

/// What is known of one scheme and the case, what may have been done differently, and the order to try it in.
pub(super) struct Start {
    pub facts: Facts,
    pub hypotheses: Vec<Hypothesis>,
    pub search: Search,
}

/// What is known already of a case.
#[derive(Default)]
pub(super) struct Known {
    pub received: Received,
    /// What may have been done differently.
    pub list: List,
    /// What is said of a signature that opens to something else.
    pub notes: Vec<Reason>,
    /// Whether hypotheses were left out.
    pub is_cut: bool,
}

/// Reads one scheme and the case; `more` is what is refused besides.
///
/// # Errors
///
/// As [`Explainer::new`](super::Explainer::new).
pub(super) fn start(part: &Side<'_>, limits: Limits, case: &Case<'_>, more: Option<Reason>) -> Result<Start, Error> {
    let Some(other) = OtherFormat::of(part.scheme, case.message.body) else {
        return start_as_due(part, limits, case, more, None);
    };
    let inputs = other.inputs();
    let mut scheme = *part.scheme;
    (scheme.body_type, scheme.fields, scheme.inputs) = (other.body_type, &other.fields, &inputs);
    let part = Side { scheme: &scheme, credentials: part.credentials.clone(), options: part.options.clone() };
    start_as_due(&part, limits, case, more, Some(other.cause))
}

/// As [`start`], where a body has the format that is due; `refusal` is what it is refused for.
fn start_as_due(
    part: &Side<'_>,
    limits: Limits,
    case: &Case<'_>,
    more: Option<Reason>,
    refusal: Option<CauseId>,
) -> Result<Start, Error> {
    let Side { scheme, credentials, options } = part;
    let options = credentials::options(scheme, options)?;
    let mut received = Received::read(scheme, &options, &case.message, case.received);
    let is_sent = scheme.algorithm == Algorithm::None && !received.credentials.is_empty();
    if received.signatures.is_empty() && !is_sent {
        let is_secret = |text: &str| credentials.iter().any(|(_, secret)| secret.expose() == text.as_bytes());
        received.look_elsewhere(scheme, &options, &case.message, is_secret);
        if received.signatures.is_empty() {
            return Err(none_received());
        }
    }
    received.refusals.extend(refusal.map(Reason::from));
    start_with(part, limits, case, Known { received, ..Known::default() }, more)
}

/// As [`start`], where some is `known` already.
pub(super) fn start_with(
    part: &Side<'_>,
    limits: Limits,
    case: &Case<'_>,
    known: Known,
    more: Option<Reason>,
) -> Result<Start, Error> {
    let scheme = part.scheme;
    let Known { mut received, list: mut made, notes, mut is_cut } = known;
    let options = credentials::options(scheme, &part.options)?;
    let question = Question { part, options: &options, case, limits };
    let Read { algorithm, expected, keys, digests, opened, list } = Read::new(&question, &mut received)?;
    let mut warnings = lint::look(scheme, case, &received, &expected, &keys, &digests, &KeyRecipe::read(scheme)?);
    for own in core::mem::take(&mut received.refusals) {
        if !warnings.contains(&own) {
            warnings.push(own.clone());
        }
        received.asides.push(own);
    }
    received.asides.extend(more);
    let at_ms = timestamps::read(&expected.timestamp).map(|(_, at_ms)| at_ms);
    let age = case.now_ms.zip(at_ms).map(|(now_ms, at_ms)| {
        let refused = limits.check(at_ms, now_ms).err();
        let stale =
            refused.and_then(|error| if let Error::SignatureStale(stale) = error { Some(*stale) } else { None });
        (now_ms.div_euclid(1000) - at_ms.div_euclid(1000), stale)
    });
    let mut facts = Facts {
        expected,
        keys,
        received,
        digests,
        opened,
        hash: algorithm.mac_hash(),
        encoding: encoding(scheme),
        names: scheme.credentials.iter().map(|name| (*name).into()).collect(),
        warnings,
        age,
        signed_by: case.signed_by.unwrap_or(scheme.signed_by),
    };
    facts.opened.notes.extend(notes);
    made.0.extend(list.0);
    let (mut looked_bytes, mut all) = (0, Vec::new());
    if facts.is_comparable() {
        hypotheses::add(&mut made, &facts, scheme, algorithm, case);
        let is_signed = facts.has_message() && facts.expected.uses(&[Variable::Body]);
        if is_signed || facts.expected.body_digest.is_some() {
            looked_bytes = read_body(&mut facts.expected, case.limit_bytes, &mut is_cut);
        }
        if facts.has_message() {
            hypotheses::time::add_others(&mut made, &case.message, &facts.expected);
        }
        if is_signed {
            hypotheses::body::add(&mut made, &facts.expected.bodies);
        }
        all = ordered(made.0);
    }
    let search = Search::new(&all, Budget::new(case.limit_bytes, looked_bytes, is_cut));
    Ok(Start { facts, hypotheses: all, search })
}

/// Reads the body, where the budget allows for it; how many bytes were looked at.
fn read_body(expected: &mut Expected, limit_bytes: u64, is_cut: &mut bool) -> u64 {
    let length = expected.bodies.raw().len() as u64;
    if length.saturating_mul(TIMES) > limit_bytes {
        // The budget ends long before all bodies are tried, and a body of millions of members needs much memory.
        *is_cut = true;
        return length;
    }
    expected.read_body();
    let digests = if expected.body_digest.is_some() { expected.bodies.count() as u64 } else { 0 };
    length + length * digests
}

/// The scheme, its keys and what was received, for each kind of algorithm.
struct Read {
    /// The algorithm of the scheme, or the one that a JWS names.
    algorithm: Algorithm,
    expected: Expected,
    keys: Vec<KeyForms>,
    digests: Vec<Digest>,
    opened: Opened,
    /// Hypotheses about what was received itself.
    list: List,
}

/// What was asked.
struct Question<'a> {
    part: &'a Side<'a>,
    options: &'a [String],
    case: &'a Case<'a>,
    limits: Limits,
}

impl Read {
    fn new(question: &Question<'_>, received: &mut Received) -> Result<Self, Error> {
        let Question { part, options, case, .. } = question;
        let scheme = part.scheme;
        let recipe = KeyRecipe::read(scheme)?;
        if scheme.algorithm.has_key_pair() {
            let read = Self::opened(question, &recipe, received)?;
            judge_time(received, scheme, &read.expected);
            return Ok(read);
        }
        let jws = Jws::received(part, options, case.message.body, received)?;
        let algorithm = jws.as_ref().map_or(scheme.algorithm, |jws| jws.algorithm);
        let protected = jws.as_ref().map(|jws| jws.protected.clone()).unwrap_or_default();
        let (given, message) = (&part.credentials, &case.message);
        let expected = Expected::read(scheme, &recipe, given, options, case, received, protected)?;
        judge_time(received, scheme, &expected);
        note(&mut received.asides, expected.is_ambiguous, CauseId::InputAmbiguous);
        let is_to_name = case.received.is_empty() || !message.body.is_empty();
        if message.method.is_empty() && is_to_name && expected.uses(&[Variable::Method]) {
            received.asides.push(Reason::named(
                CauseId::RefusedOtherwise,
                "`method` expected the method of the request, got none",
            ));
        }
        if let Err(error) = url::check_received(message.url, !expected.reads_url)
            && expected.reads_url
        {
            let due = error.fault().map_or("", |fault| &fault.expected);
            received.asides.push(Reason::named(CauseId::UrlRefused, due));
        }
        let mut digests = Vec::new();
        if scheme.algorithm == Algorithm::None {
            let sent = received.credentials.iter().map(|(_, text)| text).chain(&received.signatures);
            for text in sent {
                for (unwrapped, mut causes) in texts(text) {
                    causes.extend(received.place(text));
                    digests.push(Digest { raw: unwrapped.into_bytes(), causes });
                }
            }
            // They are what is compared.
            received.credentials.clear();
        } else {
            let encoding = encoding(scheme);
            let own = jws.as_ref().map(|jws| &jws.signature);
            match own {
                Some(own) => add_digests(own, encoding, &mut digests),
                None => digests = received.digests(encoding),
            }
        }
        let keys = keys::read(scheme, algorithm, &recipe, &expected.sets, question.options);
        let (mut opened, mut list) = (Opened::default(), List::default());
        if let Some(jws) = &jws {
            jws.compare_shared(&expected, &keys, &mut digests, &mut opened);
            hypotheses::jws::add_headers(&mut list, jws);
        }
        Ok(Self { algorithm, expected, keys, digests, opened, list })
    }

    /// Reads a scheme whose signatures public keys open.
    fn opened(question: &Question<'_>, recipe: &KeyRecipe, received: &mut Received) -> Result<Self, Error> {
        let Question { part, options, case, limits } = question;
        let scheme = part.scheme;
        let is_key = |name: &str| {
            let own = scheme.credentials.iter().position(|own| *own == name);
            scheme.algorithm.is_asymmetric() && (KEYS.contains(&name) || own.is_some_and(|own| recipe.uses(own)))
        };
        let (given, own): (Vec<(&str, Secret)>, Vec<_>) =
            part.credentials.iter().cloned().partition(|(name, _)| is_key(name));
        let jws = Jws::received(part, options, case.message.body, received)?;
        let algorithm = jws.as_ref().map_or(scheme.algorithm, |jws| jws.algorithm);
        let is_on_curve = |own: &Algorithm| matches!(own.family(), Family::Ecdsa(..) | Family::Eddsa);
        let alone = [scheme.algorithm];
        let allowed = jws.as_ref().map_or(&alone[..], |jws| &jws.algorithms);
        if let Some(own) = allowed.iter().find(|own| is_on_curve(own)).filter(|_| !asymmetric::HAS_CURVES) {
            let expected = "an algorithm whose signatures can be searched";
            return Err(Error::Unsupported(Fault::new("algorithm", expected, in_quotes(own.name()))));
        }
        let protected = jws.as_ref().map(|jws| jws.protected.clone()).unwrap_or_default();
        let mut expected = Expected::read(scheme, recipe, &own, options, case, received, protected)?;
        let setup = Setup { scheme, case, received, jws: jws.as_ref() };
        let public = Keys::read(&setup, recipe, &given, &expected.sets, *limits)?;
        let count = public.pinned.len();
        if expected.sets.len() > 1 && expected.sets.len() + public.strangers != count {
            let due = "as many as the other credentials, or those once";
            return Err(Error::CredentialInvalid(Fault::new(KEYS[0], due, crate::text::decimal(given.len()))));
        }
        expected.resize_sets(count);
        let mut opened = Opened { is_opened: true, strangers: public.strangers, ..Opened::default() };
        let mut digests = Vec::new();
        match setup.jws {
            None if !scheme.algorithm.is_asymmetric() => halves::open(&public, &setup, &mut digests, &mut opened),
            _ => public.open(&setup, &mut digests, &mut opened),
        }
        let verifies = is_on_curve(&algorithm);
        let keys = public.pinned.into_iter().map(|pin| KeyForms::public(verifies.then_some(pin.key)));
        let keys: Vec<KeyForms> = keys.collect();
        let mut list = List::default();
        if let Some(jws) = &jws {
            jws.compare(&expected, &keys, &mut digests, &mut opened);
            hypotheses::jws::add_headers(&mut list, jws);
            opened.warnings.extend(jws.look(&given));
        }
        Ok(Self { algorithm, expected, keys, digests, opened, list })
    }
}

/// The encoding of the raw signature: that of the scheme, or the one of every JWS.
const fn encoding(scheme: &Scheme<'_>) -> Encoding {
    if scheme.algorithm.is_jws() { Encoding::Base64Url } else { scheme.encoding }
}

/// Notes where the time is none: one that is signed has to be.
fn judge_time(received: &mut Received, scheme: &Scheme<'_>, expected: &Expected) {
    let mut forms = [scheme.timestamp].into_iter().chain(scheme.accepted_timestamps.iter().copied());
    let is_read = forms.any(|form| form != TimestampForm::None && form.read(&expected.timestamp).is_some());
    note(&mut received.asides, !is_read && scheme.tolerance_s().is_some(), UNREAD);
}

/// What is refused only where the time is signed.
const UNREAD: CauseId = CauseId::TimestampUnreadable;
/// A body is read only where it could be hashed so many times.
const TIMES: u64 = 16;
