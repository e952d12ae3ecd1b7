//! Keys that the caller hands in: JWK Sets, ids of keys, and which key a message needs. Nothing is fetched.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use countersign::{
    Error, KeyCredential, Message, SchemeDefinition, Secret, Signed, Signer, SignerOptions, Timestamp, Verified,
    Verifier, VerifierOptions,
};
use serde_json::{Value, json};

const EC: [&str; 2] = [include_str!("keys/ec-p256.pkcs8.pem"), include_str!("keys/ec-p256.spki.pem")];
const RSA: &str = include_str!("keys/rsa-2048.spki.pem");
const CERTIFICATE: &str = include_str!("keys/valid.certificate.pem");
const BODY: &[u8] = br#"{"a":1}"#;
const NEEDED: &str = "ERR_KEY_NEEDED";
const REFUSED: &str = "ERR_KEY_SOURCE_REFUSED";

/// A scheme whose messages name their key in a header, and where it is in another.
fn fetched() -> Value {
    json!({
        "id": "acme.webhook",
        "credentials": ["privateKey"],
        "key": "{privateKey}",
        "algorithm": "ecdsa-p256-sha256",
        "canonical": "{body}",
        "inputs": { "kid": "header:x-key-id", "keys": "header:x-keys" },
        "keyUrl": "{keys}",
        "keyHosts": ["keys.example.com", "keys.example.org"],
        "keyId": "{kid}",
        "headers": { "x-signature": "{signature}" },
        "signedBy": "provider"
    })
}

fn jws() -> Value {
    json!({
        "id": "acme.jws",
        "credentials": ["privateKey"],
        "key": "{privateKey}",
        "algorithm": "jws",
        "options": { "jws.form": "attached", "jws.alg": "ES256", "jws.certificate": "" },
        "canonical": "{body}",
        "headers": { "x-jws": "{signature}" }
    })
}

fn with(mut definition: Value, members: Value) -> Value {
    definition.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    definition
}

fn signature() -> String {
    let mut definition = fetched();
    definition["inputs"] = json!({});
    for name in ["keyUrl", "keyHosts", "keyId"] {
        definition.as_object_mut().unwrap().remove(name);
    }
    let definition = SchemeDefinition::parse(&definition.to_string()).unwrap();
    let message = Message { body: BODY, ..Message::default() };
    let signed = definition.with(|scheme| {
        let signer = Signer::new(scheme, &[("privateKey", EC[0].into())], &SignerOptions::default())?;
        signer.sign(&message, Timestamp::Now(0)).map(|signed| header(&signed))
    });
    signed.unwrap()
}

fn header(signed: &Signed<'_>) -> String {
    signed.headers().next().unwrap().1.to_string()
}

fn verifier(definition: &Value, credentials: &[(&str, &str)]) -> Result<Verifier, Error> {
    let credentials: Vec<_> = credentials.iter().map(|(name, value)| (*name, Secret::from(*value))).collect();
    SchemeDefinition::parse(&definition.to_string())?
        .with(|scheme| Verifier::new(scheme, &credentials, &VerifierOptions::default()))
}

/// The P-256 key as a JWK with these members beside.
fn jwk(more: Value) -> Value {
    let der: String = EC[1].lines().filter(|line| !line.starts_with('-')).collect();
    let der = <base64ct::Base64 as base64ct::Encoding>::decode_vec(&der).unwrap();
    let [x, y] = [&der[27..59], &der[59..91]].map(Base64UrlUnpadded::encode_string);
    with(json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }), more)
}

fn set(keys: Value) -> String {
    json!({ "keys": keys }).to_string()
}

fn other() -> Value {
    // The point of RFC 7517, appendix A.1.
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
    })
}

fn headers<'h>(kid: &'h str, url: &'h str, signature: &'h str) -> [(&'h str, &'h str); 3] {
    [("x-key-id", kid), ("x-keys", url), ("x-signature", signature)]
}

