//! Structured fields against an outside reader, the crate `sfv`: what is accepted here is accepted there with the same values.

use sfv::{BareItem, Dictionary, FieldType as _, List, ListEntry, Parameters, Parser};

use crate::structured_fields::{self, Item, Member, Param, Value};

/// A dictionary, such as `Signature-Input`, `Signature` and `Content-Digest`, and a list of components.
pub fn structured(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let theirs = Parser::new(text).parse::<Dictionary>().ok();
    match structured_fields::dictionary(text) {
        Ok(ours) => {
            let theirs = theirs.unwrap_or_else(|| panic!("only we accept {text:?}"));
            same_dictionary(&ours, &theirs);
            let printed = print(&ours);
            assert_eq!(theirs.serialize().as_deref(), Some(&*printed), "{text:?} printed again");
            same_dictionary(&structured_fields::dictionary(&printed).ok().expect("what was printed"), &theirs);
        }
        Err(misfit) => {
            assert!(misfit.at <= text.len(), "byte {} of {}", misfit.at, text.len());
            let canonical = theirs.filter(is_taken).and_then(|theirs| Some((theirs.serialize()?, theirs)));
            if let Some((canonical, theirs)) = canonical {
                let ours = structured_fields::dictionary(&canonical)
                    .unwrap_or_else(|_| panic!("only they accept {canonical:?}"));
                same_dictionary(&ours, &theirs);
            }
        }
    }
    if let Ok(ours) = structured_fields::list(text) {
        let theirs = Parser::new(text).parse::<List>().ok();
        let Some([ListEntry::InnerList(theirs)]) = theirs.as_deref() else { panic!("only we accept {text:?}") };
        assert!(theirs.params.is_empty() && same_items(&ours, &theirs.items), "{text:?}");
    }
}

/// Whether it is of what is read here: what may be written in several ways is not, nor what nobody sends that often.
fn is_taken(dictionary: &Dictionary) -> bool {
    let is_bare = |bare: &BareItem| {
        matches!(
            bare,
            BareItem::Integer(_)
                | BareItem::String(_)
                | BareItem::ByteSequence(_)
                | BareItem::Token(_)
                | BareItem::Boolean(_)
        )
    };
    let are_params = |params: &Parameters| params.len() <= 16 && params.values().all(is_bare);
    let is_member = |entry: &ListEntry| match entry {
        ListEntry::Item(item) => is_bare(&item.bare_item) && are_params(&item.params),
        ListEntry::InnerList(list) => {
            let is_item = |item: &sfv::Item| is_bare(&item.bare_item) && are_params(&item.params);
            are_params(&list.params) && list.items.len() <= 64 && list.items.iter().all(is_item)
        }
    };
    (1..=64).contains(&dictionary.len()) && dictionary.values().all(is_member)
}

fn same_dictionary(ours: &[Member<'_>], theirs: &Dictionary) {
    assert_eq!(ours.len(), theirs.len());
    for (member, (key, entry)) in ours.iter().zip(theirs) {
        assert_eq!(member.key, key.as_str());
        let is_same = match (&member.value, entry) {
            (Value::Bare(raw), ListEntry::Item(item)) => {
                same_bare(raw, &item.bare_item) && same_params(&member.params, &item.params)
            }
            (Value::List(items), ListEntry::InnerList(list)) => {
                same_items(items, &list.items) && same_params(&member.params, &list.params)
            }
            _ => false,
        };
        assert!(is_same, "{key}: {entry:?}");
    }
}

fn same_items(ours: &[Item<'_>], theirs: &[sfv::Item]) -> bool {
    let is_same = |(own, other): (&Item<'_>, &sfv::Item)| {
        same_bare(own.raw, &other.bare_item) && same_params(&own.params, &other.params)
    };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same)
}

fn same_params(ours: &[Param<'_>], theirs: &Parameters) -> bool {
    let is_same = |((key, raw), (other, bare)): (&Param<'_>, (&sfv::Key, &BareItem))| {
        *key == other.as_str() && same_bare(raw, bare)
    };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same)
}

/// A value that is only there is true.
fn same_bare(raw: &str, theirs: &BareItem) -> bool {
    match theirs {
        BareItem::Integer(number) => structured_fields::integer(raw) == Some(i64::from(*number)),
        BareItem::String(text) => structured_fields::string(raw).as_deref() == Some(text.as_str()),
        BareItem::ByteSequence(bytes) => structured_fields::bytes(raw).as_ref() == Some(bytes),
        BareItem::Token(token) => {
            raw == token.as_str() && structured_fields::string(raw).is_none() && structured_fields::bytes(raw).is_none()
        }
        BareItem::Boolean(yes) => matches!((raw, yes), ("" | "?1", true) | ("?0", false)),
        _ => false,
    }
}

/// The dictionary as RFC 9651 §4.1.2 writes it.
fn print(members: &[Member<'_>]) -> String {
    let mut out = String::new();
    for member in members {
        out.push_str(if out.is_empty() { "" } else { ", " });
        out.push_str(member.key);
        match &member.value {
            Value::Bare("" | "?1") => {}
            Value::Bare(raw) => out.extend(["=", &bare(raw)]),
            Value::List(items) => {
                out.push_str("=(");
                for (place, item) in items.iter().enumerate() {
                    out.extend([if place == 0 { "" } else { " " }, &*bare(item.raw)]);
                    structured_fields::push_params(&item.params, &mut out);
                }
                out.push(')');
            }
        }
        structured_fields::push_params(&member.params, &mut out);
    }
    out
}

fn bare(raw: &str) -> String {
    let Some(text) = structured_fields::string(raw) else { return raw.into() };
    let mut out = String::new();
    structured_fields::push_string(&text, &mut out);
    out
}

/// The pieces that cases are made of.
pub const PIECES: &[&str] = &[
    "sig1=",
    "sig=",
    "*a",
    "(",
    ")",
    "\"@method\"",
    "\"@query-param\";name=\"a b\"",
    " ",
    ", ",
    ",",
    "\t",
    ";",
    "=",
    ";created=1618884473",
    ";keyid=\"test-key\"",
    ";expires=",
    "-0",
    "007",
    "999999999999999",
    "1.5",
    "@1",
    "?0",
    "?1",
    ":",
    ":AAAA:",
    ":YWJj:",
    ":YQ==:",
    ":YR==:",
    ":YQ:",
    "sha-256=",
    "\"",
    "\\\"",
    "\\\\",
    "tok/en",
    "A",
    "é",
    "%\"f\"",
    "-",
    "b",
    "sig-b21=();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
    "sig-b22=(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"k\";tag=\"header-example\"",
];
