//! The axis of the timestamp: the same instant in other words, and other instants nearby.

use alloc::string::String;

use super::table::{filled, rows};
use super::variant::{Change, Id, List};
use crate::text::{decimal, push_number};
use crate::timestamp::TimestampForm;

/// The instant that `text` says, and the form that it has.
pub(super) fn read(text: &str) -> Option<(TimestampForm, i64)> {
    FORMS.into_iter().find_map(|form| Some((form, form.read(text)?)))
}

pub(super) fn add(list: &mut List, text: &str) {
    list.add("timestamp-left-out", 1, Change::Timestamp(String::new()));
    let Some((form, at_ms)) = read(text) else { return };
    add_spellings(list, form, at_ms);
    let is_fine = matches!(form, TimestampForm::Milliseconds) || (form == TimestampForm::Iso8601 && text.len() > FINE);
    let mut shift = |steps: core::ops::RangeInclusive<i64>, (by, unit): (i64, &'static str), cost: u8, near: i64| {
        for step in steps.filter(|step| *step == 0 || step.abs() > near).filter(|step| *step != 0) {
            let change = Change::Timestamp(written(form, text, at_ms + step * by));
            let id = Id::shift("timestamp-read-twice", step, unit);
            list.push(id, cost, cost > 1, change);
        }
    };
    shift(-5..=5, (1000, " s"), 1, 0);
    shift(-300..=300, (1000, " s"), 3, 5);
    if is_fine {
        shift(-250..=250, (1, " ms"), 2, 0);
    }
    if form == TimestampForm::Seconds {
        for ms in 1..1000 {
            list.push("timestamp-milliseconds".into(), 2, true, Change::Timestamp(decimal(at_ms + ms)));
        }
    }
    for quarter in -48..=56 {
        let minutes = quarter * 15;
        let local_ms = at_ms + minutes * 60_000;
        let id = || Id::shift("timestamp-local-zone", minutes, " min");
        list.add(id(), 2, Change::Timestamp(written(form, text, local_ms)));
        if form == TimestampForm::Iso8601 {
            let local = written(form, "", local_ms);
            for (end, zone) in [(23, &*offset(minutes)), (19, &offset(minutes)), (23, ""), (19, "")] {
                let zoned = [local.get(..end).unwrap_or_default(), zone].concat();
                list.add(id(), 2, Change::Timestamp(zoned));
            }
        }
    }
}

fn add_spellings(list: &mut List, form: TimestampForm, at_ms: i64) {
    let iso = written(TimestampForm::Iso8601, "", at_ms);
    let (Some(day), Some(time), Some(fraction)) = (iso.get(..10), iso.get(11..19), iso.get(19..23)) else { return };
    let cut = fraction.trim_end_matches('0').trim_end_matches('.');
    let http = written(TimestampForm::Rfc1123, "", at_ms);
    let pieces = [day, time, fraction, cut, &decimal(at_ms.div_euclid(1000)), &decimal(at_ms), &http];
    for (id, near, pattern) in rows(SPELLINGS) {
        let is_near = match near {
            "s" => form == TimestampForm::Seconds,
            "m" => form == TimestampForm::Milliseconds,
            "i" => form == TimestampForm::Iso8601,
            _ => false,
        };
        list.add(id, if is_near { 1 } else { 2 }, Change::Timestamp(filled(pattern, &pieces)));
    }
}

/// The instant as the row's form, and the fraction and zone of `like`, write it.
fn written(form: TimestampForm, like: &str, at_ms: i64) -> String {
    let mut text = String::new();
    // An instant before 1970 or after 9999 has no text.
    let _ = form.write(at_ms, &mut text);
    match like.get(19..) {
        Some(end @ ("Z" | "+00:00")) if form == TimestampForm::Iso8601 => {
            [text.get(..19).unwrap_or_default(), end].concat()
        }
        _ => text,
    }
}

/// `+05:30`
fn offset(minutes: i64) -> String {
    let mut text = String::from(if minutes < 0 { "-" } else { "+" });
    push_number(&mut text, minutes.abs() / 60, 2);
    text.push(':');
    push_number(&mut text, minutes.abs() % 60, 2);
    text
}

/// An id, the form beside which it costs 1, and day, time, fraction, the fraction without zeros at its end, seconds,
/// milliseconds and the date of HTTP put together.
const SPELLINGS: &str = "\
timestamp-milliseconds s F
timestamp-seconds m E
timestamp-iso i ATBCZ
timestamp-no-milliseconds i ATBZ
timestamp-offset-00:00 i ATBC+00:00
timestamp-offset-00:00 i ATB+00:00
timestamp-microseconds i ATBC000Z
timestamp-microseconds m F000
timestamp-microseconds i ATBC000+00:00
timestamp-microseconds i ATBC000
timestamp-no-zone i ATBC
timestamp-no-zone i ATB
timestamp-no-zone - A B
timestamp-trailing-zeros-cut i ATBDZ
timestamp-iso - ATBZ
timestamp-rfc1123 - G
timestamp-float - E.0
timestamp-float - EC
timestamp-float - EC000";
const FORMS: [TimestampForm; 4] =
    [TimestampForm::Seconds, TimestampForm::Milliseconds, TimestampForm::Iso8601, TimestampForm::Rfc1123];
/// An ISO time that is longer has a fraction, or at least a zone in numbers.
const FINE: usize = "2024-05-24T20:37:10Z".len();
