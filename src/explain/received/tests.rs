//! The strict and the lenient reader agree: wherever a verifier reads a message of any scheme of the catalogue, `explain`
//! reads the same values.
//!
//! A failure prints its `COUNTERSIGN_SEED`, which makes the same cases again.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "so tests fail")]

extern crate std;

use alloc::{string::String, vec::Vec};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::{format, println, vec};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use super::Received as Carried;
use crate::credentials::{self, KeyRecipe};
use crate::encoding::Encoding;
use crate::error::Error;
use crate::explain::case::Case;
use crate::explain::expected::Expected;
use crate::message::Message;
use crate::placement::{Placements, Received};
use crate::providers::schemes;
use crate::recipe::{self, BodyReader, Location, Members, Recipe};
use crate::scheme::{BodyType, Scheme};
use crate::secret::Secret;
use crate::timestamp::TimestampForm;

/// What a verifier reads: the signatures as bytes.
#[derive(Debug, Default, PartialEq)]
struct Values {
    timestamp: Option<String>,
    signatures: Vec<Vec<u8>>,
    credentials: Vec<(usize, Vec<u8>)>,
    inputs: Vec<Vec<u8>>,
}

#[test]
fn the_strict_and_the_lenient_reader_agree() {
    let given = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("COUNTERSIGN_SEED={seed}");
    let config = ProptestConfig {
        cases: CASES,
        max_shrink_iters: 4096,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    };
    for scheme in all().into_iter().filter(|scheme| scheme.profile.is_none()) {
        let mut read = 0;
        let result = proptest::test_runner::TestRunner::new(config.clone()).run(
            &(proptest::collection::vec(any::<u16>(), 96), select(vec![0_u16, 4, 8])),
            |(choices, odd)| {
                let sent = Sent::draw(scheme, &mut Choices { all: choices.into_iter(), odd });
                let strict = sent.with(|message| strict(scheme, message));
                if let Some(strict) = strict {
                    let lenient = sent.with(|message| lenient(scheme, message));
                    prop_assert_eq!(lenient, Ok(strict), "{}: {:?}", scheme.id, sent);
                }
                Ok(())
            },
        );
        assert!(result.is_ok(), "{}: {}", scheme.id, result.unwrap_err());
        for number in 0..PLAIN {
            let sent = Sent::draw(scheme, &mut Choices { all: vec![number; 400].into_iter(), odd: 0 });
            read += u16::from(sent.with(|message| strict(scheme, message)).is_some());
        }
        // Schemes of requests whose headers only the provider can read are read by nobody.
        assert!(read > 0 || Placements::read(scheme, &options(scheme), Vec::new()).is_err(), "{}", scheme.id);
    }
}

/// The schemes of the catalogue, and their companions.
fn all() -> Vec<&'static Scheme<'static>> {
    schemes().flat_map(|scheme| [Some(scheme), scheme.companion]).flatten().collect()
}

fn options(scheme: &Scheme<'_>) -> Vec<String> {
    credentials::options(scheme, &[]).unwrap_or_default()
}

/// As [`Verifier`](crate::Verifier) reads it.
fn strict(scheme: &Scheme<'_>, message: &Message<'_>) -> Option<Values> {
    let options = options(scheme);
    let value = |name: &str| credentials::option_of(scheme, &options, name);
    let algorithms = credentials::jws_choice(scheme.algorithm, value("jws.form"), value("jws.alg"));
    let algorithms = algorithms.ok().filter(|_| scheme.algorithm.is_jws()).map_or_else(Vec::new, |(_, all)| all);
    let placements = Placements::read(scheme, &options, algorithms).ok()?;
    let locators = recipe::locators(scheme).ok()?;
    let recipe = Recipe::read(scheme, scheme.canonical, None).ok()?;
    let reader = BodyReader::new(scheme, &locators, &recipe.templates().collect::<Vec<_>>());
    let members = Members::of(reader.as_ref(), message).ok()?;
    let Received { timestamp, signatures, credentials, .. } = placements.received(message, members).ok()?;
    // Another digest of the body is there to be read; several are not.
    let computed = placements.check_computed(message, members, &options);
    if !matches!(computed, Ok(()) | Err(Error::SignatureMismatch(_))) {
        return None;
    }
    Some(Values {
        timestamp,
        signatures: signatures.into_iter().map(|signature| signature.raw).collect(),
        credentials,
        inputs: recipe::extract(&locators, message, members).ok()?,
    })
}

