//! The forms in which a program may have loaded a secret.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use super::causes::CauseId;
use crate::algorithm::hmac::hmac;
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::percent;
use crate::text::replaced;

/// A form: its id, its cost, and how it is made; `None` or the same bytes where it does not apply.
pub(super) type Form = (CauseId, u8, fn(&[u8]) -> Option<Vec<u8>>);

/// What a key makes of the secret `s` as it was given: first what is the key as it is, then texts, which a scheme that decodes
/// its secret decodes.
pub(super) const FORMS: &[Form] = &[
    (CauseId::SecretRaw, 1, |s| Some(s.to_vec())),
    (CauseId::SecretHexDecoded, 1, |s| Encoding::Hex.read(&s.to_ascii_lowercase()).ok().filter(|raw| !raw.is_empty())),
    (DECODED, 1, |s| Some(unbase64(s))),
    (CauseId::SecretPrefixRemoved, 1, |s| Some(after_prefix(s)?.to_vec())),
    (CauseId::SecretPrefixRemovedBase64Decoded, 1, |s| Some(unbase64(after_prefix(s)?))),
    (PREFIX_DECODED, 1, |s| s.starts_with(b"whsec_").then(|| unbase64(s))),
    (CauseId::SecretWebAppData, 2, |s| joined(&[&hmac(Hash::Sha256, b"WebAppData", s)])),
    (CauseId::SecretSha256, 2, |s| joined(&[&Hash::Sha256.digest(&[s])])),
    (CauseId::SecretDecodedHex, 2, |s| Some(Encoding::Hex.text(&unbase64(bare(s))))),
    (CauseId::SecretDecodedAsText, 2, |s| Some(String::from_utf8_lossy(&unbase64(bare(s))).into_owned().into_bytes())),
    (CauseId::SecretUtf16, 2, |s| utf16(s, u16::to_le_bytes)),
    (CauseId::SecretUtf16Be, 2, |s| utf16(s, u16::to_be_bytes)),
    (CauseId::SecretVersionLeftOn, 1, |s| Some(s.strip_prefix(b"v1,")?.to_vec())),
    (CauseId::SecretPrefixTwice, 1, |s| joined(&[b"whsec_", s.strip_prefix(b"whsec_")?.strip_prefix(b"whsec_")?])),
    (CauseId::SecretTrailingNewline, 1, |s| joined(&[s, b"\n"])),
    (CauseId::SecretTrailingCrlf, 1, |s| joined(&[s, b"\r\n"])),
    (CauseId::SecretTrailingSpace, 1, |s| joined(&[s, b" "])),
    (CauseId::SecretTrimmed, 1, |s| Some(s.trim_ascii().to_vec())),
    (CauseId::SecretQuoted, 1, |s| joined(&[b"\"", s, b"\""])),
    (CauseId::SecretSingleQuoted, 1, |s| joined(&[b"'", s, b"'"])),
    (CauseId::SecretQuotesRemoved, 1, unquoted),
    (CauseId::SecretBase64Encoded, 1, |s| Some(Encoding::Base64.text(s))),
    (CauseId::SecretEmpty, 1, |_| Some(Vec::new())),
    (CauseId::SecretUndefined, 1, |_| joined(&[b"undefined"])),
    (CauseId::SecretNull, 1, |_| joined(&[b"null"])),
    (CauseId::SecretNone, 1, |_| joined(&[b"None"])),
    (CauseId::SecretDollarExpanded, 1, dollar_expanded),
    (CauseId::SecretBackslashN, 1, |s| Some(replaced(s, b"\\n", b"\n"))),
    (CauseId::SecretHexEncoded, 2, |s| Some(Encoding::Hex.text(s))),
    (CauseId::SecretFirstCharacterLost, 2, |s| Some(s.get(1..)?.to_vec())),
    (CauseId::SecretLastCharacterLost, 2, |s| Some(s.split_last()?.1.to_vec())),
    (CauseId::SecretLowerCase, 2, |s| Some(s.to_ascii_lowercase())),
    (CauseId::SecretUpperCase, 2, |s| Some(s.to_ascii_uppercase())),
    (CauseId::SecretHtmlEscaped, 2, |s| Some(escaped(s, html))),
    (CauseId::SecretUrlEncoded, 2, |s| {
        Some(escaped(s, |byte, text| percent::push_encoded(text, &[byte], b"-._~!*'()")))
    }),
    (CauseId::SecretUrlEncoded, 2, |s| {
        Some(escaped(s, |byte, text| percent::push_encoded(text, &[byte], percent::UNRESERVED)))
    }),
    (LOOSELY, 1, |s| Some(s.to_vec())),
];

/// Where the four keys begin that a program made of the secret.
const MADE: usize = 6;
/// How many forms are the key as they are.
const WHOLE: usize = 12;

