//! The MACs that people make instead of the one that is due: with another hash, another use of the key, or another derivation.

use alloc::vec::Vec;

use zeroize::{Zeroize as _, Zeroizing};

use crate::algorithm::hmac::hmac;
use crate::digest::{Digest, Hash};
use crate::encoding::Encoding;

/// How key and message make the digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mac {
    pub shape: Shape,
    pub hash: Hash,
    /// How the key is derived, where it is.
    pub chain: Chain,
}

/// How a key is derived from the secret: what stands in front of it, the places of the steps, and what else is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    pub prefix: Prefix,
    /// Of the scope: its day, region, service and end; 4 is the whole time, 5 the day with dashes.
    pub steps: &'static [usize],
    pub twist: Twist,
}

/// What stands in front of the secret, where the scheme's key has a prefix.
#[derive(Clone, Copy, Debug)]
pub(super) enum Prefix {
    Own,
    None,
    Twice,
    WithDash,
    LowerCase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twist {
    None,
    /// Each key is the hexadecimal of the step before.
    Hex,
    /// Key and message are swapped in each step.
    Swapped,
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
pub(super) enum Shape {
    Hmac,
    Swapped,
    Plain,
    SecretFirst,
    SecretLast,
    SecretAround,
    Hashed { hex: bool },
    Again { hex: bool },
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

fn written(digest: &[u8], hex: bool) -> Vec<u8> {
    if hex { Encoding::Hex.text(digest) } else { digest.to_vec() }
}

/// The steps that are no part of the scope.
pub(super) const TIME: usize = 4;
pub(super) const DASHED: usize = 5;
/// As the scheme derives it.
pub(super) const DUE: Chain = Chain { prefix: Prefix::Own, steps: &[0, 1, 2, 3], twist: Twist::None };
