//! Mistakes planted by an independent route, and named.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/report.rs"]
mod report;

use countersign::{
    Case, Explainer, Finding, Message, Profile, Report, Scheme, Secret, SignedBy, Verdict, VerifierOptions, explain,
    scheme,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};

const KEY: &str = "s3cr$et_Key/with+Letters&1234567890abcdef";

/// A request, by the scheme that signs it.
#[derive(Clone, Copy)]
struct Request {
    scheme: &'static str,
    method: &'static str,
    url: &'static str,
    body: &'static str,
    timestamp: &'static str,
    secret: &'static str,
}

const SECURO: Request = Request {
    scheme: "securo.request",
    method: "POST",
    url: "https://api.example.com/api/v1/payments?b=2&a=x%20y%2Fz&flag",
    body: r#"{ "amount": 10.50, "name": "Zoë <a/b>", "z": null, "a": [1, 2] }"#,
    timestamp: "1747216800",
    secret: KEY,
};
const SECURO_BODY: &str = r#"{"amount":10.5,"name":"Zoë <a/b>","z":null,"a":[1,2]}"#;
const TU_CAMBIO: Request = Request {
    scheme: "tu-cambio.request",
    method: "POST",
    url: "https://api.example.com/v1/orders",
    timestamp: "2024-05-24T20:37:10.410Z",
    ..SECURO
};
const STRIPE: Request = Request { scheme: "stripe.webhook", secret: "whsec_dGhlIGtleSBpbnNpZGU=", ..SECURO };
const GITHUB: Request = Request { scheme: "github.webhook", timestamp: "", ..SECURO };
const BITMEX: Request = Request {
    scheme: "bitmex.request",
    url: "https://www.example.com/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5",
    ..SECURO
};
const KRAKEN: Request = Request {
    scheme: "kraken.request",
    method: "POST",
    url: "https://api.example.com/0/private/AddOrder",
    body: "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
    timestamp: "1616492376594",
    secret: "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==",
};
const KRAKEN_SIGNATURE: &str =
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";

impl Request {
    fn case<'a>(&self, received: &'a str) -> Case<'a> {
        let message = Message { method: self.method, url: self.url, headers: &[], body: self.body.as_bytes() };
        Case { message, timestamp: self.timestamp, received, ..Case::default() }
    }

    fn explained(&self, received: &str) -> Report {
        let credentials = [("secret", Secret::from(self.secret))];
        explain(scheme(self.scheme).unwrap(), &credentials, &VerifierOptions::default(), &self.case(received)).unwrap()
    }
}

fn mac(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).unwrap();
    mac.update(message.as_ref());
    mac.finalize().into_bytes().to_vec()
}

fn mac_512(key: impl AsRef<[u8]>, message: impl AsRef<[u8]>) -> Vec<u8> {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_ref()).unwrap();
    mac.update(message.as_ref());
    mac.finalize().into_bytes().to_vec()
}

