//! A lenient parser for what SigV4 writes into the `Authorization` header, or into a presigned URL.

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::explain::causes::CauseId;
use crate::explain::received::{none_received, percent_decoded};
use crate::message::Message;
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
        match Authorization::find(request.message, received) {
            Some(authorization) => Self::claimed(config, request, &authorization, received),
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

    /// The values in an `Authorization` header or a presigned URL.
    fn claimed(
        config: &Config,
        request: &Request<'_>,
        authorization: &Authorization<'_>,
        received: &str,
    ) -> Result<Self, Error> {
        let names = &*authorization.part("SignedHeaders=");
        let credential = authorization.part("Credential=");
        let (access_key, scope) = halves(&credential);
        let header = |name: &str| request.message.header(name).map_or("", trimmed);
        let sent = |name: &str, parameter: &str| match authorization.is_in_url {
            true => authorization.part(parameter),
            false => header(name).into(),
        };
        let (date, token) = (sent(DATE, "X-Amz-Date="), sent(SECURITY_TOKEN, "X-Amz-Security-Token="));
        let date = if request.inputs.timestamp.is_empty() { &*date } else { request.inputs.timestamp };
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
        let is_temporary = credential.starts_with("ASIA") && token.is_empty();
        let session_token = config.token.filter(|_| received.is_empty()).map(|place| (place, token));
        let refusal = match authorization.is_in_url {
            true => {
                Some(Error::HeaderMissing(Fault::new(AUTHORIZATION, "the signature in this header", "one in the URL")))
            }
            false => config.received(request).err(),
        };
        let mut parsed = Self {
            lines,
            names: names.into(),
            date: date.into(),
            scope: scope.map(String::from),
            signature: authorization.part("Signature="),
            credentials: [(config.access_key, access_key.into())].into_iter().chain(session_token).collect(),
            notes: Vec::new(),
            refusal: refusal.filter(|_| received.is_empty()),
        };
        parsed.note_fragile();
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

/// A text that says what it signs: an `Authorization` header, or a presigned URL.
struct Authorization<'t> {
    text: &'t str,
    is_in_url: bool,
}

impl<'t> Authorization<'t> {
    /// What was received, the header, one of another name, or the URL.
    fn find(message: &Message<'t>, received: &'t str) -> Option<Self> {
        let mut texts = Vec::from([received, message.header(AUTHORIZATION).unwrap_or_default()]);
        message.headers.iter().for_each(|(_, value)| texts.push(value));
        texts.push(message.url);
        let text = texts.into_iter().find(|text| find(text.as_bytes(), b"SignedHeaders=").is_some())?;
        Some(Self { text, is_in_url: find(text.as_bytes(), b"X-Amz-SignedHeaders=").is_some() })
    }

    /// The string after `name`.
    fn part(&self, name: &str) -> String {
        let (_, rest) = cut(self.text, name).unwrap_or_default();
        let end = rest.bytes().position(|byte| b", &#\n\r".contains(&byte)).unwrap_or(rest.len());
        percent_decoded(&rest[..end])
    }
}

/// The access key id, which may contain slashes, and the scope, which has four segments.
fn halves(credential: &str) -> (&str, Option<&str>) {
    let mut scope_at = credential.len();
    for _ in 0..4 {
        scope_at = credential[..scope_at].bytes().rposition(|byte| byte == b'/').unwrap_or_default();
    }
    (&credential[..scope_at], credential.get(scope_at + 1..))
}

/// The region and the service that the message names.
pub(in crate::explain) fn region_and_service(message: &Message<'_>, received: &str) -> Option<(String, String)> {
    let credential = Authorization::find(message, received)?.part("Credential=");
    let (_, scope) = halves(&credential);
    let parts = elements(scope?, "/");
    Some(((*parts.get(1)?).into(), (*parts.get(2)?).into()))
}

/// The hash of the body as a mark, or the constant that replaces it.
pub(super) fn payload(config: &Config) -> &'static str {
    if config.payload == Payload::Unsigned { UNSIGNED_PAYLOAD } else { "\u{1}a" }
}
