//! What the public key recovers from a signature: the padding, the name of the hash function, and the digest.

use alloc::vec::Vec;

use super::asymmetric::PublicKey;
use crate::digest::Hash;

/// The result of RSAVP1 on a signature (RFC 8017 §5.2.2), by its padding.
#[derive(Debug)]
pub(crate) enum Recovered {
    /// EMSA-PKCS1-v1_5 (RFC 8017 §9.2), with the bytes after the padding.
    Pkcs1(Vec<u8>),
    /// EMSA-PSS (RFC 8017 §9.1), decoded in every possible way; usually there is only one.
    Pss(Vec<Pss>),
    /// No known padding: the signature was made with another key, or is damaged.
    Broken,
    /// Not a number below the modulus, or not of its length.
    Unexpected,
}

/// A decoding of EMSA-PSS.
#[derive(Debug)]
pub(crate) struct Pss {
    pub hash: Hash,
    /// The hash function of the mask.
    pub mask: Hash,
    pub salt: Vec<u8>,
    /// `H = Hash(00 00 00 00 00 00 00 00 ‖ Hash(M) ‖ salt)`
    pub digest: Vec<u8>,
}

/// The name of a hash function with a digest (RFC 8017 §9.2, `DigestInfo`).
#[derive(Debug)]
pub(crate) struct DigestInfo {
    /// `None` for an unknown hash function.
    pub hash: Option<Hash>,
    pub digest: Vec<u8>,
    /// Whether the algorithm identifier has its NULL parameters.
    pub has_null: bool,
}

impl Recovered {
    pub(crate) fn read(key: &PublicKey, signature: &[u8]) -> Self {
        let Some(encoded) = key.open(signature) else { return Self::Unexpected };
        if let Some(inside) = pkcs1(&encoded) {
            return Self::Pkcs1(inside.to_vec());
        }
        let readings = pss(&encoded, key.bits());
        if readings.is_empty() { Self::Broken } else { Self::Pss(readings) }
    }
}

impl DigestInfo {
    /// Parses the bytes after the padding; `None` if they are not a `DigestInfo`.
    pub(crate) fn read(inside: &[u8]) -> Option<Self> {
        for hash in Hash::ALL {
            for has_null in [true, false] {
                let digest = inside.strip_prefix(&*hash.digest_info(has_null));
                if let Some(digest) = digest.filter(|digest| digest.len() == hash.len()) {
                    return Some(Self { hash: Some(hash), digest: digest.to_vec(), has_null });
                }
            }
        }
        let is_one = matches!(inside, [0x30, length, 0x30, ..] if usize::from(*length) + 2 == inside.len());
        is_one.then(|| Self { hash: None, digest: Vec::new(), has_null: true })
    }
}

/// `00 01 ff … ff 00 ‖ T`, with at least eight `ff`.
fn pkcs1(encoded: &[u8]) -> Option<&[u8]> {
    let padded = encoded.strip_prefix(&[0, 1])?;
    let padding = padded.iter().take_while(|&&byte| byte == 0xff).count();
    padded[padding..].strip_prefix(&[0]).filter(|_| padding >= 8)
}

/// `maskedDB ‖ H ‖ bc`, where `DB = 00 … 00 ‖ 01 ‖ salt`.
fn pss(encoded: &[u8], bits: u32) -> Vec<Pss> {
    let mut readings = Vec::new();
    // The encoding is one bit shorter than the modulus.
    let spare = (bits - 1) % 8;
    let encoded = if spare == 0 { encoded.strip_prefix(&[0]) } else { Some(encoded) };
    let Some((0xbc, encoded)) = encoded.and_then(<[u8]>::split_last) else { return readings };
    for hash in Hash::ALL {
        let Some(length) = encoded.len().checked_sub(hash.len()) else { continue };
        let (masked, digest) = encoded.split_at(length);
        // Some libraries use MGF1 with SHA-1 by default.
        for mask in [hash, Hash::Sha1] {
            if let Some(salt) = salt(masked, digest, mask, spare) {
                readings.push(Pss { hash, mask, salt, digest: digest.to_vec() });
            }
        }
    }
    readings.dedup_by(|later, first| later.hash == first.hash && later.mask == first.mask);
    // Eight zero bytes of padding do not occur by chance.
    let is_sure = |pss: &Pss| pss.hash.len() + pss.salt.len() + 9 <= encoded.len();
    if readings.iter().any(is_sure) {
        readings.retain(is_sure);
    }
    readings
}

fn salt(masked: &[u8], digest: &[u8], mask: Hash, spare: u32) -> Option<Vec<u8>> {
    let mut unmasked = Vec::with_capacity(masked.len() + mask.len());
    // MGF1 (RFC 8017 appendix B.2.1).
    for counter in 0_u32.. {
        if unmasked.len() >= masked.len() {
            break;
        }
        unmasked.extend_from_slice(&mask.digest(&[digest, &counter.to_be_bytes()]));
    }
    unmasked.truncate(masked.len());
    unmasked.iter_mut().zip(masked).for_each(|(byte, masked)| *byte ^= masked);
    if let Some(first) = unmasked.first_mut().filter(|_| spare > 0) {
        *first &= 0xff >> (8 - spare);
    }
    let zeros = unmasked.iter().take_while(|&&byte| byte == 0).count();
    unmasked[zeros..].strip_prefix(&[1]).map(<[u8]>::to_vec)
}
