//! Hypotheses about the canonical request and the scope of AWS Signature Version 4.

mod headers;
mod lenient;
mod queries;

use alloc::{string::String, vec::Vec};

use super::claimed::{Claimed, Dimension, Hypotheses, Name, replace, terminated, with_line_replaced};
use crate::canonical::{Inputs, params};
use crate::error::Error;
use crate::explain::causes::CauseId;
use crate::percent::{self, UNRESERVED};
use crate::standard::sigv4::bindings::{LINES, PARAMETERS, PAYLOAD, SCOPE, URI};
use crate::standard::sigv4::{Config, HASH, UNSIGNED_PAYLOAD, uri};
use crate::standard::{Request, trimmed};
use crate::text::{decimal, elements, find};
use crate::timestamp::TimestampForm;
use crate::url::Url;
use headers::name_of;
pub(in crate::explain) use lenient::region_and_service;
use lenient::{ParsedAuthorization, payload};
use queries::{component, decoded, hex_case};

/// What the signature claims to cover: from `received`, or else from the message. Without a claim, the expected
/// values.
pub(in crate::explain) fn claimed(config: &Config, request: &Request<'_>, received: &str) -> Result<Claimed, Error> {
    // A presigned URL does not sign its own signature.
    let url = params::covered(request.inputs.url.text, &["X-Amz-Signature"]);
    let request = &Request { inputs: Inputs { url: Url::received(&url), ..request.inputs }, ..*request };
    let parsed = ParsedAuthorization::read(config, request, received)?;
    let (path, query) = (request.path(), request.inputs.url.query);
    let made = [
        config.scope(&parsed.date),
        config.uri(path).unwrap_or_else(|_| path.into()),
        queries::parameters(query),
        terminated(&parsed.lines, "\n"),
        parsed.names.clone(),
        payload(config).into(),
        String::new(),
    ];
    let mut hypotheses = Hypotheses::default();
    add_paths(config, &mut hypotheses, request);
    queries::add(&mut hypotheses, query);
    add_payloads(&mut hypotheses, request, &parsed);
    headers::add(&mut hypotheses, request, &parsed, payload(config));
    add_scopes(config, &mut hypotheses, request, &parsed);
    Ok(Claimed {
        signature: parsed.signature,
        timestamp: parsed.date,
        credentials: parsed.credentials,
        made: made.into(),
        hypotheses,
        notes: parsed.notes,
        refusal: parsed.refusal,
        ..Claimed::default()
    })
}

fn add_paths(config: &Config, hypotheses: &mut Hypotheses, request: &Request<'_>) {
    let path = request.path();
    let (twice, normal) = (config.is_encoded_twice, config.is_normalized);
    let form = |path: &str, twice, normal| uri(path, twice, normal).unwrap_or_else(|_| path.into());
    let own = |path: &str| form(path, twice, normal);
    let expected = own(path);
    let texts = [
        form(path, false, normal),
        form(path, true, normal),
        form(path, twice, true),
        form(path, twice, false),
        form(path, !twice, !normal),
        path.into(),
        decoded(path),
        replace(&expected, if twice { "%2520" } else { "%20" }, "+"),
        replace(&expected, if twice { "%252B" } else { "%2B" }, if twice { "%2520" } else { "%20" }),
        component(path, b"-_.~!*'()/"),
        ["/", &replace(expected.get(1..).unwrap_or_default(), "/", "%2F")].concat(),
        String::from(if path == "/" { "" } else { path }),
        own(&[path, "/"].concat()),
        own(path.strip_suffix('/').unwrap_or(path)),
        [&*expected, "?", request.inputs.url.query].concat(),
        request.inputs.url.text.into(),
        hex_case(&expected),
        replace(&expected, "%", "%25"),
    ];
    let at = (Dimension::Path, URI);
    hypotheses.add_each(&PATHS, at, texts);
    for (slash, _) in path.bytes().enumerate().filter(|(_, byte)| *byte == b'/').take(SLASHES) {
        let (before, after) = path.split_at(slash);
        hypotheses.add((CauseId::PathSlashDoubled, 2), "", at, form(&[before, "/", after].concat(), twice, false));
    }
    let query = request.inputs.url.query;
    if !query.is_empty() {
        let escaped = percent::encoded(["?", query].concat().as_bytes(), UNRESERVED);
        // By a signer that encodes the path that it is given, once or twice.
        for path in [[&*expected, &escaped].concat(), own(&[path, &escaped].concat())] {
            hypotheses.add((CauseId::UrlQueryInPath, 1), "", at, path);
            hypotheses.with(PARAMETERS, String::new());
        }
    }
    let mut rest = path;
    for dropped in 1..=3 {
        let Some(place) = rest.get(1..).and_then(|rest| find(rest.as_bytes(), b"/")) else { break };
        rest = &rest[place + 1..];
        hypotheses.add((CauseId::UrlBasePathDropped, 2), &decimal(dropped), at, own(rest));
    }
}

