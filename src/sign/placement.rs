//! Placements: the headers, query parameters and body members to which values are written.

use alloc::{string::String, vec::Vec};

use super::draft::Value;
use crate::canonical::{Inputs, Symbols, Template, Variable, limit_reads, params};
use crate::error::{Error, Fault, cited};
use crate::json::Object;
use crate::message::Message;
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{Format, Location, Locator, Members, locator};
use crate::scheme::Scheme;
use crate::text::utf8;

/// A header, query parameter or body member, with the template of its value.
pub(super) struct Placement {
    pub location: Location,
    pub name: String,
    pub template: Template,
    pub value: Value,
    /// The separator, if the value is a list; otherwise empty.
    pub separator: String,
    /// The patterns with which a receiver reads the value, or each element of the list; empty if only the provider can
    /// read it.
    pub patterns: Vec<Pattern>,
    /// Whether the placement is filled after signing: because its value needs the signature, or because its location is
    /// not signed.
    pub after_signing: bool,
}

/// The scheme's placements, headers first.
pub(super) fn read(
    scheme: &Scheme<'_>,
    names: Symbols<'_>,
    inputs: &Inputs<'_>,
    signs_query: bool,
    signs_body: bool,
) -> Result<Vec<Placement>, Error> {
    let parts = [
        (Location::Header, "headers.", scheme.headers, false),
        (Location::Query, "query.", scheme.query, signs_query),
        (Location::Field, "fields.", scheme.fields, signs_body),
    ];
    let mut inputs = *inputs;
    limit_reads!(inputs, &[]);
    let mut placements = Vec::new();
    for (location, member, places, signed) in parts {
        for (name, text) in places {
            let path = [member, name].concat();
            let template = Template::parse(name, text, names)?;
            let after_signing = !signed || template.uses(Variable::Signature) || template.uses(Variable::Canonical);
            // A value that is sent and signed is needed before the bindings are computed.
            if !after_signing && (0..names.bindings.len()).any(|index| template.uses(Variable::Binding(index))) {
                let expected = "a value without bindings, since it is signed itself";
                return Err(Error::SchemeInvalid(Fault::new(&path, expected, "one that names a binding")));
            }
            let value = match () {
                () if template.is_only(Variable::Timestamp) => Value::Timestamp,
                () if template.is_only(Variable::Signature) => Value::Signature,
                () if template.is_fixed() => {
                    let mut value = Vec::new();
                    template.fill(&inputs, &mut value)?;
                    Value::Fixed(value.into())
                }
                () => Value::Mixed,
            };
            let list = scheme.list_separators.iter().find(|(list, _)| location == Location::Header && list == name);
            let by = list.map_or("", |(_, by)| by);
            let patterns = match pattern::read(&path, text, by, names, inputs.options) {
                Ok(patterns) => patterns,
                // Unless the value is a list, it may have a form that only the provider can read.
                Err(_) if by.is_empty() => Vec::new(),
                Err(error) => return Err(error),
            };
            pattern::check_signature(&path, text, by, &patterns, scheme)?;
            let (name, separator) = ((*name).into(), by.into());
            placements.push(Placement { location, name, template, value, separator, patterns, after_signing });
        }
    }
    Ok(placements)
}

