//! HTTP Message Signatures and AWS Signature Version 4: what their vectors do not say.
#![cfg(all(feature = "standards", not(target_arch = "wasm32")))]

use std::fs;
use std::path::Path;

use countersign::{Message, Profile, Scheme, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions, scheme};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const NOW_MS: i64 = 1_747_216_800_000;
const AWS: [(&str, &str); 2] = [("region", "us-east-1"), ("service", "service")];

/// The first stage of the AWS suite: its canonical requests are what the strings to sign hold the hashes of.
#[test]
fn canonical_requests_are_those_of_the_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/aws.request");
    let mut compared = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let (Some(request), Some(signed)) = (vector["intermediate"].as_str(), vector["canonical"].as_str()) else {
            continue;
        };
        let hash: String = Sha256::digest(request).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(signed.lines().last(), Some(&*hash), "{}", path.display());
        compared += 1;
    }
    assert!(compared > 15, "only {compared} were compared");
}

/// RFC 9421 §4.3: the signing input is the one that the published signature, which is no random one, is over.
#[cfg(feature = "asymmetric")]
#[test]
fn the_published_signature_fits_what_is_prepared() {
    use base64ct::Encoding as _;
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keys");
    let public = fs::read_to_string(keys.join("rfc9421-rsa.spki.pem")).unwrap();
    let file = keys.join("../vectors/rfc9421.rsa-v1_5-sha256/received-published-4.3.json");
    let vector: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let received = &vector["received"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all: Vec<(String, String)> =
        received["headers"].as_array().unwrap().iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    let (signature, own): (Vec<_>, Vec<_>) = all.iter().partition(|(name, _)| name.starts_with("Signature"));
    let headers: Vec<(&str, &str)> = own.iter().map(|(name, value)| (&**name, &**value)).collect();
    let options = [
        ("components", "@method @authority @path content-digest content-type content-length forwarded"),
        ("label", "proxy_sig"),
        ("keyid", "test-key-rsa"),
        ("alg", "rsa-v1_5-sha256"),
        ("expiresAfterSeconds", "60"),
    ];
    let signer = Signer::new(
        scheme("rfc9421.rsa-v1_5-sha256").unwrap(),
        &[("publicKey", (&*public).into())],
        &SignerOptions { external_key: true, scheme: &options, ..SignerOptions::default() },
    )
    .unwrap();
    let (url, body) = (text(&received["url"]), text(&received["body"]));
    let message = Message { method: "POST", url: &url, headers: &headers, body: body.as_bytes() };
    let published = &signature.iter().find(|(name, _)| name == "Signature").unwrap().1;
    let raw = published.split("proxy_sig=:").nth(1).unwrap().trim_end_matches(':');
    let prepared = signer.prepare(&message, Timestamp::Text("1618884480")).unwrap();
    let signed = prepared.finish(&base64ct::Base64::decode_vec(raw).unwrap()).unwrap();
    let input = signed.headers().find(|(name, _)| *name == "Signature-Input").unwrap().1.to_owned();
    assert!(signature.iter().any(|(_, value)| value.ends_with(&input)), "{input}");
}

/// Whatever is changed in what is signed, or put in front of it, it does not verify; and nothing panics.
#[test]
fn no_changed_letter_verifies() {
    for (id, credentials, options) in [
        (
            "rfc9421.hmac-sha256",
            &[("secret", "hush")][..],
            &[("components", "@method @path @query x-a content-digest")][..],
        ),
        ("aws.request", &[("accessKeyId", "AKIDEXAMPLE"), ("secretAccessKey", "hush")][..], &AWS[..]),
    ] {
        let credentials: Vec<_> = credentials.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let signer = Signer::new(
            scheme(id).unwrap(),
            &credentials,
            &SignerOptions { scheme: options, ..SignerOptions::default() },
        )
        .unwrap();
        let verifier = Verifier::new(
            scheme(id).unwrap(),
            &credentials,
            &VerifierOptions { scheme: options, ..VerifierOptions::default() },
        )
        .unwrap();
        let url = "https://example.com/a/b?x=1&y=2";
        let own = [("x-a", "1"), ("content-type", "text/plain")];
        let message = Message { method: "POST", url, headers: &own, body: b"body" };
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        let headers: Vec<(String, String)> =
            own.iter().copied().chain(signed.headers()).map(|(name, value)| (name.into(), value.into())).collect();
        let check = |headers: &[(String, String)], url: &str, body: &[u8]| {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            verifier.verify(&Message { method: "POST", url, headers: &headers, body }, NOW_MS).map(|_| ())
        };
        check(&headers, url, b"body").unwrap();
        assert!(check(&headers, url, b"bodY").is_err());
        let mut tried = 0;
        for place in 0..headers.len() {
            // One that is not covered is nobody's to judge.
            if id.starts_with("rfc9421") && headers[place].0 == "content-type" {
                continue;
            }
            for at in 0..headers[place].1.len() {
                for letter in ["A", "0", "\"", ";", ",", " ", "(", "=", ":", "\n", ""] {
                    let mut changed = headers.clone();
                    changed[place].1.replace_range(at..=at, letter);
                    // White space around a value, and a run of it inside, is not signed.
                    let words = |text: &str| {
                        text.split(' ').filter(|word| !word.is_empty()).map(String::from).collect::<Vec<_>>()
                    };
                    if words(&changed[place].1).concat() == words(&headers[place].1).concat() {
                        continue;
                    }
                    tried += 1;
                    assert!(check(&changed, url, b"body").is_err(), "{id}: {:?}", changed[place]);
                }
            }
        }
        assert!(tried > 1000, "only {tried} were tried");
        for at in "https://example.com/".len()..url.len() {
            let mut changed = String::from(url);
            changed.replace_range(at..=at, "z");
            assert!(check(&headers, &changed, b"body").is_err(), "{id}: {changed}");
        }
    }
}

#[test]
fn a_session_token_is_compared_where_it_is_known() {
    let scheme = scheme("aws.request").unwrap();
    let key = [("accessKeyId", "AKIDEXAMPLE".into()), ("secretAccessKey", "hush".into())];
    let with = |token: &str| [&key[..], &[("sessionToken", token.into())]].concat();
    let message = Message { method: "GET", url: "https://example.com/", ..Message::default() };
    let signer =
        Signer::new(scheme, &with("t0k3n"), &SignerOptions { scheme: &AWS, ..SignerOptions::default() }).unwrap();
    let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
    let headers: Vec<(&str, &str)> = signed.headers().collect();
    assert!(headers.contains(&("X-Amz-Security-Token", "t0k3n")));
    let verify = |credentials: &[_], headers: &[(&str, &str)]| {
        let verifier =
            Verifier::new(scheme, credentials, &VerifierOptions { scheme: &AWS, ..VerifierOptions::default() })
                .unwrap();
        verifier.verify(&Message { headers, ..message }, NOW_MS).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(verify(&with("t0k3n"), &headers), Ok(()));
    assert_eq!(verify(&key, &headers), Ok(()));
    assert_eq!(verify(&with("other"), &headers), Err("ERR_SIGNATURE_MISMATCH"));
    let without = Signer::new(scheme, &key, &SignerOptions { scheme: &AWS, ..SignerOptions::default() }).unwrap();
    let signed = without.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
    let headers: Vec<(&str, &str)> = signed.headers().collect();
    assert_eq!(verify(&key, &headers), Ok(()));
    assert_eq!(verify(&with("t0k3n"), &headers), Err("ERR_SIGNATURE_MISMATCH"));
    assert!(!format!("{signer:?}").contains("hush") && !format!("{signer:?}").contains("t0k3n"), "{signer:?}");
}

#[test]
fn a_payload_is_unsigned_only_where_both_say_so() {
    let scheme = scheme("aws.request").unwrap();
    let key = [("accessKeyId", "AKIDEXAMPLE".into()), ("secretAccessKey", "hush".into())];
    let with = |payload| [&AWS[..], &[("payload", payload)]].concat();
    let message = Message { method: "PUT", url: "https://example.com/a", body: b"body", ..Message::default() };
    for (signs, verifies, body, fits) in [
        ("sent", "signed", "body", true),
        ("sent", "sent", "body", true),
        ("sent", "signed", "other", false),
        ("unsigned", "unsigned", "other", true),
        ("unsigned", "signed", "body", false),
        ("signed", "unsigned", "body", false),
    ] {
        let signer =
            Signer::new(scheme, &key, &SignerOptions { scheme: &with(signs), ..SignerOptions::default() }).unwrap();
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        let headers: Vec<(&str, &str)> = signed.headers().collect();
        let verifier =
            Verifier::new(scheme, &key, &VerifierOptions { scheme: &with(verifies), ..VerifierOptions::default() })
                .unwrap();
        let received = Message { headers: &headers, body: body.as_bytes(), ..message };
        assert_eq!(verifier.verify(&received, NOW_MS).is_ok(), fits, "{signs}, {verifies}, {body}");
    }
}

/// A scheme of somebody's own that names a standard has to name what it makes, or nothing would be signed.
#[test]
fn a_row_without_what_its_standard_makes_is_refused() {
    for (standard, bindings) in [
        (Profile::HttpMessageSignatures, &[("lines", "")][..]),
        (Profile::HttpMessageSignatures, &[("lines", ""), ("params", "x"), ("contentDigest", "")]),
        (Profile::AwsSignatureV4, &[]),
    ] {
        let base = scheme("rfc9421.hmac-sha256").unwrap();
        let scheme = Scheme {
            profile: Some(standard),
            bindings,
            canonical: "{method}",
            headers: &[("Signature", "{signature}")],
            credentials: &["secret", "accessKeyId"],
            options: &[
                ("region", "a"),
                ("service", "b"),
                ("payload", "signed"),
                ("pathEncoding", "once"),
                ("pathForm", "as-sent"),
                ("label", "sig1"),
                ("digest", "sha-256"),
            ],
            ..*base
        };
        let given = [("secret", "hush".into()), ("accessKeyId", "a".into())];
        let refused = Signer::new(&scheme, &given, &SignerOptions::default()).unwrap_err();
        assert_eq!((refused.code(), &*refused.fault().unwrap().part), ("ERR_SCHEME_INVALID", "bindings"));
        assert_eq!(
            Verifier::new(&scheme, &given, &VerifierOptions::default()).unwrap_err().code(),
            "ERR_SCHEME_INVALID"
        );
    }
}

/// Long and broken fields end soon: what is read is read once.
#[test]
fn hostile_fields_are_refused() {
    let verifier = Verifier::new(
        scheme("rfc9421.hmac-sha256").unwrap(),
        &[("secret", "hush".into())],
        &VerifierOptions::default(),
    )
    .unwrap();
    let many = (0..100_000).map(|n| format!("a{n}=()")).collect::<Vec<_>>().join(", ");
    let items = format!("a=({})", "\"x\" ".repeat(100_000));
    let params = format!("a=(){}", ";a".repeat(100_000));
    let quotes = format!("a=(\"{}", "\\\"".repeat(100_000));
    for input in [
        &*many,
        &items,
        &params,
        &quotes,
        "",
        "a",
        "a=",
        "a=(",
        "a=()",
        "A=()",
        "a=();",
        "a=() b=()",
        "a=(),",
        "a=(\"\")",
    ] {
        let headers = [("signature-input", input), ("signature", "a=:AA==:")];
        let message = Message { method: "GET", url: "https://example.com/", headers: &headers, body: b"" };
        let refused = verifier.verify(&message, NOW_MS).unwrap_err();
        assert_eq!(refused.code(), "ERR_HEADER_MALFORMED", "{}", &input[..input.len().min(40)]);
    }
}

/// RFC 9421, appendix B.2.6 and B.2.4: the algorithms on curves are lines of the table, and their signatures r and s.
#[cfg(feature = "curves")]
#[test]
fn published_signatures_on_curves() {
    use countersign::{Algorithm, DsaEncoding};
    let base = *scheme("rfc9421.rsa-pss-sha512").unwrap();
    let ed25519 = Scheme { id: "rfc9421.ed25519", algorithm: Algorithm::Ed25519, ..base };
    let options = [
        ("label", "sig-b26"),
        ("components", "date @method @path @authority content-type content-length"),
        ("keyid", "test-key-ed25519"),
    ];
    let headers = [
        ("Host", "example.com"),
        ("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("Content-Type", "application/json"),
        ("Content-Length", "18"),
    ];
    let url = "https://example.com/foo?param=Value&Pet=dog";
    let message = Message { method: "POST", url, headers: &headers, body: br#"{"hello": "world"}"# };
    let private = [("privateKey", "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF".into())];
    let signer =
        Signer::new(&ed25519, &private, &SignerOptions { scheme: &options, ..SignerOptions::default() }).unwrap();
    let signed = signer.sign(&message, Timestamp::Text("1618884473")).unwrap();
    let published = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    assert_eq!(signed.signature(), published);
    let public = [("publicKeys", "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=".into())];
    let verifier =
        Verifier::new(&ed25519, &public, &VerifierOptions { scheme: &options, ..VerifierOptions::default() }).unwrap();
    let mut sent: Vec<_> = signed.headers().collect();
    sent.extend(headers);
    verifier.verify(&Message { headers: &sent, ..message }, 1_618_884_473_000).unwrap();

    let p256 = Scheme { id: "rfc9421.ecdsa-p256-sha256", algorithm: Algorithm::EcdsaP256Sha256, ..base };
    let params =
        r#"("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256""#;
    let input = format!("sig-b24={params}");
    let signature =
        "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:";
    let digest = "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:";
    let headers = [
        (":status", "200"),
        ("Content-Type", "application/json"),
        ("Content-Digest", digest),
        ("Content-Length", "23"),
        ("Signature-Input", &*input),
        ("Signature", signature),
    ];
    let options = [("label", "sig-b24"), ("components", "@status content-type content-digest content-length")];
    let public = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==";
    let message = Message { headers: &headers, body: br#"{"message": "good dog"}"#, ..Message::default() };
    let told = |scheme: &Scheme<'_>| {
        let options = VerifierOptions { scheme: &options, ..VerifierOptions::default() };
        let verifier = Verifier::new(scheme, &[("publicKeys", public.into())], &options).unwrap();
        verifier.verify(&message, 1_618_884_473_000).map(drop).map_err(|error| error.code())
    };
    assert_eq!(told(&p256), Ok(()));
    // A scheme may say that its provider writes DER after all.
    assert_eq!(told(&Scheme { dsa_encoding: Some(DsaEncoding::Der), ..p256 }), Err("ERR_SIGNATURE_MISMATCH"));
}

/// Standard Webhooks with a key pair, `v1a`: the values of Svix's server.
#[cfg(feature = "curves")]
#[test]
fn a_webhook_of_standard_webhooks_with_a_key_pair() {
    use countersign::Algorithm;
    let shared = *scheme("standard-webhooks.webhook").unwrap();
    let pair = Scheme {
        id: "standard-webhooks.v1a",
        credentials: &["privateKey"],
        algorithm: Algorithm::Ed25519,
        key: "{privateKey}",
        key_prefixes: &["whsk_", "whpk_"],
        headers: &[("webhook-timestamp", "{timestamp}"), ("webhook-signature", "v1a,{signature}")],
        ..shared
    };
    let headers = [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")];
    let message = Message { headers: &headers, body: br#"{"test": 2432232314}"#, ..Message::default() };
    let private = [("privateKey", "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=".into())];
    let signer = Signer::new(&pair, &private, &SignerOptions::default()).unwrap();
    let signed = signer.sign(&message, Timestamp::Text("1614265330")).unwrap();
    let published = "hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
    assert_eq!(signed.signature(), published);
    let public = "whpk_".to_owned() + PUBLIC_OF_SVIX;
    let verifier = Verifier::new(&pair, &[("publicKeys", (&*public).into())], &VerifierOptions::default()).unwrap();
    let list = format!("v1,AAAA v1a,{published}");
    let received = [headers[0], ("webhook-timestamp", "1614265330"), ("webhook-signature", &*list)];
    verifier.verify(&Message { headers: &received, ..message }, 1_614_265_330_000).unwrap();
}

/// The public half of the key above.
#[cfg(feature = "curves")]
const PUBLIC_OF_SVIX: &str = "1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