fn add_payloads(hypotheses: &mut Hypotheses, request: &Request<'_>, parsed: &ParsedAuthorization) {
    let at = (Dimension::Body, PAYLOAD);
    let line = parsed.lines.iter().position(|line| name_of(line) == HASH);
    let sent = request.message.header(HASH).map(trimmed).filter(|sent| !WORDS.contains(sent));
    let sent = sent.map(|sent| ((CauseId::PayloadAsSent, 1), "", sent));
    let words = WORDS.into_iter().map(|word| ((CauseId::PayloadWord, 1), word, word));
    let hashes = HASHES.into_iter().map(|(name, text)| (name, "", text));
    for (name, which, text) in sent.into_iter().chain(hashes).chain(words) {
        hypotheses.add(name, which, at, text.into());
        // If the header with the hash is signed, it changes too.
        if let Some(place) = line {
            hypotheses.add(name, which, at, text.into());
            hypotheses.with(LINES, with_line_replaced(&parsed.lines, place, [HASH, ":", text].concat(), "\n"));
        }
    }
}

fn add_scopes(config: &Config, hypotheses: &mut Hypotheses, request: &Request<'_>, parsed: &ParsedAuthorization) {
    let day = parsed.date.get(..8).unwrap_or_default();
    let scope = |day: &str, region: &str, service: &str| [day, region, service, "aws4_request"].join("/");
    let (region, service) = (&*config.region, &*config.service);
    let host = request.origin().map(|(_, authority)| authority).unwrap_or_default();
    let labels: Vec<&str> = elements(&host, ".");
    let mut add_at = |id, cost, which: &str, text: &str| {
        hypotheses.add((id, cost), which, (Dimension::Layout, SCOPE), text.into());
    };
    // What the host names, and any region, may go with another mistake; all services only alone.
    labels.iter().for_each(|region| add_at(CauseId::ScopeRegion, 1, region, &scope(day, region, service)));
    labels.iter().take(1).for_each(|service| add_at(CauseId::ScopeService, 1, service, &scope(day, region, service)));
    elements(REGIONS, " ")
        .iter()
        .for_each(|region| add_at(CauseId::ScopeRegion, 2, region, &scope(day, region, service)));
    for service in elements(SERVICES, " ").into_iter().chain(labels.first().copied()) {
        add_at(CauseId::ScopeService, 3, service, &scope(day, region, service));
        for region in &labels {
            let which = [region, "/", service].concat();
            add_at(CauseId::ScopeRegionAndService, 3, &which, &scope(day, region, service));
        }
    }
    let mut add = |id, which: &str, text: &str| add_at(id, 1, which, text);
    if let Some(sent) = &parsed.scope {
        add(CauseId::ScopeAsSent, sent, sent);
    }
    add(CauseId::ScopeOrder, "", &scope(day, service, region));
    add(CauseId::ScopeEndLeftOut, "", &[day, region, service].join("/"));
    for (id, day) in days(&parsed.date) {
        add(id, &day, &scope(&day, region, service));
    }
}

