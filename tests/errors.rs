//! Bad input through Rust: every refusal has its code, the part that is to blame, and the byte where there is one.
//!
//! What a file can hold is a vector (`tests/vectors/*/error-*.json`); here is what it cannot, and what comes in tables.

#[path = "support/pairs.rs"]
mod pairs;

use countersign::{
    CertificateValidity, Error, Message, Missing, Scheme, Secret, Signer, SignerOptions, Timestamp, TimestampForm,
    Tolerance, Verifier, VerifierOptions, scheme, schemes,
};
use pairs::{is_built, pair_for};

#[test]
fn unknown_schemes() {
    for id in [
        "",
        "toString",
        "__proto__",
        "constructor",
        "securo",
        "securo.",
        "SECURO.request",
        "securo.request\0",
        "securo.request ",
    ] {
        let error = scheme(id).unwrap_err();
        assert_eq!((error.code(), error.fault()), ("ERR_SCHEME_UNKNOWN", None), "{id}");
    }
    let long = scheme(&"\u{1f600}".repeat(1000)).unwrap_err().to_string();
    assert!(long.len() < 1000, "a long id is cut: {long}");
}

#[test]
fn credentials_absent_empty_and_unknown() {
    // A build without an algorithm refuses its schemes whatever is given.
    for scheme in schemes().filter(|scheme| is_built(scheme.algorithm) && scheme.profile.is_none()) {
        for missing in scheme.credentials {
            for absent in [true, false] {
                let mut credentials = credentials(scheme);
                match credentials.iter().position(|(name, _)| name == missing) {
                    Some(at) if absent => drop(credentials.remove(at)),
                    Some(at) => credentials[at].1 = "".into(),
                    None => unreachable!("the row names it"),
                }
                let error = Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap_err();
                let expected =
                    Error::CredentialMissing(Missing { scheme: scheme.id.into(), name: (*missing).into() }.into());
                assert_eq!(error, expected, "{}", scheme.id);
            }
        }
        let mut more = credentials(scheme);
        more.push(("toString", "x".into()));
        let refused = facts(Signer::new(scheme, &more, &SignerOptions::default()));
        assert_eq!(refused, Some(("ERR_CREDENTIAL_INVALID", "toString".into(), None)), "{}", scheme.id);
        let refused = facts(Signer::new(
            scheme,
            &credentials(scheme),
            &SignerOptions { scheme: &[("toString", "x")], ..SignerOptions::default() },
        ));
        assert_eq!(refused, Some(("ERR_OPTION_INVALID", "toString".into(), None)), "{}", scheme.id);
    }
}

/// A secret in the place of a name stays unsaid, and a name that was mistyped does not.
#[test]
fn names_that_may_be_secrets() {
    let scheme = scheme("github.webhook").unwrap();
    let scheme_error = |id: &str| countersign::scheme(id).unwrap_err();
    let named = |name: &str| {
        Signer::new(scheme, &[("secret", "x".into()), (name, "x".into())], &SignerOptions::default()).unwrap_err()
    };
    let chosen = |id: &str, name: &str| {
        let options = SignerOptions { scheme: &[(name, "x")], ..SignerOptions::default() };
        let scheme = countersign::scheme(id).unwrap();
        Signer::new(scheme, &credentials(scheme), &options).unwrap_err()
    };
    // The one takes no options, the other two.
    let (without, with) = ("github.webhook", "azure-cosmos.request");
    let no_options = "does not apply: `github.webhook` takes no options here";
    for secret in [
        "It's a Secret to Everybody",
        "8f742231b10e8888abcd99eee00085a5",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
        "ab12cd",
        "é",
        "tab\tin",
        "",
        "-----BEGIN",
        "abcdefghijklmnopqrstuvwxyzabcdefghij",
        "pin123",
    ] {
        let hidden = "a name that is not shown, since it may be a secret";
        for (error, code, part, text) in [
            (
                named(secret),
                "ERR_CREDENTIAL_INVALID",
                "credentials",
                format!("`credentials`: expected one of the credentials `secret`, got {hidden}"),
            ),
            (
                chosen(with, secret),
                "ERR_OPTION_INVALID",
                "options",
                format!("`options`: expected one of the options `resourceType`, `resourceLink`, got {hidden}"),
            ),
            (chosen(without, secret), "ERR_OPTION_INVALID", "options", format!("`options` {no_options}")),
        ] {
            assert_eq!(facts(Err::<(), _>(error.clone())), Some((code, part.into(), None)), "{secret}");
            let shown = format!("{error} {error:?}");
            assert!(secret.is_empty() || !shown.contains(secret), "{secret}: {shown}");
            assert_eq!(error.to_string(), text, "{secret}");
        }
    }
    for name in ["secrets", "apiKey", "api_key", "API-KEY", "secret2", "key12", "jws.form", "toleranceSeconds"] {
        for (error, text) in [
            (named(name), format!("`{name}`: expected one of the credentials `secret`, got an unknown credential")),
            (
                chosen(with, name),
                format!("`{name}`: expected one of the options `resourceType`, `resourceLink`, got an unknown option"),
            ),
            (chosen(without, name), format!("`{name}` {no_options}")),
        ] {
            assert_eq!(error.to_string(), text);
        }
    }
    for secret in ["8f742231b10e8888abcd99eee00085a5", "hunter2-hunter2"] {
        assert!(!scheme_error(secret).to_string().contains(secret));
    }
    for id in ["github", "nobody.webhook", "rfc9421.hmac-sha257"] {
        assert!(scheme_error(id).to_string().ends_with(&format!("got `{id}`")), "{id}");
    }
}

