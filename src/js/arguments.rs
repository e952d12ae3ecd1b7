//! The arguments of signers, verifiers and explainers, out of the strings that the facade sends, and the error of a failed call.

use alloc::vec::Vec;

use smallvec::SmallVec;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize as _;

use super::{State, Texts, facts, give, options, with};
use crate::definition::SchemeDefinition;
use crate::error::Error;
use crate::message::Message;
use crate::secret::Secret;

/// The arguments of a signer, verifier or explainer.
pub(super) struct Arguments<'a> {
    pub scheme: SchemeDefinition,
    pub credentials: Vec<(&'a str, Secret)>,
    pub options: options::Options<'a>,
}

impl<'a> Arguments<'a> {
    /// Reads the scheme; `credentials`, each a name, a value and how the value was given (`text`, or nothing for bytes); and
    /// `options` pairs.
    pub(super) fn read(texts: &mut Texts<'a, '_>, credentials: usize, options: usize) -> Result<Self, Error> {
        let scheme = SchemeDefinition::parse(texts.next_text()?)?;
        let mut arguments = Self { scheme, credentials: Vec::new(), options: options::Options::default() };
        for _ in 0..credentials {
            let (name, value, kind) = (texts.next_text()?, texts.next_bytes()?, texts.next_text()?);
            let secret = match core::str::from_utf8(value) {
                Ok(text) if kind == "text" => Secret::from(text),
                Ok(_) | Err(_) => Secret::from(value),
            };
            arguments.credentials.push((name, secret));
        }
        for _ in 0..options {
            arguments.options.0.push((texts.next_text()?, texts.next_text()?));
        }
        Ok(arguments)
    }
}

/// Gives the error of the last failed call, as in [`facts`]; undefined if that has been told.
#[wasm_bindgen]
pub fn error() {
    give(with(|state| state.error.take()).as_ref().map(facts::of_error).unwrap_or_default());
}

impl State {
    /// Wipes the strings, which contain credentials.
    pub(super) fn wipe(&mut self) {
        self.texts.as_mut_slice().zeroize();
    }

    /// Keeps the error of `result` for [`error`].
    pub(super) fn note<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

/// The headers of a message, as name and value.
pub(super) type Pairs<'a> = SmallVec<[(&'a str, &'a str); 8]>;

/// Reads method, URL, timestamp, `headers` pairs (collected in `pairs`) and body.
pub(super) fn message<'a, 'p>(
    texts: &mut Texts<'a, '_>,
    headers: usize,
    pairs: &'p mut Pairs<'a>,
) -> Result<(Message<'p>, &'a str), Error>
where
    'a: 'p,
{
    let (method, url, timestamp) = (texts.next_text()?, texts.next_text()?, texts.next_text()?);
    for _ in 0..headers {
        pairs.push((texts.next_text()?, texts.next_text()?));
    }
    Ok((Message { method, url, headers: pairs, body: texts.next_bytes()? }, timestamp))
}

#[expect(clippy::cast_possible_truncation, reason = "the facade gives whole milliseconds of a Date")]
pub(super) const fn whole(ms: f64) -> i64 {
    ms as i64
}
