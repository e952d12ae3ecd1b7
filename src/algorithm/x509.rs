//! Certificates that a caller pins (RFC 5280): the key, and when it is valid; no chain, no name, no extension is judged.

use alloc::{format, string::String, vec::Vec};

use rsa::pkcs8::der::{Decode as _, Encode as _};
use x509_cert::Certificate as Parsed;
use x509_cert::time::Time;

use super::keys::{self, Kind, MODERN_BITS};
use super::rsa::PublicKey;
use crate::error::{Error, Fault};
use crate::timestamp::Validity;

/// A pinned certificate.
pub(crate) struct Certificate {
    pub key: PublicKey,
    pub der: Vec<u8>,
    pub validity: Validity,
}

impl Certificate {
    /// Reads one certificate as PEM, DER, or base64 of either.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] that says what `name` looks like instead.
    pub(crate) fn read(certificate: &[u8], name: &str) -> Result<Self, Error> {
        let expected = "an X.509 certificate with an RSA key of 2048 to 8192 bits (as PEM, DER or base64 of either, one at a time)";
        Self::parse(certificate).map_err(|got| Error::CredentialInvalid(Fault::new(name, expected, got)))
    }

    fn parse(certificate: &[u8]) -> Result<Self, String> {
        let der = keys::der(certificate, Kind::Certificate)?;
        let parsed = Parsed::from_der(&der).map_err(|_| "DER that holds no certificate")?;
        let tbs = parsed.tbs_certificate();
        let spki = tbs.subject_public_key_info().to_der().map_err(|_| "a certificate without a key")?;
        let key = keys::public_from_der(&spki).map_err(|got| format!("one with {got}"))?;
        if key.bits() < MODERN_BITS {
            return Err(format!("one with a key of {} bits", key.bits()));
        }
        let (from_ms, until_ms) = (unix_ms(tbs.validity().not_before), unix_ms(tbs.validity().not_after));
        // A bound names a second, and holds until that second is over.
        let validity = Validity { from_ms, until_ms: until_ms.saturating_add(999) };
        Ok(Self { key, der: der.to_vec(), validity })
    }
}

fn unix_ms(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).map_or(i64::MAX, |s| s.saturating_mul(1000))
}
