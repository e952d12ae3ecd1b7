//! Limits on the age of a message and on the validity of certificates.

use alloc::{boxed::Box, vec::Vec};

use crate::credentials;
use crate::error::{Error, Fault, Stale, cited};
use crate::scheme::Scheme;
use crate::timestamp::check_clock;

/// Limits on the age of a message and on the validity of certificates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The tolerance in seconds; `None` if the age is not checked.
    tolerance_s: Option<u32>,
    expires_after_s: u32,
    /// Whether certificates are accepted outside of their validity.
    pub any_certificate: bool,
}

impl Limits {
    /// Reads the limits from the scheme and the `options`.
    pub(crate) fn read(scheme: &Scheme<'_>, options: &[(&str, &str)]) -> Result<Self, Error> {
        let inapplicable = |name, why| Err(Error::OptionInvalid(Fault::inapplicable(name, why)));
        let refused = |name: &str, expected: &'static str, got: &str| {
            Err(Error::OptionInvalid(Fault::new(name, expected, cited(got))))
        };
        let tolerance_s = match credentials::option(options, TOLERANCE) {
            None => scheme.tolerance_s(),
            Some(_) if scheme.tolerance_s().is_none() => {
                return inapplicable(TOLERANCE, "this scheme signs no timestamp");
            }
            Some("none") => None,
            Some(text) => match text.parse() {
                Ok(s) if !text.starts_with('+') => Some(s),
                _ => return refused(TOLERANCE, "whole seconds, or `none`", text),
            },
        };
        let any_certificate = match credentials::option(options, VALIDITY) {
            None => false,
            Some(_) if !takes_certificates(scheme) => {
                return inapplicable(VALIDITY, "this scheme takes no certificates");
            }
            Some("checked") => false,
            Some("ignored") => true,
            Some(text) => return refused(VALIDITY, "`checked` or `ignored`", text),
        };
        Ok(Self { tolerance_s, expires_after_s: scheme.expires_after_s, any_certificate })
    }

    /// Whether the age of messages is checked.
    pub(crate) const fn judges_time(self) -> bool {
        self.tolerance_s.is_some()
    }

    /// The `options` that belong to the scheme.
    pub(crate) fn without_own<'n>(options: &[(&'n str, &'n str)]) -> Vec<(&'n str, &'n str)> {
        options.iter().copied().filter(|(name, _)| ![TOLERANCE, VALIDITY].contains(name)).collect()
    }

    /// As [`Self::check`], but first checks the clock if it matters.
    pub(super) fn judge(self, at_ms: i64, now_ms: i64) -> Result<(), Error> {
        if self.judges_time() {
            check_clock(now_ms, "now").map_err(Error::ArgumentInvalid)?;
        }
        self.check(at_ms, now_ms)
    }

    /// Refuses a message that was signed too long ago, or too far in the future; counted in whole seconds.
    pub(crate) fn check(self, at_ms: i64, now_ms: i64) -> Result<(), Error> {
        let Some(tolerance_s) = self.tolerance_s else { return Ok(()) };
        let now_s = now_ms.div_euclid(1000);
        let age_s = now_s - at_ms.div_euclid(1000);
        let limit_s = if age_s < 0 { tolerance_s.saturating_add(self.expires_after_s) } else { tolerance_s };
        if age_s.unsigned_abs() > u64::from(limit_s) {
            Err(Error::SignatureStale(Box::new(Stale { now_s, age_s, limit_s, is_expired: false })))
        } else {
            Ok(())
        }
    }
}

fn takes_certificates(scheme: &Scheme<'_>) -> bool {
    scheme.algorithm.is_asymmetric() || scheme.companion.is_some_and(takes_certificates)
}

const TOLERANCE: &str = "toleranceSeconds";
const VALIDITY: &str = "certificateValidity";
