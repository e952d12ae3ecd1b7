//! A row's recipe, read: its templates parsed and its names resolved, for signing and for verifying alike.

pub(crate) mod covers;
pub(crate) mod free;
pub(crate) mod members;
pub(crate) mod pattern;
pub(crate) mod source;

use alloc::vec::Vec;

use crate::algorithm::jws::Form;
use crate::canonical::{Canonical, Inputs, Names, Template, Variable};
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::text::{ends_early, in_quotes};
pub(crate) use members::{BodyReader, Format, Members};
pub(crate) use source::{Source, given, sources};

/// How the canonical string is made.
#[derive(Debug)]
pub(crate) struct Recipe {
    pub template: Template,
    pub bindings: Vec<Template>,
    pub signs: Signs,
    /// Whether a standard makes the bindings whose templates are empty.
    is_made_elsewhere: bool,
    /// The input whose value may hold the text that joins the inputs.
    free: Option<usize>,
}

/// Which parts of a request a recipe reads.
#[derive(Debug)]
pub(crate) struct Signs {
    pub method: bool,
    pub base: bool,
    pub path: bool,
    pub query: bool,
    pub body: bool,
    pub timestamp: bool,
}

impl Recipe {
    /// Reads `canonical`, the row's own recipe or another; for a JWS it is the payload, which `form` says how to sign.
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
            bindings.push(Template::parse(name, template, Names { bindings: &named[..index], ..names(scheme) })?);
        }
        let template = Template::parse("canonical", text, Names { bindings: &named, ..names(scheme) })?;
        let free = free::place(scheme)?;
        free.map_or(Ok(()), |free| free::check(scheme, free, &bindings, &template))?;
        let signs = Signs::read(&template, &bindings);
        Ok(Self { template, bindings, signs, is_made_elsewhere: scheme.standard.is_some(), free })
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
        let budget = inputs.most_to_read(if self.is_made_elsewhere { bindings } else { &[] });
        let mut inputs = inputs;
        inputs.budget = Some(&budget);
        for (index, template) in self.bindings.iter().enumerate() {
            // What the row's standard makes is there already.
            if self.is_made_elsewhere && template.parts().is_empty() {
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

    /// Refuses a value of `given` in which the text stands that ends it in the canonical string, so that it would not be clear
    /// where it ends; behind the free input, one in which the text stands that begins it. `sources` are what the values were
    /// taken from.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMalformed`], or that of another place, with the byte at which that text stands.
    pub(crate) fn check_ends(&self, sources: &[Source], given: &[Vec<u8>]) -> Result<(), Error> {
        for (index, (source, value)) in sources.iter().zip(given).enumerate() {
            let variable = Variable::Given(index);
            for template in self.templates() {
                let free = self.free.and_then(|free| template.position(Variable::Given(free)));
                let place = template.position(variable);
                let (found, joint, does) = if free.is_some() && place == free {
                    continue;
                } else if free.is_some() && place > free {
                    let start = template.literal_before(variable);
                    (free::begins_late(value, start), start, "begins")
                } else {
                    let end = template.literal_after(variable);
                    (ends_early(value, end.as_bytes()), end, "ends")
                };
                if let Some(at) = found {
                    let expected =
                        ["a value without `", joint, "`, which ", does, " it in the canonical string"].concat();
                    return Err(source.blame(Fault::new(&source.name, expected, in_quotes(joint)).at(at)));
                }
            }
        }
        Ok(())
    }
}

impl Signs {
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

/// The names that a row adds to the fixed ones, without its bindings.
pub(crate) const fn names<'a>(scheme: &Scheme<'a>) -> Names<'a> {
    Names { credentials: scheme.credentials, options: scheme.options, bindings: &[], inputs: scheme.inputs }
}
