//! Hypotheses about the canonical query.

use alloc::{string::String, vec::Vec};

use super::super::claimed::{Dimension, Hypotheses, Name, replace};
use super::MANY;
use crate::canonical::params;
use crate::explain::body::pairs::{ALL, edited};
use crate::explain::causes::CauseId;
use crate::percent;
use crate::standard::in_order;
use crate::standard::sigv4::bindings::PARAMETERS;
use crate::standard::sigv4::canonical_url::{self, encoded};
use crate::text::{cut, elements, utf8};

/// A name and its value.
type Pair<'q> = (&'q str, &'q str);

/// Adds the query in other orders and encodings.
pub(super) fn add(hypotheses: &mut Hypotheses, query: &str) {
    let own = parameters(query);
    let pairs: Vec<Pair<'_>> = elements(query, "&").into_iter().filter(|pair| !pair.is_empty()).map(pair).collect();
    let sorted = |key: fn(Pair<'_>) -> (String, String)| -> Vec<Pair<'_>> {
        let keyed = pairs.iter().map(|pair| key(*pair)).zip(0_usize..).collect();
        in_order::<((String, String), usize)>(keyed).into_iter().map(|(_, place)| pairs[place]).collect()
    };
    let expected = sorted(|(name, value)| (plain(name), plain(value)));
    let mut as_sent = Vec::new();
    params::write_sorted(query.as_bytes(), &mut as_sent);
    let bare: Vec<&str> = elements(&own, "&").into_iter().map(|pair| pair.strip_suffix('=').unwrap_or(pair)).collect();
    let texts = [
        String::new(),
        serialised(&pairs, plain),
        query.into(),
        serialised(&sorted(|(name, _)| (plain(name), String::new())), plain),
        serialised(&sorted(|(name, value)| (decoded(name), decoded(value))), plain),
        serialised(&sorted(|(name, value)| (plain(name).to_ascii_lowercase(), plain(value))), plain),
        utf8(&as_sent).into(),
        decoded(&own),
        replace(&own, "%20", "+"),
        replace(&own, "%2B", "%20"),
        bare.join("&"),
        serialised(&expected, |text| component(text, b"-_.~!*'()")),
        serialised(&expected, |text| replace(&component(text, b"-_.*"), "%20", "+")),
        serialised(&expected, |text| component(text, b"-_.~/")),
        replace(&own, "%", "%25"),
        hex_case(&own),
        ["?", &own].concat(),
    ];
    hypotheses.add_each(&NAMES, AT, texts);
    let all = elements(&own, "&");
    for own in all.iter().take(MANY) {
        let rest: Vec<&str> = all.iter().copied().filter(|other| other != own).collect();
        hypotheses.add((CauseId::QueryParameterLeftOut, 2), pair(own).0, AT, rest.join("&"));
    }
    for (id, which, edit) in ALL {
        hypotheses.add((*id, 2), which, AT, parameters(utf8(&edited(query, None, *edit))));
    }
}

fn pair(text: &str) -> Pair<'_> {
    cut(text, "=").unwrap_or((text, ""))
}

#[inline(never)]
fn serialised(pairs: &[Pair<'_>], read: fn(&str) -> String) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.extend([if text.is_empty() { "" } else { "&" }, &read(name), "=", &read(value)]);
    }
    text
}

/// The canonical encoding; a `+` stands for itself.
fn plain(text: &str) -> String {
    encoded(&replace(text, "+", "%2B"), "url").unwrap_or_else(|_| text.into())
}

/// The canonical query, in which a `+` stands for itself; the query as it stands if it cannot be parsed.
pub(super) fn parameters(query: &str) -> String {
    canonical_url::parameters(&replace(query, "+", "%2B")).unwrap_or_else(|_| query.into())
}

/// The percent-decoded string, with each `+` kept; unchanged if the result is not UTF-8.
#[inline(never)]
pub(super) fn decoded(text: &str) -> String {
    String::from_utf8(percent::decoded(text.as_bytes(), b'+')).unwrap_or_else(|_| text.into())
}

/// Decodes the string, and encodes all but letters, digits and the bytes in `kept`.
#[inline(never)]
pub(super) fn component(text: &str, kept: &[u8]) -> String {
    percent::encoded(&percent::decoded(text.as_bytes(), b'+'), kept)
}

/// The string with its escapes in lower case.
pub(super) fn hex_case(text: &str) -> String {
    utf8(&percent::recased(text.as_bytes().to_vec(), u8::to_ascii_lowercase)).into()
}

const AT: (Dimension, usize) = (Dimension::Query, PARAMETERS);
const NAMES: [Name; 17] = [
    (CauseId::UrlQueryLeftOut, 1),
    (CauseId::QueryNotSorted, 1),
    (CauseId::QueryAsSent, 1),
    (CauseId::QuerySortedByName, 1),
    (CauseId::QuerySortedDecoded, 1),
    (CauseId::QuerySortedRegardlessOfCase, 1),
    (CauseId::QuerySortedAsSent, 1),
    (CauseId::QueryPercentDecoded, 1),
    (CauseId::QuerySpaceAsPlus, 1),
    (CauseId::QueryPlusAsPercent20, 1),
    (CauseId::QueryEqualsRemoved, 1),
    (CauseId::QueryComponentEncoded, 1),
    (CauseId::QueryUrlsearchparams, 1),
    (CauseId::QuerySlashesKept, 1),
    (CauseId::QueryDoubleEncoded, 1),
    (CauseId::QueryHexCase, 2),
    (CauseId::QueryQuestionMark, 1),
];
