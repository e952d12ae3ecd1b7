//! The received text: taken out of its header, unwrapped, and read in every way that people write a digest.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use alloc::{string::String, vec::Vec};

use super::causes::CauseId;
use super::elsewhere;
use super::reason::{Reason, note};
use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::{Template, Variable};
use crate::digest::Hash;
use crate::encoding::{Encoding, decode_base64};
use crate::error::{Error, Fault, Stale};
use crate::message::Message;
use crate::percent;
use crate::placement::{Lenient, Placement};
use crate::recipe::Location;
use crate::recipe::pattern::Pattern;
use crate::scheme::Scheme;
use crate::text::{find, replaced};

/// A digest that the received text may stand for, and what was done to its text.
#[derive(Debug)]
pub(super) struct Digest {
    pub raw: Vec<u8>,
    pub causes: Vec<Reason>,
}

/// What the message and the received text carry in the scheme's places.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub signatures: Vec<String>,
    pub timestamp: Option<String>,
    /// Credentials that travel along, by their places in the scheme.
    pub credentials: Vec<(usize, String)>,
    /// Signatures that travel with their canonical string, and that.
    pub halves: Vec<(String, String)>,
    /// For a JWS, the form that its header says.
    pub form: Option<Form>,
    /// What else is refused, though the signature be right.
    pub asides: Vec<Reason>,
    /// What is refused whatever the signature.
    pub refusals: Vec<Reason>,
    /// Signatures that do not stand where the scheme expects them, and what to say of that.
    pub places: Vec<(String, Reason)>,
    /// Whether the signatures stood among other elements of a header.
    pub was_list: bool,
    /// The bindings that a standard makes, by their places.
    pub made: Vec<(usize, Template)>,
    /// How long ago the signature ceased to hold.
    pub expired: Option<Stale>,
}

impl Received {
    /// Reads `received` as the header that it may be copied from, and the placements of `message`; those alone where
    /// nothing was received.
    pub(super) fn read(scheme: &Scheme<'_>, options: &[String], message: &Message<'_>, received: &str) -> Self {
        let mut own = Self::default();
        let reader = Lenient::new(scheme, options, message);
        let is_message = received.is_empty();
        for placement in reader.placements() {
            let is_header = placement.location == Location::Header;
            if is_header && !is_message && reader.is_signed(placement, scheme.algorithm) {
                own.take(&reader, placement, received, true);
            }
            let all = reader.texts(placement, false);
            note(&mut own.asides, is_message && all.iter().any(|text| *text != all[0]), CauseId::ReceivedSeveral);
            if is_header && is_message && all.is_empty() && is_needed(placement) {
                own.asides.push(Reason::named(CauseId::HeaderMissing, &placement.name));
            }
            all.iter().for_each(|text| own.take(&reader, placement, text, is_message));
        }
        if is_message && own.signatures.is_empty() {
            for placement in reader.placements().filter(|own| own.takes(Variable::Signature)) {
                let all = reader.texts(placement, true);
                all.iter().for_each(|text| own.take(&reader, placement, text, true));
            }
        }
        for (name, template) in scheme.headers.iter().filter(|(_, template)| template.as_bytes().contains(&b'%')) {
            if let Some(placement) = Placement::header(scheme, name, &percent_decoded(template), options)
                && own.signatures.is_empty()
            {
                let text = if is_message { message.header(name).unwrap_or_default() } else { received };
                own.take(&reader, &placement, text, true);
                note(&mut own.asides, !own.signatures.is_empty(), CauseId::ReceivedPercentDecoded);
            }
        }
        if !is_message && !own.signatures.iter().any(|own| own == received) {
            own.signatures.push(received.into());
        }
        own
    }

