//! Every refusal of a scheme's definition, by its code, the part to blame, the byte where there is one, and the text.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;

use countersign::{
    Error, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions,
};
use serde_json::{Value, json};

/// What is refused, as changes to [`sound`]: its part, the byte, what was expected, and what was there.
type Case = (Value, &'static str, Option<usize>, &'static str, &'static str);

/// Why a header does not apply: for these alone, nothing is said to stand there.
const SET_BY_CLIENTS: &str = "clients set this header themselves, or it rules the connection";

fn sound() -> Value {
    json!({ "id": "a.b", "canonical": "{body}", "headers": { "X-Sig": "{signature}" } })
}

fn changed(changes: &Value) -> Value {
    let mut definition = sound();
    for (member, value) in changes.as_object().unwrap() {
        definition[member] = value.clone();
    }
    definition
}

/// A text for each credential of the scheme.
fn credentials<'s>(scheme: &Scheme<'s>) -> Vec<(&'s str, Secret)> {
    scheme.credentials.iter().map(|name| (*name, "s".into())).collect()
}

/// What refuses the definition first: reading it, signing by it, or verifying by it.
fn refusal(definition: &Value) -> Option<Error> {
    let read = match SchemeDefinition::parse(&definition.to_string()) {
        Err(error) => return Some(error),
        Ok(read) => read,
    };
    let signer = read.with(|scheme| Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).map(drop));
    signer
        .and_then(|()| {
            read.with(|scheme| Verifier::new(scheme, &credentials(scheme), &VerifierOptions::default()).map(drop))
        })
        .err()
}

fn check(cases: &[Case]) {
    for (changes, part, at, expected, got) in cases {
        let told = |definition: &Value, part: &str| {
            let error = refusal(definition).unwrap_or_else(|| panic!("{definition}: not refused"));
            let fault = error.fault().unwrap_or_else(|| panic!("{definition}: {error}"));
            let facts = (error.code(), &*fault.part, fault.at, &*fault.expected, &*fault.got);
            assert_eq!(facts, ("ERR_SCHEME_INVALID", part, *at, *expected, *got), "{definition}");
        };
        told(&changed(changes), part);
        // A companion is held to the same.
        let outer = json!({ "headers": { "X-Outer": "{signature}" }, "companion": changed(changes) });
        told(&changed(&outer), &format!("companion.{part}"));
    }
}

fn names() -> Vec<Case> {
    let header = "the name of a header";
    let name = "a name that needs no escape";
    let sig = |name: &str| json!({ "headers": { name: "{signature}" } });
    let query = |name: &str| json!({ "query": { name: "1" } });
    let fields = |name: &str| json!({ "fields": { name: "1" } });
    let form = |name: &str| json!({ "fields": { name: "1" }, "bodyType": "form" });
    vec![
        (sig(""), "headers.", None, header, "``"),
        (sig("X Sig"), "headers.X Sig", None, header, "`X Sig`"),
        (sig("X-Sig:"), "headers.X-Sig:", None, header, "`X-Sig:`"),
        (sig("X-Sig\r\n"), r"headers.X-Sig\r\n", None, header, r"`X-Sig\r\n`"),
        (sig("X-\u{e9}"), r"headers.X-\u{e9}", None, header, r"`X-\u{e9}`"),
        (json!({ "inputs": { "a": "header:x a" } }), "inputs.a", None, header, "`x a`"),
        (json!({ "inputs": { "a": "header:x/a?" } }), "inputs.a", None, header, "`x/a`"),
        (json!({ "inputs": { "a": "headers:x,acme-" } }), "inputs.a", None, header, "`x,acme-`"),
        (
            json!({ "acceptedPlacements": [["query:a", "{any}"], ["header:", "{any}"]] }),
            "acceptedPlacements[1]",
            None,
            header,
            "``",
        ),
        (
            json!({ "headers": { "X-Sig": "{signature}", "x-sig": "1" } }),
            "headers.x-sig",
            None,
            "it once, in capital letters or not",
            "it twice",
        ),
        (query(""), "query.", None, name, "an empty one"),
        (query("a b"), "query.a b", Some(1), name, "a space"),
        (query("a&b"), "query.a&b", Some(1), name, "`&`"),
        (query("="), "query.=", Some(0), name, "`=`"),
        (query("a+"), "query.a+", Some(1), name, "`+`"),
        (query("%61"), "query.%61", Some(0), name, "`%`"),
        (query("a#"), "query.a#", Some(1), name, "`#`"),
        (query("ab\u{e9}"), r"query.ab\u{e9}", Some(2), name, "the byte 0xc3"),
        (fields(""), "fields.", None, name, "an empty one"),
        (fields("a\"b"), "fields.a\\\"b", Some(1), name, "`\"`"),
        (fields("a\\"), r"fields.a\\", Some(1), name, r"`\`"),
        (fields("\n"), r"fields.\n", Some(0), name, "a line feed"),
        (fields("\u{7f}"), r"fields.\u{7f}", Some(0), name, "the byte 0x7f"),
        (form("a b"), "fields.a b", Some(1), name, "a space"),
        (form("a&b"), "fields.a&b", Some(1), name, "`&`"),
        (form("\u{e9}"), r"fields.\u{e9}", Some(0), name, "the byte 0xc3"),
    ]
}

