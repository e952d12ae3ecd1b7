//! What a caller gives a scheme: credentials, options, and the key that they make.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::{Inputs, Template, Variable};
use crate::error::{Error, Fault, cited, is_name};
use crate::recipe::names;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::{decimal, find, quoted};

/// The template that makes the key of credentials.
pub(crate) struct KeyRecipe {
    template: Template,
    /// What the caller calls the key: its first credential.
    pub name: String,
    /// The place of that credential.
    pub credential: Option<usize>,
}

impl KeyRecipe {
    /// Reads the scheme's template.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the place that cannot be read.
    pub(crate) fn read(scheme: &Scheme<'_>) -> Result<Self, Error> {
        let template = Template::parse("key", scheme.key, names(scheme))?;
        let credential = template.credential();
        let name = credential.map_or("key", |index| scheme.credentials[index]).into();
        Ok(Self { template, name, credential })
    }

    /// Whether the key is made of the credential `index`.
    pub(crate) fn uses(&self, index: usize) -> bool {
        self.template.uses(Variable::Credential(index))
    }

    /// The credential that the key is made of, as it was given.
    pub(crate) fn given<'c>(&self, credentials: &'c [Secret]) -> &'c [u8] {
        self.credential.map_or(&[][..], |index| credentials[index].expose())
    }

    /// What the template makes, whether it can be a key or not.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a credential that a filter cannot take.
    pub(crate) fn bytes(&self, credentials: &[Secret], options: &[String]) -> Result<Zeroizing<Vec<u8>>, Error> {
        // Room for all at once: growing would leave a copy of the key behind.
        let room = credentials.iter().map(|secret| secret.expose().len()).sum::<usize>() + MAX_LITERAL;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let mut inputs = Inputs { credentials, options, ..Inputs::default() };
        let budget = inputs.most_to_read(&[]);
        inputs.budget = Some(&budget);
        self.template.fill(&inputs, &mut bytes)?;
        Ok(bytes)
    }

    /// The key's bytes.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a credential that a filter cannot take, with a line break around a secret, or for a key
    /// where a secret is due.
    pub(crate) fn make(
        &self,
        algorithm: Algorithm,
        credentials: &[Secret],
        options: &[String],
    ) -> Result<Secret, Error> {
        let mut bytes = self.bytes(credentials, options)?;
        let given = self.given(credentials);
        match pasted_line_break(given) {
            Some(got) if !algorithm.is_random() => {
                let expected = "a key without a line break around it: trim it";
                Err(Error::CredentialInvalid(Fault::new(&self.name, expected, got)))
            }
            _ if !algorithm.is_random() && is_of_a_pair(given) => {
                let expected = "a secret that both sides hold, as text or bytes";
                Err(Error::CredentialInvalid(Fault::new(&self.name, expected, "a key in PEM, or as a JWK")))
            }
            _ if bytes.is_empty() && algorithm != Algorithm::None => {
                Err(Error::CredentialInvalid(Fault::new(&self.name, "a key of at least one byte", "an empty one")))
            }
            _ => Ok(Secret::from(core::mem::take(&mut *bytes))),
        }
    }
}

