//! What is signed can be read by the verifier of the same scheme, or signing refuses it and names the byte.
#![cfg(not(target_arch = "wasm32"))]

#[path = "fuzz/src/carried.rs"]
mod carried;

use carried::carries;
use countersign::{
    Algorithm, Encoding, Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, TimestampForm, Tolerance,
    Verifier, VerifierOptions,
};

/// A header that the scheme adds is signed as it is read: with one space for each run of white space, as the SDKs of AWS sign it.
#[test]
fn a_session_token_is_signed_as_it_is_read() {
    let scheme = countersign::scheme("aws.request").unwrap();
    let options = [("region", "us-east-1"), ("service", "sts")];
    let message = Message { method: "GET", url: "https://sts.amazonaws.com/", ..Message::default() };
    for token in ["to\tken", "to  ken", "to \t ken", "0\\\tus-east-1", "+b\t&", "to ken", "token"] {
        let credentials: [(&str, Secret); 3] =
            [("accessKeyId", "AKIDEXAMPLE".into()), ("secretAccessKey", "hush".into()), ("sessionToken", token.into())];
        let case =
            Case { scheme, credentials: &credentials, options: &options, message, timestamp: Timestamp::At(NOW) };
        assert_eq!(case.travels(), Ok(()), "{token:?}");
        // A caller without the token gives the header as any other, and it is signed the same.
        let given = Message { headers: &[("X-Amz-Security-Token", token)], ..message };
        let bare = Case { credentials: &credentials[..2], message: given, ..case };
        assert_eq!(bare.canonical(), case.canonical(), "{token:?}");
        assert_eq!(Case { message: given, ..case }.canonical(), case.canonical(), "{token:?}");
    }
}

/// An element of a list is read by how it begins, so no value may make it begin as another one.
#[test]
fn a_value_does_not_pass_for_another_element() {
    let cases = [
        ("{timestamp} v1={signature} n={option}", " ", "v1=\\0", Some("v1=")),
        ("{timestamp} v1={signature} x", " ", "v1={<", Some("v1=")),
        ("{timestamp} v1={signature} x", " ", "x", Some("x")),
        ("{timestamp} v1={signature} x", " ", "xy", None),
        ("{timestamp} v1={signature} x", " ", "v1", None),
        ("{timestamp} v1={signature} x", " ", "av1=", None),
        ("t{timestamp},t1={signature}", ",", "1=7", Some("1=")),
        ("t{timestamp}=,t1={signature}", ",", "1", Some("1")),
        ("t{timestamp},t1={signature}", ",", "17", None),
        ("v1={signature},{timestamp}", ",", "v1=0", Some("v1=")),
        ("{option}={timestamp},o=1{signature}", ",", "17", Some("1")),
        ("{option}={timestamp},o=1{signature}", ",", "7", None),
    ];
    for (template, by, text, got) in cases {
        let scheme = Scheme { headers: &[("X-Sig", template)], list_separators: &[("X-Sig", by)], ..nonces() };
        let case = Case { timestamp: Timestamp::Text(text), ..of(&scheme) };
        assert_eq!(
            refusal(&case),
            got.map(|_| ("ERR_TIMESTAMP_INVALID", "timestamp".into(), Some(0))),
            "{template} {text}"
        );
        // So it is with a credential, which is refused before anything is signed, and with what the request gives.
        let template = template.replace("timestamp", "apiKey");
        let headers = [("X-Sig", &*template), ("X-Time", "{timestamp}")];
        let scheme = Scheme { headers: &headers, list_separators: scheme.list_separators, ..list() };
        let credentials = [("secret", "hush".into()), ("apiKey", text.into())];
        let case = Case { credentials: &credentials, ..of(&scheme) };
        assert_eq!(
            refusal(&case),
            got.map(|_| ("ERR_CREDENTIAL_INVALID", "apiKey".into(), Some(0))),
            "{template} {text}"
        );
        let template = template.replace("apiKey", "id");
        let headers = [("X-Sig", &*template), ("X-Time", "{timestamp}")];
        let scheme = Scheme { headers: &headers, ..scheme };
        let message = Message { headers: &[("X-Id", text)], ..MESSAGE };
        let case = Case { message, ..of(&scheme) };
        assert_eq!(refusal(&case), got.map(|_| ("ERR_HEADER_MALFORMED", "x-id".into(), Some(0))), "{template} {text}");
    }
}