    /// Takes the signature from another part of the message: all that is as long as one of the scheme or, failing that, of another;
    /// or else what stands where a signature should, whatever it is. Where nothing is signed, it is what `is_secret`.
    pub(super) fn look_elsewhere(
        &mut self,
        scheme: &Scheme<'_>,
        options: &[String],
        message: &Message<'_>,
        is_secret: impl Fn(&str) -> bool,
    ) {
        let reader = Lenient::new(scheme, options, message);
        let mut best = Rank::Other;
        elsewhere::each_value(message, &mut |location, name, value| {
            let mut found = Self::default();
            for placement in reader.placements().filter(|own| own.takes(Variable::Signature)) {
                found.take(&reader, placement, value, true);
            }
            if !found.signatures.iter().any(|own| own == value) {
                found.signatures.push(value.into());
            }
            let rank = |text: &String| {
                if scheme.algorithm == Algorithm::None {
                    return texts(text).iter().any(|(text, _)| is_secret(text)).then_some(Rank::Due);
                }
                Rank::of(text, scheme.algorithm, scheme.encoding)
            };
            let Some(rank) = found.signatures.iter().filter_map(rank).min() else { return };
            if rank < best {
                (self.signatures, self.places) = (Vec::new(), Vec::new());
                best = rank;
            }
            if rank == best && self.signatures.len() < MANY {
                let place = elsewhere::place(scheme, location, name);
                found.signatures.iter().for_each(|text| self.places.push((text.clone(), place.clone())));
                self.signatures.append(&mut found.signatures);
                self.halves.append(&mut found.halves);
                self.credentials.append(&mut found.credentials);
                if self.timestamp.is_none() {
                    self.timestamp = found.timestamp;
                }
            }
        });
        if self.signatures.is_empty() && scheme.algorithm != Algorithm::None {
            for own in reader.placements().filter(|own| own.takes(Variable::Signature)) {
                for text in reader.texts(own, true).into_iter().filter(|text| !text.is_empty()) {
                    self.places.push((text.clone(), elsewhere::place(scheme, own.location, &own.name)));
                    self.signatures.push(text);
                }
            }
        }
        // It is not missing, but elsewhere.
        self.asides.retain(|aside| !aside.is(CauseId::HeaderMissing));
        if scheme.algorithm.has_key_pair() && !scheme.algorithm.is_asymmetric() {
            // Nothing is said of the halves of such a text one by one.
            self.asides.extend(self.places.first().map(|(_, place)| place.clone()));
        }
    }

    /// The digests that the signatures may stand for, those that mean the scheme's `own` encoding first.
    pub(super) fn digests(&self, own: Encoding) -> Vec<Digest> {
        let mut digests = Vec::new();
        for text in &self.signatures {
            let known = digests.len();
            add_digests(text, own, &mut digests);
            digests[known..].iter_mut().for_each(|digest| digest.causes.extend(self.place(text)));
        }
        digests
    }

    /// What to say of the place of a signature, unless it stands where it should.
    pub(super) fn place(&self, text: &str) -> Option<Reason> {
        self.places.iter().find(|(own, _)| own == text).map(|(_, reason)| reason.clone())
    }

    fn take(&mut self, reader: &Lenient<'_>, placement: &Placement, text: &str, with_signatures: bool) {
        let (count, elements) = reader.elements(placement, text);
        for taken in elements {
            let canonical = taken.iter().find(|(variable, ..)| *variable == Variable::Canonical);
            let canonical = canonical.and_then(|(_, value, _)| core::str::from_utf8(value).ok());
            for (variable, value, _) in taken {
                let Ok(value) = core::str::from_utf8(value) else { continue };
                match variable {
                    Variable::Timestamp if self.timestamp.is_none() => self.timestamp = Some(value.into()),
                    Variable::Timestamp => {
                        note(&mut self.asides, self.timestamp.as_deref() != Some(value), CauseId::ReceivedSeveral);
                    }
                    Variable::Signature => {
                        if with_signatures && self.signatures.len() < MANY {
                            self.was_list |= count > 1;
                            self.signatures.push(value.into());
                            self.halves.extend(canonical.map(|canonical| (value.into(), canonical.into())));
                        }
                    }
                    Variable::Credential(index) => {
                        if self.credentials.len() < MANY {
                            self.credentials.push((index, value.into()));
                        }
                    }
                    Variable::Method
                    | Variable::Url
                    | Variable::Base
                    | Variable::Target
                    | Variable::Path
                    | Variable::Query
                    | Variable::Body
                    | Variable::Canonical
                    | Variable::Protected
                    | Variable::Any
                    | Variable::Option(_)
                    | Variable::Binding(_)
                    | Variable::Input(_) => {}
                }
            }
        }
    }
}

