//! Verification for standards in which the sender chooses what is covered.

use alloc::{string::String, vec::Vec};

use super::canonical_form::CanonicalForm;
use super::key_search::CanonicalCache;
use super::key_source;
use super::keys::VerificationKey;
use super::limits::{self, Limits};
use super::verified::Fingerprint;
use super::{Verified, same};
use crate::algorithm::Algorithm;
use crate::algorithm::host::By;
use crate::canonical::Inputs;
use crate::error::{Error, Stale};
use crate::message::Message;
use crate::standard::{Candidate, Config, Request};
use crate::timestamp::{TimestampForm, check_clock};
use crate::url::Url;

/// What the verification of a standard's signatures needs to know of a verifier.
pub(super) struct StandardCheck<'a> {
    pub scheme: &'a str,
    pub algorithm: Algorithm,
    pub canonical_form: &'a CanonicalForm,
    pub keys: &'a [VerificationKey],
    pub options: &'a [String],
    pub timestamps: &'a [TimestampForm],
    pub limits: Limits,
}

impl<'a> StandardCheck<'a> {
    /// The result for the first signature in `message` that fits the configuration and verifies.
    ///
    /// # Errors
    ///
    /// As [`Verifier::verify`](super::Verifier::verify); with several signatures, the error of the first.
    pub(super) fn verify(
        &self,
        standard: &'a Config,
        message: &Message<'a>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        let inputs = Inputs {
            method: message.method,
            url: Url::received(message.url),
            body: message.body,
            options: self.options,
            ..Inputs::default()
        };
        let mut refused = None;
        for candidate in standard.received(&Request { message, inputs, content_type: None })? {
            match candidate.and_then(|candidate| self.accept(candidate, message, inputs, now_ms)) {
                Ok(verified) => return Ok(verified),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or_else(Error::mismatch))
    }

    fn accept(
        &self,
        mut candidate: Candidate<'a>,
        message: &Message<'a>,
        inputs: Inputs<'_>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        let canonical_form = self.canonical_form;
        let at_ms = self.timestamps.iter().find_map(|form| form.read(&candidate.timestamp));
        if candidate.lifetime.is_none()
            && at_ms.is_none()
            && (self.limits.judges_time() || !candidate.timestamp.is_empty())
        {
            return Err(limits::unreadable(self.timestamps, "timestamp", &candidate.timestamp));
        }
        let mut cache =
            CanonicalCache { bindings: core::mem::take(&mut candidate.bindings), ..CanonicalCache::default() };
        canonical_form.recipe.build(
            &mut cache.canonical,
            &mut cache.bindings,
            Inputs { timestamp: &candidate.timestamp, ..inputs },
        )?;
        let input = cache.canonical.bytes();
        let scope = canonical_form.recipe.key_scope(&cache.bindings);
        let key_id = candidate.parameters.iter().find(|(name, _)| *name == KEY_ID).map(|(_, id)| &**id);
        let named: Vec<usize> = (0..self.keys.len()).filter(|index| self.keys[*index].is_named(key_id)).collect();
        if let Some(key_id) = key_id.filter(|_| named.is_empty()) {
            return Err(key_source::needed(None, key_id, self.keys.len()));
        }
        let signers_by = |by| -> Vec<usize> {
            named.iter().copied().filter(|index| self.has_signed(by, *index, input, scope, &candidate)).collect()
        };
        let mut signers = signers_by(By::Host);
        // Only the core refuses: if the host finds no key, the core looks, and a host that was wrong is left.
        if signers.is_empty() && self.keys.iter().any(|key| key.asks_host(input.len())) {
            signers = signers_by(By::Core);
            signers.iter().for_each(|index| self.keys[*index].leave_host());
        }
        let valid = signers.iter().find(|index| self.keys[**index].check_certificate(now_ms).is_ok());
        let key_index = *valid.or_else(|| signers.first()).ok_or_else(Error::mismatch)?;
        match &candidate.lifetime {
            Some(lifetime) => self.limits.judge_lifetime(lifetime, now_ms)?,
            None => at_ms.map_or(Ok(()), |at_ms| self.limits.judge(at_ms, now_ms))?,
        }
        candidate.expires_s.map_or(Ok(()), |_| check_clock(now_ms, "now")).map_err(Error::ArgumentInvalid)?;
        let now_s = now_ms.div_euclid(1000);
        let late_s = candidate.expires_s.map_or(0, |expires_s| now_s.saturating_sub(expires_s));
        if late_s > 0 {
            return Err(Error::SignatureStale(Stale { now_s, age_s: late_s, limit_s: 0, is_expired: true }.into()));
        }
        self.keys[key_index].check_certificate(now_ms)?;
        Ok(Verified {
            timestamp: at_ms.map(|_| candidate.timestamp),
            at_ms,
            key_index: self.keys[key_index].place,
            canonical: &canonical_form.text,
            covers: candidate.covers,
            fingerprint: Fingerprint::new(cache.canonical, &canonical_form.recipe),
            inputs: candidate.parameters,
            ..Verified::of(self.scheme, message)
        })
    }

    /// Whether the key at `index` made the signature, and the message carries its credentials.
    fn has_signed(&self, by: By, index: usize, input: &[u8], scope: Option<&[u8]>, candidate: &Candidate<'_>) -> bool {
        let verification_key = &self.keys[index];
        // An optional credential is compared only if the caller gave it.
        let has_credential = |(place, value): &(usize, Vec<u8>)| {
            let credential = verification_key.credentials[*place].expose();
            credential.is_empty() || same(credential, value)
        };
        let key = verification_key.key(candidate.algorithm);
        let matches = match key.mac(by, input, scope) {
            Some(mac) => same(&mac, &candidate.raw),
            None => key.verify(by, candidate.algorithm.unwrap_or(self.algorithm), input, &candidate.raw),
        };
        // Check the signature even for unknown credentials, so that the time taken does not reveal which ids exist.
        candidate.credentials.iter().all(has_credential) & matches
    }
}

/// The parameter of HTTP Message Signatures that names the key (RFC 9421 §2.3).
const KEY_ID: &str = "keyid";