/// What must not be given at all is said to be so, and why; nothing is quoted that nobody wrote.
#[test]
fn what_does_not_apply() {
    let verifier =
        |id, options| Verifier::new(scheme(id).unwrap(), &[("secret", "hush".into())], &options).unwrap_err();
    let default = VerifierOptions::default();
    let of = |tolerance| VerifierOptions { tolerance, ..default };
    let ignored = VerifierOptions { certificate_validity: CertificateValidity::Ignored, ..default };
    for (options, part, why) in [
        (of(Tolerance::Seconds(600)), "toleranceSeconds", "this scheme signs no timestamp"),
        (of(Tolerance::Off), "toleranceSeconds", "this scheme signs no timestamp"),
        (ignored, "certificateValidity", "this scheme takes no certificates"),
    ] {
        let error = verifier("github.webhook", options);
        let why = format!("`{part}` does not apply: {why}");
        assert_eq!((error.code(), error.to_string()), ("ERR_OPTION_INVALID", why));
        assert_eq!(error.fault().unwrap().part, part);
    }
    // Where it applies, what was given is quoted.
    let error = verifier("slack.webhook", of(Tolerance::Seconds(86_401)));
    let expected = "`toleranceSeconds`: expected at most 86400 s (a day), since a recorded message can be sent again for as \
                    long as that; for more, set `allowLongTolerance` too, got 86401";
    assert_eq!(error.to_string(), expected);
}

