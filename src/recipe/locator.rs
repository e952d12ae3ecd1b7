//! What a scheme takes out of a request, and where from.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::ops::Range;

use super::covers::Covers;
use super::members::Members;
use crate::canonical::params;
use crate::error::{Error, Fault, byte_name, cited};
use crate::json::Document;
use crate::message::Message;
use crate::scheme::Scheme;
use crate::text::{replaced, sorted};

/// Where an input is taken from.
#[derive(Debug)]
pub(crate) struct Locator {
    kind: InputKind,
    pub name: String,
    /// Whether it may be absent, and is empty then.
    is_optional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InputKind {
    Header,
    /// All headers whose names begin so, in lower case and in order, each as `name:value` with a line feed after it.
    Headers,
    Query,
    /// A member of the JSON object or form in the body, by its name or, from a `/` on, by its pointer.
    Field,
}

/// The places that the scheme's inputs are taken from, in its order.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a place that cannot be read.
pub(crate) fn locators(scheme: &Scheme<'_>) -> Result<Vec<Locator>, Error> {
    let mut locators = Vec::with_capacity(scheme.inputs.len());
    for (name, place) in scheme.inputs {
        let bare = place.strip_suffix('?').unwrap_or(place);
        let source = bare.split_once(':').and_then(|(part, own)| {
            let kind = KINDS.iter().find(|(known, _)| *known == part)?.1;
            let is_optional = bare.len() < place.len();
            (!own.is_empty()).then(|| Locator { kind, name: own.into(), is_optional })
        });
        let expected = "a place such as `header:webhook-id`, `headers:x-acme-`, `query:id` or `field:/data/id`";
        let path = || ["inputs.", name].concat();
        locators.push(source.ok_or_else(|| Error::SchemeInvalid(Fault::new(&path(), expected, cited(place))))?);
    }
    Ok(locators)
}

/// The values of the scheme's inputs.
///
/// # Errors
///
/// [`Error::HeaderMissing`] for a header that `message` has not, [`Error::HeaderMalformed`] for an empty one and for several
/// that differ; for other places [`Error::RequestInvalid`] or [`Error::BodyInvalid`].
pub(crate) fn extract(
    locators: &[Locator],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Vec<Vec<u8>>, Error> {
    locators.iter().map(|source| source.value(message, members)).collect()
}

/// The messages that a scheme means which stands for each of several in one body: one for each place of `items`.
///
/// # Errors
///
/// [`Error::BodyInvalid`] for a body without any, and for one with more than anybody sends.
pub(crate) fn items(items: &str, body: &[u8]) -> Result<Vec<Range<usize>>, Error> {
    let refused =
        |expected: &'static str, got: &'static str| Err(Error::BodyInvalid(Fault::new("body", expected, got)));
    let json = document(body)?;
    let (list, rest) = items.split_once("/*").unwrap_or((items, ""));
    let several = |_| Error::BodyInvalid(Fault::new(items, "one value", "several"));
    let find = |from, name| json.find(from, name).map_err(several);
    let list = find(json.whole(), list)?;
    let elements = list.map(|list| json.elements(list, MAX_ITEMS)).unwrap_or_default();
    if elements.len() > MAX_ITEMS {
        return refused("at most 1024 items", "more");
    }
    let mut found = Vec::with_capacity(elements.len());
    for element in elements {
        match find(element, rest)? {
            Some(item) if json.is_object(item.clone()) => found.push(item),
            _ => return refused("an object in each item that the scheme signs", "none"),
        }
    }
    if found.is_empty() {
        return refused("an item that the scheme signs", "none");
    }
    Ok(found)
}

/// `message` with each of its `items` as the body; as it is where the scheme names none.
///
/// # Errors
///
/// As [`items`].
pub(crate) fn each_item<'m>(pointer: &str, message: &Message<'m>) -> Result<Vec<Message<'m>>, Error> {
    message.check_size()?;
    if pointer.is_empty() {
        return Ok(Vec::from([*message]));
    }
    let found = items(pointer, message.body)?;
    Ok(found.into_iter().map(|item| Message { body: &message.body[item], ..*message }).collect())
}

/// The value of the query parameter `name` of `url`.
///
/// # Errors
///
/// [`Error::RequestInvalid`] for what different readers take in different ways.
pub(crate) fn parameter(url: &str, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    params::one(query.as_bytes(), name)
        .map_err(|(expected, got)| Error::RequestInvalid(Fault::new(name, expected, got)))
}

