//! Inputs that touch: where a canonical string does not tell where one ends, two messages share a signature. Such schemes are
//! found, verifiers refuse them unless they say so, and the document on security names those that are built in.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use countersign::{
    Error, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, TimestampForm, Tolerance,
    Verifier, VerifierOptions, scheme, schemes,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const NOW_MS: i64 = 1_747_216_800_000;

/// The path, the byte and the inputs that touch; nothing where none do.
fn touching(scheme: &Scheme<'_>) -> Option<(String, Option<usize>, Vec<String>)> {
    let own = Scheme { touching_inputs: false, companion: None, ..*scheme };
    // Without credentials that is as far as any scheme comes.
    let Err(Error::SchemeInvalid(fault)) = Verifier::new(&own, &[], &VerifierOptions::default()) else { return None };
    assert!(fault.got.ends_with(": say `touchingInputs: true` where the provider joins them so"), "{fault}");
    let names =
        fault.expected.strip_prefix("text between ").unwrap().strip_suffix(" that tells where each ends").unwrap();
    let names = names.split(", ").map(|name| name.trim_matches('`').to_owned()).collect();
    Some((fault.part.clone(), fault.at, names))
}

#[test]
fn built_in_schemes_say_so_where_their_inputs_touch() {
    for scheme in schemes() {
        assert_eq!(scheme.touching_inputs, touching(scheme).is_some(), "{}: {:?}", scheme.id, touching(scheme));
        assert!(scheme.companion.is_none_or(|companion| touching(companion).is_none()), "{}", scheme.id);
    }
}

/// `UPDATE=1 cargo test --test touching` writes the lists.
#[test]
fn the_document_on_security_names_them() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/SECURITY.md");
    let text = fs::read_to_string(file).unwrap();
    let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut lists = String::new();
    for scheme in schemes() {
        if let Some((_, _, names)) = touching(scheme) {
            lists += &format!("- `{}`: {}\n", scheme.id, quoted(&names));
        }
    }
    lists += "\nOthers sign a part of the message in a form that several messages have:\n\n";
    for scheme in schemes() {
        let templates = || [scheme.canonical].into_iter().chain(scheme.bindings.iter().map(|(_, template)| *template));
        for (filter, what) in LOSSY {
            if templates().any(|template| template.contains(filter)) {
                lists += &format!("- `{}`: {what}\n", scheme.id);
            }
        }
    }
    let (before, rest) = text.split_once("<!-- touching -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /touching -->").unwrap();
    let made = [before, "<!-- touching -->\n", &lists, "<!-- /touching -->", after].concat();
    if env::var_os("UPDATE").is_some() {
        fs::write(file, &made).unwrap();
    }
    assert!(fs::read_to_string(file).unwrap() == made, "{file} is out of date: run with UPDATE=1");
}

/// Filters that make the same of different texts, and what that means.
const LOSSY: &[(&str, &str)] = &[
    ("{query|unpercent", "the query without its escapes, so `?a=1%26b%3D2` and `?a=1&b=2` are signed alike"),
    ("{query|sorted", "the parameters in order, so `?a=1&a=2` and `?a=2&a=1` are signed alike"),
    ("{body|joined", "names and values of the form with nothing between, so `a=bc` and `ab=c` are signed alike"),
];

fn definition(canonical: &str, more: &str) -> SchemeDefinition {
    let json = format!(
        r#"{{ "id": "a.b", "canonical": {canonical:?}, "timestamp": "seconds",
            "inputs": {{ "a": "header:x-a?", "b": "query:b?", "c": "field:c", "hs": "headers:x-acme-" }},
            "headers": {{ "T": "[{{timestamp}}]", "S": "{{signature}}" }}{more} }}"#
    );
    SchemeDefinition::parse(&json).unwrap_or_else(|error| panic!("{canonical}: {error}"))
}

