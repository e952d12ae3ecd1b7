//! AWS Signature Version 4, in the `Authorization` header.

pub(crate) mod bindings;
pub(crate) mod canonical_url;

pub(super) use bindings::BINDINGS;

use alloc::{string::String, vec::Vec};

use super::{Candidate, Request, in_order, malformed, refusal, trimmed};
use crate::credentials;
use crate::digest::sha256;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::recipe::covers::{Coverage, Covers};
use crate::scheme::Scheme;
use crate::text::{elements, find, in_quotes, utf8};
use crate::timestamp::TimestampForm;
use crate::url;
use canonical_url::parameters;
pub(crate) use canonical_url::uri;

/// The configuration.
#[derive(Debug)]
pub(crate) struct Config {
    pub region: String,
    pub service: String,
    pub payload: Payload,
    pub is_encoded_twice: bool,
    pub is_normalized: bool,
    /// The indices of the credentials that the message carries.
    pub access_key: usize,
    pub token: Option<usize>,
}

/// How the body is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// By its hash.
    Signed,
    /// By its hash, which is also sent in a header.
    Sent,
    /// As `UNSIGNED-PAYLOAD`.
    Unsigned,
}

impl Config {
    pub(super) fn read(scheme: &Scheme<'_>, options: &[String]) -> Result<Self, Error> {
        let option = |name: &str| credentials::option_of(scheme, options, name);
        let one_of = |name: &str, words: [&str; 2]| match option(name) {
            text if text == words[0] => Ok(true),
            text if text == words[1] => Ok(false),
            text => Err(refused(name, ["`", words[0], "` or `", words[1], "`"].concat(), text)),
        };
        let name = |name: &str| {
            let text = option(name);
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            let is_right = !text.is_empty() && text.bytes().all(is_name);
            if is_right {
                Ok(String::from(text))
            } else {
                Err(refused(name, "a name such as `us-east-1`".into(), text))
            }
        };
        let payload = match option("payload") {
            "signed" => Payload::Signed,
            "sent" => Payload::Sent,
            "unsigned" => Payload::Unsigned,
            text => return Err(refused("payload", "`signed`, `sent` or `unsigned`".into(), text)),
        };
        let index_of = |name: &str| scheme.credentials.iter().position(|own| *own == name);
        let missing = || Fault::new("credentials", in_quotes(ACCESS_KEY), "none");
        Ok(Self {
            region: name("region")?,
            service: name("service")?,
            payload,
            is_encoded_twice: one_of("pathEncoding", ["twice", "once"])?,
            is_normalized: one_of("pathForm", ["normalized", "as-sent"])?,
            access_key: index_of(ACCESS_KEY).ok_or_else(|| Error::SchemeInvalid(missing()))?,
            token: index_of(TOKEN),
        })
    }

    /// The coverage of an accepted signature.
    pub(super) const fn covers(&self) -> Covers {
        Covers {
            method: Coverage::Whole,
            url: Coverage::Part,
            query: Coverage::Part,
            headers: Coverage::Part,
            body: match self.payload {
                Payload::Signed | Payload::Sent => Coverage::Whole,
                Payload::Unsigned => Coverage::None,
            },
        }
    }

    /// Computes the bindings for a request to sign.
    pub(super) fn compute(&self, request: &Request<'_>) -> Result<Vec<Vec<u8>>, Error> {
        let hash = self.hash(request.inputs.body);
        let sent = if self.payload == Payload::Signed { "" } else { &*hash };
        let headers = self.signed_headers(request, sent)?;
        self.bindings(request, request.inputs.timestamp, &headers, &hash, sent)
    }

