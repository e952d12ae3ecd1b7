//! Signing and verification for JavaScript.

use alloc::{boxed::Box, string::String, vec::Vec};

use getrandom::SysRng;
use rand_core::TryRng as _;
use wasm_bindgen::prelude::*;

use super::arguments::{self, Arguments, Pairs, whole};
use super::encode::{self, Answer};
use super::host::JsHost;
use super::options::Options;
use super::{State, Texts, broken_protocol, facts, give, slots, with};
use crate::algorithm::host::Host;
use crate::algorithm::{Random, asymmetric};
use crate::error::Error;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::sign::Signer;
use crate::sign::draft::Draft;
use crate::timestamp::Timestamp;
use crate::verify::{KeyNeed, Verifier};

/// The state that lives from call to call.
#[derive(Default)]
pub(super) struct Handles {
    signers: Slots<Signer>,
    verifiers: Slots<Verifier>,
    /// The request being signed.
    draft: Draft,
    answer: Answer,
}

/// Creates a signer from the strings definition, `credentials` (three strings each) and `options` pairs. Returns 0 on failure; see
/// [`error`](super::error).
#[wasm_bindgen]
pub fn open_signer(credentials: usize, options: usize) -> usize {
    with(|state| {
        let make = |scheme: &Scheme<'_>, credentials: &[(&str, Secret)], options: &mut Options<'_>| {
            Signer::new(scheme, credentials, &options.of_signer(scheme)?)
        };
        let signer = state.open(credentials, options, make, Signer::use_host);
        signer.map_or(0, |signer| state.signing.signers.keep(signer))
    })
}

/// Creates a verifier, with the same arguments as [`open_signer`].
#[wasm_bindgen]
pub fn open_verifier(credentials: usize, options: usize) -> usize {
    with(|state| {
        let make = |scheme: &Scheme<'_>, credentials: &[(&str, Secret)], options: &mut Options<'_>| {
            Verifier::new(scheme, credentials, &options.of_verifier(scheme)?)
        };
        let verifier = state.open(credentials, options, make, Verifier::use_host);
        verifier.map_or(0, |verifier| state.signing.verifiers.keep(verifier))
    })
}

/// Drops a signer and its key. Returns true if RSA arithmetic may have left parts of the key in the heap; the instance
/// must then be discarded.
#[wasm_bindgen]
pub fn close_signer(handle: usize) -> bool {
    with(|state| {
        state.signing.draft.checked.forget();
        state.signing.signers.forget(handle).is_some_and(|signer| signer.draws_randomness())
    })
}

/// Drops a verifier and its keys.
#[wasm_bindgen]
pub fn close_verifier(handle: usize) {
    with(|state| drop(state.signing.verifiers.forget(handle)));
}

/// Gives the signer's algorithm, as in [`facts`].
#[wasm_bindgen]
pub fn algorithm(handle: usize) {
    give(with(|state| state.signing.signers.get(handle).map(facts::of_algorithm).unwrap_or_default()));
}

/// Gives the public half of the signer's key pair, a `SubjectPublicKeyInfo` in DER; undefined without a key pair.
#[wasm_bindgen]
pub fn public_key(handle: usize) {
    let der = with(|state| state.signing.signers.get(handle).ok().and_then(Signer::public_key));
    give(der.map(|der| js_sys::Uint8Array::from(&*der).into()).unwrap_or_default());
}

/// The signer's placements; the answer is as in [`slots::places`].
#[wasm_bindgen]
pub fn places(handle: usize) -> *const u32 {
    with(|state| {
        let Handles { signers, answer, .. } = &mut state.signing;
        let places = signers.get(handle).map(|signer| answer.places(signer));
        state.answered(places)
    })
}

/// Signs the strings method, URL, timestamp, `headers` pairs and body. Returns the address of the answer, as in
/// [`slots::signed`], or 0 on failure; see [`error`](super::error).
///
/// `form`, as in [`slots::form`], is the kind of the timestamp: a time in `at_ms`, or the string.
#[wasm_bindgen]
pub fn sign(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers, false);
        state.answered(signed)
    })
}

