//! The axis of single values: what a header, a parameter, a member or an option says, written otherwise.

use alloc::{string::String, vec::Vec};

use super::url::with;
use crate::canonical::Variable;
use crate::explain::body::edit::{self, BACKSLASHES, CHARACTERS, ENTITIES};
use crate::explain::body::pairs::{ALL, Edit, PRINTERS, printed};
use crate::explain::causes::CauseId;
use crate::explain::expected::Expected;
use crate::explain::hypothesis::{Change, List};
use crate::explain::reason::Reason;
use crate::explain::received::percent_decoded;
use crate::percent;
use crate::recipe;
use crate::scheme::Scheme;
use crate::text::{cut, decimal, elements, in_quotes, utf8};

/// Adds the variants of the values that the scheme takes out of the request, and of its options.
pub(super) fn add(list: &mut List, scheme: &Scheme<'_>, expected: &Expected) {
    let lengths = expected.given.iter().map(Vec::len).chain(expected.options.iter().map(String::len));
    if lengths.sum::<usize>() > LONG {
        return;
    }
    let locators = recipe::locators(scheme).unwrap_or_default();
    for (place, ((name, _), locator)) in scheme.inputs.iter().zip(&locators).enumerate() {
        let Ok(value) = core::str::from_utf8(&expected.given[place]) else { continue };
        let known = if locator.is_one_header() && locator.name == CONTENT_TYPE { &TYPES[..] } else { &[] };
        add_others(&mut Values { list, expected, name, source: Source::Input(place) }, value, "", known);
    }
    // What a framework may do to all values at once.
    for (id, which, edit) in ALL {
        let Edit::Replaced(pairs) = edit else { continue };
        let given = expected.given.iter().map(|value| edit::replaced(value, pairs)).collect();
        list.add(Reason::named(*id, which), 2, Change::Values(given, expected.options.clone()));
    }
    for (place, (name, _)) in scheme.options.iter().enumerate() {
        let mut values = Values { list, expected, name, source: Source::Option(place) };
        add_others(&mut values, &expected.options[place], &expected.front, &[]);
    }
}

/// What changes one value.
struct Values<'v> {
    list: &'v mut List,
    expected: &'v Expected,
    name: &'v str,
    source: Source,
}

/// Where a value comes from.
#[derive(Clone, Copy)]
enum Source {
    Input(usize),
    Option(usize),
}

impl Values<'_> {
    #[inline(never)]
    fn add(&mut self, id: CauseId, cost: u8, other: String) {
        let which = if [CauseId::ValueLeftOut, CauseId::ValueLineLeftOut].contains(&id) {
            self.name.into()
        } else {
            [&*in_quotes(&other), " for ", &in_quotes(self.name)].concat()
        };
        self.add_named(Reason::named(id, &which), cost, other);
    }

    #[inline(never)]
    fn add_named(&mut self, id: Reason, cost: u8, other: String) {
        let variable = match self.source {
            Source::Input(place) => Variable::Input(place),
            Source::Option(place) => Variable::Option(place),
        };
        if !self.expected.uses(&[variable]) {
            return;
        }
        let (mut given, mut options) = (self.expected.given.clone(), self.expected.options.clone());
        match self.source {
            Source::Input(place) => given[place] = other.into_bytes(),
            Source::Option(place) => options[place] = other,
        }
        self.list.add(id, cost, Change::Values(given, options));
    }
}

/// Adds what may become of a value.
fn add_others(values: &mut Values<'_>, value: &str, url: &str, known: &[(CauseId, &str)]) {
    for (id, cost, change) in VALUES {
        values.add(*id, *cost, change(value));
    }
    if let Some((_, path)) = cut(url, "://").and_then(|(_, rest)| cut(rest, "/")) {
        values.add(CauseId::ValueSlash, 1, ["/", value].concat());
        values.add(CauseId::ValueSlash, 1, [value, "/"].concat());
        values.add(CauseId::ValueOfUrl, 1, path.into());
        values.add(CauseId::ValueOfUrl, 1, ["/", path].concat());
    }
    for (id, other) in if value.is_empty() && known.is_empty() { &WORDS } else { known } {
        values.add(*id, 1, (*other).into());
    }
    for line in elements(value, "\n").into_iter().take(LINES) {
        values.add(CauseId::ValueLineLeftOut, 1, with(value, &[line, "\n"].concat(), ""));
    }
    add_numbers(values, value);
    add_neighbours(values, value);
    for (printer, style) in &PRINTERS {
        if let Some(other) = printed(value.as_bytes(), style) {
            let which = [values.name, ": ", printer].concat();
            values.add_named(Reason::named(CauseId::ValueJsonReserialised, &which), 1, utf8(&other).into());
        }
    }
}

/// Adds the numbers beside one that is large enough to count something, such as milliseconds.
fn add_neighbours(values: &mut Values<'_>, value: &str) {
    let is_counter = (COUNTER..DIGITS).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = value.parse::<i64>().ok().filter(|_| is_counter) else { return };
    for step in (-5..=5_i64).filter(|step| *step != 0) {
        values.add(CauseId::ValueMadeTwice, 2, decimal(number + step));
    }
}