/// Other days that may have been used in place of that of `date`.
fn days(date: &str) -> Vec<(CauseId, String)> {
    let mut days = Vec::new();
    let Some(at_ms) = TimestampForm::Iso8601Basic.read(date) else { return days };
    let mut add = |id, form: TimestampForm, at_ms, length: usize| {
        let mut text = String::new();
        if form.write(at_ms, &mut text).is_ok() {
            days.push((id, text.get(..length).unwrap_or(&text).into()));
        }
    };
    add(CauseId::ScopeDayWithDashes, TimestampForm::Iso8601, at_ms, 10);
    add(CauseId::ScopeDayWithTime, TimestampForm::Iso8601Basic, at_ms, 16);
    for shift in [-1, 1, -2, 2] {
        add(CauseId::ScopeDay, TimestampForm::Iso8601Basic, at_ms + shift * DAY_MS, 8);
    }
    for age in 3..=7 {
        add(CauseId::ScopeDay, TimestampForm::Iso8601Basic, at_ms - age * DAY_MS, 8);
    }
    days
}

/// No more slashes are doubled, one by one.
const SLASHES: usize = 8;
/// The largest number of headers or parameters that are added or left out, one at a time.
const MANY: usize = 32;
const DAY_MS: i64 = 86_400_000;
const REGIONS: &str = "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 auto us-west-004 aws-global global";
const SERVICES: &str = "s3 execute-api lambda dynamodb sqs sns ses email sts iam ec2 es aoss appsync bedrock iotdata iotdevicegateway iot kinesis firehose logs monitoring secretsmanager ssm kms cognito-idp cognito-identity events states translate comprehend polly transcribe rekognition textract sagemaker route53 cloudfront cloudformation ecs ecr elasticloadbalancing rds rds-data rds-db glue athena geo mediaconvert pinpoint mobiletargeting ProductAdvertisingAPI aps vpc-lattice-svcs s3express s3-object-lambda service";
const WORDS: [&str; 3] = [UNSIGNED_PAYLOAD, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"];
/// Hashes, with marks.
const HASHES: [(Name, &str); 8] = [
    ((CauseId::PayloadSigned, 1), "\u{1}a"),
    ((CauseId::PayloadHashUpperCase, 1), "\u{1}b"),
    ((CauseId::PayloadHashBase64, 1), "\u{1}c"),
    ((CauseId::PayloadNotHashed, 1), "\u{1}d"),
    ((CauseId::PayloadHashLeftOut, 1), ""),
    ((CauseId::PayloadHashRaw, 2), "\u{1}e"),
    ((CauseId::PayloadHashOther, 2), "\u{1}f"),
    ((CauseId::PayloadHashedTwice, 2), "\u{1}g"),
];
const PATHS: [Name; 18] = [
    (CauseId::PathEncodedOnce, 1),
    (CauseId::PathEncodedTwice, 1),
    (CauseId::PathNormalized, 1),
    (CauseId::PathNotNormalized, 1),
    (CauseId::PathOfAnotherService, 1),
    (CauseId::PathAsSent, 1),
    (CauseId::UrlPercentDecoded, 1),
    (CauseId::PathSpaceAsPlus, 1),
    (CauseId::PathPlusAsSpace, 1),
    (CauseId::PathComponentEncoded, 1),
    (CauseId::PathSlashesEncoded, 1),
    (CauseId::PathEmpty, 1),
    (CauseId::UrlTrailingSlashAdded, 1),
    (CauseId::UrlTrailingSlashRemoved, 1),
    (CauseId::UrlQueryAdded, 1),
    (CauseId::UrlWhole, 1),
    (CauseId::PathHexCase, 2),
    (CauseId::PathEncodedThrice, 2),
];
