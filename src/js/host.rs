//! The host's cryptography: functions of `pkg-template/src/host.js`, as what the core may ask.

use wasm_bindgen::prelude::*;

use super::slots;
use crate::algorithm::Padding;
use crate::algorithm::host::{Host, KeyCopy, KeyForm};
use crate::algorithm::keyed_digest::KeyPosition;
use crate::digest::Hash;

/// The functions in JavaScript. They never throw, and call no function of the core.
#[wasm_bindgen]
extern "C" {
    /// Takes a copy of a key, whose form is as in [`slots::key_form`]. Returns its number, or 0.
    #[wasm_bindgen(js_namespace = host)]
    fn take(form: u32, hash: u32, key: &[u8]) -> u32;

    /// Writes the MAC over `input`. Returns whether it has.
    #[wasm_bindgen(js_namespace = host)]
    fn mac(key: u32, input: &[u8], mac: &mut [u8]) -> bool;

    /// Writes the signature over `input`. Returns whether it has.
    #[wasm_bindgen(js_namespace = host)]
    fn sign(key: u32, padding: u32, hash: u32, input: &[u8], signature: &mut [u8]) -> bool;

    /// Verifies a signature over `input`. The answer is as in [`slots::verdict`].
    #[wasm_bindgen(js_namespace = host)]
    fn verify(key: u32, padding: u32, hash: u32, input: &[u8], signature: &[u8]) -> u32;

    /// Drops a copy of a key.
    #[wasm_bindgen(js_namespace = host)]
    fn forget(key: u32);
}

/// JavaScript's host.
pub(super) struct JsHost;

impl Host for JsHost {
    fn take(&self, key: &KeyCopy) -> Option<u32> {
        let (form, hash) = match key.form {
            KeyForm::Hmac(hash) => (slots::key_form::HMAC, hash),
            KeyForm::KeyedDigest(hash, KeyPosition::First) => (slots::key_form::FIRST, hash),
            KeyForm::KeyedDigest(hash, KeyPosition::Last) => (slots::key_form::LAST, hash),
            KeyForm::KeyedDigest(hash, KeyPosition::Both) => (slots::key_form::BOTH, hash),
            // The hash comes with each question.
            KeyForm::PrivateRsa => (slots::key_form::PRIVATE, Hash::Sha256),
            KeyForm::PublicRsa => (slots::key_form::PUBLIC, Hash::Sha256),
        };
        Some(take(form, number_of(hash), &key.bytes)).filter(|number| *number != 0)
    }

    fn mac(&self, key: u32, input: &[u8], out: &mut [u8]) -> Option<()> {
        mac(key, input, out).then_some(())
    }

    fn sign(&self, key: u32, padding: Padding, input: &[u8], signature: &mut [u8]) -> Option<()> {
        let (padding, hash) = numbers_of(padding)?;
        sign(key, padding, hash, input, signature).then_some(())
    }

    fn verify(&self, key: u32, padding: Padding, input: &[u8], signature: &[u8]) -> Option<bool> {
        let (padding, hash) = numbers_of(padding)?;
        match verify(key, padding, hash, input, signature) {
            slots::verdict::YES => Some(true),
            slots::verdict::NO => Some(false),
            _ => None,
        }
    }

    fn forget(&self, key: u32) {
        forget(key);
    }
}

/// The padding and the hash function, as in [`slots`]; `None` without a hash function, which no host's library offers.
const fn numbers_of(padding: Padding) -> Option<(u32, u32)> {
    match padding {
        Padding::Pss(hash) => Some((slots::padding::PSS, number_of(hash))),
        Padding::Pkcs1v15(hash) => Some((slots::padding::PKCS1, number_of(hash))),
        Padding::Bare => None,
    }
}

const fn number_of(hash: Hash) -> u32 {
    match hash {
        Hash::Md5 => slots::hash::MD5,
        Hash::Sha1 => slots::hash::SHA1,
        Hash::Sha256 => slots::hash::SHA256,
        Hash::Sha384 => slots::hash::SHA384,
        Hash::Sha512 => slots::hash::SHA512,
    }
}
