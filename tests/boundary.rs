//! The WebAssembly boundary, called as the package's facade calls it, inside WebAssembly itself.
#![cfg(all(target_arch = "wasm32", feature = "js"))]
#![allow(missing_docs, reason = "a test")]

use countersign::js;
use countersign::js::slots::form::{CLOCK, TEXT, TIME};
use countersign::js::slots::{self, UNCHANGED};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

const URL: &str = "https://api.securo.dev/api/v1/sessions";

/// The core's linear memory, written and read as JavaScript does.
mod memory {
    use js_sys::{Uint8Array, Uint32Array, WebAssembly};
    use wasm_bindgen::JsCast as _;

    fn buffer() -> wasm_bindgen::JsValue {
        wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().buffer()
    }

    pub(crate) fn write(texts: &[&[u8]]) {
        let joined = texts.concat();
        let texts_at = countersign::js::texts(joined.len());
        let table_at = countersign::js::table(texts.len().max(64));
        Uint8Array::new_with_byte_offset_and_length(&buffer(), texts_at.addr() as u32, joined.len() as u32)
            .copy_from(&joined);
        let lengths: Vec<u32> = texts.iter().map(|text| text.len() as u32).collect();
        Uint32Array::new_with_byte_offset_and_length(&buffer(), table_at.addr() as u32, lengths.len() as u32)
            .copy_from(&lengths);
    }

    /// The numbers of an answer, as many as it says that there are.
    pub(crate) fn numbers(at: *const u32) -> Vec<u32> {
        let read = |count| Uint32Array::new_with_byte_offset_and_length(&buffer(), at.addr() as u32, count).to_vec();
        read(read(1)[countersign::js::slots::answer::COUNT])
    }

    pub(crate) fn bytes(at: u32, length: u32) -> Vec<u8> {
        Uint8Array::new_with_byte_offset_and_length(&buffer(), at, length).to_vec()
    }
}

fn open(id: &str, credentials: &[(&str, &[u8])], options: &[(&str, &str)]) -> usize {
    write_opening(id, credentials, options);
    js::signing::open_signer(credentials.len(), options.len())
}

fn open_verifier(id: &str, credentials: &[(&str, &[u8])], options: &[(&str, &str)]) -> usize {
    write_opening(id, credentials, options);
    js::signing::open_verifier(credentials.len(), options.len())
}

/// The scheme `id` of the catalogue, as JavaScript hands it over.
fn definition(id: &str) -> String {
    serde_json::to_string(countersign::scheme(id).expect("a scheme of the catalogue")).expect("plain data")
}

