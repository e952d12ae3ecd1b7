//! Why a signature does not match: what should have been signed, changed one by one as people change it, until the
//! signature received comes out.
//!
//! For a debugger, never for the way of a request: it says what the signature should have been.

mod base;
mod body;
mod charset;
mod hits;
mod keys;
mod layout;
mod lint;
mod mac;
mod received;
mod report;
mod search;
mod secret;
mod table;
mod texts;
mod time;
mod url;
mod variant;

use alloc::vec::Vec;
use core::fmt;

use crate::algorithm::hash::Hash;
use crate::canonical::{Names, Variable};
use crate::credentials::{self, KeyRecipe};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Stale};
use crate::message::Message;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::verify::limits::Limits;
use crate::{providers, recipe};
use base::{Base, Built};
use body::{Bodies, Name};
use hits::Hit;
use keys::Held;
use layout::Layouts;
use received::{Carried, Digest};
pub use report::{Cause, Finding, Report, Verdict, Voice};
use search::{Picks, Search, of_message};
use variant::{Change, Id, List, Variant};

/// A signature that was refused, and what it is said to be over.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The request as it was sent, or the message as it was received.
    pub message: Message<'a>,
    /// The text of the timestamp; where it is empty, the one that the message or the signature's header carries.
    pub timestamp: &'a str,
    /// The signature that was received, or the header that holds it; where it is empty, the one in the message's headers.
    pub received: &'a str,
    /// The time, in milliseconds since 1970, to judge the age by.
    pub now_ms: Option<i64>,
    /// Who signed.
    pub voice: Voice,
    /// How many bytes may be hashed in all.
    pub limit_bytes: u64,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            message: Message::default(),
            timestamp: "",
            received: "",
            now_ms: None,
            voice: Voice::default(),
            limit_bytes: 64 << 20,
        }
    }
}

/// Explains the signature of `case` in one go.
///
/// ```
/// use countersign::{Case, Message, Verdict, explain, scheme};
///
/// let message = Message { body: b"Hello, World!", ..Message::default() };
/// let received = "757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17";
/// let case = Case { message, received, ..Case::default() };
/// let report = explain(scheme("github.webhook")?, &[("secret", "It's a Secret to Everybody".into())], &[], &case)?;
/// assert_eq!(report.verdict, Verdict::Explained);
/// assert_eq!(report.findings[0].causes[0].id, "output-uppercase-hex");
/// # Ok::<(), countersign::Error>(())
/// ```
///
/// # Errors
///
/// As [`Explainer::new`].
pub fn explain(
    scheme: &Scheme<'_>,
    credentials: &[(&str, Secret)],
    options: &[(&str, &str)],
    case: &Case<'_>,
) -> Result<Report, Error> {
    let mut explainer = Explainer::new(scheme, credentials, options, case)?;
    while !explainer.step(u64::MAX) {}
    Ok(explainer.report())
}

/// An explanation that is looked for in steps, so that a page can show how far it is, and stop.
pub struct Explainer {
    base: Base,
    ring: Vec<Held>,
    hash: Hash,
    encoding: Encoding,
    received: Vec<Digest>,
    variants: Vec<Variant>,
    /// Variants that make the same bytes as the one at that place.
    aliases: Vec<(usize, Id)>,
    search: Search,
    built: Vec<Built>,
    /// What `built` holds, and whether it can be built.
    built_for: Option<(Picks, usize, bool)>,
    hits: Vec<Hit>,
    lints: Vec<Id>,
    age: Option<(i64, Option<Stale>)>,
    voice: Voice,
    tried: u64,
    hashed_bytes: u64,
    limit_bytes: u64,
    /// Whether something was left out for the budget.
    is_cut: bool,
}

