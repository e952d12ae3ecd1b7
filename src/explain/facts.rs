//! What is known of a case before anything is tried. Nothing of it changes while the search goes on.

use alloc::{string::String, vec::Vec};

use super::expected::Expected;
use super::keys::KeyForms;
use super::opened::Opened;
use super::reason::Reason;
use super::received::{Digest, Received};
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::error::Stale;
use crate::scheme::SignedBy;

/// What is known of a case: what should have been signed, with which keys, and what was received.
pub(super) struct Facts {
    pub expected: Expected,
    pub keys: Vec<KeyForms>,
    pub received: Received,
    /// What the signatures received may stand for.
    pub digests: Vec<Digest>,
    pub opened: Opened,
    /// The hash of the scheme's HMAC, where it makes one.
    pub hash: Option<Hash>,
    pub encoding: Encoding,
    /// What the scheme calls its credentials.
    pub names: Vec<String>,
    /// What strikes the eye without a single hash.
    pub warnings: Vec<Reason>,
    /// How old the signature is in seconds, and whether it is too old or too new.
    pub age: Option<(i64, Option<Stale>)>,
    pub signed_by: SignedBy,
}

impl Facts {
    /// Whether a signature received may be a digest of so many bytes, or the start of one.
    pub(super) fn fits(&self, length: usize) -> bool {
        self.digests.iter().any(|digest| digest.raw.len() <= length)
    }

    /// Whether there is anything to compare with: where it is public keys that are tried, one has to open a signature.
    pub(super) const fn is_comparable(&self) -> bool {
        !self.opened.is_opened || !self.opened.seals.is_empty()
    }

    /// Whether what the canonical string says can be recomputed: by a secret, or since a public key opened it.
    pub(super) const fn has_message(&self) -> bool {
        self.hash.is_some() || self.opened.is_opened
    }
}
