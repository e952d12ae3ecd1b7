//! Where the sender chooses what is signed: what a signature claims to cover, and hypotheses about what was signed instead.
//!
//! Strings mark the parts of the request from which they are computed, so that these can vary too: a mark is [`MARK`]
//! and a character of [`INPUTS`].

use alloc::{string::String, vec::Vec};

use crate::algorithm::Algorithm;
use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};
use crate::error::Error;
use crate::explain::causes::CauseId;
use crate::standard::Lifetime;
use crate::text::{replaced, utf8};

/// A signature with the components that it claims to cover.
#[derive(Debug, Default)]
pub(in crate::explain) struct Claimed {
    /// The signature as received.
    pub signature: String,
    pub timestamp: String,
    /// The time from which the signature is invalid, in seconds since 1970.
    pub expires_s: Option<i64>,
    /// Credentials that the message carries, by their indices in the scheme.
    pub credentials: Vec<(usize, String)>,
    /// The values of the bindings that the standard computes, in the order of its `BINDINGS`.
    pub made: Vec<String>,
    pub hypotheses: Hypotheses,
    /// Facts for warnings: the id of the warning, and its detail.
    pub notes: Vec<(CauseId, String)>,
    /// Why the signature is refused whatever was signed.
    pub refusal: Option<Error>,
    /// The times of a token.
    pub lifetime: Option<Lifetime>,
    /// The algorithm that a token names.
    pub algorithm: Option<Algorithm>,
}

/// A hypothesis about what was signed instead.
#[derive(Debug)]
pub(in crate::explain) struct Substitution {
    pub id: CauseId,
    /// Distinguishes hypotheses with the same id.
    pub which: String,
    pub cost: u8,
    pub axis: Dimension,
    /// The changed bindings by their positions in `BINDINGS`, with the new values; [`CANONICAL`] is the canonical
    /// template.
    pub swaps: Vec<(usize, String)>,
}

/// The aspect of the request that a hypothesis changes. A combination changes each dimension at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::explain) enum Dimension {
    Body,
    Path,
    Query,
    Layout,
}

/// The position that stands for the canonical template.
pub(in crate::explain) const CANONICAL: usize = usize::MAX;

/// Precedes the character of an input in a string.
pub(in crate::explain) const MARK: char = '\u{1}';

/// The template of a string with marks. `places` are the indices of the bindings that the standard computes.
pub(in crate::explain) fn template(text: &str, places: &[usize]) -> Template {
    let mut parts = Vec::new();
    for (index, piece) in text.split(MARK).enumerate() {
        let character = piece.chars().next().filter(|_| index > 0);
        let known = INPUTS.iter().find(|(own, ..)| character == Some(*own));
        let mut rest = piece;
        if let Some((_, variable, filters)) = known {
            let variable =
                if let Variable::Binding(own) = variable { Variable::Binding(places[*own]) } else { *variable };
            parts.push(Part::Input { variable, filters: filters.to_vec(), label: String::new(), at: 0 });
            rest = &piece[1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.into()));
        }
    }
    Template::of(parts)
}

/// A list of hypotheses.
#[derive(Debug, Default)]
pub(in crate::explain) struct Hypotheses {
    pub all: Vec<Substitution>,
    /// The total length of the strings in all hypotheses.
    bytes: usize,
}

impl Hypotheses {
    /// Adds a hypothesis that changes one binding.
    #[inline(never)]
    pub(in crate::explain) fn add(
        &mut self,
        (id, cost): Name,
        which: &str,
        (axis, place): (Dimension, usize),
        text: String,
    ) {
        self.bytes += text.len();
        if !self.is_full() {
            self.all.push(Substitution { id, which: which.into(), cost, axis, swaps: Vec::from([(place, text)]) });
        }
    }

    /// Changes another binding in the hypothesis that was added last.
    #[inline(never)]
    pub(in crate::explain) fn with(&mut self, place: usize, text: String) {
        self.bytes += text.len();
        let is_full = self.is_full();
        if let Some(last) = self.all.last_mut().filter(|_| !is_full) {
            last.swaps.push((place, text));
        }
    }

    /// Adds one hypothesis for each of the `names`, with the string at the same index.
    #[inline(never)]
    pub(in crate::explain) fn add_each(
        &mut self,
        names: &[Name],
        at: (Dimension, usize),
        texts: impl IntoIterator<Item = String>,
    ) {
        names.iter().zip(texts).for_each(|(name, text)| self.add(*name, "", at, text));
    }

    /// Whether the limit is reached, so that long headers do not take too much memory.
    pub(in crate::explain) fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES
    }
}

/// The id of a cause, and its cost.
pub(in crate::explain) type Name = (CauseId, u8);

/// The lines, each followed by `end`.
#[inline(never)]
pub(in crate::explain) fn terminated(lines: &[String], end: &str) -> String {
    let mut text = String::new();
    lines.iter().for_each(|line| text.extend([line, end]));
    text
}

/// The lines with these indices, in this order.
#[inline(never)]
pub(in crate::explain) fn selected(lines: &[String], places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|place| lines.get(*place)).cloned().collect()
}

/// All indices below `count` except `place`.
pub(in crate::explain) fn indices_without(count: usize, place: usize) -> Vec<usize> {
    (0..count).filter(|own| *own != place).collect()
}

/// The lines with `line` at the index `place`, each followed by `end`.
#[inline(never)]
pub(in crate::explain) fn with_line_replaced(lines: &[String], place: usize, line: String, end: &str) -> String {
    let mut lines = lines.to_vec();
    if let Some(own) = lines.get_mut(place) {
        *own = line;
    }
    terminated(&lines, end)
}

/// The string with every `from` replaced by `to`.
#[inline(never)]
pub(in crate::explain) fn replace(text: &str, from: &str, to: &str) -> String {
    utf8(&replaced(text.as_bytes(), from.as_bytes(), to.as_bytes())).into()
}

/// The character of an input, its variable, and the filters.
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

/// The limit on the total length of the strings.
const MAX_BYTES: usize = 8 << 20;
