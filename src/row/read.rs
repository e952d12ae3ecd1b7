//! From plain data to a row: each member of its kind, each template one that can be read.

use alloc::{string::String, vec::Vec};

use super::value::{ROW, Value};
use crate::algorithm::Algorithm;
use crate::canonical::{Names, Template, at_most};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited, excerpt};
use crate::recipe;
use crate::scheme::{BodyRule, BodyType, RateLimit, Reading, Scheme, Standard};
use crate::text::{decimal, quoted};
use crate::timestamp::TimestampForm;

/// What is done with a scheme that lives no longer than the call.
type Run<'r> = &'r mut dyn FnMut(&Scheme<'_>) -> Result<(), Error>;

/// Gives the row in `value` to `run`.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for data that is no row, and those of `run`.
pub(super) fn lend(value: &Value, run: Run<'_>) -> Result<(), Error> {
    let row = Members::of(value, "")?;
    match row.find(COMPANION) {
        None | Some(Value::Null) => row.lend(None, run),
        Some(companion) => {
            Members::of(companion, COMPANION)?.lend(None, &mut |companion| row.lend(Some(companion), run))
        }
    }
}

/// Refuses a row with templates or places that cannot be read, under the path of each.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(super) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    check_own(scheme)?;
    scheme.companion.map_or(Ok(()), |companion| check_own(companion).map_err(Error::of_companion))
}

pub(super) fn check_own(scheme: &Scheme<'_>) -> Result<(), Error> {
    let names = Names { bindings: scheme.bindings, ..recipe::names(scheme) };
    let parse = |path: &str, text: &str, names: Names<'_>| Template::parse(path, text, names).map(|_| ());
    for (place, (name, text)) in scheme.bindings.iter().enumerate() {
        parse(&inside("bindings", name), text, Names { bindings: &scheme.bindings[..place], ..names })?;
    }
    parse("canonical", scheme.canonical, names)?;
    parse("key", scheme.key, recipe::names(scheme))?;
    for (member, pairs) in [("headers", scheme.headers), ("query", scheme.query), ("fields", scheme.fields)] {
        pairs.iter().try_for_each(|(name, text)| parse(&inside(member, name), text, names))?;
    }
    let accepts = scheme.accepts.iter().map(|(_, text)| text);
    for (member, texts) in
        [("alsoCanonical", scheme.also_canonical), ("accepts", &accepts.copied().collect::<Vec<_>>())]
    {
        for (place, text) in texts.iter().enumerate() {
            parse(&element(member, place), text, names)?;
        }
    }
    // A reading of a binding knows those before it, as that binding does.
    for (place, Reading { part, template, .. }) in scheme.variants.iter().enumerate() {
        let path = |member: &str| inside(&element("variants", place), member);
        let binding = scheme.bindings.iter().position(|(name, _)| name == part);
        if binding.is_none() && *part != "canonical" {
            return Err(fault(&path("part"), "`canonical`, or the name of a binding", cited(part)));
        }
        let known = &scheme.bindings[..binding.unwrap_or(scheme.bindings.len())];
        parse(&path("template"), template, Names { bindings: known, ..names })?;
    }
    recipe::sources(scheme).map(|_| ())
}

/// The members of an object.
struct Members<'a, 'p> {
    path: &'p str,
    all: &'a [(String, Value)],
}

impl<'a, 'p> Members<'a, 'p> {
    fn of(value: &'a Value, path: &'p str) -> Result<Self, Error> {
        let Value::Object(all) = value else {
            return Err(refused(if path.is_empty() { ROW } else { path }, "an object", value));
        };
        let is_repeated = |place: usize| all[..place].iter().any(|(name, _)| *name == all[place].0);
        match (0..all.len()).find(|&place| all.len() > MAX_MEMBERS || is_repeated(place)) {
            Some(_) if all.len() > MAX_MEMBERS => Err(too_many(if path.is_empty() { ROW } else { path }, MAX_MEMBERS)),
            Some(place) => Err(fault(&inside(path, &all[place].0), "it once", "it twice")),
            None => Ok(Self { path, all }),
        }
    }