/// What a scheme gives as text is no text with what people paste along with it.
#[test]
fn credentials_as_people_paste_them() {
    let scheme = scheme("securo.request").unwrap();
    let own = "hush-hush";
    let is_space = |character: char| character.is_whitespace() || character == '\u{feff}';
    let space = "a string without white space around it: trim it";
    let quotes = "a string without quotes around it: take them off";
    let unset = "the credential itself, not what JavaScript writes for another value";
    for (text, expected, got) in [
        (format!("{own}\n"), space, "a line break at the end"),
        (format!("{own}\r\n"), space, "a line break at the end"),
        (format!("{own} "), space, "white space"),
        (format!("{own}\u{a0}"), space, "white space"),
        (format!("\n{own}"), space, "a line break at the start"),
        (format!("\t{own}"), space, "white space"),
        (format!("\u{feff}{own}"), space, "white space"),
        (" ".into(), space, "white space"),
        (format!("\"{own}\""), quotes, "quotes"),
        (format!("'{own}'"), quotes, "quotes"),
        (format!("`{own}`"), quotes, "quotes"),
        ("undefined".into(), unset, "`undefined`"),
        ("null".into(), unset, "`null`"),
        ("[object Object]".into(), unset, "`[object Object]`"),
    ] {
        for name in ["apiKey", "secret"] {
            let given = |secret: Secret| {
                ["apiKey", "secret"].map(|own| (own, if own == name { secret.clone() } else { "fine".into() }))
            };
            let told = |error: Error| {
                assert!(!format!("{error} {error:?}").contains(own), "{error}");
                (error.code(), error.to_string())
            };
            let at = match got {
                "white space" if text.trim_end_matches(is_space).len() < text.len() => {
                    format!(", byte {}", text.trim_end_matches(is_space).len())
                }
                "white space" => ", byte 0".into(),
                _ => String::new(),
            };
            let want = ("ERR_CREDENTIAL_INVALID", format!("`{name}`{at}: expected {expected}, got {got}"));
            let (text, bytes) = (given(Secret::from(&*text)), given(Secret::from(text.as_bytes())));
            assert_eq!(told(Signer::new(scheme, &text, &SignerOptions::default()).unwrap_err()), want);
            assert_eq!(told(Verifier::new(scheme, &text, &VerifierOptions::default()).unwrap_err()), want);
            // Who passes bytes means them, but for the line break that a file ends in.
            let verifier = Verifier::new(scheme, &bytes, &VerifierOptions::default());
            let is_line = name == "secret" && got.starts_with("a line break");
            assert_eq!(verifier.is_err(), is_line, "{got}");
        }
    }
    for text in ["\"", "it's", "'a'b", "a b", "undefined1", "Null", "\"a'"] {
        let given = [("apiKey", text.into()), ("secret", text.into())];
        assert!(Signer::new(scheme, &given, &SignerOptions::default()).is_ok(), "{text}");
    }
}

/// What becomes a header is refused at the byte that no header can hold.
#[test]
fn credentials_that_no_header_holds() {
    for (value, at) in [
        (&b"a\rb"[..], 1),
        (b"a\nb", 1),
        (b"ab\0", 2),
        (b" a", 0),
        (b"a\t", 1),
        (b"\x7f", 0),
        (b"a\xffb", 1),
        (b"\xc3\xa9", 0),
    ] {
        for (id, name) in [
            ("securo.request", "apiKey"),
            ("moneroo.request", "secret"),
            ("kraken.request", "apiKey"),
            ("binance.request", "apiKey"),
        ] {
            let scheme = scheme(id).unwrap();
            let mut credentials = credentials(scheme);
            credentials.iter_mut().filter(|(own, _)| *own == name).for_each(|(_, secret)| *secret = value.into());
            let got = facts(Signer::new(scheme, &credentials, &SignerOptions::default()));
            assert_eq!(got, Some(("ERR_CREDENTIAL_INVALID", name.into(), Some(at))), "{id} {}", value.escape_ascii());
        }
    }
}

/// What is only hashed may be any bytes, but for the line break that an editor leaves behind.
#[test]
fn secrets_are_bytes_but_for_a_pasted_line_break() {
    let scheme = scheme("tu-cambio.request").unwrap();
    let open = |secret: &[u8]| {
        facts(Signer::new(scheme, &[("apiKey", "k".into()), ("secret", secret.into())], &SignerOptions::default()))
    };
    for secret in [&b"\0"[..], b"\xff\xfe", b"with space ", b"inner\nbreak", b"\x01\n", b"\n"] {
        assert_eq!(open(secret), None, "{}", secret.escape_ascii());
    }
    for secret in [&b"secret\n"[..], b"secret\r\n", b"\nsecret"] {
        let expected = ("ERR_CREDENTIAL_INVALID", "secret".into(), None);
        assert_eq!(open(secret), Some(expected), "{}", secret.escape_ascii());
    }
}

