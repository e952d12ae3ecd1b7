//! `Debug` shows no secret, no signature that a key makes, and no bytes that either may stand in, whatever the type.
#![cfg(all(not(target_arch = "wasm32"), feature = "asymmetric", feature = "standards"))]

mod support;

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{
    Algorithm, Case, Explainer, KeyNeed, Message, Scheme, SchemeDefinition, Secret, Signer, SignerOptions, Timestamp,
    Verifier, VerifierOptions, explain, scheme,
};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::PrivateKeyParts as _;
use sha2::{Digest as _, Sha256};
use support::Weyl;

/// The types that hold what a scheme says, what kind of thing something is, or how much of it there is, and nothing of a caller.
const HOLD_NOTHING: [&str; 22] = [
    "Algorithm",
    "BodyRule",
    "BodyType",
    "CertificateValidity",
    "Coverage",
    "KeyCredential",
    "Covers",
    "Encoding",
    "Fault",
    "Mismatch",
    "Missing",
    "RateLimit",
    "DsaEncoding",
    "Misreading",
    "Scheme",
    "Stale",
    "Profile",
    "TimestampForm",
    "Tolerance",
    "Unknown",
    "Verdict",
    "SignedBy",
];

/// What is shorter stands there by chance.
const SHORTEST: usize = 6;
const TIME: &str = "1747216800";
const NOW_MS: i64 = 1_747_216_800_000;
const PKCS8: &str = include_str!("keys/rsa-2048.pkcs8.pem");
const SPKI: &str = include_str!("keys/rsa-2048.spki.pem");

/// A scheme that puts its secrets wherever one can stand.
const EVERYWHERE: Scheme<'static> = Scheme {
    id: "test.everywhere",
    credentials: &["id", "secret"],
    options: &[("note", "-")],
    bindings: &[("inner", "{secret}:{body|sha256|hex}")],
    canonical: "{timestamp}.{id}.{inner}.{url}.{note}",
    headers: &[
        ("x-id", "{id}"),
        ("x-both", "id={id}, note={note}"),
        ("x-time", "{timestamp}"),
        ("x-sign", "{signature}"),
    ],
    query: &[("key", "{id}")],
    fields: &[("token", "{id}")],
    timestamp: countersign::TimestampForm::Seconds,
    tolerance: countersign::Tolerance::Seconds(300),
    ..Scheme::HMAC_SHA256_HEX
};

/// Keys on curves.
const ECDSA: Scheme<'static> = Scheme {
    id: "test.ecdsa",
    credentials: &["privateKey"],
    algorithm: Algorithm::EcdsaP256Sha256,
    canonical: "{body}",
    key: "{privateKey}",
    headers: &[("x-sign", "{signature}")],
    ..Scheme::HMAC_SHA256_HEX
};
const ED25519: Scheme<'static> = Scheme { id: "test.ed25519", algorithm: Algorithm::Ed25519, ..ECDSA };

