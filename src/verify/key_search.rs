//! Finds the key that made a signature.

use alloc::vec::Vec;

use super::canonical_form::CanonicalForm;
use super::keys::VerificationKey;
use super::same;
use super::verified::Fingerprint;
use crate::algorithm::host::By;
use crate::algorithm::{Algorithm, asymmetric};
use crate::canonical::{Canonical, Inputs, Variable};
use crate::error::Error;
use crate::placement::Received;
use crate::scheme::BodyRule;
use crate::timestamp::{TimestampForm, begins_with_time};

/// The key that made a signature, with the fingerprint and body of the signed message.
pub(super) struct KeyMatch {
    pub key_index: usize,
    /// `None` if it is that of the body, which alone is the canonical string.
    pub fingerprint: Option<Fingerprint<'static>>,
    /// The signed body, if it differs from the received one.
    pub body: Option<Vec<u8>>,
}

/// The canonical string for one received signature. All keys share it, unless it contains a credential.
#[derive(Default)]
pub(super) struct CanonicalCache {
    /// The index of the signature among those of the same form.
    pub signature: Option<usize>,
    pub canonical: Canonical,
    pub bindings: Vec<Vec<u8>>,
}

impl CanonicalCache {
    /// The canonical string. A body that alone is the canonical string stays where it lies.
    fn input<'c>(&'c self, form: &CanonicalForm, inputs: &Inputs<'c>) -> &'c [u8] {
        if form.recipe.is_body_alone() { inputs.body } else { self.canonical.bytes() }
    }
}

/// A fingerprint, and the signed body if it differs from the received one.
type SignedMessage = (Option<Fingerprint<'static>>, Option<Vec<u8>>);

/// What a search for a key needs to know of a verifier.
pub(super) struct KeySearch<'v> {
    pub algorithm: Algorithm,
    pub keys: &'v [VerificationKey],
    /// The key that the message names, if the scheme says where.
    pub key_id: Option<&'v [u8]>,
    pub body: BodyRule,
    /// The forms of a timestamp that a canonical string of the scheme may start with; none if no form covers the time.
    pub first_timestamps: &'v [TimestampForm],
}

impl KeySearch<'_> {
    /// The key that made a signature over the canonical string of `form`. Of several such keys, one with a
    /// valid certificate.
    ///
    /// Only the core refuses: if the host finds no key, the core looks, and a host that was wrong is left.
    pub(super) fn find(
        &self,
        form: &CanonicalForm,
        received: &Received,
        inputs: &Inputs<'_>,
        now_ms: i64,
    ) -> Result<Option<KeyMatch>, Error> {
        let mut cache = CanonicalCache::default();
        let found = self.find_by(By::Host, form, received, inputs, now_ms, &mut cache)?;
        let length = cache.input(form, inputs).len();
        if found.is_some() || !self.keys.iter().any(|key| key.asks_host(length)) {
            return Ok(found);
        }
        let found = self.find_by(By::Core, form, received, inputs, now_ms, &mut cache)?;
        found.iter().for_each(|found| self.keys[found.key_index].leave_host());
        Ok(found)
    }

    fn find_by(
        &self,
        by: By,
        form: &CanonicalForm,
        received: &Received,
        inputs: &Inputs<'_>,
        now_ms: i64,
        cache: &mut CanonicalCache,
    ) -> Result<Option<KeyMatch>, Error> {
        let mut found = None;
        if !self.keys.iter().any(|key| key.has(received)) {
            // Do the same work for unknown credentials, so that the time taken does not reveal which ids exist.
            self.keys.first().map(|key| self.try_key(by, form, key, received, inputs, cache)).transpose()?;
            return Ok(None);
        }
        for (key_index, key) in self.keys.iter().enumerate().filter(|(_, key)| key.has(received)) {
            let Some((fingerprint, body)) = self.try_key(by, form, key, received, inputs, cache)? else {
                continue;
            };
            let is_valid = key.check_certificate(now_ms).is_ok();
            if found.is_none() || is_valid {
                found = Some(KeyMatch { key_index, fingerprint, body });
            }
            if is_valid {
                break;
            }
        }
        Ok(found)
    }

    /// The fingerprint, and the signed body if it differs from the received one, if `key` made one of the
    /// received signatures.
    fn try_key(
        &self,
        by: By,
        form: &CanonicalForm,
        key: &VerificationKey,
        received: &Received,
        inputs: &Inputs<'_>,
        cache: &mut CanonicalCache,
    ) -> Result<Option<SignedMessage>, Error> {
        let mut mac = None;
        for (place, signature) in
            received.signatures.iter().filter(|signature| form.is_of(signature, inputs.body)).enumerate()
        {
            let jws = signature.jws();
            if !key.is_named(self.key_id.or_else(|| signature.key_id())) {
                continue;
            }
            let own = key.key(jws.map(|jws| jws.algorithm));
            let carried =
                if asymmetric::IS_ENABLED && self.body == BodyRule::Carried { signature.carried() } else { None };
            // Every received MAC is over the same bytes, so computing it once is enough.
            if place == 0 || jws.is_some() {
                let protected = jws.map_or(&[][..], |jws| jws.protected.as_bytes());
                let body = carried.as_deref().unwrap_or(inputs.body);
                let inputs = Inputs { credentials: &key.credentials, protected, body, ..*inputs };
                let is_kept = cache.signature == Some(place) && !form.recipe.uses_credentials();
                if !is_kept && !form.recipe.is_body_alone() {
                    form.recipe.build(&mut cache.canonical, &mut cache.bindings, inputs)?;
                    cache.signature = Some(place);
                }
                mac = own.mac(by, cache.input(form, &inputs), form.recipe.key_scope(&cache.bindings));
            }
            let input = cache.input(form, inputs);
            let matches = match &mac {
                Some(mac) => same(mac, &signature.raw),
                None => own.verify(by, jws.map_or(self.algorithm, |jws| jws.algorithm), input, &signature.raw),
            };
            // A body that starts with a timestamp could be the other canonical form of this scheme: reject it.
            if matches && form.agrees(signature, input) && (form.covers_time || !self.begins_with_time(input)) {
                let signed = self.body_in(form, &cache.canonical).filter(|body| *body != inputs.body);
                let body = carried.or_else(|| signed.map(<[u8]>::to_vec));
                cache.signature = None;
                let built = (!form.recipe.is_body_alone()).then(|| core::mem::take(&mut cache.canonical));
                let fingerprint = built.map(|canonical| Fingerprint::new(canonical, &form.recipe));
                return Ok(Some((fingerprint, body)));
            }
        }
        Ok(None)
    }

    /// The part of `canonical` that is the body, if the scheme signs a canonical body.
    fn body_in<'c>(&self, form: &CanonicalForm, canonical: &'c Canonical) -> Option<&'c [u8]> {
        let part = form.recipe.template.position(Variable::Body).filter(|_| self.body == BodyRule::AsSigned)?;
        canonical.range(part).map(|range| &canonical.bytes()[range])
    }

    /// Whether `input` could also be the canonical string of a form that starts with a timestamp.
    fn begins_with_time(&self, input: &[u8]) -> bool {
        !self.first_timestamps.is_empty() && begins_with_time(self.first_timestamps, input)
    }
}
