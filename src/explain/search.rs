//! The order in which hypotheses are tried, and how long.
//!
//! **Order.** First the case as it is, then each hypothesis alone, then pairs of two axes; within each of these the cheapest first. The
//! cost of a hypothesis says how unlikely it is: 1 for what people do every day, 2 for what some program does, 3 for one of very many
//! alike (a *window*, such as 600 seconds nearby), 4 for a window of which pairs are not worth their time. A pair costs the sum of its
//! two, at most [`MOST`], and a window is paired only with hypotheses of cost 1; not at all where each candidate derives a key.
//!
//! **Levels.** Candidates of one cost are equally likely, so all of a level are tried before a finding ends the search. After a finding
//! the rest of the singles is only compared, not hashed: what makes the same bytes is another name for what was found.
//!
//! **What is dropped.** A single change that makes the same canonical string as none, or as a cheaper one of its axis, is not tried
//! again in pairs; nor is one that cannot be built.
//!
//! **Budget.** A case may hash [`Budget::limit_bytes`]; [`trial`](super::trial) says what a candidate costs. What is only written and
//! compared counts apart, and may be [`LOOKS`] times as much. The search ends at the first candidate that would go beyond.

use alloc::vec::Vec;
use core::ops::Range;

use super::hypothesis::{AXES, Hypothesis, Picks, is_of_key};

/// The rounds of a search, and where it is.
#[derive(Debug)]
pub(super) struct Search {
    stage: Stage,
    rounds: Vec<Round>,
    round: usize,
    first: usize,
    second: usize,
    /// Which of the hypotheses make nothing new.
    dropped: Vec<bool>,
    pub budget: Budget,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Singles,
    Pairs,
    End,
}

/// What was spent, and what may be.
#[derive(Debug)]
pub(super) struct Budget {
    /// How many digests were made.
    pub tried: u64,
    pub hashed_bytes: u64,
    /// What was built, and not hashed.
    looked_bytes: u64,
    pub limit_bytes: u64,
    /// Whether something was left out for the budget.
    pub is_cut: bool,
}

/// One change after the other of a range of hypotheses, or each with each of another range.
#[derive(Clone, Debug)]
struct Round {
    /// Candidates of one level are equally likely: all are tried before a finding ends the search.
    level: u8,
    first: Range<usize>,
    second: Option<Range<usize>>,
}

/// Hypotheses of one axis and cost, which stand after each other.
struct Class {
    axis: u8,
    cost: u8,
    is_window: bool,
    range: Range<usize>,
}

impl Search {
    /// The case as it is, and then each of the `hypotheses`, which are [`ordered`].
    pub(super) fn new(hypotheses: &[Hypothesis], budget: Budget) -> Self {
        let classes = classes(hypotheses);
        let mut rounds = Vec::from([Round { level: 0, first: 0..1, second: None }]);
        for cost in 1..=DEAREST {
            for class in classes.iter().filter(|class| class.cost == cost) {
                rounds.push(Round { level: cost, first: class.range.clone(), second: None });
            }
        }
        let mut dropped = Vec::new();
        dropped.resize(hypotheses.len(), false);
        Self { stage: Stage::Singles, rounds, round: 0, first: 0, second: 0, dropped, budget }
    }

    /// Goes on from the singles to the pairs of those `hypotheses` that are not dropped, and takes the others out; returns the
    /// places that they have now. `None` after the pairs. Windows are paired only `with_windows`.
    pub(super) fn go_on_to_pairs(
        &mut self,
        hypotheses: &mut Vec<Hypothesis>,
        with_windows: bool,
    ) -> Option<Vec<usize>> {
        if self.stage != Stage::Singles {
            self.end();
            return None;
        }
        let mut places = Vec::with_capacity(self.dropped.len());
        let mut kept = 0;
        for is_dropped in &self.dropped {
            places.push(kept);
            kept += usize::from(!is_dropped);
        }
        let mut dropped = self.dropped.iter();
        hypotheses.retain(|_| dropped.next() == Some(&false));
        self.stage = Stage::Pairs;
        self.rounds = pairs(&classes(hypotheses), with_windows);
        (self.round, self.first, self.second) = (0, 0, 0);
        Some(places)
    }

    /// Ends the search.
    pub(super) fn end(&mut self) {
        self.stage = Stage::End;
        self.rounds = Vec::new();
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.stage == Stage::End
    }

    /// Whether it is single changes that are tried.
    pub(super) fn is_single(&self) -> bool {
        self.stage == Stage::Singles
    }

    /// Notes that the single change of `picks`, if it is one of the message, makes nothing that has to be tried in pairs.
    pub(super) fn drop(&mut self, hypotheses: &[Hypothesis], picks: Picks) {
        if let (Some(place), None) = picks
            && !is_of_key(hypotheses[place].change.axis())
        {
            self.dropped[place] = true;
        }
    }

