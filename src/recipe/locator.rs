//! Locators: where the inputs of a scheme are extracted from.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::ops::Range;

use super::covers::Covers;
use super::location::Location;
use super::members::Members;
use crate::error::{Error, Fault, byte_name, cited};
use crate::json::Document;
use crate::message::Message;
use crate::scheme::Scheme;
use crate::text::{replaced, sorted};

/// Where an input is extracted from.
#[derive(Debug)]
pub(crate) struct Locator {
    location: Location,
    pub name: String,
    /// Whether the input is all headers whose names start with `name`: in lower case and sorted, each as `name:value` and
    /// a line feed.
    is_prefix: bool,
    /// Whether the input may be absent; its value is then empty.
    is_optional: bool,
}

/// The locators of the scheme's inputs, in its order.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a location that cannot be parsed.
pub(crate) fn locators(scheme: &Scheme<'_>) -> Result<Vec<Locator>, Error> {
    let mut locators = Vec::with_capacity(scheme.inputs.len());
    for (name, place) in scheme.inputs {
        let bare = place.strip_suffix('?').unwrap_or(place);
        let prefix = prefix_of(bare);
        let found = prefix.map(|prefix| (Location::Header, prefix)).or_else(|| Location::named(bare));
        let source = found.filter(|(_, own)| !own.is_empty()).map(|(location, own)| Locator {
            location,
            name: own.into(),
            is_prefix: prefix.is_some(),
            is_optional: bare.len() < place.len(),
        });
        let expected = "a place such as `header:webhook-id`, `headers:x-acme-`, `query:id` or `field:/data/id`";
        let path = || ["inputs.", name].concat();
        locators.push(source.ok_or_else(|| Error::SchemeInvalid(Fault::new(&path(), expected, cited(place))))?);
    }
    Ok(locators)
}

/// The start of the names, if `place` stands for all headers with names that start alike.
pub(super) fn prefix_of(place: &str) -> Option<&str> {
    place.strip_prefix("headers:")
}

/// Extracts the values of the scheme's inputs from `message`.
///
/// # Errors
///
/// [`Error::HeaderMissing`] for an absent header; [`Error::HeaderMalformed`] for an empty one, or for several that
/// differ; [`Error::RequestInvalid`] or [`Error::BodyInvalid`] for other locations.
pub(crate) fn extract(
    locators: &[Locator],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Vec<Vec<u8>>, Error> {
    locators.iter().map(|locator| locator.value(message, members)).collect()
}

/// The byte ranges of separately signed items in `body`; `items` is a JSON pointer with `*` for each element of an
/// array.
///
/// # Errors
///
/// [`Error::BodyInvalid`] if there is no item, or more than [`MAX_ITEMS`].
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

/// One message for each item, with the item as body; the `message` itself if the scheme has no items.
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

/// Parses `body` as JSON.
///
/// # Errors
///
/// [`Error::BodyInvalid`]
pub(crate) fn document(body: &[u8]) -> Result<Document<'_>, Error> {
    Document::parse(body).map_err(|unexpected| Error::BodyInvalid(unexpected.of("body")))
}

impl Locator {
    /// Whether the value is a single header line.
    pub(crate) fn is_one_header(&self) -> bool {
        self.location == Location::Header && !self.is_prefix
    }

    /// The error for a `fault` at this location.
    pub(crate) fn blame(&self, fault: Box<Fault>) -> Error {
        self.location.blame(fault)
    }

    /// Whether the input is a query parameter.
    pub(crate) fn is_parameter(&self) -> bool {
        self.location == Location::Query
    }

    /// The part of the message, as in the location.
    #[cfg(feature = "js-describe")]
    pub(crate) fn part(&self) -> &'static str {
        if self.is_prefix { "headers" } else { self.location.name() }
    }

    /// Whether the input may be absent.
    #[cfg(feature = "js-describe")]
    pub(crate) const fn is_optional(&self) -> bool {
        self.is_optional
    }

    /// The coverage of a signature over this input.
    pub(crate) const fn covers(&self) -> Covers {
        Covers::at(self.location)
    }

    /// The name or pointer of the body member; `None` for another location.
    pub(crate) fn field(&self) -> Option<&str> {
        Some(&*self.name).filter(|_| self.location == Location::Field)
    }

    fn value(&self, message: &Message<'_>, members: Members<'_>) -> Result<Vec<u8>, Error> {
        if self.is_prefix {
            return self.lines(message);
        }
        match members.value_at(self.location, &self.name, message, "several that differ")? {
            Some(value) if value.is_empty() && self.is_one_header() && !self.is_optional => {
                Err(self.blame(Fault::new(&self.name, "a value, which the scheme signs", "an empty one")))
            }
            Some(value) => Ok(value.into_owned()),
            None if self.is_optional => Ok(Vec::new()),
            None => Err(self.location.missing(&self.name, ", which the scheme signs")),
        }
    }

    /// The headers whose names start with the prefix, as lines.
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
            // A zero byte sorts before all characters of a name, so shorter names sort first.
            headers.push([&name.to_ascii_lowercase(), "\0", value.trim_ascii()].concat());
        }
        let in_order = sorted(headers.iter().map(|header| header.as_bytes()).zip(0_usize..));
        Ok(in_order.into_iter().flat_map(|(header, _)| [&*replaced(header, b"\0", b":"), b"\n"].concat()).collect())
    }
}

/// The largest number of items in one body; no known provider sends as many.
const MAX_ITEMS: usize = 1024;
