//! One trial: a candidate is built, compared with what is known, hashed, and compared with what was received.
//!
//! What a trial takes from the budget: the bytes of each canonical string that is hashed and [`OVERHEAD`] for the MAC around it,
//! [`DERIVED`] where its key is derived first, [`VERIFIED`] for each signature on a curve; and the bytes of a body that is hashed on the way, unless that was done already.
//! What is only written or read, as when a body is printed otherwise, counts apart: see [`Budget`].

use alloc::vec::Vec;

use super::candidate::Built;
use super::facts::Facts;
use super::findings::{Findings, Hit, causes};
use super::hypothesis::{Change, Hypothesis, Picks, chosen, is_of_key, of_message};
use super::keys::Schedule;
use super::opened::place_of_opened;
use super::received::Digest;
use super::search::Budget;

/// The buffers of all trials, and what they made so far.
#[derive(Default)]
pub(super) struct Trial {
    built: Built,
    /// What `built` holds: the changes, the key, and whether these can be built.
    built_for: Option<(Picks, usize, bool)>,
    /// Of each key, and each of its forms, the first of which is the scheme's own.
    schedules: Vec<Vec<Schedule>>,
    /// The fingerprint of the case as it is.
    unchanged: Option<u64>,
    /// The axis, the fingerprint and the place of what was tried alone.
    known: Vec<(u8, u64, usize)>,
}

/// How a trial went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was compared with what was received.
    Compared,
    /// It is the same as no change, or as the cheaper change of its axis at that place.
    Known(Option<usize>),
    /// It cannot be built: a filter cannot take its input, or a body cannot be made.
    Impossible,
    /// It would go beyond the budget.
    OverBudget,
}

impl Trial {
    /// Tries the changes `picks` with every key, and adds what makes a signature received to `findings`.
    pub(super) fn attempt(
        &mut self,
        facts: &Facts,
        hypotheses: &[Hypothesis],
        (level, picks): (u8, Picks),
        budget: &mut Budget,
        findings: &mut Findings,
    ) -> Outcome {
        let changes = chosen(hypotheses, picks);
        let (mut form, mut mac, mut is_other_layout) = (None, None, false);
        for own in &changes {
            match own.change {
                Change::Secret(own) => form = Some(own),
                Change::Mac(own) => mac = Some(own),
                Change::Layout(None, _) => is_other_layout = true,
                Change::Layout(Some(_), _) | Change::Made(..) | Change::Protected(_) => {}
                Change::Method(_) | Change::Url(..) | Change::Query(_) | Change::Timestamp(..) => {}
                Change::Values(..) | Change::Body(_) | Change::Charset(_) => {}
            }
        }
        if facts.hash.is_some_and(|hash| !facts.fits(mac.map_or(hash, |mac| mac.hash).len())) {
            return Outcome::Compared;
        }
        let opened = &facts.opened;
        for (set, key) in facts.keys.iter().enumerate() {
            if budget.has_looked_enough() {
                return Outcome::OverBudget;
            }
            if opened.is_opened && opened.seals.iter().all(|seal| seal.set != set) {
                continue;
            }
            let is_built = self.build(facts, hypotheses, picks, set, budget);
            if self.built.hashing.is_over {
                return Outcome::OverBudget;
            }
            if !is_built {
                return Outcome::Impossible;
            }
            if set == 0
                && let Some(known) = self.known_as(hypotheses, picks, budget)
            {
                return Outcome::Known(known);
            }
            let Some(keyed) = form.map_or(Some(&key.own), |form| key.forms[form].as_ref()) else { continue };
            let ways = if is_other_layout { 1 } else { self.built.ways.len() };
            for way in 0..ways {
                let message = &*self.built.ways[way];
                let scope = self.built.scope(&facts.expected);
                let beside = if scope.is_some() { DERIVED } else { OVERHEAD };
                if !budget.hash(message.len() as u64 + beside + VERIFIED * opened.verifications(set)) {
                    return Outcome::OverBudget;
                }
                // A credential that travels is whole.
                let is_whole = facts.hash.is_none();
                let place = match mac {
                    _ if opened.is_opened => place_of_opened(opened, &facts.digests, (set, &key.own), mac, message),
                    None => {
                        let schedule = schedule(&mut self.schedules, set, form.map_or(0, |form| form + 1));
                        keyed.mac(schedule, scope, message, |mac| place_of(mac, &facts.digests, is_whole))
                    }
                    Some(mac) => place_of(&mac.make(keyed.bytes(), scope, message), &facts.digests, is_whole),
                };
                if let Some(found) = place {
                    let causes = causes(facts, &changes, (way, set), found);
                    findings.add(Hit { level, picks, set, way, received: found.0, causes });
                }
            }
        }
        Outcome::Compared
    }

