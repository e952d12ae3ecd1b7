//! Keys on elliptic curves: ECDSA (FIPS 186-5), deterministic by RFC 6979, and Ed25519 (RFC 8032). A build without the feature
//! `curves` has `curves_disabled` in its place.

use alloc::{boxed::Box, string::String, vec::Vec};

use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use sec1::EcPrivateKey;
use sec1::der::Decode as _;
use zeroize::Zeroizing;

use super::key_type::KeyType;
use crate::algorithm::host::{KeyCopy, KeyForm};
use crate::algorithm::pair::Curve;
use crate::digest::Hash;

/// Whether this build has these keys.
pub(crate) const IS_ENABLED: bool = true;

/// A public key.
#[derive(PartialEq)]
pub(crate) enum PublicKey {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Secp256k1(k256::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

/// A private key; zeroized on drop. Each is in memory of its own size: what is moved with a larger one would be a copy of what lay
/// there before, and stay.
pub(crate) enum PrivateKey {
    P256(Box<p256::ecdsa::SigningKey>),
    P384(Box<p384::ecdsa::SigningKey>),
    P521(Box<p521::ecdsa::SigningKey>),
    Secp256k1(Box<k256::ecdsa::SigningKey>),
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

/// `$do` with the signature in `$raw` as it is on the curve of `$module`; false if it is none.
macro_rules! verified {
    ($module:ident, $key:ident, $digest:ident, $raw:ident) => {
        $module::ecdsa::Signature::from_slice($raw)
            // Senders do not normalise s, and the check for secp256k1 would refuse the larger of the two.
            .is_ok_and(|signature| $key.verify_prehash($digest, &signature.normalize_s()).is_ok())
    };
}

/// The signature over `$digest` as r and s.
macro_rules! signed {
    ($module:ident, $key:ident, $digest:ident) => {
        $key.sign_prehash($digest).ok().map(|signature: $module::ecdsa::Signature| signature.to_bytes().to_vec())
    };
}

impl PublicKey {
    /// The public key on `curve` at the `point`, compressed or not (SEC 1 §2.3.4).
    pub(super) fn ecdsa(curve: Curve, point: &[u8]) -> Result<Self, String> {
        let read = || match (point.first()?, curve) {
            // The point at infinity and the hybrid form are no keys.
            (..=1 | 5.., _) => None,
            (_, Curve::P256) => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P256),
            (_, Curve::P384) => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P384),
            (_, Curve::P521) => p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P521),
            (_, Curve::Secp256k1) => k256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::Secp256k1),
        };
        read().ok_or_else(|| ["a point that is not on ", curve.name()].concat())
    }

    /// The public key of Ed25519 in `bytes`.
    pub(super) fn ed25519(bytes: &[u8]) -> Result<Self, String> {
        let read = || {
            let bytes: &[u8; 32] = bytes.try_into().ok()?;
            ed25519_dalek::VerifyingKey::from_bytes(bytes).ok().filter(|_| is_reduced(bytes))
        };
        match read() {
            None => Err(String::from("a point that is not on the curve of Ed25519")),
            // Signatures for such a key can be made without a private key.
            Some(key) if key.is_weak() => Err(String::from("a point of small order, which is no key")),
            Some(key) => Ok(Self::Ed25519(key)),
        }
    }

    pub(super) const fn key_type(&self) -> KeyType {
        match self {
            Self::P256(_) => KeyType::Ec(Curve::P256),
            Self::P384(_) => KeyType::Ec(Curve::P384),
            Self::P521(_) => KeyType::Ec(Curve::P521),
            Self::Secp256k1(_) => KeyType::Ec(Curve::Secp256k1),
            Self::Ed25519(_) => KeyType::Ed25519,
        }
    }

    /// Whether `raw` (for ECDSA, r and s) is a signature over `input`. Ed25519 has a hash function of its own.
    pub(super) fn verify(&self, hash: Hash, input: &[u8], raw: &[u8]) -> bool {
        let digest = || hash.digest(&[input]);
        match self {
            Self::P256(key) => {
                let digest = &digest();
                verified!(p256, key, digest, raw)
            }
            Self::P384(key) => {
                let digest = &digest();
                verified!(p384, key, digest, raw)
            }
            Self::P521(key) => {
                let digest = &digest();
                verified!(p521, key, digest, raw)
            }
            Self::Secp256k1(key) => {
                let digest = &digest();
                verified!(k256, key, digest, raw)
            }
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(raw)
                .is_ok_and(|signature| key.verify_strict(input, &signature).is_ok()),
        }
    }

    /// The key as a `SubjectPublicKeyInfo` in DER (RFC 5480, RFC 8410).
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        let (head, point): (&[u8], Vec<u8>) = match self {
            Self::P256(key) => (SPKI_P256, key.to_sec1_point(false).as_bytes().into()),
            Self::P384(key) => (SPKI_P384, key.to_sec1_point(false).as_bytes().into()),
            Self::P521(key) => (SPKI_P521, key.to_sec1_point(false).as_bytes().into()),
            Self::Secp256k1(key) => (SPKI_SECP256K1, key.to_sec1_point(false).as_bytes().into()),
            Self::Ed25519(key) => (SPKI_ED25519, key.as_bytes().into()),
        };
        Some([head, &point].concat())
    }
}