    fn lend(&self, companion: Option<&Scheme<'_>>, run: Run<'_>) -> Result<(), Error> {
        let base = Scheme::HMAC_SHA256_HEX;
        self.check_names(&MEMBERS)?;
        if companion.is_none() && !self.path.is_empty() && self.find(COMPANION).is_some_and(|own| *own != Value::Null) {
            return Err(fault(&self.inside(COMPANION), "no companion of a companion", "one"));
        }
        let timestamp = self.named("timestamp", &TIMESTAMPS.map(TimestampForm::word))?;
        let timestamp = timestamp.map_or(base.timestamp, |place| TIMESTAMPS[place]);
        let also_timestamp = self.all_named("alsoTimestamp", &TIMESTAMPS.map(TimestampForm::word))?;
        let algorithm = self.named("algorithm", &ALGORITHMS.map(Algorithm::name))?;
        let encoding = self.named("encoding", &ENCODINGS.map(Encoding::name))?;
        let standard = self.named("standard", &STANDARDS.map(Standard::name))?;
        let body = self.named("body", &BODIES.map(BodyRule::name))?;
        let body_type = self.named("bodyType", &BODY_TYPES.map(BodyType::name))?;
        let default = (timestamp != TimestampForm::None).then_some(TOLERANCE_S);
        run(&Scheme {
            id: self.needed("id")?,
            title: self.text("title")?.unwrap_or_default(),
            documentation: self.text("documentation")?.unwrap_or_default(),
            checked: self.text("checked")?.unwrap_or_default(),
            credentials: &self.texts("credentials")?.unwrap_or_else(|| Vec::from(["secret"])),
            options: &self.map("options")?,
            standard: standard.map(|place| STANDARDS[place]),
            bindings: &self.map("bindings")?,
            inputs: &self.map("inputs")?,
            items: self.text("items")?.unwrap_or_default(),
            canonical: self.needed("canonical")?,
            also_canonical: &self.texts("alsoCanonical")?.unwrap_or_default(),
            algorithm: algorithm.map_or(base.algorithm, |place| ALGORITHMS[place]),
            key: self.text("key")?.unwrap_or(base.key),
            encoding: encoding.map_or(base.encoding, |place| ENCODINGS[place]),
            headers: &self.map("headers")?,
            query: &self.map("query")?,
            fields: &self.map("fields")?,
            lists: &self.map("lists")?,
            accepts: &self.pairs("accepts")?,
            timestamp,
            also_timestamp: &also_timestamp.iter().map(|&place| TIMESTAMPS[place]).collect::<Vec<_>>(),
            tolerance_s: if self.find("toleranceSeconds").is_some() {
                self.number("toleranceSeconds")?
            } else {
                default
            },
            expires_after_s: self.number("expiresAfterSeconds")?.unwrap_or_default(),
            body: body.map_or(base.body, |place| BODIES[place]),
            body_type: body_type.map_or(base.body_type, |place| BODY_TYPES[place]),
            companion,
            rate_limit: self.rate_limit()?,
            deprecated: self.text("deprecated")?,
            published_vectors: self.flag("publishedVectors")?,
            notes: &self.texts("notes")?.unwrap_or_default(),
            variants: &self.variants()?,
        })
    }

    fn find(&self, name: &str) -> Option<&'a Value> {
        self.all.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    fn inside(&self, name: &str) -> String {
        inside(self.path, name)
    }