#[test]
fn methods_and_headers_that_no_client_sends() {
    let sign = |method: &str, headers: &[(&str, &str)]| {
        facts(sign("securo.request", &Message { method, url: "https://h.example/", headers, body: b"" }, NOW))
    };
    for method in ["GET ", "GE T", "GET\r\nX: 1", "G\u{c9}T", "\0", "(", "GET/"] {
        assert_eq!(sign(method, &[]), Some(("ERR_REQUEST_INVALID", "method".into(), None)), "{method:?}");
    }
    for name in ["", " x", "x:", "x\n", "\u{e9}"] {
        assert_eq!(sign("GET", &[(name, "1")]), Some(("ERR_REQUEST_INVALID", "headers".into(), None)), "{name:?}");
    }
    for (value, at) in [("a\r", 1), ("\n", 0), ("a\0", 1), ("\u{e9}\x7f", 2)] {
        assert_eq!(
            sign("GET", &[("x-note", value)]),
            Some(("ERR_REQUEST_INVALID", "x-note".into(), Some(at))),
            "{value:?}"
        );
    }
    assert_eq!(sign("x-!#$%&'*+.^_`|~0aZ", &[("x-note", ""), ("x-tab", "a\tb"), ("x-name", " \u{e9} ")]), None);
}

#[test]
fn moments_outside_of_the_calendar() {
    let message = Message { method: "GET", url: "https://h.example/", ..Message::default() };
    for id in ["securo.request", "tu-cambio.request", "bitmex.request", "binance.request"] {
        for at_ms in [i64::MIN, -1, 253_402_300_800_000, i64::MAX] {
            for timestamp in [Timestamp::At(at_ms), Timestamp::Now(at_ms)] {
                let got = facts(sign(id, &message, timestamp));
                assert_eq!(got, Some(("ERR_TIMESTAMP_INVALID", "timestamp".into(), None)), "{id} {timestamp:?}");
            }
        }
        assert_eq!(facts(sign(id, &message, Timestamp::At(0))), None, "{id}");
    }
}

#[test]
fn timestamps_that_no_header_holds() {
    let message = Message { method: "GET", url: "https://h.example/", ..Message::default() };
    for (text, at) in [
        ("", None),
        ("1\r\n", Some(1)),
        ("\n1", Some(0)),
        ("1\u{e9}", Some(1)),
        (" 1", Some(0)),
        ("1 ", Some(1)),
        ("1\0x", Some(1)),
    ] {
        let got = facts(sign("tu-cambio.request", &message, Timestamp::Text(text)));
        assert_eq!(got, Some(("ERR_TIMESTAMP_INVALID", "timestamp".into(), at)), "{text:?}");
    }
}

