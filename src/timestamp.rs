//! Timestamps: the time of signing, which is always an argument, and its forms on the wire.

use alloc::{boxed::Box, string::String};

use crate::error::{Error, Fault, cited};
use crate::named::named;
use crate::text::date::{DAY_MS, civil, date_ms, push_iso8601};
use crate::text::{decimal, push_number};

/// The time at which a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timestamp<'a> {
    /// The current time, in milliseconds since 1970-01-01T00:00:00Z. A scheme that sends an expiry adds its lifetime. A
    /// timestamp that the request already carries takes precedence. If the scheme sends a time, a clock before 2001 is
    /// refused: it is most likely in seconds.
    Now(i64),
    /// The exact time to send, in milliseconds since 1970-01-01T00:00:00Z.
    At(i64),
    /// The timestamp as a string, sent and signed as it stands.
    Text(&'a str),
}

named! {
    /// How a scheme writes a time on the wire.
    pub enum TimestampForm {
        /// No time is sent.
        None = "none",
        /// Whole seconds since 1970.
        Seconds = "seconds",
        /// Milliseconds since 1970.
        Milliseconds = "milliseconds",
        /// Nanoseconds since 1970, as `1716583030492000000`; the last six digits are written as zeros.
        Nanoseconds = "nanoseconds",
        /// ISO 8601 in UTC with milliseconds, as `2024-05-24T20:37:10.492Z`. When read, any fraction and any zone offset
        /// are accepted (RFC 3339).
        Iso8601 = "iso8601",
        /// ISO 8601 in UTC without separators, as `20240524T203710Z`.
        Iso8601Basic = "iso8601-basic",
        /// The date of HTTP headers, as `Fri, 24 May 2024 20:37:10 GMT` (RFC 9110 §5.6.7).
        Rfc1123 = "rfc1123",
    }
}

impl TimestampForm {
    /// Appends the time `at_ms`, in milliseconds since 1970, in this form to `text`.
    ///
    /// # Errors
    ///
    /// [`Error::TimestampInvalid`] for a time before 1970 or after the year 9999.
    pub(crate) fn write(self, at_ms: i64, text: &mut String) -> Result<(), Error> {
        if !(0..=LAST_MS).contains(&at_ms) {
            let got = since_1970(at_ms);
            return Err(Error::TimestampInvalid(Fault::new("timestamp", "an instant of the years 1970 to 9999", got)));
        }
        match self {
            Self::None => {}
            Self::Seconds => push_number(text, at_ms / 1000, 1),
            Self::Milliseconds => push_number(text, at_ms, 1),
            Self::Nanoseconds => {
                push_number(text, at_ms, 1);
                text.push_str("000000");
            }
            Self::Iso8601 => push_iso8601(text, at_ms),
            Self::Iso8601Basic => push_iso8601_basic(text, at_ms),
            Self::Rfc1123 => push_rfc1123(text, at_ms),
        }
        Ok(())
    }

    /// The name in error messages.
    pub(crate) const fn description(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Seconds => "Unix seconds (10 digits)",
            Self::Milliseconds => "Unix milliseconds (13 digits)",
            Self::Nanoseconds => "Unix nanoseconds (19 digits)",
            Self::Iso8601 => "ISO 8601 with a zone",
            Self::Iso8601Basic => "ISO 8601 without separators",
            Self::Rfc1123 => "an HTTP date",
        }
    }

    /// Refuses a string that neither this form nor one of the `accepted` forms parses. If verifiers judge no time (`is_nonce`), a
    /// form of digits accepts any number of digits. A scheme that sends no time accepts any string.
    ///
    /// # Errors
    ///
    /// [`Error::TimestampInvalid`]
    pub(crate) fn check(self, text: &str, accepted: &[Self], is_nonce: bool) -> Result<(), Error> {
        let is_digits = || text.bytes().all(|byte| byte.is_ascii_digit());
        let is_count = matches!(self, Self::Seconds | Self::Milliseconds | Self::Nanoseconds);
        let is_read = [self].iter().chain(accepted).any(|form| form.read(text).is_some());
        if self == Self::None || is_read || (is_nonce && is_count && is_digits()) {
            return Ok(());
        }
        let mut example = String::new();
        self.write(EXAMPLE_MS, &mut example)?;
        let name = if is_nonce && is_count { "digits" } else { self.description() };
        let expected = [name, ", such as `", &example, "`"].concat();
        Err(Error::TimestampInvalid(Fault::new("timestamp", expected, cited(text))))
    }

    /// Parses `text` to milliseconds since 1970; `None` if it does not have this form.
    ///
    /// The string itself is signed; the number serves only to check the age.
    pub(crate) fn read(self, text: &str) -> Option<i64> {
        let mut reader = Reader { rest: text.as_bytes() };
        let at_ms = match self {
            Self::None => None,
            Self::Seconds => reader.unix(10)?.checked_mul(1000),
            Self::Milliseconds => reader.unix(13),
            Self::Nanoseconds => reader.unix_ns(),
            Self::Iso8601 => reader.iso8601(),
            Self::Iso8601Basic => reader.iso8601_basic(),
            Self::Rfc1123 => reader.rfc1123(),
        };
        at_ms.filter(|_| reader.rest.is_empty())
    }
}

