//! What is verified is what the application reads: one reading of body, query and URL, whoever reads them.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{Algorithm, BodyType, Error, Message, Scheme, Secret, Verifier, VerifierOptions, scheme};
#[cfg(feature = "standards")]
use countersign::{Signer, SignerOptions, Timestamp};
use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;

const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];
const JSON: &[(&str, &str)] = &[("content-type", "application/json; charset=utf-8")];

/// A genuine signature of the cheap order, in bodies that somebody else reads as the dear one.
#[test]
fn a_body_reads_in_one_way() {
    let signature = hex(&mac::<Hmac<Sha256>>(b"k", b"order_CHEAP|pay_1"));
    let verify = |body: &str, headers| verified("razorpay.order", "k", &Message { headers, ..posted(body) });
    let form = format!("razorpay_order_id=order_CHEAP&razorpay_payment_id=pay_1&razorpay_signature={signature}");
    let json = format!(
        r#"{{"razorpay_order_id":"order_CHEAP","razorpay_payment_id":"pay_1","razorpay_signature":"{signature}"}}"#
    );
    for headers in [&[][..], FORM] {
        assert_eq!(verify(&form, headers), Ok(()));
    }
    for headers in [&[][..], JSON, &[("Content-Type", "application/vnd.api+json")], &[("content-type", "")]] {
        assert_eq!(verify(&json, headers), Ok(()), "{headers:?}");
    }
    let hidden = "&razorpay_order_id=order_DEAR&razorpay_payment_id=pay_1&y=";
    let in_json = json.replace('}', &format!(r#","x":"{hidden}"}}"#));
    let marked = format!("\u{feff}{{\"razorpay_order_id\":\"order_DEAR\",\"x\":\"&{form}&\"}}");
    let multipart =
        format!("--b\r\nContent-Disposition: form-data; name=\"razorpay_order_id\"\r\n\r\norder_DEAR&{form}&\r\n--b--");
    for (body, headers) in [
        // JSON here, a form there.
        (&*in_json, &[][..]),
        (&in_json, FORM),
        (&json, FORM),
        (&form, JSON),
        // A form here, JSON or multipart there.
        (&marked, &[]),
        (&marked, FORM),
        (&multipart, &[]),
        (&multipart, FORM),
        (&multipart, &[("content-type", "multipart/form-data; boundary=b")]),
        (&form, &[("content-type", "text/plain")]),
        (&form, &[("content-type", "application/x-www-form-urlencoded; charset=iso-8859-1")]),
        (&json, &[("content-type", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]),
    ] {
        assert!(
            matches!(verify(body, headers), Err("ERR_BODY_INVALID" | "ERR_HEADER_MALFORMED")),
            "{body} with {headers:?}: {:?}",
            verify(body, headers)
        );
    }
    // With its content type, what stands in a text is a text.
    assert_eq!(verify(&in_json, JSON), Ok(()));
}

/// A name that is read stands once, as itself, with a value that all readers read alike.
#[test]
fn a_pair_is_one_to_every_reader() {
    let signature = hex(&mac::<Hmac<Sha256>>(b"k", b"order_CHEAP|pay_1"));
    let rest = format!("razorpay_payment_id=pay_1&razorpay_signature={signature}");
    let verify = |body: &str| verified("razorpay.order", "k", &posted(body));
    assert_eq!(verify(&format!("razorpay_order_id=order_CHEAP&{rest}")), Ok(()));
    assert_eq!(verify(&format!("x[]=1&x[0]=2&y&a=1&a=2&razorpay%5Forder_id=order%5FCHEAP&{rest}&z=a]b")), Ok(()));
    for other in [
        "razorpay_order_id&",
        "&razorpay_order_id",
        "razorpay_order_id=order_CHEAP&",
        "razorpay_order_id=order_DEAR&",
        "razorpay_order_id[]=order_DEAR&",
        "razorpay_order_id[0]=order_DEAR&",
        "razorpay_order_id%5B%5D=order_DEAR&",
        "[razorpay_order_id]=order_DEAR&",
        "?razorpay_order_id=order_DEAR&",
        "razorpay_order_id[a][b]=order_DEAR&",
        "+razorpay_order_id=order_DEAR&",
        "x=1;razorpay_order_id=order_DEAR&",
        "razorpay%5forder%5fid=order_DEAR&",
    ] {
        let body = format!("{other}razorpay_order_id=order_CHEAP&{rest}");
        assert_eq!(verify(&body), Err("ERR_BODY_INVALID"), "{body}");
    }
    for alone in ["razorpay_order_id[]=order_CHEAP", "?razorpay_order_id=order_CHEAP"] {
        assert_eq!(verify(&format!("{alone}&{rest}")), Err("ERR_BODY_INVALID"), "{alone}");
    }
    // Values that readers cut or decode in different ways.
    for (value, signed) in [("a]=b", "a]=b"), ("a%5d=b", "a]=b"), ("a%zz", "a%zz"), ("a%", "a%"), ("%ff", "\u{fffd}")] {
        let signature = hex(&mac::<Hmac<Sha256>>(b"k", format!("{signed}|pay_1").as_bytes()));
        let body = format!("razorpay_order_id={value}&razorpay_payment_id=pay_1&razorpay_signature={signature}");
        assert_eq!(verify(&body), Err("ERR_BODY_INVALID"), "{value}");
    }
}

/// The same in a query.
#[test]
fn a_parameter_is_one_to_every_reader() {
    let signature = hex(&mac::<Hmac<Sha256>>(b"k", b"plink_1||paid|pay_1"));
    let query = format!(
        "razorpay_payment_link_id=plink_1&razorpay_payment_link_status=paid&razorpay_payment_id=pay_1&razorpay_signature={signature}"
    );
    let verify =
        |url: &str| verified("razorpay.payment-link", "k", &Message { method: "GET", url, ..Message::default() });
    assert_eq!(verify(&format!("https://h.example/a?{query}")), Ok(()));
    assert_eq!(verify(&format!("/a?razorpay_payment_link_reference_id=&{query}")), Ok(()));
    for other in [
        "razorpay_payment_link_reference_id",
        "razorpay_payment_link_reference_id[]=r",
        "razorpay_payment_link_status[]=x",
        "razorpay_payment_link_status=paid",
        "?razorpay_payment_link_status=x",
    ] {
        assert_eq!(verify(&format!("/a?{other}&{query}")), Err("ERR_REQUEST_INVALID"), "{other}");
    }
}

/// Absent is empty, and so is null; what is no text is refused.
#[test]
fn a_wrong_type_is_never_empty() {
    let item = |members: &str| {
        let signature = base64(&mac::<Hmac<Sha256>>(&[0xab], b"p::m::1:EUR:AUTHORISATION:true"));
        format!(
            r#"{{"notificationItems":[{{"NotificationRequestItem":{{"additionalData":{{"hmacSignature":"{signature}"}},"amount":{{"currency":"EUR","value":1}},"eventCode":"AUTHORISATION","merchantAccountCode":"m","pspReference":"p","success":"true"{members}}}}}]}}"#
        )
    };
    let verify = |members: &str| verified("adyen.webhook", "ab", &posted(&item(members)));
    for absent in ["", r#","merchantReference":"""#, r#","merchantReference":null"#, r#","originalReference":null"#] {
        assert_eq!(verify(absent), Ok(()), "{absent}");
    }
    for wrong in [
        r#","merchantReference":["order-77"]"#,
        r#","merchantReference":[]"#,
        r#","merchantReference":{}"#,
        r#","originalReference":{"evil":1}"#,
        r#","merchantReference":"","merchantReference":"""#,
        r#","merchantReference":"\ud800""#,
    ] {
        assert_eq!(verify(wrong), Err("ERR_BODY_INVALID"), "{wrong}");
    }
    let body = item("");
    let verifier =
        Verifier::new(scheme("adyen.webhook").unwrap(), &[("secret", "ab".into())], &VerifierOptions::default())
            .unwrap();
    let message = posted(&body);
    let told = verifier.verify(&message, NOW_MS).unwrap();
    let inputs: Vec<_> =
        told.inputs().map(|(name, value)| (name, String::from_utf8_lossy(value).into_owned())).collect();
    assert!(inputs.contains(&("merchantReference", String::new())), "{inputs:?}");
}

/// A signature that is due in the query is not taken from the body.
#[test]
fn the_signature_of_a_query_is_not_in_the_body() {
    let signature = hex(&mac::<Hmac<Sha256>>(b"k", b"a=1"));
    let verify = |url: &str, body: &str| {
        verified("shopify.oauth", "k", &Message { method: "GET", url, headers: &[], body: body.as_bytes() })
    };
    assert_eq!(verify(&format!("/a?a=1&hmac={signature}"), ""), Ok(()));
    for body in [format!("\"&hmac={signature}&\""), format!("hmac={signature}")] {
        assert_eq!(verify("/a?a=1", &body), Err("ERR_REQUEST_INVALID"), "{body}");
    }
}

/// Forms and queries are bounded in pairs, as readers bound them.
#[test]
fn pairs_are_bounded() {
    let url = "https://h.example/t";
    let verify = |body: &str| {
        let signature = base64(&mac::<Hmac<Sha1>>(b"k", &[url.as_bytes(), b"a"].concat()));
        let headers = [("X-Twilio-Signature", &*signature)];
        verified("twilio.webhook", "k", &Message { url, headers: &headers, ..posted(body) })
    };
    assert_eq!(verify(&"a&".repeat(999)), Ok(()));
    assert_eq!(verify(&"a&".repeat(1000)), Err("ERR_BODY_INVALID"));
    assert_eq!(verify(&"a&".repeat(10 << 20)), Err("ERR_BODY_INVALID"));
    let query = |count: usize| {
        verified(
            "shopify.oauth",
            "k",
            &Message { url: &format!("/a?hmac=00&{}", "a&".repeat(count)), ..Message::default() },
        )
    };
    assert_eq!(query(900), Err("ERR_REQUEST_INVALID"), "a signature of one byte");
    assert_eq!(query(1_000_000), Err("ERR_REQUEST_INVALID"));
}

/// Bytes of a JSON body, and of a form, are not moved into the URL, nor is the method into it.
#[test]
fn a_received_url_is_one_that_clients_send() {
    let signature = base64(&mac::<Hmac<Sha256>>(b"k", br#"https://h.example/hook{"a":1}"#));
    let headers = [("x-square-hmacsha256-signature", &*signature)];
    let square =
        |url: &str, body: &str| verified("square.webhook", "k", &Message { url, headers: &headers, ..posted(body) });
    assert_eq!(square("https://h.example/hook", r#"{"a":1}"#), Ok(()));
    for (url, body) in [(r#"https://h.example/hook{"a":1}"#, ""), ("https://h.example/hook{", r#""a":1}"#)] {
        assert_eq!(square(url, body), Err("ERR_REQUEST_INVALID"), "{url}");
    }
    let stamp = NOW_MS.to_string();
    let text = format!("POSThttps://h.example/hook{{}}{stamp}");
    let signature = base64(&mac::<Hmac<Sha256>>(b"k", text.as_bytes()));
    let headers = [("X-HubSpot-Signature-V3", &*signature), ("X-HubSpot-Request-Timestamp", &*stamp)];
    let hubspot =
        |method, url| verified("hubspot.webhook", "k", &Message { method, url, headers: &headers, body: b"{}" });
    assert_eq!(hubspot("POST", "https://h.example/hook"), Ok(()));
    assert_eq!(hubspot("P", "OSThttps://h.example/hook"), Err("ERR_REQUEST_INVALID"));
    // The provider signs some characters of the query without their escapes.
    let text = format!("POSThttps://h.example/hook?a='b'{{}}{stamp}");
    let signature = base64(&mac::<Hmac<Sha256>>(b"k", text.as_bytes()));
    let headers = [("X-HubSpot-Signature-V3", &*signature), ("X-HubSpot-Request-Timestamp", &*stamp)];
    let message = Message { method: "POST", url: "https://h.example/hook?a='b'", headers: &headers, body: b"{}" };
    assert_eq!(verified("hubspot.webhook", "k", &message), Ok(()));
    for url in [
        "ftp://h.example/hook",
        "https://h.example/a/../hook",
        "https://h.example/a b",
        "https://h.example/é",
        "//h.example/%2e%2E/a",
        "h.example/hook",
    ] {
        assert_eq!(square(url, "{}"), Err("ERR_REQUEST_INVALID"), "{url}");
    }
    // Where nothing of it is signed, it may be anything.
    let signature = ["sha256=", &hex(&mac::<Hmac<Sha256>>(b"k", b"{}"))].concat();
    let headers = [("X-Hub-Signature-256", &*signature)];
    let message = Message { url: "x://y z/../", headers: &headers, ..posted("{}") };
    assert_eq!(verified("github.webhook", "k", &message), Ok(()));
}

/// A form's pairs cannot be split anew between URL and body where the URL holds what no client sends; what is left of it stands
/// in SECURITY.md.
#[cfg(feature = "standards")]
#[test]
fn one_signature_is_good_for_one_path() {
    let credentials = [("accessKeyId", "AK".into()), ("secretAccessKey", "s".into())];
    let scheme = scheme("aws.request").unwrap();
    for form in ["normalized", "as-sent"] {
        let options = [("region", "us-east-1"), ("service", "execute-api"), ("pathForm", form)];
        let (signer, verifier) = (
            Signer::new(scheme, &credentials, &SignerOptions { scheme: &options, ..SignerOptions::default() }).unwrap(),
            Verifier::new(scheme, &credentials, &VerifierOptions { scheme: &options, ..VerifierOptions::default() })
                .unwrap(),
        );
        let url = "https://h.example/status";
        let signed =
            signer.sign(&Message { method: "GET", url, ..Message::default() }, Timestamp::Now(NOW_MS)).unwrap();
        let own: Vec<(&str, &str)> = signed.headers().collect();
        let verify = |url: &str, host: &'static str| {
            let host = [("Host", host)];
            let headers: Vec<_> =
                own.iter().copied().chain(host.into_iter().filter(|(_, host)| !host.is_empty())).collect();
            let message = Message { method: "GET", url, headers: &headers, body: b"" };
            verifier.verify(&message, NOW_MS).map(drop).map_err(|error| error.code())
        };
        assert_eq!(verify(url, ""), Ok(()));
        assert_eq!(verify(url, "h.example"), Ok(()));
        assert_eq!(verify("/status", "h.example"), Ok(()));
        for path in
            ["/admin/../status", "/admin/x/../../status", "//status", "/./status", "/status/.", "/admin/%2e%2e/status"]
        {
            let refused = verify(&format!("https://h.example{path}"), "");
            assert!(refused.is_err(), "{form} {path}");
            assert!(form == "as-sent" || refused == Err("ERR_REQUEST_INVALID"), "{form} {path}: {refused:?}");
        }
        assert_eq!(verify("https://evil.example/status", "h.example"), Err("ERR_REQUEST_INVALID"));
        let empty = signer.sign(
            &Message { method: "GET", url: "https://h.example//a", ..Message::default() },
            Timestamp::Now(NOW_MS),
        );
        assert_eq!(empty.is_ok(), form == "as-sent");
    }
}

/// An unknown id costs what a known one does: what is signed is made, and told to be broken, for both.
#[test]
fn an_unknown_key_costs_as_much_as_a_known_one() {
    let credentials = [("apiKey", "known".into()), ("secret", "s".into())];
    let verifier = Verifier::new(scheme("securo.request").unwrap(), &credentials, &VerifierOptions::default()).unwrap();
    let stamp = (NOW_MS / 1000).to_string();
    let verify = |key: &str, body: &[u8]| {
        let headers = [("x-sec-key", key), ("x-sec-ts", &*stamp), ("x-sec-sign", &*"0".repeat(64))];
        let message = Message { method: "POST", url: "https://h.example/a", headers: &headers, body };
        verifier.verify(&message, NOW_MS).map(drop).map_err(|error| error.code())
    };
    for key in ["known", "other"] {
        assert_eq!(verify(key, b"{}"), Err("ERR_SIGNATURE_MISMATCH"), "{key}");
        assert_eq!(verify(key, b"{"), Err("ERR_BODY_INVALID"), "{key}");
    }
}

/// A malformed element beside a good one does not hide it, and never passes by itself.
#[test]
fn a_broken_signature_does_not_hide_a_good_one() {
    let stamp = (NOW_MS / 1000).to_string();
    let right = hex(&mac::<Hmac<Sha256>>(b"k", format!("{stamp}.{{}}").as_bytes()));
    let verify = |value: String| {
        verified("stripe.webhook", "k", &Message { headers: &[("Stripe-Signature", &*value)], ..posted("{}") })
    };
    for value in ["v1=zz,v1=@", "v1=@,v1=zz", "v1=,v1=@", "v1=00,v1=@"] {
        assert_eq!(verify(format!("t={stamp},{}", value.replace('@', &right))), Ok(()), "{value}");
    }
    for value in ["v1=zz", "v1=zz,v1=00", "v1=,v0=@"] {
        assert_eq!(verify(format!("t={stamp},{}", value.replace('@', &right))), Err("ERR_HEADER_MALFORMED"), "{value}");
    }
    assert_eq!(verify(format!("t={stamp},t=1,v1={right}")), Err("ERR_HEADER_MALFORMED"));
}

/// Schemes of one's own are held to the same: one that says nothing reads JSON.
#[test]
fn a_scheme_says_how_its_body_is_written() {
    let plain = Scheme {
        id: "acme.webhook",
        canonical: "{id}|",
        inputs: &[("id", "field:id")],
        fields: &[("sig", "{signature}")],
        ..Scheme::WEBHOOK
    };
    let signature = hex(&mac::<Hmac<Sha256>>(b"k", b"1|"));
    let (json, form) = (format!(r#"{{"id":"1","sig":"{signature}"}}"#), format!("id=1&sig={signature}"));
    for (body_type, takes) in
        [(BodyType::Json, [true, false]), (BodyType::Form, [false, true]), (BodyType::JsonOrForm, [true, true])]
    {
        let scheme = Scheme { body_type, ..plain };
        let verifier = Verifier::new(&scheme, &[("secret", "k".into())], &VerifierOptions::default()).unwrap();
        let taken = [&json, &form].map(|body| verifier.verify(&posted(body), 0).is_ok());
        assert_eq!(taken, takes, "{body_type:?}");
    }
    assert_eq!(plain.algorithm, Algorithm::HmacSha256);
}

fn verified(id: &str, secret: &str, message: &Message<'_>) -> Result<(), &'static str> {
    let credentials = [("secret", Secret::from(secret))];
    let verifier = Verifier::new(scheme(id).unwrap(), &credentials, &VerifierOptions::default()).unwrap();
    verifier.verify(message, NOW_MS).map(drop).map_err(|error: Error| error.code())
}

fn posted(body: &str) -> Message<'_> {
    Message { method: "POST", body: body.as_bytes(), ..Message::default() }
}

fn mac<M: hmac::Mac + hmac::KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = <M as hmac::KeyInit>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(bytes)
}

const NOW_MS: i64 = 1_747_216_800_000;
