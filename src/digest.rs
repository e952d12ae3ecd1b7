//! Hash functions by name (RFC 1321, FIPS 180-4) and CRC-32, in one place so that the code of each is compiled once.

use alloc::vec::Vec;

use smallvec::SmallVec;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// The output of a hash function.
pub(crate) type Digest = SmallVec<[u8; 64]>;

impl Hash {
    /// All hash functions.
    pub(crate) const ALL: [Self; 5] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The usual name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The length of the digest in bytes.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The bytes before the digest in a `DigestInfo` (RFC 8017 §9.2, note 1).
    pub(crate) fn digest_info(self, has_null: bool) -> Vec<u8> {
        let oid: &[u8] = match self {
            Self::Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5],
            Self::Sha1 => &[0x2b, 0x0e, 3, 2, 0x1a],
            Self::Sha256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            Self::Sha384 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2],
            Self::Sha512 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3],
        };
        let null: &[u8] = if has_null { &[5, 0] } else { &[] };
        let length = |count: usize| u8::try_from(count).unwrap_or_default();
        let inner = oid.len() + 2 + null.len();
        let whole = inner + 4 + self.len();
        [&[0x30, length(whole), 0x30, length(inner), 6, length(oid.len())], oid, null, &[4, length(self.len())]]
            .concat()
    }

    /// `H(pieces[0] ‖ pieces[1] ‖ …)`
    pub(crate) fn digest(self, pieces: &[&[u8]]) -> Digest {
        match self {
            Self::Md5 => digest::<md5::Md5>(pieces),
            Self::Sha1 => digest::<sha1::Sha1>(pieces),
            Self::Sha256 => digest::<sha2::Sha256>(pieces),
            Self::Sha384 => digest::<sha2::Sha384>(pieces),
            Self::Sha512 => digest::<sha2::Sha512>(pieces),
        }
    }
}

/// The SHA-256 digest of `input`.
pub(crate) fn sha256(input: &[u8]) -> Digest {
    digest::<sha2::Sha256>(&[input])
}

/// The CRC-32 of `input` (IEEE 802.3, reflected), one bit at a time: the tables that make it faster take 17 KiB of each module.
pub(crate) fn crc32(input: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !input.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[inline(never)]
fn digest<D: sha2::Digest>(pieces: &[&[u8]]) -> Digest {
    let mut hash = D::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    Digest::from_slice(&hash.finalize())
}
