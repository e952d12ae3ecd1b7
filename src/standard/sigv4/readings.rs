//! What else a signer may have taken for its part of the canonical request.

use alloc::{string::String, vec::Vec};

use super::headers::{self, replaced_line, written};
use super::queries::{self, component, decoded, hex_case, with};
use super::spoken::Spoken;
use super::{Choice, HASH, Payload, UNSIGNED_PAYLOAD, uri};
use crate::canonical::Variable;
use crate::canonical::filter::Filter;
use crate::error::Error;
use crate::standard::told::{Axis, Readings, Text, Told};
use crate::standard::{Subject, trimmed};
use crate::text::{decimal, find};
use crate::timestamp::TimestampForm;

/// A header that is signed: its name, and its value as it is due.
pub(super) type Line = (String, Text);

/// With more headers or parameters than this no other is added, and none left out.
pub(super) const MANY: usize = 32;
/// The places among what the standard makes.
const SCOPE: usize = 0;
const URI: usize = 1;
pub(super) const PARAMETERS: usize = 2;
pub(super) const LINES: usize = 3;
pub(super) const SIGNED: usize = 4;
const PAYLOAD: usize = 5;

impl Choice {
    /// What `received`, or else the message, says is signed; where neither says it, what is due for this request.
    pub(in crate::standard) fn told(&self, subject: &Subject<'_>, received: &str) -> Result<Told, Error> {
        let spoken = Spoken::read(self, subject, received)?;
        let (path, query) = (subject.path(), subject.inputs.url.query);
        let scope = self.scope(&spoken.date);
        let made = [
            Text::from(&*scope),
            self.uri(path).as_deref().unwrap_or(path).into(),
            queries::parameters(query).as_str().into(),
            written(&spoken.lines, ":"),
            spoken.names.as_str().into(),
            self.payload(),
            Text::default(),
        ];
        let mut readings = Readings::default();
        self.add_paths(&mut readings, subject);
        queries::add(&mut readings, query);
        self.add_payloads(&mut readings, subject, &spoken);
        headers::add(&mut readings, subject, &spoken, &self.payload());
        self.add_scopes(&mut readings, subject, &spoken);
        Ok(Told {
            signature: spoken.signature,
            timestamp: spoken.date,
            credentials: spoken.credentials,
            made: made.into_iter().enumerate().collect(),
            is_cut: readings.is_full(),
            readings: readings.all,
            scope: Some(SCOPE),
            notes: spoken.notes,
            refusal: spoken.refusal,
            ..Told::default()
        })
    }

    /// The hash of the body, or what stands for it.
    pub(super) fn payload(&self) -> Text {
        if self.payload == Payload::Unsigned { UNSIGNED_PAYLOAD.into() } else { hashed(&[Filter::Sha256, Filter::Hex]) }
    }

    fn add_paths(&self, readings: &mut Readings, subject: &Subject<'_>) {
        let path = subject.path();
        let mut add = |id, which: &str, cost, text: &str| {
            readings.add(id, which, cost, Axis::Path, &[(URI, &text.into())]);
        };
        let (twice, normal) = (self.is_encoded_twice, self.is_normalized);
        let own = |path: &str| uri(path, twice, normal).unwrap_or_else(|_| path.into());
        let encodings = if twice { "path-encoded-once" } else { "path-encoded-twice" };
        let forms = if normal { "path-not-normalized" } else { "path-normalized" };
        for (id, twice, normal, cost) in [
            (encodings, !twice, normal, 1),
            (forms, twice, !normal, 1),
            ("path-of-another-service", !twice, !normal, 1),
        ] {
            add(id, "", cost, uri(path, twice, normal).as_deref().unwrap_or(path));
        }
        add("path-as-sent", "", 1, path);
        add("url-percent-decoded", "", 1, &decoded(path));
        add("path-space-as-plus", "", 1, &with(&own(path), &[if twice { "%2520" } else { "%20" }, "+"]));
        add("path-component-encoded", "", 1, &component(path, b"-_.~!*'()/"));
        add(
            "path-slashes-encoded",
            "",
            1,
            &["/", &with(own(path).get(1..).unwrap_or_default(), &["/", "%2F"])].concat(),
        );
        add("path-empty", "", 1, if path == "/" { "" } else { path });
        add("path-hex-case", "", 2, &hex_case(&own(path)));
        add("path-encoded-thrice", "", 2, &with(&own(path), &["%", "%25"]));
        add("url-trailing-slash-added", "", 1, &own(&[path, "/"].concat()));
        add("url-trailing-slash-removed", "", 1, &own(path.strip_suffix('/').unwrap_or(path)));
        add("url-query-added", "", 1, &[&own(path), "?", subject.inputs.url.query].concat());
        add("url-whole", "", 1, subject.inputs.url.text);
        let mut rest = path;
        for dropped in 1..=3 {
            let Some(at) = rest.get(1..).and_then(|rest| find(rest.as_bytes(), b"/")) else { break };
            rest = &rest[at + 1..];
            add("url-base-path-dropped", &decimal(dropped), 2, &own(rest));
        }
    }

