//! Signatures over what their senders chose.

use alloc::vec::Vec;

use super::{Built, Verified, Verifier, fingerprint, same};
use crate::canonical::Inputs;
use crate::error::{Error, Stale};
use crate::message::Message;
use crate::standard::{Choice, Offer, Subject};
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
        standard: &Choice,
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
        for offer in standard.received(&Subject { message, inputs, content_type: None })? {
            match offer.and_then(|offer| self.accept(offer, message, inputs, now_ms)) {
                Ok(verified) => return Ok(verified),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or(Error::SignatureMismatch))
    }

    fn accept<'a>(
        &'a self,
        mut offer: Offer,
        message: &Message<'a>,
        inputs: Inputs<'_>,
        now_ms: i64,
    ) -> Result<Verified<'a>, Error> {
        let way = self.ways.first().ok_or(Error::SignatureMismatch)?;
        let at_ms = self.timestamps.iter().find_map(|form| form.read(&offer.timestamp));
        if at_ms.is_none() && (self.limits.judges_time() || !offer.timestamp.is_empty()) {
            return Err(self.unreadable_timestamp("timestamp", &offer.timestamp));
        }
        let mut built = Built { bindings: core::mem::take(&mut offer.bindings), ..Built::default() };
        way.recipe.build(
            &mut built.canonical,
            &mut built.bindings,
            Inputs { timestamp: &offer.timestamp, ..inputs },
        )?;
        let input = built.canonical.bytes();
        let made = |index: &usize| self.has_made(*index, input, &offer);
        let signers: Vec<usize> = (0..self.ring.len()).filter(made).collect();
        let valid = signers.iter().find(|index| self.check_certificate(**index, now_ms).is_ok());
        let key_index = *valid.or_else(|| signers.first()).ok_or(Error::SignatureMismatch)?;
        at_ms.map_or(Ok(()), |at_ms| self.limits.judge(at_ms, now_ms))?;
        offer.expires_s.map_or(Ok(()), |_| check_clock(now_ms, "now"))?;
        let late_s = offer.expires_s.map_or(0, |expires_s| now_ms.div_euclid(1000).saturating_sub(expires_s));
        if late_s > 0 {
            return Err(Error::SignatureStale(Stale { age_s: late_s, limit_s: 0 }.into()));
        }
        self.check_certificate(key_index, now_ms)?;
        Ok(Verified {
            timestamp: at_ms.map(|_| offer.timestamp),
            at_ms,
            key_index,
            canonical: &way.text,
            covers: offer.covers,
            fingerprint: fingerprint(input),
            inputs: offer.told,
            ..self.accepted(message)
        })
    }

    /// Whether the key at `index` made the signature, and its credentials are those that travel.
    fn has_made(&self, index: usize, input: &[u8], offer: &Offer) -> bool {
        let held = &self.ring[index];
        // One that may be left out is compared only where the caller gives it.
        let is_held = |(place, value): &(usize, Vec<u8>)| {
            let own = held.credentials[*place].expose();
            own.is_empty() || same(own, value)
        };
        let is_made = match held.key.mac(input) {
            Some(mac) => same(&mac, &offer.raw),
            None => held.key.verify(self.algorithm, input, &offer.raw),
        };
        // Whatever the credentials: so that the time taken does not tell which ids are known.
        offer.credentials.iter().all(is_held) & is_made
    }
}
