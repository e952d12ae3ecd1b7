//! From JSON data to a borrowed scheme; checks the type of each member.

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use super::names::{
    ALGORITHM_WORDS, ALGORITHMS, BODIES, BODY_TYPE_WORDS, BODY_TYPES, BODY_WORDS, COMPANION, ENCODING_WORDS, ENCODINGS,
    MEMBERS, SIGNED_BY, SIGNED_BY_NAMES, STANDARD_WORDS, STANDARDS, TIMESTAMP_WORDS, TIMESTAMPS,
};
use super::rules::{element, fault, inside};
use super::value::{SCHEME, Value};
use crate::canonical::{Part, Symbols, Template, Variable};
use crate::error::{Error, Fault, cited, excerpt};
use crate::recipe;
use crate::scheme::{Misreading, RateLimit, Scheme, Tolerance};
use crate::text::{at_most, quoted};

/// A function that is called with a borrowed scheme.
type Run<'r> = &'r mut dyn FnMut(&Scheme<'_>) -> Result<(), Error>;

/// Calls `run` with the scheme in `value`.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for data that is not a scheme; the errors of `run`.
pub(super) fn lend(value: &Value, run: Run<'_>) -> Result<(), Error> {
    let faults = Faults::default();
    let definition = Members::of(value, "", &faults);
    match definition.find(COMPANION) {
        None | Some(Value::Null) => definition.lend(None, run),
        Some(companion) => Members::of(companion, COMPANION, &faults)
            .lend(None, &mut |companion| definition.lend(Some(companion), run)),
    }
}

/// The first fault. Checking once at the end takes less code than returning early from each member.
type Faults = Cell<Option<Error>>;

/// The members of an object.
struct Members<'a, 'p> {
    path: &'p str,
    all: &'a [(String, Value)],
    faults: &'p Faults,
}

impl<'a, 'p> Members<'a, 'p> {
    fn of(value: &'a Value, path: &'p str, faults: &'p Faults) -> Self {
        let members = Self { path, all: &[], faults };
        let whole = if path.is_empty() { SCHEME } else { path };
        let Value::Object(all) = value else {
            members.blame(whole.into(), "an object", value.kind());
            return members;
        };
        if all.len() > MAX_MEMBERS {
            members.note(too_many(whole, MAX_MEMBERS));
            return members;
        }
        let is_repeated = |place: &usize| all[..*place].iter().any(|(name, _)| *name == all[*place].0);
        if let Some(place) = (0..all.len()).find(is_repeated) {
            members.blame(inside(path, &all[place].0), "it once", "it twice");
        }
        Self { all, ..members }
    }

    fn lend(&self, companion: Option<&Scheme<'_>>, run: Run<'_>) -> Result<(), Error> {
        let base = Scheme::HMAC_SHA256_HEX;
        self.check_names(&MEMBERS);
        if companion.is_none() && !self.path.is_empty() && self.find(COMPANION).is_some_and(|own| *own != Value::Null) {
            let why = "the companion of a scheme has none of its own";
            self.note(Error::SchemeInvalid(Fault::inapplicable(&self.inside(COMPANION), why)));
        }
        let timestamp = self.named("timestamp", &TIMESTAMP_WORDS);
        let timestamp = timestamp.map_or(base.timestamp, |place| TIMESTAMPS[place]);
        let also_timestamp = self.all_named("acceptedTimestamps", &TIMESTAMP_WORDS);
        let algorithm = self.named("algorithm", &ALGORITHM_WORDS);
        let encoding = self.named("encoding", &ENCODING_WORDS);
        let standard = self.named("profile", &STANDARD_WORDS);
        let body = self.named("body", &BODY_WORDS);
        let body_type = self.named("bodyType", &BODY_TYPE_WORDS);
        let signed_by = self.named("signedBy", &SIGNED_BY_NAMES);
        let scheme = Scheme {
            id: self.needed("id"),
            title: self.text("title").unwrap_or_default(),
            documentation: self.text("documentation").unwrap_or_default(),
            last_checked: self.text("lastChecked").unwrap_or_default(),
            credentials: &self.texts("credentials").unwrap_or_else(|| Vec::from(["secret"])),
            options: &self.map("options"),
            profile: standard.map(|place| STANDARDS[place]),
            bindings: &self.map("bindings"),
            inputs: &self.map("inputs"),
            free_input: self.text("freeInput").unwrap_or_default(),
            signed_items: self.text("signedItems").unwrap_or_default(),
            canonical: self.needed("canonical"),
            accepted_canonicals: &self.texts("acceptedCanonicals").unwrap_or_default(),
            algorithm: algorithm.map_or(base.algorithm, |place| ALGORITHMS[place]),
            key: self.text("key").unwrap_or(base.key),
            key_scope: self.text("keyScope").unwrap_or_default(),
            encoding: encoding.map_or(base.encoding, |place| ENCODINGS[place]),
            headers: &self.map("headers"),
            query: &self.map("query"),
            fields: &self.map("fields"),
            list_separators: &self.map("listSeparators"),
            accepted_placements: &self.pairs("acceptedPlacements"),
            timestamp,
            accepted_timestamps: &also_timestamp.iter().map(|&place| TIMESTAMPS[place]).collect::<Vec<_>>(),
            tolerance: match (self.find("toleranceSeconds"), self.number("toleranceSeconds")) {
                (None, _) => Tolerance::Default,
                (Some(_), None) => Tolerance::Off,
                (Some(_), Some(seconds)) => Tolerance::Seconds(seconds),
            },
            expires_after_s: self.number("expiresAfterSeconds").unwrap_or_default(),
            body: body.map_or(base.body, |place| BODIES[place]),
            body_type: body_type.map_or(base.body_type, |place| BODY_TYPES[place]),
            signed_by: signed_by.map_or(base.signed_by, |place| SIGNED_BY[place]),
            companion,
            touching_inputs: self.flag("touchingInputs"),
            rate_limit: self.rate_limit(),
            deprecated: self.text("deprecated"),
            has_published_vectors: self.flag("hasPublishedVectors"),
            notes: &self.texts("notes").unwrap_or_default(),
            misreadings: &self.variants(),
        };
        match self.faults.take() {
            Some(fault) => Err(fault),
            None => run(&Scheme { bindings: &in_order(&scheme), ..scheme }),
        }
    }

    /// Records a fault, unless there is one already.
    fn note(&self, error: Error) {
        let first = self.faults.take().unwrap_or(error);
        self.faults.set(Some(first));
    }

    fn blame(&self, path: String, expected: &'static str, got: &'static str) {
        self.note(fault(&path, expected, got));
    }

    fn find(&self, name: &str) -> Option<&'a Value> {
        self.all.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    fn inside(&self, name: &str) -> String {
        inside(self.path, name)
    }

    /// A string; `None` if absent or null.
    fn text(&self, name: &str) -> Option<&'a str> {
        let value = self.find(name).filter(|value| **value != Value::Null)?;
        self.text_of(value, || self.inside(name))
    }

    fn text_of(&self, value: &'a Value, path: impl FnOnce() -> String) -> Option<&'a str> {
        if let Value::Text(text) = value {
            return Some(text);
        }
        self.blame(path(), "a string", value.kind());
        None
    }

    fn needed(&self, name: &str) -> &'a str {
        match self.text(name) {
            Some("") if name == "id" => self.blame(self.inside(name), "a name such as `acme.request`", "an empty one"),
            Some(text) => return text,
            None => self.blame(self.inside(name), "a string", "none"),
        }
        ""
    }

    fn texts(&self, name: &str) -> Option<Vec<&'a str>> {
        let list = self.list(name, "a list of strings")?;
        let mut texts = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            texts.extend(self.text_of(value, || element(&self.inside(name), place)));
        }
        Some(texts)
    }

    fn list(&self, name: &str, expected: &'static str) -> Option<&'a [Value]> {
        // A verifier tries each of these with every key.
        let most = if name == "acceptedCanonicals" { MAX_WAYS } else { MAX_MEMBERS };
        match self.find(name)? {
            Value::List(list) if list.len() > most => self.note(too_many(&self.inside(name), most)),
            Value::List(list) => return Some(list),
            other => self.blame(self.inside(name), expected, other.kind()),
        }
        None
    }

    /// An object of strings, as pairs in its order.
    fn map(&self, name: &str) -> Vec<(&'a str, &'a str)> {
        let Some(value) = self.find(name) else { return Vec::new() };
        let path = self.inside(name);
        let all = Members::of(value, &path, self.faults).all;
        let mut pairs = Vec::with_capacity(all.len());
        for (own, value) in all {
            if let Some(text) = self.text_of(value, || inside(&path, own)) {
                pairs.push((&**own, text));
            }
        }
        pairs
    }

    /// An array of pairs of strings.
    fn pairs(&self, name: &str) -> Vec<(&'a str, &'a str)> {
        let mut pairs = Vec::new();
        for (place, value) in self.list(name, "a list of pairs of strings").unwrap_or_default().iter().enumerate() {
            let pair = if let Value::List(pair) = value { &**pair } else { &[] };
            match pair {
                [Value::Text(own), Value::Text(template)] => pairs.push((&**own, &**template)),
                _ => self.blame(element(&self.inside(name), place), "a list of two strings", value.kind()),
            }
        }
        pairs
    }

    /// A number; `None` if absent or null.
    fn number(&self, name: &str) -> Option<u32> {
        let got = match self.find(name)? {
            Value::Null => return None,
            Value::Number(Some(number)) => return Some(*number),
            Value::Number(None) => "another number",
            other => other.kind(),
        };
        self.blame(self.inside(name), "a whole number from 0 to 4294967295", got);
        None
    }

    fn flag(&self, name: &str) -> bool {
        match self.find(name) {
            None => {}
            Some(Value::Bool(flag)) => return *flag,
            Some(other) => self.blame(self.inside(name), "true or false", other.kind()),
        }
        false
    }

    /// The index in `words` of a string member.
    fn named(&self, name: &str, words: &[&str]) -> Option<usize> {
        self.one_of(self.text(name)?, words, || self.inside(name))
    }

    fn all_named(&self, name: &str, words: &[&str]) -> Vec<usize> {
        let mut places = Vec::new();
        for (place, text) in self.texts(name).unwrap_or_default().into_iter().enumerate() {
            places.extend(self.one_of(text, words, || element(&self.inside(name), place)));
        }
        places
    }

    fn one_of(&self, text: &str, words: &[&str], path: impl FnOnce() -> String) -> Option<usize> {
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            let expected = ["one of ", &quoted(words.iter().copied(), ", ")].concat();
            self.note(Error::SchemeInvalid(Fault::new(&path(), expected, cited(text))));
        }
        found
    }

    fn rate_limit(&self) -> Option<RateLimit> {
        let value = self.find("rateLimit").filter(|value| **value != Value::Null)?;
        let path = self.inside("rateLimit");
        let members = Members::of(value, &path, self.faults);
        members.check_names(&["requestsPerMinute", "waitSeconds"]);
        Some(RateLimit {
            requests_per_minute: members.number("requestsPerMinute").unwrap_or_default(),
            wait_s: members.number("waitSeconds").unwrap_or_default(),
        })
    }

    fn variants(&self) -> Vec<Misreading<'a>> {
        let list = self.list("misreadings", "a list of objects").unwrap_or_default().iter().enumerate();
        let reading = |(place, value)| {
            let path = element(&self.inside("misreadings"), place);
            let members = Members::of(value, &path, self.faults);
            members.check_names(&["id", "part", "template", "title", "detail", "fix"]);
            Misreading {
                id: members.needed("id"),
                part: members.text("part").unwrap_or("canonical"),
                template: members.needed("template"),
                title: members.text("title").unwrap_or_default(),
                detail: members.text("detail").unwrap_or_default(),
                fix: members.text("fix").unwrap_or_default(),
            }
        };
        list.map(reading).collect()
    }

    /// Refuses unknown members, which may be misspelt.
    fn check_names(&self, known: &[&str]) {
        if let Some((name, _)) = self.all.iter().find(|(name, _)| !known.contains(&&**name)) {
            self.blame(self.inside(&excerpt(name)), "a member that schemes have", "an unknown one");
        }
    }
}

