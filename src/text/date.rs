//! Dates in the Gregorian calendar, in UTC.

use alloc::string::String;

use super::{decimal, push_number};

/// ISO 8601 with milliseconds, as `2024-05-24T20:37:10.492Z`, of an instant from 1970 on.
pub(crate) fn push_iso8601(text: &mut String, at_ms: i64) {
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
        push_number(text, number, width);
        text.push(end);
    }
}

/// Seconds since 1970 as an error names them: `2024-05-24T20:37:10Z`.
pub(crate) fn time(at_s: i64) -> String {
    if !(0..=LAST_S).contains(&at_s) {
        return [&*decimal(at_s), " s since 1970"].concat();
    }
    let mut text = String::new();
    push_iso8601(&mut text, at_s * 1000);
    text.truncate(19);
    text + "Z"
}

/// Seconds, and what they are in a larger unit: `301 s (5 min)`.
pub(crate) fn span(seconds: i64) -> String {
    let unit = [(86_400, " d"), (3600, " h"), (60, " min")].into_iter().find(|(unit, _)| seconds >= 2 * unit);
    let larger = unit.map(|(unit, name)| [" (", &*decimal(seconds / unit), name, ")"].concat()).unwrap_or_default();
    [&*decimal(seconds), " s", &larger].concat()
}

/// Midnight of a date of the years 1970 to 9999, in milliseconds since 1970; `None` for a day that the month has not.
pub(crate) fn date_ms(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    // The inverse of `civil`: years are counted from 1 March.
    let years = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = years * 365 + years / 4 - years / 100 + years / 400 + day_of_year - 719_468;
    (civil(days) == (year, month, day)).then_some(days * DAY_MS)
}

/// The proleptic Gregorian date of a day counted from 1970-01-01, by counting years from 1 March,
/// so that the leap day comes last.
pub(crate) const fn civil(days: i64) -> (i64, i64, i64) {
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

pub(crate) const DAY_MS: i64 = 86_400_000;
/// The end of the year 9999.
const LAST_S: i64 = 253_402_300_799;
