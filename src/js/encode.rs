//! The layout of answers: concatenated strings, and numbers that give the address of the strings and the length of
//! each, at the positions that `slots` names.

use alloc::vec::Vec;

use super::slots::{self, UNCHANGED};
use crate::message::Message;
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::{Format, Location};
use crate::sign::Signer;
use crate::sign::draft::{Draft, Value};
use crate::text::is_same;
use crate::verify::{Verified, Verifier};

/// An answer; its buffers live from call to call.
#[derive(Default)]
pub(super) struct Answer {
    texts: Vec<u8>,
    numbers: Vec<u32>,
    is_ascii: bool,
}

impl Answer {
    /// The address of the numbers.
    pub(super) fn numbers(&self) -> *const u32 {
        self.numbers.as_ptr()
    }

    /// The placements of a signer, followed by those of its companion.
    pub(super) fn places(&mut self, signer: &Signer) {
        self.begin(slots::places::END);
        let mut count = 0;
        // The companion has its own timestamp and signature, so each of its values is sent in full.
        let others = signer.companion().into_iter().flat_map(|companion| companion.plan.places());
        let others = others.map(|(location, name, _)| (location, name, &Value::Mixed));
        for (location, name, value) in signer.plan.places().chain(others) {
            let (kind, fixed) = match value {
                Value::Timestamp => (slots::kind::TIMESTAMP, &[][..]),
                Value::Signature => (slots::kind::SIGNATURE, &[][..]),
                Value::Fixed(value) => (slots::kind::FIXED, value.expose()),
                Value::Mixed => (slots::kind::MIXED, &[][..]),
            };
            let place = self.more(slots::place::END);
            self.numbers[place + slots::place::PART] = code(location);
            self.numbers[place + slots::place::KIND] = kind;
            self.put(place + slots::place::NAME, name.as_bytes());
            self.put(place + slots::place::VALUE, fixed);
            count += 1;
        }
        self.numbers[slots::places::PLACES] = count;
        self.end();
    }

    /// A signed request; `given` is the request to sign.
    pub(super) fn signed(&mut self, signer: &Signer, draft: &Draft, given: &Message<'_>) {
        let body = draft.sent(given.body);
        self.begin(slots::signed::END);
        self.numbers[slots::signed::CONTENT_TYPE] = match draft.content_type(body) {
            None => slots::content_type::NONE,
            Some(Format::Json) => slots::content_type::JSON,
            Some(Format::Form) => slots::content_type::FORM,
        };
        self.put(slots::signed::TIMESTAMP, draft.timestamp.as_bytes());
        self.put(slots::signed::SIGNATURE, &draft.signature);
        let canonical = draft.canonical.bytes();
        if is_ascii(canonical) || core::str::from_utf8(canonical).is_ok() {
            self.put(slots::signed::CANONICAL, canonical);
        } else {
            self.put(slots::signed::CANONICAL, draft.canonical.text().as_bytes());
        }
        let method = draft.method(given.method);
        let is_changed = given.method.is_empty() || method.bytes().any(|byte| byte.is_ascii_lowercase());
        let changed = is_changed.then(|| method.to_ascii_uppercase());
        self.put_changed(slots::signed::METHOD, changed.as_deref().map(str::as_bytes));
        self.put_changed(slots::signed::URL, draft.url.as_deref().map(str::as_bytes));
        self.put_changed(slots::signed::BODY, Some(body).filter(|body| !is_same(body, given.body)));
        self.text(&draft.values);
        for mark in &draft.marks {
            let value = self.more(slots::value::END);
            self.numbers[value + slots::value::PLACE] = index(mark.placement);
            self.numbers[value + slots::value::LENGTH] = index(mark.range.len());
        }
        let mut values = draft.marks.len();
        if let Some((companion, second)) = signer.companion().zip(draft.companion.as_deref()) {
            let first = signer.plan.places().count();
            for (mark, (_, value)) in second.marks.iter().zip(companion.headers(second)) {
                let own = self.more(slots::value::END);
                self.numbers[own + slots::value::PLACE] = index(first + mark.placement);
                self.put(own + slots::value::LENGTH, value.as_bytes());
                values += 1;
            }
        }
        self.numbers[slots::signed::VALUES] = index(values);
        self.end();
    }

    /// A request to sign with an external key.
    pub(super) fn prepared(&mut self, signer: &Signer, draft: &Draft) {
        self.begin(slots::prepared::END);
        self.put(slots::prepared::TIMESTAMP, draft.timestamp.as_bytes());
        self.put_changed(slots::prepared::KEY_SCOPE, signer.plan.recipe.key_scope(&draft.bindings));
        self.text(draft.canonical.bytes());
        self.end();
    }

