//! Hypotheses about `@signature-params`: order, quoting, missing or extra parameters, and the form of the line.

use alloc::{string::String, vec::Vec};

use super::super::claimed::{CANONICAL, Dimension, Hypotheses, Name, indices_without, replace, selected, terminated};
use super::signature_base::{LINES, PARAMS, SignatureBase};
use crate::explain::causes::CauseId;
use crate::text::{decimal, orders};

pub(super) fn add_params(base: &SignatureBase<'_>, hypotheses: &mut Hypotheses) {
    let (list, all) = (base.list(" "), &base.params);
    let own = base.listed(&Vec::from_iter(0..base.components.len()));
    let written = |params: &[String]| [&*list, &terminated(params, "")].concat();
    let mut add = |id, which: &str, text: String| hypotheses.add((id, 1), which, (Dimension::Layout, PARAMS), text);
    for order in orders(all.len()) {
        add(CauseId::ParamsOrder, "", written(&selected(all, &order)));
    }
    for (place, param) in all.iter().enumerate() {
        let key = param.get(1..param.bytes().position(|byte| byte == b'=').unwrap_or(param.len()));
        let rest = indices_without(all.len(), place);
        add(CauseId::ParamsLeftOut, key.unwrap_or_default(), written(&selected(all, &rest)));
    }
    add(CauseId::ParamsLeftOut, "all", list.clone());
    let params = terminated(all, "");
    for (id, text) in [
        (CauseId::ParamsTimeQuoted, replace(&own, "=\u{1}T", "=\"\u{1}T\"")),
        (CauseId::ParamsNamesUnquoted, [replace(&list, "\"", ""), params.clone()].concat()),
        (CauseId::ParamsCommas, [&*base.list(", "), &params].concat()),
        (CauseId::ParamsCommas, [&*base.list(","), &params].concat()),
        (CauseId::ParamsSpace, [&*list, &replace(&params, ";", "; ")].concat()),
        (CauseId::ParamsWithLabel, [&*base.label, "=", &own].concat()),
    ] {
        add(id, "", text);
    }
    let mut add_more = |id, which: &str, param: String| {
        if all.iter().any(|own| own.starts_with(&param[..5])) {
            return;
        }
        for place in 0..=all.len() {
            let mut more = all.clone();
            more.insert(place, param.clone());
            add(id, which, written(&more));
        }
    };
    add_more(CauseId::ParamsAlgAdded, "", [";alg=\"", base.algorithm, "\""].concat());
    let created: Option<i64> = base.created.parse().ok();
    for life_s in [30, 60, 120, 300, 600, 900, 1800, 3600, 86_400] {
        if let Some(at_s) = created.and_then(|at_s| at_s.checked_add(life_s)) {
            add_more(CauseId::ParamsExpiresAdded, &decimal(life_s), [";expires=", &decimal(at_s)].concat());
        }
    }
}

/// The form of the last line.
pub(super) fn add_layouts(base: &SignatureBase<'_>, hypotheses: &mut Hypotheses) {
    let at = (Dimension::Layout, CANONICAL);
    for (name, text) in LAYOUTS {
        hypotheses.add(name, "", at, text.into());
    }
    let labelled = ["\u{1}0\"@signature-params\": ", &*base.label, "=\u{1}1"].concat();
    hypotheses.add((CauseId::ParamsWithLabel, 1), "", at, labelled);
    let lines = terminated(&base.lines(), "\n");
    hypotheses.add(LAYOUTS[0].0, "", at, LAYOUTS[0].1.into());
    hypotheses.with(LINES, lines.strip_suffix('\n').unwrap_or(&lines).into());
}

/// Layouts, with marks for the component lines and the parameters.
const LAYOUTS: [(Name, &str); 9] = [
    ((CauseId::ParamsLineMissing, 1), "\u{1}0"),
    ((CauseId::ParamsLineUnquoted, 1), "\u{1}0@signature-params: \u{1}1"),
    ((CauseId::ParamsLineWithoutName, 1), "\u{1}0\u{1}1"),
    ((CauseId::ParamsLineOtherName, 1), "\u{1}0\"signature-params\": \u{1}1"),
    ((CauseId::ParamsLineOtherName, 1), "\u{1}0\"@signature-input\": \u{1}1"),
    ((CauseId::ParamsLineOtherName, 1), "\u{1}0\"signature-input\": \u{1}1"),
    ((CauseId::ComponentSpaceMissing, 1), "\u{1}0\"@signature-params\":\u{1}1"),
    ((CauseId::ComponentLinesCrlf, 1), "\u{1}0\"@signature-params\": \u{1}1\r\n"),
    ((CauseId::ParamsLineFirst, 1), "\"@signature-params\": \u{1}1\n\u{1}0"),
];
