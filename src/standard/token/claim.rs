//! Claims, and members of a token's header: written when signing, and read and compared when verifying.

use alloc::{string::String, vec::Vec};

use super::json::{self, Tree};
use crate::canonical::{Inputs, Symbols, Template, Variable};
use crate::error::{Error, Fault, cited, excerpt};
use crate::json::Document;
use crate::recipe::pattern::Pattern;
use crate::recipe::{self, Location};
use crate::scheme::Scheme;
use crate::text::{decimal, in_quotes, utf8};

/// A claim or a member of the header, with the template of its value.
#[derive(Debug)]
pub(super) struct Claim {
    location: Location,
    /// The name or JSON pointer.
    pub name: String,
    pub template: Template,
    pub means: Means,
    /// How a receiver reads a value that it knows.
    pattern: Option<Pattern>,
    /// Whether the template is one optional part.
    is_optional: bool,
}

/// What received values are compared with.
pub(super) struct Checked<'c> {
    pub inputs: &'c Inputs<'c>,
    /// Whether an error tells the expected value, as only `explain` does.
    pub tells: bool,
}

/// How a receiver checks a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Judges it as a time.
    Time,
    /// Hands it out: the sender draws it.
    Drawn,
    /// Compares it with literals, options and credentials.
    Known,
    /// Computes it from the message, and compares it.
    Computed,
}

impl Claim {
    pub(super) fn read(
        scheme: &Scheme<'_>,
        location: Location,
        name: &str,
        text: &str,
        names: Symbols<'_>,
        options: &[String],
    ) -> Result<Self, Error> {
        let member = if location == Location::Claim { "claims." } else { "tokenHeader." };
        let path = [member, name].concat();
        let template = Template::parse(&path, text, names)?;
        let refused = |expected: &'static str| Err(Error::SchemeInvalid(Fault::new(&path, expected, cited(text))));
        let variables = || template.parts().iter().filter_map(|part| part.variable());
        let is_of = |are: fn(Variable) -> bool| variables().all(are);
        let is_host = |own| matches!(own, Variable::Binding(index) if scheme.bindings[index] == (HOST, ""));
        let own_input = || {
            let locators = recipe::locators(scheme)?;
            Ok(match &variables().collect::<Vec<_>>()[..] {
                [Variable::Input(index)] => {
                    locators.get(*index).is_some_and(|own| own.location == location && own.name == name)
                        && template.is_only(Variable::Input(*index))
                }
                _ => false,
            })
        };
        let means = if location == Location::Claim && TIMES.contains(&name) {
            let is_time = is_of(|own| matches!(own, Variable::Timestamp | Variable::Option(_)));
            if !is_time || !template.uses(Variable::Timestamp) {
                return refused("a time such as `{timestamp}` or `{timestamp}+540`");
            }
            Means::Time
        } else if variables().any(|own| matches!(own, Variable::Input(_))) {
            if !own_input()? {
                return refused("the input of this very member, such as `claim:jti` for `jti`, and nothing else");
            }
            Means::Drawn
        } else if is_of(|own| matches!(own, Variable::Credential(_) | Variable::Option(_))) {
            Means::Known
        } else if variables().all(|own| is_of_message(own) || is_host(own)) {
            Means::Computed
        } else {
            return refused(
                "values that a receiver has: `{method}`, `{url}`, `{target}`, `{path}`, `{query}`, `{body}` and options, or \
                 credentials without filters",
            );
        };
        let pattern = if means == Means::Known { Some(Pattern::read(&path, text, names, options)?) } else { None };
        let is_optional = template.is_optional();
        Ok(Self { location, name: name.into(), template, means, pattern, is_optional })
    }

    /// By how many seconds a time lies after that of signing, if the scheme itself says so.
    pub(super) fn shift_s(&self) -> i64 {
        self.template.literal_after(Variable::Timestamp).parse().unwrap_or_default()
    }

    /// Adds the value for a request to sign.
    pub(super) fn write(&self, inputs: &Inputs<'_>, tree: &mut Tree) -> Result<(), Error> {
        let mut value = Vec::new();
        self.template.fill(inputs, &mut value)?;
        if value.is_empty() && self.is_optional {
            return Ok(());
        }
        if value.is_empty() || core::str::from_utf8(&value).is_err() {
            let got = if value.is_empty() { "an empty string" } else { "bytes that are not UTF-8" };
            return Err(Error::RequestInvalid(Fault::new(&self.name, "a string for the token", got)));
        }
        tree.add(&self.name, if self.means == Means::Time { shifted(&self.name, &value)? } else { json::text(&value) });
        Ok(())
    }

