//! The engine carries providers it has never heard of: foreign schemes, given as data, meet the figures they publish.

use countersign::{
    Algorithm, BodyType, Encoding, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, TimestampForm, Verifier,
    VerifierOptions,
};

/// gate.io API v4 docs: five lines, one of them a digest of the body.
#[test]
fn lines_with_an_inner_digest() {
    let scheme = Scheme {
        id: "gateio.request",
        canonical: "{method|upper}\n{path}\n{query}\n{body|sha512|hex}\n{timestamp}",
        algorithm: Algorithm::HmacSha512,
        headers: &[("KEY", "{apiKey}"), ("Timestamp", "{timestamp}"), ("SIGN", "{signature}")],
        timestamp: TimestampForm::Seconds,
        ..Scheme::HMAC_SHA256_HEX
    };
    let url = "https://api.gateio.ws/api/v4/futures/orders?contract=BTC_USD&status=finished&limit=50";
    let signer =
        Signer::new(&scheme, &[("apiKey", "key".into()), ("secret", "secret".into())], &SignerOptions::default())
            .unwrap();
    let message = Message { method: "get", url, ..Message::default() };
    let signed = signer.sign(&message, Timestamp::At(1_541_993_715_999)).unwrap();
    let digest = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce\
                  47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
    let query = "contract=BTC_USD&status=finished&limit=50";
    assert_eq!(signed.canonical().text(), format!("GET\n/api/v4/futures/orders\n{query}\n{digest}\n1541993715"));
    let expected = "55f84ea195d6fe57ce62464daaa7c3c02fa9d1dde954e4c898289c9a2407a3d6\
                    fb3faf24deff16790d726b66ac9f74526668b13bd01029199cc4fcc522418b8a";
    let headers: Vec<_> = signed.headers().collect();
    assert_eq!(headers, [("KEY", "key"), ("Timestamp", "1541993715"), ("SIGN", expected)]);
}

/// learn.microsoft.com, access control on Cosmos DB resources: lower case, a binary key, parts that are no URL.
#[test]
fn lower_case_lines_from_options_and_a_binary_key() {
    let scheme = Scheme {
        id: "azure-cosmos.request",
        credentials: &["secret"],
        options: &[("type", ""), ("link", "")],
        canonical: "{method|lower}\n{type|lower}\n{link}\n{timestamp|lower}\n\n",
        key: "{secret|unbase64}",
        encoding: Encoding::Base64,
        headers: &[("x-ms-date", "{timestamp}"), ("authorization", "type=master&ver=1.0&sig={signature}")],
        timestamp: TimestampForm::Rfc1123,
        ..Scheme::HMAC_SHA256_HEX
    };
    let secret = "dsZQi3KtZmCv1ljt3VNWNm7sQUF1y5rJfC6kv5JiwvW0EndXdDku/dkKBp8/ufDToSxLzR4y+O/0H/t4bQtVNw==";
    let options = [("type", "Dbs"), ("link", "dbs/ToDoList")];
    let signer = Signer::new(
        &scheme,
        &[("secret", secret.into())],
        &SignerOptions { scheme: &options, ..SignerOptions::default() },
    )
    .unwrap();
    let message = Message { method: "GET", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Text("Thu, 27 Apr 2017 00:51:12 GMT")).unwrap();
    assert_eq!(signed.canonical().text(), "get\ndbs\ndbs/ToDoList\nthu, 27 apr 2017 00:51:12 gmt\n\n");
    assert_eq!(signed.signature(), "c09PEVJrgp2uQRkr934kFbTqhByc7TVr3OHyqlu+c+c=");
}

/// shopify.dev OAuth (older revision): the query sorted, the signature added to it.
#[test]
fn a_sorted_query_that_carries_its_signature() {
    let scheme = Scheme {
        id: "shopify.oauth",
        credentials: &["secret"],
        canonical: "{query|sorted}",
        query: &[("hmac", "{signature}")],
        ..Scheme::HMAC_SHA256_HEX
    };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    let url = "https://some-shop.myshopify.com/?timestamp=1337178173&state=0.6784241404160823\
               &shop=some-shop.myshopify.com&code=0907a61c0c8d55e99db179b68161bc00";
    let signed = signer.sign(&Message { url, ..Message::default() }, Timestamp::Now(0)).unwrap();
    let sorted = "code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com\
                  &state=0.6784241404160823&timestamp=1337178173";
    assert_eq!(signed.canonical().text(), sorted);
    let expected = "700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf";
    assert_eq!(signed.url(), format!("{url}&hmac={expected}"));
}

