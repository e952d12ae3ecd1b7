//! The axis of the layout: parts left out, moved or joined differently. Templates are cut up as the scheme writes them, and read
//! again.

use alloc::{string::String, vec::Vec};

use super::filled;
use super::url::with;
use crate::canonical::{Symbols, Template};
use crate::explain::causes::CauseId;
use crate::explain::expected::without_first_filters;
use crate::explain::hypothesis::{Change, List};
use crate::explain::reason::Reason;
use crate::text::{find, orders};

/// What makes variants of the template at `slot`: a binding's place, or none for the canonical string itself.
pub(super) struct Layouts<'l, 'n> {
    pub list: &'l mut List,
    pub slot: Option<usize>,
    pub names: Symbols<'n>,
    /// Whether `json`, `upper` and `lower` are done already where they come first on the body and the method.
    pub is_filtered: bool,
}

impl Layouts<'_, '_> {
    /// Adds all variants of `text`.
    pub(super) fn add_all(&mut self, text: &str) {
        let units = units(text);
        for (id, cost, from, to) in LABELS {
            self.add(id.into(), cost, &with(text, from, to));
        }
        self.add(CauseId::LayoutQuestionMark.into(), 2, &once(text, "&", "?"));
        self.add(CauseId::LayoutTrailingNewline.into(), 1, &[text, "\n"].concat());
        self.add(CauseId::LayoutEmptyBodyMarker.into(), 1, &with(&with(text, "[", ""), "]", ""));
        if let Some(text) = text.strip_suffix('\n') {
            self.add(CauseId::LayoutEndLost.into(), 1, text);
        }
        self.add_hashes(text);
        self.add_unfiltered(text);
        self.add_fewer(&units);
        let values: Vec<&str> = units.iter().map(|unit| unit.value()).filter(|value| !value.is_empty()).collect();
        // As prose says it: the path, where the URL is signed.
        self.add(CauseId::LayoutPlainConcat.into(), 1, &with(&values.join(""), "{url}", "{target}"));
        for (id, separator) in SEPARATORS {
            self.add(id.into(), 1, &values.join(separator));
        }
        // What stands before each value stays with it.
        let labelled = Vec::from_iter(units.iter().map(|unit| [unit.literal, unit.part].concat()));
        for (id, separator) in SEPARATORS {
            self.add(id.into(), 1, &labelled.join(separator));
        }
        self.add_orders(&units);
    }

    /// Adds the layout `text`, where it can be read.
    #[inline(never)]
    pub(super) fn add(&mut self, id: Reason, cost: usize, text: &str) {
        if let Ok(template) = Template::parse("canonical", text, self.names) {
            let template = if self.is_filtered { without_first_filters(&template) } else { template };
            self.list.add(id, if cost > 1 { 2 } else { 1 }, Change::Layout(self.slot, template));
        }
    }

    /// One filter left out.
    fn add_unfiltered(&mut self, text: &str) {
        for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b'|') {
            let rest = &text[at + 1..];
            let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            self.add(Reason::named(CauseId::LayoutNotFiltered, &rest[..end]), 1, &[&text[..at], &rest[end..]].concat());
        }
    }

    /// One part alone, or all but one.
    fn add_fewer(&mut self, units: &[Unit<'_>]) {
        if let Some(Unit { literal, .. }) = units.first().filter(|unit| !unit.literal.is_empty()) {
            let mut text = String::new();
            units.iter().for_each(|unit| text.extend([unit.literal, unit.part]));
            self.add(Reason::named(CauseId::LayoutLeftOut, literal), 1, &text[literal.len()..]);
        }
        for (place, unit) in units.iter().enumerate() {
            let id = match unit.name() {
                "body" => CauseId::LayoutBodyOnly.into(),
                "timestamp" => CauseId::LayoutTimestampOnly.into(),
                name => Reason::named(CauseId::LayoutOnly, name),
            };
            self.add(id, 1, unit.value());
            let mut text = String::new();
            for (other, unit) in units.iter().enumerate().filter(|(other, _)| *other != place) {
                let leads = place == 0 && other == 1 && !unit.is_labelled();
                text.push_str(if leads { "" } else { unit.literal });
                text.push_str(unit.part);
            }
            self.add(Reason::named(CauseId::LayoutLeftOut, unit.name()), 1, &text);
            // With what stands before it.
            text.clear();
            for (other, unit) in units.iter().enumerate() {
                text.extend([unit.literal, if other == place { "" } else { unit.part }]);
            }
            self.add(Reason::named(CauseId::LayoutLeftOut, unit.name()), 1, &text);
        }
    }

    /// Labels such as `&body=` move with what they name; separators stay where they are.
    fn add_orders(&mut self, units: &[Unit<'_>]) {
        let with_labels = units.iter().any(Unit::is_labelled);
        let is_moved = |unit: &Unit<'_>| !unit.part.is_empty() && unit.is_labelled() == with_labels;
        let moved: Vec<&Unit<'_>> = units.iter().filter(|unit| is_moved(unit)).collect();
        let names: Vec<&str> = moved.iter().map(|unit| unit.name()).collect();
        for order in orders(moved.len()) {
            let id = id_of_order(&names, &order);
            let mut order = order.iter();
            let mut text = String::new();
            for unit in units {
                let from = if is_moved(unit) { order.next().map_or(unit, |&place| moved[place]) } else { unit };
                text.push_str(if with_labels { from.literal } else { unit.literal });
                text.push_str(from.part);
            }
            self.add(id.into(), 2, &text);
        }
    }

    /// An inner digest in another form, or not made.
    fn add_hashes(&mut self, text: &str) {
        for (own, other) in [("|sha256", "|sha512"), ("|sha512", "|sha256")] {
            let Some(at) = find(text.as_bytes(), own.as_bytes()) else { continue };
            let (before, after) = (&text[..at], &text[at + own.len()..]);
            let end = &after[after.bytes().position(|byte| byte == b'}').unwrap_or_default()..];
            for (id, pattern) in HASHES {
                self.add(id.into(), 1, &filled(pattern, &[before, own, other, after, end]));
            }
        }
    }
}

/// What the parts called `names` in another `order` are called.
fn id_of_order(names: &[&str], order: &[usize]) -> CauseId {
    let at = |place: usize| order.iter().position(|own| *own == place);
    let is_swapped = |first: usize, second: usize| first < second && at(first) > at(second);
    let named = |name: &str| names.iter().position(|own| *own == name).unwrap_or(usize::MAX);
    let (body, method, timestamp) = (named("body"), named("method"), named("timestamp"));
    let is_body_first = body < names.len() && (0..body).any(|other| is_swapped(other, body));
    if is_body_first || (timestamp < names.len() && is_swapped(method, timestamp)) {
        return CauseId::LayoutBodyFirst;
    }
    CauseId::LayoutOrder
}

/// A part of a template, and the literal text before it.
struct Unit<'t> {
    literal: &'t str,
    /// `{…}` or `[…]`; empty at the end.
    part: &'t str,
}