fn texts() -> Vec<Case> {
    let (header, plain) = ("characters that a header can carry", "characters that need no escape");
    let around = "a value without white space around it, which clients drop";
    let headers = |text: &str| json!({ "headers": { "X-Sig": text } });
    let query = |text: &str| json!({ "query": { "q": text } });
    let fields = |text: &str| json!({ "fields": { "f": text } });
    vec![
        (headers("v1\n{signature}"), "headers.X-Sig", Some(2), header, "a line feed"),
        (headers("{signature}\r"), "headers.X-Sig", Some(11), header, "a carriage return"),
        (headers("[a\t{signature}]"), "headers.X-Sig", Some(2), header, "the byte 0x09"),
        (headers("\u{e9}{signature}"), "headers.X-Sig", Some(0), header, "the byte 0xc3"),
        (headers("{signature}\u{7f}"), "headers.X-Sig", Some(11), header, "the byte 0x7f"),
        (query("a\n"), "query.q", Some(1), plain, "a line feed"),
        (query("\u{0}"), "query.q", Some(0), plain, "the byte 0x00"),
        (fields("a\"b"), "fields.f", Some(1), plain, "`\"`"),
        (fields(r"a\\b"), "fields.f", Some(2), plain, r"`\`"),
        (fields("{body|hex}\u{7f}"), "fields.f", Some(10), plain, "the byte 0x7f"),
        (headers(" {signature}"), "headers.X-Sig", Some(0), around, "a space"),
        (headers("{signature} "), "headers.X-Sig", Some(11), around, "a space"),
        (headers("[ {signature}]"), "headers.X-Sig", Some(1), around, "a space"),
        (headers("[{signature} ]"), "headers.X-Sig", Some(12), around, "a space"),
    ]
}

/// `${…}` is what JavaScript fills in by itself, in a text of the wrong quotes.
fn dollars() -> Vec<Case> {
    let expected = "`{` without the `$` of JavaScript's templates, or `\\$` for a dollar sign of its own";
    let variant = json!([{ "id": "a", "template": "${body}" }]);
    vec![
        (json!({ "canonical": "${body}" }), "canonical", Some(0), expected, "`${body}`"),
        (json!({ "canonical": "{body}[.${method}]" }), "canonical", Some(8), expected, "`${method}]`"),
        (json!({ "canonical": r"\\${body}" }), "canonical", Some(2), expected, "`${body}`"),
        (json!({ "canonical": "$${body}" }), "canonical", Some(1), expected, "`${body}`"),
        (json!({ "key": "a${secret}" }), "key", Some(1), expected, "`${secret}`"),
        (json!({ "bindings": { "x": "${body}" } }), "bindings.x", Some(0), expected, "`${body}`"),
        (json!({ "headers": { "X-Sig": "v1=${signature}" } }), "headers.X-Sig", Some(3), expected, "`${signature}`"),
        (json!({ "acceptedCanonicals": ["a${body}"] }), "acceptedCanonicals[0]", Some(1), expected, "`${body}`"),
        (
            json!({ "acceptedPlacements": [["query:q", "${any}"]] }),
            "acceptedPlacements[0]",
            Some(0),
            expected,
            "`${any}`",
        ),
        (json!({ "misreadings": variant }), "misreadings[0].template", Some(0), expected, "`${body}`"),
    ]
}