fn secret() -> [(&'static str, Secret); 1] {
    [("secret", "hush".into())]
}

#[test]
fn a_verifier_refuses_inputs_that_touch() {
    for (canonical, more, part, at, names) in [
        ("{a}{body}", "", "canonical", 3, &["a", "body"][..]),
        ("{a}{b}", "", "canonical", 3, &["a", "b"]),
        ("{hs}{body}", "", "canonical", 4, &["hs", "body"]),
        ("{url}{body|joined}", "", "canonical", 5, &["url", "body"]),
        ("v1:{a}.{b}{c}.{timestamp}", "", "canonical", 10, &["b", "c"]),
        // A group may be there or not.
        ("{body}[:{a}]", "", "canonical", 8, &["body", "a"]),
        ("[{a}:]{body}", "", "canonical", 6, &["a", "body"]),
        ("{a}[:{b}]:{c}", "", "canonical", 5, &["a", "b", "c"]),
        ("{a}[{b}]", "", "canonical", 4, &["a", "b"]),
        ("[{a}][{b}]", "", "canonical", 6, &["a", "b"]),
        ("{path}[?{query}]{body}", "", "canonical", 8, &["path", "query", "body"]),
        // The first may hold the text between, and so may the second.
        ("{path}:{body}", "", "canonical", 7, &["path", "body"]),
        ("{body}.{a}", "", "canonical", 7, &["body", "a"]),
        ("{query}&{body}", "", "canonical", 8, &["query", "body"]),
        ("{method}|{path}|{body}", "", "canonical", 16, &["path", "body"]),
        ("{a|unpercent}.{b}", "", "canonical", 14, &["a", "b"]),
        // What is the same for all that a key signs may be written into an input, and an option may be empty.
        ("{a}{secret}{b}", "", "canonical", 11, &["a", "b"]),
        ("{a}{o}{b}", r#", "options": { "o": "-" }"#, "canonical", 6, &["a", "b"]),
        // A time between two inputs is found in either.
        ("{target}{timestamp}{body}", "", "canonical", 8, &["target", "timestamp", "body"]),
        // Digits of two widths move between a time and what stands next to it; a nonce has no width.
        ("{body}{timestamp}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 6, &["body", "timestamp"]),
        ("{timestamp}{body}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 11, &["timestamp", "body"]),
        ("{timestamp}{body}", r#", "toleranceSeconds": null"#, "canonical", 11, &["timestamp", "body"]),
        // Through bindings, and inside of what is hashed.
        ("{x}{body}", r#", "bindings": { "x": "{a}" }"#, "canonical", 3, &["a", "body"]),
        ("{x|sha256|hex}", r#", "bindings": { "x": "{a}{body}" }"#, "bindings.x", 3, &["a", "body"]),
        ("{y|hex}", r#", "bindings": { "x": "{a}{b}", "y": "{x|base64}" }"#, "bindings.x", 3, &["a", "b"]),
        ("{a}.{x|unhex}{body}", r#", "bindings": { "x": "{b}" }"#, "canonical", 13, &["x", "body"]),
        ("{body}", r#", "acceptedCanonicals": ["{a}.{b}", "{a}{b}"]"#, "acceptedCanonicals[1]", 3, &["a", "b"]),
    ] {
        let names: Vec<String> = names.iter().map(|name| (*name).into()).collect();
        let found = definition(canonical, more).with(|scheme| Ok(touching(scheme))).unwrap();
        assert_eq!(found, Some((part.into(), Some(at), names)), "{canonical}{more}");
        let signer =
            definition(canonical, more).with(|scheme| Signer::new(scheme, &secret(), &SignerOptions::default()));
        assert!(signer.is_ok(), "{canonical}: a signer signs its own messages");
        let more = [more, r#", "touchingInputs": true"#].concat();
        let verifier =
            definition(canonical, &more).with(|scheme| Verifier::new(scheme, &secret(), &VerifierOptions::default()));
        assert!(verifier.is_ok(), "{canonical}: {verifier:?}");
    }
    // In a companion, and in a constant.
    let companion = r#", "companion": { "id": "c", "canonical": "{path}{body}", "key": "{other}", "credentials": ["other"],
        "headers": { "Z": "{signature}" } }"#;
    let both = [("secret", "a".into()), ("other", "b".into())];
    let error = definition("{body}", companion)
        .with(|scheme| Verifier::new(scheme, &both, &VerifierOptions::default()))
        .unwrap_err();
    assert_eq!(error.fault().map(|fault| &*fault.part), Some("companion.canonical"));
    let constant = Scheme { canonical: "{path}{body}", headers: &[("S", "{signature}")], ..Scheme::WEBHOOK };
    let error = Verifier::new(&constant, &secret(), &VerifierOptions::default()).unwrap_err();
    assert_eq!(error.fault().map(|fault| (&*fault.part, fault.at)), Some(("canonical", Some(6))));
}

#[test]
fn a_verifier_takes_inputs_that_tell_where_they_end() {
    for (canonical, more) in [
        ("{a}.{body}", ""),
        ("{a}:{b}:{c}", ""),
        ("{a|lower}.{body}", ""),
        ("{a}[:{b}]", ""),
        ("{a}[:{b}]\n{c}", ""),
        ("{timestamp}{body}", ""),
        ("{timestamp}.{body}", r#", "acceptedTimestamps": ["milliseconds", "iso8601"]"#),
        ("{body}.{timestamp}", r#", "acceptedTimestamps": ["milliseconds", "iso8601"]"#),
        ("{body}{timestamp}", ""),
        ("{body}{timestamp}", r#", "acceptedTimestamps": ["iso8601", "rfc1123"]"#),
        ("{method}{url}", ""),
        ("{method}{path}[?{query}]\n{timestamp}\n{body}", ""),
        ("{method}\n{path}\n{query}\n{timestamp}\n{body}", ""),
        ("{method}|{path}\n{body}", ""),
        ("{hs}{path}\n{body}", ""),
        ("{hs}\n{body}", ""),
        ("{path}{body|sha256|hex}", ""),
        ("{body|sha256}{body|sha512|base64}{query}", ""),
        ("{query}.{body|base64}", ""),
        ("{body}\n{url}", ""),
        ("{url}&method={method}&timestamp={timestamp}[&body={body|json}]", ""),
        ("{secret}{body}", ""),
        ("{o}{body}{secret}", r#", "options": { "o": "" }"#),
        ("{x}.{body}", r#", "bindings": { "x": "{a}" }"#),
        ("{x|sha256|hex}{body}", r#", "bindings": { "x": "{a}:{query}" }"#),
    ] {
        let found = definition(canonical, more).with(|scheme| Ok(touching(scheme))).unwrap();
        assert_eq!(found, None, "{canonical}");
    }
}

/// A canonical string without anything of the message is the same for all: whoever has seen one signature can sign anything.
#[test]
fn a_verifier_refuses_to_verify_a_constant() {
    for canonical in ["x", "{secret}", "{secret|sha256|hex}:", "{signature}", "{canonical}{any}"] {
        let definition = SchemeDefinition::parse(&format!(
            r#"{{"id":"a","canonical":"{canonical}","headers":{{"S":"{{signature}}"}}}}"#
        ))
        .unwrap();
        let error = definition
            .with(|scheme| Verifier::new(scheme, &secret(), &VerifierOptions::default()))
            .unwrap_err()
            .to_string();
        let expected =
            "`canonical`: expected an input of the message, such as `{body}`, got the same text for every message";
        assert_eq!(error, expected);
    }
}

/// The values that a check of ends looks at are those that are signed, whatever stands around them.
#[test]
fn a_value_that_holds_what_ends_it_is_refused() {
    let told = |canonical: &str, more: &str, headers: &[(&str, &str)], url: &str| {
        let signer = definition(canonical, more)
            .with(|scheme| Signer::new(scheme, &secret(), &SignerOptions::default()))
            .unwrap();
        let message = Message { method: "POST", url, headers, body: br#"{"c":"1"}"# };
        let signed = signer.sign(&message, Timestamp::Text("1747216800"));
        signed.map(|signed| signed.canonical().text()).map_err(|error| error.to_string())
    };
    let ends = |at: usize, end: &str| {
        let expected = format!("a value without `{end}`, which ends it in the canonical string");
        Err(format!("`x-a`, byte {at}: expected {expected}, got `{end}`"))
    };
    let url = "https://h.example/?b=2";
    let group = "{a}[:{b}]";
    assert_eq!(told(group, "", &[("x-a", "1")], url), Ok("1:2".into()));
    assert_eq!(told(group, "", &[("x-a", "1:2")], "https://h.example/"), ends(1, ":"));
    assert_eq!(told("{a}::{b}", "", &[("x-a", "1:")], url), ends(1, "::"), "`1:` and `::2` are `1:::2`");
    assert_eq!(told("{a}::{b}", "", &[("x-a", "1:1")], url), Ok("1:1::2".into()));
    assert_eq!(told("{x}-{b}", r#", "bindings": { "x": "<{a}" }"#, &[("x-a", "1-1")], url), ends(1, "-"));
    assert_eq!(told("{x|hex}", r#", "bindings": { "x": "{a}-{b}" }"#, &[("x-a", "1-1")], url), ends(1, "-"));
    assert_eq!(told("{a|lower}x{b}", "", &[("x-a", "1X1")], url), ends(1, "x"));
    let signer = definition("{method}|{path}", "")
        .with(|scheme| Signer::new(scheme, &secret(), &SignerOptions::default()))
        .unwrap();
    let message = Message { method: "A|B", url: "https://h.example/", body: br#"{"c":"1"}"#, ..Message::default() };
    let error = signer.sign(&message, Timestamp::Text("1747216800")).unwrap_err();
    assert_eq!((error.code(), error.fault().map(|fault| fault.at)), ("ERR_REQUEST_INVALID", Some(Some(1))));
    // Headers as lines end where one begins with another letter.
    assert_eq!(
        told("{hs}\n{b}", "", &[("x-a", ""), ("x-acme-b", ""), ("X-Acme-A", "1")], url),
        Ok("x-acme-a:1\nx-acme-b:\n\n2".into())
    );
}

/// That those which are found to touch do so: a genuine message, and another with the same signature.
#[test]
fn bytes_move_where_inputs_touch() {
    for (id, credentials, [genuine, other]) in [
        (
            "square.webhook",
            &["secret"][..],
            [("POST", "https://h.example/a", "?b=1", "", ""), ("POST", "https://h.example/a?b=", "1", "", "")],
        ),
        (
            "binance.request",
            &["apiKey", "secret"],
            [
                ("POST", "https://h.example/a?timestamp=1747216800000&x=1", "y=2", "", ""),
                ("GET", "https://h.example/b?timestamp=1747216800000&x=1y=", "2", "", ""),
            ],
        ),
        (
            "bitmex.request",
            &["apiKey", "secret"],
            [
                ("POST", "https://h.example/order", "text=1747216861x=1", "api-expires", "1747216860"),
                ("POST", "https://h.example/order1747216860text=", "x=1", "api-expires", "1747216861"),
            ],
        ),
        (
            "kraken.request",
            &["apiKey", "secret"],
            [
                ("POST", "https://h.example/0/private/Add", "nonce=1&a=nonce=1nonce%3D1%26a%3D", "", ""),
                ("POST", "https://h.example/0/private/Add", "nonce=1nonce%3D1%26a%3D", "", ""),
            ],
        ),
    ] {
        let scheme = scheme(id).unwrap();
        assert!(scheme.touching_inputs);
        // Base64 is what both kinds of keys can be.
        let given: Vec<(&str, Secret)> = credentials.iter().map(|name| (*name, "a2V5".into())).collect();
        let signer = Signer::new(scheme, &given, &SignerOptions::default()).unwrap();
        let (method, url, body, name, time) = genuine;
        let own = [(name, time)];
        let headers = if name.is_empty() { &own[..0] } else { &own };
        let message = Message { method, url, headers, body: body.as_bytes() };
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        let sent: Vec<(String, String)> = signed.headers().map(|(name, value)| (name.into(), value.into())).collect();
        let verifier = Verifier::new(scheme, &given, &VerifierOptions::default()).unwrap();
        let verified = |(method, url, body, name, time): (&str, &str, &str, &str, &str)| {
            let headers = sent.iter().filter(|(own, _)| own != name && own != "content-type");
            let mut headers: Vec<(&str, &str)> = headers.map(|(name, value)| (&**name, &**value)).collect();
            headers.extend(Some((name, time)).filter(|_| !name.is_empty()));
            // In Binance's scheme the signature is a parameter.
            let url =
                if id == "binance.request" { format!("{url}&signature={}", signed.signature()) } else { url.into() };
            let message = Message { method, url: &url, headers: &headers, body: body.as_bytes() };
            verifier.verify(&message, NOW_MS).map(|verified| verified.fingerprint().to_owned())
        };
        let first = verified(genuine).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(verified(other).unwrap_or_else(|error| panic!("{id}: {error}")), first);
    }
}

/// Texts of a canonical string, and inputs with what may be done to them.
const PARTS: &[&str] = &[
    "{a}",
    "{b}",
    "{c}",
    "{body}",
    "{path}",
    "{query}",
    "{target}",
    "{method}",
    "{timestamp}",
    "{x}",
    "{a|lower}",
    "{b|hex}",
    "{body|sha256|hex}",
    "{x|base64}",
    "{body|json}",
    "{secret}",
    ":",
    "::",
    ".",
    "\n",
    "&u=",
    "&v=",
    "/",
    "?",
    "[",
    "]",
    "[:",
    "[:{b}]",
    "[{a}:]",
    "[{c}]",
    ":{b}",
    "{a}:",
    "[.{c}:{b}]",
    "[&u={body|json}]",
    "&v={timestamp}",
    "[{x}]:{b}",
];
/// Fewer, of which groups are made that may be taken for what comes after them.
const GROUPS: &[&str] = &[
    "{a}",
    "{b}",
    "{c}",
    ":",
    "[:{b}]",
    "[{a}:]",
    "[:{c}]",
    "[{c}]",
    "{path}",
    "&v={timestamp}",
    "[&u={body|json}]",
    "[&v={body|json}]",
];
/// What inputs may be: all that these templates could take for something else.
const VALUES: &[&str] = &["", "a", ":", "::", "a:", ":a", "a:a", ".", "a.", "&u=", "&v=a"];

/// From a seed that is told where a case fails.
fn config() -> ProptestConfig {
    let number = |name: &str| env::var(name).ok().and_then(|number| number.parse().ok());
    let seed = number("COUNTERSIGN_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("COUNTERSIGN_SEED={seed}");
    let cases = number("COUNTERSIGN_CASES").map_or(1000, |cases| u32::try_from(cases).unwrap_or(u32::MAX));
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() }
}

fn template(parts: &[&str], picks: &[usize]) -> String {
    let mut text = String::new();
    let mut open = 0_usize;
    for part in picks.iter().map(|pick| parts[pick % parts.len()]) {
        match part {
            "]" if open == 0 => continue,
            "]" => open -= 1,
            _ => open += usize::from(part.starts_with('[')),
        }
        text += part;
    }
    text + &"]".repeat(open)
}

proptest! {
    #![proptest_config(config())]

    /// A canonical string that a verifier takes tells the message from every other: whatever is signed has a string of its own.
    #[test]
    fn what_is_not_found_to_touch_does_not(
        is_small: bool,
        picks in proptest::collection::vec(any::<usize>(), 1..7),
        inner in proptest::collection::vec(any::<usize>(), 0..4),
        seeds in proptest::collection::vec(any::<[usize; 5]>(), 300),
    ) {
        let canonical = template(if is_small { GROUPS } else { PARTS }, &picks);
        let inner = template(PARTS, &inner).replace("{x", "{a");
        let bindings = [("x", &*inner)];
        let scheme = Scheme {
            id: "a.b",
            canonical: &canonical,
            bindings: &bindings,
            inputs: &[("a", "header:x-a?"), ("b", "query:b?"), ("c", "query:c?")],
            headers: &[("T", "{timestamp}"), ("S", "{signature}")],
            timestamp: TimestampForm::Seconds,
            tolerance: Tolerance::Seconds(5),
            ..Scheme::WEBHOOK
        };
        if Verifier::new(&scheme, &secret(), &VerifierOptions::default()).is_err() {
            return Ok(());
        }
        let signer = Signer::new(&scheme, &secret(), &SignerOptions::default()).unwrap();
        // For each string, the parts of the message that it has to tell.
        let mut seen: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
        for seed in seeds {
            let value = |at: usize| VALUES[seed[at] % VALUES.len()];
            let time = ["1747216800", "1747216801"][seed[4] % 2];
            let path = ["/", "/a", "/:", "/a:a", "/.", "/a&u="][seed[4] / 2 % 6];
            let escaped = |text: &str| text.replace('&', "%26").replace('=', "%3D");
            let url = format!("https://h.example{path}?b={}&c={}", escaped(value(1)), escaped(value(2)));
            let body = ["", "1", "\"a\"", "{\"a\":\"&u=1\"}", ":", "a:1747216800", "::a"][seed[3] % 7];
            let method = ["GET", "POST", "P"][seed[3] / 7 % 3];
            let headers = [("x-a", value(0))];
            let message = Message { method, url: &url, headers: &headers, body: body.as_bytes() };
            let Ok(signed) = signer.sign(&message, Timestamp::Text(time)) else { continue };
            let all = [&*canonical, if canonical.contains("{x") { &inner } else { "" }].concat();
            let names = |name: &str| ["}", "|"].iter().any(|end| all.contains(&format!("{{{name}{end}")));
            let is_json = all.contains("{body|json}");
            let mut told = vec![];
            // A group with nothing in it says nothing of its inputs, which are empty then.
            for (name, own) in [
                ("a", value(0).to_lowercase()), ("b", value(1).into()), ("c", value(2).into()), ("method", method.into()),
                ("path", path.into()), ("timestamp", time.into()), ("body", if is_json { String::new() } else { body.into() }),
            ] {
                if names(name) || (name == "path" && names("target")) {
                    told.push(format!("{name}={own}"));
                }
            }
            if names("query") || names("target") {
                told.push(url.split_once('?').unwrap().1.to_owned());
            }
            let bytes = signed.canonical().bytes().to_vec();
            let before = seen.entry(bytes).or_insert_with(|| told.clone());
            prop_assert_eq!(&*before, &told, "{} with {:?}", canonical, inner);
        }
        // So that the test says something: of what is taken, some has several inputs and several messages.
        TAKEN.fetch_add(u32::from(canonical.matches('{').count() > 1 && seen.len() > 10), Ordering::Relaxed);
        LOOKED.fetch_add(1, Ordering::Relaxed);
        let (taken, looked) = (TAKEN.load(Ordering::Relaxed), LOOKED.load(Ordering::Relaxed));
        prop_assert!(looked < 1000 || taken > 0, "{} of {} say something", taken, looked);
    }
}

static TAKEN: AtomicU32 = AtomicU32::new(0);
static LOOKED: AtomicU32 = AtomicU32::new(0);
