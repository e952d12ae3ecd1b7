//! Where values travel: what is written there when signing is what `verify` reads and what `explain` expects.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{
    Algorithm, BodyType, Case, Error, Message, Report, Scheme, Secret, Signed, Signer, SignerOptions, Timestamp,
    TimestampForm, Tolerance, Verdict, Verifier, VerifierOptions, explain,
};

/// The method is decided once: what is sent without one is what was signed.
#[test]
fn the_method_to_send_is_the_one_that_was_signed() {
    let signs = Scheme { canonical: "{method}\n{body}", ..scheme() };
    let sends = Scheme { canonical: "{target}\n{body}", query: &[("m", "{method}")], ..scheme() };
    let fills = Scheme { fields: &[("t", "{timestamp}")], body_type: BodyType::Form, ..scheme() };
    let both = Scheme { canonical: "{method}\n{body}", ..fills };
    for (scheme, method, body, sent) in [
        (signs, "", "", Ok("GET")),
        (signs, "", "{}", Err("method")),
        (signs, "post", "{}", Ok("POST")),
        (signs, "PATCH", "", Ok("PATCH")),
        (sends, "", "", Ok("GET")),
        (sends, "", "{}", Ok("POST")),
        (fills, "", "", Ok("POST")),
        (fills, "", "a=1", Ok("POST")),
        (both, "", "", Err("method")),
        (both, "PUT", "", Ok("PUT")),
    ] {
        let signer = Signer::new(&scheme, &key(), &SignerOptions::default()).unwrap();
        let message = Message { method, url: "https://example.com/a", body: body.as_bytes(), ..Message::default() };
        let signed = signer.sign(&message, Timestamp::At(NOW));
        let got = signed.as_ref().map(Signed::method).map_err(|error| error.fault().unwrap().part.clone());
        assert_eq!(got, sent.map(String::from).map_err(String::from), "{method} {body} {scheme:?}");
        let Ok(signed) = signed else { continue };
        let headers: Vec<(&str, &str)> = signed.headers().collect();
        // A method in lower case is signed as it was given.
        let method = if method.is_empty() { sent.unwrap() } else { method };
        let sent = Message { method, url: signed.url(), headers: &headers, body: signed.body() };
        let verifier = Verifier::new(&scheme, &key(), &VerifierOptions::default()).unwrap();
        assert_eq!(verifier.verify(&sent, NOW).map(|_| ()), Ok(()), "{method} {body} {scheme:?}");
    }
}