/// The credentials in the scheme's order, as templates count them: one set for each key of a ring. One that is given once
/// belongs to every set, one that `is_needed` does not name may be absent.
///
/// # Errors
///
/// [`Error::CredentialMissing`], and [`Error::CredentialInvalid`] for a name that the scheme does not know, or counts that do
/// not fit together.
pub(crate) fn sets(
    scheme: &Scheme<'_>,
    given: &[(&str, Secret)],
    is_needed: impl Fn(usize) -> bool,
) -> Result<Vec<Vec<Secret>>, Error> {
    if let Some((name, _)) = given.iter().find(|(name, _)| !scheme.credentials.contains(name)) {
        return Err(unknown(scheme.credentials.iter().copied(), name, "credential"));
    }
    let count = |name: &str| given.iter().filter(|(own, _)| *own == name).count();
    let sets = scheme.credentials.iter().map(|name| count(name)).max().unwrap_or_default().max(1);
    let mut all = Vec::with_capacity(sets);
    for set in 0..sets {
        let mut chosen = Vec::with_capacity(scheme.credentials.len());
        for (index, &name) in scheme.credentials.iter().enumerate() {
            let count = count(name);
            if count > 1 && count != sets {
                let expected = ["one, or as many as the other credentials have (", &decimal(sets), ")"].concat();
                return Err(Error::CredentialInvalid(Fault::new(name, expected, decimal(count))));
            }
            let own = given.iter().filter(|(own, _)| *own == name).nth(if count > 1 { set } else { 0 });
            chosen.push(match own {
                Some((_, secret)) if !secret.expose().is_empty() => secret.clone(),
                None if !is_needed(index) || is_optional(scheme, name) => Secret::from(""),
                _ => return Err(Error::missing(scheme.id, name)),
            });
        }
        all.push(chosen);
    }
    Ok(all)
}

/// Whether the credential `name` only travels, in a header that is left out where it is empty.
pub(crate) fn is_optional(scheme: &Scheme<'_>, name: &str) -> bool {
    let named = ["{", name].concat();
    let uses = |template: &str| find(template.as_bytes(), named.as_bytes()).is_some();
    let parts = [scheme.bindings, scheme.headers, scheme.query, scheme.fields];
    let mut templates = parts.into_iter().flatten().map(|(_, template)| *template);
    let own = ["[", &named, "}]"].concat();
    scheme.headers.iter().any(|(_, template)| *template == own)
        && templates.all(|template| template == own || !uses(template))
        && ![scheme.canonical, scheme.key].iter().chain(scheme.accepted_canonicals).any(|template| uses(template))
}

/// The options in the scheme's order; those not given have their defaults.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] for a name that the scheme does not know.
pub(crate) fn options(scheme: &Scheme<'_>, given: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    check_options(scheme.options.iter().map(|&(name, _)| name), given)?;
    let twice = |name: &str| given.iter().filter(|(own, _)| *own == name).nth(1).is_some();
    if let Some((name, _)) = given.iter().find(|(name, _)| twice(name)) {
        return Err(Error::CredentialInvalid(Fault::new(name, "one value", "several")));
    }
    let value = |&(name, default): &(&str, &str)| option(given, name).unwrap_or(default).into();
    Ok(scheme.options.iter().map(value).collect())
}

/// Refuses options that are not `known`.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] that names those that are.
pub(crate) fn check_options<'a>(
    known: impl Iterator<Item = &'a str> + Clone,
    given: &[(&str, &str)],
) -> Result<(), Error> {
    let other = given.iter().find(|(name, _)| known.clone().all(|own| own != *name));
    other.map_or(Ok(()), |(name, _)| Err(unknown(known, name, "option")))
}

/// The option called `name`, where it is given.
pub(crate) fn option<'a>(given: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    given.iter().find(|(own, _)| *own == name).map(|&(_, value)| value)
}

/// The value of the scheme's option `name`, out of all of its `options`; empty where it has none of that name.
pub(crate) fn option_of<'a>(scheme: &Scheme<'_>, options: &'a [String], name: &str) -> &'a str {
    let place = scheme.options.iter().position(|(own, _)| *own == name);
    place.and_then(|place| options.get(place)).map_or("", |value| value)
}

/// Credentials and options.
pub(crate) type Arguments<'n> = (Vec<(&'n str, Secret)>, Vec<(&'n str, &'n str)>);

/// What is given for a scheme, and for its companion.
pub(crate) struct Split<'n> {
    pub own: Arguments<'n>,
    pub other: Arguments<'n>,
    /// Whether the companion is meant, too: something of its own is given, or it has nothing of its own.
    pub is_other_meant: bool,
    /// The first credential that is the companion's alone.
    lacks: &'n str,
    /// Whether an option is given that is the companion's alone.
    has_other_option: bool,
}

