//! The members of a body, for schemes that use them. The scheme and the content type must agree on the format.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::location::Location;
use super::locator::Locator;
use crate::canonical::{Template, params};
use crate::error::{Error, Fault, byte_name, cited};
use crate::json::{Document, is_json};
use crate::message::Message;
use crate::scheme::{BodyType, Scheme};
use crate::url::query_of;

/// The format of a body with members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Form,
}

/// The body members that a scheme uses, and the formats in which the body may be written.
#[derive(Debug)]
pub(crate) struct BodyReader {
    body_type: BodyType,
    names: Vec<String>,
    /// Whether a member matters only as a replacement for a query parameter, which may travel in a form.
    is_of_forms: bool,
}

/// A body whose members can be looked up.
#[derive(Clone, Copy)]
pub(crate) enum Members<'m> {
    /// No body, or one without members that the scheme uses.
    None,
    Json(Document<'m>),
    Form(&'m [u8]),
}

impl BodyReader {
    /// The reader for a scheme with the inputs `locators` and the signed `templates`; `None` if the scheme uses no
    /// member.
    pub(crate) fn new(scheme: &Scheme<'_>, locators: &[Locator], templates: &[&Template]) -> Option<Self> {
        let accepted = scheme.accepted_placements.iter().filter_map(|(place, _)| match Location::named(place)? {
            (Location::Field, name) => Some(name),
            (Location::Header | Location::Query | Location::Claim | Location::Protected, _) => None,
        });
        let mut names: Vec<String> =
            locators.iter().filter_map(Locator::field).chain(accepted).map(String::from).collect();
        names.extend(scheme.fields.iter().map(|(name, _)| String::from(*name)));
        let is_of_forms = names.is_empty();
        if scheme.body_type != BodyType::Json {
            names.extend(scheme.query.iter().map(|(name, _)| String::from(*name)));
        }
        let reads_form = scheme.body_type != BodyType::Json && templates.iter().any(|template| template.reads_form());
        (reads_form || !names.is_empty()).then_some(Self { body_type: scheme.body_type, names, is_of_forms })
    }

    /// The format of the body of `message`; `None` if the scheme uses no member of it.
    ///
    /// # Errors
    ///
    /// As [`Format::of`].
    pub(crate) fn format(reader: Option<&Self>, message: &Message<'_>) -> Result<Option<Format>, Error> {
        let Some(Self { body_type, names, is_of_forms }) = reader else { return Ok(None) };
        let format = Format::of(*body_type, message, names.iter().map(|name| &**name))?;
        Ok(Some(format).filter(|format| *format == Format::Form || !is_of_forms))
    }
}

impl<'m> Members<'m> {
    /// The members of the body of `message`; `Members::None` without a reader.
    ///
    /// # Errors
    ///
    /// As [`Format::of`] and [`Self::read`].
    pub(crate) fn of(reader: Option<&BodyReader>, message: &Message<'m>) -> Result<Self, Error> {
        Self::read(BodyReader::format(reader, message)?, message.body)
    }

    /// The members of `body` in `format`; `Members::None` without a format.
    ///
    /// # Errors
    ///
    /// [`Error::BodyInvalid`] for invalid JSON, or for a form that another parser could take for JSON or a multipart
    /// body.
    pub(crate) fn read(format: Option<Format>, body: &'m [u8]) -> Result<Self, Error> {
        match format.filter(|_| !body.is_empty()) {
            None => Ok(Self::None),
            Some(Format::Json) => document(body).map(Self::Json),
            Some(Format::Form) => check_form(body).map(|()| Self::Form(body)),
        }
    }

    /// Whether the member `name` is present and null.
    pub(crate) fn is_null(self, name: &str) -> bool {
        match self {
            Self::None | Self::Form(_) => false,
            Self::Json(json) => {
                json.find(json.whole(), name).is_ok_and(|found| found.is_some_and(|at| json.is_null(at)))
            }
        }
    }

    /// The value of the member `name`, or of a JSON pointer that starts with `/`; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// [`Error::BodyInvalid`] for a body that parsers read differently.
    pub(crate) fn value(self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let value = match self {
            Self::None => Ok(None),
            Self::Json(json) => json.text(name),
            Self::Form(form) => params::one(form, name),
        };
        value.map_err(|(expected, got)| Error::BodyInvalid(Fault::new(name, expected, got)))
    }

    /// The value called `name` at `location` of `message`, whose body has these members; `None` if there is none. Equal
    /// headers count as one.
    ///
    /// # Errors
    ///
    /// The error of the location for several headers that differ, with `several` as what was found; for a query or a
    /// body that parsers read differently.
    pub(crate) fn value_at<'h>(
        self,
        location: Location,
        name: &str,
        message: &Message<'h>,
        several: &'static str,
    ) -> Result<Option<Cow<'h, [u8]>>, Error> {
        match location {
            Location::Header => {
                let mut values = message.headers_named(name);
                let first = values.next();
                if values.any(|other| Some(other) != first) {
                    return Err(location.several(name, several));
                }
                Ok(first.map(|value| value.as_bytes().into()))
            }
            Location::Query => match params::one(query_of(message.url).as_bytes(), name) {
                Ok(found) => Ok(found.map(Cow::Owned)),
                Err((expected, got)) => Err(location.blame(Fault::new(name, expected, got))),
            },
            Location::Field => Ok(self.value(name)?.map(Cow::Owned)),
            Location::Claim | Location::Protected => Ok(None),
        }
    }
}

