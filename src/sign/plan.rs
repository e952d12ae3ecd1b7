//! A row, read: its templates parsed, its names resolved, its credentials checked.

use alloc::{format, string::String, vec::Vec};

use zeroize::Zeroizing;

use super::draft::{Draft, Mark, Part, Value, text};
use super::placement::{self, Placement};
use crate::algorithm::{Algorithm, Key};
use crate::canonical::{Inputs, Names, Template, Variable};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, excerpt};
use crate::message::Message;
use crate::scheme::{BodyRule, BodyType, Scheme};
use crate::secret::Secret;
use crate::timestamp::{Timestamp, TimestampForm};
use crate::url::Url;

#[derive(Debug)]
pub(super) struct Plan {
    pub recipe: Template,
    pub algorithm: Algorithm,
    bindings: Vec<Template>,
    encoding: Encoding,
    /// In the row's order, as the templates count them.
    credentials: Vec<Secret>,
    options: Vec<String>,
    placements: Vec<Placement>,
    timestamp: TimestampForm,
    expires_after_ms: i64,
    /// The part of the recipe that makes the body to send, where it is not the one given.
    body_part: Option<usize>,
    body_type: BodyType,
    signs: Signs,
    adds: Adds,
}

/// Which parts of a request the row adds to, besides the headers.
#[derive(Debug)]
struct Adds {
    query: bool,
    fields: bool,
}

/// Which parts of a request the recipe reads.
#[derive(Debug)]
struct Signs {
    method: bool,
    base: bool,
    path: bool,
    query: bool,
    body: bool,
}

impl Plan {
    pub(super) fn new(
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &[(&str, &str)],
    ) -> Result<Self, Error> {
        let mut names =
            Names { credentials: scheme.credentials, options: scheme.options, bindings: &scheme.bindings[..0] };
        let mut bindings = Vec::new();
        for (index, (name, template)) in scheme.bindings.iter().enumerate() {
            names.bindings = &scheme.bindings[..index];
            bindings.push(Template::parse(name, template, names)?);
        }
        names.bindings = scheme.bindings;
        let recipe = Template::parse("canonical", scheme.canonical, names)?;
        let signs = Signs::read(&recipe, &bindings);
        let credentials = chosen_credentials(scheme, credentials)?;
        let options = chosen_options(scheme, options)?;
        let inputs = Inputs { credentials: &credentials, options: &options, ..Inputs::default() };
        let plan = Self {
            placements: placement::read(scheme, names, &inputs, signs.query, signs.body)?,
            algorithm: scheme.algorithm,
            encoding: scheme.encoding,
            credentials,
            options,
            timestamp: scheme.timestamp,
            expires_after_ms: i64::from(scheme.expires_after_s) * 1000,
            body_part: recipe.position(Variable::Body).filter(|_| scheme.body == BodyRule::AsSigned),
            body_type: scheme.body_type,
            adds: Adds { query: !scheme.query.is_empty(), fields: !scheme.fields.is_empty() },
            bindings,
            recipe,
            signs,
        };
        plan.check_placed(scheme)?;
        Ok(plan)
    }

    /// The key that the row's template makes of the credentials.
    pub(super) fn key(&self, scheme: &Scheme<'_>) -> Result<Key, Error> {
        let names = Names { credentials: scheme.credentials, options: scheme.options, bindings: &[] };
        let template = Template::parse("key", scheme.key, names)?;
        let credential = template.credential();
        let name = credential.map_or("key", |index| scheme.credentials[index]);
        // Room for all at once: growing would leave a copy of the key behind.
        let room = self.credentials.iter().map(|secret| secret.expose().len()).sum::<usize>() + scheme.key.len();
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        template.write(&self.inputs(""), &mut bytes, |_, _| {})?;
        let given = credential.map_or(&[][..], |index| self.credentials[index].expose());
        match pasted_line_break(given) {
            Some(got) if self.algorithm != Algorithm::RsaesPkcs1v15 => {
                let expected = "a key without a line break around it: trim it";
                return Err(Error::CredentialInvalid(Fault::new(name, expected, got)));
            }
            _ => {}
        }
        Key::new(self.algorithm, &Secret::from(core::mem::take(&mut *bytes)), name)
    }