/// Splits what is given; what has a name that both know is given to both.
pub(crate) fn split<'n>(
    scheme: &Scheme<'n>,
    companion: &Scheme<'n>,
    credentials: &[(&'n str, Secret)],
    options: &[(&'n str, &'n str)],
) -> Split<'n> {
    let takes = |scheme: &Scheme<'n>, name: &str| {
        scheme.credentials.contains(&name) || (scheme.algorithm.is_asymmetric() && KEYS.contains(&name))
    };
    let has = |scheme: &Scheme<'n>, name: &str| scheme.options.iter().any(|(known, _)| *known == name);
    let is_others = |name: &str| takes(companion, name) && !takes(scheme, name);
    let is_other_option = |name: &str| has(companion, name) && !has(scheme, name);
    let lacks = companion.credentials.iter().copied().find(|name| is_others(name));
    let given =
        |is_given: &dyn Fn(&str) -> bool| credentials.iter().filter(|(name, _)| is_given(name)).cloned().collect();
    let chosen =
        |is_chosen: &dyn Fn(&str) -> bool| options.iter().filter(|(name, _)| is_chosen(name)).copied().collect();
    Split {
        own: (given(&|name| !is_others(name)), chosen(&|name| !is_other_option(name))),
        other: (given(&|name| takes(companion, name)), chosen(&|name| has(companion, name))),
        is_other_meant: credentials.iter().any(|(name, _)| lacks.is_none() || is_others(name)),
        lacks: lacks.unwrap_or_default(),
        has_other_option: options.iter().any(|(name, _)| is_other_option(name)),
    }
}

impl<'n> Split<'n> {
    /// What is given for the `companion`, where it is meant; `key` is what stands for its private key, if anything does.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialMissing`] for options of a companion without its credentials.
    pub(crate) fn of_companion(
        self,
        companion: &Scheme<'_>,
        key: Option<&str>,
    ) -> Result<Option<Arguments<'n>>, Error> {
        if !self.is_other_meant && self.has_other_option {
            let key = key.filter(|_| companion.algorithm.is_asymmetric());
            return Err(Error::missing(companion.id, key.unwrap_or(self.lacks)));
        }
        Ok(Some(self.other).filter(|_| self.is_other_meant))
    }
}

/// The algorithms that a JWS may be signed with, each with its name in JOSE.
pub(crate) type JwsAlgorithms = Vec<(&'static str, Algorithm)>;

/// The form and the algorithms that the options of a JWS name, with a space between.
///
/// # Errors
///
/// [`Error::CredentialInvalid`] for a name of neither.
pub(crate) fn jws_choice(form: &str, algorithms: &str) -> Result<(Form, JwsAlgorithms), Error> {
    let refused = |option: &str, expected: &'static str, got: &str| {
        Error::CredentialInvalid(Fault::new(option, expected, cited(got)))
    };
    let form = Form::named(form).ok_or_else(|| refused("jws.form", "`attached`, `detached` or `unencoded`", form))?;
    let mut named = Vec::new();
    for name in algorithms.split(' ') {
        let mut known = JWS_ALGORITHMS.iter().filter_map(|&own| Some((own.jose_name()?, own)));
        let known = known.find(|(own, _)| *own == name);
        named.push(known.ok_or_else(|| refused("jws.alg", "`PS256` or `RS256`", algorithms))?);
    }
    Ok((form, named))
}

/// A key of printable text with a line break at an end was read from a file or pasted; a binary key may end in any byte.
fn pasted_line_break(key: &[u8]) -> Option<&'static str> {
    let trimmed = key.trim_ascii();
    let printable = !trimmed.is_empty() && trimmed.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let line_break = |byte: Option<&u8>| matches!(byte, Some(b'\r' | b'\n'));
    match printable {
        true if line_break(key.last()) => Some("one at the end"),
        true if line_break(key.first()) => Some("one at the start"),
        _ => None,
    }
}

