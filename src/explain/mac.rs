//! The axis of the MAC: another hash, and everything that is done in the place of HMAC.

use alloc::{string::String, vec::Vec};

use zeroize::{Zeroize as _, Zeroizing};

use super::variant::{Change, Id, List};
use crate::algorithm::hmac::hmac;
use crate::algorithm::keyed_digest::KeyPosition;
use crate::algorithm::{Algorithm, Family};
use crate::digest::{Digest, Hash};
use crate::encoding::Encoding;
use crate::scheme::Scheme;

/// How key and message make the digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mac {
    shape: Shape,
    pub hash: Hash,
    /// How the key is derived, where it is.
    chain: Chain,
}

/// How a key is derived from the secret: what stands in front of it, the places of the steps, and what else is done.
#[derive(Clone, Copy, Debug)]
struct Chain {
    prefix: Prefix,
    /// Of the scope: its day, region, service and end; 4 is the whole time, 5 the day with dashes.
    steps: &'static [usize],
    twist: Twist,
}

/// What stands in front of the secret, where the scheme's key has a prefix.
#[derive(Clone, Copy, Debug)]
enum Prefix {
    Own,
    None,
    Twice,
    WithDash,
    LowerCase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twist {
    None,
    /// Each key is the hexadecimal of the step before.
    Hex,
    /// Key and message are swapped in each step.
    Swapped,
}

/// How a key is derived.
#[derive(Debug)]
pub(super) struct Derivation {
    /// The binding for which it is derived.
    pub scope: usize,
    /// The literal in front of the secret.
    pub prefix: String,
    pub hash: Hash,
}

impl Derivation {
    pub(super) fn read(scheme: &Scheme<'_>) -> Option<Self> {
        let scope = scheme.bindings.iter().position(|(name, _)| *name == scheme.key_scope)?;
        let prefix = scheme.key.split('{').next().unwrap_or_default().into();
        Some(Self { scope, prefix, hash: scheme.algorithm.mac_hash()? })
    }
}

/// What a key is derived for: the scope, and the time that is signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    /// The literal in front of the secret in the scheme's key.
    pub prefix: &'a str,
    pub hash: Hash,
    pub text: &'a [u8],
    pub time: &'a str,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Hmac,
    Swapped,
    Plain,
    SecretFirst,
    SecretLast,
    SecretAround,
    Hashed { hex: bool },
    Again { hex: bool },
}

