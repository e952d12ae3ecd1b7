//! The axis of the MAC: another hash, and everything that is done in the place of HMAC.

use alloc::string::String;

use crate::algorithm::keyed_digest::KeyPosition;
use crate::algorithm::{Algorithm, Family};
use crate::digest::Hash;
use crate::explain::causes::CauseId;
use crate::explain::hypothesis::{Change, List};
use crate::explain::mac::{Chain, DASHED, DUE, Mac, Prefix, Shape, TIME, Twist};
use crate::explain::reason::{Reason, id_of};

/// All that makes a digest whose length `fits`.
pub(super) fn add(list: &mut List, algorithm: Algorithm, is_derived: bool, own: Hash, fits: impl Fn(usize) -> bool) {
    let due = match algorithm.family() {
        Family::KeyedDigest(_, KeyPosition::First) => CauseId::SecretPlusMessage,
        Family::KeyedDigest(_, KeyPosition::Last) => CauseId::MessagePlusSecret,
        Family::KeyedDigest(_, KeyPosition::Both) => CauseId::SecretPlusMessagePlusSecret,
        Family::Nothing
        | Family::Hmac(_)
        | Family::RsaEncryption
        | Family::Rsa(_)
        | Family::Ecdsa(..)
        | Family::Eddsa
        | Family::Jws(_) => CauseId::HmacForHash,
    };
    for hash in Hash::ALL.into_iter().filter(|hash| fits(hash.len())) {
        for (name, cost, shape) in SHAPES {
            let change = Change::Mac(Mac { shape, hash, chain: DUE });
            match (hash == own, name == due) {
                (true, true) => {}
                (true, false) => list.add(Reason::named(name, ""), cost, change),
                (false, true) => list.add(id_of(hash), 1, change),
                (false, false) => list.add(Reason::named(name, &[" with ", hash.name()].concat()), 2, change),
            }
        }
    }
    if is_derived {
        for (name, cost, chain) in CHAINS {
            list.add(name, cost, Change::Mac(Mac { shape: Shape::Hmac, hash: own, chain }));
        }
    }
}

/// What signs a digest in the place of the message, which a hash of its own then covers.
pub(super) fn add_hashed(list: &mut List, own: Hash) {
    for hash in Hash::ALL {
        for (name, _, shape) in SHAPES.into_iter().filter(|(.., shape)| matches!(shape, Shape::Hashed { .. })) {
            let (which, cost) = if hash == own { (String::new(), 1) } else { ([" with ", hash.name()].concat(), 2) };
            list.add(Reason::named(name, &which), cost, Change::Mac(Mac { shape, hash, chain: DUE }));
        }
    }
}

/// An id, a cost, and how the key is derived.
const CHAINS: [(CauseId, u8, Chain); 17] = [
    (CauseId::KeyPrefixMissing, 1, Chain { prefix: Prefix::None, ..DUE }),
    (CauseId::KeyPrefixTwice, 1, Chain { prefix: Prefix::Twice, ..DUE }),
    (CauseId::KeyPrefixOther, 1, Chain { prefix: Prefix::WithDash, ..DUE }),
    (CauseId::KeyPrefixOther, 1, Chain { prefix: Prefix::LowerCase, ..DUE }),
    (CauseId::KeyNotDerived, 1, Chain { prefix: Prefix::None, steps: &[], ..DUE }),
    (CauseId::KeyNotDerived, 1, Chain { steps: &[], ..DUE }),
    (CauseId::KeyStepLeftOut, 1, Chain { steps: &[0, 1, 2], ..DUE }),
    (CauseId::KeyStepLeftOut, 1, Chain { steps: &[0, 1, 3], ..DUE }),
    (CauseId::KeyStepLeftOut, 1, Chain { steps: &[0, 2, 3], ..DUE }),
    (CauseId::KeyStepLeftOut, 1, Chain { steps: &[1, 2, 3], ..DUE }),
    (CauseId::KeyOrder, 1, Chain { steps: &[0, 2, 1, 3], ..DUE }),
    (CauseId::KeyOrder, 1, Chain { steps: &[1, 0, 2, 3], ..DUE }),
    (CauseId::KeyOrder, 1, Chain { steps: &[3, 2, 1, 0], ..DUE }),
    (CauseId::KeyDayWithTime, 1, Chain { steps: &[TIME, 1, 2, 3], ..DUE }),
    (CauseId::KeyDayWithDashes, 1, Chain { steps: &[DASHED, 1, 2, 3], ..DUE }),
    (CauseId::KeyHex, 1, Chain { twist: Twist::Hex, ..DUE }),
    (CauseId::KeyArgumentsSwapped, 1, Chain { twist: Twist::Swapped, ..DUE }),
];
const SHAPES: [(CauseId, u8, Shape); 10] = [
    (CauseId::HmacForHash, 1, Shape::Hmac),
    (CauseId::HmacArgumentsSwapped, 1, Shape::Swapped),
    (CauseId::PlainHash, 1, Shape::Plain),
    (CauseId::SecretPlusMessage, 1, Shape::SecretFirst),
    (CauseId::MessagePlusSecret, 1, Shape::SecretLast),
    (CauseId::SecretPlusMessagePlusSecret, 1, Shape::SecretAround),
    (CauseId::MessageHashedFirst, 1, Shape::Hashed { hex: false }),
    (CauseId::MessageHashedFirstHex, 1, Shape::Hashed { hex: true }),
    (CauseId::DigestHashedAgain, 2, Shape::Again { hex: false }),
    (CauseId::DigestHashedAgainHex, 2, Shape::Again { hex: true }),
];
