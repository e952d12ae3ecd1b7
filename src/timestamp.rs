//! When a request is signed: an argument, never a clock.

use alloc::{format, string::String};

use crate::error::{Error, Fault};

/// The moment a request is signed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timestamp<'a> {
    /// The host's clock, in milliseconds since 1970-01-01T00:00:00Z: a scheme that sends an expiry adds its lifetime.
    Now(i64),
    /// The instant to send, in milliseconds since 1970-01-01T00:00:00Z.
    At(i64),
    /// The text to send, signed as it stands.
    Text(&'a str),
}

/// How a scheme writes a moment on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum TimestampForm {
    /// The scheme sends no time.
    None,
    /// Whole seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// ISO 8601 in UTC with milliseconds, as `2024-05-24T20:37:10.492Z`.
    Iso8601,
}

impl TimestampForm {
    /// Puts the wire text of the instant `at_ms`, in milliseconds since 1970, into `text`.
    ///
    /// # Errors
    ///
    /// [`Error::TimestampInvalid`] for an instant before 1970 or after the year 9999.
    pub(crate) fn write(self, at_ms: i64, text: &mut String) -> Result<(), Error> {
        if !(0..=LAST_MS).contains(&at_ms) {
            let got = format!("{at_ms} ms since 1970");
            return Err(Error::TimestampInvalid(Fault::new("timestamp", "an instant of the years 1970 to 9999", got)));
        }
        match self {
            Self::None => {}
            Self::Seconds => push_digits(text, at_ms / 1000, 1),
            Self::Milliseconds => push_digits(text, at_ms, 1),
            Self::Iso8601 => push_iso8601(text, at_ms),
        }
        Ok(())
    }
}

fn push_iso8601(text: &mut String, at_ms: i64) {
    let (year, month, day) = civil(at_ms / DAY_MS);
    let (s, ms) = (at_ms % DAY_MS / 1000, at_ms % 1000);
    let parts = [
        (year, 4, '-'),
        (month, 2, '-'),
        (day, 2, 'T'),
        (s / 3600, 2, ':'),
        (s / 60 % 60, 2, ':'),
        (s % 60, 2, '.'),
        (ms, 3, 'Z'),
    ];
    for (number, width, end) in parts {
        push_digits(text, number, width);
        text.push(end);
    }
}

/// A number that is not negative in decimal, with zeros in front up to `width`.
fn push_digits(text: &mut String, mut number: i64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    while number > 0 {
        start -= 1;
        digits[start] += u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
    let start = start.min(digits.len() - width);
    text.push_str(core::str::from_utf8(&digits[start..]).unwrap_or_default());
}

/// The proleptic Gregorian date of a day counted from 1970-01-01, by counting years from 1 March,
/// so that the leap day comes last.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468; // from 0000-03-01
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + (month <= 2) as i64, month, day)
}

const DAY_MS: i64 = 86_400_000;
/// 9999-12-31T23:59:59.999Z
const LAST_MS: i64 = 253_402_300_799_999;