fn code(result: Result<Verified<'_>, Error>) -> Option<&'static str> {
    result.err().map(|error| error.code())
}

const URL: &str = "https://keys.example.com/jwks.json";

#[test]
fn a_key_of_another_id_does_not_verify() {
    let signature = signature();
    let definition = fetched();
    let rotated =
        set(json!([with(other(), json!({ "kid": "a" })), jwk(json!({ "kid": "b" })), jwk(json!({ "kid": "a" }))]));
    let any = set(json!([other(), jwk(json!({}))]));
    let (own, unnamed) = (jwk(json!({ "kid": "a" })).to_string(), jwk(json!({})).to_string());
    for (credentials, kid, want) in [
        (&[("publicKeys", EC[1])][..], "a", None),
        (&[("publicKeys", EC[1]), ("keyIds", "a")], "a", None),
        (&[("publicKeys", EC[1]), ("keyIds", "a")], "b", Some(NEEDED)),
        (&[("publicKeys", EC[1]), ("keyIds", "a")], "A", Some(NEEDED)),
        (&[("publicKeys", EC[1]), ("keyIds", "a")], "aa", Some(NEEDED)),
        (&[("publicKeys", EC[1]), ("publicKeys", EC[1]), ("keyIds", "a"), ("keyIds", "b")], "b", None),
        (&[("publicKeys", EC[1]), ("publicKeys", EC[1]), ("keyIds", "a")], "a", None),
        (&[("publicKeys", &own)], "a", None),
        (&[("publicKeys", &own)], "b", Some(NEEDED)),
        (&[("publicKeys", &own), ("keyIds", "a")], "a", None),
        (&[("publicKeys", &unnamed), ("keyIds", "b")], "a", Some(NEEDED)),
        // The first of those with this id is another key, and each is tried.
        (&[("publicKeys", &rotated)], "a", None),
        (&[("publicKeys", &rotated)], "b", None),
        (&[("publicKeys", &rotated)], "c", Some(NEEDED)),
        (&[("publicKeys", &rotated), ("keyIds", "b")], "b", None),
        (&[("publicKeys", &rotated), ("keyIds", "b")], "a", Some(NEEDED)),
        (&[("publicKeys", &any)], "whatever", None),
        (&[("publicKeys", &any), ("keyIds", "a")], "b", Some(NEEDED)),
        (&[], "a", Some(NEEDED)),
    ] {
        let verifier = verifier(&definition, credentials).unwrap_or_else(|error| panic!("{credentials:?}: {error}"));
        let headers = headers(kid, URL, &signature);
        let message = Message { headers: &headers, body: BODY, ..Message::default() };
        assert_eq!(code(verifier.verify(&message, 0)), want, "{credentials:?} {kid}");
        let need = verifier.needs(&message).unwrap();
        assert_eq!(need.is_some(), want.is_some(), "{credentials:?} {kid}");
        if let Some(need) = need {
            assert_eq!((&*need.key_id, need.url.as_deref()), (kid, Some(URL)));
            assert_eq!(need.credential, KeyCredential::PublicKeys);
        }
    }
}

#[test]
fn the_program_that_fetches_is_three_lines() {
    let (definition, signature) = (fetched(), signature());
    let headers = headers("k1", URL, &signature);
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    let need = verifier(&definition, &[]).unwrap().needs(&message).unwrap().unwrap();
    let fetched = verifier(&definition, &[("publicKeys", EC[1]), ("keyIds", &need.key_id)]).unwrap();
    assert_eq!(fetched.verify(&message, 0).unwrap().body().unwrap(), BODY);
    let told = verifier(&definition, &[]).unwrap().verify(&message, 0).unwrap_err().to_string();
    assert_eq!(
        told,
        "`publicKeys`: expected the key `k1`, which the message names: `needs` says what to fetch, got no key"
    );
}

#[test]
fn the_id_may_be_the_url_and_the_url_may_hold_the_id() {
    let signature = signature();
    let by_url = with(fetched(), json!({ "keyId": "", "keyCredential": "certificates" }));
    let headers = headers("k 1", URL, &signature);
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    let need = verifier(&by_url, &[]).unwrap().needs(&message).unwrap().unwrap();
    assert_eq!((&*need.key_id, need.url.as_deref(), need.credential), (URL, Some(URL), KeyCredential::Certificates));
    let at = |url: &str| {
        let bound = verifier(&by_url, &[("publicKeys", EC[1]), ("keyIds", url)]).unwrap();
        code(bound.verify(&message, 0))
    };
    assert_eq!((at(URL), at("https://keys.example.org/jwks.json")), (None, Some(NEEDED)));

    let inside = with(fetched(), json!({ "keyUrl": "https://keys.example.org/v2/keys/{kid}?raw=1" }));
    let verifier = verifier(&inside, &[]).unwrap();
    for (kid, want) in [
        ("k1", Ok("https://keys.example.org/v2/keys/k1?raw=1")),
        ("..", Err(REFUSED)),
        ("a/b", Err(REFUSED)),
        ("a?b", Err(REFUSED)),
        ("a#b", Err(REFUSED)),
        ("a%2fb", Err(REFUSED)),
        ("a b", Err(REFUSED)),
        ("a@evil.com", Err(REFUSED)),
        ("a\\b", Err(REFUSED)),
    ] {
        let headers = [("x-key-id", kid), ("x-keys", URL), ("x-signature", &*signature)];
        let need = verifier.needs(&Message { headers: &headers, body: BODY, ..Message::default() });
        let got = need.map(|need| need.unwrap().url.unwrap());
        assert_eq!(got.as_deref().map_err(Error::code), want, "{kid}");
    }
}

#[test]
fn a_url_beside_the_list_is_refused_and_the_hosts_are_named() {
    let (verifier, signature) = (verifier(&fetched(), &[]).unwrap(), signature());
    for url in
        ["https://keys.example.com.evil.com/a", "http://keys.example.com/a", "https://KEYS.example.com/a", "/a", "a"]
    {
        let headers = headers("k1", url, &signature);
        let error = verifier.needs(&Message { headers: &headers, body: BODY, ..Message::default() }).unwrap_err();
        let told = format!(
            "`keyUrl`: expected a plain URL with `https` on `keys.example.com` or `keys.example.org`, without user, port, fragment \
             or dot segments, got `{url}`"
        );
        assert_eq!((error.code(), error.to_string()), (REFUSED, told));
    }
    for headers in [&[("x-keys", URL)][..], &[("x-key-id", "a")]] {
        let error = verifier.needs(&Message { headers, body: BODY, ..Message::default() }).unwrap_err();
        assert_eq!(error.code(), "ERR_HEADER_MISSING");
    }
    let long = "k".repeat(2049);
    let headers = headers(&long, URL, &signature);
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    assert_eq!(verifier.needs(&message).unwrap_err().code(), REFUSED);
    assert_eq!(code(verifier.verify(&message, 0)), Some(REFUSED));
}

#[test]
fn a_set_says_what_was_in_it_if_nothing_can_be_used() {
    let refused = |keys: &str| verifier(&jws(), &[("publicKeys", keys)]).map(|_| ()).unwrap_err();
    let oct = json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" });
    let private = jwk(json!({ "d": "AAAA" }));
    for (keys, got) in [
        (set(json!([])), "none"),
        (set(json!([oct])), "`oct` (a JWK with `kty` `oct` and `crv` none)"),
        (
            set(json!([jwk(json!({ "use": "enc" })), { "kty": "RSA", "n": "AQAB", "e": "AQAB" }])),
            "`EC` (`use` `enc`); `RSA` (a JWK with `kty` `RSA` and `crv` none)",
        ),
        (set(json!([jwk(json!({ "alg": "ES384" }))])), "`EC` (`alg` `ES384`)"),
        (set(json!([jwk(json!({ "key_ops": ["sign"] }))])), "`EC` (`key_ops` `sign`)"),
        (
            set(json!([{ "kid": "a" }, 1, null, "x", []])),
            "one without `kty`; one without `kty`; one without `kty`; one without `kty`; one without `kty`",
        ),
        (set(json!([jwk(json!({})), private])), "a private key, which stays with its owner"),
        (set(json!({})), "another"),
        (set(json!("x")), "another"),
        (r#"{"keys":[],"keys":[]}"#.into(), "another"),
        (set(vec![oct; 65].into()), "more"),
    ] {
        let error = refused(&keys);
        assert_eq!(error.code(), "ERR_CREDENTIAL_INVALID");
        assert!(error.to_string().ends_with(&format!(", got {got}")), "{keys}: {error}");
    }
}

#[test]
fn the_kid_of_a_jws_chooses_in_a_set() {
    let protected = |members: Value| {
        Base64UrlUnpadded::encode_string(with(json!({ "alg": "ES256" }), members).to_string().as_bytes())
    };
    let sign = |members: Value| {
        // A scheme that signs what a JWS signs.
        let input = format!("{}.{}", protected(members), Base64UrlUnpadded::encode_string(BODY));
        let mut scheme = jws();
        scheme["algorithm"] = json!("ecdsa-p256-sha256");
        scheme["dsaEncoding"] = json!("ieee-p1363");
        scheme["encoding"] = json!("base64url");
        scheme["options"] = json!({});
        let message = Message { body: input.as_bytes(), ..Message::default() };
        let signature = SchemeDefinition::parse(&scheme.to_string()).unwrap().with(|scheme| {
            let signer = Signer::new(scheme, &[("privateKey", EC[0].into())], &SignerOptions::default())?;
            signer.sign(&message, Timestamp::Now(0)).map(|signed| header(&signed))
        });
        format!("{input}.{}", signature.unwrap())
    };
    let both = set(
        json!([with(other(), json!({ "kid": "a" })), jwk(json!({ "kid": "b", "use": "sig" })), { "kty": "oct", "k": "AA", "kid": "b" }]),
    );
    let twice = set(json!([with(other(), json!({ "kid": "a" })), jwk(json!({ "kid": "a" }))]));
    let own = jwk(json!({ "kid": "b" })).to_string();
    for (name, keys, members, want) in [
        ("the key with the id", &both, json!({ "kid": "b" }), Ok(0)),
        ("an escape in the id", &both, json!({ "kid": "\u{62}" }), Ok(0)),
        ("no id: all are tried", &both, json!({}), Ok(0)),
        ("an id that is no string is none", &both, json!({ "kid": 7 }), Ok(0)),
        ("the id of another key", &both, json!({ "kid": "a" }), Err("ERR_SIGNATURE_MISMATCH")),
        ("an id that no key has", &both, json!({ "kid": "c" }), Err(NEEDED)),
        ("an empty id", &both, json!({ "kid": "" }), Err(NEEDED)),
        ("two keys with one id", &twice, json!({ "kid": "a" }), Ok(0)),
        ("a key by itself", &own, json!({ "kid": "b" }), Ok(0)),
        ("a key by itself, with another id", &own, json!({ "kid": "a" }), Ok(0)),
        ("a key without an id", &EC[1].to_string(), json!({ "kid": "a" }), Ok(0)),
    ] {
        let verifier = verifier(&jws(), &[("publicKeys", keys)]).unwrap();
        let jws = sign(members);
        let headers = [("x-jws", &*jws)];
        let message = Message { headers: &headers, body: BODY, ..Message::default() };
        let got = verifier.verify(&message, 0).map(|verified| verified.key_index()).map_err(|error| error.code());
        assert_eq!(got, want, "{name}");
        assert_eq!(verifier.needs(&message).unwrap(), None, "{name}");
    }
    // The set counts as one of the keys given.
    let verifier = verifier(&jws(), &[("publicKeys", &set(json!([other(), other()]))), ("publicKeys", &both)]).unwrap();
    let jws = sign(json!({ "kid": "b" }));
    let headers = [("x-jws", &*jws)];
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    assert_eq!(verifier.verify(&message, 0).unwrap().key_index(), 1);
}

#[test]
fn ids_belong_to_keys() {
    let plain = with(fetched(), json!({ "keyUrl": "", "keyHosts": [], "keyId": "" }));
    let named = jwk(json!({ "kid": "b" })).to_string();
    for (definition, credentials, told) in [
        (
            &plain,
            &[("publicKeys", RSA), ("keyIds", "a")][..],
            "`keyIds` does not apply: the messages of this scheme name no key",
        ),
        (&fetched(), &[("keyIds", "a")], "`keyIds`: expected one, or as many as there are keys, got 1"),
        (
            &fetched(),
            &[("publicKeys", EC[1]), ("keyIds", "a"), ("keyIds", "b")],
            "`keyIds`: expected one, or as many as there are keys, got 2",
        ),
        (
            &fetched(),
            &[("publicKeys", EC[1]), ("keyIds", "")],
            "`acme.webhook` needs the credential `keyIds`: expected a string or bytes, got none",
        ),
        (
            &fetched(),
            &[("publicKeys", &named), ("keyIds", "a")],
            "`keyIds`: expected the id of the key, or of one in the set, got another one",
        ),
    ] {
        let error = verifier(definition, credentials).map(|_| ()).unwrap_err();
        assert_eq!(error.to_string(), told);
    }
    assert_eq!(verifier(&plain, &[]).map(|_| ()).unwrap_err().code(), "ERR_CREDENTIAL_MISSING");
    let rsa = with(fetched(), json!({ "algorithm": "rsassa-pkcs1-v1_5-sha256" }));
    assert!(verifier(&rsa, &[("certificates", CERTIFICATE), ("keyIds", "a")]).is_ok());
}

/// The `keyid` of an HTTP message signature chooses in the same way.
#[cfg(all(feature = "standards", feature = "catalogue"))]
#[test]
fn the_keyid_of_a_message_signature_chooses() {
    let scheme = countersign::scheme("rfc9421.rsa-v1_5-sha256").unwrap();
    let private = include_str!("keys/rsa-2048.pkcs8.pem");
    let options = SignerOptions { scheme: &[("components", "@method"), ("keyid", "k1")], ..SignerOptions::default() };
    let signer = Signer::new(scheme, &[("privateKey", private.into())], &options).unwrap();
    let message = Message { method: "GET", url: "https://a.example/", ..Message::default() };
    let mut random = support::Weyl(1);
    let signed = signer.sign_with_rng(&message, Timestamp::Now(1_700_000_000_000), &mut random).unwrap();
    let headers: Vec<(&str, &str)> = signed.headers().collect();
    let message = Message { headers: &headers, ..message };
    let verify = |credentials: &[(&str, &str)]| {
        let credentials: Vec<_> = credentials.iter().map(|(name, value)| (*name, Secret::from(*value))).collect();
        let options = VerifierOptions { scheme: &[("components", "@method")], ..VerifierOptions::default() };
        let verifier = Verifier::new(scheme, &credentials, &options).unwrap();
        verifier.verify(&message, 1_700_000_000_000).err().map(|error| error.code())
    };
    assert_eq!(verify(&[("publicKeys", RSA)]), None);
    assert_eq!(verify(&[("publicKeys", RSA), ("keyIds", "k1")]), None);
    assert_eq!(verify(&[("publicKeys", RSA), ("keyIds", "k2")]), Some(NEEDED));
    assert_eq!(verify(&[("publicKeys", RSA), ("publicKeys", RSA), ("keyIds", "k2"), ("keyIds", "k1")]), None);
}
