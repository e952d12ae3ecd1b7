//! Properties that hold for whatever comes: of canonical JSON, of signatures both ways, of decoders, and of what `Debug`
//! prints.
//!
//! A failure prints its `COUNTERSIGN_SEED`, which makes the same cases again.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/pairs.rs"]
mod pairs;
#[cfg(feature = "asymmetric")]
mod support;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
#[cfg(feature = "asymmetric")]
use support::Weyl;

use base64ct::{Base64, Encoding as _};
use countersign::{
    BodyRule, Encoding, Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions,
    scheme, schemes,
};
use pairs::{is_built, pair_for, verifying};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

proptest! {
    #![proptest_config(config(2000))]

    /// Printing what was printed changes nothing.
    #[test]
    fn canonical_json_is_a_fixed_point(text in document()) {
        let Ok(once) = canonical(text.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(canonical(once.as_bytes()), Ok(once));
    }

    /// What is accepted, and what it says, is the same for another parser.
    #[test]
    fn another_parser_agrees(text in prop_oneof![document(), broken_document(), noise()]) {
        match (canonical(text.as_bytes()), serde_json::from_str::<Value>(&text)) {
            (Ok(printed), Ok(read)) => {
                let read_again: Value = serde_json::from_str(&printed).unwrap();
                prop_assert!(is_same(&read, &read_again), "{} printed as {}", text, printed);
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => prop_assert!(is_ecmascript_only(&error), "{} refused there: {}", text, error),
            (Err(at), Ok(_)) => prop_assert!(false, "{} refused at {:?}", text, at),
        }
    }

    /// The offset of an error lies inside the text or at its end, and all before it is a beginning of something valid.
    #[test]
    fn errors_name_a_byte_of_the_text(text in prop_oneof![".{0,20}", broken_document(), noise()]) {
        if let Err(at) = canonical(text.as_bytes()) {
            let at = at.expect("an offset");
            prop_assert!(at <= text.len());
            prop_assert_eq!(canonical(&text.as_bytes()[..at]).err().unwrap_or(Some(at)), Some(at));
        }
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_refused_with_an_offset(bytes in vec(any::<u8>(), 0..60)) {
        if let Err(at) = canonical(&bytes) {
            prop_assert!(at.expect("an offset") <= bytes.len());
        }
    }

    #[test]
    fn a_changed_bit_of_the_body_changes_the_signature(body in vec(any::<u8>(), 1..80), bit in any::<Index>()) {
        let changed = with_bit_changed(&body, bit);
        prop_assert_ne!(tu_cambio(b"secret", &body, TIME), tu_cambio(b"secret", &changed, TIME));
    }

    #[test]
    fn a_changed_bit_of_the_secret_changes_the_signature(secret in vec(any::<u8>(), 1..80), bit in any::<Index>()) {
        let changed = with_bit_changed(&secret, bit);
        let (signed, changed) = (tu_cambio(&secret, b"{}", TIME), tu_cambio(&changed, b"{}", TIME));
        prop_assume!(!signed.is_empty() && !changed.is_empty());
        prop_assert_ne!(signed, changed);
    }

    #[test]
    fn a_changed_bit_of_the_timestamp_changes_the_signature(time in "20[0-9]{2}-0[1-9]-[01][1-9]T1[0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{1,9}Z", bit in any::<Index>()) {
        let changed = with_bit_changed(time.as_bytes(), bit);
        let Ok(changed) = String::from_utf8(changed) else { return Ok(()) };
        let signed = tu_cambio(b"secret", b"{}", &time);
        prop_assert!(!signed.is_empty(), "{}", time);
        // A text that is no time any more is refused.
        prop_assert_ne!(signed, tu_cambio(b"secret", b"{}", &changed));
    }

    #[test]
    fn a_changed_bit_of_the_url_changes_the_signature(target in "/[a-z0-9/?&=%._~-]{0,30}", bit in any::<Index>()) {
        let changed = with_bit_changed(target.as_bytes(), bit);
        let Ok(changed) = String::from_utf8(changed) else { return Ok(()) };
        let (signed, changed) = (securo(&target), securo(&changed));
        prop_assert!(signed.is_none() || signed != changed);
    }

    /// The same request signs the same, whatever was signed in between.
    #[test]
    fn a_signer_remembers_nothing(first in document(), second in document()) {
        let signer = securo_signer();
        let sign = |body: &str| {
            let url = "https://h.example/";
            let message = Message { method: "POST", url, body: body.as_bytes(), ..Message::default() };
            signer.sign(&message, Timestamp::Text("1747216800")).map(|signed| signed.signature().to_owned())
        };
        let before = sign(&first);
        let _ = sign(&second);
        prop_assert_eq!(before, sign(&first));
    }

    #[test]
    fn base64_keys_are_read_strictly(key in binary_key(), at in any::<Index>(), other in "[-_ \n=.A]") {
        let text = Base64::encode_string(&key);
        prop_assert!(kraken(&text).is_ok());
        prop_assert!(text.ends_with('=') <= kraken(text.trim_end_matches('=')).is_err(), "without padding");
        let mut changed = text.clone();
        changed.insert_str(at.index(text.len() + 1), &other);
        prop_assert!(kraken(&changed).is_err(), "{}", changed);
    }

    /// Two texts never stand for one key: the unused bits of the last letter are zero.
    #[test]
    fn base64_keys_have_one_spelling(key in binary_key(), at in any::<Index>(), letter in "[A-Za-z0-9+/]") {
        let text = Base64::encode_string(&key);
        let letters = text.trim_end_matches('=').len();
        let mut changed = text.clone();
        let at = at.index(letters);
        changed.replace_range(at..=at, &letter);
        if let (Ok(one), Ok(other)) = (kraken(&text), kraken(&changed)) {
            prop_assert_eq!(text == changed, one == other);
        }
    }

    #[test]
    fn debug_holds_no_secret(secret in "[!-~]{12,40}") {
        for (id, names) in [("securo.request", &["apiKey", "secret"][..]), ("moneroo.request", &["secret"])] {
            let key = |name: &str| if name == "secret" { Secret::from(secret.as_bytes()) } else { Secret::from("key") };
            let credentials: Vec<(&str, Secret)> = names.iter().map(|&name| (name, key(name))).collect();
            let signer = Signer::new(scheme(id).unwrap(), &credentials, &SignerOptions::default()).unwrap();
            let message = Message { method: "GET", url: "https://h.example/", ..Message::default() };
            let prepared = format!("{:?}", signer.prepare(&message, Timestamp::Text("1747216800")).unwrap());
            let signed = format!("{:?}", signer.sign(&message, Timestamp::Text("1747216800")).unwrap());
            for (what, text) in [("Signer", format!("{signer:?}")), ("Prepared", prepared), ("Signed", signed)] {
                prop_assert!(!holds(&text, secret.as_bytes()), "{} of {}: {}", what, id, text);
            }
        }
    }

    /// Whatever credential is wrong, and however, the sentence about it does not quote it.
    #[test]
    fn errors_hold_no_secret(secret in "[!-~]{12,40}", breaker in "\n|\r\nx: 1|\u{e9}|\"") {
        let broken = format!("{secret}{breaker}");
        for scheme in schemes().filter(|scheme| scheme.profile.is_none()) {
            let credentials: Vec<_> = scheme.credentials.iter().map(|&name| (name, Secret::from(&*broken))).collect();
            let Err(error) = Signer::new(scheme, &credentials, &SignerOptions::default()) else { continue };
            let text = format!("{error} {error:?}");
            prop_assert!(!holds(&text, secret.as_bytes()), "{}", text);
        }
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn what_is_signed_verifies(given in given()) {
        for scheme in hmac_rows() {
            let Some(sent) = given.sent(scheme) else { continue };
            let told = sent.verify().map_err(|error| error.to_string());
            prop_assert_eq!(told, Ok(sent.canonical.clone()), "{}: {:?}", scheme.id, sent);
        }
    }

    #[test]
    fn one_changed_bit_of_the_body_never_verifies(given in given(), bit in any::<Index>()) {
        for scheme in hmac_rows().filter(|scheme| signs_body(scheme)) {
            let Some(mut sent) = given.sent(scheme).filter(|sent| !sent.body.is_empty()) else { continue };
            let signed = sent.body.clone();
            sent.body = with_bit_changed(&signed, bit);
            // What is signed in canonical form may be spelled otherwise, and so may a form.
            let is_joined = scheme.canonical.contains("|joined}");
            let is_same = is_joined || scheme.body == BodyRule::AsSigned && canonical(&sent.body) == canonical(&signed);
            prop_assert!(is_same || sent.verify().is_err(), "{}: {:?}", scheme.id, sent);
        }
    }

    /// Signature, timestamp, API key and covered headers: all that a scheme sends in headers is looked at.
    #[test]
    fn one_changed_bit_of_a_header_never_verifies(given in given(), which in any::<Index>(), bit in any::<Index>()) {
        for scheme in hmac_rows() {
            let Some(mut sent) = given.sent(scheme) else { continue };
            sent.headers.retain(|(name, _)| name != "content-type" && name != "Accept");
            if sent.headers.is_empty() {
                continue;
            }
            let which = which.index(sent.headers.len());
            let Ok(changed) = String::from_utf8(with_bit_changed(sent.headers[which].1.as_bytes(), bit)) else { continue };
            // The digits of an escape are read in either case.
            if scheme.encoding == Encoding::Base64Percent && lower_escapes(&changed) == lower_escapes(&sent.headers[which].1) {
                continue;
            }
            sent.headers[which].1 = changed;
            prop_assert!(sent.verify().is_err(), "{}: {:?}", scheme.id, sent);
        }
    }

    #[test]
    fn one_changed_bit_of_a_signed_url_never_verifies(given in given(), bit in any::<Index>()) {
        for (id, from) in [("securo.request", "https://"), ("bitmex.request", ORIGIN), ("binance.request", "?")] {
            let Some(mut sent) = given.sent(scheme(id).unwrap()) else { continue };
            let from = sent.url.find(from).unwrap() + from.len();
            let (before, signed) = sent.url.split_at(from);
            let changed = with_bit_changed(signed.as_bytes(), bit);
            let Ok(changed) = String::from_utf8(changed) else { continue };
            sent.url = format!("{before}{changed}");
            prop_assert!(sent.verify().is_err(), "{}: {:?}", id, sent);
        }
    }

    #[test]
    fn one_changed_bit_of_a_signed_member_never_verifies(given in given(), second in any::<bool>(), bit in any::<Index>()) {
        let mut sent = Given { body: Vec::new(), target: "/".into(), ..given }.sent(scheme("smile-id.signature").unwrap()).unwrap();
        let text = String::from_utf8(sent.body.clone()).unwrap();
        let name = if second { "\"timestamp\":\"" } else { "\"signature\":\"" };
        let start = text.find(name).unwrap() + name.len();
        let end = start + text[start..].find('"').unwrap();
        let changed = with_bit_changed(&sent.body[start..end], bit);
        sent.body.splice(start..end, changed);
        prop_assert!(sent.verify().is_err(), "{:?}", sent);
    }

    /// Nobody signs by chance, nothing panics, and what is said quotes no secret.
    #[test]
    fn whatever_comes_is_refused(junk in vec(junk(), 8), url in "\\PC{0,40}", body in junk_body(), now_ms in any::<i64>()) {
        for scheme in schemes().filter(|scheme| scheme.profile.is_none()) {
            let Some(verifier) = verifier_of(scheme) else { continue };
            let names = scheme.headers.iter().map(|(name, _)| *name).chain(["webhook-id", "Authorization"]);
            let headers: Vec<(&str, &str)> = names.zip(junk.iter().map(|text| &**text)).collect();
            for headers in [&headers[..], &headers[..headers.len() - 2], &[]] {
                let error = verifier.verify(&Message { method: "POST", url: &url, headers, body: &body }, now_ms);
                let Err(error) = error.map(drop) else { return Err(TestCaseError::fail(format!("{}: {headers:?}", scheme.id))) };
                let text = format!("{error} {error:?}");
                prop_assert!(!holds(&text, KEY.as_bytes()), "{}", text);
            }
        }
    }
}

#[cfg(feature = "asymmetric")]
proptest! {
    #![proptest_config(config(6))]

    /// A bit of the body, or of anything in the header that is no unused bit, breaks a JWS in all of its forms.
    #[test]
    fn a_jws_verifies_until_a_bit_is_changed(body in vec(any::<u8>(), 1..60), bit in any::<Index>(), at in any::<Index>()) {
        let scheme = scheme("tu-cambio.jws").unwrap();
        let keys = [("publicKeys", include_str!("keys/rsa-2048.spki.pem").into())];
        let verifier = Verifier::new(scheme, &keys, &VerifierOptions { scheme: &[("jws.alg", "PS256 RS256")], ..VerifierOptions::default() }).unwrap();
        for (form, algorithm) in [("attached", "PS256"), ("detached", "RS256"), ("unencoded", "PS256")] {
            let keys = [("privateKey", include_str!("keys/rsa-2048.pkcs8.pem").into())];
            let signer = Signer::new(scheme, &keys, &SignerOptions { scheme: &[("jws.form", form), ("jws.alg", algorithm)], ..SignerOptions::default() }).unwrap();
            let message = Message { body: &body, ..Message::default() };
            let signed = signer.sign_with_rng(&message, Timestamp::Now(0), &mut Weyl(at.index(1 << 20) as u64)).unwrap();
            let jws = signed.signature().to_owned();
            let told = |jws: &str, body: &[u8]| {
                let headers = [("jws-signature", jws)];
                verifier.verify(&Message { headers: &headers, body, ..message }, 0).map(drop)
            };
            prop_assert_eq!(told(&jws, &body), Ok(()));
            prop_assert_eq!(told(&jws, &with_bit_changed(&body, bit)).map_err(|error| error.code()), Err("ERR_SIGNATURE_MISMATCH"));
            let Ok(changed) = String::from_utf8(with_bit_changed(jws.as_bytes(), at)) else { continue };
            prop_assert!(told(&changed, &body).is_err(), "{}", changed);
        }
    }
}

/// What a sender has at hand, for any scheme.
#[derive(Clone, Debug)]
struct Given {
    method: &'static str,
    target: String,
    id: String,
    body: Vec<u8>,
    at_ms: i64,
}

/// What was sent, and what was signed.
#[derive(Debug)]
struct Sent {
    scheme: &'static Scheme<'static>,
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now_ms: i64,
    canonical: String,
}

impl Given {
    /// `None` where the scheme does not sign this, such as a body that is no JSON.
    fn sent(&self, scheme: &'static Scheme<'static>) -> Option<Sent> {
        let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
        let url = if scheme.id == "securo.websocket" { ORIGIN.into() } else { format!("{ORIGIN}{}", self.target) };
        let headers = [("webhook-id", &*self.id), ("svix-id", &*self.id)];
        let message = Message { method: self.method, url: &url, headers: &headers, body: &self.body };
        let signed = signer.sign(&message, Timestamp::At(self.at_ms)).ok()?;
        let own = headers.into_iter().filter(|(name, _)| scheme.inputs.iter().any(|(_, place)| place.ends_with(name)));
        let headers = own.chain(signed.headers()).map(|(name, value)| (name.into(), value.into())).collect();
        let (url, body, canonical) =
            (signed.url().into(), signed.body().into(), hex_digest(signed.canonical().bytes()));
        let canonical = if scheme.canonical.is_empty() { String::new() } else { canonical };
        Some(Sent { scheme, method: self.method, url, headers, body, now_ms: self.at_ms, canonical })
    }
}

impl Sent {
    /// The fingerprint, where it verifies.
    fn verify(&self) -> Result<String, Error> {
        let verifier =
            Verifier::new(self.scheme, &verifying(self.scheme, credentials(self.scheme)), &VerifierOptions::default())
                .unwrap();
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let message = Message { method: self.method, url: &self.url, headers: &headers, body: &self.body };
        verifier.verify(&message, self.now_ms).map(|verified| verified.fingerprint().to_owned())
    }
}

fn given() -> impl Strategy<Value = Given> {
    let body = prop_oneof![
        document().prop_map(String::into_bytes),
        vec((key(), document()), 0..4).prop_map(|members| {
            let members: Vec<String> = members.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
            format!("{{{}}}", members.join(",")).into_bytes()
        }),
        "([a-z]{1,5}=[a-z0-9%+]{0,5}&){0,3}[a-z]=1".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..60),
    ];
    let parts = (select(vec!["POST", "PUT", "patch"]), "/[a-z0-9/?&=%._~-]{0,30}", "[A-Za-z0-9_-]{1,20}", body);
    // Milliseconds have twelve digits since 1973.
    (parts, 1_000_000_000_000..4_102_444_800_000i64).prop_map(|((method, target, id, body), at_ms)| Given {
        method,
        target,
        id,
        body,
        at_ms,
    })
}

/// The text of a header: anything, or nearly what a scheme sends.
fn junk() -> impl Strategy<Value = String> {
    let hex = "[0-9a-f]{64}";
    prop_oneof![
        "\\PC{0,40}",
        any::<String>(),
        hex,
        (hex, "[0-9]{10}").prop_map(|(hex, time)| format!("t={time},v1={hex}")),
        (hex, "(sha256=|v0=|Signature: |, Signature: )").prop_map(|(hex, prefix)| format!("{prefix}{hex}")),
        "v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=){0,2}",
        "[0-9]{8,14}",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?Z",
        "eyJhbGciOiJQUzI1NiJ9\\.[A-Za-z0-9_-]{0,20}\\.[A-Za-z0-9_-]{342}",
        Just(format!("Bearer {}", &KEY[1..])),
    ]
}

fn junk_body() -> impl Strategy<Value = Vec<u8>> {
    let member =
        (select(vec!["partner_id", "timestamp", "signature", "sec_key", "nonce"]), prop_oneof![string(), document()]);
    let object = vec(member, 0..5).prop_map(|members| {
        let members: Vec<String> = members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    });
    let sec_key = ("[A-Za-z0-9+/]{170}[AQgw]=", "[0-9a-f]{64}")
        .prop_map(|(signature, hash)| format!(r#"{{"timestamp":1700000000000,"sec_key":"{signature}|{hash}"}}"#));
    prop_oneof![
        vec(any::<u8>(), 0..60),
        object.prop_map(String::into_bytes),
        sec_key.prop_map(String::into_bytes),
        broken_document().prop_map(String::into_bytes),
    ]
}

/// The schemes that are signed and verified with the same credentials.
fn hmac_rows() -> impl Iterator<Item = &'static Scheme<'static>> {
    schemes().filter(|scheme| scheme.profile.is_none() && !["smile-id.sec-key", "tu-cambio.jws"].contains(&scheme.id))
}

fn lower_escapes(text: &str) -> String {
    ["%2B", "%2F", "%3D"].iter().fold(text.into(), |text: String, escape| text.replace(escape, &escape.to_lowercase()))
}

fn signs_body(scheme: &Scheme<'_>) -> bool {
    let made_of = scheme.bindings.iter().map(|(_, template)| *template).chain([scheme.canonical]);
    made_of.into_iter().any(|template| template.contains("{body"))
}

fn credentials<'a>(scheme: &Scheme<'a>) -> Vec<(&'a str, Secret)> {
    let value = |name: &str| {
        Secret::from(match name {
            "partnerId" => "085",
            "privateKey" => pair_for(scheme.algorithm)[0],
            _ => KEY,
        })
    };
    scheme.credentials.iter().map(|&name| (name, value(name))).collect()
}

/// A verifier for any scheme; `None` where this build has none.
fn verifier_of(scheme: &Scheme<'_>) -> Option<Verifier> {
    let rsa = include_str!("keys/rsa-1024.spki.pem");
    let keys = match scheme.id {
        "smile-id.sec-key" => vec![("partnerId", "085".into()), ("apiKey", rsa.into())],
        _ => credentials(scheme),
    };
    match Verifier::new(scheme, &verifying(scheme, keys), &VerifierOptions::default()) {
        Ok(verifier) => Some(verifier),
        Err(error) => {
            assert_eq!((error.code(), is_built(scheme.algorithm)), ("ERR_UNSUPPORTED", false), "{error}");
            None
        }
    }
}

/// As many cases, from a seed that is told where one fails.
fn config(cases: u32) -> ProptestConfig {
    let given = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("COUNTERSIGN_SEED={seed}");
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() }
}

/// A document, printed with white space, escapes and numbers of every spelling.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("null".to_owned()),
        string(),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        any::<f64>()
            .prop_filter("JSON has no infinities", |number| number.is_finite())
            .prop_map(|number| format!("{number:e}")),
    ];
    let spaced = (leaf, "[ \t\r\n]{0,2}").prop_map(|(leaf, space)| format!("{space}{leaf}{space}"));
    spaced.prop_recursive(4, 40, 6, |inner| {
        let array = vec(inner.clone(), 0..6).prop_map(|values| format!("[{}]", values.join(",")));
        let members = vec((key(), inner), 0..8);
        let object = members.prop_map(|members| {
            let members: Vec<String> = members.into_iter().map(|(key, value)| format!("{key} :{value}")).collect();
            format!("{{{}}}", members.join(","))
        });
        prop_oneof![array, object]
    })
}

/// A key with a zero in it, so that it cannot pass for a text with a pasted line break.
fn binary_key() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..60).prop_map(|bytes| [&[0], &bytes[..]].concat())
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![string(), "\"[a-c]\"", "\"[0-9]{1,2}\"", "\"429496729[0-9]\"", Just("\"__proto__\"".to_owned())]
}

fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -!#-\\[\\]-~]{0,9}",
        "\\\\[\"\\\\/bfnrt]",
        "\\\\u0[0-9a-fA-F]{3}",
        "\\\\u[dD][89abAB][0-9a-f]{2}\\\\u[dD][c-fC-F][0-9A-F]{2}",
        "\\\\u[dD][89a-fA-F][0-9a-f]{2}",
        any::<char>()
            .prop_filter("control characters are escaped", |c| *c >= ' ' && !"\"\\".contains(*c))
            .prop_map(String::from),
    ];
    vec(piece, 0..5).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn broken_document() -> impl Strategy<Value = String> {
    (document(), any::<Index>(), "[\\[\\]{},:\"\\\\0-9eE.+tfn \u{0}\u{e9}-]?").prop_map(|(text, at, piece)| {
        let mut letters: Vec<char> = text.chars().collect();
        let at = at.index(letters.len());
        letters.splice(at..=at, piece.chars());
        letters.into_iter().collect()
    })
}

fn noise() -> impl Strategy<Value = String> {
    "[\\[\\]{},:\"\\\\0-9eE.+truefalsn -]{0,12}"
}

/// ECMAScript has lone surrogates and reads any exponent; `serde_json` has and does not.
fn is_ecmascript_only(error: &serde_json::Error) -> bool {
    let text = error.to_string();
    ["number out of range", "lone leading surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|own| text.contains(own))
}

/// Whether two documents say the same: `serde_json` rounds doubles roughly, and the order of members is not looked at.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= a.abs() * 4.0 * f64::EPSILON + f64::MIN_POSITIVE
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        _ => a == b,
    }
}

