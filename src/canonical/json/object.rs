//! A JSON object as text: looked into and added to, its other bytes left as they are.

use alloc::vec::Vec;

use super::members::Members;
use super::{Misfit, Printer};

/// A text that is one JSON object.
pub(crate) struct Object<'a> {
    text: &'a [u8],
    printed: Vec<u8>,
    members: Members,
}

impl<'a> Object<'a> {
    /// Reads `text`.
    ///
    /// # Errors
    ///
    /// The first byte at which it is no JSON, or the first of all where it is no object.
    pub(crate) fn parse(text: &'a [u8]) -> Result<Self, Misfit> {
        let mut printed = Vec::with_capacity(text.len());
        let mut printer = Printer::new(text, &mut printed);
        printer.skip_space();
        if printer.peek() != Some(b'{') {
            return Err(printer.misfit("a JSON object"));
        }
        printer.document()?;
        let members = core::mem::take(&mut printer.members);
        Ok(Self { text, printed, members })
    }

    /// The text of the scalar called `name`: what is between its quotes, or a number as it prints.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        let place = self.members.iter().rposition(|member| member.key(&self.printed) == name.as_bytes())?;
        let end = self.members.get(place + 1).map_or(self.printed.len() - 1, |next| next.start - 1);
        let value = &self.printed[self.members[place].key_end + 1..end];
        Some(value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value))
    }

    /// The text with `members` added at its end; neither names nor values may need escapes.
    pub(crate) fn with(&self, members: &[(&str, &[u8])]) -> Vec<u8> {
        let close = self.text.iter().rposition(|&byte| byte == b'}').unwrap_or_default();
        let mut text = self.text[..close].to_vec();
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 || !self.members.is_empty() {
                text.push(b',');
            }
            for piece in [b"\"", name.as_bytes(), b"\":\"", value, b"\""] {
                text.extend_from_slice(piece);
            }
        }
        text.extend_from_slice(&self.text[close..]);
        text
    }
}
