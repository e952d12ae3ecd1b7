//! Keys in the usual formats: PEM, DER, base64 of either, JWK, and for curves the bare key.

use alloc::{string::String, vec::Vec};

use ::rsa::pkcs1::{ALGORITHM_OID, RsaPrivateKeyRef, RsaPublicKeyRef};
use ::rsa::pkcs8::der::{Decode as _, Tag, Tagged as _};
use ::rsa::pkcs8::spki::AlgorithmIdentifierRef;
use ::rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};

use super::curves::{self, CONTRADICTION, Sec1};
use super::forms::{self, Kind};
use super::jwk::Jwk;
use super::key_type::KeyType;
use super::wanted::{Wanted, of_another_algorithm};
use super::{PRIVATE, PrivateKey, PublicKey, rsa};
use crate::algorithm::Curve;
use crate::error::{Error, Fault};
use crate::text::decimal;

/// Parses a private key: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 §A.1.2) or SEC 1 (RFC 5915) as PEM, DER or base64 of either, a JWK
/// (RFC 7517), or a bare key on a curve.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] with the format that `name` seems to have, but no byte of it.
pub(super) fn private_key(key: &[u8], name: &str, wanted: &Wanted) -> Result<PrivateKey, Error> {
    let read = || {
        let key = match Jwk::read(key) {
            Some(jwk) => jwk?.private(wanted)?,
            None => private_of(&forms::bytes(key, Kind::Private, wanted.takes_bare())?, wanted)?,
        };
        wanted.check_size(&key.public_half())?;
        Ok(key)
    };
    read().map_err(|got: String| Error::CredentialInvalid(Fault::new(name, wanted.private(), got)))
}

/// Parses a public key: SPKI (RFC 5280 §4.1) or PKCS#1 (RFC 8017 §A.1.1) as PEM, DER or base64 of either, a JWK (RFC 7517), or a
/// bare key on a curve.
///
/// # Errors
///
/// As [`private_key`].
pub(crate) fn public_key(key: &[u8], name: &str, wanted: &Wanted) -> Result<PublicKey, Error> {
    let read = || {
        let key = match Jwk::read(key) {
            Some(jwk) => jwk?.public(wanted)?,
            None => public_of(&forms::bytes(key, Kind::Public, wanted.takes_bare())?, wanted)?,
        };
        wanted.check_size(&key)?;
        Ok(key)
    };
    read().map_err(|got: String| Error::CredentialInvalid(Fault::new(name, wanted.public(), got)))
}

/// The public half of a private key in the formats of [`private_key`]. The private numbers of an RSA key are ignored.
///
/// # Errors
///
/// As [`private_key`].
pub(crate) fn public_half(key: &[u8], name: &str, wanted: &Wanted) -> Result<PublicKey, Error> {
    let read = || {
        let half = match Jwk::read(key) {
            Some(jwk) => jwk?.half(wanted)?,
            None => match curves::public_half(key, &wanted.types) {
                Some(half) => PublicKey::Curve(half),
                None => half_of(&forms::bytes(key, Kind::Private, wanted.takes_bare())?, wanted)?,
            },
        };
        wanted.check_size(&half).map(|()| half)
    };
    read().map_err(|got: String| Error::CredentialInvalid(Fault::new(name, wanted.private(), got)))
}