/// The bindings, sorted so that each comes after those that it uses, if there is no cycle. A store of JSON may sort
/// members by name.
fn in_order<'a>(scheme: &Scheme<'a>) -> Vec<(&'a str, &'a str)> {
    let bindings = scheme.bindings;
    let names = Symbols { bindings, ..recipe::names(scheme) };
    // For each binding, a bit set of the bindings that it uses; their number is at most that of bits in a word.
    let mut needs = Vec::with_capacity(bindings.len());
    for (_, text) in bindings {
        let mut bits = 0_u64;
        if let Ok(template) = Template::parse("", text, names) {
            for part in template.parts() {
                if let Part::Input { variable: Variable::Binding(place), .. } = part {
                    bits |= 1 << place;
                }
            }
        }
        needs.push(bits);
    }
    let (mut done, mut ordered) = (0, Vec::with_capacity(needs.len()));
    while let Some(next) = (0..needs.len()).find(|&place| (needs[place] & !done) | (done & 1 << place) == 0) {
        done |= 1 << next;
        ordered.push(bindings[next]);
    }
    if ordered.len() < bindings.len() { bindings.into() } else { ordered }
}

fn too_many(path: &str, most: usize) -> Error {
    Error::SchemeInvalid(Fault::new(path, at_most(most, "of them"), "more"))
}

/// The largest number of members of an object, and of elements of an array: eight times that of any scheme in the
/// catalogue.
const MAX_MEMBERS: usize = 64;
const MAX_WAYS: usize = 8;
