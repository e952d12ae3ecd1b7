//! The signature that was found, made again with other keys by the same mistakes, so that a case can be shown to others.

use alloc::{string::String, vec::Vec};

use super::candidate::Built;
use super::facts::Facts;
use super::findings::Hit;
use super::hypothesis::{Change, Hypothesis, Picks, chosen};
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::text::{find, push_number, replaced, utf8};

/// A case with its hypotheses.
pub(super) type Asked<'a> = (&'a Facts, &'a [Hypothesis]);

/// Makes the signature of `hit` once more, for `other`: what to replace in the text that was received, and by what.
pub(super) fn again((facts, own): Asked<'_>, other: Asked<'_>, hit: &Hit, hash: Hash) -> Option<(String, String)> {
    let digest = digest(other.0, other.1, picks_of(own, other.1, hit)?, hit, hash)?;
    let old = &facts.digests[hit.received].raw;
    let new = digest.get(..old.len()).unwrap_or(&digest);
    // What may be of several alphabets is of the scheme's own.
    let all = |raw: &[u8]| [spelt(facts.encoding, raw)].into_iter().chain(spellings(raw));
    let swaps = || all(old).zip(all(new));
    let signatures = &facts.received.signatures;
    let swapped = signatures.iter().find_map(|text| {
        let within = swaps().find(|(old, _)| find(text.as_bytes(), old.as_bytes()).is_some());
        within.or_else(|| swaps().find_map(|(old, new)| Some((text.clone(), wrapped_alike(text, &old, &new)?))))
    });
    Some(swapped.unwrap_or_else(|| (signatures.concat(), spelt(facts.encoding, new))))
}

/// The changes of `hit` among the hypotheses of another case.
fn picks_of(own: &[Hypothesis], others: &[Hypothesis], hit: &Hit) -> Option<Picks> {
    let place = |place: Option<usize>| match place {
        None => Some(None),
        Some(place) => {
            let own = &own[place];
            let alike = others.iter().enumerate().filter(|(_, other)| other.id == own.id);
            Some(Some(alike.min_by_key(|(_, other)| other.number.abs_diff(own.number))?.0))
        }
    };
    Some((place(hit.picks.0)?, place(hit.picks.1)?))
}

fn digest(facts: &Facts, hypotheses: &[Hypothesis], picks: Picks, hit: &Hit, hash: Hash) -> Option<Vec<u8>> {
    let set = hit.set.min(facts.keys.len().checked_sub(1)?);
    let mut built = Built::default();
    let changes = chosen(hypotheses, picks);
    built.fill(&facts.expected, &changes, set)?;
    let (mut form, mut mac) = (None, None);
    for own in changes {
        if let Change::Secret(own) = own.change {
            form = Some(own);
        } else if let Change::Mac(own) = own.change {
            mac = Some(own);
        }
    }
    let own = &facts.keys[set];
    let key = form.map_or(Some(&own.own), |form| own.forms.get(form)?.as_ref())?;
    let message = built.ways.get(hit.way)?;
    let scope = built.scope(&facts.expected);
    Some(mac.map_or_else(|| key.digest(hash, scope, message), |mac| mac.make(key.bytes(), scope, message)).to_vec())
}

/// The `new` text with its white space where `text` has it, which is `old` but for that.
fn wrapped_alike(text: &str, old: &str, new: &str) -> Option<String> {
    let mut letters = new.chars();
    let is_old = text.chars().filter(|letter| !letter.is_whitespace()).eq(old.chars());
    let mut wrapped: String =
        text.chars().filter_map(|own| if own.is_whitespace() { Some(own) } else { letters.next() }).collect();
    // Percent-encoded, one digest may be longer than the other.
    wrapped.extend(letters);
    is_old.then_some(wrapped)
}

/// A digest as people write it, the likelier first; the same order for every digest.
fn spellings(raw: &[u8]) -> Vec<String> {
    let hex = spelt(Encoding::Hex, raw);
    let [base64, url] = [Encoding::Base64, Encoding::Base64Url].map(|encoding| spelt(encoding, raw));
    let padding = base64.trim_start_matches(|letter| letter != '=').len();
    let padded = [&*url, &"=="[..padding]].concat();
    let bare = String::from(base64.trim_end_matches('='));
    let damaged = |pairs: &[(&str, &str)]| {
        let text = pairs
            .iter()
            .fold(base64.clone().into_bytes(), |text, (from, to)| replaced(&text, from.as_bytes(), to.as_bytes()));
        String::from(utf8(&text))
    };
    let [spaced, percent] = [damaged(&[("+", " ")]), damaged(&[("+", "%2B"), ("/", "%2F"), ("=", "%3D")])];
    let (upper, twice) = (hex.to_ascii_uppercase(), spelt(Encoding::Base64, hex.as_bytes()));
    let lower = spelt(Encoding::Base64Percent, raw);
    let (hex_twice, base64_twice) = (spelt(Encoding::Hex, hex.as_bytes()), spelt(Encoding::Base64, base64.as_bytes()));
    let (in_hex, mut dashed) = (spelt(Encoding::Hex, base64.as_bytes()), String::new());
    for (at, digit) in upper.chars().enumerate() {
        dashed.extend((at > 0 && at % 2 == 0).then_some('-').into_iter().chain([digit]));
    }
    let list = |byte: fn(u8) -> i64, comma: &str| {
        let mut list = String::new();
        for &own in raw {
            list.push_str(if list.is_empty() { "" } else { comma });
            push_number(&mut list, byte(own), 1);
        }
        list
    };
    let (signed, unsigned) = (list(|byte| byte.cast_signed().into(), ", "), list(i64::from, ","));
    let in_base64 = [percent, lower, base64, spaced, bare, padded, url];
    [&[signed, unsigned, dashed, hex_twice, in_hex, base64_twice, upper, twice, hex][..], &in_base64].concat()
}

fn spelt(encoding: Encoding, raw: &[u8]) -> String {
    utf8(&encoding.text(raw)).into()
}