fn hex(raw: impl AsRef<[u8]>) -> String {
    raw.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(raw: &[u8]) -> String {
    use base64ct::Encoding as _;
    base64ct::Base64::encode_string(raw)
}

fn ids(finding: &Finding) -> Vec<Vec<&str>> {
    let own = finding.causes.iter().map(|cause| &*cause.id).collect();
    [own]
        .into_iter()
        .chain(finding.alternatives.iter().map(|causes| causes.iter().map(|cause| &*cause.id).collect()))
        .collect()
}

/// Whether the finding, or an honest tie, is exactly `wanted`.
fn names(report: &Report, wanted: &[&str]) -> bool {
    let mut wanted: Vec<&str> = wanted.to_vec();
    wanted.sort_unstable();
    let is_wanted = |mut own: Vec<&str>| {
        own.sort_unstable();
        own == wanted
    };
    report.verdict == Verdict::Explained && report.findings.iter().flat_map(ids).any(is_wanted)
}

#[track_caller]
fn assert_named(request: &Request, received: &str, wanted: &[&str]) {
    let report = request.explained(received);
    let got: Vec<_> = report.findings.iter().flat_map(ids).collect();
    assert!(
        names(&report, wanted),
        "{}: want {wanted:?}, got {:?} {got:?} after {}",
        request.scheme,
        report.verdict,
        report.tried
    );
    for cause in report.findings.iter().flat_map(|finding| &finding.causes) {
        assert!(cause.title != cause.id && !cause.fix.is_empty(), "{}: no text", cause.id);
    }
}

/// What is signed instead, with the request's own secret.
#[track_caller]
fn assert_text(request: &Request, text: impl AsRef<[u8]>, wanted: &str) {
    assert_named(request, &hex(mac(request.secret, text)), &[wanted]);
}

fn securo(url: &str, method: &str, timestamp: &str, body: &str) -> String {
    format!("{url}&method={method}&timestamp={timestamp}&body={body}")
}

#[test]
fn a_match_is_a_match() {
    let texts = [
        (SECURO, securo(SECURO.url, "POST", SECURO.timestamp, SECURO_BODY)),
        (TU_CAMBIO, [TU_CAMBIO.timestamp, TU_CAMBIO.body].concat()),
        (STRIPE, [STRIPE.timestamp, ".", STRIPE.body].concat()),
        (GITHUB, GITHUB.body.into()),
        (BITMEX, ["POST/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5", BITMEX.timestamp, BITMEX.body].concat()),
    ];
    for (request, text) in texts {
        let signature = hex(mac(request.secret, &text));
        let report = request.explained(&signature);
        assert_eq!(report.verdict, Verdict::Match, "{}", request.scheme);
        assert_eq!((report.expected, report.key_index), (signature, Some(0)));
        assert!(report.findings.is_empty() && report.warnings.is_empty(), "{:?}", report.warnings);
    }
    assert_eq!(KRAKEN.explained(KRAKEN_SIGNATURE).verdict, Verdict::Match);
}

#[test]
fn outputs_are_named() {
    let right = mac(GITHUB.secret, GITHUB.body);
    let named = |received: &str, wanted: &[&str]| assert_named(&GITHUB, received, wanted);
    named(&hex(&right).to_uppercase(), &["output-uppercase-hex"]);
    named(&base64(&right), &["output-base64"]);
    named(&base64(&right).replace('+', "-").replace('/', "_").replace('=', ""), &["output-base64"]);
    named(&base64(hex(&right).as_bytes()), &["output-base64-of-hex"]);
    named(&format!("v1={}", hex(&right)), &["received-prefix-left-on"]);
    named(&format!("Signature: {}", hex(&right)), &["received-prefix-left-on"]);
    named(&format!("0x{}", hex(&right)), &["received-prefix-left-on"]);
    named(&format!("\"{}\"", hex(&right)), &["received-quotes"]);
    named(&format!("{}\n", hex(&right)), &["received-whitespace"]);
    named(&hex(&right)[..32], &["output-truncated"]);
    named(
        &base64(&right).replace('=', "%3D").replace('+', "%2B").replace('/', "%2F"),
        &["received-percent-encoded", "output-base64"],
    );
    named(&format!("\"{}\"", hex(&right).to_uppercase()), &["received-quotes", "output-uppercase-hex"]);
    named(&hex(Sha256::digest(&right)), &["digest-hashed-again"]);
    named(&hex(Sha256::digest(hex(&right))), &["digest-hashed-again-hex"]);
    let report = GITHUB.explained(&format!("sha256={}", hex(&right)));
    assert_eq!(report.verdict, Verdict::Match, "as the row writes it");

    let spaced = (0..99).map(|n| format!("{}{n}", KRAKEN.body)).find_map(|body| {
        let inner = Sha256::digest([KRAKEN.timestamp, &body].concat());
        let signature = base64(&mac_512(kraken_key(), [b"/0/private/AddOrder", &inner[..]].concat()));
        signature.contains('+').then_some((body, signature))
    });
    let (body, signature) = spaced.unwrap();
    let body: &'static str = body.leak();
    assert_named(&Request { body, ..KRAKEN }, &signature.replace('+', " "), &["received-plus-became-space"]);
    assert_named(&KRAKEN, &hex(mac_512(kraken_key(), kraken_text())), &["output-hex"]);
}

fn kraken_key() -> Vec<u8> {
    use base64ct::Encoding as _;
    base64ct::Base64::decode_vec(KRAKEN.secret).unwrap()
}

fn kraken_text() -> Vec<u8> {
    [b"/0/private/AddOrder", &Sha256::digest([KRAKEN.timestamp, KRAKEN.body].concat())[..]].concat()
}

#[test]
fn the_classic_mistakes_with_an_inner_hash_are_named() {
    let signed =
        |key: &[u8], text: Vec<u8>, wanted: &str| assert_named(&KRAKEN, &base64(&mac_512(key, text)), &[wanted]);
    let (key, path) = (kraken_key(), b"/0/private/AddOrder");
    let inner = Sha256::digest([KRAKEN.timestamp, KRAKEN.body].concat());
    signed(KRAKEN.secret.as_bytes(), kraken_text(), "secret-raw");
    signed(&key, [path, hex(inner).as_bytes()].concat(), "layout-inner-hash-hex");
    signed(&key, [path, &Sha256::digest(KRAKEN.body)[..]].concat(), "layout-left-out");
    signed(&key, [path, KRAKEN.timestamp.as_bytes(), KRAKEN.body.as_bytes()].concat(), "layout-inner-hash-left-out");
    signed(
        &key,
        [path, &Sha512::digest([KRAKEN.timestamp, KRAKEN.body].concat())[..]].concat(),
        "layout-inner-hash-other",
    );
    signed(&key, inner.to_vec(), "layout-only");
    signed(&key, [b"https://api.example.com/0/private/AddOrder", &inner[..]].concat(), "url-whole");
    signed(&key, [b"/private/AddOrder", &inner[..]].concat(), "url-base-path-dropped");
    assert_named(&KRAKEN, &base64(&mac(&key, kraken_text())), &["algorithm-sha256"]);
}

#[test]
fn layouts_are_named() {
    let Request { url, timestamp, .. } = SECURO;
    let right = securo(url, "POST", timestamp, SECURO_BODY);
    let named = |text: &str, wanted: &str| assert_text(&SECURO, text, wanted);
    named(&[url, "POST", timestamp, SECURO_BODY].concat(), "layout-plain-concat");
    named(&format!("{url}&method=POST&timestamp={timestamp}"), "layout-left-out");
    named(&format!("{url}&timestamp={timestamp}&body={SECURO_BODY}"), "layout-left-out");
    named(&format!("{url}&body={SECURO_BODY}&method=POST&timestamp={timestamp}"), "layout-body-first");
    named(&format!("{url}&timestamp={timestamp}&method=POST&body={SECURO_BODY}"), "layout-body-first");
    named(&right.replacen("&method", "?method", 1), "layout-question-mark");
    named(
        &right.replace("&method", "&amp;method").replace("&timestamp", "&amp;timestamp").replace("&body", "&amp;body"),
        "layout-ampersand-as-entity",
    );
    named(&format!("{right}\n"), "layout-trailing-newline");
    named(SECURO_BODY, "layout-body-only");
    named(timestamp, "layout-timestamp-only");
    named(&format!("/api/v1/paymentsPOST{timestamp}{SECURO_BODY}"), "layout-of-the-sentence");
    named(&format!("{timestamp}.{SECURO_BODY}"), "layout-of-another");
    named(&format!("v0:{timestamp}:{SECURO_BODY}"), "layout-of-another");
    named(&format!("POST/api/v1/payments?b=2&a=x%20y%2Fz&flag{timestamp}{SECURO_BODY}"), "layout-of-another");
    let none = Request { body: "", ..SECURO };
    assert_text(&none, format!("{url}&method=POST&timestamp={timestamp}&body="), "layout-empty-body-marker");
    assert_text(&none, format!("{url}&method=POST&timestamp={timestamp}&body={{}}"), "body-empty-object");

    let Request { timestamp, body, .. } = TU_CAMBIO;
    for (separator, id) in [
        ("+", "plus"),
        (".", "dot"),
        (":", "colon"),
        ("\n", "newline"),
        (",", "comma"),
        ("|", "bar"),
        ("&", "ampersand"),
        (" ", "space"),
    ] {
        assert_text(&TU_CAMBIO, [timestamp, separator, body].concat(), &format!("layout-separator-{id}"));
    }
    assert_text(&TU_CAMBIO, [body, timestamp].concat(), "layout-body-first");
    assert_text(&TU_CAMBIO, body, "layout-body-only");
    assert_text(&TU_CAMBIO, timestamp, "layout-timestamp-only");
    assert_text(&TU_CAMBIO, timestamp, "body-left-out");
    assert_text(&STRIPE, [STRIPE.timestamp, STRIPE.body].concat(), "layout-plain-concat");
    assert_text(&STRIPE, STRIPE.body, "layout-body-only");
    assert_text(&STRIPE, [STRIPE.body, ".", STRIPE.timestamp].concat(), "layout-body-first");
    assert_text(&GITHUB, [GITHUB.body, "\n"].concat(), "body-trailing-newline");
    let target = "/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5";
    assert_text(&BITMEX, ["POST", target, BITMEX.body, BITMEX.timestamp].concat(), "layout-body-first");
    assert_text(&BITMEX, ["POST", target, BITMEX.timestamp].concat(), "body-left-out");
    assert_text(&BITMEX, [target, BITMEX.timestamp, BITMEX.body].concat(), "method-left-out");
}

#[test]
fn urls_queries_and_methods_are_named() {
    let Request { url, timestamp, .. } = SECURO;
    let (front, query) = url.split_once('?').unwrap();
    let named = |url: &str, wanted: &str| assert_text(&SECURO, securo(url, "POST", timestamp, SECURO_BODY), wanted);
    named("/api/v1/payments?b=2&a=x%20y%2Fz&flag", "url-path-only");
    named("api.example.com/api/v1/payments?b=2&a=x%20y%2Fz&flag", "url-scheme-left-out");
    named(front, "url-query-left-out");
    named(&format!("{front}/?{query}"), "url-trailing-slash-added");
    named(&url.replace("https", "http"), "url-http-for-https");
    named(&url.replace(".com", ".com:443"), "url-port-added");
    named("https://api.example.com/api/v1/payments?b=2&a=x y/z&flag", "url-percent-decoded");
    named(&url.replace("/api/v1", "/v1"), "url-base-path-dropped");
    named(&url.replace("/api/v1", ""), "url-base-path-dropped");
    named(&format!("{front}?a=x%20y%2Fz&b=2&flag"), "query-sorted");
    named(&format!("{front}?flag&b=2&a=x%20y%2Fz"), "query-order");
    named(&url.replace("%20", "+"), "query-space-as-plus");
    named(&format!("{front}?b=2&a=x+y%2Fz&flag="), "query-urlsearchparams");
    named(&url.replace("%2F", "%2f"), "query-hex-case");
    named(&url.replace('%', "%25"), "query-double-encoded");
    named(&format!("{front}?b=2&a=x%20y%2Fz"), "query-parameter-left-out");
    named(&format!("{url}="), "query-equals-added");
    let odd = Request { url: "https://API.example.com:8443/a/?q=a+b", ..SECURO };
    let named = |url: &str, wanted: &str| assert_text(&odd, securo(url, "POST", timestamp, SECURO_BODY), wanted);
    named("https://api.example.com:8443/a/?q=a+b", "url-host-case");
    named("https://API.example.com/a/?q=a+b", "url-port-removed");
    named("https://API.example.com:8443/a?q=a+b", "url-trailing-slash-removed");
    named("https://API.example.com:8443/a/?q=a%20b", "query-plus-as-%20");
    for request in [SECURO, BITMEX] {
        let target = "/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5";
        let text = |method: &str| match request.scheme {
            "securo.request" => securo(url, method, timestamp, SECURO_BODY),
            _ => [method, target, request.timestamp, request.body].concat(),
        };
        assert_text(&request, text("post"), "method-lowercase");
        assert_text(&request, text("GET"), "method-other");
    }
    let named =
        |target: &str, id: &str| assert_text(&BITMEX, ["POST", target, BITMEX.timestamp, BITMEX.body].concat(), id);
    named("/api/v1/order", "url-query-left-out");
    named("/v1/order?filter=%7B%22a%22%3A1%7D&count=5", "url-base-path-dropped");
    named("/api/v1/order?count=5&filter=%7B%22a%22%3A1%7D", "query-sorted");
    named("/api/v1/order?filter={\"a\":1}&count=5", "url-percent-decoded");
    named(BITMEX.url, "url-whole");
}

/// What a scheme signs at a time.
type Text = fn(&Request, &str) -> String;

#[test]
fn timestamps_are_named() {
    let schemes: [(Request, Text); 3] = [
        (SECURO, |request, time| securo(request.url, "POST", time, SECURO_BODY)),
        (STRIPE, |request, time| format!("{time}.{}", request.body)),
        (BITMEX, |request, time| format!("POST/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5{time}{}", request.body)),
    ];
    for (request, text) in schemes {
        for (time, id) in [
            ("1747216800000", "timestamp-milliseconds"),
            ("1747216800123", "timestamp-milliseconds"),
            ("1747216803", "timestamp-read-twice"),
            ("1747216795", "timestamp-read-twice"),
            ("1747217100", "timestamp-read-twice"),
            ("1747220400", "timestamp-local-zone"),
            ("2025-05-14T10:00:00.000Z", "timestamp-iso"),
            ("2025-05-14T10:00:00Z", "timestamp-no-milliseconds"),
            ("Wed, 14 May 2025 10:00:00 GMT", "timestamp-rfc1123"),
            ("1747216800.0", "timestamp-float"),
            ("1747216800.000000", "timestamp-float"),
        ] {
            assert_text(&request, text(&request, time), id);
        }
    }
    for (time, id) in [
        ("2024-05-24T20:37:10Z", "timestamp-no-milliseconds"),
        ("2024-05-24T20:37:10.410+00:00", "timestamp-offset-00:00"),
        ("2024-05-24T20:37:10+00:00", "timestamp-offset-00:00"),
        ("2024-05-24T20:37:10.410000Z", "timestamp-microseconds"),
        ("2024-05-24T20:37:10.410000+00:00", "timestamp-python-iso"),
        ("2024-05-24T20:37:10.410", "timestamp-no-zone"),
        ("2024-05-24T20:37:10", "timestamp-no-zone"),
        ("2024-05-24 20:37:10", "timestamp-no-zone"),
        ("2024-05-24T20:37:10.41Z", "timestamp-trailing-zeros-cut"),
        ("2024-05-24T20:37:10.413Z", "timestamp-read-twice"),
        ("2024-05-24T20:37:11.410Z", "timestamp-read-twice"),
        ("2024-05-24T20:41:10.410Z", "timestamp-read-twice"),
        ("2024-05-24T22:37:10.410Z", "timestamp-local-zone"),
        ("2024-05-25T02:07:10.410+05:30", "timestamp-local-zone"),
        ("2024-05-24T13:37:10-07:00", "timestamp-local-zone"),
        ("1716583030", "timestamp-seconds"),
        ("1716583030410", "timestamp-milliseconds"),
        ("Fri, 24 May 2024 20:37:10 GMT", "timestamp-rfc1123"),
    ] {
        assert_text(&TU_CAMBIO, [time, TU_CAMBIO.body].concat(), id);
    }
    assert_text(&TU_CAMBIO, TU_CAMBIO.body, "timestamp-left-out");
}

#[test]
fn charsets_are_named() {
    let latin = |text: &str| text.chars().map(|letter| letter as u8).collect::<Vec<_>>();
    for request in [TU_CAMBIO, STRIPE, GITHUB, BITMEX] {
        let (before, body) = match request.scheme {
            "stripe.webhook" => (format!("{}.", request.timestamp), request.body),
            "bitmex.request" => {
                (format!("POST/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5{}", request.timestamp), request.body)
            }
            _ => (request.timestamp.into(), request.body),
        };
        assert_text(&request, latin(&format!("{before}{body}")), "charset-latin1");
        assert_text(&request, format!("{before}{}", body.replace('ë', "?")), "charset-ascii-question-marks");
        assert_text(&request, format!("{before}{}", body.replace('ë', "Ã«")), "charset-double-utf8");
    }
    let none = Request { body: "{\"a\":\"\u{1f600}\"}", ..GITHUB };
    assert_text(&none, "{\"a\":\"?\"}", "charset-ascii-question-marks");
}

#[test]
fn secrets_are_named() {
    let hexadecimal = "00112233445566778899aabbccddeeff";
    let (html, encoded) = (
        KEY.replace('&', "&amp;"),
        KEY.replace('$', "%24").replace('/', "%2F").replace('+', "%2B").replace('&', "%26"),
    );
    let utf16: Vec<u8> = KEY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&'static str, Vec<u8>, &str)> = vec![
        (KEY, format!("{KEY}\n").into(), "secret-trailing-newline"),
        (KEY, format!("{KEY}\r\n").into(), "secret-trailing-crlf"),
        (KEY, format!("{KEY} ").into(), "secret-trailing-space"),
        (" padded ", b"padded".into(), "secret-trimmed"),
        ("broken\n", b"broken".into(), "secret-trimmed"),
        (hexadecimal, (0..16).map(|n| n * 0x11).collect(), "secret-hex-decoded"),
        ("c2VjcmV0IGtleQ==", b"secret key".into(), "secret-base64-decoded"),
        ("c2VjcmV0IGtleQ", b"secret key".into(), "secret-base64-decoded"),
        ("whsec_c2VjcmV0IGtleQ==", b"secret key".into(), "secret-prefix-removed-base64-decoded"),
        ("whsec_c2VjcmV0IGtleQ==", b"c2VjcmV0IGtleQ==".into(), "secret-prefix-removed"),
        (KEY, format!("\"{KEY}\"").into(), "secret-quoted"),
        (KEY, format!("'{KEY}'").into(), "secret-single-quoted"),
        ("\"quoted\"", b"quoted".into(), "secret-quotes-removed"),
        (KEY, base64(KEY.as_bytes()).into(), "secret-base64-encoded"),
        (KEY, hex(KEY).into(), "secret-hex-encoded"),
        (KEY, b"".into(), "secret-empty"),
        (KEY, b"undefined".into(), "secret-undefined"),
        (KEY, b"null".into(), "secret-null"),
        (KEY, b"None".into(), "secret-none"),
        (KEY, KEY.replace("$et_Key", "").into(), "secret-dollar-expanded"),
        ("line\\nbreak", b"line\nbreak".into(), "secret-backslash-n"),
        (KEY, KEY[1..].into(), "secret-first-character-lost"),
        (KEY, KEY[..KEY.len() - 1].into(), "secret-last-character-lost"),
        (KEY, KEY.to_lowercase().into(), "secret-lower-case"),
        (KEY, KEY.to_uppercase().into(), "secret-upper-case"),
        (KEY, html.into(), "secret-html-escaped"),
        (KEY, encoded.into(), "secret-url-encoded"),
        (KEY, utf16, "secret-utf16"),
    ];
    for request in [SECURO, TU_CAMBIO, STRIPE, GITHUB, BITMEX] {
        for (secret, key, id) in &cases {
            let request = Request { secret, ..request };
            assert_named(&request, &hex(mac(key, canonical(&request))), &[id]);
        }
    }
}