/// Takes the raw signature, which follows the strings of [`sign`], over their signing input. Answers as [`sign`].
#[wasm_bindgen]
pub fn finish(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers, true);
        state.answered(signed)
    })
}

/// Builds the signing input for the strings of [`sign`]. The answer is as in [`slots::prepared`].
#[wasm_bindgen]
pub fn prepare(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let prepared = state.prepare(handle, form, at_ms, headers);
        state.answered(prepared)
    })
}

/// Verifies the strings of [`sign`], with an empty timestamp, at `now_ms`. The answer is as in [`slots::verified`].
#[wasm_bindgen]
pub fn verify(handle: usize, now_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let verified = state.verify(handle, now_ms, headers);
        state.answered(verified)
    })
}

/// What to fetch for the message in the strings of [`verify`], as in [`facts`]; gives nothing if nothing is to be fetched. Returns false on
/// failure; see [`error`](super::error).
#[wasm_bindgen]
pub fn needs(handle: usize, headers: usize) -> bool {
    with(|state| {
        let need = state.needs(handle, headers);
        let given = need.as_ref().ok().and_then(Option::as_ref).filter(|_| asymmetric::IS_ENABLED);
        given.into_iter().for_each(|need| give(facts::of_need(need)));
        state.note(need).is_some()
    })
}

/// Gives what a verifier does with every message, as in [`facts`].
#[wasm_bindgen]
pub fn verifier(handle: usize) {
    give(with(|state| state.signing.verifiers.get(handle).map(facts::of_verifier).unwrap_or_default()));
}

/// The fingerprint of a message, whose canonical string is the one string.
#[wasm_bindgen]
pub fn fingerprint() -> String {
    with(|state| state.read().next_bytes().map(crate::verify::fingerprint).unwrap_or_default())
}

/// The minimum coverage of every message that verifies, as in [`slots::result::COVERS`].
#[wasm_bindgen]
pub fn covers(handle: usize) -> u32 {
    with(|state| state.signing.verifiers.get(handle).map_or(0, |verifier| encode::packed(verifier.covers())))
}

impl State {
    /// What `make` makes of the arguments in the strings, with the host's cryptography where the options allow it; wipes the
    /// strings, and what reading them leaves on the stack.
    fn open<T>(
        &mut self,
        credentials: usize,
        options: usize,
        make: impl FnOnce(&Scheme<'_>, &[(&str, Secret)], &mut Options<'_>) -> Result<T, Error>,
        use_host: fn(&mut T, &'static dyn Host),
    ) -> Option<T> {
        let result = Arguments::read(&mut self.read(), credentials, options).and_then(|mut arguments| {
            let Arguments { scheme, credentials, options } = &mut arguments;
            let takes_host = options.takes_host()?;
            let mut made = scheme.with(|scheme| make(scheme, credentials, options))?;
            if takes_host {
                use_host(&mut made, &JsHost);
            }
            Ok(made)
        });
        self.wipe();
        wipe_stack();
        self.note(result)
    }

    /// Signs, or, with an external key, takes the signature that follows.
    fn sign(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize, external: bool) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { signers, draft, answer, .. }, .. } = self;
        let signer = signers.get(handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Pairs::new();
        let (message, timestamp) = arguments::message(&mut texts, headers, &mut pairs)?;
        let timestamp = time(form, at_ms, timestamp);
        if external {
            signer.prepare_into(draft, &message, timestamp)?;
            signer.finish_into(draft, &message, texts.next_bytes()?)?;
        } else {
            let mut has_drawn = false;
            let mut random = |bytes: &mut [u8]| {
                has_drawn = true;
                asymmetric::IS_ENABLED && SysRng.try_fill_bytes(bytes).is_ok()
            };
            let signed = signer.sign_into(draft, &message, timestamp, &mut Random(&mut random));
            // Also called by what draws nothing, but computes with a private key.
            if has_drawn {
                wipe_stack();
            }
            signed?;
        }
        answer.signed(signer, draft, &message);
        Ok(())
    }

