//! Why a signature does not match: what should have been signed, changed one by one as people change it, until the
//! signature received comes out.
//!
//! For a debugger, never for the way of a request: it says what the signature should have been.

mod body;
mod body_digest;
mod candidate;
mod case;
mod causes;
mod charset;
mod companion;
mod difference;
mod elsewhere;
mod expected;
mod facts;
mod findings;
mod halves;
mod hypotheses;
mod hypothesis;
mod jws;
mod keys;
mod lint;
mod mac;
mod opened;
mod public_keys;
mod reason;
mod received;
mod related;
mod report;
mod resign;
mod search;
mod secret_forms;
mod setup;
#[cfg(feature = "standards")]
mod standard;
mod timestamps;
mod trial;
mod wording;

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::error::{Error, Fault};
use crate::options::VerifierOptions;
use crate::recipe::extract::each_item;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::verify::limits::Limits;
pub use case::Case;
use causes::CauseId;
#[cfg(feature = "js-explain")]
pub(crate) use causes::all as all_texts;
use companion::Asked;
use facts::Facts;
use findings::Findings;
use hypothesis::{Change, Hypothesis, Picks};
use reason::{Reason, refused};
pub use report::{Finding, Report, Verdict};
use search::Search;
use setup::Start;
use trial::{Outcome, Trial};
pub use wording::Cause;

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
    facts: Facts,
    hypotheses: Vec<Hypothesis>,
    search: Search,
    trial: Trial,
    findings: Findings,
}

