//! Schemes as data: what is read is what is built in, what is wrong is blamed by its path, and nothing hangs.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "serde")]
use countersign::schemes;
use countersign::{
    Case, Error, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, Tolerance, Verifier,
    VerifierOptions, explain,
};
use serde_json::{Value, json};

fn parse(scheme: &Value) -> Result<SchemeDefinition, Error> {
    SchemeDefinition::parse(&scheme.to_string())
}

/// The least that a scheme with a time can say.
fn acme() -> Value {
    let headers = json!({ "X-Time": "{timestamp}", "X-Sig": "{signature}" });
    json!({ "id": "acme.request", "canonical": "{timestamp}.{body}", "headers": headers, "timestamp": "seconds" })
}

fn fault(scheme: &Value) -> (String, Option<usize>, String) {
    match parse(scheme) {
        Err(Error::SchemeInvalid(fault)) => {
            (fault.part.clone(), fault.at, format!("expected {}, got {}", fault.expected, fault.got))
        }
        other => panic!("want ERR_SCHEME_INVALID for {scheme}, got {other:?}"),
    }
}

fn with(member: &str, value: Value) -> Value {
    let mut scheme = acme();
    scheme[member] = value;
    scheme
}

#[test]
fn a_row_that_leaves_out_much_signs() {
    let scheme = parse(&acme()).unwrap();
    let signer =
        scheme.with(|scheme| Signer::new(scheme, &[("secret", "hush".into())], &SignerOptions::default())).unwrap();
    let message = Message { body: b"a", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Text("1747216800")).unwrap();
    // printf 1747216800.a | openssl dgst -sha256 -hmac hush
    assert_eq!(signed.signature(), "d00f471009b866d60ebe4e19a528e3487eaffaa42640251068522a56bfd40dcd");
}

#[test]
fn what_is_left_out_is_as_documented() {
    let seen = parse(&acme()).unwrap().with(|scheme| {
        assert_eq!((scheme.credentials, scheme.key), (&["secret"][..], "{secret}"));
        assert_eq!((scheme.algorithm.name(), scheme.tolerance), ("hmac-sha256", Tolerance::Default));
        Ok(())
    });
    assert_eq!(seen, Ok(()));
    let tolerance = |scheme: Value| parse(&scheme).unwrap().with(|scheme| Ok(scheme.tolerance)).unwrap();
    let mut timed = with("timestamp", json!("iso8601"));
    assert_eq!(tolerance(timed.clone()), Tolerance::Default);
    timed["toleranceSeconds"] = json!(5);
    assert_eq!(tolerance(timed.clone()), Tolerance::Seconds(5));
    timed["toleranceSeconds"] = Value::Null;
    assert_eq!(tolerance(timed), Tolerance::Off);
}

#[cfg(feature = "serde")]
#[test]
fn every_row_comes_back_as_it_went() {
    for scheme in schemes() {
        let json = serde_json::to_value(scheme).unwrap();
        for definition in [parse(&json).unwrap(), serde_json::from_value(json.clone()).unwrap()] {
            assert_eq!(
                definition.with(|own| Ok(serde_json::to_value(own).unwrap())),
                Ok(json.clone()),
                "{}",
                scheme.id
            );
        }
    }
}

