//! What should have been signed: the row's templates with the values of the case, to be changed one by one.

use alloc::{string::String, vec::Vec};

use super::layout::{first_filter, without_first_filters};
use super::received::{Carried, made_otherwise};
use super::report::Pieces;
use super::url::split;
use super::variant::{Change, Variant};
use crate::canonical::filter::Filter;
use crate::canonical::{Canonical, Inputs, Part, Template, Variable, params};
use crate::credentials::{self, KeyRecipe};
use crate::error::Error;
use crate::json;
use crate::message::Message;
use crate::recipe::{self, Recipe};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::find;
use crate::url::Url;
use crate::verify::covered_url;

/// The row's templates, and the values that they are filled with.
#[derive(Debug)]
pub(super) struct Base {
    pub method: String,
    /// The URL up to its query, and the query with its `?`.
    pub front: String,
    pub tail: String,
    /// The body as it stands, and as the row prints it.
    pub raw_body: Vec<u8>,
    pub body: Vec<u8>,
    pub timestamp: String,
    /// The canonical strings that a signature may be over.
    pub ways: Vec<Template>,
    pub bindings: Vec<Template>,
    options: Vec<String>,
    given: Vec<Vec<u8>>,
    /// The credentials of each key.
    pub sets: Vec<Vec<Secret>>,
    /// Whether the canonical string holds a credential, so that each key has its own.
    pub is_per_key: bool,
    /// Whether the timestamp travels in the query, and in the body.
    time_is_in: [bool; 2],
    /// Why the body cannot be printed as the row wants, so that it stands as it is.
    pub fault: Option<Error>,
    /// Why the message is wrong whatever is signed.
    pub beside: Option<Error>,
}

/// The canonical string of a candidate, in buffers that are kept.
#[derive(Debug, Default)]
pub(super) struct Built {
    pub bytes: Vec<u8>,
    bindings: Vec<Vec<u8>>,
    url: String,
}

impl Base {
    pub(super) fn read(
        scheme: &Scheme<'_>,
        key: &KeyRecipe,
        given: &[(&str, Secret)],
        options: Vec<String>,
        message: &Message<'_>,
        carried: &Carried,
        timestamp: &str,
    ) -> Result<Self, Error> {
        let recipes: Result<Vec<Recipe>, Error> = [scheme.canonical]
            .iter()
            .chain(scheme.also_canonical)
            .map(|text| Recipe::read(scheme, text, None))
            .collect();
        let recipes = recipes?;
        let names_credential =
            |index| key.uses(index) || recipes.iter().any(|recipe| recipe.uses(Variable::Credential(index)));
        let sets = credentials::sets(scheme, given, names_credential)?;
        let timestamp = match timestamp {
            "" => carried.timestamp.clone().unwrap_or_default(),
            text => text.into(),
        };
        let mut base = Self {
            method: if message.method.is_empty() { "GET" } else { message.method }.into(),
            front: String::new(),
            tail: String::new(),
            raw_body: with_fields(scheme, message.body, &timestamp),
            body: Vec::new(),
            ways: recipes.iter().map(|recipe| recipe.template.clone()).collect(),
            bindings: recipes.into_iter().next().map(|recipe| recipe.bindings).unwrap_or_default(),
            given: recipe::given(&recipe::sources(scheme)?, message)?,
            sets,
            is_per_key: false,
            time_is_in: [scheme.query, scheme.fields].map(|places| places.iter().any(|(_, value)| *value == TIMESTAMP)),
            fault: None,
            beside: made_otherwise(scheme, message),
            timestamp,
            options,
        };
        let is_per_key = base.templates().any(|template| template.credential().is_some());
        base.is_per_key = is_per_key;
        base.set_url(scheme, message.url);
        base.filter_once();
        Ok(base)
    }

