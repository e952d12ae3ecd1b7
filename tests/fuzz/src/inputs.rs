//! What schemes take out of messages, and the filters of templates, against other readers: the standard library, `serde_json`, `hex`.

use std::collections::BTreeMap;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, Error, Message, Scheme, Signer, SignerOptions, Timestamp};
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha512};

use crate::choices::Choices;

/// One filter over any bytes, or two that undo each other.
pub fn filters(data: &[u8]) {
    for (canonical, model) in MODELS {
        match (built(&[], canonical, &Message { body: data, ..Message::default() }), model(data)) {
            (Ok(ours), Some(theirs)) => assert_eq!(ours, theirs, "{canonical} of {data:?}"),
            (Err(error), None) => assert_eq!(error.code(), "ERR_BODY_INVALID", "{canonical}"),
            (ours, theirs) => panic!("{canonical} of {data:?}: {ours:?}, and by the model {theirs:?}"),
        }
    }
}

/// Headers, parameters, members and pointers, in messages that the bytes choose.
pub fn inputs(data: &[u8]) {
    let mut choices = Choices(data);
    let name = choices.pick(&["a", "b", "A", "a-b", "é", "a b", "0", "a~1b"]);
    let pointer = choices.text(&["/a", "/b", "/0", "/1", "/~0", "/~1", "/", "/é", "/-"], 3);
    let body = json(&mut choices, 0);
    let text = if choices.once_in(4) { body.to_string() } else { format!(" {body:#} ") };
    let headers: Vec<(&str, String)> = (0..choices.below(5))
        .map(|_| (choices.pick(&["a", "A", "a-b", "A-B", "b"]), choices.text(&["x", "y", " ", "é", ",", "\t", "1"], 3)))
        .collect();
    let mut headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
    // Without it, JSON in which a reader of forms finds the name is refused.
    headers.push(("content-type", "application/json"));
    let query = choices.text(&["a=", "b=", "&", "=", "%61", "+", "%2B", "%", "x", "a", "?"], 8);
    let url = format!("https://example.com/p?{query}");
    let message = Message { method: "POST", url: &url, headers: &headers, body: text.as_bytes() };
    let take = |place: &str| built(&[("v", place)], "{v}", &message);

    let found: Vec<&str> =
        headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value).collect();
    told_header(name, take(&format!("header:{name}?")), only(&found).map(str::as_bytes));
    let found: Vec<Vec<u8>> =
        pairs(query.as_bytes()).filter(|(own, _)| own == name.as_bytes()).map(|(_, value)| value).collect();
    told(
        take(&format!("query:{name}?")),
        only(&found.iter().map(|value| &**value).collect::<Vec<_>>()),
        "ERR_REQUEST_INVALID",
    );
    let found = if pointer.is_empty() { None } else { body.pointer(&pointer) };
    if !pointer.is_empty() && (body.is_object() || body.is_array()) && !is_index(&pointer) {
        told(
            take(&format!("field:{pointer}?")),
            scalar(found).as_deref().map(str::as_bytes).map_err(drop),
            "ERR_BODY_INVALID",
        );
    }
    if let (Value::Object(map), false) = (&body, name.contains('~')) {
        told(
            take(&format!("field:{name}?")),
            scalar(map.get(name)).as_deref().map(str::as_bytes).map_err(drop),
            "ERR_BODY_INVALID",
        );
    }
    let begin = choices.pick(&["a", "A-", "", "é", "b"]);
    let mut lines: Vec<(String, &str)> = headers
        .iter()
        .filter(|(own, _)| own.to_lowercase().starts_with(&begin.to_lowercase()))
        .map(|(own, value)| (own.to_lowercase(), value.trim()))
        .collect();
    lines.sort();
    let lines: String = lines.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    if !begin.is_empty() {
        told_header(begin, take(&format!("headers:{begin}")), Ok(lines.as_bytes()));
    }
}

/// The same for headers; a scheme that asks for one that has no name of a header is invalid.
fn told_header(name: &str, ours: Result<Vec<u8>, Error>, theirs: Result<&[u8], ()>) {
    // RFC 9110 §5.6.2, of which the names here have no more.
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-~".contains(&byte)) {
        told(ours, theirs, "ERR_HEADER_MALFORMED");
    } else {
        assert_eq!(ours.map_err(|error| error.code()), Err("ERR_SCHEME_INVALID"), "{name}");
    }
}

