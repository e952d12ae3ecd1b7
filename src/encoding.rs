//! Bytes as text: how a digest is written, and how a key is read.

use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

/// How the raw signature becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Encoding {
    /// Lower-case hexadecimal (RFC 4648 §8).
    Hex,
    /// Base64 with padding (RFC 4648 §4).
    Base64,
}

impl Encoding {
    /// Appends `raw` to `text`, encoded.
    pub(crate) fn write(self, raw: &[u8], text: &mut Vec<u8>) {
        let start = text.len();
        match self {
            Self::Hex => {
                text.resize(start + 2 * raw.len(), 0);
                let written = hex::encode_to_slice(raw, &mut text[start..]);
                debug_assert!(written.is_ok(), "the slice has two bytes for each of `raw`");
            }
            Self::Base64 => {
                text.resize(start + Base64::encoded_len(raw), 0);
                let written = Base64::encode(raw, &mut text[start..]);
                debug_assert!(written.is_ok(), "the slice has the encoded length of `raw`");
            }
        }
    }
}

/// The bytes that `text` holds in base64, which may be a key's; `None` where it is not strict base64 with padding.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    Base64::decode_vec(core::str::from_utf8(text).ok()?).ok().map(Zeroizing::new)
}
