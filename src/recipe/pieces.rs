//! A canonical string as pieces in a scheme, with what is known of each.

use alloc::{string::String, vec::Vec};

use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable, at_most};
use crate::error::{Error, Fault};
use crate::message::is_token;
use crate::scheme::Scheme;
use crate::timestamp::TimestampForm;
use crate::url;

/// The pieces of a canonical string in order, with those of bindings in their places, and what may stand next to each.
pub(super) struct Pieces<'t> {
    pub all: Vec<Piece<'t>>,
    /// For each place between two pieces, those that may come next; beyond the last, the end.
    pub after: Vec<Vec<usize>>,
    /// For each place between two pieces, one more than those that may stand before it; 0 is the start.
    pub before: Vec<Vec<usize>>,
    /// Of which bindings a filter makes something else.
    is_filtered: Vec<bool>,
}

pub(super) struct Piece<'t> {
    pub kind: Kind<'t>,
    pub label: &'t str,
    /// The byte at which the outermost template names it.
    pub at: usize,
}

pub(super) enum Kind<'t> {
    Literal(&'t str),
    /// What tells by itself where it begins and ends, as by its length.
    Firm(Bytes),
    /// Whatever else the message says.
    Open(Open, Bytes),
    /// A group up to a piece; an empty one stands for what is the same for all messages.
    Group(usize),
}

/// What is known of a piece that does not tell where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// The input of this number, which is refused where it holds the text after it.
    Given(usize),
    /// A method, which is a token; it is refused where it holds the text after it, too.
    Method,
    /// An absolute URL.
    Url,
    /// A path with or without its query; it begins with `/`.
    Path,
    /// Headers as lines, each of which begins with this byte.
    Lines(u8),
    Json,
    /// A time of several forms, of which two are numbers: its digits tell where it ends.
    Time,
    Other,
}

/// Which bytes something can hold; of JSON, outside of strings.
pub(super) type Bytes = fn(u8) -> bool;

impl<'t> Pieces<'t> {
    fn read(scheme: &Scheme<'t>, template: &'t Template, bindings: &'t [Template]) -> Result<Self, Error> {
        let is_filtered = bindings.iter().map(|_| false).collect();
        let mut pieces = Self { all: Vec::new(), after: Vec::new(), before: Vec::new(), is_filtered };
        pieces.push_all(scheme, template, bindings, None)?;
        pieces.link();
        Ok(pieces)
    }

    /// What stands as it is and must not hold the texts that may come after it, each with those: the method, or an input.
    pub(super) fn ends(&self) -> Vec<(Variable, Vec<String>)> {
        let mut ends = Vec::new();
        for (place, piece) in self.all.iter().enumerate() {
            let variable = match piece.kind {
                Kind::Open(Open::Given(index), _) => Some(Variable::Input(index)),
                Kind::Open(Open::Method, _) => Some(Variable::Method),
                _ => None,
            };
            if let Some(variable) = variable {
                let next = self.after[place + 1].iter().filter_map(|next| self.all.get(*next));
                let texts =
                    next.filter_map(|next| if let Kind::Literal(text) = next.kind { Some(text.into()) } else { None });
                ends.push((variable, texts.collect()));
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
        // The piece that each part begins with, and the groups among them.
        let (mut starts, mut groups) = (Vec::new(), Vec::new());
        for part in template.parts() {
            starts.push(self.all.len());
            let at = outer_at.unwrap_or_else(|| part.at());
            let (mut kind, mut label) = (Kind::Group(self.all.len() + 1), "");
            let mut inner = None;
            match part {
                Part::Literal(text) => kind = Kind::Literal(text),
                Part::Group { until, .. } => groups.push((self.all.len(), *until)),
                Part::Input { variable, filters, label: own, .. } => {
                    label = own.split('|').next().unwrap_or_default();
                    let own = match *variable {
                        Variable::Binding(index) if !bindings[index].parts().is_empty() => {
                            inner = Some(index).filter(|_| filters.is_empty());
                            self.is_filtered[index] |= inner.is_none();
                            Some(Kind::Open(Open::Other, any)).filter(|_| inner.is_none())
                        }
                        variable => kind_of(scheme, variable),
                    };
                    if let Some(own) = own {
                        kind = filters.iter().fold(own, |kind, filter| filtered(kind, *filter));
                    }
                }
            }
            if self.all.len() == MAX_PIECES {
                let fault = Fault::new("canonical", at_most(MAX_PIECES, "parts, with those of its bindings"), "more");
                return Err(Error::SchemeInvalid(fault));
            }
            self.all.push(Piece { kind, label, at });
            if let Some(index) = inner {
                self.push_all(scheme, &bindings[index], bindings, Some(at))?;
            }
        }
        starts.push(self.all.len());
        for (place, until) in groups {
            self.all[place].kind = Kind::Group(starts[until]);
        }
        Ok(())
    }

    fn link(&mut self) {
        let count = self.all.len();
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
            match self.all[place].kind {
                Kind::Group(until) => {
                    add(&mut rest[0], &known[place]);
                    add(&mut rest[until - place - 1], &known[place]);
                }
                _ => add(&mut rest[0], &[place + 1]),
            }
        }
        self.after = (0..=count).map(|_| Vec::new()).collect();
        self.after[count].push(count);
        for place in (0..count).rev() {
            let (own, known) = self.after.split_at_mut(place + 1);
            match self.all[place].kind {
                Kind::Group(until) => {
                    add(&mut own[place], &known[0]);
                    add(&mut own[place], &known[until - place - 1]);
                }
                _ => own[place].push(place),
            }
        }
    }
}

/// The pieces of the canonical string, and those of each binding of which a filter makes something else, since it has to tell its
/// inputs by itself.
pub(super) fn all<'t>(
    scheme: &Scheme<'t>,
    template: &'t Template,
    bindings: &'t [Template],
) -> Result<Vec<(Option<usize>, Pieces<'t>)>, Error> {
    let mut all = Vec::from([(None, Pieces::read(scheme, template, bindings)?)]);
    // A binding names none that comes after it.
    for index in (0..bindings.len()).rev() {
        if all.iter().any(|(_, pieces)| pieces.is_filtered[index]) {
            all.push((Some(index), Pieces::read(scheme, &bindings[index], bindings)?));
        }
    }
    Ok(all)
}

