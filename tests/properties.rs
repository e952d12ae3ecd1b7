//! Properties that hold for whatever comes: of canonical JSON, of signatures, of decoders, and of what `Debug` prints.
#![cfg(not(target_arch = "wasm32"))]

use base64ct::{Base64, Encoding as _};
use countersign::{Error, Message, Scheme, Secret, Signer, Timestamp, scheme};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

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
        prop_assert_ne!(tu_cambio(b"secret", &body, "now"), tu_cambio(b"secret", &changed, "now"));
    }

    #[test]
    fn a_changed_bit_of_the_secret_changes_the_signature(secret in vec(any::<u8>(), 1..80), bit in any::<Index>()) {
        let changed = with_bit_changed(&secret, bit);
        let (signed, changed) = (tu_cambio(&secret, b"{}", "now"), tu_cambio(&changed, b"{}", "now"));
        prop_assume!(!signed.is_empty() && !changed.is_empty());
        prop_assert_ne!(signed, changed);
    }

    #[test]
    fn a_changed_bit_of_the_timestamp_changes_the_signature(time in "[!-~]{1,30}", bit in any::<Index>()) {
        let changed = with_bit_changed(time.as_bytes(), bit);
        let Ok(changed) = String::from_utf8(changed) else { return Ok(()) };
        prop_assert_ne!(tu_cambio(b"secret", b"{}", &time), tu_cambio(b"secret", b"{}", &changed));
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
            signer.sign(&message, Timestamp::Text("1")).map(|signed| signed.signature().to_owned())
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
            let key = |name: &str| if name == "secret" { Secret::from(&*secret) } else { Secret::from("key") };
            let credentials: Vec<(&str, Secret)> = names.iter().map(|&name| (name, key(name))).collect();
            let signer = Signer::new(scheme(id).unwrap(), &credentials, &[]).unwrap();
            let message = Message { method: "GET", url: "https://h.example/", ..Message::default() };
            let prepared = format!("{:?}", signer.prepare(&message, Timestamp::Text("1")).unwrap());
            let signed = format!("{:?}", signer.sign(&message, Timestamp::Text("1")).unwrap());
            for (what, text) in [("Signer", format!("{signer:?}")), ("Prepared", prepared), ("Signed", signed)] {
                prop_assert!(!holds(&text, secret.as_bytes()), "{} of {}: {}", what, id, text);
            }
        }
    }

    /// Whatever credential is wrong, and however, the sentence about it does not quote it.
    #[test]
    fn errors_hold_no_secret(secret in "[!-~]{12,40}", breaker in "\n|\r\nx: 1|\u{e9}|\"") {
        let broken = format!("{secret}{breaker}");
        for row in countersign::schemes() {
            let credentials: Vec<_> = row.credentials.iter().map(|&name| (name, Secret::from(&*broken))).collect();
            let Err(error) = Signer::new(row, &credentials, &[]) else { continue };
            let text = format!("{error} {error:?}");
            prop_assert!(!holds(&text, secret.as_bytes()), "{}", text);
        }
    }
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
    let row = Scheme { canonical: "{body|json}", credentials: &["secret"], ..Scheme::HMAC_SHA256_HEX };
    let signer = Signer::new(&row, &[("secret", "s".into())], &[]).unwrap();
    match signer.sign(&Message { body, ..Message::default() }, Timestamp::Now(0)) {
        Ok(signed) => Ok(signed.canonical().text()),
        Err(Error::BodyInvalid(fault)) => Err(fault.at),
        Err(other) => panic!("{other}"),
    }
}

/// The signature; empty where the secret or the timestamp is refused.
fn tu_cambio(secret: &[u8], body: &[u8], time: &str) -> String {
    let credentials = [("apiKey", "key".into()), ("secret", secret.into())];
    let Ok(signer) = Signer::new(scheme("tu-cambio.request").unwrap(), &credentials, &[]) else { return String::new() };
    let message = Message { method: "POST", url: "https://h.example/", body, ..Message::default() };
    signer.sign(&message, Timestamp::Text(time)).map(|signed| signed.signature().to_owned()).unwrap_or_default()
}

fn securo(target: &str) -> Option<String> {
    let url = format!("https://h.example{target}");
    let message = Message { method: "GET", url: &url, ..Message::default() };
    securo_signer().sign(&message, Timestamp::Text("1")).ok().map(|signed| signed.signature().to_owned())
}

fn securo_signer() -> Signer {
    let credentials = [("apiKey", "key".into()), ("secret", "secret".into())];
    Signer::new(scheme("securo.request").unwrap(), &credentials, &[]).unwrap()
}

/// A signature with the key that `text` is read as.
fn kraken(text: &str) -> Result<String, Error> {
    let signer = Signer::new(scheme("kraken.request")?, &[("apiKey", "key".into()), ("secret", text.into())], &[])?;
    let message = Message { method: "POST", url: "https://h.example/", ..Message::default() };
    signer.sign(&message, Timestamp::Text("1")).map(|signed| signed.signature().to_owned())
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
