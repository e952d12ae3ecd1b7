//! How much of a message a signature covers.

use super::Recipe;
use super::locator::Locator;
use crate::canonical::{Part, Template, Variable};

/// How much of a message a signature covers.
///
/// What is covered in part is told by [`Verified::inputs`](crate::Verified::inputs): another message may differ in the rest and carry
/// the same signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covers {
    /// The method.
    pub method: Coverage,
    /// Scheme, host, path and query of the URL.
    pub url: Coverage,
    /// The query of the URL.
    pub query: Coverage,
    /// The headers: some of them, as a rule.
    pub headers: Coverage,
    /// The body: its bytes, or what they mean where the scheme signs JSON in canonical form.
    pub body: Coverage,
}

/// How much of one part of a message a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing of it.
    #[default]
    None,
    /// Some of it, or not how it is put in order or cut.
    Part,
    /// All of it.
    Whole,
}

impl Coverage {
    /// At least `other`.
    pub(crate) fn raise(&mut self, other: Self) {
        *self = (*self).max(other);
    }
}

impl Covers {
    /// What `recipe` covers, whose inputs come from `sources`, and whose timestamp covers what `timestamp` says.
    pub(crate) fn of(recipe: &Recipe, locators: &[Locator], timestamp: Self) -> Self {
        let mut covers = Self::default();
        covers.add(recipe, &recipe.template, Coverage::Whole, locators, timestamp);
        covers
    }

    /// Adds what `template` covers, of which at most `most` is kept.
    fn add(&mut self, recipe: &Recipe, template: &Template, most: Coverage, locators: &[Locator], timestamp: Self) {
        for part in template.parts() {
            let Part::Input { variable, filters, .. } = part else { continue };
            let kept = if filters.iter().any(|filter| filter.is_lossy()) { most.min(Coverage::Part) } else { most };
            match *variable {
                // A method is the same in upper and lower case.
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
                Variable::Input(index) => *self = self.and(locators[index].covers()),
                Variable::Binding(index) => self.add(recipe, &recipe.bindings[index], kept, locators, timestamp),
                Variable::Canonical
                | Variable::Signature
                | Variable::Protected
                | Variable::Any
                | Variable::Credential(_)
                | Variable::Option(_) => {}
            }
        }
    }

    /// What is covered by both together.
    pub(crate) fn and(self, other: Self) -> Self {
        self.each(other, Ord::max)
    }

    /// What is covered by either.
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

    /// A part of the headers.
    pub(crate) const fn header() -> Self {
        Self { headers: Coverage::Part, ..NOTHING }
    }

    /// A part of the query.
    pub(crate) const fn parameter() -> Self {
        Self { url: Coverage::Part, query: Coverage::Part, ..NOTHING }
    }

    /// A part of the body.
    pub(crate) const fn field() -> Self {
        Self { body: Coverage::Part, ..NOTHING }
    }
}

pub(crate) const NOTHING: Covers = Covers {
    method: Coverage::None,
    url: Coverage::None,
    query: Coverage::None,
    headers: Coverage::None,
    body: Coverage::None,
};
