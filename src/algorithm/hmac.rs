//! HMAC (RFC 2104), its key schedule made once and cloned for each message.

use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac as _, digest::Output};

pub(crate) type HmacSha1 = Hmac<sha1::Sha1>;
pub(crate) type HmacSha256 = Hmac<sha2::Sha256>;
pub(crate) type HmacSha512 = Hmac<sha2::Sha512>;

/// The key schedule of `key`.
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length: RFC 2104 §2")]
pub(crate) fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("a key of any length")
}

/// `HMAC(K, input)`.
pub(crate) fn sign<D: EagerHash>(key: &Hmac<D>, input: &[u8]) -> Output<Hmac<D>> {
    let mut mac = key.clone();
    mac.update(input);
    mac.finalize().into_bytes()
}
