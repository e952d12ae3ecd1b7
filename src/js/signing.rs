//! Signing and verifying for JavaScript.

use alloc::{string::String, vec::Vec};

use getrandom::SysRng;
use rand_core::TryRng as _;
use wasm_bindgen::prelude::*;

use super::encode::{self, Answer};
use super::{State, Texts, broken_protocol, json, slots, whole, with};
use crate::algorithm::Random;
use crate::error::Error;
use crate::providers;
use crate::sign::Signer;
use crate::sign::draft::Draft;
use crate::timestamp::Timestamp;
use crate::verify::Verifier;

/// What lives from call to call.
#[derive(Default)]
pub(super) struct Handles {
    signers: Vec<Option<Signer>>,
    verifiers: Vec<Option<Verifier>>,
    /// The request being signed.
    draft: Draft,
    answer: Answer,
}

/// Opens a signer from the texts `id`, `credentials`, each three of them, and `options` pairs; 0 where [`error`](super::error) says why not.
#[wasm_bindgen]
pub fn open_signer(credentials: usize, options: usize) -> usize {
    with(|state| {
        let opened = state.read().opening(credentials, options).and_then(|mut o| {
            o.scheme.with(|scheme| Signer::new(scheme, &o.credentials, &o.options.of_signer(scheme)?))
        });
        state.wipe();
        wipe_stack();
        state.note(opened).map_or(0, |signer| keep(&mut state.signing.signers, signer))
    })
}

/// Opens a verifier, as [`open_signer`] a signer.
#[wasm_bindgen]
pub fn open_verifier(credentials: usize, options: usize) -> usize {
    with(|state| {
        let opened = state.read().opening(credentials, options).and_then(|mut o| {
            o.scheme.with(|scheme| Verifier::new(scheme, &o.credentials, &o.options.of_verifier(scheme)?))
        });
        state.wipe();
        wipe_stack();
        state.note(opened).map_or(0, |verifier| keep(&mut state.signing.verifiers, verifier))
    })
}

/// Forgets a signer and its key; true where the arithmetic of RSA may have left numbers of it in the heap, so that the whole
/// memory has to be given up.
#[wasm_bindgen]
pub fn close_signer(handle: usize) -> bool {
    with(|state| forget(&mut state.signing.signers, handle).is_some_and(|signer| signer.draws_randomness()))
}

/// Forgets a verifier and its keys.
#[wasm_bindgen]
pub fn close_verifier(handle: usize) {
    with(|state| drop(forget(&mut state.signing.verifiers, handle)));
}

/// The signer's algorithm, and where its values go: the answer is as [`slots::places`] says.
#[wasm_bindgen]
pub fn places(handle: usize) -> *const u32 {
    with(|state| {
        let Handles { signers, answer, .. } = &mut state.signing;
        let places = held(signers, handle).map(|signer| answer.places(signer));
        state.answered(places)
    })
}

/// Signs the texts method, URL, timestamp, `headers` pairs and body: gives the address of the answer, which is as
/// [`slots::signed`] says, or 0 where [`error`](super::error) says why not.
///
/// `form`, one of [`slots::form`], says what the timestamp is: the clock or an instant, both as `at_ms`, or the text.
#[wasm_bindgen]
pub fn sign(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers, false);
        if held(&state.signing.signers, handle).is_ok_and(Signer::draws_randomness) {
            wipe_stack();
        }
        state.answered(signed)
    })
}

/// Takes a raw signature, which follows the texts of [`sign`], over the signing input that they make; answers as [`sign`].
#[wasm_bindgen]
pub fn finish(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers, true);
        state.answered(signed)
    })
}

/// Makes the signing input of the same texts as [`sign`]: the answer is as [`slots::prepared`] says.
#[wasm_bindgen]
pub fn prepare(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let prepared = state.prepare(handle, form, at_ms, headers);
        state.answered(prepared)
    })
}

/// Verifies the same texts as [`sign`] takes, of which the timestamp is empty, at `now_ms`: the answer is as
/// [`slots::verified`] says.
#[wasm_bindgen]
pub fn verify(handle: usize, now_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let verified = state.verify(handle, now_ms, headers);
        state.answered(verified)
    })
}

/// What the verifier promises of every message, as [`slots::result::COVERS`] says it.
#[wasm_bindgen]
pub fn covers(handle: usize) -> u32 {
    with(|state| held(&state.signing.verifiers, handle).map_or(0, |verifier| encode::packed(verifier.covers())))
}

/// Every scheme, as JSON.
#[wasm_bindgen]
pub fn schemes() -> String {
    json::schemes::schemes(providers::schemes())
}

impl State {
    /// Signs, or, where the key is `external`, takes the signature that follows.
    fn sign(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize, external: bool) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { signers, draft, answer, .. }, .. } = self;
        let signer = held(signers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, timestamp) = texts.message(headers, &mut pairs)?;
        let timestamp = time(form, at_ms, timestamp);
        if external {
            signer.prepare_into(draft, &message, timestamp)?;
            signer.finish_into(draft, &message, texts.next_bytes()?)?;
        } else {
            let mut random = |bytes: &mut [u8]| cfg!(feature = "rsa") && SysRng.try_fill_bytes(bytes).is_ok();
            signer.sign_into(draft, &message, timestamp, &mut Random(&mut random))?;
        }
        let content_type = signer.content_type(draft, &message);
        let changed = !encode::is_same(draft.sent(message.body), message.body);
        answer.signed(signer, draft, content_type, changed);
        Ok(())
    }

    fn prepare(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { signers, draft, answer, .. }, .. } = self;
        let signer = held(signers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, timestamp) = texts.message(headers, &mut pairs)?;
        signer.prepare_into(draft, &message, time(form, at_ms, timestamp))?;
        answer.prepared(draft);
        Ok(())
    }

    fn verify(&mut self, handle: usize, now_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { verifiers, answer, .. }, .. } = self;
        let verifier = held(verifiers, handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Vec::new();
        let (message, _) = texts.message(headers, &mut pairs)?;
        let verified = verifier.verify(&message, whole(now_ms))?;
        answer.verified(&verified, message.body);
        Ok(())
    }

    /// The address of the answer of a call; 0 where it failed.
    #[inline]
    fn answered(&mut self, result: Result<(), Error>) -> *const u32 {
        self.note(result).map_or(core::ptr::null(), |()| self.signing.answer.numbers())
    }
}

/// Overwrites the dead stack below the caller, where the arithmetic of RSA leaves numbers of the private key.
#[inline(never)]
fn wipe_stack() {
    core::hint::black_box(&mut [0_u8; 256 << 10]);
}

fn time(form: u32, at_ms: f64, text: &str) -> Timestamp<'_> {
    match form {
        slots::form::CLOCK => Timestamp::Now(whole(at_ms)),
        slots::form::TIME => Timestamp::At(whole(at_ms)),
        _ => Timestamp::Text(text),
    }
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
