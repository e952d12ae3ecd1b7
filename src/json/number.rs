//! Numbers: converted to a double, and written as by `Number::toString` (ECMA-262 §6.1.6.1.20).

use alloc::vec::Vec;

use super::double::nearest;
use super::{Serialiser, Unexpected};

/// Parses the number at the cursor.
pub(super) fn number(json: &mut Serialiser<'_, '_>) -> Result<(), Unexpected> {
    let start = json.at;
    if json.peek() == Some(b'-') {
        json.at += 1;
    }
    let whole = json.at;
    match json.peek() {
        Some(b'0') => json.at += 1,
        _ => digits(json)?,
    }
    let point = json.at;
    if json.peek() == Some(b'.') {
        json.at += 1;
        digits(json)?;
    }
    let fraction = json.input[point..json.at].strip_prefix(b".").unwrap_or_default();
    let exponent = matches!(json.peek(), Some(b'e' | b'E'));
    if exponent {
        json.at += 1;
        if let Some(b'+' | b'-') = json.peek() {
            json.at += 1;
        }
        digits(json)?;
    }
    if !json.keeps_form && (exponent || !prints_as_written(&json.input[whole..point], fraction)) {
        let text = &json.input[start..json.at];
        json.replace_pending(start, |out| print_double(text, out));
    }
    Ok(())
}

fn digits(json: &mut Serialiser<'_, '_>) -> Result<(), Unexpected> {
    if !matches!(json.peek(), Some(b'0'..=b'9')) {
        return Err(json.unexpected("a digit"));
    }
    while let Some(b'0'..=b'9') = json.peek() {
        json.at += 1;
    }
    Ok(())
}

fn print_double(text: &[u8], out: &mut Vec<u8>) {
    let number = nearest(text);
    match number {
        // `JSON.stringify` writes infinity as `null`, and both zeros as `0`.
        _ if !number.is_finite() => out.extend_from_slice(b"null"),
        0.0 => out.push(b'0'),
        _ => out.extend_from_slice(ryu_js::Buffer::new().format_finite(number).as_bytes()),
    }
}

/// Whether the double nearest to `whole.fraction` is serialised as exactly this string.
///
/// Two strings with up to 15 significant digits stand for different doubles, so none has a shorter or different
/// serialisation. Only the form remains to be checked: no `-0`, no trailing zeros, no exponent (used below 1e-6).
fn prints_as_written(whole: &[u8], fraction: &[u8]) -> bool {
    let digits = whole.len() + fraction.len();
    match fraction {
        [] => digits <= 15 && whole != b"0",
        [.., b'0'] => false,
        _ => digits <= 15 && (whole != b"0" || !fraction.starts_with(b"000000")),
    }
}
