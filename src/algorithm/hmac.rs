//! HMAC (RFC 2104) with each hash function. The key schedule is computed once and cloned for each message.

use alloc::vec::Vec;

use hmac::{Hmac, KeyInit, Mac as _};
use zeroize::Zeroize as _;

use crate::digest::{Digest, Hash};

/// A key schedule; zeroized on drop.
#[derive(Clone)]
pub(crate) enum Key {
    Md5(Hmac<md5::Md5>),
    Sha1(Hmac<sha1::Sha1>),
    Sha256(Hmac<sha2::Sha256>),
    Sha384(Hmac<sha2::Sha384>),
    Sha512(Hmac<sha2::Sha512>),
}

/// `$do` with the MAC in `$key`, whatever its hash function.
macro_rules! with {
    ($key:expr, $mac:ident => $do:expr) => {
        match $key {
            Key::Md5($mac) => $do,
            Key::Sha1($mac) => $do,
            Key::Sha256($mac) => $do,
            Key::Sha384($mac) => $do,
            Key::Sha512($mac) => $do,
        }
    };
}

impl Key {
    /// The key schedule of `key`, of any length.
    pub(crate) fn new(hash: Hash, key: &[u8]) -> Self {
        match hash {
            Hash::Md5 => Self::Md5(keyed(key)),
            Hash::Sha1 => Self::Sha1(keyed(key)),
            Hash::Sha256 => Self::Sha256(keyed(key)),
            Hash::Sha384 => Self::Sha384(keyed(key)),
            Hash::Sha512 => Self::Sha512(keyed(key)),
        }
    }

    pub(crate) const fn hash(&self) -> Hash {
        match self {
            Self::Md5(_) => Hash::Md5,
            Self::Sha1(_) => Hash::Sha1,
            Self::Sha256(_) => Hash::Sha256,
            Self::Sha384(_) => Hash::Sha384,
            Self::Sha512(_) => Hash::Sha512,
        }
    }

    /// `HMAC(K, input)`.
    pub(crate) fn sign(&self, input: &[u8]) -> Digest {
        with!(self, mac => sign(mac, input))
    }

    /// The key for `scope`, derived step by step: `K ← HMAC(K, element)` for each element between slashes, as in AWS
    /// Signature Version 4.
    pub(crate) fn derived(&self, scope: &[u8]) -> Self {
        let mut key = self.clone();
        for element in scope.split(|&byte| byte == b'/') {
            let mut next = key.sign(element);
            key = Self::new(self.hash(), &next);
            next.zeroize();
        }
        key
    }

    fn update(&mut self, input: &[u8]) {
        with!(self, mac => mac.update(input));
    }
}

/// `HMAC(key, message)`
pub(crate) fn hmac(hash: Hash, key: &[u8], message: &[u8]) -> Digest {
    Key::new(hash, key).sign(message)
}

#[inline(never)]
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length: RFC 2104 §2")]
fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("a key of any length")
}

#[inline(never)]
fn sign<M: hmac::Mac + Clone>(mac: &M, input: &[u8]) -> Digest {
    let mut mac = mac.clone();
    mac.update(input);
    Digest::from_slice(&mac.finalize().into_bytes())
}

/// A key for very many messages with a common prefix: the prefix that the last two messages share is hashed only once.
pub(crate) struct Resumed {
    key: Key,
    /// The state after hashing `shared`.
    state: Key,
    shared: Vec<u8>,
    last: Vec<u8>,
}

impl Resumed {
    pub(crate) fn new(key: Key) -> Self {
        Self { state: key.clone(), key, shared: Vec::new(), last: Vec::new() }
    }

    /// `HMAC(K, input)`.
    pub(crate) fn sign(&mut self, input: &[u8]) -> Digest {
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
        self.state.sign(&input[self.shared.len()..])
    }
}

/// The prefix grows in steps of this length: one block of SHA-256, or half a block of SHA-512.
const BLOCK: usize = 64;
/// The length up to which a message is compared with the next.
const LONGEST: usize = 1024;
