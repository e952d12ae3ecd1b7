//! A lenient parser for the SigV4 `Authorization` header.

use alloc::{string::String, vec::Vec};

use super::super::claimed::none_received;
use crate::error::Error;
use crate::explain::causes::CauseId;
use crate::standard::sigv4::{
    AUTHORIZATION, Config, DATE, HASH, Payload, SECURITY_TOKEN, UNSIGNED, UNSIGNED_PAYLOAD, value,
};
use crate::standard::{Request, trimmed};
use crate::text::{cut, elements, find};

/// The parsed header, or the expected values without one.
pub(super) struct ParsedAuthorization {
    /// The signed headers, each as `name:value`.
    pub lines: Vec<String>,
    /// The list of signed headers, as written.
    pub names: String,
    pub date: String,
    /// The scope, if the header has one.
    pub scope: Option<String>,
    pub signature: String,
    pub credentials: Vec<(usize, String)>,
    pub notes: Vec<(CauseId, String)>,
    pub refusal: Option<Error>,
}

impl ParsedAuthorization {
    pub(super) fn read(config: &Config, request: &Request<'_>, received: &str) -> Result<Self, Error> {
        let header = request.message.header(AUTHORIZATION).unwrap_or_default();
        let is_authorization = |text: &&str| find(text.as_bytes(), b"SignedHeaders=").is_some();
        match [received, header].into_iter().find(is_authorization) {
            Some(text) => Self::claimed(config, request, text, received),
            None if received.is_empty() => Err(none_received()),
            None => Self::expected(config, request, received),
        }
    }

    /// The expected values, if only the signature `received` is known.
    fn expected(config: &Config, request: &Request<'_>, received: &str) -> Result<Self, Error> {
        let mut inputs = request.inputs;
        let date_header = request.message.header(DATE).map_or("", trimmed);
        inputs.timestamp = if inputs.timestamp.is_empty() { date_header } else { inputs.timestamp };
        let request = Request { inputs, ..*request };
        let hash = config.hash(inputs.body);
        let sent = if config.payload == Payload::Signed { "" } else { &*hash };
        let headers = config.signed_headers(&request, sent)?;
        let has_hash_header = request.message.header(HASH).is_some();
        let line = |(name, value): &(String, String)| {
            let value = if name == HASH && !has_hash_header { payload(config) } else { value };
            [name, ":", value].concat()
        };
        let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
        let mut parsed = Self {
            names: names.join(";"),
            lines: headers.iter().map(line).collect(),
            date: inputs.timestamp.into(),
            scope: None,
            signature: received.into(),
            credentials: Vec::new(),
            notes: Vec::new(),
            refusal: None,
        };
        parsed.note_fragile();
        Ok(parsed)
    }

    /// The values in `text`, an `Authorization` header.
    fn claimed(config: &Config, request: &Request<'_>, text: &str, received: &str) -> Result<Self, Error> {
        let names = part(text, "SignedHeaders=");
        let credential = part(text, "Credential=");
        // The access key id may contain slashes; the scope has four segments.
        let mut scope_at = credential.len();
        for _ in 0..4 {
            scope_at = credential[..scope_at].bytes().rposition(|byte| byte == b'/').unwrap_or_default();
        }
        let date_header = request.message.header(DATE).map_or("", trimmed);
        let date = if request.inputs.timestamp.is_empty() { date_header } else { request.inputs.timestamp };
        let mut lines = Vec::new();
        for name in elements(names, ";") {
            let value = match (value(request, name).unwrap_or_default(), name) {
                (Some(value), _) => value,
                (None, "host") => request.origin()?.1,
                (None, DATE) => date.into(),
                (None, _) => continue,
            };
            lines.push([name, ":", &value].concat());
        }
        let token = request.message.header(SECURITY_TOKEN).map_or("", trimmed);
        let access_key = (config.access_key, credential[..scope_at].into());
        let session_token = config.token.filter(|_| received.is_empty()).map(|place| (place, token.into()));
        let mut parsed = Self {
            lines,
            names: names.into(),
            date: date.into(),
            scope: credential.get(scope_at + 1..).map(String::from),
            signature: part(text, "Signature=").into(),
            credentials: [access_key].into_iter().chain(session_token).collect(),
            notes: Vec::new(),
            refusal: config.received(request).err().filter(|_| received.is_empty()),
        };
        parsed.note_fragile();
        let is_temporary = credential.starts_with("ASIA") && token.is_empty();
        parsed.notes.extend(is_temporary.then(|| (CauseId::SessionTokenMissing, String::new())));
        Ok(parsed)
    }

    /// Notes signed headers that proxies change.
    fn note_fragile(&mut self) {
        let names = elements(&self.names, ";");
        let fragile: Vec<&str> = names.into_iter().filter(|name| UNSIGNED.contains(name)).collect();
        if !fragile.is_empty() {
            self.notes.push((CauseId::HeadersThatChange, fragile.join(", ")));
        }
    }
}

/// The string after `name`, up to a comma, space or line break.
fn part<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = cut(text, name).unwrap_or_default();
    let end = rest.bytes().position(|byte| matches!(byte, b',' | b' ' | b'\n' | b'\r')).unwrap_or(rest.len());
    &rest[..end]
}

/// The hash of the body as a mark, or the constant that replaces it.
pub(super) fn payload(config: &Config) -> &'static str {
    if config.payload == Payload::Unsigned { UNSIGNED_PAYLOAD } else { "\u{1}a" }
}
