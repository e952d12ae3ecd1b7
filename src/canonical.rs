//! Canonical strings: from a message to the exact bytes that are signed, in labelled segments.

mod budget;
pub(crate) mod filter;
mod inputs;
mod pairs;
pub(crate) mod params;
mod part;
pub(crate) mod template;
mod variable;

use alloc::{string::String, vec::Vec};
use core::fmt;

use smallvec::SmallVec;

pub(crate) use budget::{Limit, limit_reads};
pub(crate) use inputs::Inputs;
pub(crate) use part::Part;
pub(crate) use template::Template;
pub(crate) use variable::{Symbols, Variable};

use crate::error::Error;
use crate::secret::Hidden;

/// The bytes that a scheme signs, with the template part that produced each of them.
///
/// `Debug` shows only the numbers of bytes and segments: some schemes sign a credential.
#[derive(Clone, Default)]
pub struct Canonical {
    bytes: Vec<u8>,
    marks: SmallVec<[Mark; 8]>,
}

/// The bytes that one part of the canonical template produced.
///
/// `Debug` shows the label and the number of bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The part as written in the template, such as `body|json`; `literal` for the characters between variables.
    pub label: &'a str,
    /// The bytes of the segment.
    pub bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    part: usize,
    end: usize,
}

impl Canonical {
    /// Rebuilds the canonical string from `recipe`.
    pub(crate) fn build(&mut self, recipe: &Template, inputs: &Inputs<'_>) -> Result<(), Error> {
        self.bytes.clear();
        self.marks.clear();
        let marks = &mut self.marks;
        recipe.write(inputs, &mut self.bytes, |part, end| marks.push(Mark { part, end }))
    }

    /// The signed bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The canonical string for display. A segment that is not UTF-8, such as an inner digest, is written entirely as
    /// `\xhh`.
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

    /// The byte range that the template part `part` produced, if it produced any.
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
