//! In a build without the feature `curves`: refuses every key on a curve, so that callers need no `cfg`.

use alloc::{string::String, vec::Vec};
use core::convert::Infallible;

use super::key_type::KeyType;
pub(crate) use super::no_private_key::PrivateKey;
pub(super) use super::no_private_key::Sec1;
use crate::algorithm::pair::Curve;
use crate::digest::Hash;

/// Whether this build has these keys.
pub(crate) const IS_ENABLED: bool = false;

/// No public key.
#[derive(PartialEq)]
pub(crate) struct PublicKey(Infallible);

impl PublicKey {
    pub(super) fn ecdsa(_: Curve, _: &[u8]) -> Result<Self, String> {
        Err(String::from(DISABLED))
    }

    pub(super) fn ed25519(_: &[u8]) -> Result<Self, String> {
        Err(String::from(DISABLED))
    }

    pub(super) fn key_type(&self) -> KeyType {
        match self.0 {}
    }

    pub(super) fn verify(&self, _: Hash, _: &[u8], _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        match self.0 {}
    }
}

pub(super) const fn public_half(_: &[u8], _: &[KeyType]) -> Option<PublicKey> {
    None
}

pub(super) fn is_for_host(_: &[u8]) -> bool {
    false
}

pub(super) const CONTRADICTION: &str = DISABLED;
const DISABLED: &str = "a key on an elliptic curve, which this build lacks";
