//! The JSON Schema of a scheme, made from the tables of its members.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::{string::String, vec::Vec};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::members::{misreading_members, rate_limit_members, scheme_members};
use super::{BodyRule, BodyType, KeyCredential, Misreading, Profile, RateLimit, Scheme, SignedBy};
use crate::algorithm::{Algorithm, DsaEncoding};
use crate::canonical::filter::Filter;
use crate::encoding::Encoding;
use crate::named::{Documented as _, Named as _};
use crate::timestamp::TimestampForm;

/// The type whose JSON Schema a member of the given kind has.
#[rustfmt::skip]
macro_rules! kind {
    (needed) => { String };
    (text) => { String };
    (optional_text) => { Option<String> };
    (texts) => { Vec<String> };
    (map) => { BTreeMap<String, String> };
    (pairs) => { Vec<(String, String)> };
    (flag) => { bool };
    (number) => { u32 };
    (number_or_none) => { Option<u32> };
    (tolerance) => { Option<u32> };
    (one<$named:ty>) => { $named };
    (optional<$named:ty>) => { Option<$named> };
    (all<$named:ty>) => { Vec<$named> };
    (companion) => { Option<Scheme<'static>> };
    (rate_limit) => { Option<RateLimit> };
    (misreadings) => { Vec<Misreading<'static>> };
}

macro_rules! schema {
    (
        ;
        $(#[doc = $about:literal])+
        #[derive($($derived:ident),+)]
        $type:ident $(<$life:lifetime>)?;
        $(
            $(#[doc = $documentation:literal])+
            $name:literal $field:ident: $of:ty = $default:expr, $how:ident $kind:ident $(<$named:ty>)?;
        )+
    ) => {
        impl $(<$life>)? JsonSchema for $type $(<$life>)? {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let mut object = object(&[$($about),+]);
                $(
                    let member = generator.subschema_for::<kind!($kind $(<$named>)?)>();
                    add(&mut object, $name, stringify!($kind) == "needed", &[$($documentation),+], member);
                )+
                object
            }
        }
    };
}

scheme_members!(schema);
misreading_members!(schema);
rate_limit_members!(schema);

/// The schema of an object without members; `about` documents its type, in the first paragraph for everyone.
fn object(about: &[&str]) -> Schema {
    let about = paragraphs(about).into_iter().next();
    json_schema!({
        "type": "object", "description": about, "properties": {}, "required": [], "additionalProperties": false
    })
}

/// Adds a member to the schema of an object.
fn add(object: &mut Schema, name: &str, is_needed: bool, documentation: &[&str], mut member: Schema) {
    let mut documentation = paragraphs(documentation);
    if name == "canonical" {
        documentation.push(filters());
    }
    member.insert("description".into(), documentation.join("\n\n").into());
    if let Some(properties) = object.get_mut("properties").and_then(|properties| properties.as_object_mut()) {
        properties.insert(name.into(), member.into());
    }
    let required = object.get_mut("required").and_then(|required| required.as_array_mut());
    if let Some(required) = required.filter(|_| is_needed) {
        required.push(name.into());
    }
}

/// The filters of templates, one a line.
fn filters() -> String {
    let filter = |filter: &Filter| ["- `", filter.name(), "`: ", filter.documentation()].concat();
    let filters: Vec<String> = Filter::ALL.iter().map(filter).collect();
    ["The filters:\n", &filters.join("\n")].concat()
}

/// The paragraphs of a documentation, each in one line.
fn paragraphs(lines: &[&str]) -> Vec<String> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.split(|line| line.is_empty()).map(|lines| lines.join(" ")).collect()
}
