//! Writes values into headers, queries and bodies.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::Placement;
use crate::canonical::{Inputs, Part, Variable, params};
use crate::error::{Error, Fault, Unexpected, cited};
use crate::json::{Document, token_text};
use crate::message::Message;
use crate::recipe::members::document;
use crate::recipe::{Format, Locator, Members};
use crate::text::utf8;
use crate::url::split_query;

/// Writes the value of a placement.
pub(crate) type Fill<'f> = &'f dyn Fn(&Placement, &mut Vec<u8>) -> Result<(), Error>;

impl Placement {
    /// Appends the value to `out`; nothing if it is [absent](Self::is_absent). `locators` say where the inputs come from.
    ///
    /// # Errors
    ///
    /// The fault that a filter finds in a value, or an empty value where a receiver expects one.
    pub(crate) fn fill(&self, inputs: &Inputs<'_>, locators: &[Locator], out: &mut Vec<u8>) -> Result<(), Error> {
        let is_read = |part: &Part| {
            let variable = part.variable().filter(|variable| !matches!(variable, Variable::Any | Variable::Option(_)));
            variable.is_some() && !self.patterns.is_empty()
        };
        let (mut start, mut empty) = (out.len(), None);
        self.template.write(inputs, out, |part, end| {
            let part = self.template.parts().get(part).filter(|part| end == start && is_read(part));
            empty = empty.or(part);
            start = end;
        })?;
        empty.map_or(Ok(()), |part| {
            let locator = locator_of(part, locators);
            let name = locator.map_or_else(|| part.name(), |locator| &locator.name);
            Err(blame(part, locator, Fault::new(name, "a value, which the scheme sends", "an empty one")))
        })
    }

