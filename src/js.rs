//! The WebAssembly boundary: the only module that knows JavaScript.
//!
//! Strings cross in one buffer and their lengths in one table; an answer comes back in the same way. So a call needs
//! one copy in each direction. What is asked rarely is answered by an object, given to [`give`]. The package's facade owns this protocol and checks every argument before the call.
//! Nothing here is public API.
#![allow(clippy::must_use_candidate, reason = "the only caller is the facade, in JavaScript")]

#[cfg(any(feature = "js", feature = "js-explain"))]
mod arguments;
#[cfg(feature = "js-describe")]
pub mod describe;
#[cfg(feature = "js")]
mod encode;
#[cfg(feature = "js-explain")]
pub mod explain;
#[cfg(any(feature = "js", feature = "js-explain"))]
mod facts;
#[cfg(feature = "js")]
mod host;
#[cfg(any(feature = "js", feature = "js-explain"))]
mod options;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod runtime;
#[cfg(feature = "js")]
pub mod signing;
#[cfg(feature = "js")]
pub mod slots;

use alloc::vec::Vec;

use atomic_refcell::AtomicRefCell;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Fault};
#[cfg(any(feature = "js", feature = "js-explain"))]
pub use arguments::error;

#[wasm_bindgen]
extern "C" {
    /// Hands an object to the facade. Nothing returns one: V8 11.3 (Node 20) ends the process where optimised code that called a
    /// function of WebAssembly is discarded during the call, and the function returns an object.
    fn give(object: JsValue);
}

static STATE: AtomicRefCell<Option<State>> = AtomicRefCell::new(None);

/// The state that lives from call to call.
#[derive(Default)]
struct State {
    /// The concatenated strings of a call.
    texts: Vec<u8>,
    /// The lengths of the strings in bytes.
    table: Vec<u32>,
    #[cfg(any(feature = "js", feature = "js-explain"))]
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

impl State {
    /// The strings of this call.
    fn read(&self) -> Texts<'_, '_> {
        Texts { bytes: &self.texts, lengths: self.table.iter() }
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
}

fn with<T>(run: impl FnOnce(&mut State) -> T) -> T {
    run(STATE.borrow_mut().get_or_insert_default())
}

fn broken_protocol() -> Error {
    Error::ArgumentInvalid(Fault::new("core", "a call by the package's own facade", "another one"))
}
