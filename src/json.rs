//! `JSON.stringify(JSON.parse(text))`, exactly as ECMAScript defines it (ECMA-262 §25.5), in one pass.
//!
//! The output is written while the input is read, and unchanged stretches are copied at once. ECMAScript moves some
//! members of objects: integer-like keys come first, and a repeated key keeps its first position and its last value.
//! Such objects are recorded, and one further pass sorts their members. So the time is linear, and the memory a fixed
//! multiple of the input.

mod double;
mod locate;
mod members;
mod number;
mod object;
mod string;

use alloc::vec::Vec;

pub(crate) use double::nearest;
pub(crate) use locate::{Document, token_text};
pub(crate) use members::array_index;
use members::{Member, Members, Move};
pub(crate) use object::{Object, unescaped};
use smallvec::SmallVec;
#[cfg(feature = "standards")]
pub(crate) use string::quote;

use crate::error::Unexpected;

/// Appends `input`, parsed and serialised again, to `out`. After an error, `out` is unchanged.
///
/// # Errors
///
/// The first byte that `JSON.parse` would refuse, or that exceeds the limits: [`MAX_DEPTH`] levels, valid UTF-8.
pub(crate) fn reserialise(input: &[u8], out: &mut Vec<u8>) -> Result<(), Unexpected> {
    let start = out.len();
    out.reserve(input.len());
    let mut serialiser = Serialiser::new(input, out);
    let serialised = serialiser.document();
    let moves = core::mem::take(&mut serialiser.moves);
    match serialised {
        Ok(()) if moves.is_empty() => Ok(()),
        Ok(()) => {
            members::reorder(out, start, &moves);
            Ok(())
        }
        Err(unexpected) => {
            out.truncate(start);
            Err(unexpected)
        }
    }
}

/// `input` without white space, with its strings serialised by ECMAScript, but its numbers and the order of its members
/// unchanged.
///
/// # Errors
///
/// As [`reserialise`].
pub(crate) fn compact(input: &[u8]) -> Result<Vec<u8>, Unexpected> {
    let mut out = Vec::with_capacity(input.len());
    Serialiser { keeps_form: true, ..Serialiser::new(input, &mut out) }.document()?;
    Ok(out)
}

/// Whether a body starts like a JSON object or array.
#[inline]
pub(crate) fn is_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start(), [b'{' | b'[', ..])
}

/// Parses `input` from the offset `at`, and appends its serialisation to `out`.
struct Serialiser<'i, 'o> {
    input: &'i [u8],
    at: usize,
    out: &'o mut Vec<u8>,
    /// The start of the input up to `at` that is unchanged by serialisation, but not yet in `out`.
    pending: usize,
    frames: SmallVec<[Frame; 16]>,
    /// The members of all open objects; those of the innermost object come last.
    members: Members,
    moves: Vec<Move>,
    /// Whether numbers and the order of members stay unchanged, for values that are only looked up.
    keeps_form: bool,
}

/// An open array or object.
#[derive(Clone, Copy)]
enum Frame {
    Array,
    /// The index in `members` of the first member.
    Object(usize),
}

impl<'i, 'o> Serialiser<'i, 'o> {
    fn new(input: &'i [u8], out: &'o mut Vec<u8>) -> Self {
        Self {
            input,
            at: 0,
            out,
            pending: 0,
            frames: SmallVec::new(),
            members: SmallVec::new(),
            moves: Vec::new(),
            keeps_form: false,
        }
    }

    fn document(&mut self) -> Result<(), Unexpected> {
        if let Err(error) = core::str::from_utf8(self.input) {
            self.at = error.valid_up_to();
            return Err(self.unexpected("UTF-8"));
        }
        loop {
            self.skip_space();
            if !self.value()? {
                continue;
            }
            if !self.close_finished()? {
                break;
            }
        }
        self.flush();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end of the JSON")),
        }
    }

    /// Serialises one value. Returns `false` at the start of an array or object that is not empty.
    fn value(&mut self) -> Result<bool, Unexpected> {
        match self.peek() {
            Some(b'{') => self.open(Frame::Object(self.members.len())),
            Some(b'[') => self.open(Frame::Array),
            Some(b'"') => string::string(self).map(|()| true),
            Some(b'-' | b'0'..=b'9') => number::number(self).map(|()| true),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => Err(self.unexpected("a JSON value")),
        }
    }

    fn open(&mut self, frame: Frame) -> Result<bool, Unexpected> {
        if self.frames.len() == MAX_DEPTH {
            return Err(self.unexpected("at most 1024 arrays and objects inside each other"));
        }
        let close = if let Frame::Array = frame { b']' } else { b'}' };
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(true);
        }
        self.frames.push(frame);
        if matches!(frame, Frame::Object(_)) {
            self.key("a key in double quotes, or `}`")?;
        }
        Ok(false)
    }

    /// After a value: closes finished arrays and objects, and skips the comma before the next value. Returns `false` at
    /// the end.
    fn close_finished(&mut self) -> Result<bool, Unexpected> {
        loop {
            self.skip_space();
            match (self.frames.last().copied(), self.peek()) {
                (None, _) => return Ok(false),
                (Some(frame), Some(b',')) => {
                    self.at += 1;
                    if matches!(frame, Frame::Object(_)) {
                        self.skip_space();
                        self.key("a key in double quotes")?;
                    }
                    return Ok(true);
                }
                (Some(Frame::Array), Some(b']')) => self.close(),
                (Some(Frame::Object(first)), Some(b'}')) => {
                    self.flush();
                    if !self.keeps_form
                        && let Some(moved) = members::arrange(self.out, &self.members[first..])
                    {
                        self.moves.push(moved);
                    }
                    if self.frames.len() > 1 {
                        self.members.truncate(first);
                    }
                    self.close();
                }
                (Some(Frame::Array), _) => return Err(self.unexpected("`,` or `]`")),
                (Some(Frame::Object(_)), _) => return Err(self.unexpected("`,` or `}`")),
            }
        }
    }

    fn close(&mut self) {
        self.at += 1;
        self.frames.pop();
    }

    #[inline]
    fn key(&mut self, expected: &'static str) -> Result<(), Unexpected> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        let start = self.output_end();
        string::string(self)?;
        self.members.push(Member { start, key_end: self.output_end() });
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &'static [u8]) -> Result<bool, Unexpected> {
        for &character in word {
            if self.peek() != Some(character) {
                return Err(self.unexpected("a JSON value"));
            }
            self.at += 1;
        }
        Ok(true)
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        if !matches!(self.peek(), Some(0..=b' ')) {
            return;
        }
        self.flush();
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.pending = self.at;
    }

    /// The offset in `out` of the next byte.
    #[inline(always)]
    fn output_end(&self) -> usize {
        self.out.len() + (self.at - self.pending)
    }

    /// Copies the pending input.
    #[inline(always)]
    fn flush(&mut self) {
        self.out.extend_from_slice(&self.input[self.pending..self.at]);
        self.pending = self.at;
    }

    /// Replaces the input from `start`, up to which everything is pending, to `at` by the output of `print`.
    fn replace_pending(&mut self, start: usize, print: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend_from_slice(&self.input[self.pending..start]);
        self.pending = self.at;
        print(self.out);
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.input.get(self.at).copied()
    }

    fn unexpected(&self, expected: &'static str) -> Unexpected {
        Unexpected { at: self.at, expected, got: self.peek().into() }
    }
}

/// The nesting limit: more levels than any API uses, and fewer than overflow the stack of V8.
const MAX_DEPTH: usize = 1024;