/// Adds an amount with other zeros at its end, a hundred times as much, and a hundredth of it.
fn add_numbers(values: &mut Values<'_>, value: &str) {
    let (whole, fraction) = cut(value, ".").unwrap_or((value, ""));
    let is_digits = [whole, fraction].iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if whole.is_empty() || value.len() > DIGITS || !is_digits {
        return;
    }
    let digits = ["00", whole, fraction, "00"].concat();
    for point in [2, 0, 4] {
        let (whole, fraction) = digits.split_at(whole.len() + point);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let fraction = fraction.trim_end_matches('0');
        for places in [fraction.len(), 1, 2] {
            let point = if places > 0 { "." } else { "" };
            let zeros = &"00"[..places.saturating_sub(fraction.len())];
            values.add(
                CauseId::ValueNumber,
                1,
                [whole, point, fraction.get(..places).unwrap_or(fraction), zeros].concat(),
            );
        }
    }
}

/// The header whose values are known.
const CONTENT_TYPE: &str = "content-type";
/// Longer values are not tried.
const LONG: usize = 1 << 12;
/// No more lines are left out, one by one.
const LINES: usize = 32;
/// A counter or a clock is no shorter.
const COUNTER: usize = 10;
/// An amount is no longer.
const DIGITS: usize = 20;
/// An id, a cost, and what it makes of a value.
type Value = (CauseId, u8, fn(&str) -> String);

const VALUES: &[Value] = &[
    (CauseId::ValueLeftOut, 1, |_| String::new()),
    (CauseId::ValueTrimmed, 1, |value| value.trim_ascii().into()),
    (CauseId::ValueEncoded, 1, |value| encoded(value, "%20")),
    (CauseId::ValueEncoded, 1, |value| encoded(value, "+")),
    (CauseId::ValueDecoded, 1, percent_decoded),
    (CauseId::ValueShorter, 1, |value| cut_last(value).into()),
    (CauseId::ValueSlash, 1, |value| value.trim_start_matches('/').into()),
    (CauseId::ValueHtml, 2, |value| replaced(value, CHARACTERS)),
    (CauseId::ValueHtml, 2, |value| replaced(value, ENTITIES)),
    (CauseId::ValueBackslashes, 2, |value| replaced(value, BACKSLASHES)),
    (CauseId::ValuePlusAsSpace, 2, |value| with(value, " ", "+")),
    (CauseId::ValuePlusAsSpace, 2, |value| with(value, "+", " ")),
    (CauseId::ValueObjectObject, 2, |_| "[object Object]".into()),
    (CauseId::ValueColonEscaped, 2, |value| with(&with(value, "\\", "\\\\"), ":", "\\:")),
    (CauseId::ValueCase, 2, str::to_ascii_lowercase),
    (CauseId::ValueCase, 2, str::to_ascii_uppercase),
    // As in Turkish.
    (CauseId::ValueCase, 2, |value| with(value, "I", "\u{131}").to_ascii_lowercase()),
    (CauseId::ValueCase, 2, |value| with(value, "i", "\u{130}").to_ascii_uppercase()),
    (CauseId::ValueCase, 2, |value| {
        let (first, rest) = value.split_at(value.chars().next().map_or(0, char::len_utf8));
        [&*first.to_ascii_uppercase(), rest].concat()
    }),
];

/// The value with some texts replaced.
fn replaced(value: &str, pairs: &[(&str, &str)]) -> String {
    utf8(&edit::replaced(value.as_bytes(), pairs)).into()
}

fn encoded(value: &str, space: &str) -> String {
    let kept: &[u8] = if space == "+" { b"*-._" } else { b"-_.!~*'()" };
    with(&percent::encoded(value.as_bytes(), kept), "%20", space)
}

/// Without what stands after the last slash.
fn cut_last(value: &str) -> &str {
    &value[..value.bytes().rposition(|byte| byte == b'/').unwrap_or(value.len())]
}

/// What printers make of nothing.
const WORDS: [(CauseId, &str); 4] = [
    (CauseId::ValueWord, "undefined"),
    (CauseId::ValueWord, "null"),
    (CauseId::ValueWord, "None"),
    (CauseId::ValueWord, "0"),
];
/// The same, and what programs send of themselves.
const TYPES: [(CauseId, &str); 10] = [
    (CauseId::ValueWord, "undefined"),
    (CauseId::ValueWord, "null"),
    (CauseId::ValueWord, "None"),
    (CauseId::ValueOther, "application/json"),
    (CauseId::ValueOther, "application/json; charset=utf-8"),
    (CauseId::ValueOther, "application/json;charset=utf-8"),
    (CauseId::ValueOther, "application/json; charset=UTF-8"),
    (CauseId::ValueOther, "application/json;charset=UTF-8"),
    (CauseId::ValueOther, "text/plain;charset=UTF-8"),
    (CauseId::ValueOther, "application/x-www-form-urlencoded"),
];