/// A value is read up to the text that stands after it, which may not begin within the value.
#[test]
fn a_value_does_not_reach_into_the_text_after_it() {
    for (text, at) in [("1::2", Some(1)), ("1:", Some(1)), ("1:2", None), (":1", None)] {
        let scheme = Scheme { headers: &[("X-Sig", "{timestamp}::{signature}")], list_separators: &[], ..nonces() };
        let case = Case { timestamp: Timestamp::Text(text), ..of(&scheme) };
        assert_eq!(refusal(&case), at.map(|at| ("ERR_TIMESTAMP_INVALID", "timestamp".into(), Some(at))), "{text}");
        let headers = [("X-Sig", "{id}::{signature}"), ("X-Time", "{timestamp}")];
        let scheme = Scheme { headers: &headers, list_separators: &[], ..list() };
        let case = Case { message: Message { headers: &[("X-Id", text)], ..MESSAGE }, ..of(&scheme) };
        assert_eq!(refusal(&case), at.map(|at| ("ERR_HEADER_MALFORMED", "x-id".into(), Some(at))), "{text}");
    }
}

/// No part of a request becomes a header of its own, wherever the scheme takes it from.
#[test]
fn what_the_request_gives_breaks_no_header() {
    let url = |value: &str| format!("https://example.com/?id={value}");
    for (value, at) in [("1%0d%0aX-Admin:%201", 1), ("%00", 0), ("a%c3%a9", 1), ("%201", 0), ("1%09", 1), ("1%7f", 1)] {
        let scheme = Scheme { inputs: &[("id", "query:id")], headers: &PLACED, list_separators: &[], ..list() };
        let case = Case { message: Message { url: &url(value), ..MESSAGE }, ..of(&scheme) };
        assert_eq!(refusal(&case), Some(("ERR_REQUEST_INVALID", "id".into(), Some(at))), "{value}");
    }
    let body = br#"{"id":"1\r\nX-Admin: 1"}"#;
    let scheme = Scheme { inputs: &[("id", "field:id")], headers: &PLACED, list_separators: &[], ..list() };
    let case = Case { message: Message { body, ..MESSAGE }, ..of(&scheme) };
    assert_eq!(refusal(&case), Some(("ERR_BODY_INVALID", "id".into(), Some(1))));
    for (template, code, part) in [
        ("{body}", "ERR_BODY_INVALID", "body"),
        ("{canonical}", "ERR_REQUEST_INVALID", "canonical"),
        ("{bound}", "ERR_REQUEST_INVALID", "bound"),
    ] {
        let headers = [("X-Sig", "{signature}"), ("X-Time", "{timestamp}"), ("X-Copy", template)];
        let scheme = Scheme { headers: &headers, bindings: &[("bound", "{body}")], list_separators: &[], ..list() };
        let case = Case { message: Message { body: b"1\r\nX-Admin: 1", ..MESSAGE }, ..of(&scheme) };
        assert_eq!(refusal(&case).map(|(code, part, _)| (code, part)), Some((code, part.into())), "{template}");
    }
}

/// Nor does it add members to the body, into which values go between quotes.
#[test]
fn what_the_request_gives_breaks_no_json() {
    let fields = [("sig", "{signature}|{id}"), ("time", "{timestamp}")];
    let scheme = Scheme {
        inputs: &[("id", "query:id")],
        headers: &[],
        fields: &fields,
        list_separators: &[],
        canonical: "{timestamp}.{id}",
        ..list()
    };
    let url = "https://example.com/?id=1%22,%22admin%22:%22yes";
    let case = Case { message: Message { url, body: b"{}", ..MESSAGE }, ..of(&scheme) };
    assert_eq!(refusal(&case), Some(("ERR_REQUEST_INVALID", "id".into(), Some(1))));
}