/// Refuses strings that are no secrets or ids as a provider gives them: see [`check_text`]. Private and public keys are not
/// looked at.
///
/// # Errors
///
/// [`Error::CredentialInvalid`]
pub(crate) fn check_texts(scheme: &Scheme<'_>, key: &KeyRecipe, given: &[(&str, Secret)]) -> Result<(), Error> {
    let is_key = |index: usize| scheme.algorithm.is_random() && key.uses(index);
    let place = |name: &str| scheme.credentials.iter().position(|own| *own == name);
    let mut texts = given.iter().filter(|(name, _)| !place(name).is_some_and(is_key));
    texts.try_for_each(|(name, secret)| check_text(name, secret))
}

/// Refuses a string in quotes, with white space around it, or as JavaScript writes a variable that is not set. Bytes are taken
/// as they are, and a key in PEM or as a JWK is refused elsewhere.
fn check_text(name: &str, secret: &Secret) -> Result<(), Error> {
    let Some(text) = secret.text().filter(|text| !is_of_a_pair(text.as_bytes())) else { return Ok(()) };
    let is_space = |character: char| character.is_whitespace() || character == '\u{feff}';
    let is_quoted = |quote| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
    let (expected, got, at) = match text {
        "undefined" => (UNSET, "`undefined`", None),
        "null" => (UNSET, "`null`", None),
        "[object Object]" => (UNSET, "`[object Object]`", None),
        _ if text.ends_with(['\r', '\n']) => (TRIMMED, "a line break at the end", None),
        _ if text.starts_with(['\r', '\n']) => (TRIMMED, "a line break at the start", None),
        _ if text.ends_with(is_space) => (TRIMMED, "white space", Some(text.trim_end_matches(is_space).len())),
        _ if text.starts_with(is_space) => (TRIMMED, "white space", Some(0)),
        _ if ['"', '\'', '`'].into_iter().any(is_quoted) => (BARE, "quotes", None),
        _ => return Ok(()),
    };
    let fault = Fault::new(name, expected, got);
    Err(Error::CredentialInvalid(match at {
        Some(at) => fault.at(at),
        None => fault,
    }))
}

/// Whether a text holds a key as it is written for RSA and the like: whoever verifies has its public half, which is no secret.
fn is_of_a_pair(key: &[u8]) -> bool {
    let has = |part: &[u8]| find(key, part).is_some();
    has(b"-----BEGIN ") || key.trim_ascii_start().first() == Some(&b'{') && has(b"\"kty\"")
}

fn unknown<'a>(known: impl Iterator<Item = &'a str>, name: &str, kind: &str) -> Error {
    let known = quoted(known, ", ");
    let expected = if known.is_empty() { ["no ", kind].concat() } else { ["one of the ", kind, "s ", &known].concat() };
    Error::CredentialInvalid(match is_name(name) {
        true => Fault::new(name, expected, ["an unknown ", kind].concat()),
        false => Fault::new(&[kind, "s"].concat(), expected, "a name that is not shown, since it may be a secret"),
    })
}

/// The credentials that verify what a private key signed.
pub(crate) const KEYS: [&str; 2] = ["publicKeys", "certificates"];
const UNSET: &str = "the credential itself, not what JavaScript writes for another value";
const BARE: &str = "a string without quotes around it: take them off";
const TRIMMED: &str = "a string without white space around it: trim it";
/// More than the literal text of any key's template, with room for what a filter adds.
const MAX_LITERAL: usize = 256;
/// The algorithms of a JWS.
const JWS_ALGORITHMS: [Algorithm; 2] = [Algorithm::RsassaPss, Algorithm::RsassaPkcs1v15];
