//! The WebAssembly boundary: the only file that knows JavaScript.
//!
//! Texts cross in one buffer and their lengths in one table, so that a call costs one copy each way. The package's facade
//! owns this protocol and checks every argument before it crosses; nothing here is public API.
#![allow(clippy::must_use_candidate, reason = "the only caller is the facade, in JavaScript")]

mod answer;
mod json;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod module;

use alloc::{string::String, vec::Vec};

use atomic_refcell::AtomicRefCell;
use getrandom::SysRng;
use rand_core::TryRng as _;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use crate::algorithm::Random;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::providers;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::sign::{Draft, Signer};
use crate::timestamp::Timestamp;
use crate::verify::Verifier;

static STATE: AtomicRefCell<Option<State>> = AtomicRefCell::new(None);

/// All that lives from call to call.
#[derive(Default)]
struct State {
    /// The texts of a call, one after the other.
    texts: Vec<u8>,
    /// Their lengths in bytes; after the call, what `js/answer.rs` says.
    table: Vec<u32>,
    signers: Vec<Option<Signer>>,
    verifiers: Vec<Option<Verifier>>,
    /// The request being signed.
    draft: Draft,
    output: Vec<u8>,
    error: Option<Error>,
}

/// Makes room for `bytes` of texts, and gives their address.
#[wasm_bindgen]
pub fn texts(bytes: usize) -> *const u8 {
    with(|state| {
        state.texts.resize(bytes.max(state.texts.len()), 0);
        state.texts.as_ptr()
    })
}

/// Makes room for `slots` numbers, and gives their address.
#[wasm_bindgen]
pub fn table(slots: usize) -> *const u32 {
    with(|state| {
        state.table.resize(slots.max(state.table.len()), 0);
        state.table.as_ptr()
    })
}

/// Opens a signer from the texts `id`, `credentials` pairs and `options` pairs; 0 where [`error`] says why not.
#[wasm_bindgen]
pub fn open_signer(credentials: usize, options: usize) -> usize {
    with(|state| {
        let opened =
            state.opening(credentials, options).and_then(|o| Signer::new(o.scheme, &o.credentials, &o.options));
        state.wipe();
        wipe_stack();
        state.note(opened).map_or(0, |signer| keep(&mut state.signers, signer))
    })
}

/// Opens a verifier, as [`open_signer`] a signer.
#[wasm_bindgen]
pub fn open_verifier(credentials: usize, options: usize) -> usize {
    with(|state| {
        let opened =
            state.opening(credentials, options).and_then(|o| Verifier::new(o.scheme, &o.credentials, &o.options));
        state.wipe();
        wipe_stack();
        state.note(opened).map_or(0, |verifier| keep(&mut state.verifiers, verifier))
    })
}

/// Forgets a signer and its key; true where the arithmetic of RSA may have left numbers of it in the heap, so that the whole
/// memory has to be given up.
#[wasm_bindgen]
pub fn close_signer(handle: usize) -> bool {
    with(|state| forget(&mut state.signers, handle).is_some_and(|signer| signer.draws_randomness()))
}

/// Forgets a verifier and its keys.
#[wasm_bindgen]
pub fn close_verifier(handle: usize) {
    with(|state| drop(forget(&mut state.verifiers, handle)));
}

/// The signer's algorithm, and where its values go, as an answer counts them: for each the part, the name, what the value is
/// (`timestamp`, `signature`, `fixed` or `mixed`), and the fixed value; a line each.
#[wasm_bindgen]
pub fn places(handle: usize) -> String {
    with(|state| held(&state.signers, handle).map(answer::places).unwrap_or_default())
}

/// Signs the texts method, URL, timestamp, `headers` pairs and body: gives the address of the table, which holds the answer,
/// or 0 where [`error`] says why not.
///
/// `form` says what the timestamp is: 0 the clock and 1 an instant, both as `at_ms`; 2 the text.
#[wasm_bindgen]
pub fn sign(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers, false);
        if held(&state.signers, handle).is_ok_and(Signer::draws_randomness) {
            wipe_stack();
        }
        state.answered(signed)
    })
}

/// Takes a raw signature, which follows the texts of [`sign`], over the signing input that they make; answers as [`sign`].
#[wasm_bindgen]
pub fn finish(handle: usize, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, 2, 0.0, headers, true);
        state.answered(signed)
    })
}

/// Makes the signing input of the same texts as [`sign`]: the answer is timestamp and signing input.
#[wasm_bindgen]
pub fn prepare(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let prepared = state.prepare(handle, form, at_ms, headers);
        state.answered(prepared)
    })
}

/// Verifies the same texts as [`sign`] takes, of which the timestamp is empty, at `now_ms`.
#[wasm_bindgen]
pub fn verify(handle: usize, now_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let verified = state.verify(handle, now_ms, headers);
        state.answered(verified)
    })
}