impl PrivateKey {
    /// The private key on `curve`, most significant byte first.
    pub(super) fn ecdsa(curve: Curve, scalar: &[u8]) -> Result<Self, String> {
        let read = || match curve {
            _ if scalar.len() != curve.len() => None,
            Curve::P256 => p256::ecdsa::SigningKey::from_slice(scalar).ok().map(|key| Self::P256(Box::new(key))),
            Curve::P384 => p384::ecdsa::SigningKey::from_slice(scalar).ok().map(|key| Self::P384(Box::new(key))),
            Curve::P521 => p521::ecdsa::SigningKey::from_slice(scalar).ok().map(|key| Self::P521(Box::new(key))),
            Curve::Secp256k1 => {
                k256::ecdsa::SigningKey::from_slice(scalar).ok().map(|key| Self::Secp256k1(Box::new(key)))
            }
        };
        read().ok_or_else(|| ["a number that is no private key on ", curve.name()].concat())
    }

    /// The private key of Ed25519: the seed, which the public key may follow.
    pub(super) fn ed25519(bytes: &[u8]) -> Result<Self, String> {
        let Some((seed, rest)) = bytes.split_first_chunk::<32>().filter(|(_, rest)| [0, 32].contains(&rest.len()))
        else {
            return Err(String::from("a seed of another length"));
        };
        let key = Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(seed)));
        if rest.is_empty() || PublicKey::ed25519(rest).is_ok_and(|half| half == key.public_half()) {
            return Ok(key);
        }
        Err(String::from(CONTRADICTION))
    }

    /// The public half, which verifies what this key signs.
    pub(super) fn public_half(&self) -> PublicKey {
        match self {
            Self::P256(key) => PublicKey::P256(*key.verifying_key()),
            Self::P384(key) => PublicKey::P384(*key.verifying_key()),
            Self::P521(key) => PublicKey::P521(*key.verifying_key()),
            Self::Secp256k1(key) => PublicKey::Secp256k1(*key.verifying_key()),
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
        }
    }

    /// The signature over `input` (for ECDSA, as r and s), which is always the same. `None` does not occur: the crates have
    /// no error that a digest can bring about.
    pub(super) fn sign(&self, hash: Hash, input: &[u8]) -> Option<Vec<u8>> {
        let digest = || hash.digest(&[input]);
        match self {
            Self::P256(key) => {
                let digest = &digest();
                signed!(p256, key, digest)
            }
            Self::P384(key) => {
                let digest = &digest();
                signed!(p384, key, digest)
            }
            Self::P521(key) => {
                let digest = &digest();
                signed!(p521, key, digest)
            }
            Self::Secp256k1(key) => {
                let digest = &digest();
                signed!(k256, key, digest)
            }
            Self::Ed25519(key) => Some(key.sign(input).to_bytes().into()),
        }
    }

    /// A copy for the host, as PKCS#8 (RFC 8410 §7). `None` for ECDSA: hosts draw the nonce, so that a signature of theirs is
    /// not the deterministic one.
    pub(super) fn copy(&self) -> Option<KeyCopy> {
        let Self::Ed25519(key) = self else { return None };
        let mut bytes = Zeroizing::new(Vec::with_capacity(PKCS8_ED25519.len() + 32));
        bytes.extend_from_slice(PKCS8_ED25519);
        bytes.extend_from_slice(key.as_bytes());
        Some(KeyCopy { form: KeyForm::Pkcs8, bytes })
    }
}