/// The key of the form at `place`, for a scheme that reads its secret with `decoder`, if any.
pub(super) fn make(place: usize, secret: &[u8], decoder: Option<Encoding>) -> Option<Vec<u8>> {
    let (name, _, form) = *FORMS.get(place)?;
    // The one is what such a scheme wants, the other says nothing where no prefix is taken off.
    if (name == DECODED && decoder == Some(Encoding::Base64)) || (name == PREFIX_DECODED && decoder.is_none()) {
        return None;
    }
    let key = form(secret)?;
    let Some(decoder) = decoder.filter(|_| place >= WHOLE) else { return Some(key) };
    let key = Zeroizing::new(key);
    let read = loosely(decoder, &key);
    // What strict readers refuse names nothing where the secret itself, read so, makes the same.
    let is_other = name == LOOSELY || read != loosely(decoder, secret) || is_strict(decoder, &read, &key);
    is_other.then_some(read)
}

/// Whether the form at `place` goes through the template of the key: all but the secret that stands for it, and the keys that are
/// made of it.
pub(super) const fn is_through(place: usize) -> bool {
    place > 0 && (place < MADE || place >= MADE + 4)
}

/// The secret without the prefix that a scheme takes off before it decodes.
fn bare(secret: &[u8]) -> &[u8] {
    secret.strip_prefix(b"whsec_").unwrap_or(secret)
}

fn joined(pieces: &[&[u8]]) -> Option<Vec<u8>> {
    Some(pieces.concat())
}

fn after_prefix(secret: &[u8]) -> Option<&[u8]> {
    [&b"whsec_"[..], b"AWS4", b"sk_live_", b"sk_test_", b"secret_", b"sk_"]
        .iter()
        .find_map(|prefix| secret.strip_prefix(*prefix))
}

/// Base64 of either alphabet as `Buffer.from` reads it: what is no letter of it is passed over, and `=` is the end.
fn unbase64(secret: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(secret.len());
    let (mut bits, mut held) = (0, 0_u32);
    for &byte in secret {
        let value = match byte {
            b'=' => break,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let [.., low] = (held >> bits).to_be_bytes();
            raw.push(low);
        }
    }
    raw
}

/// Whether `key` is `raw` as the encoding writes it.
fn is_strict(decoder: Encoding, raw: &[u8], key: &[u8]) -> bool {
    Zeroizing::new(decoder.text(raw)).eq_ignore_ascii_case(bare(key))
}

/// The secret as readers decode it that pass over what they do not know.
fn loosely(decoder: Encoding, secret: &[u8]) -> Vec<u8> {
    match decoder {
        Encoding::Hex => unhex(secret),
        Encoding::Base64 | Encoding::Base64Lines | Encoding::Base64Percent | Encoding::Base64Url => {
            unbase64(bare(secret))
        }
    }
}

/// Hexadecimal as `Buffer.from` reads it: up to what is none.
fn unhex(secret: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(secret.len() / 2);
    for pair in secret.chunks_exact(2) {
        let Ok(byte) = Encoding::Hex.read(&pair.to_ascii_lowercase()) else { break };
        raw.extend(byte);
    }
    raw
}

fn unquoted(secret: &[u8]) -> Option<Vec<u8>> {
    match secret {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => Some(inner.to_vec()),
        _ => None,
    }
}

/// What a shell makes of `$name`, which is empty there.
fn dollar_expanded(secret: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(secret.len());
    let mut rest = secret;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'$' && after.first().is_some_and(|next| next.is_ascii_alphabetic() || *next == b'_') {
            let name = after.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
            rest = &after[name..];
        } else {
            text.push(byte);
        }
    }
    Some(text)
}

fn escaped(secret: &[u8], escape: fn(u8, &mut Vec<u8>)) -> Vec<u8> {
    let mut text = Vec::with_capacity(secret.len() * 6);
    secret.iter().for_each(|&byte| escape(byte, &mut text));
    text
}

fn html(byte: u8, text: &mut Vec<u8>) {
    let entity: &[u8] = match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\'' => b"&#39;",
        _ => return text.push(byte),
    };
    text.extend_from_slice(entity);
}

fn utf16(secret: &[u8], bytes: fn(u16) -> [u8; 2]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(secret.len() * 2);
    core::str::from_utf8(secret).ok()?.encode_utf16().for_each(|unit| text.extend_from_slice(&bytes(unit)));
    Some(text)
}

/// A scheme that decodes its secret decodes this one, too.
const DECODED: CauseId = CauseId::SecretBase64Decoded;
const LOOSELY: CauseId = CauseId::SecretDecodedLoosely;
const PREFIX_DECODED: CauseId = CauseId::SecretPrefixDecoded;
