//! Mistakes in RSA signatures and JWS, planted by node:crypto (`tests/explain/plant/rsa.mjs`), and whether `explain` names them.
#![cfg(all(feature = "asymmetric", not(target_arch = "wasm32")))]

#[path = "support/pairs.rs"]
mod pairs;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use countersign::{
    Algorithm, Case, Cause, Encoding, Error, Message, Report, Scheme, Secret, SignedBy, Signer, SignerOptions,
    Timestamp, TimestampForm, Verdict, Verifier, VerifierOptions, explain, scheme, schemes,
};
use pairs::pair_for;
use serde_json::{Value, json};
use support::Weyl;

const PSS: Scheme<'static> = Scheme {
    id: "test.pss",
    credentials: &["privateKey"],
    canonical: "{timestamp}.{body}",
    algorithm: Algorithm::RsassaPssSha256,
    key: "{privateKey}",
    encoding: Encoding::Base64,
    headers: &[("x-time", "{timestamp}"), ("x-signature", "{signature}")],
    timestamp: TimestampForm::Seconds,
    tolerance: countersign::Tolerance::Seconds(300),
    ..Scheme::HMAC_SHA256_HEX
};
const PKCS1: Scheme<'static> = Scheme { id: "test.pkcs1", algorithm: Algorithm::RsassaPkcs1v15Sha256, ..PSS };

#[test]
fn what_is_planted_is_named() {
    let (mut wrong, mut first, mut tie) = (Vec::new(), 0, 0);
    for case in planted() {
        let report = asked(&case).explained().unwrap_or_else(|error| panic!("{error}: {case}"));
        match outcome(&case, &report) {
            Some(true) => first += 1,
            Some(false) => tie += 1,
            None => wrong.push(told(&case, &report)),
        }
        for cause in report.warnings.iter().chain(report.findings.iter().flat_map(|finding| &finding.causes)) {
            assert!(cause.title != "Another change" && !cause.detail.contains('%'), "{}: no text", cause.id);
        }
    }
    println!("{first} named first, {tie} in a tie");
    assert!(wrong.is_empty(), "{} of {} are not named:\n{}", wrong.len(), first + tie + wrong.len(), wrong.join("\n"));
}

