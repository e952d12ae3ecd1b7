//! What a JSON Web Key says that it is for is obeyed (RFC 7517 §4.2 to §4.4), wherever a key is read.
#![cfg(all(feature = "asymmetric", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use countersign::{
    Algorithm, Case, Encoding, Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, Verdict, Verifier,
    VerifierOptions, explain, scheme,
};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use support::Weyl;

const JWS: Scheme<'static> = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
const PSS: Scheme<'static> = Scheme {
    id: "test.pss",
    credentials: &["privateKey"],
    canonical: "{body}",
    algorithm: Algorithm::RsassaPssSha256,
    key: "{privateKey}",
    encoding: Encoding::Base64,
    headers: &[("x-signature", "{signature}")],
    ..Scheme::HMAC_SHA256_HEX
};
const PKCS1: Scheme<'static> = Scheme { id: "test.pkcs1", algorithm: Algorithm::RsassaPkcs1v15Sha256, ..PSS };
const PKCS8: &str = include_str!("keys/rsa-2048.pkcs8.pem");
const BOTH: &[(&str, &str)] = &[("jws.alg", "PS256 RS256")];
const RS256: &[(&str, &str)] = &[("jws.alg", "RS256")];

/// Members, and the fault that they are: the member's name, what was expected, and what stood there.
const REFUSED: [(&str, &str, &str, &str); 16] = [
    (r#""use":"enc""#, "use", "`sig`", "`enc`"),
    (r#""use":"SIG""#, "use", "`sig`", "`SIG`"),
    (r#""use":"""#, "use", "`sig`", "``"),
    (r#""use":null"#, "use", "`sig`", "null"),
    (r#""use":["sig"]"#, "use", "`sig`", r#"[\"sig\"]"#),
    (r#""key_ops":["encrypt"]"#, "key_ops", "a list with `verify`", "`encrypt`"),
    (r#""key_ops":["sign","wrapKey"]"#, "key_ops", "a list with `verify`", "`sign`, `wrapKey`"),
    (r#""key_ops":[]"#, "key_ops", "a list with `verify`", "[]"),
    (r#""key_ops":"verify""#, "key_ops", "a list with `verify`", "`verify`"),
    (r#""key_ops":{"0":"verify"}"#, "key_ops", "a list with `verify`", r#"{\"0\":\"verify\"}"#),
    (r#""key_ops":[["verify"]]"#, "key_ops", "a list with `verify`", r#"[[\"verify\"]]"#),
    (r#""key_ops":null"#, "key_ops", "a list with `verify`", "null"),
    (r#""alg":"HS256""#, "alg", "the algorithm asked for, `PS256`", "`HS256`"),
    (r#""alg":"none""#, "alg", "the algorithm asked for, `PS256`", "`none`"),
    (r#""alg":1"#, "alg", "the algorithm asked for, `PS256`", "1"),
    (r#""use":"sig","key_ops":["verify"],"alg":"RSA-OAEP""#, "alg", "the algorithm asked for, `PS256`", "`RSA-OAEP`"),
];

#[test]
fn a_key_for_something_else_is_refused() {
    for (members, member, expected, got) in REFUSED {
        let sentence =
            |part: &str| format!("`{part}.{member}`: expected {expected}, or a JWK without this member, got {got}");
        let key = jwk(members);
        for scheme in [&JWS, &PSS, scheme("tu-cambio.jws").unwrap()] {
            let error = verifier(scheme, &[&key], &[]).unwrap_err();
            assert_eq!((error.code(), &*error.to_string()), ("ERR_CREDENTIAL_INVALID", &*sentence("publicKeys")));
            // Nor where the key signs elsewhere, and this is what checks it.
            let given = [("publicKey", Secret::from(&*key))];
            let error = Signer::new(scheme, &given, &SignerOptions { external_key: true, ..SignerOptions::default() })
                .unwrap_err();
            assert_eq!((error.code(), &*error.to_string()), ("ERR_CREDENTIAL_INVALID", &*sentence("publicKey")));
        }
        // One unfit key among several is no less unfit.
        let error = verifier(&JWS, &[&jwk(""), &key], &[]).unwrap_err();
        assert_eq!(error.to_string(), sentence("publicKeys"));
    }
}

#[test]
fn a_key_for_this_is_taken() {
    for members in [
        "",
        r#""use":"sig""#,
        r#""use":"sig","key_ops":["verify"],"alg":"PS256""#,
        r#""key_ops":["sign","verify","\u0073ign"],"ext":true,"kid":"enc""#,
        r#""alg":"\u0050S256""#,
        r#""x5c":["no certificate of ours"],"use_":"enc""#,
    ] {
        let key = jwk(members);
        for scheme in [&JWS, &PSS] {
            let verifier = verifier(scheme, &[&key], &[]).unwrap();
            assert_eq!(verified(&verifier, scheme, &[]).map_err(|error| error.to_string()), Ok(0), "{members}");
        }
    }
}

#[test]
fn every_algorithm_has_its_own_name() {
    type Row =
        (&'static Scheme<'static>, &'static [(&'static str, &'static str)], &'static str, &'static [&'static str]);
    let schemes: Vec<Row> = vec![
        (&JWS, &[], "PS256", &["RS256", "PS512", "RS512"]),
        (&JWS, RS256, "RS256", &["PS256", "RS384"]),
        (&PSS, &[], "PS256", &["RS256", "PS512"]),
        (&PKCS1, &[], "RS256", &["PS256", "RS512"]),
        #[cfg(feature = "standards")]
        (scheme("rfc9421.rsa-pss-sha512").unwrap(), &[], "PS512", &["PS256", "RS512", "PS384"]),
        #[cfg(feature = "standards")]
        (scheme("rfc9421.rsa-v1_5-sha256").unwrap(), &[], "RS256", &["PS256", "RS512"]),
    ];
    for (scheme, options, own, others) in schemes {
        let with = |alg: &str| verifier(scheme, &[&jwk(&format!(r#""alg":"{alg}""#))], options);
        assert!(with(own).is_ok(), "{}", scheme.id);
        for other in others {
            let message = with(other).unwrap_err().to_string();
            let sentence = format!(
                "`publicKeys.alg`: expected the algorithm asked for, `{own}`, or a JWK without this member, got `{other}`"
            );
            assert_eq!(message, sentence, "{}", scheme.id);
        }
        for unfit in [r#""use":"enc""#, r#""key_ops":["sign"]"#] {
            assert_eq!(verifier(scheme, &[&jwk(unfit)], options).unwrap_err().code(), "ERR_CREDENTIAL_INVALID");
        }
    }
}

/// Where a verifier allows both algorithms, a key that names one verifies no other; the next key still may.
#[test]
fn a_key_that_names_an_algorithm_verifies_no_other() {
    let (any, ps256, rs256) = (jwk(""), jwk(r#""alg":"PS256""#), jwk(r#""alg":"RS256""#));
    let keys = [&*any, &ps256, &rs256];
    let allows = |key: &str, signed: &[(&str, &str)]| {
        let alg = if signed == RS256 { "RS256" } else { "PS256" };
        key == any || key.contains(alg)
    };
    for signed in [&[], RS256] {
        for first in keys {
            for second in keys {
                let verifier = verifier(&JWS, &[first, second], BOTH).unwrap();
                let got = verified(&verifier, &JWS, signed);
                let wanted = [first, second].iter().position(|key| allows(key, signed));
                assert_eq!(got.as_ref().ok(), wanted.as_ref(), "{signed:?} {first} {second}");
                let code = got.err().map(|error| error.code());
                assert_eq!(code, wanted.is_none().then_some("ERR_SIGNATURE_MISMATCH"));
            }
        }
    }
}

/// What encrypts is for that: a key for signatures is refused there, and the other way round.
#[test]
fn a_key_that_encrypts() {
    let scheme = scheme("smile-id.sec-key").unwrap();
    let open = |members: &str| {
        Signer::new(
            scheme,
            &[("partnerId", "085".into()), ("apiKey", Secret::from(&*jwk(members)))],
            &SignerOptions::default(),
        )
    };
    for members in ["", r#""use":"enc""#, r#""key_ops":["encrypt"],"alg":"RSA1_5""#] {
        assert!(open(members).is_ok(), "{members}");
    }
    for (members, sentence) in [
        (r#""use":"sig""#, "`apiKey.use`: expected `enc`, or a JWK without this member, got `sig`"),
        (
            r#""key_ops":["verify"]"#,
            "`apiKey.key_ops`: expected a list with `encrypt`, or a JWK without this member, got `verify`",
        ),
        (
            r#""alg":"PS256""#,
            "`apiKey.alg`: expected the algorithm asked for, `RSA1_5`, or a JWK without this member, got `PS256`",
        ),
    ] {
        assert_eq!(open(members).unwrap_err().to_string(), sentence);
    }
}

/// Which of two values counts is the reader's choice, so neither does (RFC 7517 §4).
#[test]
fn a_member_that_is_there_twice_is_refused() {
    let fine = jwk("");
    for twice in [
        fine.replace('{', r#"{"kty":"RSA","#),
        fine.replace('{', r#"{"e":"Aw","#),
        fine.replace('{', r#"{"use":"enc","use":"sig","#),
        fine.replace('{', r#"{"use":"sig","\u0075se":"enc","#),
        fine.replace('{', r#"{"alg":"PS256","alg":"PS256","#),
        fine.replace('{', r#"{"kid":"1","kid":"2","#),
        fine.replace('{', r#"{"d":"AQAB","d":null,"#),
    ] {
        let error = verifier(&JWS, &[&twice], &[]).unwrap_err();
        assert_eq!(error.code(), "ERR_CREDENTIAL_INVALID");
        assert!(error.to_string().ends_with(", got a JWK that names a member twice"), "{error}");
    }
}

/// `explain` says of a key that verifies nothing here why it does not, and never that all is right.
#[test]
fn explain_names_a_key_that_is_for_something_else() {
    let signed = signed(&JWS, &[]);
    let ask = |members: &str, options: &[(&str, &str)]| {
        let message = Message { method: "POST", headers: &[("x-jws", &signed)], body: BODY, ..Message::default() };
        let case = Case { message, ..Case::default() };
        explain(
            &JWS,
            &[("publicKeys", Secret::from(&*jwk(members)))],
            &VerifierOptions { scheme: options, ..VerifierOptions::default() },
            &case,
        )
        .unwrap()
    };
    assert_eq!(ask(r#""use":"sig","alg":"PS256""#, BOTH).verdict, Verdict::Match);
    for (members, options, detail) in [
        (r#""use":"enc""#, &[][..], "`publicKeys.use`: expected `sig`, or a JWK without this member, got `enc`"),
        (
            r#""alg":"RS256""#,
            BOTH,
            "`publicKeys.alg`: expected the algorithm asked for, `PS256`, or a JWK without this member, got `RS256`",
        ),
    ] {
        let report = ask(members, options);
        let causes: Vec<_> = report.findings.iter().flat_map(|finding| &finding.causes).collect();
        assert_eq!(causes.iter().map(|cause| &*cause.id).collect::<Vec<_>>(), ["key-purpose"], "{members}");
        assert!(causes[0].detail.contains(detail), "{}", causes[0].detail);
        assert_eq!(report.verdict, Verdict::Explained);
    }
}

const BODY: &[u8] = br#"{"a":1}"#;

fn jwk(members: &str) -> String {
    let key = rsa::PublicKey::from_public_key_pem(include_str!("keys/rsa-2048.spki.pem")).unwrap();
    let [n, e] = [key.n_bytes(), key.e_bytes()].map(|number| Base64UrlUnpadded::encode_string(&number));
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"{comma}{members}}}"#)
}

fn verifier(scheme: &Scheme<'_>, keys: &[&str], options: &[(&str, &str)]) -> Result<Verifier, Error> {
    let keys: Vec<(&str, Secret)> = keys.iter().map(|key| ("publicKeys", Secret::from(*key))).collect();
    Verifier::new(scheme, &keys, &VerifierOptions { scheme: options, ..VerifierOptions::default() })
}

/// The signature of `rsa-2048` over [`BODY`].
fn signed(scheme: &Scheme<'_>, options: &[(&str, &str)]) -> String {
    let signer = Signer::new(
        scheme,
        &[("privateKey", PKCS8.into())],
        &SignerOptions { scheme: options, ..SignerOptions::default() },
    )
    .unwrap();
    let message = Message { method: "POST", body: BODY, ..Message::default() };
    let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
    signed.signature().to_owned()
}

/// Which key verifies what [`signed`] makes.
fn verified(verifier: &Verifier, scheme: &Scheme<'_>, options: &[(&str, &str)]) -> Result<usize, Error> {
    let signature = signed(scheme, options);
    let headers = [(scheme.headers[0].0, &*signature)];
    let message = Message { method: "POST", headers: &headers, body: BODY, ..Message::default() };
    verifier.verify(&message, 0).map(|verified| verified.key_index())
}