    /// Builds the canonical string of the way `way` with the changes of `picks`, for the key `set`; `None` where a filter
    /// cannot take its input.
    pub(super) fn build(&self, picks: &[&Variant], way: usize, set: usize, built: &mut Built) -> Option<()> {
        let Built { bytes, bindings, url } = built;
        let chosen = self.chosen(picks, set, url);
        bindings.resize_with(self.bindings.len(), Vec::new);
        for (place, template) in self.bindings.iter().enumerate() {
            let mut value = core::mem::take(&mut bindings[place]);
            value.clear();
            let template = chosen.template(Some(place), template);
            let written = template.fill(&Inputs { bindings, ..chosen.inputs }, &mut value).ok();
            chosen.encode(&mut value);
            bindings[place] = value;
            written?;
        }
        bytes.clear();
        let template = chosen.template(None, &self.ways[way]);
        template.fill(&Inputs { bindings, ..chosen.inputs }, bytes).ok()?;
        chosen.encode(bytes);
        Some(())
    }

    /// The same in labelled segments; empty where it cannot be built.
    pub(super) fn pieces(&self, picks: &[&Variant], way: usize, set: usize) -> Pieces {
        let mut built = Built::default();
        if self.build(picks, way, set, &mut built).is_none() {
            return Pieces::new();
        }
        let Built { bindings, mut url, .. } = built;
        let chosen = self.chosen(picks, set, &mut url);
        let template = chosen.template(None, &self.ways[way]);
        let mut canonical = Canonical::default();
        if canonical.build(template, &Inputs { bindings: &bindings, ..chosen.inputs }).is_err() {
            return Pieces::new();
        }
        let piece = |segment: crate::canonical::Segment<'_>| {
            let mut bytes = segment.bytes.to_vec();
            chosen.encode(&mut bytes);
            (segment.label.into(), bytes)
        };
        canonical.segments(template).map(piece).collect()
    }

    /// A number that is another for other canonical strings.
    pub(super) fn fingerprint(&self, picks: &[&Variant], built: &mut Built) -> Option<u64> {
        let mut print = FNV_OFFSET;
        for way in 0..self.ways.len() {
            self.build(picks, way, 0, built)?;
            for &byte in built.bytes.iter().chain(b"\0") {
                print = (print ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
            }
        }
        Some(print)
    }

    /// The body, or a short one that stands for it where only other things change.
    pub(super) fn short_body(&self) -> Vec<u8> {
        let length = if self.body.len() > LONG { SHORT } else { self.body.len() };
        self.body[..length].to_vec()
    }

    pub(super) fn uses(&self, variables: &[Variable]) -> bool {
        self.templates().any(|template| variables.iter().any(|&variable| template.uses(variable)))
    }

    /// Whether the timestamp is in the canonical string of the way `way`, by itself or in a part of the request.
    pub(super) fn covers_time(&self, way: usize) -> bool {
        let uses = |variables: &[Variable]| {
            let templates = self.ways.get(way).into_iter().chain(&self.bindings);
            templates.into_iter().any(|template| variables.iter().any(|&variable| template.uses(variable)))
        };
        let [query, body] = self.time_is_in;
        uses(&[Variable::Timestamp])
            || (query && uses(&[Variable::Url, Variable::Target, Variable::Query]))
            || (body && uses(&[Variable::Body]))
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        self.ways.iter().chain(&self.bindings)
    }

    fn chosen<'a>(&'a self, picks: &[&'a Variant], set: usize, url: &'a mut String) -> Chosen<'a> {
        let mut chosen = Chosen {
            inputs: Inputs {
                method: &self.method,
                body: &self.body,
                timestamp: &self.timestamp,
                credentials: &self.sets[set],
                options: &self.options,
                given: &self.given,
                ..Inputs::default()
            },
            picks: [picks.first().copied(), picks.get(1).copied()],
        };
        let (mut front, mut tail, mut query) = (&self.front, &self.tail, None);
        for pick in picks {
            match &pick.change {
                Change::Method(method) => chosen.inputs.method = method,
                Change::Body(body) => chosen.inputs.body = body,
                Change::Timestamp(timestamp) => chosen.inputs.timestamp = timestamp,
                Change::Query(own) => query = Some(own),
                Change::Url(own, decoded) => {
                    front = own;
                    tail = decoded.as_ref().unwrap_or(tail);
                }
                Change::Layout(..) | Change::Charset(_) | Change::Secret(_) | Change::Mac(_) => {}
            }
        }
        url.clear();
        url.push_str(front);
        url.push_str(query.unwrap_or(tail));
        chosen.inputs.url = Url::received(url);
        chosen
    }

    fn set_url(&mut self, scheme: &Scheme<'_>, url: &str) {
        let holds = |template: &str| find(template.as_bytes(), b"{signature}").is_some();
        let signatures: Vec<&str> =
            scheme.query.iter().filter(|(_, template)| holds(template)).map(|(name, _)| *name).collect();
        let url = covered_url(url, &signatures);
        let (front, tail) = split(&url);
        self.front = front.into();
        self.tail = tail.into();
        let query = tail.trim_start_matches('?').as_bytes();
        for (name, _) in scheme.query.iter().filter(|(_, template)| *template == TIMESTAMP) {
            let is_there = [query, &self.raw_body].iter().any(|params| params::find(params, name).is_some());
            if !is_there && !self.timestamp.is_empty() {
                let mut query = query.to_vec();
                params::push(&mut query, name, self.timestamp.as_bytes());
                self.tail = ["?", &String::from_utf8(query).unwrap_or_default()].concat();
            }
        }
    }

    /// Does the work of the filters that come first on body and method, and takes them out of the templates.
    fn filter_once(&mut self) {
        self.body.clone_from(&self.raw_body);
        let mut filters = Vec::new();
        for part in self.templates().flat_map(Template::parts) {
            if let Part::Input { variable, filters: own, .. } = part {
                filters.extend(first_filter(*variable, own));
            }
        }
        for filter in filters {
            match filter {
                Filter::Upper => self.method.make_ascii_uppercase(),
                Filter::Lower => self.method.make_ascii_lowercase(),
                _ if !self.raw_body.is_empty() => {
                    let mut printed = Vec::new();
                    match json::reserialise(&self.raw_body, &mut printed) {
                        Ok(()) => self.body = printed,
                        Err(misfit) => self.fault = Some(Error::BodyInvalid(misfit.of("body"))),
                    }
                }
                _ => {}
            }
        }
        for template in self.ways.iter_mut().chain(&mut self.bindings) {
            *template = without_first_filters(template);
        }
    }
}

