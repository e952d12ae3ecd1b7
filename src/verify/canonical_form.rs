//! Canonical forms: the canonical strings that a signature may be over, from the scheme's templates and the forms of a
//! JWS.

use alloc::{string::String, vec::Vec};

use super::same;
use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::Variable;
use crate::credentials::{self, JWS_CERTIFICATE, JwsAlgorithms};
use crate::error::{Error, Fault, cited};
use crate::message::{Message, is_token};
use crate::placement::{Placements, ReceivedSignature};
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::{Location, Locator, Recipe};
use crate::scheme::{BodyRule, Scheme};
use crate::url::{self, Url};

/// A canonical string that a signature may be over.
#[derive(Debug)]
pub(super) struct CanonicalForm {
    /// The canonical template, as the scheme writes it.
    pub text: String,
    pub recipe: Recipe,
    /// The form of the JWS, if the signature is one.
    pub jws_form: Option<Form>,
    /// Whether the timestamp is signed: by itself, or in a signed part of the request.
    pub covers_time: bool,
    pub covers: Covers,
    /// Whether the canonical string contains scheme and host of the URL.
    signs_host: bool,
    /// Whether it contains the path by itself.
    signs_path: bool,
}

impl CanonicalForm {
    /// Whether `signature` may be over this canonical string.
    pub(super) fn is_of(&self, signature: &ReceivedSignature, body: &[u8]) -> bool {
        let received_form = signature.jws().map(|jws| jws.form);
        // With an empty payload, the attached and detached forms are identical.
        received_form == self.jws_form
            || (body.is_empty() && (self.jws_form, received_form) == (Some(Form::Attached), Some(Form::Detached)))
    }

    /// Whether the canonical string or payload that `signature` carries, if any, agrees with `canonical`.
    pub(super) fn agrees(&self, signature: &ReceivedSignature, canonical: &[u8]) -> bool {
        let is_sent = signature.canonical.as_ref().is_none_or(|sent| same(sent, canonical));
        is_sent && signature.jws().is_none_or(|jws| self.jws_form != Some(Form::Attached) || jws.holds(canonical))
    }

    /// Whether the timestamp `text`, which reads as `at_ms`, fits. A signed timestamp must have one of the scheme's forms: other strings
    /// could contain bytes of the value next to them.
    pub(super) fn is_readable(&self, text: &str, at_ms: Option<i64>, signs_time: bool) -> bool {
        !self.covers_time || (!text.is_empty() && (at_ms.is_some() || !signs_time))
    }

    /// Those of the inputs that are signed, with their names. What only says where a key is to be found is no one's word.
    pub(super) fn signed_inputs<'n>(
        &self,
        names: &'n [String],
        locators: &[Locator],
        values: Vec<Vec<u8>>,
    ) -> Vec<(&'n str, Vec<u8>)> {
        let all = names.iter().zip(locators).zip(values).enumerate();
        let signed = all.filter(|(place, ((_, locator), _))| self.signs_input(*place, locator));
        signed.map(|(_, ((name, _), value))| (&**name, value)).collect()
    }

    /// Whether the input at `place`, which stands at `locator`, is signed: by itself, or in a part that is signed as a whole.
    fn signs_input(&self, place: usize, locator: &Locator) -> bool {
        let is_in_whole = match locator.location {
            Location::Header => false,
            Location::Query => self.covers.query == Coverage::Whole,
            Location::Field => self.covers.body == Coverage::Whole,
            // A standard, which hands out what its own text covers, has these.
            Location::Claim | Location::Protected => true,
        };
        is_in_whole || self.recipe.uses(Variable::Input(place))
    }

    /// Refuses a message without the parts that are signed, or with an ambiguous boundary between two inputs.
    pub(super) fn check_complete(
        &self,
        message: &Message<'_>,
        inputs: &[Locator],
        values: &[Vec<u8>],
    ) -> Result<(), Error> {
        let signed = &self.recipe.signed;
        let missing =
            |part: &str, expected: &'static str| Err(Error::RequestInvalid(Fault::new(part, expected, "none")));
        if signed.method && message.method.is_empty() {
            return missing("method", "the method of the request, which is signed");
        }
        // A method with other characters could contain part of the value next to it.
        if signed.method && !message.method.bytes().all(is_token) {
            let fault = Fault::new("method", "an HTTP method such as `POST`", cited(message.method));
            return Err(Error::RequestInvalid(fault));
        }
        if (signed.base || signed.path || signed.query) && message.url.is_empty() {
            return missing("url", "the URL as the client called it, which is signed");
        }
        if self.signs_host && url::scheme(message.url).is_none() {
            let expected = "the absolute URL as the client called it, which is signed";
            return Err(Error::RequestInvalid(Fault::new("url", expected, "one without scheme and host")));
        }
        if self.signs_path {
            Url::received(message.url).check_path_given()?;
        }
        self.recipe.check_ends(message.method, inputs, values)
    }
}

