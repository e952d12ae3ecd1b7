//! Signatures that a public key has opened: what is known of the text that they are over, without a search for the key.

use alloc::vec::Vec;

use super::candidate::Pieces;
use super::keys::Keyed;
use super::mac::Mac;
use super::reason::Reason;
use super::received::Digest;
use crate::algorithm::hmac::hmac;
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::secret::Secret;

/// What opened signatures say; each of `seals` belongs to the digest at its place among those received.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// Whether it is public keys that are tried.
    pub is_opened: bool,
    pub seals: Vec<Seal>,
    /// What the signatures show by themselves, for want of something that reproduces them.
    pub seen: Vec<Reason>,
    /// The same, where it explains nothing.
    pub notes: Vec<Reason>,
    /// What is said in any case.
    pub warnings: Vec<Reason>,
    /// For a JWS whose signature is over the payload inside: its place, what that is, and in segments.
    pub inside: Option<(usize, Reason, Pieces)>,
    /// What is wrong although the signature is over the right text.
    pub aside: Option<Reason>,
    /// How many keys at the end of the ring nobody gave.
    pub strangers: usize,
}

/// What the signature of one key of the ring says of its text.
#[derive(Debug)]
pub(super) struct Seal {
    pub set: usize,
    pub kind: Kind,
}

/// What was made of the text, so that it can be compared.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Its digest.
    Digest(Hash),
    /// Its digest in hexadecimal.
    Hex(Hash),
    /// Its digest, and the hash of that and this salt (RFC 8017 §9.1).
    Pss(Hash, Vec<u8>),
    /// Its HMAC with a key.
    Mac(Hash, Secret),
    /// Nothing.
    Bare,
    /// Nothing that could be compared, as on a curve: the key verifies the signature over its digest.
    Verified(Hash),
}

impl Opened {
    /// How many signatures a key on a curve has to verify for one text.
    pub(super) fn verifications(&self, set: usize) -> u64 {
        let is_verified = |seal: &&Seal| seal.set == set && matches!(seal.kind, Kind::Verified(_));
        self.seals.iter().filter(is_verified).count() as u64
    }
}

impl Kind {
    /// Whether `raw`, which `key` made of a signature or, on a curve, the signature itself, is over `text`.
    pub(super) fn fits(&self, key: &Keyed, text: &[u8], raw: &[u8]) -> bool {
        match self {
            Self::Verified(hash) => key.verifies(*hash, text, raw),
            Self::Digest(_) | Self::Hex(_) | Self::Pss(..) | Self::Mac(..) | Self::Bare => self.make(text) == raw,
        }
    }

    /// What stands in the signature for `text`.
    pub(super) fn make(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Digest(hash) => hash.digest(&[text]).to_vec(),
            Self::Hex(hash) => Encoding::Hex.text(&hash.digest(&[text])),
            Self::Pss(hash, salt) => hash.digest(&[&[0; 8], &hash.digest(&[text]), salt]).to_vec(),
            Self::Mac(hash, key) => hmac(*hash, key.expose(), text).to_vec(),
            Self::Bare => text.to_vec(),
            Self::Verified(_) => Vec::new(),
        }
    }
}

/// The place among those `received` of a signature of the key `set` that is over `message`, or over what `mac` makes of it first.
pub(super) fn place_of_opened(
    opened: &Opened,
    received: &[Digest],
    (set, key): (usize, &Keyed),
    mac: Option<Mac>,
    message: &[u8],
) -> Option<(usize, bool)> {
    let first = mac.map(|mac| mac.before(message));
    let text = first.as_deref().unwrap_or(message);
    let mut seals = opened.seals.iter().zip(received).enumerate().filter(|(_, (seal, _))| seal.set == set);
    seals.find(|(_, (seal, received))| seal.kind.fits(key, text, &received.raw)).map(|(place, _)| (place, false))
}