impl Placement {
    /// Whether to add this header to `message`, which may already have it.
    pub(super) fn is_added_to(&self, message: &Message<'_>, value: &[u8]) -> Result<bool, Error> {
        match message.header(&self.name) {
            None => Ok(true),
            Some(given) if given.as_bytes() == value => Ok(true),
            // A header without variables is a default: a different one in the request takes precedence.
            Some(_) if self.template.is_literal() => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    /// Whether the placement is left out because its value is empty.
    pub(super) fn is_absent(&self, value: &[u8]) -> bool {
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

    fn contradicted(&self) -> Error {
        let expected = "a request without it, or with the value that the scheme gives it";
        Error::RequestInvalid(Fault::new(&self.name, expected, "another value in the request already"))
    }
}

/// The timestamp that the request already carries at one of the scheme's placements.
pub(super) fn existing_timestamp(
    placements: &[Placement],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Option<String>, Error> {
    for placement in placements.iter().filter(|placement| matches!(placement.value, Value::Timestamp)) {
        let name = &placement.name;
        let existing = match placement.location {
            Location::Header => message.header(name).map(Vec::from),
            Location::Query => match locator::parameter(message.url, name)? {
                None if matches!(members, Members::Form(_)) => members.value(name)?,
                found => found,
            },
            Location::Field => members.value(name)?,
        };
        if let Some(existing) = existing {
            return Ok(Some(utf8(&existing).into()));
        }
    }
    Ok(None)
}

/// `url` with the query parameters that are added before signing, or `after_signing`; `None` if none is added.
///
/// Parameters in the form in the body, given by `members`, count as present.
pub(super) fn into_query(
    placements: &[Placement],
    after_signing: bool,
    url: &str,
    members: Members<'_>,
    inputs: &Inputs<'_>,
    locators: &[Locator],
) -> Result<Option<String>, Error> {
    let mut added = added(placements, Location::Query, after_signing).peekable();
    if added.peek().is_none() {
        return Ok(None);
    }
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let mut query: Vec<u8> = query.into();
    for placement in added {
        let mut value = Vec::new();
        placement.fill(inputs, locators, &mut value)?;
        let in_form = if let Members::Form(_) = members { members.value(&placement.name)? } else { None };
        let existing = locator::parameter(url, &placement.name)?.or(in_form);
        if placement.is_missing(&value, existing.as_deref())? {
            params::push(&mut query, &placement.name, &value);
        }
    }
    Ok(Some([before, "?", utf8(&query)].concat()))
}

/// `body` in `format` with the fields that are added before signing, or `after_signing`; `None` if none is added.
pub(super) fn into_body(
    placements: &[Placement],
    after_signing: bool,
    method: &str,
    body: &[u8],
    format: Format,
    inputs: &Inputs<'_>,
    locators: &[Locator],
) -> Result<Option<Vec<u8>>, Error> {
    let mut added = added(placements, Location::Field, after_signing).peekable();
    if added.peek().is_none() {
        return Ok(None);
    }
    if let "GET" | "HEAD" = &*method.to_ascii_uppercase() {
        let expected = "a method with a body, which this scheme signs into, such as `POST`";
        return Err(Error::RequestInvalid(Fault::new("method", expected, cited(method))));
    }
    let members = Members::read(Some(format), body)?;
    let mut missing = Vec::new();
    for placement in added {
        let mut value = Vec::new();
        placement.fill(inputs, locators, &mut value)?;
        if members.is_null(&placement.name) {
            return Err(placement.contradicted());
        }
        if placement.is_missing(&value, members.value(&placement.name)?.as_deref())? {
            missing.push((placement, value));
        }
    }
    if format == Format::Json {
        return into_object(&missing, body).map(Some);
    }
    let mut form = body.to_vec();
    missing.iter().for_each(|(placement, value)| params::push(&mut form, &placement.name, value));
    Ok(Some(form))
}

fn into_object(missing: &[(&Placement, Vec<u8>)], body: &[u8]) -> Result<Vec<u8>, Error> {
    let object = object(if body.is_empty() { b"{}" } else { body })?;
    let is_pointer = |(placement, _): &&(&Placement, Vec<u8>)| placement.name.starts_with('/');
    let members: Vec<(&str, &[u8])> = missing
        .iter()
        .filter(|value| !is_pointer(value))
        .map(|(placement, value)| (&*placement.name, &**value))
        .collect();
    let body = if members.is_empty() { body.to_vec() } else { object.with(&members) };
    missing.iter().filter(is_pointer).try_fold(body, |body, (placement, value)| into_member(placement, value, &body))
}

/// `body` with `value` at the JSON pointer of `placement`; the object around it must exist.
fn into_member(placement: &Placement, value: &[u8], body: &[u8]) -> Result<Vec<u8>, Error> {
    let json = locator::document(body)?;
    let (parent, name) = placement.name.rsplit_once('/').unwrap_or_default();
    // Looking up the present value has already refused repeated keys.
    let parent = json.find(json.whole(), parent).ok().flatten().filter(|parent| json.is_object(parent.clone()));
    match parent {
        Some(parent) => Ok(json.with(parent, name, value)),
        None => Err(Error::BodyInvalid(Fault::new(&placement.name, "the object that it goes into", "none"))),
    }
}

fn object(body: &[u8]) -> Result<Object<'_>, Error> {
    Object::parse(body).map_err(|unexpected| Error::BodyInvalid(unexpected.of("body")))
}

fn added(placements: &[Placement], location: Location, after_signing: bool) -> impl Iterator<Item = &Placement> {
    placements
        .iter()
        .filter(move |placement| placement.location == location && placement.after_signing == after_signing)
}
