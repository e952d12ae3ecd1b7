//! Chains of certificates that a JWS brings along: which certificate is at fault, and why.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{
    Error, Message, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions,
};
use serde_json::{Value, json};

const BODY: &str = r#"{"signedDate":1681314324000}"#;
const EXTENSIONS: [&str; 2] = ["1.2.840.113635.100.6.11.1", "1.2.840.113635.100.6.2.1"];

/// What is wrong with each chain of the file: the certificate, what was expected, and what came.
const FAULTS: [(&str, &str, &str, &str); 21] = [
    ("another root of the same name", "x5c[2]", "a root that the scheme names by its SHA-256", "another certificate"),
    (
        "expired leaf",
        "x5c[0]",
        "a certificate that is valid at 2026-09-21T14:13:20.000Z",
        "one valid until 2024-01-01T00:00:00.000Z",
    ),
    (
        "expired intermediate",
        "x5c[1]",
        "a certificate that is valid at 2026-09-21T14:13:20.000Z",
        "one valid until 2024-01-01T00:00:00.000Z",
    ),
    (
        "leaf of the future",
        "x5c[0]",
        "a certificate that is valid at 2026-09-21T14:13:20.000Z",
        "one valid from 2028-01-01T00:00:00.000Z",
    ),
    ("intermediate that is no CA", "x5c[1]", "one that may issue others", "a leaf"),
    ("intermediate that may not issue", "x5c[1]", "a key for certificates", "one for other uses"),
    ("intermediate without basic constraints", "x5c[1]", "one that may issue others", "a leaf"),
    ("intermediate without the extension", "x5c[1]", "the extension 1.2.840.113635.100.6.2.1", "none"),
    ("leaf of another issuer's name", "x5c[0]", "a certificate of the next one's subject", "one of another issuer"),
    ("leaf signed by a leaf", "x5c[1]", "a certificate of the next one's subject", "one of another issuer"),
    ("leaf signed by itself", "x5c[0]", "the signature of the next certificate's key", "another one"),
    ("leaf signed by the root", "x5c[0]", "the signature of the next certificate's key", "another one"),
    ("leaf that is a CA", "x5c[0]", "a leaf", "one that may issue others"),
    ("leaf that may not sign", "x5c[0]", "a key for signatures", "one for other uses"),
    (
        "leaf with a critical extension that is not understood",
        "x5c[0]",
        "no other critical extension than basic constraints and key usage",
        "another one",
    ),
    (
        "leaf with an Ed25519 key",
        "x5c[0]",
        "a certificate with an RSA or EC key",
        "a key of another algorithm (Ed25519)",
    ),
    ("leaf with the extension of the intermediate", "x5c[0]", "the extension 1.2.840.113635.100.6.11.1", "none"),
    ("leaf without the extension", "x5c[0]", "the extension 1.2.840.113635.100.6.11.1", "none"),
    ("signed by another root of the same name", "x5c[1]", "the signature of the next certificate's key", "another one"),
    ("expired root", "x5c[2]", "a root that the scheme names by its SHA-256", "another certificate"),
    ("by RSA", "x5c[2]", "a root that the scheme names by its SHA-256", "another certificate"),
];

fn file() -> Value {
    serde_json::from_str(include_str!("keys/chains.json")).unwrap()
}

fn definition(root: &Value, time: &str) -> Value {
    json!({
        "id": "acme.notification",
        "credentials": ["privateKey"],
        "key": "{privateKey}",
        "algorithm": "jws",
        "options": { "jws.form": "attached", "jws.alg": "ES256", "jws.certificate": "" },
        "canonical": "{body}",
        "headers": { "x-jws": "{signature}" },
        "trustedRoots": [root],
        "certificateExtensions": EXTENSIONS,
        "certificateTime": time
    })
}

