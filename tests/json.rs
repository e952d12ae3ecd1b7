//! Canonical JSON through the public API: the traps of `JSON.parse` and `JSON.stringify`, refusals, and huge documents.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{Error, Message, Signer, SignerOptions, Timestamp, scheme};

/// Each expected text was printed by V8's `JSON.stringify(JSON.parse(text))`.
#[test]
fn texts_print_as_ecmascript_prints_them() {
    let wrong: Vec<String> = [NUMBERS, STRINGS, OBJECTS, LAYOUT]
        .concat()
        .iter()
        .filter_map(|&(text, want)| {
            let got = canonical(text.as_bytes());
            (got.as_deref() != Ok(want)).then(|| format!("{text}: want {want}, got {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_texts_are_refused_at_the_byte_to_blame() {
    let wrong: Vec<String> = REFUSED
        .iter()
        .filter_map(|&(text, at)| {
            let got = canonical(text);
            (got != Err(Some(at))).then(|| format!("{}: want byte {at}, got {got:?}", text.escape_ascii()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_raw_control_character_is_refused_inside_a_string_and_outside() {
    for byte in (0..0x20).chain([0x7f]) {
        let string = [b'"', b'a', byte, b'"'];
        let value = [byte, b'1'];
        assert_eq!(canonical(&string).err(), (byte < 0x20).then_some(Some(2)), "{byte:#x} in a string");
        let is_space = b" \t\n\r".contains(&byte);
        let long = [b"\"0123456789abc", &[byte][..], b"0123456789abcdef\""].concat();
        assert_eq!(canonical(&long).err(), (byte < 0x20).then_some(Some(14)), "{byte:#x} in a long string");
        assert_eq!(canonical(&value).err(), (!is_space).then_some(Some(0)), "{byte:#x} before a value");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused_where_they_begin() {
    for bytes in
        [&b"\x80"[..], b"\xc0\x80", b"\xc3", b"\xc3(", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8"]
    {
        let string = [b"[\"ab", bytes, b"\"]"].concat();
        assert_eq!(canonical(&string), Err(Some(4)), "{}", string.escape_ascii());
    }
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]"), (r#"{"1":0,"0":"#, "}")] {
        let levels = open.matches(['[', '{']).count();
        let nest = |times: usize| [&open.repeat(times), "1", &close.repeat(times)].concat();
        assert!(canonical(nest(1024 / levels).as_bytes()).is_ok(), "1024 levels of {open}");
        let deeper = canonical(nest(1024 / levels + 1).as_bytes());
        assert_eq!(deeper, Err(Some(1024 / levels * open.len())), "1025 levels of {open}");
    }
    let empty = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    assert_eq!(canonical(empty(1024).as_bytes()).as_deref(), Ok(&*empty(1024)));
    assert_eq!(canonical(empty(1025).as_bytes()), Err(Some(1024)));
}

#[test]
fn nesting_that_never_closes_is_refused_at_the_limit() {
    assert_eq!(canonical(&b"[".repeat(SIZE)), Err(Some(1024)));
    assert_eq!(canonical(&br#"{"a":"#.repeat(SIZE / 5)), Err(Some(1024 * 5)));
    assert_eq!(canonical(&br#"{"1":0,"0":["#.repeat(SIZE / 12)), Err(Some(512 * 12)));
}

#[test]
fn huge_texts_without_an_end_are_refused_at_their_end() {
    assert_eq!(canonical(&[b"\"", &b"a".repeat(SIZE)[..]].concat()), Err(Some(SIZE + 1)));
    assert_eq!(canonical(&[b"[", &b"1,".repeat(SIZE / 2)[..]].concat()), Err(Some(SIZE + 1)));
    assert_eq!(canonical(&b" ".repeat(SIZE)), Err(Some(SIZE)));
    assert_eq!(canonical(&[b"-", &b"1".repeat(SIZE)[..], b"."].concat()), Err(Some(SIZE + 2)));
}

#[test]
fn huge_numbers_are_read_to_their_last_digit() {
    let number = |pieces: &[&str], want: &str| {
        let text = pieces.concat();
        let told = format!("{}… of {} bytes", &text[..text.len().min(8)], text.len());
        assert_eq!(canonical(text.as_bytes()).as_deref(), Ok(want), "{told}");
    };
    let (zeros, nines) = ("0".repeat(SIZE), "9".repeat(SIZE));
    number(&["1", &zeros], "null");
    number(&["-", &nines], "null");
    number(&["0.", &nines], "1");
    number(&["0.", &zeros, "1"], "0");
    number(&["1.", &zeros], "1");
    // Between 1 and the next double, and a hair above the middle: the last digit decides.
    number(&["1.00000000000000011102230246251565404236316680908203125", &zeros], "1");
    number(&["1.00000000000000011102230246251565404236316680908203125", &zeros, "1"], "1.0000000000000002");
    number(&["1e", &nines], "null");
    number(&["1e-", &nines], "0");
    number(&["0e", &nines], "0");
    number(&["1e", &zeros, "3"], "1000");
}

/// The digits and the exponent cancel out: `0.000…01e…` is one.
#[test]
fn long_digits_and_long_exponents_cancel_out() {
    for zeros in [400, 60_000, 70_000, 700_000] {
        let small = format!("0.{}1e{}", "0".repeat(zeros), zeros + 1);
        assert_eq!(canonical(small.as_bytes()).as_deref(), Ok("1"), "{zeros} zeros after the point");
        let large = format!("1{}e-{zeros}", "0".repeat(zeros));
        assert_eq!(canonical(large.as_bytes()).as_deref(), Ok("1"), "{zeros} zeros before the exponent");
    }
}

#[test]
fn a_repeated_key_keeps_one_value_however_often_it_comes() {
    let members = (0..SIZE / 12).map(|number| format!(r#""k":{number}"#)).collect::<Vec<_>>().join(",");
    let last = SIZE / 12 - 1;
    let text = format!(r#"{{"first":0,{members},"last":1}}"#);
    assert_eq!(canonical(text.as_bytes()), Ok(format!(r#"{{"first":0,"k":{last},"last":1}}"#)));
}

#[test]
fn integer_like_keys_in_descending_order_are_turned_around() {
    let object = |numbers: &mut dyn Iterator<Item = usize>| {
        let members: Vec<String> = numbers.map(|number| format!(r#""{number}":{number}"#)).collect();
        members.join(",")
    };
    let count = SIZE / 20;
    let (down, up) = (object(&mut (0..count).rev()), object(&mut (0..count)));
    assert!(canonical(format!("{{{down}}}").as_bytes()) == Ok(format!("{{{up}}}")), "{count} keys");
    let (down, up) = (object(&mut (0..1000).rev()), object(&mut (0..1000)));
    let nest = |members: &str, last: &str, depth: usize| {
        let open = format!(r#"{{"b":{{{members}}},"a":"#).repeat(depth);
        [&open, last, &"}".repeat(depth)].concat()
    };
    assert!(canonical(nest(&down, "1.0", 1000).as_bytes()) == Ok(nest(&up, "1", 1000)), "1000 levels of 1000 keys");
}

/// Every level is moved, so that every byte is inside up to a thousand objects that change their order.
#[test]
fn moves_inside_moves_cost_no_more_than_one() {
    let pad = "x".repeat(10_000);
    let given = format!(r#"{{"1":"{pad}","0":"#).repeat(1000) + "[2.0]" + &"}".repeat(1000);
    let want = r#"{"0":"#.repeat(1000) + "[2]" + &format!(r#","1":"{pad}"}}"#).repeat(1000);
    assert!(canonical(given.as_bytes()) == Ok(want));
}

/// Keys that share their length, beginning and end, in case somebody looks at no more.
#[test]
fn keys_that_look_alike_are_told_apart() {
    let count = SIZE / 40;
    let members: Vec<String> = (0..count).map(|number| format!(r#""prefix--{number:08}--suffix":1"#)).collect();
    let text = format!("{{{}}}", members.join(","));
    assert!(canonical(text.as_bytes()) == Ok(text.clone()), "{count} keys");
    let twice = format!("{},{}}}", &text[..text.len() - 1], members[7].replace(":1", ":2"));
    let want = text.replacen(&members[7], &members[7].replace(":1", ":2"), 1);
    assert!(canonical(twice.as_bytes()) == Ok(want), "{count} keys and one again");
}

#[test]
fn many_small_objects_and_long_strings_come_out_whole() {
    let objects = |one: &str| format!("[{}]", vec![one; SIZE / 30].join(","));
    assert!(canonical(objects(r#"{"b":1.0,"1":2,"0":3,"b":4}"#).as_bytes()) == Ok(objects(r#"{"0":3,"1":2,"b":4}"#)));
    let escapes = |one: &str| format!("\"{}\"", one.repeat(SIZE / 12));
    assert!(canonical(escapes(r"\uD83D\uDE00").as_bytes()) == Ok(escapes("😀")));
    assert!(canonical(escapes(r"\ud83d\u0041").as_bytes()) == Ok(escapes(r"\ud83dA")));
}

/// The body part of what Securo signs; the byte offset where it is refused.
fn canonical(body: &[u8]) -> Result<String, Option<usize>> {
    let credentials = [("apiKey", "key".into()), ("secret", "secret".into())];
    let signer = Signer::new(scheme("securo.request").unwrap(), &credentials, &SignerOptions::default()).unwrap();
    let message = Message { method: "POST", url: "https://h.example/", body, ..Message::default() };
    match signer.sign(&message, Timestamp::Text("1747216800")) {
        Ok(signed) => {
            let text = signed.canonical().text();
            assert_eq!(text.as_bytes(), signed.canonical().bytes());
            let body = text.strip_prefix("https://h.example/&method=POST&timestamp=1747216800&body=").unwrap();
            assert!(signed.body() == body.as_bytes(), "what is sent is what was signed");
            Ok(body.into())
        }
        Err(Error::BodyInvalid(fault)) => Err(fault.at),
        Err(other) => panic!("{other}"),
    }
}

const SIZE: usize = 16 << 20;

const NUMBERS: &[(&str, &str)] = &[
    ("0", "0"),
    ("-0", "0"),
    ("-0.0e-9", "0"),
    ("1.0", "1"),
    ("-1.50", "-1.5"),
    ("1e3", "1000"),
    ("1E+3", "1000"),
    ("1e20", "100000000000000000000"),
    ("1e21", "1e+21"),
    ("123456789012345680000", "123456789012345680000"),
    ("1234567890123456800000", "1.2345678901234568e+21"),
    ("12345678901234567890", "12345678901234567000"),
    ("9007199254740993", "9007199254740992"),
    ("999999999999999", "999999999999999"),
    ("9999999999999999", "10000000000000000"),
    ("0.1", "0.1"),
    ("0.10", "0.1"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("0.000001", "0.000001"),
    ("0.0000001", "1e-7"),
    ("0.00000123", "0.00000123"),
    ("-0.00000012", "-1.2e-7"),
    ("1e400", "null"),
    ("-1e400", "null"),
    ("1e-400", "0"),
    ("-1e-400", "0"),
    ("5e-324", "5e-324"),
    ("2e-324", "0"),
    ("3e-324", "5e-324"),
    ("2.2250738585072011e-308", "2.225073858507201e-308"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("1.7976931348623159e308", "null"),
    ("100000000000000000000000", "1e+23"),
    ("1e23", "1e+23"),
    ("2e-7", "2e-7"),
    ("4.35", "4.35"),
    ("8.000000000000001", "8.000000000000002"),
    ("8.0000000000000001", "8"),
    ("0.3000000000000004", "0.3000000000000004"),
    ("0.1e1", "1"),
    ("1e-5", "0.00001"),
];

const STRINGS: &[(&str, &str)] = &[
    (r#""""#, r#""""#),
    (r#""\u0041\/""#, r#""A/""#),
    (r#""\"\\\b\f\n\r\t""#, r#""\"\\\b\f\n\r\t""#),
    (r#""\u0022\u005c\u0008\u000C\u000a\u000D\u0009""#, r#""\"\\\b\f\n\r\t""#),
    (r#""\u0000\u001F\u000B""#, r#""\u0000\u001f\u000b""#),
    (r#""\u007f\u0080""#, "\"\u{7f}\u{80}\""),
    (r#""\u00E9\u2028\u2029""#, "\"é\u{2028}\u{2029}\""),
    ("\"é\u{2028}\u{feff}😀\"", "\"é\u{2028}\u{feff}😀\""),
    (r#""\uD83D\uDE00""#, "\"😀\""),
    (r#""\uD800""#, r#""\ud800""#),
    (r#""\uDFFF!""#, r#""\udfff!""#),
    (r#""\uDBFF\uDBFF\uDC00""#, "\"\\udbff\u{10fc00}\""),
    (r#""\uDE00\uD83D""#, r#""\ude00\ud83d""#),
    (r#""\uD83D\n""#, r#""\ud83d\n""#),
    (r#""\uD83D\\uDE00""#, r#""\ud83d\\uDE00""#),
    (r#""\uD800\uDC00\uDBFF\uDFFF""#, "\"\u{10000}\u{10ffff}\""),
    (r#""\uFFFE\uFFFF""#, "\"\u{fffe}\u{ffff}\""),
    (r#""0123456\u00370""#, r#""012345670""#),
];

const OBJECTS: &[(&str, &str)] = &[
    ("{}", "{}"),
    (r#"{"b":1,"a":2}"#, r#"{"b":1,"a":2}"#),
    (r#"{"b":1,"10":2,"9":3}"#, r#"{"9":3,"10":2,"b":1}"#),
    (r#"{"4294967295":1,"4294967294":2,"4294967296":3}"#, r#"{"4294967294":2,"4294967295":1,"4294967296":3}"#),
    (r#"{"01":1,"-0":2,"1.0":3,"1e0":4," 1":5,"0":6}"#, r#"{"0":6,"01":1,"-0":2,"1.0":3,"1e0":4," 1":5}"#),
    (r#"{"a":1,"\u0030":2}"#, r#"{"0":2,"a":1}"#),
    (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
    (r#"{"a":1,"\u0061":{"x":[1.0]}}"#, r#"{"a":{"x":[1]}}"#),
    (r#"{"a":{"2":1,"1":2},"a":{"4":1,"3":2}}"#, r#"{"a":{"3":2,"4":1}}"#),
    (r#"{"__proto__":{"a":1},"b":2,"__proto__":null}"#, r#"{"__proto__":null,"b":2}"#),
    (r#"{"":1,"":2}"#, r#"{"":2}"#),
    (r#"{"\ud800":1,"\\ud800":2}"#, r#"{"\ud800":1,"\\ud800":2}"#),
    (r#"{"1":{"2":{"3":3,"0":0},"1":1},"0":0}"#, r#"{"0":0,"1":{"1":1,"2":{"0":0,"3":3}}}"#),
    (
        r#"{"n":0,"m":0,"l":0,"k":0,"j":0,"i":0,"h":0,"g":0,"f":0,"e":0,"d":0,"c":0,"n":1,"b":0,"n":2}"#,
        r#"{"n":2,"m":0,"l":0,"k":0,"j":0,"i":0,"h":0,"g":0,"f":0,"e":0,"d":0,"c":0,"b":0}"#,
    ),
];

const LAYOUT: &[(&str, &str)] = &[
    ("\r\n\t [ 1 ,\t{ \"a\" : [ ] , \"b\" : { } } , null ] \n", r#"[1,{"a":[],"b":{}},null]"#),
    ("true", "true"),
    (" false ", "false"),
    ("null", "null"),
    ("[[],[[]],{\"a\":{}}]", "[[],[[]],{\"a\":{}}]"),
];

const REFUSED: &[(&[u8], usize)] = &[
    (b" ", 1),
    (b"nul", 3),
    (b"nulL", 3),
    (b"True", 0),
    (b"NaN", 0),
    (b"Infinity", 0),
    (b"-Infinity", 1),
    (b"undefined", 0),
    (b"'a'", 0),
    (b"01", 1),
    (b"-01", 2),
    (b"1.", 2),
    (b".5", 0),
    (b"+1", 0),
    (b"-", 1),
    (b"1e", 2),
    (b"1e+", 3),
    (b"1.e3", 2),
    (b"0x10", 1),
    (b"1_000", 1),
    (b"1 2", 2),
    (b"[1,]", 3),
    (b"[,1]", 1),
    (b"[1 2]", 3),
    (b"[1", 2),
    (b"[1}", 2),
    (b"{\"a\":1,}", 7),
    (b"{,}", 1),
    (b"{a:1}", 1),
    (b"{\"a\" 1}", 5),
    (b"{\"a\":}", 5),
    (b"{\"a\"}", 4),
    (b"{\"a\":1]", 6),
    (b"{\"a\":1 \"b\":2}", 7),
    (b"]", 0),
    (b"[]]", 2),
    (b"{}{}", 2),
    (b"\"a", 2),
    (b"\"\\x41\"", 2),
    (b"\"\\u12G4\"", 5),
    (b"\"\\u123", 6),
    (b"\"\\uD83D\\u12\"", 11),
    (b"\"\\", 2),
    (b"/* */1", 0),
    (b"1//", 1),
    (b"\xef\xbb\xbf1", 0),
    (b"\xc2\xa01", 0),
    (b"\xe2\x80\xa81", 0),
    (b"\x0b1", 0),
    (b"\"\0\"", 1),
    (b"1\0", 1),
];
