//! HMAC (RFC 2104). The key schedule is computed once and cloned for each message.

use alloc::vec::Vec;

use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac as _, digest::Output};
use zeroize::{Zeroize as _, Zeroizing};

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

/// The key of AWS Signature Version 4, from which the key for each scope is derived.
pub(crate) struct Aws4(HmacSha256);

impl Aws4 {
    /// `key` is the secret access key, without the prefix `AWS4`.
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut whole = Zeroizing::new(Vec::with_capacity(4 + key.len()));
        whole.extend_from_slice(b"AWS4");
        whole.extend_from_slice(key);
        Self(keyed(&whole))
    }

    /// `HMAC(K, input)`, where `K` is derived step by step from the scope, the third line of `input`.
    pub(crate) fn sign(&self, input: &[u8]) -> Output<HmacSha256> {
        let scope = input.split(|&byte| byte == b'\n').nth(2).unwrap_or_default();
        let mut key = self.0.clone();
        for step in scope.split(|&byte| byte == b'/') {
            let mut derived = sign(&key, step);
            key = keyed(&derived);
            derived.zeroize();
        }
        sign(&key, input)
    }
}

/// A key for very many messages with a common prefix: the prefix that the last two messages share is hashed only once.
pub(crate) struct Resumed<D: EagerHash> {
    key: Hmac<D>,
    /// The state after hashing `shared`.
    state: Hmac<D>,
    shared: Vec<u8>,
    last: Vec<u8>,
}

impl<D: EagerHash> Resumed<D> {
    /// The key schedule of `key`.
    pub(crate) fn new(key: &[u8]) -> Self {
        let key: Hmac<D> = keyed(key);
        Self { state: key.clone(), key, shared: Vec::new(), last: Vec::new() }
    }

    /// `HMAC(K, input)`.
    pub(crate) fn sign(&mut self, input: &[u8]) -> Output<Hmac<D>> {
        if !input.starts_with(&self.shared) {
            self.state.clone_from(&self.key);
            self.shared.clear();
        }
        let next = self.shared.len()..self.shared.len() + BLOCK;
        if let Some(block) = input.get(next.clone()).filter(|block| self.last.get(next) == Some(block)) {
            self.state.update(block);
            self.shared.extend_from_slice(block);
        }
        self.last.clear();
        self.last.extend_from_slice(&input[..input.len().min(LONGEST)]);
        let mut mac = self.state.clone();
        mac.update(&input[self.shared.len()..]);
        mac.finalize().into_bytes()
    }
}

/// The prefix grows in steps of this length: one block of SHA-256, or half a block of SHA-512.
const BLOCK: usize = 64;
/// The length up to which a message is compared with the next.
const LONGEST: usize = 1024;
