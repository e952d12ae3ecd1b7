//! What strikes the eye without a single hash.

use alloc::{string::String, vec::Vec};

use super::case::Case;
use super::causes::CauseId;
use super::elsewhere::is_form;
use super::expected::Expected;
use super::keys::KeyForms;
use super::reason::{Reason, note};
use super::received::{Digest, Received};
use super::timestamps;
use crate::algorithm::Algorithm;
use crate::canonical::Variable;
use crate::credentials::KeyRecipe;
use crate::error::Stale;
use crate::json;
use crate::scheme::{Scheme, SignedBy};
use crate::secret::Secret;
use crate::text::{decimal, find};
use crate::timestamp::TimestampForm;

pub(super) fn look(
    scheme: &Scheme<'_>,
    case: &Case<'_>,
    carried: &Received,
    base: &Expected,
    ring: &[KeyForms],
    received: &[Digest],
    recipe: &KeyRecipe,
) -> Vec<Reason> {
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
    note(&mut warnings, is_any && scheme.algorithm != Algorithm::None, CauseId::ReceivedIsSecret);
    if let Some(hash) = hash.filter(|hash| received.iter().all(|digest| digest.raw.len() != hash.len())) {
        let longest = received.iter().map(|digest| digest.raw.len()).max();
        let got =
            longest.map_or_else(|| "no digest".into(), |length| ["a digest of ", &*decimal(length), " bytes"].concat());
        warnings.push(Reason::named(
            CauseId::ReceivedLength,
            &[&*got, "; expected ", &decimal(hash.len()), " bytes"].concat(),
        ));
    }
    let is_whole = |text: &String| {
        let raw = scheme.encoding.read(text.as_bytes());
        raw.is_ok_and(|raw| scheme.algorithm.mac_len().is_none_or(|length| raw.len() == length))
    };
    let is_broken = carried.was_list && case.received.is_empty() && !carried.signatures.iter().all(is_whole);
    note(&mut warnings, is_broken, CauseId::SignatureBesideMalformed);
    // A key in PEM is none of these, and a key that only travels may be any.
    let is_unsigned = scheme.algorithm == Algorithm::None;
    for set in base.sets.iter().filter(|_| hash.is_some() || is_unsigned) {
        let sent = set.first().filter(|_| is_unsigned);
        let secret = sent.map_or_else(|| recipe.given(set), |sent| sent.expose());
        let kind = KINDS.iter().find(|(start, _)| secret.starts_with(start)).map(|(_, kind)| *kind);
        warnings.extend(kind.map(|kind| Reason::named(CauseId::SecretKind, kind)));
        let is_padded = secret.trim_ascii().len() < secret.len() && secret.is_ascii();
        note(&mut warnings, is_padded, CauseId::SecretWhiteSpace);
        let is_test = |bytes: &[u8]| [&b"test"[..], b"sandbox"].iter().any(|word| find(bytes, word).is_some());
        let host = case.message.url.split('/').nth(2).unwrap_or_default().as_bytes();
        // The host of a webhook is the receiver's own.
        let is_live = case.signed_by == Some(SignedBy::Client) && find(host, b"local").is_none();
        let is_test_secret = find(secret, b"_test_").is_some() && is_live;
        let is_mixed = if is_test(host) { find(secret, b"_live_").is_some() } else { is_test_secret };
        note(&mut warnings, is_mixed && !host.is_empty(), CauseId::SecretEnvironment);
    }
    let are_equal = |set: &Vec<Secret>| {
        let sets = |place: usize| set.get(place).map(Secret::expose).filter(|secret| !secret.is_empty());
        (1..set.len()).any(|place| (0..place).any(|other| sets(place).is_some() && sets(place) == sets(other)))
    };
    note(&mut warnings, base.sets.iter().any(are_equal), CauseId::CredentialsEqual);
    timestamp(scheme, base, &mut warnings);
    note(&mut warnings, texts.iter().any(|text| has_template(text)), CauseId::TemplateVariable);
    let is_odd = texts.into_iter().chain([case.received.as_bytes(), base.timestamp.as_bytes()]).any(has_odd_letter);
    note(&mut warnings, is_odd || sets().any(|secret| has_odd_letter(secret.expose())), CauseId::OddCharacters);
    strange_body(case, base, body, &mut warnings);
    strange_url(case, base, &mut warnings);
    let is_code = !text.is_empty() && received.is_empty() && text.bytes().any(|byte| b"<>(){};$".contains(&byte));
    note(&mut warnings, is_code, CauseId::ReceivedIsCode);
    let is_sum = |digest: &Digest| body.len() > END && digest.raw.starts_with(body);
    note(&mut warnings, received.iter().any(is_sum), CauseId::ReceivedBeginsWithBody);
    let is_text = body.trim_ascii().starts_with(b"\"") && json::compact(body).is_ok();
    let escaped = body.windows(2).filter(|pair| pair == b"\\\"").count();
    let quotes = body.iter().filter(|byte| **byte == b'"').count();
    note(&mut warnings, is_text || (escaped > 1 && quotes <= escaped + 2), CauseId::BodyEscaped);
    warnings
}

