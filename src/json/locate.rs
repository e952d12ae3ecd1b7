//! Where values stand in a JSON text, by their pointers (RFC 6901), its bytes left as they are.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Unexpected, compact, unescaped};
use crate::text::replaced;

/// A text that is JSON, in which values are looked for.
#[derive(Clone, Copy)]
pub(crate) struct Document<'t> {
    text: &'t [u8],
}

/// A name stands twice in an object, so that it depends on the reader which value counts.
#[derive(Debug)]
pub(crate) struct Repeated;

/// What an array or object holds: a key with its quotes, or none, and where the value stands.
type Entry<'t> = (&'t [u8], Range<usize>);

impl<'t> Document<'t> {
    /// Checks that `text` is JSON.
    ///
    /// # Errors
    ///
    /// The first byte at which it is none.
    pub(crate) fn parse(text: &'t [u8]) -> Result<Self, Unexpected> {
        compact(text)?;
        Ok(Self { text })
    }

    /// Where the value stands that `name` names in the value at `from`: a member or, if it is empty or begins with `/`, a
    /// pointer.
    ///
    /// # Errors
    ///
    /// [`Repeated`]
    pub(crate) fn find(self, from: Range<usize>, name: &str) -> Result<Option<Range<usize>>, Repeated> {
        let mut at = from;
        if !name.is_empty() && !name.starts_with('/') {
            return self.child(&at, name.as_bytes());
        }
        for token in name.split('/').skip(1) {
            match self.child(&at, &token_text(token))? {
                Some(child) => at = child,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// The value called `name` as text; `None` where it is absent or null.
    ///
    /// # Errors
    ///
    /// What was expected and what came, for a value that is no text, number or word, and for what different readers take in
    /// different ways: a name that stands twice, and half a pair of surrogates. A number is what stands there: `1.50`.
    pub(crate) fn text(self, name: &str) -> Result<Option<Vec<u8>>, (&'static str, &'static str)> {
        let found = self.find(self.whole(), name).map_err(|Repeated| ("one value", "several"))?;
        let Some(at) = found else { return Ok(None) };
        let value = self.text[at.clone()].trim_ascii();
        match value {
            [b'n', ..] => return Ok(None),
            [b'{', ..] => return Err((SCALAR, "an object")),
            [b'[', ..] => return Err((SCALAR, "an array")),
            [b'"', ..] if is_broken(value) => {
                return Err(("a string that UTF-8 can hold", "a lone surrogate"));
            }
            _ => {}
        }
        Ok(self.scalar(at))
    }

    /// The whole text.
    pub(crate) fn whole(self) -> Range<usize> {
        0..self.text.len()
    }

    /// Where the elements of the array at `from` stand; none for what is no array. At most `most` and one more.
    pub(crate) fn elements(self, from: Range<usize>, most: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.each(&from, &mut |(key, value)| {
            if key.is_empty() {
                found.push(value);
            }
            found.len() <= most
        });
        found
    }

    /// The text, number or word at `at`; none for what is null, an array or an object.
    pub(crate) fn scalar(self, at: Range<usize>) -> Option<Vec<u8>> {
        let value = self.text[at].trim_ascii();
        match value {
            [b'"', ..] => Some(string(value)),
            [b'-' | b'0'..=b'9' | b't' | b'f', ..] => Some(value.into()),
            _ => None,
        }
    }

    /// The text with the member `name` added at the end of the object at `at`; neither name nor value may need escapes.
    pub(crate) fn with(self, at: Range<usize>, token: &str, value: &[u8]) -> Vec<u8> {
        let object = &self.text[at.clone()];
        let close = at.start + object.iter().rposition(|&byte| byte == b'}').unwrap_or_default();
        let is_empty = self.each(&at, &mut |_| false);
        let comma: &[u8] = if is_empty { b"" } else { b"," };
        let (before, after) = self.text.split_at(close);
        [before, comma, b"\"", &token_text(token), b"\":\"", value, b"\"", after].concat()
    }

    /// Whether null stands at `at`.
    pub(crate) fn is_null(self, at: Range<usize>) -> bool {
        self.text[at].trim_ascii_start().starts_with(b"n")
    }

    /// Whether an object stands at `at`.
    pub(crate) fn is_object(self, at: Range<usize>) -> bool {
        self.text[at].trim_ascii_start().starts_with(b"{")
    }

    fn child(self, from: &Range<usize>, token: &[u8]) -> Result<Option<Range<usize>>, Repeated> {
        let mut found = None;
        let mut index = 0_usize;
        let place = core::str::from_utf8(token).ok().and_then(|digits| digits.parse().ok());
        let is_once = self.each(from, &mut |(key, value)| {
            let is_meant = if key.is_empty() { place == Some(index) } else { string(key) == token };
            index += 1;
            !is_meant || found.replace(value).is_none()
        });
        if is_once { Ok(found) } else { Err(Repeated) }
    }

    /// Tells `visit` each entry of the array or object at `from`, as long as it says to go on; `false` where it did not.
    fn each(self, from: &Range<usize>, visit: &mut dyn FnMut(Entry<'t>) -> bool) -> bool {
        let mut at = self.after_space(from.start);
        let is_object = match self.text.get(at) {
            Some(b'{') => true,
            Some(b'[') => false,
            _ => return true,
        };
        at = self.after_space(at + 1);
        while at < from.end && !matches!(self.text[at], b'}' | b']') {
            let mut key = &b""[..];
            if is_object {
                let end = self.value_end(at);
                key = &self.text[at..end];
                // Past the colon.
                at = self.after_space(self.after_space(end) + 1);
            }
            let end = self.value_end(at);
            if !visit((key, at..end)) {
                return false;
            }
            at = self.after_space(end);
            if self.text.get(at) == Some(&b',') {
                at = self.after_space(at + 1);
            }
        }
        true
    }

    fn after_space(self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// Where the value ends that begins at `at`.
    fn value_end(self, at: usize) -> usize {
        let (mut depth, mut end) = (0_usize, at);
        while let Some(&byte) = self.text.get(end) {
            match byte {
                b'"' => end = self.string_end(end),
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return end,
                b'}' | b']' => depth -= 1,
                b',' | b' ' | b'\t' | b'\r' | b'\n' | b':' if depth == 0 => return end,
                _ => {}
            }
            end += 1;
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return end;
            }
        }
        end
    }

    /// The place of the closing quote of the string that opens at `at`.
    fn string_end(self, at: usize) -> usize {
        let mut end = at + 1;
        while let Some(&byte) = self.text.get(end) {
            match byte {
                b'"' => return end,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.text.len().saturating_sub(1)
    }
}

/// What a string stands for that is written with quotes around it.
fn string(written: &[u8]) -> Vec<u8> {
    let inside = |text: &[u8]| text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_vec();
    if written.contains(&b'\\') { unescaped(&inside(&compact(written).unwrap_or_default())) } else { inside(written) }
}

/// Whether a string, written with quotes around it, names half a pair of surrogates.
fn is_broken(written: &[u8]) -> bool {
    let printed = if written.contains(&b'\\') { compact(written).unwrap_or_default() } else { Vec::new() };
    let mut rest = &printed[..];
    while let Some(at) = rest.iter().position(|&byte| byte == b'\\') {
        // What is whole was printed as itself: an escape that stays names a control character, or a half.
        if rest[at..].starts_with(b"\\ud") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

/// A token of a pointer without its escapes.
fn token_text(token: &str) -> Cow<'_, [u8]> {
    let token = token.as_bytes();
    if token.contains(&b'~') { replaced(&replaced(token, b"~1", b"/"), b"~0", b"~").into() } else { token.into() }
}

const SCALAR: &str = "a string, a number, or true or false";
