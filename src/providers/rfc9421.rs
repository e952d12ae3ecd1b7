//! HTTP Message Signatures (RFC 9421): one scheme for each algorithm, so that the caller chooses it and never the message.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::scheme::{Profile, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme { id: "rfc9421.hmac-sha256", title: "RFC 9421: HTTP messages with a shared secret", ..MESSAGE },
    Scheme {
        id: "rfc9421.rsa-pss-sha512",
        title: "RFC 9421: HTTP messages with RSASSA-PSS",
        credentials: &["privateKey"],
        algorithm: Algorithm::RsassaPssSha512,
        key: "{privateKey}",
        ..MESSAGE
    },
    Scheme {
        id: "rfc9421.rsa-v1_5-sha256",
        title: "RFC 9421: HTTP messages with RSASSA-PKCS1-v1_5",
        credentials: &["privateKey"],
        algorithm: Algorithm::RsassaPkcs1v15,
        key: "{privateKey}",
        ..MESSAGE
    },
];

const MESSAGE: Scheme<'static> = Scheme {
    documentation: "https://www.rfc-editor.org/rfc/rfc9421.html",
    last_checked: "2026-11-22",
    credentials: &["secret"],
    options: &[
        ("components", "@method @target-uri content-digest"),
        ("label", "sig1"),
        ("digest", "sha-256"),
        ("expiresAfterSeconds", ""),
        ("keyid", ""),
        ("alg", ""),
        ("nonce", ""),
        ("tag", ""),
    ],
    profile: Some(Profile::HttpMessageSignatures),
    bindings: &[("lines", ""), ("params", ""), ("contentDigest", "")],
    canonical: "{lines}\"@signature-params\": {params}",
    encoding: Encoding::Base64,
    headers: &[
        ("Content-Digest", "[{contentDigest}]"),
        ("Signature-Input", "{label}={params}"),
        ("Signature", "{label}=:{signature}:"),
    ],
    timestamp: TimestampForm::Seconds,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        "`components` are what is signed: headers in lower case and derived components, such as `@method @authority content-digest @query-param;name=\"id\"`; a signature that covers less than the verifier's own is refused",
        "without `content-digest` nothing protects the body; it is added where the request has none, and compared with the body when it is covered",
        "the status of a response is the header `:status`, and in JavaScript the member `status`",
        "the time is `created`; `expires` is kept to the second",
        "`nonce` is that of the signer's options: make a signer for each, or none; remember `fingerprint` to refuse replays",
        "the parameters `sf`, `key`, `bs`, `tr` and `req` of components are refused",
    ],
    ..Scheme::HMAC_SHA256_HEX
};
