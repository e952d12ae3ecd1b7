//! The fuzz targets: each takes any bytes, and panics where a promise is broken.

use countersign::{Algorithm, Error, Message, Scheme, Secret, Signer, Timestamp};

/// Canonical JSON: an error that names a byte of the text, or a text that canonicalises to itself.
pub fn json(data: &[u8]) {
    let row = Scheme { canonical: "{body|json}", ..PLAIN };
    let signer = Signer::new(&row, &[], &[]).expect("the row is sound");
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
    let row = Scheme {
        canonical,
        credentials: &["secret"],
        options: &[("option", "an option")],
        bindings: &[("bound", "{timestamp}[.{body}]")],
        ..PLAIN
    };
    match Signer::new(&row, &[("secret", Secret::from("hush"))], &[]) {
        Ok(signer) => sign(&signer),
        Err(error) => {
            assert_eq!(error.code(), "ERR_SCHEME_INVALID");
            let at = error.fault().and_then(|fault| fault.at).expect("a byte offset");
            assert!(at <= data.len(), "byte {at} of {}", data.len());
        }
    }
}

fn sign(signer: &Signer) {
    let message = Message { method: "post", url: "https://example.com/a/b?c=d&a=b", body: b"{\"b\":1.0,\"1\":null}", headers: &[] };
    let Ok(signed) = signer.sign(&message, Timestamp::Text("1747216800")) else { return };
    let pieces: Vec<&[u8]> = signed.segments().map(|segment| segment.bytes).collect();
    assert_eq!(pieces.concat(), signed.canonical().bytes(), "the segments are the canonical string");
}

const PLAIN: Scheme<'static> =
    Scheme { id: "fuzz.request", credentials: &[], algorithm: Algorithm::None, key: "", ..Scheme::HMAC_SHA256_HEX };
