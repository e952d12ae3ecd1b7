//! Messages with several separately signed items.

use alloc::{boxed::Box, string::String};

use super::{Verified, Verifier, fingerprint};
use crate::error::{Error, Mismatch};
use crate::message::Message;
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::{BodyReader, locator};

impl Verifier {
    /// Verifies all items. The result is that of the first item, with a fingerprint over all of them.
    ///
    /// # Errors
    ///
    /// The error of the first item that does not verify; [`Error::BodyInvalid`] if there is none.
    pub(super) fn verify_items<'a>(&'a self, message: &Message<'a>, now_ms: i64) -> Result<Verified<'a>, Error> {
        let format = BodyReader::format(self.reader.as_ref(), message)?;
        if self.items.is_empty() {
            return self.verify_alone(message, format, now_ms);
        }
        let mut first: Option<Verified<'a>> = None;
        let mut fingerprints = String::new();
        for item in locator::items(&self.items, message.body)? {
            let verified = self.verify_alone(&Message { body: &message.body[item], ..*message }, format, now_ms)?;
            fingerprints.push_str(&verified.fingerprint);
            match &mut first {
                Some(first) => first.fingerprint = fingerprint(fingerprints.as_bytes()),
                None => {
                    first = Some(Verified { body: message.body.into(), received_body: message.body, ..verified });
                }
            }
        }
        first.ok_or_else(Error::mismatch)
    }

    /// A mismatch with what the caller knows of the message, the same for the scheme and its companion.
    pub(super) fn with_facts(&self, error: Error, message: &Message<'_>) -> Error {
        let Error::SignatureMismatch(_) = error else { return error };
        let is_signed = |coverage| coverage != Coverage::None;
        let Covers { url, query, body, .. } = self.covers();
        Error::SignatureMismatch(Box::new(Mismatch {
            scheme: (&*self.scheme).into(),
            keys: self.keys.len(),
            body_len: message.body.len(),
            signs_body: is_signed(body),
            signs_url: is_signed(url) || is_signed(query),
        }))
    }
}