    /// The headers to sign in a request; `sent` is the value of the header with the hash of the body.
    pub(crate) fn signed_headers(&self, request: &Request<'_>, sent: &str) -> Result<Vec<(String, String)>, Error> {
        let inputs = &request.inputs;
        if TimestampForm::Iso8601Basic.read(inputs.timestamp).is_none() {
            let expected = "a time as `20150830T123600Z`, whose day the key is of";
            return Err(Error::TimestampInvalid(Fault::new("timestamp", expected, cited(inputs.timestamp))));
        }
        let access_key = inputs.credentials.get(self.access_key).map_or(&[][..], |key| key.expose());
        if let Some(at) = access_key.iter().position(|byte| *byte == b',') {
            let expected = "a value without `,`, which ends it in the header";
            return Err(Error::CredentialInvalid(Fault::new(ACCESS_KEY, expected, in_quotes(",")).at(at)));
        }
        let token = self.token.and_then(|place| inputs.credentials.get(place)).map_or(&[][..], |token| token.expose());
        let Ok(token) = core::str::from_utf8(token) else {
            return Err(Error::CredentialInvalid(Fault::new(TOKEN, "a string", "bytes that are not UTF-8")));
        };
        let authority = request.origin()?.1;
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, _) in request.message.headers.iter().chain(&[("content-type", "")]) {
            let name = name.to_ascii_lowercase();
            let is_signed = !is_unsigned(&name) && headers.iter().all(|(own, _)| *own != name);
            if let Some(value) =
                Some(&name).filter(|_| is_signed).map(|name| value(request, name)).transpose()?.flatten()
            {
                headers.push((name, value));
            }
        }
        for (name, own) in [("host", &*authority), (DATE, inputs.timestamp), (HASH, sent), (SECURITY_TOKEN, token)] {
            match headers.iter().find(|(known, _)| known == name) {
                _ if own.is_empty() => {}
                None => headers.push((name.into(), collapsed(own))),
                Some((_, value)) if *value == collapsed(own) => {}
                Some(_) => {
                    let expected = "a request without it, or with the value that the scheme gives it";
                    return Err(refusal(Error::RequestInvalid, name, expected, "another value in the request already"));
                }
            }
        }
        Ok(in_order(headers))
    }

    /// The signature of a received message.
    pub(crate) fn received(&self, request: &Request<'_>) -> Result<Candidate<'static>, Error> {
        url::check_received(request.inputs.url.text, !self.is_normalized)?;
        request.check_host()?;
        let authorization = request.required_header(AUTHORIZATION, "\n")?;
        let [credential, signed, signature] = parts(&authorization)?;
        let raw = Encoding::Hex.read(signature.as_bytes()).ok().filter(|raw| raw.len() == 32);
        let raw = raw.ok_or_else(|| {
            malformed(AUTHORIZATION, "a signature of 64 lower-case hexadecimal digits", "another value")
        })?;
        let date = request.required_header(DATE, "\n")?;
        if TimestampForm::Iso8601Basic.read(&date).is_none() {
            return Err(Error::TimestampInvalid(Fault::new(DATE, "a time as `20150830T123600Z`", cited(&date))));
        }
        let scope = ["/", &*self.scope(&date)].concat();
        let access_key = credential.strip_suffix(&*scope);
        let access_key = access_key.ok_or_else(|| {
            malformed(
                AUTHORIZATION,
                "the day of the request, and the region and service of the options",
                "another scope",
            )
        })?;
        let names = self.names(signed, request)?;
        let mut headers: Vec<(String, String)> = Vec::new();
        for name in names {
            let value = match (value(request, name)?, name) {
                (Some(value), _) => value,
                (None, "host") => request.origin()?.1,
                (None, _) => {
                    return Err(refusal(Error::HeaderMissing, name, "this header, which the signature covers", "none"));
                }
            };
            headers.push((name.into(), value));
        }
        let expected = self.hash(request.inputs.body);
        if request.header(HASH, "\n")?.is_some_and(|hash| hash != expected) {
            return Err(Error::mismatch());
        }
        let token = request.header(SECURITY_TOKEN, "\n")?.unwrap_or_default();
        let token = self.token.map(|place| (place, token.into_bytes()));
        let credentials = [(self.access_key, access_key.into())].into_iter().chain(token).collect();
        let parameters = Vec::from([("signedHeaders", signed.into()), ("scope", scope[1..].into())]);
        let bindings = self.bindings(request, &date, &headers, &expected, "")?;
        Ok(Candidate {
            raw,
            timestamp: date,
            bindings,
            credentials,
            parameters,
            covers: self.covers(),
            ..Candidate::default()
        })
    }

    /// The names of the signed headers. All relevant headers must be signed, each once and in order.
    fn names<'s>(&self, signed: &'s str, request: &Request<'_>) -> Result<Vec<&'s str>, Error> {
        let names = elements(signed, ";");
        if names.len() > MAX_HEADERS
            || names.windows(2).any(|pair| pair[0] >= pair[1])
            || signed.bytes().any(|byte| byte.is_ascii_uppercase())
        {
            return Err(malformed(
                AUTHORIZATION,
                "the names of signed headers in lower case and in order, each once",
                "others",
            ));
        }
        let matters = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-amz-");
        let header_names = request.message.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        let missing = header_names.chain(["host".into()]).find(|name| matters(name) && !names.contains(&&**name));
        missing.map_or(Ok(names), |name| {
            let expected = [&*in_quotes(&name), " among the signed headers"].concat();
            Err(refusal(Error::HeaderMalformed, AUTHORIZATION, &expected, "none"))
        })
    }

    fn bindings(
        &self,
        request: &Request<'_>,
        date: &str,
        headers: &[(String, String)],
        hash: &str,
        sent: &str,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let lines: Vec<String> = headers.iter().map(|(name, value)| [name, ":", value, "\n"].concat()).collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
        self.check_path(request)?;
        let parameters = parameters(request.inputs.url.query)?;
        let values = [
            self.scope(date),
            self.uri(request.path())?,
            parameters,
            lines.concat(),
            names.join(";"),
            hash.into(),
            sent.into(),
        ];
        Ok(values.map(String::into_bytes).into())
    }

    /// Refuses empty segments if normalisation drops them: servers may resolve them differently.
    fn check_path(&self, request: &Request<'_>) -> Result<(), Error> {
        let Some(at) = find(request.path().as_bytes(), b"//").filter(|_| self.is_normalized) else { return Ok(()) };
        let url = request.inputs.url;
        let expected = "a path without empty segments, or the option `pathForm` as `as-sent`, which signs them";
        let fault = Fault::new("url", expected, "`//`").at(url.text.len() - url.target.len() + at + 1);
        Err(Error::RequestInvalid(fault))
    }

    /// The scope of the key for the day in `date`.
    pub(crate) fn scope(&self, date: &str) -> String {
        [date.get(..8).unwrap_or_default(), &*self.region, &*self.service, "aws4_request"].join("/")
    }

    /// The hash of the body in hexadecimal, or the constant that replaces it.
    pub(crate) fn hash(&self, body: &[u8]) -> String {
        if self.payload == Payload::Unsigned {
            return UNSIGNED_PAYLOAD.into();
        }
        utf8(&Encoding::Hex.text(&sha256(body))).into()
    }

    /// The canonical path.
    pub(crate) fn uri(&self, path: &str) -> Result<String, Error> {
        uri(path, self.is_encoded_twice, self.is_normalized)
    }
}

