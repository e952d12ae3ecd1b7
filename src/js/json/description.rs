//! Descriptions of schemes as JSON.

use alloc::string::String;

use super::{Object, list, push_text, schemes};
use crate::algorithm::Algorithm;
use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};
use crate::definition::describe::{self, Description, parsed};
use crate::encoding::Encoding;
use crate::named::{Documented, Named as _};
use crate::recipe::Locator;
use crate::timestamp::TimestampForm;

/// The definition with all its defaults, and what follows from it.
pub(in crate::js) fn description(json: &mut String, description: &Description<'_>) {
    let scheme = description.scheme;
    let mut object = Object::open(json);
    schemes::scheme(object.member("definition"), scheme);
    algorithm(object.member("algorithm"), scheme.algorithm);
    object.text("signature", &describe::signature(scheme));
    object.text("timestamp", describe::timestamp(scheme.timestamp));
    let others = scheme.accepted_timestamps.iter().map(|form| describe::timestamp(*form));
    list(object.member("acceptedTimestamps"), others, push_text);
    object.optional_text("key", description.key_credential());
    list(object.member("credentials"), description.credentials().iter(), |json, facts| {
        let mut object = Object::open(json);
        object.text("name", facts.name);
        object.flag("isOptional", facts.is_optional);
        object.flag("isSigned", facts.is_signed);
        object.flag("isOfPair", facts.is_of_pair);
        list(object.member("verifiedWith"), facts.verified_with.iter(), |json, name| push_text(json, name));
        object.close();
    });
    list(object.member("options"), description.options().iter(), |json, facts| {
        let mut object = Object::open(json);
        object.text("name", facts.name);
        object.text("default", facts.default);
        object.flag("isSigned", facts.is_signed);
        object.flag("onlySigns", facts.only_signs);
        object.close();
    });
    list(object.member("inputs"), description.inputs().iter(), |json, (name, locator)| {
        input(json, name, locator.as_ref())
    });
    let (names, signed) = (describe::names(scheme), description.signed());
    list(object.member("signed"), signed.iter(), |json, variable| push_text(json, names.name(*variable)));
    let signs = |variables: &[Variable]| signed.iter().any(|variable| variables.contains(variable));
    object.flag("signsMethod", signs(&[Variable::Method]));
    object.flag("signsUrl", signs(&OF_URL));
    object.flag("signsBody", signs(&[Variable::Body]));
    object.flag("signsTimestamp", signs(&[Variable::Timestamp]));
    templates(object.member("templates"), description);
    match scheme.companion {
        Some(companion) => self::description(object.member("companion"), &Description::of(companion)),
        None => object.null("companion"),
    }
    object.close();
}

/// The names that schemes may use.
pub(in crate::js) fn names() -> String {
    let mut json = String::new();
    let mut object = Object::open(&mut json);
    list(object.member("algorithms"), Algorithm::ALL.iter(), |json, one| algorithm(json, *one));
    documented::<Encoding>(object.member("encodings"));
    documented::<TimestampForm>(object.member("timestamps"));
    documented::<Filter>(object.member("filters"));
    object.close();
    json
}

fn documented<T: Documented>(json: &mut String) {
    list(json, T::ALL.iter(), |json, one| {
        let mut object = Object::open(json);
        object.text("name", one.name());
        object.text("documentation", one.documentation());
        object.close();
    });
}

fn algorithm(json: &mut String, algorithm: Algorithm) {
    let mut object = Object::open(json);
    object.text("name", algorithm.name());
    object.text("title", &describe::algorithm(algorithm));
    object.optional_text("joseName", algorithm.jose_name());
    object.flag("isAsymmetric", algorithm.is_asymmetric());
    object.flag("hasKeyPair", algorithm.has_key_pair());
    object.flag("signs", algorithm.signs());
    object.number("macLength", algorithm.mac_len().and_then(|length| i64::try_from(length).ok()));
    object.close();
}

fn input(json: &mut String, name: &str, locator: Option<&Locator>) {
    let mut object = Object::open(json);
    object.text("name", name);
    object.optional_text("part", locator.map(Locator::part));
    object.optional_text("at", locator.map(|locator| &*locator.name));
    object.flag("isOptional", locator.is_some_and(|locator| locator.is_optional));
    object.close();
}

fn templates(json: &mut String, description: &Description<'_>) {
    let Description { scheme, canonicals, key, bindings } = description;
    let mut object = Object::open(json);
    template(object.member("canonical"), canonicals.first().and_then(Option::as_ref));
    list(object.member("acceptedCanonicals"), canonicals.iter().skip(1), |json, one| template(json, one.as_ref()));
    template(object.member("key"), key.as_ref());
    let mut map = Object::open(object.member("bindings"));
    for ((name, _), one) in scheme.bindings.iter().zip(bindings) {
        template(map.member(name), one.as_ref());
    }
    map.close();
    for (member, pairs) in [("headers", scheme.headers), ("query", scheme.query), ("fields", scheme.fields)] {
        let mut map = Object::open(object.member(member));
        pairs.iter().for_each(|(name, text)| template(map.member(name), parsed(scheme, text).as_ref()));
        map.close();
    }
    let accepted = scheme.accepted_placements.iter();
    list(object.member("acceptedPlacements"), accepted, |json, (_, text)| {
        template(json, parsed(scheme, text).as_ref())
    });
    object.close();
}

/// The parts of a template; `null` for one that cannot be parsed.
fn template(json: &mut String, template: Option<&Template>) {
    match template {
        Some(template) => parts(json, template.parts(), 0, template.parts().len()),
        None => json.push_str("null"),
    }
}

/// The parts from `start` to `end`: a literal, a variable, or a group that is left out if its variables are empty.
fn parts(json: &mut String, all: &[Part], start: usize, end: usize) {
    json.push('[');
    let mut at = start;
    while let Some(part) = all.get(at).filter(|_| at < end) {
        json.push_str(if at == start { "" } else { "," });
        let mut object = Object::open(json);
        at += 1;
        match part {
            Part::Literal(text) => object.text("literal", text),
            Part::Input { variable, filters, .. } => {
                object.text("name", part.name());
                object.text("kind", kind(*variable));
                list(object.member("filters"), filters.iter(), |json, filter| push_text(json, filter.name()));
            }
            Part::Group { until, .. } => {
                parts(object.member("optional"), all, at, *until);
                at = *until;
            }
        }
        object.close();
    }
    json.push(']');
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
