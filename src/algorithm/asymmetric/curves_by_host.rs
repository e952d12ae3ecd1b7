//! In the module that only explains: keys on curves, without their arithmetic, which would make the module a quarter larger. The
//! package asks the module that verifies, through `pkg-template/src/curve-keys.js`, so that both always agree.

use alloc::{string::String, vec::Vec};
use core::iter::repeat_n;

use wasm_bindgen::prelude::*;

use super::key_type::KeyType;
pub(crate) use super::no_private_key::PrivateKey;
pub(super) use super::no_private_key::Sec1;
use crate::algorithm::pair::Curve;
use crate::algorithm::{Algorithm, Family};
use crate::digest::Hash;

/// The functions in JavaScript. They never throw, and call no function of this module.
#[wasm_bindgen]
extern "C" {
    /// Whether `point` is a public key for signatures by `algorithm`.
    #[wasm_bindgen(js_namespace = host, js_name = isKey)]
    fn is_key(algorithm: &str, point: &[u8]) -> bool;

    /// Writes the public half of the private `key` of `algorithm`, in any form, into `point`. Returns whether it has.
    #[wasm_bindgen(js_namespace = host, js_name = writePublicHalf)]
    fn write_public_half(algorithm: &str, key: &[u8], point: &mut [u8]) -> bool;

    /// Whether `signature` (for ECDSA, r and s) over `input` was made with the key pair of `point`.
    #[wasm_bindgen(js_namespace = host)]
    fn verifies(algorithm: &str, point: &[u8], input: &[u8], signature: &[u8]) -> bool;
}

/// Whether this build has these keys.
pub(crate) const IS_ENABLED: bool = true;

/// A public key.
#[derive(PartialEq)]
pub(crate) struct PublicKey {
    key_type: KeyType,
    point: Vec<u8>,
}

impl PublicKey {
    pub(super) fn ecdsa(curve: Curve, point: &[u8]) -> Result<Self, String> {
        let key = Self { key_type: KeyType::Ec(curve), point: point.into() };
        key.checked().ok_or_else(|| ["a point that is not on ", curve.name()].concat())
    }

    pub(super) fn ed25519(bytes: &[u8]) -> Result<Self, String> {
        let key = Self { key_type: KeyType::Ed25519, point: bytes.into() };
        key.checked().ok_or_else(|| String::from("a point that is not on the curve of Ed25519, or of small order"))
    }

    fn checked(self) -> Option<Self> {
        algorithm(self.key_type).filter(|own| is_key(own.name(), &self.point)).map(|_| self)
    }

    pub(super) const fn key_type(&self) -> KeyType {
        self.key_type
    }

    pub(super) fn verify(&self, hash: Hash, input: &[u8], raw: &[u8]) -> bool {
        let family = match self.key_type {
            KeyType::Ec(curve) => Family::Ecdsa(curve, hash),
            KeyType::Ed25519 => Family::Eddsa,
            KeyType::Rsa => return false,
        };
        let own = Algorithm::ALL.iter().find(|own| own.family() == family);
        own.is_some_and(|own| verifies(own.name(), &self.point, input, raw))
    }

    /// Nobody asks for it: no signer is in this module.
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        None
    }
}

/// The public half of the private `key`, in any form, if it is of one of the types `wanted`.
pub(super) fn public_half(key: &[u8], wanted: &[KeyType]) -> Option<PublicKey> {
    wanted.iter().find_map(|own| {
        let length = match own {
            KeyType::Ec(curve) => 1 + 2 * curve.len(),
            KeyType::Ed25519 => 32,
            KeyType::Rsa => return None,
        };
        let mut point = Vec::from_iter(repeat_n(0, length));
        let is_made = write_public_half(algorithm(*own)?.name(), key, &mut point);
        is_made.then_some(PublicKey { key_type: *own, point })
    })
}

/// Signatures are judged where they are verified.
pub(super) fn is_for_host(_: &[u8]) -> bool {
    false
}

/// An algorithm that signs with keys of this type.
fn algorithm(key_type: KeyType) -> Option<Algorithm> {
    Algorithm::ALL.iter().copied().find(|own| KeyType::of(*own) == Some(key_type) && own.signs())
}

pub(super) const CONTRADICTION: &str = "bytes that are no private key";
