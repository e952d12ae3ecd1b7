//! The signature base that hypotheses change.

use alloc::{string::String, vec::Vec};

use super::super::claimed::terminated;
use crate::standard::Request;
use crate::standard::rfc9421::Component;

/// Positions in `BINDINGS`.
pub(super) const LINES: usize = 0;
pub(super) const PARAMS: usize = 1;

/// The expected or claimed signature base.
pub(super) struct SignatureBase<'s> {
    pub request: &'s Request<'s>,
    /// The covered components, each with its value.
    pub components: Vec<(Component, String)>,
    pub label: String,
    /// The parameters, each with its semicolon.
    pub params: Vec<String>,
    pub algorithm: &'static str,
    pub created: String,
}

impl SignatureBase<'_> {
    /// One line for each component.
    pub(super) fn lines(&self) -> Vec<String> {
        self.components.iter().map(|(component, value)| [&*component.text, ": ", value].concat()).collect()
    }

    /// The component identifiers in brackets.
    pub(super) fn list(&self, between: &str) -> String {
        let texts: Vec<&str> = self.components.iter().map(|(component, _)| &*component.text).collect();
        ["(", &texts.join(between), ")"].concat()
    }

    /// The components at `places` with the parameters, as in the last line.
    pub(super) fn listed(&self, places: &[usize]) -> String {
        let texts = places.iter().filter_map(|place| Some(&*self.components.get(*place)?.0.text));
        ["(", &texts.collect::<Vec<_>>().join(" "), ")", &terminated(&self.params, "")].concat()
    }
}
