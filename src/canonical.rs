//! From a message to the exact bytes that are signed, in labelled segments.

mod budget;
pub(crate) mod filter;
mod inputs;
mod pairs;
pub(crate) mod params;
mod part;
pub(crate) mod template;

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

pub(crate) use inputs::Inputs;
pub(crate) use part::Part;
pub(crate) use template::{Symbols, Template, Variable};

use crate::error::{Error, Fault};
use crate::secret::Hidden;
use crate::text::decimal;

/// The bytes a scheme signs, and which input made which of them.
///
/// `Debug` shows how many bytes they are in how many segments: some schemes sign a credential.
#[derive(Clone, Default)]
pub struct Canonical {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
}

/// A run of canonical bytes that one part of the recipe made.
///
/// `Debug` shows the label, and how many bytes it made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The part as the recipe writes it, such as `body|json`; `literal` for the text between the parts.
    pub label: &'a str,
    /// The bytes it made.
    pub bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    part: usize,
    end: usize,
}

impl Canonical {
    /// Fills in `recipe`, in place of what was there.
    pub(crate) fn build(&mut self, recipe: &Template, inputs: &Inputs<'_>) -> Result<(), Error> {
        self.bytes.clear();
        self.marks.clear();
        let marks = &mut self.marks;
        recipe.write(inputs, &mut self.bytes, |part, end| marks.push(Mark { part, end }))
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The canonical string for people: a segment that is no text, such as an inner digest, prints as `\xhh` throughout.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.bytes.len());
        let mut start = 0;
        for mark in &self.marks {
            let bytes = &self.bytes[start..mark.end];
            start = mark.end;
            match core::str::from_utf8(bytes) {
                Ok(segment) => text.push_str(segment),
                Err(_) => bytes.iter().for_each(|byte| push_escape(&mut text, *byte)),
            }
        }
        text
    }

    /// Where the bytes that the part `part` of the recipe made stand, if it made any.
    #[inline]
    pub(crate) fn range(&self, part: usize) -> Option<core::ops::Range<usize>> {
        let mark = self.marks.iter().position(|mark| mark.part == part)?;
        let start = mark.checked_sub(1).map_or(0, |before| self.marks[before].end);
        Some(start..self.marks[mark].end)
    }

    /// The segments in order; together they are [`Self::bytes`].
    pub(crate) fn segments<'a>(&'a self, recipe: &'a Template) -> impl Iterator<Item = Segment<'a>> {
        let mut start = 0;
        self.marks.iter().map(move |mark| {
            let bytes = &self.bytes[start..mark.end];
            start = mark.end;
            Segment { label: recipe.label(mark.part), bytes }
        })
    }
}

impl fmt::Debug for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canonical").field("bytes", &Hidden(&self.bytes)).field("segments", &self.marks.len()).finish()
    }
}

impl fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("label", &self.label).field("bytes", &Hidden(self.bytes)).finish()
    }
}

fn push_escape(text: &mut String, byte: u8) {
    text.push_str("\\x");
    text.extend([byte >> 4, byte & 15].into_iter().filter_map(|nibble| char::from_digit(nibble.into(), 16)));
}

/// The kinds of input a canonical string is made from, and the error that blames each.
pub(crate) fn blame(variable: Variable, fault: Box<Fault>) -> Error {
    match variable {
        Variable::Body => Error::BodyInvalid(fault),
        Variable::Timestamp => Error::TimestampInvalid(fault),
        Variable::Credential(_) => Error::CredentialInvalid(fault),
        Variable::Option(_) => Error::OptionInvalid(fault),
        _ => Error::RequestInvalid(fault),
    }
}

/// The message of a bound that protects the host.
pub(crate) fn at_most(count: usize, what: &str) -> String {
    ["at most ", &decimal(count), " ", what].concat()
}
