//! HTTP Message Signatures (RFC 9421).

mod component;

use alloc::{string::String, vec::Vec};

use super::structured_fields::{self, Member, Value};
use super::{Candidate, Request, digest, malformed, refusal};
use crate::algorithm::Algorithm;
use crate::canonical::params;
use crate::credentials;
use crate::digest::Hash;
use crate::error::{Error, Fault, cited};
use crate::message::{Message, STATUS};
use crate::percent;
use crate::recipe::covers::Covers;
use crate::scheme::Scheme;
use crate::text::{decimal, in_quotes, quoted};
use crate::timestamp::TimestampForm;
use crate::url;
use component::components;
pub(crate) use component::{Component, covered};

/// The bindings that this standard computes: the component lines, the signature parameters, and the digest of the body
/// if it is added.
pub(super) const BINDINGS: [&str; 3] = ["lines", "params", "contentDigest"];

/// The configuration: the covered components and the signature parameters.
#[derive(Debug)]
pub(crate) struct Config {
    pub components: Vec<Component>,
    /// The label of the signature to verify; `None` for any label.
    pub label: Option<String>,
    pub digest: Hash,
    expires_after_s: Option<i64>,
    pub algorithm: &'static str,
    /// `keyid`, `alg`, `nonce` and `tag`; empty parameters are neither sent nor required.
    params: [(&'static str, String); 4],
}

impl Config {
    pub(super) fn read(scheme: &Scheme<'_>, options: &[String], explicit: &[(&str, &str)]) -> Result<Self, Error> {
        let option = |name: &str| credentials::option_of(scheme, options, name);
        let refused =
            |name: &str, expected: String, got: &str| Err(Error::OptionInvalid(Fault::new(name, expected, cited(got))));
        let Some(algorithm) = scheme.algorithm.http_name() else {
            let known = Algorithm::ALL.iter().filter(|own| own.http_name().is_some());
            let expected = ["one of ", &quoted(known.map(|own| own.name()), ", ")].concat();
            return Err(Error::SchemeInvalid(Fault::new("algorithm", expected, in_quotes(scheme.algorithm.name()))));
        };
        let params = PARAMS.map(|name| (name, String::from(option(name))));
        for (name, value) in &params {
            if value.bytes().any(|byte| !matches!(byte, b' '..=b'~')) {
                return refused(name, "printable ASCII".into(), value);
            }
        }
        if !["", algorithm].contains(&&*params[1].1) {
            return refused("alg", in_quotes(algorithm), &params[1].1);
        }
        let label = option("label");
        if label.is_empty()
            || label.starts_with(|first: char| !first.is_ascii_lowercase())
            || !label.bytes().all(structured_fields::is_key)
        {
            return refused("label", "lower-case letters, digits, `_`, `-`, `.` and `*`".into(), label);
        }
        let Some(digest) = digest::hash(option("digest")) else {
            return refused("digest", "`sha-256` or `sha-512`".into(), option("digest"));
        };
        let expires = option("expiresAfterSeconds");
        let expires_after_s = structured_fields::integer(expires).filter(|s| (1..=MAX_LIFE_S).contains(s));
        if !expires.is_empty() && expires_after_s.is_none() {
            return refused("expiresAfterSeconds", "whole seconds, up to a year".into(), expires);
        }
        Ok(Self {
            components: components(option("components"))?,
            label: credentials::option(explicit, "label").map(String::from),
            digest,
            expires_after_s,
            algorithm,
            params,
        })
    }

    /// The minimum coverage of an accepted signature.
    pub(super) fn covers(&self) -> Covers {
        self.components.iter().map(Component::covers).fold(Covers::default(), Covers::and)
    }

    /// Whether the method is covered, and whether the URL is.
    pub(super) fn signs(&self) -> (bool, bool) {
        let is_any = |is_it: fn(&str) -> bool| self.components.iter().any(|component| is_it(&component.name));
        (
            is_any(|name| name == "@method"),
            is_any(|name| name.starts_with('@') && name != "@method" && name != "@status"),
        )
    }

    /// Computes the bindings for a request to sign.
    pub(crate) fn compute(&self, request: &Request<'_>) -> Result<Vec<Vec<u8>>, Error> {
        let body = request.inputs.body;
        let mut added = String::new();
        if self.components.iter().any(|component| component.name == digest::HEADER) {
            match request.header(digest::HEADER, ", ")? {
                None => added = digest::write(self.digest, body),
                Some(value) if digest::is_of(&value, body)? => {}
                Some(_) => {
                    let expected = "the digest of the body";
                    return Err(refusal(
                        Error::RequestInvalid,
                        digest::HEADER,
                        expected,
                        "another value in the request already",
                    ));
                }
            }
        }
        let lines = lines(&self.components, request, &added)?;
        let params = self.written_params(request.inputs.timestamp)?;
        Ok(Vec::from([lines, params.into(), added.into()]))
    }

    pub(crate) fn written_params(&self, created: &str) -> Result<String, Error> {
        let Some(at_ms) = TimestampForm::Seconds.read(created) else {
            let expected = "Unix seconds, which `created` is";
            return Err(Error::TimestampInvalid(Fault::new("timestamp", expected, cited(created))));
        };
        let texts: Vec<&str> = self.components.iter().map(|component| &*component.text).collect();
        let mut out = ["(", &texts.join(" "), ");created=", created].concat();
        for (place, (name, value)) in self.params.iter().enumerate() {
            if let Some(after_s) = self.expires_after_s.filter(|_| place == EXPIRES) {
                out.push_str(";expires=");
                out.push_str(&decimal(at_ms / 1000 + after_s));
            }
            if !value.is_empty() {
                out.push_str(&[";", name, "="].concat());
                structured_fields::push_string(value, &mut out);
            }
        }
        Ok(out)
    }

    /// The signatures of a received message.
    pub(crate) fn received(&self, request: &Request<'_>) -> Result<Vec<Result<Candidate<'static>, Error>>, Error> {
        url::check_received(request.inputs.url.text, false)?;
        let (inputs, signatures) = (request.required_header(INPUT, ", ")?, request.required_header(SIGNATURE, ", ")?);
        let read = |text, name| {
            structured_fields::dictionary(text).map_err(|unexpected| Error::HeaderMalformed(unexpected.of(name)))
        };
        let (inputs, signatures) = (read(&inputs, INPUT)?, read(&signatures, SIGNATURE)?);
        let is_asked = |member: &&Member<'_>| self.label.as_ref().is_none_or(|label| label == member.key);
        let candidates: Vec<_> = inputs
            .iter()
            .filter(is_asked)
            .take(MAX_SIGNATURES)
            .map(|input| self.candidate(input, &signatures, request))
            .collect();
        if candidates.is_empty() {
            return Err(malformed(INPUT, "the signature that the option `label` names", "others"));
        }
        Ok(candidates)
    }

    fn candidate(
        &self,
        input: &Member<'_>,
        signatures: &[Member<'_>],
        request: &Request<'_>,
    ) -> Result<Candidate<'static>, Error> {
        let Value::List(items) = &input.value else {
            return Err(malformed(INPUT, "a list of components in brackets", "another value"));
        };
        let raw = signatures.iter().find(|member| member.key == input.key).and_then(|member| match member.value {
            Value::Bare(raw) if member.params.is_empty() => structured_fields::bytes(raw),
            Value::Bare(_) | Value::List(_) => None,
        });
        let raw =
            raw.ok_or_else(|| malformed(SIGNATURE, "a signature for each member of `signature-input`", "none"))?;
        let covered = covered(items).map_err(|(expected, got)| malformed(INPUT, expected, got))?;
        if let Some(missing) = self.components.iter().find(|own| !covered.contains(own)) {
            let expected = ["`", &missing.text, "` among the components that are signed"].concat();
            return Err(refusal(Error::HeaderMalformed, INPUT, &expected, "none"));
        }
        let find = |name: &str| input.params.iter().find(|(key, _)| *key == name).map(|(_, raw)| *raw);
        let mut parameters = Vec::from([("label", Vec::from(input.key))]);
        for (name, own) in &self.params {
            let value = find(name).map(|raw| {
                structured_fields::string(raw)
                    .ok_or_else(|| malformed(INPUT, "strings in `keyid`, `alg`, `nonce` and `tag`", "another value"))
            });
            let value = value.transpose()?;
            let is_expected = if *name == "alg" {
                value.as_ref().is_none_or(|alg| alg == self.algorithm)
            } else {
                own.is_empty() || value.as_ref() == Some(own)
            };
            if !is_expected {
                let expected = ["the `", name, "` of this scheme and its options"].concat();
                return Err(refusal(Error::HeaderMalformed, INPUT, &expected, "another one"));
            }
            parameters.extend(value.map(|value| (*name, value.into_bytes())));
        }
        let number = |name| {
            find(name).map(|raw| {
                structured_fields::integer(raw)
                    .ok_or_else(|| malformed(INPUT, "whole seconds in `created` and `expires`", "another value"))
            })
        };
        number("created").transpose()?;
        if covered.iter().any(|component| component.name == digest::HEADER)
            && !digest::is_of(&request.required_header(digest::HEADER, ", ")?, request.inputs.body)?
        {
            return Err(Error::mismatch());
        }
        if covered.iter().any(|component| component.name == "host") {
            request.check_host()?;
        }
        let texts: Vec<&str> = covered.iter().map(|component| &*component.text).collect();
        let mut params = ["(", &texts.join(" "), ")"].concat();
        parameters.push(("components", params[1..params.len() - 1].into()));
        structured_fields::push_params(&input.params, &mut params);
        Ok(Candidate {
            raw,
            timestamp: find("created").unwrap_or_default().into(),
            expires_s: number("expires").transpose()?,
            bindings: Vec::from([lines(&covered, request, "")?, params.into()]),
            covers: covered.iter().map(Component::covers).fold(Covers::default(), Covers::and),
            parameters,
            ..Candidate::default()
        })
    }
}

/// The lines of the signature base before `@signature-params` (RFC 9421 §2.5). `digest` is the value of an added
/// `content-digest`.
fn lines(components: &[Component], request: &Request<'_>, digest: &str) -> Result<Vec<u8>, Error> {
    let mut lines = String::new();
    for component in components {
        let value = match component.name == digest::HEADER && !digest.is_empty() {
            true => digest.into(),
            false => value(component, request)?,
        };
        for text in [&component.text, ": ", &value, "\n"] {
            lines.push_str(text);
        }
    }
    Ok(lines.into())
}

/// The value of a component (RFC 9421 §2.1 and §2.2).
pub(crate) fn value(component: &Component, request: &Request<'_>) -> Result<String, Error> {
    let missing = |part, expected| Err(refusal(Error::RequestInvalid, part, expected, "none"));
    let url = request.inputs.url;
    match &*component.name {
        "@method" if request.inputs.method.is_empty() => {
            missing("method", "the method of the request, which is signed")
        }
        name if name.starts_with('@') && name != "@status" && name != "@method" && url.text.is_empty() => {
            missing("url", "the URL as the client called it, which is signed")
        }
        "@method" => Ok(request.inputs.method.to_ascii_uppercase()),
        "@target-uri" => request.origin().map(|_| url.text.into()),
        "@authority" => request.origin().map(|(_, authority)| authority),
        "@scheme" => request.origin().map(|(scheme, _)| scheme),
        "@request-target" => Ok([request.path(), &url.target[url.path.len()..]].concat()),
        "@path" => Ok(request.path().into()),
        "@query" => Ok(["?", url.query].concat()),
        "@query-param" => query_param(&component.param, url.query),
        "@status" => status(request.message),
        name => request.required_header(name, ", "),
    }
}

/// The value of a query parameter, by its percent-encoded name (RFC 9421 §2.2.8).
fn query_param(name: &str, query: &str) -> Result<String, Error> {
    let refused = |got| {
        let expected = ["the parameter `", name, "` once, which is signed"].concat();
        Error::RequestInvalid(Fault::new("query", expected, got))
    };
    let mut found = None;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (own, value) = pair.split_once('=').unwrap_or((pair, ""));
        if encoded(own) == name && found.replace(encoded(value)).is_some() {
            return Err(refused("several"));
        }
    }
    found.ok_or_else(|| refused("none"))
}

/// A decoded form name or value, percent-encoded like forms in the URL Standard, except that a space is `%20`.
fn encoded(text: &str) -> String {
    percent::encoded(&params::decoded(text.as_bytes()), b"*-._")
}

/// The status of a response, held in the header `:status` as in HTTP/2 (RFC 9113 §8.3.2).
fn status(message: &Message<'_>) -> Result<String, Error> {
    let mut found = message.headers_named(STATUS);
    match (found.next(), found.next()) {
        (Some(status), None) if status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(status.into())
        }
        (None, _) => Err(refusal(Error::HeaderMissing, STATUS, "the status of the response, which is signed", "none")),
        _ => Err(malformed(STATUS, "one number of three digits", "another value")),
    }
}

pub(crate) const INPUT: &str = "signature-input";
pub(crate) const SIGNATURE: &str = "signature";
const PARAMS: [&str; 4] = ["keyid", "alg", "nonce", "tag"];
/// The index before which `expires` is written, as in the examples of RFC 9421.
const EXPIRES: usize = 2;
/// The largest number of signatures in a message.
pub(crate) const MAX_SIGNATURES: usize = 8;
const MAX_LIFE_S: i64 = 366 * 86_400;
