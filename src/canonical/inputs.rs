//! The values that a template is filled with, and how much of them it may read.

use alloc::{string::String, vec::Vec};
use core::cell::Cell;

use super::template::Variable;
use crate::secret::Secret;
use crate::url::Url;

/// The values of all names.
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
    pub given: &'a [Vec<u8>],
    pub protected: &'a [u8],
    /// How many bytes templates may still read; any number where there is none.
    pub budget: Option<&'a Cell<usize>>,
}

impl<'a> Inputs<'a> {
    /// As many bytes as templates may read of these and of what is `made` of them: each some times, so that no row makes much
    /// work of a short message.
    #[inline(never)]
    pub(crate) fn most_to_read(&self, made: &[Vec<u8>]) -> Cell<usize> {
        let mut bytes = SHORT + self.body.len() + self.url.text.len() + self.canonical.len();
        made.iter().chain(self.given).for_each(|value| bytes += value.len());
        self.credentials.iter().for_each(|secret| bytes += secret.expose().len());
        Cell::new(bytes.saturating_mul(TIMES).min(MOST))
    }

    /// What `variable` stands for.
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
            Variable::Given(index) => self.given.get(index).map_or(&[], |value| value),
        }
    }
}

/// Takes `bytes` off the `budget`; `false` where it is not enough.
pub(super) fn spend(budget: Option<&Cell<usize>>, bytes: usize) -> bool {
    let Some(budget) = budget else { return true };
    budget.get().checked_sub(bytes).map(|rest| budget.set(rest)).is_some()
}

/// How often each byte of a request may be read, and what a short one counts as.
const TIMES: usize = 16;
const SHORT: usize = 16 << 10;
/// Eight times the largest body, so that what is made of it fits into memory.
const MOST: usize = 256 << 20;
