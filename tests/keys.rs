//! Key material as people paste it: what is read, what is refused, and that no error or `Debug` repeats any of it.
#![cfg(all(feature = "asymmetric", not(target_arch = "wasm32")))]

#[path = "support/pairs.rs"]
mod pairs;
mod support;

use support::Weyl;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{
    Error, Message, Missing, Scheme, Secret, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions, scheme,
};
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{PrivateKey, PublicKey};

const ROW: Scheme<'static> = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
const PKCS8: &str = include_str!("keys/rsa-2048.pkcs8.pem");
const PKCS1: &str = include_str!("keys/rsa-2048.pkcs1.pem");
const SPKI: &str = include_str!("keys/rsa-2048.spki.pem");
const PKCS1_PUBLIC: &str = include_str!("keys/rsa-2048.pkcs1-public.pem");
const SMALL: &str = include_str!("keys/rsa-1024.pkcs8.pem");
const SMALL_SPKI: &str = include_str!("keys/rsa-1024.spki.pem");
const ENCRYPTED: &str = include_str!("keys/rsa-2048.encrypted.pem");
const ENCRYPTED_PKCS1: &str = include_str!("keys/rsa-2048.encrypted-pkcs1.pem");
const OPENSSH: &str = include_str!("keys/rsa-2048.openssh.pem");
const EC: &str = include_str!("keys/ec-p256.pkcs8.pem");
const PSS_ONLY: &str = include_str!("keys/rsa-pss-2048.pkcs8.pem");
const CERTIFICATE: &str = include_str!("keys/valid.certificate.pem");
const OTHER_CERTIFICATE: &str = include_str!("keys/other.certificate.pem");

#[test]
fn private_keys_that_are_read() {
    let bundle = format!("Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n{PKCS8}");
    for (name, key) in forms(PKCS8).into_iter().chain(forms(PKCS1)).chain([
        ("after a bundle's attributes", bundle.into_bytes()),
        ("4096 bits", include_str!("keys/rsa-4096.pkcs8.pem").into()),
    ]) {
        assert_eq!(told(&private(&key)), None, "{name}");
    }
}

