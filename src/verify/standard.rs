//! Signatures over what their senders chose.

use alloc::vec::Vec;

use super::{Built, Verified, Verifier, fingerprint, same};
use crate::canonical::Inputs;
use crate::error::{Error, Stale};
use crate::message::Message;
use crate::standard::{Candidate, Config, Request};
use crate::timestamp::check_clock;
use crate::url::Url;

impl Verifier {
    /// The first of the signatures in `message` that is what the caller asked for.
    ///
    /// # Errors
    ///
    /// As [`Self::verify`]; of several signatures, what is wrong with the first.
    pub(super) fn verify_standard<'a>(
        &'a self,
        standard: &Config,
        message: &Message<'a>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        let inputs = Inputs {
            method: message.method,
            url: Url::received(message.url),
            body: message.body,
            options: &self.options,
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

    fn accept<'a>(
        &'a self,
        mut candidate: Candidate,
        message: &Message<'a>,
        inputs: Inputs<'_>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        let canonical_form = self.canonical_forms.first().ok_or_else(Error::mismatch)?;
        let at_ms = self.timestamps.iter().find_map(|form| form.read(&candidate.timestamp));
        if at_ms.is_none() && (self.limits.judges_time() || !candidate.timestamp.is_empty()) {
            return Err(self.unreadable_timestamp("timestamp", &candidate.timestamp));
        }
        let mut built = Built { bindings: core::mem::take(&mut candidate.bindings), ..Built::default() };
        canonical_form.recipe.build(
            &mut built.canonical,
            &mut built.bindings,
            Inputs { timestamp: &candidate.timestamp, ..inputs },
        )?;
        let input = built.canonical.bytes();
        let made = |index: &usize| self.has_made(*index, input, &candidate);
        let signers: Vec<usize> = (0..self.keys.len()).filter(made).collect();
        let valid = signers.iter().find(|index| self.check_certificate(**index, now_ms).is_ok());
        let key_index = *valid.or_else(|| signers.first()).ok_or_else(Error::mismatch)?;
        at_ms.map_or(Ok(()), |at_ms| self.limits.judge(at_ms, now_ms))?;
        candidate.expires_s.map_or(Ok(()), |_| check_clock(now_ms, "now")).map_err(Error::ArgumentInvalid)?;
        let now_s = now_ms.div_euclid(1000);
        let late_s = candidate.expires_s.map_or(0, |expires_s| now_s.saturating_sub(expires_s));
        if late_s > 0 {
            return Err(Error::SignatureStale(Stale { now_s, age_s: late_s, limit_s: 0, is_expired: true }.into()));
        }
        self.check_certificate(key_index, now_ms)?;
        Ok(Verified {
            timestamp: at_ms.map(|_| candidate.timestamp),
            at_ms,
            key_index,
            canonical: &canonical_form.text,
            covers: candidate.covers,
            fingerprint: fingerprint(input),
            inputs: candidate.parameters,
            ..self.accepted(message)
        })
    }

    /// Whether the key at `index` made the signature, and its credentials are those that travel.
    fn has_made(&self, index: usize, input: &[u8], candidate: &Candidate) -> bool {
        let verification_key = &self.keys[index];
        // One that may be left out is compared only where the caller gives it.
        let is_held = |(place, value): &(usize, Vec<u8>)| {
            let own = verification_key.credentials[*place].expose();
            own.is_empty() || same(own, value)
        };
        let is_made = match verification_key.key.mac(input) {
            Some(mac) => same(&mac, &candidate.raw),
            None => verification_key.key.verify(self.algorithm, input, &candidate.raw),
        };
        // Whatever the credentials: so that the time taken does not tell which ids are known.
        candidate.credentials.iter().all(is_held) & is_made
    }
}
