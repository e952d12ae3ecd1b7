//! What a debugger asks a standard: what a message says is signed, and what may have been signed in its place.

use alloc::{string::String, vec::Vec};

use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};
use crate::error::{Error, Fault};

/// A signature, and what it is said to be over.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// As it was received; empty where it has to be given.
    pub signature: String,
    pub timestamp: String,
    /// From when on it does not hold, in seconds since 1970.
    pub expires_s: Option<i64>,
    /// Credentials that travel along, by their places in the row.
    pub credentials: Vec<(usize, String)>,
    /// The bindings that the standard makes, by their places.
    pub made: Vec<(usize, Text)>,
    pub readings: Vec<Reading>,
    /// Whether some readings were left out, since all are very long.
    pub is_cut: bool,
    /// The binding from which the key is derived.
    pub scope: Option<usize>,
    /// What strikes the eye: the name of a text, and what stands in it.
    pub notes: Vec<(&'static str, String)>,
    /// Why it does not verify, whatever is signed.
    pub refusal: Option<Error>,
}

impl Told {
    /// Takes the places among what the standard makes for those of the bindings that have its names.
    pub(super) fn move_to(&mut self, places: &[usize]) {
        let moved = |place: usize| places.get(place).copied().unwrap_or(place);
        let swaps = self.readings.iter_mut().flat_map(|reading| &mut reading.swaps);
        for (place, text) in self.made.iter_mut().chain(swaps) {
            *place = moved(*place);
            for part in &mut text.0 {
                if let Part::Input { variable: Variable::Binding(own), .. } = part {
                    *own = moved(*own);
                }
            }
        }
        self.scope = self.scope.map(moved);
    }
}

/// Something else that may have been signed.
#[derive(Debug)]
pub(crate) struct Reading {
    pub id: &'static str,
    /// Which of several alike.
    pub which: String,
    pub cost: u8,
    pub axis: Axis,
    /// What stands in the place of which bindings; [`CANONICAL`] for the canonical string.
    pub swaps: Vec<(usize, Text)>,
}

/// What a reading is about: of one kind there is one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    Body,
    Path,
    Query,
    Layout,
}

/// The place of the canonical string.
pub(crate) const CANONICAL: usize = usize::MAX;

/// There is nothing to explain.
pub(super) fn none_received() -> Error {
    Error::RequestInvalid(Fault::new("received", "the signature that was received", "none"))
}

/// A text with the parts of the request that change it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Vec<Part>);

impl Text {
    pub(super) fn input(variable: Variable, filters: &[Filter]) -> Self {
        Self(Vec::from([Part::Input { variable, filters: filters.into(), label: String::new() }]))
    }

    pub(super) fn push(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Part::Literal(own)) => own.push_str(text),
            _ => self.0.push(Part::Literal(text.into())),
        }
    }

    pub(super) fn append(&mut self, text: &Self) {
        self.0.extend(text.0.iter().cloned());
    }

    fn len(&self) -> usize {
        self.0.iter().map(|part| if let Part::Literal(text) = part { text.len() } else { 0 }).sum()
    }

    /// Whether the request changes it.
    pub(super) fn is_live(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Input { .. }))
    }

    pub(crate) fn template(&self) -> Template {
        Template::of(self.0.clone())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Vec::from([Part::Literal(text.into())]))
    }
}

/// The texts one after the other.
pub(super) fn joined(texts: &[Text]) -> Text {
    let mut all = Text::default();
    texts.iter().for_each(|text| all.append(text));
    all
}

/// Readings, as they are gathered.
#[derive(Default)]
pub(super) struct Readings {
    pub all: Vec<Reading>,
    /// How long their texts are.
    bytes: usize,
}

impl Readings {
    #[inline(never)]
    pub(super) fn add(&mut self, id: &'static str, which: &str, cost: u8, axis: Axis, swaps: &[(usize, &Text)]) {
        self.bytes += swaps.iter().map(|(_, text)| text.len()).sum::<usize>();
        if self.is_full() {
            return;
        }
        let swaps = swaps.iter().map(|(place, text)| (*place, (*text).clone())).collect();
        self.all.push(Reading { id, which: which.into(), cost, axis, swaps });
    }

    /// Whether no more are taken, so that very long headers do not take very much memory.
    pub(super) fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES
    }
}

/// How long the texts of all readings may be.
const MAX_BYTES: usize = 8 << 20;
