//! PS256 by the `rsa` crate alone, its key kept parsed: what the package is measured against. A call that fails traps.

use std::cell::RefCell;

use getrandom::SysRng;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::SignatureScheme as _;
use rsa::{PrivateKey, Pss, PublicKey};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::prelude::*;

#[derive(Default)]
struct State {
    buffer: Vec<u8>,
    keys: Vec<(PrivateKey, PublicKey)>,
    signature: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Makes room for `bytes` of what the next call reads, and gives its address.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *const u8 {
    with(|state| {
        state.buffer.resize(bytes, 0);
        state.buffer.as_ptr()
    })
}

/// Keeps the private key that the room holds as PKCS#8, and gives its number.
#[wasm_bindgen]
pub fn keep() -> usize {
    with(|state| {
        let key = PrivateKey::from_pkcs8_der(&state.buffer).expect("a private key");
        let public = key.to_public_key();
        state.keys.push((key, public));
        state.keys.len() - 1
    })
}

/// Signs what the room holds with the key `number`, and gives the address of the signature.
#[wasm_bindgen]
pub fn sign(number: usize) -> *const u8 {
    with(|state| {
        let (key, _) = &state.keys[number];
        let digest = Sha256::digest(&state.buffer);
        state.signature = Pss::<Sha256>::new().sign(Some(&mut SysRng), key, &digest).expect("a signature");
        state.signature.as_ptr()
    })
}

/// Whether the last `signature` bytes of the room are the signature of the key `number` over those before.
#[wasm_bindgen]
pub fn verify(number: usize, signature: usize) -> bool {
    with(|state| {
        let (_, key) = &state.keys[number];
        let (message, signature) = state.buffer.split_at(state.buffer.len() - signature);
        Pss::<Sha256>::new().verify(key, &Sha256::digest(message), signature).is_ok()
    })
}

fn with<T>(run: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(run)
}
