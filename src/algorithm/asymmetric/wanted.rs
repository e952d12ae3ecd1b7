//! Which keys are expected: their types and least size, and how errors name them.

use alloc::{string::String, vec::Vec};

use super::key_type::KeyType;
use super::{PublicKey, curves, one_of_bits};
use crate::algorithm::{Algorithm, Rules};
use crate::error::{Error, Fault};
use crate::text::decimal;

/// Which keys are expected.
pub(crate) struct Wanted {
    /// At least one type, each once.
    pub types: Vec<KeyType>,
    /// The size of the smallest RSA key in bits.
    pub least_bits: u32,
}

impl Wanted {
    /// The RSA keys of at least `least_bits` bits.
    pub(crate) fn rsa(least_bits: u32) -> Self {
        Self { types: Vec::from([KeyType::Rsa]), least_bits }
    }

    /// The keys that sign by any of the `algorithms`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Unsupported`] if this build lacks all of them.
    pub(crate) fn of(algorithms: &[Algorithm], rules: &Rules<'_>, name: &str) -> Result<Self, Error> {
        let mut types = Vec::new();
        for own in algorithms.iter().filter_map(|algorithm| KeyType::of(*algorithm)) {
            if !types.contains(&own) && (curves::IS_ENABLED || own == KeyType::Rsa) {
                types.push(own);
            }
        }
        if types.is_empty() {
            let expected = "a build with elliptic curves: enable the feature `curves`";
            return Err(Error::Unsupported(Fault::new(name, expected, "one without it")));
        }
        Ok(Self { types, least_bits: rules.signing_bits() })
    }

    /// Whether a key may come without a format around it: one on a curve is told by its length.
    pub(super) fn takes_bare(&self) -> bool {
        curves::IS_ENABLED && self.types.iter().any(|own| *own != KeyType::Rsa)
    }

    /// The types of which a key may come without a format.
    pub(super) fn bare_types(&self) -> &[KeyType] {
        if curves::IS_ENABLED { &self.types } else { &[] }
    }

    /// Refuses a key of another type.
    pub(super) fn check_type(&self, own: KeyType) -> Result<(), String> {
        if self.types.contains(&own) { Ok(()) } else { Err(of_another_algorithm(own.name())) }
    }

    /// Refuses an RSA key that is too small.
    pub(super) fn check_size(&self, key: &PublicKey) -> Result<(), String> {
        match key {
            PublicKey::Rsa(key) if key.bits() < self.least_bits => Err(one_of_bits(key.bits())),
            PublicKey::Rsa(_) | PublicKey::Curve(_) => Ok(()),
        }
    }

    /// A private key, as an error names what was expected.
    pub(super) fn private(&self) -> String {
        self.described("private key", ["PKCS#8 or PKCS#1", "PKCS#8 or SEC 1", "PKCS#8, PKCS#1 or SEC 1"])
    }

    /// A public key, as an error names what was expected.
    pub(super) fn public(&self) -> String {
        self.described("public key", ["SPKI or PKCS#1", "SPKI", "SPKI or PKCS#1"])
    }

    /// A certificate, as an error names what was expected.
    pub(super) fn certificate(&self) -> String {
        ["an X.509 certificate with ", &self.keys("key"), " (as PEM, DER or base64 of either, one at a time)"].concat()
    }

    /// The keys with their formats: those of RSA, of curves, and of both.
    fn described(&self, noun: &str, [rsa, curve, both]: [&str; 3]) -> String {
        let (formats, bare) = match (self.takes_bare(), self.types.contains(&KeyType::Rsa)) {
            (false, _) => (rsa, ", or a JWK)"),
            (true, false) => (curve, ", a JWK, or the bare key in base64 or hex)"),
            (true, true) => (both, ", a JWK, or the bare key in base64 or hex)"),
        };
        let either = if formats == "SPKI" { ", as PEM, DER or base64" } else { ", as PEM, DER or base64 of either" };
        [&self.keys(noun), " (", formats, either, bare].concat()
    }

    /// The keys, joined by "or".
    fn keys(&self, noun: &str) -> String {
        let key = |own: &KeyType| match own {
            _ if !curves::IS_ENABLED && *own != KeyType::Rsa => String::new(),
            KeyType::Rsa => ["an RSA ", noun, " of ", &decimal(self.least_bits), " to 8192 bits"].concat(),
            KeyType::Ec(curve) => ["an EC ", noun, " on ", curve.name()].concat(),
            KeyType::Ed25519 => ["an Ed25519 ", noun].concat(),
        };
        self.types.iter().map(key).collect::<Vec<_>>().join(" or ")
    }
}

pub(super) fn of_another_algorithm(algorithm: &str) -> String {
    ["a key of another algorithm (", algorithm, ")"].concat()
}
