//! Extracts what is signed by itself from a message: the values of inputs, and the items of a body.

use alloc::vec::Vec;
use core::ops::Range;

use super::locator::Locator;
use super::members::{Members, document};
use crate::algorithm::Random;
use crate::error::{Error, Fault, byte_name};
use crate::message::Message;
use crate::text::{replaced, sorted};

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
    locators.iter().map(|locator| value(locator, message, members)).collect()
}

/// Draws the values of inputs that stand in a token, for a token to sign.
///
/// # Errors
///
/// [`Error::RandomnessUnavailable`]
pub(crate) fn draw(locators: &[Locator], values: &mut [Vec<u8>], random: &mut Random<'_>) -> Result<(), Error> {
    for (_, value) in locators.iter().zip(values).filter(|(locator, _)| locator.location.is_in_token()) {
        *value = random.value()?;
    }
    Ok(())
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

fn value(locator: &Locator, message: &Message<'_>, members: Members<'_>) -> Result<Vec<u8>, Error> {
    if locator.is_prefix {
        return lines(locator, message);
    }
    match members.value_at(locator.location, &locator.name, message, "several that differ")? {
        Some(value) if value.is_empty() && locator.is_one_header() && !locator.is_optional => {
            Err(locator.blame(Fault::new(&locator.name, "a value, which the scheme signs", "an empty one")))
        }
        Some(value) => Ok(value.into_owned()),
        None if locator.is_optional || locator.location.is_in_token() => Ok(Vec::new()),
        None => Err(locator.location.missing(&locator.name, ", which the scheme signs")),
    }
}

/// The headers whose names start with the prefix, as lines.
fn lines(locator: &Locator, message: &Message<'_>) -> Result<Vec<u8>, Error> {
    let begins = |name: &str| name.get(..locator.name.len()).is_some_and(|own| own.eq_ignore_ascii_case(&locator.name));
    let mut headers = Vec::new();
    for (name, value) in message.headers.iter().filter(|(name, _)| begins(name)) {
        if let Some((at, byte)) = value.bytes().enumerate().find(|(_, byte)| byte.is_ascii_control() && *byte != b'\t')
        {
            let expected = "a value without control characters, which could pass for another header";
            return Err(locator.blame(Fault::new(name, expected, byte_name(byte)).at(at)));
        }
        // A zero byte sorts before all characters of a name, so shorter names sort first.
        headers.push([&name.to_ascii_lowercase(), "\0", value.trim_ascii()].concat());
    }
    let in_order = sorted(headers.iter().map(|header| header.as_bytes()).zip(0_usize..));
    Ok(in_order.into_iter().flat_map(|(header, _)| [&*replaced(header, b"\0", b":"), b"\n"].concat()).collect())
}

/// The largest number of items in one body; no known provider sends as many.
const MAX_ITEMS: usize = 1024;