    fn prepare(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { signers, draft, answer, .. }, .. } = self;
        let signer = signers.get(handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Pairs::new();
        let (message, timestamp) = arguments::message(&mut texts, headers, &mut pairs)?;
        signer.prepare_into(draft, &message, time(form, at_ms, timestamp))?;
        answer.prepared(signer, draft);
        Ok(())
    }

    fn verify(&mut self, handle: usize, now_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signing: Handles { verifiers, answer, .. }, .. } = self;
        let verifier = verifiers.get(handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Pairs::new();
        let (message, _) = arguments::message(&mut texts, headers, &mut pairs)?;
        let verified = verifier.verify(&message, whole(now_ms))?;
        answer.verified(verifier, &verified, message.body);
        Ok(())
    }

    fn needs(&mut self, handle: usize, headers: usize) -> Result<Option<KeyNeed>, Error> {
        if !asymmetric::IS_ENABLED {
            return Ok(None);
        }
        let Self { texts, table, signing: Handles { verifiers, .. }, .. } = self;
        let verifier = verifiers.get(handle)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let mut pairs = Pairs::new();
        let (message, _) = arguments::message(&mut texts, headers, &mut pairs)?;
        verifier.needs(&message)
    }

    /// The address of the answer to a call; 0 if it failed.
    #[inline]
    fn answered(&mut self, result: Result<(), Error>) -> *const u32 {
        self.note(result).map_or(core::ptr::null(), |()| self.signing.answer.numbers())
    }
}

/// Overwrites the unused stack below the caller, where arithmetic leaves parts of a private key.
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

/// Values by their handles, which count from 1.
struct Slots<T> {
    /// Each in memory of its own, so that a longer list moves only addresses.
    slots: Vec<Option<Box<T>>>,
    /// The free slots: searching for one would make the hundred-thousandth value cost more than the first.
    free: Vec<usize>,
    /// The size of the memory in pages when it was last looked at.
    pages: usize,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), pages: 0 }
    }
}

impl<T> Slots<T> {
    /// Stores `value` in a free slot, and returns its handle.
    fn keep(&mut self, value: T) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[slot] = Some(Box::new(value));
        self.grow_ahead();
        slot + 1
    }

    /// Makes a large memory grow by an eighth at once. The allocator asks for a page at a time, and each time V8 counts the whole memory
    /// as allocated anew: past 64 MiB it then collects all garbage for every few dozens of signers.
    fn grow_ahead(&mut self) {
        #[cfg(target_arch = "wasm32")]
        {
            let pages = core::arch::wasm32::memory_size::<0>();
            if pages > self.pages && pages >= LARGE {
                // Where there is no more, the allocator still grows by what is needed.
                let mut ahead = Vec::<u8>::new();
                drop(ahead.try_reserve_exact(pages / 8 * PAGE));
                core::hint::black_box(&ahead);
            }
            self.pages = core::arch::wasm32::memory_size::<0>();
        }
    }

    fn forget(&mut self, handle: usize) -> Option<Box<T>> {
        let slot = handle.wrapping_sub(1);
        let value = self.slots.get_mut(slot).and_then(Option::take)?;
        self.free.push(slot);
        Some(value)
    }

    #[inline]
    fn get(&self, handle: usize) -> Result<&T, Error> {
        self.slots.get(handle.wrapping_sub(1)).and_then(Option::as_deref).ok_or_else(broken_protocol)
    }
}

/// The bytes of a page of memory, and the pages of a memory that is large.
#[cfg(target_arch = "wasm32")]
const PAGE: usize = 64 << 10;
#[cfg(target_arch = "wasm32")]
const LARGE: usize = 256;