/// What the scheme signs, written by hand.
fn canonical(request: &Request) -> String {
    let Request { timestamp, body, .. } = request;
    match request.scheme {
        "securo.request" => securo(request.url, "POST", timestamp, SECURO_BODY),
        "stripe.webhook" => format!("{timestamp}.{body}"),
        "bitmex.request" => format!("POST/api/v1/order?filter=%7B%22a%22%3A1%7D&count=5{timestamp}{body}"),
        _ => format!("{timestamp}{body}"),
    }
}

#[test]
fn macs_are_named() {
    for request in [SECURO, TU_CAMBIO, STRIPE, GITHUB, BITMEX] {
        let (text, key) = (canonical(&request), request.secret);
        let named = |digest: Vec<u8>, id: &str| assert_named(&request, &hex(digest), &[id]);
        named(mac(&text, key), "hmac-arguments-swapped");
        named(Sha256::digest(&text).to_vec(), "plain-hash");
        named(Sha256::digest([key, &text].concat()).to_vec(), "secret+message");
        named(Sha256::digest([&text, key].concat()).to_vec(), "message+secret");
        named(mac(key, Sha256::digest(&text)), "message-hashed-first");
        named(mac(key, hex(Sha256::digest(&text))), "message-hashed-first-hex");
        named(mac_512(key, &text), "algorithm-sha512");
        named(hmac_of::<Sha384>(key, &text), "algorithm-sha384");
        named(hmac_of::<sha1::Sha1>(key, &text), "algorithm-sha1");
        named(hmac_of::<md5::Md5>(key, &text), "algorithm-md5");
        named(md5::Md5::digest(&text).to_vec(), "plain-hash");
    }
}

