//! The scheme, its keys and what was received, read for each kind of algorithm.

use alloc::{string::String, vec::Vec};

use super::base::Base;
use super::built::Built;
use super::companion::Side;
use super::jws::Jws;
use super::keys::{self, Held};
use super::lint::{self, note};
use super::opening::{Keys, Setup};
use super::received::{self, Carried, Digest};
use super::sealed::Sealed;
use super::search::Search;
use super::variant::{Id, List};
use super::{Case, Explainer, Stage, time};
use crate::algorithm::Algorithm;
use crate::canonical::Variable;
use crate::credentials::{self, KEYS, KeyRecipe};
use crate::encoding::Encoding;
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::timestamp::{TimestampForm, begins_with_time};
use crate::url;
use crate::verify::limits::Limits;

/// What a search goes through.
pub(super) struct Lock {
    /// The algorithm of the scheme, or the one that a JWS names.
    pub algorithm: Algorithm,
    pub base: Base,
    pub ring: Vec<Held>,
    pub received: Vec<Digest>,
    pub sealed: Sealed,
    /// Variants of what was received itself.
    pub list: List,
}

/// What was asked.
pub(super) struct Question<'a> {
    pub part: &'a Side<'a>,
    pub options: &'a [String],
    pub case: &'a Case<'a>,
    pub limits: Limits,
}

impl Lock {
    pub(super) fn read(question: &Question<'_>, carried: &mut Carried) -> Result<Self, Error> {
        let Question { part, options, case, .. } = question;
        let scheme = part.scheme;
        let recipe = KeyRecipe::read(scheme)?;
        if scheme.algorithm.has_key_pair() {
            let lock = Self::opened(question, &recipe, carried)?;
            carried.judge_time(scheme, &lock.base);
            return Ok(lock);
        }
        let jws = Jws::received(question, carried)?;
        let algorithm = jws.as_ref().map_or(scheme.algorithm, |jws| jws.algorithm);
        let mut base =
            Base::read(scheme, &recipe, &part.credentials, options.to_vec(), &case.message, carried, case.timestamp)?;
        base.protected = jws.as_ref().map(|jws| jws.protected.clone()).unwrap_or_default();
        carried.judge_time(scheme, &base);
        note(&mut carried.asides, base.is_ambiguous, "input-ambiguous");
        let message = &case.message;
        let is_to_name = case.received.is_empty() || !message.body.is_empty();
        if message.method.is_empty() && is_to_name && base.uses(&[Variable::Method]) {
            carried
                .asides
                .push(Id::named("refused-otherwise", "`method` expected the method of the request, got none"));
        }
        if let Err(error) = url::check_received(message.url, !base.reads_url)
            && base.reads_url
        {
            let expected = error.fault().map_or("", |fault| &fault.expected);
            carried.asides.push(Id::named("url-refused", expected));
        }
        let mut received = Vec::new();
        if scheme.algorithm == Algorithm::None {
            let sent = carried.credentials.iter().map(|(_, text)| text).chain(&carried.signatures);
            for (text, causes) in sent.flat_map(|text| received::texts(text)) {
                received.push(Digest { raw: text.into_bytes(), causes });
            }
            // They are what is compared.
            carried.credentials.clear();
        } else {
            let encoding = encoding(scheme);
            let own = jws.as_ref().map(|jws| &jws.signature);
            let signatures = carried.signatures.iter().filter(|_| own.is_none()).chain(own);
            signatures.for_each(|text| received::add_digests(text, encoding, &mut received));
        }
        let ring = keys::read(scheme, algorithm, &recipe, &base.sets, question.options);
        let (mut sealed, mut list) = (Sealed::default(), List::default());
        if let Some(jws) = &jws {
            jws.compare_shared(&base, &ring, &mut received, &mut sealed);
            jws.add_headers(&mut list);
        }
        Ok(Self { algorithm, base, ring, received, sealed, list })
    }

    /// Reads a scheme whose signatures public keys open.
    fn opened(question: &Question<'_>, recipe: &KeyRecipe, carried: &mut Carried) -> Result<Self, Error> {
        let Question { part, options, case, limits } = question;
        let scheme = part.scheme;
        let is_key = |name: &str| {
            let own = scheme.credentials.iter().position(|own| *own == name);
            scheme.algorithm.is_asymmetric() && (KEYS.contains(&name) || own.is_some_and(|own| recipe.uses(own)))
        };
        let (given, own): (Vec<(&str, Secret)>, Vec<_>) =
            part.credentials.iter().cloned().partition(|(name, _)| is_key(name));
        let jws = Jws::received(question, carried)?;
        let mut base = Base::read(scheme, recipe, &own, options.to_vec(), &case.message, carried, case.timestamp)?;
        base.protected = jws.as_ref().map(|jws| jws.protected.clone()).unwrap_or_default();
        let setup = Setup { scheme, case, carried, jws: jws.as_ref() };
        let keys = Keys::read(&setup, recipe, &given, &base.sets, *limits)?;
        let count = keys.pinned.len();
        if base.sets.len() > 1 && base.sets.len() + keys.strangers != count {
            let expected = "as many as the other credentials, or those once";
            return Err(Error::CredentialInvalid(Fault::new(KEYS[0], expected, crate::text::decimal(given.len()))));
        }
        let last = base.sets.last().cloned().unwrap_or_default();
        base.sets.resize(count, last);
        let (ring, mut received, mut sealed) = keys.open(&setup);
        sealed.is_opened = true;
        let mut list = List::default();
        if let Some(jws) = &jws {
            jws.compare(&base, &mut received, &mut sealed);
            jws.add_headers(&mut list);
            sealed.warnings.extend(jws.look(&given));
        }
        let algorithm = jws.as_ref().map_or(scheme.algorithm, |jws| jws.algorithm);
        Ok(Self { algorithm, base, ring, received, sealed, list })
    }
}