/// A receiver would refuse what is no time in a form that it reads, so it is not signed.
#[test]
fn timestamps_that_no_receiver_reads() {
    let sign = |id: &str, timestamp, headers| {
        let message = Message { method: "POST", url: "https://h.example/", headers, body: b"{}" };
        sign(id, &message, timestamp)
    };
    for (id, accepted, refused, expected) in [
        ("securo.request", "1747216800", "1747216800.5", "Unix seconds (10 digits), such as `1716583030`"),
        ("securo.request", "1747216801", "1747216800000", "Unix seconds (10 digits), such as `1716583030`"),
        ("binance.request", "1747216800000", "1747216800", "Unix milliseconds (13 digits), such as `1716583030492`"),
        ("tu-cambio.request", "2025-05-14T12:00:00+02:00", "now", ISO),
        ("tu-cambio.request", "Wed, 14 May 2025 10:00:00 GMT", "1747216800", ISO),
        ("worldline.request", "Wed, 14 May 2025 10:00:00 GMT", "2025-05-14T10:00:00Z", HTTP),
        // A nonce may be any number that grows.
        ("kraken.request", "1", "1.5", "digits, such as `1716583030492`"),
        ("kraken.request", "1747216800000000001", "now", "digits, such as `1716583030492`"),
    ] {
        let headers: &[_] = if id == "worldline.request" { &[("Content-Type", "application/json")] } else { &[] };
        assert_eq!(facts(sign(id, Timestamp::Text(accepted), headers)), None, "{id}: {accepted}");
        let error = sign(id, Timestamp::Text(refused), headers).unwrap_err();
        let want = format!("`timestamp`: expected {expected}, got `{refused}`");
        assert_eq!((error.code(), error.to_string()), ("ERR_TIMESTAMP_INVALID", want));
    }
    // It is the same with what the request carries.
    let error = sign("securo.request", NOW, &[("x-sec-ts", "yesterday")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`timestamp`: expected Unix seconds (10 digits), such as `1716583030`, got `yesterday`"
    );
}

#[test]
fn a_body_past_the_bound() {
    let body = vec![b' '; (32 << 20) + 1];
    let message = Message { method: "POST", url: "https://h.example/", body: &body, ..Message::default() };
    assert_eq!(facts(sign("tu-cambio.request", &message, NOW)), Some(("ERR_BODY_INVALID", "body".into(), None)));
    let message = Message { body: &body[1..], ..message };
    assert_eq!(facts(sign("tu-cambio.request", &message, NOW)), None);
}

/// A scheme that comes from elsewhere is refused where it cannot be read, however long or deep it is.
#[test]
fn templates_that_cannot_be_read() {
    let nest = |depth: usize| "[".repeat(depth) + "{body}" + &"]".repeat(depth);
    let (deep, deeper) = (nest(1000), nest(10_000));
    let (long, many) = ("x".repeat(1 << 20), "{body}".repeat(1000));
    let filters = format!("{{body{}}}", "|hex".repeat(9));
    let cases: &[(&str, usize)] = &[
        ("{", 1),
        ("{body", 5),
        ("a}", 1),
        ("[", 1),
        ("[{body}", 7),
        ("{body}]", 6),
        ("[]", 0),
        ("a[b]", 1),
        ("[[]{body}]", 1),
        ("{}", 1),
        ("{ body}", 1),
        ("{Body}", 1),
        ("{toString}", 1),
        ("x{url}{secrets}", 7),
        ("{body|}", 6),
        ("{body|nope}", 6),
        ("{body|hex|Upper}", 10),
        ("{body| hex}", 6),
        ("{body|json{}", 6),
        ("\\", 1),
        ("\\n", 1),
        ("é\\é", 3),
        ("é{é}", 3),
        (&deep, 8),
        (&deeper, 8192),
        (&long, 8192),
        (&many, 256 * 6),
        (&filters, 1),
    ];
    for &(canonical, at) in cases {
        let got = facts(open(&Scheme { canonical, ..bare() }));
        let told = &canonical[..canonical.len().min(20)];
        assert_eq!(got, Some(("ERR_SCHEME_INVALID", "canonical".into(), Some(at))), "{told}");
    }
}

#[test]
fn bindings_that_name_themselves_or_each_other() {
    for bindings in [&[("a", "{a}")][..], &[("a", "x{b}"), ("b", "{body}")], &[("a", "{b}"), ("b", "{a}")]] {
        let got = facts(open(&Scheme { bindings, canonical: "{a}", ..bare() }));
        let at = bindings[0].1.find('{').map(|at| at + 1);
        assert_eq!(got, Some(("ERR_SCHEME_INVALID", "bindings.a".into(), at)), "{bindings:?}");
    }
    let got = facts(open(&Scheme { bindings: &[("a", "{body}")], key: "{a}", ..bare() }));
    assert_eq!(got, Some(("ERR_SCHEME_INVALID", "key".into(), Some(1))));
}

#[test]
fn placements_that_cannot_be_read() {
    for (member, scheme) in [
        ("headers", Scheme { headers: &[("X-Sign", "v1={signatures}")], ..bare() }),
        ("query", Scheme { query: &[("X-Sign", "v1={signatures}")], ..bare() }),
        ("fields", Scheme { fields: &[("X-Sign", "v1={signatures}")], ..bare() }),
    ] {
        assert_eq!(facts(open(&scheme)), Some(("ERR_SCHEME_INVALID", format!("{member}.X-Sign"), Some(4))));
    }
}

#[test]
fn filters_that_do_not_fit_their_input() {
    let sign = |canonical: &str, timestamp: &str, body: &[u8]| {
        let headers = &[("T", "{timestamp}"), ("S", "{signature}")];
        let signer = open(&Scheme { canonical, headers, tolerance: Tolerance::Off, ..bare() }).unwrap();
        facts(signer.sign(&Message { method: "POST", body, ..Message::default() }, Timestamp::Text(timestamp)))
    };
    assert_eq!(sign("{timestamp|int}", "12a", b""), Some(("ERR_TIMESTAMP_INVALID", "timestamp".into(), Some(2))));
    assert_eq!(sign("{body|int}", "1", b""), Some(("ERR_BODY_INVALID", "body".into(), Some(0))));
    assert_eq!(sign("{method|json}", "1", b""), Some(("ERR_REQUEST_INVALID", "method".into(), Some(0))));
    assert_eq!(sign("{body|unbase64|json}", "1", b"e30="), None);
    assert_eq!(sign("{body|int}", "1", b"000"), None);
}

#[test]
fn a_finished_signature_has_the_length_that_its_algorithm_makes() {
    let message = Message { method: "POST", url: "https://h.example/", ..Message::default() };
    for (id, length) in [("tu-cambio.request", 32), ("kraken.request", 64), ("moneroo.request", 0)] {
        let scheme = scheme(id).unwrap();
        let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
        for wrong in [0, 1, 31, 33, 63, 65, 128].into_iter().filter(|wrong| *wrong != length) {
            let prepared = signer.prepare(&message, NOW).unwrap();
            let expected = Some(("ERR_SIGNATURE_INVALID", "signature".into(), None));
            assert_eq!(facts(prepared.finish(&vec![0; wrong])), expected, "{id}, {wrong} bytes");
        }
        assert_eq!(facts(signer.prepare(&message, NOW).unwrap().finish(&vec![0; length])), None, "{id}");
    }
}

#[cfg(feature = "asymmetric")]
mod rsa {
    use super::*;

    struct Broken;

    impl rand_core::TryRng for Broken {
        type Error = core::fmt::Error;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Err(core::fmt::Error)
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Err(core::fmt::Error)
        }

        fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
            Err(core::fmt::Error)
        }
    }

    impl rand_core::TryCryptoRng for Broken {}

    #[test]
    fn randomness_that_is_absent_or_fails() {
        let scheme = scheme("smile-id.sec-key").unwrap();
        let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", ..Message::default() };
        assert_eq!(facts(signer.sign(&message, NOW)), Some(("ERR_ARGUMENT_INVALID", "sign".into(), None)));
        let failed = signer.sign_with_rng(&message, NOW, &mut Broken).map(drop);
        assert_eq!(failed, Err(Error::RandomnessUnavailable));
        assert_eq!(failed.unwrap_err().code(), "ERR_RANDOMNESS_UNAVAILABLE");
    }

    #[test]
    fn randomness_that_fails_does_not_matter_where_none_is_drawn() {
        let scheme = scheme("securo.request").unwrap();
        let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
        let message = Message { method: "GET", url: "https://h.example/", ..Message::default() };
        assert!(signer.sign_with_rng(&message, NOW, &mut Broken).is_ok());
    }

    #[test]
    fn keys_that_are_none() {
        let der = base64ct::Base64::decode_vec;
        use base64ct::Encoding as _;
        let spki = der(KEY).unwrap();
        let cut: Vec<&[u8]> =
            [0, 1, 2, 20, 100, spki.len() - 1].iter().map(|&end| &spki[..end]).filter(|cut| !cut.is_empty()).collect();
        let longer = [&spki[..], b"\0"].concat();
        let foreign: &[&[u8]] = &[
            &longer,
            b"0",
            b"\x30\x80",
            b"\x30\x00",
            b"\xff\xfe",
            b"\0",
            b" ",
            b"====",
            b"AAAA",
            b"-----BEGIN ",
            b"-----BEGIN PUBLIC KEY-----",
            b"-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        ];
        for key in cut.iter().chain(foreign) {
            let scheme = scheme("smile-id.sec-key").unwrap();
            let got = facts(Signer::new(
                scheme,
                &[("partnerId", "1".into()), ("apiKey", (*key).into())],
                &SignerOptions::default(),
            ));
            assert_eq!(got, Some(("ERR_CREDENTIAL_INVALID", "apiKey".into(), None)), "{}", key.escape_ascii());
        }
    }
}

