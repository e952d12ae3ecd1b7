//! Compact JWS: what the RFCs print, what other code makes and judges, and what an attacker would send.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "asymmetric")]
mod support;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, Encoding, Message, Scheme, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions};

const ROW: Scheme<'static> = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
const KEY: &str = include_str!("keys/rsa-2048.pkcs8.pem");
const NOW_MS: i64 = 1_747_216_800_000;

/// RFC 7515 appendix A.1, and RFC 7797 §4.2, by a scheme whose header is an option, and by one whose algorithm is a JWS.
#[test]
fn the_hmac_figures_of_the_rfcs() {
    let base64url_payload = "{header}.{body|base64url}";
    let unencoded_payload = "{header}.{body}";
    let typed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
    let unencoded = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19";
    for (canonical, header, body, input, signature) in [
        (
            base64url_payload,
            typed,
            CLAIMS,
            format!("{typed}.{CLAIMS_BASE64URL}"),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ),
        (
            base64url_payload,
            "eyJhbGciOiJIUzI1NiJ9",
            &b"$.02"[..],
            "eyJhbGciOiJIUzI1NiJ9.JC4wMg".into(),
            "5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ",
        ),
        (
            unencoded_payload,
            unencoded,
            b"$.02",
            format!("{unencoded}.$.02"),
            "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY",
        ),
    ] {
        let scheme = Scheme {
            id: "test.hs256",
            credentials: &["secret"],
            options: &[("header", "")],
            canonical,
            encoding: Encoding::Base64Url,
            headers: &[("x-jws", "{header}..{signature}")],
            ..Scheme::HMAC_SHA256_HEX
        };
        let secret = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let credentials = [("secret", Base64UrlUnpadded::decode_vec(secret).unwrap().into())];
        let signer = Signer::new(
            &scheme,
            &credentials,
            &SignerOptions { scheme: &[("header", header)], ..SignerOptions::default() },
        )
        .unwrap();
        let message = Message { method: "POST", body, ..Message::default() };
        let signed = signer.sign(&message, Timestamp::Text("")).unwrap();
        assert_eq!((signed.canonical().text(), signed.signature()), (input, signature));
        let headers: Vec<_> = signed.headers().collect();
        let verifier = Verifier::new(
            &scheme,
            &credentials,
            &VerifierOptions { scheme: &[("header", header)], ..VerifierOptions::default() },
        )
        .unwrap();
        assert!(verifier.verify(&Message { headers: &headers, ..message }, NOW_MS).is_ok());
        let jws = Scheme {
            id: "test.jws-hmac",
            credentials: &["secret"],
            options: &[("jws.form", "detached"), ("jws.alg", "HS256"), ("jws.certificate", "")],
            algorithm: Algorithm::JwsHmac,
            key: "{secret}",
            ..ROW
        };
        let verifier = Verifier::new(&jws, &credentials, &VerifierOptions::default());
        let external = [true, false].map(|external_key| {
            let given = &credentials[usize::from(external_key)..];
            Signer::new(&jws, given, &SignerOptions { external_key, ..SignerOptions::default() }).is_ok()
        });
        // A build without key pairs has no JWS of any kind.
        assert_eq!(external, [cfg!(feature = "asymmetric"); 2]);
        match verifier {
            Ok(verifier) => assert!(verifier.verify(&Message { headers: &headers, ..message }, NOW_MS).is_ok()),
            Err(error) => assert_eq!((error.code(), cfg!(feature = "asymmetric")), ("ERR_UNSUPPORTED", false)),
        }
    }
}

#[cfg(not(feature = "asymmetric"))]
#[test]
fn a_build_without_rsa_refuses_the_row() {
    for private in [&[("privateKey", KEY.into())][..], &[]] {
        let options = SignerOptions { external_key: private.is_empty(), ..SignerOptions::default() };
        assert_eq!(Signer::new(&ROW, private, &options).unwrap_err().code(), "ERR_UNSUPPORTED");
    }
    for (name, key) in [
        ("publicKeys", include_str!("keys/rsa-2048.spki.pem")),
        ("certificates", include_str!("keys/valid.certificate.pem")),
    ] {
        let refused = Verifier::new(&ROW, &[(name, key.into())], &VerifierOptions::default()).unwrap_err();
        assert_eq!((refused.code(), &*refused.fault().unwrap().part), ("ERR_UNSUPPORTED", name));
    }
}

/// The claims of RFC 7515 appendix A, and the same in base64url.
const CLAIMS: &[u8] = b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
const CLAIMS_BASE64URL: &str =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

#[cfg(feature = "asymmetric")]
mod with_rsa {
    use crate::support::Weyl;

    use base64ct::Base64;
    use countersign::{Algorithm, Error, Missing, Prepared, Secret, Verified};
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
    use rsa::traits::{PublicKeyParts as _, SignatureScheme as _};
    use rsa::{Pkcs1v15Sign, PrivateKey, Pss, PublicKey};
    use serde_json::Value;
    use sha2::{Digest as _, Sha256};

    use super::*;

    const BODY: &[u8] = br#"{"a":1}"#;
    const SPKI: &str = include_str!("keys/rsa-2048.spki.pem");
    const OTHER_KEY: &str = include_str!("keys/other-2048.pkcs8.pem");
    const OTHER_SPKI: &str = include_str!("keys/other-2048.spki.pem");
    const VALID: &str = include_str!("keys/valid.certificate.pem");
    const EXPIRED: &str = include_str!("keys/expired.certificate.pem");
    const FUTURE: &str = include_str!("keys/future.certificate.pem");
    const OTHER_CERTIFICATE: &str = include_str!("keys/other.certificate.pem");
    const FORMS: [&str; 3] = ["attached", "detached", "unencoded"];
    const BOTH: (&str, &str) = ("jws.alg", "PS256 RS256");