    /// Looks whether `picks` make the same bytes as what was found, or as another that was tried; `None` where that would take
    /// long.
    pub(super) fn compare(
        &mut self,
        facts: &Facts,
        hypotheses: &[Hypothesis],
        picks: Picks,
        budget: &mut Budget,
    ) -> Option<Outcome> {
        if facts.expected.body().len() > SHORT {
            return None;
        }
        let is_window = picks.0.and_then(|place| hypotheses.get(place)).is_some_and(|own| own.is_window);
        let is_built = !is_window && self.build(facts, hypotheses, picks, 0, budget);
        let known = if is_built { self.known_as(hypotheses, picks, budget) } else { None };
        Some(known.map_or(Outcome::Compared, Outcome::Known))
    }

    /// Forgets what was built, as its hypotheses have other places now.
    pub(super) fn forget(&mut self) {
        self.built_for = None;
    }

    /// For a single change of the message that was built: what it is the same as, which is no change, or a cheaper one of its
    /// axis.
    fn known_as(
        &mut self,
        hypotheses: &[Hypothesis],
        (first, second): Picks,
        budget: &mut Budget,
    ) -> Option<Option<usize>> {
        if second.is_some() {
            return None;
        }
        let Some(place) = first else {
            self.unchanged = Some(self.built.fingerprint());
            return None;
        };
        let Hypothesis { is_window, change, .. } = &hypotheses[place];
        let axis = change.axis();
        if *is_window || is_of_key(axis) {
            return None;
        }
        budget.look(self.built.len());
        let print = self.built.fingerprint();
        if self.unchanged == Some(print) {
            return Some(None);
        }
        let same = self.known.iter().find(|(known, other, _)| (*known, *other) == (axis, print));
        let same = same.map(|(_, _, own)| Some(*own));
        if same.is_none() {
            self.known.push((axis, print, place));
        }
        same
    }

    /// Builds the canonical strings of `picks`, where they are not there yet; `false` where they cannot be built.
    fn build(
        &mut self,
        facts: &Facts,
        hypotheses: &[Hypothesis],
        picks: Picks,
        set: usize,
        budget: &mut Budget,
    ) -> bool {
        let message = of_message(hypotheses, picks);
        let set = if facts.expected.is_per_key { set } else { 0 };
        match self.built_for {
            Some((own, own_set, is_built)) if (own, own_set) == (message, set) => return is_built,
            _ => {}
        }
        let built = &mut self.built;
        built.hashing.room = Some(budget.left());
        let is_built = built.fill(&facts.expected, &chosen(hypotheses, message), set).is_some();
        let is_over = built.hashing.is_over;
        budget.hashed_bytes += if is_over { 0 } else { built.hashing.bytes };
        budget.look(built.passed() + if is_built { 0 } else { built.len() + OVERHEAD });
        self.built_for = (!is_over).then_some((message, set, is_built));
        is_built
    }
}

/// The schedule of the form at `place` of the key `set`.
fn schedule(all: &mut Vec<Vec<Schedule>>, set: usize, place: usize) -> &mut Schedule {
    if all.len() <= set {
        all.resize_with(set + 1, Vec::new);
    }
    let own = &mut all[set];
    if own.len() <= place {
        own.resize_with(place + 1, Schedule::default);
    }
    &mut own[place]
}

/// Which of the digests `received` is `digest`, and whether only its start.
fn place_of(digest: &[u8], received: &[Digest], is_whole: bool) -> Option<(usize, bool)> {
    let is_it = |raw: &[u8]| if is_whole { digest == raw } else { digest.starts_with(raw) };
    let place = received.iter().position(|received| is_it(&received.raw))?;
    Some((place, received[place].raw.len() < digest.len()))
}

/// What a digest costs besides its message, in bytes hashed: one block for each of the two hashes of an HMAC, roughly.
const OVERHEAD: u64 = 64;
/// The same where the key is derived from the secret, by four more MACs.
const DERIVED: u64 = 5 * OVERHEAD;
/// What a signature on a curve costs to verify: as much time as hashing so many bytes.
const VERIFIED: u64 = 1 << 16;
/// A longer body is not printed again only to find other names for what was found.
const SHORT: usize = 1 << 16;
