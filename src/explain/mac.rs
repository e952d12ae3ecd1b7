//! The axis of the MAC: another hash, and everything that is done in the place of HMAC.

use alloc::{string::String, vec::Vec};

use super::variant::{Change, Id, List};
use crate::algorithm::Algorithm;
use crate::algorithm::hash::{Digest, Hash};
use crate::encoding::Encoding;

/// How key and message make the digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mac {
    shape: Shape,
    pub hash: Hash,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Hmac,
    Swapped,
    Plain,
    SecretFirst,
    SecretLast,
    Hashed { hex: bool },
    Again { hex: bool },
}

/// The hash function of an HMAC, or of a plain hash.
pub(super) const fn hash_of(algorithm: Algorithm) -> Option<Hash> {
    match algorithm {
        Algorithm::HmacSha1 => Some(Hash::Sha1),
        Algorithm::HmacSha256 | Algorithm::Sha256KeyFirst | Algorithm::Sha256KeyLast => Some(Hash::Sha256),
        Algorithm::HmacSha512 => Some(Hash::Sha512),
        _ => None,
    }
}

/// All that makes a digest whose length `fits`.
pub(super) fn add(list: &mut List, algorithm: Algorithm, own: Hash, fits: impl Fn(usize) -> bool) {
    let due = match algorithm {
        Algorithm::Sha256KeyFirst => "secret+message",
        Algorithm::Sha256KeyLast => "message+secret",
        _ => "hmac-for-hash",
    };
    for hash in Hash::ALL.into_iter().filter(|hash| fits(hash.len())) {
        for (name, cost, shape) in SHAPES {
            let change = Change::Mac(Mac { shape, hash });
            match (hash == own, name == due) {
                (true, true) => {}
                (true, false) => list.add(Id::named(name, ""), cost, change),
                (false, true) => list.add(id_of(hash), 1, change),
                (false, false) => list.add(Id::named(name, &[" with ", hash.name()].concat()), 2, change),
            }
        }
    }
}

/// What signs a digest in the place of the message, which a hash of its own then covers.
pub(super) fn add_hashed(list: &mut List, own: Hash) {
    for hash in Hash::ALL {
        for (name, _, shape) in SHAPES.into_iter().filter(|(.., shape)| matches!(shape, Shape::Hashed { .. })) {
            let (which, cost) = if hash == own { (String::new(), 1) } else { ([" with ", hash.name()].concat(), 2) };
            list.add(Id::named(name, &which), cost, Change::Mac(Mac { shape, hash }));
        }
    }
}

impl Mac {
    /// What is signed in the place of `message`.
    pub(super) fn before(self, message: &[u8]) -> Vec<u8> {
        match self.shape {
            Shape::Hashed { hex } => written(&self.hash.digest(&[message]), hex),
            _ => message.to_vec(),
        }
    }

    pub(super) fn make(self, key: &[u8], message: &[u8]) -> Digest {
        let Self { shape, hash } = self;
        match shape {
            Shape::Hmac => hash.hmac(key, message),
            Shape::Swapped => hash.hmac(message, key),
            Shape::Plain => hash.digest(&[message]),
            Shape::SecretFirst => hash.digest(&[key, message]),
            Shape::SecretLast => hash.digest(&[message, key]),
            Shape::Hashed { hex } => hash.hmac(key, &written(&hash.digest(&[message]), hex)),
            Shape::Again { hex } => hash.digest(&[&written(&hash.hmac(key, message), hex)]),
        }
    }
}

pub(super) const fn id_of(hash: Hash) -> &'static str {
    match hash {
        Hash::Md5 => "algorithm-md5",
        Hash::Sha1 => "algorithm-sha1",
        Hash::Sha256 => "algorithm-sha256",
        Hash::Sha384 => "algorithm-sha384",
        Hash::Sha512 => "algorithm-sha512",
    }
}

fn written(digest: &[u8], hex: bool) -> Vec<u8> {
    if hex { Encoding::Hex.text(digest) } else { digest.to_vec() }
}

const SHAPES: [(&str, u8, Shape); 9] = [
    ("hmac-for-hash", 1, Shape::Hmac),
    ("hmac-arguments-swapped", 1, Shape::Swapped),
    ("plain-hash", 1, Shape::Plain),
    ("secret+message", 1, Shape::SecretFirst),
    ("message+secret", 1, Shape::SecretLast),
    ("message-hashed-first", 1, Shape::Hashed { hex: false }),
    ("message-hashed-first-hex", 1, Shape::Hashed { hex: true }),
    ("digest-hashed-again", 2, Shape::Again { hex: false }),
    ("digest-hashed-again-hex", 2, Shape::Again { hex: true }),
];