fn write_opening(id: &str, credentials: &[(&str, &[u8])], options: &[(&str, &str)]) {
    let definition = definition(id);
    let mut texts = vec![definition.as_bytes()];
    texts.extend(credentials.iter().flat_map(|(name, secret)| [name.as_bytes(), secret, b"text"]));
    texts.extend(options.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
    memory::write(&texts);
}

fn securo() -> usize {
    open("securo.request", &[("apiKey", b"key"), ("secret", b"hush")], &[])
}

fn error(member: &str) -> String {
    given(js::error)[member].as_str().unwrap_or_default().into()
}

/// What a call gives, as JSON has it: maps are objects, and nothing is `null`.
fn given<T>(call: impl FnOnce() -> T) -> Value {
    js_sys::eval("globalThis.give = (object) => { globalThis.given = object }").expect("a function");
    call();
    let plain = "JSON.stringify(given, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value))";
    let json = js_sys::eval(plain).expect("plain data");
    json.as_string().map_or(Value::Null, |json| serde_json::from_str(&json).expect("JSON"))
}

/// The texts of an answer, one after the other.
fn texts_of(numbers: &[u32]) -> Vec<u8> {
    memory::bytes(numbers[slots::answer::ADDRESS], numbers[slots::answer::LENGTH])
}

/// The texts of an answer: timestamp, signature, canonical string, and the rest in one.
fn answer(at: *const u32) -> [String; 4] {
    let numbers = memory::numbers(at);
    let mut rest = texts_of(&numbers);
    let mut take = |slot: usize| {
        let tail = rest.split_off(numbers[slot] as usize);
        String::from_utf8(core::mem::replace(&mut rest, tail)).expect("UTF-8")
    };
    let texts = [slots::signed::TIMESTAMP, slots::signed::SIGNATURE, slots::signed::CANONICAL].map(&mut take);
    let [timestamp, signature, canonical] = texts;
    [timestamp, signature, canonical, String::from_utf8(rest).expect("UTF-8")]
}

#[wasm_bindgen_test]
fn signs_the_value_that_smile_id_publishes() {
    let handle = open("smile-id.signature", &[("partnerId", b"partner"), ("apiKey", b"apiKey")], &[]);
    memory::write(&[b"POST", b"", b"2023-02-13T15:07:42.214Z", b""]);
    let [timestamp, signature, canonical, _] = answer(js::signing::sign(handle, TEXT, 0.0, 0));
    assert_eq!(timestamp, "2023-02-13T15:07:42.214Z");
    assert_eq!(canonical, "2023-02-13T15:07:42.214Zpartnersid_request");
    assert_eq!(signature, "XxThLHZy2ij1WINkqNEPgzVs9RvUDHWlebDYzprqS74=");
}

#[wasm_bindgen_test]
fn tells_clock_time_and_text_apart() {
    let handle = open("bitmex.request", &[("apiKey", b"key"), ("secret", b"hush")], &[]);
    let signed_at = |form: u32, text: &str| {
        memory::write(&[b"GET", b"https://www.bitmex.com/api/v1/instrument", text.as_bytes(), b""]);
        answer(js::signing::sign(handle, form, 1_518_064_236_999.0, 0))[0].clone()
    };
    assert_eq!(signed_at(CLOCK, ""), "1518064296", "the clock plus the scheme's 60 seconds");
    assert_eq!(signed_at(TIME, ""), "1518064236");
    assert_eq!(signed_at(TEXT, "1518064300"), "1518064300");
}

#[wasm_bindgen_test]
fn says_where_values_go() {
    let numbers = memory::numbers(js::signing::places(securo()));
    let mut texts = &*String::from_utf8(texts_of(&numbers)).expect("UTF-8");
    let mut take = |length: u32| {
        let (text, rest) = texts.split_at(length as usize);
        texts = rest;
        text.to_owned()
    };
    let algorithm = json!({ "name": "HMAC", "hash": "SHA-256" });
    assert_eq!(given(|| js::signing::algorithm(securo())), algorithm);
    let header = slots::location::HEADER;
    let expected = [
        (header, "x-sec-key", slots::kind::FIXED, "key"),
        (header, "x-sec-ts", slots::kind::TIMESTAMP, ""),
        (header, "x-sec-sign", slots::kind::SIGNATURE, ""),
    ];
    assert_eq!(numbers[slots::places::PLACES] as usize, expected.len());
    for (place, (part, name, kind, value)) in numbers[slots::places::END..].chunks(slots::place::END).zip(expected) {
        assert_eq!((place[slots::place::PART], place[slots::place::KIND]), (part, kind));
        assert_eq!((take(place[slots::place::NAME]), take(place[slots::place::VALUE])), (name.into(), value.into()));
    }
    assert_eq!(take(0), "", "nothing is left");
    assert!(js::signing::places(0).is_null());
}

#[wasm_bindgen_test]
fn reports_errors_with_their_facts_and_goes_on() {
    let handle = securo();
    memory::write(&[b"POST", URL.as_bytes(), b"", b"{\"a\":tru}"]);
    assert!(js::signing::sign(handle, CLOCK, 1_747_216_800_000.0, 0).is_null());
    let message = "`body`, byte 8: expected a JSON value, got `}`";
    let report = json!({ "code": "ERR_BODY_INVALID", "message": message, "part": "body", "offset": 8 });
    assert_eq!(given(js::error), report);
    assert_eq!(given(js::error), Value::Null, "an error is told once");
    memory::write(&[b"POST", URL.as_bytes(), b"", b"{\"a\":true}"]);
    assert!(!js::signing::sign(handle, CLOCK, 1_747_216_800_000.0, 0).is_null());
}

#[wasm_bindgen_test]
fn refuses_handles_and_lengths_that_are_not_its_own() {
    let handle = securo();
    memory::write(&[b"GET", URL.as_bytes(), b"", b""]);
    for stranger in [0, handle + 1, usize::MAX] {
        assert!(js::signing::sign(stranger, CLOCK, 0.0, 0).is_null(), "handle {stranger}");
        assert_eq!(error("code"), "ERR_ARGUMENT_INVALID");
    }
    assert!(js::signing::sign(handle, CLOCK, 0.0, usize::MAX).is_null(), "more headers than the table has lengths");
    memory::write(&[b"\xff", b"", b"", b""]);
    assert!(js::signing::sign(handle, CLOCK, 0.0, 0).is_null(), "a method that is no UTF-8");
}

#[wasm_bindgen_test]
fn closes_a_signer_once_and_uses_its_place_again() {
    let handle = securo();
    js::signing::close_signer(handle);
    js::signing::close_signer(handle);
    js::signing::close_signer(usize::MAX);
    memory::write(&[b"GET", URL.as_bytes(), b"", b""]);
    assert!(js::signing::sign(handle, CLOCK, 0.0, 0).is_null());
    assert_eq!(securo(), handle);
}

#[wasm_bindgen_test]
fn wipes_the_credentials_it_was_handed() {
    let secret = b"a secret that must not stay in the buffer";
    let handle = open("tu-cambio.request", &[("apiKey", b"key"), ("secret", secret)], &[]);
    assert_ne!(handle, 0);
    let definition = definition("tu-cambio.request");
    let names = [&*definition, "apiKey", "key", "text", "secret", "text"];
    let written = names.map(str::len).iter().sum::<usize>() + secret.len();
    let texts = memory::bytes(js::texts(0).addr() as u32, written as u32);
    assert_eq!(texts, vec![0; written]);
}

#[wasm_bindgen_test]
fn prepares_and_finishes_what_signing_gives() {
    let handle = open("tu-cambio.request", &[("apiKey", b"key"), ("secret", b"hush")], &[]);
    let texts: [&[u8]; 4] = [b"POST", b"", b"2024-05-24T20:37:10.492Z", b"{}"];
    memory::write(&texts);
    let signed = answer(js::signing::sign(handle, TEXT, 0.0, 0));
    memory::write(&texts);
    let numbers = memory::numbers(js::signing::prepare(handle, TEXT, 0.0, 0));
    assert_eq!(numbers[slots::prepared::TIMESTAMP], 24);
    assert_eq!(
        texts_of(&numbers),
        b"2024-05-24T20:37:10.492Z2024-05-24T20:37:10.492Z{}",
        "the timestamp, and the signing input"
    );
    let raw: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&signed[1][2 * at..2 * at + 2], 16).expect("hexadecimal")).collect();
    memory::write(&[&texts[..], &[&raw]].concat());
    assert_eq!(answer(js::signing::finish(handle, TEXT, 0.0, 0)), signed);
    memory::write(&[&texts[..], &[&raw[1..]]].concat());
    assert!(js::signing::finish(handle, TEXT, 0.0, 0).is_null(), "a signature of 31 bytes");
    assert_eq!(error("code"), "ERR_SIGNATURE_INVALID");
}