    /// Fills `draft` up to the canonical string.
    pub(super) fn prepare(
        &self,
        draft: &mut Draft,
        message: &Message<'_>,
        timestamp: Timestamp<'_>,
    ) -> Result<(), Error> {
        draft.clear();
        message.check()?;
        if message.body.len() > MAX_BODY {
            let got = format!("{} bytes", message.body.len());
            return Err(Error::BodyInvalid(Fault::new("body", format!("at most {MAX_BODY} bytes"), got)));
        }
        let url = self.url(message.url)?;
        self.write_timestamp(&mut draft.timestamp, message, &url, timestamp)?;
        let Draft { timestamp, url: added_url, body: added_body, .. } = draft;
        let mut inputs = Inputs { method: self.method(message)?, url, body: message.body, ..self.inputs(timestamp) };
        *added_url = self.with_parameters(false, message.url, message, &inputs)?;
        *added_body = self.with_fields(false, message.body, message, &inputs)?;
        if let Some(url) = added_url {
            inputs.url = Url::parse(url)?;
        }
        inputs.body = added_body.as_deref().unwrap_or(message.body);
        draft.bindings.resize_with(self.bindings.len(), Vec::new);
        for (index, template) in self.bindings.iter().enumerate() {
            let mut value = core::mem::take(&mut draft.bindings[index]);
            value.clear();
            template.write(&Inputs { bindings: &draft.bindings, ..inputs }, &mut value, |_, _| {})?;
            draft.bindings[index] = value;
        }
        draft.canonical.build(&self.recipe, &Inputs { bindings: &draft.bindings, ..inputs })?;
        draft.body_in_canonical = self.body_part.and_then(|part| draft.canonical.range(part));
        Ok(())
    }

    /// Puts the raw signature of `draft` where the row wants it.
    pub(super) fn finish(&self, draft: &mut Draft, message: &Message<'_>) -> Result<(), Error> {
        self.encoding.write(&draft.raw, &mut draft.signature);
        let Draft { timestamp, signature, canonical, bindings, values, marks, .. } = draft;
        let inputs = Inputs { signature, canonical: canonical.bytes(), bindings, ..self.inputs(timestamp) };
        for (index, placement) in self.placements.iter().enumerate() {
            if placement.part == Part::Query {
                continue;
            }
            let start = values.len();
            if let Value::Mixed = placement.value {
                placement.template.write(&inputs, values, |_, _| {})?;
            }
            let value = placement.value.bytes(timestamp, signature, &values[start..]);
            if placement.part == Part::Field || placement.is_added_to(message, value)? {
                marks.push(Mark { placement: index, range: start..values.len() });
            } else {
                values.truncate(start);
            }
        }
        let url = draft.url.as_deref().unwrap_or(message.url);
        let url = self.with_parameters(true, url, message, &inputs)?;
        let body = draft.body.as_deref().unwrap_or(message.body);
        let body = self.with_fields(true, body, message, &inputs)?;
        draft.url = url.or_else(|| draft.url.take());
        draft.body = body.or_else(|| draft.body.take());
        Ok(())
    }

    /// The URL with what is to be added to its query before or (`late`) after signing.
    fn with_parameters(
        &self,
        late: bool,
        url: &str,
        message: &Message<'_>,
        inputs: &Inputs<'_>,
    ) -> Result<Option<String>, Error> {
        if self.adds.query {
            placement::into_query(&self.placements, late, url, message.body, inputs)
        } else {
            Ok(None)
        }
    }

    /// The body with what is to be added to it before or (`late`) after signing.
    fn with_fields(
        &self,
        late: bool,
        body: &[u8],
        message: &Message<'_>,
        inputs: &Inputs<'_>,
    ) -> Result<Option<Vec<u8>>, Error> {
        if !self.adds.fields {
            return Ok(None);
        }
        placement::into_body(&self.placements, late, message, body, self.body_type, inputs)
    }

