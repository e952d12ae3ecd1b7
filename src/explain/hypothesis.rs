//! A hypothesis: one thing that somebody may have done differently, on one axis.
//!
//! An axis is a part of the recipe that can be changed by itself, such as the method or the secret. Two changes of one axis exclude
//! each other, so that pairs are made of changes of two axes.

use alloc::{string::String, vec::Vec};

use super::charset::Charset;
use super::mac::Mac;
use super::reason::Reason;
use crate::canonical::Template;

/// One thing that somebody may have done differently, on one axis of the recipe.
#[derive(Debug)]
pub(super) struct Hypothesis {
    pub id: Reason,
    /// How unlikely it is: 1 for what is tried first, up to 4.
    pub cost: u8,
    /// Whether it is one of very many alike, which are paired with hypotheses of cost 1 only.
    pub is_window: bool,
    pub change: Change,
    /// Its place among all of the case, by which those of one name are told apart.
    pub number: usize,
}

/// What a hypothesis replaces.
#[derive(Debug)]
pub(super) enum Change {
    Method(String),
    /// Everything before the query, and the query where that changes too.
    Url(String, Option<String>),
    /// The query with its `?`.
    Query(String),
    /// The text of the timestamp, and where.
    Timestamp(Sent, String),
    /// All that the scheme takes out of the request, and all of its options.
    Values(Vec<Vec<u8>>, Vec<String>),
    /// The body of that place among [`Bodies`](super::body::Bodies), which is made when it is tried.
    Body(usize),
    /// The template of the canonical string, or of the binding of that place.
    Layout(Option<usize>, Template),
    /// What a standard makes, of one axis: the templates of the bindings of those places, or of the canonical string.
    #[cfg_attr(not(feature = "standards"), expect(dead_code, reason = "only standards make some"))]
    Made(u8, Vec<(Option<usize>, Template)>),
    Charset(Charset),
    /// The protected header of a JWS, as it stands in what is signed.
    Protected(Vec<u8>),
    /// The form of the secret, by its place in the table.
    Secret(usize),
    Mac(Mac),
}

/// Where a timestamp stands that somebody writes otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// In the canonical string itself.
    Apart,
    /// In the query or the body that it covers.
    Inside,
    /// In both.
    Both,
}

impl Change {
    /// The template that takes the place of the one of `slot`.
    pub(super) fn template(&self, slot: Option<usize>) -> Option<&Template> {
        match self {
            Self::Layout(place, template) => Some(template).filter(|_| *place == slot),
            Self::Made(_, all) => all.iter().find(|(place, _)| *place == slot).map(|(_, template)| template),
            Self::Method(_)
            | Self::Url(..)
            | Self::Query(_)
            | Self::Timestamp(..)
            | Self::Values(..)
            | Self::Body(_)
            | Self::Charset(_)
            | Self::Protected(_)
            | Self::Secret(_)
            | Self::Mac(_) => None,
        }
    }

    /// Two changes of one axis exclude each other.
    pub(super) const fn axis(&self) -> u8 {
        match self {
            Self::Body(_) => 0,
            Self::Url(..) => 1,
            Self::Query(_) => 2,
            Self::Method(_) => 3,
            Self::Timestamp(..) => 4,
            Self::Values(..) => 5,
            Self::Charset(_) => 6,
            Self::Layout(..) => 7,
            Self::Made(axis, _) => *axis,
            Self::Protected(_) => 8,
            Self::Secret(_) => 9,
            Self::Mac(_) => 10,
        }
    }
}

/// How many axes there are.
pub(super) const AXES: u8 = 11;

/// Whether the changes of an axis leave the canonical string as it is.
pub(super) const fn is_of_key(axis: u8) -> bool {
    axis >= 9
}

/// The changes of one candidate, at most two.
pub(super) type Changes<'a> = smallvec::SmallVec<[&'a Hypothesis; 2]>;

/// What is tried next, by the places of hypotheses: no change, one, or two.
pub(super) type Picks = (Option<usize>, Option<usize>);

/// The changes that stand at the places `picks`.
pub(super) fn chosen(hypotheses: &[Hypothesis], (first, second): Picks) -> Changes<'_> {
    first.into_iter().chain(second).filter_map(|place| hypotheses.get(place)).collect()
}

/// Those of `picks` that change the canonical string.
pub(super) fn of_message(hypotheses: &[Hypothesis], (first, second): Picks) -> Picks {
    let of_message = |place: Option<usize>| {
        place.filter(|&place| hypotheses.get(place).is_some_and(|own| !is_of_key(own.change.axis())))
    };
    (of_message(first), of_message(second))
}

/// The hypotheses that the axes make.
#[derive(Default)]
pub(super) struct List(pub Vec<Hypothesis>);

impl List {
    pub(super) fn add(&mut self, id: impl Into<Reason>, cost: u8, change: Change) {
        self.push(id.into(), cost, false, change);
    }

    #[inline(never)]
    pub(super) fn push(&mut self, id: Reason, cost: u8, is_window: bool, change: Change) {
        self.0.push(Hypothesis { id, cost, is_window, change, number: 0 });
    }
}
