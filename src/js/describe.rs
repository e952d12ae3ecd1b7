//! Descriptions of schemes for JavaScript: the command line and the page know no default, filter or algorithm by heart.

mod description;

use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{give, with};
use crate::algorithm::Algorithm;
use crate::canonical::filter::Filter;
use crate::definition::describe::{Description, readable};
use crate::encoding::Encoding;
use crate::named::Documented;
use crate::scheme::Scheme;
use crate::timestamp::TimestampForm;
use description::{AlgorithmObject, DescriptionObject};

/// Gives the description of the definition in the one string; undefined for what is no JSON, or too large to be a scheme.
#[wasm_bindgen]
pub fn describe() {
    give(with(|state| {
        let mut object = JsValue::UNDEFINED;
        let mut describe = |scheme: &Scheme<'_>| object = to_object(&DescriptionObject::of(&Description::of(scheme)));
        let read = state.read().next_text().and_then(|text| readable(text, &mut describe));
        read.ok().map(|()| object).unwrap_or_default()
    }));
}

/// Gives the names that schemes may use, each with its documentation in one line.
#[wasm_bindgen]
pub fn names() {
    give(to_object(&NamesObject {
        algorithms: Algorithm::ALL.iter().copied().map(AlgorithmObject::of).collect(),
        encodings: documented::<Encoding>(),
        timestamps: documented::<TimestampForm>(),
        filters: documented::<Filter>(),
    }));
}

#[derive(Serialize)]
struct NamesObject {
    algorithms: Vec<AlgorithmObject>,
    encodings: Vec<DocumentedObject>,
    timestamps: Vec<DocumentedObject>,
    filters: Vec<DocumentedObject>,
}

#[derive(Serialize)]
struct DocumentedObject {
    name: &'static str,
    documentation: &'static str,
}

fn documented<T: Documented>() -> Vec<DocumentedObject> {
    T::ALL.iter().map(|one| DocumentedObject { name: one.name(), documentation: one.documentation() }).collect()
}

/// What is absent is `null`. Maps stay maps: an object would lose a name `__proto__`.
fn to_object(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true)).unwrap_or_default()
}
