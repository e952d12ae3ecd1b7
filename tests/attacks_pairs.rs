//! What an attacker may try where a key pair signs: with the public key, with the numbers of a signature, and with the name of the
//! algorithm. Each attempt is refused, and so is every key that is none.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{
    Error, Message, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use support::Weyl;

const BODY: &str = "{\"a\":1}";
const MISMATCH: &str = "ERR_SIGNATURE_MISMATCH";
const MALFORMED: &str = "ERR_HEADER_MALFORMED";
const REFUSED: &str = "ERR_ALGORITHM_REFUSED";
const UNTRUSTED: &str = "ERR_CERTIFICATE_REFUSED";
const NEEDED: &str = "ERR_KEY_NEEDED";
/// The point of RFC 7517, appendix A.1.
const OTHER_POINT: [&str; 2] =
    ["MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"];
const NO_KEY: &str = "ERR_CREDENTIAL_INVALID";
const EC: [&str; 2] = [include_str!("keys/ec-p256.pkcs8.pem"), include_str!("keys/ec-p256.spki.pem")];
const K1: [&str; 2] = [include_str!("keys/ec-secp256k1.pkcs8.pem"), include_str!("keys/ec-secp256k1.spki.pem")];
const ED: [&str; 2] = [include_str!("keys/ed25519.pkcs8.pem"), include_str!("keys/ed25519.spki.pem")];
const RSA: [&str; 2] = [include_str!("keys/rsa-2048.pkcs8.pem"), include_str!("keys/rsa-2048.spki.pem")];
/// The order of P-256, and that of the base point of Ed25519 with its least significant byte first.
const ORDER_P256: [u8; 32] =
    *b"\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51";
const ORDER_ED: [u8; 32] =
    *b"\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10";
/// A signature over [`BODY`] whose R is the neutral point: whoever has the private key can make it, OpenSSL accepts it, and it is
/// refused here, since such a signature may fit several messages.
const SMALL_R: [u8; 64] = *b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x9b\x01\x96\x1f\xb2\x7d\x26\x9d\xcd\xb4\xa6\x36\x5a\x35\xd5\x3c\x44\x6d\xb9\x47\xa7\x76\x1c\x73\x0b\x56\x23\x44\xbf\x6a\xb7\x07";

struct Attack {
    name: &'static str,
    definition: Value,
    /// Empty where the message brings its certificates along.
    public: String,
    signature: String,
    now_ms: i64,
    /// `None` where what only looks like an attack is accepted.
    code: Option<&'static str>,
}

