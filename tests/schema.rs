//! The JSON Schema of schemes, which editors complete them by: made from the types, and shipped with the npm package.
#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]

use std::{env, fs};

use countersign::{Scheme, SchemeDefinition, schemes};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/scheme.schema.json");
const PROVIDER_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/providers/provider.schema.json");

/// The schema of the types.
fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<Scheme<'_>>().to_value();
    schema["title"] = json!("A scheme of countersign, as plain data");
    // What editors put there themselves.
    schema["properties"]["$schema"] = json!({ "type": "string" });
    schema
}

/// The schema of a file in src/providers: a list of schemes, which may extend each other.
fn provider_schema() -> Value {
    let mut scheme = schema();
    let mut definitions = scheme["definitions"].take();
    for left_out in ["$schema", "title", "definitions"] {
        scheme.as_object_mut().unwrap().remove(left_out);
    }
    let properties = scheme["properties"].as_object_mut().unwrap();
    properties.remove("$schema");
    let extends = "The id of a scheme of any provider, whose members this one has where it has none of its own.";
    properties.insert("extends".into(), json!({ "type": "string", "description": extends }));
    scheme["required"] = json!([]);
    definitions["Scheme"] = scheme;
    let list = json!({ "type": "array", "items": { "$ref": "#/definitions/Scheme" }, "description": "The schemes." });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A provider of the catalogue of countersign: its schemes",
        "type": "object",
        "properties": { "$schema": { "type": "string" }, "schemes": list },
        "required": ["schemes"],
        "additionalProperties": false,
        "definitions": definitions,
    });
    // The companion is a scheme, too.
    serde_json::from_str(&schema.to_string().replace(r##""$ref":"#""##, r##""$ref":"#/definitions/Scheme""##)).unwrap()
}

/// `UPDATE=1 cargo test --features schema --test schema` writes the files.
#[test]
fn the_schemas_are_those_of_the_types() {
    for (file, schema) in [(FILE, schema()), (PROVIDER_FILE, provider_schema())] {
        let made = format!("{schema:#}\n");
        if env::var_os("UPDATE").is_some() {
            fs::write(file, &made).unwrap();
        }
        assert!(fs::read_to_string(file).unwrap_or_default() == made, "{file} is out of date: run with UPDATE=1");
    }
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
