//! What the printers print, against what the programs printed: `tests/explain/bodies.json`, made by `tests/explain/record.py`.
#![expect(clippy::expect_used, clippy::panic, reason = "so tests fail")]

extern crate std;

use alloc::{string::String, vec::Vec};
use std::{format, println};

use proptest::prelude::{any, proptest};
use serde_json::Value;

use super::Bodies;

/// Each way of `tests/explain/printers`, and the id and the program of the scheme that is to print the same.
const WAYS: &[(&str, &str, &str)] = &[
    ("js", "body-minified", "`JSON.stringify`"),
    ("js-2", "body-pretty-2", "`JSON.stringify`"),
    ("js-4", "body-pretty-4", "`JSON.stringify`"),
    ("js-tab", "body-pretty-tab", "`JSON.stringify`"),
    ("js-ascii", "body-ascii-escaped", "a replacement after `JSON.stringify`"),
    ("js-slashes", "body-slashes-escaped", "a replacement after `JSON.stringify`"),
    ("js-sorted", "body-keys-sorted", "an object with its keys inserted in order"),
    ("js-canonical", "body-keys-sorted", "RFC 8785"),
    ("js-top-sorted", "body-keys-sorted", "the outermost object only"),
    ("js-twice", "body-double-stringified", "after parsing it"),
    ("js-stringified", "body-double-stringified", "as it is"),
    ("form-again", "body-form-reencoded", "`URLSearchParams`"),
    ("form-again-percent", "body-form-reencoded", "`encodeURIComponent`"),
    ("form-again-plain", "body-form-reencoded", "nothing encoded"),
    ("form-sorted", "body-form-sorted", ""),
    ("form-as-json", "body-form-as-json", ""),
    ("js-quoted-numbers", "body-numbers-as-strings", "`String(number)`"),
    ("js-without-nulls", "body-nulls-dropped", ""),
    ("js-form", "body-form-urlencoded", "`URLSearchParams`"),
    ("js-form-percent", "body-form-urlencoded", "`encodeURIComponent`"),
    ("js-form-plain", "body-form-urlencoded", "nothing encoded"),
    ("js-form-plain-sorted", "body-form-urlencoded", "nothing encoded, sorted"),
    ("python", "body-python-separators", "`json.dumps`"),
    ("python-utf8", "body-python-separators", "`json.dumps` with `ensure_ascii=False`"),
    ("python-compact", "body-ascii-escaped", "Python's `json.dumps` with `separators`"),
    ("python-compact-utf8", "body-python-numbers", "`json.dumps` with `separators` and `ensure_ascii=False`"),
    ("python-sorted", "body-keys-sorted", "Python's `sort_keys`"),
    ("python-sorted-utf8", "body-keys-sorted", "Python's `sort_keys` with `ensure_ascii=False`"),
    ("python-sorted-compact", "body-keys-sorted", "Python's `sort_keys` with `separators`"),
    (
        "python-sorted-compact-utf8",
        "body-keys-sorted",
        "Python's `sort_keys` with `separators` and `ensure_ascii=False`",
    ),
    ("python-2", "body-pretty-2", "Python's `json.dumps`"),
    ("python-4", "body-pretty-4", "Python's `json.dumps`"),
    ("python-4-utf8", "body-pretty-4", "Python's `json.dumps` with `ensure_ascii=False`"),
    ("python-repr", "body-python-repr", "`str(dict)`"),
    ("python-repr-quotes", "body-python-repr", "`str(dict)` with its quotes replaced"),
    ("python-form", "body-form-urlencoded", "Python's `urlencode`"),
    ("php", "body-php-json-escapes", "`json_encode`, objects as arrays"),
    ("php-object", "body-php-json-escapes", "`json_encode`, objects as objects"),
    ("php-slashes", "body-ascii-escaped", "PHP's `JSON_UNESCAPED_SLASHES`, objects as arrays"),
    ("php-object-slashes", "body-ascii-escaped", "PHP's `JSON_UNESCAPED_SLASHES`, objects as objects"),
    ("php-unicode", "body-slashes-escaped", "PHP's `JSON_UNESCAPED_UNICODE`, objects as arrays"),
    ("php-object-unicode", "body-slashes-escaped", "PHP's `JSON_UNESCAPED_UNICODE`, objects as objects"),
    ("php-both", "body-php-arrays", "`json_encode` with both flags, objects as arrays"),
    ("php-object-both", "body-php-arrays", "`json_encode` with both flags, objects as objects"),
    ("php-pretty", "body-pretty-4", "PHP's `JSON_PRETTY_PRINT`"),
    ("php-pretty-both", "body-pretty-4", "PHP's `JSON_PRETTY_PRINT` with both `JSON_UNESCAPED` flags"),
    ("php-form", "body-form-urlencoded", "PHP's `http_build_query`"),
    ("go", "body-go-html-escapes", "`json.Marshal`"),
    ("go-raw", "body-go-html-escapes", "`json.RawMessage`"),
    ("go-no-html", "body-keys-sorted", "Go's `SetEscapeHTML(false)`, with its line feed"),
    ("go-compact", "body-white-space-removed", ""),
    ("go-2", "body-pretty-2", "Go's `json.MarshalIndent`"),
    ("go-4", "body-pretty-4", "Go's `json.MarshalIndent`"),
    ("go-tab", "body-pretty-tab", "Go's `json.MarshalIndent`"),
    ("ruby", "body-ruby-numbers", "`JSON.generate`"),
    ("ruby-pretty", "body-pretty-2", "Ruby's `JSON.pretty_generate` before json 2.8"),
    ("rails", "body-rails-html-escapes", "`to_json`"),
    ("gson", "body-gson-escapes", "`JsonElement`"),
    ("gson-plain", "body-gson-escapes", "`disableHtmlEscaping`"),
    ("gson-pretty", "body-pretty-2", "Gson's `setPrettyPrinting`"),
    ("gson-string", "body-gson-escapes", "`JsonElement.toString`"),
    ("gson-map", "body-gson-escapes", "`fromJson` to a `Map`"),
    ("jackson", "body-jackson-numbers", ""),
    ("jackson-map", "body-jackson-numbers", ""),
];

