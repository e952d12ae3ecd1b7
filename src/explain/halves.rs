//! Values that carry both an RSA-encrypted hash and the hash itself, as a `sec_key` does: two halves, of which the first is random,
//! or opens to the other.

use alloc::{string::String, vec::Vec};

use super::causes::CauseId;
use super::opened::{Kind, Opened, Seal};
use super::public_keys::{Keys, Setup, Stamp, is_of_sender, other_size};
use super::reason::Reason;
use super::received::{self, Digest, SHORTEST, texts};
use crate::algorithm::Padding;
use crate::algorithm::asymmetric::PublicKey;
use crate::algorithm::recovered::Recovered;
use crate::encoding::Encoding;
use crate::scheme::Scheme;
use crate::text::cut;

/// What was received, cut in two.
#[derive(Clone, Default)]
struct Halves {
    signature: String,
    canonical: String,
    causes: Vec<Reason>,
}

/// Compares the half with the canonical string, and what the other half opens to.
pub(super) fn open(keys: &Keys, setup: &Setup<'_>, received: &mut Vec<Digest>, sealed: &mut Opened) {
    for halves in Halves::read(keys, setup) {
        halves.open(keys, setup, received, sealed);
    }
    if sealed.seals.is_empty() {
        sealed.seen.push(CauseId::HalfOnlySignature.into());
    }
}

impl Halves {
    fn open(&self, keys: &Keys, setup: &Setup<'_>, received: &mut Vec<Digest>, sealed: &mut Opened) {
        let mut readings = Vec::new();
        if !self.signature.is_empty() {
            received::add_digests(&self.signature, setup.scheme.encoding, &mut readings);
        }
        let said = canonicals(&self.canonical);
        let mut is_encrypted = !readings.is_empty() && !is_of_sender(setup);
        for (set, pin) in keys.pinned.iter().enumerate() {
            let mut add = |raw: &[u8], kind: Kind, causes: Vec<Reason>| {
                sealed.seals.push(Seal { set, kind });
                received.push(Digest { raw: raw.to_vec(), causes });
            };
            let opened = readings.iter().find_map(|reading| {
                let stamps = Stamp::all(Recovered::read(&pin.key, &reading.raw), Padding::Bare);
                (!stamps.is_empty()).then_some((stamps, &reading.causes))
            });
            is_encrypted &= opened.is_none();
            let (inside, mut causes) = match opened {
                Some((stamps, causes)) => (stamps, causes.clone()),
                None => (Vec::new(), unopened(self, &readings, &pin.key, is_of_sender(setup))),
            };
            causes.extend(self.causes.iter().chain(&pin.causes).cloned());
            let mut agree = false;
            for digest in &said {
                let stamp = inside.iter().find(|stamp| stamp.kind.make(&digest.raw) == stamp.raw);
                agree |= stamp.is_some();
                let differ: &[Reason] = if inside.is_empty() { &[] } else { &[Reason::from(CauseId::HalvesDiffer)] };
                let shown = stamp.map_or(differ, |stamp| &stamp.causes);
                add(&digest.raw, Kind::Bare, [shown, &causes, &digest.causes].concat());
            }
            for Stamp { kind, raw, causes: shown } in inside.into_iter().filter(|_| !agree) {
                let differ =
                    Reason::from(if said.is_empty() { CauseId::HalfOnlySignature } else { CauseId::HalvesDiffer });
                add(&raw, kind, [&shown[..], &[differ], &causes].concat());
            }
        }
        if is_encrypted && !said.is_empty() {
            sealed.warnings.push(CauseId::HalfEncrypted.into());
        }
    }

    fn read(keys: &Keys, setup: &Setup<'_>) -> Vec<Self> {
        let ordered = |halves: Self| if is_of_key(&halves.canonical, keys) { halves.swapped() } else { halves };
        if !setup.received.halves.is_empty() {
            let halves = setup.received.halves.iter().cloned();
            let whole = halves.map(|(signature, canonical)| Self { signature, canonical, causes: Vec::new() });
            return whole.map(ordered).collect();
        }
        let separator = separator(setup.scheme);
        let received = setup.received.signatures.first().map_or("", |text| text);
        let all = texts(received);
        for (text, causes) in &all {
            if let Some((signature, canonical)) = cut(text, separator).filter(|_| !separator.is_empty()) {
                let causes = causes.clone();
                let halves = Self { signature: signature.into(), canonical: canonical.into(), causes };
                return Vec::from([ordered(halves)]);
            }
        }
        let text = String::from(received);
        if is_of_key(received, keys) {
            return Vec::from([Self { signature: text, ..Self::default() }]);
        }
        Vec::from([Self {
            canonical: text,
            causes: Vec::from([Reason::from(CauseId::HalfOnlyHash)]),
            ..Self::default()
        }])
    }

    fn swapped(mut self) -> Self {
        core::mem::swap(&mut self.signature, &mut self.canonical);
        self.causes.push(CauseId::HalvesSwapped.into());
        self
    }
}

/// What the half may stand for: as it is, or a digest in another spelling.
fn canonicals(half: &str) -> Vec<Digest> {
    if half.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::from([Digest { raw: half.into(), causes: Vec::new() }]);
    let mut digests = Vec::new();
    received::add_digests(half, Encoding::Hex, &mut digests);
    for Digest { raw, causes } in digests {
        let raw = Encoding::Hex.text(&raw);
        if all.iter().all(|known| known.raw != raw) {
            all.push(Digest { raw, causes });
        }
    }
    all
}

/// Why the half before does not open: whoever encrypts to the key leaves nothing to compare.
fn unopened(halves: &Halves, readings: &[Digest], key: &PublicKey, is_of_sender: bool) -> Vec<Reason> {
    let is_fitting = readings.iter().find(|reading| reading.raw.len() == key.len());
    let longest = readings.iter().map(|reading| reading.raw.len()).max();
    match (is_fitting, longest) {
        _ if halves.signature.is_empty() => Vec::new(),
        (Some(_), _) if is_of_sender => Vec::from([Reason::from(CauseId::HalfUnopened)]),
        (Some(reading), _) => reading.causes.clone(),
        (None, Some(got)) => Vec::from([other_size(got, key.len())]),
        (None, None) => Vec::from([Reason::from(CauseId::HalfUnreadable)]),
    }
}

/// Whether a text is as long as what a key makes.
fn is_of_key(text: &str, keys: &Keys) -> bool {
    let mut readings = Vec::new();
    received::add_digests(text, Encoding::Base64Lines, &mut readings);
    let is_long = |length: usize| length > 4 * SHORTEST;
    readings
        .iter()
        .any(|reading| is_long(reading.raw.len()) && keys.pinned.iter().any(|pin| pin.key.len() == reading.raw.len()))
}

/// What the scheme writes between the two.
fn separator<'a>(scheme: &Scheme<'a>) -> &'a str {
    let templates = [scheme.headers, scheme.query, scheme.fields].into_iter().flatten();
    let between = |template: &'a str| Some(cut(cut(template, "{signature}")?.1, "{canonical}")?.0);
    templates.into_iter().find_map(|(_, template)| between(template)).unwrap_or_default()
}