/// Whether `input` starts with a timestamp in one of the `forms`.
#[inline(never)]
pub(crate) fn begins_with_time(forms: &[TimestampForm], input: &[u8]) -> bool {
    let is_time = |length: usize| {
        let text = input.get(..length).and_then(|start| core::str::from_utf8(start).ok()).unwrap_or_default();
        forms.iter().any(|form| form.read(text).is_some())
    };
    (1..=LONGEST_TIME).any(is_time)
}

/// Refuses a clock before 2001: it is most likely in seconds. `part` names the clock in the error.
///
/// # Errors
///
/// The fault, for the code of the caller's argument.
pub(crate) fn check_clock(now_ms: i64, part: &str) -> Result<(), Box<Fault>> {
    if now_ms >= Y2001_MS {
        return Ok(());
    }
    let expected = "a clock after 2001, in milliseconds since 1970 (seconds times 1000)";
    Err(Fault::new(part, expected, since_1970(now_ms)))
}

/// The period in which a certificate is valid, bounds included, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    pub from_ms: i64,
    pub until_ms: i64,
}

impl Validity {
    /// Refuses a certificate that is not valid at `now_ms`. `name` names it in the error.
    ///
    /// # Errors
    ///
    /// [`Error::CertificateRefused`] with the bound that `now_ms` exceeds.
    pub(crate) fn check_at(self, now_ms: i64, name: &str) -> Result<(), Error> {
        let (word, bound_ms) = match () {
            () if now_ms < self.from_ms => ("from", self.from_ms),
            () if now_ms > self.until_ms => ("until", self.until_ms / 1000 * 1000),
            () => return Ok(()),
        };
        let text = |at_ms: i64| {
            let mut text = String::new();
            let written = TimestampForm::Iso8601.write(at_ms, &mut text);
            written.map_or_else(|_| since_1970(at_ms), |()| text)
        };
        let expected = ["a certificate that is valid at ", &text(now_ms)].concat();
        let got = ["one valid ", word, " ", &text(bound_ms)].concat();
        Err(Error::CertificateRefused(Fault::new(name, expected, got)))
    }
}

fn since_1970(at_ms: i64) -> String {
    [&*decimal(at_ms), " ms since 1970"].concat()
}

