//! Finds values in a JSON string by their pointers (RFC 6901), without changing a byte of it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Unexpected, compact, unescaped};
use crate::text::replaced;

/// A valid JSON string in which values can be looked up.
#[derive(Clone, Copy)]
pub(crate) struct Document<'t> {
    text: &'t [u8],
}

/// A key occurs twice in an object, so that parsers disagree about its value.
#[derive(Debug)]
pub(crate) struct Repeated;

/// An entry of an array or object: the key with its quotes (empty in an array), and the byte range of the value.
type Entry<'t> = (&'t [u8], Range<usize>);

impl<'t> Document<'t> {
    /// Checks that `text` is JSON.
    ///
    /// # Errors
    ///
    /// The first byte that is not valid JSON.
    pub(crate) fn parse(text: &'t [u8]) -> Result<Self, Unexpected> {
        compact(text)?;
        Ok(Self { text })
    }

    /// The byte range of a value inside the value at `from`: `name` is a key or, if it is empty or starts with `/`, a
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

    /// The value of `name` as a string; `None` if it is absent or null.
    ///
    /// # Errors
    ///
    /// What was expected and found, if the value is an array or object, or if parsers read it differently because of a
    /// repeated key or a lone surrogate. A number stays as written: `1.50`.
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

    /// The value at `at`, as it stands.
    #[cfg(feature = "standards")]
    pub(crate) fn raw(self, at: Range<usize>) -> &'t [u8] {
        self.text[at].trim_ascii()
    }

    /// The byte range of the whole document.
    pub(crate) fn whole(self) -> Range<usize> {
        0..self.text.len()
    }

    /// The byte ranges of the elements of the array at `from`, at most `most` plus one; empty for any other value.
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

    /// The string, number or boolean at `at`; `None` for null, an array or an object.
    pub(crate) fn scalar(self, at: Range<usize>) -> Option<Vec<u8>> {
        let value = self.text[at].trim_ascii();
        match value {
            [b'"', ..] => Some(string(value)),
            [b'-' | b'0'..=b'9' | b't' | b'f', ..] => Some(value.into()),
            _ => None,
        }
    }

    /// The document with `members` added at the end of the object at `at`. Neither names nor values may need escapes.
    pub(crate) fn with(self, at: Range<usize>, members: &[(&[u8], &[u8])]) -> Vec<u8> {
        let object = &self.text[at.clone()];
        let close = at.start + object.trim_ascii_end().len() - 1;
        let mut text = self.text[..close].to_vec();
        let mut is_empty = self.each(&at, &mut |_| false);
        for (name, value) in members {
            for piece in [if is_empty { &b""[..] } else { b"," }, b"\"", name, b"\":\"", value, b"\""] {
                text.extend_from_slice(piece);
            }
            is_empty = false;
        }
        text.extend_from_slice(&self.text[close..]);
        text
    }

    /// Whether the value at `at` is null.
    pub(crate) fn is_null(self, at: Range<usize>) -> bool {
        self.text[at].trim_ascii_start().starts_with(b"n")
    }

    /// Whether the value at `at` is an object.
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

    /// Calls `visit` for each entry of the array or object at `from` until it returns `false`; returns `false` in this
    /// case.
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
                // After the colon.
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

    /// The end of the value that starts at `at`.
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

    /// The offset of the closing quote of the string that opens at `at`.
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

/// The content of a string that is written with quotes.
fn string(written: &[u8]) -> Vec<u8> {
    let inside = |text: &[u8]| text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_vec();
    if written.contains(&b'\\') { unescaped(&inside(&compact(written).unwrap_or_default())) } else { inside(written) }
}

/// Whether a quoted string contains a lone surrogate.
fn is_broken(written: &[u8]) -> bool {
    let serialised = if written.contains(&b'\\') { compact(written).unwrap_or_default() } else { Vec::new() };
    let mut rest = &serialised[..];
    while let Some(at) = rest.iter().position(|&byte| byte == b'\\') {
        // Serialising has unescaped complete pairs: a remaining `\ud` escape is a lone surrogate.
        if rest[at..].starts_with(b"\\ud") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

/// The unescaped text of a pointer token.
pub(crate) fn token_text(token: &str) -> Cow<'_, [u8]> {
    let token = token.as_bytes();
    if token.contains(&b'~') { replaced(&replaced(token, b"~1", b"/"), b"~0", b"~").into() } else { token.into() }
}

const SCALAR: &str = "a string, a number, or true or false";
