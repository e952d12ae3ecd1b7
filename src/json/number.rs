//! Numbers: through a double, and printed as `Number::toString` does (ECMA-262 §6.1.6.1.20).

use alloc::{format, string::String, vec::Vec};

use super::{Misfit, Printer};

impl Printer<'_, '_> {
    pub(super) fn number(&mut self) -> Result<(), Misfit> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let whole = self.at;
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        let point = self.at;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        let fraction = self.input[point..self.at].strip_prefix(b".").unwrap_or_default();
        let exponent = matches!(self.peek(), Some(b'e' | b'E'));
        if exponent {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        if exponent || !prints_as_written(&self.input[whole..point], fraction) {
            let text = &self.input[start..self.at];
            self.print_instead(start, |out| print_double(text, out));
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Misfit> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.misfit("a digit"));
        }
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        Ok(())
    }
}

fn print_double(text: &[u8], out: &mut Vec<u8>) {
    let text = core::str::from_utf8(text).unwrap_or_default();
    let number: f64 = if text.len() > LONG { scaled(text).parse() } else { text.parse() }.unwrap_or(f64::NAN);
    match number {
        // `JSON.stringify` prints an overflow to infinity as `null`, and both zeros as `0`.
        _ if !number.is_finite() => out.extend_from_slice(b"null"),
        0.0 => out.push(b'0'),
        _ => out.extend_from_slice(ryu_js::Buffer::new().format_finite(number).as_bytes()),
    }
}

/// The number as `0.ddd…e±n`: the standard library stops counting at an exponent of 65 536, which many digits can outweigh.
fn scaled(text: &str) -> String {
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |number| ("-", number));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    // Digits of an exponent beyond all texts decide it alone.
    let limit = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    let exponent = exponent.parse().unwrap_or(limit);
    let point = i64::try_from(whole.len() + significant.len()).unwrap_or(i64::MAX / 2);
    let point = point - i64::try_from(digits.len()).unwrap_or(i64::MAX / 2);
    format!("{sign}0.{significant}0e{}", point.saturating_add(exponent).clamp(-1000, 1000))
}

/// Whether the double nearest to `whole.fraction` prints as just this text.
///
/// Texts of up to 15 significant digits name different doubles, so none can print as a shorter or another one; what is
/// left is the form: no `-0`, no zeros at the end, no exponent (which begins below 1e-6).
fn prints_as_written(whole: &[u8], fraction: &[u8]) -> bool {
    let digits = whole.len() + fraction.len();
    match fraction {
        [] => digits <= 15 && whole != b"0",
        [.., b'0'] => false,
        _ => digits <= 15 && (whole != b"0" || !fraction.starts_with(b"000000")),
    }
}

/// Up to this length no exponent that the standard library misjudges can be outweighed.
const LONG: usize = 1000;
