//! AWS Signature Version 4, in headers.

mod headers;
mod hypotheses;
mod lenient;
mod queries;

use alloc::{string::String, vec::Vec};

use super::{Candidate, Request, escaped, in_order, malformed, refusal, trimmed};
use crate::credentials;
use crate::digest::sha256;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::recipe::covers::{Coverage, Covers};
use crate::scheme::Scheme;
use crate::text::{elements, find, in_quotes};
use crate::timestamp::TimestampForm;
use crate::url;

/// What it makes: the scope of the key, the parts of the canonical request, the hash that is sent.
pub(super) const MADE: [&str; 7] = ["scope", "uri", "parameters", "lines", "signed", "hash", "sent"];

/// What the caller chooses.
#[derive(Debug)]
pub(super) struct Config {
    region: String,
    service: String,
    payload: Payload,
    is_encoded_twice: bool,
    is_normalized: bool,
    /// The places of the credentials that travel.
    access_key: usize,
    token: Option<usize>,
}

/// What is signed of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payload {
    /// Its hash.
    Signed,
    /// Its hash, which is sent as well.
    Sent,
    /// That it is not.
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
        let place = |name: &str| scheme.credentials.iter().position(|own| *own == name);
        let missing = || Fault::new("credentials", in_quotes(ACCESS_KEY), "none");
        Ok(Self {
            region: name("region")?,
            service: name("service")?,
            payload,
            is_encoded_twice: one_of("pathEncoding", ["twice", "once"])?,
            is_normalized: one_of("pathForm", ["normalized", "as-sent"])?,
            access_key: place(ACCESS_KEY).ok_or_else(|| Error::SchemeInvalid(missing()))?,
            token: place(TOKEN),
        })
    }

    /// What a signature covers.
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

    /// The values for a request to sign.
    pub(super) fn make(&self, request: &Request<'_>) -> Result<Vec<Vec<u8>>, Error> {
        let hash = self.hash(request.inputs.body);
        let sent = if self.payload == Payload::Signed { "" } else { &*hash };
        let headers = self.own_headers(request, sent)?;
        self.made(request, request.inputs.timestamp, &headers, &hash, sent)
    }

    /// The headers of a request to sign, of which `sent` is that of the body's hash.
    fn own_headers(&self, request: &Request<'_>, sent: &str) -> Result<Vec<(String, String)>, Error> {
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
        let token = core::str::from_utf8(token).unwrap_or_default();
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
                Some((_, given)) if *given == collapsed(own) => {}
                Some(_) => {
                    let expected = "a request without it, or with the value that the scheme gives it";
                    return Err(refusal(Error::RequestInvalid, name, expected, "another value in the request already"));
                }
            }
        }
        Ok(in_order(headers))
    }

    /// The signature that a message carries.
    pub(super) fn received(&self, request: &Request<'_>) -> Result<Candidate, Error> {
        url::check_received(request.inputs.url.text, !self.is_normalized)?;
        request.check_host()?;
        let authorization = request.needed(AUTHORIZATION, "\n")?;
        let [credential, signed, signature] = parts(&authorization)?;
        let raw = Encoding::Hex.read(signature.as_bytes()).ok().filter(|raw| raw.len() == 32);
        let raw = raw.ok_or_else(|| {
            malformed(AUTHORIZATION, "a signature of 64 lower-case hexadecimal digits", "another value")
        })?;
        let date = request.needed(DATE, "\n")?;
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
        if request.header(HASH, "\n")?.is_some_and(|given| given != expected) {
            return Err(Error::mismatch());
        }
        let token = request.header(SECURITY_TOKEN, "\n")?.unwrap_or_default();
        let token = self.token.map(|place| (place, token.into_bytes()));
        let credentials = [(self.access_key, access_key.into())].into_iter().chain(token).collect();
        let claimed = Vec::from([("signedHeaders", signed.into()), ("scope", scope[1..].into())]);
        let bindings = self.made(request, &date, &headers, &expected, "")?;
        Ok(Candidate {
            raw,
            timestamp: date,
            bindings,
            credentials,
            parameters: claimed,
            covers: self.covers(),
            ..Candidate::default()
        })
    }

    /// The names of the signed headers, which have to be all that matter, each once and in order.
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
        let carried = request.message.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        let missing = carried.chain(["host".into()]).find(|name| matters(name) && !names.contains(&&**name));
        missing.map_or(Ok(names), |name| {
            let expected = [&*in_quotes(&name), " among the signed headers"].concat();
            Err(refusal(Error::HeaderMalformed, AUTHORIZATION, &expected, "none"))
        })
    }

    fn made(
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
        let texts = [
            self.scope(date),
            self.uri(request.path())?,
            parameters,
            lines.concat(),
            names.join(";"),
            hash.into(),
            sent.into(),
        ];
        Ok(texts.map(String::into_bytes).into())
    }

    /// Refuses empty segments where they are not signed: a server may take the path for another one, with the same signature.
    fn check_path(&self, request: &Request<'_>) -> Result<(), Error> {
        let Some(at) = find(request.path().as_bytes(), b"//").filter(|_| self.is_normalized) else { return Ok(()) };
        let url = request.inputs.url;
        let expected = "a path without empty segments, or the option `pathForm` as `as-sent`, which signs them";
        let fault = Fault::new("url", expected, "`//`").at(url.text.len() - url.target.len() + at + 1);
        Err(Error::RequestInvalid(fault))
    }

    /// The scope of the key for the day of `date`.
    fn scope(&self, date: &str) -> String {
        [date.get(..8).unwrap_or_default(), &*self.region, &*self.service, "aws4_request"].join("/")
    }

    /// The hash of the body, in hexadecimal, or what stands for it.
    fn hash(&self, body: &[u8]) -> String {
        if self.payload == Payload::Unsigned {
            return UNSIGNED_PAYLOAD.into();
        }
        String::from_utf8(Encoding::Hex.text(&sha256(&[body]))).unwrap_or_default()
    }

    /// The path, of which each segment is encoded, as it is sent or once more.
    fn uri(&self, path: &str) -> Result<String, Error> {
        uri(path, self.is_encoded_twice, self.is_normalized)
    }
}