/// The values of one candidate.
struct Chosen<'a> {
    inputs: Inputs<'a>,
    picks: [Option<&'a Variant>; 2],
}

impl<'a> Chosen<'a> {
    fn template(&self, slot: Option<usize>, own: &'a Template) -> &'a Template {
        let other = self.picks.iter().flatten().find_map(|pick| match &pick.change {
            Change::Layout(place, template) if *place == slot => Some(template),
            _ => None,
        });
        other.unwrap_or(own)
    }

    fn encode(&self, bytes: &mut Vec<u8>) {
        for pick in self.picks.iter().flatten() {
            if let Change::Charset(charset) = pick.change {
                charset.apply(bytes);
            }
        }
    }
}

/// A form with the timestamp that the row puts into it.
fn with_fields(scheme: &Scheme<'_>, body: &[u8], timestamp: &str) -> Vec<u8> {
    let mut body = body.to_vec();
    for (name, _) in scheme.fields.iter().filter(|(_, template)| *template == TIMESTAMP) {
        let is_form = !body.is_empty() && !json::is_json(&body);
        if is_form && !timestamp.is_empty() && params::find(&body, name).is_none() {
            params::push(&mut body, name, timestamp.as_bytes());
        }
    }
    body
}

/// FNV-1a of 64 bits.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;
const TIMESTAMP: &str = "{timestamp}";
const LONG: usize = 4096;
const SHORT: usize = 64;
