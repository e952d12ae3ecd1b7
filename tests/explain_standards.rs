//! `explain` for schemes whose senders choose what is signed: every vector, mistakes planted by an independent route
//! (`tests/explain/plant/standards.mjs`), and whether it ever contradicts `verify`.
#![cfg(all(feature = "standards", not(target_arch = "wasm32")))]

#[path = "support/options.rs"]
mod options;
#[path = "support/pairs.rs"]
mod pairs;
#[path = "support/report.rs"]
mod report;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use options::verifier_options;
use pairs::{is_built, is_on_curve};

use base64ct::{Base64, Encoding as _};
use countersign::{
    Case, Cause, Error, Explainer, Message, Report, Secret, SignedBy, Signer, SignerOptions, Timestamp, Verdict,
    Verifier, VerifierOptions, explain, scheme, schemes,
};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::Value;

type Pairs<'a> = &'a [(&'a str, &'a str)];

/// A case, owned.
#[derive(Clone, Default)]
struct Ask {
    scheme: String,
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
            scheme: case["scheme"].as_str().unwrap().into(),
            credentials: credentials
                .flat_map(|(name, value)| {
                    let all = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                    all.into_iter().map(|value| (name.clone(), secret(&value)))
                })
                .collect(),
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

    fn with<T>(&self, run: impl FnOnce(&[(&str, Secret)], &VerifierOptions<'_>, &Case<'_>) -> T) -> T {
        let pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> { pairs.to_vec() };
        let (options, headers) = (pairs(&self.options), pairs(&self.headers));
        let options: Vec<_> = options.iter().map(|(name, value)| (&**name, &**value)).collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let credentials: Vec<_> = self.credentials.iter().map(|(name, value)| (&**name, value.clone())).collect();
        let message = Message { method: &self.method, url: &self.url, headers: &headers, body: &self.body };
        let signed_by = if self.received.is_empty() { SignedBy::Provider } else { SignedBy::Client };
        let (timestamp, received) = (&*self.timestamp, &*self.received);
        let case = Case {
            message,
            timestamp,
            received,
            now_ms: self.now_ms,
            signed_by: Some(signed_by),
            limit_bytes: self.limit_bytes,
            ..Case::default()
        };
        run(&credentials, &verifier_options(&options, &mut Vec::new()), &case)
    }

    fn explained(&self) -> Result<Report, Error> {
        self.with(|credentials, options, case| explain(scheme(&self.scheme)?, credentials, options, case))
    }

    fn explainer(&self) -> Explainer {
        self.with(|credentials, options, case| {
            Explainer::new(scheme(&self.scheme).unwrap(), credentials, options, case).unwrap()
        })
    }

