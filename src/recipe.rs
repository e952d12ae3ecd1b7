//! A scheme's recipe, read: its templates parsed and its names resolved, for signing and for verifying alike.

pub(crate) mod covers;
pub(crate) mod free;
pub(crate) mod location;
pub(crate) mod locator;
pub(crate) mod members;
pub(crate) mod pattern;
mod pieces;
pub(crate) mod touching;

use alloc::{string::String, vec::Vec};

use crate::algorithm::jws::Form;
use crate::canonical::{Canonical, Inputs, Symbols, Template, Variable};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::text::{find, in_quotes};

pub(crate) use location::Location;
pub(crate) use locator::{Locator, extract, locators};
pub(crate) use members::{BodyReader, Format, Members};

/// How the canonical string is made.
#[derive(Debug)]
pub(crate) struct Recipe {
    pub template: Template,
    pub bindings: Vec<Template>,
    pub reads: Reads,
    /// Whether a standard makes the bindings whose templates are empty.
    has_profile: bool,
    /// The input whose value may hold the text that joins the inputs.
    free: Option<usize>,
    /// What must not hold the texts that may come after it: the method, or an input.
    ends: Vec<(Variable, Vec<String>)>,
}

/// Which parts of a request a recipe reads.
#[derive(Debug)]
pub(crate) struct Reads {
    pub method: bool,
    pub base: bool,
    pub path: bool,
    pub query: bool,
    pub body: bool,
    pub timestamp: bool,
}

impl Recipe {
    /// Reads `canonical`, the scheme's own recipe or another; for a JWS it is the payload, which `form` says how to sign.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the place that cannot be read.
    pub(crate) fn read(scheme: &Scheme<'_>, canonical: &str, form: Option<Form>) -> Result<Self, Error> {
        let mut named: Vec<(&str, &str)> = scheme.bindings.to_vec();
        let text = match form.filter(|_| cfg!(feature = "rsa")) {
            None => canonical,
            Some(form) => {
                named.push(("payload", canonical));
                if form == Form::Unencoded { "{protected}.{payload}" } else { "{protected}.{payload|base64url}" }
            }
        };
        let mut bindings = Vec::new();
        for (index, (name, template)) in named.iter().enumerate() {
            bindings.push(Template::parse(name, template, Symbols { bindings: &named[..index], ..names(scheme) })?);
        }
        let template = Template::parse("canonical", text, Symbols { bindings: &named, ..names(scheme) })?;
        let free = free::place(scheme)?;
        free.map_or(Ok(()), |free| free::check(scheme, free, &bindings, &template))?;
        let reads = Reads::read(&template, &bindings);
        let ends = touching::ends(scheme, &template, &bindings);
        Ok(Self { template, bindings, reads, has_profile: scheme.profile.is_some(), free, ends })
    }

    /// Makes the canonical string, and the intermediate values on its way.
    ///
    /// # Errors
    ///
    /// Blames the input that a filter cannot take.
    pub(crate) fn build(
        &self,
        canonical: &mut Canonical,
        bindings: &mut Vec<Vec<u8>>,
        inputs: Inputs<'_>,
    ) -> Result<(), Error> {
        bindings.resize_with(self.bindings.len(), Vec::new);
        // What a standard makes is read like the request.
        let budget = inputs.most_to_read(if self.has_profile { bindings } else { &[] });
        let mut inputs = inputs;
        inputs.budget = Some(&budget);
        for (index, template) in self.bindings.iter().enumerate() {
            // What the scheme's standard makes is there already.
            if self.has_profile && template.parts().is_empty() {
                continue;
            }
            let mut value = core::mem::take(&mut bindings[index]);
            value.clear();
            template.fill(&Inputs { bindings, ..inputs }, &mut value)?;
            bindings[index] = value;
        }
        canonical.build(&self.template, &Inputs { bindings, ..inputs })
    }

    /// The canonical string's template, and those of the values on its way.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        self.bindings.iter().chain([&self.template])
    }

    /// Whether the canonical string or a value on its way names `variable`.
    pub(crate) fn uses(&self, variable: Variable) -> bool {
        self.templates().any(|template| template.uses(variable))
    }

    /// Whether it names a credential.
    pub(crate) fn uses_credentials(&self) -> bool {
        self.templates().any(|template| template.credential().is_some())
    }

    /// Refuses a method or a value of `given` in which the text stands that ends it in the canonical string, so that it would not
    /// be clear where it ends; behind the free input, one in which the text stands that begins it. `sources` are what the values
    /// were taken from.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMalformed`], or that of another place, with the byte at which that text stands.
    pub(crate) fn check_ends(&self, method: &str, sources: &[Locator], given: &[Vec<u8>]) -> Result<(), Error> {
        let place = |variable| self.template.position(variable);
        let free = self.free.and_then(|free| place(Variable::Input(free)));
        for (variable, ends) in self.ends.iter().filter(|(variable, _)| free.is_none() || place(*variable) < free) {
            let (source, value) = match variable {
                Variable::Input(index) => (sources.get(*index), given.get(*index).map_or(&[][..], |value| value)),
                _ => (None, method.as_bytes()),
            };
            for (end, next) in ends.iter().flat_map(|end| ends.iter().map(move |next| (end, next))) {
                // With what comes after it, since `a:` and `::` make the same as `a` and `:::`; and whatever a filter makes of
                // capital letters.
                let text = [value, next.as_bytes()].concat().to_ascii_lowercase();
                if let Some(at) = find(&text, &end.as_bytes().to_ascii_lowercase()).filter(|at| *at < value.len()) {
                    let expected = ["a value without `", end, "`, which ends it in the canonical string"].concat();
                    let name = source.map_or("method", |source| &source.name);
                    let fault = Fault::new(name, expected, in_quotes(end)).at(at);
                    return Err(match source {
                        Some(source) => source.blame(fault),
                        None => Error::RequestInvalid(fault),
                    });
                }
            }
        }
        let is_behind = |index: &usize| free.is_some() && place(Variable::Input(*index)) > free;
        for index in (0..given.len()).filter(is_behind) {
            let (source, start) = (&sources[index], self.template.literal_before(Variable::Input(index)));
            if let Some(at) = free::begins_late(&given[index], start) {
                let expected = ["a value without `", start, "`, which begins it in the canonical string"].concat();
                return Err(source.blame(Fault::new(&source.name, expected, in_quotes(start)).at(at)));
            }
        }
        Ok(())
    }
}

impl Reads {
    fn read(recipe: &Template, bindings: &[Template]) -> Self {
        let uses = |variables: &[Variable]| {
            let named = |template: &Template| variables.iter().any(|&variable| template.uses(variable));
            named(recipe) || bindings.iter().any(named)
        };
        Self {
            method: uses(&[Variable::Method]),
            base: uses(&[Variable::Base]),
            path: uses(&[Variable::Url, Variable::Target, Variable::Path]),
            query: uses(&[Variable::Url, Variable::Target, Variable::Query]),
            body: uses(&[Variable::Body]),
            timestamp: uses(&[Variable::Timestamp]),
        }
    }
}

/// The names that a scheme adds to the fixed ones, without its bindings.
pub(crate) const fn names<'a>(scheme: &Scheme<'a>) -> Symbols<'a> {
    Symbols { credentials: scheme.credentials, options: scheme.options, bindings: &[], inputs: scheme.inputs }
}