/// An `ECPrivateKey` (RFC 5915), not yet checked.
pub(super) struct Sec1<'d> {
    /// The object identifier of the curve, if the key names it.
    pub curve: Option<rsa::pkcs8::ObjectIdentifier>,
    pub scalar: &'d [u8],
    pub point: Option<&'d [u8]>,
}

impl<'d> Sec1<'d> {
    pub(super) fn read(der: &'d [u8]) -> Option<Self> {
        let key = EcPrivateKey::from_der(der).ok()?;
        let curve = key.parameters.and_then(|parameters| parameters.named_curve());
        Some(Self { curve, scalar: key.private_key, point: key.public_key })
    }
}

/// The public half of a private key: this build reads the key itself.
pub(super) const fn public_half(_: &[u8], _: &[KeyType]) -> Option<PublicKey> {
    None
}

/// Whether the host may be asked about a signature by Ed25519: of those that the core refuses, a host may accept one whose R
/// is a point of small order. It compares bytes, so that only the shortest form of such a point counts.
pub(super) fn is_for_host(signature: &[u8]) -> bool {
    let Some((r, _)) = signature.split_first_chunk::<32>() else { return false };
    let mut y = *r;
    y[31] &= 0x7f;
    !SMALL_ORDER.contains(&y)
}

/// Whether the coordinate y is below the modulus, 2^255 - 19 (RFC 8032 §5.1.3).
fn is_reduced(point: &[u8; 32]) -> bool {
    !(point[0] >= 0xed && point[1..31].iter().all(|&byte| byte == 0xff) && point[31] & 0x7f == 0x7f)
}

/// The y of the eight points of small order: those of order 1, 2, 4 and twice 8.
const SMALL_ORDER: [[u8; 32]; 5] = [
    *b"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    *b"\xec\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
    *b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    *b"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
    *b"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
];

pub(super) const CONTRADICTION: &str = "a private key with another's public half";

/// The DER of a `SubjectPublicKeyInfo` up to the point.
const SPKI_P256: &[u8] =
    b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00";
const SPKI_P384: &[u8] =
    b"\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x03\x62\x00";
const SPKI_P521: &[u8] =
    b"\x30\x81\x9b\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x23\x03\x81\x86\x00";
const SPKI_SECP256K1: &[u8] =
    b"\x30\x56\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x0a\x03\x42\x00";
const SPKI_ED25519: &[u8] = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";
/// The DER of a `PrivateKeyInfo` up to the seed.
const PKCS8_ED25519: &[u8] = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

#[cfg(test)]
mod tests {
    use super::{SMALL_ORDER, is_for_host};

    #[test]
    fn points_of_small_order_are_not_for_the_host() {
        let mut points = 0;
        for y in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut point = y;
                point[31] |= sign;
                let mut signature = [7; 64];
                signature[..32].copy_from_slice(&point);
                assert!(!is_for_host(&signature));
                // The x of order 1 and 2 is 0, which has no other sign.
                let is_point = ed25519_dalek::VerifyingKey::from_bytes(&point);
                points += usize::from(is_point.is_ok_and(|key| key.is_weak()));
            }
        }
        assert_eq!(points, 10);
        assert!(is_for_host(&[7; 64]) && !is_for_host(&[7; 31]));
    }
}
