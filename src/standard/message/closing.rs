//! What else a signer may have taken for the parameters, and the last line.

use alloc::{string::String, vec::Vec};

use super::super::told::{Axis, CANONICAL, Readings, Text, joined};
use super::readings::{Base, LINES, PARAMS, with};
use crate::canonical::Variable;
use crate::text::{decimal, orders};

impl Base<'_> {
    pub(super) fn add_params(&self, readings: &mut Readings) {
        let texts = self.texts();
        let mut add = |id, which: &str, text: &Text| readings.add(id, which, 1, Axis::Layout, &[(PARAMS, text)]);
        let own = self.listed(&texts, &self.params);
        let all = &self.params;
        for order in orders(all.len()) {
            let others: Vec<_> = order.iter().map(|place| all[*place].clone()).collect();
            add("params-order", "", &self.listed(&texts, &others));
        }
        for (place, (key, _)) in all.iter().enumerate() {
            let mut rest = all.clone();
            rest.remove(place);
            add("params-left-out", key, &self.listed(&texts, &rest));
            if key == "created" && !self.created.is_empty() {
                let mut quoted = all.clone();
                quoted[place].1 = joined(&["=\"".into(), Text::input(Variable::Timestamp, &[]), "\"".into()]);
                add("params-time-quoted", "", &self.listed(&texts, &quoted));
            }
        }
        add("params-left-out", "all", &self.listed(&texts, &[]));
        let bare: Vec<String> = texts.iter().map(|text| with(text, "\"", "")).collect();
        let bare: Vec<&str> = bare.iter().map(|text| &**text).collect();
        add("params-names-unquoted", "", &self.listed(&bare, all));
        let commas = texts.join(", ");
        add("params-commas", "", &self.listed(&[&commas], all));
        let commas = texts.join(",");
        add("params-commas", "", &self.listed(&[&commas], all));
        let spaced: Vec<_> = all.iter().map(|(key, value)| ([" ", key].concat(), value.clone())).collect();
        add("params-space", "", &self.listed(&texts, &spaced));
        add("params-with-label", "", &joined(&[[&*self.label, "="].concat().as_str().into(), own]));
        let added = |key: &str, raw: &str| {
            let is_there = all.iter().any(|(own, _)| own == key);
            let extra = (String::from(key), Text::from(raw));
            (0..=all.len()).filter(move |_| !is_there).map(move |place| {
                let mut more = all.clone();
                more.insert(place, extra.clone());
                more
            })
        };
        for more in added("alg", &["=\"", self.algorithm, "\""].concat()) {
            add("params-alg-added", "", &self.listed(&texts, &more));
        }
        for life_s in [30, 60, 120, 300, 600, 900, 1800, 3600, 86_400] {
            let Some(at_s) = self.created.parse::<i64>().ok().and_then(|at_s| at_s.checked_add(life_s)) else { break };
            for more in added("expires", &["=", &decimal(at_s)].concat()) {
                add("params-expires-added", &decimal(life_s), &self.listed(&texts, &more));
            }
        }
    }
}

/// The last line in other words.
pub(super) fn add_layouts(readings: &mut Readings, label: &str, unended: &Text) {
    let slot = |place| Text::input(Variable::Binding(place), &[]);
    let (lines, params) = (slot(LINES), slot(PARAMS));
    let labelled = ["\"@signature-params\": ", label, "="].concat();
    for (id, before, between, after) in [
        ("params-line-missing", "", "", None),
        ("params-line-unquoted", "", "@signature-params: ", Some("")),
        ("params-with-label", "", &*labelled, Some("")),
        ("params-line-without-name", "", "", Some("")),
        ("params-line-other-name", "", "\"signature-params\": ", Some("")),
        ("params-line-other-name", "", "\"@signature-input\": ", Some("")),
        ("params-line-other-name", "", "\"signature-input\": ", Some("")),
        ("component-space-missing", "", "\"@signature-params\":", Some("")),
        ("component-lines-crlf", "", "\"@signature-params\": ", Some("\r\n")),
    ] {
        let mut text = joined(&[before.into(), lines.clone(), between.into()]);
        if let Some(after) = after {
            text = joined(&[text, params.clone(), after.into()]);
        }
        readings.add(id, "", 1, Axis::Layout, &[(CANONICAL, &text)]);
    }
    let bare = [(LINES, unended), (CANONICAL, &lines)];
    readings.add("params-line-missing", "", 1, Axis::Layout, &bare);
    let first = joined(&["\"@signature-params\": ".into(), params, "\n".into(), lines]);
    readings.add("params-line-first", "", 1, Axis::Layout, &[(CANONICAL, &first)]);
}
