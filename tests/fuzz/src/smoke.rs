//! A short run of every target over the corpus and mutations of it, with a seed that is printed:
//! `COUNTERSIGN_SEED=… cargo run --release` runs the same again.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

fn main() {
    let given = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("seed {seed}");
    let targets: [Target<'_>; 6] = [
        ("json", countersign_fuzz::json, JSON, CASES),
        ("template", countersign_fuzz::template, TEMPLATES, CASES),
        ("received", countersign_fuzz::received, RECEIVED, CASES / 10),
        ("key", countersign_fuzz::key, KEYS, CASES / 10),
        ("structured", countersign_fuzz::structured, countersign_fuzz::FIELD_PIECES, CASES / 4),
        ("filters", countersign_fuzz::filters, FILTERS, CASES / 20),
    ];
    // What reads its bytes as choices needs no corpus.
    let choosers: [(&str, fn(&[u8]), usize); 4] = [
        ("definition", countersign_fuzz::definition, CASES / 100),
        ("grammar", countersign_fuzz::grammar, CASES / 20),
        ("inputs", countersign_fuzz::inputs, CASES / 20),
        ("jws", countersign_fuzz::jws, CASES / 100),
    ];
    let mut random = Random(seed | 1);
    for (name, target, corpus, cases) in targets {
        corpus.iter().for_each(|case| target(case.as_bytes()));
        for _ in 0..cases {
            target(&mutated(corpus, &mut random));
        }
        println!("{name}: {} cases, none broke a promise", corpus.len() + cases);
    }
    for (name, target, cases) in choosers {
        target(&[]);
        for _ in 0..cases {
            target(&random.bytes());
        }
        println!("{name}: {} cases, none broke a promise", cases + 1);
    }
    let (seen, all) = countersign_fuzz::seen();
    let unseen: Vec<_> = all.into_iter().filter(|id| !seen.iter().any(|own| own == id)).collect();
    assert!(unseen.is_empty(), "no case of {unseen:?} verified");
}

/// A name, what to call, what cases are made from, and how many.
type Target<'t> = (&'t str, fn(&[u8]), &'t [&'t str], usize);

/// A case of the corpus with up to eight changes: bytes set, dropped, repeated, or taken from another case.
fn mutated(corpus: &[&str], random: &mut Random) -> Vec<u8> {
    let mut case = random.pick(corpus).as_bytes().to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(case.len() + 1);
        let other = random.pick(corpus).as_bytes();
        let from = random.below(other.len());
        let piece = &other[from..(from + random.below(12)).min(other.len())];
        match random.below(5) {
            0 => drop(case.splice(at..at, piece.iter().copied())),
            1 => case.truncate(at),
            2 => drop(case.drain(at..(at + random.below(4)).min(case.len()))),
            3 => case.insert(at, TOKENS[random.below(TOKENS.len())]),
            _ => case.insert(at, random.below(256) as u8),
        }
    }
    case
}

/// xorshift64* (Vigna 2016): all that mutations need.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..64 + self.below(192)).map(|_| self.below(256) as u8).collect()
    }

    fn pick<'a>(&mut self, corpus: &[&'a str]) -> &'a str {
        corpus[self.below(corpus.len())]
    }
}

const CASES: usize = 200_000;
const TOKENS: &[u8] = b"{}[]\",:\\|0123456789-+.eEtfnu \n";
const JSON: &[&str] = &[
    r#"{"product":"LCI","type":"deposit","amount":1,"userEmail":"a@b.example"}"#,
    r#"{"10":1,"2":2,"b":3,"a":4,"2":5,"__proto__":6,"4294967294":7,"4294967295":8,"01":9}"#,
    r#"[1.0,-0,1e3,1e21,12345678901234567890,1e400,0.1,1e-7,5e-324,0.000001,123456789012345.6]"#,
    r#""\u0041\/\b\f\n\r\t\u001f\ud83d\ude00\ud83d\udc00 \ude00 é 😀""#,
    r#"{"a":{"3":{"1":[],"0":{}},"b":{"c":null,"c":true}},"a":[{"9":{"8":{"7":6}}},[[[]]]]}"#,
    r#"{"a0":0,"a1":1,"a2":2,"a3":3,"a4":4,"a5":5,"a6":6,"a7":7,"a8":8,"a9":9,"b0":0,"b1":1,"b2":2,"a0":3,"b1":{"1":0}}"#,
    " [ true , false , null ] ",
];
const TEMPLATES: &[&str] = &[
    "{url}&method={method|upper}&timestamp={timestamp}[&body={body|json}]",
    "{base}/ws/&emit=price_feed&timestamp={timestamp}",
    "{path}{bound|sha256|hex}[?{query|sorted}[#{option|lower}]]",
    r"\{\}\[\]\\{secret|unbase64|sha512|base64}{target}{canonical}{signature}",
    "v0:{timestamp|int}:{body|base64}",
];
const RECEIVED: &[&str] = &[
    "t=1747216800,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,v0=x\n{\"a\":1}",
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,x v1,AAAA\n{\"test\": 2432232314}",
    "token, Signature: c16279bcffbf5c420bd904724d64eee525424e8bde087a6d473c46c8d4408412\n{\"message\":\"Hi there\"}",
    "2024-05-24T20:37:10.492+02:00\nFri, 24 May 2024 20:37:10 GMT",
    "eyJhbGciOiJQUzI1NiJ9.e30.c2ln\n{}",
    "eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..c2ln\n{}",
    "eyJhbGciOiJub25lIn0.e30.\n{}",
];
const FILTERS: &[&str] = &[
    "b=2&a=1&&b=1&a=1&a&=&%61=%31&a=+",
    "b[]=2&a=%5B1&&b%5b%5D=1&c%3d=%26&d=%5B%221%22%5D&a",
    "whsec_YWJj+/==%2B%2b%zz%",
    "00ffAB",
    "000123",
    "YWJj",
    "é😀",
];
const KEYS: &[&str] = &[
    include_str!("../../keys/rsa-2048.spki.pem"),
    include_str!("../../keys/rsa-2048.pkcs1-public.pem"),
    include_str!("../../keys/rsa-2048.pkcs8.pem"),
    include_str!("../../keys/valid.certificate.pem"),
    include_str!("../../keys/ec.certificate.pem"),
    r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"}"#,
];