impl Explainer {
    /// Reads the row and the case. A credential that is given several times is a ring, as for a
    /// [`Verifier`](crate::Verifier).
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a row that cannot be read, [`Error::CredentialMissing`] and
    /// [`Error::CredentialInvalid`] for credentials or options that it does not know, [`Error::AlgorithmRefused`] for a row
    /// that makes no HMAC, [`Error::BodyInvalid`] for a body too large, [`Error::HeaderMissing`] for what the row signs,
    /// [`Error::RequestInvalid`] where no signature was received.
    pub fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &[(&str, &str)],
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        let Some(hash) = mac::hash_of(scheme.algorithm) else {
            let fault = Fault::new("scheme", "one that signs with HMAC", scheme.algorithm.name());
            return Err(Error::AlgorithmRefused(fault));
        };
        let case = &Case { message: recipe::source::first_item(scheme.items, &case.message)?, ..*case };
        let limits = Limits::read(scheme, options)?;
        let options = Limits::without_own(options);
        let (given, options) = match scheme.companion {
            Some(companion) => credentials::split(companion, credentials, &options).0,
            None => (credentials.to_vec(), options),
        };
        let options = credentials::options(scheme, &options, &[])?;
        let carried = Carried::read(scheme, &options, &case.message, case.received);
        if carried.signatures.is_empty() {
            return Err(Error::RequestInvalid(Fault::new("received", "the signature that was received", "none")));
        }
        let key = KeyRecipe::read(scheme)?;
        let base = Base::read(scheme, &key, &given, options.clone(), &case.message, &carried, case.timestamp)?;
        let mut received = Vec::new();
        carried.signatures.iter().for_each(|text| received::add_digests(text, scheme.encoding, &mut received));
        let ring = keys::read(scheme, &key, &base.sets, &options)?;
        let lints = lint::look(scheme, case, &carried, &base, &ring, &received, hash);
        let at_ms = time::read(&base.timestamp).map(|(_, at_ms)| at_ms);
        let age = case.now_ms.zip(at_ms).map(|(now_ms, at_ms)| {
            let stale = match limits.check(at_ms, now_ms) {
                Err(Error::SignatureStale(stale)) => Some(*stale),
                _ => None,
            };
            (now_ms.div_euclid(1000) - at_ms.div_euclid(1000), stale)
        });
        let mut explainer = Self {
            built: Vec::new(),
            base,
            ring,
            hash,
            encoding: scheme.encoding,
            received,
            variants: Vec::new(),
            aliases: Vec::new(),
            search: Search::default(),
            built_for: None,
            hits: Vec::new(),
            lints,
            age,
            voice: case.voice,
            tried: 0,
            hashed_bytes: 0,
            limit_bytes: case.limit_bytes,
            is_cut: false,
        };
        explainer.collect(scheme);
        Ok(explainer)
    }

    /// Goes on until about `budget_bytes` more are hashed; `true` at the end.
    pub fn step(&mut self, budget_bytes: u64) -> bool {
        let until = self.hashed_bytes.saturating_add(budget_bytes);
        while let Some((level, picks)) = self.search.now() {
            if self.hits.first().is_some_and(|hit| hit.level < level) {
                return true;
            }
            if !self.attempt(level, picks) {
                self.is_cut = true;
                self.search = Search::default();
                return true;
            }
            self.search.advance();
            if self.hashed_bytes >= until {
                return false;
            }
        }
        true
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        hits::report(self)
    }

    /// Makes every variant that changes something.
    fn collect(&mut self, scheme: &Scheme<'_>) {
        let base = &self.base;
        let mut list = List::default();
        let uses = |variables: &[Variable]| base.uses(variables);
        if uses(&[Variable::Body]) {
            self.is_cut = !add_bodies(&mut list, &base.raw_body, self.limit_bytes / 2);
        }
        if uses(&[Variable::Url, Variable::Base, Variable::Target, Variable::Path]) {
            url::add_urls(&mut list, &base.front, &base.tail);
        }
        if uses(&[Variable::Url, Variable::Target, Variable::Query]) {
            url::add_queries(&mut list, &base.tail);
        }
        if uses(&[Variable::Method]) {
            url::add_methods(&mut list, &base.method);
        }
        if uses(&[Variable::Timestamp]) {
            time::add(&mut list, &base.timestamp);
        }
        charset::add(&mut list);
        let names = recipe::names(scheme);
        let mut layouts = Layouts { list: &mut list, slot: None, names: Names { bindings: scheme.bindings, ..names } };
        [scheme.canonical].iter().chain(scheme.also_canonical).for_each(|text| layouts.add_all(text));
        for other in providers::schemes().filter(|other| other.id != scheme.id) {
            layouts.add(Id::named("layout-of-another", other.id), 1, other.canonical);
        }
        for (place, (_, text)) in scheme.bindings.iter().enumerate() {
            layouts.slot = Some(place);
            layouts.names.bindings = &scheme.bindings[..place];
            layouts.add_all(text);
        }
        secret::add(&mut list, |form| self.ring.iter().any(|held| held.forms[form].is_some()));
        mac::add(&mut list, self.hash, |length| self.fits(length));
        self.variants = search::ordered(list.0);
        self.drop_same();
        self.search = Search::new(&self.variants);
        self.built.resize_with(self.base.ways.len(), Built::default);
    }

    /// Drops the variants that change nothing, or the same as a cheaper one of their axis.
    fn drop_same(&mut self) {
        let mut known: Vec<(u8, u64)> = Vec::new();
        let mut kept: Vec<Variant> = Vec::new();
        let mut built = Built::default();
        let of_whole = self.base.fingerprint(&[], &mut built);
        let (short, whole) = (self.base.short_body(), core::mem::take(&mut self.base.body));
        self.base.body.clone_from(&short);
        let of_short = self.base.fingerprint(&[], &mut built);
        for variant in core::mem::take(&mut self.variants) {
            let axis = variant.change.axis();
            if variant.is_window || variant::is_of_key(axis) {
                known.push((axis, known.len() as u64));
                kept.push(variant);
                continue;
            }
            let is_long = matches!(variant.change, Change::Charset(_) | Change::Body(_));
            let (body, own) = if is_long { (&whole, of_whole) } else { (&short, of_short) };
            self.base.body.clone_from(body);
            let Some(own) = own else { continue };
            let Some(print) = self.base.fingerprint(&[&variant], &mut built) else { continue };
            match known.iter().position(|(other, known)| (*other, *known) == (axis, print)) {
                _ if print == own => {}
                Some(place) => self.aliases.push((place, variant.id)),
                None => {
                    known.push((axis, print));
                    kept.push(variant);
                }
            }
        }
        (self.base.body, self.variants) = (whole, kept);
    }

    /// Tries the changes `picks` with every key; `false` where that would go beyond the budget.
    fn attempt(&mut self, level: u8, picks: Picks) -> bool {
        let (mut form, mut mac, mut ways) = (None, None, self.built.len());
        for variant in self.chosen(picks) {
            match variant.change {
                Change::Secret(own) => form = Some(own),
                Change::Mac(own) => mac = Some(own),
                Change::Layout(None, _) => ways = 1,
                _ => {}
            }
        }
        if !self.fits(mac.map_or(self.hash, |mac| mac.hash).len()) {
            return true;
        }
        for set in 0..self.ring.len() {
            if !self.build(picks, set) {
                return true;
            }
            for way in 0..ways {
                let held = &self.ring[set];
                let Some(keyed) = form.map_or(Some(&held.own), |form| held.forms[form].as_ref()) else { continue };
                let message = &*self.built[way].bytes;
                let cost = message.len() as u64 + OVERHEAD;
                if self.hashed_bytes.saturating_add(cost) > self.limit_bytes {
                    return false;
                }
                self.hashed_bytes += cost;
                self.tried += 1;
                let place = mac.map_or_else(
                    || keyed.mac(message, |digest| self.place_of(digest)),
                    |mac| self.place_of(&mac.make(keyed.bytes(), message)),
                );
                if let Some((received, is_cut)) = place {
                    self.hits.push(Hit { level, picks, set, way, received, is_cut });
                }
            }
        }
        true
    }

    /// Puts the canonical strings of `picks` into `built`, where they are not there yet.
    fn build(&mut self, picks: Picks, set: usize) -> bool {
        let message = of_message(&self.variants, picks);
        let set = if self.base.is_per_key { set } else { 0 };
        match self.built_for {
            Some((own, own_set, is_built)) if (own, own_set) == (message, set) => return is_built,
            _ => {}
        }
        let mut built = core::mem::take(&mut self.built);
        let is_built = {
            let chosen = self.chosen(message);
            built.iter_mut().enumerate().all(|(way, built)| self.base.build(&chosen, way, set, built).is_some())
        };
        self.built = built;
        self.built_for = Some((message, set, is_built));
        is_built
    }

    fn chosen(&self, (first, second): Picks) -> Chosen<'_> {
        first.into_iter().chain(second).filter_map(|place| self.variants.get(place)).collect()
    }

    /// Whether a signature received may be a digest of so many bytes, or the start of one.
    fn fits(&self, length: usize) -> bool {
        self.received.iter().any(|received| received.raw.len() <= length)
    }

    /// Which of the signatures received is `digest`, and whether only its start.
    fn place_of(&self, digest: &[u8]) -> Option<(usize, bool)> {
        let place = self.received.iter().position(|received| digest.starts_with(&received.raw))?;
        Some((place, self.received[place].raw.len() < digest.len()))
    }
}

/// What else may have been signed as the body; `false` where `most` bytes are not enough for all.
fn add_bodies(list: &mut List, raw: &[u8], most: u64) -> bool {
    let bodies = Bodies::read(raw.to_vec());
    let mut held = 0;
    for place in 0..bodies.count() {
        let Name { id, which, cost } = bodies.name(place);
        let Some(body) = bodies.make(place) else { continue };
        held += body.len() as u64;
        if held > most {
            return false;
        }
        // All orders of the members, which cost 3, are very many.
        list.push(Id::named(id, &which), cost, cost > 2, Change::Body(body));
    }
    true
}

/// The changes of a candidate, at most two.
type Chosen<'a> = smallvec::SmallVec<[&'a Variant; 2]>;

impl fmt::Debug for Explainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explainer").field("tried", &self.tried).finish_non_exhaustive()
    }
}

/// What a digest costs besides its message, in bytes hashed.
const OVERHEAD: u64 = 64;