impl Piece<'_> {
    pub(super) const fn is_of_message(&self) -> bool {
        matches!(self.kind, Kind::Firm(_) | Kind::Open(..))
    }
}

impl Kind<'_> {
    pub(super) fn lacks(&self, byte: u8) -> bool {
        match self {
            Self::Firm(holds) | Self::Open(_, holds) => !holds(byte),
            Self::Literal(_) | Self::Group(_) => false,
        }
    }
}

/// What `variable` stands for; nothing for what is the same for all messages, or no part of a canonical string.
fn kind_of<'k>(scheme: &Scheme<'_>, variable: Variable) -> Option<Kind<'k>> {
    Some(match variable {
        Variable::Method => Kind::Open(Open::Method, is_token),
        Variable::Url => Kind::Open(Open::Url, url::is_received),
        Variable::Base => Kind::Open(Open::Url, is_path),
        Variable::Target => Kind::Open(Open::Path, url::is_received),
        Variable::Path => Kind::Open(Open::Path, is_path),
        Variable::Query => Kind::Open(Open::Other, url::is_received),
        Variable::Body => Kind::Open(Open::Other, any),
        Variable::Timestamp => time(scheme),
        Variable::Input(index) => match scheme.inputs[index].1.strip_prefix("headers:") {
            Some(prefix) => Kind::Open(Open::Lines(prefix.bytes().next().unwrap_or_default()), any),
            None => Kind::Open(Open::Given(index), any),
        },
        // A standard makes it, and tells where it ends.
        Variable::Binding(_) if scheme.profile.is_some() => Kind::Firm(any),
        Variable::Binding(_)
        | Variable::Canonical
        | Variable::Signature
        | Variable::Protected
        | Variable::Any
        | Variable::Credential(_)
        | Variable::Option(_) => return None,
    })
}

/// A timestamp. It has to read as a time, and all times of one form tell where they begin and end; a nonce may be anything.
fn time<'k>(scheme: &Scheme<'_>) -> Kind<'k> {
    if scheme.tolerance_s().is_none() {
        return Kind::Open(Open::Other, any);
    }
    let mut widths = Vec::new();
    for form in [scheme.timestamp].iter().chain(scheme.accepted_timestamps) {
        match form {
            TimestampForm::Seconds | TimestampForm::Milliseconds | TimestampForm::Nanoseconds => widths.push(*form),
            TimestampForm::None | TimestampForm::Iso8601 | TimestampForm::Iso8601Basic | TimestampForm::Rfc1123 => {}
        }
    }
    let holds: Bytes = |byte| byte.is_ascii_alphanumeric() || b"-:.+, ".contains(&byte);
    if widths.iter().all(|form| *form == widths[0]) { Kind::Firm(holds) } else { Kind::Open(Open::Time, holds) }
}

/// What `filter` makes of it.
fn filtered(kind: Kind<'_>, filter: Filter) -> Kind<'_> {
    let made_of = |holds: Bytes| match kind {
        Kind::Firm(_) => Kind::Firm(holds),
        Kind::Open(..) | Kind::Literal(_) | Kind::Group(_) => Kind::Open(Open::Other, holds),
    };
    match filter {
        Filter::Upper | Filter::Lower => match kind {
            Kind::Open(Open::Json, _) => Kind::Open(Open::Other, any),
            own => own,
        },
        Filter::Sha256 | Filter::Sha512 => Kind::Firm(any),
        Filter::Hex => made_of(|byte| byte.is_ascii_hexdigit()),
        Filter::Base64 => made_of(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)),
        Filter::Base64Url => made_of(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
        Filter::Int => Kind::Open(Open::Other, is_digit),
        Filter::Json => Kind::Open(Open::Json, |byte| b"[]{}:,\"+-.0123456789truefalsenE".contains(&byte)),
        Filter::Sorted => match kind {
            Kind::Open(_, holds) | Kind::Firm(holds) => Kind::Open(Open::Other, holds),
            Kind::Literal(_) | Kind::Group(_) => kind,
        },
        Filter::Joined
        | Filter::Decoded
        | Filter::Encoded
        | Filter::Whsec
        | Filter::Unpercent
        | Filter::Unbase64
        | Filter::Unhex => Kind::Open(Open::Other, any),
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

/// As many as the longest template has.
const MAX_PIECES: usize = 256;
