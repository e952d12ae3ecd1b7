//! Credentials and options of a scheme, and the key that they make.

use alloc::{boxed::Box, string::String, vec::Vec};

use zeroize::Zeroizing;

use crate::algorithm::Algorithm;
use crate::algorithm::jws::Form;
use crate::canonical::{Inputs, Template, Variable, limit_reads};
use crate::error::{Error, Fault, cited, excerpt, is_name};
use crate::recipe::names;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::{decimal, find, quoted};

/// The parsed key template.
pub(crate) struct KeyRecipe {
    template: Template,
    /// The name of the key in errors: its first credential.
    pub name: String,
    /// The index of this credential.
    pub credential: Option<usize>,
}

impl KeyRecipe {
    /// Parses the key template of the scheme.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the byte offset of the fault.
    pub(crate) fn read(scheme: &Scheme<'_>) -> Result<Self, Error> {
        let template = Template::parse("key", scheme.key, names(scheme))?;
        let credential = template.credential();
        let name = credential.map_or("key", |index| scheme.credentials[index]).into();
        Ok(Self { template, name, credential })
    }

    /// Whether the key template contains the credential with this index.
    pub(crate) fn uses(&self, index: usize) -> bool {
        self.template.uses(Variable::Credential(index))
    }

    /// The first credential in the key template, unfiltered.
    pub(crate) fn given<'c>(&self, credentials: &'c [Secret]) -> &'c [u8] {
        self.credential.map_or(&[][..], |index| credentials[index].expose())
    }

    /// The output of the key template, whether or not it is a valid key.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a credential that a filter does not accept.
    pub(crate) fn bytes(&self, credentials: &[Secret], options: &[String]) -> Result<Zeroizing<Vec<u8>>, Error> {
        // Allocate once: growing would leave a copy of the key behind.
        let room = credentials.iter().map(|secret| secret.expose().len()).sum::<usize>() + MAX_LITERAL;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let mut inputs = Inputs { credentials, options, ..Inputs::default() };
        limit_reads!(inputs, &[]);
        self.template.fill(&inputs, &mut bytes)?;
        Ok(bytes)
    }

    /// The key, as bytes.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a credential that a filter does not accept, a line break around a secret, or one
    /// of a key pair instead of a secret.
    pub(crate) fn make(
        &self,
        algorithm: Algorithm,
        credentials: &[Secret],
        options: &[String],
    ) -> Result<Secret, Error> {
        let mut bytes = self.bytes(credentials, options)?;
        let given = self.given(credentials);
        match pasted_line_break(given) {
            Some(got) if !algorithm.has_key_pair() => {
                let expected = "a key without a line break around it: trim it";
                Err(Error::CredentialInvalid(Fault::new(&self.name, expected, got)))
            }
            _ if !algorithm.has_key_pair() && is_of_a_pair(given) => {
                let expected = "a secret that both sides hold";
                Err(Error::CredentialInvalid(Fault::new(&self.name, expected, "a key in PEM, or as a JWK")))
            }
            _ if bytes.is_empty() && algorithm != Algorithm::None => {
                Err(Error::CredentialInvalid(Fault::new(&self.name, "a key of at least one byte", "an empty one")))
            }
            _ => Ok(Secret::from(core::mem::take(&mut *bytes))),
        }
    }
}

