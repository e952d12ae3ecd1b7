//! Inputs that touch: where a canonical string does not tell where one ends, two messages share a signature. Such schemes are
//! found, verifiers refuse them unless they say so, and the document on security names those that are built in.
#![cfg(not(target_arch = "wasm32"))]

use std::array;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::{env, fs};

use countersign::{
    Error, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, TimestampForm, Tolerance,
    Verifier, VerifierOptions, scheme, schemes,
};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

const NOW_MS: i64 = 1_747_216_800_000;

/// The path, the byte and the inputs that touch; nothing where none do.
fn touching(scheme: &Scheme<'_>) -> Option<(String, Option<usize>, Vec<String>)> {
    let own = Scheme { touching_inputs: false, companion: None, ..*scheme };
    // Without credentials that is as far as any scheme comes.
    let Err(Error::SchemeInvalid(fault)) = Verifier::new(&own, &[], &VerifierOptions::default()) else { return None };
    assert!(fault.got.ends_with(": say `touchingInputs: true` where the provider joins them so"), "{fault}");
    let names =
        fault.expected.strip_prefix("characters between ").unwrap().strip_suffix(" that tell where each ends").unwrap();
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
    lists += "\nOther schemes sign a part of the message in a form that several messages share:\n\n";
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
    (
        "{query|unpercent",
        "the query with its percent-encoding decoded, so `?a=1%26b%3D2` and `?a=1&b=2` are signed alike",
    ),
    (
        "{body|crc32",
        "the CRC-32 of the body, so whoever has seen one message can make other bodies that are signed alike",
    ),
    ("{query|sorted", "the query parameters in sorted order, so `?a=1&a=2` and `?a=2&a=1` are signed alike"),
    (
        "{body|joined",
        "the form's names and values joined with nothing between them, so `a=bc` and `ab=c` are signed alike",
    ),
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
        ("{a}[::{b}]:{body}", "", "canonical", 6, &["a", "b", "body"]),
        ("{a}[:{b}]::{body}", "", "canonical", 5, &["a", "b", "body"]),
        ("{a}{path}", "", "canonical", 3, &["a", "path"]),
        ("{a}{url}", "", "canonical", 3, &["a", "url"]),
        ("{body|json}.{a}", "", "canonical", 12, &["body", "a"]),
        ("{method}[/{body|sha256|hex}]{path}\n{b}", "", "canonical", 10, &["method", "body", "path", "b"]),
        // A line of headers more, in capital letters or not.
        ("{hs}x{body}", "", "canonical", 5, &["hs", "body"]),
        ("{hs|upper}X{body}", "", "canonical", 11, &["hs", "body"]),
        // What begins where it is told from the front may hold what a group behind it begins with.
        ("{body}[:{b|hex}]", "", "canonical", 8, &["body", "b"]),
        ("{a}.{body}[:{b|hex}]", "", "canonical", 12, &["body", "b"]),
        // Read from the back, either of two may stand last: their texts end alike, or one of them holds the text of the other.
        ("{body}\n[{b|hex}\n]{query}", "", "canonical", 8, &["body", "b", "query"]),
        ("{body}\n[{query}:\n]{b|hex}", "", "canonical", 8, &["body", "query", "b"]),
        ("{body}:\n[{query}\n]{b|hex}", "", "canonical", 9, &["body", "query", "b"]),
        ("{body}\n[{b|hex}\n{c|hex}]{timestamp}", "", "canonical", 8, &["body", "b", "c", "timestamp"]),
        ("{body}\n{b|hex}[:\n{c|hex}]", "", "canonical", 7, &["body", "b", "c"]),
        ("{body}:\n{query}[\n{c|hex}]", "", "canonical", 8, &["body", "query", "c"]),
        ("{body}+{b|hex}[:{c|base64}]", "", "canonical", 7, &["body", "b", "c"]),
        ("{body}:{c|base64}[+{b|hex}]", "", "canonical", 7, &["body", "c", "b"]),
        // What is the same for all that a key signs may be written into an input, and an option may be empty.
        ("{a}{secret}{b}", "", "canonical", 11, &["a", "b"]),
        ("{a}{o}{b}", r#", "options": { "o": "-" }"#, "canonical", 6, &["a", "b"]),
        // A time between two inputs is found in either.
        ("{target}{timestamp}{body}", "", "canonical", 8, &["target", "timestamp", "body"]),
        // Digits of two widths move between a time and what stands next to it; a nonce has no width.
        ("{body}{timestamp}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 6, &["body", "timestamp"]),
        ("{timestamp}{body}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 11, &["timestamp", "body"]),
        ("{timestamp}{body}", r#", "toleranceSeconds": null"#, "canonical", 11, &["timestamp", "body"]),
        ("{body}1{timestamp}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 7, &["body", "timestamp"]),
        ("{timestamp}1{body}", r#", "acceptedTimestamps": ["milliseconds"]"#, "canonical", 12, &["timestamp", "body"]),
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
    // In a companion, in a constant, and in a copy of a built-in scheme, whatever its id.
    let companion = r#", "companion": { "id": "c", "canonical": "{path}{body}", "key": "{other}", "credentials": ["other"],
        "headers": { "Z": "{signature}" } }"#;
    let both = [("secret", "a".into()), ("other", "b".into())];
    let error = definition("{body}", companion)
        .with(|scheme| Verifier::new(scheme, &both, &VerifierOptions::default()))
        .unwrap_err();
    assert_eq!(error.fault().map(|fault| &*fault.part), Some("companion.canonical"));
    let constant = Scheme { canonical: "{path}{body}", headers: &[("S", "{signature}")], ..Scheme::WEBHOOK };
    let copy = Scheme { canonical: "{path}{body}", ..*scheme("github.webhook").unwrap() };
    for own in [constant, copy] {
        let error = Verifier::new(&own, &secret(), &VerifierOptions::default()).unwrap_err();
        assert_eq!(error.fault().map(|fault| (&*fault.part, fault.at)), Some(("canonical", Some(6))));
    }
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
        ("{body}?{path}[\n{b|hex}]", ""),
        ("{a}.{body}:{b|hex}[-{c|hex}]", ""),
        ("{body}\n{b|hex}[\t{c|hex}][|{timestamp}]", ""),
        ("{body}\t[{b|hex}\n]{query}", ""),
        ("{secret}{body}", ""),
        // One input that may hold what is between, and is found from both sides.
        ("{a}:{b}:{c}", r#", "freeInput": "b""#),
        ("{hs}|{a}:{b}|{c}", r#", "freeInput": "a""#),
        ("{b}::{c}{secret}", r#", "freeInput": "b""#),
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
            "`canonical`: expected an input of the message, such as `{body}`, got the same string for every message";
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

/// Inputs that tell where they end, or are refused where they hold what ends them.
const TOLD: &[&str] =
    &["{a}", "{b}", "{c}", "{hs}", "{method}", "{timestamp}", "{a|lower}", "{body|sha256|hex}", "{x}", "{secret}"];
/// Inputs of which some tell where they end and others do not.
const ANY: &[&str] = &[
    "{a}",
    "{b}",
    "{c}",
    "{body}",
    "{path}",
    "{query}",
    "{target}",
    "{url}",
    "{timestamp}",
    "{x}",
    "{a|lower}",
    "{b|hex}",
    "{c|hex}",
    "{c|base64}",
    "{x|base64}",
    "{body|json}",
];
/// What may stand between them; nothing is the rarest.
const JOINTS: &[&str] =
    &[":", "::", ".", "\n", "\t", "&u=", "&v=", "/", "?", "a", "x", "-", "|", "\r\n", "||", ":", ".", "\n", ""];

/// Inputs that tell where they begin, behind one that may hold anything.
const BACK: &[&str] = &["{b|hex}", "{c|hex}", "{c|base64}", "{query}", "{timestamp}", "{b|hex}"];
const BACK_JOINTS: &[&str] = &["\n", ":\n", "\t", "+", ":", "-", "1", "\r\n", ".", "|"];

/// What kind of canonical string is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Any,
    /// Inputs alone, of which one is free.
    Free,
    /// One that is told from the back.
    Back,
}

/// From a seed that is told where a case fails.
fn config() -> ProptestConfig {
    let number = |name: &str| env::var(name).ok().and_then(|number| number.parse().ok());
    let seed = number("COUNTERSIGN_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("COUNTERSIGN_SEED={seed}");
    let cases = number("COUNTERSIGN_CASES").map_or(1000, |cases| u32::try_from(cases).unwrap_or(u32::MAX));
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() }
}

/// Inputs with texts between, of which some may be there or not.
fn template(picks: &[[usize; 3]], style: Style) -> String {
    let is_free = style == Style::Free;
    let mut text =
        String::from(if style == Style::Back { ["{body}", "{a}.{body}", "{query}"][picks.len() % 3] } else { "" });
    let mut joint = if style == Style::Back { BACK_JOINTS[picks.len() % 5] } else { "" };
    for (at, [input, next, shape]) in picks.iter().enumerate().take(if is_free { 3 } else { 5 }) {
        let inputs = match style {
            Style::Back => BACK,
            _ if shape / 8 % 6 == 0 => ANY,
            _ => TOLD,
        };
        let input = if is_free { TOLD[at] } else { inputs[input % inputs.len()] };
        let joints = if style == Style::Back { BACK_JOINTS } else { JOINTS };
        let own = joints[next % joints.len()];
        // Whether the text stands before it or behind it, and which of them may be absent.
        (text, joint) = match shape % 8 {
            _ if style == Style::Free => (format!("{text}{joint}{input}"), own),
            1..3 if style == Style::Back => (format!("{text}[{joint}{input}]"), own),
            0..4 => (format!("{text}{joint}{input}"), own),
            4 => (format!("{text}[{joint}{input}]"), own),
            5 => (format!("{text}{joint}[{input}{own}]"), ""),
            6 => (format!("{text}[{joint}{input}[{own}{{b}}]]"), "\n"),
            _ => (format!("[{text}{joint}{input}{own}]"), ""),
        };
    }
    // What stands last in a group or behind it.
    if picks.last().is_some_and(|[.., shape]| shape / 24 % 4 == 0) { text + joint } else { text }
}

/// Texts that stand for themselves in a template.
fn literals(template: &str) -> Vec<String> {
    let mut all: Vec<String> =
        template.split(['}', '[', ']']).map(|rest| rest.split('{').next().unwrap().into()).collect();
    all.retain(|text| !text.is_empty());
    all.sort();
    all.dedup();
    all
}

/// A value made of up to three of the `tokens`.
fn value(tokens: &[&str], seed: usize) -> String {
    let (count, seed) = ([0, 1, 1, 2, 2, 3][seed % 6], seed / 6);
    (0..count).map(|at| tokens[(seed >> (8 * at)) % tokens.len()]).collect()
}

/// A canonical string that a verifier takes tells the message from every other: whatever is signed has a string of its own.
#[test]
fn what_is_not_found_to_touch_does_not() {
    let picks = proptest::collection::vec(any::<[usize; 3]>(), 2..6);
    let inner = proptest::collection::vec(any::<[usize; 3]>(), 0..3);
    let seeds = proptest::collection::vec(any::<[usize; 6]>(), 300);
    let config = config();
    let (cases, said) = (config.cases, Cell::new(0_u32));
    let run = TestRunner::new(config).run(&(picks, inner, any::<usize>(), seeds), |(picks, inner, kind, seeds)| {
        let count = strings(&picks, &inner, kind, &seeds)?;
        said.set(said.get() + u32::from(count > 10));
        Ok(())
    });
    if let Err(error) = run {
        panic!("{error}");
    }
    // So that it says something: a quarter is taken, and tells several messages.
    assert!(said.get() * 4 >= cases, "{} of {cases} say something", said.get());
}

/// How many canonical strings messages have by a scheme with several inputs; none where a verifier refuses it.
fn strings(
    picks: &[[usize; 3]],
    inner: &[[usize; 3]],
    kind: usize,
    seeds: &[[usize; 6]],
) -> Result<usize, TestCaseError> {
    let style = [Style::Free, Style::Back, Style::Any][(kind % 8).min(2)];
    let canonical = template(picks, style);
    let inner = template(inner, Style::Any).replace("{x", "{a");
    let bindings = [("x", &*inner)];
    let scheme = Scheme {
        id: "a.b",
        canonical: &canonical,
        bindings: &bindings,
        inputs: &[("a", "header:x-a?"), ("b", "query:b?"), ("c", "query:c?"), ("hs", "headers:x-acme-")],
        free_input: if style == Style::Free { "b" } else { "" },
        headers: &[("T", "{timestamp}"), ("S", "{signature}")],
        timestamp: TimestampForm::Seconds,
        accepted_timestamps: [&[][..], &[TimestampForm::Milliseconds], &[TimestampForm::Iso8601]][kind / 8 % 3],
        tolerance: if kind % 192 < 24 { Tolerance::Off } else { Tolerance::Seconds(5) },
        ..Scheme::WEBHOOK
    };
    if Verifier::new(&scheme, &secret(), &VerifierOptions::default()).is_err() {
        return Ok(0);
    }
    let signer = Signer::new(&scheme, &secret(), &SignerOptions::default()).unwrap();
    let all = [&*canonical, if canonical.contains("{x") { &inner } else { "" }].concat();
    let names = |name: &str| ["}", "|"].iter().any(|end| all.contains(&format!("{{{name}{end}")));
    // What the values are made of is what they could be taken for.
    let literals = literals(&all);
    let mut tokens: Vec<&str> = literals.iter().map(|text| &**text).collect();
    tokens.extend(["a", "a"]);
    let times: &[&str] = match kind / 8 % 3 {
        _ if scheme.tolerance == Tolerance::Off => &["1", "11", ":1", "1:"],
        0 => &["1747216800", "1747216801"],
        1 => &["1747216800", "1747216800000", "1211747216800"],
        _ => &["1747216800", "2025-05-14T10:00:00Z", "2025-05-14T10:00:00.5+01:00"],
    };
    for (is_there, more) in [
        (names("timestamp"), times),
        (all.contains("|hex"), &["61"]),
        (all.contains("|base64"), &["YQ==", "Yf=="]),
        (names("hs"), &["x-acme-a:a\n"]),
        (names("path") || names("target"), &["/"]),
    ] {
        tokens.extend(more.iter().filter(|_| is_there));
    }
    // For each string, the parts of the message that it has to tell.
    let mut seen: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
    for (place, own) in seeds.iter().enumerate() {
        // In half of the messages some inputs stay as they are, so that many are alike but for what moves.
        let stays = |at: usize| place % 2 == 0 && (kind >> (16 + at)) & 1 == 0;
        let seed: [usize; 6] = array::from_fn(|at| if stays(at) { seeds[0][at] } else { own[at] });
        let value = |at: usize| value(&tokens, seed[at]);
        let kept = |text: String, is_kept: fn(char) -> bool| {
            text.chars().filter(|letter| is_kept(*letter)).collect::<String>()
        };
        let query = ["b", "b", "b", "raw", ""][seed[2] / 7 % 5];
        let [a, b, c] = [value(0), value(1), value(2)];
        let [b, c] = if query == "b" { [b, c] } else { [String::new(), String::new()] };
        let time = times[seed[4] % times.len()];
        let path = format!("/{}", kept(value(4), |letter| letter.is_ascii_graphic() && letter != '?'));
        let escaped = |text: &str| {
            text.bytes()
                .map(|byte| match byte {
                    b'&' | b'=' | b'+' | b'%' | ..=b' ' => format!("%{byte:02X}"),
                    _ => char::from(byte).into(),
                })
                .collect::<String>()
        };
        let query = match query {
            "" => String::new(),
            "b" => format!("?b={}&c={}", escaped(&b), escaped(&c)),
            _ => format!("?{}", kept(value(2), |letter| letter.is_ascii_graphic())),
        };
        let url = format!("https://h.example{path}{query}");
        let json = serde_json::json!(value(3)).to_string();
        let body = if all.contains("{body|json}") { json } else { value(3) };
        let method = format!("P{}", kept(value(5), |letter| letter.is_ascii_alphanumeric() || letter == '.'));
        let line = kept(value(5), |letter| letter.is_ascii_graphic());
        let headers = [("x-a", &*a), (["x-acme-a", "x-acme-b", "y"][seed[5] % 3], &line)];
        let message = Message { method: &method, url: &url, headers: &headers, body: body.as_bytes() };
        let Ok(signed) = signer.sign(&message, Timestamp::Text(time)) else { continue };
        let lines = if headers[1].0 == "y" { String::new() } else { headers[1].0.to_owned() + ":" + &line };
        let mut told = vec![];
        for (name, own) in [
            ("a", a.to_lowercase()),
            ("b", b),
            ("c", c),
            ("hs", lines),
            ("method", method.clone()),
            ("path", path.clone()),
            ("timestamp", time.into()),
            ("body", body.clone()),
            ("url", url.clone()),
        ] {
            if names(name) || (name == "path" && names("target")) {
                told.push(format!("{name}={own}"));
            }
        }
        if names("query") || names("target") {
            told.push(query.trim_start_matches('?').to_owned());
        }
        let bytes = signed.canonical().bytes().to_vec();
        let before = seen.entry(bytes).or_insert_with(|| told.clone());
        prop_assert_eq!(&*before, &told, "{:?} with {:?}, {}", canonical, inner, scheme.free_input);
    }
    // One input alone is always told.
    Ok(if canonical.matches('{').count() > 1 { seen.len() } else { 0 })
}
