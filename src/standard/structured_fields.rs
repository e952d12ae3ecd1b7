//! A strict parser for structured fields (RFC 9651): input that two parsers could read differently is refused.

use alloc::{string::String, vec::Vec};

use crate::encoding::Encoding;
use crate::error::Unexpected;

/// A member of a dictionary.
pub(crate) struct Member<'t> {
    pub key: &'t str,
    pub value: Value<'t>,
    pub params: Vec<Param<'t>>,
}

/// The value of a member.
pub(crate) enum Value<'t> {
    List(Vec<Item<'t>>),
    /// A bare item, as written.
    Bare(&'t str),
}

/// An item of an inner list.
pub(crate) struct Item<'t> {
    /// The bare item, as written.
    pub raw: &'t str,
    pub params: Vec<Param<'t>>,
}

/// A parameter: its key, and its value as written; the value is empty if there is none.
pub(crate) type Param<'t> = (&'t str, &'t str);

/// The members of a dictionary (RFC 9651 §4.2.2); each key may occur once.
///
/// # Errors
///
/// The first unexpected byte.
pub(crate) fn dictionary(text: &str) -> Result<Vec<Member<'_>>, Unexpected> {
    let mut reader = Reader { text, at: 0 };
    let mut members: Vec<Member<'_>> = Vec::new();
    loop {
        let start = reader.at;
        let key = reader.key()?;
        if members.iter().any(|member| member.key == key) || members.len() == MAX_MEMBERS {
            return Err(Unexpected { at: start, ..reader.refusal("a key that stands once, and at most 64 of them") });
        }
        let value = match () {
            () if !reader.skip(b'=') => Value::Bare(""),
            () if reader.next() == Some(b'(') => Value::List(reader.list()?),
            () => Value::Bare(reader.bare()?),
        };
        members.push(Member { key, value, params: reader.params()? });
        reader.take(|byte| matches!(byte, b' ' | b'\t'));
        if reader.next().is_none() {
            return Ok(members);
        }
        reader.expect(b',', "`,` or the end")?;
        reader.take(|byte| matches!(byte, b' ' | b'\t'));
    }
}

/// The items of an inner list, in brackets.
///
/// # Errors
///
/// The first unexpected byte.
pub(crate) fn list(text: &str) -> Result<Vec<Item<'_>>, Unexpected> {
    let mut reader = Reader { text, at: 0 };
    let items = reader.list()?;
    if reader.next().is_none() { Ok(items) } else { Err(reader.refusal("the end")) }
}

/// The content of the bare item `raw`, if it is a string.
pub(crate) fn string(raw: &str) -> Option<String> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.push(if character == '\\' { characters.next()? } else { character });
    }
    Some(text)
}

/// The value of the bare item `raw`, if it is an integer.
pub(crate) fn integer(raw: &str) -> Option<i64> {
    raw.parse().ok()
}

/// The content of the bare item `raw`, if it is a byte sequence.
pub(crate) fn bytes(raw: &str) -> Option<Vec<u8>> {
    Encoding::Base64.read(raw.strip_prefix(':')?.strip_suffix(':')?.as_bytes()).ok()
}

/// Appends `text`, which must be printable ASCII, as a string (RFC 9651 §4.1.6).
pub(crate) fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

