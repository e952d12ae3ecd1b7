//! What `explain` keeps to: its budget with bodies of any size, `verify`'s own verdict, and the same report in any steps.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{
    BodyType, Case, Explainer, Message, Report, Scheme, Secret, Signer, SignerOptions, Timestamp, Verdict, Verifier,
    VerifierOptions, explain, scheme, schemes,
};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

const SECRET: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const NONE: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const URL: &str = "https://api.example.com/api/v1/payments?b=2&a=1";

fn case<'a>(body: &'a [u8], received: &'a str) -> Case<'a> {
    let message = Message { method: "POST", url: URL, headers: &[], body };
    Case { message, timestamp: "1747216800", received, ..Case::default() }
}

fn explainer(id: &str, case: &Case<'_>) -> Explainer {
    Explainer::new(scheme(id).unwrap(), &[("secret", SECRET.into())], &VerifierOptions::default(), case).unwrap()
}

/// The report, and how many steps of `budget` bytes it took.
fn in_steps(mut explainer: Explainer, budget: u64) -> (Report, usize) {
    let mut steps = 1;
    while !explainer.step(budget) {
        assert!(!explainer.report().exhausted, "there is more to come");
        steps += 1;
    }
    assert!(explainer.step(budget), "the end is the end");
    (explainer.report(), steps)
}

/// Bodies that need much memory, or much time, for their size.
fn bodies(length: usize) -> [Vec<u8>; 5] {
    let members: String = (0..length / 10).map(|number| format!("\"{number:05x}\":1,")).collect();
    [
        format!("{{\"a\": \"{}\"}}", "x".repeat(length)).into(),
        format!("[{}1]", "1,".repeat(length / 2)).into(),
        format!("{{{members}\"z\":1}}").into(),
        "a=%41&".repeat(length / 6).into(),
        vec![0xff; length],
    ]
}

#[test]
fn a_body_of_a_mebibyte_stays_within_the_budget() {
    for (place, body) in bodies(1 << 20).into_iter().enumerate() {
        for scheme in if place == 1 { &["github.webhook", "securo.request"][..] } else { &["github.webhook"] } {
            let case = case(&body, NONE);
            let (report, steps) = in_steps(explainer(scheme, &case), 1);
            assert_eq!((report.verdict, report.exhausted), (Verdict::Unexplained, false), "{scheme}");
            assert!(report.hashed_bytes <= case.limit_bytes, "{}", report.hashed_bytes);
            assert!(report.tried >= 20, "{scheme}: {}", report.tried);
            assert!(steps as u64 >= report.tried, "a step tries no more than asked: {steps} for {}", report.tried);
        }
    }
}

#[test]
fn a_mistake_with_a_body_of_a_mebibyte_is_named() {
    for body in bodies(1 << 20) {
        let scheme =
            Scheme { id: "acme.webhook", canonical: "{body}", credentials: &["secret"], ..Scheme::HMAC_SHA256_HEX };
        let scheme = Scheme { headers: &[("acme-signature", "{signature}")], ..scheme };
        let signed = Message { body: &[&body[..], b"\n"].concat(), ..Message::default() };
        let signed = Signer::new(&scheme, &[("secret", SECRET.into())], &SignerOptions::default())
            .and_then(|signer| Ok(signer.sign(&signed, Timestamp::Text(""))?.signature().to_owned()))
            .unwrap();
        let report =
            explain(&scheme, &[("secret", SECRET.into())], &VerifierOptions::default(), &case(&body, &signed)).unwrap();
        assert_eq!(report.verdict, Verdict::Explained);
        let ids: Vec<_> = report.findings[0].causes.iter().map(|cause| &*cause.id).collect();
        assert!(matches!(*ids, ["body-trailing-newline" | "layout-trailing-newline"]), "{ids:?}");
    }
}

/// The largest that the crate takes: a few tries, and an end.
#[test]
fn a_body_of_32_mebibytes_ends_soon() {
    let mut body = vec![b'1'; 32 << 20];
    let last = body.len() - 1;
    (body[0], body[last]) = (b'"', b'"');
    let (report, steps) = in_steps(explainer("github.webhook", &case(&body, NONE)), 1 << 16);
    assert_eq!((report.verdict, report.exhausted), (Verdict::Unexplained, false));
    assert!(report.hashed_bytes <= 64 << 20 && report.tried > 0 && steps < 20, "{report:?} in {steps}");
    let (report, _) = in_steps(explainer("github.webhook", &Case { limit_bytes: 0, ..case(&body, NONE) }), 1);
    assert_eq!((report.tried, report.hashed_bytes, report.exhausted), (0, 0, false));
}

