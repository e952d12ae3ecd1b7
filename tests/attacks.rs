//! What an attacker may try with a message that was rightly signed: each attempt is refused, and told nothing.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};
use countersign::{
    Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, Tolerance, Verifier, VerifierOptions, scheme,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};

#[test]
fn every_attack_is_refused_with_its_code() {
    let mut wrong = Vec::new();
    for (name, id, change, code) in attacks() {
        let mut received = Received::of(id);
        received.verify().unwrap_or_else(|error| panic!("{id}: {name}: what is changed was right: {error}"));
        change(&mut received);
        match received.verify() {
            Err(error) if error.code() == code => {}
            Err(error) => wrong.push(format!("{id}: {name}: want {code}, got {}: {error}", error.code())),
            Ok(()) => wrong.push(format!("{id}: {name}: want {code}, got a verified message")),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The same messages as data, for the package: `UPDATE=1 cargo test --test attacks` writes the file.
#[test]
fn the_attacks_as_data_are_these() {
    const FILE: &str = "tests/attacks.json";
    let harmless = harmless().into_iter().map(|(name, id, change)| (name, id, change, None));
    let attacks = attacks().into_iter().map(|(name, id, change, code)| (name, id, change, Some(code)));
    let lines = attacks.chain(harmless).map(|(name, id, change, code)| {
        let mut received = Received::of(id);
        change(&mut received);
        received.as_data(name, code)
    });
    let data = format!("[\n{}\n]\n", lines.collect::<Vec<_>>().join(",\n"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &data).unwrap();
    }
    assert!(std::fs::read_to_string(FILE).unwrap() == data, "{FILE} is out of date: run with UPDATE=1");
}

/// A refusal is no oracle: it quotes neither a secret nor the signature that would have been right.
#[test]
fn no_refusal_tells_a_secret_or_the_right_signature() {
    for (name, id, change, _) in attacks() {
        let mut received = Received::of(id);
        let before = received.signature.clone();
        change(&mut received);
        let Err(error) = received.verify() else { continue };
        let text = format!("{error} {error:?}");
        let right = received.mac(received.secret, &received.canonical());
        for told in [SECRET, OTHER_SECRET, &before, &right].iter().filter(|told| !told.is_empty()) {
            assert!(!text.contains(told), "{id}: {name}: {text}");
        }
    }
}

/// What only looks like an attack stands.
#[test]
fn what_carriers_do_to_a_message_is_accepted() {
    for (name, id, change) in harmless() {
        let mut received = Received::of(id);
        change(&mut received);
        received.verify().unwrap_or_else(|error| panic!("{id}: {name}: {error}"));
    }
}

#[cfg(feature = "asymmetric")]
#[test]
fn a_second_signature_cannot_be_stripped_or_borrowed() {
    const PRIVATE: &str = include_str!("keys/rsa-2048.pkcs8.pem");
    const OTHER: &str = include_str!("keys/other-2048.pkcs8.pem");
    const VALID: &str = include_str!("keys/valid.certificate.pem");
    const EXPIRED: &str = include_str!("keys/expired.certificate.pem");
    const FUTURE: &str = include_str!("keys/future.certificate.pem");
    let scheme = scheme("tu-cambio.webhook").unwrap();
    let sign = |key: &str, body: &[u8], secret: &str| {
        let credentials = [("secret", secret.into()), ("privateKey", key.into())];
        let signer = Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap();
        let message = Message { body, ..Message::default() };
        let signed = signer.sign_with_rng(&message, Timestamp::Now(NOW_MS), &mut Ones).unwrap();
        let headers: Vec<(String, String)> =
            signed.headers().map(|(name, value)| (name.into(), value.into())).collect();
        headers
    };
    let told = |certificate: &str, headers: &[(String, String)], body: &[u8]| {
        let credentials = [("secret", SECRET.into()), ("certificates", certificate.into())];
        let verifier = Verifier::new(scheme, &credentials, &VerifierOptions::default()).unwrap();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let verified = verifier.verify(&Message { headers: &headers, body, ..Message::default() }, NOW_MS);
        verified.map(drop).map_err(|error| error.code())
    };
    let right = sign(PRIVATE, b"{}", SECRET);
    let without = |name: &str| -> Vec<_> { right.iter().filter(|(own, _)| own != name).cloned().collect() };
    let mixed = |name: &str, from: &[(String, String)]| -> Vec<_> {
        let other = from.iter().filter(|(own, _)| own == name).cloned();
        without(name).into_iter().chain(other).collect()
    };
    let attacks = [
        ("nothing", VALID, right.clone(), Ok(())),
        ("the JWS stripped", VALID, without("jws-signature"), Err(MISSING)),
        ("the HMAC stripped", VALID, without("Authorization"), Err(MISSING)),
        ("the JWS of another message", VALID, mixed("jws-signature", &sign(PRIVATE, b"[]", SECRET)), Err(MISMATCH)),
        ("the HMAC of another message", VALID, mixed("Authorization", &sign(PRIVATE, b"[]", SECRET)), Err(MISMATCH)),
        ("the JWS of another key", VALID, mixed("jws-signature", &sign(OTHER, b"{}", SECRET)), Err(MISMATCH)),
        ("the HMAC of another secret", VALID, sign(PRIVATE, b"{}", OTHER_SECRET), Err(MISMATCH)),
        ("an expired certificate", EXPIRED, right.clone(), Err("ERR_CERTIFICATE_REFUSED")),
        ("a certificate of the future", FUTURE, right.clone(), Err("ERR_CERTIFICATE_REFUSED")),
        ("an expired certificate of another key", EXPIRED, sign(OTHER, b"{}", SECRET), Err(MISMATCH)),
    ];
    for (name, certificate, headers, expected) in attacks {
        assert_eq!(told(certificate, &headers, b"{}"), expected, "{name}");
    }
}

/// Whoever has the public key can encrypt with it, as requests do; only the private half signs what comes back.
#[cfg(feature = "asymmetric")]
#[test]
fn a_request_is_not_taken_for_what_comes_back() {
    let scheme = scheme("smile-id.sec-key").unwrap();
    for key in [include_str!("keys/rsa-1024.spki.pem"), include_str!("keys/rsa-2048.spki.pem")] {
        let credentials = [("partnerId", "085".into()), ("apiKey", key.into())];
        let signer = Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", url: "https://h.example/", ..Message::default() };
        let signed = signer.sign_with_rng(&message, Timestamp::Now(NOW_MS), &mut Ones).unwrap();
        let message = Message { body: signed.body(), ..message };
        let told = Verifier::new(scheme, &credentials, &VerifierOptions::default())
            .unwrap()
            .verify(&message, NOW_MS)
            .map(drop);
        assert_eq!(told.map_err(|error| error.code()), Err("ERR_SIGNATURE_MISMATCH"));
    }
}

type Change = fn(&mut Received);
/// The name of an attack, the scheme it is tried on, how, and the code of the answer.
type Attack = (&'static str, &'static str, Change, &'static str);

fn attacks() -> Vec<Attack> {
    let of_every_row = |id| ON_EVERY_ROW.iter().map(move |&(name, change, code)| (name, id, change, code));
    ATTACKS.iter().copied().chain(ROWS.into_iter().flat_map(of_every_row)).collect()
}

fn harmless() -> Vec<(&'static str, &'static str, Change)> {
    let of_every_row = |id| HARMLESS_EVERYWHERE.iter().map(move |&(name, change)| (name, id, change));
    HARMLESS.iter().copied().chain(ROWS.into_iter().flat_map(of_every_row)).collect()
}

/// The schemes whose signature travels in a header by itself, and covers the bytes of the body.
const ROWS: [&str; 8] = [
    "github.webhook",
    "moneroo.webhook",
    "slack.webhook",
    "stripe.webhook",
    "standard-webhooks.webhook",
    "tu-cambio.webhook",
    "tu-cambio.request",
    "bitmex.request",
];

const ON_EVERY_ROW: &[(&str, Change, &str)] = &[
    ("no signature", |it| it.remove(it.place), MISSING),
    ("an empty header", |it| it.set(it.place, ""), MALFORMED),
    ("an empty signature", |it| it.resigned(|_| String::new()), MALFORMED),
    ("a signature of one letter", |it| it.resigned(|_| "0".into()), MALFORMED),
    ("a signature of zeros", |it| it.resigned(|own| recoded(own, |raw| raw.fill(0))), MISMATCH),
    ("one bit changed", |it| it.resigned(|own| recoded(own, |raw| raw[31] ^= 1)), MISMATCH),
    ("cut by a letter", |it| it.resigned(|own| own[..own.len() - 1].into()), MALFORMED),
    ("cut by a byte", |it| it.resigned(|own| recoded(own, |raw| raw.truncate(31))), MALFORMED),
    ("cut to a byte", |it| it.resigned(|own| recoded(own, |raw| raw.truncate(1))), MALFORMED),
    ("longer by a zero", |it| it.resigned(|own| recoded(own, |raw| raw.push(0))), MALFORMED),
    ("longer by itself", |it| it.resigned(|own| recoded(own, |raw| raw.extend_from_within(..))), MALFORMED),
    ("a space before", |it| it.resigned(|own| format!(" {own}")), MALFORMED),
    ("a tab after", |it| it.resigned(|own| format!("{own}\t")), MALFORMED),
    ("a line feed after", |it| it.resigned(|own| format!("{own}\n")), MALFORMED),
    ("CR LF after", |it| it.resigned(|own| format!("{own}\r\n")), MALFORMED),
    ("a zero byte after", |it| it.resigned(|own| format!("{own}\0")), MALFORMED),
    ("quotes around", |it| it.resigned(|own| format!("\"{own}\"")), MALFORMED),
    ("digits of another script", |it| it.resigned(|own| format!("\u{ff11}{}", &own[1..])), MALFORMED),
    ("letters of another script", |it| it.resigned(|own| format!("\u{0430}{}", &own[1..])), MALFORMED),
    ("a second header, after", |it| it.add(it.place, "x"), MALFORMED),
    ("a second header, before", |it| it.headers.insert(0, (it.place.to_lowercase(), "x".into())), MALFORMED),
    ("a second header with another's signature", |it| it.add_signed_by(OTHER_SECRET), MALFORMED),
    ("signed with the secret of another environment", |it| it.signed_by(OTHER_SECRET), MISMATCH),
    ("sent to another environment", |it| it.secret = OTHER_SECRET, MISMATCH),
    ("signed with no secret", |it| it.signed_by(""), MISMATCH),
    ("the body of another message", |it| it.body = br#"{"amount":1000000}"#.to_vec(), MISMATCH),
    ("no body", |it| it.body.clear(), MISMATCH),
    ("one bit of the body changed", |it| it.body[3] ^= 1, MISMATCH),
    ("a byte-order mark", |it| drop(it.body.splice(0..0, *b"\xef\xbb\xbf")), MISMATCH),
    ("a space before the body", |it| it.body.insert(0, b' '), MISMATCH),
    ("a line feed after the body", |it| it.body.push(b'\n'), MISMATCH),
    ("a zero byte after the body", |it| it.body.push(0), MISMATCH),
    ("line feeds of the body as CR LF", |it| it.edit("\n", "\r\n"), MISMATCH),
    ("the body printed without spaces", |it| it.edit(" ", ""), MISMATCH),
    ("the body's slashes not escaped", |it| it.edit("\\/", "/"), MISMATCH),
    ("the body's letters escaped", |it| it.edit("\u{e9}", "\\u00e9"), MISMATCH),
    ("the body's letters decomposed", |it| it.edit("\u{e9}", "e\u{301}"), MISMATCH),
    ("the body read as Latin-1", |it| it.body = latin_1(&it.body).into(), MISMATCH),
    ("the body cut", |it| it.body.truncate(it.body.len() - 1), MISMATCH),
    ("the body twice", |it| it.body.extend_from_within(..), MISMATCH),
];

const ATTACKS: &[Attack] = &[
    // The signature, where schemes differ.
    ("in upper case", "github.webhook", |it| it.resigned(str::to_uppercase), MALFORMED),
    ("in upper case", "stripe.webhook", |it| it.resigned(str::to_uppercase), MALFORMED),
    ("in upper case", "tu-cambio.request", |it| it.resigned(str::to_uppercase), MALFORMED),
    ("in upper case", "standard-webhooks.webhook", |it| it.resigned(str::to_uppercase), MISMATCH),
    ("without padding", "standard-webhooks.webhook", |it| it.resigned(|own| own.replace('=', "")), MALFORMED),
    ("in base64url", "standard-webhooks.webhook", |it| it.resigned(|own| format!("-{}", &own[1..])), MALFORMED),
    ("joined by a comma", "github.webhook", |it| it.joined(", "), MALFORMED),
    ("joined by a comma", "moneroo.webhook", |it| it.joined(","), MALFORMED),
    ("joined by a comma", "tu-cambio.request", |it| it.joined(", "), MALFORMED),
    ("999 signatures before", "stripe.webhook", |it| it.crowded(999, "v1", "=", ","), MISMATCH),
    ("999 signatures before", "standard-webhooks.webhook", |it| it.crowded(999, "v1", ",", " "), MISMATCH),
    ("999 unknown elements before", "stripe.webhook", |it| it.before(&"v9=0,".repeat(999)), MALFORMED),
    ("as an older scheme's", "stripe.webhook", |it| it.edit_value("v1=", "v0="), MALFORMED),
    ("as an older scheme's", "slack.webhook", |it| it.edit_value("v0=", "v1="), MALFORMED),
    ("as an older scheme's", "github.webhook", |it| it.edit_value("sha256=", "sha1="), MALFORMED),
    ("as an asymmetric one", "standard-webhooks.webhook", |it| it.edit_value("v1,", "v1a,"), MALFORMED),
    ("in an older header", "github.webhook", |it| it.rename(it.place, "X-Hub-Signature"), MISSING),
    ("with a word in other case", "tu-cambio.request", |it| it.before("signature: "), MALFORMED),
    // Replays.
    ("after the tolerance", "stripe.webhook", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "slack.webhook", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "standard-webhooks.webhook", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "tu-cambio.request", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "securo.request", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "smile-id.signature", |it| it.now_ms += 301_000, STALE),
    ("after the tolerance", "binance.request", |it| it.now_ms += 6_000, STALE),
    ("after the tolerance", "tu-cambio.webhook", |it| it.dated().now_ms += 301_000, STALE),
    ("after it expired", "bitmex.request", |it| it.now_ms += 66_000, STALE),
    ("from the future", "stripe.webhook", |it| it.now_ms -= 301_000, STALE),
    ("from the future", "tu-cambio.request", |it| it.now_ms -= 301_000, STALE),
    ("from the far future", "smile-id.signature", |it| it.now_ms = 978_307_200_000, STALE),
    ("expiring in the far future", "bitmex.request", |it| it.now_ms -= 6_000, STALE),
    ("with a fresh time", "slack.webhook", |it| it.set("X-Slack-Request-Timestamp", "1747216801"), MISMATCH),
    ("with a fresh time", "standard-webhooks.webhook", |it| it.set("webhook-timestamp", "1747216801"), MISMATCH),
    ("with a fresh time", "securo.request", |it| it.set("x-sec-ts", "1747216801"), MISMATCH),
    ("with a fresh time", "bitmex.request", |it| it.set("api-expires", "1747216861"), MISMATCH),
    ("with a fresh time", "stripe.webhook", |it| it.edit_value("t=1747216800", "t=1747216801"), MISMATCH),
    ("with a fresh time before", "stripe.webhook", |it| it.before("t=1747216801,"), MALFORMED),
    ("with a fresh time after", "stripe.webhook", |it| it.edit_value(",v1", ",t=1747216801,v1"), MALFORMED),
    ("with two times", "slack.webhook", |it| it.add("x-slack-request-timestamp", "1747216801"), MALFORMED),
    ("with two times", "tu-cambio.request", |it| it.add("x-date", "2025-05-14T10:00:01.000Z"), MALFORMED),
    ("with two times", "binance.request", |it| it.url.push_str("&timestamp=1747216801000"), REQUEST),
    ("without time", "slack.webhook", |it| it.remove("X-Slack-Request-Timestamp"), MISSING),
    ("without time", "standard-webhooks.webhook", |it| it.remove("webhook-timestamp"), MISSING),
    ("without time", "tu-cambio.request", |it| it.remove("X-Date"), MISSING),
    ("without time", "tu-cambio.webhook", |it| it.dated().remove("X-Date"), MISMATCH),
    ("without time", "stripe.webhook", |it| it.edit_value("t=", "T="), MALFORMED),
    // Times that other readers take. They are rightly signed: only the form is wrong.
    ("at an empty time", "stripe.webhook", |it| it.at(""), MALFORMED),
    ("at an empty time", "slack.webhook", |it| it.at(""), MALFORMED),
    ("at a negative zero", "stripe.webhook", |it| it.at("-0"), UNREADABLE),
    ("at a negative time", "stripe.webhook", |it| it.at("-1747216800"), UNREADABLE),
    ("at a time with a plus", "stripe.webhook", |it| it.at("+1747216800"), UNREADABLE),
    ("at a time with a space before", "stripe.webhook", |it| it.at(" 1747216800"), UNREADABLE),
    ("at a time with a space after", "slack.webhook", |it| it.at("1747216800 "), UNREADABLE),
    ("at a time with a line feed after", "slack.webhook", |it| it.at("1747216800\n"), UNREADABLE),
    ("at a time with a zero byte after", "slack.webhook", |it| it.at("1747216800\0"), UNREADABLE),
    ("at a time in hexadecimal", "slack.webhook", |it| it.at("0x68246820"), UNREADABLE),
    ("at a time with an exponent", "slack.webhook", |it| it.at("17472168e2"), UNREADABLE),
    ("at a time with a fraction", "slack.webhook", |it| it.at("1747216800.0"), UNREADABLE),
    ("at a time with separators", "slack.webhook", |it| it.at("1_747_216_800"), UNREADABLE),
    ("at a time in full-width digits", "slack.webhook", |it| it.at("１７４７２１６８００"), UNREADABLE),
    ("at a time in Arabic digits", "standard-webhooks.webhook", |it| it.at("١٧٤٧٢١٦٨٠٠"), UNREADABLE),
    ("at a time in milliseconds", "standard-webhooks.webhook", |it| it.at("1747216800000"), UNREADABLE),
    ("at a time that overflows", "slack.webhook", |it| it.at("99999999999999999999"), UNREADABLE),
    ("at a time that is none", "slack.webhook", |it| it.at("NaN"), UNREADABLE),
    ("at a date without a zone", "tu-cambio.request", |it| it.at("2025-05-14T10:00:00.000"), UNREADABLE),
    ("at a date with a space", "tu-cambio.request", |it| it.at("2025-05-14 10:00:00Z"), UNREADABLE),
    ("at a day that the month has not", "tu-cambio.request", |it| it.at("2025-02-29T10:00:00Z"), UNREADABLE),
    ("at a leap second", "tu-cambio.request", |it| it.at("2025-05-14T09:59:60Z"), UNREADABLE),
    ("at a wrong weekday", "tu-cambio.request", |it| it.at("Thu, 14 May 2025 10:00:00 GMT"), UNREADABLE),
    ("at seconds for a date", "tu-cambio.request", |it| it.at("1747216800"), UNREADABLE),
    // Texts moved over the border between two inputs, so that the canonical string stays the same.
    ("date into body, whole", "tu-cambio.request", |it| it.shift_to_body("X-Date", 24), MALFORMED),
    ("date into body, in part", "tu-cambio.request", |it| it.shift_to_body("X-Date", 5), UNREADABLE),
    ("body into date", "tu-cambio.request", |it| it.shift_from_body("X-Date", 2), UNREADABLE),
    ("body into date, time ignored", "tu-cambio.request", |it| it.timeless().shift_from_body("X-Date", 2), UNREADABLE),
    ("date into body, whole", "tu-cambio.webhook", |it| it.dated().shift_all_to_body("X-Date"), MISMATCH),
    ("date into body, in part", "tu-cambio.webhook", |it| it.dated().shift_to_body("X-Date", 5), MISMATCH),
    ("body into date", "tu-cambio.webhook", |it| it.dated().shift_from_body("X-Date", 2), MISMATCH),
    (
        "body into date, time ignored",
        "tu-cambio.webhook",
        |it| it.timeless().dated().shift_from_body("X-Date", 2),
        MISMATCH,
    ),
    ("body into time, time ignored", "slack.webhook", |it| it.timeless().shift_to_time(), UNREADABLE),
    ("time into id", "standard-webhooks.webhook", |it| it.set("webhook-id", "msg_1.1747216800"), MALFORMED),
    ("time into URL", "bitmex.request", |it| it.shift_to_url("api-expires"), UNREADABLE),
    ("a digit out of the URL", "bitmex.request", |it| it.set("api-expires", "01747216860"), UNREADABLE),
    ("time into body", "bitmex.request", |it| it.shift_to_body("api-expires", 1), UNREADABLE),
    // What the signature covers besides body and time.
    ("an id with a dot", "standard-webhooks.webhook", |it| it.set("webhook-id", "msg.1"), MALFORMED),
    ("another id", "standard-webhooks.webhook", |it| it.set("webhook-id", "msg_2"), MISMATCH),
    ("no id", "standard-webhooks.webhook", |it| it.remove("webhook-id"), MISSING),
    ("a second id", "standard-webhooks.webhook", |it| it.add("Webhook-Id", "msg_2"), MALFORMED),
    ("another method", "securo.request", |it| it.method = "DELETE", MISMATCH),
    ("another method", "bitmex.request", |it| it.method = "DELETE", MISMATCH),
    ("no method", "bitmex.request", |it| it.method = "", REQUEST),
    ("another path", "securo.request", |it| it.url = it.url.replace("/a", "/b"), MISMATCH),
    ("another path", "kraken.request", |it| it.url = it.url.replace("/a", "/b"), MISMATCH),
    // A server that is given only path and query must not take the captured request from inside of them.
    ("another target in front", "bitmex.request", |it| it.url = format!("/withdraw?x={}", it.url), MISMATCH),
    ("another path in front", "bitmex.request", |it| it.url = format!("/admin/{}", it.url), MISMATCH),
    ("another target in front", "kraken.request", |it| it.url = format!("/0/private/CancelAll?x={}", it.url), MISMATCH),
    ("another target in front", "binance.request", |it| it.url = format!("/withdraw?amount=1&x={}", it.url), MISMATCH),
    ("another host", "securo.request", |it| it.url = it.url.replace("h.", "i."), MISMATCH),
    ("another parameter", "securo.request", |it| it.url.push_str("&admin=1"), MISMATCH),
    ("another parameter", "binance.request", |it| it.url.push_str("&admin=1"), MISMATCH),
    ("another parameter", "bitmex.request", |it| it.url.push_str("&admin=1"), MISMATCH),
    ("a parameter less", "binance.request", |it| it.url = it.url.replace("c=d&", ""), MISMATCH),
    ("a second signature", "binance.request", |it| it.url.push_str("&signature=00"), REQUEST),
    ("no signature", "binance.request", |it| it.url = it.url.replace("&signature=", "&sig="), REQUEST),
    ("another body", "securo.request", |it| it.body = br#"{"amount":2}"#.to_vec(), MISMATCH),
    ("another body", "binance.request", |it| it.body.push(b'0'), MISMATCH),
    ("another nonce", "kraken.request", |it| it.edit(":\"1747", ":\"2747"), MISMATCH),
    ("another partner", "smile-id.signature", |it| it.edit("\"085\"", "\"086\""), MISMATCH),
    ("another date", "smile-id.signature", |it| it.edit("10:00:00", "10:00:01"), MISMATCH),
    ("no date", "smile-id.signature", |it| it.edit("timestamp", "timestamps"), "ERR_BODY_INVALID"),
    (
        "a second date",
        "smile-id.signature",
        |it| it.edit("}", ",\"timestamp\":\"2025-05-14T10:00:01Z\"}"),
        "ERR_BODY_INVALID",
    ),
    // Other people's credentials, and other schemes.
    ("the API key of another customer", "tu-cambio.request", |it| it.set(API_KEY, "key-of-another"), MISMATCH),
    ("the API key of another customer", "securo.request", |it| it.set("x-sec-key", "key-of-another"), MISMATCH),
    ("the API key of another customer", "binance.request", |it| it.set("X-MBX-APIKEY", "key-of-another"), MISMATCH),
    ("the API key cut", "tu-cambio.request", |it| it.set(API_KEY, "key-of-our"), MISMATCH),
    ("the API key with a line feed", "tu-cambio.request", |it| it.set(API_KEY, "key-of-ours\n"), MISMATCH),
    ("the API key in other case", "tu-cambio.request", |it| it.set(API_KEY, "Key-of-ours"), MISMATCH),
    ("an empty API key", "tu-cambio.request", |it| it.set(API_KEY, ""), MALFORMED),
    ("no API key", "tu-cambio.request", |it| it.remove(API_KEY), MISSING),
    ("another secret", "moneroo.request", |it| it.set("Authorization", "Bearer key-of-another"), MISMATCH),
    ("the secret with a space", "moneroo.request", |it| it.edit_value("Bearer ", "Bearer  "), MISMATCH),
    ("the secret in another scheme", "moneroo.request", |it| it.edit_value("Bearer", "Basic"), MALFORMED),
    ("Slack's signature", "stripe.webhook", |it| it.signed_over("v0:1747216800:{}"), MISMATCH),
    ("Stripe's signature", "slack.webhook", |it| it.signed_over("1747216800.{}"), MISMATCH),
    ("GitHub's signature", "stripe.webhook", |it| it.signed_over("{}"), MISMATCH),
    ("the webhook's signature", "tu-cambio.request", |it| it.signed_over("{}"), MISMATCH),
    ("Stripe's signature", "standard-webhooks.webhook", |it| it.signed_over("1747216800.{}"), MISMATCH),
];

const HARMLESS_EVERYWHERE: &[(&str, Change)] = &[
    ("each header twice", |it| it.headers.extend_from_within(..)),
    ("names in upper case", |it| it.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase())),
    ("in another order", |it| it.headers.reverse()),
    ("other headers", |it| it.add("X-Forwarded-For", "\u{e9}\0\r\n")),
    ("another signature in a header of another name", |it| it.add("X-Signature", "x")),
];

const HARMLESS: &[(&str, &str, Change)] = &[
    ("61 signatures before", "stripe.webhook", |it| it.crowded(61, "v1", "=", ",")),
    ("61 signatures before", "standard-webhooks.webhook", |it| it.crowded(61, "v1", ",", " ")),
    ("joined by a comma", "stripe.webhook", |it| it.joined(",")),
    ("joined by a comma, the first broken by it", "standard-webhooks.webhook", |it| it.joined(", ")),
    ("an older scheme's signature beside", "stripe.webhook", |it| it.edit_value(",v1", ",v0=00,v1")),
    ("an asymmetric signature beside", "standard-webhooks.webhook", |it| it.before("v1a,c2lnbmF0dXJl ")),
    ("a word before", "tu-cambio.webhook", |it| it.before("Signature: ")),
    ("a token before", "tu-cambio.request", |it| it.before("token, Signature: ")),
    ("the last moment", "stripe.webhook", |it| it.now_ms += 300_999),
    ("the first moment", "stripe.webhook", |it| it.now_ms -= 300_000),
    ("another URL, which is not signed", "github.webhook", |it| it.url = "http://[::1]/x y#z".into()),
    ("another method, which is not signed", "stripe.webhook", |it| it.method = "PUT"),
];

/// A message as it arrives, rightly signed at first.
struct Received {
    scheme: &'static Scheme<'static>,
    /// What the receiver trusts.
    secret: &'static str,
    tolerance: Tolerance,
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now_ms: i64,
    /// The header that the signature travels in.
    place: &'static str,
    signature: String,
    timestamp: String,
}

impl Received {
    fn of(id: &str) -> Self {
        let scheme = scheme(id).unwrap();
        let signer = Signer::new(scheme, &credentials(scheme, SECRET), &SignerOptions::default()).unwrap();
        let url = "https://h.example/a?c=d";
        let headers = [("webhook-id", "msg_1")];
        // What a scheme reads as a form has to be one.
        let body = if scheme.canonical.contains("|joined") { "a=1&b=%20" } else { BODY };
        let message = Message { method: "POST", url, headers: &headers, body: body.as_bytes() };
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        let headers = headers.into_iter().chain(signed.headers());
        let place = scheme.headers.iter().find(|(_, template)| template.contains("{signature}"));
        Self {
            scheme,
            secret: SECRET,
            tolerance: Tolerance::Default,
            method: "POST",
            url: signed.url().into(),
            headers: headers.map(|(name, value)| (name.into(), value.into())).collect(),
            body: signed.body().into(),
            now_ms: NOW_MS,
            place: place.or_else(|| scheme.headers.first()).map_or("", |(name, _)| name),
            signature: signed.signature().into(),
            timestamp: signed.timestamp().into(),
        }
    }

    fn verify(&self) -> Result<(), Error> {
        let verifier = Verifier::new(
            self.scheme,
            &credentials(self.scheme, self.secret),
            &VerifierOptions { tolerance: self.tolerance, ..VerifierOptions::default() },
        )
        .unwrap();
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let message = Message { method: self.method, url: &self.url, headers: &headers, body: &self.body };
        verifier.verify(&message, self.now_ms).map(drop)
    }

    /// The message in a line of JSON, with the code of the error that it has to get; `null` if it has to be accepted.
    fn as_data(&self, name: &str, code: Option<&str>) -> String {
        let credentials: BTreeMap<_, _> = credentials(self.scheme, self.secret)
            .into_iter()
            .map(|(name, secret)| (name, String::from_utf8(secret.expose().into()).unwrap()))
            .collect();
        let tolerance = match self.tolerance {
            Tolerance::Default => Value::Null,
            Tolerance::Seconds(seconds) => seconds.into(),
            Tolerance::Off => "Infinity".into(),
        };
        let body = String::from_utf8(self.body.clone()).ok();
        let in_base64 = body.is_none().then(|| Base64::encode_string(&self.body));
        let message = json!({
            "name": name, "scheme": self.scheme.id, "credentials": credentials, "toleranceSeconds": tolerance,
            "method": self.method, "url": self.url, "headers": self.headers, "body": body, "bodyBase64": in_base64,
            "nowMs": self.now_ms, "code": code,
        });
        message.to_string()
    }

    fn value(&mut self, name: &str) -> &mut String {
        &mut self.headers.iter_mut().find(|(own, _)| own == name).unwrap().1
    }

    fn set(&mut self, name: &str, value: &str) {
        *self.value(name) = value.into();
    }

    fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.into(), value.into()));
    }

    fn remove(&mut self, name: &str) {
        self.headers.retain(|(own, _)| own != name);
    }

    fn rename(&mut self, name: &str, other: &str) {
        let value = self.value(name).clone();
        self.remove(name);
        self.add(other, &value);
    }

    fn edit(&mut self, from: &str, to: &str) {
        let text = String::from_utf8(self.body.clone()).unwrap();
        assert!(text.contains(from), "{text} without {from}");
        self.body = text.replace(from, to).into();
    }

    fn edit_value(&mut self, from: &str, to: &str) {
        let value = self.value(self.place);
        assert!(value.contains(from), "{value} without {from}");
        *value = value.replacen(from, to, 1);
    }

    fn before(&mut self, text: &str) {
        self.value(self.place).insert_str(0, text);
    }

    /// Replaces the signature by what `change` makes of it.
    fn resigned(&mut self, change: impl Fn(&str) -> String) {
        let (before, after) = (self.signature.clone(), change(&self.signature));
        self.edit_value(&before, &after);
        self.signature = after;
    }

    fn signed_by(&mut self, secret: &str) {
        let mac = self.mac(secret, &self.canonical());
        self.resigned(|_| mac.clone());
    }

    /// Signs with the right secret over another text, in which `{}` stands for the body.
    fn signed_over(&mut self, text: &str) {
        let text = text.replace("{}", std::str::from_utf8(&self.body).unwrap());
        let mac = self.mac(self.secret, text.as_bytes());
        self.resigned(|_| mac.clone());
    }

    fn add_signed_by(&mut self, secret: &str) {
        let before = self.value(self.place).clone();
        self.signed_by(secret);
        self.add(self.place, &before);
    }

    /// The header's value twice in one, as proxies join two headers.
    fn joined(&mut self, by: &str) {
        let value = self.value(self.place);
        *value = format!("{value}{by}{value}");
    }

    /// Puts so many wrong signatures before the right one.
    fn crowded(&mut self, count: usize, name: &str, equals: &str, by: &str) {
        let wrong = recoded(&self.signature, |raw| raw.fill(0));
        let (before, right) = (format!("{name}{equals}{wrong}{by}").repeat(count), format!("{name}{equals}"));
        self.edit_value(&right, &format!("{before}{right}"));
    }

    /// Sends another time, and signs it.
    fn at(&mut self, time: &str) {
        let before = std::mem::replace(&mut self.timestamp, time.into());
        for (_, value) in &mut self.headers {
            *value = value.replacen(&before, time, 1);
        }
        self.signed_by(SECRET);
    }

    /// Adds a date to a webhook that needs none, and signs it too.
    fn dated(&mut self) -> &mut Self {
        self.timestamp = DATE.into();
        self.add("X-Date", DATE);
        self.signed_by(SECRET);
        self
    }

    fn timeless(&mut self) -> &mut Self {
        self.tolerance = Tolerance::Off;
        self
    }

    /// Moves the last bytes of a header to the start of the body.
    fn shift_to_body(&mut self, name: &str, count: usize) {
        let value = self.value(name);
        let moved = value.split_off(value.len() - count);
        self.body.splice(0..0, moved.into_bytes());
    }

    /// Moves a header into the body, and comes back when it is long stale.
    fn shift_all_to_body(&mut self, name: &str) {
        self.shift_to_body(name, DATE.len());
        self.remove(name);
        self.now_ms += 31_536_000_000;
    }

    /// Moves the first bytes of the body to the end of a header.
    fn shift_from_body(&mut self, name: &str, count: usize) {
        let moved: Vec<u8> = self.body.drain(..count).collect();
        self.value(name).push_str(std::str::from_utf8(&moved).unwrap());
    }

    fn shift_to_time(&mut self) {
        let colon = self.body.iter().position(|&byte| byte == b':').unwrap();
        self.value("X-Slack-Request-Timestamp").push(':');
        self.shift_from_body("X-Slack-Request-Timestamp", colon);
        self.body.remove(0);
    }

    fn shift_to_url(&mut self, name: &str) {
        let moved = self.value(name).remove(0);
        self.url.push(moved);
    }

    /// What the scheme signs, written once more and by hand.
    fn canonical(&self) -> Vec<u8> {
        let (time, id) = (&self.timestamp, "msg_1");
        let before = match self.scheme.id {
            "slack.webhook" => format!("v0:{time}:"),
            "stripe.webhook" => format!("{time}."),
            "standard-webhooks.webhook" => format!("{id}.{time}."),
            "tu-cambio.request" | "tu-cambio.webhook" => time.clone(),
            "bitmex.request" => format!("POST/a?c=d{time}"),
            _ => String::new(),
        };
        [before.as_bytes(), &self.body].concat()
    }

    fn mac(&self, secret: &str, canonical: &[u8]) -> String {
        let in_base64 = self.scheme.id == "standard-webhooks.webhook";
        let key = if in_base64 { Base64::decode_vec(secret).unwrap() } else { secret.into() };
        let mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap().chain_update(canonical).finalize().into_bytes();
        if in_base64 { Base64::encode_string(&mac) } else { hex(&mac) }
    }
}

fn credentials<'a>(scheme: &Scheme<'a>, secret: &str) -> Vec<(&'a str, Secret)> {
    let is_key = |name: &str| name == "secret" || (name == "apiKey" && !scheme.credentials.contains(&"secret"));
    let value = |name: &str| match name {
        "partnerId" => "085".into(),
        name if is_key(name) => secret.into(),
        _ => Secret::from("key-of-ours"),
    };
    scheme.credentials.iter().map(|&name| (name, value(name))).collect()
}

/// The same bytes changed, in the encoding that they came in.
fn recoded(signature: &str, change: impl Fn(&mut Vec<u8>)) -> String {
    let in_hex = signature.len() == 64;
    let byte = |at: usize| u8::from_str_radix(&signature[at..at + 2], 16).unwrap();
    let mut raw = if in_hex { (0..64).step_by(2).map(byte).collect() } else { Base64::decode_vec(signature).unwrap() };
    change(&mut raw);
    if in_hex { hex(&raw) } else { Base64::encode_string(&raw) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// Not random: nothing here depends on it.
#[cfg(feature = "asymmetric")]
struct Ones;

#[cfg(feature = "asymmetric")]
impl rand_core::TryRng for Ones {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(1)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(1)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(1);
        Ok(())
    }
}

#[cfg(feature = "asymmetric")]
impl rand_core::TryCryptoRng for Ones {}

const NOW_MS: i64 = 1_747_216_800_000;
const DATE: &str = "2025-05-14T10:00:00.000Z";
const BODY: &str = "{\"amount\": 1,\n \"url\": \"https:\\/\\/h.example\\/caf\u{e9}\"}";
const SECRET: &str = "c2VjcmV0IG9mIHByb2R1Y3Rpb24=";
const OTHER_SECRET: &str = "c2VjcmV0IG9mIHRoZSBzYW5kYm94";
const API_KEY: &str = "X-TuCambio-Api-Key";
const MISSING: &str = "ERR_HEADER_MISSING";
const MALFORMED: &str = "ERR_HEADER_MALFORMED";
const MISMATCH: &str = "ERR_SIGNATURE_MISMATCH";
const STALE: &str = "ERR_SIGNATURE_STALE";
const UNREADABLE: &str = "ERR_TIMESTAMP_INVALID";
const REQUEST: &str = "ERR_REQUEST_INVALID";