/// The same, or a refusal with that code; headers with bytes that no client sends may be refused besides.
fn told(ours: Result<Vec<u8>, Error>, theirs: Result<&[u8], ()>, code: &str) {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(theirs)),
        (Err(error), Err(())) => assert!([code, "ERR_REQUEST_INVALID"].contains(&error.code()), "{error}"),
        (Err(error), Ok(theirs)) => assert!(
            matches!(error.code(), "ERR_REQUEST_INVALID" | "ERR_HEADER_MALFORMED") && code != "ERR_BODY_INVALID",
            "{error}, where it is {theirs:?}"
        ),
        (Ok(ours), Err(())) => panic!("{ours:?} out of several that differ"),
    }
}

/// The one of several that are the same.
fn only<'v, T: ?Sized + PartialEq + 'v>(values: &[&'v T]) -> Result<&'v T, ()>
where
    &'v T: Default,
{
    match values {
        [] => Ok(Default::default()),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Ok(first),
        _ => Err(()),
    }
}

/// JSON without the numbers that print in two ways.
fn json(choices: &mut Choices<'_>, depth: usize) -> Value {
    match choices.below(if depth < 3 { 9 } else { 5 }) {
        0 => Value::Null,
        1 => choices.once_in(2).into(),
        2 => choices.below(300).into(),
        3 | 4 => choices.text(&["x", "\"", "\\", "\n", "é", "\u{1}", "/", "😀", "{", "]", ","], 4).into(),
        5 => (0..choices.below(4)).map(|_| json(choices, depth + 1)).collect(),
        _ => {
            let names = ["a", "b", "0", "~", "/", "", "é", "a b", "A", "a-b", "1", "a/b"];
            let members: Vec<_> =
                (0..choices.below(5)).map(|_| (choices.pick(&names).into(), json(choices, depth + 1))).collect();
            Value::Object(members.into_iter().collect())
        }
    }
}

/// `serde_json` takes no `00` for an index, and this crate no name for one of an array that has a zero in front.
fn is_index(pointer: &str) -> bool {
    pointer.split('/').any(|token| token.len() > 1 && token.starts_with('0'))
}

/// The text of a member, empty where there is none; an array or object is none.
fn scalar(value: Option<&Value>) -> Result<String, ()> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Array(_) | Value::Object(_)) => Err(()),
        Some(other) => Ok(other.to_string()),
    }
}

fn built(inputs: &[(&str, &str)], canonical: &str, message: &Message<'_>) -> Result<Vec<u8>, Error> {
    let scheme = Scheme {
        id: "fuzz.inputs",
        credentials: &[],
        inputs,
        canonical,
        algorithm: Algorithm::None,
        key: "",
        ..Scheme::HMAC_SHA256_HEX
    };
    Ok(Signer::new(&scheme, &[], &SignerOptions::default())?
        .sign(message, Timestamp::Text(""))?
        .canonical()
        .bytes()
        .to_vec())
}

fn pairs(form: &[u8]) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    form.split(|&byte| byte == b'&').filter_map(|pair| {
        let at = pair.iter().position(|&byte| byte == b'=')?;
        Some((decoded(&pair[..at], b' '), decoded(&pair[at + 1..], b' ')))
    })
}