fn canonical(body: &[u8]) -> Result<String, Option<usize>> {
    let headers = &[("X-Sig", "{signature}")];
    let scheme = Scheme { canonical: "{body|json}", credentials: &["secret"], headers, ..Scheme::HMAC_SHA256_HEX };
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    match signer.sign(&Message { body, ..Message::default() }, Timestamp::Now(0)) {
        Ok(signed) => Ok(signed.canonical().text()),
        Err(Error::BodyInvalid(fault)) => Err(fault.at),
        Err(other) => panic!("{other}"),
    }
}

const TIME: &str = "2025-05-14T10:00:00.000Z";

/// The signature; empty where the secret or the timestamp is refused.
fn tu_cambio(secret: &[u8], body: &[u8], time: &str) -> String {
    let credentials = [("apiKey", "key".into()), ("secret", secret.into())];
    let Ok(signer) = Signer::new(scheme("tu-cambio.request").unwrap(), &credentials, &SignerOptions::default()) else {
        return String::new();
    };
    let message = Message { method: "POST", url: "https://h.example/", body, ..Message::default() };
    signer.sign(&message, Timestamp::Text(time)).map(|signed| signed.signature().to_owned()).unwrap_or_default()
}

fn securo(target: &str) -> Option<String> {
    let url = format!("https://h.example{target}");
    let message = Message { method: "GET", url: &url, ..Message::default() };
    securo_signer().sign(&message, Timestamp::Text("1747216800")).ok().map(|signed| signed.signature().to_owned())
}

