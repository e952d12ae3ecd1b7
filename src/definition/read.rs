//! From JSON data to a borrowed scheme; checks the type of each member.

#[cfg(feature = "catalogue")]
use alloc::boxed::Box;
use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use super::rules::{element, fault, inside};
use super::value::{SCHEME, Value};
use crate::canonical::{Part, Symbols, Template, Variable};
use crate::error::{Error, Fault, cited, excerpt};
use crate::named::Named;
use crate::recipe;
use crate::scheme::members::{misreading_members, rate_limit_members, scheme_members};
use crate::scheme::{Misreading, RateLimit, Scheme, Tolerance};
use crate::text::{at_most, quoted};

/// A function that is called with a borrowed scheme.
type Run<'r> = &'r mut dyn FnMut(&Scheme<'_>) -> Result<(), Error>;

/// What happens to a scheme with a faulty member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is refused.
    Strict,
    /// The member counts as left out.
    #[cfg(feature = "js-describe")]
    Lenient,
}

/// Calls `run` with the scheme in `value`.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for data that is not a scheme, if it is read strictly; the errors of `run`.
pub(super) fn lend(value: &Value, reading: Reading, run: Run<'_>) -> Result<(), Error> {
    let faults = Faults { reading, first: Cell::default() };
    let definition = Members::of(value, "", &faults);
    match definition.find(COMPANION) {
        None | Some(Value::Null) => definition.lend(None, run),
        Some(companion) => Members::of(companion, COMPANION, &faults)
            .lend(None, &mut |companion| definition.lend(Some(companion), run)),
    }
}