/// OpenSSL's own signatures, whose masks and salts nothing here made.
#[test]
fn what_openssl_made_is_told_apart() {
    let file = read(&root().join("keys/openssl-signatures.json"));
    let ask = Ask { body: br#"{"a":1}"#.to_vec(), ..asked(&planted()[0]) };
    for case in file.as_array().unwrap() {
        let [name, protected, signature] = ["name", "protected", "signature"].map(|name| case[name].as_str().unwrap());
        let received = format!("{protected}..{signature}");
        let options = vec![("jws.alg".into(), "PS256 RS256".into())];
        let report = Ask { received, options, ..ask.clone() }.explained().unwrap();
        let got: Vec<&str> =
            report.findings.iter().flat_map(|finding| &finding.causes).map(|cause| &*cause.id).collect();
        let wanted: &[&str] = match name {
            "PS256 attached" | "PS256 unencoded" | "RS256 attached" | "RS256 unencoded" => &[],
            "PSS without salt" | "PSS with 20 bytes of salt" | "PSS with 222 bytes of salt" => &["pss-salt-length"],
            "PSS with SHA-384" | "PKCS#1 with SHA-384" => &["algorithm-sha384"],
            "PSS with SHA-512 and 32 bytes of salt" | "PKCS#1 with SHA-512" => &["algorithm-sha512"],
            "PSS with a mask by SHA-1" => &["pss-mask-other"],
            "PKCS#1 with SHA-1" => &["algorithm-sha1"],
            "PKCS#1 without the name of its digest" => &["algorithm-raw-digest-info-missing"],
            _ => panic!("{name}: nothing is expected of it"),
        };
        assert_eq!(got, wanted, "{name}");
        assert_eq!(report.verdict == Verdict::Match, wanted.is_empty(), "{name}");
    }
}

#[test]
fn every_row_of_the_catalogue_can_be_asked() {
    let planted = planted();
    for scheme in schemes().filter(|scheme| scheme.profile.is_none()) {
        let rsa = planted.iter().find(|case| case["scheme"] == scheme.id);
        let credentials: Vec<(&str, Secret)> = match rsa {
            Some(case) => asked(case).credentials.iter().map(|(name, key)| (as_static(name), key.clone())).collect(),
            None => {
                let private = |name| {
                    if name == "privateKey" { pair_for(scheme.algorithm)[0] } else { "c2VjcmV0IGtleSBvZiBhIHJvdw==" }
                };
                scheme.credentials.iter().map(|name| (*name, Secret::from(private(*name)))).collect()
            }
        };
        // Something for everything that schemes take out of a message.
        let inputs: Vec<&str> = scheme.inputs.iter().filter_map(|(_, place)| place.strip_prefix("header:")).collect();
        let headers: Vec<(&str, &str)> = inputs.iter().map(|name| (name.trim_end_matches('?'), "1")).collect();
        let fields = scheme.inputs.iter().filter_map(|(_, place)| place.strip_prefix("field:"));
        let mut members = json!({});
        for name in fields.map(|name| name.trim_end_matches('?')) {
            let steps = name.strip_prefix('/').map_or_else(|| vec![name], |pointer| pointer.split('/').collect());
            *steps.into_iter().fold(&mut members, |member, step| &mut member[step]) = json!("1");
        }
        let form = members.as_object().into_iter().flatten().map(|(name, _)| format!("{name}=1"));
        let is_form = scheme.body_type == countersign::BodyType::Form;
        let body = if is_form { form.collect::<Vec<_>>().join("&") } else { members.to_string() };
        let body = if scheme.signed_items.is_empty() { body } else { continue };
        let queries = scheme.inputs.iter().filter_map(|(_, place)| place.strip_prefix("query:"));
        let url = queries.fold(String::from("https://api.example.com/a?b=1"), |url, name| {
            format!("{url}&{}=1", name.trim_end_matches('?'))
        });
        let message = Message { method: "POST", url: &url, headers: &headers, body: body.as_bytes() };
        let case = Case { message, received: "not a signature", limit_bytes: 1 << 16, ..Case::default() };
        let report = explain(scheme, &credentials, &VerifierOptions::default(), &case)
            .unwrap_or_else(|error| panic!("{}: {error}", scheme.id));
        assert_ne!(report.verdict, Verdict::Match, "{}", scheme.id);
    }
}

/// A match is what verifies, and nothing else is; for every message of the vectors, and for every planted one.
#[test]
fn explain_never_contradicts_verify() {
    let (mut verified, mut refused, mut wrong) = (0, 0, Vec::new());
    for (name, ask) in vectors().iter().map(|(name, json)| (name, received(json))).chain(
        planted().iter().enumerate().filter(|(_, case)| is_verifiable(case)).map(|(at, case)| {
            let name: &String = Box::leak(Box::new(format!("planted {at} {}", case["ids"])));
            (name, asked(case))
        }),
    ) {
        let ask = ask.dated();
        let Some(verifier) = ask.verifier() else { continue };
        let told = ask.verified(&verifier);
        let report = ask.explained();
        let verdict = report.as_ref().map(|report| report.verdict);
        let agrees = match (&told, &verdict) {
            (Ok(index), Ok(Verdict::Match)) => report.as_ref().unwrap().key_index == Some(*index),
            (Err(Error::SignatureStale(_)), Ok(Verdict::Stale)) => true,
            (Ok(_) | Err(Error::SignatureStale(_)), _) => false,
            (Err(_), Ok(Verdict::Match | Verdict::Stale)) => false,
            (Err(_), _) => true,
        };
        *(if told.is_ok() { &mut verified } else { &mut refused }) += 1;
        if !agrees {
            wrong.push(format!("{name}: {told:?}, explained as {verdict:?}"));
        }
    }
    println!("{verified} verified, {refused} refused");
    assert!(verified > 150 && refused > 250, "{verified} verified, {refused} refused");
    assert!(wrong.is_empty(), "{} contradicted:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every form and algorithm under every option, with the body that was signed and another, and with the key and another.
#[test]
fn forms_and_options_never_contradict_verify() {
    let scheme = scheme("tu-cambio.jws").unwrap();
    let (mut matches, mut others) = (0, 0);
    let bodies: [&[u8]; 3] = [b"", b"{}", br#"{"a":1}"#];
    let forms = ["", "attached", "detached", "unencoded"];
    let algorithms = ["PS256", "RS256", "PS256 RS256"];
    for (form, alg, body) in product(&forms[1..], &algorithms[..2], &bodies) {
        let key = [("privateKey", include_str!("keys/rsa-2048.pkcs8.pem").into())];
        let signer = Signer::new(
            scheme,
            &key,
            &SignerOptions { scheme: &[("jws.form", form), ("jws.alg", alg)], ..SignerOptions::default() },
        )
        .unwrap();
        let message = Message { method: "POST", body, ..Message::default() };
        let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(7)).unwrap();
        let received = signed.signature().to_owned();
        for (named, allowed, sent) in product(&forms, &algorithms, &bodies) {
            for key in ["rsa-2048.spki.pem", "other-2048.spki.pem"] {
                let key = fs::read_to_string(root().join("keys").join(key)).unwrap();
                let options =
                    [("jws.form", named), ("jws.alg", allowed)].into_iter().filter(|(_, value)| !value.is_empty());
                let ask = Ask {
                    options: options.map(|(name, value)| (name.into(), value.into())).collect(),
                    credentials: vec![("publicKeys".into(), Secret::from(&*key))],
                    body: sent.to_vec(),
                    received: received.clone(),
                    limit_bytes: 500,
                    ..asked(&planted()[0])
                };
                let is_verified = ask.verified(&ask.verifier().unwrap()).is_ok();
                let report = ask.explained().unwrap();
                let told = format!("{form} {alg} {body:?} as {named} {allowed} {sent:?}: {report:?}");
                assert_eq!(report.verdict == Verdict::Match, is_verified, "{told}");
                *(if is_verified { &mut matches } else { &mut others }) += 1;
            }
        }
    }
    assert!(matches > 50 && others > 500, "{matches} match, {others} do not");
}

/// Whatever single byte of a JWS or a Sec Key is changed, nothing panics, and what does not verify is no match.
#[test]
fn damaged_signatures_are_no_match() {
    for case in planted().iter().filter(|case| is_right(case) && is_verifiable(case)).step_by(5) {
        let ask = Ask { signed_by: SignedBy::Provider, ..asked(case).dated() };
        let verifier = ask.verifier().unwrap();
        for at in (0..ask.received.len()).step_by(7) {
            for byte in [b'A', b'.', b'=', b'|', b'{'] {
                let mut text = ask.received.clone().into_bytes();
                text[at] = byte;
                let other = Ask { received: String::from_utf8(text).unwrap(), limit_bytes: 4096, ..ask.clone() };
                let Ok(report) = other.explained() else { continue };
                let is_match = report.verdict == Verdict::Match;
                assert!(
                    !is_match || other.verified(&verifier).is_ok(),
                    "{at}: {} in {}",
                    char::from(byte),
                    other.received
                );
            }
        }
    }
}

#[test]
fn texts_of_no_form_are_told_apart_from_signatures() {
    let ask = asked(&planted()[0]);
    for received in
        ["", ".", "..", "...", "eyJ", "a.b.c", "{}.{}.{}", "=.=.=", "\u{e9}.\u{e9}.\u{e9}", "e30..", "bnVsbA..AAAA"]
    {
        let ask = Ask { received: received.into(), ..ask.clone() };
        match ask.explained() {
            Ok(report) => {
                assert_eq!((report.verdict, report.tried), (Verdict::Explained, 0), "{received}");
                assert!(!report.findings[0].causes.is_empty(), "{received}");
            }
            Err(error) => assert_eq!((received, error.code()), ("", "ERR_ARGUMENT_INVALID")),
        }
    }
}

#[test]
fn whatever_comes_is_answered() {
    let long = [&*"a".repeat(50_000), &"A.".repeat(5000), &"eyJ".repeat(999), &"|".repeat(999)].map(String::from);
    let odd =
        ["\u{feff}", "\u{0}", "|", "||", "a|", "|a", "{\"", "ff", "\\n", "\u{10ffff}.\u{10ffff}.", "eyJhbGciOjF9.."];
    for text in odd.into_iter().chain(long.iter().map(|text| &**text)) {
        for scheme in ["tu-cambio.jws", "test.pkcs1", "smile-id.sec-key", "tu-cambio.webhook", "moneroo.request"] {
            let case = planted().into_iter().find(|case| case["scheme"] == scheme).unwrap();
            let headers = ["jws-signature", "Authorization"].map(|name| (name.to_owned(), text.to_owned())).into();
            for received in [text, ""] {
                let ask = Ask {
                    url: text.into(),
                    headers: Vec::clone(&headers),
                    body: text.into(),
                    timestamp: text.into(),
                    received: received.into(),
                    now_ms: Some(i64::MIN),
                    limit_bytes: 20_000,
                    ..asked(&case)
                };
                match ask.explained() {
                    Ok(report) => {
                        assert!(report.hashed_bytes <= 20_000 && report.verdict != Verdict::Match, "{scheme}")
                    }
                    Err(error) => {
                        let code = if received.is_empty() { "ERR_ARGUMENT_INVALID" } else { "ERR_BODY_INVALID" };
                        assert_eq!(error.code(), code, "{scheme}: {error}");
                    }
                }
            }
        }
    }
}

/// Keys that cannot be read are refused as a verifier refuses them.
#[test]
fn keys_that_are_none_are_refused() {
    let ask = asked(&planted()[0]);
    for (name, key, code) in [
        ("publicKeys", "no key", "ERR_CREDENTIAL_INVALID"),
        ("certificates", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "ERR_CREDENTIAL_INVALID"),
        ("privateKey", include_str!("keys/ec-p256.pkcs8.pem"), "ERR_CREDENTIAL_INVALID"),
        ("publicKeys", include_str!("keys/rsa-1024.spki.pem"), "ERR_CREDENTIAL_INVALID"),
        ("secret", "hush", "ERR_CREDENTIAL_INVALID"),
    ] {
        let refused = Ask { credentials: vec![(name.into(), key.into())], ..ask.clone() }.explained().unwrap_err();
        assert_eq!(refused.code(), code, "{name}: {refused}");
        assert!(!format!("{refused:?}").contains("MIG"), "{refused:?}");
    }
    let none = Ask { credentials: Vec::new(), ..ask }.explained().unwrap_err();
    assert_eq!(none.code(), "ERR_CREDENTIAL_MISSING");
}

/// Without the planted mistake's cause there would be nothing to learn: each has words in both voices, and what to do.
#[test]
fn every_cause_has_words_in_both_voices() {
    let mut seen = BTreeSet::new();
    for case in planted() {
        let ask = asked(&case);
        for signed_by in [SignedBy::Client, SignedBy::Provider] {
            let Ok(report) = (Ask { signed_by, ..ask.clone() }).explained() else { continue };
            for cause in report.findings.iter().flat_map(|finding| &finding.causes) {
                assert!(
                    !cause.detail.is_empty() && !cause.fix.is_empty() && !cause.detail.contains('@'),
                    "{}",
                    cause.id
                );
                seen.insert(cause.id.clone());
            }
        }
    }
    assert!(seen.len() > 50, "{seen:?}");
}

/// A mistake in the message and one around the key are found within the budget of a page.
#[test]
fn a_search_can_be_cut_and_goes_on_in_steps() {
    let case = planted().into_iter().find(|case| case["ids"].is_null()).unwrap();
    let ask = asked(&case);
    let cut = Ask { limit_bytes: 10_000, ..ask.clone() }.explained().unwrap();
    assert!(!cut.exhausted && cut.hashed_bytes <= 10_000 && cut.tried > 0);
    let whole = ask.explained().unwrap();
    assert!(whole.exhausted && whole.tried > cut.tried);
}

/// A case as it is asked.
#[derive(Clone)]
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
    signed_by: SignedBy,
    limit_bytes: u64,
}

impl Ask {
    fn scheme(&self) -> &'static Scheme<'static> {
        match &*self.scheme {
            "test.pss" => &PSS,
            "test.pkcs1" => &PKCS1,
            id => scheme(id).unwrap(),
        }
    }

    fn explained(&self) -> Result<Report, Error> {
        let headers = pairs(&self.headers);
        let message = Message { method: &self.method, url: &self.url, headers: &headers, body: &self.body };
        let case = Case {
            message,
            timestamp: &self.timestamp,
            received: &self.received,
            now_ms: self.now_ms,
            signed_by: Some(self.signed_by),
            limit_bytes: self.limit_bytes,
            ..Case::default()
        };
        explain(
            self.scheme(),
            &self.credentials(),
            &VerifierOptions { scheme: &pairs(&self.options), ..VerifierOptions::default() },
            &case,
        )
    }

    /// The same at the time that it says, where no other is told.
    fn dated(self) -> Self {
        let at_ms = |at: i64| if at < 1 << 40 { at * 1000 } else { at };
        let now_ms = self.now_ms.or_else(|| self.timestamp.parse().ok().map(at_ms)).unwrap_or(NOW_MS);
        Self { now_ms: Some(now_ms), ..self }
    }

    fn verifier(&self) -> Option<Verifier> {
        Verifier::new(
            self.scheme(),
            &self.credentials(),
            &VerifierOptions { scheme: &pairs(&self.options), ..VerifierOptions::default() },
        )
        .ok()
    }

    /// The same for a verifier: what was received stands where the scheme puts it.
    fn verified(&self, verifier: &Verifier) -> Result<usize, Error> {
        // A report is of the companion where the scheme itself is right.
        let scheme = self.scheme();
        let mut headers = pairs(&self.headers);
        let mut body = self.body.clone();
        if !self.received.is_empty() {
            match scheme.id {
                "smile-id.sec-key" => {
                    let text = Value::from(&*self.received);
                    body = format!(r#"{{"timestamp":"{}","signature":{text}}}"#, self.timestamp).into_bytes();
                }
                "tu-cambio.jws" => headers.push(("jws-signature", &self.received)),
                _ => headers.extend([("x-time", &*self.timestamp), ("x-signature", &self.received)]),
            }
        }
        let message = Message { method: &self.method, url: &self.url, headers: &headers, body: &body };
        verifier
            .verify(&message, self.now_ms.unwrap_or(NOW_MS))
            .map(|verified| verified.companion().unwrap_or(&verified).key_index())
    }

    fn credentials(&self) -> Vec<(&str, Secret)> {
        self.credentials.iter().map(|(name, key)| (&**name, key.clone())).collect()
    }
}

fn product<'a, A: Copy, B: Copy, C: Copy>(
    a: &'a [A],
    b: &'a [B],
    c: &'a [C],
) -> impl Iterator<Item = (A, B, C)> + use<'a, A, B, C> {
    a.iter().flat_map(move |&a| b.iter().flat_map(move |&b| c.iter().map(move |&c| (a, b, c))))
}

/// A planted case.
fn asked(case: &Value) -> Ask {
    let request = &case["request"];
    let text = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
    Ask {
        scheme: case["scheme"].as_str().unwrap().into(),
        credentials: keys(&case["credentials"]),
        options: members(&case["options"]),
        method: text("method"),
        url: text("url"),
        headers: members(&request["headers"]),
        body: text("body").into_bytes(),
        timestamp: text("timestamp"),
        received: case["received"].as_str().unwrap().into(),
        now_ms: case["nowMs"].as_i64(),
        signed_by: if case["voice"] == "provider" { SignedBy::Provider } else { SignedBy::Client },
        limit_bytes: Case::default().limit_bytes,
    }
}

/// A vector of a message that was received.
fn received(vector: &Value) -> Ask {
    let message = &vector["received"];
    let header = |pair: &Value| [0, 1].map(|at| pair[at].as_str().unwrap().to_owned()).into();
    Ask {
        scheme: vector["scheme"].as_str().unwrap().into(),
        credentials: keys(&vector["credentials"]),
        options: members(&vector["options"]),
        method: message["method"].as_str().unwrap_or_default().into(),
        url: message["url"].as_str().unwrap_or_default().into(),
        headers: message["headers"].as_array().into_iter().flatten().map(header).collect(),
        body: match message["bodyBase64"].as_str() {
            Some(text) => Base64::decode_vec(text).unwrap(),
            None => message["body"].as_str().unwrap_or_default().into(),
        },
        timestamp: String::new(),
        received: String::new(),
        now_ms: message["nowMs"].as_i64(),
        signed_by: SignedBy::Provider,
        limit_bytes: 1 << 20,
    }
}

/// Whether all that was planted is named: `true` for first, `false` in a tie.
fn outcome(case: &Value, report: &Report) -> Option<bool> {
    let is =
        |causes: &[Cause], ids: &BTreeSet<&str>| causes.iter().map(|cause| &*cause.id).collect::<BTreeSet<_>>() == *ids;
    if let Some(wanted) = case["warnings"].as_array() {
        let has = |id: &Value| report.warnings.iter().any(|lint| *id == *lint.id);
        let is_said = wanted.iter().all(has);
        if !is_said || (wanted.is_empty() && !report.warnings.is_empty()) {
            return None;
        }
    }
    if case["keyIndex"].as_u64().is_some_and(|index| report.key_index.map(|index| index as u64) != Some(index)) {
        return None;
    }
    let Some(ids) = case["ids"].as_array() else { return (report.verdict == Verdict::Unexplained).then_some(true) };
    if ids.is_empty() {
        let verdict = case["verdict"].as_str().unwrap_or("match");
        return (report.verdict.name() == verdict && report.findings.is_empty()).then_some(true);
    }
    let mut wanted = Vec::from([ids.iter().filter_map(Value::as_str).collect::<BTreeSet<_>>()]);
    wanted.extend(case["also"].as_array().into_iter().flatten().filter_map(Value::as_str).map(|id| [id].into()));
    let finding = report.findings.first().filter(|_| report.verdict == Verdict::Explained)?;
    if wanted.iter().any(|ids| is(&finding.causes, ids)) {
        return Some(true);
    }
    finding.alternatives.iter().any(|causes| wanted.iter().any(|ids| is(causes, ids))).then_some(false)
}

fn told(case: &Value, report: &Report) -> String {
    let names = |causes: &[Cause]| causes.iter().map(|cause| &*cause.id).collect::<Vec<_>>().join(" + ");
    let findings: Vec<String> = report.findings.iter().map(|finding| names(&finding.causes)).collect();
    let also: Vec<String> =
        report.findings.iter().flat_map(|finding| &finding.alternatives).map(|causes| names(causes)).collect();
    format!(
        "{} want {} {}: got {:?} {findings:?} also {also:?}, warnings {}, key {:?}, {} tried",
        case["scheme"],
        case["ids"],
        case["warnings"],
        report.verdict,
        names(&report.warnings),
        report.key_index,
        report.tried
    )
}

/// Whether a verifier can be asked the same: with public keys, and for what comes from the other side.
fn is_verifiable(case: &Value) -> bool {
    let is_own = ["tu-cambio.jws", "test.pss", "test.pkcs1"].iter().any(|scheme| case["scheme"] == *scheme);
    let is_public = case["credentials"]["privateKey"].is_null();
    (is_own && is_public)
        || (case["scheme"] == "smile-id.sec-key" && case["voice"] == "provider" && case["received"] != "")
}

fn is_right(case: &Value) -> bool {
    case["ids"].as_array().is_some_and(Vec::is_empty)
}

fn planted() -> Vec<Value> {
    let json = read(&root().join("explain/planted-rsa.json"));
    json["cases"].as_array().unwrap().clone()
}

/// The messages of the vectors that were received, of every scheme.
fn vectors() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for scheme in schemes().filter(|scheme| scheme.profile.is_none()).map(|scheme| scheme.id) {
        for entry in fs::read_dir(root().join("vectors").join(scheme)).unwrap() {
            let path = entry.unwrap().path();
            let json = read(&path);
            if !json["received"].is_null() {
                found.push((format!("{scheme}/{}", path.file_name().unwrap().to_string_lossy()), json));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Keys as they stand in the case, or in a file.
fn keys(json: &Value) -> Vec<(String, Secret)> {
    let mut keys = Vec::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        let own = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for key in own {
            let text = match key["file"].as_str() {
                Some(file) => fs::read_to_string(root().join("keys").join(file)).unwrap(),
                None => key.as_str().unwrap().to_owned(),
            };
            keys.push((name.clone(), Secret::from(&*text)));
        }
    }
    keys
}

fn members(json: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    json.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn pairs(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
}

fn as_static(name: &str) -> &'static str {
    name.to_owned().leak()
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

const NOW_MS: i64 = 1_747_216_800_000;
