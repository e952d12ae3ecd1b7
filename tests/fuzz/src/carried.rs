//! Whether a signature stands in a text, in any of the spellings that a receiver reads.

/// Whether `signature` stands anywhere in `text`: as it is, escaped for a URL once or several times, or escaped in JSON, and with
/// white space inside.
///
/// Each place of `text` is tried by itself, so that what stands before the signature cannot make an escape of its first
/// characters: of `%3d67`, `3d67` is a part.
pub(crate) fn carries(text: &[u8], signature: &str) -> bool {
    let mut plain = Vec::new();
    let mut rest = signature.as_bytes();
    while let Some((byte, after)) = character(rest) {
        plain.extend(Some(byte).filter(|byte| !byte.is_ascii_whitespace()));
        rest = after;
    }
    (0..text.len()).any(|at| begins(&text[at..], &plain))
}

/// Whether `text` begins with `plain`. In a query a plus sign is a space, which may stand within some encodings.
fn begins(text: &[u8], plain: &[u8]) -> bool {
    let Some((first, others)) = plain.split_first() else { return true };
    let Some((byte, after)) = character(text) else { return false };
    let is_space = byte.is_ascii_whitespace() || byte == b'+';
    (byte == *first && begins(after, others)) || (is_space && begins(after, plain))
}

/// The first character of `text`, without its escapes, and what stands after it.
fn character(text: &[u8]) -> Option<(u8, &[u8])> {
    let (first, after) = text.split_first()?;
    let json = text.strip_prefix(b"\\u00").and_then(escape);
    let json = json.or_else(|| text.strip_prefix(b"\\/").map(|after| (b'/', after)));
    let Some((mut byte, mut after)) = json.or_else(|| escape(text.strip_prefix(b"%")?)) else {
        return Some((*first, after));
    };
    // `%252b` is `%2b`, which is `+`.
    while let Some(inner) = escape(after).filter(|_| byte == b'%') {
        (byte, after) = inner;
    }
    Some((byte, after))
}

/// The byte of two hexadecimal digits, and what stands after them.
fn escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, after) = text.split_at_checked(2)?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = value(digits[0])? * 16 + value(digits[1])?;
    u8::try_from(byte).ok().map(|byte| (byte, after))
}
