//! The fuzz targets: each takes any bytes, and panics where a promise is broken.

extern crate alloc;

mod carried;
pub mod choices;
mod grammars;
mod inputs;
mod schemes;
mod structured;

// The parser of structured fields is no public part of the crate: it is built in here as it stands, with what it needs.
#[allow(dead_code, missing_docs)]
#[path = "../../../src"]
mod sources {
    pub(crate) mod encoding;
    pub(crate) mod error;
    pub(crate) mod named;
    pub(crate) mod text;
}
use sources::{encoding, error, named, text};

#[allow(dead_code)]
#[path = "../../../src/standard/structured_fields.rs"]
mod structured_fields;

pub use grammars::{grammar, jws, seen};
pub use inputs::{filters, inputs};
pub use schemes::{PIECES as SCHEME_PIECES, definition};
pub use structured::{PIECES as FIELD_PIECES, structured};

use countersign::{
    Algorithm, Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions, scheme,
};

/// Canonical JSON: an error that names a byte of the text, or a text that canonicalises to itself.
pub fn json(data: &[u8]) {
    let scheme = Scheme { canonical: "{body|json}", ..PLAIN };
    let signer = Signer::new(&scheme, &[], &SignerOptions::default()).expect("the scheme is sound");
    let canonical = |body: &[u8]| {
        let signed = signer.sign(&Message { body, ..Message::default() }, Timestamp::Text(""))?;
        Ok::<_, Error>(signed.canonical().bytes().to_vec())
    };
    if data.is_empty() {
        return;
    }
    match canonical(data) {
        Ok(once) => {
            assert!(core::str::from_utf8(&once).is_ok(), "canonical JSON is UTF-8");
            assert_eq!(canonical(&once).as_deref(), Ok(&*once), "canonical JSON is canonical");
        }
        Err(error) => {
            assert_eq!(error.code(), "ERR_BODY_INVALID");
            let at = error.fault().and_then(|fault| fault.at).expect("a byte offset");
            assert!(at <= data.len(), "byte {at} of {}", data.len());
        }
    }
}

/// Templates: an error that names a byte of the template, or a canonical string that is the sum of its segments.
pub fn template(data: &[u8]) {
    let Ok(canonical) = core::str::from_utf8(data) else { return };
    let scheme = Scheme {
        canonical,
        credentials: &["secret"],
        options: &[("option", "an option")],
        bindings: &[("bound", "{timestamp}[.{body}]")],
        ..PLAIN
    };
    match Signer::new(&scheme, &[("secret", Secret::from("hush"))], &SignerOptions::default()) {
        Ok(signer) => sign(&signer),
        Err(error) => {
            assert_eq!(error.code(), "ERR_SCHEME_INVALID");
            let at = error.fault().and_then(|fault| fault.at).expect("a byte offset");
            assert!(at <= data.len(), "byte {at} of {}", data.len());
        }
    }
}

/// What others send, in every place that a signature travels in: refused with a code, and never taken.
pub fn received(data: &[u8]) {
    let (text, body) = data.split_at(data.iter().position(|&byte| byte == b'\n').unwrap_or(data.len()));
    let Ok(text) = core::str::from_utf8(text) else { return };
    for (id, credential, header) in [
        ("stripe.webhook", "hush", "Stripe-Signature"),
        ("standard-webhooks.webhook", "aHVzaA==", "webhook-signature"),
        ("tu-cambio.webhook", "hush", "Authorization"),
        ("tu-cambio.jws", KEY, "jws-signature"),
    ] {
        let scheme = scheme(id).expect("a row of the catalogue");
        let name = scheme.credentials.iter().find(|name| **name == "secret").unwrap_or(&"publicKeys");
        let verifier = Verifier::new(scheme, &[(name, credential.into())], &VerifierOptions::default())
            .expect("a key that it takes");
        let headers = [(header, text), ("webhook-id", text), ("webhook-timestamp", "1747216800"), ("X-Date", text)];
        let message = Message { method: "POST", url: "", headers: &headers, body };
        assert!(verifier.verify(&message, 1_747_216_800_000).is_err(), "{id} takes what nobody signed");
    }
}

/// What people paste as a key or certificate: refused with a sentence, or read.
pub fn key(data: &[u8]) {
    let scheme = scheme("tu-cambio.jws").expect("a row of the catalogue");
    for name in ["publicKeys", "certificates"] {
        if let Err(error) = Verifier::new(scheme, &[(name, data.into())], &VerifierOptions::default()) {
            assert!(matches!(error.code(), "ERR_CREDENTIAL_INVALID" | "ERR_CREDENTIAL_MISSING"), "{error}");
        }
    }
}

fn sign(signer: &Signer) {
    let message = Message {
        method: "post",
        url: "https://example.com/a/b?c=d&a=b",
        body: b"{\"b\":1.0,\"1\":null}",
        headers: &[],
    };
    let Ok(signed) = signer.sign(&message, Timestamp::Text("1747216800")) else { return };
    let pieces: Vec<&[u8]> = signed.segments().map(|segment| segment.bytes).collect();
    assert_eq!(pieces.concat(), signed.canonical().bytes(), "the segments are the canonical string");
}

const PLAIN: Scheme<'static> =
    Scheme { id: "fuzz.request", credentials: &[], algorithm: Algorithm::None, key: "", ..Scheme::HMAC_SHA256_HEX };

/// The key of RFC 7515 appendix A.2, as a JWK.
const KEY: &str = r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#;