#[test]
fn sentences_say_what_was_expected_and_what_came() {
    let url = "http://api.securo.dev/";
    let error = sign("securo.request", &Message { method: "GET", url, ..Message::default() }, NOW).unwrap_err();
    let expected = "`url`, byte 0: expected an `https:` URL, or `http:` to a loopback host; for a mock on another host, set `allowHttp`, got `http:` to `api.securo.dev`";
    assert_eq!(error.to_string(), expected);
    let scheme = scheme("securo.request").unwrap();
    let error = Signer::new(scheme, &[("apiKey", "k".into())], &SignerOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`securo.request` needs the credential `secret`: expected a string or bytes, got none"
    );
}

/// A message that does not verify: what the caller knows of it, the usual causes, and where the cause is found.
#[test]
fn a_mismatch_says_what_the_caller_can_check() {
    let end = "; `explain`, or `countersign explain` on the command line, finds the cause";
    let told = |id: &str, secrets: &[&str], message: &Message<'_>| {
        let keys: Vec<_> = secrets.iter().map(|secret| ("secret", Secret::from(*secret))).collect();
        let error = Verifier::new(scheme(id).unwrap(), &keys, &VerifierOptions::default())
            .unwrap()
            .verify(message, 1_700_000_000_000)
            .unwrap_err();
        assert_eq!((error.code(), error.fault()), ("ERR_SIGNATURE_MISMATCH", None));
        error.to_string().strip_suffix(end).map(String::from).unwrap()
    };
    let mac = "0".repeat(64);
    let github = [("X-Hub-Signature-256", &*["sha256=", &mac].concat())];
    assert_eq!(
        told("github.webhook", &["a", "b"], &Message { headers: &github, body: b"{}", ..Message::default() }),
        "the signature does not match: none of the 2 keys given makes it over this message by `github.webhook`, with a body of 2 bytes; usual causes: another secret, or a body that was parsed and serialised again: pass the bytes as received"
    );
    assert_eq!(
        told("github.webhook", &["a"], &Message { headers: &github, ..Message::default() }),
        "the signature does not match: the key given does not make it over this message by `github.webhook`, without a body; usual causes: a body that was not read: pass the bytes as received"
    );
    let url = ["https://h.example/a?shop=x&timestamp=1700000000&hmac=", &mac].concat();
    assert_eq!(
        told("shopify.oauth", &["a"], &Message { method: "GET", url: &url, ..Message::default() }),
        "the signature does not match: the key given does not make it over this message by `shopify.oauth`, without a body; usual causes: another secret, or a URL that is not the one the client called: the URL is signed, with its query, so pass it as it was called, not as a proxy rewrote it"
    );
}

