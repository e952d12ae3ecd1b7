//! Descriptions of schemes for JavaScript: the command line and the page know no default, filter or algorithm by heart.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::{json, with};
use crate::definition::describe::{Description, readable};
use crate::scheme::Scheme;

/// The description of the definition in the one string, as JSON; nothing for what is no JSON, or too large to be a scheme.
#[wasm_bindgen]
pub fn describe() -> Option<String> {
    with(|state| {
        let mut json = String::new();
        let mut write = |scheme: &Scheme<'_>| json::description::description(&mut json, &Description::of(scheme));
        let read = state.read().next_text().and_then(|text| readable(text, &mut write));
        read.ok().map(|()| json)
    })
}

/// The names that schemes may use, each with its documentation in one line, as JSON.
#[wasm_bindgen]
pub fn names() -> String {
    json::description::names()
}