/// All that makes a digest whose length `fits`.
pub(super) fn add(list: &mut List, algorithm: Algorithm, is_derived: bool, own: Hash, fits: impl Fn(usize) -> bool) {
    let due = match algorithm.family() {
        Family::KeyedDigest(_, KeyPosition::First) => "secret+message",
        Family::KeyedDigest(_, KeyPosition::Last) => "message+secret",
        Family::KeyedDigest(_, KeyPosition::Both) => "secret+message+secret",
        Family::Nothing | Family::Hmac(_) | Family::RsaEncryption | Family::Rsa(_) | Family::Jws(_) => "hmac-for-hash",
    };
    for hash in Hash::ALL.into_iter().filter(|hash| fits(hash.len())) {
        for (name, cost, shape) in SHAPES {
            let change = Change::Mac(Mac { shape, hash, chain: DUE });
            match (hash == own, name == due) {
                (true, true) => {}
                (true, false) => list.add(Id::named(name, ""), cost, change),
                (false, true) => list.add(id_of(hash), 1, change),
                (false, false) => list.add(Id::named(name, &[" with ", hash.name()].concat()), 2, change),
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
            list.add(Id::named(name, &which), cost, Change::Mac(Mac { shape, hash, chain: DUE }));
        }
    }
}

impl Mac {
    /// What is signed in the place of `message`.
    pub(super) fn before(self, message: &[u8]) -> Vec<u8> {
        match self.shape {
            Shape::Hashed { hex } => written(&self.hash.digest(&[message]), hex),
            Shape::Hmac
            | Shape::Swapped
            | Shape::Plain
            | Shape::SecretFirst
            | Shape::SecretLast
            | Shape::SecretAround
            | Shape::Again { .. } => message.to_vec(),
        }
    }

    pub(super) fn make(self, key: &[u8], scope: Option<Scope<'_>>, message: &[u8]) -> Digest {
        let Self { shape, hash, chain } = self;
        let derived = Zeroizing::new(scope.map(|scope| chain.derive(key, scope)));
        let key = derived.as_deref().unwrap_or(key);
        match shape {
            Shape::Hmac => hmac(hash, key, message),
            Shape::Swapped => hmac(hash, message, key),
            Shape::Plain => hash.digest(&[message]),
            Shape::SecretFirst => hash.digest(&[key, message]),
            Shape::SecretLast => hash.digest(&[message, key]),
            Shape::SecretAround => hash.digest(&[key, message, key]),
            Shape::Hashed { hex } => hmac(hash, key, &written(&hash.digest(&[message]), hex)),
            Shape::Again { hex } => hash.digest(&[&written(&hmac(hash, key, message), hex)]),
        }
    }
}

impl Chain {
    /// The key for `scope`; `key` is that of the scheme, with its prefix.
    fn derive(self, key: &[u8], scope: Scope<'_>) -> Vec<u8> {
        let parts: Vec<&[u8]> = scope.text.split(|byte| *byte == b'/').collect();
        let dashed: Vec<&str> =
            [0..4, 4..6, 6..8].into_iter().map(|range| scope.time.get(range).unwrap_or_default()).collect();
        let dashed = dashed.join("-");
        let own = scope.prefix;
        let secret = key.strip_prefix(own.as_bytes()).unwrap_or(key);
        let mut key = Zeroizing::new(match self.prefix {
            Prefix::Own => key.to_vec(),
            Prefix::None => secret.to_vec(),
            Prefix::Twice => [own.as_bytes(), key].concat(),
            Prefix::WithDash => [own.as_bytes(), b"-", secret].concat(),
            Prefix::LowerCase => [own.to_ascii_lowercase().as_bytes(), secret].concat(),
        });
        for step in self.steps.iter().copied().filter(|step| *step >= TIME || *step < parts.len()) {
            let message = match step {
                TIME => scope.time.as_bytes(),
                DASHED => dashed.as_bytes(),
                step => parts[step],
            };
            let mut next = match self.twist {
                Twist::Swapped => hmac(scope.hash, message, &key),
                Twist::None | Twist::Hex => hmac(scope.hash, &key, message),
            };
            *key = written(&next, self.twist == Twist::Hex);
            next.zeroize();
        }
        core::mem::take(&mut *key)
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

const TIME: usize = 4;
const DASHED: usize = 5;
const DUE: Chain = Chain { prefix: Prefix::Own, steps: &[0, 1, 2, 3], twist: Twist::None };
/// An id, a cost, and how the key is derived.
const CHAINS: [(&str, u8, Chain); 17] = [
    ("key-prefix-missing", 1, Chain { prefix: Prefix::None, ..DUE }),
    ("key-prefix-twice", 1, Chain { prefix: Prefix::Twice, ..DUE }),
    ("key-prefix-other", 1, Chain { prefix: Prefix::WithDash, ..DUE }),
    ("key-prefix-other", 1, Chain { prefix: Prefix::LowerCase, ..DUE }),
    ("key-not-derived", 1, Chain { prefix: Prefix::None, steps: &[], ..DUE }),
    ("key-not-derived", 1, Chain { steps: &[], ..DUE }),
    ("key-step-left-out", 1, Chain { steps: &[0, 1, 2], ..DUE }),
    ("key-step-left-out", 1, Chain { steps: &[0, 1, 3], ..DUE }),
    ("key-step-left-out", 1, Chain { steps: &[0, 2, 3], ..DUE }),
    ("key-step-left-out", 1, Chain { steps: &[1, 2, 3], ..DUE }),
    ("key-order", 1, Chain { steps: &[0, 2, 1, 3], ..DUE }),
    ("key-order", 1, Chain { steps: &[1, 0, 2, 3], ..DUE }),
    ("key-order", 1, Chain { steps: &[3, 2, 1, 0], ..DUE }),
    ("key-day-with-time", 1, Chain { steps: &[TIME, 1, 2, 3], ..DUE }),
    ("key-day-with-dashes", 1, Chain { steps: &[DASHED, 1, 2, 3], ..DUE }),
    ("key-hex", 1, Chain { twist: Twist::Hex, ..DUE }),
    ("key-arguments-swapped", 1, Chain { twist: Twist::Swapped, ..DUE }),
];
const SHAPES: [(&str, u8, Shape); 10] = [
    ("hmac-for-hash", 1, Shape::Hmac),
    ("hmac-arguments-swapped", 1, Shape::Swapped),
    ("plain-hash", 1, Shape::Plain),
    ("secret+message", 1, Shape::SecretFirst),
    ("message+secret", 1, Shape::SecretLast),
    ("secret+message+secret", 1, Shape::SecretAround),
    ("message-hashed-first", 1, Shape::Hashed { hex: false }),
    ("message-hashed-first-hex", 1, Shape::Hashed { hex: true }),
    ("digest-hashed-again", 2, Shape::Again { hex: false }),
    ("digest-hashed-again-hex", 2, Shape::Again { hex: true }),
];