#[test]
fn a_member_of_another_kind_is_blamed_by_its_path() {
    for (scheme, part, text) in [
        (json!([]), "scheme", "expected an object, got a list"),
        (json!({ "canonical": "" }), "id", "expected a string, got none"),
        (json!({ "id": "a" }), "canonical", "expected a string, got none"),
        (with("id", json!("")), "id", "expected a name such as `acme.request`, got an empty one"),
        (with("id", json!(7)), "id", "expected a string, got a number"),
        (with("canonical", Value::Null), "canonical", "expected a string, got none"),
        (with("credentials", json!("secret")), "credentials", "expected a list of strings, got a string"),
        (with("credentials", json!(["a", 1])), "credentials[1]", "expected a string, got a number"),
        (with("headers", json!([])), "headers", "expected an object, got a list"),
        (with("headers", json!({ "X-Sig": true })), "headers.X-Sig", "expected a string, got true or false"),
        (with("options", json!({ "a": {} })), "options.a", "expected a string, got an object"),
        (
            with("acceptedPlacements", json!({})),
            "acceptedPlacements",
            "expected a list of pairs of strings, got an object",
        ),
        (
            with("acceptedPlacements", json!([["header:a", "{any}"], ["a"]])),
            "acceptedPlacements[1]",
            "expected a list of two strings, got a list",
        ),
        (
            with("acceptedPlacements", json!([{}])),
            "acceptedPlacements[0]",
            "expected a list of two strings, got an object",
        ),
        (with("misreadings", json!([7])), "misreadings[0]", "expected an object, got a number"),
        (
            with("misreadings", json!([{ "id": "a", "template": "" }, { "id": "b" }])),
            "misreadings[1].template",
            "expected a string, got none",
        ),
        (
            with("misreadings", json!([{ "id": "a", "template": "", "part": "x" }])),
            "misreadings[0].part",
            "expected `canonical`, or the name of a binding, got `x`",
        ),
        (
            with("inputs", json!({ "a": "headr:x" })),
            "inputs.a",
            "expected a place such as `header:webhook-id`, `headers:x-acme-`, `query:id` or `field:/data/id`, got `headr:x`",
        ),
        (
            with("companion", json!({ "id": "b", "canonical": "", "inputs": { "a": "x" } })),
            "companion.inputs.a",
            "expected a place such as `header:webhook-id`, `headers:x-acme-`, `query:id` or `field:/data/id`, got `x`",
        ),
        (with("notes", json!(vec![""; 65])), "notes", "expected at most 64 of them, got more"),
        (with("acceptedCanonicals", json!(vec![""; 9])), "acceptedCanonicals", "expected at most 8 of them, got more"),
        (
            with("headers", (0..65).map(|n| (n.to_string(), json!(""))).collect()),
            "headers",
            "expected at most 64 of them, got more",
        ),
        (with("hasPublishedVectors", json!("yes")), "hasPublishedVectors", "expected true or false, got a string"),
        (
            with("toleranceSeconds", json!(-1)),
            "toleranceSeconds",
            "expected a whole number from 0 to 4294967295, got another number",
        ),
        (
            with("toleranceSeconds", json!("300")),
            "toleranceSeconds",
            "expected a whole number from 0 to 4294967295, got a string",
        ),
        (
            with("encoding", json!("HEX")),
            "encoding",
            "expected one of `hex`, `base64`, `base64-lines`, `base64-percent`, `base64url`, got `HEX`",
        ),
        (with("body", json!("raw")), "body", "expected one of `as-given`, `as-signed`, `carried`, got `raw`"),
        (
            with("acceptedTimestamps", json!(["none", "now"])),
            "acceptedTimestamps[1]",
            "expected one of `none`, `seconds`, `milliseconds`, `nanoseconds`, `iso8601`, `iso8601-basic`, `rfc1123`, got `now`",
        ),
        (with("header", json!({})), "header", "expected a member that schemes have, got an unknown one"),
        (
            with("rateLimit", json!({ "wait": 1 })),
            "rateLimit.wait",
            "expected a member that schemes have, got an unknown one",
        ),
        (with("companion", json!({ "id": "b" })), "companion.canonical", "expected a string, got none"),
    ] {
        assert_eq!(fault(&scheme), (part.into(), None, text.into()), "{scheme}");
    }
    let mut nested = with("companion", acme());
    nested["companion"]["companion"] = acme();
    let error = parse(&nested).unwrap_err().to_string();
    assert_eq!(error, "`companion.companion` does not apply: the companion of a scheme has none of its own");
    let Err(Error::SchemeInvalid(twice)) = SchemeDefinition::parse(r#"{"id":"a","canonical":"","id":"b"}"#) else {
        panic!("want a fault")
    };
    assert_eq!((&*twice.part, &*twice.got), ("id", "it twice"));
}

