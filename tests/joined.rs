//! What is joined reads in one way: no two lists of inputs, and no two sets of parameters, make the same canonical string.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use countersign::{
    Error, Message, Scheme, SchemeDefinition, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions, scheme,
};

/// All texts of these letters, up to so many.
fn texts(letters: &str, most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..most {
        last = last.iter().flat_map(|text| letters.chars().map(move |letter| format!("{text}{letter}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// The canonical string of the inputs `a`, `b` and `c`, in a body that has them.
fn joined(signer: &Signer, values: &[&str]) -> Result<String, Error> {
    let members: Vec<String> =
        ["a", "b", "c"].iter().zip(values).map(|(name, v)| format!("\"{name}\":\"{v}\"")).collect();
    let body = format!("{{{}}}", members.join(","));
    let message = Message { method: "POST", body: body.as_bytes(), ..Message::default() };
    signer.sign(&message, Timestamp::Now(0)).map(|signed| signed.canonical().text())
}

fn of_inputs<'a>(canonical: &'a str, free_input: &'a str) -> Scheme<'a> {
    Scheme {
        id: "test.row",
        inputs: &[("a", "field:a?"), ("b", "field:b?"), ("c", "field:c?")],
        headers: &[("Sig", "{signature}")],
        free_input,
        canonical,
        ..Scheme::WEBHOOK
    }
}

fn signer(scheme: &Scheme<'_>) -> Signer {
    Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap()
}

/// Every list of three values out of few letters, for texts of one letter and of several, which may overlap.
#[test]
fn no_two_lists_of_inputs_are_joined_to_the_same() {
    for by in [":", "::", ":a:", "a:"] {
        let canonical = format!("{{a}}{by}{{b}}{by}{{c}}");
        for free_input in ["", "a", "b", "c"] {
            let scheme = of_inputs(&canonical, free_input);
            let (signer, values) = (signer(&scheme), texts(":a", 3));
            let mut seen: BTreeMap<String, [&str; 3]> = BTreeMap::new();
            for (a, b) in values.iter().flat_map(|a| values.iter().map(move |b| (a, b))) {
                for list in values.iter().map(|c| [&**a, &**b, &**c]) {
                    let Ok(text) = joined(&signer, &list) else { continue };
                    let before = seen.insert(text.clone(), list);
                    assert_eq!(
                        before, None,
                        "{list:?} is joined to {text:?}, too, by {canonical:?}, free: {free_input:?}"
                    );
                }
            }
            // The last is never looked at where none is free; where one is, it is any of the values.
            let free = ["a", "b", "c"].iter().position(|name| *name == free_input).unwrap_or(2);
            for value in &values {
                let mut list = ["x"; 3];
                list[free] = value;
                assert!(joined(&signer, &list).is_ok(), "{list:?}, by {canonical:?}, free: {free_input:?}");
            }
        }
    }
}

/// The error names the input, and the byte at which the text stands that does not belong there.
#[test]
fn a_value_that_could_be_told_otherwise_is_refused_at_its_byte() {
    let told = |free_input: &str, by: &str, list: [&str; 3]| {
        let canonical = format!("{{a}}{by}{{b}}{by}{{c}}");
        let error = joined(&signer(&of_inputs(&canonical, free_input)), &list).unwrap_err();
        assert_eq!(error.code(), "ERR_BODY_INVALID");
        error.to_string()
    };
    let ends = "`a`, byte 1: expected a value without `:`, which ends it in the canonical string, got `:`";
    assert_eq!(told("", ":", ["x:y", "", ""]), ends);
    assert_eq!(told("b", ":", ["x:y", ":", ""]), ends);
    let begins = "`c`, byte 2: expected a value without `:`, which begins it in the canonical string, got `:`";
    assert_eq!(told("b", ":", ["x", ":", "yy:"]), begins);
    assert_eq!(told("a", ":", [":", "x", "yy:"]), begins);
    let overlaps = "`a`, byte 1: expected a value without `::`, which ends it in the canonical string, got `::`";
    assert_eq!(told("", "::", ["x:", "y", ""]), overlaps);
    let overlaps = "`c`, byte 0: expected a value without `::`, which begins it in the canonical string, got `::`";
    assert_eq!(told("b", "::", ["x", "", ":y"]), overlaps);
}

/// Whatever else stands beside a free input could hold all of it, so the scheme is refused, from data and in Rust.
#[test]
fn a_free_input_among_anything_but_inputs_is_refused() {
    let verifier = |scheme: &Scheme<'_>| {
        Verifier::new(scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap_err()
    };
    let told = |scheme: &Scheme<'_>| {
        let error = verifier(scheme);
        assert_eq!(error, Signer::new(scheme, &[("secret", "s".into())], &SignerOptions::default()).unwrap_err());
        assert_eq!(error.code(), "ERR_SCHEME_INVALID");
        error.fault().unwrap().part.clone()
    };
    for canonical in [
        "{a}:{b}:{body}",
        "{url}:{b}",
        "{a}{b}:{c}",
        "{a}:{b}{c}",
        "{a}[:{b}]",
        "{a}:{b|lower}",
        "{b}:{a}:{b}",
        "{method}:{b}",
    ] {
        assert_eq!(told(&of_inputs(canonical, "b")), "freeInput", "{canonical}");
        let json = format!(
            r#"{{"id":"a","canonical":"{canonical}","inputs":{{"a":"field:a","b":"field:b","c":"field:c"}},"freeInput":"b"}}"#
        );
        assert_eq!(SchemeDefinition::parse(&json).unwrap_err().fault().unwrap().part, "freeInput", "{canonical}");
    }
    assert_eq!(told(&of_inputs("{a}:{b}", "d")), "freeInput");
    assert_eq!(told(&Scheme { bindings: &[("d", "{b}")], ..of_inputs("{d}:{a}", "b") }), "freeInput");
    let second = verifier(&Scheme { accepted_canonicals: &["{b}:{body}"], ..of_inputs("{b}:{a}", "b") });
    assert_eq!(second.fault().unwrap().part, "freeInput");
    let of_key = |canonical| Scheme { options: &[("o", "")], ..of_inputs(canonical, "b") };
    assert_eq!(told(&of_key("{a}{o}:{b}")), "freeInput");
    assert_eq!(told(&of_key("{b}:{o}{a}")), "freeInput");
    // What is the same for all that a key signs may stand, and where it is not named, anything.
    signer(&of_key("{o}{secret}{a}:{o}{b}{o}:{c}{o}"));
    signer(&Scheme { accepted_canonicals: &["{a}:{body}"], ..of_inputs("{a}:{b}:{c}", "b") });
}

/// The provider's own rule: user's text may hold a `:`, and what stands in front and behind may not.
#[test]
fn the_free_input_of_the_catalogue_is_one_that_its_provider_leaves_to_the_user() {
    let free: Vec<(&str, &str)> = countersign::schemes()
        .filter(|scheme| !scheme.free_input.is_empty())
        .map(|scheme| (scheme.id, scheme.free_input))
        .collect();
    assert_eq!(free, [("adyen.webhook", "merchantReference"), ("razorpay.payment-link", "referenceId")]);
}

/// Parameters, by what they are once they are decoded: each list of a name in its order, and the names in theirs.
type Parameters = BTreeMap<String, Vec<String>>;

/// All queries of up to three of these parameters: what is decoded to the same is written to the same, and nothing else is, in
/// either way of writing, and between both.
#[test]
fn no_two_sets_of_parameters_are_written_alike() {
    let [plain, escaped] = ["{query|decoded}", "{query|encoded}"].map(|canonical| {
        signer(&Scheme { id: "test.row", canonical, headers: &[("Sig", "{signature}")], ..Scheme::WEBHOOK })
    });
    let names = ["a", "b", "a[]", "b[]", "%61", "a%5B%5D", "a%3D", "a=b", "a%26b", "%2525", "a[b]", "[a]", ""];
    let values = [
        "1",
        "2",
        "1%26b=2",
        "1%22%2C+%222",
        "%5B%221%22%5D",
        "[%221%22,+%222%22]",
        "+",
        "%2B",
        "%20",
        "%2520",
        "é",
        "",
    ];
    let one: Vec<String> =
        names.iter().flat_map(|name| values.iter().map(move |value| format!("{name}={value}"))).collect();
    let two = one.iter().flat_map(|a| one.iter().map(move |b| format!("{a}&{b}")));
    let few = &["a=1", "b=2", "a[]=1", "a[]=2", "a=1%26b%3D2", "a%3D=1", "a=[%221%22]", "a%5b%5d=1%2C2"];
    let three = few.iter().flat_map(|a| few.iter().flat_map(move |b| few.iter().map(move |c| format!("{a}&{b}&{c}"))));
    let mut seen: BTreeMap<String, Parameters> = BTreeMap::new();
    let (mut taken, mut refused) = (0, 0);
    for query in one.iter().cloned().chain(two).chain(three) {
        let url = format!("https://h.example/?{}", query.replace('é', "%C3%A9"));
        let message = Message { url: &url, ..Message::default() };
        let [plain, escaped] = [&plain, &escaped].map(|signer| signer.sign(&message, Timestamp::Now(0)));
        assert_eq!(plain.as_ref().err(), escaped.as_ref().err(), "{query}");
        let (Ok(plain), Ok(escaped)) = (plain, escaped) else {
            refused += 1;
            continue;
        };
        taken += 1;
        let mut parameters = Parameters::new();
        for pair in url.split_once('?').unwrap().1.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            parameters.entry(decoded(name)).or_default().push(decoded(value));
        }
        assert!(parameters.iter().all(|(name, values)| name.ends_with("[]") || values.len() == 1), "{query}");
        for text in [plain.canonical().text(), escaped.canonical().text()] {
            let before = seen.insert(text.clone(), parameters.clone());
            assert!(before.is_none_or(|before| before == parameters), "{query} is written {text:?}, too");
        }
    }
    assert!(taken > 10_000 && refused > 1_000, "{taken} taken, {refused} refused");
}

/// As the WHATWG URL Standard decodes a form.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| byte == b'%');
        let read = escape.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).ok());
        bytes.push(read.unwrap_or(byte));
        rest = if read.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}