/// Documents that a program of which the name begins so reads in a way of its own, on purpose left out.
const LEFT_OUT: &[(&str, &str)] = &[
    // Quoted by one, and refused by most.
    ("jackson", "1e400"),
    // Names that are one only once they are text.
    ("js-form", r#"{"\ud800":1,"\udbff":2}"#),
];

#[test]
fn all_print_as_the_programs_do() {
    let recorded = recorded();
    let cases = recorded["cases"].as_array().expect("cases");
    let mut wrong = Vec::new();
    let (mut compared, mut refused) = (0, 0);
    for case in cases {
        let body = case["body"].as_str().expect("a text");
        let bodies = read(body);
        let is_json = printed(case, "js").is_some();
        for &(way, id, which) in WAYS {
            let is_left_out = LEFT_OUT.iter().any(|(own, text)| way.starts_with(own) && body.contains(text));
            // Java's readers take more than JSON.
            if is_left_out || !is_json && !way.starts_with("form") {
                continue;
            }
            let place = place(&bodies, id, which);
            let got = bodies.make(place).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let want = printed(case, way);
            compared += usize::from(want.is_some());
            refused += usize::from(want.is_none() && got.is_none());
            if want.is_some() && got.as_deref() != want {
                wrong.push(format!("{way}: {body}\n  want {want:?}\n  got  {got:?}"));
            }
        }
    }
    println!("{compared} texts, {refused} refusals");
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn edits_are_what_they_say() {
    let wrong: Vec<String> = EDITS
        .iter()
        .filter_map(|&(body, id, which, want)| {
            let bodies = read(body);
            let got = bodies.make(place(&bodies, id, which)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            (got.as_deref() != want).then(|| format!("{id} {which} of {body:?}: want {want:?}, got {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_orders_of_five_members_are_there_once() {
    let bodies = read(br#"{"a":1,"b":2,"c":3,"d":4,"e":5,"a":6}"#);
    let is_order = |&place: &usize| bodies.name(place).id.name() == "body-key-order";
    let mut texts: Vec<_> =
        (0..bodies.count()).filter(is_order).map(|place| bodies.make(place).expect("a text")).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 119);
    assert!(!texts.contains(&br#"{"a":6,"b":2,"c":3,"d":4,"e":5}"#.to_vec()));
    let names: Vec<_> = (0..bodies.count()).map(|place| bodies.name(place).which.into_owned()).collect();
    assert!(names.iter().any(|name| name == "e, d, c, b, a"));
}

#[test]
fn few_members_alone_and_in_orders() {
    let count = |members: usize, id: &str| {
        let members: Vec<String> = (0..members).map(|number| format!("\"k{number}\":{number}")).collect();
        let bodies = read(format!("{{{}}}", members.join(",")));
        let names = (0..bodies.count()).filter(|&place| bodies.name(place).id.name() == id);
        names.filter(|&place| bodies.make(place).is_some()).count()
    };
    assert_eq!([0, 1, 2, 3, 5, 6].map(|members| count(members, "body-key-order")), [0, 0, 1, 5, 119, 0]);
    assert_eq!([0, 1, 6, 32, 33].map(|members| count(members, "body-only-member")), [0, 1, 6, 32, 0]);
}

#[test]
fn nothing_is_made_past_the_end() {
    for body in ["", "{}", r#"{"a":1,"b":2}"#, "[1]", "a=1"] {
        let bodies = read(body);
        for place in [bodies.count(), bodies.count() + 1, usize::MAX / 2] {
            assert_eq!(bodies.make(place), None, "{body}");
        }
    }
}

#[test]
fn deep_documents_are_left_to_the_edits() {
    let nested = |depth: usize| [&"[".repeat(depth)[..], &"]".repeat(depth)].concat();
    let pretty = |depth: usize| {
        let bodies = read(nested(depth));
        bodies.make(place(&bodies, "body-pretty-2", "`JSON.stringify`")).is_some()
    };
    assert_eq!([511, 512, 513, 1024, 1025].map(pretty), [true, true, false, false, false]);
}

proptest! {
    #[test]
    fn any_bytes_are_taken(body in proptest::collection::vec(any::<u8>(), 0..64)) {
        make_all(body);
    }

    #[test]
    fn any_text_is_taken(body in r#"([\[\]{}",:\\ue0-9.+-]|true|null|"a":|\PC){0,24}"#) {
        make_all(body.into());
    }
}

fn make_all(body: Vec<u8>) {
    let bodies = read(body);
    for place in 0..bodies.count() {
        assert!(!bodies.name(place).id.name().is_empty());
        bodies.make(place);
    }
}

fn recorded() -> Value {
    let path = [env!("CARGO_MANIFEST_DIR"), "/tests/explain/bodies.json"].concat();
    serde_json::from_slice(&std::fs::read(path).expect("the recorded texts")).expect("JSON")
}

fn printed<'c>(case: &'c Value, way: &str) -> Option<&'c str> {
    let groups = case["printed"].as_array().expect("groups");
    let is_of = |group: &&Value| group[1].as_str().expect("ways").split(' ').any(|own| own == way);
    groups.iter().find(is_of).and_then(|group| group[0].as_str())
}

fn read(body: impl Into<Vec<u8>>) -> Bodies {
    let mut bodies = Bodies::of(body.into());
    bodies.read();
    bodies
}

fn place(bodies: &Bodies, id: &str, which: &str) -> usize {
    let is_it = |&place: &usize| bodies.name(place).id.name() == id && bodies.name(place).which == which;
    (0..bodies.count()).find(is_it).unwrap_or_else(|| panic!("no {id} by {which}"))
}

/// A body, an id, which of several it is, and what it makes.
const EDITS: &[(&str, &str, &str, Option<&str>)] = &[
    (
        r#"{"id":1,"name":"スクリーンショット"}"#,
        "body-php-json-escapes",
        "`json_encode`, objects as arrays",
        Some(r#"{"id":1,"name":"\u30b9\u30af\u30ea\u30fc\u30f3\u30b7\u30e7\u30c3\u30c8"}"#),
    ),
    (" {\n}\t", "body-raw-not-canonical", "", Some(" {\n}\t")),
    (
        r#"{ "a" : 1.0, "\u0041\/" : -0, "b" : [1E5, "\u0001\b\u00e9"], "a": 2 }"#,
        "body-minified",
        "numbers kept as they are written",
        Some(r#"{"a":2,"A/":-0,"b":[1E5,"\u0001\bé"]}"#),
    ),
    (
        r#"{ "a b" : "\\\" c" , "d\u0041\/" : 1.0 }"#,
        "body-white-space-removed",
        "",
        Some(r#"{"a b":"\\\" c","d\u0041\/":1.0}"#),
    ),
    ("{ a }", "body-white-space-removed", "", None),
    ("{}", "body-left-out", "", Some("")),
    ("x", "body-empty-object", "", Some("{}")),
    ("", "body-empty-array", "", Some("[]")),
    ("", "body-empty-quotes", "", Some("\"\"")),
    ("", "body-undefined-literal", "", Some("undefined")),
    ("", "body-null-literal", "null", Some("null")),
    ("{}", "body-object-object", "", Some("[object Object]")),
    (
        r#"{"<b>":"a&b=c'","a":1.0}"#,
        "body-go-html-escapes",
        "a `struct` in the order of the body",
        Some(r#"{"\u003cb\u003e":"a\u0026b=c'","a":1}"#),
    ),
    (
        r#"{"b":1,"a":"<"}"#,
        "body-go-html-escapes",
        "`json.NewEncoder`, with its line feed",
        Some("{\"a\":\"\\u003c\",\"b\":1}\n"),
    ),
    (r#"[1,{"a":[]}]"#, "body-pretty-2", "`jq`, with its line feed", Some("[\n  1,\n  {\n    \"a\": []\n  }\n]\n")),
    (r#"[[],{},1]"#, "body-pretty-2", "Ruby's `JSON.pretty_generate`", Some("[\n  [],\n  {},\n  1\n]")),
    (r#"{"b":1,"a":{"d":1.50,"c":2}}"#, "body-keys-sorted", "sorted by bytes", Some(r#"{"a":{"c":2,"d":1.50},"b":1}"#)),
    (r#"{"b":{"d":1,"c":2},"a":"/"}"#, "body-keys-sorted", "PHP's `ksort`", Some(r#"{"a":"\/","b":{"d":1,"c":2}}"#)),
    ("a", "body-trailing-newline", "LF", Some("a\n")),
    ("a", "body-trailing-newline", "CR LF", Some("a\r\n")),
    ("{ }", "body-trailing-newline", "LF after `JSON.stringify`", Some("{}\n")),
    ("\r\n {} \n", "body-trimmed", "", Some("{}")),
    (r#" "{\"a\":\"\u00e9\\n\"}" "#, "body-unescaped", "", Some(r#"{"a":"é\n"}"#)),
    (r#"{\"a\":1}"#, "body-unescaped", "", Some(r#"{"a":1}"#)),
    (r#"{"a":1}"#, "body-unescaped", "", None),
    (r#""\ud800""#, "body-unescaped", "", None),
    (r#"{"a":{"b":[1, 2]}}"#, "body-only-member", "a", Some(r#"{"b":[1,2]}"#)),
    (r#"{"é\u0000":"x\"\u00e9"}"#, "body-only-member", "é\0", Some("x\"é")),
    (r#"{"a":1,"b":2}"#, "body-key-order", "b, a", Some(r#"{"b":2,"a":1}"#)),
    ("{}", "body-base64", "", Some("e30=")),
    ("", "body-sha256-hex", "", Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
    (r#"{"a":"b"}"#, "body-single-quotes", "", Some("{'a':'b'}")),
    ("a\nb\r\nc\r", "body-crlf", "", Some("a\r\nb\r\nc\r")),
    ("a\nb\r\nc\r", "body-lf", "", Some("a\nb\nc\r")),
    ("a\nb\r\nc\r", "body-line-breaks-removed", "", Some("abc")),
    ("{}", "body-bom-added", "", Some("\u{feff}{}")),
    ("\u{feff}{}", "body-bom-removed", "", Some("{}")),
    ("{}\0\0", "body-nul-removed", "", Some("{}")),
    (
        r#"{"a":1.10,"b":[-0,"2"]}"#,
        "body-numbers-as-strings",
        "as they are written",
        Some(r#"{"a":"1.10","b":["-0","2"]}"#),
    ),
    (r#"{"a":null,"b":[null]}"#, "body-nulls-dropped", "", Some(r#"{"b":[null]}"#)),
];