/// The path, encoded as it is sent or once more, without its `.`, `..` and empty segments where it is normalized.
fn uri(path: &str, is_encoded_twice: bool, is_normalized: bool) -> Result<String, Error> {
    let mut segments: Vec<String> = Vec::new();
    let mut is_open = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        is_open = segment.is_empty();
        match segment {
            ".." if is_normalized => drop(segments.pop()),
            "" | "." if is_normalized => {}
            _ if is_encoded_twice => segments.push(escaped(segment.as_bytes(), UNRESERVED)),
            _ => segments.push(encoded(segment, "url")?),
        }
    }
    let end = if is_normalized && is_open && !segments.is_empty() { "/" } else { "" };
    Ok(["/", &segments.join("/"), end].concat())
}

/// Whether a header is never signed, as in the SDKs of AWS.
fn is_unsigned(name: &str) -> bool {
    UNSIGNED.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-")
}

/// The value of a header as it is signed; of several lines, with commas between.
fn value(request: &Request<'_>, name: &str) -> Result<Option<String>, Error> {
    Ok(request.header(name, ",")?.map(|value| collapsed(&value)))
}

/// The value with one space for each run of white space, as a receiver makes it of whatever header it reads.
fn collapsed(value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// `Credential`, `SignedHeaders` and `Signature`, each of which stands once, in any order.
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

/// The parameters of a query in the order of their encoded names, and then values.
fn parameters(query: &str) -> Result<String, Error> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if pair.contains('+') {
            let expected = "`%20` for a space and `%2B` for a plus sign in the query";
            return Err(Error::RequestInvalid(Fault::new(
                "url",
                expected,
                "`+`, which some read as one and some as the other",
            )));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((encoded(name, "url")?, encoded(value, "url")?));
    }
    let pairs: Vec<String> = in_order(pairs).into_iter().map(|(name, value)| [name, value].join("=")).collect();
    Ok(pairs.join("&"))
}

/// Percent-encoded text, encoded again in the one way that is signed.
fn encoded(text: &str, part: &str) -> Result<String, Error> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(byte);
        if byte == b'%' {
            let mut one = [0];
            let digits = after.get(..2).filter(|digits| hex::decode_to_slice(digits, &mut one).is_ok());
            if digits.is_none() {
                return Err(refusal(Error::RequestInvalid, part, "two hexadecimal digits after `%`", "another value"));
            }
            bytes.pop();
            bytes.push(one[0]);
            rest = &after[2..];
        }
    }
    Ok(escaped(&bytes, UNRESERVED))
}

fn refused(name: &str, expected: String, got: &str) -> Error {
    Error::OptionInvalid(Fault::new(name, expected, cited(got)))
}

const ACCESS_KEY: &str = "accessKeyId";
const TOKEN: &str = "sessionToken";
const AUTHORIZATION: &str = "authorization";
const DATE: &str = "x-amz-date";
const HASH: &str = "x-amz-content-sha256";
const SECURITY_TOKEN: &str = "x-amz-security-token";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
const PARTS: [&str; 3] = ["Credential", "SignedHeaders", "Signature"];
/// RFC 3986 §2.3, besides letters and digits.
const UNRESERVED: &[u8] = b"-._~";
const MAX_HEADERS: usize = 256;
/// What proxies and clients change on the way, or add after signing.
const UNSIGNED: [&str; 16] = [
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