/// The figures of the provider's own libraries, as far as they print any, and of its document.
#[test]
fn parameters_are_written_as_the_providers_libraries_do() {
    let told = |canonical: &str, query: &str| {
        let scheme = Scheme { id: "test.row", canonical, headers: &[("Sig", "{signature}")], ..Scheme::WEBHOOK };
        let message = Message { body: query.as_bytes(), method: "POST", ..Message::default() };
        signer(&scheme)
            .sign(&message, Timestamp::Now(0))
            .map(|signed| signed.canonical().text())
            .map_err(|error| error.to_string())
    };
    let plain = |query: &str| told("{body|decoded}", query);
    let escaped = |query: &str| told("{body|encoded}", query);
    assert_eq!(plain("shop=s&ids[]=2&ids[]=1"), Ok(r#"ids=["2", "1"]&shop=s"#.into()));
    assert_eq!(plain("a=1%26b%3D2&c%3D3%26d=4"), Ok("a=1%26b=2&c%3D3%26d=4".into()));
    assert_eq!(plain("state=s+n&&code=%C3%A9%7E*%25"), Ok("code=é~*%25&state=s n".into()));
    assert_eq!(escaped("state=s+n&&code=%C3%A9%7E*%25"), Ok("code=%C3%A9%7E*%25&state=s%20n".into()));
    assert_eq!(escaped("shop=s&ids[]=2&ids%5B%5D=1"), Ok("ids%5B%5D=2&ids%5B%5D=1&shop=s".into()));
    assert_eq!(plain("a[]=1&a=2&a%5B%5D=3"), Ok(r#"a=2&a=["1", "3"]"#.into()));
    // Pairs are in order with their `=`, names without.
    assert_eq!((plain("a=&a1=&a-b="), escaped("a=&a1=&a-b=")), (Ok("a-b=&a1=&a=".into()), Ok("a=&a-b=&a1=".into())));
    assert_eq!((plain(""), plain("&"), plain("a")), (Ok(String::new()), Ok(String::new()), Ok("a=".into())));
    for (query, fault) in [
        ("a=1&b=2&a=1", "`body`, byte 8: expected each name once, unless it ends in `[]`, got it once more"),
        ("a=%zz", "`body`, byte 3: expected two hexadecimal digits after `%`, got `z`"),
        ("a=%4", "`body`, byte 4: expected two hexadecimal digits after `%`, got the end"),
        ("x=&%ff=1", "`body`, byte 3: expected UTF-8 once it is decoded, got the byte 0xff"),
        ("a[]=%22", "`body`, byte 4: expected an element in ASCII, without `\"`, `#` and `\\`, got `\"`"),
        ("a=%5B%221%22%5D", "`body`, byte 2: expected a value that does not read as a list, got one that does"),
    ] {
        assert_eq!(plain(query), Err(fault.into()));
        assert_eq!(escaped(query), Err(fault.into()));
    }
}

/// A redirect as the provider signs it, and as its library for JavaScript does; what is read of it otherwise is refused.
#[test]
fn a_redirect_is_verified_in_both_ways_of_writing() {
    let scheme = scheme("shopify.oauth").unwrap();
    let verifier = Verifier::new(scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    let signed = |canonical: &str| {
        let scheme = Scheme { id: "a.b", canonical: "{body}", headers: &[("Sig", "{signature}")], ..Scheme::WEBHOOK };
        let message = Message { method: "POST", body: canonical.as_bytes(), ..Message::default() };
        signer(&scheme).sign(&message, Timestamp::Now(0)).unwrap().signature().to_owned()
    };
    let told = |query: &str, canonical: &str| {
        let url = format!("https://app.example.com/?{query}&hmac={}", signed(canonical));
        let message = Message { method: "GET", url: &url, ..Message::default() };
        verifier.verify(&message, 0).map(|verified| verified.canonical().to_owned()).map_err(|error| error.code())
    };
    assert_eq!(told("state=a%2Bb%3D%3D&shop=s", "shop=s&state=a+b=="), Ok("{query|decoded}".into()));
    assert_eq!(told("state=a%2Bb%3D%3D&shop=s", "shop=s&state=a%2Bb%3D%3D"), Ok("{query|encoded}".into()));
    assert_eq!(told("state=a+b&shop=s", "shop=s&state=a%20b"), Ok("{query|encoded}".into()));
    assert_eq!(told("state=a+b&shop=s", "shop=s&state=a+b"), Err("ERR_SIGNATURE_MISMATCH"));
    assert_eq!(told("state=a%26shop%3Ds", "shop=s&state=a"), Err("ERR_SIGNATURE_MISMATCH"));
    assert_eq!(told("shop=s&shop=t", "shop=s&shop=t"), Err("ERR_REQUEST_INVALID"));
}
