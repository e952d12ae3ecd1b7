//! The WebAssembly boundary: the only file that knows JavaScript.
//!
//! Texts cross in one buffer and their lengths in one table, so that a call costs one copy each way. The package's facade
//! owns this protocol and checks every argument before it crosses; nothing here is public API.
#![allow(clippy::must_use_candidate, reason = "the only caller is the facade, in JavaScript")]

extern crate std;

use alloc::{string::String, vec::Vec};
use core::cell::RefCell;

use getrandom::SysRng;
use rand_core::TryRng as _;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use crate::algorithm::Random;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::providers;
use crate::scheme::BodyType;
use crate::secret::Secret;
use crate::sign::{Draft, Part, Signer, Value};
use crate::timestamp::Timestamp;

std::thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// All that lives from call to call.
#[derive(Default)]
struct State {
    /// The texts of a call, one after the other.
    texts: Vec<u8>,
    /// Their lengths in bytes; after the call, what [`State::answer`] says.
    table: Vec<u32>,
    signers: Vec<Option<Signer>>,
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
pub fn open(credentials: usize, options: usize) -> usize {
    with(|state| {
        let opened = state.open(credentials, options);
        let used = state.table.iter().take(1 + 2 * (credentials + options)).map(|length| *length as usize).sum();
        state.texts.iter_mut().take(used).for_each(Zeroize::zeroize);
        state.handle(opened)
    })
}

/// Forgets a signer and its key.
#[wasm_bindgen]
pub fn close(handle: usize) {
    with(|state| {
        if let Some(signer) = state.signers.get_mut(handle.wrapping_sub(1)) {
            *signer = None;
        }
    });
}

/// Where a signer's values go, as [`State::answer`] counts them: for each the part, the name, what the value is
/// (`timestamp`, `signature`, `fixed` or `mixed`), and the fixed value.
#[wasm_bindgen]
pub fn places(handle: usize) -> Vec<String> {
    with(|state| {
        let signer = state.signers.get(handle.wrapping_sub(1)).and_then(Option::as_ref);
        signer.into_iter().flat_map(Signer::places).flat_map(described).collect()
    })
}

/// Signs the texts method, URL, timestamp, `headers` pairs and body: gives the address of the table, which holds what
/// [`State::answer`] says, or 0 where [`error`] says why not.
///
/// `form` says what the timestamp is: 0 the clock and 1 an instant, both as `at_ms`; 2 the text.
#[wasm_bindgen]
pub fn sign(handle: usize, form: u32, at_ms: f64, headers: usize) -> *const u32 {
    with(|state| {
        let signed = state.sign(handle, form, at_ms, headers);
        state.note(signed).map_or(core::ptr::null(), |()| state.table.as_ptr())
    })
}

/// The error of the last call that failed: `{ code, message, part, offset }`.
#[wasm_bindgen]
pub fn error() -> JsValue {
    #[derive(serde::Serialize)]
    struct Report {
        code: &'static str,
        message: String,
        part: Option<String>,
        offset: Option<usize>,
    }
    let report = with(|state| state.error.take()).map(|error| Report {
        code: error.code(),
        message: alloc::format!("{error}"),
        part: error.fault().map(|fault| fault.part.clone()),
        offset: error.fault().and_then(|fault| fault.at),
    });
    serde_wasm_bindgen::to_value(&report).unwrap_or(JsValue::UNDEFINED)
}

/// Every row, as plain data.
#[wasm_bindgen]
pub fn schemes() -> JsValue {
    use serde::Serialize as _;
    let rows: Vec<_> = providers::schemes().collect();
    let json = serde_wasm_bindgen::Serializer::json_compatible();
    rows.serialize(&json).unwrap_or(JsValue::UNDEFINED)
}

impl State {
    fn open(&self, credentials: usize, options: usize) -> Result<Signer, Error> {
        let mut texts = Texts { bytes: &self.texts, lengths: self.table.iter() };
        let id = texts.next_text()?;
        let mut secrets = Vec::new();
        for _ in 0..credentials {
            secrets.push((texts.next_text()?, Secret::from(texts.next_bytes()?)));
        }
        let mut chosen = Vec::new();
        for _ in 0..options {
            chosen.push((texts.next_text()?, texts.next_text()?));
        }
        Signer::new(providers::scheme(id)?, &secrets, &chosen)
    }

    fn handle(&mut self, opened: Result<Signer, Error>) -> usize {
        let Some(signer) = self.note(opened) else { return 0 };
        let free = self.signers.iter().position(Option::is_none);
        let slot = free.unwrap_or_else(|| {
            self.signers.push(None);
            self.signers.len() - 1
        });
        self.signers[slot] = Some(signer);
        slot + 1
    }