    /// Compares the value in a received token; the credentials that it names are added to `credentials`.
    pub(super) fn check(
        &self,
        document: Document<'_>,
        checked: &Checked<'_>,
        credentials: &mut Vec<(usize, Vec<u8>)>,
    ) -> Result<(), Error> {
        let Self { location, name, .. } = self;
        // A fixed member of the header, such as `typ`, binds nothing.
        let may_lack = self.is_optional || (*location == Location::Protected && self.template.is_literal());
        match self.means {
            Means::Time => match raw(document, *location, name)? {
                None if !may_lack => Err(missing(*location, name)),
                None | Some(_) => Ok(()),
            },
            Means::Drawn => Ok(()),
            Means::Known => {
                let values = strings(document, *location, name)?;
                if values.is_empty() {
                    return if may_lack { Ok(()) } else { Err(missing(*location, name)) };
                }
                let Some(pattern) = &self.pattern else { return Ok(()) };
                let Some(taken) = values.iter().find_map(|value| pattern.take(value).ok()) else {
                    let known = pattern.with(Variable::Any, "");
                    let expected = if pattern.takes_something() {
                        ["a value as `", &*known, "` begins or ends it"].concat()
                    } else {
                        in_quotes(&known)
                    };
                    return Err(location.blame(Fault::new(name, expected, cited(utf8(&values[0])))));
                };
                for (variable, value, _) in taken {
                    if let Variable::Credential(index) = variable {
                        credentials.push((index, value.to_vec()));
                    }
                }
                Ok(())
            }
            Means::Computed => {
                let mut expected = Vec::new();
                self.template.fill(checked.inputs, &mut expected)?;
                let is_absent = self.is_optional && expected.is_empty();
                match string(document, *location, name)? {
                    None if is_absent => Ok(()),
                    None => Err(missing(*location, name)),
                    Some(_) if is_absent => {
                        let none = "a token without it, since what it is made of is empty";
                        Err(location.blame(Fault::new(name, none, "one that has it")))
                    }
                    Some(value) if value == expected => Ok(()),
                    Some(value) if checked.tells => {
                        let (expected, got) = (in_quotes(&excerpt(utf8(&expected))), cited(utf8(&value)));
                        Err(location.blame(Fault::new(name, expected, got)))
                    }
                    Some(_) => Err(Error::mismatch()),
                }
            }
        }
    }
}

/// The string `name`; `None` if it is absent.
///
/// # Errors
///
/// The error of the location for a value of another type, or for several.
pub(super) fn string(document: Document<'_>, location: Location, name: &str) -> Result<Option<Vec<u8>>, Error> {
    match raw(document, location, name)? {
        None => Ok(None),
        Some([b'"', ..]) => {
            document.text(name).map_err(|(expected, got)| location.blame(Fault::new(name, expected, got)))
        }
        Some(other) => Err(location.blame(Fault::new(name, "a string", excerpt(utf8(other))))),
    }
}

/// The strings of which one has to fit: that of the member or, for the audience, each in its list.
fn strings(document: Document<'_>, location: Location, name: &str) -> Result<Vec<Vec<u8>>, Error> {
    let is_list = |raw: &&[u8]| (location, name) == (Location::Claim, AUDIENCE) && raw.starts_with(b"[");
    let Some(list) = raw(document, location, name)?.filter(is_list) else {
        return Ok(string(document, location, name)?.into_iter().collect());
    };
    let refused = || location.blame(Fault::new(name, "a string, or at most 64 of them", excerpt(utf8(list))));
    let list = Document::parse(list).map_err(|_| refused())?;
    let elements = list.elements(list.whole(), MAX_AUDIENCES);
    let all: Option<Vec<_>> =
        elements.iter().map(|at| list.scalar(at.clone()).filter(|_| list.raw(at.clone()).starts_with(b"\""))).collect();
    all.filter(|all| !all.is_empty() && all.len() <= MAX_AUDIENCES).ok_or_else(refused)
}

/// The time `name` in whole seconds since 1970; `None` if it is absent.
///
/// # Errors
///
/// [`Error::TimestampInvalid`] for anything but a number of seconds (RFC 7519 §2).
pub(super) fn time(document: Document<'_>, name: &str) -> Result<Option<i64>, Error> {
    let Some(raw) = raw(document, Location::Claim, name)? else { return Ok(None) };
    let text = utf8(raw);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse().ok().filter(|_| is_number(whole) && is_number(fraction) && whole.len() <= MAX_DIGITS);
    seconds
        .map(Some)
        .ok_or_else(|| Error::TimestampInvalid(Fault::new(name, "a number of seconds since 1970", excerpt(text))))
}

/// The error for an absent member.
pub(super) fn missing(location: Location, name: &str) -> Error {
    location.missing(name, "")
}

/// The value of `name` as JSON.
fn raw<'d>(document: Document<'d>, location: Location, name: &str) -> Result<Option<&'d [u8]>, Error> {
    let found = document.find(document.whole(), name).map_err(|_| location.several(name, "several"))?;
    Ok(found.map(|at| document.raw(at)))
}

/// The time in `value`, such as `1700000000` or `1700000000+540`, as a number.
fn shifted(name: &str, value: &[u8]) -> Result<Vec<u8>, Error> {
    let text = utf8(value);
    let (base, shift) = text.find(['+', '-']).map_or((text, "0"), |at| text.split_at(at));
    let sum =
        base.parse::<i64>().ok().zip(shift.parse::<i32>().ok()).map(|(base, shift)| base.saturating_add(shift.into()));
    let sum = sum.filter(|sum| (0..MAX_TIME).contains(sum)).ok_or_else(|| {
        Error::TimestampInvalid(Fault::new(
            name,
            "seconds since 1970, such as `1700000000` or `1700000000+540`",
            cited(text),
        ))
    })?;
    Ok(decimal(sum).into_bytes())
}

const fn is_of_message(variable: Variable) -> bool {
    match variable {
        Variable::Method | Variable::Url | Variable::Target | Variable::Path | Variable::Query | Variable::Body => true,
        Variable::Option(_) => true,
        Variable::Base | Variable::Timestamp | Variable::Canonical | Variable::Signature | Variable::Protected => false,
        Variable::Any | Variable::Credential(_) | Variable::Binding(_) | Variable::Input(_) => false,
    }
}

/// The claims that are times (RFC 7519 §4.1).
pub(super) const TIMES: [&str; 3] = ["iat", "nbf", "exp"];
/// The binding with the host of the URL.
pub(super) const HOST: &str = "host";
const AUDIENCE: &str = "aud";
const MAX_AUDIENCES: usize = 64;
const MAX_DIGITS: usize = 12;
const MAX_TIME: i64 = 1_000_000_000_000;