#[test]
fn private_keys_that_are_refused() {
    let (der, pkcs1_der) = (pem_der(PKCS8), pem_der(PKCS1));
    let cut = |end: usize| PKCS8.as_bytes()[..end].to_vec();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("line breaks as two characters", PKCS8.replace('\n', "\\n").into(), "the two characters `\\n`"),
        ("the same with CRLF", PKCS8.replace('\n', "\\r\\n").into(), "the two characters `\\n`"),
        ("PKCS#8, encrypted", ENCRYPTED.into(), "an encrypted private key: decrypt it first"),
        ("PKCS#1, encrypted", ENCRYPTED_PKCS1.into(), "an encrypted private key: decrypt it first"),
        ("base64 of PKCS#8, encrypted", base64(ENCRYPTED.as_bytes()), "an encrypted private key: decrypt it first"),
        ("DER, encrypted", pem_der(ENCRYPTED), "an encrypted one has to be decrypted first"),
        ("base64 of DER, encrypted", base64(&pem_der(ENCRYPTED)), "an encrypted one has to be decrypted first"),
        ("OpenSSH", OPENSSH.into(), "an OpenSSH private key: convert it"),
        ("EC", EC.into(), "a key of another algorithm (EC, P-256)"),
        ("EC, DER", pem_der(EC), "a key of another algorithm (EC, P-256)"),
        ("EC, as SEC 1", EC.replace("PRIVATE", "EC PRIVATE").into(), "a key of another algorithm (EC, P-256)"),
        ("DSA", EC.replace("PRIVATE", "DSA PRIVATE").into(), "a private key"),
        ("RSA for PSS alone", PSS_ONLY.into(), "a key of another algorithm (1.2.840.113549.1.1.10)"),
        ("SPKI", SPKI.into(), "a public key"),
        ("SPKI, DER", pem_der(SPKI), "a public key"),
        ("SPKI, base64", base64(&pem_der(SPKI)), "a public key"),
        ("PKCS#1, the public half", PKCS1_PUBLIC.into(), "a public key"),
        ("PKCS#1, the public half, DER", pem_der(PKCS1_PUBLIC), "a public key"),
        ("a certificate", CERTIFICATE.into(), "a certificate"),
        ("a certificate, DER", pem_der(CERTIFICATE), "DER that holds no RSA private key"),
        ("two keys", format!("{PKCS8}{PKCS1}").into(), "several PEM blocks"),
        ("a key and its certificate", format!("{PKCS8}{CERTIFICATE}").into(), "several PEM blocks"),
        ("a certificate and its key", format!("{CERTIFICATE}{PKCS8}").into(), "a certificate"),
        ("a request", PKCS8.replace("PRIVATE KEY", "CERTIFICATE REQUEST").into(), "PEM of another kind"),
        ("PEM without its end", cut(PKCS8.len() - 30), "PEM without its `-----END` line"),
        ("PEM cut in its first line", cut(20), "PEM whose first line is cut short"),
        ("PEM cut to its first line", cut(28), "PEM without its `-----END` line"),
        ("PEM without a line", drop_line(PKCS8, 5), "DER that holds no RSA private key"),
        ("PEM without a letter", PKCS8.replacen('M', "", 1).into(), "PEM with broken base64 inside"),
        ("PEM with a dot", PKCS8.replace("\nMII", "\nM.II").into(), "PEM with broken base64 inside"),
        ("PEM of nothing", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n".into(), "PEM with broken base64"),
        ("1024 bits", SMALL.into(), "one of 1024 bits"),
        ("white space", b" \r\n\t".to_vec(), "a string that is neither PEM nor base64"),
        ("a password", b"correct horse battery staple!".to_vec(), "a string that is neither PEM nor base64"),
        ("an API key", b"sk_live_4eC39HqLyjWDarjtT1zdp7dc".to_vec(), "a string that is neither PEM nor base64"),
        ("base64 of something", b"c2VjcmV0".to_vec(), "DER that holds no RSA private key"),
        ("base64url", base64url(&der), "a string that is neither PEM nor base64"),
        ("base64 twice", base64(&base64(&der)), "DER that holds no RSA private key"),
        ("hexadecimal", b"308204bf02010030".to_vec(), "DER that holds no RSA private key"),
        ("no text", vec![0xff; 300], "bytes that are neither text nor DER"),
        (
            "UTF-16",
            PKCS8.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "a string that is neither PEM nor base64",
        ),
        ("DER and a byte", [&der[..], b"\0"].concat(), "DER that holds no RSA private key"),
        ("DER but for a byte", der[..der.len() - 1].to_vec(), "DER that holds no RSA private key"),
        ("PKCS#1 DER and a byte", [&pkcs1_der[..], b"\0"].concat(), "DER that holds no RSA private key"),
        ("PKCS#1 DER but for a byte", pkcs1_der[..pkcs1_der.len() - 1].to_vec(), "DER that holds no RSA private key"),
        ("an empty sequence", b"\x30\x00".to_vec(), "DER that holds no RSA private key"),
        ("a sequence of any length", b"\x30\x80\0\0".to_vec(), "DER that holds no RSA private key"),
        ("a huge length", b"\x30\x84\xff\xff\xff\xff".to_vec(), "DER that holds no RSA private key"),
        ("a JWK without its primes", private_jwk().into(), "are not all base64url"),
    ];
    for (name, key, sentence) in cases {
        let error = private(&key).unwrap_err();
        assert_refused(&error, "privateKey", sentence, name, &key);
    }
}

