//! Where values travel: headers, query parameters, and members of the body.

use alloc::{string::String, vec::Vec};

use super::draft::{Value, text};
use crate::canonical::{Inputs, Symbols, Template, Variable, params};
use crate::error::{Error, Fault, cited};
use crate::json::Object;
use crate::message::Message;
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{Format, Location, Locator, Members, locator};
use crate::scheme::Scheme;

/// A named place and the template of its value.
pub(super) struct Placement {
    pub location: Location,
    pub name: String,
    pub template: Template,
    pub value: Value,
    /// What separates the elements of the list that it holds; empty where it holds none.
    pub separator: String,
    /// How a receiver reads it, or each element of the list; none where only the provider can read it.
    pub patterns: Vec<Pattern>,
    /// Whether it is filled in after signing: it needs the signature, or the recipe does not read that part.
    pub late: bool,
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
    let budget = inputs.most_to_read(&[]);
    let inputs = &Inputs { budget: Some(&budget), ..*inputs };
    let mut placements = Vec::new();
    for (location, member, places, signed) in parts {
        for (name, text) in places {
            let path = [member, name].concat();
            let template = Template::parse(name, text, names)?;
            let late = !signed || template.uses(Variable::Signature) || template.uses(Variable::Canonical);
            // What is sent and signed is filled in before the bindings are made.
            if !late && (0..names.bindings.len()).any(|index| template.uses(Variable::Binding(index))) {
                let expected = "a value without bindings, since it is signed itself";
                return Err(Error::SchemeInvalid(Fault::new(&path, expected, "one that names a binding")));
            }
            let value = match () {
                () if template.is_only(Variable::Timestamp) => Value::Timestamp,
                () if template.is_only(Variable::Signature) => Value::Signature,
                () if template.is_fixed() => {
                    let mut value = Vec::new();
                    template.fill(inputs, &mut value)?;
                    Value::Fixed(value.into())
                }
                () => Value::Mixed,
            };
            let list = scheme.list_separators.iter().find(|(list, _)| location == Location::Header && list == name);
            let by = list.map_or("", |(_, by)| by);
            let patterns = match pattern::read(&path, text, by, names, inputs.options) {
                Ok(patterns) => patterns,
                // What is no list may be written in ways that are read by the provider alone.
                Err(_) if by.is_empty() => Vec::new(),
                Err(error) => return Err(error),
            };
            pattern::check_signature(&path, text, by, &patterns, scheme)?;
            let (name, separator) = ((*name).into(), by.into());
            placements.push(Placement { location, name, template, value, separator, patterns, late });
        }
    }
    Ok(placements)
}

impl Placement {
    /// Whether this header has to be added to `message`, which may carry the same one already.
    pub(super) fn is_added_to(&self, message: &Message<'_>, value: &[u8]) -> Result<bool, Error> {
        match message.header(&self.name) {
            None => Ok(true),
            Some(given) if given.as_bytes() == value => Ok(true),
            // A header that names no input is a default, and the request's own stands.
            Some(_) if self.template.is_literal() => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    /// Whether the place is left out, since there is nothing to put there.
    pub(super) fn is_absent(&self, value: &[u8]) -> bool {
        value.is_empty() && self.template.is_optional()
    }

    /// Whether `value` still has to be added to a part that holds `carried` under this name.
    fn is_missing(&self, value: &[u8], carried: Option<&[u8]>) -> Result<bool, Error> {
        match carried {
            None => Ok(!self.is_absent(value)),
            Some(carried) if carried == value && !self.template.uses(Variable::Signature) => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    fn contradicted(&self) -> Error {
        let expected = "a request without it, or with the value that the scheme gives it";
        Error::RequestInvalid(Fault::new(&self.name, expected, "another value in the request already"))
    }
}

/// The timestamp that the request carries already, in whichever place the scheme puts it.
pub(super) fn carried_timestamp(
    placements: &[Placement],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Option<String>, Error> {
    for placement in placements.iter().filter(|placement| matches!(placement.value, Value::Timestamp)) {
        let name = &placement.name;
        let carried = match placement.location {
            Location::Header => message.header(name).map(Vec::from),
            Location::Query => match locator::parameter(message.url, name)? {
                None if matches!(members, Members::Form(_)) => members.value(name)?,
                found => found,
            },
            Location::Field => members.value(name)?,
        };
        if let Some(carried) = carried {
            return Ok(Some(text(&carried).into()));
        }
    }
    Ok(None)
}

/// `url` with the query parameters added that are due now; `None` where there are none.
///
/// A parameter that the form in the body, with these `members`, carries counts as carried.
pub(super) fn into_query(
    placements: &[Placement],
    late: bool,
    url: &str,
    members: Members<'_>,
    inputs: &Inputs<'_>,
    sources: &[Locator],
) -> Result<Option<String>, Error> {
    let mut added = added(placements, Location::Query, late).peekable();
    if added.peek().is_none() {
        return Ok(None);
    }
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let mut query: Vec<u8> = query.into();
    for placement in added {
        let mut value = Vec::new();
        placement.fill(inputs, sources, &mut value)?;
        let in_form = if let Members::Form(_) = members { members.value(&placement.name)? } else { None };
        let carried = locator::parameter(url, &placement.name)?.or(in_form);
        if placement.is_missing(&value, carried.as_deref())? {
            params::push(&mut query, &placement.name, &value);
        }
    }
    Ok(Some([before, "?", text(&query)].concat()))
}

/// `body`, written in `format`, with the fields added that are due now; `None` where there are none.
pub(super) fn into_body(
    placements: &[Placement],
    late: bool,
    method: &str,
    body: &[u8],
    format: Format,
    inputs: &Inputs<'_>,
    sources: &[Locator],
) -> Result<Option<Vec<u8>>, Error> {
    let mut added = added(placements, Location::Field, late).peekable();
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
        placement.fill(inputs, sources, &mut value)?;
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

/// `body` with `value` where the pointer of `placement` says, in an object that is there.
fn into_member(placement: &Placement, value: &[u8], body: &[u8]) -> Result<Vec<u8>, Error> {
    let json = locator::document(body)?;
    let (parent, name) = placement.name.rsplit_once('/').unwrap_or_default();
    // That no name stands twice was seen when the value was looked for.
    let parent = json.find(json.whole(), parent).ok().flatten().filter(|parent| json.is_object(parent.clone()));
    match parent {
        Some(parent) => Ok(json.with(parent, name, value)),
        None => Err(Error::BodyInvalid(Fault::new(&placement.name, "the object that it goes into", "none"))),
    }
}

fn object(body: &[u8]) -> Result<Object<'_>, Error> {
    Object::parse(body).map_err(|unexpected| Error::BodyInvalid(unexpected.of("body")))
}

fn added(placements: &[Placement], location: Location, late: bool) -> impl Iterator<Item = &Placement> {
    placements.iter().filter(move |placement| placement.location == location && placement.late == late)
}