/// Too old, too new: both times, and how far apart they may be.
#[test]
fn a_stale_signature_says_both_times() {
    let scheme = scheme("slack.webhook").unwrap();
    let secret = [("secret", Secret::from("hush"))];
    let signer = Signer::new(scheme, &secret, &SignerOptions::default()).unwrap();
    let message = Message { body: b"{}", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(1_700_000_000_000)).unwrap();
    let headers: Vec<_> = signed.headers().collect();
    let message = Message { headers: &headers, ..message };
    let told = |now_s: i64| {
        Verifier::new(scheme, &secret, &VerifierOptions::default())
            .unwrap()
            .verify(&message, now_s * 1000)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        told(1_700_000_301),
        "the signature is stale: expected one made at most 300 s (5 min) ago, got 301 s (5 min): signed at 2023-11-14T22:13:20Z, \
         checked at 2023-11-14T22:18:21Z; a late delivery, a replay, or a wrong clock (`toleranceSeconds` sets the limit)"
    );
    assert_eq!(
        told(1_700_000_000 - 301),
        "the signature is stale: expected one made at most 300 s (5 min) in the future, got 301 s (5 min): signed at \
         2023-11-14T22:13:20Z, checked at 2023-11-14T22:08:19Z; one of the clocks is wrong (`toleranceSeconds` sets the limit)"
    );
}

