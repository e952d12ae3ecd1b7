//! What schemes place into messages and read back out of them: all schemes of the catalogue, and schemes that the bytes make.

use std::collections::BTreeSet;
use std::sync::Mutex;

use countersign::{
    Algorithm, BodyType, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, TimestampForm,
    Verifier, VerifierOptions, schemes,
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::carried::carries;
use crate::choices::Choices;

/// A message that is signed by a scheme: it verifies as it is, and with changes only where it still says the same.
pub fn grammar(data: &[u8]) {
    let mut choices = Choices(data);
    if choices.once_in(2) {
        let Ok(scheme) = SchemeDefinition::parse(&made(&mut choices).to_string()) else { return };
        scheme
            .with(|scheme| {
                round(scheme, &mut choices);
                Ok(())
            })
            .expect("a row that was read");
    } else {
        let schemes: Vec<&Scheme<'_>> = schemes().filter(|scheme| is_symmetric(scheme)).collect();
        round(choices.pick(&schemes), &mut choices);
    }
}

/// A JWS that is changed on the way.
pub fn jws(data: &[u8]) {
    let mut choices = Choices(data);
    let scheme = countersign::scheme("tu-cambio.jws").expect("a row of the catalogue");
    let options = [("jws.alg", "PS256 RS256")];
    let verifier = Verifier::new(
        scheme,
        &[("publicKeys", crate::KEY.into())],
        &VerifierOptions { scheme: &options, ..VerifierOptions::default() },
    )
    .expect("a key that it takes");
    let right = format!("{}.{}.{}", FIGURE[0], FIGURE[1], FIGURE[2]);
    // Without its payload it is detached, and over the same bytes.
    let detached = format!("{}..{}", FIGURE[0], FIGURE[2]);
    let text = match choices.below(8) {
        0 => right.clone(),
        1 => changed(choices.pick(JWS), &mut choices),
        2 => changed(&detached, &mut choices),
        _ => changed(&right, &mut choices),
    };
    let headers = [("jws-signature", &*text)];
    let verified = verifier.verify(&Message { headers: &headers, body: CLAIMS, ..Message::default() }, 0).is_ok();
    assert_eq!(verified, text == right || text == detached, "{text}");
}

/// The schemes that could be signed by and verified by now, out of those that could be.
pub fn seen() -> (Vec<String>, Vec<&'static str>) {
    let seen = SEEN.lock().expect("one thread").iter().cloned().collect();
    (seen, schemes().filter(|scheme| is_symmetric(scheme)).map(|scheme| scheme.id).collect())
}

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn is_symmetric(scheme: &Scheme<'_>) -> bool {
    let name = serde_json::to_value(scheme.algorithm).unwrap_or_default();
    // A value that is drawn for each token needs a source of randomness.
    let draws = scheme.inputs.iter().any(|(_, place)| place.starts_with("claim:") || place.starts_with("protected:"));
    scheme.algorithm != Algorithm::None
        && !draws
        && name.as_str().is_some_and(|name| name.contains("hmac") || name.contains("-key-"))
}

/// A message as it travels.
#[derive(Clone, Debug)]
struct Sent {
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    fn read<T>(&self, run: impl FnOnce(&Message<'_>) -> T) -> T {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        run(&Message { method: self.method, url: &self.url, headers: &headers, body: &self.body })
    }
}

/// What is signed, as the receiver has to find it.
struct Signed {
    sent: Sent,
    signature: String,
    canonical: Vec<u8>,
    timestamp: String,
}

fn round(scheme: &Scheme<'_>, choices: &mut Choices<'_>) {
    let key = choices.pick(SECRETS);
    let secrets: Vec<(&str, Secret)> = scheme
        .credentials
        .iter()
        .map(|name| {
            let is_key = scheme.key.contains(&format!("{{{name}"));
            let value = if is_key || choices.once_in(2) { key.into() } else { choices.text(VALUES, 4) };
            (*name, Secret::from(&*value))
        })
        .collect();
    let options: Vec<(&str, String)> = scheme
        .options
        .iter()
        .filter(|(name, _)| *name != "expiresAfterSeconds")
        .filter_map(|(name, _)| match *name {
            "region" | "service" => Some((*name, "us-east-1".into())),
            _ => choices.once_in(4).then(|| (*name, choices.text(VALUES, 3))),
        })
        .collect();
    let options: Vec<(&str, &str)> = options.iter().map(|(name, value)| (*name, &**value)).collect();
    let (Ok(signer), Ok(verifier)) = (
        Signer::new(scheme, &secrets, &SignerOptions { scheme: &options, ..SignerOptions::default() }),
        Verifier::new(scheme, &secrets, &VerifierOptions { scheme: &options, ..VerifierOptions::default() }),
    ) else {
        return;
    };
    let message = message(scheme, choices);
    let at_ms = choices.pick(&[1_747_216_800_123_i64, 1_000_000_000_000, 9_999_999_999_999, 1_709_164_800_000]);
    let text = choices.text(VALUES, 3);
    let is_text = choices.once_in(8);
    let Some(signed) = signed(&signer, message, if is_text { Timestamp::Text(&text) } else { Timestamp::At(at_ms) })
    else {
        return;
    };
    let now_ms = if is_text { 1_747_216_800_000 } else { at_ms };
    let told = signed.sent.read(|message| verifier.verify(message, now_ms).map(|_| ()));
    match told.as_ref().map_err(countersign::Error::code) {
        Ok(()) => {}
        // A text of the caller's need be no time.
        Err("ERR_TIMESTAMP_INVALID" | "ERR_SIGNATURE_STALE") if is_text || scheme.timestamp == TimestampForm::None => {
            return;
        }
        Err(_) => panic!("{told:?}: {:?} of {scheme:?} with {options:?}", signed.sent),
    }
    SEEN.lock().expect("one thread").insert(scheme.id.into());
    for _ in 0..4 {
        let mut sent = signed.sent.clone();
        (0..=choices.below(2)).for_each(|_| change(&mut sent, &signed.signature, choices));
        if let Some((fingerprint, timestamp)) = sent.read(|message| {
            let verified = verifier.verify(message, now_ms).ok()?;
            Some((verified.fingerprint().to_owned(), verified.timestamp().map(String::from)))
        }) {
            is_what_was_signed(scheme, &signed, &sent, &fingerprint, timestamp.as_deref());
        }
    }
}

fn signed(signer: &Signer, mut message: Sent, timestamp: Timestamp<'_>) -> Option<Signed> {
    let made = message.read(|message| {
        let signed = signer.sign(message, timestamp).ok()?;
        let added: Vec<(String, String)> =
            signed.headers().map(|(name, value)| (name.into(), value.trim().into())).collect();
        let (url, body) = (signed.url().to_owned(), signed.body().to_vec());
        let texts = (signed.signature().to_owned(), signed.canonical().bytes().to_vec(), signed.timestamp().to_owned());
        Some((added, url, body, texts))
    });
    let (added, url, body, (signature, canonical, timestamp)) = made?;
    // A header that the request had already is told again where it says the same.
    message.headers.retain(|(name, _)| added.iter().all(|(own, _)| !own.eq_ignore_ascii_case(name)));
    message.headers.extend(added);
    Some(Signed { sent: Sent { url, body, ..message }, signature, canonical, timestamp })
}

/// Whatever is taken is what was signed: nobody else can make the signature of anything else.
fn is_what_was_signed(scheme: &Scheme<'_>, signed: &Signed, sent: &Sent, fingerprint: &str, timestamp: Option<&str>) {
    let due: String = Sha256::digest(&signed.canonical).iter().map(|byte| format!("{byte:02x}")).collect();
    // Of several items there is one fingerprint of all.
    assert!(due == fingerprint || !scheme.signed_items.is_empty(), "{scheme:?}\n{:?}\n{sent:?}", signed.sent);
    assert!(timestamp.is_none_or(|timestamp| timestamp == signed.timestamp), "{timestamp:?} of {sent:?}");
    let headers = sent.headers.iter().map(|(_, value)| value.as_bytes());
    let mut texts = [sent.url.as_bytes(), &*sent.body].into_iter().chain(headers);
    assert!(texts.any(|text| carries(text, &signed.signature)), "no {} in {sent:?}", signed.signature);
}

/// A message with all that the scheme takes inputs out of.
fn message(scheme: &Scheme<'_>, choices: &mut Choices<'_>) -> Sent {
    let mut item = json!({ "a": 1 });
    let mut headers = Vec::new();
    let mut query = choices.pick(&["", "a=1", "b=%20&a=1&a=", "é"]).to_owned();
    for (_, place) in scheme.inputs {
        let (part, name) = place.trim_end_matches('?').split_once(':').unwrap_or_default();
        let value = choices.text(VALUES, 3);
        match part {
            _ if place.ends_with('?') && choices.once_in(3) => {}
            "header" => headers.push((name.into(), value)),
            "headers" => headers.push((format!("{name}x"), value)),
            "query" => query.push_str(&format!("&{name}={}", value.replace(['&', '%', '+', '#', ' '], ""))),
            _ => put(&mut item, name, &value),
        }
    }
    scheme.fields.iter().filter(|(name, _)| name.starts_with('/')).for_each(|(name, _)| {
        let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
        put(&mut item, &format!("{parent}/z"), "z");
    });
    for token in scheme.signed_items.rsplit('/').filter(|token| !token.is_empty()) {
        item = if token == "*" { json!([item]) } else { json!({ token: item }) };
    }
    let is_needed =
        scheme.inputs.iter().any(|(_, place)| place.starts_with("field:")) || !scheme.signed_items.is_empty();
    let body = match choices.below(4) {
        0 if !is_needed => Vec::new(),
        1 if !is_needed => b"a=1&b=%20".to_vec(),
        2 if !is_needed => choices.text(VALUES, 5).into_bytes(),
        _ => written(&item, scheme.body_type, choices),
    };
    let mark = if query.is_empty() { "" } else { "?" };
    let path = choices.pick(&["", "/", "/a/b", "/a//b%20"]);
    Sent {
        method: choices.pick(&["POST", "PUT", "POST", "GET"]),
        url: format!("https://example.com{path}{mark}{query}"),
        headers,
        body,
    }
}

/// The object as a body of the type that the scheme reads.
fn written(item: &Value, body_type: BodyType, choices: &mut Choices<'_>) -> Vec<u8> {
    let is_form = match body_type {
        BodyType::Json => false,
        BodyType::Form => true,
        BodyType::JsonOrForm => choices.once_in(2),
    };
    let Some(members) = item.as_object().filter(|_| is_form) else { return item.to_string().into_bytes() };
    let mut form = Vec::new();
    for (name, value) in members {
        let value = value.as_str().map_or_else(|| value.to_string(), String::from);
        let escaped: String = value.bytes().map(|byte| format!("%{byte:02x}")).collect();
        form.push(format!("{name}={escaped}"));
    }
    form.join("&").into_bytes()
}

/// Puts a text into an object, by its name or pointer.
fn put(whole: &mut Value, name: &str, value: &str) {
    let mut at = whole;
    let tokens: Vec<&str> = name.strip_prefix('/').map_or_else(|| vec![name], |pointer| pointer.split('/').collect());
    for token in tokens {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = &mut at[token];
    }
    *at = Value::String(value.into());
}

/// One change of what travels.
fn change(sent: &mut Sent, signature: &str, choices: &mut Choices<'_>) {
    let place = choices.below(sent.headers.len() + 2);
    if let Some((name, value)) = sent.headers.get_mut(place) {
        let new = changed(value, choices);
        let name = name.clone();
        match choices.below(6) {
            0 => drop(sent.headers.remove(place)),
            1 => sent.headers.push((name.to_ascii_uppercase(), new)),
            2 => sent.headers.insert(0, (name, signature.into())),
            _ => *value = new,
        }
    } else if place == sent.headers.len() {
        sent.url = changed(&sent.url, choices);
    } else {
        let body = String::from_utf8_lossy(&sent.body).into_owned();
        sent.body = changed(&body, choices).into_bytes();
    }
}

/// The text with a piece put in, taken out, said twice or moved.
fn changed(text: &str, choices: &mut Choices<'_>) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = choices.below(letters.len() + 1);
    let end = (at + 1 + choices.below(24)).min(letters.len());
    let piece = |range: core::ops::Range<usize>| letters.get(range).unwrap_or_default().iter().collect::<String>();
    let (before, inside, after) = (piece(0..at), piece(at..end.max(at)), piece(end.max(at)..letters.len()));
    match choices.below(8) {
        0 => [before, after].concat(),
        1 => [&*before, &inside, &inside, &after].concat(),
        2 => [&*before, choices.pick(SEPARATORS), &inside, &after].concat(),
        3 => [&*before, &choices.text(VALUES, 3), &inside, &after].concat(),
        4 => [inside, before, after].concat(),
        5 => [text, choices.pick(SEPARATORS), text].concat(),
        6 => [&*before, &inside.to_uppercase(), &after].concat(),
        _ => [text, choices.pick(SEPARATORS), choices.pick(ELEMENTS)].concat(),
    }
}

/// A scheme with a header grammar that others could have.
fn made(choices: &mut Choices<'_>) -> Value {
    let by = choices.pick(SEPARATORS);
    let stamp = choices.pick(&["t={timestamp}", "ts={timestamp}", "{timestamp}", "t=<{timestamp}>"]);
    let sig = choices.pick(&[
        "v1={signature}",
        "h1={signature}",
        "{signature}",
        "v1,{signature}",
        "sha256={signature}",
        "{any}.{signature}",
    ]);
    let extra = choices.pick(&[
        "",
        "k={apiKey}",
        "n={option}",
        "x",
        "v0={any}",
        "{apiKey}",
        "{option}",
        "i={id}",
        "{id}",
        "t{id}",
        "[j={id}]",
        "[{id}]",
    ]);
    let list = [stamp, sig, extra].into_iter().filter(|element| !element.is_empty()).collect::<Vec<_>>().join(by);
    let is_list = choices.once_in(2);
    let mut scheme = json!({
        "id": "fuzz.made",
        "credentials": ["secret", "apiKey"],
        "options": { "option": "o" },
        "canonical": choices.pick(&["{timestamp}.{body}", "{id}.{timestamp}.{body}", "{method|upper}{url}{timestamp}{body}", "{body|sorted}{timestamp}", "{query}|{timestamp}|{body}", "{timestamp}|{id}"]),
        "algorithm": choices.pick(&["hmac-sha256", "hmac-sha1", "hmac-sha384", "hmac-md5", "hmac-sha512", "sha256-key-first", "md5-key-last", "sha384-key-both"]),
        "encoding": choices.pick(&["hex", "base64", "base64url", "base64-lines", "base64-percent"]),
        "timestamp": choices.pick(&["seconds", "milliseconds", "iso8601", "iso8601-basic", "rfc1123"]),
        // Whose bytes can move from one to another is signed the same all the same.
        "touchingInputs": true,
        "bodyType": choices.pick(&["json", "form", "json-or-form"]),
        "inputs": { "id": choices.pick(&["header:x-id", "query:id?", "headers:y-", "field:id?", "headers:x-", "header:x-time?", "query:sig?"]) },
    });
    match choices.below(5) {
        0 => scheme["headers"] = json!({ "X-Sig": list, "X-Key": "[{apiKey}]" }),
        3 => {
            scheme["headers"] = json!({ "X-Time": stamp });
            scheme["fields"] = json!({ "sig": sig, "key": extra });
        }
        1 => scheme["headers"] = json!({ "X-Sig": sig, "X-Time": stamp, "X-Key": extra }),
        2 => {
            scheme["headers"] = json!({ "X-Time": stamp });
            scheme["query"] = json!({ "sig": sig });
        }
        _ => {
            scheme["headers"] = json!({ "X-Sig": list });
            scheme["acceptedPlacements"] = json!([["header:X-Sig", sig], ["header:X-Other", "Signature {signature}"]]);
        }
    }
    if is_list {
        scheme["listSeparators"] = json!({ "X-Sig": by });
    }
    scheme
}

/// Digits of even number are text, hexadecimal, base64 and a number in one.
const SECRETS: &[&str] = &["123456789012", "98765432109876543210987654321098", "whsec_1234567890123456"];
const VALUES: &[&str] = &[
    "a",
    "b",
    "1",
    "0",
    "t=",
    "v1=",
    ",",
    ";",
    ".",
    " ",
    "=",
    ":",
    "&",
    "%",
    "%2B",
    "+",
    "é",
    "\"",
    "\\",
    "{",
    "<",
    ">",
    "|",
    "\t",
    "1747216800",
    "/",
    "Signature",
    "\u{1}",
    "-",
    "_",
    "us-east-1",
    "*",
];
const SEPARATORS: &[&str] = &[",", ";", " ", ", ", "&", "|", "; "];
const ELEMENTS: &[&str] = &[
    "t=0",
    "t=1747216800",
    "ts=1747216801",
    "v1=00",
    "v1=0000000000000000000000000000000000000000000000000000000000000000",
    "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "v1a,AAAA",
    "v0=x",
    "h1=",
    "Signature=",
];
/// RFC 7515 appendix A.2.
const FIGURE: [&str; 3] = [
    "eyJhbGciOiJSUzI1NiJ9",
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
];
const CLAIMS: &[u8] = b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
/// What only looks like one.
const JWS: &[&str] = &[
    "eyJhbGciOiJQUzI1NiJ9.eyJhIjoxfQ.c2ln",
    "eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..c2ln",
    "eyJhbGciOiJSUzI1NiJ9..c2ln",
    "eyJhbGciOiJub25lIn0.e30.",
];