    /// A text; none where it is absent or null.
    fn text(&self, name: &str) -> Result<Option<&'a str>, Error> {
        match self.find(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(refused(&self.inside(name), "text", other)),
        }
    }

    fn needed(&self, name: &str) -> Result<&'a str, Error> {
        match self.text(name)? {
            Some("") if name == "id" => Err(fault(&self.inside(name), "a name such as `acme.request`", "an empty one")),
            Some(text) => Ok(text),
            None => Err(fault(&self.inside(name), "text", "none")),
        }
    }

    fn texts(&self, name: &str) -> Result<Option<Vec<&'a str>>, Error> {
        let Some(list) = self.list(name, "a list of texts")? else { return Ok(None) };
        let mut texts = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            let Value::Text(text) = value else {
                return Err(refused(&element(&self.inside(name), place), "text", value));
            };
            texts.push(&**text);
        }
        Ok(Some(texts))
    }

    fn list(&self, name: &str, expected: &'static str) -> Result<Option<&'a [Value]>, Error> {
        // Each of these is tried with every key.
        let most = if name == "alsoCanonical" { MAX_WAYS } else { MAX_MEMBERS };
        match self.find(name) {
            None => Ok(None),
            Some(Value::List(list)) if list.len() > most => Err(too_many(&self.inside(name), most)),
            Some(Value::List(list)) => Ok(Some(list)),
            Some(other) => Err(refused(&self.inside(name), expected, other)),
        }
    }

    /// An object of texts, as pairs in its order.
    fn map(&self, name: &str) -> Result<Vec<(&'a str, &'a str)>, Error> {
        let Some(value) = self.find(name) else { return Ok(Vec::new()) };
        let path = self.inside(name);
        let members = Members::of(value, &path)?;
        let mut pairs = Vec::with_capacity(members.all.len());
        for (own, value) in members.all {
            let Value::Text(text) = value else { return Err(refused(&inside(&path, own), "text", value)) };
            pairs.push((&**own, &**text));
        }
        Ok(pairs)
    }

    /// A list of pairs of texts.
    fn pairs(&self, name: &str) -> Result<Vec<(&'a str, &'a str)>, Error> {
        let list = self.list(name, "a list of pairs of texts")?.unwrap_or_default();
        let mut pairs = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            let pair = if let Value::List(pair) = value { &**pair } else { &[] };
            let [Value::Text(own), Value::Text(template)] = pair else {
                return Err(refused(&element(&self.inside(name), place), "a list of two texts", value));
            };
            pairs.push((&**own, &**template));
        }
        Ok(pairs)
    }

    /// A number; none where it is absent or null.
    fn number(&self, name: &str) -> Result<Option<u32>, Error> {
        let expected = "a whole number from 0 to 4294967295";
        match self.find(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(Some(number))) => Ok(Some(*number)),
            Some(Value::Number(None)) => Err(fault(&self.inside(name), expected, "another number")),
            Some(other) => Err(refused(&self.inside(name), expected, other)),
        }
    }

    fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.find(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(refused(&self.inside(name), "true or false", other)),
        }
    }

    /// The place in `words` of the word that the member is.
    fn named(&self, name: &str, words: &[&str]) -> Result<Option<usize>, Error> {
        self.text(name)?.map(|text| one_of(&self.inside(name), text, words)).transpose()
    }

    fn all_named(&self, name: &str, words: &[&str]) -> Result<Vec<usize>, Error> {
        let texts = self.texts(name)?.unwrap_or_default();
        let path = |place| element(&self.inside(name), place);
        texts.iter().enumerate().map(|(place, text)| one_of(&path(place), text, words)).collect()
    }

    fn rate_limit(&self) -> Result<Option<RateLimit>, Error> {
        let path = self.inside("rateLimit");
        let members = match self.find("rateLimit") {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => Members::of(value, &path)?,
        };
        members.check_names(&["requestsPerMinute", "waitSeconds"])?;
        Ok(Some(RateLimit {
            requests_per_minute: members.number("requestsPerMinute")?.unwrap_or_default(),
            wait_s: members.number("waitSeconds")?.unwrap_or_default(),
        }))
    }

    fn variants(&self) -> Result<Vec<Reading<'a>>, Error> {
        let list = self.list("variants", "a list of objects")?.unwrap_or_default();
        let mut variants = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            let path = element(&self.inside("variants"), place);
            let members = Members::of(value, &path)?;
            members.check_names(&["id", "part", "template", "title", "detail", "fix"])?;
            variants.push(Reading {
                id: members.needed("id")?,
                part: members.text("part")?.unwrap_or("canonical"),
                template: members.needed("template")?,
                title: members.text("title")?.unwrap_or_default(),
                detail: members.text("detail")?.unwrap_or_default(),
                fix: members.text("fix")?.unwrap_or_default(),
            });
        }
        Ok(variants)
    }

    /// Refuses what nobody asks for, which may be a member with its name misspelt.
    fn check_names(&self, known: &[&str]) -> Result<(), Error> {
        match self.all.iter().find(|(name, _)| !known.contains(&&**name)) {
            None => Ok(()),
            Some((name, _)) => Err(fault(&self.inside(&excerpt(name)), "a member that rows have", "an unknown one")),
        }
    }
}

