//! What a debugger asks a standard: what a message says is signed, and what may have been signed in its place.
//!
//! The texts hold marks for the parts of the request that change them: [`MARK`], and a letter of [`INPUTS`].

use alloc::{string::String, vec::Vec};

use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};
use crate::error::{Error, Fault};

/// A signature, and what it is said to be over.
#[derive(Debug, Default)]
pub(crate) struct Claimed {
    /// As it was received.
    pub signature: String,
    pub timestamp: String,
    /// From when on it does not hold, in seconds since 1970.
    pub expires_s: Option<i64>,
    /// Credentials that travel along, by their places in the scheme.
    pub credentials: Vec<(usize, String)>,
    /// The bindings that the standard makes, in the order of its names.
    pub made: Vec<String>,
    pub hypotheses: Hypotheses,
    /// Whether the key is derived from the first of them.
    pub is_derived: bool,
    /// What strikes the eye: the name of a text, and what stands in it.
    pub notes: Vec<(&'static str, String)>,
    /// Why it does not verify, whatever is signed.
    pub refusal: Option<Error>,
}

/// Something else that may have been signed.
#[derive(Debug)]
pub(crate) struct Hypothesis {
    pub id: &'static str,
    /// Which of several alike.
    pub which: String,
    pub cost: u8,
    pub axis: Dimension,
    /// What stands in the place of which of the bindings; [`CANONICAL`] for the canonical string.
    pub swaps: Vec<(usize, String)>,
}

/// What a reading is about: of one kind there is one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dimension {
    Body,
    Path,
    Query,
    Layout,
}

/// The place of the canonical string.
pub(crate) const CANONICAL: usize = usize::MAX;

/// What stands before the letter of an input.
pub(crate) const MARK: char = '\u{1}';

/// There is nothing to explain.
pub(super) fn none_received() -> Error {
    Error::ArgumentInvalid(Fault::new("received", "the signature that was received", "none"))
}

/// The template of a text; `places` are those of the bindings that the standard makes.
pub(crate) fn template(text: &str, places: &[usize]) -> Template {
    let mut parts = Vec::new();
    for (index, piece) in text.split(MARK).enumerate() {
        let character = piece.chars().next().filter(|_| index > 0);
        let known = INPUTS.iter().find(|(own, ..)| character == Some(*own));
        let mut rest = piece;
        if let Some((_, variable, filters)) = known {
            let variable = match variable {
                Variable::Binding(own) => Variable::Binding(places.get(*own).copied().unwrap_or_default()),
                variable => *variable,
            };
            parts.push(Part::Input { variable, filters: filters.to_vec(), label: String::new(), at: 0 });
            rest = &piece[1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.into()));
        }
    }
    Template::of(parts)
}

/// Readings, as they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Hypotheses {
    pub all: Vec<Hypothesis>,
    /// How long their texts are.
    bytes: usize,
}

impl Hypotheses {
    /// Adds one text at one place.
    #[inline(never)]
    pub(super) fn add(&mut self, (id, cost): Name, which: &str, (axis, place): (Dimension, usize), text: String) {
        self.bytes += text.len();
        if !self.is_full() {
            self.all.push(Hypothesis { id, which: which.into(), cost, axis, swaps: Vec::from([(place, text)]) });
        }
    }

    /// Adds to what was added last a text at another place.
    #[inline(never)]
    pub(super) fn with(&mut self, place: usize, text: String) {
        self.bytes += text.len();
        let is_full = self.is_full();
        if let Some(last) = self.all.last_mut().filter(|_| !is_full) {
            last.swaps.push((place, text));
        }
    }

    /// Adds texts by the names in the same order.
    #[inline(never)]
    pub(super) fn add_each(&mut self, names: &[Name], at: (Dimension, usize), texts: impl IntoIterator<Item = String>) {
        names.iter().zip(texts).for_each(|(name, text)| self.add(*name, "", at, text));
    }

    /// Whether no more are taken, so that very long headers do not take very much memory.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES
    }
}

/// The name of a cause, and what it costs.
pub(super) type Name = (&'static str, u8);

/// The lines, each with its end.
#[inline(never)]
pub(super) fn ended(lines: &[String], end: &str) -> String {
    let mut text = String::new();
    lines.iter().for_each(|line| text.extend([line, end]));
    text
}

/// The lines in another order, or only some of them.
#[inline(never)]
pub(super) fn picked(lines: &[String], places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|place| lines.get(*place)).cloned().collect()
}

/// All places but one.
pub(super) fn others(count: usize, place: usize) -> Vec<usize> {
    (0..count).filter(|own| *own != place).collect()
}

/// The lines with `line` in the place of the one at `place`, each ended.
#[inline(never)]
pub(super) fn swapped(lines: &[String], place: usize, line: String, end: &str) -> String {
    let mut lines = lines.to_vec();
    if let Some(own) = lines.get_mut(place) {
        *own = line;
    }
    ended(&lines, end)
}

/// The text with every `from` as `to`.
#[inline(never)]
pub(super) fn with(text: &str, from: &str, to: &str) -> String {
    String::from_utf8(crate::text::replaced(text.as_bytes(), from.as_bytes(), to.as_bytes())).unwrap_or_default()
}

/// A letter, and what stands for it.
type Input = (char, Variable, &'static [Filter]);

const INPUTS: [Input; 21] = [
    ('M', Variable::Method, &[]),
    ('U', Variable::Url, &[]),
    ('G', Variable::Target, &[]),
    ('P', Variable::Path, &[]),
    ('Q', Variable::Query, &[]),
    ('T', Variable::Timestamp, &[]),
    ('0', Variable::Binding(0), &[]),
    ('1', Variable::Binding(1), &[]),
    ('a', Variable::Body, &[Filter::Sha256, Filter::Hex]),
    ('b', Variable::Body, &[Filter::Sha256, Filter::Hex, Filter::Upper]),
    ('c', Variable::Body, &[Filter::Sha256, Filter::Base64]),
    ('d', Variable::Body, &[]),
    ('e', Variable::Body, &[Filter::Sha256]),
    ('f', Variable::Body, &[Filter::Sha512, Filter::Hex]),
    ('g', Variable::Body, &[Filter::Sha256, Filter::Hex, Filter::Sha256, Filter::Hex]),
    ('h', Variable::Body, &[Filter::Sha512, Filter::Base64]),
    ('i', Variable::Body, &[Filter::Sha256, Filter::Base64Url]),
    ('j', Variable::Body, &[Filter::Sha512, Filter::Base64Url]),
    ('k', Variable::Body, &[Filter::Sha256, Filter::Hex, Filter::Base64]),
    ('l', Variable::Body, &[Filter::Sha512, Filter::Hex, Filter::Base64]),
    ('m', Variable::Method, &[Filter::Lower]),
];

/// How long the texts of all readings may be.
const MAX_BYTES: usize = 8 << 20;
