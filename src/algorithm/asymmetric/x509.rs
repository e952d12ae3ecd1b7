//! Pinned certificates (RFC 5280): the public key and the validity period. Chain, names and extensions are not checked.

use alloc::{string::String, vec::Vec};

use rsa::pkcs8::der::asn1::AnyRef;
use rsa::pkcs8::der::{self, Decode as _, Reader as _, Tag, Tagged as _};
use x509_cert::time::{Time, Validity as Period};

use super::forms::{self, Kind};
use super::{PublicKey, Wanted, keys};
use crate::algorithm::{Algorithm, Rules};
use crate::error::{Error, Fault};
use crate::text::decimal;
use crate::timestamp::Validity;

/// A pinned certificate.
pub(crate) struct Certificate {
    pub key: PublicKey,
    pub der: Vec<u8>,
    pub validity: Validity,
}

impl Certificate {
    /// Parses one certificate as PEM, DER or base64 of either.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] with the format that `name` seems to have.
    pub(crate) fn read(certificate: &[u8], name: &str, wanted: &Wanted) -> Result<Self, Error> {
        Self::parse(certificate, wanted)
            .map_err(|got| Error::CredentialInvalid(Fault::new(name, wanted.certificate(), got)))
    }

    /// As [`Self::read`], with a key for any of the `algorithms`.
    ///
    /// # Errors
    ///
    /// As [`Self::read`]; [`Error::Unsupported`] if this build lacks all the algorithms.
    pub(crate) fn for_algorithms(
        certificate: &[u8],
        name: &str,
        algorithms: &[Algorithm],
        rules: &Rules<'_>,
    ) -> Result<Self, Error> {
        Self::read(certificate, name, &Wanted::of(algorithms, rules, name)?)
    }

    fn parse(certificate: &[u8], wanted: &Wanted) -> Result<Self, String> {
        let der = forms::bytes(certificate, Kind::Certificate, false)?;
        let (validity, spki) = fields(&der).map_err(|_| "DER that holds no certificate, or one from before 1970")?;
        let key = keys::public_of(spki, wanted).map_err(|got| ["one with ", &got].concat())?;
        if wanted.check_size(&key).is_err() {
            return Err(["one with a key of ", &decimal(key.bits()), " bits"].concat());
        }
        let (from_ms, until_ms) = (unix_ms(validity.not_before), unix_ms(validity.not_after));
        // The last second of the validity counts until its end.
        let validity = Validity { from_ms, until_ms: until_ms.saturating_add(999) };
        Ok(Self { key, der: der.to_vec(), validity })
    }
}

/// The validity and the public key (SPKI) of the certificate `der`; other fields are skipped (RFC 5280 §4.1).
fn fields(der: &[u8]) -> der::Result<(Period, &[u8])> {
    AnyRef::from_der(der)?.sequence(|certificate| {
        let found = AnyRef::decode(certificate)?.sequence(|tbs| {
            if tbs.peek_byte() == Some(EXPLICIT_VERSION) {
                AnyRef::decode(tbs)?;
            }
            for tag in [Tag::Integer, Tag::Sequence, Tag::Sequence] {
                // The serial number, the signature algorithm and the issuer.
                AnyRef::decode(tbs)?.tag().assert_eq(tag)?;
            }
            let validity = Period::decode(tbs)?;
            AnyRef::decode(tbs)?.tag().assert_eq(Tag::Sequence)?;
            let spki = tbs.tlv_bytes()?;
            while !tbs.is_finished() {
                AnyRef::decode(tbs)?;
            }
            der::Result::Ok((validity, spki))
        })?;
        AnyRef::decode(certificate)?.tag().assert_eq(Tag::Sequence)?;
        AnyRef::decode(certificate)?.tag().assert_eq(Tag::BitString)?;
        Ok(found)
    })
}

fn unix_ms(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).map_or(i64::MAX, |s| s.saturating_mul(1000))
}

/// `[0] EXPLICIT`
const EXPLICIT_VERSION: u8 = 0xa0;
