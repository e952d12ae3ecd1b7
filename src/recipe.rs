//! Recipes: the parsed templates of a scheme, shared by signing and verification.

pub(crate) mod covers;
pub(crate) mod extract;
mod flat_template;
pub(crate) mod free_input;
pub(crate) mod location;
pub(crate) mod locator;
pub(crate) mod members;
pub(crate) mod pattern;
pub(crate) mod touching;

use alloc::{string::String, vec::Vec};

use crate::algorithm::{asymmetric, jws::Form};
use crate::canonical::{Canonical, Inputs, Symbols, Template, Variable, limit_reads};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::text::{find, in_quotes};

pub(crate) use extract::extract;
use flat_template::Ended;
pub(crate) use location::Location;
pub(crate) use locator::{Locator, locators};
pub(crate) use members::{BodyReader, Format, Members};

/// The templates that produce one canonical string.
#[derive(Debug)]
pub(crate) struct Recipe {
    pub template: Template,
    pub bindings: Vec<Template>,
    pub signed: SignedParts,
    /// The binding for which the key is derived, if it is derived.
    pub key_scope: Option<usize>,
    /// Whether a signature standard computes the bindings with empty templates.
    has_profile: bool,
    /// The index of the free input, if the scheme has one (see [`free_input`]).
    free_input: Option<usize>,
    /// For each input, and for the method: the literals that may follow it, which its value must not contain.
    ends: Vec<(Ended, Vec<String>)>,
}

/// The parts of a request that the templates contain.
#[derive(Debug)]
pub(crate) struct SignedParts {
    pub method: bool,
    pub base: bool,
    pub path: bool,
    pub query: bool,
    pub body: bool,
    pub timestamp: bool,
}

impl Recipe {
    /// Parses the canonical template `canonical` with the bindings of the scheme. For a JWS, `canonical` is the
    /// payload, and `form` decides how the payload is signed.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the template and the byte offset of the fault.
    pub(crate) fn read(scheme: &Scheme<'_>, canonical: &str, form: Option<Form>) -> Result<Self, Error> {
        let mut named: Vec<(&str, &str)> = scheme.bindings.to_vec();
        let text = match form.filter(|_| asymmetric::IS_ENABLED) {
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
        let free_input = free_input::index_of(scheme)?;
        free_input.map_or(Ok(()), |free_input| free_input::check(scheme, free_input, &bindings, &template))?;
        let signed = SignedParts::read(&template, &bindings);
        let ends = touching::ends(scheme, &template, &bindings);
        let key_scope = scheme.bindings.iter().position(|(name, _)| *name == scheme.key_scope);
        Ok(Self { template, bindings, signed, key_scope, has_profile: scheme.profile.is_some(), free_input, ends })
    }

    /// Computes the bindings and the canonical string.
    ///
    /// # Errors
    ///
    /// The error for the variable whose value a filter does not accept.
    pub(crate) fn build(
        &self,
        canonical: &mut Canonical,
        bindings: &mut Vec<Vec<u8>>,
        inputs: Inputs<'_>,
    ) -> Result<(), Error> {
        bindings.resize_with(self.bindings.len(), Vec::new);
        // Bindings that a standard computed count like parts of the request.
        let computed = if self.has_profile { &**bindings } else { &[] };
        let mut inputs = inputs;
        limit_reads!(inputs, computed);
        for (index, template) in self.bindings.iter().enumerate() {
            // The scheme's standard has already computed this binding.
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

    /// Whether the canonical string is the body as it stands.
    pub(crate) fn is_body_alone(&self) -> bool {
        self.bindings.is_empty() && self.template.is_only(Variable::Body)
    }

    /// What the key is derived for, if it is derived.
    pub(crate) fn key_scope<'b>(&self, bindings: &'b [Vec<u8>]) -> Option<&'b [u8]> {
        bindings.get(self.key_scope?).map(|value| &**value)
    }

    /// All templates: the bindings, then the canonical template.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Template> {
        self.bindings.iter().chain([&self.template])
    }

    /// Whether any template contains `variable`.
    pub(crate) fn uses(&self, variable: Variable) -> bool {
        self.templates().any(|template| template.uses(variable))
    }

    /// Whether any template contains a credential.
    pub(crate) fn uses_credentials(&self) -> bool {
        self.templates().any(|template| template.credential().is_some())
    }

    /// Refuses a method or an extracted value that contains the literal which follows it in the canonical string, since
    /// its end would be ambiguous. A value after the free input must not contain the literal before it. `locators`
    /// say where the values come from.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMalformed`], or the error for another location, with the byte offset of the literal.
    pub(crate) fn check_ends(&self, method: &str, locators: &[Locator], values: &[Vec<u8>]) -> Result<(), Error> {
        let place = |variable| self.template.position(variable);
        let free_input = self.free_input.and_then(|free_input| place(Variable::Input(free_input)));
        let is_before = |ended: Ended| free_input.is_none() || place(ended.variable()) < free_input;
        for (ended, ends) in self.ends.iter().filter(|(ended, _)| is_before(*ended)) {
            let (locator, value) = match ended {
                Ended::Input(index) => (locators.get(*index), values.get(*index).map_or(&[][..], |value| value)),
                Ended::Method => (None, method.as_bytes()),
            };
            for (end, next) in ends.iter().flat_map(|end| ends.iter().map(move |next| (end, next))) {
                // The search includes the following literal, since `a:` and `::` join to the same string as `a` and
                // `:::`. It ignores case, since a filter may change it.
                let text = [value, next.as_bytes()].concat().to_ascii_lowercase();
                if let Some(at) = find(&text, &end.as_bytes().to_ascii_lowercase()).filter(|at| *at < value.len()) {
                    let expected = ["a value without `", end, "`, which ends it in the canonical string"].concat();
                    let name = locator.map_or("method", |locator| &locator.name);
                    let fault = Fault::new(name, expected, in_quotes(end)).at(at);
                    return Err(match locator {
                        Some(locator) => locator.blame(fault),
                        None => Error::RequestInvalid(fault),
                    });
                }
            }
        }
        let is_behind = |index: &usize| free_input.is_some() && place(Variable::Input(*index)) > free_input;
        for index in (0..values.len()).filter(is_behind) {
            let (locator, start) = (&locators[index], self.template.literal_before(Variable::Input(index)));
            if let Some(at) = free_input::repeated_separator(&values[index], start) {
                let expected = ["a value without `", start, "`, which begins it in the canonical string"].concat();
                return Err(locator.blame(Fault::new(&locator.name, expected, in_quotes(start)).at(at)));
            }
        }
        Ok(())
    }
}

impl SignedParts {
    /// Whether whatever stands at `location` is signed with the rest of it. Headers are only signed one by one.
    pub(crate) const fn covers(&self, location: Location) -> bool {
        match location {
            Location::Header | Location::Claim | Location::Protected => false,
            Location::Query => self.query,
            Location::Field => self.body,
        }
    }

    pub(crate) fn read(recipe: &Template, bindings: &[Template]) -> Self {
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

/// The variables that a scheme adds to the built-in ones, without its bindings.
pub(crate) const fn names<'a>(scheme: &Scheme<'a>) -> Symbols<'a> {
    Symbols { credentials: scheme.credentials, options: scheme.options, bindings: &[], inputs: scheme.inputs }
}