/// As `explain` reads it; an error where it says that the message is refused.
fn lenient(scheme: &Scheme<'_>, message: &Message<'_>) -> Result<Values, String> {
    let options = options(scheme);
    let mut carried = Carried::read(scheme, &options, message, "");
    if let Some(aside) = carried.asides.first() {
        return Err(format!("{}: {:?}", aside.name(), aside.which));
    }
    let own: Vec<(&str, Secret)> = scheme.credentials.iter().map(|name| (*name, Secret::from("c2VjcmV0"))).collect();
    let key = KeyRecipe::read(scheme).expect("the scheme is sound");
    let case = Case { message: *message, ..Case::default() };
    let base = Expected::read(scheme, &key, &own, &options, &case, &mut carried, Vec::new())
        .map_err(|error| format!("{error}"))?;
    if let Some(refusal) = carried.refusals.first() {
        return Err(format!("{:?}", refusal.which));
    }
    let raw = |text: &String| match text.rsplit_once('.').filter(|_| scheme.algorithm.is_jws()) {
        Some((_, signature)) => Encoding::Base64Url.read(signature.as_bytes()).ok(),
        None => scheme.encoding.read(text.as_bytes()).ok(),
    };
    let is_whole = |raw: &Vec<u8>| scheme.algorithm.mac_len().is_none_or(|length| raw.len() == length);
    Ok(Values {
        signatures: carried.signatures.iter().filter_map(raw).filter(is_whole).collect(),
        credentials: carried.credentials.into_iter().map(|(index, text)| (index, text.into_bytes())).collect(),
        inputs: base.given,
        // The same text: an absent timestamp is none.
        timestamp: carried.timestamp.inspect(|text| assert_eq!(*text, base.timestamp)),
    })
}

/// A message that may be one of a scheme.
#[derive(Debug, Default)]
struct Sent {
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// Numbers that decide what is drawn; zeros draw the plainest message.
struct Choices<I> {
    all: I,
    /// How often, in sixteenths, something odd is drawn.
    odd: u16,
}

impl<I: Iterator<Item = u16>> Choices<I> {
    fn one_of(&mut self, count: u16) -> usize {
        usize::from(self.all.next().unwrap_or_default() % count)
    }

    fn is_odd(&mut self) -> bool {
        self.all.next().unwrap_or_default() % 16 < self.odd
    }
}

impl Sent {
    fn draw(scheme: &Scheme<'_>, choices: &mut Choices<impl Iterator<Item = u16>>) -> Self {
        let mut values: Vec<(Location, String, String)> = Vec::new();
        let times = [draw_time(scheme.timestamp, choices), draw_time(scheme.timestamp, choices)];
        let parts =
            [(Location::Header, scheme.headers), (Location::Query, scheme.query), (Location::Field, scheme.fields)];
        for (location, name, template) in
            parts.into_iter().flat_map(|(location, all)| all.iter().map(move |(name, text)| (location, *name, *text)))
        {
            if choices.is_odd() && choices.is_odd() {
                continue;
            }
            let separator = scheme.list_separators.iter().find(|(list, _)| *list == name).map_or("", |(_, by)| by);
            let time = &times[usize::from(choices.is_odd() && choices.is_odd())];
            let mut text = draw_text(scheme, template, time, choices);
            if !separator.is_empty() && choices.is_odd() {
                let other = draw_text(scheme, template, time, choices);
                text = [&*text, separator, &other, separator, "x=1"].concat();
            }
            values.push((location, name.into(), text));
        }
        for (place, template) in scheme.accepted_placements {
            if let Some((location, name)) = Location::named(place).filter(|_| choices.is_odd()) {
                values.retain(|(own, other, _)| (*own, &**other) != (location, name) || !choices.is_odd());
                values.push((location, name.into(), draw_text(scheme, template, &times[0], choices)));
            }
        }
        for (_, place) in scheme.inputs {
            let bare = place.trim_end_matches('?');
            match Location::named(bare) {
                Some(_) if choices.is_odd() && choices.is_odd() => {}
                Some((location, name)) => values.push((location, name.into(), draw_word(choices).into())),
                None => values.push((Location::Header, [&bare[8..], "a"].concat(), draw_word(choices).into())),
            }
        }
        // Values under these names elsewhere, where nobody looks for them, and twice.
        for (place, template) in scheme.accepted_placements {
            let name = Location::named(place).map_or("", |(_, name)| name);
            if choices.is_odd() {
                let elsewhere = [Location::Query, Location::Field][choices.one_of(2)];
                values.push((elsewhere, name.into(), draw_text(scheme, template, &times[0], choices)));
            }
        }
        for (location, name, text) in values.clone() {
            if choices.is_odd() {
                let elsewhere = [Location::Header, Location::Query, Location::Field, location][choices.one_of(4)];
                let other = if choices.is_odd() { draw_word(choices).into() } else { text };
                values.push((elsewhere, name, other));
            }
        }
        Self::of(scheme, &values, choices)
    }