/// A prefix may end in a space, but not a header.
#[test]
fn an_option_ends_in_a_space_only_within_a_header() {
    for (template, option, refused) in [
        ("t={timestamp},v1={signature},n={option}", "o ", Some(1)),
        ("{option},t={timestamp},v1={signature}", " o", Some(0)),
        ("t={timestamp},n={option},v1={signature}", "o ", None),
        ("{option},t={timestamp},v1={signature}", "o ", None),
    ] {
        let scheme = Scheme { headers: &[("X-Sig", template)], ..list() };
        let case = Case { options: &[("option", option)], ..of(&scheme) };
        let expected = refused.map(|at| ("ERR_OPTION_INVALID", "option".into(), Some(at)));
        assert_eq!(refusal(&case), expected, "{template} {option:?}");
    }
}

/// A signature is any text of its encoding, so nothing that is read before it may be such a text, nor what ends it.
#[test]
fn a_signature_does_not_pass_for_another_element() {
    for (template, by, encoding, at) in [
        ("{signature},a{timestamp}", ",", Encoding::Hex, Some(0)),
        ("{signature},t{timestamp}", ",", Encoding::Hex, None),
        ("{signature},t{timestamp}", ",", Encoding::Base64, Some(0)),
        ("{signature},t={timestamp}", ",", Encoding::Base64, None),
        ("t={timestamp}+{signature}", "+", Encoding::Base64, Some(14)),
        ("t={timestamp}+{signature}", "+", Encoding::Base64Url, None),
        ("{signature}a{timestamp}", "", Encoding::Hex, Some(0)),
        ("{signature}-{timestamp}", "", Encoding::Base64Url, Some(0)),
        ("{signature}:{timestamp}", "", Encoding::Base64Url, None),
    ] {
        let lists: &[_] = if by.is_empty() { &[] } else { &[("X-Sig", by)] };
        let scheme = Scheme { headers: &[("X-Sig", template)], list_separators: lists, encoding, ..list() };
        let expected = at.map(|at| ("ERR_SCHEME_INVALID", "headers.X-Sig".into(), Some(at)));
        assert_eq!(refusal(&of(&scheme)), expected, "{template} in {encoding:?}");
        let read = Verifier::new(&scheme, of(&scheme).credentials, &VerifierOptions::default()).map(drop);
        assert_eq!(read.err().map(|error| facts(&error)), expected, "{template} in {encoding:?}");
    }
}

/// A name stands for a value: a receiver reads no empty one, unless the place or element may be left out as a whole.
#[test]
fn nothing_is_sent_where_a_value_is_read() {
    let base = Scheme { list_separators: &[], canonical: "{timestamp}.{id}", ..list() };
    let sent = [("X-Sig", "{signature}"), ("X-Time", "{timestamp}")];
    for (template, by, refused) in [
        ("{id}", "", true),
        ("i={id}", "", true),
        ("[{id}]", "", false),
        ("[i={id}]", "", false),
        ("t={timestamp},v1={signature},i={id}", ",", true),
        ("t={timestamp},v1={signature},[i={id}]", ",", false),
        ("[{id}],t={timestamp},v1={signature}", ",", false),
    ] {
        let headers = [sent[0], sent[1], ("X-Copy", template)];
        let lists = [("X-Copy", by)];
        let header =
            Scheme { headers: if by.is_empty() { &headers } else { &headers[2..] }, list_separators: &lists, ..base };
        let expected = refused.then(|| (HEADER, String::from("x-id"), None));
        assert_eq!(refusal(&of(&header)), expected, "{template}");
        let placed = [("i", template)];
        for scheme in [Scheme { query: &placed, ..base }, Scheme { fields: &placed, ..base }] {
            // A list stands in a header.
            if by.is_empty() {
                let scheme = Scheme { headers: &sent, ..scheme };
                let case = Case { message: Message { body: b"{}", ..MESSAGE }, ..of(&scheme) };
                assert_eq!(refusal(&case), expected, "{template}");
            }
        }
    }
    let scheme = Scheme {
        timestamp: TimestampForm::None,
        tolerance: Tolerance::Off,
        headers: &sent,
        canonical: "{body}",
        ..base
    };
    let expected = Some(("ERR_TIMESTAMP_INVALID", "timestamp".into(), None));
    assert_eq!(refusal(&Case { timestamp: Timestamp::Text(""), ..of(&scheme) }), expected);
}

