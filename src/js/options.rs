//! The options of signers and verifiers, out of the names and values that the facade sends.

use alloc::vec::Vec;

use crate::credentials;
use crate::error::{Error, Fault, cited};
#[cfg(feature = "js")]
use crate::options::SignerOptions;
use crate::options::{CertificateValidity, VerifierOptions};
use crate::scheme::{Scheme, Tolerance};

/// Names and values: of options that are ours, which are taken out one by one, and of the scheme's own, which stay.
#[derive(Default)]
pub(super) struct Options<'a>(pub Vec<(&'a str, &'a str)>);

impl<'a> Options<'a> {
    /// Takes out the option that keeps the host's cryptography out; whether the host may compute.
    ///
    /// # Errors
    ///
    /// [`Error::OptionInvalid`] for an unusable value.
    pub(super) fn takes_host(&mut self) -> Result<bool, Error> {
        match self.take(CRYPTO) {
            None => Ok(true),
            Some("wasm") => Ok(false),
            Some(text) => Err(Error::OptionInvalid(Fault::new(CRYPTO, "`wasm`, or to be left out", cited(text)))),
        }
    }

    /// The options of a signer for `scheme`, without [the one about the host](Self::takes_host).
    ///
    /// # Errors
    ///
    /// [`Error::OptionInvalid`] for an unknown name or an unusable value.
    #[cfg(feature = "js")]
    pub(super) fn of_signer(&mut self, scheme: &Scheme<'_>) -> Result<SignerOptions<'_>, Error> {
        self.check_names(scheme, &[KEY, ALLOW_HTTP, CRYPTO])?;
        let external_key = match self.take(KEY) {
            None => false,
            Some("external") => true,
            // The value is not shown: it may be the key itself.
            Some(_) => {
                return Err(Error::OptionInvalid(Fault::new(KEY, "`external`, or to be left out", "another string")));
            }
        };
        let allow_http = self.take(ALLOW_HTTP) == Some("true");
        Ok(SignerOptions { external_key, allow_http, scheme: &self.0 })
    }

    /// The options of a verifier for `scheme`, or of an explainer, without [the one about the host](Self::takes_host).
    ///
    /// # Errors
    ///
    /// As [`Self::of_signer`].
    pub(super) fn of_verifier(&mut self, scheme: &Scheme<'_>) -> Result<VerifierOptions<'_>, Error> {
        self.check_names(scheme, &[TOLERANCE, ALLOW_LONG_TOLERANCE, VALIDITY, CRYPTO])?;
        let refused = |name: &str, expected: &'static str, got: &str| {
            Err(Error::OptionInvalid(Fault::new(name, expected, cited(got))))
        };
        let tolerance = match self.take(TOLERANCE) {
            None => Tolerance::Default,
            Some("none") => Tolerance::Off,
            Some(text) => match text.parse() {
                Ok(seconds) => Tolerance::Seconds(seconds),
                Err(_) => return refused(TOLERANCE, "whole seconds, or `Infinity`", text),
            },
        };
        let allow_long_tolerance = self.take(ALLOW_LONG_TOLERANCE) == Some("true");
        let certificate_validity = match self.take(VALIDITY) {
            None | Some("checked") => CertificateValidity::Checked,
            Some("ignored") => CertificateValidity::Ignored,
            Some(text) => return refused(VALIDITY, "`checked` or `ignored`", text),
        };
        Ok(VerifierOptions { tolerance, allow_long_tolerance, certificate_validity, scheme: &self.0 })
    }

    /// Refuses a name that is neither one of `ours` nor an option of the scheme or its companion.
    fn check_names(&self, scheme: &Scheme<'_>, ours: &[&str]) -> Result<(), Error> {
        let companion = scheme.companion.map_or(&[][..], |companion| companion.options);
        let others = companion.iter().filter(|other| !scheme.options.iter().any(|own| own.0 == other.0));
        let own = scheme.options.iter().chain(others).map(|(name, _)| *name);
        credentials::check_options(scheme, own.chain(ours.iter().copied()), &self.0)
    }

    /// The option called `name`, where it is given; it is none of the scheme's own.
    fn take(&mut self, name: &str) -> Option<&'a str> {
        let place = self.0.iter().position(|(own, _)| *own == name)?;
        Some(self.0.remove(place).1)
    }
}

#[cfg(feature = "js")]
const KEY: &str = "key";
#[cfg(feature = "js")]
const ALLOW_HTTP: &str = "allowHttp";
const CRYPTO: &str = "crypto";
const TOLERANCE: &str = "toleranceSeconds";
const ALLOW_LONG_TOLERANCE: &str = "allowLongTolerance";
const VALIDITY: &str = "certificateValidity";
