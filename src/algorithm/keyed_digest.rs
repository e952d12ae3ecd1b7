//! A plain hash over key and message: not a MAC. With the key first it is open to length extension; with the key last
//! it is as weak as the collision resistance of the hash.

use crate::digest::{Digest, Hash};
use crate::secret::Secret;

/// Where the key is hashed: before the message, after it, or in both places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyPosition {
    First,
    Last,
    Both,
}

/// A key, and how it is hashed; zeroized on drop.
#[derive(Clone)]
pub(crate) struct Key {
    hash: Hash,
    position: KeyPosition,
    key: Secret,
}

impl Key {
    pub(crate) fn new(hash: Hash, position: KeyPosition, key: &Secret) -> Self {
        Self { hash, position, key: key.clone() }
    }

    pub(super) const fn hash(&self) -> Hash {
        self.hash
    }

    pub(super) const fn position(&self) -> KeyPosition {
        self.position
    }

    pub(super) const fn secret(&self) -> &Secret {
        &self.key
    }

    /// The hash over key and `input`.
    pub(crate) fn sign(&self, input: &[u8]) -> Digest {
        let key = self.key.expose();
        let (first, last) = match self.position {
            KeyPosition::First => (key, &[][..]),
            KeyPosition::Last => (&[][..], key),
            KeyPosition::Both => (key, key),
        };
        self.hash.digest(&[first, input, last])
    }
}
