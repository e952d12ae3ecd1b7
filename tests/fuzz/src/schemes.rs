//! Whole schemes as JSON: read without a panic, blamed by a path that is there, and printed so that they read back the same.

use countersign::{Error, SchemeDefinition, schemes};
use serde_json::{Map, Value};

use crate::choices::Choices;

/// A scheme as text, or a scheme of the catalogue with changes that the bytes choose.
pub fn definition(data: &[u8]) {
    let Some((mode, rest)) = data.split_first() else { return };
    let text = match (mode % 4, core::str::from_utf8(rest)) {
        (0, Ok(text)) => text.into(),
        (0, Err(_)) => return,
        _ => changed(&mut Choices(rest)).to_string(),
    };
    match SchemeDefinition::parse(&text) {
        Ok(scheme) => reads_back(&scheme),
        Err(Error::SchemeInvalid(fault)) => {
            let json: Value = serde_json::from_str(&text).unwrap_or_default();
            let Some(at) = fault.at.filter(|_| fault.part != "scheme") else { return };
            // A key that is left out is `{secret}`.
            let default = fault.part.ends_with("key").then_some("{secret}");
            // A name that cannot stand where it goes is blamed itself.
            let is_name = fault.expected == "a name that needs no escape";
            let found = member(&json, "", &fault.part, "").map(|(name, text)| if is_name { name } else { text });
            let member = found.or(default).unwrap_or_else(|| panic!("no `{}` in {text}", fault.part));
            assert!(member.is_char_boundary(at), "byte {at} of {member:?}");
        }
        Err(other) => panic!("{other}: {text}"),
    }
}

/// A scheme of the catalogue with up to eight changes, some of which it may survive.
pub fn changed(choices: &mut Choices<'_>) -> Value {
    let schemes: Vec<Value> = schemes().map(|scheme| serde_json::to_value(scheme).expect("rows are JSON")).collect();
    let mut scheme = choices.pick(&schemes.iter().collect::<Vec<_>>()).clone();
    for _ in 0..=choices.below(8) {
        let other = choices.pick(&schemes.iter().collect::<Vec<_>>());
        change(&mut scheme, other, choices, 0);
    }
    scheme
}

fn reads_back(scheme: &SchemeDefinition) {
    let printed =
        |scheme: &SchemeDefinition| scheme.with(|scheme| Ok(serde_json::to_value(scheme).expect("rows are JSON")));
    let once = printed(scheme).expect("a row that was read");
    let text = once.to_string();
    let again = SchemeDefinition::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(printed(&again), Ok(once.clone()));
    assert_eq!(
        serde_json::from_value::<SchemeDefinition>(once.clone()).map(|scheme| printed(&scheme)).ok(),
        Some(Ok(once))
    );
}

/// The name and text at a path, in which names are escaped and cut as errors cite them, or stand as they are.
fn member<'j>(value: &'j Value, name: &'j str, part: &str, path: &str) -> Option<(&'j str, &'j str)> {
    let inside = |(name, next, inner): (&'j str, String, &'j Value)| {
        part.starts_with(&next).then(|| member(inner, name, part, &next))?
    };
    match value {
        Value::String(text) if part == path => Some((name, text)),
        // The place of a pair stands first.
        Value::Array(pair) if part == path => Some((name, pair.get(1)?.as_str()?)),
        Value::Array(list) => {
            list.iter().enumerate().map(|(place, inner)| ("", format!("{path}[{place}]"), inner)).find_map(inside)
        }
        Value::Object(map) => {
            let dot = if path.is_empty() { "" } else { "." };
            let spelt =
                |name: &'j String| [name.clone(), cited(name)].map(|own| (&**name, format!("{path}{dot}{own}")));
            let members = map.iter().flat_map(|(name, inner)| spelt(name).map(|(name, next)| (name, next, inner)));
            members.into_iter().find_map(inside)
        }
        _ => None,
    }
}

fn cited(name: &str) -> String {
    let mut short: String = name.chars().take(64).flat_map(char::escape_default).collect();
    short.push_str(if name.chars().count() > 64 { "…" } else { "" });
    short
}

/// Changes one member of `value`, deeper down as often as not.
fn change(value: &mut Value, other: &Value, choices: &mut Choices<'_>, depth: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let names: Vec<String> = map.keys().cloned().collect();
            let name = names[choices.below(names.len())].clone();
            match choices.below(8) {
                0 => drop(map.remove(&name)),
                1 => drop(map.insert(choices.text(NAMES, 3), Value::String(choices.text(PIECES, 6)))),
                2 => drop(map.insert(name.clone(), other.get(&name).cloned().unwrap_or_default())),
                3 => drop(map.insert(name, any(choices, depth))),
                _ => change(&mut map[&name], other.get(&name).unwrap_or(other), choices, depth + 1),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let place = choices.below(list.len());
            match choices.below(4) {
                0 => drop(list.remove(place)),
                1 => list.push(list[place].clone()),
                _ => change(&mut list[place], other, choices, depth + 1),
            }
        }
        Value::String(text) => {
            let piece = choices.pick(PIECES);
            let at = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(choices.below(text.len() + 1));
            text.insert_str(at.unwrap_or_default(), piece);
        }
        _ => *value = any(choices, depth),
    }
}

fn any(choices: &mut Choices<'_>, depth: usize) -> Value {
    match choices.below(9) {
        0 => Value::Null,
        1 => Value::Bool(choices.once_in(2)),
        2 => choices.pick(&[0_i64, 1, 300, u32::MAX.into(), -1, 1 << 40]).into(),
        3 => 1.5.into(),
        4 | 5 if depth < 9 => (0..choices.below(4)).map(|_| any(choices, depth + 1)).collect(),
        6 if depth < 9 => {
            let members = (0..choices.below(4)).map(|_| (choices.text(NAMES, 2), any(choices, depth + 1)));
            Value::Object(Map::from_iter(members.collect::<Vec<_>>()))
        }
        _ => Value::String(choices.text(PIECES, 8)),
    }
}

const NAMES: &[&str] =
    &["a", "b", "é", ".", "[0]", "\"", "secret", "body", "X-Sig", "header:", "companion", "id", "signature", " "];
/// What templates, places and words are made of.
pub const PIECES: &[&str] = &[
    "{body}",
    "{timestamp}",
    "{signature}",
    "{a}",
    "{b}",
    "{secret}",
    "{any}",
    "{id|",
    "|hex}",
    "|sha256",
    "|json",
    "[",
    "]",
    "{",
    "}",
    "|",
    "\\",
    "header:",
    "query:",
    "field:/a",
    "?",
    "*",
    "/",
    ",",
    "a",
    "é",
    "😀",
    " ",
    "\n",
    "none",
    "hex",
    "hmac-sha256",
    "{body|sorted}",
    "{query|joined}",
    "{query|decoded}",
    "{body|encoded}",
    "{body|unhex}",
    "{url}",
    "{method|upper}",
    "v1=",
    "t=",
];
