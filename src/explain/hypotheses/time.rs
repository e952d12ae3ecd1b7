//! The axis of the timestamp: the same instant in other words, and other instants nearby.

use alloc::string::String;

use super::filled;
use crate::explain::body::form::pairs;
use crate::explain::causes::CauseId;
use crate::explain::expected::Expected;
use crate::explain::hypothesis::{Change, List, Sent};
use crate::explain::reason::Reason;
use crate::explain::received::percent_decoded;
use crate::explain::timestamps::read;
use crate::message::Message;
use crate::text::{cut, decimal, push_number};
use crate::timestamp::TimestampForm;

/// Adds all other spellings of `text`, and other instants, wherever the scheme has `sent` it.
pub(super) fn add(list: &mut List, text: &str, sent: &[Sent]) {
    for &sent in sent {
        let mut times = Times { list, sent };
        times.add(CauseId::TimestampLeftOut, 1, String::new());
        if let Some((form, at_ms)) = read(text) {
            times.add_spellings(form, at_ms);
            times.add_instants(form, text, at_ms);
            times.add_zones(form, text, at_ms);
        }
    }
}

/// Adds the other times that the message has, in its headers, its query, and the outermost members of its body.
pub(in crate::explain) fn add_others(list: &mut List, message: &Message<'_>, expected: &Expected) {
    let query = message.url.split(['?', '#']).nth(1).unwrap_or_default();
    let headers = message.headers.iter().map(|(name, value)| (String::from(*name), String::from(value.trim())));
    let parameters = pairs(query).filter_map(|pair| cut(pair, "="));
    let parameters = parameters.map(|(name, value)| (name.into(), percent_decoded(value)));
    let others = headers.chain(parameters).chain(expected.bodies.texts());
    let is_other = |(_, other): &(String, String)| {
        *other != expected.timestamp && read(other).is_some_and(|(_, at_ms)| at_ms > FIRST_MS)
    };
    for (name, other) in others.filter(is_other).take(MOST_OTHERS) {
        for &sent in expected.sent() {
            list.add(Reason::named(CauseId::TimestampOther, &name), 1, Change::Timestamp(sent, other.clone()));
        }
    }
}

struct Times<'l> {
    list: &'l mut List,
    sent: Sent,
}