#[wasm_bindgen_test]
fn verifies_the_value_that_github_publishes() {
    let handle = open_verifier("github.webhook", &[("secret", b"x"), ("secret", b"It's a Secret to Everybody")], &[]);
    let header = b"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    memory::write(&[b"POST", b"", b"", b"X-Hub-Signature-256", header, b"Hello, World!"]);
    let numbers = memory::numbers(js::signing::verify(handle, 0.0, 1));
    assert_eq!(numbers[slots::verified::BODY], UNCHANGED);
    let result = &numbers[slots::verified::END..];
    assert_eq!(numbers[slots::verified::FINGERPRINTED], UNCHANGED, "the canonical string is the body");
    assert_eq!(result.len(), slots::result::END, "no inputs");
    for (slot, number) in [
        (slots::result::KEY_INDEX, 1),
        (slots::result::SCHEME, 0),
        (slots::result::CANONICAL, 1),
        (slots::result::TIMESTAMP, 0),
        (slots::result::FINGERPRINT, UNCHANGED),
        (slots::result::SIGNED_AT_HIGH, UNCHANGED),
        (slots::result::HAS_COMPANION, 0),
        (slots::result::INPUTS, 0),
    ] {
        assert_eq!(result[slot], number, "{slot}");
    }
    assert_eq!(texts_of(&numbers), b"");
    let common = json!({ "headers": ["X-Hub-Signature-256"], "texts": ["github.webhook", "{body}"] });
    assert_eq!(given(|| js::signing::verifier(handle)), common);
    memory::write(&[b"Hello, World!"]);
    assert_eq!(js::signing::fingerprint(), "dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f");
    memory::write(&[b"POST", b"", b"", b"X-Hub-Signature-256", header, b"Hello, World?"]);
    assert!(js::signing::verify(handle, 0.0, 1).is_null());
    assert_eq!(error("code"), "ERR_SIGNATURE_MISMATCH");
    js::signing::close_verifier(handle);
    assert!(js::signing::verify(handle, 0.0, 1).is_null());
}