/// A list in a header that lacks an element, or has a space in it; a name that a template does not know; a time that does not travel.
#[test]
fn sentences_say_what_stands_there() {
    let stripe = |header: &str| {
        let headers = [("Stripe-Signature", header)];
        let message = Message { headers: &headers, body: b"{}", ..Message::default() };
        let keys = [("secret", Secret::from("whsec_hush"))];
        let verifier = Verifier::new(scheme("stripe.webhook").unwrap(), &keys, &VerifierOptions::default()).unwrap();
        verifier.verify(&message, 1_700_000_000_000).unwrap_err().to_string()
    };
    assert_eq!(
        stripe("t=1700000000,v0=00"),
        "`Stripe-Signature`: expected a list with the elements `v1=`, `t=`, got only `t=`, `v0=`"
    );
    assert_eq!(stripe("hush"), "`Stripe-Signature`: expected a list with the elements `v1=`, `t=`, got none of them");
    assert_eq!(
        stripe("t=1700000000, v1=00"),
        "`Stripe-Signature`, byte 13: expected the next element right after the separator, got a space"
    );
    assert_eq!(
        open(&Scheme { canonical: "{url}.{bdoy|hex}", ..bare() }).unwrap_err().to_string(),
        "`canonical`, byte 7: expected one of the names `method`, `url`, `base`, `target`, `path`, `query`, `body`, `timestamp`, \
         `canonical`, `signature`, `protected`, `any`, `secret`, got `bdoy`"
    );
    let timed = Scheme {
        canonical: "{timestamp}.{body}",
        headers: &[("X-Sign", "{signature}")],
        timestamp: TimestampForm::Seconds,
        ..bare()
    };
    assert_eq!(
        open(&timed).unwrap_err().to_string(),
        "`headers`: expected a header, query parameter or field for the time, which is signed, such as `\"x-timestamp\": \
         \"{timestamp}\"`, got none"
    );
    let key = [("secret", Secret::from("whsec_not base64"))];
    assert_eq!(
        Signer::new(scheme("standard-webhooks.webhook").unwrap(), &key, &SignerOptions::default())
            .unwrap_err()
            .to_string(),
        "`secret`, byte 9: expected base64 with its padding, got a character that is not shown: copy all of it as the provider \
         shows it, without quotes, spaces and line breaks"
    );
}

/// The code, part and offset of a refusal; `None` where there was none.
fn facts<T>(result: Result<T, Error>) -> Option<(&'static str, String, Option<usize>)> {
    let error = result.err()?;
    let fault = error.fault();
    Some((error.code(), fault.map(|fault| fault.part.clone()).unwrap_or_default(), fault.and_then(|fault| fault.at)))
}

/// The canonical string of `message`.
fn sign(id: &str, message: &Message<'_>, timestamp: Timestamp<'_>) -> Result<String, Error> {
    let scheme = scheme(id)?;
    let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default())?;
    signer.sign(message, timestamp).map(|signed| signed.canonical().text())
}

fn open(scheme: &Scheme<'_>) -> Result<Signer, Error> {
    Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default())
}

fn bare() -> Scheme<'static> {
    Scheme { id: "test.row", credentials: &["secret"], canonical: "{body}", ..Scheme::HMAC_SHA256_HEX }
}

/// Credentials that the scheme accepts.
fn credentials(scheme: &Scheme<'_>) -> Vec<(&'static str, Secret)> {
    let value = |name: &str| match (scheme.id, name) {
        ("smile-id.sec-key", "apiKey") => KEY,
        (_, "partnerId") => "085",
        (_, "privateKey") => pair_for(scheme.algorithm)[0],
        // Hexadecimal, base64 and text.
        _ => "c2ec7ef0",
    };
    ["apiKey", "partnerId", "merchantId", "accessId", "secret", "privateKey", "webhookId"]
        .into_iter()
        .filter(|name| scheme.credentials.contains(name))
        .map(|name| (name, value(name).into()))
        .collect()
}

const ISO: &str = "ISO 8601 with a zone, such as `2024-05-24T20:37:10.492Z`";
const HTTP: &str = "an HTTP date, such as `Fri, 24 May 2024 20:37:10 GMT`";
const NOW: Timestamp<'static> = Timestamp::Now(1_747_216_800_000);

/// An RSA public key of 1024 bits, made for these tests.
const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCltJlml8TOSg24t+VUH9mKGdLRnQ0gnAazJhMdFTpvcDJzne7QazzA6fbG99vWQO4l6RsOogSOMOd+/1HWx5fjjCbpnp/Wi2Rs/ebj6tWOeN5KOAackmmO+0bdlpMHm8eivj/jH1OAo/XmRVq4b6DG1NzC3o16u6enEDObWyilnwIDAQAB";
