//! Keys on elliptic curves as people paste them: what is read, what is refused, and that no refusal repeats any of it.
#![cfg(all(feature = "curves", not(target_arch = "wasm32")))]

mod support;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use countersign::{Algorithm, Error, Message, Scheme, Signer, SignerOptions, Timestamp, Verifier, VerifierOptions};
use support::Weyl;

/// A pair in tests/keys, with the length of its private key.
struct Pair {
    algorithm: Algorithm,
    /// `kty` and `crv` of its JWK.
    named: [&'static str; 2],
    private: &'static str,
    public: &'static str,
    length: usize,
}

const PAIRS: [Pair; 5] = [
    Pair {
        algorithm: Algorithm::EcdsaP256Sha256,
        named: ["EC", "P-256"],
        private: include_str!("keys/ec-p256.pkcs8.pem"),
        public: include_str!("keys/ec-p256.spki.pem"),
        length: 32,
    },
    Pair {
        algorithm: Algorithm::EcdsaP384Sha384,
        named: ["EC", "P-384"],
        private: include_str!("keys/ec-p384.pkcs8.pem"),
        public: include_str!("keys/ec-p384.spki.pem"),
        length: 48,
    },
    Pair {
        algorithm: Algorithm::EcdsaP521Sha512,
        named: ["EC", "P-521"],
        private: include_str!("keys/ec-p521.pkcs8.pem"),
        public: include_str!("keys/ec-p521.spki.pem"),
        length: 66,
    },
    Pair {
        algorithm: Algorithm::EcdsaSecp256k1Sha256,
        named: ["EC", "secp256k1"],
        private: include_str!("keys/ec-secp256k1.pkcs8.pem"),
        public: include_str!("keys/ec-secp256k1.spki.pem"),
        length: 32,
    },
    Pair {
        algorithm: Algorithm::Ed25519,
        named: ["OKP", "Ed25519"],
        private: include_str!("keys/ed25519.pkcs8.pem"),
        public: include_str!("keys/ed25519.spki.pem"),
        length: 32,
    },
];
const RSA: [&str; 2] = [include_str!("keys/rsa-2048.pkcs8.pem"), include_str!("keys/rsa-2048.spki.pem")];
const CERTIFICATES: [&str; 2] = [include_str!("keys/ec.certificate.pem"), include_str!("keys/ed25519.certificate.pem")];
const BODY: &[u8] = b"{\"a\":1}";
const NOW_MS: i64 = 1_747_216_800_000;

impl Pair {
    fn is_ec(&self) -> bool {
        self.named[0] == "EC"
    }

    /// x, and for ECDSA y.
    fn point(&self) -> Vec<u8> {
        let der = der(self.public);
        let length = if self.is_ec() { 2 * self.length } else { 32 };
        der[der.len() - length..].to_vec()
    }

    /// The private key by itself.
    fn secret(&self) -> Vec<u8> {
        let der = der(self.private);
        let mark = [4, u8::try_from(self.length).unwrap()];
        // The innermost octet string of its length.
        let at = der.windows(2).rposition(|two| two == mark && der.len() > 2 + self.length).unwrap();
        der[at + 2..at + 2 + self.length].to_vec()
    }