/// What a scheme adds to a request may be what an input of it reads, and then it is signed as it is sent, or not at all.
#[test]
fn what_is_added_is_signed_where_it_is_read() {
    let time = [("X-Acme-Time", "{timestamp}"), ("X-Sig", "{signature}")];
    let key = [("X-Acme-Key", "{apiKey}"), ("X-Time", "{timestamp}"), ("X-Sig", "{signature}")];
    let acme = [("X-Acme-Time", "1747216800"), ("X-Acme-Key", "key")];
    let json = [("Content-Type", "application/json")];
    let base = Scheme { list_separators: &[], canonical: "{timestamp}\n{id}|{body}", ..list() };
    let in_body =
        Scheme { canonical: "{timestamp}\n{id}", headers: &time[1..], fields: &[("t", "{timestamp}")], ..base };
    let in_query = Scheme { headers: &time[1..], query: &[("t", "{timestamp}")], ..base };
    let (url, body) = ("https://example.com/?t=1747216800", br#"{"t":"1747216800"}"#);
    let headers = |headers| Message { headers, body: b"{}", ..MESSAGE };
    for (scheme, input, code, part, carried) in [
        (Scheme { headers: &time, ..base }, "headers:x-acme-", HEADER, "x-acme-", headers(&acme[..1])),
        (Scheme { headers: &time, ..base }, "header:x-acme-time?", HEADER, "x-acme-time", headers(&acme[..1])),
        (Scheme { headers: &key, ..base }, "headers:x-acme-", HEADER, "x-acme-", headers(&acme[1..])),
        (Scheme { headers: &time, ..base }, "headers:content-", HEADER, "content-", headers(&json)),
        (in_query, "query:t?", "ERR_REQUEST_INVALID", "t", Message { url, ..MESSAGE }),
        (in_body, "field:t?", "ERR_BODY_INVALID", "t", Message { body, ..MESSAGE }),
    ] {
        let inputs = [("id", input)];
        let scheme = Scheme { inputs: &inputs, ..scheme };
        let bare = Case { message: headers(&[]), ..of(&scheme) };
        assert_eq!(refusal(&bare), Some((code, part.into(), None)), "{input}");
        assert_eq!(refusal(&Case { message: carried, ..bare }), None, "{input}");
    }
    // A signature is no part of what it covers.
    let inputs = [("id", "headers:x-")];
    let scheme = Scheme { headers: &time, inputs: &inputs, ..base };
    assert_eq!(refusal(&Case { message: headers(&acme), ..of(&scheme) }), Some((HEADER, "x-".into(), None)));
}

/// The fuzzing looks for the signature in what was taken: an escape is one only where its percent sign belongs to the signature.
#[test]
fn a_signature_is_found_in_every_spelling_and_nowhere_else() {
    let hex = "3d67289aeb6d59628419c111f03b727810a3dc199ec7c62f029f7eb7cd888def";
    for text in [
        "%3d67289aeb6d",
        "%;%3d67289aeb6d",
        "Signature 3d67289aeb6d",
        "%253d67289aeb6d",
        "3d%36%37289aeb6d",
        "\\3d67289aeb6d",
    ] {
        let text = text.replace("289aeb6d", &hex[4..]);
        assert!(carries(text.as_bytes(), hex), "{text}");
    }
    for text in ["", "3d6", "3d67289aeb6c", "%3d%3d67289aeb6", "d67289aeb6d", "3d67+289aeb6"] {
        assert!(!carries(text.as_bytes(), "3d67289aeb6d"), "{text}");
    }
    for text in
        ["a+/=", "a%2B%2f%3D", "a%252b%252F%253d", "a+%2b/=", "a +\r\n/ =", "a+\\/=", "\\u0061\\u002b/=", "%a%2b/="]
    {
        assert!(carries(format!("x{text}y").as_bytes(), "a+/="), "{text}");
        assert!(carries(format!("x{text}y").as_bytes(), "a%2b%2f%3d"), "{text}");
    }
    for text in ["a/=", "a%2/=", "a%%2f=", "A+/=", "a+/%3"] {
        assert!(!carries(text.as_bytes(), "a+/="), "{text}");
    }
}

/// One signing of one message.
#[derive(Clone, Copy)]
struct Case<'c> {
    scheme: &'c Scheme<'c>,
    credentials: &'c [(&'c str, Secret)],
    options: &'c [(&'c str, &'c str)],
    message: Message<'c>,
    timestamp: Timestamp<'c>,
}

