//! Limits on the age of a message and on the validity of certificates.

use alloc::boxed::Box;

use crate::error::{Error, Fault, Mismatch, Stale, cited};
use crate::options::{CertificateValidity, VerifierOptions};
use crate::recipe::covers::{Coverage, Covers};
use crate::scheme::{Scheme, Tolerance};
use crate::standard::Lifetime;
use crate::text::{decimal, quoted};
use crate::timestamp::{TimestampForm, check_clock};

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
    pub(crate) fn read(scheme: &Scheme<'_>, options: &VerifierOptions<'_>) -> Result<Self, Error> {
        let inapplicable = |name, why| Err(Error::OptionInvalid(Fault::inapplicable(name, why)));
        let tolerance_s = match options.tolerance {
            Tolerance::Default => scheme.tolerance_s(),
            _ if scheme.tolerance_s().is_none() => {
                return inapplicable(TOLERANCE, "this scheme signs no timestamp");
            }
            Tolerance::Off => None,
            Tolerance::Seconds(seconds) if seconds > DAY_S && !options.allow_long_tolerance => {
                return Err(Error::OptionInvalid(Fault::new(TOLERANCE, LONG, decimal(seconds))));
            }
            Tolerance::Seconds(seconds) => Some(seconds),
        };
        let any_certificate = options.certificate_validity == CertificateValidity::Ignored;
        if any_certificate && !takes_certificates(scheme) {
            return inapplicable(VALIDITY, "this scheme takes no certificates");
        }
        Ok(Self { tolerance_s, expires_after_s: scheme.expires_after_s, any_certificate })
    }

    /// Whether the age of messages is checked.
    pub(crate) const fn judges_time(self) -> bool {
        self.tolerance_s.is_some()
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

impl Limits {
    /// How a token is outside of its lifetime, if it is.
    #[cfg(feature = "standards")]
    pub(crate) fn staleness(self, lifetime: &Lifetime, now_ms: i64) -> Option<Stale> {
        match self.judge_lifetime(lifetime, now_ms) {
            Err(Error::SignatureStale(stale)) => Some(*stale),
            Ok(()) | Err(_) => None,
        }
    }

    /// The same, with no limit to the age.
    #[cfg(feature = "standards")]
    pub(crate) const fn without_tolerance(self) -> Self {
        Self { tolerance_s: None, ..self }
    }

    /// Refuses a token outside of its lifetime, with the tolerance as leeway at either end.
    pub(super) fn judge_lifetime(self, lifetime: &Lifetime, now_ms: i64) -> Result<(), Error> {
        let Some(limit_s) = self.tolerance_s else { return Ok(()) };
        check_clock(now_ms, "now").map_err(Error::ArgumentInvalid)?;
        let now_s = now_ms.div_euclid(1000);
        let stale = |at_s: i64, is_expired| {
            Err(Error::SignatureStale(Box::new(Stale { now_s, age_s: now_s - at_s, limit_s, is_expired })))
        };
        match *lifetime {
            Lifetime { issued_s: Some(at_s), .. } | Lifetime { begins_s: Some(at_s), .. }
                if at_s - now_s > i64::from(limit_s) =>
            {
                stale(at_s, false)
            }
            // On or after the end (RFC 7519 §4.1.4).
            Lifetime { ends_s: Some(at_s), .. } if now_s - at_s >= i64::from(limit_s) => stale(at_s, true),
            Lifetime { issued_s: Some(at_s), ages: true, .. } if now_s - at_s > i64::from(limit_s) => {
                stale(at_s, false)
            }
            Lifetime { .. } => Ok(()),
        }
    }
}

/// The error for a timestamp that has none of the `forms`.
pub(super) fn unreadable(forms: &[TimestampForm], place: &str, text: &str) -> Error {
    let expected = ["a time as ", &quoted(forms.iter().map(|form| form.description()), " or ")].concat();
    Error::TimestampInvalid(Fault::new(place, expected, cited(text)))
}

/// A mismatch with what the caller knows of the message.
pub(super) fn mismatch(scheme: &str, keys: usize, body_len: usize, covers: Covers) -> Error {
    let is_signed = |coverage| coverage != Coverage::None;
    let Covers { url, query, body, .. } = covers;
    Error::SignatureMismatch(Box::new(Mismatch {
        scheme: scheme.into(),
        keys,
        body_len,
        signs_body: is_signed(body),
        signs_url: is_signed(url) || is_signed(query),
    }))
}

fn takes_certificates(scheme: &Scheme<'_>) -> bool {
    scheme.algorithm.is_asymmetric() || scheme.companion.is_some_and(takes_certificates)
}

const TOLERANCE: &str = "toleranceSeconds";
const VALIDITY: &str = "certificateValidity";
const DAY_S: u32 = 86_400;
const LONG: &str = "at most 86400 s (a day), since a recorded message can be sent again for as long as that; for more, set \
                    `allowLongTolerance` too";