/// The credentials in the scheme's order: one set for each key of a key set. A credential that is given once belongs to
/// every set. One for which `is_needed` returns false may be absent.
///
/// # Errors
///
/// [`Error::CredentialMissing`]; [`Error::CredentialInvalid`] for an unknown name, or for numbers of values that do not
/// match.
pub(crate) fn sets(
    scheme: &Scheme<'_>,
    given: &[(&str, Secret)],
    is_needed: impl Fn(usize) -> bool,
) -> Result<Vec<Vec<Secret>>, Error> {
    if let Some((name, _)) = given.iter().find(|(name, _)| !scheme.credentials.contains(name)) {
        return Err(Error::CredentialInvalid(unknown(scheme, scheme.credentials.iter().copied(), name, "credential")));
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

/// Whether the credential `name` is used only in a header that is left out when it is empty.
pub(crate) fn is_optional(scheme: &Scheme<'_>, name: &str) -> bool {
    let named = ["{", name].concat();
    let uses = |template: &str| find(template.as_bytes(), named.as_bytes()).is_some();
    let parts = [scheme.bindings, scheme.headers, scheme.query, scheme.fields, scheme.claims, scheme.token_header];
    let mut templates = parts.into_iter().flatten().map(|(_, template)| *template);
    let own = ["[", &named, "}]"].concat();
    scheme.headers.iter().any(|(_, template)| *template == own)
        && templates.all(|template| template == own || !uses(template))
        && ![scheme.canonical, scheme.key].iter().chain(scheme.accepted_canonicals).any(|template| uses(template))
}

/// The option values in the scheme's order, with defaults for those not given.
///
/// # Errors
///
/// [`Error::OptionInvalid`] for a name that is not an option of the scheme.
pub(crate) fn options(scheme: &Scheme<'_>, given: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    check_options(scheme, scheme.options.iter().map(|&(name, _)| name), given)?;
    let twice = |name: &str| given.iter().filter(|(own, _)| *own == name).nth(1).is_some();
    if let Some((name, _)) = given.iter().find(|(name, _)| twice(name)) {
        return Err(Error::OptionInvalid(Fault::new(name, "one value", "several")));
    }
    let value = |&(name, default): &(&str, &str)| option(given, name).unwrap_or(default).into();
    Ok(scheme.options.iter().map(value).collect())
}

/// Refuses options that are not `known`.
///
/// # Errors
///
/// [`Error::OptionInvalid`] that names the known ones.
pub(crate) fn check_options<'a>(
    scheme: &Scheme<'_>,
    known: impl Iterator<Item = &'a str> + Clone,
    given: &[(&str, &str)],
) -> Result<(), Error> {
    let other = given.iter().find(|(name, _)| known.clone().all(|own| own != *name));
    other.map_or(Ok(()), |(name, _)| Err(Error::OptionInvalid(unknown(scheme, known, name, "option"))))
}

/// The value of the option `name`, if it is given.
pub(crate) fn option<'a>(given: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    given.iter().find(|(own, _)| *own == name).map(|&(_, value)| value)
}

/// The value of the option `name`, from all option values of the scheme; empty if there is no such option.
pub(crate) fn option_of<'a>(scheme: &Scheme<'_>, options: &'a [String], name: &str) -> &'a str {
    let place = scheme.options.iter().position(|(own, _)| *own == name);
    place.and_then(|place| options.get(place)).map_or("", |value| value)
}

/// Credentials and options.
pub(crate) type Arguments<'n> = (Vec<(&'n str, Secret)>, Vec<(&'n str, &'n str)>);

/// The arguments for a scheme and those for its companion.
pub(crate) struct Split<'n> {
    pub own: Arguments<'n>,
    pub other: Arguments<'n>,
    /// Whether the companion applies: one of its own credentials is given, or it has no credentials of its own.
    pub is_other_meant: bool,
    /// The first credential that only the companion has.
    missing: &'n str,
    /// Whether an option is given that only the companion has.
    has_companion_option: bool,
}

/// Splits the arguments between a scheme and its companion. A name that both have goes to both.
pub(crate) fn split<'n>(
    scheme: &Scheme<'n>,
    companion: &Scheme<'n>,
    credentials: &[(&'n str, Secret)],
    options: &[(&'n str, &'n str)],
) -> Split<'n> {
    let takes = |scheme: &Scheme<'n>, name: &str| {
        let is_key = KEYS.contains(&name) || [KEY_IDS, ROOTS].contains(&name);
        scheme.credentials.contains(&name) || (scheme.algorithm.is_asymmetric() && is_key)
    };
    let has = |scheme: &Scheme<'n>, name: &str| scheme.options.iter().any(|(known, _)| *known == name);
    let is_of_companion = |name: &str| takes(companion, name) && !takes(scheme, name);
    let is_companion_option = |name: &str| has(companion, name) && !has(scheme, name);
    let missing = companion.credentials.iter().copied().find(|name| is_of_companion(name));
    let given =
        |is_given: &dyn Fn(&str) -> bool| credentials.iter().filter(|(name, _)| is_given(name)).cloned().collect();
    let chosen =
        |is_chosen: &dyn Fn(&str) -> bool| options.iter().filter(|(name, _)| is_chosen(name)).copied().collect();
    Split {
        own: (given(&|name| !is_of_companion(name)), chosen(&|name| !is_companion_option(name))),
        other: (given(&|name| takes(companion, name)), chosen(&|name| has(companion, name))),
        is_other_meant: credentials.iter().any(|(name, _)| missing.is_none() || is_of_companion(name)),
        missing: missing.unwrap_or_default(),
        has_companion_option: options.iter().any(|(name, _)| is_companion_option(name)),
    }
}

impl<'n> Split<'n> {
    /// The arguments for the `companion`, if it applies. `key` is the credential that replaces its private key, if
    /// there is one.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialMissing`] for options of the companion without its credentials.
    pub(crate) fn of_companion(
        self,
        companion: &Scheme<'_>,
        key: Option<&str>,
    ) -> Result<Option<Arguments<'n>>, Error> {
        if !self.is_other_meant && self.has_companion_option {
            let key = key.filter(|_| companion.algorithm.is_asymmetric());
            return Err(Error::missing(companion.id, key.unwrap_or(self.missing)));
        }
        Ok(Some(self.other).filter(|_| self.is_other_meant))
    }
}