#[test]
fn every_attack_is_refused_with_its_code() {
    let mut wrong = Vec::new();
    for Attack { name, definition, public, signature, now_ms, code } in attacks() {
        let told = verify(&definition, &public, &signature, now_ms).map_err(|error| error.code());
        if told.err() != code {
            wrong.push(format!("{name}: want {code:?}, got {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The same as data, for the package: `UPDATE=1 cargo test --test attacks_pairs` writes the file.
#[test]
fn the_attacks_as_data_are_these() {
    const FILE: &str = "tests/attacks-pairs.json";
    let line = |attack: Attack| {
        let Attack { name, definition, public, signature, now_ms, code } = attack;
        let keys = if public.is_empty() { json!({}) } else { json!({ "publicKeys": public }) };
        json!({ "name": name, "scheme": definition, "credentials": keys, "signature": signature, "body": BODY, "nowMs": now_ms, "code": code })
            .to_string()
    };
    let data = format!("[\n{}\n]\n", attacks().into_iter().map(line).collect::<Vec<_>>().join(",\n"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &data).unwrap();
    }
    assert!(std::fs::read_to_string(FILE).unwrap() == data, "{FILE} is out of date: run with UPDATE=1");
}

fn attacks() -> Vec<Attack> {
    let mut found = Vec::new();
    let mut add = |name, definition: &Value, public: &str, signature: String, code| {
        found.push(Attack { name, definition: definition.clone(), public: public.into(), signature, now_ms: 0, code });
    };
    let base64 = |raw: &[u8]| Base64::encode_string(raw);

    // The numbers of an ECDSA signature.
    let (der, raw) = (bare("ecdsa-p256-sha256", "der"), bare("ecdsa-p256-sha256", "ieee-p1363"));
    let whole = Base64::decode_vec(&sign(&raw, EC[0])).unwrap();
    let (r, s) = whole.split_at(32);
    let as_der = |r: &[u8], s: &[u8]| sequence(&[integer(r), integer(s)].concat());
    add("as it was signed, in DER", &der, EC[1], sign(&der, EC[0]), None);
    add("as it was signed, as r and s", &raw, EC[1], base64(&whole), None);
    add("the same in DER", &der, EC[1], base64(&as_der(r, s)), None);
    let other = minus(&ORDER_P256, s);
    add("the other s, which half of all senders make", &raw, EC[1], base64(&[r, &other].concat()), None);
    add("the other s, in DER", &der, EC[1], base64(&as_der(r, &other)), None);
    for (name, r, s) in [
        ("r and s are 0", &[0; 32][..], &[0; 32][..]),
        ("r is 0", &[0; 32], s),
        ("s is 0", r, &[0; 32]),
        ("r is the order", &ORDER_P256, s),
        ("s is the order", r, &ORDER_P256),
        ("r and s are the order", &ORDER_P256, &ORDER_P256),
        ("r and s are 1", &[&[0; 31][..], &[1]].concat(), &[&[0; 31][..], &[1]].concat()),
        ("r and s change places", s, r),
        ("r and s are the largest numbers", &[0xff; 32], &[0xff; 32]),
    ] {
        add(name, &raw, EC[1], base64(&[r, s].concat()), Some(MISMATCH));
        add(name, &der, EC[1], base64(&as_der(r, s)), Some(MISMATCH));
    }
    let inside = [integer(r), integer(s)].concat();
    let padded = |number: &[u8]| [&[0, 0][..], number].concat();
    let length = u8::try_from(inside.len()).unwrap();
    for (name, signature) in [
        ("r and s where DER is due", whole.clone()),
        ("a zero in front of r", sequence(&[number(&padded(r)), integer(s)].concat())),
        ("a zero in front of s", sequence(&[integer(r), number(&padded(s))].concat())),
        ("a long length", [&[0x30, 0x81, length], &inside[..]].concat()),
        ("an indefinite length", [&[0x30, 0x80], &inside[..], &[0, 0]].concat()),
        ("a byte behind", [&as_der(r, s)[..], &[0]].concat()),
        ("a number behind", sequence(&[&inside[..], &integer(&[1])].concat())),
        ("another tag", [&[0x31], &as_der(r, s)[1..]].concat()),
        ("r alone", sequence(&integer(r))),
        ("cut short", as_der(r, s)[..as_der(r, s).len() - 1].into()),
        ("one byte", vec![0x30]),
    ] {
        add(name, &der, EC[1], base64(&signature), Some(MISMATCH));
    }
    for (name, signature) in [
        ("DER where r and s are due", as_der(r, s)),
        ("zeros in front", [&[0], r, &[0], s].concat()),
        ("a byte behind", [&whole[..], &[0]].concat()),
        ("r alone", r.into()),
    ] {
        add(name, &raw, EC[1], base64(&signature), Some(MISMATCH));
    }
    add(
        "a signature with the key of another curve",
        &der,
        EC[1],
        sign(&bare("ecdsa-secp256k1-sha256", "der"), K1[0]),
        Some(MISMATCH),
    );
    let sha1 = bare("ecdsa-p256-sha1", "der");
    add("a signature over another digest", &sha1, EC[1], sign(&der, EC[0]), Some(MISMATCH));

    // The numbers of an Ed25519 signature.
    let ed = bare("ed25519", "");
    let whole = Base64::decode_vec(&sign(&ed, ED[0])).unwrap();
    let (r, s) = whole.split_at(32);
    add("as it was signed, by Ed25519", &ed, ED[1], base64(&whole), None);
    for (name, signature) in [
        ("s plus the order", [r, &plus(s, &ORDER_ED)].concat()),
        ("R is the neutral point", SMALL_R.into()),
        ("R is another spelling of the neutral point", [&[0xee][..], &[0xff; 30], &[0x7f], &SMALL_R[32..]].concat()),
        ("R is the neutral point with a sign", [&SMALL_R[..31], &[0x80], &SMALL_R[32..]].concat()),
        ("R of order 4", [&[0; 32], s].concat()),
        ("zeros", vec![0; 64]),
        ("R alone", r.into()),
        ("a byte behind", [&whole[..], &[0]].concat()),
        ("the two halves change places", [s, r].concat()),
    ] {
        add(name, &ed, ED[1], base64(&signature), Some(MISMATCH));
    }

    // Keys that are none, or of another algorithm.
    let small = base64(&[&[1][..], &[0; 31]].concat());
    add(
        "a public key of small order, which zeros would fit",
        &ed,
        &small,
        base64(&[&[1][..], &[0; 63]].concat()),
        Some(NO_KEY),
    );
    let off = "04".to_owned() + &"11".repeat(64);
    add("a point off the curve", &der, &off, sign(&der, EC[0]), Some(NO_KEY));
    let rsa = bare("rsassa-pkcs1-v1_5-sha256", "");
    add("an EC key for RSA", &rsa, EC[1], sign(&der, EC[0]), Some(NO_KEY));
    add("an RSA key for ECDSA", &der, RSA[1], sign(&rsa, RSA[0]), Some(NO_KEY));
    add("an Ed25519 key for ECDSA", &der, ED[1], sign(&ed, ED[0]), Some(NO_KEY));
    add("an EC key for Ed25519", &ed, EC[1], sign(&raw, EC[0]), Some(NO_KEY));
    add("a key of another curve", &der, K1[1], sign(&bare("ecdsa-secp256k1-sha256", "der"), K1[0]), Some(NO_KEY));
    let mut small_rsa = rsa.clone();
    small_rsa["minimumKeyBits"] = 1024.into();
    let small = include_str!("keys/rsa-1024.spki.pem");
    let signature = sign(&small_rsa, include_str!("keys/rsa-1024.pkcs8.pem"));
    add("a small RSA key where the scheme takes it", &small_rsa, small, signature.clone(), None);
    add("a small RSA key where it does not", &rsa, small, signature, Some(NO_KEY));

    // The name of the algorithm in a JWS.
    let jws = |allowed: &str| {
        let mut definition = bare("jws", "");
        definition["options"] = json!({ "jws.form": "attached", "jws.alg": allowed, "jws.certificate": "" });
        definition
    };
    let all = jws("PS256 RS256 ES256 ES384 ES256K EdDSA");
    let es256 = jws("ES256");
    let right = sign(&es256, EC[0]);
    let input = &right[..right.rfind('.').unwrap()];
    let payload = input.split_once('.').unwrap().1;
    add("a JWS as it was signed", &es256, EC[1], right.clone(), None);
    add("a JWS as it was signed, one algorithm of many", &all, EC[1], right.clone(), None);
    add("a JWS that the scheme does not allow", &jws("ES384 EdDSA"), ED[1], right.clone(), Some(REFUSED));
    let raw = Base64UrlUnpadded::decode_vec(&right[input.len() + 1..]).unwrap();
    let (r, s) = raw.split_at(32);
    let with = |signature: &[u8]| [input, ".", &Base64UrlUnpadded::encode_string(signature)].concat();
    add("a JWS in DER", &all, EC[1], with(&as_der(r, s)), Some(MISMATCH));
    add("a JWS of zeros", &all, EC[1], with(&[0; 64]), Some(MISMATCH));
    let headed = |alg: &str| {
        let header = Base64UrlUnpadded::encode_string(format!(r#"{{"alg":"{alg}"}}"#).as_bytes());
        [&header, ".", payload].concat()
    };
    for (name, key) in [
        ("HS256 with the public key in PEM", EC[1].as_bytes().to_vec()),
        ("HS256 with the public key in DER", der_of(EC[1])),
        ("HS256 with the point", der_of(EC[1])[26..].to_vec()),
        ("HS256 with nothing", Vec::new()),
    ] {
        let input = headed("HS256");
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(input.as_bytes());
        let signature = Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes());
        add(name, &all, EC[1], [&input, ".", &signature].concat(), Some(REFUSED));
    }
    for alg in ["none", "None", "es256", "ES256 ", ""] {
        add("another name", &all, EC[1], [&headed(alg), ".", &right[input.len() + 1..]].concat(), Some(REFUSED));
    }
    for alg in ["ES384", "ES256K", "RS256", "PS256", "EdDSA"] {
        add(
            "the algorithm of another key",
            &all,
            EC[1],
            [&headed(alg), ".", &right[input.len() + 1..]].concat(),
            Some(MISMATCH),
        );
    }
    add("the JWS of another key's algorithm", &all, EC[1], sign(&jws("RS256"), RSA[0]), Some(MISMATCH));
    add("the JWS of an attacker's key", &all, ED[1], right.clone(), Some(MISMATCH));

    // Sets of keys, and the ids by which a JWS names one.
    let point = &der_of(EC[1])[27..];
    let [x, y] = [&point[..32], &point[32..]].map(Base64UrlUnpadded::encode_string);
    let own = |kid: &str| json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid });
    let oct = json!({ "kty": "oct", "k": Base64UrlUnpadded::encode_string(b"hush"), "kid": "o", "alg": "HS256" });
    let set = |keys: Value| json!({ "keys": keys }).to_string();
    let named = |members: &str| {
        let header = Base64UrlUnpadded::encode_string(format!(r#"{{"alg":"ES256",{members}}}"#).as_bytes());
        let input = [&header, ".", payload].concat();
        let mut definition = bare("ecdsa-p256-sha256", "ieee-p1363");
        definition["encoding"] = "base64url".into();
        [&input, ".", &sign_body(&definition, EC[0], &input)].concat()
    };
    let rotated = set(json!([own("a"), oct, own("b")]));
    add("a set with the key", &es256, &rotated, right.clone(), None);
    add("a set, of which the JWS names a key", &es256, &rotated, named(r#""kid":"b""#), None);
    add("a JWS that names a key of no set", &es256, &rotated, named(r#""kid":"c""#), Some(NEEDED));
    add("a JWS that names a key of another type", &es256, &rotated, named(r#""kid":"o""#), Some(NEEDED));
    add("a JWS that names a key almost", &es256, &rotated, named(r#""kid":"B""#), Some(NEEDED));
    add("a JWS that names two keys", &es256, &rotated, named(r#""kid":"c","kid":"b""#), Some("ERR_HEADER_MALFORMED"));
    let brought = format!(r#""kid":"a","jwk":{}"#, own("a"));
    let foreign = set(json!([{ "kty": "EC", "crv": "P-256", "kid": "a", "x": OTHER_POINT[0], "y": OTHER_POINT[1] }]));
    add("a JWS that brings its key along", &es256, &foreign, named(&brought), Some(MISMATCH));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"hush").unwrap();
    let input = headed("HS256");
    mac.update(input.as_bytes());
    let confused = [&input, ".", &Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes())].concat();
    add("HS256 with a secret that is in the set", &es256, &rotated, confused.clone(), Some(REFUSED));
    add("a set of a secret alone", &es256, &set(json!([oct])), confused, Some(NO_KEY));
    let mut for_encryption = own("a");
    for_encryption["use"] = "enc".into();
    add("a set of a key for encryption", &es256, &set(json!([for_encryption])), right, Some(NO_KEY));
    found.extend(chains());
    found.extend(tokens());
    found
}

/// Tokens, whose algorithm is that of the scheme, and whose claims are about the message.
fn tokens() -> Vec<Attack> {
    let mut found = Vec::new();
    let mut add = |name: &'static str, definition: &Value, public: &str, signature: String, code| {
        found.push(Attack { name, definition: definition.clone(), public: public.into(), signature, now_ms: 0, code });
    };
    let tokens = json!({
        "id": "test.token",
        "credentials": ["privateKey"],
        "profile": "json-web-token",
        "bindings": { "header": "", "payload": "" },
        "canonical": "{header|base64url}.{payload|base64url}",
        "tokenHeader": { "typ": "JWT" },
        "claims": { "iss": "acme", "aud": "me", "/on/0": "{method|upper}", "digest": "[{body|sha256|hex}]" },
        "algorithm": "ecdsa-p256-sha256",
        "acceptedAlgorithms": ["ed25519", "rsassa-pkcs1-v1_5-sha256"],
        "key": "{privateKey}",
        "encoding": "base64url",
        "headers": { "x-signature": "{signature}" },
    });
    let signed = |header: &str, claims: &str, key: &str, algorithm: &str| {
        let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let input = [part(header), part(claims)].join(".");
        let encoding = if algorithm.starts_with("ecdsa") { "ieee-p1363" } else { "" };
        let raw = Base64::decode_vec(&sign_body(&bare(algorithm, encoding), key, &input)).unwrap();
        [input, Base64UrlUnpadded::encode_string(&raw)].join(".")
    };
    let ec = |header: &str, claims: &str| signed(header, claims, EC[0], "ecdsa-p256-sha256");
    let header = r#"{"alg":"ES256","typ":"JWT"}"#;
    let digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    let claims = format!(r#"{{"iss":"acme","aud":"me","on":["POST"],"digest":"{digest}"}}"#);
    add("a token as it was signed", &tokens, EC[1], ec(header, &claims), None);
    let of_ed = signed(r#"{"alg":"EdDSA"}"#, &claims, ED[0], "ed25519");
    let of_rsa = signed(r#"{"alg":"RS256"}"#, &claims, RSA[0], "rsassa-pkcs1-v1_5-sha256");
    add("a token by Ed25519", &tokens, ED[1], of_ed.clone(), None);
    add("a token by RSA", &tokens, RSA[1], of_rsa.clone(), None);
    add("a token by Ed25519, for a key of P-256", &tokens, EC[1], of_ed, Some(MISMATCH));
    add("a token by RSA, for a key of P-256", &tokens, EC[1], of_rsa, Some(MISMATCH));
    let input =
        |header: &str| [header, &*claims].map(|part| Base64UrlUnpadded::encode_string(part.as_bytes())).join(".");
    add("a token with `none`", &tokens, EC[1], [&*input(r#"{"alg":"none"}"#), "."].concat(), Some(REFUSED));
    for key in [EC[1].as_bytes().to_vec(), der_of(EC[1])] {
        let input = input(r#"{"alg":"HS256","typ":"JWT"}"#);
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(input.as_bytes());
        let signature = Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes());
        let token = [&*input, ".", &signature].concat();
        add("a token with HS256 and the public key", &tokens, EC[1], token, Some(REFUSED));
    }
    let own = &claims;
    for (name, header, code) in [
        ("a token with another algorithm of the key", r#"{"alg":"ES384"}"#, Some(REFUSED)),
        ("a token with an accepted algorithm of another key", r#"{"alg":"EdDSA"}"#, Some(MISMATCH)),
        ("a token without algorithm", r#"{"typ":"JWT"}"#, Some(REFUSED)),
        ("a token with two algorithms", r#"{"alg":"none","alg":"ES256"}"#, Some(MALFORMED)),
        ("a token with a list of algorithms", r#"{"alg":["ES256"]}"#, Some(REFUSED)),
        ("a token with what is critical", r#"{"alg":"ES256","crit":["exp"],"exp":1}"#, Some(REFUSED)),
        ("a token with `b64`", r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#, Some(MALFORMED)),
        ("a token with an URL of keys", r#"{"alg":"ES256","jku":"https://evil.example"}"#, None),
        ("a token of another type", r#"{"alg":"ES256","typ":"at+jwt"}"#, Some(MALFORMED)),
        ("a token of no type", r#"{"alg":"ES256"}"#, None),
        ("a token whose type is null", r#"{"alg":"ES256","typ":null}"#, Some(MALFORMED)),
    ] {
        add(name, &tokens, EC[1], ec(header, own), code);
    }
    let spoiled = |find: &str, other: &str| claims.replacen(find, other, 1);
    for (name, claims, code) in [
        ("a token without issuer", spoiled(r#""iss":"acme","#, ""), Some(MALFORMED)),
        ("a token of another issuer", spoiled("acme", "acmee"), Some(MALFORMED)),
        ("a token whose issuer is in a list", spoiled(r#""acme""#, r#"["acme"]"#), Some(MALFORMED)),
        ("a token whose issuer is null", spoiled(r#""acme""#, "null"), Some(MALFORMED)),
        ("a token with two issuers", spoiled(r#""iss":"acme""#, r#""iss":"acme","iss":"acme""#), Some(MALFORMED)),
        ("a token for another audience", spoiled(r#""me""#, r#""you""#), Some(MALFORMED)),
        ("a token for several audiences", spoiled(r#""me""#, r#"["you","me"]"#), None),
        ("a token for several other audiences", spoiled(r#""me""#, r#"["you","mee"]"#), Some(MALFORMED)),
        ("a token for an audience in a list in a list", spoiled(r#""me""#, r#"[["me"]]"#), Some(MALFORMED)),
        ("a token for an audience that is no string", spoiled(r#""me""#, r#"["me",1]"#), Some(MALFORMED)),
        ("a token for another method", spoiled("POST", "GET"), Some(MISMATCH)),
        ("a token without method", spoiled(r#"["POST"]"#, "[]"), Some(MALFORMED)),
        ("a token with the method in an object", spoiled(r#"["POST"]"#, r#"{"0":"POST"}"#), None),
        ("a token for another body", spoiled("015", "115"), Some(MISMATCH)),
        ("a token whose digest is in upper case", spoiled(digest, &digest.to_uppercase()), Some(MISMATCH)),
        ("a token whose digest is cut", spoiled("f862", ""), Some(MISMATCH)),
        ("a token whose digest is empty", spoiled(digest, ""), Some(MISMATCH)),
        ("a token whose digest is null", spoiled(&format!("\"{digest}\""), "null"), Some(MALFORMED)),
        ("a token without digest", spoiled(&format!(",\"digest\":\"{digest}\""), ""), Some(MALFORMED)),
        ("a token with more claims", spoiled("{", r#"{"sub":7,"#), None),
        ("a token of a string", r#""acme""#.into(), Some(MALFORMED)),
        ("a token of nothing", String::new(), Some(MALFORMED)),
        ("a token with a byte behind its claims", format!("{claims}x"), Some(MALFORMED)),
    ] {
        add(name, &tokens, EC[1], ec(header, &claims), code);
    }
    found
}

/// Chains of certificates that a JWS brings along, to a root that the scheme names by its hash.
fn chains() -> Vec<Attack> {
    const NOW_MS: i64 = 1_790_000_000_000;
    const EXTENSIONS: [&str; 2] = ["1.2.840.113635.100.6.11.1", "1.2.840.113635.100.6.2.1"];
    let file: Value = serde_json::from_str(include_str!("keys/chains.json")).unwrap();
    let key = file["privateKey"].as_str().unwrap();
    let trusting = |roots: &[&Value], time: &str| {
        let mut definition = bare("jws", "");
        definition["options"] = json!({ "jws.form": "attached", "jws.alg": "ES256", "jws.certificate": "" });
        definition["trustedRoots"] = json!(roots);
        definition["certificateExtensions"] = json!(EXTENSIONS);
        definition["certificateTime"] = time.into();
        definition
    };
    let jws = |header: Value| {
        let header = Base64UrlUnpadded::encode_string(header.to_string().as_bytes());
        let input = [&header, ".", &Base64UrlUnpadded::encode_string(BODY.as_bytes())].concat();
        let mut definition = bare("ecdsa-p256-sha256", "ieee-p1363");
        definition["encoding"] = "base64url".into();
        [&input, ".", &sign_body(&definition, key, &input)].concat()
    };
    let chain = |name: &str| file["chains"][name].as_array().unwrap().clone();
    let with = |chain: &[Value]| jws(json!({ "alg": "ES256", "x5c": chain }));
    let own = trusting(&[&file["rootHash"]], "");
    let of_rsa = {
        let der = Base64::decode_vec(chain("by RSA")[2].as_str().unwrap()).unwrap();
        let hash: String = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(der))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        trusting(&[&file["rootHash"], &hash.into()], "")
    };
    let mut found = Vec::new();
    let mut add = |name: &'static str, definition: &Value, signature: String, now_ms, code| {
        found.push(Attack { name, definition: definition.clone(), public: String::new(), signature, now_ms, code });
    };
    let right = chain("right");
    let [leaf, between, root] = [0, 1, 2].map(|place| right[place].clone());
    add("a chain to the pinned root", &own, with(&right), NOW_MS, None);
    add("a chain to the other pinned root, by RSA", &of_rsa, with(&chain("by RSA")), NOW_MS, None);
    for (name, chain) in file["chains"].as_object().unwrap() {
        let code = match &**name {
            "right" => continue,
            // The leaf is trusted, and its key is not the one that signed, or of another algorithm.
            "leaf with an RSA key" | "leaf with another key" => MISMATCH,
            _ => UNTRUSTED,
        };
        add(name.clone().leak(), &own, with(chain.as_array().unwrap()), NOW_MS, Some(code));
    }
    for (name, chain) in [
        ("no certificate", vec![]),
        ("the leaf alone", vec![leaf.clone()]),
        ("a chain without its root", vec![leaf.clone(), between.clone()]),
        ("a chain of four", vec![leaf.clone(), between.clone(), root.clone(), root.clone()]),
        ("a chain upside down", vec![root.clone(), between.clone(), leaf.clone()]),
        ("the intermediate in front", vec![between.clone(), leaf.clone(), root.clone()]),
        ("the root in front of itself", vec![leaf.clone(), root.clone(), root.clone()]),
        ("the root three times", vec![root.clone(), root.clone(), root.clone()]),
        ("the intermediate as a leaf", vec![between.clone(), root.clone(), root.clone()]),
        ("a leaf in PEM", vec!["-----BEGIN CERTIFICATE-----".into(), between.clone(), root.clone()]),
        ("numbers", vec![1.into(), 2.into(), root.clone()]),
        ("a certificate cut short", vec![leaf.as_str().unwrap()[..64].into(), between.clone(), root.clone()]),
    ] {
        add(name, &own, with(&chain), NOW_MS, Some(UNTRUSTED));
    }
    add("no `x5c`", &own, jws(json!({ "alg": "ES256" })), NOW_MS, Some(UNTRUSTED));
    add("`x5c` as a string", &own, jws(json!({ "alg": "ES256", "x5c": leaf })), NOW_MS, Some(UNTRUSTED));
    add(
        "certificates under another name",
        &own,
        jws(json!({ "alg": "ES256", "x5u": "https://a.example" })),
        NOW_MS,
        Some(UNTRUSTED),
    );
    add("a key beside no chain", &own, jws(json!({ "alg": "ES256", "jwk": {} })), NOW_MS, Some(UNTRUSTED));
    add(
        "an algorithm of the message's choice",
        &own,
        jws(json!({ "alg": "none", "x5c": right })),
        NOW_MS,
        Some(REFUSED),
    );
    add("HS256 with a chain", &own, jws(json!({ "alg": "HS256", "x5c": right })), NOW_MS, Some(REFUSED));
    // One bit of the signature, in each of the certificates.
    for (place, code) in [(0, UNTRUSTED), (1, UNTRUSTED), (2, UNTRUSTED)] {
        let mut chain = right.clone();
        let mut der = Base64::decode_vec(chain[place].as_str().unwrap()).unwrap();
        *der.last_mut().unwrap() ^= 1;
        chain[place] = Base64::encode_string(&der).into();
        add("a bit of a certificate", &own, with(&chain), NOW_MS, Some(code));
    }
    add(
        "a right chain of another root",
        &trusting(&[&"00".repeat(32).into()], ""),
        with(&right),
        NOW_MS,
        Some(UNTRUSTED),
    );
    // The times: the payload says 1 ms after 1970, or the clock decides.
    add(
        "a chain that was not valid when the message says",
        &trusting(&[&file["rootHash"]], "/a"),
        with(&right),
        NOW_MS,
        Some(UNTRUSTED),
    );
    add(
        "a payload without the time: the clock decides",
        &trusting(&[&file["rootHash"]], "/b"),
        with(&right),
        NOW_MS,
        None,
    );
    add("a chain before its time", &own, with(&right), 0, Some(UNTRUSTED));
    add("a chain after its time", &own, with(&right), 3_000_000_000_000, Some(UNTRUSTED));
    found
}

/// A scheme that signs the body.
fn bare(algorithm: &str, dsa_encoding: &str) -> Value {
    let mut definition = json!({
        "id": "test.bare",
        "credentials": ["privateKey"],
        "canonical": "{body}",
        "key": "{privateKey}",
        "encoding": "base64",
        "headers": { "x-signature": "{signature}" },
        "algorithm": algorithm,
    });
    if !dsa_encoding.is_empty() {
        definition["dsaEncoding"] = dsa_encoding.into();
    }
    definition
}

fn sign(definition: &Value, key: &str) -> String {
    sign_body(definition, key, BODY)
}

fn sign_body(definition: &Value, key: &str, body: &str) -> String {
    let message = Message { body: body.as_bytes(), ..Message::default() };
    let scheme = SchemeDefinition::parse(&definition.to_string()).unwrap();
    let signer = scheme.with(|scheme| Signer::new(scheme, &[("privateKey", key.into())], &SignerOptions::default()));
    let signer = signer.unwrap();
    signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap().signature().into()
}

fn verify(definition: &Value, public: &str, signature: &str, now_ms: i64) -> Result<(), Error> {
    let scheme = SchemeDefinition::parse(&definition.to_string()).unwrap();
    let keys = [("publicKeys", Secret::from(public))];
    let keys = if public.is_empty() { &[][..] } else { &keys };
    let verifier = scheme.with(|scheme| Verifier::new(scheme, keys, &VerifierOptions::default()))?;
    let headers = [("x-signature", signature)];
    let message = Message { method: "POST", headers: &headers, body: BODY.as_bytes(), ..Message::default() };
    verifier.verify(&message, now_ms).map(drop)
}

fn sequence(inside: &[u8]) -> Vec<u8> {
    [&[0x30, u8::try_from(inside.len()).unwrap()], inside].concat()
}

/// An unsigned integer in DER.
fn integer(unsigned: &[u8]) -> Vec<u8> {
    let zeros = unsigned[..unsigned.len() - 1].iter().take_while(|&&byte| byte == 0).count();
    let unsigned = &unsigned[zeros..];
    let sign: &[u8] = if unsigned[0] < 0x80 { &[] } else { &[0] };
    number(&[sign, unsigned].concat())
}

fn number(content: &[u8]) -> Vec<u8> {
    [&[2, u8::try_from(content.len()).unwrap()], content].concat()
}

/// `from - number`, most significant byte first.
fn minus(from: &[u8], number: &[u8]) -> Vec<u8> {
    let mut borrow = false;
    let mut out: Vec<u8> = from
        .iter()
        .zip(number)
        .rev()
        .map(|(from, number)| {
            let (first, one) = from.overflowing_sub(*number);
            let (byte, other) = first.overflowing_sub(u8::from(borrow));
            borrow = one || other;
            byte
        })
        .collect();
    out.reverse();
    out
}

/// `one + other`, least significant byte first.
fn plus(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = false;
    one.iter()
        .zip(other)
        .map(|(one, other)| {
            let (first, over) = one.overflowing_add(*other);
            let (byte, again) = first.overflowing_add(u8::from(carry));
            carry = over || again;
            byte
        })
        .collect()
}

fn der_of(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&body).unwrap()
}
