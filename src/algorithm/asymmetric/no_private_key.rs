//! Private keys on curves in builds that compute with none: those without curves, and the module that explains.

use alloc::{string::String, vec::Vec};
use core::convert::Infallible;

use super::curves::{CONTRADICTION, PublicKey};
use crate::algorithm::host::KeyCopy;
use crate::algorithm::pair::Curve;
use crate::digest::Hash;

/// No private key.
pub(crate) struct PrivateKey(Infallible);

/// No `ECPrivateKey`.
pub(super) struct Sec1<'d> {
    pub curve: Option<rsa::pkcs8::ObjectIdentifier>,
    pub scalar: &'d [u8],
    pub point: Option<&'d [u8]>,
}

impl PrivateKey {
    pub(super) fn ecdsa(_: Curve, _: &[u8]) -> Result<Self, String> {
        Err(String::from(CONTRADICTION))
    }

    pub(super) fn ed25519(_: &[u8]) -> Result<Self, String> {
        Err(String::from(CONTRADICTION))
    }

    pub(super) fn public_half(&self) -> PublicKey {
        match self.0 {}
    }

    pub(super) fn sign(&self, _: Hash, _: &[u8]) -> Option<Vec<u8>> {
        match self.0 {}
    }

    pub(super) fn copy(&self) -> Option<KeyCopy> {
        match self.0 {}
    }
}

impl<'d> Sec1<'d> {
    pub(super) fn read(_: &'d [u8]) -> Option<Self> {
        None
    }
}
