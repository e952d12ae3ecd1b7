//! Percent-coding: `%hh` for a byte (RFC 3986 §2.1).

use alloc::{string::String, vec::Vec};

/// `text` decoded, with `+` as the byte `plus`; broken escapes stay.
pub(crate) fn decoded(text: &[u8], plus: u8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let mut escaped = [0];
        match (byte, after.split_at_checked(2)) {
            (b'%', Some((digits, after))) if hex::decode_to_slice(digits, &mut escaped).is_ok() => {
                bytes.extend(escaped);
                rest = after;
            }
            (b'+', _) => bytes.push(plus),
            _ => bytes.push(byte),
        }
    }
    bytes
}

/// The text with another case of the digits after each `%`.
pub(crate) fn recased(mut text: Vec<u8>, case: fn(&u8) -> u8) -> Vec<u8> {
    let mut digits = 0;
    for byte in &mut text {
        match *byte {
            b'%' => digits = 2,
            _ if digits > 0 => {
                *byte = case(byte);
                digits -= 1;
            }
            _ => {}
        }
    }
    text
}

/// The offset at which the first escape with fewer than two digits ends, if there is one.
pub(crate) fn broken_escape(text: &[u8]) -> Option<usize> {
    text.iter().enumerate().filter(|(_, byte)| **byte == b'%').find_map(|(place, _)| {
        let digits = text[place + 1..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        (digits < 2).then_some(place + 1 + digits)
    })
}

/// Appends `bytes`, percent-encoding all except letters, digits and those in `kept`.
pub(crate) fn push_encoded(out: &mut Vec<u8>, bytes: &[u8], kept: &[u8]) {
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte);
        } else {
            push_escaped(out, byte);
        }
    }
}

/// `bytes`, percent-encoded as by [`push_encoded`].
pub(crate) fn encoded(bytes: &[u8], kept: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    push_encoded(&mut out, bytes, kept);
    // Bytes beyond ASCII are kept by nobody.
    String::from_utf8(out).unwrap_or_default()
}

/// Appends `byte` as `%hh`.
pub(crate) fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    out.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

/// The unreserved characters besides letters and digits (RFC 3986 §2.3).
pub(crate) const UNRESERVED: &[u8] = b"-._~";
const HEX: &[u8; 16] = b"0123456789ABCDEF";