fn verify(definition: &Value, roots: &[&str], jws: &str, body: &str, now_ms: i64) -> Result<(), Error> {
    let credentials: Vec<_> = roots.iter().map(|root| ("rootCertificates", Secret::from(*root))).collect();
    let verifier = SchemeDefinition::parse(&definition.to_string())?
        .with(|scheme| Verifier::new(scheme, &credentials, &VerifierOptions::default()))?;
    let headers = [("x-jws", jws)];
    verifier.verify(&Message { headers: &headers, body: body.as_bytes(), ..Message::default() }, now_ms).map(drop)
}

/// A JWS with this chain, and a signature that nobody made: the chain is judged first.
fn unsigned(chain: &Value) -> String {
    let header = json!({ "alg": "ES256", "x5c": chain }).to_string();
    let [header, payload] = [&header, BODY].map(|text| Base64UrlUnpadded::encode_string(text.as_bytes()));
    format!("{header}.{payload}.{}", Base64UrlUnpadded::encode_string(&[1; 64]))
}

#[test]
fn the_certificate_at_fault_is_named() {
    let file = file();
    for (name, part, expected, got) in FAULTS {
        let error =
            verify(&definition(&file["rootHash"], ""), &[], &unsigned(&file["chains"][name]), BODY, 1_790_000_000_000);
        let error = error.unwrap_err();
        let fault = error.fault().unwrap_or_else(|| panic!("{name}: {error}"));
        assert_eq!((error.code(), &*fault.part), ("ERR_CERTIFICATE_REFUSED", part), "{name}");
        assert_eq!((&*fault.expected, &*fault.got), (expected, got), "{name}");
    }
    // An expired root, once it is trusted.
    let chain = &file["chains"]["expired root"];
    let error = verify(
        &definition(&file["rootHash"], ""),
        &[chain[2].as_str().unwrap()],
        &unsigned(chain),
        BODY,
        1_790_000_000_000,
    );
    assert_eq!(error.unwrap_err().fault().unwrap().part, "x5c[2]");
}

