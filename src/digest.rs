//! SHA-2 (FIPS 180-4), in one place so that its code is there once.

use sha2::{Digest as _, Sha256, Sha512};

/// The SHA-256 digest of `input`.
#[inline(never)]
pub(crate) fn sha256(input: &[u8]) -> [u8; 32] {
    Sha256::digest(input).into()
}

/// The SHA-512 digest of `input`.
#[inline(never)]
pub(crate) fn sha512(input: &[u8]) -> [u8; 64] {
    Sha512::digest(input).into()
}