    /// The names and values that were placed in `part`.
    pub(super) fn values<'a>(&'a self, draft: &'a Draft, part: Part) -> impl Iterator<Item = (&'a str, &'a str)> {
        let marks =
            draft.marks.iter().map(|mark| (&self.placements[mark.placement], &draft.values[mark.range.clone()]));
        marks.filter(move |(placement, _)| placement.part == part).map(|(placement, made)| {
            let value = placement.value.bytes(&draft.timestamp, &draft.signature, made);
            (&*placement.name, text(value))
        })
    }

    /// The places that values go to, which the marks of a draft count.
    #[cfg(feature = "js")]
    pub(super) fn places(&self) -> impl Iterator<Item = (Part, &str, &Value)> {
        self.placements.iter().map(|placement| (placement.part, &*placement.name, &placement.value))
    }

    /// The type of the body to send, as its content type says it, where the request gives none.
    pub(super) fn content_type(&self, draft: &Draft, message: &Message<'_>) -> Option<BodyType> {
        let body = draft.sent(message.body);
        if body.is_empty() || message.header("content-type").is_some() {
            return None;
        }
        if draft.body_in_canonical.is_some() || placement::is_json(body) {
            return Some(BodyType::Json);
        }
        Some(self.body_type).filter(|own| *own == BodyType::Form)
    }

    fn inputs<'a>(&'a self, timestamp: &'a str) -> Inputs<'a> {
        Inputs { timestamp, credentials: &self.credentials, options: &self.options, ..Inputs::default() }
    }

    fn url<'a>(&self, url: &'a str) -> Result<Url<'a>, Error> {
        let signed = self.signs.base || self.signs.path || self.signs.query;
        if url.is_empty() && !signed {
            return Ok(Url::default());
        }
        let parts = Url::parse(url)?;
        match &self.signs {
            Signs { base: true, .. } => parts.check_base(self.recipe.literal_after(Variable::Base))?,
            _ if signed => parts.check_path_given()?,
            _ => {}
        }
        Ok(parts)
    }

    /// The method to sign: without one, a request without a body is a GET, and one with a body is ambiguous.
    fn method<'a>(&self, message: &Message<'a>) -> Result<&'a str, Error> {
        match message.method {
            "" if !self.signs.method || message.body.is_empty() => Ok("GET"),
            "" => {
                let expected = "the method, which this scheme signs: `GET` with a body, or `POST`";
                Err(Error::RequestInvalid(Fault::new("method", expected, "none")))
            }
            given => Ok(given),
        }
    }

    /// Puts the wire text of the timestamp into `text`: what the request carries already stands, unless the caller says
    /// otherwise.
    fn write_timestamp(
        &self,
        text: &mut String,
        message: &Message<'_>,
        url: &Url<'_>,
        timestamp: Timestamp<'_>,
    ) -> Result<(), Error> {
        let carried = placement::carried_timestamp(&self.placements, message, url)?;
        text.clear();
        match (timestamp, &carried) {
            (Timestamp::Now(_), Some(carried)) => text.push_str(carried),
            (Timestamp::Now(now_ms), None) => {
                self.timestamp.write(now_ms.saturating_add(self.expires_after_ms), text)?;
            }
            (Timestamp::At(at_ms), _) => self.timestamp.write(at_ms, text)?,
            (Timestamp::Text(asked), _) => text.push_str(asked),
        }
        if let Some(carried) = carried.filter(|carried| carried != text) {
            let expected = format!("`{}`, which the request carries already", excerpt(&carried));
            return Err(Error::TimestampInvalid(Fault::new("timestamp", expected, format!("`{}`", excerpt(text)))));
        }
        if text.is_empty() && self.timestamp != TimestampForm::None {
            return Err(Error::TimestampInvalid(Fault::new("timestamp", "the text to send", "an empty one")));
        }
        placement::value_fault("timestamp", text.as_bytes(), self.adds.fields)
            .map_or(Ok(()), |fault| Err(Error::TimestampInvalid(fault)))
    }

    /// Refuses credentials and options that the place they travel in cannot hold.
    fn check_placed(&self, scheme: &Scheme<'_>) -> Result<(), Error> {
        for placement in &self.placements {
            for (index, name) in scheme.credentials.iter().enumerate() {
                if placement.template.uses(Variable::Credential(index)) {
                    placement.check(name, self.credentials[index].expose())?;
                }
            }
            for (index, (name, _)) in scheme.options.iter().enumerate() {
                // A value inside a header may end in a space, as a prefix does.
                if placement.template.uses(Variable::Option(index)) {
                    placement.check(name, self.options[index].trim_matches(' ').as_bytes())?;
                }
            }
        }
        Ok(())
    }
}