impl Case<'_> {
    /// Signs, and verifies what would be sent where it is signed.
    fn travels(&self) -> Result<(), Error> {
        let signer = Signer::new(
            self.scheme,
            self.credentials,
            &SignerOptions { scheme: self.options, ..SignerOptions::default() },
        )?;
        let signed = signer.sign(&self.message, self.timestamp)?;
        let mut headers: Vec<(&str, &str)> = signed.headers().map(|(name, value)| (name, value.trim())).collect();
        let is_kept = |name: &str| signed.headers().all(|(own, _)| !own.eq_ignore_ascii_case(name));
        headers.extend(self.message.headers.iter().filter(|(name, _)| is_kept(name)));
        let sent = Message { url: signed.url(), body: signed.body(), headers: &headers, ..self.message };
        let verifier = Verifier::new(
            self.scheme,
            self.credentials,
            &VerifierOptions { scheme: self.options, ..VerifierOptions::default() },
        )
        .expect("a scheme that is read");
        match verifier.verify(&sent, NOW) {
            Ok(_) => Ok(()),
            // A text of the caller's need be no time.
            Err(Error::TimestampInvalid(_)) if matches!(self.timestamp, Timestamp::Text(_)) => Ok(()),
            Err(error) => panic!("signed, and then {error}: {sent:?}"),
        }
    }

    fn canonical(&self) -> Vec<u8> {
        let signer = Signer::new(
            self.scheme,
            self.credentials,
            &SignerOptions { scheme: self.options, ..SignerOptions::default() },
        )
        .unwrap();
        signer.sign(&self.message, self.timestamp).unwrap().canonical().bytes().to_vec()
    }
}

/// The code, part and byte of a refusal; none where it is signed and verified.
fn refusal(case: &Case<'_>) -> Option<(&'static str, String, Option<usize>)> {
    case.travels().err().map(|error| facts(&error))
}

fn facts(error: &Error) -> (&'static str, String, Option<usize>) {
    let fault = error.fault().unwrap_or_else(|| panic!("{error} blames nothing"));
    (error.code(), fault.part.clone(), fault.at)
}

fn of<'c>(scheme: &'c Scheme<'c>) -> Case<'c> {
    let credentials = CREDENTIALS.get_or_init(|| [("secret", "hush".into()), ("apiKey", "key".into())]);
    Case { scheme, credentials, options: &[], message: MESSAGE, timestamp: Timestamp::At(NOW) }
}

static CREDENTIALS: std::sync::OnceLock<[(&str, Secret); 2]> = std::sync::OnceLock::new();

/// A scheme whose signature stands in a list, with whatever a value may come from.
fn list() -> Scheme<'static> {
    Scheme {
        id: "test.list",
        credentials: &["secret", "apiKey"],
        options: &[("option", "o")],
        inputs: &[("id", "header:x-id?")],
        canonical: "{timestamp}.{body}",
        algorithm: Algorithm::HmacSha256,
        key: "{secret}",
        encoding: Encoding::Hex,
        list_separators: &[("X-Sig", ",")],
        timestamp: TimestampForm::Seconds,
        tolerance: Tolerance::Seconds(300),
        ..Scheme::HMAC_SHA256_HEX
    }
}

/// The same with a nonce in the place of the time, which may be any string.
fn nonces() -> Scheme<'static> {
    Scheme { timestamp: TimestampForm::None, tolerance: Tolerance::Off, touching_inputs: true, ..list() }
}

const PLACED: [(&str, &str); 3] = [("X-Sig", "{signature}"), ("X-Time", "{timestamp}"), ("X-Id", "{id}")];
const MESSAGE: Message<'static> = Message { method: "POST", url: "https://example.com/", headers: &[], body: b"hello" };
const HEADER: &str = "ERR_HEADER_MALFORMED";
const NOW: i64 = 1_747_216_800_000;