/// A body that no provider signs.
fn strange_body(case: &Case<'_>, base: &Expected, body: &[u8], warnings: &mut Vec<Reason>) {
    if !base.uses(&[Variable::Body]) {
        return;
    }
    let header = |name: &str| case.message.header(name).unwrap_or_default().trim();
    let word = WORDS.iter().find(|word| body.trim_ascii() == word.as_bytes());
    warnings.extend(word.map(|word| Reason::named(CauseId::BodyIsWord, word)));
    let length = header("content-length").parse::<u64>().unwrap_or_default();
    note(warnings, body.is_empty() && length > 0, CauseId::BodyEmpty);
    note(warnings, body.starts_with(br#"{"type":"Buffer","data":["#), CauseId::BodyIsBuffer);
    let is_repr = [&b"{'"[..], b"[{'", b"b'{"].iter().any(|start| body.starts_with(start));
    note(warnings, is_repr, CauseId::BodyIsPython);
    let is_compressed = [&b"\x1f\x8b\x08"[..], b"\x78\x9c", b"\x78\x01"].iter().any(|magic| body.starts_with(magic));
    let encoding = header("content-encoding");
    let says_so = ["gzip", "deflate", "br", "zstd"].iter().any(|known| encoding.eq_ignore_ascii_case(known));
    note(warnings, is_compressed || (says_so && core::str::from_utf8(body).is_err()), CauseId::BodyCompressed);
    note(warnings, find(body, "\u{fffd}".as_bytes()).is_some(), CauseId::BodyReplacementCharacters);
    let (of_form, of_json) = (b"application/x-www-form-urlencoded", b"application/json");
    let kind = header("content-type").to_ascii_lowercase();
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    note(warnings, kind.as_bytes().starts_with(of_form) && is_json, CauseId::BodyJsonForForm);
    note(warnings, kind.as_bytes().starts_with(of_json) && is_form(body), CauseId::BodyFormForJson);
}

/// A URL that the other side cannot have signed.
fn strange_url(case: &Case<'_>, base: &Expected, warnings: &mut Vec<Reason>) {
    if !base.reads_url {
        return;
    }
    let url = case.message.url;
    let (scheme, rest) = crate::text::cut(url, "://").unwrap_or(("", url));
    let (host, path) = rest.split_at(rest.bytes().position(|byte| b"/?#".contains(&byte)).unwrap_or(rest.len()));
    let path = &path[..path.bytes().position(|byte| b"?#".contains(&byte)).unwrap_or(path.len())];
    note(warnings, find(path.as_bytes(), b"//").is_some(), CauseId::UrlHasDoubleSlash);
    note(warnings, host.contains('@'), CauseId::UrlHasUser);
    let is_proxied = case.message.header("x-forwarded-proto").is_some_and(|said| said.trim().starts_with("https"));
    note(
        warnings,
        is_proxied && scheme == "http" && base.uses(&[Variable::Url, Variable::Base]),
        CauseId::UrlBehindProxy,
    );
    let is_by_client = case.signed_by == Some(SignedBy::Client);
    let names = base.placements.signature_parameters();
    let query = url.split('?').nth(1).unwrap_or_default().split('#').next().unwrap_or_default();
    let (mut is_any, mut is_last) = (false, false);
    for pair in query.split('&') {
        is_last = names.contains(&pair.split('=').next().unwrap_or_default());
        is_any |= is_last;
    }
    note(warnings, is_by_client && is_any && !is_last, CauseId::SignatureNotLast);
}

/// The signature is right, and too old or too new.
pub(super) fn stale(stale: Stale) -> Reason {
    let Stale { age_s, limit_s, .. } = stale;
    let (seconds, when) = if age_s < 0 { (-age_s, " s in the future") } else { (age_s, " s ago") };
    Reason::named(CauseId::Stale, &[&*decimal(seconds), when, "; ", &decimal(limit_s), " s are allowed"].concat())
}

fn timestamp(scheme: &Scheme<'_>, base: &Expected, warnings: &mut Vec<Reason>) {
    // Where several canonical strings may be signed, the first says whether there has to be a time.
    if !base.uses(&[Variable::Timestamp]) || !base.covers_time(0) {
        return;
    }
    let due = |form: TimestampForm| scheme.timestamp == form || scheme.accepted_timestamps.contains(&form);
    let form = timestamps::read(&base.timestamp).map(|(form, _)| form).filter(|form| !due(*form));
    let is = |own, other| form == Some(own) && due(other);
    let (s, ms) = (TimestampForm::Seconds, TimestampForm::Milliseconds);
    note(warnings, base.timestamp.is_empty(), CauseId::TimestampMissing);
    note(warnings, is(ms, s), CauseId::TimestampUnitMilliseconds);
    note(warnings, is(s, ms), CauseId::TimestampUnitSeconds);
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
/// What stands for a body that was not read.
const WORDS: [&str; 6] = ["[object Object]", "[object Promise]", "undefined", "null", "None", "{}"];
const KINDS: [(&[u8], &str); 16] = [
    (b"cs_", "a consumer secret of an API"),
    (b"ck_", "a consumer key of an API"),
    (b"key-", "an API key"),
    (b"sk_test_", "an API key"),
    (b"sk_live_", "an API key"),
    (b"rk_", "a restricted API key"),
    (b"we_", "the id of a webhook endpoint"),
    (b"pk_", "a public key"),
    (b"http://", "a URL"),
    (b"https://", "a URL"),
    (b"undefined", "the word `undefined`"),
    (b"process.env", "the name of a variable"),
    (b"-----BEGIN PUBLIC", "a public key in PEM"),
    (b"-----BEGIN", "a PEM block"),
    (b"eyJ", "a JWT"),
    (b"Bearer ", "a header with the word `Bearer`"),
];