impl Times<'_> {
    fn add(&mut self, id: impl Into<Reason>, cost: u8, text: String) {
        self.list.add(id, cost, Change::Timestamp(self.sent, text));
    }

    #[inline(never)]
    fn add_window(&mut self, id: Reason, cost: u8, text: String) {
        self.list.push(id, cost, true, Change::Timestamp(self.sent, text));
    }

    fn add_spellings(&mut self, form: TimestampForm, at_ms: i64) {
        let iso = written(TimestampForm::Iso8601, "", at_ms);
        let (Some(day), Some(time), Some(fraction)) = (iso.get(..10), iso.get(11..19), iso.get(19..23)) else { return };
        let cut = fraction.trim_end_matches('0').trim_end_matches('.');
        let http = written(TimestampForm::Rfc1123, "", at_ms);
        let pieces = [day, time, fraction, cut, &decimal(at_ms.div_euclid(1000)), &decimal(at_ms), &http];
        for (id, near, pattern) in SPELLINGS {
            let is_near = match near {
                's' => form == TimestampForm::Seconds,
                'm' => form == TimestampForm::Milliseconds,
                'i' => form == TimestampForm::Iso8601,
                'b' => form == TimestampForm::Iso8601Basic,
                _ => false,
            };
            self.add(id, if is_near { 1 } else { 2 }, filled(pattern, &pieces));
        }
        if form == TimestampForm::Rfc1123 {
            for zone in ["+0000", "-0000", "UTC"] {
                let text = [http.get(..26).unwrap_or_default(), zone].concat();
                self.add(Reason::named(CauseId::TimestampZoneName, zone), 1, text);
            }
        }
    }

    fn add_instants(&mut self, form: TimestampForm, text: &str, at_ms: i64) {
        let is_iso = form == TimestampForm::Iso8601;
        for step in (-5..=5).filter(|step| *step != 0) {
            self.add(Reason::shift(TWICE, step, " s"), 1, written(form, text, at_ms + step * 1000));
        }
        for step in (-300..=300_i64).filter(|step| step.abs() > 5) {
            self.add_window(Reason::shift(TWICE, step, " s"), 3, written(form, text, at_ms + step * 1000));
        }
        if form == TimestampForm::Milliseconds || (is_iso && text.len() > FINE) {
            for step in (-250..=250).filter(|step| *step != 0) {
                self.add_window(Reason::shift(TWICE, step, " ms"), 2, written(form, text, at_ms + step));
            }
        }
        if form == TimestampForm::Seconds {
            for ms in 1..1000 {
                self.add_window(CauseId::TimestampMilliseconds.into(), 2, decimal(at_ms + ms));
            }
            // As `Date.now() / 1000` prints it; alone, since pairs with them would be as many again.
            let seconds = decimal(at_ms / 1000);
            for ms in 1..1000 {
                let fraction = decimal(1000 + ms);
                let digits = fraction[1..].trim_end_matches('0');
                self.add_window(CauseId::TimestampFloat.into(), 4, [&*seconds, ".", digits].concat());
            }
        }
    }

    fn add_zones(&mut self, form: TimestampForm, text: &str, at_ms: i64) {
        for quarter in (-48..=56).filter(|quarter| *quarter != 0) {
            let minutes = quarter * 15;
            let local_ms = at_ms + minutes * 60_000;
            let id = || Reason::shift(CauseId::TimestampLocalZone, minutes, " min");
            self.add_window(id(), 2, written(form, text, local_ms));
            if form == TimestampForm::Iso8601 {
                let local = written(form, "", local_ms);
                for (end, zone) in [(23, &*offset(minutes)), (19, &offset(minutes)), (23, ""), (19, "")] {
                    self.add_window(id(), 2, [local.get(..end).unwrap_or_default(), zone].concat());
                }
            }
        }
    }
}

/// The instant as the scheme's form, and the fraction and zone of `like`, write it.
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
const SPELLINGS: [(CauseId, char, &str); 21] = [
    (CauseId::TimestampMilliseconds, 's', "F"),
    (CauseId::TimestampSeconds, 'm', "E"),
    (CauseId::TimestampIso, 'i', "ATBCZ"),
    (CauseId::TimestampNoMilliseconds, 'i', "ATBZ"),
    (CauseId::TimestampOffset0000, 'i', "ATBC+00:00"),
    (CauseId::TimestampOffset0000, 'i', "ATB+00:00"),
    (CauseId::TimestampMicroseconds, 'i', "ATBC000Z"),
    (CauseId::TimestampMicroseconds, 'm', "F000"),
    (CauseId::TimestampPythonIso, 'i', "ATBC000+00:00"),
    (CauseId::TimestampMicroseconds, 'i', "ATBC000"),
    (CauseId::TimestampNoZone, 'i', "ATBC"),
    (CauseId::TimestampNoZone, 'i', "ATB"),
    (CauseId::TimestampNoZone, '-', "A B"),
    (CauseId::TimestampTrailingZerosCut, 'i', "ATBDZ"),
    (CauseId::TimestampIso, 'b', "ATBZ"),
    (CauseId::TimestampIso, '-', "ATBZ"),
    (CauseId::TimestampRfc1123, '-', "G"),
    (CauseId::TimestampFloat, 's', "E.0"),
    (CauseId::TimestampFloat, 'm', "F.0"),
    (CauseId::TimestampFloat, '-', "EC"),
    (CauseId::TimestampFloat, '-', "EC000"),
];
/// No more other times are tried.
const MOST_OTHERS: usize = 8;
/// An earlier instant, of 2001, is an amount and no time.
const FIRST_MS: i64 = 1_000_000_000_000;
const TWICE: CauseId = CauseId::TimestampReadTwice;
/// An ISO time that is longer has a fraction, or at least a zone in numbers.
const FINE: usize = "2024-05-24T20:37:10Z".len();