    fn jwk(&self, more: &str) -> String {
        let [kty, crv] = self.named;
        let point = self.point();
        let (x, y) = point.split_at(self.length);
        let y = if y.is_empty() { String::new() } else { format!(r#","y":"{}""#, base64url(y)) };
        format!(r#"{{"kty":"{kty}","crv":"{crv}","x":"{}"{y}{more}}}"#, base64url(x))
    }

    fn private_jwk(&self) -> String {
        self.jwk(&format!(r#","d":"{}""#, base64url(&self.secret())))
    }

    fn private_forms(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut forms = stored(self.private);
        let secret = self.secret();
        forms.extend(bare(&secret));
        forms.push(("JWK", self.private_jwk().into()));
        if self.is_ec() {
            // SEC 1 inside of PKCS#8, without the name of the curve.
            let whole = der(self.private);
            let at = whole.windows(5).position(|five| five[0] == 0x30 && five[2..] == [2, 1, 1]);
            let at = at.or_else(|| whole.windows(6).position(|six| six[..2] == [0x30, 0x81] && six[3..] == [2, 1, 1]));
            let sec1 = &whole[at.unwrap()..];
            let pem = pem("EC PRIVATE KEY", sec1);
            forms.push(("SEC 1, DER", sec1.into()));
            forms.push(("SEC 1, base64", Base64::encode_string(sec1).into()));
            forms.push(("SEC 1 after parameters", (String::from(PARAMETERS) + &pem).into()));
            forms.push(("SEC 1", pem.into()));
        } else {
            forms.extend(bare(&[secret, self.point()].concat()));
        }
        forms
    }

    fn public_forms(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut forms = stored(self.public);
        let point = self.point();
        forms.push(("JWK", self.jwk("").into()));
        if self.is_ec() {
            let sign = 2 + (point.last().unwrap() & 1);
            forms.extend(bare(&[&[4], &point[..]].concat()));
            forms.extend(bare(&[&[sign], &point[..self.length]].concat()));
        } else {
            forms.extend(bare(&point));
        }
        forms
    }
}

#[test]
fn every_form_is_the_same_key() {
    let mut read = 0;
    for pair in &PAIRS {
        let scheme = bare_scheme(pair.algorithm);
        let due = sign(&scheme, pair.private.as_bytes()).unwrap();
        for (name, key) in pair.private_forms() {
            let signature = sign(&scheme, &key).unwrap_or_else(|error| panic!("{:?}, {name}: {error}", pair.named));
            assert_eq!(signature, due, "{:?}, {name}", pair.named);
            read += 1;
        }
        for (name, key) in pair.public_forms() {
            let verifier = verifier(&scheme, "publicKeys", &key)
                .unwrap_or_else(|error| panic!("{:?}, {name}: {error}", pair.named));
            accepts(&verifier, &due).unwrap_or_else(|error| panic!("{:?}, {name}: {error}", pair.named));
            read += 1;
        }
    }
    assert_eq!(read, 161);
    for (pair, certificate) in [(&PAIRS[0], CERTIFICATES[0]), (&PAIRS[4], CERTIFICATES[1])] {
        let scheme = bare_scheme(pair.algorithm);
        let signature = sign(&scheme, pair.private.as_bytes()).unwrap();
        for (name, key) in stored(certificate) {
            let verifier = verifier(&scheme, "certificates", &key).unwrap_or_else(|error| panic!("{name}: {error}"));
            accepts(&verifier, &signature).unwrap();
        }
    }
}

/// What the key is, and what was expected, is said; for each type of key with the key of every other.
#[test]
fn keys_of_another_type_are_refused() {
    let mut refused = 0;
    for pair in &PAIRS {
        let scheme = bare_scheme(pair.algorithm);
        let (private, public) = match pair.is_ec() {
            true => {
                (format!("an EC private key on {}", pair.named[1]), format!("an EC public key on {}", pair.named[1]))
            }
            false => ("an Ed25519 private key".into(), "an Ed25519 public key".into()),
        };
        for other in PAIRS.iter().filter(|other| other.algorithm != pair.algorithm) {
            let got = match other.is_ec() {
                true => format!("got a key of another algorithm (EC, {})", other.named[1]),
                false => "got a key of another algorithm (Ed25519)".into(),
            };
            let jwk = format!("got a JWK with `kty` `{}` and `crv` `{}`", other.named[0], other.named[1]);
            refuses(sign(&scheme, other.private.as_bytes()), &[&private, &got], other.private);
            refuses(sign(&scheme, other.private_jwk().as_bytes()), &[&private, &jwk], &other.private_jwk());
            refuses(verifier(&scheme, "publicKeys", other.public.as_bytes()), &[&public, &got], other.public);
            refuses(verifier(&scheme, "publicKeys", other.jwk("").as_bytes()), &[&public, &jwk], &other.jwk(""));
            refused += 1;
        }
        let got = "got a key of another algorithm (RSA)";
        refuses(sign(&scheme, RSA[0].as_bytes()), &[&private, got], RSA[0]);
        refuses(verifier(&scheme, "publicKeys", RSA[1].as_bytes()), &[&public, got], RSA[1]);
        let certificate = include_str!("keys/valid.certificate.pem");
        refuses(
            verifier(&scheme, "certificates", certificate.as_bytes()),
            &["one with a key of another algorithm (RSA)"],
            "",
        );
        // And the reverse.
        let rsa = bare_scheme(Algorithm::RsassaPssSha256);
        let named = if pair.is_ec() { format!("(EC, {})", pair.named[1]) } else { "(Ed25519)".into() };
        let got = format!("got a key of another algorithm {named}");
        refuses(sign(&rsa, pair.private.as_bytes()), &["an RSA private key", &got], pair.private);
        refuses(verifier(&rsa, "publicKeys", pair.public.as_bytes()), &["an RSA public key", &got], pair.public);
        // A public key is no secret.
        let shared = Scheme { algorithm: Algorithm::HmacSha256, ..scheme };
        let error = Verifier::new(&shared, &[("privateKey", pair.public.into())], &VerifierOptions::default());
        assert!(error.unwrap_err().to_string().contains("expected a secret that both sides hold"));
        // Nor is one half the other.
        let (there, stays) = ("got a public key", "got a private key, which stays with its owner");
        refuses(sign(&scheme, pair.public.as_bytes()), &[&private, there], pair.public);
        refuses(sign(&scheme, pair.jwk("").as_bytes()), &[&private, there], &pair.jwk(""));
        refuses(verifier(&scheme, "publicKeys", pair.private.as_bytes()), &[&public, stays], pair.private);
        refuses(verifier(&scheme, "publicKeys", &der(pair.private)), &[&public, stays], pair.private);
        refuses(verifier(&scheme, "publicKeys", pair.private_jwk().as_bytes()), &[&public, stays], pair.private);
    }
    assert_eq!(refused, 20);
}

#[test]
fn what_is_no_key_is_refused() {
    let [p256, .., ed] = &PAIRS;
    let (ec_scheme, ed_scheme) = (bare_scheme(p256.algorithm), bare_scheme(ed.algorithm));
    let point = p256.point();
    let off = [&[4], &point[..63], &[point[63] ^ 1]].concat();
    let not_on_it = "a point that is not on P-256";
    let spki = der(p256.public);
    for (name, key, got) in [
        ("off the curve", off.clone(), not_on_it),
        ("off the curve, in SPKI", [&spki[..26], &off[..]].concat(), not_on_it),
        ("infinity", [&spki[..26], &[0; 65]].concat(), not_on_it),
        ("the hybrid form", [&spki[..26], &[6 + (point[63] & 1)], &point[..]].concat(), not_on_it),
        ("the compact form", [&[5], &point[..32]].concat(), "bytes that are no public key"),
        ("x alone", point[..32].to_vec(), "bytes that are no public key"),
        ("x and y alone", point.clone(), "bytes that are no public key"),
        ("x past the field", [&[2], &[0xff; 32][..]].concat(), not_on_it),
        ("hex cut short", b"04abc".to_vec(), "neither PEM, base64 nor hex"),
        ("an empty word", b"-".to_vec(), "neither PEM, base64 nor hex"),
        ("JSON", b"{\"kty\":".to_vec(), "a string that begins as a JWK"),
        ("a JWK on no curve", p256.jwk("").replace("P-256", "P-192").into(), "`crv` `P-192`"),
        ("a JWK without curve", br#"{"kty":"EC","x":"AA","y":"AA"}"#.to_vec(), "`crv` none"),
        ("a short JWK", br#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#.to_vec(), "not both 32 bytes in base64url"),
        (
            "a JWK off the curve",
            p256.jwk("").replace(&base64url(&point[32..]), &base64url(&point[..32])).into(),
            not_on_it,
        ),
    ] {
        let refused = verifier(&ec_scheme, "publicKeys", &key);
        refuses(
            refused,
            &["an EC public key on P-256 (SPKI, as PEM, DER or base64, a JWK, or the bare key", got],
            name,
        );
    }
    let order = b"\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xbc\xe6\xfa\xad\xa7\x17\x9e\x84\xf3\xb9\xca\xc2\xfc\x63\x25\x51";
    let other = p256.private_jwk().replace(&base64url(&point[..32]), &base64url(&PAIRS[3].point()[..32]));
    let number = "a number that is no private key on P-256";
    for (name, key, got) in [
        ("zero", vec![0; 32], number),
        ("the order", order.to_vec(), number),
        ("a short one", vec![7; 31], "bytes that are no private key"),
        ("another's half", other.into(), not_on_it),
        (
            "half of a JWK",
            format!(r#"{{"kty":"EC","crv":"P-256","d":"{}"}}"#, base64url(&p256.secret())).into(),
            "`x` and `y`",
        ),
    ] {
        refuses(sign(&ec_scheme, &key), &["an EC private key on P-256 (PKCS#8 or SEC 1, as PEM, DER", got], name);
    }
    let small = "a point of small order, which is no key";
    let curve = "a point that is not on the curve of Ed25519";
    for (name, key, got) in [
        ("order 1", [&[1][..], &[0; 31]].concat(), small),
        ("order 4", vec![0; 32], small),
        ("order 8", Base64::decode_vec("JuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU=").unwrap(), small),
        ("y past the field", [&[0xee][..], &[0xff; 30], &[0x7f]].concat(), curve),
        ("no point", [&[2][..], &[0; 31]].concat(), curve),
        ("a short one", ed.point()[..31].to_vec(), "bytes that are no public key"),
        ("X25519", ed.jwk("").replace("Ed25519", "X25519").into(), "`kty` `OKP` and `crv` `X25519`"),
    ] {
        refuses(verifier(&ed_scheme, "publicKeys", &key), &["an Ed25519 public key", got], name);
    }
    let contradiction = "a private key with another's public half";
    let pkcs8 = der(ed.private);
    let with_half = [&[0x30, 0x51, 2, 1, 1], &pkcs8[5..], &[0x81, 0x21, 0], &ed.point()[..]].concat();
    assert!(sign(&ed_scheme, &with_half).is_ok());
    let mut of_another = with_half.clone();
    of_another.truncate(with_half.len() - 32);
    of_another.extend(der(CERTIFICATES[1]).windows(32).next().unwrap());
    for (name, key, got) in [
        ("another's half", [ed.secret(), p256.point()[..32].to_vec()].concat(), contradiction),
        ("another's half in PKCS#8", of_another, contradiction),
        (
            "another's half in a JWK",
            ed.private_jwk().replace(&base64url(&ed.point()), &base64url(&base_point())).into(),
            contradiction,
        ),
        ("a long seed", ed.private_jwk().replace("\"d\":\"", "\"d\":\"AAAA").into(), "a JWK whose `d` is not 32 bytes"),
        ("a short one", vec![7; 33], "bytes that are no private key"),
    ] {
        refuses(sign(&ed_scheme, &key), &["an Ed25519 private key", got], name);
    }
}

/// A key does what its JWK says that it is for, and a provider's prefix is no part of it.
#[test]
fn purposes_and_prefixes() {
    let ed = &PAIRS[4];
    let scheme = Scheme { key_prefixes: &["whsk_", "whpk_"], ..bare_scheme(ed.algorithm) };
    let due = sign(&scheme, ed.private.as_bytes()).unwrap();
    for prefix in ["", "whsk_"] {
        let key = [prefix, &Base64::encode_string(&[ed.secret(), ed.point()].concat())].concat();
        assert_eq!(sign(&scheme, key.as_bytes()).unwrap(), due);
    }
    for prefix in ["", "whpk_", "\nwhpk_"] {
        let key = [prefix, &Base64::encode_string(&ed.point())].concat();
        accepts(&verifier(&scheme, "publicKeys", key.as_bytes()).unwrap(), &due).unwrap();
    }
    let key = ["whpk_", &Base64::encode_string(&ed.point())].concat();
    assert!(verifier(&bare_scheme(ed.algorithm), "publicKeys", key.as_bytes()).is_err());
    for (members, part) in [
        (r#","use":"enc""#, "publicKeys.use"),
        (r#","key_ops":["sign"]"#, "publicKeys.key_ops"),
        (r#","alg":"ES256""#, "publicKeys.alg"),
    ] {
        let error = verifier(&scheme, "publicKeys", ed.jwk(members).as_bytes()).unwrap_err();
        assert_eq!(error.fault().unwrap().part, part);
    }
    assert!(
        verifier(&scheme, "publicKeys", ed.jwk(r#","alg":"EdDSA","use":"sig","kid":"\u00e9é""#).as_bytes()).is_ok()
    );
}

/// A JWS of each algorithm, whose key decides which of several allowed ones it may be.
#[test]
fn json_web_signatures() {
    let names = ["ES256", "ES384", "ES512", "ES256K", "EdDSA"];
    let allowed = "PS256 ES256 ES384 ES512 ES256K EdDSA";
    let jws = Scheme { id: "test.jws", headers: &[("x-jws", "{signature}")], ..Scheme::JWS };
    let message = Message { body: BODY, ..Message::default() };
    let mut signed = Vec::new();
    for (pair, name) in PAIRS.iter().zip(names).map(|(pair, name)| (pair.private, name)).chain([(RSA[0], "PS256")]) {
        let options = SignerOptions { scheme: &[("jws.alg", name)], ..SignerOptions::default() };
        let signer = Signer::new(&jws, &[("privateKey", pair.into())], &options).unwrap();
        let made = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
        signed.push(made.signature().to_owned());
    }
    let publics = PAIRS.iter().map(|pair| pair.public).chain([RSA[1]]);
    for (place, key) in publics.enumerate() {
        for (form, key) in [("PEM", key.to_owned()), ("base64", Base64::encode_string(&der(key)))] {
            let options = VerifierOptions { scheme: &[("jws.alg", allowed)], ..VerifierOptions::default() };
            let verifier = Verifier::new(&jws, &[("publicKeys", (&*key).into())], &options).unwrap();
            for (other, text) in signed.iter().enumerate() {
                let headers = [("x-jws", &**text)];
                let outcome = verifier.verify(&Message { headers: &headers, ..message }, 0);
                match other == place {
                    true => assert!(outcome.is_ok(), "{place} {form}"),
                    false => assert_eq!(outcome.unwrap_err().code(), "ERR_SIGNATURE_MISMATCH", "{place} {other}"),
                }
            }
        }
    }
    // A key for none of the algorithms.
    let options = VerifierOptions { scheme: &[("jws.alg", "PS256 ES384")], ..VerifierOptions::default() };
    let error = Verifier::new(&jws, &[("publicKeys", PAIRS[0].public.into())], &options).unwrap_err().to_string();
    let expected = "an RSA public key of 2048 to 8192 bits or an EC public key on P-384 (SPKI or PKCS#1, as PEM";
    assert!(error.contains(expected) && error.ends_with("(EC, P-256)"), "{error}");
}

fn bare_scheme(algorithm: Algorithm) -> Scheme<'static> {
    Scheme {
        id: "test.bare",
        credentials: &["privateKey"],
        canonical: "{body}",
        algorithm,
        key: "{privateKey}",
        headers: &[("x-signature", "{signature}")],
        ..Scheme::HMAC_SHA256_HEX
    }
}

fn sign(scheme: &Scheme<'_>, key: &[u8]) -> Result<String, Error> {
    let signer = Signer::new(scheme, &[("privateKey", key.into())], &SignerOptions::default())?;
    let message = Message { body: BODY, ..Message::default() };
    Ok(signer.sign(&message, Timestamp::Text(""))?.signature().into())
}

fn verifier(scheme: &Scheme<'_>, name: &str, key: &[u8]) -> Result<Verifier, Error> {
    Verifier::new(scheme, &[(name, key.into())], &VerifierOptions::default())
}

fn accepts(verifier: &Verifier, signature: &str) -> Result<(), Error> {
    let headers = [("x-signature", signature)];
    verifier.verify(&Message { headers: &headers, body: BODY, ..Message::default() }, NOW_MS).map(drop)
}

/// Whether the refusal says all `parts`, and no run of the key, whose base64 `key` is in lines.
fn refuses<T>(result: Result<T, Error>, parts: &[&str], key: &str) {
    let error = result.err().unwrap_or_else(|| panic!("{parts:?}: accepted {key}"));
    assert_eq!(error.code(), "ERR_CREDENTIAL_INVALID");
    let shown = format!("{error} {error:?}");
    for part in parts {
        assert!(shown.contains(part), "{key}: expected `{part}` in `{shown}`");
    }
    for line in key.lines().filter(|line| line.len() > 30 && !line.starts_with("---")) {
        for run in line.as_bytes().windows(12) {
            assert!(!shown.as_bytes().windows(12).any(|own| own == run && !run.contains(&b' ')), "{shown}");
        }
    }
}

/// One PEM in the ways in which it is stored and pasted.
fn stored(pem: &str) -> Vec<(&'static str, Vec<u8>)> {
    let der = der(pem);
    vec![
        ("PEM", pem.into()),
        ("PEM in one line", pem.lines().collect::<Vec<_>>().join(" ").into()),
        ("DER", der.clone()),
        ("base64", Base64::encode_string(&der).into()),
        ("base64 with a line feed", (Base64::encode_string(&der) + "\n").into()),
        ("base64 of PEM", Base64::encode_string(pem.as_bytes()).into()),
    ]
}

/// Bytes without a format around them.
fn bare(bytes: &[u8]) -> [(&'static str, Vec<u8>); 5] {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [
        ("bytes", bytes.into()),
        ("base64 of bytes", Base64::encode_string(bytes).into()),
        ("hex, with a line feed", (hex.clone() + "\n").into()),
        ("hex in upper case", hex.to_ascii_uppercase().into()),
        ("hex", hex.into()),
    ]
}

fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&body).unwrap()
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
}

fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// The base point of Ed25519, which is another's public key.
fn base_point() -> Vec<u8> {
    [&[0x58][..], &[0x66; 31]].concat()
}

const PARAMETERS: &str = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
