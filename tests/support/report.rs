//! What a report tells.

use countersign::Report;

/// All that it says in words, and the signature that was due: what `Debug` leaves out.
pub(crate) fn told(report: &Report) -> String {
    let others = |finding: &'_ countersign::Finding| finding.alternatives.concat();
    let also: Vec<_> = report.findings.iter().flat_map(others).collect();
    let causes = report.findings.iter().flat_map(|finding| &finding.causes).chain(&also).chain(&report.warnings);
    let words = causes.flat_map(|cause| [&*cause.id, &cause.title, &cause.detail, &cause.fix]);
    let fault = report.fault.as_ref().map(ToString::to_string).unwrap_or_default();
    words.collect::<Vec<_>>().join("\n") + &report.expected + &fault
}