/// `body` as JSON.
///
/// # Errors
///
/// [`Error::BodyInvalid`]
pub(crate) fn document(body: &[u8]) -> Result<Document<'_>, Error> {
    Document::parse(body).map_err(|unexpected| Error::BodyInvalid(unexpected.of("body")))
}

impl Locator {
    /// Whether the value is characters that a header can carry.
    pub(crate) fn is_one_header(&self) -> bool {
        self.kind == InputKind::Header
    }

    /// Blames this place for `fault`.
    pub(crate) fn blame(&self, fault: Box<Fault>) -> Error {
        match self.kind {
            InputKind::Header | InputKind::Headers => Error::HeaderMalformed(fault),
            InputKind::Query => Error::RequestInvalid(fault),
            InputKind::Field => Error::BodyInvalid(fault),
        }
    }

    /// Whether it stands in the query.
    pub(crate) fn is_parameter(&self) -> bool {
        self.kind == InputKind::Query
    }

    /// What is covered by signing it.
    pub(crate) const fn covers(&self) -> Covers {
        match self.kind {
            InputKind::Header | InputKind::Headers => Covers::header(),
            InputKind::Query => Covers::parameter(),
            InputKind::Field => Covers::field(),
        }
    }

    /// The member of the body that it is, if it is one.
    pub(crate) fn field(&self) -> Option<&str> {
        Some(&*self.name).filter(|_| self.kind == InputKind::Field)
    }

    fn value(&self, message: &Message<'_>, members: Members<'_>) -> Result<Vec<u8>, Error> {
        let found = match self.kind {
            InputKind::Headers => return self.lines(message),
            InputKind::Header => self.only(message.headers_named(&self.name).map(Vec::from))?,
            InputKind::Query => parameter(message.url, &self.name)?,
            InputKind::Field => members.value(&self.name)?,
        };
        match found {
            Some(value) if value.is_empty() && self.kind == InputKind::Header && !self.is_optional => {
                Err(self.blame(Fault::new(&self.name, "a value, which the scheme signs", "an empty one")))
            }
            Some(value) => Ok(value),
            None if self.is_optional => Ok(Vec::new()),
            None => Err(self.missing()),
        }
    }

    /// The one value; the same several times is one.
    fn only(&self, mut values: impl Iterator<Item = Vec<u8>>) -> Result<Option<Vec<u8>>, Error> {
        let first = values.next();
        if values.any(|other| Some(&other) != first.as_ref()) {
            return Err(self.blame(Fault::new(&self.name, "one value", "several that differ")));
        }
        Ok(first)
    }

    /// The headers whose names begin so, as lines.
    fn lines(&self, message: &Message<'_>) -> Result<Vec<u8>, Error> {
        let begins = |name: &str| name.get(..self.name.len()).is_some_and(|own| own.eq_ignore_ascii_case(&self.name));
        let mut headers = Vec::new();
        for (name, value) in message.headers.iter().filter(|(name, _)| begins(name)) {
            if let Some((at, byte)) =
                value.bytes().enumerate().find(|(_, byte)| byte.is_ascii_control() && *byte != b'\t')
            {
                let expected = "a value without control characters, which could pass for another header";
                return Err(self.blame(Fault::new(name, expected, byte_name(byte)).at(at)));
            }
            // With a byte between that comes before all letters, shorter names come first.
            headers.push([&name.to_ascii_lowercase(), "\0", value.trim_ascii()].concat());
        }
        let in_order = sorted(headers.iter().map(|header| header.as_bytes()).zip(0_usize..));
        Ok(in_order.into_iter().flat_map(|(header, _)| [&*replaced(header, b"\0", b":"), b"\n"].concat()).collect())
    }

    fn missing(&self) -> Error {
        match self.kind {
            InputKind::Header | InputKind::Headers => {
                Error::HeaderMissing(Fault::new(&self.name, "this header, which the scheme signs", "none"))
            }
            InputKind::Query => {
                self.blame(Fault::new(&self.name, "this parameter in the query, which the scheme signs", "none"))
            }
            InputKind::Field => {
                self.blame(Fault::new(&self.name, "this member in the body, which the scheme signs", "none"))
            }
        }
    }
}

const KINDS: [(&str, InputKind); 4] = [
    ("header", InputKind::Header),
    ("headers", InputKind::Headers),
    ("query", InputKind::Query),
    ("field", InputKind::Field),
];
/// More than any sender puts into one body.
const MAX_ITEMS: usize = 1024;