fn templates() -> Vec<Case> {
    let of = |text: &str| json!({ "canonical": text });
    let known = "one of the names `method`, `url`, `base`, `target`, `path`, `query`, `body`, `timestamp`, `canonical`, \
                 `signature`, `protected`, `any`, `secret`";
    let escaped = r"a bracket, a brace, a dollar sign or a backslash after `\`";
    let filter = "a filter, one of `json`, `upper`, `lower`, `int`, `sorted`, `joined`, `decoded`, `encoded`, `whsec`, `sha256`, \
                  `sha512`, `crc32`, `hex`, `base64`, `base64url`, `unpercent`, `unbase64`, `unhex`";
    let nest = "[".repeat(9) + "{body}" + &"]".repeat(9);
    vec![
        (of("{nobody}"), "canonical", Some(1), known, "`nobody`"),
        (of("{body|hax}"), "canonical", Some(6), filter, "`hax`"),
        (of("{body"), "canonical", Some(5), "`}`", "the end"),
        (of("{body}}"), "canonical", Some(6), r"`\}` for a brace of its own", "`}`"),
        (of("[{body}"), "canonical", Some(7), "`]`", "the end"),
        (of("{body}]"), "canonical", Some(6), r"`\]` for a bracket of its own", "`]`"),
        (of("{body}[a]"), "canonical", Some(6), "a group with an input inside", "`[a]`"),
        (of(r"{body}\a"), "canonical", Some(7), escaped, "`a`"),
        (of(&nest), "canonical", Some(8), "at most 8 groups inside each other", "`[{body`"),
        (of("{body|hex|hex|hex|hex|hex|hex|hex|hex|hex}"), "canonical", Some(1), "at most 8 filters", "`body`"),
        (of(&("{body}".repeat(256) + "a")), "canonical", Some(1537), "at most 256 parts", "the end"),
        (of(&"a".repeat(8193)), "canonical", Some(8192), "at most 8192 bytes", "`a`"),
    ]
}

/// What is sent and what is signed have to go together.
/// What a scheme says of its key pairs.
fn pairs() -> Vec<Case> {
    let (size, salt) = ("only RSA keys differ in size", "only RSASSA-PSS has a salt, whose length in a JWS is fixed");
    let form = "only ECDSA has several encodings, of which a JWS has one";
    let shared = "the algorithm has no key pair: use a filter in `key`";
    let fits = |most: u32| format!("at most {most} bytes, which fit into the smallest key").leak();
    vec![
        (json!({ "keyPrefixes": ["whsec_"] }), "keyPrefixes", None, shared, ""),
        (
            json!({ "keyPrefixes": ["whpk_", ""], "algorithm": "ed25519" }),
            "keyPrefixes[1]",
            None,
            "what stands in front of a key",
            "an empty string",
        ),
        (json!({ "minimumKeyBits": 2048 }), "minimumKeyBits", None, size, ""),
        (json!({ "minimumKeyBits": 2048, "algorithm": "ecdsa-p256-sha256" }), "minimumKeyBits", None, size, ""),
        (json!({ "minimumKeyBits": 1023, "algorithm": "jws" }), "minimumKeyBits", None, "1024 to 8192 bits", "1023"),
        (
            json!({ "minimumKeyBits": 8193, "algorithm": "rsassa-pss-sha256" }),
            "minimumKeyBits",
            None,
            "1024 to 8192 bits",
            "8193",
        ),
        (json!({ "saltLength": 32 }), "saltLength", None, salt, ""),
        (json!({ "saltLength": 32, "algorithm": "jws" }), "saltLength", None, salt, ""),
        (json!({ "saltLength": 32, "algorithm": "rsassa-pkcs1-v1_5-sha256" }), "saltLength", None, salt, ""),
        (json!({ "saltLength": 223, "algorithm": "rsassa-pss-sha256" }), "saltLength", None, fits(222), "223"),
        (
            json!({ "saltLength": 63, "minimumKeyBits": 1024, "algorithm": "rsassa-pss-sha512" }),
            "saltLength",
            None,
            fits(62),
            "63",
        ),
        (json!({ "dsaEncoding": "der" }), "dsaEncoding", None, form, ""),
        (json!({ "dsaEncoding": "der", "algorithm": "ed25519" }), "dsaEncoding", None, form, ""),
        (json!({ "dsaEncoding": "ieee-p1363", "algorithm": "jws" }), "dsaEncoding", None, form, ""),
    ]
}

