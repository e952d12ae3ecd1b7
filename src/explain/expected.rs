//! What should have been signed: the scheme's templates with the values of the case. It does not change once it is read; what is
//! changed one by one are the values that a candidate takes from it.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::slice;

use super::body::Bodies;
use super::body_digest::BodyDigest;
use super::case::Case;
use super::hypothesis::Sent;
use super::reason::refused;
use super::received::Received;
use crate::algorithm::Algorithm;
use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable, params};
use crate::credentials::{self, KeyRecipe};
use crate::digest::Hash;
use crate::error::Error;
use crate::json;
use crate::message::Message;
use crate::placement::{self, Placement, Placements};
use crate::recipe::{self, BodyReader, Format, Location, Locator, Members, Recipe, SignedParts};
use crate::scheme::{BodyType, Scheme};
use crate::secret::Secret;
use crate::timestamp::TimestampForm;
use crate::url::split_query;

/// The scheme's templates, and the values that they are filled with.
#[derive(Debug)]
pub(super) struct Expected {
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
    pub time_stands_in: [bool; 2],
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
    pub body_digest: Option<Box<BodyDigest>>,
}

impl Expected {
    /// Reads the templates of `scheme`, and what the message of `case` fills them with. The timestamp is that of the case, or else
    /// of what was received; `protected` is the header of a JWS.
    pub(super) fn read(
        scheme: &Scheme<'_>,
        key: &KeyRecipe,
        given: &[(&str, Secret)],
        options: &[String],
        case: &Case<'_>,
        received: &mut Received,
        protected: Vec<u8>,
    ) -> Result<Self, Error> {
        let message = &case.message;
        let recipes: Result<Vec<Recipe>, Error> = [scheme.canonical]
            .iter()
            .chain(scheme.accepted_canonicals)
            .map(|text| Recipe::read(scheme, text, received.form))
            .collect();
        let recipes = recipes?;
        let is_signed = scheme.algorithm != Algorithm::None;
        let is_secret = !scheme.algorithm.is_asymmetric();
        let names_credential = |index| {
            (is_secret && key.uses(index)) || recipes.iter().any(|recipe| recipe.uses(Variable::Credential(index)))
        };
        let mut given = given.to_vec();
        for (index, text) in received.credentials.iter().filter(|(own, _)| !key.uses(*own) && is_signed) {
            let name = scheme.credentials[*index];
            if !text.is_empty() && given.iter().all(|(own, _)| *own != name) {
                given.push((name, Secret::from(&**text)));
            }
        }
        let sets = credentials::sets(scheme, &given, names_credential)?;
        let timestamp = match case.timestamp {
            "" => received.timestamp.clone().unwrap_or_default(),
            text => text.into(),
        };
        let inputs = recipe::locators(scheme)?;
        let templates: Vec<_> = recipes.iter().flat_map(Recipe::templates).collect();
        let reader = BodyReader::new(scheme, &inputs, &templates);
        let mut refuse = |error: &Error| received.refusals.extend(refused(error));
        let format = BodyReader::format(reader.as_ref(), message).unwrap_or_else(|error| {
            refuse(&error);
            Some(if json::is_json(message.body) { Format::Json } else { Format::Form })
        });
        let members = Members::read(format, message.body).unwrap_or_else(|error| {
            refuse(&error);
            Members::None
        });
        let value = |locator: &Locator| match recipe::extract(slice::from_ref(locator), message, members) {
            Ok(mut values) => values.pop().unwrap_or_default(),
            Err(error) => {
                refuse(&error);
                let header = message.header(&locator.name).filter(|_| locator.is_one_header());
                header.unwrap_or_default().into()
            }
        };
        let given: Vec<Vec<u8>> = inputs.iter().map(value).collect();
        let placements = placement::readable(scheme, options);
        let url = params::covered(message.url, &placements.signature_parameters());
        let unsigned = Message { url: &url, ..*message };
        let (sent_to, body) = with_time(&placements, scheme.body_type, &unsigned, format, &timestamp);
        let default = message.default_method(!scheme.fields.is_empty());
        let mut own = Self {
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
            protected,
            sets,
            is_per_key: false,
            is_filtered: false,
            reads_url: placements.reads_url() || inputs.iter().any(Locator::is_parameter),
            time_names: [Location::Query, Location::Field]
                .into_iter()
                .flat_map(|location| placements.timed(location))
                .map(|placement| placement.name.clone())
                .collect(),
            time_stands_in: [false; 2],
            fault: None,
            times: [scheme.timestamp].iter().chain(scheme.accepted_timestamps).copied().collect(),
            body_digest: BodyDigest::read(&placements, message, members),
            derivation: Derivation::read(scheme),
            timestamp,
            options: options.to_vec(),
            placements,
        };
        recipes.into_iter().for_each(|recipe| own.add_way(recipe, scheme.bindings.len()));
        own.take_made(&received.made);
        let is_per_key = own.templates().any(|template| template.credential().is_some());
        own.is_per_key = is_per_key;
        own.filter_once();
        let signs_query = own.uses(&[Variable::Url, Variable::Target, Variable::Query]);
        own.reads_url |= signs_query || own.uses(&[Variable::Base, Variable::Path]);
        own.time_stands_in = [
            signs_query && own.retimed(own.query(), "", &mut Vec::new()),
            own.uses(&[Variable::Body]) && own.retimed(own.body(), "", &mut Vec::new()),
        ];
        Ok(own)
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

    /// Reads the body, and looks which other one makes the digest that is sent along.
    pub(super) fn read_body(&mut self) {
        self.bodies.read();
        if let Some(digest) = &mut self.body_digest {
            digest.look(&self.method, &self.bodies);
        }
    }

    /// Takes the credentials of the last key for all others too, so that there are those of `count`.
    pub(super) fn resize_sets(&mut self, count: usize) {
        let last = self.sets.last().cloned().unwrap_or_default();
        self.sets.resize(count, last);
    }

    /// The body that is due.
    pub(super) fn body(&self) -> &[u8] {
        self.printed.as_deref().unwrap_or_else(|| self.bodies.raw())
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
    pub(super) fn hashes_body(&self) -> bool {
        let hashes = |part: &Part| matches!(part, Part::Input { variable: Variable::Body, filters, .. } if filters.iter().any(Filter::is_hash));
        self.templates().any(|template| template.parts().iter().any(hashes))
    }

    /// Puts a query or body with the timestamp `to` into `out`; `false` where it holds none.
    pub(super) fn retimed(&self, text: &[u8], to: &str, out: &mut Vec<u8>) -> bool {
        !self.timestamp.is_empty() && placement::replaced(text, &self.time_names, &self.timestamp, to, out)
    }

    fn query(&self) -> &[u8] {
        self.tail.trim_start_matches('?').as_bytes()
    }

    /// Takes the templates that a standard makes, by their places.
    fn take_made(&mut self, made: &[(usize, Template)]) {
        for (place, template) in made {
            if let Some(own) = self.bindings.get_mut(*place) {
                own.clone_from(template);
            }
        }
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

/// How a key is derived.
#[derive(Debug)]
pub(super) struct Derivation {
    /// The binding for which it is derived.
    pub scope: usize,
    /// The literal in front of the secret.
    pub prefix: String,
    pub hash: Hash,
}

impl Derivation {
    pub(super) fn read(scheme: &Scheme<'_>) -> Option<Self> {
        let scope = scheme.bindings.iter().position(|(name, _)| *name == scheme.key_scope)?;
        let prefix = scheme.key.split('{').next().unwrap_or_default().into();
        Some(Self { scope, prefix, hash: scheme.algorithm.mac_hash()? })
    }
}

/// The URL and the body of `message` with `timestamp`, as the signer sends them; unchanged where it would refuse the
/// request.
fn with_time(
    placements: &Placements,
    body_type: BodyType,
    message: &Message<'_>,
    format: Option<Format>,
    timestamp: &str,
) -> (String, Vec<u8>) {
    let fill = |_: &Placement, out: &mut Vec<u8>| {
        out.extend_from_slice(timestamp.as_bytes());
        Ok(())
    };
    let added = |location| placements.timed(location).filter(|own| own.required && !timestamp.is_empty());
    let members = Members::read(format.filter(|_| body_type != BodyType::Json), message.body).unwrap_or(Members::None);
    let url = placement::into_query(&mut added(Location::Query), message, members, &fill);
    let body = format.map(|format| placement::into_body(&mut added(Location::Field), message, format, &fill));
    (
        url.ok().flatten().unwrap_or_else(|| message.url.into()),
        body.and_then(Result::ok).flatten().unwrap_or_else(|| message.body.into()),
    )
}

/// The query of `url` with its `?`.
fn tail_of(url: &str) -> &str {
    &url[split_query(url).0.len()..]
}

/// Without `json`, `upper` and `lower` where they come first on the body and the method: their work is done once, on the
/// value, so that a variant can do without.
pub(super) fn without_first_filters(template: &Template) -> Template {
    let mut parts = template.parts().to_vec();
    for part in &mut parts {
        if let Part::Input { variable, filters, .. } = part
            && first_filter(*variable, filters).is_some()
        {
            filters.remove(0);
        }
    }
    Template::of(parts)
}

/// The filter that [`without_first_filters`] takes off.
fn first_filter(variable: Variable, filters: &[Filter]) -> Option<Filter> {
    let first = *filters.first()?;
    let is_taken = match variable {
        Variable::Body => first == Filter::Json,
        Variable::Method => matches!(first, Filter::Upper | Filter::Lower),
        Variable::Url | Variable::Base | Variable::Target | Variable::Path | Variable::Query => false,
        Variable::Timestamp | Variable::Canonical | Variable::Signature | Variable::Protected => false,
        Variable::Any | Variable::Credential(_) | Variable::Option(_) | Variable::Binding(_) => false,
        Variable::Input(_) => false,
    };
    is_taken.then_some(first)
}
