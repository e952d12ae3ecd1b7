//! The options of a verifier by name and value, as test vectors write them.

use countersign::{CertificateValidity, Tolerance, VerifierOptions};

/// The options that `given` says; the scheme's own go into `own`.
pub(crate) fn verifier_options<'a>(
    given: &[(&'a str, &'a str)],
    own: &'a mut Vec<(&'a str, &'a str)>,
) -> VerifierOptions<'a> {
    let mut options = VerifierOptions::default();
    for &(name, value) in given {
        match (name, value) {
            ("toleranceSeconds", "none") => options.tolerance = Tolerance::Off,
            // Text that is no number has no form in Rust: it stands for a tolerance where none applies.
            ("toleranceSeconds", text) => options.tolerance = Tolerance::Seconds(text.parse().unwrap_or_default()),
            ("certificateValidity", "ignored") => options.certificate_validity = CertificateValidity::Ignored,
            _ => own.push((name, value)),
        }
    }
    options.scheme = own;
    options
}