/// The parts that a page cannot cancel are small: nothing is hashed before the first step.
#[test]
fn nothing_is_tried_before_the_first_step() {
    let report = explainer("securo.request", &case(b"{\"a\":1}", NONE)).report();
    assert_eq!((report.tried, report.hashed_bytes, report.exhausted), (0, 0, false));
    assert_eq!(report.verdict, Verdict::Unexplained);
    assert_eq!(report.expected.len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_of_any_size_give_the_same_report(budget in 0_u64..200_000, limit_bytes in 0_u64..3_000_000, place in 0_usize..4) {
        let body = r#"{ "amount": 10.50, "name": "Zoë <a/b>", "z": null }"#.as_bytes();
        let signer = Signer::new(scheme("securo.request").unwrap(), &[("apiKey", "k".into()), ("secret", SECRET.into())], &SignerOptions::default()).unwrap();
        let url = ["https://api.example.com/payments", "https://api.example.com/api/v1/payments/?b=2&a=1", URL, URL][place];
        let body_signed = if place == 2 { &b"{\"amount\":10.5}"[..] } else { body };
        let message = Message { method: "POST", url, headers: &[], body: body_signed };
        let signed = signer.sign(&message, Timestamp::Text("1747216800")).unwrap();
        let case = Case { limit_bytes, ..case(body, signed.signature()) };
        let mut whole = explainer("securo.request", &case);
        while !whole.step(u64::MAX) {}
        let (report, _) = in_steps(explainer("securo.request", &case), budget);
        prop_assert_eq!(report, whole.report());
    }
}

/// A request as it arrives.
struct Sent {
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now_ms: i64,
}

/// What happens on the way.
fn sent(signed: &countersign::Signed<'_>, given: &[(&str, &str)], change: usize, at: usize) -> Sent {
    let mut headers: Vec<(String, String)> = given
        .iter()
        .copied()
        .chain(signed.headers())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let (mut url, mut body, mut now_ms) = (signed.url().to_owned(), signed.body().to_vec(), 1_747_216_800_000);
    match change {
        0 => {}
        1 => now_ms += 301_000,
        2 => now_ms -= 301_000,
        3 => body.push(b' '),
        4 => body.insert(0, b'\n'),
        5 => body.iter_mut().skip(at % signed.body().len().max(1)).take(1).for_each(|byte| *byte ^= 1),
        6 => url.push_str(if url.contains('?') { "&c=3" } else { "?c=3" }),
        7 => headers.iter_mut().for_each(|(_, value)| value.make_ascii_uppercase()),
        8 => headers.iter_mut().for_each(|(_, value)| *value = format!("{value} ")),
        _ => {
            let place = at % headers.len().max(1);
            if let Some((_, value)) = headers.get_mut(place) {
                *value = value.chars().rev().collect();
            }
        }
    }
    Sent { url, headers, body, now_ms }
}

/// `explain` says `match` where `verify` accepts, `stale` where it finds the time wrong, and another word where it refuses.
#[test]
fn explain_never_contradicts_verify() {
    let all = [("apiKey", Secret::from("key")), ("secret", "c2ec7ef0f7a7a515".into()), ("partnerId", "085".into())];
    // Schemes that take inputs out of a body that they know are asked with the vectors.
    let is_plain = |scheme: &&Scheme<'_>| {
        scheme.signed_items.is_empty() && scheme.inputs.iter().all(|(_, place)| *place == "header:webhook-id")
    };
    let is_hmac = |scheme: &&Scheme<'_>| scheme.profile.is_none() && scheme.algorithm.name().starts_with("hmac-");
    let schemes = schemes().filter(is_hmac).filter(is_plain);
    for scheme in schemes {
        let credentials: Vec<_> = all.iter().filter(|(name, _)| scheme.credentials.contains(name)).cloned().collect();
        let signer = Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap();
        let verifier = Verifier::new(scheme, &credentials, &VerifierOptions::default()).unwrap();
        let url = if scheme.canonical.contains("{base}") { "https://api.example.com" } else { URL };
        let bodies = prop_oneof![
            Just(String::new()),
            "[a-z]{1,6}=[a-zé%+ ]{0,6}&b=1",
            "[{]\"[a-z0-9]{1,4}\": [0-9]{1,3}\\.[0-9]{1,2}, \"b\":\"[ -~é]{0,8}\"[}]",
            ".{0,20}",
        ];
        let mut runner =
            TestRunner::new(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() });
        let mut seen = std::collections::BTreeMap::<&str, usize>::new();
        let seen_by = std::cell::RefCell::new(&mut seen);
        let input = (bodies, 0..10_usize, any::<usize>(), any::<bool>());
        let outcome = runner.run(&input, |(body, change, at, is_bare)| {
            let given = [("webhook-id", "msg_1")];
            let message = Message { method: "POST", url, headers: &given, body: body.as_bytes() };
            let Ok(signed) = signer.sign(&message, Timestamp::Now(1_747_216_800_000)) else { return Ok(()) };
            let sent = sent(&signed, &given, change, at);
            let headers: Vec<_> = sent.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            let message = Message { method: "POST", url: &sent.url, headers: &headers, body: &sent.body };
            // What was received is either in its header, or copied from there.
            let is_bare = is_bare && (change < 3 || (change < 7 && scheme.fields.is_empty()));
            let received = if is_bare { signed.signature() } else { "" };
            let case = Case { message, received, now_ms: Some(sent.now_ms), limit_bytes: 200_000, ..Case::default() };
            let verdict =
                explain(scheme, &credentials, &VerifierOptions::default(), &case).map(|report| report.verdict);
            let word = match verifier.verify(&message, sent.now_ms) {
                Ok(_) => "ok",
                Err(error) => error.code(),
            };
            *seen_by.borrow_mut().entry(word).or_default() += 1;
            let agrees = match word {
                "ok" => matches!(verdict, Ok(Verdict::Match)),
                "ERR_SIGNATURE_STALE" => matches!(verdict, Ok(Verdict::Stale)),
                _ => !matches!(verdict, Ok(Verdict::Match | Verdict::Stale)),
            };
            let said = || format!("{}: change {change}: verify says {word}, explain {verdict:?}", scheme.id);
            if agrees { Ok(()) } else { Err(TestCaseError::fail(said())) }
        });
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
        assert!(seen.get("ok").is_some_and(|ok| *ok > 0) && seen.len() > 1, "{}: {seen:?}", scheme.id);
    }
}

