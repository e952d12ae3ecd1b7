//! JSON Web Tokens: what a scheme says of their claims and header is written, read back, judged and compared.
#![cfg(all(feature = "standards", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use countersign::{
    Coverage, Error, Message, SchemeDefinition, Signer, SignerOptions, Timestamp, Tolerance, Verifier, VerifierOptions,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use support::Weyl;

const URL: &str = "https://api.example/a/b?c=d";
const T: i64 = 1_700_000_000;

#[test]
fn what_is_written_is_what_the_scheme_says() {
    let (header, payload) = parts(&sign(&least(), &message()).unwrap());
    assert_eq!(header, r#"{"alg":"HS256","kid":"key-1","typ":"JWT"}"#);
    let digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    // The members of this definition are in the order of their names.
    let expected = format!(
        r#"{{"deep":{{"list":["x"],"q":"c=d"}},"uris":["POST api.example/a/b"],"body":"{digest}","exp":{},"iat":{},"iss":"acme"}}"#,
        T + 540,
        T - 60
    );
    assert_eq!(payload, expected);
}

#[test]
fn what_is_written_is_read_back_and_compared() {
    let definition = least();
    let token = sign(&definition, &message()).unwrap();
    let verified = |message: &Message<'_>, now_s: i64| verify(&definition, &token, message, now_s);
    assert_eq!(verified(&message(), T), Ok((Some(T * 1000), vec![])));
    for (changed, code) in [
        (Message { method: "PUT", ..message() }, "ERR_SIGNATURE_MISMATCH"),
        (Message { url: "https://api.example/a/c?c=d", ..message() }, "ERR_SIGNATURE_MISMATCH"),
        (Message { url: "https://api.example/a/b?c=e", ..message() }, "ERR_SIGNATURE_MISMATCH"),
        (Message { url: "https://api.example.evil/a/b?c=d", ..message() }, "ERR_SIGNATURE_MISMATCH"),
        (Message { body: b"{\"a\":2}", ..message() }, "ERR_SIGNATURE_MISMATCH"),
        (Message { body: b"", ..message() }, "ERR_HEADER_MALFORMED"),
        (Message { method: "", ..message() }, "ERR_REQUEST_INVALID"),
        (Message { url: "/a/b?c=d", ..message() }, "ERR_REQUEST_INVALID"),
    ] {
        assert_eq!(verified(&changed, T).map_err(|error| error.code()).unwrap_err(), code, "{changed:?}");
    }
    let bare = sign(&definition, &Message { body: b"", ..message() }).unwrap();
    assert!(!parts(&bare).1.contains("body"));
    assert!(verify(&definition, &bare, &Message { body: b"", ..message() }, T).is_ok());
    let error = verify(&definition, &bare, &message(), T).unwrap_err();
    assert_eq!(error.to_string(), "`body`: expected this claim, got none");
}

/// Both ends of a lifetime have the tolerance as leeway, and without it no time is judged.
#[test]
fn times_are_judged_with_leeway() {
    let definition = least();
    let token = sign(&definition, &message()).unwrap();
    let stale = |now_s| verify(&definition, &token, &message(), now_s).err().map(|error| error.code());
    let refused = Some("ERR_SIGNATURE_STALE");
    for (now_s, expected) in
        [(T - 60 - 31, refused), (T - 60 - 30, None), (T + 540 + 29, None), (T + 540 + 30, refused), (T * 2, refused)]
    {
        assert_eq!(stale(now_s), expected, "{now_s}");
    }
    let options = VerifierOptions { tolerance: Tolerance::Off, ..VerifierOptions::default() };
    assert!(verify_with(&definition, &token, &message(), T * 2, &options).is_ok());
    for time in ["\"1\"", "1e9", "-1", "null", "1234567890123", "[1]", "true"] {
        let mut simple = least();
        simple["claims"] = json!({ "iss": "acme", "iat": "{timestamp}" });
        simple["tokenHeader"] = json!({});
        let token = forged(&format!(r#"{{"iss":"acme","iat":{time}}}"#));
        let error = verify(&simple, &token, &message(), T).unwrap_err();
        assert_eq!(error.code(), "ERR_TIMESTAMP_INVALID", "{time}: {error}");
        // Also a time that the scheme does not name.
        let token = forged(&format!(r#"{{"iss":"acme","iat":{T},"nbf":{time}}}"#));
        assert_eq!(verify(&simple, &token, &message(), T).unwrap_err().code(), "ERR_TIMESTAMP_INVALID");
    }
}

/// A scheme whose tokens need not say when they end has an age.
#[test]
fn a_token_without_an_end_ages() {
    let mut definition = least();
    definition["claims"] = json!({ "iss": "acme", "iat": "{timestamp}" });
    let token = sign(&definition, &message()).unwrap();
    let code = |now_s| verify(&definition, &token, &message(), now_s).err().map(|error| error.code());
    assert_eq!([code(T + 30), code(T + 31)], [None, Some("ERR_SIGNATURE_STALE")]);
}

#[test]
fn a_drawn_value_is_handed_out_and_differs() {
    let mut definition = least();
    definition["inputs"] = json!({ "jti": "claim:jti", "tenant": "protected:tenant?" });
    definition["claims"]["jti"] = "{jti}".into();
    let scheme = SchemeDefinition::parse(&definition.to_string()).unwrap();
    let signer = scheme.with(|scheme| Signer::new(scheme, &credentials(), &SignerOptions::default())).unwrap();
    let error = signer.sign(&message(), Timestamp::At(T * 1000)).unwrap_err();
    assert_eq!(error.code(), "ERR_ARGUMENT_INVALID");
    let error = signer.prepare(&message(), Timestamp::At(T * 1000)).unwrap_err();
    assert!(error.to_string().contains("draws a value for each token"), "{error}");
    let mut random = Weyl(7);
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let signed = signer.sign_with_rng(&message(), Timestamp::At(T * 1000), &mut random).unwrap();
        tokens.push(signed.signature().to_owned());
    }
    let ids: Vec<_> = tokens.iter().map(|token| verify(&definition, token, &message(), T).unwrap().1).collect();
    assert_eq!(ids[0][0].0, "jti");
    assert_eq!((ids[0][0].1.len(), ids[0][0].1.bytes().all(|byte| byte.is_ascii_hexdigit())), (32, true));
    assert_ne!(ids[0], ids[1]);
    // An input that the sender does not make may be absent.
    assert_eq!(ids[0][1], ("tenant".to_owned(), String::new()));
}

#[test]
fn any_accepted_algorithm_is_verified_and_the_first_signs() {
    let mut definition = least();
    definition["acceptedAlgorithms"] = json!(["hmac-sha512"]);
    definition["tokenHeader"] = json!({});
    definition["claims"] = json!({ "iss": "acme" });
    let input = format!("{}.{}", encoded(r#"{"alg":"HS512"}"#), encoded(r#"{"iss":"acme"}"#));
    let mut mac = Hmac::<sha2::Sha512>::new_from_slice(b"hush").unwrap();
    mac.update(input.as_bytes());
    let token = format!("{input}.{}", Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes()));
    assert!(verify(&definition, &token, &message(), T).is_ok());
    assert!(parts(&sign(&definition, &message()).unwrap()).0.contains("HS256"));
    definition["acceptedAlgorithms"] = json!(["hmac-sha384"]);
    let error = verify(&definition, &token, &message(), T).unwrap_err();
    let expected = "`authorization`: expected the algorithm `HS256` or `HS384`, as the scheme says, got `HS512`";
    assert_eq!(error.to_string().to_lowercase(), expected.to_lowercase());
}

#[test]
fn what_a_token_covers_follows_from_its_claims() {
    let covers = |definition: &Value| {
        let scheme = SchemeDefinition::parse(&definition.to_string()).unwrap();
        scheme.with(|scheme| Verifier::new(scheme, &credentials(), &VerifierOptions::default())).unwrap().covers()
    };
    let whole = covers(&least());
    assert_eq!((whole.method, whole.url, whole.query), (Coverage::Whole, Coverage::Part, Coverage::Whole));
    assert_eq!((whole.headers, whole.body), (Coverage::None, Coverage::Whole));
    let mut definition = least();
    definition["claims"] = json!({ "iss": "acme" });
    let none = covers(&definition);
    assert_eq!((none.method, none.url, none.query, none.body), Default::default());
}

#[test]
fn a_token_that_contradicts_itself_is_refused() {
    let with = |pointer: &str, value: Value| {
        let mut definition = least();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        definition.pointer_mut(parent).unwrap()[name] = value;
        definition
    };
    for (definition, part) in [
        (with("/claims", json!({})), "claims"),
        (with("/canonical", json!("{body}")), "canonical"),
        (with("/encoding", json!("hex")), "encoding"),
        (with("/algorithm", json!("hmac-md5")), "algorithm"),
        (with("/algorithm", json!("jws-hmac")), "algorithm"),
        (with("/acceptedAlgorithms", json!(["ecdsa-p256-sha256"])), "acceptedAlgorithms[0]"),
        (with("/acceptedAlgorithms", json!(["hmac-sha256"])), "acceptedAlgorithms[0]"),
        (with("/acceptedCanonicals", json!(["{header}.{payload}"])), "acceptedCanonicals"),
        (with("/dsaEncoding", json!("der")), "dsaEncoding"),
        (with("/timestamp", json!("milliseconds")), "timestamp"),
        (with("/bindings", json!({ "header": "" })), "canonical"),
        (with("/inputs", json!({ "id": "header:x-id" })), "inputs.id"),
        (with("/inputs", json!({ "id": "claim:jti" })), "inputs.id"),
        (with("/tokenHeader/alg", json!("none")), "tokenHeader.alg"),
        (with("/tokenHeader/crit", json!("exp")), "tokenHeader.crit"),
        (with("/claims/exp", json!("never")), "claims.exp"),
        (with("/claims/exp", json!("{body}")), "claims.exp"),
        (with("/claims/uris", json!("{path}")), "claims.uris"),
        (with("/claims/x", json!("{keyId|upper}")), "claims.x"),
        (with("/claims/x", json!("{keyId} {body}")), "claims.x"),
        (with("/claims/x", json!("{timestamp}")), "claims.x"),
        (with("/claims/x", json!("{header}")), "claims.x"),
        (with("/profile", json!(null)), "claims"),
        (with("/headers", json!({ "Authorization": "Bearer" })), "headers"),
    ] {
        let error = SchemeDefinition::parse(&definition.to_string())
            .and_then(|scheme| scheme.with(|scheme| Verifier::new(scheme, &credentials(), &VerifierOptions::default())))
            .expect_err(part);
        let fault = error.fault().map(|fault| &*fault.part);
        assert_eq!((error.code(), fault), ("ERR_SCHEME_INVALID", Some(part)), "{error}");
    }
}

#[test]
fn a_value_that_no_token_can_hold_is_not_signed() {
    let mut definition = least();
    definition["options"] = json!({ "tenant": "", "lifetime": "540" });
    definition["claims"] = json!({ "tenant": "{tenant}", "exp": "{timestamp}+{lifetime}" });
    let error = sign(&definition, &message()).unwrap_err();
    assert_eq!(error.to_string(), "`tenant`: expected a string for the token, got an empty string");
    definition["options"]["tenant"] = "a\"b\\c\n\u{1}é".into();
    let token = sign(&definition, &message()).unwrap();
    assert_eq!(parts(&token).1, format!(r#"{{"exp":{},"tenant":"a\"b\\c\n\u0001é"}}"#, T + 540));
    assert!(verify(&definition, &token, &message(), T).is_ok());
    definition["options"]["lifetime"] = "soon".into();
    assert_eq!(sign(&definition, &message()).unwrap_err().code(), "ERR_TIMESTAMP_INVALID");
}

fn least() -> Value {
    json!({
        "id": "test.token",
        "credentials": ["keyId", "secret"],
        "profile": "json-web-token",
        "bindings": { "header": "", "payload": "", "host": "" },
        "inputs": {},
        "canonical": "{header|base64url}.{payload|base64url}",
        "tokenHeader": { "typ": "JWT", "kid": "{keyId}" },
        "claims": {
            "iss": "acme",
            "iat": "{timestamp}-60",
            "exp": "{timestamp}+540",
            "/uris/0": "{method|upper} {host}{path}",
            "/deep/q": "{query}",
            "/deep/list/0": "x",
            "body": "[{body|sha256|hex}]",
        },
        "algorithm": "hmac-sha256",
        "encoding": "base64url",
        "headers": { "Authorization": "Bearer {signature}" },
        "timestamp": "seconds",
        "toleranceSeconds": 30,
    })
}

fn message() -> Message<'static> {
    Message { method: "POST", url: URL, body: b"{\"a\":1}", ..Message::default() }
}

fn credentials() -> [(&'static str, countersign::Secret); 2] {
    [("keyId", "key-1".into()), ("secret", "hush".into())]
}

fn sign(definition: &Value, message: &Message<'_>) -> Result<String, Error> {
    let scheme = SchemeDefinition::parse(&definition.to_string())?;
    let signer = scheme.with(|scheme| Signer::new(scheme, &credentials(), &SignerOptions::default()))?;
    let signed = signer.sign(message, Timestamp::At(T * 1000))?;
    assert_eq!(signed.timestamp(), T.to_string());
    Ok(signed.signature().into())
}

/// The time and the inputs that a verified token hands out.
type Told = (Option<i64>, Vec<(String, String)>);

fn verify(definition: &Value, token: &str, message: &Message<'_>, now_s: i64) -> Result<Told, Error> {
    verify_with(definition, token, message, now_s, &VerifierOptions::default())
}

fn verify_with(
    definition: &Value,
    token: &str,
    message: &Message<'_>,
    now_s: i64,
    options: &VerifierOptions<'_>,
) -> Result<Told, Error> {
    let scheme = SchemeDefinition::parse(&definition.to_string())?;
    let verifier = scheme.with(|scheme| Verifier::new(scheme, &credentials(), options))?;
    let value = format!("Bearer {token}");
    let headers = [("authorization", &*value)];
    let verified = verifier.verify(&Message { headers: &headers, ..*message }, now_s * 1000)?;
    let text = |(name, value): (&str, &[u8])| (name.to_owned(), String::from_utf8_lossy(value).into_owned());
    Ok((verified.at_ms(), verified.inputs().map(text).collect()))
}

/// Header and payload of a token.
fn parts(token: &str) -> (String, String) {
    let mut parts = token.split('.').map(|part| Base64UrlUnpadded::decode_vec(part).unwrap());
    let mut text = || String::from_utf8(parts.next().unwrap()).unwrap();
    (text(), text())
}

/// A token with these claims, by the right key.
fn forged(claims: &str) -> String {
    let input = format!("{}.{}", encoded(r#"{"alg":"HS256"}"#), encoded(claims));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"hush").unwrap();
    mac.update(input.as_bytes());
    format!("{input}.{}", Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes()))
}

fn encoded(text: &str) -> String {
    Base64UrlUnpadded::encode_string(text.as_bytes())
}