/// What is asked of an explainer: a GitHub webhook, whose signature is over a line break more.
#[cfg(feature = "js-explain")]
fn ask(secret: &[u8]) {
    // printf 'a\n' | openssl dgst -sha256 -hmac hush
    let received: &[u8] = b"458bc91eeaed881071210530be4a9cf5b950c710cc0450fea587dab93084db42";
    let others: [&[u8]; 3] = [b"acme.webhook", b"{body}{timestamp}", b""];
    let texts = [b"secret", secret, b"text", b"POST", b"", b"", b"a", received];
    memory::write(&[&[definition("github.webhook").as_bytes()][..], &texts, &others].concat());
}

#[cfg(feature = "js-explain")]
#[wasm_bindgen_test]
fn explains_in_steps_and_makes_it_again() {
    ask(b"hush");
    assert!(js::explain::open(1, 0, 0, 1, f64::NAN, Some(true), 1e6), "{}", error("message"));
    while !js::explain::step(100.0) {}
    let report = given(js::explain::report);
    assert_eq!(report["verdict"], "explained");
    assert_eq!(report["findings"][0]["causes"][0]["id"], "body-trailing-newline");
    ask(b"other");
    let pair = given(|| js::explain::again(1, 0, 0, 1));
    assert_eq!(pair[1], "c972fe9c1412cb21cf506ab76d1a6a3c67550a44d708a7a888f43b6cf270926c");
    memory::write(&[definition("slack.webhook").as_bytes()]);
    assert_eq!(js::explain::timestamp(1_747_216_800_999.0), Some("1747216800".into()));
    memory::write(&[b"no.scheme"]);
    assert!(!js::explain::open(0, 0, 0, 0, f64::NAN, Some(true), 1e6));
    assert_eq!(error("code"), "ERR_SCHEME_INVALID");
}

#[cfg(feature = "asymmetric")]
#[wasm_bindgen_test]
fn draws_random_bytes_from_the_host() {
    // A key made by `openssl genrsa 1024`; its public half.
    let key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDQpnXxBFI8U2o1OPUfe+4syJv5REzy9r/P5vrHZSlI28a8s9DIwaTWltA+FBLe5WmY4aJPoFLJe4SvIlE9poKsvDy4MQmI5BK/fTvyzfnoYMeawS6QIXV9QObedL6oOnwwdBbrX8x+PlIq74k0GSfC12Ty9pA2cLxvmmjc+D8+ewIDAQAB";
    let handle = open("smile-id.sec-key", &[("partnerId", b"085"), ("apiKey", key.as_bytes())], &[]);
    assert_ne!(handle, 0, "{}", error("message"));
    let once = || {
        memory::write(&[b"POST", b"", b"1570698930193", b""]);
        answer(js::signing::sign(handle, TEXT, 0.0, 0))
    };
    let ([_, first, hash, _], [_, second, same_hash, _]) = (once(), once());
    assert_ne!(first, second);
    assert_eq!(hash, same_hash);
    assert_eq!(first.len(), 172, "128 bytes in base64");
}

/// What follows from a definition, whatever is wrong with it.
#[cfg(feature = "js-describe")]
#[wasm_bindgen_test]
fn a_definition_is_described() {
    let describe = |definition: &str| {
        memory::write(&[definition.as_bytes()]);
        given(js::describe::describe)
    };
    let description = describe(r#"{"id":"a","canonical":"{timestamp}.{body|json}","timestamp":"seconds","title":7}"#);
    assert_eq!(description["definition"]["toleranceSeconds"], json!(300));
    assert_eq!(description["definition"]["title"], json!(""));
    let time = json!({ "name": "timestamp", "kind": "request", "filters": [] });
    let body = json!({ "name": "body", "kind": "request", "filters": ["json"] });
    assert_eq!(description["templates"]["canonical"], json!([time, { "literal": "." }, body]));
    assert_eq!(description["key"], json!("secret"));
    assert_eq!(describe("{"), Value::Null);
    assert_eq!(given(js::describe::names)["filters"][0]["name"], json!("json"));
}

#[cfg(feature = "js-explain")]
#[wasm_bindgen_test]
fn the_causes_are_listed() {
    let ids = |of_standards| {
        let causes: Vec<(String, String)> =
            serde_json::from_value(given(|| js::explain::causes(of_standards))).expect("pairs of texts");
        causes.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert!(ids(false).iter().any(|id| id == "stale") && !ids(false).iter().any(|id| id == "scope-day"));
    assert_eq!(ids(true).iter().any(|id| id == "scope-day"), cfg!(feature = "standards"));
}
