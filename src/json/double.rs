//! The double nearest to a decimal number; ties go to even (ECMA-262 §6.1.6.1, IEEE 754 §5.12.2).
//!
//! A short number takes one division or multiplication of exact doubles (W. D. Clinger, "How to Read Floating Point
//! Numbers Accurately"). For other numbers, an estimate is moved until the number lies between the two midpoints around
//! it. Big integers compare the number with the midpoints exactly. The only table is that of the powers of ten.
//!
//! `str::parse::<f64>` gives the same numbers, but its tables and its second algorithm make the modules larger: `core` by
//! 12,917 gzipped bytes and `hmac` by 12,609 (measured with Rust 1.95).

use alloc::vec::Vec;
use core::cmp::Ordering;

/// The double nearest to `text`, a number in JSON's grammar; infinite on overflow.
pub(crate) fn nearest(text: &[u8]) -> f64 {
    let (sign, text) = text.strip_prefix(b"-").map_or((1.0, text), |text| (-1.0, text));
    sign * Decimal::read(text).nearest()
}

/// `digits · 10^exponent`, without zeros at either end of the digits.
struct Decimal {
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(text: &[u8]) -> Self {
        let mark = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
        let (mantissa, exponent) = text.split_at(mark);
        let point = mantissa.iter().position(|&byte| byte == b'.');
        let fraction = point.map_or(0, |point| mantissa.len() - point - 1);
        let mut digits: Vec<u8> = mantissa.iter().filter(|&&byte| byte != b'.').map(|byte| byte - b'0').collect();
        let mut exponent = read_exponent(exponent) - i64::try_from(fraction).unwrap_or(i64::MAX);
        let zeros = digits.iter().take_while(|&&digit| digit == 0).count();
        digits.drain(..zeros);
        if digits.len() > ENOUGH {
            // One nonzero digit replaces all that follow: no midpoint has so many digits.
            let rest = digits.split_off(ENOUGH);
            exponent += i64::try_from(rest.len()).unwrap_or(i64::MAX);
            if rest.iter().any(|&digit| digit != 0) {
                digits.push(1);
                exponent -= 1;
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
            exponent += 1;
        }
        Self { digits, exponent }
    }

    fn nearest(&self) -> f64 {
        let magnitude = i64::try_from(self.digits.len()).unwrap_or(i64::MAX) + self.exponent;
        if self.digits.is_empty() || magnitude < -330 {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        let leading = self.digits.iter().take(19).fold(0, |number: u64, &digit| number * 10 + u64::from(digit));
        let dropped = i64::try_from(self.digits.len().saturating_sub(19)).unwrap_or(i64::MAX);
        let guess = scaled(leading, self.exponent + dropped);
        if leading <= 1 << 53 && dropped == 0 && self.exponent.abs() <= 22 {
            return guess;
        }
        let whole = Whole::of_digits(&self.digits);
        // Non-negative doubles sort like their bits.
        let mut bits = guess.min(f64::MAX).to_bits();
        while bits < f64::INFINITY.to_bits() && self.compare_above(&whole, bits) == Ordering::Greater {
            bits += 1;
        }
        while bits > 0 && self.compare_above(&whole, bits - 1) == Ordering::Less {
            bits -= 1;
        }
        if bits & 1 == 1 && self.compare_above(&whole, bits) == Ordering::Equal {
            bits += 1;
        } else if bits & 1 == 1 && self.compare_above(&whole, bits - 1) == Ordering::Equal {
            bits -= 1;
        }
        f64::from_bits(bits)
    }

    /// Compares this number, whose digits are `whole`, with the midpoint between the double `bits` and the next one.
    fn compare_above(&self, whole: &Whole, bits: u64) -> Ordering {
        // (2·mantissa + 1) · 2^(binary - 1)
        let (mantissa, binary) = match bits >> 52 {
            0 => (bits, -1074),
            biased => ((bits & ((1 << 52) - 1)) | (1 << 52), i64::from(low(biased)) - 1075),
        };
        let (mut number, mut midpoint) = (whole.clone(), Whole::of(2 * mantissa + 1));
        let fives = if self.exponent < 0 { &mut midpoint } else { &mut number };
        fives.times_power_of_five(self.exponent.unsigned_abs());
        let twos = self.exponent - (binary - 1);
        let shifted = if twos < 0 { &mut midpoint } else { &mut number };
        shifted.shift_left(twos.unsigned_abs());
        number.compare(&midpoint)
    }
}

/// A big natural number: the least significant limb first, without zero limbs at the end.
#[derive(Clone)]
struct Whole(Vec<u32>);

impl Whole {
    fn of(number: u64) -> Self {
        let mut whole = Self(Vec::from([low(number), low(number >> 32)]));
        whole.trim();
        whole
    }

    fn of_digits(digits: &[u8]) -> Self {
        let mut whole = Self(Vec::new());
        for &digit in digits {
            whole.times_plus(10, digit.into());
        }
        whole
    }

    fn times_power_of_five(&mut self, mut power: u64) {
        while power > 0 {
            let step = power.min(13);
            self.times_plus(5_u32.pow(low(step)), 0);
            power -= step;
        }
    }

    /// `self · factor + summand`
    fn times_plus(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn shift_left(&mut self, bits: u64) {
        self.times_plus(1 << (bits % 32), 0);
        let limbs = low(bits / 32) as usize;
        self.0.splice(..0, core::iter::repeat_n(0, limbs));
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// The number after `e` or `E`, limited to a size that decides the result by itself.
fn read_exponent(exponent: &[u8]) -> i64 {
    let digits = exponent.iter().filter(|byte| byte.is_ascii_digit());
    let number = digits.fold(0_i64, |number, byte| number.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
    let number = number.min(i64::MAX / 4);
    if exponent.contains(&b'-') { -number } else { number }
}

/// `number · 10^power`: exact if both factors are, approximate otherwise.
#[expect(clippy::cast_precision_loss, reason = "a guess, or a number that a double holds")]
fn scaled(number: u64, power: i64) -> f64 {
    let mut scaled = number as f64;
    let mut left = power.unsigned_abs();
    while left > 0 {
        let step = left.min(22);
        let ten = TENS[low(step) as usize];
        scaled = if power < 0 { scaled / ten } else { scaled * ten };
        left -= step;
    }
    scaled
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
const fn low(number: u64) -> u32 {
    number as u32
}

/// The powers of ten that a double represents exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// More digits than the longest midpoint between two doubles has (767).
const ENOUGH: usize = 800;
