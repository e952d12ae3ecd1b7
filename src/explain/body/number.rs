//! Numbers, as each language reads and prints them.

use alloc::vec::Vec;

use super::style::{Numbers, Whole};
use crate::json;
use crate::text::decimal;

/// Appends `text`, a number in JSON's grammar; `None` where it would be refused.
pub(super) fn print(text: &str, numbers: &Numbers, out: &mut Vec<u8>) -> Option<()> {
    let is_whole = !text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    let stays = match numbers.whole {
        Whole::Written => true,
        Whole::Exact => is_whole,
        Whole::Long => is_whole && text.parse::<i64>().is_ok(),
        // Up to 15 digits, a double prints as it is written.
        Whole::Double => is_whole && text.len() <= 15 && text != "-0" && !numbers.zero.0,
    };
    if stays {
        // As an integer, zero has no sign.
        let is_negative_zero = text == "-0" && numbers.whole != Whole::Written;
        out.extend_from_slice(if is_negative_zero { b"0" } else { text.as_bytes() });
        return Some(());
    }
    let double = json::nearest(text.as_bytes());
    let is_null = !double.is_finite() && numbers.infinite == "null";
    if double.is_sign_negative() && !is_null && (double != 0.0 || numbers.negative_zero) {
        out.push(b'-');
    }
    if double.is_finite() {
        print_double(double.abs(), numbers, out);
        return Some(());
    }
    out.extend_from_slice(numbers.infinite.as_bytes());
    (!numbers.infinite.is_empty()).then_some(())
}

fn print_double(double: f64, numbers: &Numbers, out: &mut Vec<u8>) {
    let (digits, point) = shortest(double);
    let len = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |out: &mut Vec<u8>, count: i32| out.extend((0..count).map(|_| b'0'));
    let (first, last, last_with_fraction) = numbers.fixed;
    if point < first || point > if len > point { last_with_fraction } else { last } {
        let (head, tail) = digits.split_at(1);
        out.extend_from_slice(head);
        print_fraction(tail, numbers.zero.1, out);
        let exponent = decimal((point - 1).abs());
        let (letter, plus, width) = numbers.exponent;
        out.push(letter);
        out.extend_from_slice(if point < 1 { b"-" } else { plus.as_bytes() });
        zeros(out, width - i32::try_from(exponent.len()).unwrap_or_default());
        out.extend_from_slice(exponent.as_bytes());
        return;
    }
    if point <= 0 {
        out.extend_from_slice(b"0.");
        zeros(out, -point);
        out.extend_from_slice(&digits);
        return;
    }
    let (head, tail) = digits.split_at(usize::try_from(point.min(len)).unwrap_or_default());
    out.extend_from_slice(head);
    zeros(out, point - len);
    print_fraction(tail, numbers.zero.0, out);
}

fn print_fraction(digits: &[u8], zero: bool, out: &mut Vec<u8>) {
    if !digits.is_empty() || zero {
        out.push(b'.');
        out.extend_from_slice(if digits.is_empty() { b"0" } else { digits });
    }
}

/// The fewest digits that name the double, and how many of them stand before the decimal point.
fn shortest(double: f64) -> (Vec<u8>, i32) {
    let (mut digits, mut point, mut exponent) = (Vec::new(), 0, 0);
    let (mut in_fraction, mut in_exponent, mut is_small) = (false, false, false);
    for byte in ryu_js::Buffer::new().format_finite(double).bytes() {
        match byte {
            b'.' => in_fraction = true,
            b'e' => in_exponent = true,
            b'-' => is_small = true,
            b'0'..=b'9' if in_exponent => exponent = exponent * 10 + i32::from(byte - b'0'),
            b'0' if digits.is_empty() => point -= i32::from(in_fraction),
            b'0'..=b'9' => {
                digits.push(byte);
                point += i32::from(!in_fraction);
            }
            _ => {}
        }
    }
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        return (Vec::from(*b"0"), 1);
    }
    (digits, if is_small { point - exponent } else { point + exponent })
}