/// The algorithms that a JWS may use, each with its JOSE name.
pub(crate) type JwsAlgorithms = Vec<(&'static str, Algorithm)>;

/// The algorithms of a scheme whose signature is no JWS, each with its JOSE name if the signature is a token.
pub(crate) fn algorithms(scheme: &Scheme<'_>) -> JwsAlgorithms {
    let named = |own: &Algorithm| (own.jose_name().filter(|_| scheme.is_token()).unwrap_or_else(|| own.name()), *own);
    [scheme.algorithm].iter().chain(scheme.accepted_algorithms).map(named).collect()
}

/// The form and the algorithms in the options of a JWS; algorithm names are separated by spaces.
///
/// # Errors
///
/// [`Error::OptionInvalid`] for an unknown form or algorithm.
pub(crate) fn jws_choice(scheme: Algorithm, form: &str, algorithms: &str) -> Result<(Form, JwsAlgorithms), Error> {
    let refused =
        |option: &str, expected: String, got: &str| Error::OptionInvalid(Fault::new(option, expected, cited(got)));
    let forms = "`attached`, `detached` or `unencoded`";
    let form = Form::named(form).ok_or_else(|| refused("jws.form", forms.into(), form))?;
    let mut named = Vec::new();
    for name in algorithms.split(' ') {
        let known = scheme.jose().find(|(own, _)| *own == name);
        let expected = || ["one of ", &quoted(scheme.jose().map(|(own, _)| own), ", ")].concat();
        named.push(known.ok_or_else(|| refused("jws.alg", expected(), algorithms))?);
    }
    Ok((form, named))
}

/// Describes a line break at either end of a printable key: it comes from a file or the clipboard. A binary key may end
/// in any byte.
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

/// Refuses strings that no provider issues as a secret or id: see [`check_text`]. The keys of a pair are not checked here.
///
/// # Errors
///
/// [`Error::CredentialInvalid`]
pub(crate) fn check_texts(scheme: &Scheme<'_>, key: &KeyRecipe, given: &[(&str, Secret)]) -> Result<(), Error> {
    let is_key = |index: usize| scheme.algorithm.has_key_pair() && key.uses(index);
    let place = |name: &str| scheme.credentials.iter().position(|own| *own == name);
    let mut texts = given.iter().filter(|(name, _)| !place(name).is_some_and(is_key));
    texts.try_for_each(|(name, secret)| check_text(name, secret))
}

/// Refuses a string in quotes, with white space around it, or as JavaScript writes an unset variable. Bytes are used as they
/// are.
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
    let mut fault = Fault::new(name, expected, got);
    fault.at = at;
    Err(Error::CredentialInvalid(fault))
}

/// Whether `key` is one of a pair, in PEM or as a JWK: verifiers have only its public half, which is no secret.
fn is_of_a_pair(key: &[u8]) -> bool {
    let has = |part: &[u8]| find(key, part).is_some();
    has(b"-----BEGIN ") || key.trim_ascii_start().first() == Some(&b'{') && has(b"\"kty\"")
}

fn unknown<'a>(
    scheme: &Scheme<'_>,
    known: impl Iterator<Item = &'a str> + Clone,
    name: &str,
    kind: &str,
) -> Box<Fault> {
    let kinds = [kind, "s"].concat();
    let part = if is_name(name) { name } else { &*kinds };
    let names = quoted(known.clone(), ", ");
    if names.is_empty() {
        return Fault::inapplicable(part, ["`", &excerpt(scheme.id), "` takes no ", &kinds, " here"].concat());
    }
    let got = if is_name(name) {
        ["an unknown ", kind].concat()
    } else {
        "a name that is not shown, since it may be a secret".into()
    };
    Fault::new(part, ["one of the ", &kinds, " ", &names].concat(), got).among(known)
}

/// The option that a signer of a JWS sends, and that verifiers do not take.
pub(crate) const JWS_CERTIFICATE: &str = "jws.certificate";
/// The credentials of verifiers for asymmetric algorithms.
pub(crate) const KEYS: [&str; 2] = ["publicKeys", "certificates"];
/// The ids of these keys, in their order.
pub(crate) const KEY_IDS: &str = "keyIds";
/// The root certificates that a verifier trusts in the place of the scheme's.
pub(crate) const ROOTS: &str = "rootCertificates";
const UNSET: &str = "the credential itself, not what JavaScript writes for another value";
const BARE: &str = "a string without quotes around it: take them off";
const TRIMMED: &str = "a string without white space around it: trim it";
/// More bytes than the literals of any key template have, with room for what filters add.
const MAX_LITERAL: usize = 256;
