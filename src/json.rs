//! `JSON.stringify(JSON.parse(text))`, exactly as ECMAScript defines it (ECMA-262 §25.5), in one pass over the text.
//!
//! The text is printed as it is read, and what prints as it is written is copied in one piece. Only an object whose members ECMAScript would move (integer-like keys come first,
//! a repeated key keeps its first place and its last value) is noted, and all noted objects are put in order by one further
//! pass. So the work is linear, and the memory a fixed multiple of the text.

mod double;
mod locate;
mod members;
mod number;
mod object;
mod string;

use alloc::vec::Vec;

pub(crate) use double::nearest;
pub(crate) use locate::Document;
pub(crate) use members::array_index;
use members::{Member, Members, Move};
pub(crate) use object::{Object, unescaped};
use smallvec::SmallVec;

use crate::error::Unexpected;

/// Appends `input`, parsed and printed again, to `out`; on an error `out` holds no more than before.
///
/// # Errors
///
/// The first byte that `JSON.parse` would refuse, or the limits: [`MAX_DEPTH`] levels, UTF-8.
pub(crate) fn reserialise(input: &[u8], out: &mut Vec<u8>) -> Result<(), Unexpected> {
    let start = out.len();
    out.reserve(input.len());
    let mut printer = Printer::new(input, out);
    let printed = printer.document();
    let moves = core::mem::take(&mut printer.moves);
    match printed {
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

/// `input` without white space, its strings as ECMAScript prints them, its numbers and members as they are written.
///
/// # Errors
///
/// As those of [`reserialise`].
pub(crate) fn compact(input: &[u8]) -> Result<Vec<u8>, Unexpected> {
    let mut out = Vec::with_capacity(input.len());
    Printer { looks_up: true, ..Printer::new(input, &mut out) }.document()?;
    Ok(out)
}

/// Whether a body begins as a JSON object or array does.
#[inline]
pub(crate) fn is_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start(), [b'{' | b'[', ..])
}

/// Reads `input` from `at` on, and appends what ECMAScript prints to `out`.
struct Printer<'i, 'o> {
    input: &'i [u8],
    at: usize,
    out: &'o mut Vec<u8>,
    /// The input from here up to `at` prints as it is written, and is not yet in `out`.
    pending: usize,
    frames: SmallVec<[Frame; 16]>,
    /// The members of all open objects, the innermost last.
    members: Members,
    moves: Vec<Move>,
    /// Whether numbers stay as they are written and members where they are, since they are only looked up.
    looks_up: bool,
}

/// An array or object that is still open.
#[derive(Clone, Copy)]
enum Frame {
    Array,
    /// Its first member in `members`.
    Object(usize),
}

impl<'i, 'o> Printer<'i, 'o> {
    fn new(input: &'i [u8], out: &'o mut Vec<u8>) -> Self {
        Self {
            input,
            at: 0,
            out,
            pending: 0,
            frames: SmallVec::new(),
            members: SmallVec::new(),
            moves: Vec::new(),
            looks_up: false,
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

    /// Prints one value; `false` where it opened an array or object whose first value comes next.
    fn value(&mut self) -> Result<bool, Unexpected> {
        match self.peek() {
            Some(b'{') => self.open(Frame::Object(self.members.len())),
            Some(b'[') => self.open(Frame::Array),
            Some(b'"') => self.string().map(|()| true),
            Some(b'-' | b'0'..=b'9') => self.number().map(|()| true),
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

    /// After a value: closes what ends here, up to the comma before the next value; `false` at the end of the document.
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
                    if !self.looks_up
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
        let start = self.printed();
        self.string()?;
        self.members.push(Member { start, key_end: self.printed() });
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

    /// Where in `out` the next byte will stand.
    #[inline(always)]
    fn printed(&self) -> usize {
        self.out.len() + (self.at - self.pending)
    }

    /// Copies what is pending.
    #[inline(always)]
    fn flush(&mut self) {
        self.out.extend_from_slice(&self.input[self.pending..self.at]);
        self.pending = self.at;
    }

    /// Prints what `print` does in place of the input from `start`, up to which all is pending, to `at`.
    fn print_instead(&mut self, start: usize, print: impl FnOnce(&mut Vec<u8>)) {
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

/// More levels than any API nests, and fewer than V8 can print before its own stack ends.
const MAX_DEPTH: usize = 1024;