fn one_of(path: &str, text: &str, words: &[&str]) -> Result<usize, Error> {
    let found = words.iter().position(|word| *word == text);
    found.ok_or_else(|| {
        let expected = ["one of ", &quoted(words.iter().copied(), ", ")].concat();
        Error::SchemeInvalid(Fault::new(path, expected, cited(text)))
    })
}

fn refused(path: &str, expected: &'static str, got: &Value) -> Error {
    fault(path, expected, got.kind())
}

fn fault(path: &str, expected: &'static str, got: impl Into<alloc::borrow::Cow<'static, str>>) -> Error {
    Error::SchemeInvalid(Fault::new(path, expected, got))
}

fn too_many(path: &str, most: usize) -> Error {
    Error::SchemeInvalid(Fault::new(path, at_most(most, "of them"), "more"))
}

fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { [path, ".", name].concat() }
}

/// The path of the element at `place`.
fn element(path: &str, place: usize) -> String {
    [path, "[", &decimal(place), "]"].concat()
}

const COMPANION: &str = "companion";
/// What a row with a timestamp allows where it does not say.
const TOLERANCE_S: u32 = 300;
/// Of members of one object and of elements of one list; eight times what any row of the catalogue has.
const MAX_MEMBERS: usize = 64;
const MAX_WAYS: usize = 8;
/// All members, and what editors put in front.
const MEMBERS: [&str; 33] = [
    "$schema",
    "id",
    "title",
    "documentation",
    "checked",
    "credentials",
    "options",
    "standard",
    "bindings",
    "inputs",
    "items",
    "canonical",
    "alsoCanonical",
    "algorithm",
    "key",
    "encoding",
    "headers",
    "query",
    "fields",
    "lists",
    "accepts",
    "timestamp",
    "alsoTimestamp",
    "toleranceSeconds",
    "expiresAfterSeconds",
    "body",
    "bodyType",
    COMPANION,
    "rateLimit",
    "deprecated",
    "publishedVectors",
    "notes",
    "variants",
];
const ALGORITHMS: [Algorithm; 12] = [
    Algorithm::None,
    Algorithm::HmacSha1,
    Algorithm::HmacSha256,
    Algorithm::Aws4HmacSha256,
    Algorithm::HmacSha512,
    Algorithm::Sha256KeyFirst,
    Algorithm::Sha256KeyLast,
    Algorithm::RsaesPkcs1v15,
    Algorithm::RsassaPss,
    Algorithm::RsassaPssSha512,
    Algorithm::RsassaPkcs1v15,
    Algorithm::Jws,
];
const ENCODINGS: [Encoding; 5] =
    [Encoding::Hex, Encoding::Base64, Encoding::Base64Lines, Encoding::Base64Percent, Encoding::Base64Url];
const TIMESTAMPS: [TimestampForm; 6] = [
    TimestampForm::None,
    TimestampForm::Seconds,
    TimestampForm::Milliseconds,
    TimestampForm::Iso8601,
    TimestampForm::Iso8601Basic,
    TimestampForm::Rfc1123,
];
const STANDARDS: [Standard; 2] = [Standard::HttpMessageSignatures, Standard::AwsSignatureV4];
const BODIES: [BodyRule; 2] = [BodyRule::AsGiven, BodyRule::AsSigned];
const BODY_TYPES: [BodyType; 2] = [BodyType::Json, BodyType::Form];
