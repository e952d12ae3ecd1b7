//! The order in which changes are tried: none, then one at a time, then two; the cheapest first.

use alloc::vec::Vec;
use core::ops::Range;

use super::variant::{AXES, Variant, is_of_key};

/// The rounds of a search, and where it is.
#[derive(Debug, Default)]
pub(super) struct Search {
    rounds: Vec<Round>,
    round: usize,
    first: usize,
    second: usize,
}

/// One change after the other of a range of variants, or each with each of another range.
#[derive(Clone, Debug)]
struct Round {
    /// Candidates of one level are equally likely: all are tried before a finding ends the search.
    level: u8,
    first: Range<usize>,
    second: Option<Range<usize>>,
}

/// Variants of one axis and cost, which stand after each other.
struct Class {
    axis: u8,
    cost: u8,
    is_window: bool,
    range: Range<usize>,
}

/// What is tried next: no change, one, or two.
pub(super) type Picks = (Option<usize>, Option<usize>);

impl Search {
    /// The case as it is, and then each of the `variants`, which are [`ordered`].
    pub(super) fn singles(variants: &[Variant]) -> Self {
        let classes = classes(variants);
        let mut rounds = Vec::from([Round { level: 0, first: 0..1, second: None }]);
        for cost in 1..=DEAREST {
            for class in classes.iter().filter(|class| class.cost == cost) {
                rounds.push(Round { level: cost, first: class.range.clone(), second: None });
            }
        }
        Self { rounds, ..Self::default() }
    }

    /// The pairs of the `variants` that may go together; with windows only where a candidate is cheap.
    pub(super) fn pairs(variants: &[Variant], with_windows: bool) -> Self {
        let classes = classes(variants);
        let mut rounds = Vec::new();
        for cost in 2..=MOST {
            for (place, first) in classes.iter().enumerate() {
                let is_left_out = |class: &Class| class.is_window && !with_windows;
                let fits =
                    |second: &&Class| first.goes_with(second, cost) && !is_left_out(first) && !is_left_out(second);
                for second in classes[place + 1..].iter().filter(fits) {
                    let (first, second) = (first.range.clone(), Some(second.range.clone()));
                    rounds.push(Round { level: DEAREST + cost, first, second });
                }
            }
        }
        Self { rounds, ..Self::default() }
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

impl Class {
    /// Whether the two make pairs of that cost.
    fn goes_with(&self, other: &Self, cost: u8) -> bool {
        let windows_fit = (!self.is_window || other.cost == 1) && (!other.is_window || self.cost == 1);
        self.axis != other.axis && self.cost + other.cost == cost && windows_fit
    }
}

/// The variants by axis, cost and whether they are windows, otherwise as they come.
pub(super) fn ordered(variants: Vec<Variant>) -> Vec<Variant> {
    let mut classes: Vec<Vec<Variant>> = Vec::new();
    classes.resize_with(usize::from(AXES * CLASSES), Vec::new);
    let mut ordered = Vec::with_capacity(variants.len());
    for variant in variants {
        let class = variant.change.axis() * CLASSES + 2 * variant.cost + u8::from(variant.is_window);
        classes[usize::from(class)].push(variant);
    }
    classes.iter_mut().for_each(|class| ordered.append(class));
    ordered.iter_mut().enumerate().for_each(|(number, variant)| variant.number = number);
    ordered
}

fn classes(variants: &[Variant]) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for (place, variant) in variants.iter().enumerate() {
        let Variant { cost, is_window, .. } = *variant;
        let axis = variant.change.axis();
        match classes.last_mut() {
            Some(own) if (own.axis, own.cost, own.is_window) == (axis, cost, is_window) => own.range.end = place + 1,
            _ => classes.push(Class { axis, cost, is_window, range: place..place + 1 }),
        }
    }
    classes
}

/// The changes that make the canonical string.
pub(super) fn of_message(variants: &[Variant], (first, second): Picks) -> Picks {
    let of_message =
        |place: Option<usize>| place.filter(|&place| variants.get(place).is_some_and(|v| !is_of_key(v.change.axis())));
    (of_message(first), of_message(second))
}

/// What one change may cost.
const DEAREST: u8 = 4;
/// Of each cost up to the dearest there are windows and others.
const CLASSES: u8 = 2 * DEAREST + 2;
/// Pairs that cost more are not tried.
const MOST: u8 = 4;
