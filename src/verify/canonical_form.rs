//! The canonical strings that a signature may be over: the scheme's own, its others, and the forms of a JWS.

use alloc::{string::String, vec::Vec};

use super::received::{Places, ReceivedSignature};
use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::Variable;
use crate::credentials::{self, JwsAlgorithms};
use crate::error::{Error, Fault, cited};
use crate::message::{Message, is_token};
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::{Locator, Recipe};
use crate::scheme::Scheme;
use crate::url::{self, Url};

/// A canonical string that a signature may be over.
#[derive(Debug)]
pub(super) struct CanonicalForm {
    /// As the scheme writes it.
    pub text: String,
    pub recipe: Recipe,
    /// For a JWS, the form that signs it so.
    pub form: Option<Form>,
    /// Whether the timestamp is in it, by itself or in a part of the request.
    pub covers_time: bool,
    pub covers: Covers,
}

impl CanonicalForm {
    /// Whether `claim` may be over this canonical string.
    pub(super) fn is_of(&self, signature: &ReceivedSignature, body: &[u8]) -> bool {
        let form = signature.jws().map(|jws| jws.form);
        // With nothing to attach, attached looks as detached does.
        form == self.form || (body.is_empty() && (self.form, form) == (Some(Form::Attached), Some(Form::Detached)))
    }

    /// Refuses a message that lacks what it covers, or in which it is not clear where one input ends.
    pub(super) fn check_complete(
        &self,
        message: &Message<'_>,
        inputs: &[Locator],
        given: &[Vec<u8>],
    ) -> Result<(), Error> {
        let signs = &self.recipe.reads;
        let missing =
            |part: &str, expected: &'static str| Err(Error::RequestInvalid(Fault::new(part, expected, "none")));
        if signs.method && message.method.is_empty() {
            return missing("method", "the method of the request, which is signed");
        }
        // Anything else could hold what stands next to it in the canonical string.
        if signs.method && !message.method.bytes().all(is_token) {
            let fault = Fault::new("method", "an HTTP method such as `POST`", cited(message.method));
            return Err(Error::RequestInvalid(fault));
        }
        if (signs.base || signs.path || signs.query) && message.url.is_empty() {
            return missing("url", "the URL as the client called it, which is signed");
        }
        let is_whole = [Variable::Url, Variable::Base].iter().any(|&whole| self.recipe.uses(whole));
        if is_whole && url::scheme(message.url).is_none() {
            let expected = "the absolute URL as the client called it, which is signed";
            return Err(Error::RequestInvalid(Fault::new("url", expected, "one without scheme and host")));
        }
        if [Variable::Target, Variable::Path].iter().any(|&path| self.recipe.uses(path)) {
            Url::received(message.url).check_path_given()?;
        }
        self.recipe.check_ends(message.method, inputs, given)
    }
}

/// What is covered by any of `ways`.
pub(super) fn least_covers(canonical_forms: &[CanonicalForm], scheme: &Scheme<'_>) -> Covers {
    if scheme.algorithm == Algorithm::None {
        return Covers::default();
    }
    canonical_forms.iter().map(|canonical_form| canonical_form.covers).reduce(Covers::or).unwrap_or_default()
}

/// Whether a part of the URL is signed.
pub(super) fn reads_url(canonical_forms: &[CanonicalForm]) -> bool {
    canonical_forms.iter().any(|canonical_form| canonical_form.covers.url != Coverage::None)
}

/// The forms that a JWS may have, or the one of what is none, and the algorithms that either may be signed with.
pub(super) type JwsForms = (Vec<Option<Form>>, JwsAlgorithms);

pub(super) fn jws_forms(scheme: &Scheme<'_>, chosen: &[String], given: &[(&str, &str)]) -> Result<JwsForms, Error> {
    if !scheme.algorithm.is_jws() {
        return Ok((Vec::from([None]), Vec::from([(scheme.algorithm.name(), scheme.algorithm)])));
    }
    if credentials::option(given, "jws.certificate").is_some() {
        let why = "a verifier takes the credential `certificates` in its place";
        return Err(Error::OptionInvalid(Fault::inapplicable("jws.certificate", why)));
    }
    let value = |name: &str| credentials::option_of(scheme, chosen, name);
    let (form, algorithms) = credentials::jws_choice(value("jws.form"), value("jws.alg"))?;
    let any = credentials::option(given, "jws.form").is_none();
    let forms = [Form::Detached, Form::Attached, Form::Unencoded].into_iter().filter(|own| any || *own == form);
    Ok((forms.map(Some).collect(), algorithms))
}

/// The canonical strings that a signature may be over.
pub(super) fn read(
    scheme: &Scheme<'_>,
    forms: &[Option<Form>],
    places: &Places,
    inputs: &[Locator],
) -> Result<Vec<CanonicalForm>, Error> {
    let mut canonical_forms = Vec::new();
    for &text in [scheme.canonical].iter().chain(scheme.accepted_canonicals) {
        for &form in forms {
            let recipe = Recipe::read(scheme, text, form)?;
            let covers_time = places.time_is_covered(&recipe.reads);
            let mut covers = places.with_made(Covers::of(&recipe, inputs, places.timestamp_covers()));
            if !scheme.signed_items.is_empty() {
                // Whatever stands around the items is not signed.
                covers.body = covers.body.min(Coverage::Part);
            }
            canonical_forms.push(CanonicalForm { text: text.into(), recipe, form, covers_time, covers });
        }
    }
    if let Some(name) =
        places.in_body().filter(|_| canonical_forms.iter().any(|canonical_form| canonical_form.recipe.reads.body))
    {
        let expected = "a signature outside the body that it covers";
        return Err(Error::SchemeInvalid(Fault::new(&["fields.", name].concat(), expected, "one inside it")));
    }
    Ok(canonical_forms)
}
