//! The host's cryptography: functions of `pkg-template/src/host.js`, as what the core may ask.

use wasm_bindgen::prelude::*;

use super::slots;
use crate::algorithm::host::{Host, KeyCopy, KeyForm};
use crate::algorithm::keyed_digest::KeyPosition;
use crate::algorithm::{Method, Padding, asymmetric};
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
    fn sign(key: u32, method: u32, hash: u32, salt: usize, input: &[u8], signature: &mut [u8]) -> bool;

    /// Verifies a signature over `input`. The answer is as in [`slots::verdict`].
    #[wasm_bindgen(js_namespace = host)]
    fn verify(key: u32, method: u32, hash: u32, salt: usize, input: &[u8], signature: &[u8]) -> u32;

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
            KeyForm::PrivateRsa | KeyForm::Pkcs8 | KeyForm::Spki if !asymmetric::IS_ENABLED => {
                return None;
            }
            // The hash comes with each question.
            KeyForm::PrivateRsa => (slots::key_form::PRIVATE, Hash::Sha256),
            KeyForm::Pkcs8 => (slots::key_form::PKCS8, Hash::Sha256),
            KeyForm::Spki => (slots::key_form::SPKI, Hash::Sha256),
        };
        Some(take(form, number_of(hash), &key.bytes)).filter(|number| *number != 0)
    }

    fn mac(&self, key: u32, input: &[u8], out: &mut [u8]) -> Option<()> {
        mac(key, input, out).then_some(())
    }

    fn sign(&self, key: u32, method: Method, input: &[u8], signature: &mut [u8]) -> Option<()> {
        let (method, hash, salt) = numbers_of(method).filter(|_| asymmetric::IS_ENABLED)?;
        sign(key, method, hash, salt, input, signature).then_some(())
    }

    fn verify(&self, key: u32, method: Method, input: &[u8], signature: &[u8]) -> Option<bool> {
        let (method, hash, salt) = numbers_of(method).filter(|_| asymmetric::IS_ENABLED)?;
        match verify(key, method, hash, salt, input, signature) {
            slots::verdict::YES => Some(true),
            slots::verdict::NO => Some(false),
            _ => None,
        }
    }

    fn forget(&self, key: u32) {
        forget(key);
    }
}

/// The method and the hash function, as in [`slots`], and the length of the salt; `None` for RSA without a hash function, which
/// no host's library offers.
const fn numbers_of(method: Method) -> Option<(u32, u32, usize)> {
    match method {
        Method::Rsa(Padding::Pss(hash), salt) => Some((slots::method::PSS, number_of(hash), salt)),
        Method::Rsa(Padding::Pkcs1v15(hash), _) => Some((slots::method::PKCS1, number_of(hash), 0)),
        Method::Rsa(Padding::Bare, _) => None,
        Method::Ecdsa(_, hash, _) => Some((slots::method::ECDSA, number_of(hash), 0)),
        Method::Eddsa => Some((slots::method::EDDSA, number_of(Hash::Sha512), 0)),
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
