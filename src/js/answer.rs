//! How an answer is laid out: texts one after the other in the output, and in the table where it lies and how long they are.

use alloc::{string::String, vec::Vec};

use crate::recipe::Format;
use crate::sign::{Draft, Part, Signer, Value};
use crate::verify::Verified;

/// The texts of an answer.
struct Output<'a> {
    texts: &'a mut Vec<u8>,
    ascii: bool,
}

/// The algorithm of a signer, its places, and those of its companion after them: part, name, kind and fixed value of each.
pub(super) fn places(signer: &Signer) -> String {
    let mut lines = String::from(signer.algorithm().name());
    let mut add = |texts: [&str; 4]| {
        for text in texts {
            lines.push('\n');
            lines.push_str(text);
        }
    };
    for (part, name, value) in signer.places() {
        let (kind, fixed) = match value {
            Value::Timestamp => ("timestamp", ""),
            Value::Signature => ("signature", ""),
            Value::Fixed(value) => ("fixed", core::str::from_utf8(value.expose()).unwrap_or_default()),
            Value::Mixed => ("mixed", ""),
        };
        add([word(part), name, kind, fixed]);
    }
    // Timestamp and signature of the companion are its own, so each of its values is given in full.
    for (part, name, _) in signer.companion().into_iter().flat_map(Signer::places) {
        add([word(part), name, "mixed", ""]);
    }
    lines
}

/// Into the table: the output's address and length, whether it is ASCII, the content type to add (0 none, 1 JSON, 2 form), the
/// lengths of timestamp, signature, canonical string, URL and body (the last two only if changed, else `UNCHANGED`), the number
/// of values, and for each its place and the length of what was made for it.
pub(super) fn signed(
    signer: &Signer,
    draft: &Draft,
    content_type: Option<Format>,
    body_changed: bool,
    output: &mut Vec<u8>,
    table: &mut Vec<u32>,
) {
    let mut output = Output::new(output);
    let timestamp = output.put(draft.timestamp.as_bytes());
    let signature = output.put(&draft.signature);
    let canonical = match core::str::from_utf8(draft.canonical.bytes()) {
        Ok(text) => output.put(text.as_bytes()),
        Err(_) => output.put(draft.canonical.text().as_bytes()),
    };
    let url = draft.url.as_deref().map_or(UNCHANGED, |url| output.put(url.as_bytes()));
    let body = if body_changed { output.put(draft.sent(&[])) } else { UNCHANGED };
    output.put(&draft.values);
    let kind = match content_type {
        None => 0,
        Some(Format::Json) => 1,
        Some(Format::Form) => 2,
    };
    let companion = signer.companion().zip(draft.companion.as_deref());
    let others = companion.map_or(0, |(_, draft)| draft.marks.len());
    let values = index(draft.marks.len() + others);
    let head = [0, 0, 0, kind, timestamp, signature, canonical, url, body, values];
    table.resize(table.len().max(head.len() + 2 * (draft.marks.len() + others)), 0);
    table[..head.len()].copy_from_slice(&head);
    let (own, second) = table[head.len()..].split_at_mut(2 * draft.marks.len());
    for (slots, mark) in own.chunks_exact_mut(2).zip(&draft.marks) {
        slots.copy_from_slice(&[index(mark.placement), index(mark.range.len())]);
    }
    if let Some((companion, second_draft)) = companion {
        let first = signer.places().count();
        let marks = second_draft.marks.iter().zip(companion.headers(second_draft));
        for (slots, (mark, (_, value))) in second.chunks_exact_mut(2).zip(marks) {
            slots.copy_from_slice(&[index(first + mark.placement), output.put(value.as_bytes())]);
        }
    }
    output.end(table);
}

/// Into the table: the output's address and length, whether it is ASCII, and the length of the timestamp, after which comes the
/// signing input.
pub(super) fn prepared(draft: &Draft, output: &mut Vec<u8>, table: &mut Vec<u32>) {
    let mut output = Output::new(output);
    let timestamp = output.put(draft.timestamp.as_bytes());
    output.put(draft.canonical.bytes());
    table.resize(table.len().max(4), 0);
    table[3] = timestamp;
    output.end(table);
}

/// Into the table: the output's address and length, whether it is ASCII, the length of the body if it is not the one given (else
/// `UNCHANGED`), and for the scheme and then its companion, if there is one: which key signed, the lengths of id, timestamp, canonical string and fingerprint, the instant as the high and low half of
/// milliseconds (`UNCHANGED` for none), the number of inputs, and the lengths of the name and value of each.
pub(super) fn verified(verified: &Verified<'_>, given: &[u8], output: &mut Vec<u8>, table: &mut Vec<u32>) {
    let mut output = Output::new(output);
    let body = if is_same(verified.body(), given) { UNCHANGED } else { output.put(verified.body()) };
    let mut numbers = Vec::from([0, 0, 0, body]);
    let mut next = Some(verified);
    while let Some(verified) = next {
        numbers.push(index(verified.key_index()));
        for text in [verified.scheme(), verified.timestamp().unwrap_or_default(), verified.canonical()] {
            numbers.push(output.put(text.as_bytes()));
        }
        numbers.push(output.put(verified.fingerprint().as_bytes()));
        let at_ms = verified.at_ms().and_then(|at_ms| u64::try_from(at_ms).ok());
        numbers.extend(at_ms.map_or([UNCHANGED, 0], |at_ms| [half(at_ms >> 32), half(at_ms)]));
        numbers.push(index(verified.inputs().count()));
        for (name, value) in verified.inputs() {
            numbers.extend([output.put(name.as_bytes()), output.put(value)]);
        }
        next = verified.companion();
        numbers.push(u32::from(next.is_some()));
    }
    table.resize(table.len().max(numbers.len()), 0);
    table[..numbers.len()].copy_from_slice(&numbers);
    output.end(table);
}

/// Whether two bodies are the same, told by words, since WebAssembly's `memcmp` goes byte by byte.
pub(super) fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a_rest == b_rest
        && a.iter().zip(b).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

impl<'a> Output<'a> {
    fn new(texts: &'a mut Vec<u8>) -> Self {
        texts.clear();
        Self { texts, ascii: true }
    }

    fn put(&mut self, text: &[u8]) -> u32 {
        self.ascii &= is_ascii(text);
        self.texts.extend_from_slice(text);
        index(text.len())
    }

    /// Says in the table where the output lies.
    fn end(self, table: &mut [u32]) {
        let place = [index(self.texts.as_ptr().addr()), index(self.texts.len()), u32::from(self.ascii)];
        table[..place.len()].copy_from_slice(&place);
    }
}

const fn word(part: Part) -> &'static str {
    match part {
        Part::Header => "header",
        Part::Query => "query",
        Part::Field => "field",
    }
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

#[expect(clippy::cast_possible_truncation, reason = "the half is what is asked for")]
const fn half(number: u64) -> u32 {
    number as u32
}

const UNCHANGED: u32 = u32::MAX;