impl Format {
    /// The format of the body of `message`. `body_type` is the scheme's; `names` are the members that it uses.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMalformed`] for a content type of another format. [`Error::BodyInvalid`] for JSON without a
    /// content type, if a parser of forms could find one of the `names` in it.
    pub(crate) fn of<'n>(
        body_type: BodyType,
        message: &Message<'_>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, Error> {
        if message.body.is_empty() {
            return Ok(if body_type == BodyType::Json { Self::Json } else { Self::Form });
        }
        let mut declared = None;
        for value in message.headers_named(CONTENT_TYPE).filter(|value| !value.trim_ascii().is_empty()) {
            match Self::declared(value).filter(|own| declared.is_none_or(|before| before == *own)) {
                Some(own) if body_type.allows(own) => declared = Some(own),
                _ => {
                    let expected = ["the type of the body that the scheme reads, ", body_type.media_types()].concat();
                    return Err(Error::HeaderMalformed(Fault::new(CONTENT_TYPE, expected, cited(value))));
                }
            }
        }
        let format = declared.unwrap_or_else(|| match body_type {
            BodyType::Json => Self::Json,
            BodyType::Form => Self::Form,
            BodyType::JsonOrForm if is_json(message.body) => Self::Json,
            BodyType::JsonOrForm => Self::Form,
        });
        if declared.is_none() && format == Self::Json && is_json(message.body) {
            let tokens = names.into_iter().flat_map(|name| name.split('/')).filter(|token| !token.is_empty());
            if let Some(name) = tokens.into_iter().find(|name| params::is_named_in(message.body, name)) {
                let expected = "a body that reads in one way, or the `content-type` header that came with it";
                let got = ["JSON in which a reader of forms finds `", name, "`"].concat();
                return Err(Error::BodyInvalid(Fault::new("body", expected, got)));
            }
        }
        Ok(format)
    }

    /// The content type that the body of `message` gets, unless the message names one. `known` is the format of a body
    /// whose members are read or that is serialised again; `body_type` is the scheme's.
    pub(crate) fn added(message: &Message<'_>, known: Option<Self>, body_type: BodyType) -> Option<Self> {
        if message.header(CONTENT_TYPE).is_some() {
            return None;
        }
        let found = match body_type {
            _ if is_json(message.body) => Some(Self::Json),
            BodyType::Json => None,
            BodyType::Form | BodyType::JsonOrForm => Some(Self::Form),
        };
        known.or(found)
    }

    /// The media type in a `content-type` header.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }

    /// The format that a content type declares, with the charset UTF-8; `None` for any other content type.
    fn declared(content_type: &str) -> Option<Self> {
        let mut parts = content_type.split(';').map(|part| part.trim_ascii().to_ascii_lowercase());
        let media_type = parts.next().unwrap_or_default();
        let is_utf8 = |part: String| {
            let charset = part.strip_prefix("charset=").map(|name| name.trim_matches('"'));
            charset.is_none_or(|name| ["utf-8", "utf8"].contains(&name))
        };
        let format = match &*media_type {
            "application/x-www-form-urlencoded" => Self::Form,
            "application/json" | "text/json" => Self::Json,
            other if other.starts_with("application/") && other.ends_with("+json") => Self::Json,
            _ => return None,
        };
        parts.all(is_utf8).then_some(format)
    }
}

impl BodyType {
    fn allows(self, format: Format) -> bool {
        match self {
            Self::Json => format == Format::Json,
            Self::Form => format == Format::Form,
            Self::JsonOrForm => true,
        }
    }

    const fn media_types(self) -> &'static str {
        match self {
            Self::Json => "`application/json` in UTF-8",
            Self::Form => "`application/x-www-form-urlencoded` in UTF-8",
            Self::JsonOrForm => "`application/json` or `application/x-www-form-urlencoded` in UTF-8",
        }
    }
}

/// Refuses unescaped bytes that encoders of forms always escape: another parser could take such a body for JSON after a
/// byte order mark, or for a multipart body.
fn check_form(body: &[u8]) -> Result<(), Error> {
    let is_foreign = |byte: &u8| byte.is_ascii_control() || b"{\"".contains(byte);
    let mark = body.starts_with(b"\xef\xbb\xbf").then_some(0);
    let list = is_json(body).then(|| body.len() - body.trim_ascii_start().len());
    let Some(at) = mark.or(list).or_else(|| body.iter().position(is_foreign)) else { return Ok(()) };
    let got = if mark.is_some() { "a byte order mark".into() } else { byte_name(body[at]) };
    Err(Error::BodyInvalid(Fault::new("body", "a form, with its characters percent-encoded", got).at(at)))
}

pub(crate) const CONTENT_TYPE: &str = "content-type";

/// Parses `body` as JSON.
///
/// # Errors
///
/// [`Error::BodyInvalid`]
pub(crate) fn document(body: &[u8]) -> Result<Document<'_>, Error> {
    Document::parse(body).map_err(|unexpected| Error::BodyInvalid(unexpected.of("body")))
}
