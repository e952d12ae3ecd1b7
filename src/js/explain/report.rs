//! Reports as objects.

use alloc::vec::Vec;

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::canonical::Segment;
use crate::explain::{Cause, Finding, Report};
use crate::js::facts;

/// The report as the facade hands it on, but for `fault`, which it makes an error of.
pub(super) fn object(report: &Report) -> JsValue {
    let object = ReportObject {
        verdict: report.verdict.name(),
        expected: &report.expected,
        canonical: report.canonical().map(SegmentObject::of).collect(),
        preimages: report.preimages().map(SegmentObject::of).collect(),
        key_index: report.key_index,
        age_seconds: report.age_s.map(number),
        warnings: report.warnings.iter().map(CauseObject::of).collect(),
        findings: report.findings.iter().map(FindingObject::of).collect(),
        fault: report.fault.as_ref().map(facts::of_error).unwrap_or_default(),
        tried: number(report.tried.cast_signed()),
        hashed_bytes: number(report.hashed_bytes.cast_signed()),
        exhausted: report.exhausted,
    };
    serde_wasm_bindgen::to_value(&object).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportObject<'r> {
    verdict: &'static str,
    expected: &'r str,
    canonical: Vec<SegmentObject<'r>>,
    preimages: Vec<SegmentObject<'r>>,
    key_index: Option<usize>,
    age_seconds: Option<f64>,
    warnings: Vec<CauseObject<'r>>,
    findings: Vec<FindingObject<'r>>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    fault: JsValue,
    tried: f64,
    hashed_bytes: f64,
    exhausted: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingObject<'r> {
    causes: Vec<CauseObject<'r>>,
    alternatives: Vec<Vec<CauseObject<'r>>>,
    key_index: usize,
    canonical: Vec<SegmentObject<'r>>,
    preimages: Vec<SegmentObject<'r>>,
}

impl<'r> FindingObject<'r> {
    fn of(finding: &'r Finding) -> Self {
        Self {
            causes: finding.causes.iter().map(CauseObject::of).collect(),
            alternatives: finding.alternatives.iter().map(|one| one.iter().map(CauseObject::of).collect()).collect(),
            key_index: finding.key_index,
            canonical: finding.canonical().map(SegmentObject::of).collect(),
            preimages: finding.preimages().map(SegmentObject::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct CauseObject<'r> {
    id: &'r str,
    title: &'r str,
    detail: &'r str,
    fix: &'r str,
}

impl<'r> CauseObject<'r> {
    fn of(Cause { id, title, detail, fix }: &'r Cause) -> Self {
        Self { id, title, detail, fix }
    }
}

/// A segment; without a text if its bytes are not UTF-8.
#[derive(Serialize)]
struct SegmentObject<'r> {
    label: &'r str,
    text: Option<&'r str>,
    #[serde(serialize_with = "as_bytes")]
    bytes: &'r [u8],
}

impl<'r> SegmentObject<'r> {
    fn of(Segment { label, bytes }: Segment<'r>) -> Self {
        Self { label, text: core::str::from_utf8(bytes).ok(), bytes }
    }
}

/// As a `Uint8Array`; by default, bytes are numbers of a list.
fn as_bytes<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// A number of JavaScript.
#[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
const fn number(number: i64) -> f64 {
    number as f64
}
