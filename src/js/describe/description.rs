//! Descriptions of schemes as objects.

use alloc::{string::String, vec::Vec};

use serde::{Serialize, Serializer};

use crate::algorithm::Algorithm;
use crate::canonical::{Part, Template, Variable};
use crate::definition::describe::{self, CredentialFacts, Description, OptionFacts, parsed};
use crate::named::Named as _;
use crate::recipe::Locator;
use crate::scheme::Scheme;

/// The definition with all its defaults, and what follows from it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescriptionObject<'d> {
    definition: &'d Scheme<'d>,
    algorithm: AlgorithmObject,
    signature: String,
    timestamp: &'static str,
    accepted_timestamps: Vec<&'static str>,
    key: Option<&'d str>,
    credentials: Vec<CredentialFacts<'d>>,
    options: Vec<OptionFacts<'d>>,
    inputs: Vec<InputObject<'d>>,
    signed: Vec<&'d str>,
    signs_method: bool,
    signs_url: bool,
    signs_body: bool,
    signs_timestamp: bool,
    templates: TemplatesObject<'d>,
    companion: Option<Companion<'d>>,
}

impl<'d> DescriptionObject<'d> {
    pub(super) fn of(description: &'d Description<'d>) -> Self {
        let Description { scheme, .. } = description;
        let (names, signed) = (describe::names(scheme), description.signed());
        let signs = |variables: &[Variable]| signed.iter().any(|variable| variables.contains(variable));
        Self {
            definition: scheme,
            algorithm: AlgorithmObject::of(scheme.algorithm),
            signature: describe::signature(scheme),
            timestamp: describe::timestamp(scheme.timestamp),
            accepted_timestamps: scheme.accepted_timestamps.iter().map(|form| describe::timestamp(*form)).collect(),
            key: description.key_credential(),
            credentials: description.credentials(),
            options: description.options(),
            inputs: description.inputs().into_iter().map(|(name, locator)| InputObject::of(name, locator)).collect(),
            signed: signed.iter().map(|variable| names.name(*variable)).collect(),
            signs_method: signs(&[Variable::Method]),
            signs_url: signs(&OF_URL),
            signs_body: signs(&[Variable::Body]),
            signs_timestamp: signs(&[Variable::Timestamp]),
            templates: TemplatesObject::of(description),
            companion: scheme.companion.map(Companion),
        }
    }
}

/// A companion, which is described while it is written.
struct Companion<'d>(&'d Scheme<'d>);

impl Serialize for Companion<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DescriptionObject::of(&Description::of(self.0)).serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AlgorithmObject {
    name: &'static str,
    title: String,
    jose_name: Option<&'static str>,
    is_asymmetric: bool,
    has_key_pair: bool,
    signs: bool,
    mac_length: Option<usize>,
}

impl AlgorithmObject {
    pub(super) fn of(algorithm: Algorithm) -> Self {
        Self {
            name: algorithm.name(),
            title: describe::algorithm(algorithm),
            jose_name: algorithm.jose_name(),
            is_asymmetric: algorithm.is_asymmetric(),
            has_key_pair: algorithm.has_key_pair(),
            signs: algorithm.signs(),
            mac_length: algorithm.mac_len(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InputObject<'d> {
    name: &'d str,
    part: Option<&'static str>,
    at: Option<String>,
    is_optional: bool,
}

impl<'d> InputObject<'d> {
    fn of(name: &'d str, locator: Option<Locator>) -> Self {
        let part = locator.as_ref().map(Locator::part);
        let is_optional = locator.as_ref().is_some_and(|locator| locator.is_optional);
        Self { name, part, at: locator.map(|locator| locator.name), is_optional }
    }
}

/// The templates of a scheme in parts; `null` for one that cannot be parsed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TemplatesObject<'d> {
    canonical: Option<Parts>,
    accepted_canonicals: Vec<Option<Parts>>,
    key: Option<Parts>,
    #[serde(serialize_with = "as_map")]
    bindings: Vec<(&'d str, Option<Parts>)>,
    #[serde(serialize_with = "as_map")]
    headers: Vec<(&'d str, Option<Parts>)>,
    #[serde(serialize_with = "as_map")]
    query: Vec<(&'d str, Option<Parts>)>,
    #[serde(serialize_with = "as_map")]
    fields: Vec<(&'d str, Option<Parts>)>,
    accepted_placements: Vec<Option<Parts>>,
}

impl<'d> TemplatesObject<'d> {
    fn of(description: &'d Description<'d>) -> Self {
        let Description { scheme, canonicals, key, bindings } = description;
        let split = |template: &Option<Template>| template.as_ref().map(|one| parts(one.parts(), 0, one.parts().len()));
        let parse = |text: &str| split(&parsed(scheme, text));
        let parse_all =
            |pairs: &'d [(&'d str, &'d str)]| pairs.iter().map(|(name, text)| (*name, parse(text))).collect();
        Self {
            canonical: canonicals.first().and_then(split),
            accepted_canonicals: canonicals.iter().skip(1).map(split).collect(),
            key: split(key),
            bindings: scheme.bindings.iter().zip(bindings).map(|((name, _), one)| (*name, split(one))).collect(),
            headers: parse_all(scheme.headers),
            query: parse_all(scheme.query),
            fields: parse_all(scheme.fields),
            accepted_placements: scheme.accepted_placements.iter().map(|(_, text)| parse(text)).collect(),
        }
    }
}

/// Pairs as an object, in their order.
fn as_map<S: Serializer>(pairs: &[(&str, Option<Parts>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, parts)| (name, parts)))
}

type Parts = Vec<PartObject>;

#[derive(Serialize)]
#[serde(untagged)]
enum PartObject {
    Literal {
        literal: String,
    },
    Variable {
        name: String,
        kind: &'static str,
        filters: Vec<&'static str>,
    },
    /// What is left out if its variables are empty.
    Group {
        optional: Parts,
    },
}

/// The parts from `start` to `end`.
fn parts(all: &[Part], start: usize, end: usize) -> Parts {
    let mut found = Vec::new();
    let mut at = start;
    while let Some(part) = all.get(at).filter(|_| at < end) {
        at += 1;
        found.push(match part {
            Part::Literal(text) => PartObject::Literal { literal: text.clone() },
            Part::Input { variable, filters, .. } => PartObject::Variable {
                name: part.name().into(),
                kind: kind(*variable),
                filters: filters.iter().map(|filter| filter.name()).collect(),
            },
            Part::Group { until, .. } => {
                let optional = parts(all, at, *until);
                at = *until;
                PartObject::Group { optional }
            }
        });
    }
    found
}

/// What a variable stands for.
const fn kind(variable: Variable) -> &'static str {
    match variable {
        Variable::Method
        | Variable::Url
        | Variable::Base
        | Variable::Target
        | Variable::Path
        | Variable::Query
        | Variable::Body
        | Variable::Timestamp => "request",
        Variable::Canonical | Variable::Signature | Variable::Protected | Variable::Any => "result",
        Variable::Credential(_) => "credential",
        Variable::Option(_) => "option",
        Variable::Binding(_) => "binding",
        Variable::Input(_) => "input",
    }
}

/// The variables that come from the URL.
const OF_URL: [Variable; 5] = [Variable::Url, Variable::Base, Variable::Target, Variable::Path, Variable::Query];
