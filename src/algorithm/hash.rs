//! Hash functions by name, plain and as HMAC: for `explain`, which tries other hash functions than that of the scheme.

use hmac::digest::block_api::EagerHash;
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

    /// `HMAC(key, message)`
    pub(crate) fn hmac(self, key: &[u8], message: &[u8]) -> Digest {
        match self {
            Self::Md5 => hmac::<md5::Md5>(key, message),
            Self::Sha1 => hmac::<sha1::Sha1>(key, message),
            Self::Sha256 => hmac::<sha2::Sha256>(key, message),
            Self::Sha384 => hmac::<sha2::Sha384>(key, message),
            Self::Sha512 => hmac::<sha2::Sha512>(key, message),
        }
    }
}

fn digest<D: sha2::Digest>(pieces: &[&[u8]]) -> Digest {
    let mut hash = D::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    Digest::from_slice(&hash.finalize())
}

fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Digest {
    Digest::from_slice(&super::hmac::sign::<D>(&super::hmac::keyed(key), message))
}