fn hmac_of<D: hmac::EagerHash>(key: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<D>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Two at once, by the cheapest variants of each axis.
#[test]
fn pairs_are_named() {
    let Request { url, timestamp, body, .. } = SECURO;
    let (front, _) = url.split_once('?').unwrap();
    let path = "/api/v1/payments?b=2&a=x%20y%2Fz&flag";
    let newline = format!("{KEY}\n");
    let texts = [
        (KEY, securo(path, "POST", timestamp, body), ["url-path-only", "body-raw-not-canonical"]),
        (KEY, securo(front, "post", timestamp, SECURO_BODY), ["url-query-left-out", "method-lowercase"]),
        (&newline, securo(url, "POST", timestamp, body), ["body-raw-not-canonical", "secret-trailing-newline"]),
        (KEY, securo(url, "POST", "1747216800123", body), ["body-raw-not-canonical", "timestamp-milliseconds"]),
        (KEY, securo(path, "POST", "1747216803", SECURO_BODY), ["url-path-only", "timestamp-read-twice"]),
        (KEY, [path, "POST", timestamp, body].concat(), ["layout-plain-concat", "body-raw-not-canonical"]),
        (
            &newline,
            securo(url, "POST", "1747216800999", SECURO_BODY),
            ["secret-trailing-newline", "timestamp-milliseconds"],
        ),
    ];
    for (key, text, wanted) in texts {
        assert_named(&SECURO, &hex(mac(key, text)), &wanted);
    }
    assert_named(
        &SECURO,
        &hex(Sha256::digest([KEY, &*securo(url, "POST", timestamp, body)].concat())),
        &["body-raw-not-canonical", "secret+message"],
    );
    let upper = hex(mac(&newline, canonical(&SECURO))).to_uppercase();
    assert_named(&SECURO, &upper, &["secret-trailing-newline", "output-uppercase-hex"]);
    let three = hex(mac(&newline, securo(path, "POST", timestamp, body)));
    assert_eq!(SECURO.explained(&three).verdict, Verdict::Unexplained, "three at once are not looked for");
}

/// The figures of Box, by a scheme of the test's own: `{body}{timestamp}` in base64.
#[test]
fn the_official_cases_of_printing_again_are_named() {
    let scheme = Scheme {
        id: "box.webhook",
        credentials: &["secret"],
        canonical: "{body}{timestamp}",
        encoding: countersign::Encoding::Base64,
        headers: &[("box-signature-primary", "{signature}"), ("box-delivery-timestamp", "{timestamp}")],
        timestamp: countersign::TimestampForm::Iso8601,
        ..Scheme::HMAC_SHA256_HEX
    };
    let japanese = r#"{"webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"スクリーンショット 2020-08-05.txt"}}"#;
    let cr = r#"{"webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"test \r"}}"#;
    for (body, received, wanted) in [
        (japanese, "LV2uCu+5NJtIHrCXDYgZ0v/PP5THGRuegw3RtdnEyuE=", Some("body-php-json-escapes")),
        (cr, "SVkbKgy3dEEf2PbbzpNu2lDZS7zZ/aboU7HOZgBGrJk=", None),
    ] {
        let message = Message { body: body.as_bytes(), ..Message::default() };
        let case = Case { message, timestamp: "2020-01-01T00:00:00-07:00", received, ..Case::default() };
        let report =
            explain(&scheme, &[("secret", "SamplePrimaryKey".into())], &VerifierOptions::default(), &case).unwrap();
        match wanted {
            Some(id) => assert!(names(&report, &[id]), "{:?}", report.findings),
            None => assert_eq!(report.verdict, Verdict::Match),
        }
    }
}

#[test]
fn the_official_figures_match_and_their_classic_mistakes_are_named() {
    let bitmex = Request {
        scheme: "bitmex.request",
        method: "GET",
        url: "https://www.bitmex.com/api/v1/instrument?filter=%7B%22symbol%22%3A+%22XBTM15%22%7D",
        body: "",
        timestamp: "1518064237",
        secret: "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
    };
    let report = bitmex.explained("e2f422547eecb5b3cb29ade2127e21b858b235b386bfa45e1c1756eb3383919f");
    assert_eq!(report.verdict, Verdict::Match);
    assert_text(&bitmex, "GET/api/v1/instrument?filter={\"symbol\": \"XBTM15\"}1518064237", "query-percent-decoded");
    assert_text(&bitmex, "GET/api/v1/instrument1518064237", "url-query-left-out");
    assert_text(
        &bitmex,
        "GET/api/v1/instrument?filter=%7B%22symbol%22%3A%20%22XBTM15%22%7D1518064237",
        "query-plus-as-%20",
    );
    let first = Request { url: "https://www.bitmex.com/api/v1/instrument", timestamp: "1518064236", ..bitmex };
    assert_eq!(
        first.explained("c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00").verdict,
        Verdict::Match
    );
}

#[test]
fn a_ring_says_which_key() {
    let credentials =
        [("secret", Secret::from("first")), ("secret", Secret::from("second")), ("secret", Secret::from("third"))];
    let of = |received: &str| {
        explain(scheme("github.webhook").unwrap(), &credentials, &VerifierOptions::default(), &GITHUB.case(received))
            .unwrap()
    };
    let report = of(&hex(mac("third", GITHUB.body)));
    assert_eq!((report.verdict, report.key_index), (Verdict::Match, Some(2)));
    let report = of(&hex(mac("second\n", GITHUB.body)));
    assert_eq!((report.findings[0].key_index, report.key_index), (1, Some(1)));
    assert!(names(&report, &["secret-trailing-newline"]));
}

#[test]
fn what_is_right_and_late_is_stale() {
    let received = hex(mac(STRIPE.secret, canonical(&STRIPE)));
    let header = format!("t={},v1={},v1={received}", STRIPE.timestamp, hex([0; 32]));
    let credentials = [("secret", Secret::from(STRIPE.secret))];
    let of = |now_ms| {
        let case = Case { timestamp: "", now_ms: Some(now_ms), ..STRIPE.case(&header) };
        explain(scheme(STRIPE.scheme).unwrap(), &credentials, &VerifierOptions::default(), &case).unwrap()
    };
    let report = of(1_747_217_101_000);
    assert_eq!((report.verdict, report.age_s), (Verdict::Stale, Some(301)));
    assert_eq!(report.warnings.iter().map(|lint| &*lint.id).collect::<Vec<_>>(), ["stale"]);
    assert_eq!(of(1_747_217_100_999).verdict, Verdict::Match);
}

#[test]
fn what_strikes_the_eye_is_said() {
    let has = |request: &Request, received: &str, id: &str| {
        let report = request.explained(received);
        assert!(report.warnings.iter().any(|lint| lint.id == id), "want {id}, got {:?}", report.warnings);
    };
    let none = &*hex([7; 32]);
    has(&SECURO, KEY, "received-is-secret");
    has(&SECURO, &none[..40], "received-length");
    has(&SECURO, "x", "received-length");
    has(&Request { secret: "pk_live_123", ..SECURO }, none, "secret-kind");
    has(&Request { secret: "eyJhbGciOiJ9.e.x", ..SECURO }, none, "secret-kind");
    has(&Request { secret: "sk_test_123", ..SECURO }, none, "secret-environment");
    has(&Request { secret: "sk_live_123", url: "https://sandbox.example.com/", ..SECURO }, none, "secret-environment");
    has(&Request { secret: "padded ", ..SECURO }, none, "secret-white-space");
    has(&Request { timestamp: "1747216800000", ..SECURO }, none, "timestamp-unit-milliseconds");
    has(&Request { timestamp: "", ..SECURO }, none, "timestamp-missing");
    has(&Request { url: "https://api.example.com/{{id}}", ..SECURO }, none, "template-variable");
    has(&Request { body: "{\"id\":\"${id}\"}", ..SECURO }, none, "template-variable");
    has(&Request { body: "{\u{201c}id\u{201d}:1}", ..SECURO }, none, "odd-characters");
    has(&Request { body: "{\\\"id\\\":1}", ..SECURO }, none, "body-escaped");
    let report = Request { body: "{\"id\":", ..SECURO }.explained(none);
    assert_eq!(report.fault.unwrap().code(), "ERR_BODY_INVALID");
    assert_eq!(report.expected, "");
    assert_text(
        &Request { body: "{\"id\":", ..SECURO },
        securo(SECURO.url, "POST", SECURO.timestamp, "{\"id\":"),
        "body-raw-not-canonical",
    );
}

#[test]
fn steps_of_any_size_give_the_same_report() {
    let received = hex(mac(KEY, securo("/api/v1/payments?b=2&a=x%20y%2Fz&flag", "POST", "1747216800777", SECURO_BODY)));
    let whole = SECURO.explained(&received);
    assert_eq!(whole.verdict, Verdict::Explained);
    for budget in [0, 1, 1000, 1 << 20, u64::MAX] {
        let credentials = [("secret", Secret::from(KEY))];
        let mut explainer = Explainer::new(
            scheme(SECURO.scheme).unwrap(),
            &credentials,
            &VerifierOptions::default(),
            &SECURO.case(&received),
        )
        .unwrap();
        while !explainer.step(budget) {
            if budget > 1000 {
                assert!(!explainer.report().exhausted);
            }
        }
        assert!(explainer.step(budget), "the end is the end");
        assert_eq!(explainer.report(), whole);
    }
}

#[test]
fn whatever_comes_is_answered() {
    let is_token = |scheme: &Scheme<'_>| scheme.profile == Some(Profile::JsonWebToken);
    let credentials =
        [("apiKey", Secret::from("key")), ("secret", Secret::from(KEY)), ("partnerId", Secret::from("007"))];
    let odd = [
        "",
        " ",
        "=",
        "%",
        "%%%",
        "sha256=",
        "v1=",
        "0x",
        "\u{feff}",
        "é",
        "t=,v1=",
        "t=1,v1=0",
        "\"",
        "====",
        "+/+/",
        "\u{10ffff}",
        &"a".repeat(100_000),
        &"%41".repeat(1000),
        &"\"".repeat(999),
        &"v1=".repeat(999),
        &"t=1,".repeat(999),
        &"A=".repeat(99),
    ];
    for scheme in countersign::schemes() {
        let own: Vec<_> = credentials.iter().filter(|(name, _)| scheme.credentials.contains(name)).cloned().collect();
        for text in odd {
            let message = Message {
                method: text,
                url: text,
                body: text.as_bytes(),
                headers: &[("webhook-id", "a"), ("svix-id", "a")],
            };
            let case = Case {
                message,
                timestamp: text,
                received: text,
                limit_bytes: 100_000,
                now_ms: Some(i64::MIN),
                ..Case::default()
            };
            match explain(scheme, &own, &VerifierOptions::default(), &case) {
                Ok(report) => assert!(report.hashed_bytes <= 100_000, "{}", scheme.id),
                Err(error) => {
                    let is_due = match error.code() {
                        // Nothing was received.
                        "ERR_ARGUMENT_INVALID" => text.is_empty(),
                        // What is no token says in no way what was signed.
                        "ERR_HEADER_MISSING" => text.is_empty() && is_token(scheme),
                        "ERR_HEADER_MALFORMED" => is_token(scheme),
                        // No option is given, and one scheme needs some.
                        "ERR_OPTION_INVALID" => {
                            let region = "`region`: expected a name such as `us-east-1`, got ``";
                            scheme.id == "aws.request" && error.to_string() == region
                        }
                        // Schemes of RSA have no key here; `explain_rsa.rs` asks them.
                        code => [
                            "ERR_UNSUPPORTED",
                            "ERR_CREDENTIAL_MISSING",
                            "ERR_CREDENTIAL_INVALID",
                            "ERR_BODY_INVALID",
                            "ERR_REQUEST_INVALID",
                            "ERR_TIMESTAMP_INVALID",
                        ]
                        .contains(&code),
                    };
                    assert!(is_due, "{}: {} {error}", scheme.id, error.code());
                }
            }
        }
    }
}

#[cfg(not(feature = "asymmetric"))]
#[test]
fn a_build_without_rsa_refuses_its_rows() {
    for (id, name) in [("tu-cambio.jws", "publicKeys"), ("smile-id.sec-key", "apiKey")] {
        let key = [(name, Secret::from(include_str!("keys/rsa-2048.spki.pem"))), ("partnerId", "85".into())];
        let key = &key[..if name == "apiKey" { 2 } else { 1 }];
        let case = Case { received: "eyJhbGciOiJQUzI1NiJ9..AAAA", ..Case::default() };
        let refused = explain(scheme(id).unwrap(), key, &VerifierOptions::default(), &case).unwrap_err();
        assert_eq!(refused.code(), "ERR_UNSUPPORTED", "{id}");
    }
}

/// A thousand secrets that are wrong: nothing is found with any, and none is said.
#[test]
fn chance_is_never_a_finding() {
    let requests = [SECURO, TU_CAMBIO, STRIPE, GITHUB, BITMEX];
    for number in 0..1000_usize {
        let request = requests[number % requests.len()];
        let secret = hex(Sha256::digest(number.to_string()));
        let received = hex(mac(&secret, canonical(&request)));
        let limit_bytes = if number < 5 { 64 << 20 } else { 100_000 };
        let case = Case { limit_bytes, ..request.case(&received) };
        let report = explain(
            scheme(request.scheme).unwrap(),
            &[("secret", request.secret.into())],
            &VerifierOptions::default(),
            &case,
        )
        .unwrap();
        assert_eq!(report.verdict, Verdict::Unexplained, "{number}: {:?}", report.findings);
        assert_eq!(report.exhausted, number < 5, "{number}: {}", report.hashed_bytes);
        assert!(!report::told(&report).contains(&request.secret[6..]), "{report:?}");
    }
}

#[test]
fn texts_address_who_signed() {
    let received = hex(mac(KEY, securo(SECURO.url, "post", SECURO.timestamp, SECURO_BODY)));
    let of = |signed_by| {
        let case = Case { signed_by, ..SECURO.case(&received) };
        let report =
            explain(scheme(SECURO.scheme).unwrap(), &[("secret", KEY.into())], &VerifierOptions::default(), &case)
                .unwrap();
        report.findings[0].causes[0].detail.clone()
    };
    assert_eq!(of(None), "The client signed the method in lower case.");
    assert_eq!(of(Some(SignedBy::Client)), "The client signed the method in lower case.");
    assert_eq!(of(Some(SignedBy::Provider)), "The provider signed the method in lower case.");
    // Where nobody says, the scheme does, whatever its id ends in.
    let body = b"razorpay_order_id=a&razorpay_payment_id=b";
    let received = hex(mac(KEY, "b|a"));
    let case = Case { message: Message { body, ..Message::default() }, received: &received, ..Case::default() };
    let report =
        explain(scheme("razorpay.order").unwrap(), &[("secret", KEY.into())], &VerifierOptions::default(), &case)
            .unwrap();
    assert!(report.findings[0].causes[0].detail.starts_with("The provider "), "{:?}", report.findings);
    let report = SECURO.explained(&hex(mac(KEY, securo(SECURO.url, "POST", "1747216803", SECURO_BODY))));
    assert!(report.findings[0].causes[0].detail.contains("+3 s"), "{:?}", report.findings);
    let segments: Vec<_> = report.findings[0].canonical().map(|segment| (segment.label, segment.bytes)).collect();
    assert!(segments.contains(&("timestamp", b"1747216803")), "{segments:?}");
    assert!(report.canonical().any(|segment| segment.label == "body|json"));
}

#[test]
fn all_is_tried_within_the_budget() {
    let body: &'static str = format!("{{\"name\":\"{}\",\"amount\":10.5}}", "x".repeat(100)).leak();
    for request in [SECURO, TU_CAMBIO, STRIPE, GITHUB, BITMEX] {
        let report = Request { body, ..request }.explained(&hex([7; 32]));
        assert_eq!(report.verdict, Verdict::Unexplained);
        assert!(report.exhausted, "{}: {} in {} bytes", request.scheme, report.tried, report.hashed_bytes);
        assert!(report.tried > 2000, "{}: {}", request.scheme, report.tried);
    }
}

/// A date, what is signed with it, and a key as the provider gives it.
const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
const LOCKED: &str = "get\ndocs\ndbs/Sales/colls/Orders\ntue, 14 nov 2023 22:13:20 gmt\n\n";
const MASTER: &str = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

/// What `explain` says of a request that a decoded key signs, with `secret` for the key, and this `authorization`.
fn locked(secret: &str, received: &str, authorization: &str) -> Report {
    let headers = [("x-ms-date", DATE), ("authorization", authorization)];
    let message = Message { method: "GET", url: "https://a.example/dbs/Sales", headers: &headers, body: b"" };
    let options = [("resourceType", "docs"), ("resourceLink", "dbs/Sales/colls/Orders")];
    let case = Case { message, received, ..Case::default() };
    explain(
        scheme("azure-cosmos.request").unwrap(),
        &[("secret", secret.into())],
        &VerifierOptions { scheme: &options, ..VerifierOptions::default() },
        &case,
    )
    .unwrap()
}

fn master() -> Vec<u8> {
    use base64ct::Encoding as _;
    base64ct::Base64::decode_vec(MASTER).unwrap()
}

#[test]
fn keys_that_cannot_be_decoded_are_named_for_what_is_wrong_with_them() {
    let received = base64(&mac(master(), LOCKED));
    let url_safe = MASTER.replace('+', "-").replace('/', "_");
    for (secret, wanted) in [
        (format!(" {MASTER} "), "secret-trimmed"),
        (format!("\"{MASTER}\""), "secret-quotes-removed"),
        (url_safe, "secret-decoded-loosely"),
        (MASTER.trim_end_matches('=').to_owned(), "secret-decoded-loosely"),
    ] {
        let report = locked(&secret, &received, "");
        assert_eq!(ids(&report.findings[0])[0], [wanted], "{secret}");
    }
    assert_eq!(locked(MASTER, &received, "").verdict, Verdict::Match);
}

#[test]
fn a_header_that_came_percent_decoded_is_read() {
    let right = base64(&mac(master(), LOCKED));
    let decoded = format!("type=master&ver=1.0&sig={right}");
    for (received, authorization) in [("", &*decoded), (&decoded, "")] {
        let report = locked(MASTER, received, authorization);
        assert_eq!(ids(&report.findings[0])[0], ["received-percent-decoded"]);
    }
    let other = format!("type=master&ver=1.0&sig={}", base64(&mac("another key", LOCKED)));
    assert_eq!(locked(MASTER, "", &other).verdict, Verdict::Unexplained);
    let encoded = format!("type%3dmaster%26ver%3d1.0%26sig%3d{}", right.replace('+', "%2b").replace('/', "%2f"));
    assert_eq!(locked(MASTER, "", &encoded.replace('=', "%3d")).verdict, Verdict::Match);
}

/// The signature is right, and the digest in the URL is that of another body.
#[test]
fn digests_of_another_body_are_named() {
    let sent = r#"{"a": 1, "b": "x/y"}"#;
    let url = format!("https://shop.example/hooks?bodySHA256={}", hex(Sha256::digest(sent)));
    let report = |body: &'static str, key: &str| {
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(url.as_bytes());
        let received = base64(&mac.finalize().into_bytes());
        let message = Message { method: "POST", url: &url, headers: &[], body: body.as_bytes() };
        let case = Case { message, received: &received, ..Case::default() };
        explain(scheme("twilio.json").unwrap(), &[("secret", KEY.into())], &VerifierOptions::default(), &case).unwrap()
    };
    let first = |report: &Report| ids(&report.findings[0])[0].iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(report(sent, KEY).verdict, Verdict::Match);
    let printed = report(r#"{"a":1,"b":"x/y"}"#, KEY);
    assert_eq!(first(&printed), ["body-python-separators"]);
    let changed = report(r#"{"a": 2, "b": "x/y"}"#, KEY);
    assert_eq!(first(&changed), ["digest-of-another-body"]);
    assert_eq!(
        (changed.verdict, changed.fault.map(|error| error.code())),
        (Verdict::Explained, Some("ERR_REQUEST_INVALID"))
    );
    assert_eq!(
        first(&report(r#"{"a":1,"b":"x/y"}"#, &KEY.to_lowercase())),
        ["body-python-separators", "secret-lower-case"]
    );
    let of_another_key = report(r#"{"a": 2, "b": "x/y"}"#, "another key");
    assert_eq!((of_another_key.verdict, of_another_key.findings.len()), (Verdict::Unexplained, 0));
}
