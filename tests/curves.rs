//! Signatures on elliptic curves that standards and providers publish, and the keys with which they were made.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64, Encoding as _};
use countersign::{
    Algorithm, Case, DsaEncoding, Encoding, Error, Message, Scheme, Signer, SignerOptions, Timestamp, Verifier,
    VerifierOptions, explain,
};
use serde_json::Value;

/// Where a published private key is known, the signature is the published one to the byte: RFC 6979 and RFC 8032 leave no choice.
#[test]
fn published_signatures() {
    let (mut signed, mut verified) = (0, 0);
    for case in published() {
        let text = |name: &str| case[name].as_str().unwrap();
        let (source, key, body, signature) = (text("source"), text("key"), text("message"), text("signature"));
        let scheme = scheme(&case);
        if case["isPrivate"] == true {
            assert_eq!(sign(&scheme, key.as_bytes(), body).unwrap(), signature, "{source}");
            signed += 1;
        } else {
            let check = |signature: &str, body: &str| accepts(&scheme, key.as_bytes(), body, signature).unwrap();
            assert!(check(signature, body), "{source}");
            assert!(!check(signature, &format!("{body} ")), "{source}");
            verified += 1;
        }
    }
    assert_eq!((signed, verified), (10, 12));
}

/// Senders do not normalise s, so that both of its values are one signature; secp256k1 is signed with the smaller one.
#[test]
fn a_high_s_is_accepted() {
    let mut changed = 0;
    for case in published().iter().filter(|case| case["dsaEncoding"] == "ieee-p1363" && case["isPrivate"] == false) {
        let text = |name: &str| case[name].as_str().unwrap();
        let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == text("algorithm")) else { continue };
        let scheme = scheme(case);
        let raw = decoded(scheme.encoding, text("signature"));
        let (r, s) = raw.split_at(raw.len() / 2);
        let other = [r, &difference(order, s)].concat();
        let other = encoded(scheme.encoding, &other);
        assert!(accepts(&scheme, text("key").as_bytes(), text("message"), &other).unwrap(), "{}", text("source"));
        changed += 1;
    }
    assert_eq!(changed, 3);
    let scheme = Scheme { algorithm: Algorithm::EcdsaSecp256k1Sha256, ..BARE };
    let key = "01".repeat(32);
    for body in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        let der = decoded(Encoding::Base64, &sign(&scheme, key.as_bytes(), body).unwrap());
        assert!(*der.last_chunk::<32>().unwrap() <= HALF_SECP256K1, "{body}");
    }
}

#[test]
fn a_salt_of_another_length() {
    let scheme = Scheme { algorithm: Algorithm::RsassaPssSha256, salt_length: Some(20), ..BARE };
    let standard = Scheme { salt_length: None, ..scheme };
    let pair = (include_bytes!("keys/rsa-2048.pkcs8.pem"), include_bytes!("keys/rsa-2048.spki.pem"));
    let [short, long] = [&scheme, &standard].map(|scheme| sign(scheme, pair.0, "body").unwrap());
    assert!(accepts(&scheme, pair.1, "body", &short).unwrap() && !accepts(&scheme, pair.1, "body", &long).unwrap());
    assert!(accepts(&standard, pair.1, "body", &long).unwrap() && !accepts(&standard, pair.1, "body", &short).unwrap());
}

#[test]
fn a_small_key_is_for_a_scheme_that_says_so() {
    let scheme = Scheme { algorithm: Algorithm::RsassaPkcs1v15Sha256, ..BARE };
    let lowered = Scheme { minimum_key_bits: Some(1024), ..scheme };
    let raised = Scheme { minimum_key_bits: Some(4096), ..scheme };
    let (small, public) = (include_bytes!("keys/rsa-1024.pkcs8.pem"), include_bytes!("keys/rsa-1024.spki.pem"));
    let signature = sign(&lowered, small, "body").unwrap();
    assert!(accepts(&lowered, public, "body", &signature).unwrap());
    for (scheme, bits) in [(&scheme, "2048"), (&raised, "4096")] {
        let error = sign(scheme, small, "body").unwrap_err().to_string();
        assert!(error.contains(&format!("an RSA private key of {bits} to 8192 bits")), "{error}");
        assert!(error.ends_with("got one of 1024 bits"), "{error}");
        let error = accepts(scheme, public, "body", &signature).unwrap_err().to_string();
        assert!(error.contains(&format!("an RSA public key of {bits} to 8192 bits")), "{error}");
    }
}

/// Each is a second spelling of one signature, or none; all have r and s that fit the message.
#[test]
fn der_is_read_strictly() {
    let case = published().into_iter().find(|case| case["algorithm"] == "ecdsa-secp256k1-sha256").unwrap();
    let text = |name: &str| case[name].as_str().unwrap();
    let scheme = scheme(&case);
    let der = decoded(Encoding::Base64, text("signature"));
    assert_eq!(der[..4], [0x30, 0x45, 2, 0x20]);
    let (r, s) = (&der[4..36], &der[38..]);
    let integer = |number: &[u8]| [&[2, u8::try_from(number.len()).unwrap()], number].concat();
    let sequence = |inside: &[u8]| [&[0x30, u8::try_from(inside.len()).unwrap()], inside].concat();
    let both = [integer(r), integer(s)].concat();
    assert_eq!(sequence(&both), der);
    let lax = [
        ("a zero in front of r", sequence(&[integer(&[&[0], r].concat()), integer(s)].concat())),
        ("two zeros in front of s", sequence(&[integer(r), integer(&[&[0], s].concat())].concat())),
        ("a negative s", sequence(&[integer(r), integer(&s[1..])].concat())),
        ("a long length", [&[0x30, 0x81, u8::try_from(both.len()).unwrap()], &both[..]].concat()),
        ("an indefinite length", [&[0x30, 0x80], &both[..], &[0, 0]].concat()),
        ("a byte behind", [&der[..], &[0]].concat()),
        ("a byte inside", sequence(&[&both[..], &[0]].concat())),
        ("a third number", sequence(&[&both[..], &integer(&[1])].concat())),
        ("one number", sequence(&integer(r))),
        ("a set", [&[0x31], &der[1..]].concat()),
        ("r and s without DER", [r, &s[1..]].concat()),
        ("nothing", vec![0x30, 0]),
        ("zeros", sequence(&[integer(&[0]), integer(&[0])].concat())),
        ("cut short", der[..der.len() - 1].to_vec()),
    ];
    assert!(accepts(&scheme, text("key").as_bytes(), text("message"), text("signature")).unwrap());
    for (name, signature) in lax {
        let signature = Base64::encode_string(&signature);
        assert!(!accepts(&scheme, text("key").as_bytes(), text("message"), &signature).unwrap(), "{name}");
    }
}