    /// `ok`, or the code of the refusal.
    fn verified(&self) -> &'static str {
        self.with(|credentials, options, case| {
            let verifier = Verifier::new(scheme(&self.scheme).unwrap(), credentials, options);
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
            // A random signature stands in no file.
            if ask.credentials.iter().any(|(name, _)| name == "privateKey") || ask.received == "{signature}" {
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
        let report = ask.explained();
        // Some algorithms cannot be searched.
        if matches!(report, Err(Error::Unsupported(_))) {
            continue;
        }
        let said = format!("{file}: {:?}", report.as_ref().map(causes));
        let verdict = report.map(|report| report.verdict);
        match ask.verified() {
            "ok" => {
                assert!(matches!(verdict, Ok(Verdict::Match)), "{said}: {verdict:?}");
                matched += 1;
            }
            "ERR_SIGNATURE_STALE" => assert!(matches!(verdict, Ok(Verdict::Stale)), "{said}: {verdict:?}"),
            code => {
                assert!(!matches!(verdict, Ok(Verdict::Match | Verdict::Stale)), "{said}: {code}, {verdict:?}");
                refused += 1;
            }
        }
    }
    println!("{matched} match, {refused} refused, {signed} signed");
    assert!(matched > 35 && refused > 20 && signed > 30, "{matched} {refused} {signed}");
}

/// What is planted is named, first or in a tie.
#[test]
fn what_is_planted_is_named() {
    let mut table: BTreeMap<(String, String), [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in read(&root().join("explain/planted-standards.json"))["cases"].as_array().unwrap() {
        let scheme = case["scheme"].as_str().unwrap();
        if !is_built(countersign::scheme(scheme).unwrap().algorithm) {
            continue;
        }
        let ids: Vec<&str> = case["ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let also: Vec<&str> = case["also"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // Pairs take longer than single causes.
        // A signature on a curve is verified with each candidate, which costs as much as hashing 64 KiB.
        let is_costly = ids.len() > 1 || is_on_curve(countersign::scheme(scheme).unwrap().algorithm);
        let limit_bytes = if is_costly { 64 << 20 } else { 2 << 20 };
        let received = case["received"].as_str().unwrap_or_default().to_owned();
        let ask = Ask { received, limit_bytes, ..Ask::of(case) };
        let report = ask.explained().unwrap_or_else(|error| panic!("{error}: {case}"));
        let outcome = outcome(&report, &ids, &also);
        table.entry((scheme.into(), ids.join(" + "))).or_default()[outcome] += 1;
        if outcome == 2 {
            wrong.push(format!("{ids:?}: {:?} {:?}; {case}", report.verdict, causes(&report)));
        }
        for cause in report.warnings.iter().chain(report.findings.iter().flat_map(|finding| &finding.causes)) {
            assert!(cause.title != "A change" && !cause.title.is_empty(), "{}: no text", cause.id);
        }
        let is_kept = |text: &str| {
            ask.credentials.iter().all(|(name, value)| {
                name != "secretAccessKey" && name != "secret"
                    || text.find(std::str::from_utf8(value.expose()).unwrap()).is_none()
            })
        };
        assert!(is_kept(&report::told(&report)), "{ids:?}");
    }
    let mut sum = [0; 3];
    for ((scheme, id), counts) in &table {
        println!("{scheme:<24} {id:<44} {:>3} {:>3} {:>3}", counts[0], counts[1], counts[2]);
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    println!("{} first, {} in a tie, {} not", sum[0], sum[1], sum[2]);
    assert!(wrong.is_empty(), "{} are not named:\n{}", wrong.len(), wrong.join("\n"));
}

/// 0 for the first cause, 1 for a tie, 2 for neither.
fn outcome(report: &Report, ids: &[&str], also: &[&str]) -> usize {
    let all = causes(report);
    let is = |causes: &Vec<String>, ids: &[&str]| {
        causes.len() == ids.len() && ids.iter().all(|id| causes.iter().any(|own| own == id))
    };
    match all.iter().position(|causes| is(causes, ids) || also.iter().any(|other| is(causes, &[other]))) {
        Some(0) if is(&all[0], ids) => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// A case that others may see: the same causes again, with another secret; what only a private key makes is refused.
#[test]
fn what_is_planted_is_made_again_with_other_secrets() {
    let mut made = 0;
    for case in read(&root().join("explain/planted-standards.json"))["cases"].as_array().unwrap() {
        let scheme = case["scheme"].as_str().unwrap();
        if !is_built(countersign::scheme(scheme).unwrap().algorithm) {
            continue;
        }
        let received = case["received"].as_str().unwrap_or_default().to_owned();
        let ask = Ask { received, ..Ask::of(case) };
        let mut explainer = ask.explainer();
        while !explainer.step(u64::MAX) {}
        let before = causes(&explainer.report());
        let mut other = ask.clone();
        let secrets = other.credentials.iter_mut().filter(|(name, _)| ["secret", "secretAccessKey"].contains(&&**name));
        secrets.for_each(|(_, secret)| *secret = shifted(secret));
        let again = other.with(|credentials, options, case| {
            explainer.again(countersign::scheme(scheme).unwrap(), credentials, options, case)
        });
        if !case["credentials"]["publicKeys"].is_null() {
            assert_eq!(again.unwrap_err().code(), "ERR_ARGUMENT_INVALID");
            continue;
        }
        let Some((from, to)) = again.unwrap() else { continue };
        other.received = other.received.replace(&from, &to);
        other.headers.iter_mut().for_each(|(_, value)| *value = value.replace(&from, &to));
        let after = causes(&other.explained().unwrap());
        assert_eq!(after.first(), before.first(), "{case}: {from} {to}");
        made += 1;
    }
    assert!(made > 450, "only {made} were made again");
}

/// Other letters of the same kind.
fn shifted(secret: &Secret) -> Secret {
    let other = |byte: &u8| match byte {
        b'z' | b'Z' | b'9' => byte - 1,
        byte if byte.is_ascii_alphanumeric() => byte + 1,
        byte => *byte,
    };
    Secret::from(secret.expose().iter().map(other).collect::<Vec<u8>>())
}

/// A header or a part of the request changed on the way, and the clock.
fn changed(ask: &Ask, change: usize, at: usize, letter: &str) -> Ask {
    let mut ask = ask.clone();
    let place = at % ask.headers.len();
    match change {
        0 => {}
        1 => ask.now_ms = ask.now_ms.map(|now_ms| now_ms + 301_000),
        2 => ask.now_ms = ask.now_ms.map(|now_ms| now_ms - 301_000),
        3 => ask.body.push(b' '),
        4 => ask.url.push_str("&z=1"),
        5 => ask.url.insert(ask.url.len() - at % 8, '%'),
        6 => drop(ask.headers.remove(place)),
        7 => {
            let twice = ask.headers[place].clone();
            ask.headers.push(twice);
        }
        8 => ask.headers[place].1.make_ascii_uppercase(),
        9 => ask.headers[place].1 = format!(" {}  ", ask.headers[place].1),
        10 => ask.method.make_ascii_lowercase(),
        11 => ask.headers.push(("X-Amz-Extra".into(), "1".into())),
        12 => ask.credentials.iter_mut().take(1).for_each(|(_, secret)| *secret = shifted(secret)),
        13 => ask.headers.push(("Content-Type".into(), "text/plain".into())),
        14 => ask.options.iter_mut().take(1).for_each(|(_, value)| value.push('x')),
        15 => ask.url = ask.url.replace("https://", ""),
        _ => {
            let value = &mut ask.headers[place].1;
            let at = (0..=at % (value.len() + 1)).rev().find(|at| value.is_char_boundary(*at)).unwrap_or_default();
            let end = (at + 1..=value.len()).find(|end| value.is_char_boundary(*end)).unwrap_or(at);
            value.replace_range(at..end, letter);
        }
    }
    ask
}

/// `explain` says `match` where `verify` accepts, `stale` where it finds the time wrong, and another word where it refuses.
#[test]
fn explain_never_contradicts_verify() {
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    };
    let aws = [("accessKeyId", "AKIDEXAMPLE"), ("secretAccessKey", "hush"), ("sessionToken", "token")];
    let own = [("X-List", " a,  b "), ("Accept", "*/*")];
    let schemes: [(&str, Pairs<'_>, Pairs<'_>); 6] = [
        ("aws.request", &aws[..2], &[("region", "us-east-1"), ("service", "service")]),
        (
            "aws.request",
            &aws,
            &[("region", "us-east-1"), ("service", "s3"), ("payload", "sent"), ("pathEncoding", "once")],
        ),
        (
            "aws.request",
            &aws,
            &[("region", "us-east-1"), ("service", "s3"), ("payload", "unsigned"), ("toleranceSeconds", "none")],
        ),
        ("rfc9421.hmac-sha256", &[("secret", "hush")], &[]),
        (
            "rfc9421.hmac-sha256",
            &[("secret", "hush")],
            &[
                ("components", "@method @authority @path @query x-list content-digest"),
                ("expiresAfterSeconds", "60"),
                ("keyid", "k"),
            ],
        ),
        (
            "rfc9421.hmac-sha256",
            &[("secret", "hush")],
            &[("components", "@request-target accept"), ("toleranceSeconds", "none")],
        ),
    ];
    for (scheme, credentials, options) in schemes {
        let credentials: Vec<(String, Secret)> =
            credentials.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
        let signing: Vec<_> = options.iter().copied().filter(|(name, _)| *name != "toleranceSeconds").collect();
        let given: Vec<_> = credentials.iter().map(|(name, value)| (&**name, value.clone())).collect();
        let signer = Signer::new(
            countersign::scheme(scheme).unwrap(),
            &given,
            &SignerOptions { scheme: &signing, ..SignerOptions::default() },
        )
        .unwrap();
        let input = (".{0,12}", 0..24_usize, any::<usize>(), "[ -~\u{e9}]{0,2}", 0..24_usize, any::<usize>());
        let mut runner =
            TestRunner::new(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() });
        let seen = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
        let outcome = runner.run(&input, |(body, change, at, letter, second, other_at)| {
            let url = "https://api.example.com/a/b%20c/?b=2&a=1%2F2".to_owned();
            let message = Message { method: "POST", url: &url, headers: &own, body: body.as_bytes() };
            let signed = signer.sign(&message, Timestamp::Now(1_747_216_800_000)).unwrap();
            let headers = own.iter().copied().chain(signed.headers());
            let ask = Ask {
                scheme: scheme.into(),
                credentials: credentials.clone(),
                options: pairs(options),
                method: "POST".into(),
                url: url.clone(),
                headers: headers.map(|(name, value)| (name.into(), value.into())).collect(),
                body: body.clone().into(),
                now_ms: Some(1_747_216_800_000),
                limit_bytes: 100_000,
                ..Ask::default()
            };
            let ask = changed(&ask, change, at, &letter);
            let ask = if second % 3 == 0 { changed(&ask, second, other_at, &letter) } else { ask };
            let verdict = ask.explained();
            let said = format!("{:?}", verdict.as_ref().map(causes));
            let verdict = verdict.map(|report| report.verdict);
            let word = ask.verified();
            *seen.borrow_mut().entry(word).or_default() += 1;
            let agrees = match word {
                "ok" => matches!(verdict, Ok(Verdict::Match)),
                "ERR_SIGNATURE_STALE" => matches!(verdict, Ok(Verdict::Stale)),
                _ => !matches!(verdict, Ok(Verdict::Match | Verdict::Stale)),
            };
            let told = || {
                format!(
                    "{scheme}: change {change} {second}: verify says {word}, explain {verdict:?} {said}: {:?}",
                    ask.headers
                )
            };
            if agrees { Ok(()) } else { Err(TestCaseError::fail(told())) }
        });
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
        let seen = seen.into_inner();
        assert!(seen.get("ok").is_some_and(|ok| *ok > 20) && seen.len() > 3, "{scheme}: {seen:?}");
    }
}

/// The body is hashed once where it is signed as it is, and counts each time that it is another.
#[test]
fn budgets_hold_for_bodies_that_are_hashed_on_the_way() {
    let members: String = (0..30_000).map(|number| format!("\"{number:05x}\": 1,")).collect();
    let body = format!("{{{members}\"z\": 1}}");
    let cases = read(&root().join("explain/planted-standards.json"));
    for scheme in ["aws.request", "rfc9421.hmac-sha256"] {
        let is_own = |case: &&Value| {
            case["scheme"] == scheme && case["received"].is_string() && case["request"]["body"].is_string()
        };
        let case = cases["cases"].as_array().unwrap().iter().find(is_own).unwrap();
        let received = "07".repeat(32);
        for limit_bytes in [0, 1000, 1 << 20, 8 << 20, 64 << 20] {
            let ask = Ask { body: body.clone().into(), received: received.clone(), limit_bytes, ..Ask::of(case) };
            let mut explainer = ask.explainer();
            let mut steps = 1_u64;
            while !explainer.step(1) {
                steps += 1;
            }
            let report = explainer.report();
            assert_eq!((report.verdict, report.exhausted), (Verdict::Unexplained, false), "{scheme} {limit_bytes}");
            assert!(report.hashed_bytes <= limit_bytes, "{scheme}: {} of {limit_bytes}", report.hashed_bytes);
            assert!(steps >= report.tried, "{scheme}: {steps} for {}", report.tried);
            assert_eq!(report.tried > 0, limit_bytes > 1000, "{scheme} {limit_bytes}: {}", report.tried);
        }
    }
}

/// Whatever comes is answered, with little memory where headers are very long.
#[test]
fn whatever_comes_is_answered() {
    let text = || prop_oneof![".{0,20}", "[ -~]{0,60}", "[\"=;:,/()@a-z0-9%\u{e9}]{0,40}"];
    let input = (text(), text(), text(), text(), text(), 0..3_usize);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() });
    let outcome = runner.run(&input, |(url, header, received, timestamp, body, place)| {
        let [scheme, name, other] = [
            ["aws.request", "Authorization", "X-Amz-Date"],
            ["rfc9421.hmac-sha256", "Signature-Input", "Signature"],
            ["rfc9421.hmac-sha256", "Content-Digest", "Signature"],
        ][place];
        let header = match place {
            0 => format!("AWS4-HMAC-SHA256 Credential={url}, SignedHeaders=host;{header}, Signature={received}"),
            _ => header,
        };
        let input = ("Signature-Input".to_owned(), format!("sig1=(\"@method\" {header});created=1"));
        let credentials = [("secret", "hush"), ("secretAccessKey", "hush"), ("accessKeyId", "id")];
        let credentials =
            credentials.iter().filter(|(name, _)| countersign::scheme(scheme).unwrap().credentials.contains(name));
        let aws = [("region".into(), "r".into()), ("service".into(), "s".into())];
        for received in [String::new(), received] {
            let ask = Ask {
                scheme: scheme.into(),
                credentials: credentials.clone().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
                options: if place == 0 { aws.to_vec() } else { Vec::new() },
                method: timestamp.clone(),
                url: url.clone(),
                headers: vec![(name.into(), header.clone()), (other.into(), timestamp.clone()), input.clone()],
                body: body.clone().into(),
                timestamp: timestamp.clone(),
                received,
                now_ms: Some(i64::MIN),
                limit_bytes: 20_000,
            };
            let _ = ask.explained();
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    let case = &read(&root().join("explain/planted-standards.json"))["cases"][0];
    let mut ask = Ask { received: "07".repeat(32), ..Ask::of(case) };
    ask.headers.extend((0..200).map(|number| (format!("X-Long-{number}"), "x".repeat(8000))));
    let report = ask.explained().unwrap();
    assert_eq!((report.verdict, report.exhausted), (Verdict::Unexplained, false));
}

/// Steps of any size give the same report.
#[test]
fn steps_of_any_size_give_the_same_report() {
    let cases = read(&root().join("explain/planted-standards.json"));
    for case in cases["cases"].as_array().unwrap().iter().step_by(23) {
        if !is_built(scheme(case["scheme"].as_str().unwrap()).unwrap().algorithm) {
            continue;
        }
        let received = case["received"].as_str().unwrap_or_default().to_owned();
        let ask = Ask { received, ..Ask::of(case) };
        let whole = ask.explained().unwrap();
        for budget in [1, 1000, 77_777] {
            let mut explainer = ask.explainer();
            while !explainer.step(budget) {}
            assert_eq!(explainer.report(), whole, "{case}");
        }
    }
}

/// The signature is right, and was made too long ago.
#[test]
fn a_late_request_is_stale() {
    let mut stale = 0;
    for (file, vector) in vectors() {
        if vector["received"].is_object() && vector["verified"]["atMs"].is_i64() && !file.contains("tolerance-none") {
            let ask = Ask::of(&vector);
            let late = Ask { now_ms: ask.now_ms.map(|now_ms| now_ms + 3_600_000), ..ask };
            let report = late.explained();
            if matches!(report, Err(Error::Unsupported(_))) {
                continue;
            }
            let verdict = report.unwrap().verdict;
            // Of several signatures, `verify` says what is wrong with the first, which may be another.
            let is_stale = late.verified() == "ERR_SIGNATURE_STALE";
            assert_eq!(verdict == Verdict::Stale, is_stale || file.contains("second-of-two"), "{file}: {verdict:?}");
            stale += usize::from(is_stale);
        }
    }
    assert!(stale > 35, "only {stale} were stale");
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
    for scheme in schemes().filter(|scheme| scheme.profile.is_some()) {
        if !is_built(scheme.algorithm) {
            continue;
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(root().join("vectors").join(scheme.id)).unwrap().map(|entry| entry.unwrap().path()).collect();
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

fn causes(report: &Report) -> Vec<Vec<String>> {
    let ids = |causes: &Vec<Cause>| causes.iter().map(|cause| cause.id.to_string()).collect::<Vec<_>>();
    report
        .findings
        .iter()
        .flat_map(|finding| [&finding.causes].into_iter().chain(&finding.alternatives).map(ids))
        .collect()
}
