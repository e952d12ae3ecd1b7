//! Amazon Web Services, and services with compatible signatures.

use crate::scheme::{Profile, Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "aws.request",
    title: "AWS Signature Version 4: requests, signed in headers",
    documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html",
    last_checked: "2026-11-22",
    credentials: &["accessKeyId", "secretAccessKey", "sessionToken"],
    options: &[
        ("region", ""),
        ("service", ""),
        ("payload", "signed"),
        ("pathEncoding", "twice"),
        ("pathForm", "normalized"),
    ],
    profile: Some(Profile::AwsSignatureV4),
    bindings: &[
        ("scope", ""),
        ("uri", ""),
        ("parameters", ""),
        ("lines", ""),
        ("signed", ""),
        ("hash", ""),
        ("sent", ""),
        ("wholeRequest", "{method|upper}\n{uri}\n{parameters}\n{lines}\n{signed}\n{hash}"),
    ],
    canonical: "AWS4-HMAC-SHA256\n{timestamp}\n{scope}\n{wholeRequest|sha256|hex}",
    key: "AWS4{secretAccessKey}",
    key_scope: "scope",
    headers: &[
        ("X-Amz-Date", "{timestamp}"),
        ("X-Amz-Content-Sha256", "[{sent}]"),
        ("X-Amz-Security-Token", "[{sessionToken}]"),
        (
            "Authorization",
            "AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}",
        ),
    ],
    timestamp: TimestampForm::Iso8601Basic,
    tolerance: Tolerance::Seconds(300),
    has_published_vectors: true,
    notes: &[
        "`sessionToken` is optional: only temporary credentials have one.",
        "All headers of the request are signed, except those that proxies and clients change.",
        "`payload` is `signed`, `sent` (the hash is also sent as `X-Amz-Content-Sha256`) or `unsigned`.",
        "For S3, use `payload: 'sent'` or `'unsigned'`, `pathEncoding: 'once'` and `pathForm: 'as-sent'`.",
        "A `+` in the query is refused, since services read it in two ways: write `%20` or `%2B`.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