/// A scheme, credentials to sign and to verify with, options, and the body to sign.
struct Setup {
    scheme: &'static Scheme<'static>,
    signing: Vec<(&'static str, String)>,
    verifying: Vec<(&'static str, String)>,
    options: Vec<(&'static str, &'static str)>,
    time: &'static str,
}

#[test]
fn no_secret_and_no_signature_is_shown() {
    let mut shown = Shown::default();
    let mut secrets = private_key_parts();
    for setup in setups() {
        for (_, value) in setup.signing.iter().chain(&setup.verifying) {
            secrets.push(value.clone().into_bytes());
        }
        secrets.extend(show(&setup, &mut shown));
    }
    let scheme = r#"{"id":"a.b","canonical":"{body}","headers":{"X":"{signature}"}}"#;
    shown.add(&SchemeDefinition::parse(scheme).unwrap());
    shown.add(&need());
    assert!(secrets.len() > 60 && shown.texts.len() > 500, "{} in {}", secrets.len(), shown.texts.len());
    let lines: BTreeSet<String> =
        shown.texts.iter().map(|(name, text)| format!("{name}|{}", searchable(text))).collect();
    let text = Vec::from_iter(lines).join("\n");
    let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (at, start) in text.as_bytes().windows(SHORTEST).enumerate() {
        places.entry(start).or_default().push(at);
    }
    // The first of each type.
    let mut leaks = BTreeMap::new();
    for secret in &secrets {
        for spelling in spellings(secret) {
            let found = places.get(&spelling.as_bytes()[..SHORTEST]).into_iter().flatten();
            for &at in found.filter(|&&at| text.as_bytes()[at..].starts_with(spelling.as_bytes())) {
                let line = text[..at].rsplit('\n').next().unwrap_or_default();
                let (name, before) = line.split_once('|').unwrap_or_default();
                leaks.entry(name).or_insert_with(|| format!("{spelling} of {}, after {before}", secret.escape_ascii()));
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    // Nor how a scheme was read.
    for own in ["Plan", "Recipe", "Template", "Draft", "Placement", "Literal("] {
        assert!(!text.contains(own), "{own}");
    }
}

/// What a message asks to be fetched: what it names itself.
fn need() -> KeyNeed {
    let scheme = r#"{"id":"a.b","canonical":"{body}","headers":{"X":"{signature}"},"algorithm":"rsassa-pss-sha256",
        "credentials":["privateKey"],"key":"{privateKey}","inputs":{"k":"header:k"},"keyId":"{k}"}"#;
    let scheme = SchemeDefinition::parse(scheme).unwrap();
    let verifier = scheme.with(|scheme| Verifier::new(scheme, &[], &VerifierOptions::default())).unwrap();
    verifier.needs(&Message { headers: &[("k", "key-1")], ..Message::default() }).unwrap().unwrap()
}

/// Whoever makes a type public says here what it holds.
#[test]
fn every_public_type_is_looked_at() {
    let mut shown = Shown::default();
    setups().iter().for_each(|setup| drop(show(setup, &mut shown)));
    shown.add(&SchemeDefinition::parse(r#"{"id":"a.b","canonical":"{body}","headers":{"X":"{signature}"}}"#).unwrap());
    shown.add(&need());
    let looked_at: BTreeSet<&str> = shown.texts.iter().map(|(name, _)| &**name).chain(HOLD_NOTHING).collect();
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let public = public_types(&library);
    assert!(public.len() > 30);
    assert_eq!(public.iter().map(|name| &**name).collect::<BTreeSet<_>>(), looked_at);
}

/// Nothing is found for not being looked for.
#[test]
fn a_secret_is_found_however_it_is_spelt() {
    let secret = b"hush-\xe9-of-\"Zoe\"-4711";
    let found = |text: &str| spellings(secret).iter().any(|spelling| searchable(text).contains(spelling));
    let text = String::from_utf8_lossy(secret);
    let whole = [b"before ", &secret[..], b" after"].concat();
    for shown in [
        format!("{:?}", secret.to_vec()),
        format!("{:#?}", secret.to_vec()),
        format!("{:x?}", secret.to_vec()),
        format!("{:#x?}", secret.to_vec()),
        format!("{:?}", whole),
        format!("{:?}", text),
        format!("{:#?}", Some(String::from_utf8_lossy(&whole))),
        format!("{:?}", secret.escape_ascii().to_string()),
        hex(secret),
        hex(secret).to_uppercase(),
        Base64::encode_string(secret),
        Base64UrlUnpadded::encode_string(&whole),
        Base64::encode_string(&whole[1..]),
        Base64::encode_string(&whole[2..]),
        // A part is too much, too.
        format!("{:?}", &secret[4..13]),
        format!("{:?}", &String::from_utf8_lossy(secret)[10..19]),
    ] {
        assert!(found(&shown), "{shown}");
    }
    assert!(!found("Secret(..) 21 bytes [\"x-id\", \"x-sign\"] hush"));
}

/// What was shown, by the name of its type.
#[derive(Default)]
struct Shown {
    texts: Vec<(String, String)>,
}

impl Shown {
    fn add<T: Debug>(&mut self, value: &T) {
        let path = type_name::<T>().split('<').next().unwrap_or_default();
        let name = path.rsplit("::").next().unwrap_or_default();
        for text in [format!("{value:?}"), format!("{value:#?}"), format!("{value:x?}"), format!("{:?}", Some(value))] {
            self.texts.push((name.into(), text));
        }
    }
}

/// Formats all that comes of signing, verifying and explaining; the signatures that were made.
fn show(setup: &Setup, shown: &mut Shown) -> Vec<Vec<u8>> {
    let Setup { scheme, signing, verifying, options, time } = setup;
    let given = |all: &[(&'static str, String)]| -> Vec<(&'static str, Secret)> {
        all.iter().map(|(name, value)| (*name, Secret::from(&**value))).collect()
    };
    let request = Message {
        method: "POST",
        url: "https://api.example.com/v1/payments?a=1",
        headers: &[("content-type", "application/json")],
        body: br#"{"amount":1}"#,
    };
    let signer =
        Signer::new(scheme, &given(signing), &SignerOptions { scheme: options, ..SignerOptions::default() }).unwrap();
    shown.add(&signer);
    let timestamp = Timestamp::Text(time);
    shown.add(&timestamp);
    let signed = signer.sign_with_rng(&request, timestamp, &mut Weyl(3)).unwrap();
    shown.add(&signed);
    shown.add(signed.canonical());
    signed.segments().for_each(|segment| shown.add(&segment));
    let mut made = signatures(signed.signature());
    match signer.prepare(&request, timestamp) {
        Ok(prepared) => {
            shown.add(&prepared);
            prepared.finish(b"").iter().for_each(|signed| shown.add(signed));
        }
        Err(error) => shown.add(&error),
    }
    let added: Vec<(&str, &str)> = signed.headers().filter(|(name, _)| *name != "content-type").collect();
    // That of a companion has a header of its own.
    let own_headers = added.iter().filter(|(name, _)| name.ends_with("signature"));
    made.extend(own_headers.flat_map(|(_, value)| signatures(value)));
    let headers = [request.headers, &added].concat();
    let received = Message { url: signed.url(), headers: &headers, body: signed.body(), ..request };
    shown.add(&received);
    given(signing).iter().for_each(|(_, secret)| shown.add(secret));

    let own: Vec<(&str, &str)> = options.iter().copied().filter(|(name, _)| *name != "jws.form").collect();
    let verifier =
        Verifier::new(scheme, &given(verifying), &VerifierOptions { scheme: &own, ..VerifierOptions::default() })
            .unwrap();
    shown.add(&verifier);
    match verifier.verify(&received, NOW_MS) {
        Ok(verified) => shown.add(&verified),
        // What is encrypted to a key is not what that key signs.
        Err(error) if scheme.algorithm == Algorithm::RsaesPkcs1v15 => shown.add(&error),
        Err(error) => panic!("{}: {error}", scheme.id),
    }
    let damaged = Message { body: br#"{"amount":2}"#, method: "PUT", url: "https://api.example.com/", ..received };
    verifier.verify(&damaged, NOW_MS).err().iter().for_each(|error| shown.add(error));

    // What is wrong, and a secret with what people paste along with it.
    let pasted = verifying.iter().map(|(name, value)| (*name, format!("{value}\n"))).collect::<Vec<_>>();
    for (credentials, message) in [(verifying, received), (verifying, damaged), (&pasted, received)] {
        let case = Case { message, now_ms: Some(NOW_MS), limit_bytes: 1 << 20, ..Case::default() };
        shown.add(&case);
        let case = Case { received: signed.signature(), ..case };
        shown.add(&case);
        for case in [case, Case { received: "", ..case }] {
            let explainer = Explainer::new(
                scheme,
                &given(credentials),
                &VerifierOptions { scheme: &own, ..VerifierOptions::default() },
                &case,
            );
            explainer.iter().for_each(|explainer| shown.add(explainer));
            let report = match explain(
                scheme,
                &given(credentials),
                &VerifierOptions { scheme: &own, ..VerifierOptions::default() },
                &case,
            ) {
                Ok(report) => report,
                Err(error) => {
                    shown.add(&error);
                    continue;
                }
            };
            made.extend(signatures(&report.expected));
            shown.add(&report);
            report.findings.iter().for_each(|finding| shown.add(finding));
            let causes = report.findings.iter().flat_map(|finding| &finding.causes);
            causes.chain(&report.warnings).for_each(|cause| shown.add(cause));
            report.canonical().chain(report.preimages()).for_each(|segment| shown.add(&segment));
        }
    }
    // A credential in the place of another, of an option, and of a scheme.
    for (name, value) in signing {
        let other = Secret::from(&*format!("\n{value}\u{e9}"));
        let errors = [
            Signer::new(scheme, &[("unknown", Secret::from(&**value))], &SignerOptions::default()).err(),
            Signer::new(
                scheme,
                &given(signing),
                &SignerOptions { scheme: &[("unknown", value)], ..SignerOptions::default() },
            )
            .err(),
            Signer::new(
                scheme,
                &[(name, other.clone())],
                &SignerOptions { scheme: options, ..SignerOptions::default() },
            )
            .err(),
            Verifier::new(
                scheme,
                &given(verifying),
                &VerifierOptions { scheme: &[("unknown", value)], ..VerifierOptions::default() },
            )
            .err(),
            Verifier::new(scheme, &[(name, other)], &VerifierOptions { scheme: &own, ..VerifierOptions::default() })
                .err(),
        ];
        errors.iter().flatten().for_each(|error| shown.add(error));
        let scheme: &[(&str, &str)] = &[("unknown", value)];
        shown.add(&SignerOptions { scheme, ..SignerOptions::default() });
        shown.add(&VerifierOptions { scheme, ..VerifierOptions::default() });
    }
    made
}

/// A signature as it is written, and what is written: nothing short, which may stand anywhere.
fn signatures(text: &str) -> Vec<Vec<u8>> {
    let text = text.trim_matches(['"', ',', ':']);
    let parts = text.split(['.', '|']).map(str::as_bytes);
    let hex = (0..text.len() / 2).map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    let decoded = [Base64::decode_vec(text).ok(), Base64UrlUnpadded::decode_vec(text).ok(), hex];
    let all = parts.map(<[u8]>::to_vec).chain(decoded.into_iter().flatten());
    all.filter(|bytes| bytes.len() >= 20).collect()
}

fn setups() -> Vec<Setup> {
    // Text and base64, each another, and nothing that is said by chance.
    let secret = |name: &str| Base64::encode_string(&hex(&Sha256::digest(name)).as_bytes()[..30]);
    let own = |scheme: &'static Scheme<'static>, time| {
        let all: Vec<_> = scheme.credentials.iter().map(|name| (*name, secret(name))).collect();
        Setup { scheme, signing: all.clone(), verifying: all, options: Vec::new(), time }
    };
    let named = |id: &str, time| own(scheme(id).unwrap(), time);
    let key = |id: &str, options: &[(&'static str, &'static str)], time| Setup {
        signing: vec![("privateKey", PKCS8.into())],
        verifying: vec![("publicKeys", SPKI.into())],
        options: options.to_vec(),
        ..named(id, time)
    };
    let iso = "2025-05-14T10:00:00.000Z";
    let numbered = |id: &str, time, secret: (&'static str, String)| Setup {
        signing: vec![("partnerId", "0857391846".into()), secret.clone()],
        verifying: vec![("partnerId", "0857391846".into()), secret],
        ..named(id, time)
    };
    let mut both = named("tu-cambio.request", iso);
    both.signing.push(("privateKey", PKCS8.into()));
    both.verifying.push(("publicKeys", SPKI.into()));
    let on_curve = |scheme: &'static Scheme<'static>, private: &str, public: &str| Setup {
        signing: vec![("privateKey", private.into())],
        verifying: vec![("publicKeys", public.into())],
        ..own(scheme, "")
    };
    let ec = [include_str!("keys/ec-p256.sec1.pem"), include_str!("keys/ec-p256.spki.pem")];
    let ed = [include_str!("keys/ed25519.pkcs8.pem"), include_str!("keys/ed25519.spki.pem")];
    vec![
        on_curve(&ECDSA, ec[0], ec[1]),
        on_curve(&ED25519, ed[0], ed[1]),
        own(&EVERYWHERE, TIME),
        named("securo.request", TIME),
        numbered("smile-id.signature", iso, ("apiKey", secret("apiKey"))),
        numbered("smile-id.sec-key", "1747216800000", ("apiKey", SPKI.into())),
        named("moneroo.request", ""),
        named("moneroo.webhook", ""),
        both,
        key("tu-cambio.jws", &[], ""),
        key("tu-cambio.jws", &[("jws.form", "detached"), ("jws.alg", "RS256")], ""),
        named("stripe.webhook", TIME),
        named("kraken.request", "1747216800000"),
        Setup {
            options: vec![("region", "eu-west-1"), ("service", "sqs")],
            ..named("aws.request", "20250514T100000Z")
        },
        named("rfc9421.hmac-sha256", TIME),
        key("rfc9421.rsa-pss-sha512", &[], TIME),
        key("rfc9421.rsa-v1_5-sha256", &[], TIME),
    ]
}

/// The numbers of the private key that is used here, and their DER.
fn private_key_parts() -> Vec<Vec<u8>> {
    let key = rsa::PrivateKey::from_pkcs8_pem(PKCS8).unwrap();
    let number = |number: &rsa::BoxedUint| number.to_be_bytes_trimmed_vartime().to_vec();
    let mut parts = vec![number(key.d()), number(key.dp().unwrap()), number(key.dq().unwrap())];
    // The last bytes of a PKCS#8 without its public half, and the only octet string of SEC 1.
    let der = |pem: &str| {
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        Base64::decode_vec(&body).unwrap()
    };
    parts.push(der(include_str!("keys/ed25519.pkcs8.pem"))[16..].to_vec());
    parts.push(der(include_str!("keys/ec-p256.sec1.pem"))[7..39].to_vec());
    parts.extend(key.primes().iter().map(|prime| number(prime)));
    let der: String = PKCS8.lines().filter(|line| !line.starts_with('-')).collect();
    parts.push(Base64::decode_vec(&der).unwrap());
    // As a printer of words shows them.
    let words: Vec<Vec<u8>> = parts[..7].iter().map(|part| part.chunks(8).rev().flatten().copied().collect()).collect();
    parts.extend(words);
    parts
}

/// What a part of `secret` looks like, however it is shown, once [`searchable`] has taken out what only sets apart.
fn spellings(secret: &[u8]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for part in secret.windows(secret.len().min(8)) {
        let list = |shown: Vec<String>| shown.join(",");
        all.insert(searchable(&String::from_utf8_lossy(part)));
        all.insert(searchable(&part.escape_ascii().to_string()));
        all.insert(hex(part));
        all.insert(hex(part).to_uppercase());
        all.insert(list(part.iter().map(u8::to_string).collect()));
        all.insert(list(part.iter().map(|byte| format!("{byte:x}")).collect()));
        all.insert(list(part.iter().map(|byte| format!("0x{byte:x}")).collect()));
    }
    for start in 0..secret.len().min(3) {
        let standard = Base64::encode_string(&secret[start..]);
        let whole = &standard.trim_end_matches('=')[..(secret.len() - start) / 3 * 4];
        for part in whole.as_bytes().windows(whole.len().min(12)) {
            let part = String::from_utf8_lossy(part);
            all.insert(part.replace('+', "-").replace('/', "_"));
            all.insert(part.into());
        }
    }
    all.retain(|spelling| spelling.len() >= SHORTEST);
    all
}

/// Without what only sets apart: white space, quotes, and the backslashes of escapes.
fn searchable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !['"', '\\'].contains(letter)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The types that `lib.rs` makes public: the names of its `pub use` that begin with a capital.
fn public_types(library: &str) -> BTreeSet<String> {
    let uses = library.split("pub use ").skip(1).map(|rest| rest.split(';').next().unwrap_or_default());
    let names = uses.flat_map(|path| path.split(['{', '}', ',', ':']).map(str::trim));
    names.filter(|name| name.starts_with(char::is_uppercase)).map(String::from).collect()
}
