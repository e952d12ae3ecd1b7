//! Covered components: parsed from options and received lists (RFC 9421 §2).

use alloc::{boxed::Box, string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::recipe::Location;
use crate::recipe::covers::{Coverage, Covers};
use crate::standard::digest;
use crate::standard::structured_fields::{self, Item};

/// A covered component: its name, the name of the query parameter if it is one, and the whole identifier as written.
#[derive(Debug, PartialEq)]
pub(crate) struct Component {
    pub name: String,
    pub param: String,
    pub text: String,
}

impl Component {
    /// The coverage of a signature over this component.
    pub(crate) fn covers(&self) -> Covers {
        let mut covers = Covers::default();
        match &*self.name {
            "@method" => covers.method = Coverage::Whole,
            "@target-uri" => (covers.url, covers.query) = (Coverage::Whole, Coverage::Whole),
            "@request-target" | "@query" => (covers.url, covers.query) = (Coverage::Part, Coverage::Whole),
            "@query-param" => covers = Covers::at(Location::Query),
            "@authority" | "@scheme" | "@path" => covers.url = Coverage::Part,
            "@status" => {}
            digest::HEADER => (covers.headers, covers.body) = (Coverage::Part, Coverage::Whole),
            _ => covers = Covers::at(Location::Header),
        }
        covers
    }
}

/// Parses the components in an option: as RFC 9421 writes them, or without quotes; separated by spaces.
pub(crate) fn components(option: &str) -> Result<Vec<Component>, Error> {
    let mut text = String::from("(");
    for word in option.split(' ').filter(|word| !word.is_empty()) {
        let (name, params) = word.split_at(word.find(';').unwrap_or(word.len()));
        let is_bare = !name.starts_with('"');
        let quote = if is_bare { "\"" } else { "" };
        text.push_str(&[if text.len() > 1 { " " } else { "" }, quote, name, quote, params].concat());
    }
    text.push(')');
    let refused = |fault: Box<Fault>| Error::OptionInvalid(fault);
    let items = structured_fields::list(&text).map_err(|unexpected| refused(unexpected.of("components")))?;
    covered(&items).map_err(|(expected, got)| refused(Fault::new("components", expected, got)))
}

/// The components in an inner list; each may occur once (RFC 9421 §2).
pub(crate) fn covered(items: &[Item<'_>]) -> Result<Vec<Component>, (&'static str, &'static str)> {
    let mut found: Vec<Component> = Vec::new();
    for item in items {
        let name = structured_fields::string(item.raw).ok_or(("names of components in quotes", "another value"))?;
        let param = match (&*name, &item.params[..]) {
            ("@query-param", [("name", raw)]) => structured_fields::string(raw),
            (_, []) => Some(String::new()).filter(|_| name != "@query-param"),
            _ => None,
        };
        let param = param.ok_or(("components without parameters, except `name` for `@query-param`", "others"))?;
        let is_field = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && !b"\":@;".contains(&byte));
        if !is_field && !DERIVED.contains(&&*name) {
            return Err(("headers in lower case, and derived components such as `@method`", "another name"));
        }
        let mut text = String::from(item.raw);
        structured_fields::push_params(&item.params, &mut text);
        let component = Component { name, param, text };
        if found.contains(&component) {
            return Err(("each component once", "one twice"));
        }
        found.push(component);
    }
    Ok(found)
}

const DERIVED: [&str; 9] = [
    "@method",
    "@target-uri",
    "@authority",
    "@scheme",
    "@request-target",
    "@path",
    "@query",
    "@query-param",
    "@status",
];