    fn of(
        scheme: &Scheme<'_>,
        values: &[(Location, String, String)],
        choices: &mut Choices<impl Iterator<Item = u16>>,
    ) -> Self {
        let is_form = match scheme.body_type {
            BodyType::Json => choices.is_odd() && choices.is_odd(),
            BodyType::Form => !(choices.is_odd() && choices.is_odd()),
            BodyType::JsonOrForm => choices.is_odd(),
        };
        let mut sent = Self { url: "https://h.example/a".into(), ..Self::default() };
        let mut object = serde_json::json!({});
        let mut members = String::new();
        let mut pairs = String::from("a=1");
        for (location, name, value) in values {
            let pair = format!("{name}={}", crate::percent::encoded(value.as_bytes(), crate::percent::UNRESERVED));
            match location {
                // No scheme with a token is drawn here.
                Location::Claim | Location::Protected => {}
                Location::Header => sent.headers.push((name.clone(), value.clone())),
                Location::Query => {
                    sent.url.push(if sent.url.contains('?') { '&' } else { '?' });
                    sent.url.push_str(&pair);
                }
                Location::Field if name.starts_with('/') => {
                    let steps = name.split('/').skip(1);
                    let member = steps.fold(&mut object, |at, step| {
                        if !at.is_object() {
                            *at = serde_json::json!({});
                        }
                        &mut at[step]
                    });
                    *member = serde_json::json!(value);
                }
                Location::Field => {
                    members.push_str(&format!("\"{name}\": {},", serde_json::json!(value)));
                    pairs.push('&');
                    pairs.push_str(&pair);
                }
            }
        }
        let rest = format!("{object}");
        let rest = rest.trim_start_matches('{');
        sent.body = match () {
            () if is_form => pairs,
            () if rest == "}" => format!("{{{}}}", members.trim_end_matches(',')),
            () => format!("{{{members}{rest}"),
        };
        if choices.is_odd() {
            let own = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
            sent.headers.push(("content-type".into(), own.into()));
        }
        sent
    }

    fn with<T>(&self, read: impl Fn(&Message<'_>) -> T) -> T {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        read(&Message { method: "POST", url: &self.url, headers: &headers, body: self.body.as_bytes() })
    }
}

/// The template with its variables filled in.
fn draw_text(
    scheme: &Scheme<'_>,
    template: &str,
    time: &str,
    choices: &mut Choices<impl Iterator<Item = u16>>,
) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("a whole variable");
        text.push_str(&before.replace(['[', ']'], ""));
        rest = after;
        let option = scheme.options.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        text.push_str(&match (name, option) {
            ("timestamp", _) => time.into(),
            ("signature", _) => draw_signature(scheme, choices),
            (_, Some(value)) => value.into(),
            (_, None) => String::from(draw_word(choices)),
        });
    }
    text.push_str(&rest.replace(['[', ']'], ""));
    text
}

fn draw_signature(scheme: &Scheme<'_>, choices: &mut Choices<impl Iterator<Item = u16>>) -> String {
    let byte = u8::try_from(choices.one_of(256)).unwrap();
    let length = scheme.algorithm.mac_len().unwrap_or(64);
    if scheme.algorithm.is_jws() {
        // {"alg":"PS256"}
        let signature = Encoding::Base64Url.text(&vec![byte; length]);
        return ["eyJhbGciOiJQUzI1NiJ9..", &String::from_utf8(signature).unwrap()].concat();
    }
    if choices.is_odd() {
        return String::from(["short", "", "00ff", "a|b", "a.b.c"][choices.one_of(5)]);
    }
    String::from_utf8(scheme.encoding.text(&vec![byte; length])).unwrap()
}

fn draw_time(form: TimestampForm, choices: &mut Choices<impl Iterator<Item = u16>>) -> String {
    let mut text = String::new();
    let at_ms = 1_747_216_800_000 + 1000 * i64::try_from(choices.one_of(100)).unwrap();
    form.write(at_ms, &mut text).ok();
    if text.is_empty() { "1747216800".into() } else { text }
}

fn draw_word(choices: &mut Choices<impl Iterator<Item = u16>>) -> &'static str {
    if choices.is_odd() { ["", " ", "a b", "a+b", "ä", "a,b", "a=b", "null"][choices.one_of(8)] } else { "word" }
}

const CASES: u32 = 300;
/// How many plain messages of each scheme are drawn, of which one at least is read.
const PLAIN: u16 = 4;
