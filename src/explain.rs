//! Why a signature does not match: what should have been signed, changed one by one as people change it, until the
//! signature received comes out.
//!
//! For a debugger, never for the way of a request: it says what the signature should have been.

mod again;
mod attempt;
mod base;
mod beside;
mod binding;
mod body;
mod built;
mod case;
mod charset;
mod collect;
mod companion;
mod halves;
mod hits;
mod jws;
mod keys;
mod layout;
mod lint;
mod lock;
mod mac;
mod opening;
mod placed;
mod received;
mod report;
mod sealed;
mod search;
mod secret;
#[cfg(feature = "standards")]
mod standard;
mod table;
mod texts;
mod time;
mod url;
mod value;
mod variant;

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Stale};
use crate::options::VerifierOptions;
use crate::recipe::extract::each_item;
use crate::scheme::{Scheme, SignedBy};
use crate::secret::Secret;
use crate::verify::limits::Limits;
use base::Base;
use built::Built;
pub use case::Case;
use companion::Asked;
use hits::Hit;
use keys::Held;
use received::{Carried, Digest};
pub use report::{Cause, Finding, Report, Verdict};
use sealed::Sealed;
use search::{Picks, Search};
#[cfg(feature = "js-explain")]
pub(crate) use texts::all as all_texts;
use variant::{Id, Variant};

/// Explains the signature of `case` in one go.
///
/// ```
/// use countersign::{Case, Message, Verdict, VerifierOptions, explain, scheme};
///
/// let message = Message { body: b"Hello, World!", ..Message::default() };
/// let received = "757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17";
/// let case = Case { message, received, ..Case::default() };
/// let credentials = [("secret", "It's a Secret to Everybody".into())];
/// let report = explain(scheme("github.webhook")?, &credentials, &VerifierOptions::default(), &case)?;
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
    options: &VerifierOptions<'_>,
    case: &Case<'_>,
) -> Result<Report, Error> {
    let mut explainer = Explainer::new(scheme, credentials, options, case)?;
    while !explainer.step(u64::MAX) {}
    Ok(explainer.report())
}

/// An explanation that is looked for in steps, so that a page can show how far it is, and stop.
///
/// `Debug` shows how much was tried.
pub struct Explainer {
    base: Base,
    ring: Vec<Held>,
    /// The hash of the scheme's HMAC, where it makes one.
    hash: Option<Hash>,
    encoding: Encoding,
    carried: Carried,
    /// What the scheme calls its credentials.
    names: Vec<String>,
    received: Vec<Digest>,
    sealed: Sealed,
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
    warnings: Vec<Id>,
    age: Option<(i64, Option<Stale>)>,
    signed_by: SignedBy,
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
    /// Reads the scheme and the case. A credential that is given several times is a ring, as for a
    /// [`Verifier`](crate::Verifier).
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a scheme that cannot be read, [`Error::CredentialMissing`] and
    /// [`Error::CredentialInvalid`] for credentials, [`Error::OptionInvalid`] for options that it does not know,
    /// [`Error::Unsupported`] for RSA in a build without it, [`Error::BodyInvalid`] for a body too large, [`Error::HeaderMissing`] for what the scheme signs,
    /// [`Error::ArgumentInvalid`] where no signature was received. Where the sender chooses what is signed, also what signing
    /// says of a request of one's own, and [`Error::HeaderMalformed`] for a header that says in no way what was signed.
    pub fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        case.message.check_size()?;
        let case = &Case { signed_by: case.signed_by.or(Some(scheme.signed_by)), ..*case };
        #[cfg(feature = "standards")]
        if scheme.profile.is_some() {
            return standard::explainer(scheme, credentials, options, case);
        }
        #[cfg(not(feature = "standards"))]
        crate::standard::Config::read(scheme, &[], &[])?;
        let mut items = each_item(scheme.signed_items, &case.message)?.into_iter().peekable();
        while let Some(message) = items.next() {
            let mut explainer = Self::of_one(scheme, credentials, options, &Case { message, ..*case })?;
            if items.peek().is_none() || !case.received.is_empty() || !explainer.is_right() {
                return Ok(explainer);
            }
        }
        Err(Error::BodyInvalid(Fault::new("body", "an item that the scheme signs", "none")))
    }

    /// Explains one message, or one item of several.
    fn of_one(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        let limits = Limits::read(scheme, options)?;
        let Asked { part, then, lacks } = companion::choose(scheme, credentials, options.scheme, case);
        let mut explainer = Self::of(&part, limits, case)?;
        explainer.carried.asides.extend(lacks.map(|id| Id::named("signature-of-another-missing", id)));
        if let Some(then) = then
            && explainer.is_right()
        {
            explainer = Self::of(&then, limits, case)?;
        }
        Ok(explainer)
    }

    /// Whether all is as it is due.
    fn is_right(&mut self) -> bool {
        self.step(1);
        self.report().verdict == Verdict::Match
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