/// The encoding of the raw signature: that of the scheme, or the one of every JWS.
const fn encoding(scheme: &Scheme<'_>) -> Encoding {
    if scheme.algorithm.is_jws() { Encoding::Base64Url } else { scheme.encoding }
}

impl Explainer {
    /// Reads one scheme and the case.
    pub(super) fn of(part: &Side<'_>, limits: Limits, case: &Case<'_>) -> Result<Self, Error> {
        let options = credentials::options(part.scheme, &part.options)?;
        let carried = Carried::read(part.scheme, &options, &case.message, case.received);
        Self::of_carried(part, limits, case, carried, List::default())
    }

    /// Reads one scheme and the case, of which `carried` is known, and `made` may have been done differently.
    pub(super) fn of_carried(
        part: &Side<'_>,
        limits: Limits,
        case: &Case<'_>,
        mut carried: Carried,
        mut made: List,
    ) -> Result<Self, Error> {
        let scheme = part.scheme;
        let options = credentials::options(scheme, &part.options)?;
        let is_sent = scheme.algorithm == Algorithm::None && !carried.credentials.is_empty();
        if carried.signatures.is_empty() && !is_sent {
            return Err(Error::ArgumentInvalid(Fault::new("received", "the signature that was received", "none")));
        }
        let question = Question { part, options: &options, case, limits };
        let Lock { algorithm, base, ring, received, sealed, list } = Lock::read(&question, &mut carried)?;
        let hash = algorithm.mac_hash();
        let warnings = lint::look(scheme, case, &carried, &base, &ring, &received, &KeyRecipe::read(scheme)?);
        let at_ms = time::read(&base.timestamp).map(|(_, at_ms)| at_ms);
        let age = case.now_ms.zip(at_ms).map(|(now_ms, at_ms)| {
            let stale = match limits.check(at_ms, now_ms) {
                Err(Error::SignatureStale(stale)) => Some(*stale),
                _ => None,
            };
            (now_ms.div_euclid(1000) - at_ms.div_euclid(1000), stale)
        });
        let mut explainer = Self {
            built: Built::default(),
            base,
            ring,
            hash,
            encoding: encoding(scheme),
            carried,
            names: scheme.credentials.iter().map(|name| (*name).into()).collect(),
            received,
            sealed,
            variants: Vec::new(),
            aliases: Vec::new(),
            dropped: Vec::new(),
            known: Vec::new(),
            unchanged: None,
            stage: Stage::Start,
            search: Search::default(),
            built_for: None,
            hits: Vec::new(),
            warnings,
            age,
            signed_by: case.signed_by.unwrap_or(scheme.signed_by),
            tried: 0,
            hashed_bytes: 0,
            looked_bytes: 0,
            limit_bytes: case.limit_bytes,
            is_cut: false,
        };
        made.0.extend(list.0);
        explainer.collect(scheme, algorithm, case, made);
        Ok(explainer)
    }
}

impl Carried {
    /// Why a signature that is right is refused nevertheless.
    pub(super) fn asides(&self, base: &Base, way: usize, set: usize, names: &[String]) -> Vec<Id> {
        let is_other = |(index, text): &&(usize, String)| {
            let own = base.sets.get(set).and_then(|set| set.get(*index)).map_or(&[][..], Secret::expose);
            !own.is_empty() && own != text.as_bytes()
        };
        let others = self.credentials.iter().filter(is_other).filter_map(|(index, _)| names.get(*index));
        let asides = self.asides.iter().filter(|id| id.name != UNREAD || base.covers_time(way)).cloned();
        let in_front = base.begins_with_time(way, set).then(|| Id::from("body-begins-with-time"));
        others.map(|name| Id::named("credential-other", name)).chain(asides).chain(in_front).collect()
    }

    /// A time that is signed has to be one.
    fn judge_time(&mut self, scheme: &Scheme<'_>, base: &Base) {
        let mut forms = [scheme.timestamp].into_iter().chain(scheme.accepted_timestamps.iter().copied());
        let is_read = forms.any(|form| form != TimestampForm::None && form.read(&base.timestamp).is_some());
        note(&mut self.asides, !is_read && scheme.tolerance_s().is_some(), UNREAD);
    }
}

impl Base {
    /// Whether the canonical string of the way `way`, which covers no time, could be that of another way with the time in front.
    fn begins_with_time(&self, way: usize, set: usize) -> bool {
        let mut built = Built::default();
        let is_timed = (0..self.ways.len()).any(|way| self.covers_time(way)) && !self.covers_time(way);
        if !is_timed || self.build(&[], set, &mut built).is_none() {
            return false;
        }
        built.ways.get(way).is_some_and(|bytes| begins_with_time(&self.times, bytes))
    }
}

/// What is refused only where the time is signed.
const UNREAD: &str = "timestamp-unreadable";
