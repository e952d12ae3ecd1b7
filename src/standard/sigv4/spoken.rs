//! What a message says is signed, read with leave for mistakes.

use alloc::{string::String, vec::Vec};

use super::{AUTHORIZATION, Choice, DATE, HASH, Payload, SECURITY_TOKEN, value};
use crate::error::Error;
use crate::standard::told::none_received;
use crate::standard::{Subject, trimmed};
use crate::text::{cut, elements, find};

/// What is said, or else due.
pub(super) struct Spoken {
    /// The signed headers, each as `name:value`.
    pub lines: Vec<String>,
    /// The names of the signed headers, as they are said.
    pub names: String,
    pub date: String,
    /// The scope, where it is said.
    pub scope: Option<String>,
    pub signature: String,
    pub credentials: Vec<(usize, String)>,
    pub notes: Vec<(&'static str, String)>,
    pub refusal: Option<Error>,
}

impl Spoken {
    pub(super) fn read(choice: &Choice, subject: &Subject<'_>, received: &str) -> Result<Self, Error> {
        let header = subject.message.header(AUTHORIZATION).unwrap_or_default();
        let is_it = |text: &&str| find(text.as_bytes(), b"SignedHeaders=").is_some();
        match [received, header].into_iter().find(is_it) {
            Some(text) => Self::said(choice, subject, text, received),
            None if received.is_empty() => Err(none_received()),
            None => Self::due(choice, subject, received),
        }
    }

    /// What is due for a request of one's own.
    fn due(choice: &Choice, subject: &Subject<'_>, received: &str) -> Result<Self, Error> {
        let mut inputs = subject.inputs;
        let carried = subject.message.header(DATE).map_or("", trimmed);
        inputs.timestamp = if inputs.timestamp.is_empty() { carried } else { inputs.timestamp };
        let subject = Subject { inputs, ..*subject };
        let hash = choice.hash(inputs.body);
        let sent = if choice.payload == Payload::Signed { "" } else { &*hash };
        let headers = choice.own_headers(&subject, sent)?;
        let is_given = subject.message.header(HASH).is_some();
        let line = |(name, value): &(String, String)| {
            let value = if name == HASH && !is_given { choice.payload() } else { value };
            [name, ":", value].concat()
        };
        let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
        let mut spoken = Self {
            names: names.join(";"),
            lines: headers.iter().map(line).collect(),
            date: inputs.timestamp.into(),
            scope: None,
            signature: received.into(),
            credentials: Vec::new(),
            notes: Vec::new(),
            refusal: None,
        };
        spoken.note_fragile();
        Ok(spoken)
    }

    /// What `text`, the header of a signature, says.
    fn said(choice: &Choice, subject: &Subject<'_>, text: &str, received: &str) -> Result<Self, Error> {
        let names = part(text, "SignedHeaders=");
        let credential = part(text, "Credential=");
        // The access key may hold slashes of its own; the scope has four parts.
        let mut scope_at = credential.len();
        for _ in 0..4 {
            scope_at = credential[..scope_at].bytes().rposition(|byte| byte == b'/').unwrap_or_default();
        }
        let carried = subject.message.header(DATE).map_or("", trimmed);
        let date = if subject.inputs.timestamp.is_empty() { carried } else { subject.inputs.timestamp };
        let mut lines = Vec::new();
        for name in elements(names, ";") {
            let value = match (value(subject, name).unwrap_or_default(), name) {
                (Some(value), _) => value,
                (None, "host") => subject.origin()?.1,
                (None, DATE) => date.into(),
                (None, _) => continue,
            };
            lines.push([name, ":", &value].concat());
        }
        let token = subject.message.header(SECURITY_TOKEN).map_or("", trimmed);
        let own = (choice.access_key, credential[..scope_at].into());
        let other = choice.token.filter(|_| received.is_empty()).map(|place| (place, token.into()));
        let mut spoken = Self {
            lines,
            names: names.into(),
            date: date.into(),
            scope: credential.get(scope_at + 1..).map(String::from),
            signature: part(text, "Signature=").into(),
            credentials: [own].into_iter().chain(other).collect(),
            notes: Vec::new(),
            refusal: choice.received(subject).err().filter(|_| received.is_empty()),
        };
        spoken.note_fragile();
        let is_temporary = credential.starts_with("ASIA") && token.is_empty();
        spoken.notes.extend(is_temporary.then(|| ("session-token-missing", String::new())));
        Ok(spoken)
    }

    /// Headers that proxies change.
    fn note_fragile(&mut self) {
        let names = elements(&self.names, ";");
        let fragile: Vec<&str> = names.into_iter().filter(|name| super::UNSIGNED.contains(name)).collect();
        if !fragile.is_empty() {
            self.notes.push(("headers-that-change", fragile.join(", ")));
        }
    }
}

/// What stands after `name` up to a comma or a space.
fn part<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = cut(text, name).unwrap_or_default();
    let end = rest.bytes().position(|byte| matches!(byte, b',' | b' ' | b'\n' | b'\r')).unwrap_or(rest.len());
    &rest[..end]
}