impl Explainer {
    /// Reads the scheme and the case. A credential that is given several times is a ring, as for a
    /// [`Verifier`](crate::Verifier).
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a scheme that cannot be read, [`Error::CredentialMissing`] for credentials that the message does
    /// not have either and [`Error::CredentialInvalid`] for others, [`Error::OptionInvalid`] for options that it does not know,
    /// [`Error::Unsupported`] for RSA in a build without it, [`Error::BodyInvalid`] for a body too large,
    /// [`Error::ArgumentInvalid`] where nothing in the message may be a signature. Where the sender chooses what is signed, also what signing
    /// says of a request of one's own, and [`Error::HeaderMalformed`] for a header that says in no way what was signed.
    pub fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        case.message.check_size()?;
        let case = &Case { signed_by: case.signed_by.or(Some(scheme.signed_by)), ..*case };
        let mut explainer = Self::of_scheme(scheme, credentials, options, case)?;
        let other = related::other_that_is_right(scheme, credentials, case);
        explainer.findings.related = other.map(|id| Reason::named(CauseId::SchemeOther, &id));
        Ok(explainer)
    }

    /// Explains by this scheme alone.
    fn of_scheme(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        #[cfg(feature = "standards")]
        if scheme.profile.is_some() {
            return Self::of_standard(scheme, credentials, options, case);
        }
        #[cfg(not(feature = "standards"))]
        crate::standard::Config::read(scheme, &[], &[])?;
        let (items, refusal) = match each_item(scheme.signed_items, &case.message) {
            Ok(items) => (items, None),
            // It may be one item by itself.
            Err(error) => (Vec::from([case.message]), refused(&error)),
        };
        let mut items = items.into_iter().peekable();
        while let Some(message) = items.next() {
            let case = &Case { message, ..*case };
            let mut explainer = Self::of_one(scheme, credentials, options, case, refusal.clone())?;
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
        refusal: Option<Reason>,
    ) -> Result<Self, Error> {
        let limits = Limits::read(scheme, options)?;
        let Asked { part, then, lacks } = companion::choose(scheme, credentials, options.scheme, case);
        let lacks = lacks.map(|id| Reason::named(CauseId::SignatureOfAnotherMissing, id));
        let mut explainer = Self::of(setup::start(&part, limits, case, lacks.or(refusal))?);
        if let Some(then) = then
            && explainer.is_right()
        {
            explainer = Self::of(setup::start(&then, limits, case, None)?);
        }
        Ok(explainer)
    }

    /// Explains the first signature of the message that is right, or else the first that the scheme may verify.
    #[cfg(feature = "standards")]
    fn of_standard(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Self, Error> {
        let mut first: Option<(bool, Self)> = None;
        standard::each(scheme, credentials, options, case, |start, is_refused| {
            let mut explainer = Self::of(start);
            let is_right = explainer.is_right();
            if is_right || first.as_ref().is_none_or(|(was_refused, _)| *was_refused && !is_refused) {
                first = Some((is_refused, explainer));
            }
            is_right
        })?;
        first.map(|(_, explainer)| explainer).ok_or_else(Error::mismatch)
    }

    fn of(start: Start) -> Self {
        let Start { facts, hypotheses, search } = start;
        Self { facts, hypotheses, search, trial: Trial::default(), findings: Findings::default() }
    }

    /// Whether all is as it is due.
    fn is_right(&mut self) -> bool {
        self.step(1);
        self.report().verdict == Verdict::Match
    }

    /// Goes on until about `budget_bytes` more are hashed; `true` at the end.
    pub fn step(&mut self, budget_bytes: u64) -> bool {
        let until = self.search.budget.worked().saturating_add(budget_bytes);
        loop {
            let Some((level, picks)) = self.search.now() else {
                if !self.go_on_to_pairs() {
                    return true;
                }
                continue;
            };
            let found = self.findings.level().filter(|found| *found < level);
            let outcome = match found {
                // What is found may have more names.
                Some(found) if found > 0 && self.search.is_single() => self.compare(picks),
                Some(_) => None,
                None => self.attempt(level, picks),
            };
            let Some(outcome) = outcome else {
                self.search.budget.is_cut |= found.is_none();
                self.search.end();
                return true;
            };
            self.note(picks, outcome);
            self.search.advance();
            if self.search.budget.worked() >= until {
                return false;
            }
        }
    }

    /// Goes on to pairs, unless something was found; `false` at the end of the search.
    fn go_on_to_pairs(&mut self) -> bool {
        if self.findings.level().is_some() || self.findings.related.is_some() {
            self.search.end();
            return false;
        }
        // Where each candidate derives a key, or a standard has hundreds of mistakes of its own, all windows with another mistake would
        // take seconds.
        let is_of_standard = self.hypotheses.iter().any(|own| matches!(own.change, Change::Made(..)));
        let is_cheap = self.facts.expected.derivation.is_none() && !is_of_standard;
        let Some(places) = self.search.go_on_to_pairs(&mut self.hypotheses, is_cheap) else { return false };
        self.findings.renumber(&places);
        self.trial.forget();
        true
    }

    /// How the changes `picks` came out; `None` beyond the budget.
    fn attempt(&mut self, level: u8, picks: Picks) -> Option<Outcome> {
        let Self { facts, hypotheses, search, trial, findings } = self;
        let outcome = trial.attempt(facts, hypotheses, (level, picks), &mut search.budget, findings);
        Some(outcome).filter(|outcome| *outcome != Outcome::OverBudget)
    }

    /// What the changes `picks` are the same as; `None` where that would take long.
    fn compare(&mut self, picks: Picks) -> Option<Outcome> {
        self.trial.compare(&self.facts, &self.hypotheses, picks, &mut self.search.budget)
    }

    /// Drops the changes `picks` where they make nothing new, and keeps their name.
    fn note(&mut self, picks: Picks, outcome: Outcome) {
        match outcome {
            Outcome::Compared | Outcome::OverBudget => return,
            Outcome::Impossible | Outcome::Known(None) => {}
            Outcome::Known(Some(own)) => {
                let alias = picks.0.map(|place| (own, self.hypotheses[place].id.clone()));
                self.findings.aliases.extend(alias);
            }
        }
        if self.search.is_single() {
            self.search.drop(&self.hypotheses, picks);
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        report::report(&self.facts, &self.hypotheses, &self.search, &self.findings)
    }

    /// Makes the signature that was found once more, for `case` with other credentials: what to replace in the text that was
    /// received, and by what; `None` where nothing was found that makes it.
    ///
    /// `scheme` and `options` are those that this explainer was made of, and `case` is its case, in which other things may be
    /// replaced too.
    ///
    /// # Errors
    ///
    /// As [`Explainer::new`], and [`Error::ArgumentInvalid`] for signatures that only a private key makes.
    pub fn again(
        &self,
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Option<(String, String)>, Error> {
        let Some(hash) = self.facts.hash else {
            let why = "only a secret makes a signature again, and this scheme signs with a private key or not at all";
            return Err(Error::ArgumentInvalid(Fault::inapplicable("export", why)));
        };
        let Some(hit) = self.findings.hits.first() else { return Ok(None) };
        let Self { facts, hypotheses, .. } = Self::new(scheme, credentials, options, case)?;
        Ok(resign::again((&self.facts, &self.hypotheses), (&facts, &hypotheses), hit, hash))
    }
}

impl fmt::Debug for Explainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explainer").field("tried", &self.search.budget.tried).finish_non_exhaustive()
    }
}
