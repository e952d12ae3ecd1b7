//! The canonical strings that a signature may be over: the row's own, its others, and the forms of a JWS.

use alloc::{string::String, vec::Vec};

use super::received::{Claim, Places};
use crate::algorithm::jws::Form;
use crate::credentials::{self, JwsAlgorithms};
use crate::error::{Error, Fault};
use crate::recipe::Recipe;
use crate::scheme::Scheme;

/// A canonical string that a signature may be over.
#[derive(Debug)]
pub(super) struct Way {
    /// As the row writes it.
    pub text: String,
    pub recipe: Recipe,
    /// For a JWS, the form that signs it so.
    pub form: Option<Form>,
    /// Whether the timestamp is in it, by itself or in a part of the request.
    pub covers_time: bool,
}

impl Way {
    /// Whether `claim` may be over this canonical string.
    pub(super) fn is_of(&self, claim: &Claim, body: &[u8]) -> bool {
        let form = claim.jws().map(|jws| jws.form);
        // With nothing to attach, attached looks as detached does.
        form == self.form || (body.is_empty() && (self.form, form) == (Some(Form::Attached), Some(Form::Detached)))
    }
}

/// The forms that a JWS may have, or the one of what is none, and the algorithms that either may be signed with.
pub(super) type JwsForms = (Vec<Option<Form>>, JwsAlgorithms);

pub(super) fn jws_forms(scheme: &Scheme<'_>, chosen: &[String], given: &[(&str, &str)]) -> Result<JwsForms, Error> {
    if !scheme.algorithm.is_jws() {
        return Ok((Vec::from([None]), Vec::from([(scheme.algorithm.name(), scheme.algorithm)])));
    }
    if credentials::option(given, "jws.certificate").is_some() {
        let expected = "the credential `certificates` to verify with";
        return Err(Error::CredentialInvalid(Fault::new("jws.certificate", expected, "an option")));
    }
    let value = |name: &str| credentials::option_of(scheme, chosen, name);
    let (form, algorithms) = credentials::jws_choice(value("jws.form"), value("jws.alg"))?;
    let any = credentials::option(given, "jws.form").is_none();
    let forms = [Form::Detached, Form::Attached, Form::Unencoded].into_iter().filter(|own| any || *own == form);
    Ok((forms.map(Some).collect(), algorithms))
}

/// The canonical strings that a signature may be over.
pub(super) fn read(scheme: &Scheme<'_>, forms: &[Option<Form>], places: &Places) -> Result<Vec<Way>, Error> {
    let mut ways = Vec::new();
    for &text in [scheme.canonical].iter().chain(scheme.also_canonical) {
        for &form in forms {
            let recipe = Recipe::read(scheme, text, form)?;
            let covers_time = places.time_is_covered(&recipe.signs);
            ways.push(Way { text: text.into(), recipe, form, covers_time });
        }
    }
    if let Some(name) = places.in_body().filter(|_| ways.iter().any(|way| way.recipe.signs.body)) {
        let expected = "a signature outside the body that it covers";
        return Err(Error::SchemeInvalid(Fault::new(&["fields.", name].concat(), expected, "one inside it")));
    }
    Ok(ways)
}