/// A time that travels as a parameter or a member changes there.
#[test]
fn timestamps_inside_query_and_body_are_named() {
    let plain = Scheme {
        id: "acme.request",
        canonical: "{query}{body}",
        headers: &[("acme-signature", "{signature}")],
        timestamp: countersign::TimestampForm::Seconds,
        credentials: &["secret"],
        ..Scheme::HMAC_SHA256_HEX
    };
    let credentials = [("secret", Secret::from(SECRET))];
    let signer = Signer::new(&plain, &credentials, &SignerOptions::default()).unwrap();
    let pairs = [
        ("a=1&ts=@&b=2", ""),
        ("ts=@", ""),
        ("a=1", "{\"a\": 1, \"when\": @, \"z\": [\"when\"]}"),
        ("a=1", "{\"when\" : \"@\"}"),
        ("", "{\"note\":\"when\",\"when\":\"@\"}"),
        ("", "b=2&when=@"),
    ];
    for (query, body) in pairs {
        for (time, id) in [
            ("1747216800123", "timestamp-milliseconds"),
            ("1747216803", "timestamp-read-twice"),
            ("1747216800.0", "timestamp-float"),
            ("1747220400", "timestamp-local-zone"),
        ] {
            let filled = |text: &str, time: &str| text.replace('@', time);
            let url = |time: &str| format!("https://api.example.com/v1/things?{}", filled(query, time));
            let text = |time: &str| filled(body, time);
            let message = |url: &'static str, body: &'static str| Message {
                method: "POST",
                url,
                headers: &[],
                body: body.as_bytes(),
            };
            let wrong = message(url(time).leak(), text(time).leak());
            let signature = signer.sign(&wrong, Timestamp::Text("1747216800")).unwrap().signature().to_owned();
            let scheme = match body {
                "" => Scheme { query: &[("ts", "{timestamp}")], ..plain },
                _ => Scheme { fields: &[("when", "{timestamp}")], body_type: BodyType::JsonOrForm, ..plain },
            };
            let right = message(url("1747216800").leak(), text("1747216800").leak());
            for timestamp in ["", "1747216800"] {
                let case = Case { message: right, timestamp, received: &signature, ..Case::default() };
                let report = explain(&scheme, &credentials, &VerifierOptions::default(), &case).unwrap();
                let ids: Vec<_> =
                    report.findings.iter().flat_map(|finding| &finding.causes).map(|cause| &*cause.id).collect();
                assert_eq!(ids, [id], "{query} {body} {time}: {:?}", report.verdict);
                let canonical: Vec<u8> =
                    report.findings[0].canonical().flat_map(|segment| segment.bytes.to_vec()).collect();
                assert_eq!(String::from_utf8(canonical).unwrap(), filled(query, time) + &filled(body, time));
            }
        }
    }
}
