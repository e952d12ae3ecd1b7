//! The values of the variables in a template.

use alloc::{string::String, vec::Vec};

use super::budget::{Budget, Limit};
use super::variable::Variable;
use crate::secret::Secret;
use crate::url::Url;

/// The values of all variables.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inputs<'a> {
    pub method: &'a str,
    pub url: Url<'a>,
    pub body: &'a [u8],
    pub timestamp: &'a str,
    pub canonical: &'a [u8],
    pub signature: &'a [u8],
    pub credentials: &'a [Secret],
    pub options: &'a [String],
    pub bindings: &'a [Vec<u8>],
    pub extracted: &'a [Vec<u8>],
    pub protected: &'a [u8],
    /// How much of the values templates may read.
    pub limit: Limit<'a>,
}

impl<'a> Inputs<'a> {
    /// The read limit for these values and the computed values `computed`. All values count, so that no received value is
    /// too long for a scheme that reads it few enough times.
    #[inline(never)]
    pub(crate) fn budget(&self, computed: &[Vec<u8>]) -> Budget {
        let texts = self.method.len() + self.url.text.len() + self.timestamp.len();
        let mut bytes = texts + self.body.len() + self.canonical.len() + self.signature.len() + self.protected.len();
        computed.iter().chain(self.extracted).for_each(|value| bytes += value.len());
        self.options.iter().for_each(|option| bytes += option.len());
        self.credentials.iter().for_each(|secret| bytes += secret.expose().len());
        Budget::of(bytes)
    }

    /// The value of `variable`.
    pub(super) fn value(&self, variable: Variable) -> &'a [u8] {
        match variable {
            Variable::Method => self.method.as_bytes(),
            Variable::Url | Variable::Base => self.url.text.as_bytes(),
            Variable::Target => self.url.target.as_bytes(),
            Variable::Path => self.url.path.as_bytes(),
            Variable::Query => self.url.query.as_bytes(),
            Variable::Body => self.body,
            Variable::Timestamp => self.timestamp.as_bytes(),
            Variable::Canonical => self.canonical,
            Variable::Signature => self.signature,
            Variable::Protected => self.protected,
            Variable::Any => &[],
            Variable::Credential(index) => self.credentials[index].expose(),
            Variable::Option(index) => self.options[index].as_bytes(),
            Variable::Binding(index) => self.bindings.get(index).map_or(&[], |value| value),
            Variable::Input(index) => self.extracted.get(index).map_or(&[], |value| value),
        }
    }
}