#[test]
fn a_template_is_blamed_with_its_byte() {
    for (scheme, part, at) in [
        (with("canonical", json!("{timestamp}{nothing}")), "canonical", 12),
        (with("canonical", json!("[{body}")), "canonical", 7),
        (with("canonical", json!("{body|twice}")), "canonical", 6),
        (with("key", json!("{secret}{body")), "key", 13),
        (with("headers", json!({ "X-Sig": "v1={signatur}" })), "headers.X-Sig", 4),
        (with("fields", json!({ "a": "}" })), "fields.a", 0),
        (with("acceptedCanonicals", json!(["{body}", "["])), "acceptedCanonicals[1]", 1),
        (
            with("acceptedPlacements", json!([["header:a", "{any}"], ["header:b", "a {no}"]])),
            "acceptedPlacements[1]",
            3,
        ),
        (
            with("misreadings", json!([{ "id": "a", "template": "" }, { "id": "b", "template": "}" }])),
            "misreadings[1].template",
            0,
        ),
        // A binding may name any that does not come back to it.
        (with("bindings", json!({ "a": "{b}", "b": "{a}" })), "bindings.a", 1),
        (with("bindings", json!({ "a": "{a}" })), "bindings.a", 1),
        (with("bindings", json!({ "a": "{b}", "b": "{c|hex}", "c": "x{a}", "d": "" })), "bindings.a", 1),
        (with("companion", json!({ "id": "b", "canonical": "{x}" })), "companion.canonical", 1),
    ] {
        let (got, offset, _) = fault(&scheme);
        assert_eq!((&*got, offset), (part, Some(at)), "{scheme}");
    }
}

/// What can only be told when a scheme is opened is told with its path as well, in a companion too, and for schemes in Rust.
#[test]
fn a_row_that_cannot_be_opened_is_blamed_by_its_path() {
    let webhook = json!({ "id": "a", "canonical": "{body}", "listSeparators": { "L": "," } });
    let own = |member: &str, value: Value| {
        let mut scheme = webhook.clone();
        scheme[member] = value;
        scheme
    };
    let sig = |template: &str| json!({ "X-Sig": template });
    for (scheme, part, at) in [
        (own("headers", sig("{signature|hex}")), "headers.X-Sig", Some(1)),
        (own("headers", sig("v1=[{signature}]")), "headers.X-Sig", Some(3)),
        (own("headers", sig("e{any}{signature}")), "headers.X-Sig", Some(7)),
        (own("headers", json!({ "L": "t={timestamp},v1={signature},s={body|hex}" })), "headers.L", Some(32)),
        (own("query", sig("{signature}{signature}")), "query.X-Sig", Some(12)),
        (own("fields", json!({ "a": "{signature}" })), "fields.a", None),
        (
            own("acceptedPlacements", json!([["header:b", "{any}"], ["header:a", "{signature|hex}"]])),
            "acceptedPlacements[1]",
            Some(1),
        ),
        (own("acceptedPlacements", json!([["header a", "{signature}"]])), "acceptedPlacements[0]", None),
    ] {
        let mut outer = own("headers", sig("{signature}"));
        outer["companion"] = scheme.clone();
        outer["companion"]["credentials"] = json!(["other"]);
        outer["companion"]["key"] = json!("{other}");
        for (scheme, part) in [(&scheme, part.into()), (&outer, format!("companion.{part}"))] {
            let secrets = [("secret", Secret::from("s")), ("other", Secret::from("s"))];
            let given = &secrets[..if scheme["companion"].is_null() { 1 } else { 2 }];
            let error = parse(scheme)
                .unwrap()
                .with(|scheme| Verifier::new(scheme, given, &VerifierOptions::default()))
                .unwrap_err();
            let Error::SchemeInvalid(fault) = error else { panic!("{scheme}: {error}") };
            assert_eq!((&*fault.part, fault.at), (&*part, at), "{scheme}");
        }
    }
    let scheme = Scheme { id: "a", credentials: &["secret"], canonical: "{body}", ..Scheme::HMAC_SHA256_HEX };
    for (scheme, part, at) in [
        (Scheme { headers: &[("A", "{signature")], ..scheme }, "headers.A", 10),
        (
            Scheme { headers: &[("A", "{signature}")], accepted_canonicals: &["", "{x}"], ..scheme },
            "acceptedCanonicals[1]",
            1,
        ),
        (Scheme { headers: &[("A", "{signature}")], bindings: &[("x", "["), ("y", "")], ..scheme }, "bindings.x", 1),
    ] {
        let told = [
            Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).map(|_| ()).unwrap_err(),
            Signer::new(&Scheme { canonical: "{no}", ..scheme }, &[("secret", "s".into())], &SignerOptions::default())
                .map(|_| ())
                .unwrap_err(),
        ];
        assert_eq!(told[0].fault().map(|fault| (&*fault.part, fault.at)), Some((part, Some(at))));
        assert_eq!(told[1].code(), "ERR_SCHEME_INVALID");
    }
    let late = own("query", json!({ "h": "{b}", "s": "{signature}" }));
    let late =
        json!({ "id": "a", "canonical": "{query}", "bindings": { "b": "{body|sha256|hex}" }, "query": late["query"] });
    let error = parse(&late)
        .unwrap()
        .with(|scheme| Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default()))
        .unwrap_err();
    assert_eq!(error.fault().map(|fault| &*fault.part), Some("query.h"));
}