/// developers.hubspot.com, signature version 3: everything in a scheme without separators.
#[test]
fn everything_joined_in_base64() {
    let scheme = Scheme {
        id: "hubspot.webhook",
        credentials: &["secret"],
        canonical: "{method|upper}{url}{body}{timestamp}",
        encoding: Encoding::Base64,
        headers: &[("X-HubSpot-Request-Timestamp", "{timestamp}"), ("X-HubSpot-Signature-V3", "{signature}")],
        timestamp: TimestampForm::Milliseconds,
        ..Scheme::HMAC_SHA256_HEX
    };
    let body = r#"[{"eventId":531833541,"subscriptionId":3923621,"portalId":48807704,"appId":16111050,"occurredAt":1752613920733,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":138017612137,"changeFlag":"CREATED","changeSource":"CRM_UI","sourceId":"userId:76023669"}]"#;
    let url = "https://webhook.site/335453f5-94b3-49d9-b684-a55354d4b8df";
    let signer =
        Signer::new(&scheme, &[("secret", "cfc68c0b-4b4e-4ef8-b764-95350e4ea479".into())], &SignerOptions::default())
            .unwrap();
    let message = Message { method: "post", url, body: body.as_bytes(), ..Message::default() };
    let signed = signer.sign(&message, Timestamp::At(1_752_613_922_216)).unwrap();
    assert_eq!(signed.canonical().text(), format!("POST{url}{body}1752613922216"));
    assert_eq!(signed.signature(), "gbj1XPRvUt0noT7i7fXfTzOD4sLzQmf0VT28ZYq0EYg=");
}

/// `date -u -d @1716583030 +%FT%TZ` is 2024-05-24T20:37:10Z: every form writes that instant, and a receiver reads it to the millisecond.
#[test]
fn every_form_of_a_time_is_written_and_read() {
    let at_ms = 1_716_583_030_492;
    for (form, text, read_ms) in [
        (TimestampForm::Seconds, "1716583030", 1_716_583_030_000),
        (TimestampForm::Milliseconds, "1716583030492", at_ms),
        (TimestampForm::Nanoseconds, "1716583030492000000", at_ms),
        (TimestampForm::Iso8601, "2024-05-24T20:37:10.492Z", at_ms),
        (TimestampForm::Iso8601Basic, "20240524T203710Z", 1_716_583_030_000),
        (TimestampForm::Rfc1123, "Fri, 24 May 2024 20:37:10 GMT", 1_716_583_030_000),
    ] {
        let headers = &[("Time", "{timestamp}"), ("Sig", "{signature}")];
        let scheme = Scheme {
            headers,
            timestamp: form,
            tolerance: countersign::Tolerance::Seconds(300),
            ..bare("{timestamp}.{body}")
        };
        let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
        let signed = signer.sign(&Message { method: "POST", body: b"a", ..Message::default() }, Timestamp::At(at_ms));
        let signed = signed.unwrap();
        assert_eq!(signed.timestamp(), text);
        let headers: Vec<_> = signed.headers().collect();
        let verifier = Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
        let received = Message { headers: &headers, body: b"a", ..Message::default() };
        assert_eq!(verifier.verify(&received, at_ms).unwrap().at_ms(), Some(read_ms), "{text}");
        assert_eq!(verifier.verify(&received, at_ms + 301_000).unwrap_err().code(), "ERR_SIGNATURE_STALE", "{text}");
    }
    // Digits could move between the time and its neighbour if it had any width.
    let scheme = Scheme {
        headers: &[("Time", "{timestamp}"), ("Sig", "{signature}")],
        timestamp: TimestampForm::Nanoseconds,
        tolerance: countersign::Tolerance::Seconds(300),
        ..bare("{timestamp}.{body}")
    };
    let verifier = Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    let digits = ["171658303049200000", "17165830304920000000", "0716583030492000000", "9999999999999999999"];
    for (text, code) in
        digits.into_iter().zip(["ERR_TIMESTAMP_INVALID"; 3].into_iter().chain(["ERR_SIGNATURE_MISMATCH"]))
    {
        let headers = [("Time", text), ("Sig", &*"0".repeat(64))];
        let received = Message { headers: &headers, body: b"a", ..Message::default() };
        assert_eq!(verifier.verify(&received, at_ms).unwrap_err().code(), code, "{text}");
    }
}