/// How much a text looks like a signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It is as long as one of the scheme.
    Due,
    /// It is as long as one of another algorithm.
    Other,
}

impl Rank {
    fn of(text: &str, algorithm: Algorithm, encoding: Encoding) -> Option<Self> {
        if algorithm.is_jws() {
            let is_jws =
                find(text.as_bytes(), b"eyJ").is_some() && text.bytes().filter(|&byte| byte == b'.').count() == 2;
            return is_jws.then_some(Self::Due);
        }
        let mut digests = Vec::new();
        add_digests(text, encoding, &mut digests);
        let due = algorithm.mac_len();
        let mut rank = None;
        for Digest { raw, .. } in digests {
            if due.map_or(raw.len() > 4 * SHORTEST, |due| raw.len() == due) {
                return Some(Self::Due);
            }
            if due.is_some() && Hash::ALL.iter().any(|hash| hash.len() == raw.len()) {
                rank = Some(Self::Other);
            }
        }
        rank
    }
}

/// Whether a message without it is refused, whatever its signature.
fn is_needed(placement: &Placement) -> bool {
    let is_signed = placement.takes(Variable::Signature);
    let has_more = |own: &Pattern| own.takes_something() && !own.takes(Variable::Signature);
    let is_list = !placement.separator.is_empty();
    placement.required && (!is_signed || (is_list && placement.patterns.iter().any(has_more)))
}

/// The error where there is no signature to explain.
pub(super) fn none_received() -> Error {
    Error::ArgumentInvalid(Fault::new("received", "the signature that was received", "none"))
}

/// Adds the digests that `text` may stand for, the one that a scheme which writes `own` means first.
pub(super) fn add_digests(text: &str, own: Encoding, digests: &mut Vec<Digest>) {
    texts(text).iter().for_each(|(text, causes)| read(text.as_bytes(), own, causes, digests));
}

/// The text, and what it may have been before it was wrapped.
pub(super) fn texts(text: &str) -> Vec<(String, Vec<Reason>)> {
    let mut texts: Vec<(String, Vec<Reason>)> = Vec::from([(text.into(), Vec::new())]);
    let mut at = 0;
    while let Some((text, causes)) = texts.get(at).cloned() {
        at += 1;
        for (id, unwrapped) in unwrapped(&text) {
            if texts.len() < MANY && causes.len() < 3 && texts.iter().all(|(known, _)| *known != unwrapped) {
                let mut causes = causes.clone();
                causes.push(id);
                texts.push((unwrapped, causes));
            }
        }
    }
    texts
}

/// The text with one wrapping less.
fn unwrapped(text: &str) -> Vec<(Reason, String)> {
    let mut all = Vec::new();
    let compact: String =
        text.chars().filter(|letter| !letter.is_whitespace() && !INVISIBLE.contains(letter)).collect();
    all.push((Reason::from(CauseId::ReceivedWhitespace), compact));
    let bare = text.trim_matches(QUOTES);
    all.push((CauseId::ReceivedQuotes.into(), bare.into()));
    // Python's `str(bytes)`.
    if let Some(inner) = text.strip_prefix("b'").and_then(|text| text.strip_suffix('\'')) {
        all.push((CauseId::OutputPythonBytes.into(), inner.into()));
    }
    if let Some(prefix) = prefix(text) {
        let (prefix, rest) = text.split_at(prefix);
        all.push((Reason::named(CauseId::ReceivedPrefixLeftOn, prefix.trim_end()), rest.into()));
    }
    // One that begins with a `+` begins with a space now.
    for text in [text.trim(), text] {
        let restored = text.chars().map(|letter| if letter == ' ' { '+' } else { letter }).collect();
        all.push((CauseId::ReceivedPlusBecameSpace.into(), restored));
    }
    all.push((CauseId::ReceivedPercentEncoded.into(), percent_decoded(text)));
    all
}