    /// RFC 7515 appendix A.2.
    #[test]
    fn the_rsa_figure_of_the_rfc() {
        let key = include_str!("keys/rfc7515-a2.pkcs8.pem");
        let jwk = concat!(
            r#"{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B"#,
            "m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBd",
            "QOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkM",
            r#"Ls91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#,
        );
        let signature = concat!(
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t",
            "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j",
            "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ",
            "Ge77Rw",
        );
        let jws = format!("eyJhbGciOiJSUzI1NiJ9.{CLAIMS_BASE64URL}.{signature}");
        assert_eq!(sign(key, &[("jws.alg", "RS256")], CLAIMS), jws);
        assert!(verify(&verifier(jwk, &[("jws.alg", "RS256")]), &jws, CLAIMS, NOW_MS).is_ok());
    }

    /// RFC 7515 appendices A.3 and A.4, whose signatures are random: they are verified, and ours are others.
    #[cfg(feature = "curves")]
    #[test]
    fn the_figures_of_the_rfc_on_curves() {
        let es256 = concat!(
            r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#,
            r#""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#,
        );
        let es512 = concat!(
            r#"{"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","#,
            r#""y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2""#,
        );
        let signature = concat!(
            "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3x",
            "KpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
        );
        for (alg, jwk, private, header, payload, signature) in [
            (
                "ES256",
                es256,
                "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
                "eyJhbGciOiJFUzI1NiJ9",
                CLAIMS,
                "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            ),
            (
                "ES512",
                es512,
                "AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C",
                "eyJhbGciOiJFUzUxMiJ9",
                b"Payload",
                signature,
            ),
        ] {
            let options = [("jws.alg", alg)];
            let verifier = verifier(&format!("{jwk}}}"), &options);
            let unsigned = format!("{header}.{}.", base64url(payload));
            assert!(verify(&verifier, &[&*unsigned, signature].concat(), payload, NOW_MS).is_ok(), "{alg}");
            assert!(verify(&verifier, &[&*unsigned, signature].concat(), b"Another", NOW_MS).is_err(), "{alg}");
            let ours = sign(&format!(r#"{jwk},"d":"{private}"}}"#), &options, payload);
            assert!(ours.starts_with(&unsigned) && !ours.ends_with(signature), "{alg}");
            assert!(verify(&verifier, &ours, payload, NOW_MS).is_ok(), "{alg}");
        }
    }

    /// Ours are right for the crate `rsa` by itself, and for ourselves with the key in every form that is read.
    #[test]
    fn what_is_signed_is_verified_in_every_form_with_every_form_of_the_key() {
        let keys = keys();
        for form in FORMS {
            for alg in ["PS256", "RS256"] {
                let jws = sign(KEY, &[("jws.form", form), ("jws.alg", alg)], BODY);
                let (protected, payload, signature) = parts(&jws);
                assert_eq!(payload, if form == "attached" { base64url(BODY) } else { String::new() }, "{form}");
                let payload = if form == "unencoded" { BODY.to_vec() } else { base64url(BODY).into() };
                let input = [protected.as_bytes(), b".", &payload].concat();
                let key = PublicKey::from_public_key_pem(SPKI).unwrap();
                let (digest, raw) = (Sha256::digest(&input), Base64UrlUnpadded::decode_vec(signature).unwrap());
                let judged = match alg {
                    "PS256" => Pss::<Sha256>::new_with_salt(32).verify(&key, &digest, &raw),
                    _ => Pkcs1v15Sign::new::<Sha256>().verify(&key, &digest, &raw),
                };
                assert_eq!(judged, Ok(()), "{form} {alg}");
                for (name, key) in &keys {
                    for options in [&[("jws.alg", alg)][..], &[BOTH, ("jws.form", form)]] {
                        let verifier = Verifier::new(
                            &ROW,
                            &[(*name, key.clone())],
                            &VerifierOptions { scheme: options, ..VerifierOptions::default() },
                        )
                        .unwrap();
                        let headers = [("x-jws", &*jws)];
                        let message = Message { headers: &headers, body: BODY, ..Message::default() };
                        let verified = verifier.verify(&message, NOW_MS).unwrap();
                        assert_eq!((verified.body().unwrap(), verified.key_index()), (BODY, 0));
                        assert_eq!((verified.timestamp(), verified.at_ms()), (None, None));
                        let fingerprint: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                        assert_eq!(verified.fingerprint(), fingerprint);
                        let changed = Message { body: br#"{"a":2}"#, ..message };
                        assert_eq!(verifier.verify(&changed, NOW_MS).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
                    }
                }
            }
        }
    }

    #[test]
    fn only_the_form_that_is_named_is_taken() {
        for form in FORMS {
            let jws = sign(KEY, &[("jws.form", form)], BODY);
            for named in FORMS {
                let got = verify(&verifier(SPKI, &[("jws.form", named)]), &jws, BODY, NOW_MS);
                assert_eq!(got, if form == named { Ok(0) } else { Err("ERR_SIGNATURE_MISMATCH") }, "{form} as {named}");
            }
        }
    }

    /// Without a payload there is nothing to attach, so the two forms are the same text.
    #[test]
    fn an_empty_body_is_signed_and_verified_in_every_form() {
        for form in FORMS {
            let jws = sign(KEY, &[("jws.form", form)], b"");
            assert_eq!(verify(&verifier(SPKI, &[]), &jws, b"", NOW_MS), Ok(0), "{form}");
            assert_eq!(verify(&verifier(SPKI, &[("jws.form", form)]), &jws, b"", NOW_MS), Ok(0), "{form}, named");
            assert_eq!(verify(&verifier(SPKI, &[]), &jws, BODY, NOW_MS), Err("ERR_SIGNATURE_MISMATCH"), "{form}");
        }
    }

    #[test]
    fn signatures_that_openssl_made() {
        let verifier = verifier(SPKI, &[BOTH]);
        let (mut accepted, mut refused) = (0, 0);
        for (name, protected, signature) in openssl() {
            let jws = |payload: &str| format!("{protected}.{payload}.{signature}");
            let forms = if name.ends_with("unencoded") { vec![jws("")] } else { vec![jws(""), jws(&base64url(BODY))] };
            for jws in forms {
                let got = verify(&verifier, &jws, BODY, NOW_MS);
                match &name[..5] {
                    "PS256" | "RS256" => accepted += usize::from(got == Ok(0)),
                    _ => refused += usize::from(got == Err("ERR_SIGNATURE_MISMATCH")),
                }
            }
            if let "RS256 attached" | "RS256 unencoded" = &*name {
                let ours = sign(KEY, &[("jws.alg", "RS256"), ("jws.form", &name[6..])], BODY);
                assert_eq!(parts(&ours).2, signature, "{name}");
            }
        }
        // Two attached, which are the same detached, and one unencoded for each algorithm; ten made otherwise, twice each.
        assert_eq!((accepted, refused), (6, 20));
    }

    #[test]
    fn a_certificate_is_sent_along_on_request() {
        let der = &*pem_der(VALID);
        let der_base64 = Base64::encode_string(der);
        for form in FORMS {
            for certificate in [VALID, &*der_base64] {
                let options = [("jws.form", form), ("jws.certificate", certificate)];
                let jws = sign(KEY, &options, BODY);
                let header = Base64UrlUnpadded::decode_vec(parts(&jws).0).unwrap();
                let end = if form == "unencoded" { r#","b64":false,"crit":["b64"]"# } else { "" };
                let expected = format!(r#"{{"alg":"PS256","x5c":["{der_base64}"]{end}}}"#);
                assert_eq!(String::from_utf8(header).unwrap(), expected);
                assert_eq!(verify(&verifier(SPKI, &[]), &jws, BODY, NOW_MS), Ok(0), "{form}");
            }
        }
        // One that is not valid now is sent as it is: only who verifies has a say, and a clock.
        for certificate in [EXPIRED, FUTURE] {
            let signer = Signer::new(
                &ROW,
                &[("privateKey", KEY.into())],
                &SignerOptions { scheme: &[("jws.certificate", certificate)], ..SignerOptions::default() },
            );
            assert!(signer.is_ok());
        }
        for (certificate, code) in [
            (OTHER_CERTIFICATE, "ERR_CERTIFICATE_REFUSED"),
            (SPKI, "ERR_OPTION_INVALID"),
            (KEY, "ERR_OPTION_INVALID"),
            (include_str!("keys/ec.certificate.pem"), "ERR_OPTION_INVALID"),
        ] {
            let signer = Signer::new(
                &ROW,
                &[("privateKey", KEY.into())],
                &SignerOptions { scheme: &[("jws.certificate", certificate)], ..SignerOptions::default() },
            );
            let error = signer.unwrap_err();
            assert_eq!((error.code(), &*error.fault().unwrap().part), (code, "jws.certificate"));
        }
    }

    #[test]
    fn attacks() {
        let payload = &*base64url(BODY);
        let mac = |key: &[u8]| {
            let protected = base64url(br#"{"alg":"HS256"}"#);
            let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
            let mac = mac.chain_update(format!("{protected}.{payload}")).finalize().into_bytes();
            format!("{protected}.{payload}.{}", base64url(&mac))
        };
        let own = |header: &str| forge(KEY, header.as_bytes(), payload);
        let foreign = |header: &str| forge(OTHER_KEY, header.as_bytes(), payload);
        let right = own(r#"{"alg":"PS256"}"#);
        let (protected, _, signature) = parts(&right);
        let with_raw = |raw: &[u8]| format!("{protected}.{payload}.{}", base64url(raw));
        let with_header = |header: &str| format!("{header}.{payload}.{signature}");
        let raw = Base64UrlUnpadded::decode_vec(signature).unwrap();
        let rs256 = own(r#"{"alg":"RS256"}"#);
        let other_jwk = jwk(OTHER_SPKI);
        let x5c = Base64::encode_string(&pem_der(OTHER_CERTIFICATE));
        let (refused, malformed, mismatch) =
            ("ERR_ALGORITHM_REFUSED", "ERR_HEADER_MALFORMED", "ERR_SIGNATURE_MISMATCH");
        let cases: Vec<(&str, String, &str)> = vec![
            ("none", format!("{}.{payload}.", base64url(br#"{"alg":"none"}"#)), refused),
            ("None", format!("{}.{payload}.", base64url(br#"{"alg":"None"}"#)), refused),
            ("nOnE", format!("{}.{payload}.{signature}", base64url(br#"{"alg":"nOnE"}"#)), refused),
            ("none, detached", format!("{}..", base64url(br#"{"alg":"none"}"#)), refused),
            ("a MAC with the public key's PEM", mac(SPKI.as_bytes()), refused),
            ("a MAC with the same, trimmed", mac(SPKI.trim_end().as_bytes()), refused),
            ("a MAC with the public key's DER", mac(&pem_der(SPKI)), refused),
            ("a MAC with nothing", mac(b""), refused),
            ("ES256", own(r#"{"alg":"ES256"}"#), refused),
            ("PS384", own(r#"{"alg":"PS384"}"#), refused),
            ("ps256", own(r#"{"alg":"ps256"}"#), refused),
            ("white space in alg", own(r#"{"alg":"PS256 "}"#), refused),
            ("the option as alg", own(r#"{"alg":"PS256 RS256"}"#), refused),
            ("an empty alg", own(r#"{"alg":""}"#), refused),
            ("no alg", own(r#"{"typ":"JOSE"}"#), refused),
            ("an empty header", own("{}"), refused),
            ("alg inside another member", own(r#"{"jwk":{"alg":"PS256"}}"#), refused),
            ("alg a number", own(r#"{"alg":256}"#), refused),
            ("alg null", own(r#"{"alg":null}"#), refused),
            ("alg a list", own(r#"{"alg":["PS256"]}"#), refused),
            ("alg an object", own(r#"{"alg":{"PS256":1}}"#), refused),
            ("alg with a zero byte", own(r#"{"alg":"PS256\u0000"}"#), refused),
            ("another name of alg", own(r#"{"Alg":"PS256"}"#), refused),
            ("jwk", foreign(&format!(r#"{{"alg":"PS256","jwk":{other_jwk}}}"#)), mismatch),
            ("jku", foreign(r#"{"alg":"PS256","jku":"https://attacker.example/jwks.json"}"#), mismatch),
            ("x5u", foreign(r#"{"alg":"PS256","x5u":"https://attacker.example/x.pem"}"#), mismatch),
            ("x5c", foreign(&format!(r#"{{"alg":"PS256","x5c":["{x5c}"]}}"#)), mismatch),
            ("kid", foreign(r#"{"alg":"PS256","kid":"../../dev/null"}"#), mismatch),
            ("another key", foreign(r#"{"alg":"PS256"}"#), mismatch),
            ("another key, RS256", foreign(r#"{"alg":"RS256"}"#), mismatch),
            ("another payload, rightly signed", forge(KEY, br#"{"alg":"PS256"}"#, &base64url(b"{\"a\":2}")), mismatch),
            ("another payload, swapped in", format!("{protected}.{}.{signature}", base64url(b"{\"a\":2}")), mismatch),
            ("detached over another body", detach(&forge(KEY, br#"{"alg":"PS256"}"#, "eyJhIjoyfQ")), mismatch),
            ("detached over nothing", forge(KEY, br#"{"alg":"PS256"}"#, ""), mismatch),
            ("b64 false without crit", own(r#"{"alg":"PS256","b64":false}"#), refused),
            ("b64 true without crit", own(r#"{"alg":"PS256","b64":true}"#), refused),
            ("crit without b64", own(r#"{"alg":"PS256","crit":["b64"]}"#), refused),
            ("crit empty", own(r#"{"alg":"PS256","crit":[]}"#), refused),
            ("crit empty, b64", own(r#"{"alg":"PS256","b64":false,"crit":[]}"#), refused),
            ("crit unknown", own(r#"{"alg":"PS256","exp":1,"crit":["exp"]}"#), refused),
            ("crit unknown too", own(r#"{"alg":"PS256","b64":true,"exp":1,"crit":["b64","exp"]}"#), refused),
            ("crit twice the same", own(r#"{"alg":"PS256","b64":true,"crit":["b64","b64"]}"#), refused),
            ("crit of the standard's own", own(r#"{"alg":"PS256","crit":["alg"]}"#), refused),
            ("crit a text", own(r#"{"alg":"PS256","b64":false,"crit":"b64"}"#), refused),
            ("crit an object", own(r#"{"alg":"PS256","b64":false,"crit":{"b64":1}}"#), refused),
            ("crit null", own(r#"{"alg":"PS256","crit":null}"#), refused),
            ("crit of numbers", own(r#"{"alg":"PS256","crit":[64]}"#), refused),
            ("b64 a text", own(r#"{"alg":"PS256","b64":"false","crit":["b64"]}"#), refused),
            ("b64 a number", own(r#"{"alg":"PS256","b64":0,"crit":["b64"]}"#), refused),
            ("b64 null", own(r#"{"alg":"PS256","b64":null,"crit":["b64"]}"#), refused),
            ("b64 false, payload inside", own(r#"{"alg":"PS256","b64":false,"crit":["b64"]}"#), malformed),
            (
                "b64 false over the encoded body",
                detach(&forge(KEY, br#"{"alg":"PS256","b64":false,"crit":["b64"]}"#, payload)),
                mismatch,
            ),
            ("b64 true over the body itself", detach(&forge(KEY, br#"{"alg":"PS256"}"#, r#"{"a":1}"#)), mismatch),
            ("alg twice", own(r#"{"alg":"PS256","alg":"PS256"}"#), malformed),
            ("alg twice, none first", own(r#"{"alg":"none","alg":"PS256"}"#), malformed),
            ("alg twice, once escaped", own(r#"{"alg":"PS256","\u0061lg":"none"}"#), malformed),
            ("another member twice", own(r#"{"alg":"PS256","x":1,"x":1}"#), malformed),
            ("crit twice", own(r#"{"alg":"PS256","crit":["exp"],"crit":["b64"],"b64":true}"#), malformed),
            ("no JSON", own("alg=PS256"), malformed),
            ("JSON cut short", own(r#"{"alg":"PS256""#), malformed),
            ("JSON with more behind", own(r#"{"alg":"PS256"}x"#), malformed),
            ("two objects", own(r#"{"alg":"PS256"}{"alg":"none"}"#), malformed),
            ("a text", own(r#""PS256""#), malformed),
            ("a list", own(r#"[{"alg":"PS256"}]"#), malformed),
            ("a byte order mark", own("\u{feff}{\"alg\":\"PS256\"}"), malformed),
            ("not UTF-8", forge(KEY, b"{\"alg\":\"PS256\",\"x\":\"\xff\"}", payload), malformed),
            ("deep", own(&format!(r#"{{"alg":"PS256","x":{}}}"#, "[".repeat(5000))), malformed),
            ("no header", with_header(""), malformed),
            ("not base64url", with_header("eyJhbGciOiJQUzI1NiJ+"), malformed),
            ("base64 with a slash", with_header("eyJhbGciOiJQUzI1NiJ/"), malformed),
            ("padded", with_header(&format!("{protected}=")), malformed),
            ("padded twice", with_header(&format!("{protected}==")), malformed),
            ("a letter too many", with_header(&format!("{protected}A")), malformed),
            ("white space before", with_header(&format!(" {protected}")), malformed),
            ("white space behind", with_header(&format!("{protected} ")), malformed),
            ("a line feed inside", with_header(&format!("{}\n{}", &protected[..8], &protected[8..])), malformed),
            ("white space at the end", format!("{right} "), malformed),
            ("letters beyond ASCII", with_header("eyJhbGciOiJQUzI1NiJ9\u{e9}"), malformed),
            ("the payload padded", format!("{protected}.{payload}=.{signature}"), malformed),
            ("the payload not base64url", format!("{protected}.{{\"a\":1}}.{signature}"), malformed),
            ("the payload's last bits set", format!("{protected}.eyJhIjoxfR.{signature}"), malformed),
            ("the signature padded", format!("{right}=="), malformed),
            ("the signature's last bits set", last_bits_set(&right), malformed),
            ("one part", protected.into(), malformed),
            ("two parts", format!("{protected}.{payload}"), malformed),
            ("four parts", format!("{right}.{signature}"), malformed),
            ("a dot at the end", format!("{right}."), malformed),
            ("five parts, as encrypted", format!("{protected}....{signature}"), malformed),
            ("dots alone", "..".into(), malformed),
            ("as JSON", format!(r#"{{"protected":"{protected}","signature":"{signature}"}}"#), malformed),
            ("no signature", format!("{protected}.{payload}."), mismatch),
            ("a byte of signature", with_raw(&raw[..1]), mismatch),
            ("cut short", with_raw(&raw[..255]), mismatch),
            ("cut in front", with_raw(&raw[1..]), mismatch),
            ("overlong", with_raw(&[&raw[..], b"\0"].concat()), mismatch),
            ("a zero byte in front", with_raw(&[b"\0", &raw[..]].concat()), mismatch),
            ("twice", with_raw(&[&raw[..], &raw[..]].concat()), mismatch),
            ("zero", with_raw(&[0; 256]), mismatch),
            ("one", with_raw(&[&[0; 255][..], &[1]].concat()), mismatch),
            ("beyond the modulus", with_raw(&[0xff; 256]), mismatch),
            ("the modulus", with_raw(&modulus(SPKI, 0)), mismatch),
            ("one below the modulus", with_raw(&modulus(SPKI, 1)), mismatch),
            ("endless", with_raw(&[0xff; 20_000]), mismatch),
            ("a bit changed", with_raw(&changed(&raw)), mismatch),
            ("PS256 under RS256", format!("{}.{payload}.{signature}", parts(&rs256).0), mismatch),
            ("RS256 under PS256", with_header(protected).replace(signature, parts(&rs256).2), mismatch),
        ];
        let verifier = verifier(SPKI, &[BOTH]);
        assert_eq!(verify(&verifier, &right, BODY, NOW_MS), Ok(0));
        assert_eq!(verify(&verifier, &rs256, BODY, NOW_MS), Ok(0));
        for (name, jws, code) in cases {
            assert_eq!(verify(&verifier, &jws, BODY, NOW_MS), Err(code), "{name}");
        }
    }

    /// What is unusual and right all the same.
    #[test]
    fn headers_that_others_write() {
        let verifier = verifier(SPKI, &[]);
        for header in [
            r#"{"typ":"JOSE","alg":"PS256","kid":"k1"}"#,
            "{\"typ\":\"JWT\",\r\n \"alg\":\"PS256\"}",
            " { \"alg\" : \"PS256\" } ",
            r#"{"\u0061lg":"PS\u0032\u0035\u0036"}"#,
            r#"{"alg":"PS256","b64":true,"crit":["b64"]}"#,
            r#"{"alg":"PS256","b64":true,"crit":[ "b64" ]}"#,
            r#"{"alg":"PS256","x":"é😀","1":{"alg":"none","alg":"none"}}"#,
            r#"{"x":[{"alg":"none"},[{"crit":["exp"]}]],"alg":"PS256","y":{"b64":false}}"#,
        ] {
            let jws = forge(KEY, header.as_bytes(), &base64url(BODY));
            assert_eq!(verify(&verifier, &jws, BODY, NOW_MS), Ok(0), "{header}");
            assert_eq!(verify(&verifier, &detach(&jws), BODY, NOW_MS), Ok(0), "{header}, detached");
        }
    }

    #[test]
    fn only_the_algorithms_that_are_allowed() {
        let payload = &*base64url(BODY);
        for (alg, allowed, expected) in [
            ("PS256", None, Ok(0)),
            ("RS256", None, Err("ERR_ALGORITHM_REFUSED")),
            ("PS256", Some("RS256"), Err("ERR_ALGORITHM_REFUSED")),
            ("RS256", Some("RS256"), Ok(0)),
            ("PS256", Some("RS256 PS256"), Ok(0)),
            ("RS256", Some("PS256 RS256"), Ok(0)),
        ] {
            let options: Vec<_> = allowed.map(|allowed| ("jws.alg", allowed)).into_iter().collect();
            let jws = forge(KEY, format!(r#"{{"alg":"{alg}"}}"#).as_bytes(), payload);
            assert_eq!(verify(&verifier(SPKI, &options), &jws, BODY, NOW_MS), expected, "{alg}, allowed {allowed:?}");
        }
        for (option, value) in [
            ("jws.alg", ""),
            ("jws.alg", "none"),
            ("jws.alg", "HS256"),
            ("jws.alg", "PS256 none"),
            ("jws.alg", "PS256,RS256"),
            ("jws.alg", "PS256 "),
            ("jws.alg", "ps256"),
            ("jws.form", ""),
            ("jws.form", "Attached"),
            ("jws.form", "attached detached"),
        ] {
            let verifier = Verifier::new(
                &ROW,
                &[("publicKeys", SPKI.into())],
                &VerifierOptions { scheme: &[(option, value)], ..VerifierOptions::default() },
            )
            .unwrap_err();
            let signer = Signer::new(
                &ROW,
                &[("privateKey", KEY.into())],
                &SignerOptions { scheme: &[(option, value)], ..SignerOptions::default() },
            )
            .unwrap_err();
            for error in [verifier, signer] {
                let told = (error.code(), &*error.fault().unwrap().part);
                assert_eq!(told, ("ERR_OPTION_INVALID", option), "{value}");
            }
        }
        let several = Signer::new(
            &ROW,
            &[("privateKey", KEY.into())],
            &SignerOptions { scheme: &[BOTH], ..SignerOptions::default() },
        )
        .unwrap_err();
        assert_eq!((several.code(), &*several.fault().unwrap().part), ("ERR_OPTION_INVALID", "jws.alg"));
    }

    #[test]
    fn the_header_that_the_jws_travels_in() {
        let verifier = verifier(SPKI, &[]);
        let (right, other) = (sign(KEY, &[], BODY), sign(KEY, &[], b"{}"));
        let verify =
            |headers: &[(&str, &str)]| told(verifier.verify(&Message { headers, body: BODY, ..Message::default() }, 0));
        assert_eq!(verify(&[]), Err("ERR_HEADER_MISSING"));
        assert_eq!(verify(&[("x-jws-signature", &right)]), Err("ERR_HEADER_MISSING"));
        assert_eq!(verify(&[("x-jws", "")]), Err("ERR_HEADER_MALFORMED"));
        assert_eq!(verify(&[("X-JWS", &right)]), Ok(0));
        assert_eq!(verify(&[("x-jws", &right), ("X-Jws", &right)]), Ok(0));
        assert_eq!(verify(&[("x-jws", &right), ("x-jws", &other)]), Err("ERR_HEADER_MALFORMED"));
        assert_eq!(verify(&[("x-jws", &other), ("x-jws", &right)]), Err("ERR_HEADER_MALFORMED"));
        assert_eq!(verify(&[("x-jws", &format!("{right},{right}"))]), Err("ERR_HEADER_MALFORMED"));
    }

    #[test]
    fn certificates_outside_their_validity() {
        let jws = sign(KEY, &[], BODY);
        let refused = Err("ERR_CERTIFICATE_REFUSED");
        // 2020-01-01T00:00:00Z to 2020-12-31T23:59:59Z, and 2090-01-01T00:00:00Z to 2099-12-31T23:59:59Z.
        let (from_2020, until_2020) = (1_577_836_800_000, 1_609_459_199_000);
        let (from_2090, until_2099) = (3_786_912_000_000, 4_102_444_799_000);
        for (certificate, now_ms, expected) in [
            (EXPIRED, NOW_MS, refused),
            (EXPIRED, from_2020 - 1, refused),
            (EXPIRED, from_2020, Ok(0)),
            (EXPIRED, until_2020, Ok(0)),
            (EXPIRED, until_2020 + 999, Ok(0)),
            (EXPIRED, until_2020 + 1000, refused),
            (FUTURE, NOW_MS, refused),
            (FUTURE, from_2090 - 1, refused),
            (FUTURE, from_2090, Ok(0)),
            (FUTURE, until_2099 + 999, Ok(0)),
            (FUTURE, until_2099 + 1000, refused),
            (VALID, NOW_MS, Ok(0)),
            (VALID, from_2020 - 1, refused),
            (VALID, from_2020, Ok(0)),
            (VALID, i64::MIN, refused),
            (VALID, i64::MAX, refused),
        ] {
            let credentials = [("certificates", certificate.into())];
            let checked = Verifier::new(
                &ROW,
                &credentials,
                &VerifierOptions {
                    certificate_validity: countersign::CertificateValidity::Checked,
                    ..VerifierOptions::default()
                },
            )
            .unwrap();
            assert_eq!(verify(&checked, &jws, BODY, now_ms), expected, "at {now_ms}");
            let default = Verifier::new(&ROW, &credentials, &VerifierOptions::default()).unwrap();
            assert_eq!(verify(&default, &jws, BODY, now_ms), expected, "at {now_ms}");
            let ignored = Verifier::new(
                &ROW,
                &credentials,
                &VerifierOptions {
                    certificate_validity: countersign::CertificateValidity::Ignored,
                    ..VerifierOptions::default()
                },
            )
            .unwrap();
            assert_eq!(verify(&ignored, &jws, BODY, now_ms), Ok(0), "at {now_ms}");
            // Who has not the key learns nothing of the certificate.
            for verifier in [&checked, &ignored] {
                assert_eq!(verify(verifier, &jws, b"{}", now_ms), Err("ERR_SIGNATURE_MISMATCH"), "at {now_ms}");
            }
        }
    }

    #[test]
    fn a_refused_certificate_says_when_it_is_valid() {
        let jws = sign(KEY, &[], BODY);
        let headers = [("x-jws", &*jws)];
        let message = Message { headers: &headers, body: BODY, ..Message::default() };
        for (certificate, sentence) in [
            (
                EXPIRED,
                "`certificates`: expected a certificate that is valid at 2025-05-14T10:00:00.000Z, got one valid until 2020-12-31T23:59:59.000Z",
            ),
            (
                FUTURE,
                "`certificates`: expected a certificate that is valid at 2025-05-14T10:00:00.000Z, got one valid from 2090-01-01T00:00:00.000Z",
            ),
        ] {
            let verifier =
                Verifier::new(&ROW, &[("certificates", certificate.into())], &VerifierOptions::default()).unwrap();
            assert_eq!(verifier.verify(&message, NOW_MS).unwrap_err().to_string(), sentence);
        }
    }

    #[test]
    fn several_keys_at_once() {
        let (jws, by_other) = (sign(KEY, &[], BODY), sign(OTHER_KEY, &[], BODY));
        for (keys, own, others) in [
            (&[("certificates", EXPIRED), ("certificates", VALID)][..], Ok(1), Err("ERR_SIGNATURE_MISMATCH")),
            (&[("certificates", VALID), ("certificates", EXPIRED)], Ok(0), Err("ERR_SIGNATURE_MISMATCH")),
            (
                &[("certificates", EXPIRED), ("certificates", FUTURE)],
                Err("ERR_CERTIFICATE_REFUSED"),
                Err("ERR_SIGNATURE_MISMATCH"),
            ),
            (&[("certificates", EXPIRED), ("certificates", OTHER_CERTIFICATE)], Err("ERR_CERTIFICATE_REFUSED"), Ok(1)),
            (&[("certificates", EXPIRED), ("publicKeys", SPKI)], Ok(1), Err("ERR_SIGNATURE_MISMATCH")),
            (&[("publicKeys", OTHER_SPKI), ("certificates", VALID)], Ok(1), Ok(0)),
            (&[("publicKeys", SPKI), ("publicKeys", SPKI), ("publicKeys", OTHER_SPKI)], Ok(0), Ok(2)),
        ] {
            let keys: Vec<(&str, Secret)> = keys.iter().map(|&(name, key)| (name, key.into())).collect();
            let verifier = Verifier::new(&ROW, &keys, &VerifierOptions::default()).unwrap();
            assert_eq!(verify(&verifier, &jws, BODY, NOW_MS), own);
            assert_eq!(verify(&verifier, &by_other, BODY, NOW_MS), others);
        }
        let none = Verifier::new(&ROW, &[], &VerifierOptions::default()).unwrap_err();
        assert_eq!(
            none,
            Error::CredentialMissing(Missing { scheme: "test.jws".into(), name: "publicKeys".into() }.into())
        );
    }

    #[test]
    fn signing_with_an_external_key() {
        let message = Message { method: "POST", body: BODY, ..Message::default() };
        let public: &[(&str, Secret)] = &[("publicKey", SPKI.into())];
        let chain = ("jws.certificate", VALID);
        for (credentials, certificate, checks) in
            [(&[][..], None, false), (public, None, true), (&[], Some(chain), true), (public, Some(chain), true)]
        {
            for (form, alg) in FORMS.into_iter().flat_map(|form| [(form, "PS256"), (form, "RS256")]) {
                let mut chosen = vec![("jws.form", form), ("jws.alg", alg)];
                chosen.extend(certificate);
                let options = SignerOptions { external_key: true, scheme: &chosen, ..SignerOptions::default() };
                let signer = Signer::new(&ROW, credentials, &options).unwrap();
                let prepare = || signer.prepare(&message, Timestamp::Text("")).unwrap();
                let finish = |raw: &[u8]| {
                    let finished = prepare().finish(raw);
                    finished.map(|signed| signed.signature().to_owned()).map_err(|error| error.code())
                };
                let (algorithm, other) = match alg {
                    "PS256" => (Algorithm::RsassaPssSha256, Algorithm::RsassaPkcs1v15Sha256),
                    _ => (Algorithm::RsassaPkcs1v15Sha256, Algorithm::RsassaPssSha256),
                };
                let prepared: Prepared<'_> = prepare();
                assert_eq!(prepared.algorithm(), algorithm);
                let input = prepared.signing_input();
                let jws = finish(&raw_signature(KEY, algorithm, input)).unwrap();
                assert_eq!(verify(&verifier(SPKI, &[BOTH]), &jws, BODY, NOW_MS), Ok(0), "{form} {alg}");
                if certificate.is_none() {
                    let same = sign(KEY, &chosen, BODY);
                    assert_eq!(parts(&jws).0, parts(&same).0);
                }
                for wrong in [0, 1, 32, 128, 255, 1025] {
                    assert_eq!(finish(&vec![1; wrong]), Err("ERR_SIGNATURE_INVALID"), "{wrong} bytes");
                }
                // Without a public key only the length can be judged.
                for wrong in [
                    vec![1; 256],
                    raw_signature(OTHER_KEY, algorithm, input),
                    raw_signature(KEY, other, input),
                    raw_signature(KEY, algorithm, &input[1..]),
                ] {
                    let got = finish(&wrong).err();
                    assert_eq!(got, checks.then_some("ERR_SIGNATURE_INVALID"), "{form} {alg}");
                }
                let larger = finish(&[1; 512]).err();
                assert_eq!(larger, checks.then_some("ERR_SIGNATURE_INVALID"));
                let here = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).map(drop);
                assert_eq!(here.unwrap_err().code(), "ERR_ARGUMENT_INVALID");
            }
        }
    }

    #[test]
    fn what_does_not_go_with_an_external_key() {
        let external = SignerOptions { external_key: true, ..SignerOptions::default() };
        let with_other = SignerOptions { scheme: &[("jws.certificate", OTHER_CERTIFICATE)], ..external };
        let named = SignerOptions { scheme: &[("key", "external")], ..SignerOptions::default() };
        for (credentials, options, code, part) in [
            (&[("publicKey", SPKI)][..], SignerOptions::default(), "ERR_CREDENTIAL_INVALID", "publicKey"),
            (&[("publicKey", KEY)], external, "ERR_CREDENTIAL_INVALID", "publicKey"),
            (&[("publicKey", VALID)], external, "ERR_CREDENTIAL_INVALID", "publicKey"),
            (&[("publicKeys", SPKI)], external, "ERR_CREDENTIAL_INVALID", "publicKeys"),
            (&[("publicKey", SPKI)], with_other, "ERR_CERTIFICATE_REFUSED", "jws.certificate"),
            (&[("privateKey", KEY)], named, "ERR_OPTION_INVALID", "key"),
        ] {
            let credentials: Vec<(&str, Secret)> = credentials.iter().map(|&(name, key)| (name, key.into())).collect();
            let error = Signer::new(&ROW, &credentials, &options).unwrap_err();
            assert_eq!((error.code(), &*error.fault().unwrap().part), (code, part));
        }
    }

    /// A key that is here can also sign what was prepared; only the length is left to check.
    #[test]
    fn prepared_with_the_key_here() {
        let signer = Signer::new(&ROW, &[("privateKey", KEY.into())], &SignerOptions::default()).unwrap();
        let message = Message { method: "POST", body: BODY, ..Message::default() };
        let prepared = signer.prepare(&message, Timestamp::Text("")).unwrap();
        let raw = raw_signature(KEY, prepared.algorithm(), prepared.signing_input());
        let signed = prepared.finish(&raw).unwrap();
        assert_eq!(verify(&verifier(SPKI, &[]), signed.signature(), BODY, NOW_MS), Ok(0));
        for wrong in [255, 257, 512] {
            let prepared = signer.prepare(&message, Timestamp::Text("")).unwrap();
            let error = prepared.finish(&vec![1; wrong]).map(drop).unwrap_err();
            assert_eq!((error.code(), &*error.fault().unwrap().part), ("ERR_SIGNATURE_INVALID", "signature"));
        }
        assert_eq!(signer.sign(&message, Timestamp::Text("")).map(drop).unwrap_err().code(), "ERR_ARGUMENT_INVALID");
    }

    /// The public half in every form that is read.
    fn keys() -> Vec<(&'static str, Secret)> {
        let pkcs1 = include_str!("keys/rsa-2048.pkcs1-public.pem");
        let mut keys = vec![("publicKeys", (&*jwk(SPKI)).into())];
        for (name, pem) in [("publicKeys", SPKI), ("publicKeys", pkcs1), ("certificates", VALID)] {
            let der = pem_der(pem);
            let (base64, base64_of_pem) = (Base64::encode_string(&der), Base64::encode_string(pem.as_bytes()));
            keys.extend([
                (name, pem.into()),
                (name, der.into()),
                (name, (&*base64).into()),
                (name, (&*base64_of_pem).into()),
            ]);
        }
        keys
    }

    fn jwk(spki: &str) -> String {
        let key = PublicKey::from_public_key_pem(spki).unwrap();
        format!(
            r#"{{"kty":"RSA","use":"sig","n":"{}","e":"{}"}}"#,
            base64url(&key.n_bytes()),
            base64url(&key.e_bytes())
        )
    }

    /// The modulus as 256 bytes, less `less`.
    fn modulus(spki: &str, less: u8) -> Vec<u8> {
        let mut bytes = PublicKey::from_public_key_pem(spki).unwrap().n_bytes().to_vec();
        // It is odd, so nothing is borrowed.
        bytes[255] -= less;
        bytes
    }

    fn sign(key: &str, options: &[(&str, &str)], body: &[u8]) -> String {
        let signer = Signer::new(
            &ROW,
            &[("privateKey", key.into())],
            &SignerOptions { scheme: options, ..SignerOptions::default() },
        )
        .unwrap();
        let message = Message { method: "POST", body, ..Message::default() };
        let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
        assert_eq!(signed.headers().next(), Some(("x-jws", signed.signature())));
        signed.signature().into()
    }

    fn verifier(key: &str, options: &[(&str, &str)]) -> Verifier {
        Verifier::new(
            &ROW,
            &[("publicKeys", key.into())],
            &VerifierOptions { scheme: options, ..VerifierOptions::default() },
        )
        .unwrap()
    }

    /// The place of the key that signed, or the code of the refusal.
    fn verify(verifier: &Verifier, jws: &str, body: &[u8], now_ms: i64) -> Result<usize, &'static str> {
        let headers = [("x-jws", jws)];
        told(verifier.verify(&Message { headers: &headers, body, ..Message::default() }, now_ms))
    }

    fn told(result: Result<Verified<'_>, Error>) -> Result<usize, &'static str> {
        result.map(|verified| verified.key_index()).map_err(|error| error.code())
    }

    /// A JWS with any header over any payload, signed as the header says, or else by PS256, without this crate.
    fn forge(key: &str, header: &[u8], payload: &str) -> String {
        let input = format!("{}.{payload}", base64url(header));
        let is_rs256 = header.windows(5).any(|window| window == b"RS256");
        let algorithm = if is_rs256 { Algorithm::RsassaPkcs1v15Sha256 } else { Algorithm::RsassaPssSha256 };
        format!("{input}.{}", base64url(&raw_signature(key, algorithm, input.as_bytes())))
    }

    fn raw_signature(key: &str, algorithm: Algorithm, input: &[u8]) -> Vec<u8> {
        let key = PrivateKey::from_pkcs8_pem(key).unwrap();
        let (rng, digest) = (Some(&mut Weyl(2)), Sha256::digest(input));
        match algorithm {
            Algorithm::RsassaPkcs1v15Sha256 => Pkcs1v15Sign::new::<Sha256>().sign(rng, &key, &digest).unwrap(),
            _ => Pss::<Sha256>::new_with_salt(32).sign(rng, &key, &digest).unwrap(),
        }
    }

    /// What OpenSSL signed with the same key over the same body: a name, the protected header, the signature.
    fn openssl() -> Vec<(String, String, String)> {
        let file: Value = serde_json::from_str(include_str!("keys/openssl-signatures.json")).unwrap();
        let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
        let cases = file.as_array().unwrap().iter();
        cases.map(|case| (text(case, "name"), text(case, "protected"), text(case, "signature"))).collect()
    }

    fn parts(jws: &str) -> (&str, &str, &str) {
        let (protected, rest) = jws.split_once('.').unwrap();
        let (payload, signature) = rest.split_once('.').unwrap();
        (protected, payload, signature)
    }

    fn detach(jws: &str) -> String {
        let (protected, rest) = jws.split_once('.').unwrap();
        let (_, signature) = rest.rsplit_once('.').unwrap();
        format!("{protected}..{signature}")
    }

    /// The same with other bits behind the last byte, which lenient readers drop.
    fn last_bits_set(jws: &str) -> String {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let place = letters.find(jws.chars().last().unwrap()).unwrap();
        format!("{}{}", &jws[..jws.len() - 1], &letters[place + 1..place + 2])
    }

    fn changed(raw: &[u8]) -> Vec<u8> {
        let mut changed = raw.to_vec();
        changed[128] ^= 1;
        changed
    }

    fn base64url(bytes: &[u8]) -> String {
        Base64UrlUnpadded::encode_string(bytes)
    }

    fn pem_der(pem: &str) -> Vec<u8> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        Base64::decode_vec(&body).unwrap()
    }
}