fn decoded(text: &[u8], plus: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits = text.get(at + 1..at + 3).and_then(|digits| core::str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (text[at], digits) {
            (b'%', Some(digits)) => {
                out.push(u8::from_str_radix(digits, 16).expect("two digits"));
                at += 2;
            }
            (b'+', _) => out.push(plus),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    out
}

fn sorted(form: &[u8]) -> Vec<u8> {
    let mut pairs: Vec<&[u8]> = form.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort();
    pairs.join(&b'&')
}

fn joined(form: &[u8]) -> Vec<u8> {
    let pairs = form.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = pairs
        .map(|pair| {
            let at = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            (decoded(&pair[..at], b' '), decoded(pair.get(at + 1..).unwrap_or_default(), b' '))
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs.into_iter().flat_map(|(name, value)| [name, value].concat()).collect()
}

/// The parameters, each list of a name in its order: as they are but for what has to be escaped, or all escaped.
fn written(form: &[u8], is_escaped: bool) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(form).ok();
    let is_sound =
        |escape: &str| escape.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if form.contains(&b'%') && !text?.split('%').skip(1).all(is_sound) {
        return None;
    }
    let escape = |text: &str, kept: &dyn Fn(u8) -> bool| -> String {
        text.bytes()
            .map(|byte| if kept(byte) { vec![byte] } else { format!("%{byte:02X}").into_bytes() })
            .flatten()
            .map(char::from)
            .collect()
    };
    let write = |text: &str, is_name: bool| -> Vec<u8> {
        if is_escaped {
            return escape(text, &|byte| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte)).into_bytes();
        }
        let text = text.replace('%', "%25").replace('&', "%26");
        if is_name { text.replace('=', "%3D").into_bytes() } else { text.into_bytes() }
    };
    // By what stands before the value, which for a list is not the name.
    let mut lists: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
    for pair in form.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let at = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let name = String::from_utf8(decoded(&pair[..at], b' ')).ok()?;
        let value = String::from_utf8(decoded(pair.get(at + 1..).unwrap_or_default(), b' ')).ok()?;
        let list = name.strip_suffix("[]");
        let is_plain = value.chars().all(|one| matches!(one, ' '..='~') && !"\"#\\".contains(one));
        if if list.is_some() { !is_plain } else { value.starts_with("[\"") && value.ends_with("\"]") } {
            return None;
        }
        let mut before = write(list.unwrap_or(&name), true);
        before.extend_from_slice(match (is_escaped, list) {
            (true, Some(_)) => b"%5B%5D",
            (true, None) => b"",
            (false, Some(_)) => b"=[\"",
            (false, None) => b"=",
        });
        let values = lists.entry(before).or_default();
        if !values.is_empty() && list.is_none() {
            return None;
        }
        values.push(value);
    }
    let mut pairs: Vec<Vec<u8>> = Vec::new();
    for (before, values) in lists {
        if is_escaped {
            pairs.extend(values.iter().map(|value| [&*before, b"=", &write(value, false)].concat()));
        } else if before.ends_with(b"[\"") {
            let values: Vec<Vec<u8>> = values.iter().map(|value| write(value, false)).collect();
            pairs.push([&*before, &values.join(&b"\", \""[..]), b"\"]"].concat());
        } else {
            pairs.push([before, write(&values[0], false)].concat());
        }
    }
    Some(pairs.join(&b'&'))
}

/// By its polynomial, one bit at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| bit(crc)))
}

fn lower_hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; text.len() / 2];
    hex::decode_to_slice(text, &mut out).ok().map(|()| out)
}

fn unbase64(text: &[u8]) -> Option<Vec<u8>> {
    Base64::decode_vec(core::str::from_utf8(text).ok()?).ok()
}

type Model = (&'static str, fn(&[u8]) -> Option<Vec<u8>>);

const MODELS: &[Model] = &[
    ("{body|upper}", |body| Some(body.to_ascii_uppercase())),
    ("{body|lower}", |body| Some(body.to_ascii_lowercase())),
    ("{body|sorted}", |body| Some(sorted(body))),
    ("{body|joined}", |body| Some(joined(body))),
    ("{body|decoded}", |body| written(body, false)),
    ("{body|encoded}", |body| written(body, true)),
    ("{body|unpercent}", |body| Some(decoded(body, b'+'))),
    ("{body|hex}", |body| Some(lower_hex(body))),
    ("{body|hex|upper|unhex}", |body| Some(body.into())),
    ("{body|base64}", |body| Some(Base64::encode_string(body).into())),
    ("{body|base64|unbase64}", |body| Some(body.into())),
    ("{body|base64url}", |body| Some(Base64UrlUnpadded::encode_string(body).into())),
    ("{body|sha256|hex}", |body| Some(lower_hex(&Sha256::digest(body)))),
    ("{body|sha512}", |body| Some(Sha512::digest(body).to_vec())),
    ("{body|crc32}", |body| Some(crc32(body).to_string().into())),
    ("{body|whsec}", |body| Some(body.strip_prefix(b"whsec_").unwrap_or(body).into())),
    ("{body|unhex}", unhex),
    ("{body|unbase64}", unbase64),
    ("{body|int}", |body| {
        let text = core::str::from_utf8(body)
            .ok()
            .filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))?;
        let digits = text.trim_start_matches('0');
        Some(if digits.is_empty() { "0" } else { digits }.into())
    }),
];
