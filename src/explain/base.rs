//! What should have been signed: the scheme's templates with the values of the case, to be changed one by one.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::beside::Beside;
use super::binding::Hashing;
use super::body::Bodies;
use super::built::Built;
use super::layout::{first_filter, without_first_filters};
use super::mac::Derivation;
use super::placed::with_time;
use super::received::Carried;
use super::report::Pieces;
use super::url::tail_of;
use super::variant::{Change, Sent, Variant};
use crate::canonical::filter::Filter;
use crate::canonical::{Canonical, Inputs, Limit, Part, Template, Variable, params};
use crate::credentials::{self, KeyRecipe};
use crate::error::Error;
use crate::json;
use crate::message::Message;
use crate::placement::{self, Placements};
use crate::recipe::{self, BodyReader, Location, Locator, Members, Recipe, SignedParts};
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::utf8;
use crate::timestamp::TimestampForm;
use crate::url::{Url, split_query};

/// The scheme's templates, and the values that they are filled with.
#[derive(Debug)]
pub(super) struct Base {
    pub method: String,
    /// The URL up to its query, and the query with its `?`.
    pub front: String,
    pub tail: String,
    /// The query with the signature in it, where one stands there.
    pub whole_tail: String,
    /// The body as it stands, and what may have been signed in its place.
    pub bodies: Bodies,
    /// The body as the scheme prints it, where it does.
    printed: Option<Vec<u8>>,
    pub timestamp: String,
    /// The canonical strings that a signature may be over.
    pub ways: Vec<Template>,
    pub bindings: Vec<Template>,
    pub options: Vec<String>,
    pub given: Vec<Vec<u8>>,
    /// The protected header of a JWS.
    pub protected: Vec<u8>,
    /// The credentials of each key.
    pub sets: Vec<Vec<Secret>>,
    /// Whether the canonical string holds a credential, so that each key has its own.
    pub is_per_key: bool,
    pub placements: Placements,
    /// Whether the URL is signed, or a value is read from it.
    pub reads_url: bool,
    /// What the timestamp is called in query and body, and whether these, as they are, hold it.
    time_names: Vec<String>,
    time_stands_in: [bool; 2],
    /// Whether the filters that come first on body and method are done, and not in the templates any more.
    pub is_filtered: bool,
    /// Why the body cannot be printed as the scheme wants, so that it stands as it is.
    pub fault: Option<Error>,
    /// Whether it is not clear where an input ends in the canonical string.
    pub is_ambiguous: bool,
    /// The forms of time that the scheme reads.
    pub times: Vec<TimestampForm>,
    /// How the key is derived, if it is.
    pub derivation: Option<Derivation>,
    /// Why the message is wrong whatever is signed.
    pub beside: Option<Box<Beside>>,
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
            .chain(scheme.accepted_canonicals)
            .map(|text| Recipe::read(scheme, text, carried.form))
            .collect();
        let recipes = recipes?;
        let is_secret = !scheme.algorithm.is_asymmetric();
        let names_credential = |index| {
            (is_secret && key.uses(index)) || recipes.iter().any(|recipe| recipe.uses(Variable::Credential(index)))
        };
        let sets = credentials::sets(scheme, given, names_credential)?;
        let timestamp = match timestamp {
            "" => carried.timestamp.clone().unwrap_or_default(),
            text => text.into(),
        };
        let inputs = recipe::locators(scheme)?;
        let templates: Vec<_> = recipes.iter().flat_map(Recipe::templates).collect();
        let reader = BodyReader::new(scheme, &inputs, &templates);
        let format = BodyReader::format(reader.as_ref(), message)?;
        let members = Members::read(format, message.body)?;
        let given = recipe::extract(&inputs, message, members)?;
        let placements = placement::readable(scheme, &options);
        let url = params::covered(message.url, &placements.signature_parameters());
        let unsigned = Message { url: &url, ..*message };
        let (sent_to, body) = with_time(&placements, scheme.body_type, &unsigned, format, &timestamp);
        let default = message.default_method(!scheme.fields.is_empty());
        let mut base = Self {
            is_ambiguous: recipes.iter().any(|recipe| recipe.check_ends(message.method, &inputs, &given).is_err()),
            method: [message.method, default].concat(),
            front: split_query(&sent_to).0.into(),
            tail: tail_of(&sent_to).into(),
            whole_tail: if *url == *message.url { "" } else { tail_of(message.url) }.into(),
            bodies: Bodies::of(body),
            printed: None,
            ways: Vec::new(),
            bindings: Vec::new(),
            given,
            protected: Vec::new(),
            sets,
            is_per_key: false,
            is_filtered: false,
            reads_url: placements.reads_url() || inputs.iter().any(Locator::is_parameter),
            time_names: [Location::Query, Location::Field]
                .into_iter()
                .flat_map(|location| placements.timed(location))
                .map(|own| own.name.clone())
                .collect(),
            time_stands_in: [false; 2],
            fault: None,
            times: [scheme.timestamp].iter().chain(scheme.accepted_timestamps).copied().collect(),
            beside: Beside::read(&placements, message, members),
            derivation: Derivation::read(scheme),
            timestamp,
            options,
            placements,
        };
        recipes.into_iter().for_each(|recipe| base.add_way(recipe, scheme.bindings.len()));
        base.take_made(&carried.made);
        let is_per_key = base.templates().any(|template| template.credential().is_some());
        base.is_per_key = is_per_key;
        base.filter_once();
        let signs_query = base.uses(&[Variable::Url, Variable::Target, Variable::Query]);
        base.reads_url |= signs_query || base.uses(&[Variable::Base, Variable::Path]);
        base.time_stands_in = [
            signs_query && base.retimed(base.query(), "", &mut Vec::new()),
            base.uses(&[Variable::Body]) && base.retimed(base.body(), "", &mut Vec::new()),
        ];
        Ok(base)
    }

    /// All ways share the bindings of the scheme, of which there are `shared`; the payload of a JWS, which comes after them, is each
    /// way's own.
    fn add_way(&mut self, recipe: Recipe, shared: usize) {
        let own = self.bindings.len().max(shared);
        let mut parts = recipe.template.parts().to_vec();
        for part in &mut parts {
            if let Part::Input { variable: Variable::Binding(index), .. } = part
                && *index >= shared
            {
                *index = own;
            }
        }
        self.ways.push(Template::of(parts));
        let known = if self.bindings.is_empty() { 0 } else { shared };
        self.bindings.extend(recipe.bindings.into_iter().skip(known));
    }

    /// The body that is due.
    pub(super) fn body(&self) -> &[u8] {
        self.printed.as_deref().unwrap_or_else(|| self.bodies.raw())
    }

    /// Builds the canonical strings of all ways with the changes of `picks`, for the key `set`; `None` where a filter cannot
    /// take its input, or a body cannot be made.
    pub(super) fn build(&self, picks: &[&Variant], set: usize, built: &mut Built) -> Option<()> {
        let Built { ways, bindings, url, body, timed, hashing, read } = built;
        *read = 0;
        let body = self.body_of(picks, body)?;
        let mut chosen = self.chosen(picks, set, body, url, timed);
        let budget = chosen.inputs.budget(&[]).times(self.ways.len());
        chosen.inputs.limit = Limit::Budget { left: &budget };
        let filled = self.fill(&chosen, bindings, ways, hashing);
        *read = budget.spent() as u64;
        filled
    }

    fn fill(
        &self,
        chosen: &Chosen<'_>,
        bindings: &mut Vec<Vec<u8>>,
        ways: &mut Vec<Vec<u8>>,
        hashing: &mut Hashing,
    ) -> Option<()> {
        self.fill_bindings(chosen, bindings, hashing)?;
        ways.resize_with(self.ways.len(), Vec::new);
        for (bytes, template) in ways.iter_mut().zip(&self.ways) {
            chosen.fill(None, template, bindings, bytes)?;
        }
        Some(())
    }

    /// The string of the way `way` in labelled segments; empty where it cannot be built.
    pub(super) fn pieces(&self, picks: &[&Variant], way: usize, set: usize) -> Pieces {
        let mut built = Built::default();
        if self.build(picks, set, &mut built).is_none() {
            return Pieces::new();
        }
        let Built { bindings, mut url, mut body, mut timed, .. } = built;
        let Some(body) = self.body_of(picks, &mut body) else { return Pieces::new() };
        let chosen = self.chosen(picks, set, body, &mut url, &mut timed);
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

    pub(super) fn uses(&self, variables: &[Variable]) -> bool {
        self.templates().any(|template| variables.iter().any(|&variable| template.uses(variable)))
    }

    /// Whether the timestamp is in the canonical string of the way `way`, by itself or in a part of the request.
    pub(super) fn covers_time(&self, way: usize) -> bool {
        let signed = |template| SignedParts::read(template, &self.bindings);
        self.ways.get(way).is_some_and(|template| self.placements.time_is_covered(&signed(template)))
    }

    /// Where the timestamp stands in what is signed.
    pub(super) fn sent(&self) -> &'static [Sent] {
        match (self.uses(&[Variable::Timestamp]), self.time_stands_in.contains(&true)) {
            (true, true) => &[Sent::Apart, Sent::Both],
            (true, false) => &[Sent::Apart],
            (false, true) => &[Sent::Inside],
            (false, false) => &[],
        }
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        self.ways.iter().chain(&self.bindings)
    }

    /// Whether it is a digest of the body that is signed.
    fn hashes_body(&self) -> bool {
        let hashes = |part: &Part| matches!(part, Part::Input { variable: Variable::Body, filters, .. } if filters.iter().any(Filter::is_hash));
        self.templates().any(|template| template.parts().iter().any(hashes))
    }

    /// Puts a query or body with the timestamp `to` into `out`; `false` where it holds none.
    fn retimed(&self, text: &[u8], to: &str, out: &mut Vec<u8>) -> bool {
        !self.timestamp.is_empty() && placement::replaced(text, &self.time_names, &self.timestamp, to, out)
    }

    fn query(&self) -> &[u8] {
        self.tail.trim_start_matches('?').as_bytes()
    }

    /// The body with the changes of `picks`, which is made unless `made` holds it already.
    fn body_of<'b>(&'b self, picks: &[&Variant], made: &'b mut Option<(usize, Option<Vec<u8>>)>) -> Option<&'b [u8]> {
        let own = picks.iter().find_map(|pick| if let Change::Body(own) = pick.change { Some(own) } else { None });
        let Some(own) = own else { return Some(self.body()) };
        if made.as_ref().is_none_or(|(known, _)| *known != own) {
            // The last one is dropped before there is another.
            *made = None;
            *made = Some((own, self.bodies.make(own)));
        }
        made.as_ref()?.1.as_deref()
    }

    fn chosen<'a>(
        &'a self,
        picks: &[&'a Variant],
        set: usize,
        body: &'a [u8],
        url: &'a mut String,
        timed: &'a mut Vec<u8>,
    ) -> Chosen<'a> {
        let mut chosen = Chosen {
            inputs: Inputs {
                method: &self.method,
                body,
                timestamp: &self.timestamp,
                credentials: &self.sets[set],
                options: &self.options,
                extracted: &self.given,
                protected: &self.protected,
                ..Inputs::default()
            },
            picks: [picks.first().copied(), picks.get(1).copied()],
        };
        let (mut front, mut tail) = (&self.front, &self.tail);
        let (mut query, mut inside, mut charset) = (None, None, None);
        for pick in picks {
            match &pick.change {
                Change::Method(method) => chosen.inputs.method = method,
                Change::Timestamp(sent, timestamp) => {
                    chosen.inputs.timestamp = if *sent == Sent::Inside { &self.timestamp } else { timestamp };
                    inside = (*sent != Sent::Apart).then_some(timestamp);
                }
                Change::Query(own) => query = Some(own),
                Change::Values(given, options) => (chosen.inputs.extracted, chosen.inputs.options) = (given, options),
                Change::Protected(protected) => chosen.inputs.protected = protected,
                Change::Url(own, decoded) => {
                    front = own;
                    tail = decoded.as_ref().unwrap_or(tail);
                }
                Change::Charset(own) => charset = Some(own),
                Change::Body(_) | Change::Layout(..) | Change::Made(..) | Change::Secret(_) | Change::Mac(_) => {}
            }
        }
        url.clear();
        url.push_str(front);
        let tail = query.unwrap_or(tail);
        match inside
            .filter(|to| self.time_stands_in[0] && self.retimed(tail.trim_start_matches('?').as_bytes(), to, timed))
        {
            Some(_) => url.extend(["?", utf8(timed)]),
            None => url.push_str(tail),
        }
        if inside.is_some_and(|to| self.time_stands_in[1] && self.retimed(body, to, timed)) {
            chosen.inputs.body = timed;
        } else if let Some(charset) = charset.filter(|_| self.hashes_body()) {
            // Its digest has no letters any more.
            timed.clear();
            timed.extend_from_slice(body);
            charset.apply(timed);
            chosen.inputs.body = timed;
        }
        chosen.inputs.url = Url::received(url);
        chosen
    }

    /// Does the work of the filters that come first on body and method, and takes them out of the templates.
    fn filter_once(&mut self) {
        let mut filters = Vec::new();
        for part in self.templates().flat_map(Template::parts) {
            if let Part::Input { variable, filters: own, .. } = part {
                filters.extend(first_filter(*variable, own));
            }
        }
        self.is_filtered = !filters.is_empty();
        for filter in filters {
            if filter == Filter::Upper {
                self.method.make_ascii_uppercase();
            } else if filter == Filter::Lower {
                self.method.make_ascii_lowercase();
            } else if !self.bodies.raw().is_empty() {
                let mut printed = Vec::new();
                match json::reserialise(self.bodies.raw(), &mut printed) {
                    Ok(()) => self.printed = Some(printed),
                    Err(unexpected) => self.fault = Some(Error::BodyInvalid(unexpected.of("body"))),
                }
            }
        }
        for template in self.ways.iter_mut().chain(&mut self.bindings) {
            *template = without_first_filters(template);
        }
    }
}

/// The values of one candidate.
pub(super) struct Chosen<'a> {
    pub inputs: Inputs<'a>,
    pub picks: [Option<&'a Variant>; 2],
}

impl<'a> Chosen<'a> {
    /// Fills in the template of `slot`.
    pub(super) fn fill(
        &self,
        slot: Option<usize>,
        own: &Template,
        bindings: &[Vec<u8>],
        bytes: &mut Vec<u8>,
    ) -> Option<()> {
        bytes.clear();
        let template = self.template(slot, own);
        template.fill(&Inputs { bindings, ..self.inputs }, bytes).ok()?;
        self.encode(bytes);
        Some(())
    }

    fn encode(&self, bytes: &mut Vec<u8>) {
        for pick in self.picks.iter().flatten() {
            if let Change::Charset(charset) = pick.change {
                charset.apply(bytes);
            }
        }
    }
}