/// Parses SPKI, PKCS#1 or a bare key.
pub(super) fn public_of(bytes: &[u8], wanted: &Wanted) -> Result<PublicKey, String> {
    if let Ok(spki) = SubjectPublicKeyInfoRef::from_der(bytes) {
        let own = key_type(&spki.algorithm)?;
        wanted.check_type(own)?;
        return match (own, spki.subject_public_key.as_bytes()) {
            (KeyType::Rsa, inner) => rsa_public(inner.unwrap_or(bytes), bytes),
            (KeyType::Ec(curve), Some(point)) => curves::PublicKey::ecdsa(curve, point).map(PublicKey::Curve),
            (KeyType::Ed25519, Some(point)) => curves::PublicKey::ed25519(point).map(PublicKey::Curve),
            (KeyType::Ec(_) | KeyType::Ed25519, None) => Err(String::from("DER that holds no public key")),
        };
    }
    let mut refused = None;
    for own in wanted.bare_types() {
        let read = match (*own, bytes) {
            (KeyType::Ed25519, bytes) if bytes.len() == 32 => curves::PublicKey::ed25519(bytes),
            (KeyType::Ec(curve), [2 | 3, x @ ..]) if x.len() == curve.len() => curves::PublicKey::ecdsa(curve, bytes),
            (KeyType::Ec(curve), [4, xy @ ..]) if xy.len() == 2 * curve.len() => curves::PublicKey::ecdsa(curve, bytes),
            (KeyType::Rsa | KeyType::Ec(_) | KeyType::Ed25519, _) => continue,
        };
        match read {
            Ok(key) => return Ok(PublicKey::Curve(key)),
            Err(got) => refused = refused.or(Some(got)),
        }
    }
    match refused {
        Some(got) => Err(got),
        None if wanted.types.contains(&KeyType::Rsa) => rsa_public(bytes, bytes),
        None => Err(String::from(match is_private(bytes) {
            true => PRIVATE,
            false if RsaPublicKeyRef::from_der(bytes).is_ok() => "an RSA public key",
            false => "bytes that are no public key",
        })),
    }
}

/// The RSA public key in `inner`, which is all of `der` or inside of it.
fn rsa_public(inner: &[u8], der: &[u8]) -> Result<PublicKey, String> {
    let parts = RsaPublicKeyRef::from_der(inner)
        .map_err(|_| if is_private(der) { PRIVATE } else { "DER that holds no RSA public key" })?;
    rsa::PublicKey::from_parts(parts.modulus.as_bytes(), parts.public_exponent.as_bytes()).map(PublicKey::Rsa)
}

fn is_private(der: &[u8]) -> bool {
    RsaPrivateKeyRef::from_der(der).is_ok() || PrivateKeyInfoRef::from_der(der).is_ok() || Sec1::read(der).is_some()
}

/// Parses PKCS#8, PKCS#1, SEC 1 or a bare key.
fn private_of(bytes: &[u8], wanted: &Wanted) -> Result<PrivateKey, String> {
    match opened(bytes, wanted)? {
        Opened::Rsa(pkcs1) => rsa::PrivateKey::from_pkcs1(pkcs1).map(PrivateKey::from),
        Opened::Curve(key) => Ok(key.into()),
    }
}

/// The public half of what [`private_of`] parses.
fn half_of(bytes: &[u8], wanted: &Wanted) -> Result<PublicKey, String> {
    match opened(bytes, wanted)? {
        Opened::Rsa(pkcs1) => {
            let parts = RsaPrivateKeyRef::from_der(pkcs1).map_err(|_| "DER that holds no RSA private key")?;
            rsa::PublicKey::from_parts(parts.modulus.as_bytes(), parts.public_exponent.as_bytes()).map(PublicKey::Rsa)
        }
        Opened::Curve(key) => Ok(PublicKey::Curve(key.public_half())),
    }
}

/// A private key, for RSA still in PKCS#1: only who signs needs all of its numbers.
enum Opened<'b> {
    Rsa(&'b [u8]),
    Curve(curves::PrivateKey),
}