/// Whatever keeps a scheme as JSON may sort its members: bindings that name one another are worked out in their own order.
#[test]
fn bindings_may_come_in_any_order() {
    let pairs = [("e", "{d}{c|hex}"), ("d", "<{b}>{c}"), ("c", "{b}"), ("b", "{a|upper}"), ("a", "{body}")];
    let mut orders = vec![pairs.to_vec()];
    for turn in 1..pairs.len() {
        let mut order = pairs.to_vec();
        order.rotate_left(turn);
        orders.push(order.iter().rev().copied().collect());
        orders.push(order);
    }
    for order in orders {
        let bindings: Vec<String> = order.iter().map(|(name, text)| format!("{name:?}:{text:?}")).collect();
        let json = format!(
            r#"{{"id":"x","canonical":"{{e}}","headers":{{"X":"{{signature}}"}},"bindings":{{{}}}}}"#,
            bindings.join(",")
        );
        let scheme = SchemeDefinition::parse(&json).unwrap();
        let signer =
            scheme.with(|scheme| Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default())).unwrap();
        let message = Message { body: b"ab", ..Message::default() };
        let canonical = signer.sign(&message, Timestamp::Text("")).unwrap().canonical().text();
        assert_eq!(canonical, "<AB>AB4142", "{json}");
    }
}

#[test]
fn text_that_is_no_row_is_blamed() {
    for text in [
        "",
        "null",
        "[",
        "{",
        "{\"id\":\"\\ud800\",\"canonical\":\"\"}",
        "[[[[[[[[[]]]]]]]]]",
        "{\"id\":1e999}",
        "\"\\",
    ] {
        assert_eq!(SchemeDefinition::parse(text).unwrap_err().code(), "ERR_SCHEME_INVALID", "{text}");
    }
}

/// What a scheme reads is counted, in bytes: a message costs a small multiple of its own length, whatever the scheme does with it.
#[test]
fn a_row_makes_little_work_of_a_message() {
    let body = format!("\"{}\"", "7".repeat((1 << 20) - 2)).into_bytes();
    let message = Message { method: "POST", url: "https://a.example/b?c=d", body: &body, ..Message::default() };
    let signed = |scheme: &Value| {
        let signer = parse(scheme)
            .unwrap()
            .with(|scheme| Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default()))
            .unwrap();
        signer.sign(&message, Timestamp::Text("1747216800")).map(|signed| signed.canonical().bytes().len())
    };
    let own = |canonical: &str| json!({ "id": "a", "canonical": canonical, "headers": { "X": "{signature}" } });
    assert_eq!(signed(&own(&"{body}".repeat(16))), Ok(16 << 20));
    assert_eq!(signed(&own("{body|sha256|hex}{body|json}{body|hex|unhex|upper}")), Ok(64 + (2 << 20)));
    let many: Value = (0..60).map(|n| (format!("b{n}"), json!("{body|sha256}".repeat(4)))).collect();
    let all: String = (0..60).map(|n| format!("{{b{n}}}")).collect();
    let mut bindings = own(&all);
    bindings["bindings"] = many;
    let mut placed = own("{timestamp}");
    placed["timestamp"] = json!("seconds");
    placed["headers"] = json!({ "X": "{signature}", "T": "{timestamp}", "Y": "{body|sha512|hex}".repeat(17) });
    let mut query = own("{query}");
    query["query"] = json!({ "a": "{body|sha512|hex}".repeat(17), "s": "{signature}" });
    for scheme in [
        own(&"{body}".repeat(17)),
        own(&"{body|sha512}".repeat(17)),
        own(&"{body|json|json|json|json}".repeat(5)),
        own("{body|hex|hex|hex|hex|sha256}"),
        own(&"[{body|sorted|sha256|hex}]".repeat(120)),
        bindings,
        placed,
        query,
    ] {
        let error = signed(&scheme).unwrap_err();
        assert_eq!(error.code(), "ERR_SCHEME_INVALID", "{scheme}: {error}");
    }
    // Verifying and explaining count as signing does.
    let scheme = parse(&own(&"{body|sha512}".repeat(17))).unwrap();
    let digits = "0".repeat(64);
    let headers = [("X", &*digits)];
    let received = Message { headers: &headers, ..message };
    let verifier =
        scheme.with(|scheme| Verifier::new(scheme, &[("secret", "s".into())], &VerifierOptions::default())).unwrap();
    assert_eq!(verifier.verify(&received, 0).unwrap_err().code(), "ERR_SCHEME_INVALID");
    let case = Case { message, received: &digits, ..Case::default() };
    let report =
        scheme.with(|scheme| explain(scheme, &[("secret", "s".into())], &VerifierOptions::default(), &case)).unwrap();
    assert!(report.tried < 100, "{}", report.tried);
    let scheme = parse(&own("{body|sha512}")).unwrap();
    let report =
        scheme.with(|scheme| explain(scheme, &[("secret", "s".into())], &VerifierOptions::default(), &case)).unwrap();
    assert!((1..200).contains(&report.tried), "{}", report.tried);
}

