//! Strings: parsed with all escapes, and serialised as by `QuoteJSONString` (ECMA-262 §25.5.2.3).

use alloc::vec::Vec;

use super::{Serialiser, Unexpected};

/// Parses the string at the cursor.
pub(super) fn string(json: &mut Serialiser<'_, '_>) -> Result<(), Unexpected> {
    json.at += 1;
    loop {
        json.at += plain(&json.input[json.at..]);
        match json.peek() {
            Some(b'"') => break,
            Some(b'\\') => escape(json)?,
            _ => return Err(json.unexpected("the rest of a string (control characters are escaped)")),
        }
    }
    json.at += 1;
    Ok(())
}

/// Appends `text` as a JSON string.
#[cfg(feature = "standards")]
pub(crate) fn quote(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    text.chars().for_each(|character| print(character.into(), out));
    out.push(b'"');
}

fn escape(json: &mut Serialiser<'_, '_>) -> Result<(), Unexpected> {
    let start = json.at;
    json.at += 1;
    match json.peek() {
        Some(b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') => json.at += 1,
        Some(b'/') => {
            json.at += 1;
            json.replace_pending(start, |out| out.push(b'/'));
        }
        Some(b'u') => {
            json.at += 1;
            let code = code_point(json)?;
            json.replace_pending(start, |out| print(code, out));
        }
        _ => return Err(json.unexpected("one of `\"\\/bfnrtu` after a backslash")),
    }
    Ok(())
}

/// After the `u` of `\uXXXX`: the code unit, or the code point of a surrogate pair.
fn code_point(json: &mut Serialiser<'_, '_>) -> Result<u32, Unexpected> {
    let unit = hex4(json)?;
    if let (0xd800..=0xdbff, Some(b"\\u")) = (unit, json.input.get(json.at..json.at + 2)) {
        let after = json.at;
        json.at += 2;
        let low = hex4(json)?;
        if let 0xdc00..=0xdfff = low {
            return Ok(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        }
        json.at = after;
    }
    Ok(unit)
}

fn hex4(json: &mut Serialiser<'_, '_>) -> Result<u32, Unexpected> {
    let mut unit = 0;
    for _ in 0..4 {
        let digit = json.peek().and_then(|byte| char::from(byte).to_digit(16));
        unit = unit << 4 | digit.ok_or_else(|| json.unexpected("a hexadecimal digit"))?;
        json.at += 1;
    }
    Ok(unit)
}

/// Serialises a code point that was escaped; a lone surrogate stays escaped.
fn print(code: u32, out: &mut Vec<u8>) {
    let short = match code {
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        0x22 => b'"',
        0x5c => b'\\',
        _ => {
            return match char::from_u32(code) {
                Some(byte) if code >= 0x20 => out.extend_from_slice(byte.encode_utf8(&mut [0; 4]).as_bytes()),
                _ => {
                    let digit = |shift: u32| b"0123456789abcdef"[(code >> shift & 15) as usize];
                    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
                }
            };
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// The number of bytes at the start that need no escape: all but the quote, the backslash and control characters.
fn plain(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks();
    for (index, &word) in words.iter().enumerate() {
        let marks = special(word);
        if marks != 0 {
            return index * WORD + marks.trailing_zeros() as usize / 8;
        }
    }
    let rest_plain = rest.iter().position(|&byte| matches!(byte, 0..0x20 | b'"' | b'\\')).unwrap_or(rest.len());
    text.len() - rest.len() + rest_plain
}

/// The highest bit of each byte that may need an escape, for a whole word at once: `(x - n) & !x` sets it in a byte of
/// `x` below `n`. The lowest set bit is exact; bits above it may be wrong.
fn special(word: [u8; WORD]) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let word = u64::from_le_bytes(word);
    let below = |x: u64, n: u64| x.wrapping_sub(ONES * n) & !x;
    let (quote, backslash) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
    (below(word, 0x20) | below(quote, 1) | below(backslash, 1)) & (ONES * 0x80)
}

const WORD: usize = 8;
