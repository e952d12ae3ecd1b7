//! URLs through Rust: what clients would rewrite before sending is refused at the byte that is to blame.

use countersign::{Error, Message, Signer, SignerOptions, Timestamp, scheme};

#[test]
fn urls_that_would_not_travel_as_they_stand() {
    let wrong: Vec<String> = REFUSED.iter().filter_map(|&(url, at)| fault(url, at)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn urls_that_travel_as_they_stand() {
    for url in ACCEPTED {
        assert_eq!(canonical(url), Ok(format!("{url}&method=GET&timestamp=1747216800")));
    }
}

/// What is wrong with the refusal of `url`, if anything is.
fn fault(url: &str, at: usize) -> Option<String> {
    let Err(error) = canonical(url) else {
        return Some(format!("{url:?}: want a refusal at byte {at}, got a signature"));
    };
    let got = error.fault().map(|fault| (error.code(), &*fault.part, fault.at));
    (got != Some(("ERR_REQUEST_INVALID", "url", Some(at)))).then(|| format!("{url:?}: want byte {at}, got {error}"))
}

fn canonical(url: &str) -> Result<String, Error> {
    let credentials = [("apiKey", "key".into()), ("secret", "secret".into())];
    let signer = Signer::new(scheme("securo.request")?, &credentials, &SignerOptions::default())?;
    let message = Message { method: "GET", url, ..Message::default() };
    signer.sign(&message, Timestamp::Text("1747216800")).map(|signed| signed.canonical().text())
}

/// A URL, and the byte that is to blame.
const REFUSED: &[(&str, usize)] = &[
    ("", 0),
    ("/", 0),
    ("api.example/", 0),
    ("//h.example/", 0),
    ("https:/h.example/", 0),
    ("https:h.example/", 0),
    ("HTTPS://h.example/", 0),
    (" https://h.example/", 0),
    ("ftp://h.example/", 0),
    ("ws://h.example/", 0),
    ("javascript:alert(1)", 0),
    ("http://h.example/", 0),
    ("http://localhost.example/", 0),
    ("http://127.example/", 0),
    ("http://10.0.0.1/", 0),
    ("http://[::2]/", 0),
    ("https://", 8),
    ("https:///", 8),
    ("https://?a", 8),
    ("https://:8443/", 8),
    ("https://h.example", 17),
    ("https://h.example?a", 17),
    ("https://h.example:443/", 17),
    ("http://localhost:80/", 16),
    ("https://h.example:/", 17),
    ("https://h.example:0443/", 17),
    ("https://h.example:+1/", 17),
    ("https://h.example:65536/", 17),
    ("https://h.example:a/", 17),
    ("https://h.example:1:2/", 17),
    ("https://[::1]x/", 13),
    ("https://user@h.example/", 12),
    ("https://user:pass@h.example/", 17),
    ("https://@h.example/", 8),
    ("https://H.example/", 8),
    ("https://h.exaMple/", 13),
    ("https://h_\u{e9}.example/", 10),
    ("https://h%2eexample/", 9),
    ("https://h example/", 9),
    ("https://h\\x/", 9),
    ("https://1.2.3/", 8),
    ("https://0x7f.1/", 8),
    ("https://127.0.0.01/", 8),
    ("https://1.2.3.4./", 8),
    ("https://4294967295/", 8),
    ("http://127.1/", 7),
    ("https://a[b/", 9),
    ("https://[::0001]/", 8),
    ("https://[::ffff:1.2.3.4]/", 8),
    ("https://[zz]/", 8),
    ("https://[]/", 8),
    ("https://[:]/", 8),
    ("https://[:::]/", 8),
    ("https://[1::2::3]/", 8),
    ("https://[1:2:3:4:5:6:7]/", 8),
    ("https://[1:2:3:4:5:6:7:8:9]/", 8),
    ("https://[1:2:3:4::5:6:7:8]/", 8),
    ("https://[::2:3:4:5:6:7:8]/", 8),
    ("https://[1:0::2]/", 8),
    ("https://[1::0:2]/", 8),
    ("https://[1:0:0:2:3:4:5:6]/", 8),
    ("https://[1:0:0:2::3:4]/", 8),
    ("https://[1::2:0:0:0:3]/", 8),
    ("https://[1:0:0:2:0:0:3:4]/", 8),
    ("https://[2001:DB8::1]/", 8),
    ("https://[12345::1]/", 8),
    ("https://1.2.3/", 8),
    ("https://1.2.3.256/", 8),
    ("https://1.2.3.04/", 8),
    ("https://h.example:65536/", 17),
    ("https://h.example:0/", 17),
    ("https://h.example:+1/", 17),
    ("https://h.example/#", 18),
    ("https://h.example/a#b", 19),
    ("https://h.example/?a#b", 20),
    ("https://h.example/a b", 19),
    ("https://h.example/?a b", 20),
    ("https://h.example/\t", 18),
    ("https://h.example/\n", 18),
    ("https://h.example/a\r\nX: 1", 19),
    ("https://h.example/\0", 18),
    ("https://h.example/\x7f", 18),
    ("https://h.example/\u{e9}", 18),
    ("https://h.example/?\u{1f600}", 19),
    ("https://h.example/a\\b", 19),
    ("https://h.example/<", 18),
    ("https://h.example/\"", 18),
    ("https://h.example/`", 18),
    ("https://h.example/{id}", 18),
    ("https://h.example/?a=\"", 21),
    ("https://h.example/?a=<", 21),
    ("https://h.example/?a='", 21),
    ("https://h.example/.", 18),
    ("https://h.example/..", 18),
    ("https://h.example/./a", 18),
    ("https://h.example/a/../b", 20),
    ("https://h.example/a/..?b", 20),
    ("https://h.example/a/%2e/b", 20),
    ("https://h.example/a/%2E%2e", 20),
    ("https://h.example/a/.%2E/b", 20),
    ("https://h.example/a/%2e./b", 20),
];

const ACCEPTED: &[&str] = &[
    "https://h.example/",
    "https://h.example/?",
    "https://h.example/a//b/",
    "https://h.example:8443/",
    "https://h.example:80/",
    "http://localhost/",
    "http://localhost:443/",
    "http://api.localhost:3000/",
    "http://127.0.0.1:3000/",
    "http://[::1]:3000/",
    "https://[2001:db8::1]/",
    "https://[::]/",
    "https://[1::]/",
    "https://[::ffff:102:304]/",
    "https://[1:0:2:3:4:5:6:7]/",
    "https://[1:0:0:2::3]/",
    "https://[1::2:0:0:3:4]/",
    "https://[1:2:3:4:5:6:7:8]/",
    "https://255.0.0.1:65535/",
    "https://xn--bcher-kva.example/",
    "https://a_b.example/",
    "https://h.example/.../..a/a../.a",
    "https://h.example/%2f%2F%zz%",
    "https://h.example/a;b=c,d:e@f!$&'()*+~",
    "https://h.example/?a=b&&c==d?/e/../f",
    "https://h.example/?sum=1+1%20%2B",
    "https://h.example/?[]{}|\\^`",
];
