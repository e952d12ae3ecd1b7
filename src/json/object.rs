//! A JSON object as a string: members can be looked up and added; other bytes stay unchanged.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::members::{self, Members};
use super::{Serialiser, Unexpected};

/// A string that is one JSON object.
pub(crate) struct Object {
    /// The object without white space, its strings as ECMAScript serialises them; `members` are offsets in it.
    /// Zeroized on drop, since a JWK has its private key in it.
    serialised: Zeroizing<Vec<u8>>,
    members: Members,
}

impl Object {
    /// Parses `text`.
    ///
    /// # Errors
    ///
    /// The first byte that is not valid JSON, or the first byte of all if the value is not an object.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Unexpected> {
        let mut serialised = Zeroizing::new(Vec::with_capacity(text.len()));
        let mut serialiser = Serialiser { keeps_form: true, ..Serialiser::new(text, &mut serialised) };
        serialiser.skip_space();
        if serialiser.peek() != Some(b'{') {
            return Err(serialiser.unexpected("a JSON object"));
        }
        serialiser.document()?;
        let members = core::mem::take(&mut serialiser.members);
        Ok(Self { serialised, members })
    }

    /// The serialised scalar `name`: the characters between the quotes, or a number as written.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        let value = self.value(name)?;
        Some(inside_quotes(value).unwrap_or(value))
    }

    /// The value of `name`, serialised by ECMAScript; of several, the last.
    pub(crate) fn value(&self, name: &str) -> Option<&[u8]> {
        let place = self.members.iter().rposition(|member| member.key(&self.serialised) == name.as_bytes())?;
        let end = self.members.get(place + 1).map_or(self.serialised.len() - 1, |next| next.start - 1);
        Some(&self.serialised[self.members[place].key_end + 1..end])
    }

    /// Whether the value of `name` is the string `text`.
    pub(crate) fn is_text(&self, name: &str, text: &str) -> bool {
        self.value(name).and_then(inside_quotes) == Some(text.as_bytes())
    }

    /// Whether all keys are unique.
    pub(crate) fn names_are_unique(&self) -> bool {
        members::duplicates(&self.serialised, &self.members).is_empty()
    }

    /// The string or number `name`, without escapes.
    pub(crate) fn text(&self, name: &str) -> Option<Vec<u8>> {
        let value = self.value(name)?;
        match value {
            [b'"', ..] => inside_quotes(value).map(unescaped),
            [b'-' | b'0'..=b'9', ..] => Some(value.into()),
            _ => None,
        }
    }
}

fn inside_quotes(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(b"\"")?.strip_suffix(b"\"")
}

/// The characters of a serialised string, without escapes. A lone surrogate stays escaped: no UTF-8 encodes it.
pub(crate) fn unescaped(serialised: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(serialised.len());
    let mut rest = serialised;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let control = |digits: &[u8]| {
            let digits = core::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        match (byte, after) {
            (b'\\', [b'u', b'0', b'0', high, low, after @ ..]) => {
                text.extend(control(&[*high, *low]));
                rest = after;
            }
            (b'\\', [b'b' | b't' | b'n' | b'f' | b'r' | b'"' | b'\\', after @ ..]) => {
                text.push(match rest[0] {
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'f' => 12,
                    b'r' => b'\r',
                    own => own,
                });
                rest = after;
            }
            _ => text.push(byte),
        }
    }
    text
}