impl<'t> Unit<'t> {
    /// Whether its literal names it, and does not only stand between.
    fn is_labelled(&self) -> bool {
        let group = self.part.split('{').next().unwrap_or_default();
        self.literal.ends_with('=') || group.ends_with('=')
    }

    /// The part without a group's literals.
    fn value(&self) -> &'t str {
        let at = |brace: u8| self.part.bytes().position(|byte| byte == brace);
        at(b'{').zip(at(b'}')).and_then(|(start, end)| self.part.get(start..=end)).unwrap_or_default()
    }

    fn name(&self) -> &'t str {
        let name = self.value().trim_start_matches('{').trim_end_matches('}').split('|').next().unwrap_or_default();
        if name.is_empty() { self.literal } else { name }
    }
}

fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let (mut start, mut opened, mut depth, mut is_escaped) = (0, 0, 0, false);
    for (at, byte) in text.bytes().enumerate() {
        if core::mem::take(&mut is_escaped) {
            continue;
        }
        match byte {
            b'\\' => is_escaped = true,
            b'{' | b'[' => {
                opened = if depth == 0 { at } else { opened };
                depth += 1;
            }
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    units.push(Unit { literal: &text[start..opened], part: &text[opened..=at] });
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    if start < text.len() {
        units.push(Unit { literal: &text[start..], part: "" });
    }
    units
}

fn once(text: &str, from: &str, to: &str) -> String {
    match crate::text::cut(text, from) {
        Some((before, after)) => [before, to, after].concat(),
        None => text.into(),
    }
}

/// A cause, a cost, and one text for another.
const LABELS: [(CauseId, usize, &str, &str); 11] = [
    (CauseId::UrlWhole, 1, "{target}", "{url}"),
    (CauseId::UrlWhole, 1, "{path}", "{url}"),
    (CauseId::UrlWhole, 1, "{path}\n{query}", "{url}\n"),
    (CauseId::UrlWhole, 1, "{path}\n{query|unpercent}", "{url}\n"),
    (CauseId::UrlQueryAdded, 1, "{path}", "{target}"),
    (CauseId::LayoutQueryJoined, 1, "{path}\n{query}", "{target}"),
    (CauseId::LayoutQueryJoined, 1, "{path}\n{query|unpercent}", "{path}[?{query|unpercent}]"),
    (CauseId::UrlWhole, 1, "{path}[?{query|unpercent}]", "{url}"),
    (CauseId::LayoutAmpersandAsEntity, 2, "&", "&amp;"),
    (CauseId::QueryComponentEncoded, 1, "{query|unpercent}", "{query|encoded}"),
    (CauseId::LayoutLeadingZeros, 1, "|int}", "}"),
];
/// A cause, and what stands between the values.
const SEPARATORS: [(CauseId, &str); 10] = [
    (CauseId::LayoutPlainConcat, ""),
    (CauseId::LayoutSeparatorPlus, "+"),
    (CauseId::LayoutSeparatorDot, "."),
    (CauseId::LayoutSeparatorColon, ":"),
    (CauseId::LayoutSeparatorNewline, "\n"),
    (CauseId::LayoutSeparatorComma, ","),
    (CauseId::LayoutSeparatorSlash, "/"),
    (CauseId::LayoutSeparatorBar, "|"),
    (CauseId::LayoutSeparatorAmpersand, "&"),
    (CauseId::LayoutSeparatorSpace, " "),
];
/// A cause, and what stands before the filter, the filter, the other, and what stands after it, from where its braces end.
const HASHES: [(CauseId, &str); 5] = [
    (CauseId::LayoutInnerHashHex, "AB|hexE"),
    (CauseId::LayoutInnerHashRaw, "ABE"),
    (CauseId::LayoutInnerHashBase64, "AB|base64E"),
    (CauseId::LayoutInnerHashOther, "ACD"),
    (CauseId::LayoutInnerHashLeftOut, "AE"),
];