/// A request is explained with its timestamp where the signer writes it: in a query, a form, and JSON.
#[test]
fn explain_writes_the_timestamp_as_the_signer_does() {
    let in_query = Scheme { canonical: "{query}", query: &[("t", "{timestamp}")], ..scheme() };
    let in_form = Scheme { fields: &[("t", "{timestamp}")], body_type: BodyType::Form, ..scheme() };
    let in_json = Scheme { fields: &[("t", "{timestamp}")], body_type: BodyType::Json, ..scheme() };
    let in_object = Scheme { fields: &[("/data/t", "{timestamp}")], ..in_json };
    for (scheme, body) in [
        (in_query, ""),
        (in_form, "a=1"),
        (in_form, ""),
        (in_json, r#"{"a":1}"#),
        (in_object, r#"{"data":{"a":1},"b":{"t":"1747216800"}}"#),
    ] {
        let signer = Signer::new(&scheme, &key(), &SignerOptions::default()).unwrap();
        let message =
            Message { method: "POST", url: "https://example.com/?b=2", body: body.as_bytes(), ..Message::default() };
        let signed = signer.sign(&message, Timestamp::At(NOW)).unwrap();
        let case = format!("{body} {:?}", scheme.fields);
        let unsent = explained(&scheme, message, "1747216800", signed.signature());
        assert_eq!(unsent.verdict, Verdict::Match, "{case}: {unsent:?}");
        // The request as it was sent, and the same with another time in it.
        let later = signer.sign(&message, Timestamp::Text("1747216802")).unwrap();
        for (sent, timestamp) in [(&signed, "1747216800"), (&later, "1747216802")] {
            let message = Message { url: sent.url(), body: sent.body(), ..message };
            let report = explained(&scheme, message, timestamp, signed.signature());
            let causes: Vec<&str> =
                report.findings.iter().flat_map(|found| &found.causes).map(|cause| &*cause.id).collect();
            let wanted: &[&str] = if timestamp == "1747216800" { &[] } else { &["timestamp-read-twice"] };
            assert_eq!(causes, wanted, "{case}: {report:?}");
        }
    }
}

/// A body that is not the one of its digest is no match, wherever the digest travels.
#[test]
fn a_digest_of_another_body_is_no_match_at_any_place() {
    const DIGEST: &[(&str, &str)] = &[("d", "{method|lower}")];
    let bare = Scheme { canonical: "{target}", ..scheme() };
    for scheme in [
        Scheme { query: DIGEST, ..bare },
        Scheme { fields: DIGEST, body_type: BodyType::Json, ..bare },
        Scheme { headers: &[("x-sig", "{signature}"), ("d", "{method|lower}")], ..bare },
    ] {
        let signer = Signer::new(&scheme, &key(), &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", url: "https://example.com/", body: b"{}", ..Message::default() };
        let signed = signer.sign(&message, Timestamp::Text("")).unwrap();
        let headers: Vec<(&str, &str)> = signed.headers().collect();
        let sent = Message { method: "POST", url: signed.url(), headers: &headers, body: signed.body() };
        let verifier = Verifier::new(&scheme, &key(), &VerifierOptions::default()).unwrap();
        for (method, verdict) in [("POST", true), ("PUT", false)] {
            let message = Message { method, ..sent };
            assert_eq!(verifier.verify(&message, NOW).is_ok(), verdict, "{method} {scheme:?}");
            let report = explained(&scheme, message, "", "");
            assert_eq!(report.verdict == Verdict::Match, verdict, "{method} {scheme:?}: {report:?}");
        }
    }
}

/// A request with two values where a receiver reads one is refused, and not signed with the first.
#[test]
fn a_request_with_two_timestamps_is_not_signed() {
    let scheme = Scheme {
        canonical: "{timestamp}{body}",
        headers: &[("x-sig", "{signature}"), ("x-time", "{timestamp}")],
        ..scheme()
    };
    let signer = Signer::new(&scheme, &key(), &SignerOptions::default()).unwrap();
    let sign = |headers: &[(&str, &str)]| {
        let signed = signer.sign(&Message { headers, body: b"{}", ..Message::default() }, Timestamp::Now(NOW))?;
        Ok(signed.timestamp().to_owned())
    };
    let own = ("X-Time", "1747216801");
    assert_eq!(sign(&[own]), Ok("1747216801".to_owned()));
    assert_eq!(sign(&[own, own]), Ok("1747216801".to_owned()));
    let refused: Error = sign(&[own, ("x-time", "1747216802")]).unwrap_err();
    assert_eq!(refused.code(), "ERR_HEADER_MALFORMED");
}

fn explained(scheme: &Scheme<'_>, message: Message<'_>, timestamp: &str, received: &str) -> Report {
    let case = Case { message, timestamp, received, ..Case::default() };
    explain(scheme, &key(), &VerifierOptions::default(), &case).unwrap()
}

fn key() -> [(&'static str, Secret); 1] {
    [("secret", "hush".into())]
}

fn scheme() -> Scheme<'static> {
    Scheme {
        id: "test.placements",
        credentials: &["secret"],
        algorithm: Algorithm::HmacSha256,
        key: "{secret}",
        headers: &[("x-sig", "{signature}")],
        canonical: "{body}",
        timestamp: TimestampForm::Seconds,
        tolerance: Tolerance::Seconds(300),
        ..Scheme::HMAC_SHA256_HEX
    }
}

const NOW: i64 = 1_747_216_800_000;
