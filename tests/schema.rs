//! The JSON Schema of schemes, which editors complete them by: made from the types, and shipped with the npm package.
#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]

use std::{env, fs};

use countersign::{Scheme, SchemeDefinition, schemes};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/scheme.schema.json");

/// The schema of the types.
fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<Scheme<'_>>().to_value();
    schema["title"] = json!("A scheme of countersign, as plain data");
    // What editors put there themselves.
    schema["properties"]["$schema"] = json!({ "type": "string" });
    schema
}

/// `UPDATE=1 cargo test --features schema --test schema` writes the file.
#[test]
fn the_schema_that_is_shipped_is_that_of_the_types() {
    let made = format!("{:#}\n", schema());
    if env::var_os("UPDATE").is_some() {
        fs::write(FILE, &made).unwrap();
    }
    assert!(fs::read_to_string(FILE).unwrap() == made, "{FILE} is out of date: run with UPDATE=1");
}

#[test]
fn it_knows_every_member_that_rows_have() {
    let schema = schema();
    for scheme in schemes() {
        for name in serde_json::to_value(scheme).unwrap().as_object().unwrap().keys() {
            assert!(schema["properties"].get(name).is_some(), "{name}");
        }
    }
    for name in schema["properties"].as_object().unwrap().keys() {
        let scheme = json!({ "id": "a", "canonical": "", (name): Value::Null }).to_string();
        let unknown =
            SchemeDefinition::parse(&scheme).err().is_some_and(|error| error.to_string().contains("an unknown one"));
        assert!(!unknown, "{name}");
    }
}