/// Whether a header is never signed, as in the SDKs of AWS.
fn is_unsigned(name: &str) -> bool {
    UNSIGNED.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-")
}

/// The value of a header as signed; several lines are joined by commas.
pub(crate) fn value(request: &Request<'_>, name: &str) -> Result<Option<String>, Error> {
    Ok(request.header(name, ",")?.map(|value| collapsed(&value)))
}

/// The value with each run of white space replaced by one space, for any header.
fn collapsed(value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// `Credential`, `SignedHeaders` and `Signature`, each once, in any order.
fn parts(authorization: &str) -> Result<[&str; 3], Error> {
    let mut found = [""; 3];
    let mut is_known = true;
    let rest = authorization.strip_prefix("AWS4-HMAC-SHA256 ");
    for part in elements(rest.unwrap_or_default(), ",") {
        let (name, value) = trimmed(part).split_once('=').unwrap_or_default();
        match PARTS.iter().position(|own| *own == name).map(|place| &mut found[place]) {
            Some(own) if own.is_empty() => *own = value,
            _ => is_known = false,
        }
    }
    if !is_known || found.contains(&"") {
        let expected = "`AWS4-HMAC-SHA256` with `Credential`, `SignedHeaders` and `Signature`, each once";
        return Err(malformed(AUTHORIZATION, expected, "another value"));
    }
    Ok(found)
}

fn refused(name: &str, expected: String, got: &str) -> Error {
    Error::OptionInvalid(Fault::new(name, expected, cited(got)))
}

const ACCESS_KEY: &str = "accessKeyId";
const TOKEN: &str = "sessionToken";
pub(crate) const AUTHORIZATION: &str = "authorization";
pub(crate) const DATE: &str = "x-amz-date";
pub(crate) const HASH: &str = "x-amz-content-sha256";
pub(crate) const SECURITY_TOKEN: &str = "x-amz-security-token";
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
const PARTS: [&str; 3] = ["Credential", "SignedHeaders", "Signature"];
const MAX_HEADERS: usize = 256;
/// Headers that proxies and clients change on the way, or add after signing.
pub(crate) const UNSIGNED: [&str; 16] = [
    AUTHORIZATION,
    "accept-encoding",
    "cache-control",
    "connection",
    "expect",
    "from",
    "keep-alive",
    "max-forwards",
    "pragma",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];
