//! The axis of the character encoding.

use alloc::vec::Vec;

use super::variant::{Change, List};

/// An encoding that is not UTF-8.
#[derive(Clone, Copy, Debug)]
pub(super) enum Charset {
    Latin1,
    /// The low byte of each unit of UTF-16, as Node's `latin1` has it.
    Latin1Cut,
    /// UTF-8, read as Latin-1 and written as UTF-8 again.
    DoubleUtf8,
    /// ASCII, with a question mark for every other letter.
    QuestionMarks,
    /// The same, with two for a letter of two units in UTF-16.
    QuestionMarkPairs,
}

pub(super) fn add(list: &mut List) {
    list.add("charset-latin1", 1, Change::Charset(Charset::Latin1));
    list.add("charset-latin1", 1, Change::Charset(Charset::Latin1Cut));
    list.add("charset-double-utf8", 1, Change::Charset(Charset::DoubleUtf8));
    list.add("charset-ascii-question-marks", 1, Change::Charset(Charset::QuestionMarks));
    list.add("charset-ascii-question-marks", 1, Change::Charset(Charset::QuestionMarkPairs));
}

impl Charset {
    /// Encodes `bytes` so, where they are a text.
    pub(super) fn apply(self, bytes: &mut Vec<u8>) {
        if bytes.is_ascii() {
            return;
        }
        let Ok(text) = core::str::from_utf8(bytes) else { return };
        let mut encoded = Vec::with_capacity(bytes.len());
        for letter in text.chars() {
            match (self, u8::try_from(letter)) {
                (_, Ok(byte @ 0..0x80)) | (Self::Latin1, Ok(byte)) => encoded.push(byte),
                (Self::Latin1Cut, _) => {
                    encoded.extend(letter.encode_utf16(&mut [0; 2]).iter().map(|unit| unit.to_be_bytes()[1]));
                }
                (Self::DoubleUtf8, _) => {
                    // Each byte of the letter is one or two of the first two blocks.
                    for &byte in letter.encode_utf8(&mut [0; 4]).as_bytes() {
                        encoded.extend_from_slice(&[0xc0 | byte >> 6, 0x80 | byte & 0x3f]);
                    }
                }
                (Self::QuestionMarkPairs, _) => encoded.resize(encoded.len() + letter.len_utf16(), b'?'),
                _ => encoded.push(b'?'),
            }
        }
        *bytes = encoded;
    }
}
