//! A JSON text looked into at any place, so that it can be printed in another order and another style.

use alloc::{string::String, vec::Vec};
use core::str::Chars;

use crate::json;

/// A document, read once for all the ways in which it is printed.
#[derive(Debug)]
pub(super) struct Tree {
    /// Without white space; strings as ECMAScript prints them, numbers and members as they are written.
    text: String,
    /// The values and keys in the order of the text; the document itself is the first.
    tokens: Vec<Token>,
}

/// Small, since a body may have a token in every second byte: a key, a scalar, or an array or object, of which `end` marks only the opening bracket.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: u32,
    end: u32,
    /// The token after all that is inside this one.
    after: u32,
}

impl Tree {
    /// Reads `body`; `None` where it is no JSON, or nested deeper than [`MAX_DEPTH`].
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let text = String::from_utf8(json::compact(body).ok()?).ok()?;
        let bytes = text.as_bytes();
        let (mut tokens, mut open, mut at) = (Vec::new(), Vec::new(), 0);
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b',' | b':' => continue,
                b'}' | b']' => {
                    let (end, place) = (u32::try_from(tokens.len()).ok()?, open.pop()?);
                    tokens.get_mut(place).map(|token: &mut Token| token.after = end)?;
                    continue;
                }
                b'{' | b'[' if open.len() == MAX_DEPTH => return None,
                b'{' | b'[' => open.push(tokens.len()),
                _ => at = start + scalar_len(&bytes[start..]),
            }
            let [start, end, after] = [start, at, tokens.len() + 1].map(|place| u32::try_from(place).ok());
            tokens.push(Token { start: start?, end: end?, after: after? });
        }
        Some(Self { text, tokens })
    }

    /// The scalar or key as it stands in the text, or the bracket that opens the array or object.
    pub(super) fn text(&self, token: usize) -> &str {
        let text = |token: &Token| self.text.get(token.start as usize..token.end as usize);
        self.tokens.get(token).and_then(text).unwrap_or_default()
    }

    /// Whether it is an object or an array.
    pub(super) fn is_container(&self, token: usize) -> bool {
        matches!(self.text(token), "{" | "[")
    }

    pub(super) fn is_object(&self, token: usize) -> bool {
        self.text(token) == "{"
    }

    /// What stands between the quotes of a string or key.
    pub(super) fn quoted(&self, token: usize) -> &str {
        let text = self.text(token);
        text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The code points of a string or key.
    pub(super) fn points(&self, token: usize) -> Points<'_> {
        Points(self.quoted(token).chars())
    }

    /// What is directly inside an array or object: its values, or its keys and values in turn.
    pub(super) fn inside(&self, token: usize) -> impl Iterator<Item = usize> {
        let after = |token: usize| self.tokens.get(token).map_or(usize::MAX, |token| token.after as usize);
        let end = after(token);
        core::iter::successors(Some(token + 1), move |&inside| Some(after(inside)))
            .take_while(move |&inside| inside < end)
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

/// The code points of what stands between the quotes; a lone surrogate, which is no `char`, too.
#[derive(Debug)]
pub(super) struct Points<'a>(Chars<'a>);

impl Iterator for Points<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let letter = self.0.next()?;
        if letter != '\\' {
            return Some(letter.into());
        }
        Some(match self.0.next()? {
            'b' => 0x08,
            't' => 0x09,
            'n' => 0x0a,
            'f' => 0x0c,
            'r' => 0x0d,
            'u' => self.0.by_ref().take(4).fold(0, |unit, digit| unit << 4 | digit.to_digit(16).unwrap_or_default()),
            own => own.into(),
        })
    }
}

/// How long the scalar at the start of `bytes` is.
fn scalar_len(bytes: &[u8]) -> usize {
    let is_string = bytes.first() == Some(&b'"');
    let mut escaped = false;
    let inside = bytes.iter().skip(1).take_while(|&&byte| {
        let goes_on = if is_string { escaped || byte != b'"' } else { !matches!(byte, b',' | b']' | b'}') };
        escaped = !escaped && byte == b'\\';
        goes_on
    });
    1 + inside.count() + usize::from(is_string)
}

/// PHP reads no more by default, Python and Ruby less or hardly more.
const MAX_DEPTH: usize = 512;