/// A key whose numbers contradict each other signs wrongly, and one wrong signature can give the key away.
#[test]
fn private_keys_whose_numbers_contradict_each_other() {
    let key = PrivateKey::from_pkcs1_pem(PKCS1).unwrap();
    let bytes = |number: &rsa::BoxedUint| number.to_be_bytes_trimmed_vartime().to_vec();
    let (dp, dq) = (bytes(key.dp().unwrap()), bytes(key.dq().unwrap()));
    let inverse = bytes(&key.crt_coefficient().unwrap());
    let (p, q) = (bytes(&key.primes()[0]), bytes(&key.primes()[1]));
    let whole = [key.n_bytes().to_vec(), bytes(key.d()), p, q, dp, dq, inverse];
    let names = ["modulus", "private exponent", "first prime", "second prime", "dP", "dQ", "qInv"];
    for (name, number) in names.into_iter().zip(whole) {
        for pem in [PKCS1, PKCS8] {
            let mut der = pem_der(pem);
            let at = der.windows(number.len()).position(|window| window == number);
            let at = at.unwrap_or_else(|| panic!("{name} is in the key"));
            for (place, bit) in [(at + number.len() / 2, 0x10), (at + number.len() - 1, 0x02)] {
                der[place] ^= bit;
                match private(&der) {
                    // What only makes signing faster is calculated anew, so it does no harm.
                    Ok(signer) => {
                        assert!(["dP", "dQ", "qInv"].contains(&name) && signs_rightly(&signer, SPKI), "{name}")
                    }
                    Err(error) => assert_refused(&error, "privateKey", "numbers contradict each other", name, &der),
                }
                der[place] ^= bit;
            }
            assert_eq!(told(&private(&der)), None);
        }
    }
}

#[test]
fn private_keys_of_another_make() {
    let e3 = include_str!("keys/rsa-2048-e3.pkcs8.pem");
    let public = PrivateKey::from_pkcs8_pem(e3).unwrap().to_public_key();
    let signer = private(e3.as_bytes()).unwrap();
    assert!(signs_rightly(&signer, &jwk(&public.n_bytes(), &public.e_bytes())), "an exponent of 3 is RSA's too");
    let of_three_primes = include_str!("keys/rsa-2048-3-primes.pkcs8.pem");
    let error = private(of_three_primes.as_bytes()).unwrap_err();
    assert_refused(&error, "privateKey", "", "three primes", of_three_primes.as_bytes());
    // A modulus past the bound is refused by its length, before anything is calculated with it.
    let numbers = [vec![0], vec![0xff; 1025], vec![1, 0, 1], vec![3], vec![3], vec![3], vec![3], vec![3], vec![3]];
    let huge = sequence(&numbers.map(|number| integer(&number)).concat());
    assert_refused(&private(&huge).unwrap_err(), "privateKey", "one of 82", "8200 bits", &huge);
}

