//! Private keys as JSON Web Keys (RFC 7518 §6.3.2), as Node writes them: what is read, what is refused, and that no error repeats any of it.
#![cfg(all(feature = "asymmetric", not(target_arch = "wasm32")))]

mod support;

use support::Weyl;

use countersign::{
    Case, Error, Message, Scheme, Signer, SignerOptions, Timestamp, Verdict, Verifier, VerifierOptions, explain,
};
use serde_json::{Map, Value, json};

const ROW: Scheme<'static> = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
const JWK: &str = include_str!("keys/rsa-2048.private.jwk.json");
const SMALL: &str = include_str!("keys/rsa-1024.private.jwk.json");
const SPKI: &str = include_str!("keys/rsa-2048.spki.pem");
const NUMBERS: [&str; 8] = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

#[test]
fn a_private_jwk_signs_as_the_key_it_is() {
    let compact = Value::Object(members()).to_string();
    let escaped = compact.replace("\"d\":", "\"\\u0064\":").replace("\"kty\":\"R", "\"kty\":\"\\u0052");
    let zeros = with("d", json!(["AAAA", &text(&members(), "d")].concat()));
    let more = with("kid", json!("2026-11")).replace('{', r#"{"ext":true,"x5c":["a"],"#);
    for (name, key) in [
        ("with line breaks", JWK.to_owned()),
        ("compact", compact),
        ("white space around", format!("\r\n\t {JWK} \n\n")),
        ("with escapes", escaped),
        ("zeros in front of a number", zeros),
        ("more members", more),
    ] {
        let signer = private(&key).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(signs_rightly(&signer), "{name}");
    }
}

#[test]
fn private_jwks_that_are_refused() {
    let all = "a JWK whose `n`, `e`, `d`, `p`, `q`, `dp`, `dq` and `qi` are not all base64url";
    let no_rsa = "a JWK whose `kty` is not `RSA`";
    let mut cases = vec![
        ("1024 bits".to_owned(), SMALL.to_owned(), "one of 1024 bits"),
        ("more primes".into(), with("oth", json!([{"r": "AQ", "d": "AQ", "t": "AQ"}])), "of more than two primes"),
        ("the public half".into(), without("d"), "a public key"),
        ("of no kind".into(), without("kty"), no_rsa),
        ("a symmetric one".into(), json!({"kty": "oct", "k": text(&members(), "d")}).to_string(), no_rsa),
        ("one of EC".into(), with("kty", json!("EC")), no_rsa),
        ("a set".into(), json!({"keys": [members()]}).to_string(), no_rsa),
        ("a list".into(), json!([members()]).to_string(), "a string that is neither PEM nor base64"),
        ("cut short".into(), JWK[..1000].into(), "a string that begins as a JWK and is no JSON object"),
        ("and more".into(), format!("{JWK}x"), "a string that begins as a JWK and is no JSON object"),
        ("8200 bits".into(), with("n", json!(["B", &"A".repeat(1366)].concat())), "one of 8200 bits"),
    ];
    for name in NUMBERS.into_iter().filter(|&name| name != "d") {
        cases.push((format!("without {name}"), without(name), all));
    }
    for name in NUMBERS {
        for (what, value) in [
            ("a number", json!({"a": 1})),
            ("padding", json!([&text(&members(), name)[..], "="].concat())),
            ("base64", json!("+/+/")),
            ("a line break", json!([&text(&members(), name)[..4], "\n", &text(&members(), name)[4..]].concat())),
        ] {
            cases.push((format!("{name} with {what}"), with(name, value), all));
        }
    }
    for (name, key, sentence) in cases {
        let error = private(&key).err().unwrap_or_else(|| panic!("{name}: expected a refusal"));
        assert_eq!((error.code(), &*error.fault().unwrap().part), ("ERR_CREDENTIAL_INVALID", "privateKey"), "{name}");
        assert!(error.to_string().contains(sentence), "{name}: expected `{sentence}`, got `{error}`");
        assert_silent(&format!("{error} {error:?}"), &name);
    }
}

/// A key whose numbers contradict each other signs wrongly, and one wrong signature can give the key away.
#[test]
fn numbers_that_contradict_each_other() {
    let swapped = |one: &str, other: &str| {
        let mut jwk = members();
        let (a, b) = (jwk[one].clone(), jwk[other].clone());
        jwk.insert(one.into(), b);
        jwk.insert(other.into(), a);
        Value::Object(jwk).to_string()
    };
    for name in NUMBERS {
        let right = text(&members(), name);
        for at in [0, right.len() / 2] {
            let mut wrong = right.clone().into_bytes();
            wrong[at] = if wrong[at] == b'B' { b'C' } else { b'B' };
            let wrong = String::from_utf8(wrong).unwrap();
            match private(&with(name, json!(wrong))) {
                // What only makes signing faster is calculated anew, so it does no harm.
                Ok(signer) => assert!(["dp", "dq", "qi"].contains(&name) && signs_rightly(&signer), "{name}"),
                Err(error) => assert_silent(&error.to_string(), name),
            }
        }
    }
    for key in [swapped("n", "d"), swapped("p", "n"), swapped("e", "d")] {
        assert!(private(&key).is_err());
    }
    assert!(signs_rightly(&private(&swapped("p", "q")).unwrap()), "which prime is first says nothing");
}

#[test]
fn explain_takes_its_public_half() {
    let signer = private(JWK).unwrap();
    let message = Message { body: b"{}", ..Message::default() };
    let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
    let keys = [("privateKey", JWK.into())];
    let case = Case { message, received: signed.signature(), ..Case::default() };
    assert_eq!(explain(&ROW, &keys, &VerifierOptions::default(), &case).unwrap().verdict, Verdict::Match);
}

#[test]
fn a_key_of_a_pair_is_no_secret() {
    let symmetric = countersign::scheme("github.webhook").unwrap();
    for key in [JWK, SPKI, r#" {"k":"AQ","kty":"oct"}"#, &with("d", Value::Null)] {
        let made = Signer::new(symmetric, &[("secret", key.into())], &SignerOptions::default()).map(drop);
        let verifying = Verifier::new(symmetric, &[("secret", key.into())], &VerifierOptions::default()).map(drop);
        for made in [made, verifying] {
            let error = made.unwrap_err();
            assert_eq!(error.code(), "ERR_CREDENTIAL_INVALID");
            assert!(error.to_string().contains("expected a secret that both sides hold"), "{error}");
            assert_silent(&error.to_string(), "as a secret");
        }
    }
    for key in ["{}", r#"kty":"oct""#, "-----", "{\"a\":1}"] {
        assert!(Signer::new(symmetric, &[("secret", key.into())], &SignerOptions::default()).is_ok(), "{key}");
    }
}

fn private(key: &str) -> Result<Signer, Error> {
    Signer::new(&ROW, &[("privateKey", key.into())], &SignerOptions::default())
}

fn members() -> Map<String, Value> {
    serde_json::from_str(JWK).unwrap()
}

fn text(jwk: &Map<String, Value>, name: &str) -> String {
    jwk[name].as_str().unwrap().into()
}

fn with(name: &str, value: Value) -> String {
    let mut jwk = members();
    jwk.insert(name.into(), value);
    Value::Object(jwk).to_string()
}

fn without(name: &str) -> String {
    let mut jwk = members();
    jwk.remove(name);
    Value::Object(jwk).to_string()
}

/// Whether what `signer` signs verifies with the public half, as another tool wrote it.
fn signs_rightly(signer: &Signer) -> bool {
    let message = Message { body: b"{}", ..Message::default() };
    let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
    let headers = [("x-jws", signed.signature())];
    let verifier = Verifier::new(&ROW, &[("publicKeys", SPKI.into())], &VerifierOptions::default()).unwrap();
    verifier.verify(&Message { headers: &headers, ..message }, 0).is_ok()
}

/// Twelve letters of a number are more than chance.
fn assert_silent(shown: &str, name: &str) {
    let jwk = members();
    for number in NUMBERS.into_iter().filter(|&number| number != "e").map(|number| text(&jwk, number)) {
        for run in number.as_bytes().windows(12) {
            let run = core::str::from_utf8(run).unwrap();
            assert!(!shown.contains(run), "{name}: a run of the key in `{shown}`");
        }
    }
}