    /// What to try now, and its level; `None` at the end.
    pub(super) fn now(&self) -> Option<(u8, Picks)> {
        let round = self.rounds.get(self.round)?;
        let first = (round.level > 0).then_some(round.first.start + self.first);
        let second = round.second.as_ref().map(|range| range.start + self.second);
        Some((round.level, (first, second)))
    }

    pub(super) fn advance(&mut self) {
        let Some(round) = self.rounds.get(self.round) else { return };
        self.second += 1;
        if self.second < round.second.as_ref().map_or(1, Range::len) {
            return;
        }
        self.second = 0;
        self.first += 1;
        if self.first == round.first.len() {
            self.first = 0;
            self.round += 1;
        }
    }
}

impl Budget {
    /// A budget of `limit_bytes`, of which `looked_bytes` are spent.
    pub(super) const fn new(limit_bytes: u64, looked_bytes: u64, is_cut: bool) -> Self {
        Self { tried: 0, hashed_bytes: 0, looked_bytes, limit_bytes, is_cut }
    }

    /// Takes what one digest costs; `false` where too little is left.
    pub(super) fn hash(&mut self, cost: u64) -> bool {
        if self.hashed_bytes.saturating_add(cost) > self.limit_bytes {
            return false;
        }
        self.hashed_bytes += cost;
        self.tried += 1;
        true
    }

    /// Counts what is built, and not hashed.
    pub(super) const fn look(&mut self, bytes: u64) {
        self.looked_bytes += bytes;
    }

    pub(super) const fn has_looked_enough(&self) -> bool {
        self.looked_bytes > self.limit_bytes.saturating_mul(LOOKS)
    }

    /// How many bytes may still be hashed.
    pub(super) const fn left(&self) -> u64 {
        self.limit_bytes.saturating_sub(self.hashed_bytes)
    }

    /// How much was done, hashed or not.
    pub(super) const fn worked(&self) -> u64 {
        self.hashed_bytes.saturating_add(self.looked_bytes)
    }
}

impl Class {
    /// Whether the two make pairs of that cost.
    fn goes_with(&self, other: &Self, cost: u8) -> bool {
        let windows_fit = (!self.is_window || other.cost == 1) && (!other.is_window || self.cost == 1);
        self.axis != other.axis && self.cost + other.cost == cost && windows_fit
    }
}

/// The hypotheses by axis, cost and whether they are windows, otherwise as they come.
pub(super) fn ordered(hypotheses: Vec<Hypothesis>) -> Vec<Hypothesis> {
    let mut classes: Vec<Vec<Hypothesis>> = Vec::new();
    classes.resize_with(usize::from(AXES * CLASSES), Vec::new);
    let mut ordered = Vec::with_capacity(hypotheses.len());
    for own in hypotheses {
        let class = own.change.axis() * CLASSES + 2 * own.cost + u8::from(own.is_window);
        classes[usize::from(class)].push(own);
    }
    classes.iter_mut().for_each(|class| ordered.append(class));
    ordered.iter_mut().enumerate().for_each(|(number, own)| own.number = number);
    ordered
}

/// All pairs that may go together; with windows only where a candidate is cheap.
fn pairs(classes: &[Class], with_windows: bool) -> Vec<Round> {
    let mut rounds = Vec::new();
    for cost in 2..=MOST {
        for (place, first) in classes.iter().enumerate() {
            let is_left_out = |class: &Class| class.is_window && !with_windows;
            let fits = |second: &&Class| first.goes_with(second, cost) && !is_left_out(first) && !is_left_out(second);
            for second in classes[place + 1..].iter().filter(fits) {
                let (first, second) = (first.range.clone(), Some(second.range.clone()));
                rounds.push(Round { level: DEAREST + cost, first, second });
            }
        }
    }
    rounds
}

fn classes(hypotheses: &[Hypothesis]) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for (place, own) in hypotheses.iter().enumerate() {
        let Hypothesis { cost, is_window, .. } = *own;
        let axis = own.change.axis();
        match classes.last_mut() {
            Some(last) if (last.axis, last.cost, last.is_window) == (axis, cost, is_window) => {
                last.range.end = place + 1
            }
            _ => classes.push(Class { axis, cost, is_window, range: place..place + 1 }),
        }
    }
    classes
}

/// What one change may cost.
const DEAREST: u8 = 4;
/// Of each cost up to the dearest there are windows and others.
const CLASSES: u8 = 2 * DEAREST + 2;
/// Pairs that cost more are not tried.
const MOST: u8 = 4;
/// How many times the budget may be looked at without being hashed.
const LOOKS: u64 = 2;
