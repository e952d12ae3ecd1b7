//! Where values travel: headers, query parameters, and members of the body.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::draft::{Part, Value, text};
use crate::canonical::{Inputs, Names, Template, Variable, params};
use crate::error::{Error, Fault, cited};
use crate::json::Object;
use crate::message::{Message, header_fault};
use crate::recipe::{Format, Members, source};
use crate::scheme::Scheme;
use crate::text::{cut, find, in_quotes};

/// A named place and the template of its value.
#[derive(Debug)]
pub(super) struct Placement {
    pub part: Part,
    pub name: String,
    pub template: Template,
    pub value: Value,
    /// Whether it is filled in after signing: it needs the signature, or the recipe does not read that part.
    late: bool,
}

/// The row's placements, headers first.
pub(super) fn read(
    scheme: &Scheme<'_>,
    names: Names<'_>,
    inputs: &Inputs<'_>,
    signs_query: bool,
    signs_body: bool,
) -> Result<Vec<Placement>, Error> {
    let parts = [
        (Part::Header, scheme.headers, false),
        (Part::Query, scheme.query, signs_query),
        (Part::Field, scheme.fields, signs_body),
    ];
    let budget = inputs.most_to_read(&[]);
    let inputs = &Inputs { budget: Some(&budget), ..*inputs };
    let mut placements = Vec::new();
    for (part, places, signed) in parts {
        for (name, template) in places {
            let template = Template::parse(name, template, names)?;
            let late = !signed || template.uses(Variable::Signature) || template.uses(Variable::Canonical);
            let value = match () {
                () if template.is_only(Variable::Timestamp) => Value::Timestamp,
                () if template.is_only(Variable::Signature) => Value::Signature,
                () if template.is_fixed() => Value::Fixed(made(&template, inputs)?.into()),
                () => Value::Mixed,
            };
            placements.push(Placement { part, name: (*name).into(), template, value, late });
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

    /// Whether it is filled in before the binding `index` is made, and names it.
    pub(super) fn is_before(&self, index: usize) -> bool {
        !self.late && self.template.uses(Variable::Binding(index))
    }

    /// Refuses a value that this place cannot hold as it stands.
    pub(super) fn check(&self, name: &str, value: &[u8]) -> Result<(), Error> {
        let fault = value_fault(name, value, self.part == Part::Field);
        fault.map_or(Ok(()), |fault| Err(Error::CredentialInvalid(fault)))
    }

    /// What separates the elements of the list that it holds; empty where it holds none.
    pub(super) fn separator<'s>(&self, scheme: &Scheme<'s>) -> &'s str {
        let list = scheme.lists.iter().find(|(list, _)| self.part == Part::Header && *list == self.name);
        list.map_or("", |(_, by)| by)
    }

    /// What the receiver reads a value up to, where `by` separates elements: that, and the text after the value.
    pub(super) fn ends<'s>(&'s self, by: &'s str, variable: Variable) -> [&'s str; 2] {
        let after = self.template.literal_after(variable);
        [by, if by.is_empty() { after } else { cut(after, by).map_or(after, |(before, _)| before) }]
    }

    /// Refuses a value that holds what the receiver reads it up to.
    pub(super) fn check_ends(name: &str, value: &[u8], ends: &[&str]) -> Result<(), Error> {
        let fault = ends.iter().find_map(|end| end_fault(name, value, end));
        fault.map_or(Ok(()), |fault| Err(Error::CredentialInvalid(fault)))
    }

    /// Whether `value` still has to be added to a part that holds `carried` under this name.
    fn is_missing(&self, value: &[u8], carried: Option<&[u8]>) -> Result<bool, Error> {
        match carried {
            None => Ok(true),
            Some(carried) if carried == value && !self.template.uses(Variable::Signature) => Ok(false),
            Some(_) => Err(self.contradicted()),
        }
    }

    fn contradicted(&self) -> Error {
        let expected = "the value that the scheme gives it, or none";
        Error::RequestInvalid(Fault::new(&self.name, expected, "another one in the request already"))
    }
}

/// What is wrong with `value` as the text of a header, or of a member of a JSON object.
pub(super) fn value_fault(part: &str, value: &[u8], in_json: bool) -> Option<Box<Fault>> {
    header_fault(part, value).or_else(|| {
        let quoted = value.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\t')).filter(|_| in_json)?;
        Some(Fault::new(part, "text without quotes, backslashes and tabs", "one of them").at(quoted))
    })
}

/// What is wrong with a `value` that `end` stands after, if anything does, since the receiver reads it up to there.
pub(super) fn end_fault(part: &str, value: &[u8], end: &str) -> Option<Box<Fault>> {
    let at = find(value, Some(end).filter(|end| !end.is_empty())?.as_bytes())?;
    let expected = ["a text without `", end, "`, which separates it from the signature"].concat();
    Some(Fault::new(part, expected, in_quotes(end)).at(at))
}

/// The timestamp that the request carries already, in whichever place the row puts it.
pub(super) fn carried_timestamp(
    placements: &[Placement],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Option<String>, Error> {
    for placement in placements.iter().filter(|placement| matches!(placement.value, Value::Timestamp)) {
        let name = &placement.name;
        let carried = match placement.part {
            Part::Header => message.header(name).map(Vec::from),
            Part::Query => match source::parameter(message.url, name)? {
                None if matches!(members, Members::Form(_)) => members.value(name)?,
                found => found,
            },
            Part::Field => members.value(name)?,
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
) -> Result<Option<String>, Error> {
    let mut due = due(placements, Part::Query, late).peekable();
    if due.peek().is_none() {
        return Ok(None);
    }
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let mut query: Vec<u8> = query.into();
    for placement in due {
        let value = made(&placement.template, inputs)?;
        let in_form = if let Members::Form(_) = members { members.value(&placement.name)? } else { None };
        let carried = source::parameter(url, &placement.name)?.or(in_form);
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
) -> Result<Option<Vec<u8>>, Error> {
    let mut due = due(placements, Part::Field, late).peekable();
    if due.peek().is_none() {
        return Ok(None);
    }
    if let "GET" | "HEAD" = &*method.to_ascii_uppercase() {
        let expected = "a method with a body, which this scheme signs into, such as `POST`";
        return Err(Error::RequestInvalid(Fault::new("method", expected, cited(method))));
    }
    let members = Members::read(Some(format), body)?;
    let mut missing = Vec::new();
    for placement in due {
        let value = made(&placement.template, inputs)?;
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
    let json = source::document(body)?;
    let (parent, name) = placement.name.rsplit_once('/').unwrap_or_default();
    // That no name stands twice was seen when the value was looked for.
    let parent = json.find(json.whole(), parent).ok().flatten().filter(|parent| json.is_object(parent.clone()));
    match parent {
        Some(parent) => Ok(json.with(parent, name, value)),
        None => Err(Error::BodyInvalid(Fault::new(&placement.name, "the object that it goes into", "none"))),
    }
}

fn object(body: &[u8]) -> Result<Object<'_>, Error> {
    Object::parse(body).map_err(|misfit| Error::BodyInvalid(misfit.of("body")))
}

fn made(template: &Template, inputs: &Inputs<'_>) -> Result<Vec<u8>, Error> {
    let mut value = Vec::new();
    template.fill(inputs, &mut value)?;
    Ok(value)
}

fn due(placements: &[Placement], part: Part, late: bool) -> impl Iterator<Item = &Placement> {
    placements.iter().filter(move |placement| placement.part == part && placement.late == late)
}