    /// A message that `verifier` verified; `given` is the received body.
    pub(super) fn verified(&mut self, verifier: &Verifier, verified: &Verified<'_>, given: &[u8]) {
        self.begin(slots::verified::END);
        let changed = verified.body().ok().filter(|body| !is_same(body, given));
        self.put_changed(slots::verified::BODY, changed);
        let fingerprinted = verified.fingerprinted();
        // The fingerprint of a companion is computed at once: its signature costs far more.
        let mut is_computed = fingerprinted.is_none();
        let mut next = Some(verified);
        while let Some(verified) = next {
            next = verified.companion();
            let start = self.more(slots::result::END);
            self.put(start + slots::result::TIMESTAMP, verified.timestamp().unwrap_or_default().as_bytes());
            let computed = is_computed.then(|| verified.fingerprint());
            self.put_changed(start + slots::result::FINGERPRINT, computed.as_deref().map(str::as_bytes));
            is_computed = true;
            let at_ms = verified.at_ms().and_then(|at_ms| u64::try_from(at_ms).ok());
            let (high, low) = at_ms.map_or((UNCHANGED, 0), |at_ms| (half(at_ms >> 32), half(at_ms)));
            let result = &mut self.numbers[start..];
            result[slots::result::SCHEME] = place_of(verifier, verified.scheme());
            result[slots::result::CANONICAL] = place_of(verifier, verified.canonical());
            result[slots::result::KEY_INDEX] = index(verified.key_index());
            result[slots::result::COVERS] = packed(verified.covers());
            result[slots::result::SIGNED_AT_HIGH] = high;
            result[slots::result::SIGNED_AT_LOW] = low;
            result[slots::result::HAS_COMPANION] = u32::from(next.is_some());
            result[slots::result::INPUTS] = index(verified.inputs().count());
            for (name, value) in verified.inputs() {
                let input = self.more(slots::input::END);
                self.put(input + slots::input::NAME, name.as_bytes());
                self.put(input + slots::input::VALUE, value);
            }
        }
        let apart = fingerprinted.filter(|bytes| !is_same(bytes, given));
        self.numbers[slots::verified::FINGERPRINTED] = apart.map_or(UNCHANGED, |bytes| index(bytes.len()));
        // No string, so it does not matter whether it is ASCII.
        self.texts.extend_from_slice(apart.unwrap_or_default());
        self.end();
    }

    /// Starts an answer with `named` named numbers.
    fn begin(&mut self, named: usize) {
        self.texts.clear();
        self.numbers.clear();
        self.is_ascii = true;
        self.more(named);
    }

    /// Adds `named` named numbers, and returns the index of the first.
    fn more(&mut self, named: usize) -> usize {
        let start = self.numbers.len();
        self.numbers.resize(start + named, 0);
        start
    }

    /// Adds a string without its length.
    fn text(&mut self, text: &[u8]) {
        self.is_ascii &= is_ascii(text);
        self.texts.extend_from_slice(text);
    }

    /// Adds a string, and its length at `slot`.
    fn put(&mut self, slot: usize, text: &[u8]) {
        self.text(text);
        self.numbers[slot] = index(text.len());
    }

    /// As [`Self::put`], or [`UNCHANGED`](slots::UNCHANGED) without a string.
    fn put_changed(&mut self, slot: usize, text: Option<&[u8]>) {
        match text {
            Some(text) => self.put(slot, text),
            None => self.numbers[slot] = UNCHANGED,
        }
    }

    /// Writes the number of numbers, and the address and length of the strings.
    fn end(&mut self) {
        self.numbers[slots::answer::COUNT] = index(self.numbers.len());
        self.numbers[slots::answer::ADDRESS] = index(self.texts.as_ptr().addr());
        self.numbers[slots::answer::LENGTH] = index(self.texts.len());
        self.numbers[slots::answer::IS_ASCII] = u32::from(self.is_ascii);
    }
}

const fn code(location: Location) -> u32 {
    match location {
        Location::Header => slots::location::HEADER,
        Location::Query => slots::location::QUERY,
        // No placement is in a token.
        Location::Field | Location::Claim | Location::Protected => slots::location::FIELD,
    }
}

/// As `is_ascii` of the standard library, with wider words.
fn is_ascii(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let all = words.iter().fold(0, |all, word| all | u64::from_le_bytes(*word));
    all & 0x8080_8080_8080_8080 == 0 && rest.is_ascii()
}

/// The index of `text` among those that `verifier` lends to its results; [`UNCHANGED`](slots::UNCHANGED) if it is none.
fn place_of(verifier: &Verifier, text: &str) -> u32 {
    verifier.texts().position(|own| core::ptr::eq(own, text)).map_or(UNCHANGED, index)
}

/// A number of the answer; addresses and lengths have 32 bits in WebAssembly.
fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(UNCHANGED)
}

/// Two bits for each part, the method in the lowest.
pub(super) fn packed(covers: Covers) -> u32 {
    let Covers { method, url, query, headers, body } = covers;
    [body, headers, query, url, method].into_iter().fold(0, |bits, coverage| {
        bits << 2
            | match coverage {
                Coverage::None => slots::coverage::NONE,
                Coverage::Part => slots::coverage::PART,
                Coverage::Whole => slots::coverage::WHOLE,
            }
    })
}

#[expect(clippy::cast_possible_truncation, reason = "the caller takes only this half")]
const fn half(number: u64) -> u32 {
    number as u32
}