/// The scheme in `value`, read strictly, for as long as the program runs.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for data that is not a scheme.
#[cfg(feature = "catalogue")]
pub(super) fn leak(value: &'static Value) -> Result<Scheme<'static>, Error> {
    let faults = Faults { reading: Reading::Strict, first: Cell::default() };
    let definition = Members::of(value, "", &faults);
    let companion = match definition.find(COMPANION) {
        None | Some(Value::Null) => None,
        Some(companion) => Some(Members::of(companion, COMPANION, &faults).leak(None)),
    };
    let scheme = definition.leak(companion.map(|companion| &*Box::leak(Box::new(companion))));
    faults.first.take().map_or(Ok(scheme), Err)
}

/// The first fault. Checking once at the end takes less code than returning early from each member.
struct Faults {
    reading: Reading,
    first: Cell<Option<Error>>,
}

/// The members of an object.
struct Members<'a, 'p> {
    path: &'p str,
    all: &'a [(String, Value)],
    faults: &'p Faults,
}

/// A value with the members that `$members` finds, and with the defaults of all others. What a `list` borrows lives as long as
/// the value if it is `lent`, and as long as the program if it is `leaked`.
macro_rules! read {
    (
        $members:ident, $companion:ident, $kept:ident;
        $(#[doc = $about:literal])+
        #[derive($($derived:ident),+)]
        $type:ident $(<$life:lifetime>)?;
        $(
            $(#[doc = $documentation:literal])+
            $name:literal $field:ident: $of:ty = $default:expr, $how:ident $kind:ident $(<$named:ty>)?;
        )+
    ) => {
        $type { $($field: member!($members, $companion, $kept, $name, $type::DEFAULT.$field, $how $kind)),+ }
    };
}

macro_rules! member {
    ($members:ident, $companion:ident, $kept:ident, $name:literal, $default:expr, value companion) => {
        $companion
    };
    ($members:ident, $companion:ident, $kept:ident, $name:literal, $default:expr, value $kind:ident) => {
        $members.$kind($name, $default)
    };
    ($members:ident, $companion:ident, lent, $name:literal, $default:expr, list $kind:ident) => {
        &*$members.$kind($name, $default)
    };
    ($members:ident, $companion:ident, leaked, $name:literal, $default:expr, list $kind:ident) => {
        $members.$kind($name, $default).leak()
    };
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
        self.check(companion);
        let scheme = scheme_members!(read, self, companion, lent);
        match self.faults.first.take().filter(|_| self.faults.reading == Reading::Strict) {
            Some(fault) => Err(fault),
            None => run(&Scheme { bindings: &in_order(&scheme), ..scheme }),
        }
    }

    /// Refuses members that no scheme has, and the companion of a companion.
    fn check(&self, companion: Option<&Scheme<'_>>) {
        self.check_names(Scheme::NAMES, &[EDITORS]);
        if companion.is_none() && !self.path.is_empty() && self.find(COMPANION).is_some_and(|own| *own != Value::Null) {
            let why = "the companion of a scheme has none of its own";
            self.note(Error::SchemeInvalid(Fault::inapplicable(&self.inside(COMPANION), why)));
        }
    }

    /// Records a fault, unless there is one already.
    fn note(&self, error: Error) {
        let first = self.faults.first.take().unwrap_or(error);
        self.faults.first.set(Some(first));
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

    /// The member, unless it is absent or null.
    fn present(&self, name: &str) -> Option<&'a Value> {
        self.find(name).filter(|value| **value != Value::Null)
    }

    fn string(&self, value: &'a Value, path: impl FnOnce() -> String) -> Option<&'a str> {
        if let Value::Text(text) = value {
            return Some(text);
        }
        self.blame(path(), "a string", value.kind());
        None
    }

    fn optional_text(&self, name: &str, _: Option<&'a str>) -> Option<&'a str> {
        self.string(self.present(name)?, || self.inside(name))
    }

    fn text(&self, name: &str, default: &'a str) -> &'a str {
        self.optional_text(name, None).unwrap_or(default)
    }

    /// A string that must not be absent.
    fn needed(&self, name: &str, default: &'a str) -> &'a str {
        match self.optional_text(name, None) {
            Some("") if name == "id" => self.blame(self.inside(name), "a name such as `acme.request`", "an empty one"),
            Some(text) => return text,
            None => self.blame(self.inside(name), "a string", "none"),
        }
        default
    }

    fn texts(&self, name: &str, default: &[&'a str]) -> Vec<&'a str> {
        let Some(list) = self.list(name, "a list of strings") else { return Vec::from(default) };
        let mut texts = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            texts.extend(self.string(value, || element(&self.inside(name), place)));
        }
        texts
    }

    fn list(&self, name: &str, expected: &'static str) -> Option<&'a [Value]> {
        // A verifier tries each of these with every key.
        let most = if name == "acceptedCanonicals" { MAX_WAYS } else { MAX_MEMBERS };
        let value = self.find(name)?;
        let Value::List(list) = value else {
            self.blame(self.inside(name), expected, value.kind());
            return None;
        };
        if list.len() > most {
            self.note(too_many(&self.inside(name), most));
            return None;
        }
        Some(list)
    }

    /// An object of strings, as pairs in its order.
    fn map(&self, name: &str, _: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let Some(value) = self.find(name) else { return Vec::new() };
        let path = self.inside(name);
        let all = Members::of(value, &path, self.faults).all;
        let mut pairs = Vec::with_capacity(all.len());
        for (own, value) in all {
            if let Some(text) = self.string(value, || inside(&path, own)) {
                pairs.push((&**own, text));
            }
        }
        pairs
    }

    /// An array of pairs of strings.
    fn pairs(&self, name: &str, _: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
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
    fn optional_number(&self, name: &str) -> Option<u32> {
        let value = self.present(name)?;
        let got = if let Value::Number(number) = value {
            match number {
                Some(number) => return Some(*number),
                None => "another number",
            }
        } else {
            value.kind()
        };
        self.blame(self.inside(name), "a whole number from 0 to 4294967295", got);
        None
    }

    fn number(&self, name: &str, default: u32) -> u32 {
        self.optional_number(name).unwrap_or(default)
    }

    fn number_or_none(&self, name: &str, _: Option<u32>) -> Option<u32> {
        self.optional_number(name)
    }

    fn tolerance(&self, name: &str, default: Tolerance) -> Tolerance {
        match (self.find(name), self.optional_number(name)) {
            (None, _) => default,
            (Some(_), None) => Tolerance::Off,
            (Some(_), Some(seconds)) => Tolerance::Seconds(seconds),
        }
    }

    fn flag(&self, name: &str, default: bool) -> bool {
        match self.find(name) {
            None => {}
            Some(Value::Bool(flag)) => return *flag,
            Some(other) => self.blame(self.inside(name), "true or false", other.kind()),
        }
        default
    }

    fn one<T: Named>(&self, name: &str, default: T) -> T {
        self.place(name, T::NAMES).map_or(default, |place| T::ALL[place])
    }

    fn optional<T: Named>(&self, name: &str, _: Option<T>) -> Option<T> {
        self.place(name, T::NAMES).map(|place| T::ALL[place])
    }

    fn all<T: Named>(&self, name: &str, _: &[T]) -> Vec<T> {
        let mut all = Vec::new();
        for (place, text) in self.texts(name, &[]).into_iter().enumerate() {
            let found = self.one_of(text, T::NAMES, || element(&self.inside(name), place));
            all.extend(found.map(|place| T::ALL[place]));
        }
        all
    }

    /// The index in `names` of a string member.
    fn place(&self, name: &str, names: &[&str]) -> Option<usize> {
        self.one_of(self.optional_text(name, None)?, names, || self.inside(name))
    }

    /// The index in `names` of a string.
    fn one_of(&self, text: &str, names: &[&str], path: impl FnOnce() -> String) -> Option<usize> {
        let found = names.iter().position(|name| *name == text);
        if found.is_none() {
            let expected = ["one of ", &quoted(names.iter().copied(), ", ")].concat();
            self.note(Error::SchemeInvalid(Fault::new(&path(), expected, cited(text))));
        }
        found
    }

    fn rate_limit(&self, name: &str, _: Option<RateLimit>) -> Option<RateLimit> {
        let value = self.present(name)?;
        let path = self.inside(name);
        let members = Members::of(value, &path, self.faults);
        members.check_names(RateLimit::NAMES, &[]);
        Some(rate_limit_members!(read, members, none, lent))
    }

    fn misreadings(&self, name: &str, _: &[Misreading<'a>]) -> Vec<Misreading<'a>> {
        let list = self.list(name, "a list of objects").unwrap_or_default().iter().enumerate();
        let misreading = |(place, value)| {
            let path = element(&self.inside(name), place);
            let members = Members::of(value, &path, self.faults);
            members.check_names(Misreading::NAMES, &[]);
            misreading_members!(read, members, none, lent)
        };
        list.map(misreading).collect()
    }

    /// Refuses unknown members, which may be misspelt.
    fn check_names(&self, known: &[&str], others: &[&str]) {
        if let Some((name, _)) = self.all.iter().find(|(name, _)| !known.iter().chain(others).any(|own| own == name)) {
            self.blame(self.inside(&excerpt(name)), "a member that schemes have", "an unknown one");
        }
    }
}

#[cfg(feature = "catalogue")]
impl Members<'static, '_> {
    fn leak(&self, companion: Option<&'static Scheme<'static>>) -> Scheme<'static> {
        self.check(companion);
        let scheme = scheme_members!(read, self, companion, leaked);
        Scheme { bindings: in_order(&scheme).leak(), ..scheme }
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
pub(super) const COMPANION: &str = "companion";
/// The member that names the JSON Schema, which editors use.
const EDITORS: &str = "$schema";
