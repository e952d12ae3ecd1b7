//! Mistakes planted by an independent route (`tests/explain/plant.mjs`), and whether `explain` names them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use countersign::{Case, Cause, Message, Report, Secret, Verdict, VerifierOptions, explain, schemes};
use serde_json::Value;

#[test]
fn what_is_planted_is_named() {
    let mut table: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut files: Vec<_> =
        fs::read_dir(folder().join("planted")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let json = read(&file);
        for case in cases(&json) {
            let scheme = json["scheme"].as_str().unwrap();
            for planted in case["planted"].as_array().unwrap() {
                let id = planted["id"].as_str().unwrap();
                let case = &sent(case, planted);
                let report = report(scheme, case, &planted["received"], SINGLES);
                let outcome = Outcome::of(&report, &[id], &planted["also"]);
                table
                    .entry((axis(id).to_owned(), id.to_owned()))
                    .or_default()
                    .count(outcome, || told(scheme, case, &report));
            }
        }
    }
    print(&table);
    let wrong: Vec<&str> =
        table.iter().filter(|(_, scheme)| !scheme.missed.is_empty()).map(|((_, id), _)| &**id).collect();
    assert!(wrong.is_empty(), "not named: {wrong:?}");
    let never: Vec<_> = EXPECTED.iter().filter(|id| !table.keys().any(|(_, planted)| planted == *id)).collect();
    assert!(never.is_empty(), "not planted: {never:?}");
}

#[test]
fn pairs_of_the_likeliest_causes_are_named() {
    let json = read(&folder().join("pairs.json"));
    let mut missed = Vec::new();
    let (mut first, mut tie) = (0, 0);
    for case in cases(&json) {
        let scheme = case["scheme"].as_str().unwrap();
        for planted in case["planted"].as_array().unwrap() {
            let ids: Vec<&str> = planted["ids"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let report = report(scheme, case, &planted["received"], Case::default().limit_bytes);
            match Outcome::of(&report, &ids, &planted["also"]) {
                Outcome::First => first += 1,
                Outcome::Tie => tie += 1,
                Outcome::Other | Outcome::None => {
                    missed.push(format!("{}: {}", ids.join(" + "), told(scheme, case, &report)))
                }
            }
        }
    }
    println!("pairs: {first} first, {tie} in a tie, {} not named\n{}", missed.len(), missed.join("\n"));
    assert!(missed.is_empty(), "{} pairs are not named", missed.len());
}

/// Whatever is planted, the case without it is right: else nothing would be proven.
#[test]
fn without_the_mistake_all_match() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder().join("planted")).unwrap() {
        let json = read(&entry.unwrap().path());
        let scheme = json["scheme"].as_str().unwrap();
        for case in cases(&json) {
            let report = report(scheme, case, &case["right"], SINGLES);
            if report.verdict != Verdict::Match {
                wrong.push(format!("{}: {:?}", told(scheme, case, &report), report.fault));
            }
        }
    }
    assert!(wrong.is_empty(), "{} do not match:\n{}", wrong.len(), wrong.join("\n"));
}

/// A scheme whose mistakes nobody planted is one of which nothing is known.
#[test]
fn every_row_with_a_secret_has_its_mistakes() {
    for scheme in schemes() {
        let is_planted = folder().join("planted").join(format!("{}.json", scheme.id)).exists();
        // Keys that travel sign nothing; mistakes with RSA stand in `planted-rsa.json`, and those of the standards in
        // `planted-standards.json`.
        let algorithm = scheme.algorithm.name();
        let has_secret = algorithm.starts_with("hmac-") || algorithm.contains("-key-");
        assert_eq!(
            is_planted,
            has_secret && scheme.profile.is_none(),
            "{}: `node tests/explain/plant.mjs` plants them",
            scheme.id
        );
    }
}

/// HMAC knows no "nearly": another secret is never explained away.
#[test]
fn wrong_secrets_are_never_a_finding() {
    let mut found = Vec::new();
    for scheme in ["securo.request", "tu-cambio.request"] {
        let json = read(&folder().join("planted").join([scheme, ".json"].concat()));
        let case = &cases(&json)[0];
        for number in 0..500u64 {
            let secret = format!("{:016x}{:016x}", mixed(number), mixed(!number));
            let mut other = case.clone();
            other["credentials"]["secret"] = Value::from(secret);
            let report = report(scheme, &other, &case["right"], SINGLES);
            if report.verdict != Verdict::Unexplained || !report.findings.is_empty() {
                found.push(told(scheme, &other, &report));
            }
        }
    }
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
}

/// How a planted mistake came out.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    First,
    Tie,
    Other,
    None,
}

/// What became of one id.
#[derive(Default)]
struct Row {
    first: usize,
    tie: usize,
    missed: Vec<String>,
}