/// How long the `sha256=`, `v1,` or `Signature: ` is that `text` begins with.
fn prefix(text: &str) -> Option<usize> {
    if text.starts_with("0x") {
        return Some(2);
    }
    let name = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    let after = text.get(name..)?;
    let separators = after.bytes().take_while(|byte| matches!(byte, b'=' | b':' | b',' | b' ')).count();
    let is_prefix = (1..=32).contains(&name) && separators > 0 && after.len() - separators >= SHORTEST;
    is_prefix.then_some(name + separators)
}

fn read(text: &[u8], own: Encoding, causes: &[Reason], digests: &mut Vec<Digest>) {
    let mut add = |raw: Vec<u8>, id: Option<CauseId>| {
        let causes: Vec<Reason> = causes.iter().cloned().chain(id.map(Reason::from)).collect();
        match digests.iter_mut().find(|known| known.raw == raw) {
            // The same with less done to it.
            Some(known) if causes.len() < known.causes.len() => known.causes = causes,
            None if raw.len() >= SHORTEST => digests.push(Digest { raw, causes }),
            _ => {}
        }
    };
    if let Ok(raw) = own.read(text) {
        add(raw, None);
    }
    if let Some(raw) = byte_array(text) {
        return add(raw, Some(CauseId::OutputByteArray));
    }
    let dashed = text.split(|byte| *byte == b'-').all(|pair| pair.len() == 2) && text.len() > 2;
    let plain = if dashed { replaced(text, b"-", b"") } else { text.to_vec() };
    if let Ok(raw) = Encoding::Hex.read(&plain.to_ascii_lowercase()) {
        if let Ok(inner) = Encoding::Hex.read(&raw.to_ascii_lowercase()) {
            add(inner, Some(CauseId::OutputHexOfHex));
        } else if let Some(inner) = standard_base64(&raw).and_then(|text| decode_base64(&text)) {
            add(inner.to_vec(), Some(CauseId::OutputHexOfBase64));
        }
        let hex = if own == Encoding::Hex { CauseId::OutputUppercaseHex } else { CauseId::OutputHex };
        return add(raw, Some(if dashed { CauseId::OutputDashes } else { hex }));
    }
    let Some(raw) = standard_base64(text).and_then(|text| decode_base64(&text)) else { return };
    let name = if own == Encoding::Hex { CauseId::OutputBase64 } else { CauseId::OutputOtherBase64 };
    if let Ok(inner) = Encoding::Hex.read(&raw.to_ascii_lowercase()) {
        add(inner, Some(CauseId::OutputBase64OfHex));
    } else if let Some(inner) = standard_base64(&raw).and_then(|text| decode_base64(&text)) {
        add(inner.to_vec(), Some(CauseId::OutputBase64OfBase64));
    }
    add(raw.to_vec(), Some(name));
}

/// The bytes that a list of numbers names, as `Arrays.toString` of Java or a JSON array of bytes has them.
fn byte_array(text: &[u8]) -> Option<Vec<u8>> {
    let inner = core::str::from_utf8(text).ok()?.trim().strip_prefix('[')?.strip_suffix(']')?;
    let byte = |number: &str| {
        let number = number.trim().parse::<i16>().ok().filter(|number| (-128..256).contains(number))?;
        Some(number.to_le_bytes()[0])
    };
    inner.split(',').map(byte).collect()
}

/// Base64 of either alphabet, with padding or without, in the standard alphabet with its padding.
pub(super) fn standard_base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&byte| byte != b'=')? + 1;
    let mut standard = Vec::with_capacity(text.len() + 4);
    for &byte in &text[..end] {
        standard.push(match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'+' | b'/' => byte,
            _ if byte.is_ascii_alphanumeric() => byte,
            _ => return None,
        });
    }
    standard.resize(standard.len().next_multiple_of(4), b'=');
    Some(standard)
}

/// What `%hh` stands for; a `+` stays. The same text where that is none.
pub(super) fn percent_decoded(value: &str) -> String {
    String::from_utf8(percent::decoded(value.as_bytes(), b'+')).unwrap_or_else(|_| value.into())
}

/// No digest is compared that is shorter, in bytes: chance would make it match.
pub(super) const SHORTEST: usize = 16;
const MANY: usize = 64;
const QUOTES: [char; 7] = ['"', '\'', '`', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];
const INVISIBLE: [char; 3] = ['\u{200b}', '\u{feff}', '\u{2060}'];