    fn add_payloads(&self, readings: &mut Readings, subject: &Subject<'_>, spoken: &Spoken) {
        let mut add = |id, which: &str, cost, text: &Text| {
            readings.add(id, which, cost, Axis::Body, &[(PAYLOAD, text)]);
            // Where the header says it, too.
            if spoken.lines.iter().any(|(name, _)| name == HASH) {
                let lines = replaced_line(&spoken.lines, HASH, text);
                readings.add(id, which, cost, Axis::Body, &[(PAYLOAD, text), (LINES, &lines)]);
            }
        };
        if let Some(sent) = subject.message.header(HASH) {
            add("payload-as-sent", "", 1, &trimmed(sent).into());
        }
        if self.payload == Payload::Unsigned {
            add("payload-signed", "", 1, &hashed(&[Filter::Sha256, Filter::Hex]));
        }
        for text in [UNSIGNED_PAYLOAD, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"] {
            add("payload-word", text, 1, &text.into());
        }
        let filters: [(_, u8, &[Filter]); 6] = [
            ("payload-hash-upper-case", 1, &[Filter::Sha256, Filter::Hex, Filter::Upper]),
            ("payload-hash-base64", 1, &[Filter::Sha256, Filter::Base64]),
            ("payload-not-hashed", 1, &[]),
            ("payload-hash-raw", 2, &[Filter::Sha256]),
            ("payload-hash-other", 2, &[Filter::Sha512, Filter::Hex]),
            ("payload-hashed-twice", 2, &[Filter::Sha256, Filter::Hex, Filter::Sha256, Filter::Hex]),
        ];
        for (id, cost, filters) in filters {
            add(id, "", cost, &hashed(filters));
        }
        add("payload-hash-left-out", "", 1, &Text::default());
    }

    fn add_scopes(&self, readings: &mut Readings, subject: &Subject<'_>, spoken: &Spoken) {
        let mut add = |id, which: &str, cost, text: &str| {
            readings.add(id, which, cost, Axis::Layout, &[(SCOPE, &text.into())]);
        };
        let day = spoken.date.get(..8).unwrap_or_default();
        let scope = |day: &str, region: &str, service: &str| [day, region, service, "aws4_request"].join("/");
        let (region, service) = (&*self.region, &*self.service);
        if let Some(sent) = &spoken.scope {
            add("scope-as-sent", sent, 1, sent);
        }
        let host = subject.origin().map(|(_, authority)| authority).unwrap_or_default();
        let labels: Vec<&str> = host.split('.').collect();
        for region in REGIONS.split(' ').chain(labels.iter().copied()) {
            add("scope-region", region, 1, &scope(day, region, service));
        }
        for service in SERVICES.split(' ').chain(labels.first().copied()) {
            add("scope-service", service, 1, &scope(day, region, service));
            for region in &labels {
                add("scope-region-and-service", &[region, "/", service].concat(), 2, &scope(day, region, service));
            }
        }
        add("scope-order", "", 1, &scope(day, service, region));
        add("scope-end-left-out", "", 1, &[day, region, service].join("/"));
        for (id, day) in days(&spoken.date) {
            add(id, &day, 1, &scope(&day, region, service));
        }
    }
}

fn hashed(filters: &[Filter]) -> Text {
    Text::input(Variable::Body, filters)
}

/// What may have been taken for the day of `date`.
fn days(date: &str) -> Vec<(&'static str, String)> {
    let mut days = Vec::new();
    let Some(at_ms) = TimestampForm::Iso8601Basic.read(date) else { return days };
    let mut add = |id, form: TimestampForm, at_ms, length: usize| {
        let mut text = String::new();
        if form.write(at_ms, &mut text).is_ok() {
            days.push((id, text.get(..length).unwrap_or(&text).into()));
        }
    };
    add("scope-day-with-dashes", TimestampForm::Iso8601, at_ms, 10);
    add("scope-day-with-time", TimestampForm::Iso8601Basic, at_ms, 16);
    for shift in [-1, 1, -2, 2] {
        add("scope-day", TimestampForm::Iso8601Basic, at_ms + shift * DAY_MS, 8);
    }
    for age in 3..=7 {
        add("scope-day", TimestampForm::Iso8601Basic, at_ms - age * DAY_MS, 8);
    }
    days
}

const DAY_MS: i64 = 86_400_000;
const REGIONS: &str = "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 auto us-west-004 aws-global global";
const SERVICES: &str = "s3 execute-api lambda dynamodb sqs sns ses email sts iam ec2 es aoss appsync bedrock iotdata iotdevicegateway iot kinesis firehose logs monitoring secretsmanager ssm kms cognito-idp cognito-identity events states translate comprehend polly transcribe rekognition textract sagemaker route53 cloudfront cloudformation ecs ecr elasticloadbalancing rds rds-data rds-db glue athena geo mediaconvert pinpoint mobiletargeting ProductAdvertisingAPI aps vpc-lattice-svcs s3express s3-object-lambda service";