#[test]
fn public_keys_that_are_read() {
    let key = PublicKey::from_public_key_pem(SPKI).unwrap();
    let (n, e) = (key.n_bytes(), key.e_bytes());
    let spaced = format!("\n {{ \"e\" : \"AQAB\", \"n\" : {:?},\n \"kty\" : \"RSA\" }} \n", text(&base64url(&n)));
    let more = jwk(&n, &e).replace('{', r#"{"use":"sig","alg":"PS256","kid":"1","key_ops":["verify"],"x5c":["d"],"#);
    for (name, key) in forms(SPKI).into_iter().chain(forms(PKCS1_PUBLIC)).chain([
        ("a JWK", jwk(&n, &e).into()),
        ("a JWK with white space", spaced.into()),
        ("a JWK with more members", more.into()),
        ("a JWK with zeros in front", jwk(&[&[0, 0], &n[..]].concat(), &[&[0, 0], &e[..]].concat()).into()),
        ("an exponent of 3", jwk(&n, &[3]).into()),
        ("the largest exponent", jwk(&n, &[1, 0xff, 0xff, 0xff, 0xff]).into()),
        ("8192 bits", jwk(&[0xff; 1024], &e).into()),
        ("PKCS#1 by hand", sequence(&[integer(&n), integer(&e)].concat())),
    ]) {
        assert_eq!(told(&public(&key)), None, "{name}");
    }
}

#[test]
fn public_keys_that_are_refused() {
    let key = PublicKey::from_public_key_pem(SPKI).unwrap();
    let (n, e) = (key.n_bytes().to_vec(), key.e_bytes().to_vec());
    let even = [&n[..255], &[n[255] & 0xfe]].concat();
    let (der, no_rsa) = (pem_der(SPKI), "one whose modulus or exponent cannot be RSA's");
    let jwk_of = |members: &str| format!(r#"{{{members}}}"#).into_bytes();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("PKCS#8", PKCS8.into(), "a private key, which stays with its owner"),
        ("PKCS#8, DER", pem_der(PKCS8), "a private key, which stays with its owner"),
        ("PKCS#1", PKCS1.into(), "a private key, which stays with its owner"),
        ("PKCS#1, DER", pem_der(PKCS1), "a private key, which stays with its owner"),
        ("PKCS#1, base64", base64(&pem_der(PKCS1)), "a private key, which stays with its owner"),
        ("a private key, encrypted", ENCRYPTED.into(), "an encrypted private key"),
        ("EC, private", EC.into(), "a private key, which stays with its owner"),
        ("OpenSSH", OPENSSH.into(), "an OpenSSH private key"),
        ("SSH, public", b"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@host".to_vec(), "neither PEM nor base64"),
        ("a certificate", CERTIFICATE.into(), "a certificate"),
        ("a certificate, DER", pem_der(CERTIFICATE), "DER that holds no RSA public key"),
        ("two keys", format!("{SPKI}{PKCS1_PUBLIC}").into(), "several PEM blocks"),
        ("line breaks as two characters", SPKI.replace('\n', "\\n").into(), "the two characters `\\n`"),
        ("PEM without its end", SPKI[..200].into(), "PEM without its `-----END` line"),
        ("1024 bits", SMALL_SPKI.into(), "one of 1024 bits"),
        ("DER and a byte", [&der[..], b"\0"].concat(), "DER that holds no RSA public key"),
        ("DER but for a byte", der[..der.len() - 1].to_vec(), "DER that holds no RSA public key"),
        ("EC", sequence(&[EC_ALGORITHM, b"\x03\x02\0\x04"].concat()), "a key of another algorithm (EC, P-256)"),
        ("a bad label", SPKI.replace("PUBLIC", "SSH2 PUBLIC").into(), "a public key"),
        ("garbage", b"not a key".to_vec(), "a string that is neither PEM nor base64"),
        ("an even modulus", jwk(&even, &e).into(), no_rsa),
        ("an exponent of 0", jwk(&n, &[0]).into(), no_rsa),
        ("an exponent of nothing", jwk(&n, &[]).into(), no_rsa),
        ("an exponent of 1", jwk(&n, &[1]).into(), no_rsa),
        ("an exponent of 2", jwk(&n, &[2]).into(), no_rsa),
        ("an even exponent", jwk(&n, &[1, 0, 0]).into(), no_rsa),
        ("an exponent of 2^40", jwk(&n, &[1, 0, 0, 0, 0, 0]).into(), no_rsa),
        ("an exponent of 2^40 + 1", jwk(&n, &[1, 0, 0, 0, 0, 1]).into(), no_rsa),
        ("an exponent like the modulus", jwk(&n, &n).into(), no_rsa),
        ("a huge exponent", jwk(&n, &[0xff; 5000]).into(), no_rsa),
        ("a modulus of 0", jwk(&[0], &e).into(), "one of 0 bits"),
        ("a modulus of nothing", jwk(&[], &e).into(), "one of 0 bits"),
        ("a modulus of 1", jwk(&[1], &e).into(), "one of 1 bits"),
        ("2047 bits", jwk(&[&[0x7f][..], &n[1..]].concat(), &e).into(), "one of 2047 bits"),
        ("8193 bits", jwk(&[&[1][..], &[0xff; 1024]].concat(), &e).into(), "one of 8193 bits"),
        ("64000 bits", jwk(&[0xff; 8000], &e).into(), "one of 64000 bits"),
        ("a negative modulus", sequence(&[&b"\x02\x02\xff\x01"[..], &integer(&e)].concat()), "no RSA public key"),
        ("a private JWK", private_jwk().into(), "a private key, which stays with its owner"),
        ("an EC JWK", jwk_of(r#""kty":"EC","crv":"P-256","x":"AA","y":"AA""#), "a JWK whose `kty` is not `RSA`"),
        ("a symmetric JWK", jwk_of(r#""kty":"oct","k":"c2VjcmV0c2VjcmV0""#), "a JWK whose `kty` is not `RSA`"),
        ("a JWK without kty", jwk_of(r#""n":"AQAB","e":"AQAB""#), "a JWK whose `kty` is not `RSA`"),
        (
            "a JWK set of a secret",
            r#"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#.into(),
            "a JWK whose `kty` is not `RSA`",
        ),
        ("a JWK without n", jwk_of(r#""kty":"RSA","e":"AQAB""#), "`n` and `e` are not both base64url"),
        ("a JWK without e", jwk_of(r#""kty":"RSA","n":"AQAB""#), "`n` and `e` are not both base64url"),
        ("a JWK with a number", jwk_of(r#""kty":"RSA","n":"AQAB","e":{"a":1}"#), "`n` and `e` are not both base64url"),
        ("a JWK in base64", jwk_of(r#""kty":"RSA","n":"AQ+/","e":"AQAB""#), "`n` and `e` are not both base64url"),
        ("a JWK, padded", jwk_of(r#""kty":"RSA","n":"AQA=","e":"AQAB""#), "`n` and `e` are not both base64url"),
        ("a JWK cut short", jwk(&n, &e)[..300].into(), "a string that begins as a JWK and is no JSON object"),
        ("a JWK and more", format!("{}x", jwk(&n, &e)).into(), "a string that begins as a JWK and is no JSON object"),
    ];
    for (name, key, sentence) in cases {
        let error = public(&key).unwrap_err();
        assert_refused(&error, "publicKeys", sentence, name, &key);
    }
}

#[test]
fn an_empty_key_is_a_missing_one() {
    let missing =
        |name: &str| Error::CredentialMissing(Missing { scheme: "test.jws".into(), name: name.into() }.into());
    assert_eq!(private(b"").unwrap_err(), missing("privateKey"));
    assert_eq!(public(b"").unwrap_err(), missing("publicKeys"));
    assert_eq!(pinned(b"").unwrap_err(), missing("certificates"));
    let external = Signer::new(
        &ROW,
        &[("publicKey", "".into())],
        &SignerOptions { external_key: true, ..SignerOptions::default() },
    );
    assert_eq!(external.unwrap_err(), missing("publicKey"));
}

/// What the oldest keys still in use have is enough to encrypt to, and no less.
#[test]
fn small_keys_only_encrypt() {
    let key = PublicKey::from_public_key_pem(include_str!("keys/rsa-1024.spki.pem")).unwrap();
    let (n, e) = (key.n_bytes(), key.e_bytes());
    for (name, key) in forms(SMALL_SPKI).into_iter().chain([("a JWK", jwk(&n, &e).into())]) {
        assert_eq!(told(&encrypting(&key)), None, "{name}");
    }
    for (name, key, sentence) in [
        ("1023 bits", jwk(&[&[0x7f][..], &n[1..]].concat(), &e).into(), "1024 to 8192 bits"),
        ("512 bits", jwk(&n[..64], &e).into(), "one of 512 bits"),
        ("private", Vec::from(SMALL), "a private key, which stays with its owner"),
        ("a certificate", CERTIFICATE.into(), "a certificate"),
    ] {
        let error = encrypting(&key).unwrap_err();
        assert_refused(&error, "apiKey", sentence, name, &key);
    }
}

#[test]
fn certificates_that_are_read() {
    for (name, certificate) in forms(CERTIFICATE) {
        assert_eq!(told(&pinned(&certificate)), None, "{name}");
        let Ok(text) = core::str::from_utf8(&certificate) else { continue };
        let signer = Signer::new(
            &ROW,
            &[("privateKey", PKCS8.into())],
            &SignerOptions { scheme: &[("jws.certificate", text)], ..SignerOptions::default() },
        );
        assert_eq!(told(&signer), None, "{name}, to be sent along");
    }
}

#[test]
fn certificates_that_are_refused() {
    let der = pem_der(CERTIFICATE);
    let (ec, small) = (include_str!("keys/ec.certificate.pem"), include_str!("keys/small.certificate.pem"));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("EC", ec.into(), "one with a key of another algorithm (EC, P-256)"),
        ("EC, DER", pem_der(ec), "one with a key of another algorithm (EC, P-256)"),
        ("1024 bits", small.into(), "one with a key of 1024 bits"),
        ("RSA for PSS alone", include_str!("keys/rsa-pss.certificate.pem").into(), "(1.2.840.113549.1.1.10)"),
        ("two at once", format!("{CERTIFICATE}{OTHER_CERTIFICATE}").into(), "several PEM blocks: give each by itself"),
        ("two at once, DER", [&der[..], &pem_der(OTHER_CERTIFICATE)].concat(), "DER that holds no certificate"),
        ("SPKI", SPKI.into(), "a public key"),
        ("SPKI, DER", pem_der(SPKI), "DER that holds no certificate"),
        ("PKCS#8", PKCS8.into(), "a private key, which stays with its owner"),
        ("PKCS#8, DER", pem_der(PKCS8), "DER that holds no certificate"),
        ("a private key, encrypted", ENCRYPTED.into(), "an encrypted private key"),
        ("a request", CERTIFICATE.replace("CERTIFICATE", "CERTIFICATE REQUEST").into(), "PEM of another kind"),
        ("trusted", CERTIFICATE.replace("CERTIFICATE", "TRUSTED CERTIFICATE").into(), "PEM of another kind"),
        ("PKCS#7", CERTIFICATE.replace("CERTIFICATE", "PKCS7").into(), "PEM of another kind"),
        ("line breaks as two characters", CERTIFICATE.replace('\n', "\\n").into(), "the two characters `\\n`"),
        ("PEM without its end", CERTIFICATE[..500].into(), "PEM without its `-----END` line"),
        ("DER and a byte", [&der[..], b"\0"].concat(), "DER that holds no certificate"),
        ("DER but for a byte", der[..der.len() - 1].to_vec(), "DER that holds no certificate"),
        ("DER cut short", der[..100].to_vec(), "DER that holds no certificate"),
        ("a JWK", private_jwk().into(), "a string that is neither PEM nor base64"),
        ("garbage", b"\xff\xfe".to_vec(), "bytes that are neither text nor DER"),
    ];
    for (name, certificate, sentence) in cases {
        let error = pinned(&certificate).unwrap_err();
        assert_refused(&error, "certificates", sentence, name, &certificate);
        let Ok(text) = core::str::from_utf8(&certificate) else { continue };
        let signer = Signer::new(
            &ROW,
            &[("privateKey", PKCS8.into())],
            &SignerOptions { scheme: &[("jws.certificate", text)], ..SignerOptions::default() },
        );
        assert_refused(&signer.unwrap_err(), "jws.certificate", sentence, name, &certificate);
    }
}

/// Whatever becomes of a key, bit by bit: refused or read, and never repeated.
#[test]
fn keys_with_any_byte_changed() {
    for (pem, read) in [
        (PKCS8, private as fn(&[u8]) -> Result<Signer, Error>),
        (PKCS1, private),
        (SPKI, |key| public(key).map(|_| private(PKCS8.as_bytes()).unwrap())),
        (CERTIFICATE, |key| pinned(key).map(|_| private(PKCS8.as_bytes()).unwrap())),
    ] {
        let der = pem_der(pem);
        // All of the beginning, where the structure is, and samples of the numbers.
        for at in (0..60).chain((60..der.len()).step_by(97)) {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = der.clone();
                changed[at] ^= change;
                if let Err(error) = read(&changed) {
                    assert_eq!(error.code(), "ERR_CREDENTIAL_INVALID");
                    assert_silent(&format!("{error} {error:?}"), &changed, "a byte changed");
                }
            }
        }
    }
}

#[test]
fn debug_shows_nothing_of_a_key() {
    let key = PKCS8.as_bytes();
    assert_eq!(format!("{:?}", Secret::from(key)), "Secret(..)");
    let signer = private(key).unwrap();
    let message = Message { body: b"{}", ..Message::default() };
    let prepared = signer.prepare(&message, Timestamp::Text("")).unwrap();
    let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
    for debug in [format!("{signer:?}"), format!("{signer:#?}"), format!("{prepared:?}"), format!("{signed:?}")] {
        assert_silent(&debug, key, "privateKey");
        assert_silent(&debug, &pem_der(PKCS8), "privateKey");
    }
    for (name, key) in [("publicKeys", SPKI), ("certificates", CERTIFICATE)] {
        let verifier = Verifier::new(&ROW, &[(name, key.into())], &VerifierOptions::default()).unwrap();
        for debug in [format!("{verifier:?}"), format!("{verifier:#?}")] {
            assert_silent(&debug, key.as_bytes(), name);
            assert_silent(&debug, &pem_der(key), name);
        }
    }
    let secret = "c2ec7ef0f7a7a515109b1e91046a7b3f";
    for scheme in countersign::schemes().filter(|scheme| scheme.profile.is_none()) {
        let value = |name: &str| match name {
            "privateKey" => pairs::pair_for(scheme.algorithm)[0],
            "apiKey" if scheme.id == "smile-id.sec-key" => SPKI,
            "partnerId" => "085",
            _ => secret,
        };
        let credentials: Vec<_> = scheme.credentials.iter().map(|&name| (name, value(name).into())).collect();
        let signer = Signer::new(scheme, &credentials, &SignerOptions::default()).unwrap();
        let debug = format!("{signer:?} {signer:#?}");
        [secret, pairs::pair_for(scheme.algorithm)[0], SPKI]
            .iter()
            .for_each(|key| assert_silent(&debug, key.as_bytes(), scheme.id));
        if scheme.credentials.contains(&"privateKey") {
            continue;
        }
        let verifier = Verifier::new(scheme, &credentials, &VerifierOptions::default()).unwrap();
        assert_silent(&format!("{verifier:?} {verifier:#?}"), secret.as_bytes(), scheme.id);
    }
}

/// The check itself can fail.
#[test]
#[should_panic(expected = "a run of the key")]
fn a_repeated_key_is_noticed() {
    assert_silent(&format!("`privateKey`: got {}", &PKCS8[100..112]), PKCS8.as_bytes(), "privateKey");
}

/// One PEM in the ways in which it is stored and pasted.
fn forms(pem: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (der, lines) = (pem_der(pem), pem.lines().collect::<Vec<_>>());
    let wrapped: Vec<String> = text(&base64(&der)).as_bytes().chunks(76).map(|line| text(line) + "\r\n").collect();
    vec![
        ("PEM", pem.into()),
        ("DER", der.clone()),
        ("base64 of DER", base64(&der)),
        ("base64 of DER, with a line feed", [&base64(&der)[..], b"\n"].concat()),
        ("base64 of DER, in lines", wrapped.concat().into()),
        ("base64 of PEM", base64(pem.as_bytes())),
        ("base64 of PEM, in lines", text(&base64(pem.as_bytes())).replace("LS0", "LS0\n").into()),
        ("CRLF", pem.replace('\n', "\r\n").into()),
        ("CR", pem.replace('\n', "\r").into()),
        ("without the last line feed", pem.trim_end().into()),
        ("text before", format!("Here is the key\nfor you:\n\n{pem}").into()),
        ("text behind", format!("{pem}\nKeep it well.\n").into()),
        ("a byte order mark", format!("\u{feff}{pem}").into()),
        ("white space around", format!("\r\n\t {pem} \n\n").into()),
        ("indented", lines.iter().map(|line| format!("    {line}\n")).collect::<String>().into()),
        ("in one line", lines.join(" ").into()),
        ("without white space", lines.concat().into()),
        ("an empty line between", pem.replacen('\n', "\n\n", 1).into()),
    ]
}

fn private(key: &[u8]) -> Result<Signer, Error> {
    Signer::new(&ROW, &[("privateKey", key.into())], &SignerOptions::default())
}

fn public(key: &[u8]) -> Result<Verifier, Error> {
    Verifier::new(&ROW, &[("publicKeys", key.into())], &VerifierOptions::default())
}

fn pinned(certificate: &[u8]) -> Result<Verifier, Error> {
    Verifier::new(&ROW, &[("certificates", certificate.into())], &VerifierOptions::default())
}

fn encrypting(key: &[u8]) -> Result<Signer, Error> {
    Signer::new(
        scheme("smile-id.sec-key")?,
        &[("partnerId", "1".into()), ("apiKey", key.into())],
        &SignerOptions::default(),
    )
}

/// Whether what `signer` signs, with the public half `key`, verifies.
fn signs_rightly(signer: &Signer, key: &str) -> bool {
    let message = Message { body: b"{}", ..Message::default() };
    let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
    let headers = [("x-jws", signed.signature())];
    public(key.as_bytes()).unwrap().verify(&Message { headers: &headers, ..message }, 0).is_ok()
}

/// The sentence of a refusal; `None` where there was none.
fn told<T>(result: &Result<T, Error>) -> Option<String> {
    result.as_ref().err().map(Error::to_string)
}

fn assert_refused(error: &Error, part: &str, sentence: &str, name: &str, key: &[u8]) {
    let fault = error.fault().unwrap();
    let code = if part == "jws.certificate" { "ERR_OPTION_INVALID" } else { "ERR_CREDENTIAL_INVALID" };
    assert_eq!((error.code(), &*fault.part, fault.at), (code, part, None), "{name}");
    assert!(error.to_string().contains(sentence), "{name}: expected `{sentence}`, got `{error}`");
    assert_silent(&format!("{error} {error:?}"), key, name);
}

/// Twelve letters of the key's base64, or six of its bytes, are more than chance.
fn assert_silent(shown: &str, key: &[u8], name: &str) {
    let mut texts = vec![text(&base64(key))];
    texts.extend(core::str::from_utf8(key).map(String::from));
    for run in texts.iter().flat_map(|key| key.as_bytes().windows(12)) {
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
        let is_key = run.iter().all(is_base64) && !run.starts_with(b"--");
        assert!(!is_key || !shown.contains(&text(run)), "{name}: a run of the key in `{shown}`");
    }
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    for (run, bytes) in hex.as_bytes().chunks(12).zip(key.chunks(6)).filter(|(_, bytes)| bytes.len() == 6) {
        let listed = format!("{bytes:?}");
        let inside = listed.trim_matches(['[', ']']);
        assert!(!shown.contains(&text(run)) && !shown.contains(inside), "{name}: a run of the key in `{shown}`");
    }
}

fn jwk(n: &[u8], e: &[u8]) -> String {
    format!(r#"{{"kty":"RSA","n":"{}","e":"{}"}}"#, text(&base64url(n)), text(&base64url(e)))
}

fn private_jwk() -> String {
    let key = PrivateKey::from_pkcs8_pem(PKCS8).unwrap();
    let d = text(&base64url(&key.d().to_be_bytes_trimmed_vartime()));
    jwk(&key.n_bytes(), &key.e_bytes()).replace('}', &format!(r#","d":"{d}"}}"#))
}

fn sequence(content: &[u8]) -> Vec<u8> {
    tagged(0x30, content)
}

fn integer(number: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if number[0] & 0x80 == 0 { b"" } else { b"\0" };
    tagged(0x02, &[sign, number].concat())
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let length = match (high, low) {
        (0, 0..0x80) => vec![low],
        (0, _) => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [&[tag], &length[..], content].concat()
}

fn drop_line(pem: &str, line: usize) -> Vec<u8> {
    let kept = pem.lines().enumerate().filter(|(index, _)| *index != line);
    kept.map(|(_, line)| format!("{line}\n")).collect::<String>().into()
}

fn pem_der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    Base64::decode_vec(&body).unwrap()
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    Base64::encode_string(bytes).into()
}

fn base64url(bytes: &[u8]) -> Vec<u8> {
    Base64UrlUnpadded::encode_string(bytes).into()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The algorithm of an EC key on P-256, as an SPKI names it.
const EC_ALGORITHM: &[u8] = b"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