/// Certificates that a message brings along, and bodies that a signature carries.
fn roots() -> Vec<Case> {
    let hash = "ab".repeat(32);
    let with = |more: Value| {
        let options = json!({ "jws.form": "attached", "jws.alg": "ES256" });
        let mut all = json!({ "algorithm": "jws", "options": options, "trustedRoots": [hash] });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let none = "the scheme has no `trustedRoots`";
    let sha = "a SHA-256 in lower-case hexadecimal";
    let two = "two object identifiers, of the leaf and of the intermediate certificate";
    let carried = "a JWS over `{body}` in one of `fields`, if the signature carries the body";
    let fields = json!({ "p": "{signature}" });
    vec![
        (json!({ "certificateExtensions": ["1.2.3", "1.2.4"] }), "certificateExtensions", None, none, ""),
        (json!({ "certificateTime": "/t" }), "certificateTime", None, none, ""),
        (
            with(json!({ "algorithm": "ed25519" })),
            "trustedRoots",
            None,
            "only a JWS with a key pair brings certificates along",
            "",
        ),
        (
            with(json!({ "credentials": ["secret", "id"] })),
            "trustedRoots",
            None,
            "the scheme has other keys or credentials",
            "",
        ),
        (with(json!({ "trustedRoots": ["ab".repeat(31)] })), "trustedRoots[0]", None, sha, ABBREVIATED),
        (with(json!({ "trustedRoots": ["AB"] })), "trustedRoots[0]", None, sha, "`AB`"),
        (with(json!({ "certificateExtensions": ["1.2.3"] })), "certificateExtensions", None, two, "others"),
        (with(json!({ "certificateExtensions": ["1.2.3", "1..3"] })), "certificateExtensions", None, two, "others"),
        (with(json!({ "certificateTime": "t" })), "certificateTime", None, "a JSON pointer", "`t`"),
        (json!({ "body": "carried", "headers": {}, "fields": fields }), "body", None, carried, "another scheme"),
        (with(json!({ "body": "carried" })), "body", None, carried, "another scheme"),
        (
            with(json!({ "body": "carried", "headers": {}, "fields": fields, "canonical": "{body}." })),
            "body",
            None,
            carried,
            "another scheme",
        ),
    ]
}

/// What an error shows of a hash that is too short.
const ABBREVIATED: &str = "`ababababababababababababababababababababababababababababababab`";

/// Where keys come from.
fn key_sources() -> Vec<Case> {
    let none = "the scheme has no `keyUrl`";
    let parts = "strings and inputs of the scheme alone";
    let begins = "an input by itself, or a URL that begins with `https://`, one of `keyHosts` and `/`";
    let host = "a host such as `api.example.com`";
    let with = |more: Value| {
        let mut all =
            json!({ "algorithm": "ed25519", "inputs": { "k": "header:k", "u": "header:u", "o": "header:o?" } });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let at = |url: &str| with(json!({ "keyUrl": url, "keyHosts": ["a.example"] }));
    let on = |name: &str| with(json!({ "keyUrl": "{u}", "keyHosts": ["a.example", name] }));
    vec![
        (json!({ "keyHosts": ["a.example"] }), "keyHosts", None, none, ""),
        (json!({ "keyCredential": "certificates" }), "keyCredential", None, none, ""),
        (with(json!({ "keyId": "{k}", "keyHosts": ["a.example"] })), "keyHosts", None, none, ""),
        (
            json!({ "keyId": "{k}", "inputs": { "k": "header:k" } }),
            "keyId",
            None,
            "only public keys are fetched, and the algorithm has no key pair",
            "",
        ),
        (
            with(json!({ "keyId": "{k}", "signedItems": "/items/*" })),
            "keyId",
            None,
            "it is made of inputs, which this scheme reads for each signature by itself",
            "",
        ),
        (with(json!({ "keyUrl": "{u}" })), "keyHosts", None, "the hosts from which keys are fetched", "none"),
        (with(json!({ "keyId": "{k|lower}" })), "keyId", None, parts, "a filter"),
        (with(json!({ "keyId": "{body}" })), "keyId", None, parts, "another name"),
        (with(json!({ "keyId": "a[{k}]" })), "keyId", None, parts, "a part that may be left out"),
        (
            with(json!({ "keyId": "{o}" })),
            "keyId",
            None,
            "inputs that a message must have",
            "`o`, which it may leave out",
        ),
        (at("https://a.example"), "keyUrl", None, begins, "`https://a.example`"),
        (at("https://a.example.org/{k}"), "keyUrl", None, begins, "`https://a.example.org/{k}`"),
        (at("https://{k}/"), "keyUrl", None, begins, "`https://{k}/`"),
        (at("http://a.example/"), "keyUrl", None, begins, "`http://a.example/`"),
        (at("{u}{k}"), "keyUrl", None, begins, "`{u}{k}`"),
        (on("A.example"), "keyHosts[1]", None, host, "`A.example`"),
        (on("example"), "keyHosts[1]", None, host, "`example`"),
        (on("a.example."), "keyHosts[1]", None, host, "`a.example.`"),
        (on("*.example.com"), "keyHosts[1]", None, host, "`*.example.com`"),
        (on("a.example:443"), "keyHosts[1]", None, host, "`a.example:443`"),
        (on("127.0.0.1"), "keyHosts[1]", None, host, "`127.0.0.1`"),
        (on("a.example/"), "keyHosts[1]", None, host, "`a.example/`"),
        (on(""), "keyHosts[1]", None, host, "``"),
    ]
}

fn wholes() -> Vec<Case> {
    let scoped = |algorithm: &str| json!({ "bindings": { "b": "{body}" }, "keyScope": "b", "algorithm": algorithm });
    let signed = "what is signed, such as `{body}`";
    let signature = "a header, query parameter or field for the signature, such as `\"x-signature\": \"{signature}\"`";
    let time = "a header, query parameter or field for the time, which is signed, such as \
                `\"x-timestamp\": \"{timestamp}\"`";
    let form = "how the time is written that is signed, such as `seconds`; a nonce has `toleranceSeconds: null`";
    let timed = json!({ "T": "{timestamp}", "X-Sig": "{signature}" });
    vec![
        (json!({ "keyScope": "body" }), "keyScope", None, "the name of a binding", "`body`"),
        (scoped("sha256-key-first"), "keyScope", None, "only the key of an HMAC is derived", ""),
        (scoped("jws-hmac"), "keyScope", None, "only the key of an HMAC is derived", ""),
        (json!({ "canonical": "" }), "canonical", None, signed, "an empty string"),
        (json!({ "acceptedCanonicals": ["{body}.", ""] }), "canonical", None, signed, "an empty string"),
        (json!({ "headers": {} }), "headers", None, signature, "none"),
        (json!({ "headers": { "X-Sig": "{secret}" } }), "headers", None, signature, "none"),
        (json!({ "canonical": "{timestamp}.{body}", "timestamp": "seconds" }), "headers", None, time, "none"),
        (
            json!({ "acceptedCanonicals": ["{timestamp}.{body}"], "timestamp": "seconds" }),
            "headers",
            None,
            time,
            "none",
        ),
        (
            json!({ "canonical": "{x}", "bindings": { "x": "{timestamp}{body}" }, "timestamp": "seconds" }),
            "headers",
            None,
            time,
            "none",
        ),
        (json!({ "canonical": "{timestamp}.{body}", "toleranceSeconds": null }), "headers", None, time, "none"),
        (json!({ "canonical": "{timestamp}.{body}", "headers": timed }), "timestamp", None, form, "`none`"),
        (
            json!({ "canonical": "{timestamp}.{body}", "headers": timed, "toleranceSeconds": 5 }),
            "timestamp",
            None,
            form,
            "`none`",
        ),
        (
            json!({ "misreadings": [{ "id": "a", "template": "{body}", "part": "b" }] }),
            "misreadings[0].part",
            None,
            "`canonical`, or the name of a binding",
            "`b`",
        ),
        (json!({ "freeInput": "a" }), "freeInput", None, "the name of an input", "`a`"),
        (
            json!({ "canonical": "{a}:{body}", "inputs": { "a": "query:a" }, "freeInput": "a" }),
            "freeInput",
            None,
            "an input of a canonical string that names inputs alone, each once, without filters and groups, and with \
             characters between each two",
            "`a`",
        ),
    ]
}

/// What a verifier refuses, since it could not tell one message from another.
fn touching() -> Vec<Case> {
    let joined = |canonical: &str| json!({ "canonical": canonical, "inputs": { "a": "query:a", "b": "header:b?" } });
    let two = "characters between `a`, `b` that tell where each ends";
    vec![
        (
            joined("x"),
            "canonical",
            None,
            "an input of the message, such as `{body}`",
            "the same string for every message",
        ),
        (
            joined("{a}{b}"),
            "canonical",
            Some(3),
            two,
            "`{b}`: say `touchingInputs: true` where the provider joins them so",
        ),
        (
            joined("{method}[:{a}[{b}]]"),
            "canonical",
            Some(14),
            two,
            "`{b}]]`: say `touchingInputs: true` where the provider joins them so",
        ),
        (
            joined("{method}\n[{a}][{b}]"),
            "canonical",
            Some(15),
            two,
            "`{b}]`: say `touchingInputs: true` where the provider joins them so",
        ),
        (
            json!({ "canonical": "{x}{x}", "bindings": { "x": "{method}:".repeat(70) } }),
            "canonical",
            None,
            "at most 256 parts, with those of its bindings",
            "more",
        ),
    ]
}

/// What a signature or a time could not be read from.
fn places() -> Vec<Case> {
    let backwards = "a template that can be read backwards: names without filters, with characters between them";
    let like = "a signature that another element does not begin like, and that ends where no signature goes on";
    let list = |template: &str, more: &str| json!({ "headers": { "L": template }, "listSeparators": { "L": "," }, "acceptedPlacements": [[more, "{signature}"]] });
    let field = json!({ "headers": {}, "fields": { "sig": "{signature}" } });
    let query = json!({ "b": "{x}", "s": "{signature}" });
    vec![
        (json!({ "headers": { "X-Sig": "{signature|hex}" } }), "headers.X-Sig", Some(1), backwards, "`signature|hex}`"),
        (
            list("v={signature},v={any}", "query:s"),
            "headers.L",
            Some(14),
            "elements of a list that begin differently",
            "`v={any}`",
        ),
        (list("{signature},a{any}", "query:s"), "headers.L", Some(0), like, "`a`"),
        (
            list("v={signature}", "header:L"),
            "acceptedPlacements[0]",
            None,
            "a place that holds no list",
            "one that does",
        ),
        (
            list("v={signature}", "headr:L"),
            "acceptedPlacements[0]",
            None,
            "a place such as `header:Authorization`, `query:hmac` or `field:signature`",
            "`headr:L`",
        ),
        (field, "fields.sig", None, "a signature outside the body that it covers", "one inside it"),
        (
            json!({ "canonical": "{query}", "bindings": { "x": "{body|hex}" }, "headers": {}, "query": query }),
            "query.b",
            None,
            "a value without bindings, since it is signed itself",
            "one that names a binding",
        ),
    ]
}

#[test]
fn names_that_could_not_stand_where_they_go_are_refused() {
    check(&names());
    for name in [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "connection",
        "Keep-Alive",
        "proxy-connection",
        "TE",
        "trailer",
        "Upgrade",
        "EXPECT",
    ] {
        let error = refusal(&changed(&json!({ "headers": { name: "{signature}" } }))).unwrap();
        let told = error.fault().map(|fault| (&*fault.part, &*fault.expected, &*fault.got));
        assert_eq!(told, Some((&*format!("headers.{name}"), SET_BY_CLIENTS, "")));
        let text = format!("`headers.{name}` does not apply: {SET_BY_CLIENTS}");
        assert_eq!((error.code(), error.to_string()), ("ERR_SCHEME_INVALID", text));
    }
}

#[test]
fn texts_that_could_not_stand_where_they_go_are_refused() {
    check(&texts());
}

#[test]
fn templates_that_cannot_be_read_are_refused() {
    check(&dollars());
    check(&templates());
    // A dollar sign of its own is one, and so is one that no brace follows.
    for canonical in [r"\${body}", r"$\{{body}", "{body}$", "$[{body}]"] {
        assert_eq!(refusal(&changed(&json!({ "canonical": canonical }))), None, "{canonical}");
    }
}

#[test]
fn schemes_that_are_not_whole_are_refused() {
    check(&wholes());
    check(&pairs());
    check(&key_sources());
    check(&roots());
    let headers = json!({ "T": "{timestamp}", "X-Sig": "{signature}" });
    let nonce = json!({ "canonical": "{timestamp}", "headers": headers, "toleranceSeconds": null });
    assert_eq!(refusal(&changed(&nonce)), None);
}

#[test]
fn schemes_that_cannot_be_verified_are_refused() {
    check(&touching());
    check(&places());
}

#[test]
fn words_and_numbers_that_are_none_are_refused() {
    for member in ["timestamp", "algorithm", "encoding", "profile", "body", "bodyType", "signedBy"] {
        let error = refusal(&changed(&json!({ member: "none of them" }))).unwrap();
        let fault = error.fault().unwrap();
        assert_eq!((&*fault.part, &*fault.got), (member, "`none of them`"));
        assert!(fault.expected.starts_with("one of `"), "{fault}");
    }
    for (value, got) in
        [(json!(4_294_967_296_u64), "another number"), (json!(1.5), "another number"), (json!([]), "a list")]
    {
        for (definition, part) in [
            (json!({ "toleranceSeconds": value }), "toleranceSeconds"),
            (json!({ "expiresAfterSeconds": value }), "expiresAfterSeconds"),
            (json!({ "rateLimit": { "requestsPerMinute": value } }), "rateLimit.requestsPerMinute"),
            (json!({ "rateLimit": { "waitSeconds": value } }), "rateLimit.waitSeconds"),
        ] {
            let error = refusal(&changed(&definition)).unwrap().to_string();
            assert_eq!(error, format!("`{part}`: expected a whole number from 0 to 4294967295, got {got}"));
        }
    }
    for member in ["touchingInputs", "hasPublishedVectors"] {
        let error = refusal(&changed(&json!({ member: 1 }))).unwrap().to_string();
        assert_eq!(error, format!("`{member}`: expected true or false, got a number"));
    }
}

/// As many as there may be are taken, and one more is not.
#[test]
fn members_and_elements_are_counted() {
    let of = |value: Value, count: usize| -> Value {
        if value.is_object() {
            (0..count).map(|number| (format!("n{number:02}"), value["n"].clone())).collect()
        } else {
            json!(vec![value[0].clone(); count])
        }
    };
    for (member, value, most) in [
        ("credentials", json!(["secret"]), 64),
        ("options", json!({ "n": "" }), 64),
        ("bindings", json!({ "n": "{body}" }), 64),
        ("inputs", json!({ "n": "query:a" }), 64),
        ("query", json!({ "n": "1" }), 64),
        ("fields", json!({ "n": "1" }), 64),
        ("listSeparators", json!({ "n": "," }), 64),
        ("acceptedPlacements", json!([["query:a", "{any}"]]), 64),
        ("acceptedCanonicals", json!(["{body}"]), 8),
        ("acceptedTimestamps", json!(["seconds"]), 64),
        ("notes", json!([""]), 64),
        ("misreadings", json!([{ "id": "a", "template": "{body}" }]), 64),
    ] {
        let told = |count| {
            SchemeDefinition::parse(&changed(&json!({ member: of(value.clone(), count) })).to_string()).map(drop)
        };
        assert_eq!(told(most), Ok(()), "{member}");
        let expected = format!("`{member}`: expected at most {most} of them, got more");
        assert_eq!(told(most + 1).map_err(|error| error.to_string()), Err(expected));
    }
    let mut headers = of(json!({ "n": "1" }), 63);
    headers["X-Sig"] = json!("{signature}");
    assert_eq!(refusal(&changed(&json!({ "headers": headers }))), None);
    headers["n63"] = json!("1");
    let error = refusal(&changed(&json!({ "headers": headers }))).unwrap().to_string();
    assert_eq!(error, "`headers`: expected at most 64 of them, got more");
    let error = SchemeDefinition::parse(&of(json!({ "n": "" }), 65).to_string()).unwrap_err().to_string();
    assert_eq!(error, "`scheme`: expected at most 64 of them, got more");
    let error = refusal(&changed(&json!({ "companion": of(json!({ "n": "" }), 65) }))).unwrap().to_string();
    assert_eq!(error, "`companion`: expected at most 64 of them, got more");
}

#[test]
fn text_that_cannot_be_a_scheme_is_refused() {
    let told = |text: &str| SchemeDefinition::parse(text).unwrap_err().to_string();
    let long = format!("{{\"id\":\"{}\"}}", "a".repeat(64 << 10));
    assert_eq!(told(&long), "`scheme`: expected at most 65536 bytes, got more");
    let deep = format!("{}{}", "[".repeat(8), "]".repeat(8));
    assert_eq!(told(&deep), "`scheme`: expected at most six lists and objects inside each other, got another value");
    let lone = r#"{"id":"\ud800","canonical":""}"#;
    assert_eq!(told(lone), "`scheme`: expected a string without lone surrogates, got another value");
    assert!(told("{\"id\":}").starts_with("`scheme`, byte 6: expected "), "{}", told("{\"id\":}"));
}

/// Names that other languages treat as their own are names, and a member of none is unknown.
#[test]
fn a_name_of_javascript_is_a_name() {
    for name in ["__proto__", "constructor", "toString", "hasOwnProperty"] {
        let definition = json!({
            "id": name, "credentials": [name], "key": format!("{{{name}}}"), "options": { "o": "" },
            "inputs": { "i": "header:__proto__" }, "bindings": { "b": "{i}" }, "canonical": "{b}:{body}",
            "headers": { "X-Sig": "{signature}", "T": "1" }, "query": { name: "2" },
        });
        let definition = SchemeDefinition::parse(&definition.to_string()).unwrap();
        let given = [(name, Secret::from("s"))];
        let signer = definition.with(|scheme| Signer::new(scheme, &given, &SignerOptions::default())).unwrap();
        let headers = [("__proto__", "x")];
        let message = Message { method: "POST", url: "https://h.example/", headers: &headers, body: b"y" };
        let signed = signer.sign(&message, Timestamp::Now(0)).unwrap();
        assert_eq!((signed.canonical().text(), signed.url()), ("x:y".into(), &*format!("https://h.example/?{name}=2")));
        let mut sent: Vec<_> = signed.headers().collect();
        sent.extend(headers);
        let verifier = definition.with(|scheme| Verifier::new(scheme, &given, &VerifierOptions::default())).unwrap();
        let verified = verifier.verify(&Message { url: signed.url(), headers: &sent, ..message }, 0).unwrap();
        assert_eq!(
            verified.inputs().map(|(name, value)| (name, value.to_vec())).collect::<Vec<_>>(),
            [("i", b"x".to_vec())]
        );
        // Each kind of name.
        for (member, value) in [
            ("options", json!({ name: "" })),
            ("inputs", json!({ name: "query:a" })),
            ("bindings", json!({ name: "{body}" })),
            ("headers", json!({ name: "{signature}" })),
            ("fields", json!({ name: "1" })),
        ] {
            let told = SchemeDefinition::parse(&changed(&json!({ member: value })).to_string());
            assert!(told.is_ok(), "{member}: {told:?}");
        }
        let text = format!(r#"{{"id":"a","canonical":"{{body}}","{name}":{{}}}}"#);
        let error = SchemeDefinition::parse(&text).unwrap_err().to_string();
        assert_eq!(error, format!("`{name}`: expected a member that schemes have, got an unknown one"));
        let text = format!(r#"{{"id":"a","canonical":"{{body}}","headers":{{"{name}":"1","{name}":"2"}}}}"#);
        let error = SchemeDefinition::parse(&text).unwrap_err().to_string();
        assert_eq!(error, format!("`headers.{name}`: expected it once, got it twice"));
    }
}

/// Every text of these files that says what was expected, or what was there, is one that a case has.
#[test]
fn no_refusal_is_without_a_case() {
    let all =
        [names(), texts(), dollars(), templates(), wholes(), pairs(), key_sources(), roots(), touching()].concat();
    let told: Vec<&str> = all.iter().flat_map(|case| [case.3, case.4]).collect();
    for file in [
        "definition/rules.rs",
        "definition/key_source.rs",
        "recipe/free_input.rs",
        "recipe/touching.rs",
        "canonical/template.rs",
    ] {
        let code = fs::read_to_string(format!("{}/src/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let texts: Vec<String> = literals(&code).into_iter().filter(|text| text.contains(' ')).collect();
        assert!(!texts.is_empty(), "{file}");
        for text in texts {
            assert!(
                told.iter().chain(&[SET_BY_CLIENTS]).any(|own| own.contains(&text)),
                "{file}: {text:?} has no case"
            );
        }
    }
}

/// The strings of Rust code as the compiler reads them.
fn literals(code: &str) -> Vec<String> {
    let (mut texts, mut rest) = (Vec::new(), code);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        assert!(!rest[..at].ends_with(['r', '#']) || !rest[at..].starts_with('"'), "no raw strings: {}", &rest[..at]);
        let (mark, after) = rest[at..].split_at(1);
        rest = match mark {
            "/" if after.starts_with('/') => after.split_once('\n').map_or("", |(_, next)| next),
            // A character, or the name of a lifetime.
            "'" if after.starts_with('\\') => after[2..].split_once('\'').unwrap().1,
            "'" => {
                let next = &after[after.chars().next().unwrap().len_utf8()..];
                next.strip_prefix('\'').unwrap_or(next)
            }
            "\"" => {
                let (text, next) = literal(after);
                texts.push(text);
                next
            }
            _ => after,
        };
    }
    texts
}

/// The string after an opening quote, and what follows it.
fn literal(code: &str) -> (String, &str) {
    let (mut text, mut rest) = (String::new(), code);
    loop {
        let next = rest.chars().next().unwrap();
        rest = &rest[next.len_utf8()..];
        match next {
            '"' => return (text, rest),
            '\\' => {
                let escaped = rest.chars().next().unwrap();
                rest = &rest[escaped.len_utf8()..];
                match escaped {
                    '"' | '\\' => text.push(escaped),
                    'n' => text.push('\n'),
                    '\n' => rest = rest.trim_start(),
                    _ => panic!("another escape: {escaped}"),
                }
            }
            _ => text.push(next),
        }
    }
}

#[test]
fn literals_are_what_the_compiler_reads() {
    let code = "f(b'\"', '\"', '\\'', 'é', \"a \\\"b\\\" \\\\ \\\n      c\") // \"no\"\nfn g<'s>(x: &'s str) -> u8 { 1 / 2 } \"d\\n\"";
    assert_eq!(literals(code), [r#"a "b" \ c"#, "d\n"]);
}
