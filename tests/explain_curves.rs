//! Signatures on elliptic curves that do not match: nothing can be opened, so each candidate is verified with the public key.
#![cfg(all(feature = "curves", feature = "catalogue", not(target_arch = "wasm32")))]

use std::fs;
use std::path::Path;

use countersign::{
    Algorithm, Case, DsaEncoding, Encoding, Message, Report, Scheme, SchemeDefinition, Signer, SignerOptions,
    Timestamp, TimestampForm, Verdict, VerifierOptions, explain,
};
use serde_json::Value;

const P256: Scheme<'static> = Scheme {
    id: "test.p256",
    credentials: &["privateKey"],
    canonical: "{timestamp}.{body}",
    algorithm: Algorithm::EcdsaP256Sha256,
    key: "{privateKey}",
    encoding: Encoding::Base64,
    headers: &[("x-time", "{timestamp}"), ("x-signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: countersign::Tolerance::Seconds(300),
    ..Scheme::HMAC_SHA256_HEX
};
const CURVES: [(Algorithm, &str); 5] = [
    (Algorithm::EcdsaP256Sha256, "ec-p256"),
    (Algorithm::EcdsaP384Sha384, "ec-p384"),
    (Algorithm::EcdsaP521Sha512, "ec-p521"),
    (Algorithm::EcdsaSecp256k1Sha256, "ec-secp256k1"),
    (Algorithm::Ed25519, "ed25519"),
];
const TIME: &str = "1754900000";
const BODY: &str = r#"{"amount":1,"note":"café"}"#;

/// What was signed, by each curve, and what it is called.
#[test]
fn mistakes_are_named_on_every_curve() {
    for (algorithm, key) in CURVES {
        let scheme = Scheme { algorithm, ..P256 };
        for (signed, cause) in [
            (format!("{BODY}\n"), "body-trailing-newline"),
            (String::from(r#"{"amount": 1, "note": "café"}"#), "body-python-separators"),
            (String::new(), "body-left-out"),
        ] {
            let report = asked(&scheme, key, &signature(&scheme, key, &signed));
            assert_eq!(ids(&report), [cause], "{key}: {:?}", report.verdict);
        }
        assert_eq!(asked(&scheme, key, &signature(&scheme, key, BODY)).verdict, Verdict::Match, "{key}");
    }
}

/// A key of another pair explains nothing, and the search ends in time: a verification costs as much as hashing 64 KiB.
#[test]
fn another_key_is_not_explained() {
    let report = asked(&P256, "ec-p256", &signature(&P256, "ec-p256", "quite another body"));
    assert_eq!(report.verdict, Verdict::Unexplained);
    assert!(report.tried > 300 && report.tried <= 1024, "{} tried", report.tried);
}

#[test]
fn r_and_s_and_der_are_told_apart() {
    let raw = Scheme { dsa_encoding: Some(DsaEncoding::IeeeP1363), ..P256 };
    for (made, asks, cause) in [(&raw, &P256, "output-raw"), (&P256, &raw, "output-der")] {
        let report = asked(asks, "ec-p256", &signature(made, "ec-p256", BODY));
        assert_eq!(ids(&report), [cause]);
        let report = asked(asks, "ec-p256", &signature(made, "ec-p256", &format!("{BODY}\n")));
        assert_eq!(ids(&report), ["body-trailing-newline", cause]);
    }
}

/// What the reporters of public threads sent, with signatures that `SendGrid` and Discord would make.
#[test]
fn public_threads_are_named() {
    let file = fs::read_to_string(root().join("explain/refused.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&file).unwrap();
    for (name, cause) in [("sendgrid-crlf", "body-trailing-newline"), ("discord-escaped-body", "body-unescaped")] {
        let case = cases.iter().find(|case| case["name"] == name).unwrap();
        let headers = case["request"]["headers"].as_object().unwrap();
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (&**name, value.as_str().unwrap())).collect();
        let message = Message {
            headers: &headers,
            body: case["request"]["body"].as_str().unwrap().as_bytes(),
            ..Message::default()
        };
        let key = case["credentials"]["publicKeys"].as_str().unwrap();
        let definition = SchemeDefinition::parse(&case["scheme"].to_string()).unwrap();
        let report = definition.with(|scheme| {
            let case = Case { message, ..Case::default() };
            explain(scheme, &[("publicKeys", key.into())], &VerifierOptions::default(), &case)
        });
        assert_eq!(ids(&report.unwrap()), [cause], "{name}");
    }
}

/// Makes the signature over `body` with the private key.
fn signature(scheme: &Scheme<'_>, key: &str, body: &str) -> String {
    let signer =
        Signer::new(scheme, &[("privateKey", (&*file(key, "pkcs8")).into())], &SignerOptions::default()).unwrap();
    let message = Message { body: body.as_bytes(), ..Message::default() };
    signer.sign(&message, Timestamp::Text(TIME)).unwrap().signature().to_owned()
}

fn asked(scheme: &Scheme<'_>, key: &str, received: &str) -> Report {
    let message = Message { body: BODY.as_bytes(), ..Message::default() };
    let case = Case { message, timestamp: TIME, received, ..Case::default() };
    explain(scheme, &[("publicKeys", (&*file(key, "spki")).into())], &VerifierOptions::default(), &case).unwrap()
}

fn ids(report: &Report) -> Vec<&str> {
    report.findings.iter().flat_map(|finding| &finding.causes).map(|cause| &*cause.id).collect()
}

fn file(key: &str, form: &str) -> String {
    fs::read_to_string(root().join(format!("keys/{key}.{form}.pem"))).unwrap()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}