#[test]
fn hostile_rows_are_refused() {
    let groups = format!("{}{{body}}{}", "[".repeat(10_000), "]".repeat(10_000));
    let doubled: Value =
        (1..64).map(|n| (format!("b{n:02}"), json!(format!("{{b{:02}}}{{b{:02}}}", n - 1, n - 1)))).collect();
    let mut bindings = json!({ "b00": "{body}" });
    bindings.as_object_mut().unwrap().extend(doubled.as_object().unwrap().clone());
    for scheme in [
        with("canonical", json!(groups)),
        with("canonical", json!("a".repeat(1 << 20))),
        with("canonical", json!("{body}".repeat(1000))),
        with("canonical", json!(format!("{{body{}}}", "|hex".repeat(1000)))),
        with("headers", (0..100_000).map(|n| (n.to_string(), json!("{signature}"))).collect()),
        with("notes", json!(vec!["a"; 100_000])),
        with("notes", (0..2000).fold(json!("a"), |inner, _| json!([inner]))),
        with(&"a".repeat(60_000), json!(1)),
        with("options", (0..10_000).map(|n| (n.to_string(), json!("{0}"))).collect()),
        with("inputs", (0..2000).map(|n| (n.to_string(), json!("header:a"))).collect()),
        with("listSeparators", (0..2000).map(|n| (n.to_string(), json!(","))).collect()),
        with("misreadings", json!(vec![json!({ "id": "a", "template": "" }); 1000])),
        with("acceptedCanonicals", json!(vec!["{body}"; 1000])),
        with("acceptedTimestamps", json!(vec!["seconds"; 1000])),
        with("acceptedPlacements", json!(vec![["header:a", "{signature}"]; 1000])),
        with("credentials", json!(vec!["secret"; 1000])),
        with("companion", with("companion", acme())),
    ] {
        assert_eq!(parse(&scheme).unwrap_err().code(), "ERR_SCHEME_INVALID");
    }
    // 2^63 bodies: well written, so that it is refused where it is used.
    let scheme =
        parse(&json!({ "id": "a", "canonical": "{b63}", "bindings": bindings, "headers": { "X": "{signature}" } }));
    let signer = scheme
        .unwrap()
        .with(|scheme| Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default()))
        .unwrap();
    let error = signer.sign(&Message { body: &[b'a'; 1000], ..Message::default() }, Timestamp::Now(0)).unwrap_err();
    assert_eq!(error.code(), "ERR_SCHEME_INVALID");
    let verifier =
        |scheme: &Scheme<'_>| Verifier::new(scheme, &[("secret", Secret::from("s"))], &VerifierOptions::default());
    let scheme =
        parse(&json!({ "id": "a", "canonical": "{body|hex|hex|hex|hex|hex}", "headers": { "X": "{signature}" } }));
    let body = vec![b'a'; 20 << 20];
    let digits = "0".repeat(64);
    let headers = [("X", &*digits)];
    let message = Message { body: &body, headers: &headers, ..Message::default() };
    let error = scheme.unwrap().with(verifier).unwrap().verify(&message, 0).unwrap_err();
    assert_eq!(error.code(), "ERR_BODY_INVALID");
}
