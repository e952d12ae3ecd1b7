//! The WebAssembly boundary: the only module that knows JavaScript.
//!
//! Strings cross in one buffer and their lengths in one table; an answer comes back in the same way. So a call needs
//! one copy in each direction. The package's facade owns this protocol and checks every argument before the call.
//! Nothing here is public API.
#![allow(clippy::must_use_candidate, reason = "the only caller is the facade, in JavaScript")]

#[cfg(feature = "js")]
mod encode;
#[cfg(feature = "js-explain")]
pub mod explain;
mod json;
mod options;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod runtime;
#[cfg(feature = "js")]
pub mod signing;
#[cfg(feature = "js")]
pub mod slots;

use alloc::{boxed::Box, string::String, vec::Vec};

use atomic_refcell::AtomicRefCell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use crate::definition::SchemeDefinition;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::providers;
use crate::scheme::Scheme;
use crate::secret::Secret;

static STATE: AtomicRefCell<Option<State>> = AtomicRefCell::new(None);

/// The state that lives from call to call.
#[derive(Default)]
struct State {
    /// The concatenated strings of a call.
    texts: Vec<u8>,
    /// The lengths of the strings in bytes.
    table: Vec<u32>,
    error: Option<Error>,
    #[cfg(feature = "js")]
    signing: signing::Handles,
    #[cfg(feature = "js-explain")]
    explainer: Option<crate::explain::Explainer>,
}

/// Makes room for `bytes` bytes of strings, and returns their address.
#[wasm_bindgen]
pub fn texts(bytes: usize) -> *const u8 {
    with(|state| {
        state.texts.resize(bytes.max(state.texts.len()), 0);
        state.texts.as_ptr()
    })
}

/// Makes room for `slots` numbers, and returns their address.
#[wasm_bindgen]
pub fn table(slots: usize) -> *const u32 {
    with(|state| {
        state.table.resize(slots.max(state.table.len()), 0);
        state.table.as_ptr()
    })
}

/// The error of the last failed call as JSON: `code`, `message`, and the facts that apply.
#[wasm_bindgen]
pub fn error() -> String {
    with(|state| state.error.take()).as_ref().map(json::error).unwrap_or_default()
}

impl State {
    /// The strings of this call.
    fn read(&self) -> Texts<'_, '_> {
        Texts { bytes: &self.texts, lengths: self.table.iter() }
    }

    /// Wipes the strings, which contain credentials.
    fn wipe(&mut self) {
        self.texts.as_mut_slice().zeroize();
    }

    fn note<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

/// The arguments of a signer, verifier or explainer.
struct Arguments<'a> {
    scheme: SchemeOrigin,
    credentials: Vec<(&'a str, Secret)>,
    options: options::Options<'a>,
}

/// A scheme by its origin.
enum SchemeOrigin {
    Catalogue(&'static Scheme<'static>),
    Caller(Box<SchemeDefinition>),
}

impl SchemeOrigin {
    /// Looks up an id, or parses a custom scheme in JSON.
    fn read(text: &str) -> Result<Self, Error> {
        if text.starts_with('{') {
            Ok(Self::Caller(Box::new(SchemeDefinition::parse(text)?)))
        } else {
            Ok(Self::Catalogue(providers::scheme(text)?))
        }
    }

    fn with<T>(&self, run: impl FnOnce(&Scheme<'_>) -> Result<T, Error>) -> Result<T, Error> {
        match self {
            Self::Catalogue(scheme) => run(scheme),
            Self::Caller(definition) => definition.with(run),
        }
    }
}

/// The remaining strings of a call.
struct Texts<'a, 'l> {
    bytes: &'a [u8],
    lengths: core::slice::Iter<'l, u32>,
}

impl<'a> Texts<'a, '_> {
    fn next_bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.lengths.next().copied().ok_or_else(broken_protocol)?;
        let (text, rest) = self.bytes.split_at_checked(length as usize).ok_or_else(broken_protocol)?;
        self.bytes = rest;
        Ok(text)
    }

    fn next_text(&mut self) -> Result<&'a str, Error> {
        core::str::from_utf8(self.next_bytes()?).map_err(|_| broken_protocol())
    }

    /// Reads the scheme; `credentials`, each a name, a value and how the value was given (`text`, or nothing for bytes); and
    /// `options` pairs.
    fn arguments(&mut self, credentials: usize, options: usize) -> Result<Arguments<'a>, Error> {
        let scheme = SchemeOrigin::read(self.next_text()?)?;
        let mut arguments = Arguments { scheme, credentials: Vec::new(), options: options::Options::default() };
        for _ in 0..credentials {
            let (name, value, kind) = (self.next_text()?, self.next_bytes()?, self.next_text()?);
            let secret = match core::str::from_utf8(value) {
                Ok(text) if kind == "text" => Secret::from(text),
                _ => Secret::from(value),
            };
            arguments.credentials.push((name, secret));
        }
        for _ in 0..options {
            arguments.options.0.push((self.next_text()?, self.next_text()?));
        }
        Ok(arguments)
    }

    /// Reads method, URL, timestamp, `headers` pairs (collected in `pairs`) and body.
    fn message<'p>(
        &mut self,
        headers: usize,
        pairs: &'p mut Vec<(&'a str, &'a str)>,
    ) -> Result<(Message<'p>, &'a str), Error> {
        let (method, url, timestamp) = (self.next_text()?, self.next_text()?, self.next_text()?);
        for _ in 0..headers {
            pairs.push((self.next_text()?, self.next_text()?));
        }
        Ok((Message { method, url, headers: pairs, body: self.next_bytes()? }, timestamp))
    }
}

fn with<T>(run: impl FnOnce(&mut State) -> T) -> T {
    run(STATE.borrow_mut().get_or_insert_default())
}

fn broken_protocol() -> Error {
    Error::ArgumentInvalid(Fault::new("core", "a call by the package's own facade", "another one"))
}

#[expect(clippy::cast_possible_truncation, reason = "the facade gives whole milliseconds of a Date")]
const fn whole(ms: f64) -> i64 {
    ms as i64
}
