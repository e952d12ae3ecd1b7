//! Encodings of bytes: how a signature is written, and how a key is read.

use alloc::vec::Vec;

use base64ct::{Base64, Base64UrlUnpadded};
use zeroize::Zeroizing;

use crate::error::Unexpected;
use crate::named::named;
use crate::text::replaced;

named! {
    /// How the raw signature is written as a string.
    pub enum Encoding {
        /// Lower-case hexadecimal (RFC 4648 §8); upper case is accepted when read.
        Hex = "hex",
        /// Base64 with padding (RFC 4648 §4).
        Base64 = "base64",
        /// Base64 with padding; line breaks and other white space inside are accepted when read (RFC 2045 §6.8).
        Base64Lines = "base64-lines",
        /// Base64 with `+`, `/` and `=` percent-encoded as `%2b`, `%2f` and `%3d`; either case is accepted when read.
        Base64Percent = "base64-percent",
        /// Base64url without padding (RFC 4648 §5, RFC 7515 §2).
        Base64Url = "base64url",
    }
}

impl Encoding {
    /// Appends `raw`, encoded, to `text`.
    pub(crate) fn write(self, raw: &[u8], text: &mut Vec<u8>) {
        match self {
            Self::Hex => {
                let start = text.len();
                text.resize(start + 2 * raw.len(), 0);
                let written = hex::encode_to_slice(raw, &mut text[start..]);
                debug_assert!(written.is_ok(), "the slice has two bytes for each of `raw`");
            }
            Self::Base64 | Self::Base64Lines => encode::<Base64>(raw, text),
            Self::Base64Percent => {
                let mut bare = Vec::new();
                encode::<Base64>(raw, &mut bare);
                let escaped = PERCENT.iter().fold(bare, |bare, (byte, escape)| replaced(&bare, byte, escape));
                text.extend_from_slice(&escaped);
            }
            Self::Base64Url => encode::<Base64UrlUnpadded>(raw, text),
        }
    }

    /// `raw`, encoded.
    pub(crate) fn text(self, raw: &[u8]) -> Vec<u8> {
        // Allocate once: growing would leave a copy behind, and `raw` may be a key.
        let mut text = Vec::with_capacity(raw.len() * 2 + 4);
        self.write(raw, &mut text);
        text
    }

    /// Decodes `text` strictly.
    ///
    /// # Errors
    ///
    /// The first byte that the encoding does not allow, or the end of an incomplete string.
    pub(crate) fn read(self, text: &[u8]) -> Result<Vec<u8>, Unexpected> {
        let read = match self {
            Self::Hex if text.iter().any(u8::is_ascii_uppercase) => None,
            Self::Hex => hex_bytes(text),
            Self::Base64 => decode::<Base64>(text),
            Self::Base64Lines => decode::<Base64>(&without_white_space(text)),
            Self::Base64Percent => {
                let lower = |bare: Vec<u8>, escape: &[u8]| replaced(&bare, &escape.to_ascii_uppercase(), escape);
                let bare = PERCENT
                    .iter()
                    .fold(text.to_vec(), |bare, (byte, escape)| replaced(&lower(bare, escape), escape, byte));
                decode::<Base64>(&bare)
            }
            Self::Base64Url => decode::<Base64UrlUnpadded>(text),
        };
        let expected = match self {
            Self::Hex => "lower-case hexadecimal",
            Self::Base64 | Self::Base64Lines => "base64 with its padding",
            Self::Base64Percent => "base64 with its padding, percent-encoded",
            Self::Base64Url => "base64url without padding",
        };
        let is_read = |byte: u8| self.writes(byte) || (self == Self::Base64Lines && byte.is_ascii_whitespace());
        read.ok_or_else(|| {
            let at = text.iter().position(|&byte| !is_read(byte)).unwrap_or(text.len());
            Unexpected { at, expected, got: text.get(at).copied().into() }
        })
    }

    /// Whether `byte` may occur in the output of [`Self::write`].
    pub(crate) const fn writes(self, byte: u8) -> bool {
        match self {
            Self::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Self::Base64 | Self::Base64Lines => is_base64(byte),
            Self::Base64Percent => byte.is_ascii_alphanumeric() || byte == b'%',
            Self::Base64Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        }
    }
}

/// Whether `byte` is in the base64 alphabet, without padding.
pub(crate) const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Decodes strict base64 with padding; the result may be a key.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode::<Base64>(text).map(Zeroizing::new)
}

/// Decodes hexadecimal of either case; the result may be a key.
pub(crate) fn decode_hex(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    hex_bytes(text).map(Zeroizing::new)
}

/// The bytes that are no white space; they may be a key.
pub(crate) fn without_white_space(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut compact = Zeroizing::new(Vec::with_capacity(text.len()));
    compact.extend(text.iter().filter(|byte| !byte.is_ascii_whitespace()));
    compact
}

fn encode<E: base64ct::Encoding>(raw: &[u8], text: &mut Vec<u8>) {
    let start = text.len();
    text.resize(start + E::encoded_len(raw), 0);
    let written = E::encode(raw, &mut text[start..]);
    debug_assert!(written.is_ok(), "the slice has the encoded length of `raw`");
}

fn decode<E: base64ct::Encoding>(text: &[u8]) -> Option<Vec<u8>> {
    E::decode_vec(core::str::from_utf8(text).ok()?).ok()
}

fn hex_bytes(text: &[u8]) -> Option<Vec<u8>> {
    let mut raw = Vec::from_iter(core::iter::repeat_n(0, text.len() / 2));
    hex::decode_to_slice(text, &mut raw).ok().map(|()| raw)
}

/// The base64 characters that URLs escape, and their escapes.
const PERCENT: [(&[u8], &[u8]); 3] = [(b"+", b"%2b"), (b"/", b"%2f"), (b"=", b"%3d")];
