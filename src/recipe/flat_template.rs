//! Canonical templates flattened into flat parts, with what the scheme says about the values of each flat part.

use alloc::{string::String, vec::Vec};

use super::locator::prefix_of;
use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};
use crate::error::{Error, Fault};
use crate::message::is_token;
use crate::scheme::Scheme;
use crate::text::at_most;
use crate::timestamp::TimestampForm;
use crate::url;

/// The flat parts of a canonical template in order, with bindings expanded, and the possible neighbours of each flat
/// part.
pub(super) struct FlatTemplate<'t> {
    pub parts: Vec<FlatPart<'t>>,
    /// For each gap between flat parts: the indices of the flat parts that may come next. The number of flat parts
    /// stands for the end.
    pub after: Vec<Vec<usize>>,
    /// For each gap between flat parts: the flat parts that may come before, counted from 1. 0 stands for the start.
    pub before: Vec<Vec<usize>>,
    /// For each binding: whether it is used with a filter, and so must be unambiguous by itself.
    is_filtered: Vec<bool>,
}

pub(super) struct FlatPart<'t> {
    pub kind: Kind<'t>,
    pub label: &'t str,
    /// The byte offset in the outermost template.
    pub at: usize,
}

pub(super) enum Kind<'t> {
    Literal(&'t str),
    /// A value that shows by itself where it starts and ends, for instance by a fixed length.
    Delimited(Bytes),
    /// A value of another kind.
    Undelimited(Undelimited, Bytes),
    /// A group up to the given flat part. An empty group stands for a value that is the same in every message.
    Group(usize),
}

/// A value that does not show by itself where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Undelimited {
    /// The input with this index; values that contain the literal after them are refused.
    Input(usize),
    /// A method, which is a token; values that contain the literal after them are refused.
    Method,
    /// An absolute URL.
    Url,
    /// A path, with or without query; starts with `/`.
    Path,
    /// Headers as lines; each line starts with this byte.
    Lines(u8),
    Json,
    /// A time in several forms, two of them numeric; ends at the first non-digit.
    Time,
    Other,
}

/// A value that must not contain the literals that may follow it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended {
    Method,
    /// The input with this index.
    Input(usize),
}

/// Which bytes a value can contain; for JSON, outside of strings.
pub(super) type Bytes = fn(u8) -> bool;

impl<'t> FlatTemplate<'t> {
    fn read(scheme: &Scheme<'t>, template: &'t Template, bindings: &'t [Template]) -> Result<Self, Error> {
        let is_filtered = bindings.iter().map(|_| false).collect();
        let mut flat = Self { parts: Vec::new(), after: Vec::new(), before: Vec::new(), is_filtered };
        flat.push_all(scheme, template, bindings, None)?;
        flat.link();
        Ok(flat)
    }

    /// The inputs and the method, each with the literals that may follow it, which its values must not contain.
    pub(super) fn ends(&self) -> Vec<(Ended, Vec<String>)> {
        let mut ends = Vec::new();
        for (place, part) in self.parts.iter().enumerate() {
            let ended = match part.kind {
                Kind::Undelimited(Undelimited::Input(index), _) => Some(Ended::Input(index)),
                Kind::Undelimited(Undelimited::Method, _) => Some(Ended::Method),
                Kind::Undelimited(..) | Kind::Literal(_) | Kind::Delimited(_) | Kind::Group(_) => None,
            };
            if let Some(ended) = ended {
                let next = self.after[place + 1].iter().filter_map(|next| self.parts.get(*next));
                let texts =
                    next.filter_map(|next| if let Kind::Literal(text) = next.kind { Some(text.into()) } else { None });
                ends.push((ended, texts.collect()));
            }
        }
        ends
    }