/// Appends parameters (RFC 9651 §4.1.1.2).
pub(crate) fn push_params(params: &[Param<'_>], out: &mut String) {
    for (key, raw) in params {
        out.push(';');
        out.push_str(key);
        if !raw.is_empty() {
            out.push('=');
            out.push_str(raw);
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn refusal(&self, expected: &'static str) -> Unexpected {
        Unexpected { at: self.at, expected, got: self.next().into() }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Unexpected> {
        if self.skip(byte) { Ok(()) } else { Err(self.refusal(expected)) }
    }

    fn take(&mut self, is_taken: fn(u8) -> bool) -> &'t str {
        let start = self.at;
        while self.next().is_some_and(is_taken) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// A key (RFC 9651 §4.2.3.3).
    fn key(&mut self) -> Result<&'t str, Unexpected> {
        if !self.next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'*') {
            return Err(self.refusal("a key in lower case"));
        }
        Ok(self.take(is_key))
    }

    /// An inner list (RFC 9651 §4.2.1.2).
    fn list(&mut self) -> Result<Vec<Item<'t>>, Unexpected> {
        let mut items = Vec::new();
        self.expect(b'(', "`(`")?;
        loop {
            let spaces = self.take(|byte| byte == b' ');
            if self.skip(b')') {
                return Ok(items);
            }
            if items.len() == MAX_ITEMS {
                return Err(self.refusal("at most 64 items"));
            }
            if spaces.is_empty() && !items.is_empty() {
                return Err(self.refusal("a space or `)`"));
            }
            items.push(Item { raw: self.bare()?, params: self.params()? });
        }
    }

    /// Parameters (RFC 9651 §4.2.3.2). A repeated key is refused, though the RFC lets the last one win. The
    /// value `?1` is dropped, as in serialisation (RFC 9651 §4.1.1.2).
    fn params(&mut self) -> Result<Vec<Param<'t>>, Unexpected> {
        let mut params: Vec<Param<'t>> = Vec::new();
        while self.skip(b';') {
            self.take(|byte| byte == b' ');
            let start = self.at;
            let key = self.key()?;
            if params.iter().any(|(own, _)| *own == key) || params.len() == MAX_PARAMS {
                return Err(Unexpected {
                    at: start,
                    ..self.refusal("a parameter that stands once, and at most 16 of them")
                });
            }
            let raw = if self.skip(b'=') { self.bare()? } else { "" };
            params.push((key, if raw == "?1" { "" } else { raw }));
        }
        Ok(params)
    }

    /// A bare item as written (RFC 9651 §4.2.3.1), of a type with only one spelling for each value.
    fn bare(&mut self) -> Result<&'t str, Unexpected> {
        let start = self.at;
        match self.next() {
            Some(b'"') => self.quoted()?,
            Some(b':') => {
                self.at += 1;
                self.take(|byte| byte != b':');
                self.expect(b':', "`:` at the end of base64")?;
                if bytes(&self.text[start..self.at]).is_none() {
                    return Err(Unexpected { at: start, ..self.refusal("base64 with its padding between colons") });
                }
            }
            Some(b'?') => {
                self.at += 1;
                if !self.skip(b'0') && !self.skip(b'1') {
                    return Err(self.refusal("`?0` or `?1`"));
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                self.skip(b'-');
                let digits = self.take(|byte| byte.is_ascii_digit());
                if digits.is_empty() || digits.len() > 15 || (digits.starts_with('0') && self.at > start + 1) {
                    return Err(Unexpected {
                        at: start,
                        ..self.refusal("a whole number as it is printed, of at most 15 digits")
                    });
                }
            }
            Some(b'*' | b'A'..=b'Z' | b'a'..=b'z') => {
                self.take(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte));
            }
            _ => return Err(self.refusal("a value")),
        }
        Ok(&self.text[start..self.at])
    }

    /// A string (RFC 9651 §4.2.5).
    fn quoted(&mut self) -> Result<(), Unexpected> {
        self.at += 1;
        loop {
            self.take(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
            if self.skip(b'"') {
                return Ok(());
            }
            self.expect(b'\\', "printable ASCII, and `\"` at the end")?;
            if !self.skip(b'"') && !self.skip(b'\\') {
                return Err(self.refusal("`\"` or `\\` after `\\`"));
            }
        }
    }
}

/// Whether `byte` may occur in a key after the first byte.
pub(crate) const fn is_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.' | b'*')
}

const MAX_MEMBERS: usize = 64;
const MAX_ITEMS: usize = 64;
const MAX_PARAMS: usize = 16;
