//! Schemes as JSON.

use alloc::string::String;

use super::{Object, list, push_text};
use crate::scheme::Scheme;
use crate::scheme::content::{Content, Members, Visitor};
use crate::text::push_number;

/// The scheme as an object.
pub(in crate::js) fn scheme(json: &mut String, scheme: &Scheme<'_>) {
    object(json, scheme);
}

fn object(json: &mut String, members: &dyn Members) {
    let mut object = Object::open(json);
    members.each(&mut Visitor(&mut |name, content| write(object.member(name), content)));
    object.close();
}

fn write(json: &mut String, content: Content<'_>) {
    match content {
        Content::Null => json.push_str("null"),
        Content::Text(text) => push_text(json, text),
        Content::Number(number) => push_number(json, number.into(), 1),
        Content::Flag(flag) => json.push_str(if flag { "true" } else { "false" }),
        Content::Texts(texts) => list(json, texts.iter(), |json, text| push_text(json, text)),
        Content::Map(pairs) => {
            let mut map = Object::open(json);
            pairs.iter().for_each(|(name, value)| map.text(name, value));
            map.close();
        }
        Content::Pairs(pairs) => list(json, pairs.iter(), |json, (one, other)| {
            list(json, [one, other].into_iter(), |json, text| push_text(json, text));
        }),
        Content::Object(members) => object(json, members),
        Content::Misreadings(all) => list(json, all.iter(), |json, misreading| object(json, misreading)),
    }
}