    fn push_all(
        &mut self,
        scheme: &Scheme<'t>,
        template: &'t Template,
        bindings: &'t [Template],
        outer_at: Option<usize>,
    ) -> Result<(), Error> {
        // The first flat part of each part, and the groups among the flat parts.
        let (mut starts, mut groups) = (Vec::new(), Vec::new());
        for part in template.parts() {
            starts.push(self.parts.len());
            let at = outer_at.unwrap_or_else(|| part.at());
            let (mut kind, mut label) = (Kind::Group(self.parts.len() + 1), "");
            let mut inner = None;
            match part {
                Part::Literal(text) => kind = Kind::Literal(text),
                Part::Group { until, .. } => groups.push((self.parts.len(), *until)),
                Part::Input { variable, filters, label: own, .. } => {
                    label = own.split('|').next().unwrap_or_default();
                    let own = if let Variable::Binding(index) = *variable
                        && !bindings[index].parts().is_empty()
                    {
                        inner = Some(index).filter(|_| filters.is_empty());
                        self.is_filtered[index] |= inner.is_none();
                        Some(Kind::Undelimited(Undelimited::Other, any)).filter(|_| inner.is_none())
                    } else {
                        kind_of(scheme, *variable)
                    };
                    if let Some(own) = own {
                        kind = filters.iter().fold(own, |kind, filter| filtered(kind, *filter));
                    }
                }
            }
            if self.parts.len() == MAX_PARTS {
                let fault = Fault::new("canonical", at_most(MAX_PARTS, "parts, with those of its bindings"), "more");
                return Err(Error::SchemeInvalid(fault));
            }
            self.parts.push(FlatPart { kind, label, at });
            if let Some(index) = inner {
                self.push_all(scheme, &bindings[index], bindings, Some(at))?;
            }
        }
        starts.push(self.parts.len());
        for (place, until) in groups {
            self.parts[place].kind = Kind::Group(starts[until]);
        }
        Ok(())
    }

    fn link(&mut self) {
        let count = self.parts.len();
        let add = |to: &mut Vec<usize>, from: &[usize]| {
            for place in from {
                if !to.contains(place) {
                    to.push(*place);
                }
            }
        };
        self.before = (0..=count).map(|_| Vec::new()).collect();
        self.before[0].push(0);
        for place in 0..count {
            let (known, rest) = self.before.split_at_mut(place + 1);
            match self.parts[place].kind {
                Kind::Group(until) => {
                    add(&mut rest[0], &known[place]);
                    add(&mut rest[until - place - 1], &known[place]);
                }
                Kind::Literal(_) | Kind::Delimited(_) | Kind::Undelimited(..) => add(&mut rest[0], &[place + 1]),
            }
        }
        self.after = (0..=count).map(|_| Vec::new()).collect();
        self.after[count].push(count);
        for place in (0..count).rev() {
            let (own, known) = self.after.split_at_mut(place + 1);
            match self.parts[place].kind {
                Kind::Group(until) => {
                    add(&mut own[place], &known[0]);
                    add(&mut own[place], &known[until - place - 1]);
                }
                Kind::Literal(_) | Kind::Delimited(_) | Kind::Undelimited(..) => own[place].push(place),
            }
        }
    }
}

/// The flat parts of the canonical template, and those of each binding that is used with a filter: such a binding must
/// separate its inputs by itself.
pub(super) fn flatten<'t>(
    scheme: &Scheme<'t>,
    template: &'t Template,
    bindings: &'t [Template],
) -> Result<Vec<(Option<usize>, FlatTemplate<'t>)>, Error> {
    let mut all = Vec::from([(None, FlatTemplate::read(scheme, template, bindings)?)]);
    // A binding uses only earlier bindings.
    for index in (0..bindings.len()).rev() {
        if all.iter().any(|(_, flat)| flat.is_filtered[index]) {
            all.push((Some(index), FlatTemplate::read(scheme, &bindings[index], bindings)?));
        }
    }
    Ok(all)
}

impl Ended {
    pub(super) const fn variable(self) -> Variable {
        match self {
            Self::Method => Variable::Method,
            Self::Input(index) => Variable::Input(index),
        }
    }
}

impl FlatPart<'_> {
    pub(super) const fn is_of_message(&self) -> bool {
        matches!(self.kind, Kind::Delimited(_) | Kind::Undelimited(..))
    }
}

impl Kind<'_> {
    pub(super) fn lacks(&self, byte: u8) -> bool {
        match self {
            Self::Delimited(holds) | Self::Undelimited(_, holds) => !holds(byte),
            Self::Literal(_) | Self::Group(_) => false,
        }
    }
}

