//! Certificates (RFC 5280). Of a pinned one, the public key and the validity period count; `chain` checks the rest.

use alloc::{string::String, vec::Vec};

use rsa::pkcs8::der::asn1::AnyRef;
use rsa::pkcs8::der::{self, Decode as _, Reader as _, SliceReader, Tag, Tagged as _};
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

    /// A certificate of whatever key, in DER.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for what is no certificate.
    pub(crate) fn of_issuer(certificate: &[u8], name: &str) -> Result<Vec<u8>, Error> {
        let read = || {
            let der = forms::bytes(certificate, Kind::Certificate, false)?;
            Fields::read(&der).map_err(|_| String::from("DER that holds no certificate"))?;
            Ok(der.to_vec())
        };
        let expected = "an X.509 certificate, as PEM, DER or base64 of either, one at a time";
        read().map_err(|got: String| Error::CredentialInvalid(Fault::new(name, expected, got)))
    }

    fn parse(certificate: &[u8], wanted: &Wanted) -> Result<Self, String> {
        let der = forms::bytes(certificate, Kind::Certificate, false)?;
        let fields = Fields::read(&der).map_err(|_| "DER that holds no certificate, or one from before 1970")?;
        let key = keys::public_of(fields.spki, wanted).map_err(|got| ["one with ", &got].concat())?;
        if wanted.check_size(&key).is_err() {
            return Err(["one with a key of ", &decimal(key.bits()), " bits"].concat());
        }
        Ok(Self { key, validity: fields.validity(), der: der.to_vec() })
    }
}

/// The fields of a certificate, in DER as they stand (RFC 5280 §4.1).
pub(super) struct Fields<'d> {
    /// What is signed.
    pub signed: &'d [u8],
    /// The algorithm of the signature, as it is signed and as it stands beside the signature.
    pub algorithms: [&'d [u8]; 2],
    pub issuer: &'d [u8],
    period: Period,
    pub subject: &'d [u8],
    pub spki: &'d [u8],
    /// The list of extensions, if there are any.
    pub extensions: Option<&'d [u8]>,
    pub signature: &'d [u8],
}

impl<'d> Fields<'d> {
    /// Reads the certificate `der`. What the fields hold is not checked.
    pub(super) fn read(der: &'d [u8]) -> der::Result<Self> {
        AnyRef::from_der(der)?.sequence(|certificate| {
            let signed = certificate.tlv_bytes()?;
            let outer = element(certificate, Tag::Sequence)?;
            let bits = AnyRef::decode(certificate)?;
            bits.tag().assert_eq(Tag::BitString)?;
            AnyRef::from_der(signed)?.sequence(|tbs| {
                if tbs.peek_byte() == Some(EXPLICIT_VERSION) {
                    AnyRef::decode(tbs)?;
                }
                element(tbs, Tag::Integer)?;
                let algorithms = [element(tbs, Tag::Sequence)?, outer];
                let issuer = element(tbs, Tag::Sequence)?;
                let period = Period::decode(tbs)?;
                let (subject, spki) = (element(tbs, Tag::Sequence)?, tbs.tlv_bytes()?);
                let mut extensions = None;
                while !tbs.is_finished() {
                    let is_list = tbs.peek_byte() == Some(EXPLICIT_EXTENSIONS);
                    let value = AnyRef::decode(tbs)?.value();
                    extensions = if is_list { Some(value) } else { extensions };
                }
                let signature = bits.value();
                Ok(Self { signed, algorithms, issuer, period, subject, spki, extensions, signature })
            })
        })
    }

    /// When the certificate is valid.
    pub(super) fn validity(&self) -> Validity {
        let (from_ms, until_ms) = (unix_ms(self.period.not_before), unix_ms(self.period.not_after));
        // The last second of the validity counts until its end.
        Validity { from_ms, until_ms: until_ms.saturating_add(999) }
    }
}

/// The next element with its head.
fn element<'d>(reader: &mut SliceReader<'d>, tag: Tag) -> der::Result<&'d [u8]> {
    let element = reader.tlv_bytes()?;
    AnyRef::from_der(element)?.tag().assert_eq(tag)?;
    Ok(element)
}

fn unix_ms(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).map_or(i64::MAX, |s| s.saturating_mul(1000))
}

/// `[0] EXPLICIT`
const EXPLICIT_VERSION: u8 = 0xa0;
/// `[3] EXPLICIT`
const EXPLICIT_EXTENSIONS: u8 = 0xa3;
