//! The forms of an ECDSA signature: r and s, or both in DER.

use alloc::{borrow::Cow, vec::Vec};

use super::der;
use crate::algorithm::pair::{Curve, DsaEncoding, Method};

/// What `signature` means in its `encoding`, as r and s: nothing where it has another form, and two where it has both forms by
/// chance.
pub(super) fn read(encoding: DsaEncoding, curve: Curve, signature: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let (is_der, is_raw) = match encoding {
        DsaEncoding::Der => (true, false),
        DsaEncoding::IeeeP1363 => (false, true),
        DsaEncoding::DerOrIeeeP1363 => (true, true),
    };
    let from_der = if is_der { der::halves(signature, curve.len()).map(Cow::Owned) } else { None };
    let as_it_stands = Some(Cow::Borrowed(signature)).filter(|raw| is_raw && raw.len() == 2 * curve.len());
    from_der.into_iter().chain(as_it_stands)
}

/// `raw`, which is r and s, in its `encoding`.
pub(super) fn write(encoding: DsaEncoding, curve: Curve, raw: Vec<u8>) -> Option<Vec<u8>> {
    match encoding.written() {
        DsaEncoding::IeeeP1363 => Some(raw),
        DsaEncoding::Der | DsaEncoding::DerOrIeeeP1363 => {
            let (r, s) = raw.split_at_checked(curve.len())?;
            der::integers(&[r, s]).map(|mut der| core::mem::take(&mut *der))
        }
    }
}

/// r and s of the ECDSA signature `raw`, and whether it is in another encoding than the one `expected`. `None` for what is in
/// none.
pub(crate) fn halves_of(raw: &[u8], expected: DsaEncoding, curve: Curve) -> Option<(Vec<u8>, bool)> {
    let halves = |encoding| read(encoding, curve, raw).next().map(Cow::into_owned);
    let other = || halves(DsaEncoding::DerOrIeeeP1363).map(|halves| (halves, true));
    halves(expected).map(|halves| (halves, false)).or_else(other)
}

/// What an external key may have meant by `signature`, as `method` writes it, the likeliest first. A KMS makes DER, and WebCrypto r
/// and s, whichever the scheme has; what is in the form of the scheme is taken as it stands.
pub(crate) fn as_written(method: Option<Method>, signature: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let (own, other) = match method {
        Some(Method::Ecdsa(curve, _, encoding)) => {
            let (own, other) = match encoding.written() {
                DsaEncoding::IeeeP1363 => (DsaEncoding::IeeeP1363, DsaEncoding::Der),
                DsaEncoding::Der | DsaEncoding::DerOrIeeeP1363 => (DsaEncoding::Der, DsaEncoding::IeeeP1363),
            };
            let is_own = read(own, curve, signature).next().is_some();
            let other = read(other, curve, signature).find_map(|raw| write(own, curve, raw.into_owned()));
            (is_own, other.map(Cow::Owned))
        }
        Some(Method::Rsa(..) | Method::Eddsa) | None => (true, None),
    };
    Some(Cow::Borrowed(signature)).filter(|_| own).into_iter().chain(other)
}