/// The notification in the tests of Apple's library for Node (app-store-server-library-node, tests/resources/mock_signed_data).
#[test]
fn the_published_chain_of_apples_tests_verifies() {
    const PUBLISHED: &str = include_str!("keys/apple-test-notification.jws");
    const ROOT: &str = "a6868c466255bb946a442ee4638394090dff64e1c841fa8c775b8228f159bd20";
    let header: Value = serde_json::from_slice(&decoded(PUBLISHED, 0)).unwrap();
    let body = String::from_utf8(decoded(PUBLISHED, 1)).unwrap();
    // 2023-04-12, as the notification says, or the clock.
    let timed = definition(&ROOT.into(), "/signedDate");
    verify(&timed, &[], PUBLISHED, &body, i64::MAX).unwrap();
    verify(&definition(&ROOT.into(), ""), &[], PUBLISHED, &body, 1_681_314_324_000).unwrap();
    let late = verify(&definition(&ROOT.into(), ""), &[], PUBLISHED, &body, 2_000_000_000_000).unwrap_err();
    assert_eq!(late.code(), "ERR_CERTIFICATE_REFUSED");
    // Another root in the scheme, and this one from the caller.
    let other = definition(&file()["rootHash"], "/signedDate");
    assert_eq!(verify(&other, &[], PUBLISHED, &body, 0).unwrap_err().code(), "ERR_CERTIFICATE_REFUSED");
    verify(&other, &[header["x5c"][2].as_str().unwrap()], PUBLISHED, &body, 0).unwrap();
    let own = file()["chains"]["right"][2].as_str().unwrap().to_owned();
    verify(&other, &[&own, header["x5c"][2].as_str().unwrap()], PUBLISHED, &body, 0).unwrap();
    // What the caller trusts takes the place of what the scheme trusts.
    assert_eq!(verify(&timed, &[&own], PUBLISHED, &body, 0).unwrap_err().code(), "ERR_CERTIFICATE_REFUSED");
    // A changed time is not signed, even where the chain was valid then.
    let changed = body.replace("1681314324000", "1681314324001");
    let forged = PUBLISHED.replace(
        &Base64UrlUnpadded::encode_string(body.as_bytes()),
        &Base64UrlUnpadded::encode_string(changed.as_bytes()),
    );
    assert_eq!(verify(&timed, &[], &forged, &changed, 0).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
}

#[test]
fn every_changed_byte_of_a_certificate_is_refused() {
    const PUBLISHED: &str = include_str!("keys/apple-test-notification.jws");
    const ROOT: &str = "a6868c466255bb946a442ee4638394090dff64e1c841fa8c775b8228f159bd20";
    let header: Value = serde_json::from_slice(&decoded(PUBLISHED, 0)).unwrap();
    let scheme = definition(&ROOT.into(), "/signedDate");
    for place in 0..3 {
        let der = Base64::decode_vec(header["x5c"][place].as_str().unwrap()).unwrap();
        for at in 0..der.len() {
            let mut changed = header["x5c"].clone();
            let mut bytes = der.clone();
            bytes[at] ^= 0x40;
            changed[place] = Base64::encode_string(&bytes).into();
            let error = verify(&scheme, &[], &unsigned(&changed), BODY, 0).unwrap_err();
            assert_eq!(error.code(), "ERR_CERTIFICATE_REFUSED", "certificate {place}, byte {at}");
        }
    }
}

#[test]
fn what_is_trusted_is_checked() {
    let own = definition(&file()["rootHash"], "");
    let told = |credentials: &[(&str, &str)]| {
        let credentials: Vec<_> = credentials.iter().map(|(name, value)| (*name, Secret::from(*value))).collect();
        let verifier = SchemeDefinition::parse(&own.to_string())
            .unwrap()
            .with(|scheme| Verifier::new(scheme, &credentials, &VerifierOptions::default()));
        verifier.map(drop).unwrap_err().to_string()
    };
    let why = "a message brings its certificates along: `rootCertificates` are trusted";
    let spki = include_str!("keys/ec-p256.spki.pem");
    assert_eq!(told(&[("publicKeys", spki)]), format!("`publicKeys` does not apply: {why}"));
    assert_eq!(told(&[("certificates", spki)]), format!("`certificates` does not apply: {why}"));
    let expected = "expected an X.509 certificate, as PEM, DER or base64 of either, one at a time";
    assert_eq!(told(&[("rootCertificates", spki)]), format!("`rootCertificates`: {expected}, got a public key"));
    assert_eq!(
        told(&[("rootCertificates", "MAA=")]),
        format!("`rootCertificates`: {expected}, got DER that holds no certificate")
    );
}

fn decoded(jws: &str, part: usize) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(jws.split('.').nth(part).unwrap()).unwrap()
}