impl Outcome {
    fn of(report: &Report, ids: &[&str], also: &Value) -> Self {
        let Some(finding) = report.findings.first() else { return Self::None };
        let is = |causes: &[Cause], ids: &[&str]| {
            causes.len() == ids.len() && ids.iter().all(|id| causes.iter().any(|cause| cause.id == *id))
        };
        let also: Vec<&str> = also.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is_same = |causes: &[Cause]| also.iter().any(|other| is(causes, &[other]));
        if is(&finding.causes, ids) {
            return Self::First;
        }
        let all = || [&finding.causes].into_iter().chain(&finding.alternatives);
        if all().any(|causes| is(causes, ids) || is_same(causes)) { Self::Tie } else { Self::Other }
    }
}

impl Row {
    fn count(&mut self, outcome: Outcome, told: impl FnOnce() -> String) {
        match outcome {
            Outcome::First => self.first += 1,
            Outcome::Tie => self.tie += 1,
            Outcome::Other | Outcome::None => self.missed.push(told()),
        }
    }
}

fn print(table: &BTreeMap<(String, String), Row>) {
    let mut sums: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    println!("{:<10} {:<38} {:>5} {:>5} {:>5}", "axis", "planted", "first", "tie", "not");
    for ((axis, id), scheme) in table {
        let counts = [scheme.first, scheme.tie, scheme.missed.len()];
        println!("{axis:<10} {id:<38} {:>5} {:>5} {:>5}", counts[0], counts[1], counts[2]);
        for told in &scheme.missed {
            println!("             {told}");
        }
        let sum = sums.entry(axis).or_default();
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    for (axis, [first, tie, not]) in sums {
        println!("{axis:<10} {:<38} {first:>5} {tie:>5} {not:>5}", "in all");
    }
}

fn report(scheme: &str, json: &Value, received: &Value, limit_bytes: u64) -> Report {
    let request = &json["request"];
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let headers = texts(&request["headers"]);
    let options = texts(&json["options"]);
    let credentials: Vec<(&str, Secret)> =
        texts(&json["credentials"]).into_iter().map(|(name, value)| (name, value.into())).collect();
    let message =
        Message { method: text("method"), url: text("url"), headers: &headers, body: text("body").as_bytes() };
    let case = Case {
        message,
        timestamp: text("timestamp"),
        received: received.as_str().unwrap(),
        limit_bytes,
        ..Case::default()
    };
    explain(
        countersign::scheme(scheme).unwrap(),
        &credentials,
        &VerifierOptions { scheme: &options, ..VerifierOptions::default() },
        &case,
    )
    .unwrap_or_else(|error| panic!("{scheme}: {error}"))
}

/// The case with the URL that was called, where the mistake changes it.
fn sent(case: &Value, planted: &Value) -> Value {
    let mut case = case.clone();
    if let Some(url) = planted.get("url") {
        case["request"]["url"] = url.clone();
    }
    case
}

/// The members of an object of texts, of which there may be none.
fn texts(object: &Value) -> Vec<(&str, &str)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (&**name, value.as_str().unwrap())).collect()
}

fn told(scheme: &str, case: &Value, report: &Report) -> String {
    let causes = |causes: &Vec<Cause>| causes.iter().map(|cause| &*cause.id).collect::<Vec<_>>().join(" + ");
    let finding = report.findings.first().map(|finding| {
        let others: Vec<String> = finding.alternatives.iter().map(causes).collect();
        format!("{} / {}", causes(&finding.causes), others.join(", "))
    });
    let [url, body] = ["url", "body"].map(|name| case["request"][name].as_str().unwrap_or_default());
    let found = finding.unwrap_or_else(|| report.verdict.name().into());
    let time = &case["request"]["timestamp"];
    format!("{scheme}: {found}; {url} {time} {:.60} {}", body.escape_debug().to_string(), case["credentials"])
}

