//! Why a signature does not match: what should have been signed, changed one by one as people change it, until the
//! signature received comes out.
//!
//! For a debugger, never for the way of a request: it says what the signature should have been.

mod attempt;
mod base;
mod body;
mod charset;
mod collect;
mod hits;
mod inside;
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
use crate::credentials::{self, KeyRecipe};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Stale};
use crate::message::Message;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::verify::limits::Limits;
use base::{Base, Built};
use hits::Hit;
use keys::Held;
use received::{Carried, Digest};
pub use report::{Cause, Finding, Report, Verdict, Voice};
use search::{Picks, Search};
use variant::{Id, Variant};

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
    /// Those of them that make nothing new.
    dropped: Vec<bool>,
    /// The axis, the fingerprint and the place of what was tried alone.
    known: Vec<(u8, u64, usize)>,
    /// The fingerprint of the case as it is.
    unchanged: Option<u64>,
    stage: Stage,
    search: Search,
    built: Built,
    /// What `built` holds, and whether it can be built.
    built_for: Option<(Picks, usize, bool)>,
    hits: Vec<Hit>,
    lints: Vec<Id>,
    /// For each key the credential that travels as another than its own.
    strangers: Vec<Option<Id>>,
    age: Option<(i64, Option<Stale>)>,
    voice: Voice,
    tried: u64,
    hashed_bytes: u64,
    /// What was built, and not hashed.
    looked_bytes: u64,
    limit_bytes: u64,
    /// Whether something was left out for the budget.
    is_cut: bool,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Start,
    Singles,
    Pairs,
    End,
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
        case.message.check_size()?;
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
        let ring = keys::read(scheme, &key, &base.sets, &options);
        let strangers = keys::strangers(scheme, &base.sets, &carried.credentials);
        let mut lints = lint::look(scheme, case, &carried, &base, &ring, &received, hash);
        if strangers.iter().all(Option::is_some) {
            lints.extend(strangers.iter().take(1).flatten().cloned());
        }
        let at_ms = time::read(&base.timestamp).map(|(_, at_ms)| at_ms);
        let age = case.now_ms.zip(at_ms).map(|(now_ms, at_ms)| {
            let stale = match limits.check(at_ms, now_ms) {
                Err(Error::SignatureStale(stale)) => Some(*stale),
                _ => None,
            };
            (now_ms.div_euclid(1000) - at_ms.div_euclid(1000), stale)
        });
        let mut explainer = Self {
            base,
            ring,
            hash,
            encoding: scheme.encoding,
            received,
            variants: Vec::new(),
            aliases: Vec::new(),
            dropped: Vec::new(),
            known: Vec::new(),
            unchanged: None,
            stage: Stage::Start,
            search: Search::default(),
            built: Built::default(),
            built_for: None,
            hits: Vec::new(),
            lints,
            strangers,
            age,
            voice: case.voice,
            tried: 0,
            hashed_bytes: 0,
            looked_bytes: 0,
            limit_bytes: case.limit_bytes,
            is_cut: false,
        };
        explainer.collect(scheme);
        Ok(explainer)
    }

    /// Goes on until about `budget_bytes` more are hashed; `true` at the end.
    pub fn step(&mut self, budget_bytes: u64) -> bool {
        let until = self.worked().saturating_add(budget_bytes);
        loop {
            let Some((level, picks)) = self.search.now() else {
                if !self.next_stage() {
                    return true;
                }
                continue;
            };
            let found = self.hits.first().map(|hit| hit.level).filter(|found| *found < level);
            let goes_on = match found {
                // What is found may have more names.
                Some(found) => found > 0 && self.stage == Stage::Singles && self.compare(picks),
                None => self.attempt(level, picks),
            };
            if !goes_on {
                self.is_cut |= found.is_none();
                self.search = Search::default();
                self.stage = Stage::End;
                return true;
            }
            self.search.advance();
            if self.worked() >= until {
                return false;
            }
        }
    }

    fn worked(&self) -> u64 {
        self.hashed_bytes.saturating_add(self.looked_bytes)
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        hits::report(self)
    }
}

impl fmt::Debug for Explainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explainer").field("tried", &self.tried).finish_non_exhaustive()
    }
}
