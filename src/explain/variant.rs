//! One thing that somebody may have done differently.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::charset::Charset;
use super::mac::Mac;
use crate::canonical::Template;
use crate::scheme::Misreading;

/// One thing that somebody may have done differently, on one axis of the recipe.
#[derive(Debug)]
pub(super) struct Variant {
    pub id: Id,
    /// 1 for what is tried first, up to 4.
    pub cost: u8,
    /// Whether it is one of very many alike, which are paired with variants of cost 1 only.
    pub is_window: bool,
    pub change: Change,
    /// Its place among all of the case, by which those of one name are told apart.
    pub number: usize,
}

/// The name of a variant, and which one of several alike it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id {
    pub name: &'static str,
    pub which: Which,
}

/// What a text shows in the place of `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Only,
    Named(Box<str>),
    /// A number with its sign, and its unit.
    Shift(i64, &'static str),
    /// What the scheme itself says of it: id, title, detail and fix.
    Own(Box<[String; 4]>),
}

/// What a variant replaces.
#[derive(Debug)]
pub(super) enum Change {
    Method(String),
    /// Everything before the query, and the query where that changes too.
    Url(String, Option<String>),
    /// The query with its `?`.
    Query(String),
    /// The text of the timestamp, and where.
    Timestamp(Sent, String),
    /// All that the scheme takes out of the request, and all of its options.
    Values(Vec<Vec<u8>>, Vec<String>),
    /// The body of that place among [`Bodies`](super::body::Bodies), which is made when it is tried.
    Body(usize),
    /// The template of the canonical string, or of the binding of that place.
    Layout(Option<usize>, Template),
    /// What a standard makes, of one axis: the templates of the bindings of those places, or of the canonical string.
    #[cfg_attr(not(feature = "standards"), expect(dead_code, reason = "only standards make some"))]
    Made(u8, Vec<(Option<usize>, Template)>),
    Charset(Charset),
    /// The protected header of a JWS, as it stands in what is signed.
    Protected(Vec<u8>),
    /// The form of the secret, by its place in the table.
    Secret(usize),
    Mac(Mac),
}

/// Where a timestamp stands that somebody writes otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// In the canonical string itself.
    Apart,
    /// In the query or the body that it covers.
    Inside,
    /// In both.
    Both,
}

impl Change {
    /// The template that takes the place of the one of `slot`.
    pub(super) fn template(&self, slot: Option<usize>) -> Option<&Template> {
        match self {
            Self::Layout(place, template) => Some(template).filter(|_| *place == slot),
            Self::Made(_, all) => all.iter().find(|(place, _)| *place == slot).map(|(_, template)| template),
            Self::Method(_)
            | Self::Url(..)
            | Self::Query(_)
            | Self::Timestamp(..)
            | Self::Values(..)
            | Self::Body(_)
            | Self::Charset(_)
            | Self::Protected(_)
            | Self::Secret(_)
            | Self::Mac(_) => None,
        }
    }

    /// Two changes of one axis exclude each other.
    pub(super) const fn axis(&self) -> u8 {
        match self {
            Self::Body(_) => 0,
            Self::Url(..) => 1,
            Self::Query(_) => 2,
            Self::Method(_) => 3,
            Self::Timestamp(..) => 4,
            Self::Values(..) => 5,
            Self::Charset(_) => 6,
            Self::Layout(..) => 7,
            Self::Made(axis, _) => *axis,
            Self::Protected(_) => 8,
            Self::Secret(_) => 9,
            Self::Mac(_) => 10,
        }
    }
}

/// How many axes there are.
pub(super) const AXES: u8 = 11;

/// Whether the changes of an axis leave the canonical string as it is.
pub(super) const fn is_of_key(axis: u8) -> bool {
    axis >= 9
}

impl From<&'static str> for Id {
    fn from(name: &'static str) -> Self {
        Self { name, which: Which::Only }
    }
}

impl Id {
    pub(super) fn named(name: &'static str, which: &str) -> Self {
        Self { name, which: Which::Named(which.into()) }
    }

    /// A cause that the scheme itself describes.
    pub(super) fn own(reading: &Misreading<'_>) -> Self {
        let Misreading { id, title, detail, fix, .. } = reading;
        Self { name: "", which: Which::Own(Box::new([id, title, detail, fix].map(|text| String::from(*text)))) }
    }

    pub(super) const fn shift(name: &'static str, by: i64, unit: &'static str) -> Self {
        Self { name, which: Which::Shift(by, unit) }
    }
}

/// The variants that generators make.
#[derive(Default)]
pub(super) struct List(pub Vec<Variant>);

impl List {
    pub(super) fn add(&mut self, id: impl Into<Id>, cost: u8, change: Change) {
        self.push(id.into(), cost, false, change);
    }

    #[inline(never)]
    pub(super) fn push(&mut self, id: Id, cost: u8, is_window: bool, change: Change) {
        self.0.push(Variant { id, cost, is_window, change, number: 0 });
    }
}
