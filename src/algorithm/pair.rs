//! Key pairs: how they sign, and what a scheme decides about that.

use core::ops::RangeInclusive;

use super::{Algorithm, Family, Padding};
use crate::digest::Hash;
use crate::named::named;

/// An elliptic curve for ECDSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    /// Also `secp256r1` and `prime256v1`.
    P256,
    /// Also `secp384r1`.
    P384,
    /// Also `secp521r1`.
    P521,
    Secp256k1,
}

named! {
    /// How an ECDSA signature, which is two numbers, is written as bytes.
    pub enum DsaEncoding {
        /// `SEQUENCE { r INTEGER, s INTEGER }` in DER (RFC 3279 §2.2.3), as most programs write it.
        Der = "der",
        /// r and s, each as long as the order of the curve, as JOSE, HTTP Message Signatures and WebCrypto write it.
        IeeeP1363 = "ieee-p1363",
        /// Written in DER, and read in either form: a provider that says r and s, as HTTP Message Signatures have them, and sends DER.
        DerOrIeeeP1363 = "der-or-ieee-p1363",
    }
}

/// How a key pair signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// RSA with this padding; only PSS has a salt, of this length in bytes.
    Rsa(Padding, usize),
    Ecdsa(Curve, Hash, DsaEncoding),
    /// Ed25519 (RFC 8032 §5.1).
    Eddsa,
}

/// What a scheme decides about its key pairs.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    /// The size of the smallest RSA key in bits; `None` for the smallest that is considered safe.
    pub least_bits: Option<u32>,
    /// The length of the salt of RSASSA-PSS in bytes; `None` for that of the digest.
    pub salt_len: Option<u32>,
    pub dsa_encoding: DsaEncoding,
    /// What providers write in front of a key.
    #[cfg_attr(not(feature = "asymmetric"), expect(dead_code, reason = "without them, no key is read"))]
    pub prefixes: &'a [&'a str],
}

impl Curve {
    /// The name in JSON Web Keys (RFC 7518 §6.2.1.1, RFC 8812 §3.1) and in WebCrypto.
    #[allow(dead_code, reason = "not every build names curves")]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// The length in bytes of a coordinate, of a private key, and of each half of a signature.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

impl DsaEncoding {
    /// The form in which signatures are written: DER, or r and s.
    #[allow(dead_code, reason = "not every build has curves")]
    pub(crate) const fn written(self) -> Self {
        match self {
            Self::Der | Self::DerOrIeeeP1363 => Self::Der,
            Self::IeeeP1363 => Self::IeeeP1363,
        }
    }
}

impl Method {
    /// How the keys of `algorithm` sign by the `rules` of a scheme. `None` without signatures by a key pair, and for a JWS, whose
    /// own algorithm decides.
    pub(crate) fn of(algorithm: Algorithm, rules: &Rules<'_>) -> Option<Self> {
        match algorithm.family() {
            // So that the linker drops what comes of a method.
            _ if !cfg!(feature = "asymmetric") => None,
            Family::Rsa(padding) => {
                let of_digest = padding.hash().map_or(0, Hash::len);
                Some(Self::Rsa(padding, rules.salt_len.map_or(of_digest, |length| length as usize)))
            }
            Family::Ecdsa(curve, hash) => Some(Self::Ecdsa(curve, hash, rules.dsa_encoding)),
            Family::Eddsa => Some(Self::Eddsa),
            Family::Nothing | Family::Hmac(_) | Family::KeyedDigest(..) | Family::RsaEncryption | Family::Jws(_) => {
                None
            }
        }
    }

    /// The possible lengths of a signature in bytes; `modulus` are those of the modulus of an RSA key.
    pub(crate) const fn lengths(self, modulus: RangeInclusive<usize>) -> RangeInclusive<usize> {
        match self {
            Self::Rsa(..) => modulus,
            Self::Ecdsa(curve, _, DsaEncoding::IeeeP1363) => 2 * curve.len()..=2 * curve.len(),
            // r and s are no longer than DER can be.
            // An integer has a tag, a length and, where its first bit is 1, a zero; a sequence from 128 bytes on has a longer length.
            Self::Ecdsa(Curve::P521, _, DsaEncoding::Der | DsaEncoding::DerOrIeeeP1363) => 8..=139,
            Self::Ecdsa(curve, _, DsaEncoding::Der | DsaEncoding::DerOrIeeeP1363) => 8..=2 * curve.len() + 8,
            Self::Eddsa => 64..=64,
        }
    }
}

impl Rules<'_> {
    /// What holds where no scheme decides.
    pub(crate) const DEFAULT: Self =
        Self { least_bits: None, salt_len: None, dsa_encoding: DsaEncoding::Der, prefixes: &[] };

    /// The size of the smallest RSA key that verifies signatures, in bits.
    pub(crate) fn signing_bits(&self) -> u32 {
        self.least_bits.unwrap_or(MODERN_BITS)
    }

    /// The size of the smallest RSA key that encrypts, in bits.
    pub(crate) fn encrypting_bits(&self) -> u32 {
        self.least_bits.unwrap_or(LEGACY_BITS)
    }
}

/// The smallest RSA key that is considered safe for new signatures, in bits (NIST SP 800-131A).
pub(crate) const MODERN_BITS: u32 = 2048;
/// The oldest RSA keys in use.
pub(crate) const LEGACY_BITS: u32 = 1024;