fn axis(id: &str) -> &str {
    match id.split('-').next().unwrap() {
        "secret+message" | "message+secret" => "mac",
        "query" => "url",
        "received" => "output",
        "hmac" | "plain" | "message" | "algorithm" | "digest" => "mac",
        axis => axis,
    }
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn cases(json: &Value) -> &Vec<Value> {
    json["cases"].as_array().unwrap()
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explain"))
}

/// Random enough for a secret, and the same in every run.
fn mixed(number: u64) -> u64 {
    let word = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (word ^ word >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Enough for all single causes, the layouts of all other schemes among them, and not for long in a build without optimisation.
const SINGLES: u64 = 2 << 20;

/// What has to be planted somewhere.
const EXPECTED: &[&str] = &[
    "algorithm-md5",
    "algorithm-sha1",
    "algorithm-sha256",
    "algorithm-sha384",
    "algorithm-sha512",
    "body-ascii-escaped",
    "body-base64",
    "body-bom-added",
    "body-crlf",
    "body-double-stringified",
    "body-emoji-escaped",
    "body-empty-object",
    "body-form-as-json",
    "body-form-parameter-left-out",
    "body-form-reencoded",
    "body-form-sorted",
    "body-form-urlencoded",
    "body-form-value-trimmed",
    "body-go-html-escapes",
    "body-gson-escapes",
    "body-key-order",
    "body-keys-sorted",
    "body-left-out",
    "body-lf",
    "body-line-breaks-removed",
    "body-member-left-out",
    "body-meta-escapes",
    "body-minified",
    "body-null-literal",
    "body-nulls-dropped",
    "body-number-fraction",
    "body-numbers-as-strings",
    "body-object-object",
    "body-only-member",
    "body-php-json-escapes",
    "body-pretty-2",
    "body-pretty-4",
    "body-python-repr",
    "body-python-separators",
    "body-raw-not-canonical",
    "body-ruby-numbers",
    "body-sha256-hex",
    "body-single-quotes",
    "body-slashes-escaped",
    "body-spaces",
    "body-trailing-newline",
    "body-trailing-space",
    "body-trimmed",
    "body-undefined-literal",
    "body-value-of-form",
    "charset-ascii-question-marks",
    "charset-bytes-as-text",
    "charset-double-utf8",
    "charset-latin1",
    "charset-utf16",
    "digest-hashed-again",
    "digest-hashed-again-hex",
    "digest-of-another-body",
    "hmac-arguments-swapped",
    "hmac-for-hash",
    "layout-ampersand-as-entity",
    "layout-backslash-n",
    "layout-base-without-ws",
    "layout-body-first",
    "layout-body-only",
    "layout-cr",
    "layout-crlf",
    "layout-empty-body-marker",
    "layout-end-lost",
    "layout-inner-hash-base64",
    "layout-inner-hash-hex",
    "layout-inner-hash-left-out",
    "layout-inner-hash-other",
    "layout-left-out",
    "layout-not-filtered",
    "layout-of-the-sentence",
    "layout-only",
    "layout-order",
    "layout-plain-concat",
    "layout-query-joined",
    "layout-question-mark",
    "layout-separator-bar",
    "layout-separator-colon",
    "layout-separator-comma",
    "layout-separator-dot",
    "layout-separator-newline",
    "layout-separator-plus",
    "layout-separator-slash",
    "layout-timestamp-only",
    "layout-trailing-newline",
    "message+secret",
    "message-hashed-first",
    "message-hashed-first-hex",
    "method-left-out",
    "method-lowercase",
    "method-other",
    "method-uppercase",
    "output-base64",
    "output-base64-of-base64",
    "output-base64-of-hex",
    "output-byte-array",
    "output-dashes",
    "output-hex",
    "output-hex-of-base64",
    "output-hex-of-hex",
    "output-other-base64",
    "output-uppercase-hex",
    "partner-id-as-integer",
    "plain-hash",
    "query-double-encoded",
    "query-equals-added",
    "query-hex-case",
    "query-order",
    "query-parameter-left-out",
    "query-percent-decoded",
    "query-plus-as-%20",
    "query-signature-left-in",
    "query-sorted",
    "query-space-as-plus",
    "query-urlsearchparams",
    "query-value-case",
    "received-percent-decoded",
    "received-percent-encoded",
    "received-plus-became-space",
    "received-prefix-left-on",
    "received-quotes",
    "received-whitespace",
    "secret+message",
    "secret-backslash-n",
    "secret-base64-decoded",
    "secret-base64-encoded",
    "secret-decoded-as-text",
    "secret-decoded-hex",
    "secret-dollar-expanded",
    "secret-empty",
    "secret-first-character-lost",
    "secret-hex-decoded",
    "secret-hex-encoded",
    "secret-html-escaped",
    "secret-last-character-lost",
    "secret-lower-case",
    "secret-none",
    "secret-null",
    "secret-prefix-removed",
    "secret-prefix-removed-base64-decoded",
    "secret-quoted",
    "secret-quotes-removed",
    "secret-raw",
    "secret-sha256",
    "secret-single-quoted",
    "secret-trailing-crlf",
    "secret-trailing-newline",
    "secret-trailing-space",
    "secret-trimmed",
    "secret-undefined",
    "secret-upper-case",
    "secret-url-encoded",
    "secret-utf16",
    "secret-utf16-be",
    "secret-web-app-data",
    "timestamp-float",
    "timestamp-iso",
    "timestamp-left-out",
    "timestamp-local-zone",
    "timestamp-microseconds",
    "timestamp-milliseconds",
    "timestamp-no-milliseconds",
    "timestamp-no-zone",
    "timestamp-offset-00:00",
    "timestamp-python-iso",
    "timestamp-read-twice",
    "timestamp-rfc1123",
    "timestamp-seconds",
    "timestamp-trailing-zeros-cut",
    "timestamp-zone-name",
    "url-base-path-dropped",
    "url-http-for-https",
    "url-https-for-http",
    "url-normalised",
    "url-path-only",
    "url-percent-decoded",
    "url-port-added",
    "url-port-removed",
    "url-query-added",
    "url-query-in-path",
    "url-query-left-out",
    "url-scheme-left-out",
    "url-slash-doubled",
    "url-trailing-slash-added",
    "url-trailing-slash-removed",
    "url-whole",
    "value-case",
    "value-colon-escaped",
    "value-decoded",
    "value-encoded",
    "value-left-out",
    "value-line-left-out",
    "value-number",
    "value-object-object",
    "value-of-url",
    "value-other",
    "value-plus-as-space",
    "value-shorter",
    "value-slash",
    "value-trimmed",
    "value-word",
];