/// Parses a time from ASCII.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    /// A number since 1970 with exactly `width` digits, as all have from 2001 to 2286. With a variable width, digits
    /// could move between the time and the value next to it in a canonical string.
    fn unix(&mut self, width: usize) -> Option<i64> {
        if self.rest.len() != width || self.rest.starts_with(b"0") {
            return None;
        }
        self.digits(width)
    }

    fn unix_ns(&mut self) -> Option<i64> {
        let (ms, rest) = self.rest.split_at_checked(13)?;
        let at_ms = Reader { rest: ms }.unix(13)?;
        self.rest = rest;
        self.digits(6).map(|_| at_ms)
    }

    fn iso8601(&mut self) -> Option<i64> {
        let year = self.digits(4)?;
        let month = self.skip(b"-")?.digits(2)?;
        let day = self.skip(b"-")?.digits(2)?;
        let clock_ms = self.skip(b"T")?.clock_ms()?;
        let mut fraction_ms = 0;
        if self.skip(b".").is_some() {
            let (digits, mut unit) = (self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count(), 100);
            if !(1..=9).contains(&digits) {
                return None;
            }
            for _ in 0..digits {
                fraction_ms += self.digits(1)? * unit;
                unit /= 10;
            }
        }
        Some(date_ms(year, month, day)? + clock_ms + fraction_ms - self.zone_ms()?)
    }

    fn iso8601_basic(&mut self) -> Option<i64> {
        let (year, month, day) = (self.digits(4)?, self.digits(2)?, self.digits(2)?);
        let (hour, minute, second) = (self.skip(b"T")?.digits(2)?, self.digits(2)?, self.digits(2)?);
        self.skip(b"Z")?;
        let clock_ms =
            (hour < 24 && minute < 60 && second < 60).then_some(((hour * 60 + minute) * 60 + second) * 1000)?;
        Some(date_ms(year, month, day)? + clock_ms)
    }

    fn rfc1123(&mut self) -> Option<i64> {
        let weekday = self.name(&WEEKDAYS)?;
        let day = self.skip(b", ")?.digits(2)?;
        let month = self.skip(b" ")?.name(&MONTHS)? + 1;
        let year = self.skip(b" ")?.digits(4)?;
        let clock_ms = self.skip(b" ")?.clock_ms()?;
        self.skip(b" GMT")?;
        let date_ms = date_ms(year, month, day)?;
        (weekday == weekday_of(date_ms)).then_some(date_ms + clock_ms)
    }

    /// `hh:mm:ss`, in milliseconds since midnight.
    fn clock_ms(&mut self) -> Option<i64> {
        let (hour, minute) = (self.digits(2)?, self.skip(b":")?.digits(2)?);
        let second = self.skip(b":")?.digits(2)?;
        (hour < 24 && minute < 60 && second < 60).then_some(((hour * 60 + minute) * 60 + second) * 1000)
    }

    /// `Z` or an offset such as `+02:00`, in milliseconds ahead of UTC.
    fn zone_ms(&mut self) -> Option<i64> {
        if self.skip(b"Z").is_some() {
            return Some(0);
        }
        let sign = if self.skip(b"+").is_some() { 1 } else { self.skip(b"-").map(|_| -1)? };
        let (hour, minute) = (self.digits(2)?, self.skip(b":")?.digits(2)?);
        (hour < 24 && minute < 60).then_some(sign * (hour * 60 + minute) * 60_000)
    }

    /// A number of exactly `width` digits.
    fn digits(&mut self, width: usize) -> Option<i64> {
        let (digits, rest) = self.rest.split_at_checked(width)?;
        self.rest = rest;
        digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    }

    /// The index of the next name in `names`.
    fn name(&mut self, names: &[&str]) -> Option<i64> {
        let place = names.iter().position(|name| self.skip(name.as_bytes()).is_some())?;
        i64::try_from(place).ok()
    }

    fn skip(&mut self, text: &[u8]) -> Option<&mut Self> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(self)
    }
}

/// [`push_iso8601`] without milliseconds and separators.
fn push_iso8601_basic(text: &mut String, at_ms: i64) {
    let mut whole = String::new();
    push_iso8601(&mut whole, at_ms);
    text.extend(whole.chars().filter(|character| !matches!(character, '-' | ':')).take(15));
    text.push('Z');
}

fn push_rfc1123(text: &mut String, at_ms: i64) {
    let (year, month, day) = civil(at_ms / DAY_MS);
    let s = at_ms % DAY_MS / 1000;
    let name = |names: &[&'static str], place: i64| usize::try_from(place).map_or("", |place| names[place]);
    text.push_str(name(&WEEKDAYS, weekday_of(at_ms)));
    text.push_str(", ");
    push_number(text, day, 2);
    text.push(' ');
    text.push_str(name(&MONTHS, month - 1));
    text.push(' ');
    for (number, width, end) in [(year, 4, " "), (s / 3600, 2, ":"), (s / 60 % 60, 2, ":"), (s % 60, 2, " GMT")] {
        push_number(text, number, width);
        text.push_str(end);
    }
}

const fn weekday_of(at_ms: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (at_ms / DAY_MS + 3) % 7
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// 2024-05-24T20:37:10.492Z, the example in the documentation of the forms.
const EXAMPLE_MS: i64 = 1_716_583_030_492;
/// 9999-12-31T23:59:59.999Z
const LAST_MS: i64 = 253_402_300_799_999;
/// 2001-01-01T00:00:00Z. A current time in seconds, taken for milliseconds, lies in January 1970.
const Y2001_MS: i64 = 978_307_200_000;
/// The longest string that reads as a time, in bytes: ISO 8601 with nine fractional digits and a zone offset.
const LONGEST_TIME: usize = 40;