    fn sign(&mut self, handle: usize, form: u32, at_ms: f64, headers: usize) -> Result<(), Error> {
        let Self { texts, table, signers, draft, .. } = self;
        let signer = signers.get(handle.wrapping_sub(1)).and_then(Option::as_ref).ok_or_else(broken_protocol)?;
        let mut texts = Texts { bytes: texts, lengths: table.iter() };
        let (method, url, timestamp) = (texts.next_text()?, texts.next_text()?, texts.next_text()?);
        let mut pairs = Vec::new();
        for _ in 0..headers {
            pairs.push((texts.next_text()?, texts.next_text()?));
        }
        let body = texts.next_bytes()?;
        let message = Message { method, url, headers: &pairs, body };
        #[expect(clippy::cast_possible_truncation, reason = "the facade gives whole milliseconds of a Date")]
        let timestamp = match form {
            0 => Timestamp::Now(at_ms as i64),
            1 => Timestamp::At(at_ms as i64),
            _ => Timestamp::Text(timestamp),
        };
        let mut random = |bytes: &mut [u8]| SysRng.try_fill_bytes(bytes).is_ok();
        signer.sign_into(draft, &message, timestamp, &mut Random(&mut random))?;
        let content_type = signer.content_type(draft, &message);
        let changed = !is_same(draft.sent(body), body);
        self.answer(content_type, changed);
        Ok(())
    }

    /// Puts the texts of the draft into the output, and into the table: the output's address and length, whether it is
    /// ASCII, the content type to add (0 none, 1 JSON, 2 form), the lengths of timestamp, signature, canonical string, URL
    /// and body (the last two only if changed, else `UNCHANGED`), the number of values, and for each its place and the length
    /// of what was made for it.
    fn answer(&mut self, content_type: Option<BodyType>, body_changed: bool) {
        let Self { draft, output, table, .. } = self;
        output.clear();
        let mut ascii = true;
        let mut put = |text: &[u8]| {
            ascii &= is_ascii(text);
            output.extend_from_slice(text);
            index(text.len())
        };
        let timestamp = put(draft.timestamp.as_bytes());
        let signature = put(&draft.signature);
        let canonical = match core::str::from_utf8(draft.canonical.bytes()) {
            Ok(text) => put(text.as_bytes()),
            Err(_) => put(draft.canonical.text().as_bytes()),
        };
        let url = draft.url.as_deref().map_or(UNCHANGED, |url| put(url.as_bytes()));
        let body = if body_changed { put(draft.sent(&[])) } else { UNCHANGED };
        put(&draft.values);
        let kind = match content_type {
            None => 0,
            Some(BodyType::Json) => 1,
            Some(BodyType::Form) => 2,
        };
        let (address, length, ascii) = (output.as_ptr().addr(), output.len(), u32::from(ascii));
        let values = index(draft.marks.len());
        let head = [index(address), index(length), ascii, kind, timestamp, signature, canonical, url, body, values];
        table.resize(table.len().max(head.len() + 2 * draft.marks.len()), 0);
        table[..head.len()].copy_from_slice(&head);
        for (slots, mark) in table[head.len()..].chunks_exact_mut(2).zip(&draft.marks) {
            slots.copy_from_slice(&[index(mark.placement), index(mark.range.len())]);
        }
    }

    fn note<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

/// The texts of a call, in order.
struct Texts<'a> {
    bytes: &'a [u8],
    lengths: core::slice::Iter<'a, u32>,
}

impl<'a> Texts<'a> {
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
    STATE.with_borrow_mut(run)
}

fn broken_protocol() -> Error {
    Error::RequestInvalid(Fault::new("core", "a call by the package's own facade", "another one"))
}

fn described((part, name, value): (Part, &str, &Value)) -> [String; 4] {
    let part = match part {
        Part::Header => "header",
        Part::Query => "query",
        Part::Field => "field",
    };
    let (kind, fixed) = match value {
        Value::Timestamp => ("timestamp", ""),
        Value::Signature => ("signature", ""),
        Value::Fixed(value) => ("fixed", core::str::from_utf8(value.expose()).unwrap_or_default()),
        Value::Mixed => ("mixed", ""),
    };
    [part, name, kind, fixed].map(String::from)
}

/// Whether two bodies are the same, told by words, since WebAssembly's `memcmp` goes byte by byte.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a_rest == b_rest
        && a.iter().zip(b).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

/// As `is_ascii` of the standard library, by wider words.
fn is_ascii(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let all = words.iter().fold(0, |all, word| all | u64::from_le_bytes(*word));
    all & 0x8080_8080_8080_8080 == 0 && rest.is_ascii()
}

/// A number of the table; addresses and lengths have 32 bits here.
fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(UNCHANGED)
}

const UNCHANGED: u32 = u32::MAX;