/// The error of the last call that failed, as JSON: `{ code, message, part, offset, ageSeconds, limitSeconds }`, of which it
/// has what applies.
#[wasm_bindgen]
pub fn error() -> String {
    with(|state| state.error.take()).as_ref().map(json::error).unwrap_or_default()
}

/// Every row, as JSON.
#[wasm_bindgen]
pub fn schemes() -> String {
    json::rows(providers::schemes())
}

impl State {
    fn opening(&self, credentials: usize, options: usize) -> Result<Opening<'_>, Error> {
        let mut texts = Texts { bytes: &self.texts, lengths: self.table.iter() };
        let mut opening =
            Opening { scheme: providers::scheme(texts.next_text()?)?, credentials: Vec::new(), options: Vec::new() };
        for _ in 0..credentials {
            opening.credentials.push((texts.next_text()?, Secret::from(texts.next_bytes()?)));
        }
        for _ in 0..options {
            opening.options.push((texts.next_text()?, texts.next_text()?));
        }
        Ok(opening)
    }

    /// Wipes the texts, which held credentials.
    fn wipe(&mut self) {
        self.texts.as_mut_slice().zeroize();
    }

    /// Signs, or, where the key is `elsewhere`, takes the signature that follows.
    fn sign(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize, elsewhere: bool) -> Result<(), Error> {
        let Self { texts, table, signers, draft, output, .. } = self;
        let signer = held(signers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, timestamp) = texts.message(headers, &mut pairs)?;
        let timestamp = instant(form, at_ms, timestamp);
        if elsewhere {
            signer.prepare_into(draft, &message, timestamp)?;
            signer.finish_into(draft, &message, texts.next_bytes()?)?;
        } else {
            let mut random = |bytes: &mut [u8]| cfg!(feature = "rsa") && SysRng.try_fill_bytes(bytes).is_ok();
            signer.sign_into(draft, &message, timestamp, &mut Random(&mut random))?;
        }
        let content_type = signer.content_type(draft, &message);
        let changed = !answer::is_same(draft.sent(message.body), message.body);
        answer::signed(signer, draft, content_type, changed, output, table);
        Ok(())
    }

    fn prepare(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signers, draft, output, .. } = self;
        let signer = held(signers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, timestamp) = texts.message(headers, &mut pairs)?;
        signer.prepare_into(draft, &message, instant(form, at_ms, timestamp))?;
        answer::prepared(draft, output, table);
        Ok(())
    }

    fn verify(&mut self, handle: usize, now_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, verifiers, output, .. } = self;
        let verifier = held(verifiers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, _) = texts.message(headers, &mut pairs)?;
        let verified = verifier.verify(&message, whole(now_ms))?;
        answer::verified(&verified, message.body, output, table);
        Ok(())
    }

    /// The address of the answer of a call; 0 where it failed.
    #[inline]
    fn answered(&mut self, result: Result<(), Error>) -> *const u32 {
        self.note(result).map_or(core::ptr::null(), |()| self.table.as_ptr())
    }

    fn note<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

/// What a signer or verifier is opened with.
struct Opening<'a> {
    scheme: &'static Scheme<'static>,
    credentials: Vec<(&'a str, Secret)>,
    options: Vec<(&'a str, &'a str)>,
}

/// The texts of a call, in order.
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

    /// Method, URL, timestamp, `headers` pairs, which are put into `pairs`, and body.
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
    Error::RequestInvalid(Fault::new("core", "a call by the package's own facade", "another one"))
}

/// Overwrites the dead stack below the caller, where the arithmetic of RSA leaves numbers of the private key.
#[inline(never)]
fn wipe_stack() {
    core::hint::black_box(&mut [0_u8; 256 << 10]);
}

/// Puts `value` where there is room, and gives its handle.
fn keep<T>(list: &mut Vec<Option<T>>, value: T) -> usize {
    let free = list.iter().position(Option::is_none);
    let slot = free.unwrap_or_else(|| {
        list.push(None);
        list.len() - 1
    });
    list[slot] = Some(value);
    slot + 1
}

fn forget<T>(list: &mut [Option<T>], handle: usize) -> Option<T> {
    list.get_mut(handle.wrapping_sub(1)).and_then(Option::take)
}

#[inline]
fn held<T>(list: &[Option<T>], handle: usize) -> Result<&T, Error> {
    list.get(handle.wrapping_sub(1)).and_then(Option::as_ref).ok_or_else(broken_protocol)
}

fn instant(form: u32, at_ms: f64, text: &str) -> Timestamp<'_> {
    match form {
        0 => Timestamp::Now(whole(at_ms)),
        1 => Timestamp::At(whole(at_ms)),
        _ => Timestamp::Text(text),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the facade gives whole milliseconds of a Date")]
const fn whole(ms: f64) -> i64 {
    ms as i64
}
