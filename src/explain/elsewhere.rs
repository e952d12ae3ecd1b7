//! What a message has in another place than the scheme expects: the signature under another name or in another part of the message,
//! and the members of a body in the other format.

use alloc::{string::String, vec::Vec};

use super::causes::CauseId;
use super::reason::Reason;
use crate::canonical::params;
use crate::error::excerpt;
use crate::json::is_json;
use crate::message::Message;
use crate::recipe::Location;
use crate::scheme::{BodyType, Scheme};
use crate::text::{cut, find, in_quotes, replaced};
use crate::url::query_of;

/// Visits all headers, the parameters of the query, and the members of the body: where each stands, what it is called, and its text.
pub(super) fn each_value(message: &Message<'_>, visit: &mut dyn FnMut(Location, &str, &str)) {
    message.headers.iter().for_each(|(name, value)| visit(Location::Header, name, value));
    each_pair(Location::Query, query_of(message.url), visit);
    let body = text_of(&message.body[..message.body.len().min(LONG)]);
    if is_json(message.body) {
        let pieces: Vec<&str> = body.split('"').collect();
        for own in pieces.windows(4).filter(|own| own[1].trim() == ":") {
            let value = replaced(own[2].as_bytes(), b"\\/", b"/");
            visit(Location::Field, own[0], text_of(&value));
        }
    } else {
        each_pair(Location::Field, body, visit);
    }
}

fn each_pair(location: Location, pairs: &str, visit: &mut dyn FnMut(Location, &str, &str)) {
    for (name, value) in pairs.split('&').filter_map(|pair| cut(pair, "=")) {
        let value = params::decoded(value.as_bytes());
        visit(location, name, text_of(&value));
    }
}

/// The text up to the first byte that is no UTF-8.
fn text_of(bytes: &[u8]) -> &str {
    let valid = core::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    core::str::from_utf8(&bytes[..valid]).unwrap_or_default()
}

/// Says that the signature stands at `location`, called `name`, and where it should.
pub(super) fn place(scheme: &Scheme<'_>, location: Location, name: &str) -> Reason {
    let parts = [(Location::Header, scheme.headers), (Location::Query, scheme.query), (Location::Field, scheme.fields)];
    let mut due: String = "none".into();
    // Where nothing is signed, the secret itself comes first.
    let mut is_first = true;
    for (location, all) in parts {
        for (name, template) in all {
            if is_first || find(template.as_bytes(), b"{signature}").is_some() {
                due = [&*in_quotes(template), " in ", &called(location, name)].concat();
                is_first = false;
            }
        }
    }
    Reason::named(CauseId::ReceivedElsewhere, &[&*called(location, name), "; expected ", &due].concat())
}

fn called(location: Location, name: &str) -> String {
    let part = match location {
        Location::Header => "the header ",
        Location::Query => "the query parameter ",
        Location::Field => "the body member ",
        Location::Claim | Location::Protected => "the token ",
    };
    [part, &in_quotes(&excerpt(name))].concat()
}

/// The scheme's members of a body in the other format: a form where JSON is due, or JSON where a form is.
pub(super) struct OtherFormat<'s> {
    pub body_type: BodyType,
    pub fields: Vec<(&'s str, &'s str)>,
    inputs: Vec<(&'s str, String)>,
    pub cause: CauseId,
}

impl<'s> OtherFormat<'s> {
    /// `None` where the body has the format that is due, or where the scheme uses no member of it.
    pub(super) fn of(scheme: &Scheme<'s>, body: &[u8]) -> Option<Self> {
        let (body_type, cause) = match scheme.body_type {
            BodyType::Json if is_form(body) => (BodyType::Form, CauseId::BodyFormForJson),
            BodyType::Form if is_json(body) => (BodyType::Json, CauseId::BodyJsonForForm),
            BodyType::Json | BodyType::Form | BodyType::JsonOrForm => return None,
        };
        let member = |place: &'s str| place.strip_prefix("field:");
        if scheme.fields.is_empty() && scheme.inputs.iter().all(|(_, place)| member(place).is_none()) {
            return None;
        }
        // A form has no pointers: what is called `/signature/token` in JSON is `token` there.
        let last = |pointer: &'s str| &pointer[pointer.bytes().rposition(|byte| byte == b'/').map_or(0, |at| at + 1)..];
        let input = |place: &'s str| member(place).map_or_else(|| place.into(), |own| ["field:", last(own)].concat());
        Some(Self {
            body_type,
            fields: scheme.fields.iter().map(|(name, template)| (last(name), *template)).collect(),
            inputs: scheme.inputs.iter().map(|(name, place)| (*name, input(place))).collect(),
            cause,
        })
    }

    pub(super) fn inputs(&self) -> Vec<(&str, &str)> {
        self.inputs.iter().map(|(name, place)| (*name, &**place)).collect()
    }
}

/// Whether a body looks like a form.
pub(super) fn is_form(body: &[u8]) -> bool {
    !is_json(body) && body.contains(&b'=') && !body.contains(&b'"')
}

/// How much of a body is looked at.
const LONG: usize = 1 << 16;
