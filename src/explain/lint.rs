//! What strikes the eye without a single hash.

use alloc::{string::String, vec::Vec};

use super::base::Base;
use super::keys::Held;
use super::received::{Carried, Digest};
use super::variant::Id;
use super::{Case, SignedBy, time};
use crate::algorithm::Algorithm;
use crate::canonical::Variable;
use crate::credentials::KeyRecipe;
use crate::error::Stale;
use crate::json;
use crate::scheme::Scheme;
use crate::text::{decimal, find};
use crate::timestamp::TimestampForm;

pub(super) fn look(
    scheme: &Scheme<'_>,
    case: &Case<'_>,
    carried: &Carried,
    base: &Base,
    ring: &[Held],
    received: &[Digest],
    recipe: &KeyRecipe,
) -> Vec<Id> {
    let hash = scheme.algorithm.mac_hash();
    let mut warnings = Vec::new();
    // Enough to see it by.
    let body = &case.message.body[..case.message.body.len().min(LONG)];
    let end = &case.message.body[case.message.body.len().saturating_sub(END)..];
    let texts = [case.message.url.as_bytes(), body, end];
    let text = carried.signatures.first().map_or("", |text| text.trim());
    let is_secret = |bytes: &[u8]| bytes.trim_ascii() == text.as_bytes();
    let sets = || base.sets.iter().flatten();
    let is_any = sets().any(|secret| is_secret(secret.expose())) || ring.iter().any(|held| is_secret(held.own.bytes()));
    note(&mut warnings, is_any && scheme.algorithm != Algorithm::None, "received-is-secret");
    if let Some(hash) = hash.filter(|hash| received.iter().all(|digest| digest.raw.len() != hash.len())) {
        let longest = received.iter().map(|digest| digest.raw.len()).max();
        let got =
            longest.map_or_else(|| "no digest".into(), |length| ["a digest of ", &*decimal(length), " bytes"].concat());
        warnings.push(Id::named("received-length", &[&*got, "; expected ", &decimal(hash.len()), " bytes"].concat()));
    }
    note(&mut warnings, carried.was_list, "received-header-parsed");
    let is_whole = |text: &String| {
        let raw = scheme.encoding.read(text.as_bytes());
        raw.is_ok_and(|raw| scheme.algorithm.mac_len().is_none_or(|length| raw.len() == length))
    };
    let is_broken = carried.was_list && case.received.is_empty() && !carried.signatures.iter().all(is_whole);
    note(&mut warnings, is_broken, "signature-beside-malformed");
    // A key in PEM is none of these, and a key that only travels may be any.
    let is_unsigned = scheme.algorithm == Algorithm::None;
    for set in base.sets.iter().filter(|_| hash.is_some() || is_unsigned) {
        let sent = set.first().filter(|_| is_unsigned);
        let secret = sent.map_or_else(|| recipe.given(set), |sent| sent.expose());
        let kind = KINDS.iter().find(|(start, _)| secret.starts_with(start)).map(|(_, kind)| *kind);
        warnings.extend(kind.map(|kind| Id::named("secret-kind", kind)));
        let is_padded = secret.trim_ascii().len() < secret.len() && secret.is_ascii();
        note(&mut warnings, is_padded, "secret-white-space");
        let is_test = |bytes: &[u8]| [&b"test"[..], b"sandbox"].iter().any(|word| find(bytes, word).is_some());
        let host = case.message.url.split('/').nth(2).unwrap_or_default().as_bytes();
        // The host of a webhook is the receiver's own.
        let is_live = case.signed_by == Some(SignedBy::Client) && find(host, b"local").is_none();
        let is_test_secret = find(secret, b"_test_").is_some() && is_live;
        let is_mixed = if is_test(host) { find(secret, b"_live_").is_some() } else { is_test_secret };
        note(&mut warnings, is_mixed && !host.is_empty(), "secret-environment");
    }
    timestamp(scheme, base, &mut warnings);
    note(&mut warnings, texts.iter().any(|text| has_template(text)), "template-variable");
    let is_odd = texts.into_iter().chain([case.received.as_bytes(), base.timestamp.as_bytes()]).any(has_odd_letter);
    note(&mut warnings, is_odd || sets().any(|secret| has_odd_letter(secret.expose())), "odd-characters");
    let is_text = body.trim_ascii().starts_with(b"\"") && json::compact(body).is_ok();
    let escaped = body.windows(2).filter(|pair| pair == b"\\\"").count();
    let quotes = body.iter().filter(|byte| **byte == b'"').count();
    note(&mut warnings, is_text || (escaped > 1 && quotes <= escaped + 2), "body-escaped");
    warnings
}

/// Adds what is so, once.
#[inline(never)]
pub(super) fn note(warnings: &mut Vec<Id>, is_so: bool, name: &'static str) {
    if is_so && warnings.iter().all(|known| known.name != name) {
        warnings.push(name.into());
    }
}

/// The signature is right, and too old or too new.
pub(super) fn stale(stale: Stale) -> Id {
    let Stale { age_s, limit_s, .. } = stale;
    let (seconds, when) = if age_s < 0 { (-age_s, " s in the future") } else { (age_s, " s ago") };
    Id::named("stale", &[&*decimal(seconds), when, "; ", &decimal(limit_s), " s are allowed"].concat())
}

fn timestamp(scheme: &Scheme<'_>, base: &Base, warnings: &mut Vec<Id>) {
    // Where several canonical strings may be signed, the first says whether there has to be a time.
    if !base.uses(&[Variable::Timestamp]) || !base.covers_time(0) {
        return;
    }
    let due = |form: TimestampForm| scheme.timestamp == form || scheme.accepted_timestamps.contains(&form);
    let form = time::read(&base.timestamp).map(|(form, _)| form).filter(|form| !due(*form));
    let is = |own, other| form == Some(own) && due(other);
    let (s, ms) = (TimestampForm::Seconds, TimestampForm::Milliseconds);
    note(warnings, base.timestamp.is_empty(), "timestamp-missing");
    note(warnings, is(ms, s), "timestamp-unit-milliseconds");
    note(warnings, is(s, ms), "timestamp-unit-seconds");
}

/// `{{name}}` or `${name}`.
fn has_template(text: &[u8]) -> bool {
    let opened = |open: &[u8], close: &[u8]| {
        find(text, open).is_some_and(|at| {
            let name = &text[at + open.len()..];
            let end = name.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"_-. ".contains(byte)));
            end.is_some_and(|end| end > 0 && name[end..].starts_with(close))
        })
    };
    opened(b"{{", b"}}") || opened(b"${", b"}")
}

fn has_odd_letter(text: &[u8]) -> bool {
    let odd = ["\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}", "\u{a0}", "\u{200b}", "\u{feff}"];
    text.ends_with("\u{2026}".as_bytes())
        || text.ends_with(b"...")
        || odd.iter().any(|odd| find(text, odd.as_bytes()).is_some())
}

/// How much of a body is looked at, and of its end.
const LONG: usize = 1 << 16;
const END: usize = 8;
const KINDS: [(&[u8], &str); 5] = [
    (b"pk_", "a public key"),
    (b"-----BEGIN PUBLIC", "a public key in PEM"),
    (b"-----BEGIN", "a PEM block"),
    (b"eyJ", "a JWT"),
    (b"Bearer ", "a header with the word `Bearer`"),
];
