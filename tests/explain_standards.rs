//! `explain` for rows whose senders choose what is signed: every vector, mistakes planted by an independent route
//! (`tests/explain/plant/standards.mjs`), and whether it ever contradicts `verify`.
#![cfg(all(feature = "standards", not(target_arch = "wasm32")))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use countersign::{
    Case, Cause, Error, Explainer, Message, Report, Secret, Signer, Timestamp, Verdict, Verifier, Voice, explain, scheme,
    schemes,
};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::Value;

/// A case, owned.
#[derive(Clone, Default)]
struct Ask {
    row: String,
    credentials: Vec<(String, Secret)>,
    options: Vec<(String, String)>,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    timestamp: String,
    received: String,
    now_ms: Option<i64>,
    limit_bytes: u64,
}

impl Ask {
    /// Reads a vector, or a planted case.
    fn of(case: &Value) -> Self {
        let request = if case["received"].is_object() { &case["received"] } else { &case["request"] };
        let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
        let pair = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
        let headers = match &request["headers"] {
            Value::Array(pairs) => pairs
                .iter()
                .map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].as_str().unwrap().to_owned()))
                .collect(),
            headers => headers.as_object().into_iter().flatten().map(pair).collect(),
        };
        let credentials = case["credentials"].as_object().into_iter().flatten();
        Self {
            row: case["scheme"].as_str().unwrap().into(),
            credentials: credentials.map(|(name, value)| (name.clone(), secret(value))).collect(),
            options: case["options"].as_object().into_iter().flatten().map(pair).collect(),
            method: text("method"),
            url: text("url"),
            headers,
            body: text("body").into(),
            timestamp: text("timestamp"),
            received: String::new(),
            now_ms: request["nowMs"].as_i64(),
            limit_bytes: 2 << 20,
        }
    }

    fn with<T>(&self, run: impl FnOnce(&[(&str, Secret)], &[(&str, &str)], &Case<'_>) -> T) -> T {
        let pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> { pairs.to_vec() };
        let (options, headers) = (pairs(&self.options), pairs(&self.headers));
        let options: Vec<_> = options.iter().map(|(name, value)| (&**name, &**value)).collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let credentials: Vec<_> = self.credentials.iter().map(|(name, value)| (&**name, value.clone())).collect();
        let message = Message { method: &self.method, url: &self.url, headers: &headers, body: &self.body };
        let voice = if self.received.is_empty() { Voice::Sender } else { Voice::You };
        let (timestamp, received) = (&*self.timestamp, &*self.received);
        let case = Case { message, timestamp, received, now_ms: self.now_ms, voice, limit_bytes: self.limit_bytes };
        run(&credentials, &options, &case)
    }

    fn explained(&self) -> Result<Report, Error> {
        self.with(|credentials, options, case| explain(scheme(&self.row)?, credentials, options, case))
    }

    fn explainer(&self) -> Explainer {
        self.with(|credentials, options, case| {
            Explainer::new(scheme(&self.row).unwrap(), credentials, options, case).unwrap()
        })
    }

    /// `ok`, or the code of the refusal.
    fn verified(&self) -> &'static str {
        self.with(|credentials, options, case| {
            let verifier = Verifier::new(scheme(&self.row).unwrap(), credentials, options);
            verifier
                .and_then(|verifier| verifier.verify(&case.message, case.now_ms.unwrap_or_default()).map(|_| "ok"))
                .unwrap_or_else(|error| error.code())
        })
    }
}

/// Every vector that verifies is a match, every other one is not; and what was signed matches its own signature.
#[test]
fn vectors_are_explained_as_they_are() {
    let (mut matched, mut refused, mut signed) = (0, 0, 0);
    for (file, vector) in vectors() {
        if vector["signature"].is_string() {
            let ask = Ask { received: vector["signature"].as_str().unwrap().into(), ..Ask::of(&vector) };
            if ask.credentials.iter().any(|(name, _)| name == "privateKey") {
                continue;
            }
            assert_eq!(ask.explained().unwrap().verdict, Verdict::Match, "{file}");
            let expected = ask.explained().unwrap().expected;
            assert_eq!(expected, vector["signature"].as_str().unwrap(), "{file}");
            signed += 1;
        }
        if !vector["received"].is_object() {
            continue;
        }
        let ask = Ask::of(&vector);
        let verdict = ask.explained().map(|report| report.verdict);
        match ask.verified() {
            "ok" => {
                assert!(matches!(verdict, Ok(Verdict::Match)), "{file}: {verdict:?}");
                matched += 1;
            }
            "ERR_SIGNATURE_STALE" => assert!(matches!(verdict, Ok(Verdict::Stale)), "{file}: {verdict:?}"),
            code => {
                assert!(!matches!(verdict, Ok(Verdict::Match | Verdict::Stale)), "{file}: {code}, {verdict:?}");
                refused += 1;
            }
        }
    }
    println!("{matched} match, {refused} refused, {signed} signed");
    assert!(matched > 35 && refused > 20 && signed > 30, "{matched} {refused} {signed}");
}

fn secret(value: &Value) -> Secret {
    match value {
        Value::String(text) => (&**text).into(),
        value => match (value["file"].as_str(), value["base64"].as_str()) {
            (Some(file), _) => fs::read(root().join("keys").join(file)).unwrap().into(),
            (_, text) => Base64::decode_vec(text.unwrap()).unwrap().into(),
        },
    }
}

fn vectors() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for row in schemes().filter(|row| row.standard.is_some()) {
        if !cfg!(feature = "rsa") && row.algorithm.name().starts_with("rsa") {
            continue;
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(root().join("vectors").join(row.id)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        all.extend(files.into_iter().map(|file| (file.display().to_string(), read(&file))));
    }
    all
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}