/// A notification as Apple sends it: the body holds a JWS, which carries the payload.
#[test]
fn a_body_that_a_jws_carries_is_handed_out() {
    const PUBLISHED: &str = include_str!("keys/apple-test-notification.jws");
    const ROOT: &str = "a6868c466255bb946a442ee4638394090dff64e1c841fa8c775b8228f159bd20";
    let mut scheme = definition(&ROOT.into(), "/signedDate");
    scheme["headers"] = json!({});
    scheme["fields"] = json!({ "signedPayload": "{signature}" });
    scheme["body"] = "carried".into();
    let body = json!({ "signedPayload": PUBLISHED }).to_string();
    let message = Message { body: body.as_bytes(), ..Message::default() };
    let definition = SchemeDefinition::parse(&scheme.to_string()).unwrap();
    let verifier = definition.with(|scheme| Verifier::new(scheme, &[], &VerifierOptions::default())).unwrap();
    let verified = verifier.verify(&message, 0).unwrap();
    assert_eq!(verified.body().unwrap(), decoded(PUBLISHED, 1));
    assert!(verified.body().unwrap().starts_with(br#"{"data":{"appAppleId":1234,"#));
    // A JWS without its payload is none, nor one whose payload stands beside it.
    let [header, payload, signature] = [0, 1, 2].map(|part| PUBLISHED.split('.').nth(part).unwrap());
    let twice = json!({ "signedPayload": PUBLISHED, "a": 1 }).to_string().replace("\"a\"", "\"signedPayload\"");
    for (body, code) in [
        (
            json!({ "signedPayload": format!("{header}..{signature}"), "payload": payload }).to_string(),
            "ERR_SIGNATURE_MISMATCH",
        ),
        (json!({ "signedPayload": format!("{header}.{payload}A.{signature}") }).to_string(), "ERR_SIGNATURE_MISMATCH"),
        (json!({ "signedPayload": [PUBLISHED] }).to_string(), "ERR_BODY_INVALID"),
        (twice, "ERR_BODY_INVALID"),
        (json!({ "payload": PUBLISHED }).to_string(), "ERR_BODY_INVALID"),
        (PUBLISHED.to_string(), "ERR_BODY_INVALID"),
        (String::new(), "ERR_BODY_INVALID"),
    ] {
        let got =
            verifier.verify(&Message { body: body.as_bytes(), ..Message::default() }, 1_681_314_324_000).map(drop);
        assert_eq!(got.unwrap_err().code(), code, "{body}");
    }
    // What is signed is sent in the place of the body, with the chain.
    let file = file();
    let pem = |place: usize| {
        let text = file["chains"]["right"][place].as_str().unwrap();
        format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    };
    let chain = [0, 1, 2].map(pem).concat();
    let signed = definition.with(|scheme| {
        let key = file["privateKey"].as_str().unwrap().into();
        let options = SignerOptions { scheme: &[("jws.certificate", &chain)], ..SignerOptions::default() };
        Signer::new(scheme, &[("privateKey", key)], &options)
    });
    let message = Message { method: "POST", body: br#"{"a": 1}"#, ..Message::default() };
    let signer = signed.unwrap();
    let signed = signer.sign(&message, Timestamp::Text("")).unwrap();
    let sent: Value = serde_json::from_slice(signed.body()).unwrap();
    assert_eq!(sent.as_object().unwrap().len(), 1);
    let jws = sent["signedPayload"].as_str().unwrap();
    assert_eq!(decoded(jws, 1), br#"{"a": 1}"#);
    let header: Value = serde_json::from_slice(&decoded(jws, 0)).unwrap();
    assert_eq!(header, json!({ "alg": "ES256", "x5c": file["chains"]["right"] }));
    scheme["trustedRoots"][0] = file["rootHash"].clone();
    scheme["certificateTime"] = "".into();
    let own = SchemeDefinition::parse(&scheme.to_string()).unwrap();
    let verifier = own.with(|scheme| Verifier::new(scheme, &[], &VerifierOptions::default())).unwrap();
    let message = Message { body: signed.body(), ..Message::default() };
    assert_eq!(verifier.verify(&message, 1_790_000_000_000).unwrap().body().unwrap(), br#"{"a": 1}"#);
}

/// Apple's own certificates of 2025 to 2027, in the tests of its library for Node (tests/unit-tests/jws_verification.test.ts): they are
/// trusted, so that the signature is what is wrong.
#[test]
fn apples_own_chain_is_trusted() {
    const ROOT: &str = "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179";
    let chain: Value = serde_json::from_str(include_str!("keys/apple-chain.json")).unwrap();
    let jws = unsigned(&chain);
    let at = |now_ms| verify(&definition(&ROOT.into(), ""), &[], &jws, BODY, now_ms).unwrap_err().code();
    let (in_2024, in_2026) = (1_700_000_000_000 + 86_400_000, 1_790_000_000_000);
    assert_eq!((at(in_2024), at(in_2026)), ("ERR_CERTIFICATE_REFUSED", "ERR_SIGNATURE_MISMATCH"));
    for place in 0..2 {
        let mut other = chain.clone();
        other[place] = file()["chains"]["right"][place].clone();
        let error = verify(&definition(&ROOT.into(), ""), &[], &unsigned(&other), BODY, in_2026).unwrap_err();
        assert_eq!(error.code(), "ERR_CERTIFICATE_REFUSED");
    }
}