fn securo_signer() -> Signer {
    let credentials = [("apiKey", "key".into()), ("secret", "secret".into())];
    Signer::new(scheme("securo.request").unwrap(), &credentials, &SignerOptions::default()).unwrap()
}

/// A signature with the key that `text` is read as.
fn kraken(text: &str) -> Result<String, Error> {
    let signer = Signer::new(
        scheme("kraken.request")?,
        &[("apiKey", "key".into()), ("secret", text.into())],
        &SignerOptions::default(),
    )?;
    let message = Message { method: "POST", url: "https://h.example/", ..Message::default() };
    signer.sign(&message, Timestamp::Text("1747216800")).map(|signed| signed.signature().to_owned())
}

fn with_bit_changed(bytes: &[u8], bit: Index) -> Vec<u8> {
    let bit = bit.index(bytes.len() * 8);
    let mut changed = bytes.to_vec();
    changed[bit / 8] ^= 1 << (bit % 8);
    changed
}

/// Whether `text` quotes `secret`: as text, in hexadecimal, or as a list of bytes, as a derived `Debug` prints them.
fn holds(text: &str, secret: &[u8]) -> bool {
    let list = format!("{secret:?}");
    let as_text = String::from_utf8_lossy(secret);
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let forms = [&*as_text, &as_text.escape_default().to_string(), &hex, list.trim_matches(['[', ']'])];
    forms.iter().any(|form| text.contains(form))
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

const ORIGIN: &str = "https://h.example";
/// A key in every form that schemes take.
/// Text, base64 and hexadecimal.
const KEY: &str = "c2ec7ef0f7a7a515109b1e91046a7b3f";
