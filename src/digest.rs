//! SHA-2 (FIPS 180-4), in one place so that the code is compiled once.

use sha2::{Digest as _, Sha256, Sha512};

/// The SHA-256 digest of the concatenated `pieces`.
#[inline(never)]
pub(crate) fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    hash.finalize().into()
}

/// The SHA-512 digest of `input`.
#[inline(never)]
pub(crate) fn sha512(input: &[u8]) -> [u8; 64] {
    Sha512::digest(input).into()
}
