//! The types of keys.

use crate::algorithm::{Algorithm, Curve, Family};

/// The type of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyType {
    Rsa,
    Ec(Curve),
    Ed25519,
}

impl KeyType {
    /// The type of key that makes signatures by `algorithm`. `None` without a key pair, and for a JWS, whose own algorithm decides.
    pub(super) const fn of(algorithm: Algorithm) -> Option<Self> {
        match algorithm.family() {
            Family::RsaEncryption | Family::Rsa(_) => Some(Self::Rsa),
            Family::Ecdsa(curve, _) => Some(Self::Ec(curve)),
            Family::Eddsa => Some(Self::Ed25519),
            Family::Nothing | Family::Hmac(_) | Family::KeyedDigest(..) | Family::Jws(_) => None,
        }
    }

    /// The name in errors.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Ec(Curve::P256) => "EC, P-256",
            Self::Ec(Curve::P384) => "EC, P-384",
            Self::Ec(Curve::P521) => "EC, P-521",
            Self::Ec(Curve::Secp256k1) => "EC, secp256k1",
            Self::Ed25519 => "Ed25519",
        }
    }
}