fn opened<'b>(bytes: &'b [u8], wanted: &Wanted) -> Result<Opened<'b>, String> {
    if let Ok(info) = PrivateKeyInfoRef::from_der(bytes) {
        let own = key_type(&info.algorithm)?;
        wanted.check_type(own)?;
        let inner = info.private_key.as_bytes();
        return match own {
            KeyType::Rsa => Ok(Opened::Rsa(inner)),
            KeyType::Ec(curve) => match Sec1::read(inner) {
                Some(key) => sec1(&key, Some(curve), wanted).map(Opened::Curve),
                None => Err(String::from("DER that holds no EC private key")),
            },
            KeyType::Ed25519 => {
                // The key is an octet string inside of the octet string (RFC 8410 §7).
                let seed = inner.strip_prefix(&[4, 32]).filter(|seed| seed.len() == 32);
                let key = curves::PrivateKey::ed25519(seed.ok_or("DER that holds no Ed25519 private key")?)?;
                let half = info.public_key.and_then(|half| half.as_bytes());
                if half.is_some_and(|half| curves::PublicKey::ed25519(half).ok() != Some(key.public_half())) {
                    return Err(String::from(CONTRADICTION));
                }
                Ok(Opened::Curve(key))
            }
        };
    }
    if let Some(key) = Sec1::read(bytes) {
        return sec1(&key, None, wanted).map(Opened::Curve);
    }
    for own in wanted.bare_types() {
        match *own {
            KeyType::Ed25519 if [32, 64].contains(&bytes.len()) => {
                return curves::PrivateKey::ed25519(bytes).map(Opened::Curve);
            }
            KeyType::Ec(curve) if bytes.len() == curve.len() => {
                return curves::PrivateKey::ecdsa(curve, bytes).map(Opened::Curve);
            }
            KeyType::Rsa | KeyType::Ec(_) | KeyType::Ed25519 => {}
        }
    }
    match wanted.types.contains(&KeyType::Rsa) {
        true => Ok(Opened::Rsa(bytes)),
        false if SubjectPublicKeyInfoRef::from_der(bytes).is_ok() => Err(String::from("a public key")),
        false if RsaPrivateKeyRef::from_der(bytes).is_ok() => Err(of_another_algorithm(KeyType::Rsa.name())),
        false => Err(String::from("bytes that are no private key")),
    }
}

/// The key in SEC 1. `curve` is what names its curve from outside, if anything does.
fn sec1(key: &Sec1<'_>, curve: Option<Curve>, wanted: &Wanted) -> Result<curves::PrivateKey, String> {
    let named = key
        .curve
        .map(|oid| curve_of(oid.as_bytes()).ok_or_else(|| of_another_algorithm("EC, another curve")))
        .transpose()?;
    let fitting = || {
        wanted.types.iter().find_map(|own| match own {
            KeyType::Ec(curve) if curve.len() == key.scalar.len() => Some(*curve),
            KeyType::Ec(_) | KeyType::Rsa | KeyType::Ed25519 => None,
        })
    };
    let own = curve.or(named).or_else(fitting).ok_or("an EC private key of another length")?;
    if named.is_some_and(|named| named != own) {
        return Err(String::from("an EC private key that names two curves"));
    }
    wanted.check_type(KeyType::Ec(own))?;
    let private = curves::PrivateKey::ecdsa(own, key.scalar)?;
    if key.point.is_some_and(|point| curves::PublicKey::ecdsa(own, point).ok() != Some(private.public_half())) {
        return Err(String::from(CONTRADICTION));
    }
    Ok(private)
}

/// The type of key that an algorithm identifier names (RFC 5480 §2.1, RFC 8410 §3). The error describes any other key.
fn key_type(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<KeyType, String> {
    match algorithm.oid {
        ALGORITHM_OID => Ok(KeyType::Rsa),
        ED25519 if algorithm.parameters.is_none() => Ok(KeyType::Ed25519),
        EC => {
            let named = algorithm.parameters.filter(|curve| curve.tag() == Tag::ObjectIdentifier);
            let curve = named.and_then(|curve| curve_of(curve.value()));
            curve.map(KeyType::Ec).ok_or_else(|| of_another_algorithm("EC, another curve"))
        }
        other => Err(of_another_algorithm(&dotted(other))),
    }
}

/// The curve that an object identifier names.
fn curve_of(oid: &[u8]) -> Option<Curve> {
    let named = [(P256, Curve::P256), (P384, Curve::P384), (P521, Curve::P521), (SECP256K1, Curve::Secp256k1)];
    named.iter().find(|(own, _)| own.as_bytes() == oid).map(|(_, curve)| *curve)
}

fn dotted(oid: ObjectIdentifier) -> String {
    oid.arcs().map(decimal).collect::<Vec<_>>().join(".")
}

/// RFC 5480 §2.1.1.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 5480 §2.1.1.1.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
/// SEC 2 §A.2.1.
const SECP256K1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.10");
/// RFC 8410 §3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