    /// Whether to add this header to `message`, which may already have it.
    pub(crate) fn is_added_to(&self, message: &Message<'_>, value: &[u8]) -> Result<bool, Error> {
        match message.header(&self.name) {
            None => Ok(true),
            Some(given) if given.as_bytes() == value => Ok(true),
            // A header without variables is a default: a different one in the request takes precedence.
            Some(_) if self.template.is_literal() => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    /// Whether the placement is left out because its value is empty.
    pub(crate) fn is_absent(&self, value: &[u8]) -> bool {
        value.is_empty() && self.template.is_optional()
    }

    /// Whether to add `value` to a location that already holds `existing` under this name.
    fn is_missing(&self, value: &[u8], existing: Option<&[u8]>) -> Result<bool, Error> {
        match existing {
            None => Ok(!self.is_absent(value)),
            Some(existing) if existing == value && !self.template.uses(Variable::Signature) => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    fn is_pointer(&self) -> bool {
        self.name.starts_with('/')
    }

    fn contradicted(&self) -> Error {
        let expected = "a request without it, or with the value that the scheme gives it";
        Error::RequestInvalid(Fault::new(&self.name, expected, "another value in the request already"))
    }
}

/// The URL of `message` with the values of `added`, which are query parameters; `None` if there are none.
///
/// Parameters in the form in the body, given by `members`, count as present.
///
/// # Errors
///
/// [`Error::RequestInvalid`] for another value in the request; the errors of `fill`.
pub(crate) fn into_query(
    added: &mut dyn Iterator<Item = &Placement>,
    message: &Message<'_>,
    members: Members<'_>,
    fill: Fill<'_>,
) -> Result<Option<String>, Error> {
    let mut added = added.peekable();
    if added.peek().is_none() {
        return Ok(None);
    }
    let (front, query) = split_query(message.url);
    let mut query: Vec<u8> = query.into();
    for placement in added {
        let mut value = Vec::new();
        fill(placement, &mut value)?;
        if placement.is_missing(&value, placement.value(message, members, true)?.as_deref())? {
            params::push(&mut query, &placement.name, &value);
        }
    }
    Ok(Some([front, "?", utf8(&query)].concat()))
}

/// The body of `message`, in `format`, with the values of `added`, which are fields; `None` if there are none.
///
/// # Errors
///
/// [`Error::RequestInvalid`] for another value in the request, or a method without a body; [`Error::BodyInvalid`] for
/// a body that cannot take the values; the errors of `fill`.
pub(crate) fn into_body(
    added: &mut dyn Iterator<Item = &Placement>,
    message: &Message<'_>,
    format: Format,
    fill: Fill<'_>,
) -> Result<Option<Vec<u8>>, Error> {
    let mut added = added.peekable();
    if added.peek().is_none() {
        return Ok(None);
    }
    if let "GET" | "HEAD" = &*message.method.to_ascii_uppercase() {
        let expected = "a method with a body, which this scheme signs into, such as `POST`";
        return Err(Error::RequestInvalid(Fault::new("method", expected, cited(message.method))));
    }
    let members = Members::read(Some(format), message.body)?;
    let mut missing = Vec::new();
    for placement in added {
        let mut value = Vec::new();
        fill(placement, &mut value)?;
        if members.is_null(&placement.name) {
            return Err(placement.contradicted());
        }
        if placement.is_missing(&value, members.value(&placement.name)?.as_deref())? {
            missing.push((placement, value));
        }
    }
    if format == Format::Json {
        return into_object(&missing, message.body).map(Some);
    }
    let mut form = message.body.to_vec();
    missing.iter().for_each(|(placement, value)| params::push(&mut form, &placement.name, value));
    Ok(Some(form))
}

fn into_object(missing: &[(&Placement, Vec<u8>)], body: &[u8]) -> Result<Vec<u8>, Error> {
    let mut own: Vec<(&[u8], &[u8])> = Vec::new();
    for (placement, value) in missing.iter().filter(|(placement, _)| !placement.is_pointer()) {
        own.push((placement.name.as_bytes(), value));
    }
    let given = if body.is_empty() { b"{}" } else { body };
    let json = document(given)?;
    if !json.is_object(json.whole()) {
        let at = given.len() - given.trim_ascii_start().len();
        let unexpected = Unexpected { at, expected: "a JSON object", got: given.get(at).copied().into() };
        return Err(Error::BodyInvalid(unexpected.of("body")));
    }
    let mut object = if own.is_empty() { body.to_vec() } else { json.with(json.whole(), &own) };
    for (placement, value) in missing.iter().filter(|(placement, _)| placement.is_pointer()) {
        object = into_member(placement, value, &object)?;
    }
    Ok(object)
}

/// `body` with `value` at the JSON pointer of `placement`; the object around it must exist.
fn into_member(placement: &Placement, value: &[u8], body: &[u8]) -> Result<Vec<u8>, Error> {
    let json = document(body)?;
    let last = placement.name.bytes().rposition(|byte| byte == b'/').unwrap_or_default();
    let (parent, name) = placement.name.split_at(last);
    // Looking up the present value has already refused repeated keys.
    let parent = json.find(json.whole(), parent).ok().flatten().filter(|parent| json.is_object(parent.clone()));
    match parent {
        Some(parent) => Ok(json.with(parent, &[(&token_text(name.trim_start_matches('/')), value)])),
        None => Err(Error::BodyInvalid(Fault::new(&placement.name, "the object that it goes into", "none"))),
    }
}

/// Writes `text`, a query, a form or a JSON object, to `out` with the value `to` in place of `from`, under any of the
/// `names`; `false` if no such value is `from`.
pub(crate) fn replaced(text: &[u8], names: &[String], from: &str, to: &str, out: &mut Vec<u8>) -> bool {
    out.clear();
    match text.trim_ascii_start().first() {
        Some(b'{') => replaced_in_object(text, names, from, to, out).is_some(),
        _ => replaced_in_params(text, names, from, to, out),
    }
}

fn replaced_in_params(text: &[u8], names: &[String], from: &str, to: &str, out: &mut Vec<u8>) -> bool {
    let mut is_found = false;
    for pair in text.split(|&byte| byte == b'&') {
        let value = |name: &&String| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"=").map(params::decoded);
        match names.iter().find(|name| value(name).is_some_and(|value| value == from.as_bytes())) {
            Some(name) => {
                params::push(out, name, to.as_bytes());
                is_found = true;
            }
            None => {
                out.extend_from_slice(if out.is_empty() { b"" } else { b"&" });
                out.extend_from_slice(pair);
            }
        }
    }
    is_found
}

fn replaced_in_object(text: &[u8], names: &[String], from: &str, to: &str, out: &mut Vec<u8>) -> Option<()> {
    let json = Document::parse(text).ok()?;
    let at = names.iter().find_map(|name| {
        let at = json.find(json.whole(), name).ok()??;
        (json.scalar(at.clone())? == from.as_bytes()).then_some(at)
    })?;
    // A number stays one, if the new value can be written so.
    let is_bare = !text[at.clone()].trim_ascii().starts_with(b"\"")
        && !to.is_empty()
        && to.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let quote: &[u8] = if is_bare { b"" } else { b"\"" };
    for piece in [&text[..at.start], quote, to.as_bytes(), quote, &text[at.end..]] {
        out.extend_from_slice(piece);
    }
    Some(())
}

/// The locator of the input in `part`, if it is one.
pub(crate) fn locator_of<'s>(part: &Part, locators: &'s [Locator]) -> Option<&'s Locator> {
    if let Some(Variable::Input(place)) = part.variable() { locators.get(place) } else { None }
}

/// The error for a `fault` in the value of `part`, which has a `locator` if it is an input.
pub(crate) fn blame(part: &Part, locator: Option<&Locator>, fault: Box<Fault>) -> Error {
    match (locator, part.variable()) {
        (Some(locator), _) => locator.blame(fault),
        (None, Some(variable)) => variable.blame(fault),
        (None, None) => Error::RequestInvalid(fault),
    }
}
