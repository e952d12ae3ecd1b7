//! The encodings that people take for UTF-8, and other line breaks.

use alloc::{string::String, vec::Vec};

use crate::percent;
use crate::text::replaced;

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
    /// UTF-16, the low byte of each unit first, as a text of .NET in memory.
    Utf16Le,
    Utf16Be,
    /// Bytes that are no text, each read as Latin-1, and written as UTF-8.
    BytesAsLatin1,
    /// Bytes that are no text, read as UTF-8: U+FFFD stands for each that cannot be.
    BytesAsUtf8,
    /// Percent-encoding with lower-case digits.
    LowerEscapes,
    /// Another text for each of one, as for line feeds.
    Replaced(&'static str, &'static str),
}

impl Charset {
    /// Encodes `bytes` so; those that are a text, and those that are none, each as it applies.
    pub(super) fn apply(self, bytes: &mut Vec<u8>) {
        let encoded = match (self, core::str::from_utf8(bytes)) {
            (Self::Replaced(from, to), _) => replaced(bytes, from.as_bytes(), to.as_bytes()),
            (Self::LowerEscapes, _) => percent::recased(bytes.clone(), u8::to_ascii_lowercase),
            (Self::BytesAsLatin1, Err(_)) => {
                bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()
            }
            (Self::BytesAsUtf8, Err(_)) => String::from_utf8_lossy(bytes).into_owned().into_bytes(),
            (Self::BytesAsLatin1 | Self::BytesAsUtf8, Ok(_)) => return,
            (Self::Utf16Le, Ok(text)) => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            (Self::Utf16Be, Ok(text)) => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            (own @ (Self::Latin1 | Self::Latin1Cut | Self::DoubleUtf8), Ok(text)) => own.letters(text),
            (own @ (Self::QuestionMarks | Self::QuestionMarkPairs), Ok(text)) => own.letters(text),
            (Self::Utf16Le | Self::Utf16Be | Self::Latin1 | Self::Latin1Cut | Self::DoubleUtf8, Err(_)) => return,
            (Self::QuestionMarks | Self::QuestionMarkPairs, Err(_)) => return,
        };
        *bytes = encoded;
    }

    /// The text in an encoding that has ASCII in common with UTF-8.
    fn letters(self, text: &str) -> Vec<u8> {
        let mut encoded = Vec::with_capacity(text.len());
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
                (Self::QuestionMarks, _) | (Self::Latin1, Err(_)) => encoded.push(b'?'),
                // These are no encodings of single letters.
                (Self::Utf16Le | Self::Utf16Be | Self::BytesAsLatin1 | Self::BytesAsUtf8, _)
                | (Self::LowerEscapes | Self::Replaced(..), _) => {}
            }
        }
        encoded
    }
}
