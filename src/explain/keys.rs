//! The keys of the ring, each in all forms that its secret may have been loaded in.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::mac::Scope;
use super::secret_forms::{self, FORMS, is_through};
use crate::algorithm::asymmetric::PublicKey;
use crate::algorithm::hmac::{self, Resumed, hmac};
use crate::algorithm::{Algorithm, Family, keyed_digest};
use crate::credentials::KeyRecipe;
use crate::digest::{Digest, Hash};
use crate::encoding::Encoding;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::find;

/// One key of the ring.
pub(super) struct KeyForms {
    pub own: Keyed,
    /// Whether the scheme's form of the key cannot be made, so that the secret stands for itself.
    pub is_raw: bool,
    /// In the order of [`FORMS`]; none where a form is no other.
    pub forms: Vec<Option<Keyed>>,
    /// Forms that are the same as another: its place, and theirs.
    pub same: Vec<(usize, usize)>,
}

/// The bytes of a key, and what is done with them.
pub(super) struct Keyed {
    bytes: Secret,
    key: Key,
}

enum Key {
    /// None, where the secret itself travels.
    None,
    Hmac(Hash),
    /// Derived for a scope, with this hash function.
    Derived(Hash),
    Digest(keyed_digest::Key),
    /// No MAC comes of a key pair: what a signature holds is opened with its public half.
    Pair,
    /// On a curve, a signature holds nothing that could be compared: the key says whether it is the one over a text.
    Public(Box<PublicKey>),
}

/// The schedule of one key, kept from one message to the next: with the scope that it was derived for, if it was.
#[derive(Default)]
pub(super) struct Schedule(Option<(Vec<u8>, Box<Resumed>)>);

/// The keys in `sets`, for the `algorithm` of the scheme, or the one that a JWS names.
pub(super) fn read(
    scheme: &Scheme<'_>,
    algorithm: Algorithm,
    recipe: &KeyRecipe,
    sets: &[Vec<Secret>],
    options: &[String],
) -> Vec<KeyForms> {
    let is_decoded = |filter: &[u8]| find(scheme.key.as_bytes(), filter).is_some();
    let decoder = [Encoding::Base64, Encoding::Hex].into_iter().zip([&b"unbase64"[..], b"unhex"]);
    let decoder = decoder.into_iter().find(|(_, filter)| is_decoded(filter)).map(|(encoding, _)| encoding);
    let mut ring = Vec::with_capacity(sets.len());
    for set in sets {
        // Where nothing is signed, the credential itself travels.
        let sent = set.first().filter(|_| scheme.algorithm == Algorithm::None);
        let given = sent.map_or_else(|| recipe.given(set), Secret::expose);
        let keyed = |bytes: Vec<u8>| Keyed::new(algorithm, !scheme.key_scope.is_empty(), bytes);
        let made = if sent.is_some() { Ok(given.to_vec().into()) } else { recipe.bytes(set, options) };
        let is_raw = made.is_err();
        let own = keyed(made.map_or_else(|_| given.to_vec(), |mut bytes| core::mem::take(&mut *bytes)));
        let mut held = KeyForms { own, is_raw, forms: Vec::with_capacity(FORMS.len()), same: Vec::new() };
        for place in 0..FORMS.len() {
            let other = secret_forms::make(place, given, decoder).and_then(|form| match recipe.credential {
                // The rest of the key's template stays around a text.
                Some(own) if decoder.is_none() && is_through(place) && sent.is_none() => {
                    let mut others = set.clone();
                    others[own] = form.into();
                    recipe.bytes(&others, options).ok().map(|mut bytes| core::mem::take(&mut *bytes))
                }
                // Without the rest of the template, a key that is derived lacks its prefix, which is a mistake of its own.
                _ => Some(form).filter(|_| is_through(place) || scheme.key_scope.is_empty()),
            });
            let other = other.filter(|bytes| held.own.bytes() != bytes);
            let is_same = |keyed: &Option<Keyed>| keyed.as_ref().map(Keyed::bytes) == other.as_deref();
            let known = held.forms.iter().position(is_same).filter(|_| other.is_some());
            held.same.extend(known.map(|known| (known, place)));
            held.forms.push(other.filter(|_| known.is_none()).map(keyed));
        }
        ring.push(held);
    }
    ring
}

impl KeyForms {
    /// A key of which no form is tried: it has opened the signature, or, on a curve, verifies it.
    pub(super) fn public(key: Option<PublicKey>) -> Self {
        let mut own = Keyed::new(Algorithm::None, false, Vec::new());
        own.key = key.map_or(Key::Pair, |key| Key::Public(Box::new(key)));
        Self { own, is_raw: false, forms: Vec::new(), same: Vec::new() }
    }
}

impl Keyed {
    fn new(algorithm: Algorithm, is_derived: bool, bytes: Vec<u8>) -> Self {
        let bytes = Secret::from(bytes);
        let key = match algorithm.family() {
            Family::Hmac(hash) if is_derived => Key::Derived(hash),
            Family::Hmac(hash) => Key::Hmac(hash),
            Family::Nothing => Key::None,
            Family::KeyedDigest(hash, position) => Key::Digest(keyed_digest::Key::new(hash, position, &bytes)),
            Family::RsaEncryption | Family::Rsa(_) | Family::Ecdsa(..) | Family::Eddsa | Family::Jws(_) => Key::Pair,
        };
        Self { bytes, key }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// Whether `halves` is this key's signature over `message`.
    pub(super) fn verifies(&self, hash: Hash, message: &[u8], halves: &[u8]) -> bool {
        matches!(&self.key, Key::Public(key) if key.verify_on_curve(hash, message, halves))
    }

    /// The scheme's MAC over `message`, of which `hash` is the hash.
    pub(super) fn digest(&self, hash: Hash, scope: Option<Scope<'_>>, message: &[u8]) -> Digest {
        match &self.key {
            Key::Derived(own) => {
                let key = hmac::Key::new(*own, self.bytes());
                scope.map_or_else(Digest::default, |scope| key.derived(scope.text).sign(message))
            }
            Key::Digest(key) => key.sign(message),
            Key::Pair | Key::Public(_) => Digest::default(),
            Key::None | Key::Hmac(_) => hmac(hash, self.bytes(), message),
        }
    }

    /// What `look` says of the scheme's MAC over `message`, or of the key where the scheme makes none.
    pub(super) fn mac<T>(
        &self,
        schedule: &mut Schedule,
        scope: Option<Scope<'_>>,
        message: &[u8],
        look: impl Fn(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let (hash, scope) = match &self.key {
            Key::Derived(hash) => (*hash, Some(scope?.text)),
            Key::Hmac(hash) => (*hash, None),
            Key::None => return look(self.bytes.expose()),
            Key::Digest(key) => return look(&key.sign(message)),
            Key::Pair | Key::Public(_) => return None,
        };
        let due = scope.unwrap_or_default();
        if schedule.0.as_ref().is_none_or(|(own, _)| own != due) {
            let key = hmac::Key::new(hash, self.bytes());
            let key = if scope.is_some() { key.derived(due) } else { key };
            schedule.0 = Some((due.to_vec(), Box::new(Resumed::new(key))));
        }
        look(&schedule.0.as_mut()?.1.sign(message))
    }
}