/// Headers by the start of their names, as lines: what could pass for a line of its own is refused.
#[test]
fn headers_as_lines_are_in_order_and_cannot_be_forged() {
    let scheme = Scheme { inputs: &[("own", "headers:x-acme-")], headers: &[("Sig", "{signature}")], ..bare("{own}.") };
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    let told = |headers: &[(&str, &str)]| {
        let message = Message { headers, ..Message::default() };
        signer.sign(&message, Timestamp::Now(0)).map(|signed| signed.canonical().text()).map_err(|error| error.code())
    };
    assert_eq!(told(&[]), Ok(".".into()));
    let headers = [("X-Acme-A-B", "2"), ("accept", "x"), ("x-acme-a", " 1 "), ("X-ACME-", ""), ("x-acm", "y")];
    assert_eq!(told(&headers), Ok("x-acme-:\nx-acme-a:1\nx-acme-a-b:2\n.".into()));
    let verifier = Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    let headers = [("Sig", &*"0".repeat(64)), ("x-acme-a", "1\nx-acme-b:2")];
    let error = verifier.verify(&Message { headers: &headers, ..Message::default() }, 0).unwrap_err();
    assert_eq!(error.code(), "ERR_HEADER_MALFORMED");
    let expected = "a value without control characters, which could pass for another header";
    assert_eq!(error.to_string(), format!("`x-acme-a`, byte 1: expected {expected}, got a line feed"));
}

/// A value made of the body alone is one that a receiver can make: the digest of the body, where it is signed and the body is not.
#[test]
fn a_digest_that_travels_has_to_be_that_of_the_body() {
    let headers = &[("Digest", "SHA-256={body|sha256|base64}"), ("Sig", "{signature}")];
    let scheme = Scheme { inputs: &[("digest", "header:digest?")], headers, ..bare("{digest}") };
    let verifier = Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    let digest = "SHA-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    let given = [("Digest", digest)];
    let message = Message { method: "POST", headers: &given, body: b"abc", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(0)).unwrap();
    assert_eq!(signed.canonical().text(), digest);
    let sent = [("Digest", digest), ("Sig", signed.signature())];
    let told = |headers: &[(&str, &str)], body: &[u8]| {
        let message = Message { headers, body, ..message };
        verifier.verify(&message, 0).map(drop).map_err(|error| error.code())
    };
    assert_eq!(told(&sent, b"abc"), Ok(()));
    assert_eq!(told(&sent, b"abd"), Err("ERR_SIGNATURE_MISMATCH"));
    assert_eq!(told(&sent[1..], b"abc"), Err("ERR_HEADER_MISSING"));
}

/// What is made last cannot be signed first.
#[test]
fn a_signed_parameter_that_names_a_binding_is_refused() {
    let scheme = Scheme { bindings: &[("b", "{body|sha256}")], query: &[("d", "{b|hex}")], ..bare("{query}") };
    let error = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap_err();
    assert_eq!(error.fault().map(|fault| &*fault.part), Some("query.d"));
}

