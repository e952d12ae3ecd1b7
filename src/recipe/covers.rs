//! The coverage of a signature: which parts of a message it protects.

use super::Recipe;
use super::location::Location;
use super::locator::Locator;
use crate::canonical::{Part, Template, Variable};

/// The coverage of a signature, for each part of a message.
///
/// [`Verified::inputs`](crate::Verified::inputs) shows the signed values of a part that is partly covered. Another
/// message may differ in the rest of the part and carry the same signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covers {
    /// The method.
    pub method: Coverage,
    /// The URL: scheme, host, path and query.
    pub url: Coverage,
    /// The query of the URL.
    pub query: Coverage,
    /// The headers; usually only some of them are covered.
    pub headers: Coverage,
    /// The body: its bytes or, if the scheme signs canonical JSON, its meaning.
    pub body: Coverage,
}

/// How much of one part of a message a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing.
    #[default]
    None,
    /// Only some of it, or all of it without its order or boundaries.
    Part,
    /// All of it.
    Whole,
}

impl Coverage {
    /// Raises the coverage to at least `other`.
    pub(crate) fn raise(&mut self, other: Self) {
        *self = (*self).max(other);
    }
}

impl Covers {
    /// The coverage of `recipe`. `locators` say where its inputs come from; `timestamp` is the coverage of its
    /// timestamp.
    pub(crate) fn of(recipe: &Recipe, locators: &[Locator], timestamp: Self) -> Self {
        let mut covers = Self::default();
        covers.add(&recipe.bindings, &recipe.template, Coverage::Whole, locators, timestamp);
        covers
    }

    /// The coverage of a value by itself, which names no input and no binding.
    #[cfg(feature = "standards")]
    pub(crate) fn of_value(template: &Template) -> Self {
        let mut covers = Self::default();
        covers.add(&[], template, Coverage::Whole, &[], NOTHING);
        covers
    }

    /// Adds the coverage of `template`, each part limited to `most`.
    fn add(
        &mut self,
        bindings: &[Template],
        template: &Template,
        most: Coverage,
        locators: &[Locator],
        timestamp: Self,
    ) {
        for part in template.parts() {
            let Part::Input { variable, filters, .. } = part else { continue };
            let kept = if filters.iter().any(|filter| filter.is_lossy()) { most.min(Coverage::Part) } else { most };
            match *variable {
                // Changing the case of a method does not change its meaning, so a filter on it loses nothing.
                Variable::Method => self.method.raise(most),
                Variable::Url => {
                    self.url.raise(kept);
                    self.query.raise(kept);
                }
                Variable::Target | Variable::Query => {
                    self.url.raise(Coverage::Part);
                    self.query.raise(kept);
                }
                Variable::Base | Variable::Path => self.url.raise(Coverage::Part),
                Variable::Body => self.body.raise(kept),
                Variable::Timestamp => *self = self.and(timestamp),
                Variable::Input(index) => {
                    *self = self.and(locators.get(index).map_or(NOTHING, |own| Self::at(own.location)));
                }
                Variable::Binding(index) => {
                    if let Some(own) = bindings.get(index) {
                        self.add(bindings, own, kept, locators, timestamp);
                    }
                }
                Variable::Canonical
                | Variable::Signature
                | Variable::Protected
                | Variable::Any
                | Variable::Credential(_)
                | Variable::Option(_) => {}
            }
        }
    }

    /// The coverage of both signatures together.
    pub(crate) fn and(self, other: Self) -> Self {
        self.each(other, Ord::max)
    }

    /// The coverage that both signatures have at least.
    pub(crate) fn or(self, other: Self) -> Self {
        self.each(other, Ord::min)
    }

    fn each(self, other: Self, of: fn(Coverage, Coverage) -> Coverage) -> Self {
        Self {
            method: of(self.method, other.method),
            url: of(self.url, other.url),
            query: of(self.query, other.query),
            headers: of(self.headers, other.headers),
            body: of(self.body, other.body),
        }
    }

    /// The coverage of a signature over a value at `location`.
    pub(crate) const fn at(location: Location) -> Self {
        let part = Coverage::Part;
        match location {
            Location::Header => Self { headers: part, ..NOTHING },
            // Part of the query, and so of the URL.
            Location::Query => Self { url: part, query: part, ..NOTHING },
            Location::Field => Self { body: part, ..NOTHING },
            Location::Claim | Location::Protected => NOTHING,
        }
    }
}

pub(crate) const NOTHING: Covers = Covers {
    method: Coverage::None,
    url: Coverage::None,
    query: Coverage::None,
    headers: Coverage::None,
    body: Coverage::None,
};
