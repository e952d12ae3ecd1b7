//! HTTP Message Signatures (RFC 9421): one scheme per algorithm, so that the caller chooses the algorithm, never the
//! message.

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
        algorithm: Algorithm::RsassaPkcs1v15Sha256,
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
        "`components` are the signed parts: headers in lower case and derived components, such as `@method @authority content-digest @query-param;name=\"id\"`. A signature that does not cover all of the verifier's components is refused.",
        "The body is protected only if `content-digest` is covered. Signing adds the header if the request has none; verifying compares it with the body.",
        "The status of a response is the header `:status`; in JavaScript, it is the member `status`.",
        "The timestamp is `created`. `expires` is enforced to the second.",
        "`nonce` is an option of the signer, so each nonce needs its own signer. To refuse replays, store `fingerprint`.",
        "The component parameters `sf`, `key`, `bs`, `tr` and `req` are refused.",
    ],
    ..Scheme::HMAC_SHA256_HEX
};