/// The kind of `variable`; `None` if its value is the same in every message, or cannot occur in a canonical string.
fn kind_of<'k>(scheme: &Scheme<'_>, variable: Variable) -> Option<Kind<'k>> {
    Some(match variable {
        Variable::Method => Kind::Undelimited(Undelimited::Method, is_token),
        Variable::Url => Kind::Undelimited(Undelimited::Url, url::is_received),
        Variable::Base => Kind::Undelimited(Undelimited::Url, is_path),
        Variable::Target => Kind::Undelimited(Undelimited::Path, url::is_received),
        Variable::Path => Kind::Undelimited(Undelimited::Path, is_path),
        Variable::Query => Kind::Undelimited(Undelimited::Other, url::is_received),
        Variable::Body => Kind::Undelimited(Undelimited::Other, any),
        Variable::Timestamp => time(scheme),
        Variable::Input(index) => match prefix_of(scheme.inputs[index].1) {
            Some(prefix) => Kind::Undelimited(Undelimited::Lines(prefix.bytes().next().unwrap_or_default()), any),
            None => Kind::Undelimited(Undelimited::Input(index), any),
        },
        // The standard computes this value, and makes its end recognisable.
        Variable::Binding(_) if scheme.profile.is_some() => Kind::Delimited(any),
        Variable::Binding(_)
        | Variable::Canonical
        | Variable::Signature
        | Variable::Protected
        | Variable::Any
        | Variable::Credential(_)
        | Variable::Option(_) => return None,
    })
}

/// The kind of a timestamp. A time has a recognisable start and end within one form; a nonce can be any string.
fn time<'k>(scheme: &Scheme<'_>) -> Kind<'k> {
    if scheme.tolerance_s().is_none() {
        return Kind::Undelimited(Undelimited::Other, any);
    }
    let mut widths = Vec::new();
    for form in [scheme.timestamp].iter().chain(scheme.accepted_timestamps) {
        match form {
            TimestampForm::Seconds | TimestampForm::Milliseconds | TimestampForm::Nanoseconds => widths.push(*form),
            TimestampForm::None | TimestampForm::Iso8601 | TimestampForm::Iso8601Basic | TimestampForm::Rfc1123 => {}
        }
    }
    let holds: Bytes = |byte| byte.is_ascii_alphanumeric() || b"-:.+, ".contains(&byte);
    if widths.iter().all(|form| *form == widths[0]) {
        Kind::Delimited(holds)
    } else {
        Kind::Undelimited(Undelimited::Time, holds)
    }
}

/// The kind of the output of `filter`.
fn filtered(kind: Kind<'_>, filter: Filter) -> Kind<'_> {
    let made_of = |holds: Bytes| match kind {
        Kind::Delimited(_) => Kind::Delimited(holds),
        Kind::Undelimited(..) | Kind::Literal(_) | Kind::Group(_) => Kind::Undelimited(Undelimited::Other, holds),
    };
    match filter {
        Filter::Upper | Filter::Lower => match kind {
            Kind::Undelimited(Undelimited::Json, _) => Kind::Undelimited(Undelimited::Other, any),
            Kind::Undelimited(..) | Kind::Literal(_) | Kind::Delimited(_) | Kind::Group(_) => kind,
        },
        Filter::Sha256 | Filter::Sha512 => Kind::Delimited(any),
        Filter::Hex => made_of(|byte| byte.is_ascii_hexdigit()),
        Filter::Base64 => made_of(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)),
        Filter::Base64Url => made_of(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
        Filter::Int | Filter::Crc32 => Kind::Undelimited(Undelimited::Other, is_digit),
        Filter::Json => {
            Kind::Undelimited(Undelimited::Json, |byte| b"[]{}:,\"+-.0123456789truefalsenE".contains(&byte))
        }
        Filter::Sorted => match kind {
            Kind::Undelimited(_, holds) | Kind::Delimited(holds) => Kind::Undelimited(Undelimited::Other, holds),
            Kind::Literal(_) | Kind::Group(_) => kind,
        },
        Filter::Joined
        | Filter::Decoded
        | Filter::Encoded
        | Filter::Whsec
        | Filter::Unpercent
        | Filter::Unbase64
        | Filter::Unhex => Kind::Undelimited(Undelimited::Other, any),
    }
}

const fn any(_: u8) -> bool {
    true
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

const fn is_path(byte: u8) -> bool {
    url::is_received(byte) && byte != b'?'
}

/// The largest number of flat parts; far more than any scheme of the catalogue has.
const MAX_PARTS: usize = 256;
