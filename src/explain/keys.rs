//! The keys of the ring, each in all forms that its secret may have been loaded in.

use alloc::{string::String, vec::Vec};

use super::secret::{self, FORMS};
use crate::algorithm::{Key, hmac};
use crate::credentials::KeyRecipe;
use crate::error::Error;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::find;

/// One key of the ring.
pub(super) struct Held {
    pub own: Keyed,
    /// Whether the row's form of the key cannot be made, so that the secret stands for itself.
    pub is_raw: bool,
    /// In the order of [`FORMS`]; none where a form is no other.
    pub forms: Vec<Option<Keyed>>,
    /// Forms that are the same as another: its place, and theirs.
    pub same: Vec<(usize, usize)>,
}

/// A key with its schedule.
pub(super) struct Keyed {
    bytes: Secret,
    key: Key,
}

pub(super) fn read(
    scheme: &Scheme<'_>,
    recipe: &KeyRecipe,
    sets: &[Vec<Secret>],
    options: &[String],
) -> Result<Vec<Held>, Error> {
    let decodes = find(scheme.key.as_bytes(), b"unbase64").is_some();
    let mut ring = Vec::with_capacity(sets.len());
    for set in sets {
        let given = recipe.given(set);
        let keyed = |bytes: Vec<u8>| -> Result<Keyed, Error> {
            let bytes = Secret::from(bytes);
            Ok(Keyed { key: Key::new(scheme.algorithm, &bytes, &recipe.name)?, bytes })
        };
        let made = recipe.bytes(set, options);
        let is_raw = made.is_err();
        let own = keyed(made.map_or_else(|_| given.to_vec(), |mut bytes| core::mem::take(&mut *bytes)))?;
        let mut held = Held { own, is_raw, forms: Vec::with_capacity(FORMS.len()), same: Vec::new() };
        for place in 0..FORMS.len() {
            let other = secret::make(place, given, decodes).filter(|bytes| held.own.bytes() != bytes);
            let is_same = |keyed: &Option<Keyed>| keyed.as_ref().map(Keyed::bytes) == other.as_deref();
            let known = held.forms.iter().position(is_same).filter(|_| other.is_some());
            held.same.extend(known.map(|known| (known, place)));
            let form = other.filter(|_| known.is_none()).map(keyed).transpose()?;
            held.forms.push(form);
        }
        ring.push(held);
    }
    Ok(ring)
}

impl Keyed {
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// What `look` says of the row's MAC over `message`.
    pub(super) fn mac<T>(&self, message: &[u8], look: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        match &self.key {
            Key::HmacSha256(key) => look(&hmac::sign(key, message)),
            Key::HmacSha512(key) => look(&hmac::sign(key, message)),
            key => key.mac(message).and_then(|mac| look(&mac)),
        }
    }
}
