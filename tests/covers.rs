//! What a signature covers, and what is given out of a message that it does not: the documents name each scheme that covers less
//! than the body. The types are generated, and `tests/types/generated.mjs` compares them with the list in `SECURITY.md`.
#![cfg(all(not(target_arch = "wasm32"), feature = "standards", feature = "asymmetric"))]

#[path = "support/pairs.rs"]
mod pairs;

use std::fs;
use std::path::Path;

use countersign::{
    Algorithm, Coverage, Covers, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions,
    scheme, schemes,
};
use pairs::pair_for;

/// Each scheme that covers less than the body is named in the documents with what it signs.
#[test]
fn the_documents_name_what_covers_less_than_the_body() {
    let partly: Vec<(&Scheme<'_>, Coverage)> =
        schemes().map(|scheme| (scheme, covers(scheme).body)).filter(|(_, body)| *body != Coverage::Whole).collect();
    assert!(partly.len() > 10);
    let lines = partly.iter().map(|(scheme, body)| {
        let how = if *body == Coverage::Part { "in part" } else { "not at all" };
        let signs = if scheme.algorithm == Algorithm::None {
            "nothing".into()
        } else {
            format!("`{}`", shown(scheme.canonical))
        };
        format!("- `{}`: {how}; it signs {signs}", scheme.id)
    });
    let list = lines.collect::<Vec<_>>().join("\n");
    for document in ["SECURITY.md", "README.md", "pkg-template/README.md"] {
        let list = format!("\n{list}\n");
        check(document, "<!-- covers -->", "<!-- /covers -->", &list);
    }
}

/// What each scheme of the founding providers, and one of every kind, covers.
#[test]
fn what_is_covered_is_told() {
    use Coverage::{None, Part, Whole};
    let of = |method, url, query, headers, body| Covers { method, url, query, headers, body };
    for (id, expected) in [
        ("securo.request", of(Whole, Whole, Whole, Part, Whole)),
        ("securo.websocket", of(None, Part, None, Part, None)),
        // A CRC-32 is no hash: other bodies with the same one are made at will.
        ("paypal.webhook", of(None, None, None, Part, Part)),
        ("discord.interaction", of(None, None, None, Part, Whole)),
        ("thirdfi.request", covers(scheme("thirdfi.request").unwrap())),
        ("smile-id.signature", of(None, None, None, None, Part)),
        ("smile-id.sec-key", of(None, None, None, None, Part)),
        ("moneroo.request", Covers::default()),
        ("moneroo.webhook", of(None, None, None, None, Whole)),
        ("tu-cambio.request", of(None, None, None, Part, Whole)),
        // Either form of its canonical string is accepted.
        ("tu-cambio.webhook", of(None, None, None, None, Whole)),
        ("tu-cambio.jws", of(None, None, None, None, Whole)),
        ("twilio.webhook", of(None, Whole, Whole, None, Part)),
        // The digest of the body stands in the URL, which is signed.
        ("twilio.json", of(None, Whole, Whole, None, Whole)),
        ("adyen.webhook", of(None, None, None, None, Part)),
        ("mailgun.webhook", of(None, None, None, None, Part)),
        ("razorpay.order", of(None, None, None, None, Part)),
        ("razorpay.payment-link", of(None, Part, Part, None, None)),
        ("shopify.oauth", covers(scheme("shopify.oauth").unwrap())),
        ("binance.request", of(None, Part, Whole, None, Whole)),
        ("gateio.request", of(Whole, Part, Part, Part, Whole)),
        ("standard-webhooks.webhook", of(None, None, None, Part, Whole)),
        ("azure-cosmos.request", of(Whole, None, None, Part, None)),
        ("aws.request", of(Whole, Part, Part, Part, Whole)),
        ("rfc9421.hmac-sha256", of(Whole, Whole, Whole, Part, Whole)),
    ] {
        assert_eq!(covers(scheme(id).unwrap()), expected, "{id}");
    }
    assert_ne!(covers(scheme("shopify.oauth").unwrap()).query, None);
    assert_eq!(covers(scheme("thirdfi.request").unwrap()).body, Whole);
}

/// A body that is not covered is given out only as what came.
#[test]
fn a_body_that_was_not_signed_is_not_told_as_signed() {
    let scheme = scheme("mailgun.webhook").unwrap();
    let credentials = [("secret", "s".into())];
    let (signer, verifier) = (
        Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap(),
        Verifier::new(scheme, &credentials, &VerifierOptions::default()).unwrap(),
    );
    let message =
        Message { method: "POST", body: br#"{"signature":{"token":"t"},"event":"opened"}"#, ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
    let forged = String::from_utf8(signed.body().to_vec()).unwrap().replace("opened", "FORGED");
    let verified = verifier.verify(&Message { body: forged.as_bytes(), ..message }, NOW_MS);
    let verified = verified.unwrap();
    let refused = verified.body().unwrap_err();
    assert_eq!(refused.code(), "ERR_BODY_NOT_SIGNED");
    assert_eq!(
        refused.to_string(),
        "`body`: expected a scheme that signs the whole body, got `mailgun.webhook`, which signs `{timestamp}{token}`: read what was signed in `inputs`"
    );
    assert_eq!(verified.received_body(), forged.as_bytes());
    assert_eq!(verified.covers().body, Coverage::Part);
    assert_eq!(verified.inputs().collect::<Vec<_>>(), [("token", &b"t"[..])]);
}

/// What a verifier promises holds for what it takes, and a custom scheme is told as a built-in one is.
#[test]
fn filters_and_bindings_count() {
    let covers = |canonical: &str, bindings: &[(&str, &str)]| {
        let scheme = Scheme { id: "a.b", canonical, bindings, headers: &[("X", "{signature}")], ..Scheme::WEBHOOK };
        Verifier::new(&scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap().covers()
    };
    for whole in
        ["{body}", "{body|json}", "{body|sha256|hex}", "{body|base64}", "x{body|json|sha512|base64url}[{query}]"]
    {
        assert_eq!(covers(whole, &[]).body, Coverage::Whole, "{whole}");
    }
    for part in [
        "{body|lower}",
        "{body|sorted}",
        "{body|joined|sha256|hex}",
        "{body|upper}",
        "{body|unpercent}",
        "{body|crc32}",
    ] {
        assert_eq!(covers(part, &[]).body, Coverage::Part, "{part}");
    }
    assert_eq!(covers("{digest|hex}", &[("digest", "{body|sha256}")]).body, Coverage::Whole);
    assert_eq!(covers("{digest|lower}", &[("digest", "{body}")]).body, Coverage::Part);
    assert_eq!(
        covers("{method|lower}{path}", &[("digest", "{body}")]),
        Covers { method: Coverage::Whole, url: Coverage::Part, ..Covers::default() }
    );
}

/// What a verifier for `scheme` covers at least, with its options as they are by default.
fn covers(scheme: &Scheme<'_>) -> Covers {
    let key = Secret::from(pair_for(scheme.algorithm)[1]);
    let credentials = scheme.credentials.iter().map(|name| match (*name, scheme.algorithm) {
        ("privateKey", _) => ("publicKeys", key.clone()),
        ("apiKey", Algorithm::RsaesPkcs1v15) => ("apiKey", key.clone()),
        (name, _) => (name, Secret::from("c2ec7ef0")),
    });
    let options = [("region", "us-east-1"), ("service", "s3")];
    let options = if scheme.id == "aws.request" { &options[..] } else { &[] };
    let verifier = Verifier::new(
        scheme,
        &credentials.collect::<Vec<_>>(),
        &VerifierOptions { scheme: options, ..VerifierOptions::default() },
    );
    verifier.unwrap_or_else(|error| panic!("{}: {error}", scheme.id)).covers()
}

/// A line feed as it is written in a scheme.
fn shown(template: &str) -> String {
    template.replace('\n', "\\n")
}

/// Compares, or with `UPDATE` writes, what stands in a document between two marks.
fn check(document: &str, from: &str, to: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    // The crate as it is published has its own documents alone.
    let Ok(text) = fs::read_to_string(&path) else { return };
    let start = text.find(from).unwrap_or_else(|| panic!("{document}: no {from}")) + from.len();
    let end = start + text[start..].find(to).unwrap_or_else(|| panic!("{document}: no {to}"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, [&text[..start], expected, &text[end..]].concat()).unwrap();
    } else {
        assert_eq!(&text[start..end], expected, "{document} is out of date: run with UPDATE=1");
    }
}

const NOW_MS: i64 = 1_747_216_800_000;