/// The minimum coverage of `canonical_forms`.
pub(super) fn minimum_covers(canonical_forms: &[CanonicalForm], scheme: &Scheme<'_>) -> Covers {
    if scheme.algorithm == Algorithm::None {
        return Covers::default();
    }
    canonical_forms.iter().map(|form| form.covers).reduce(Covers::or).unwrap_or_default()
}

/// Whether any canonical form contains a part of the URL.
pub(super) fn reads_url(canonical_forms: &[CanonicalForm]) -> bool {
    canonical_forms.iter().any(|form| form.covers.url != Coverage::None)
}

/// The accepted forms (`[None]` unless the signature is a JWS) and the accepted algorithms.
pub(super) type JwsForms = (Vec<Option<Form>>, JwsAlgorithms);

pub(super) fn jws_forms(scheme: &Scheme<'_>, values: &[String], explicit: &[(&str, &str)]) -> Result<JwsForms, Error> {
    if !scheme.algorithm.is_jws() {
        return Ok((Vec::from([None]), credentials::algorithms(scheme)));
    }
    if credentials::option(explicit, JWS_CERTIFICATE).is_some() {
        let why = "a verifier takes the credential `certificates` in its place";
        return Err(Error::OptionInvalid(Fault::inapplicable(JWS_CERTIFICATE, why)));
    }
    let value = |name: &str| credentials::option_of(scheme, values, name);
    let (form, algorithms) = credentials::jws_choice(scheme.algorithm, value("jws.form"), value("jws.alg"))?;
    let any = credentials::option(explicit, "jws.form").is_none();
    let is_allowed = |own: &Form| match scheme.body {
        BodyRule::Carried => *own == Form::Attached,
        BodyRule::AsGiven | BodyRule::AsSigned => any || *own == form,
    };
    let forms = [Form::Detached, Form::Attached, Form::Unencoded].into_iter().filter(is_allowed);
    Ok((forms.map(Some).collect(), algorithms))
}

/// The canonical forms of a scheme.
pub(super) fn read(
    scheme: &Scheme<'_>,
    forms: &[Option<Form>],
    placements: &Placements,
    inputs: &[Locator],
) -> Result<Vec<CanonicalForm>, Error> {
    let mut canonical_forms = Vec::new();
    for &text in [scheme.canonical].iter().chain(scheme.accepted_canonicals) {
        for &jws_form in forms {
            let recipe = Recipe::read(scheme, text, jws_form)?;
            let covers_time = placements.time_is_covered(&recipe.signed);
            let mut covers = placements.with_computed(Covers::of(&recipe, inputs, placements.timestamp_covers()));
            if !scheme.signed_items.is_empty() {
                // The body outside of the items is not signed.
                covers.body = covers.body.min(Coverage::Part);
            }
            let uses = |variables: [Variable; 2]| variables.iter().any(|&variable| recipe.uses(variable));
            let signs_host = uses([Variable::Url, Variable::Base]);
            let signs_path = uses([Variable::Target, Variable::Path]);
            let text = text.into();
            canonical_forms.push(CanonicalForm { text, recipe, jws_form, covers_time, covers, signs_host, signs_path });
        }
    }
    let signs_body = scheme.body != BodyRule::Carried && canonical_forms.iter().any(|form| form.recipe.signed.body);
    if let Some(name) = placements.signature_field().filter(|_| signs_body) {
        let expected = "a signature outside the body that it covers";
        return Err(Error::SchemeInvalid(Fault::new(&["fields.", name].concat(), expected, "one inside it")));
    }
    Ok(canonical_forms)
}