impl Signs {
    fn read(recipe: &Template, bindings: &[Template]) -> Self {
        let uses = |variables: &[Variable]| {
            let named = |template: &Template| variables.iter().any(|&variable| template.uses(variable));
            named(recipe) || bindings.iter().any(named)
        };
        Self {
            method: uses(&[Variable::Method]),
            base: uses(&[Variable::Base]),
            path: uses(&[Variable::Url, Variable::Target, Variable::Path]),
            query: uses(&[Variable::Url, Variable::Target, Variable::Query]),
            body: uses(&[Variable::Body]),
        }
    }
}

/// An algorithm that draws random bytes was called without a source of them.
pub(super) fn needs_randomness() -> Error {
    Error::AlgorithmRefused(Fault::new("rng", "a source of random bytes: call `sign_with_rng`", "none"))
}

fn chosen_credentials(scheme: &Scheme<'_>, given: &[(&str, Secret)]) -> Result<Vec<Secret>, Error> {
    if let Some((name, _)) = given.iter().find(|(name, _)| !scheme.credentials.contains(name)) {
        return Err(unknown(scheme.credentials.iter().copied(), name, "credential"));
    }
    let chosen = scheme.credentials.iter().map(|&name| {
        let found = given.iter().find(|(own, secret)| *own == name && !secret.expose().is_empty());
        let missing = || Error::CredentialMissing { scheme: scheme.id.into(), name: name.into() };
        found.map(|(_, secret)| secret.clone()).ok_or_else(missing)
    });
    chosen.collect()
}

fn chosen_options(scheme: &Scheme<'_>, given: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    let known = || scheme.options.iter().map(|&(name, _)| name);
    if let Some((name, _)) = given.iter().find(|(name, _)| known().all(|own| own != *name)) {
        return Err(unknown(known(), name, "option"));
    }
    let value = |&(name, default): &(&str, &str)| {
        given.iter().find(|(own, _)| *own == name).map_or(default, |&(_, value)| value).into()
    };
    Ok(scheme.options.iter().map(value).collect())
}

fn unknown<'a>(known: impl Iterator<Item = &'a str>, name: &str, kind: &str) -> Error {
    let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
    let expected =
        if known.is_empty() { format!("no {kind}") } else { format!("one of the {kind}s {}", known.join(", ")) };
    Error::CredentialInvalid(Fault::new(&excerpt(name), expected, format!("an unknown {kind}")))
}

/// A key of printable text with a line break at an end was read from a file or pasted; a binary key may end in any byte.
fn pasted_line_break(key: &[u8]) -> Option<&'static str> {
    let trimmed = key.trim_ascii();
    let printable = !trimmed.is_empty() && trimmed.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let line_break = |byte: Option<&u8>| matches!(byte, Some(b'\r' | b'\n'));
    match printable {
        true if line_break(key.last()) => Some("one at the end"),
        true if line_break(key.first()) => Some("one at the start"),
        _ => None,
    }
}

/// A bound that keeps the memory of one call below what a 32-bit address space holds.
const MAX_BODY: usize = 32 << 20;
