//! The canonical strings of one candidate.

use alloc::{string::String, vec::Vec};

use super::binding::Hashing;

/// The canonical strings of a candidate, in buffers that are kept.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// One for each way.
    pub ways: Vec<Vec<u8>>,
    pub bindings: Vec<Vec<u8>>,
    pub url: String,
    /// The body that was made last, and its place.
    pub body: Option<(usize, Option<Vec<u8>>)>,
    /// The body with another timestamp in it.
    pub timed: Vec<u8>,
    pub hashing: Hashing,
    /// How many bytes templates and filters have read.
    pub read: u64,
}

impl Built {
    /// How many bytes there are to be hashed.
    pub(super) fn len(&self) -> u64 {
        self.ways.iter().map(|bytes| bytes.len() as u64).sum()
    }

    /// How many bytes were read besides.
    pub(super) fn passed(&self) -> u64 {
        self.read.saturating_sub(self.len())
    }

    /// A number that is another for other canonical strings.
    pub(super) fn fingerprint(&self) -> u64 {
        let mixed = |print: u64, word: u64| (print.rotate_left(5) ^ word).wrapping_mul(ODD);
        self.ways.iter().fold(0, |print, bytes| {
            let mut words = bytes.chunks_exact(8);
            let mut print = mixed(print, bytes.len() as u64);
            for word in words.by_ref() {
                print = mixed(print, word.try_into().map_or(0, u64::from_le_bytes));
            }
            words.remainder().iter().fold(print, |print, byte| mixed(print, u64::from(*byte)))
        })
    }
}

/// An odd number of many bits, so that multiplying by it loses none.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