/// A pointer names one value, however the text is written; a name that stands twice names none.
#[test]
fn inputs_are_found_by_their_pointers() {
    let find = |place: &'static str, body: &str| {
        let inputs = [("v", place)];
        let scheme = Scheme { inputs: &inputs, ..bare("<{v}>") };
        let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", body: body.as_bytes(), ..Message::default() };
        signer.sign(&message, Timestamp::Now(0)).map(|signed| signed.canonical().text()).map_err(|error| error.code())
    };
    let found = |text: &str| Ok(format!("<{text}>"));
    let body =
        r#" { "a" : { "b/c" : [ 1 , {"d~" : "\u00e9\"" } ] , "\u0062" : 1.50 } , "t":true, "n":null , "é":"x" } "#;
    assert_eq!(find("field:/a/b~1c/1/d~0", body), found("é\""));
    assert_eq!(find("field:/a/b", body), found("1.50"));
    assert_eq!(find("field:t", body), found("true"));
    assert_eq!(find("field:é", body), found("x"));
    for absent in ["field:n", "field:/a", "field:/a/b~1c/2", "field:/a/b~1c/x", "field:/t/u", "field:/"] {
        assert_eq!(find(absent, body), Err("ERR_BODY_INVALID"), "{absent}");
    }
    assert_eq!(find("field:n?", body), found(""));
    assert_eq!(find("field:/a/b", r#"{"a":{"b":1},"a":{"b":2}}"#), Err("ERR_BODY_INVALID"));
    assert_eq!(find("field:/a/b", r#"{"a":{"b":1,"\u0062":2}}"#), Err("ERR_BODY_INVALID"));
    assert_eq!(find("field:/a/b", r#"{"a":{"b":1"#), Err("ERR_BODY_INVALID"));
}

/// The same in a form, where the scheme says that it is one.
#[test]
fn inputs_are_found_in_forms() {
    let find = |place: &'static str, body: &str| {
        let inputs = [("v", place)];
        let scheme = Scheme { inputs: &inputs, body_type: BodyType::Form, ..bare("<{v}>") };
        let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", body: body.as_bytes(), ..Message::default() };
        signer.sign(&message, Timestamp::Now(0)).map(|signed| signed.canonical().text()).map_err(|error| error.code())
    };
    assert_eq!(find("field:a%b", "a%25b=%3D+1&c=2"), Ok("<= 1>".into()));
    assert_eq!(find("field:a", "a=1&a=2"), Err("ERR_BODY_INVALID"));
}

/// Of several items each is signed; more than anybody sends are refused before any is looked at.
#[test]
fn items_are_bounded() {
    let scheme = Scheme {
        signed_items: "/items/*",
        inputs: &[("id", "field:id")],
        headers: &[],
        fields: &[("/sig", "{signature}")],
        ..bare("{id}")
    };
    let verifier = Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    let told = |body: &str| {
        let message = Message { body: body.as_bytes(), ..Message::default() };
        verifier.verify(&message, 0).map(|verified| verified.received_body().to_vec()).map_err(|error| error.code())
    };
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    let message = Message { method: "POST", body: br#"{"items":[ { "id" : "1" } ], "x":1}"#, ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(0)).unwrap();
    let sent = format!(r#"{{"items":[ {{ "id" : "1" ,"sig":"{}"}} ], "x":1}}"#, signed.signature());
    assert_eq!(String::from_utf8_lossy(signed.body()), sent);
    assert_eq!(told(&sent), Ok(sent.clone().into_bytes()));
    for body in
        ["", "[]", "{}", r#"{"items":{}}"#, r#"{"items":[]}"#, r#"{"items":[1]}"#, r#"{"items":[{}],"items":[{}]}"#]
    {
        assert_eq!(told(body), Err("ERR_BODY_INVALID"), "{body}");
    }
    assert_eq!(told(&format!(r#"{{"items":[{}1]}}"#, "1,".repeat(10_000_000))), Err("ERR_BODY_INVALID"));
    let two = Message { body: br#"{"items":[{"id":"1"},{"id":"2"}]}"#, ..message };
    assert_eq!(signer.sign(&two, Timestamp::Now(0)).unwrap_err().code(), "ERR_BODY_INVALID");
}

/// A binding may use the bindings before it, and is worked out once.
#[test]
fn bindings_build_on_each_other() {
    let scheme = Scheme {
        canonical: "{outer}",
        bindings: &[("inner", "{body|sha256}"), ("outer", "{inner|hex}:{inner|base64}")],
        ..bare("")
    };
    // echo -n abc | sha256sum
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    assert_eq!(canonical(&scheme, "", "abc"), format!("{digest}:{base64}"));
}

#[test]
fn groups_appear_when_an_input_inside_is_there() {
    let scheme = bare("a[-{query}][+{body}[={query}]]z");
    assert_eq!(canonical(&scheme, "https://h.example/", ""), "az");
    assert_eq!(canonical(&scheme, "https://h.example/?", ""), "az");
    assert_eq!(canonical(&scheme, "https://h.example/?q", ""), "a-q+=qz");
    assert_eq!(canonical(&scheme, "https://h.example/", "b"), "a+bz");
    assert_eq!(canonical(&scheme, "https://h.example/?q", "b"), "a-q+b=qz");
}

#[test]
fn escapes_take_brackets_as_they_are() {
    assert_eq!(canonical(&bare(r"\{\}\[\]\\{body}"), "", "x"), r"{}[]\x");
}

#[test]
fn sorting_keeps_equal_pairs_and_drops_empty_ones() {
    let scheme = bare("{body|sorted}");
    assert_eq!(canonical(&scheme, "", "b=2&a=1&&b=1&a=1&a"), "a&a=1&a=1&b=1&b=2");
    assert_eq!(canonical(&scheme, "", ""), "");
}

#[test]
fn the_url_is_cut_where_the_standard_cuts_it() {
    let scheme = bare("{url} {target} {path} {query}");
    let cut = |url: &str| canonical(&scheme, url, "");
    assert_eq!(cut("https://h.example/a/b?c=d?e&f"), "https://h.example/a/b?c=d?e&f /a/b?c=d?e&f /a/b c=d?e&f");
    assert_eq!(cut("https://h.example:8443/?"), "https://h.example:8443/? /? / ");
    assert_eq!(cut("http://[::1]:8080/a//b"), "http://[::1]:8080/a//b /a//b /a//b ");
}

/// Fields go into a form or an object, as the body is.
#[test]
fn fields_follow_the_kind_of_the_body() {
    let scheme = Scheme {
        fields: &[("t", "{timestamp}"), ("sig", "{signature}")],
        timestamp: TimestampForm::Seconds,
        body_type: BodyType::JsonOrForm,
        ..bare("{body}")
    };
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    let sent = |body: &str| {
        let message = Message { method: "POST", body: body.as_bytes(), ..Message::default() };
        let signed = signer.sign(&message, Timestamp::At(7000)).unwrap();
        let sent = String::from_utf8(signed.body().to_vec()).unwrap();
        (signed.canonical().text(), sent.replace(signed.signature(), "!"))
    };
    assert_eq!(sent("a=%20"), ("a=%20&t=7".into(), "a=%20&t=7&sig=!".into()));
    assert_eq!(sent(""), ("t=7".into(), "t=7&sig=!".into()));
    assert_eq!(sent(r#"{"a":1 }"#), (r#"{"a":1 ,"t":"7"}"#.into(), r#"{"a":1 ,"t":"7","sig":"!"}"#.into()));
}

/// Labels name the part of the recipe, so that nobody downstream needs provider code.
#[test]
fn segments_carry_the_labels_of_the_recipe() {
    let scheme = bare("{method|lower}:[{body|json}]");
    let signer = Signer::new(&scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap();
    let message = Message { method: "PUT", body: b" [ ] ", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(0)).unwrap();
    let segments: Vec<(&str, &[u8])> = signed.segments().map(|segment| (segment.label, segment.bytes)).collect();
    assert_eq!(segments, [("method|lower", &b"put"[..]), ("literal", b":"), ("body|json", b"[]")]);
}

fn bare(canonical: &str) -> Scheme<'_> {
    let headers = &[("X-Sig", "{signature}")];
    Scheme { id: "test.row", credentials: &["secret"], canonical, headers, ..Scheme::HMAC_SHA256_HEX }
}

/// The canonical string of a POST; empty where it is refused.
fn canonical(scheme: &Scheme<'_>, url: &str, body: &str) -> String {
    let signer = Signer::new(scheme, &[("secret", Secret::from("s"))], &SignerOptions::default()).unwrap();
    let message = Message { method: "POST", url, body: body.as_bytes(), ..Message::default() };
    signer.sign(&message, Timestamp::Now(0)).map(|signed| signed.canonical().text()).unwrap_or_default()
}
