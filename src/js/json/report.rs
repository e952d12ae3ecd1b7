//! Reports as JSON.

use alloc::string::String;

use super::{Object, list, push_text};
use crate::canonical::Segment;
use crate::encoding::Encoding;
use crate::explain::{Cause, Finding, Report, all_texts};
use crate::text::utf8;

/// The report as an object; bytes that are not UTF-8 are in hexadecimal, as `hex`.
pub(in crate::js) fn report(report: &Report) -> String {
    let mut json = String::new();
    let mut object = Object::open(&mut json);
    object.text("verdict", report.verdict.name());
    object.text("expected", &report.expected);
    list(object.member("canonical"), report.canonical(), segment);
    list(object.member("preimages"), report.preimages(), segment);
    object.number("keyIndex", report.key_index.and_then(|index| i64::try_from(index).ok()));
    object.number("ageSeconds", report.age_s);
    list(object.member("warnings"), report.warnings.iter(), cause);
    list(object.member("findings"), report.findings.iter(), finding);
    match &report.fault {
        Some(fault) => object.member("fault").push_str(&super::error(fault)),
        None => object.null("fault"),
    }
    object.number("tried", i64::try_from(report.tried).ok());
    object.number("hashedBytes", i64::try_from(report.hashed_bytes).ok());
    object.member("exhausted").push_str(if report.exhausted { "true" } else { "false" });
    object.close();
    json
}

/// A pair of strings as an array, or `null`.
pub(in crate::js) fn pair(pair: Option<&(String, String)>) -> String {
    let mut json = String::new();
    match pair {
        Some((old, new)) => both(&mut json, old, new),
        None => json.push_str("null"),
    }
    json
}

/// The ids and titles of the causes of every scheme, or of those of signature standards.
pub(in crate::js) fn causes(of_standards: bool) -> String {
    let mut json = String::new();
    list(&mut json, all_texts(of_standards), |json, [id, title, ..]| both(json, id, title));
    json
}

fn both(json: &mut String, one: &str, other: &str) {
    list(json, [one, other].into_iter(), push_text);
}

fn finding(json: &mut String, finding: &Finding) {
    let mut object = Object::open(json);
    list(object.member("causes"), finding.causes.iter(), cause);
    list(object.member("alternatives"), finding.alternatives.iter(), |json, causes| list(json, causes.iter(), cause));
    object.number("keyIndex", i64::try_from(finding.key_index).ok());
    list(object.member("canonical"), finding.canonical(), segment);
    list(object.member("preimages"), finding.preimages(), segment);
    object.close();
}

fn cause(json: &mut String, cause: &Cause) {
    let mut object = Object::open(json);
    object.text("id", &cause.id);
    object.text("title", &cause.title);
    object.text("detail", &cause.detail);
    object.text("fix", &cause.fix);
    object.close();
}

fn segment(json: &mut String, segment: Segment<'_>) {
    let mut object = Object::open(json);
    object.text("label", segment.label);
    match core::str::from_utf8(segment.bytes) {
        Ok(text) => object.text("text", text),
        Err(_) => {
            let digits = Encoding::Hex.text(segment.bytes);
            object.text("hex", utf8(&digits));
        }
    }
    object.close();
}