/// What is no signature at all is neither right nor searched.
#[test]
fn what_is_no_signature_is_not_searched() {
    let case = Case { received: "AAAA", message: Message { body: b"body", ..Message::default() }, ..Case::default() };
    let key = [("publicKeys", include_str!("keys/ec-p256.spki.pem").into())];
    let report = explain(&BARE_P256, &key, &VerifierOptions::default(), &case).unwrap();
    let ids: Vec<&str> = report.findings.iter().flat_map(|finding| &finding.causes).map(|cause| &*cause.id).collect();
    assert_eq!((ids, report.tried), (vec!["signature-unreadable"], 0));
}

const BARE_P256: Scheme<'static> = Scheme { algorithm: Algorithm::EcdsaP256Sha256, ..BARE };

const BARE: Scheme<'static> = Scheme {
    id: "test.bare",
    credentials: &["privateKey"],
    canonical: "{body}",
    key: "{privateKey}",
    encoding: Encoding::Base64,
    headers: &[("x-signature", "{signature}")],
    ..Scheme::HMAC_SHA256_HEX
};

/// The orders of the curves of the published signatures whose s is changed.
const ORDERS: [(&str, &[u8]); 2] = [
    ("ecdsa-p256-sha256", b"\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51"),
    ("ecdsa-p256-sha1", b"\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51"),
];
/// Half the order of secp256k1.
const HALF_SECP256K1: [u8; 32] = *b"\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x5d\x57\x6e\x73\x57\xa4\x50\x1d\xdf\xe9\x2f\x46\x68\x1b\x20\xa0";

fn published() -> Vec<Value> {
    serde_json::from_str(include_str!("keys/published-curves.json")).unwrap()
}

fn scheme(case: &Value) -> Scheme<'static> {
    let named = |name: &str| case["algorithm"] == name;
    let algorithm = ALGORITHMS.into_iter().find(|own| named(own.name())).unwrap();
    let dsa_encoding = match case["dsaEncoding"].as_str() {
        Some("der") => Some(DsaEncoding::Der),
        Some(_) => Some(DsaEncoding::IeeeP1363),
        None => None,
    };
    let encoding = match case["encoding"].as_str() {
        Some("hex") => Encoding::Hex,
        Some("base64") => Encoding::Base64,
        _ => Encoding::Base64Url,
    };
    Scheme { algorithm, dsa_encoding, encoding, ..BARE }
}

const ALGORITHMS: [Algorithm; 6] = [
    Algorithm::EcdsaP256Sha1,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EcdsaP521Sha512,
    Algorithm::EcdsaSecp256k1Sha256,
    Algorithm::Ed25519,
];

fn sign(scheme: &Scheme<'_>, key: &[u8], body: &str) -> Result<String, Error> {
    let signer = Signer::new(scheme, &[("privateKey", key.into())], &SignerOptions::default())?;
    let message = Message { body: body.as_bytes(), ..Message::default() };
    let is_rsa = scheme.algorithm.name().starts_with("rsa");
    let signed = match is_rsa {
        true => signer.sign_with_rng(&message, Timestamp::Text(""), &mut support::Weyl(1)),
        // Without random bytes.
        false => signer.sign(&message, Timestamp::Text("")),
    };
    Ok(signed?.signature().into())
}

fn accepts(scheme: &Scheme<'_>, key: &[u8], body: &str, signature: &str) -> Result<bool, Error> {
    let verifier = Verifier::new(scheme, &[("publicKeys", key.into())], &VerifierOptions::default())?;
    let headers = [("x-signature", signature)];
    match verifier.verify(&Message { headers: &headers, body: body.as_bytes(), ..Message::default() }, 0) {
        Ok(_) => Ok(true),
        Err(error) => {
            assert_eq!(error.code(), "ERR_SIGNATURE_MISMATCH");
            Ok(false)
        }
    }
}

fn decoded(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Hex => {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        }
        Encoding::Base64 => Base64::decode_vec(text).unwrap(),
        _ => base64ct::Base64UrlUnpadded::decode_vec(text).unwrap(),
    }
}

fn encoded(encoding: Encoding, raw: &[u8]) -> String {
    match encoding {
        Encoding::Hex => raw.iter().map(|byte| format!("{byte:02x}")).collect(),
        Encoding::Base64 => Base64::encode_string(raw),
        _ => base64ct::Base64UrlUnpadded::encode_string(raw),
    }
}

/// `from - number`, of equal length.
fn difference(from: &[u8], number: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut out = vec![0; from.len()];
    for place in (0..from.len()).rev() {
        let own = i16::from(from[place]) - i16::from(number[place]) - borrow;
        borrow = i16::from(own < 0);
        out[place] = u8::try_from(own.rem_euclid(256)).unwrap();
    }
    out
}
