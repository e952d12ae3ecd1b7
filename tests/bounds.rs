//! What is too long is blamed for that where it came in, and a scheme for what it reads too often.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "asymmetric")]
mod support;

use countersign::{Message, Scheme, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions};

const ROW: Scheme<'static> = Scheme {
    id: "test.bounds",
    canonical: "{method}.{body}",
    headers: &[("x-signature", "{signature}")],
    ..Scheme::WEBHOOK
};

/// A method as long as no method is, and no byte of it is the scheme's fault: the signature decides.
#[test]
fn a_message_that_is_long_elsewhere_than_in_its_body_is_judged_by_its_signature() {
    let verifier = Verifier::new(&ROW, &[("secret", "hush".into())], &VerifierOptions::default()).unwrap();
    let method = "A".repeat(1 << 20);
    let signature = "00".repeat(32);
    let headers = [("x-signature", &*signature)];
    let message = Message { method: &method, headers: &headers, body: b"{}", ..Message::default() };
    assert_eq!(verifier.verify(&message, 0).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
}

#[test]
fn a_scheme_that_reads_too_often_is_to_blame() {
    let canonical = "{body}".repeat(17);
    let scheme = Scheme { canonical: &canonical, ..ROW };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    let body = vec![b'a'; 1 << 20];
    let error = signer.sign(&Message { body: &body, ..Message::default() }, Timestamp::Text("")).unwrap_err();
    let expected = "expected a scheme that reads each byte of a message at most 16 times";
    let sentence = format!("`body`: {expected}, got one that reads this more often");
    assert_eq!((error.code(), error.to_string()), ("ERR_SCHEME_INVALID", sentence));
}

/// Often enough read, the longest of bodies is too long for memory, however well the scheme is made.
#[test]
fn a_body_too_long_for_its_scheme_is_to_blame() {
    let canonical = "{body}".repeat(9);
    let scheme = Scheme { canonical: &canonical, ..ROW };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    let body = vec![b'a'; 32 << 20];
    let error = signer.sign(&Message { body: &body, ..Message::default() }, Timestamp::Text("")).unwrap_err();
    let expected = "at most 268435456 bytes in all the places together where the scheme reads a message";
    let sentence = format!("`body`: expected {expected}, got 33554432 bytes here");
    assert_eq!((error.code(), error.to_string()), ("ERR_BODY_INVALID", sentence));
}

#[cfg(feature = "asymmetric")]
mod with_rsa {
    use base64ct::{Base64UrlUnpadded, Encoding as _};
    use countersign::{Message, Scheme, Verifier, VerifierOptions, scheme};
    use rsa::pkcs8::DecodePrivateKey as _;
    use rsa::traits::SignatureScheme as _;
    use sha2::{Digest as _, Sha256};

    const BODY: &[u8] = br#"{"a":1}"#;

    /// An attached JWS with a header of so many bytes in base64url.
    fn jws(length: usize) -> String {
        let start = r#"{"alg":"RS256","x":""#;
        // Four letters for three bytes, and what is left of them.
        let bytes = length / 4 * 3 + [0, 0, 1, 2][length % 4];
        let header = format!("{start}{}\"}}", "a".repeat(bytes - start.len() - 2));
        let header = Base64UrlUnpadded::encode_string(header.as_bytes());
        assert_eq!(header.len(), length);
        let input = format!("{header}.{}", Base64UrlUnpadded::encode_string(BODY));
        let key = rsa::PrivateKey::from_pkcs8_pem(include_str!("keys/rsa-2048.pkcs8.pem")).unwrap();
        let padding = rsa::Pkcs1v15Sign::new::<Sha256>();
        let signature = padding.sign(None::<&mut crate::support::Weyl>, &key, &Sha256::digest(&input)).unwrap();
        format!("{input}.{}", Base64UrlUnpadded::encode_string(&signature))
    }

    fn code(scheme: &Scheme<'_>, headers: &[(&str, &str)], body: &[u8]) -> Result<(), (&'static str, String)> {
        let key = include_str!("keys/rsa-2048.spki.pem");
        let verifier = Verifier::new(
            scheme,
            &[("publicKeys", key.into())],
            &VerifierOptions { scheme: &[("jws.alg", "RS256")], ..VerifierOptions::default() },
        )
        .unwrap();
        let message = Message { method: "POST", headers, body, ..Message::default() };
        verifier.verify(&message, 0).map(|_| ()).map_err(|error| (error.code(), error.to_string()))
    }

    #[test]
    fn a_jws_whose_header_is_too_long_is_to_blame_where_it_came_in() {
        let scheme = scheme("tu-cambio.jws").unwrap();
        for length in [1 << 10, 32_766, 32 << 10] {
            assert_eq!(code(scheme, &[("jws-signature", &jws(length))], BODY), Ok(()), "{length}");
        }
        for length in [(32 << 10) + 2, 1 << 20, 4 << 20] {
            let expected = "expected a protected header of at most 32768 bytes";
            let sentence = format!("`jws-signature`, byte 32768: {expected}, got {length} bytes");
            let got = code(scheme, &[("jws-signature", &jws(length))], BODY);
            assert_eq!(got, Err(("ERR_HEADER_MALFORMED", sentence)));
        }
    }
}
