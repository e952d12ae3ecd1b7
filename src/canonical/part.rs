//! A piece of a template, and what it makes.

use alloc::{string::String, vec::Vec};

use super::blame;
use super::filter::{Filter, Stop};
use super::inputs::Inputs;
use super::template::Variable;
use crate::error::{Error, Fault};

/// A piece of a template.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Literal(String),
    /// A name and its filters, as they stand at the byte `at` of the template.
    Input {
        variable: Variable,
        filters: Vec<Filter>,
        label: String,
        at: usize,
    },
    /// A group reaches up to the part `until`.
    Group {
        until: usize,
        at: usize,
    },
}

impl Part {
    /// Appends what a name makes with its filters; for any other part nothing.
    ///
    /// # Errors
    ///
    /// What a filter finds wrong with its input, under the code that blames that input.
    pub(crate) fn write(&self, inputs: &Inputs<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        let Self::Input { variable, filters, .. } = self else { return Ok(()) };
        let value = inputs.value(*variable);
        Filter::apply(filters, value, inputs.budget, out).map_err(|stop| {
            // No byte of a credential is said.
            let is_secret = matches!(variable, Variable::Credential(_));
            match stop {
                Stop::Overrun(overrun) => overrun.error(*variable, self.name(), value),
                Stop::Unexpected(unexpected) if is_secret => {
                    let is_short = unexpected.at >= value.len();
                    let got = if is_short { ["the end", COPY] } else { ["a character that is not shown", COPY] };
                    blame(*variable, Fault::new(self.name(), unexpected.expected, got.concat()).at(unexpected.at))
                }
                Stop::Unexpected(unexpected) => blame(*variable, unexpected.of(self.name())),
            }
        })
    }

    /// What a name stands for; nothing for any other part.
    pub(crate) const fn variable(&self) -> Option<Variable> {
        if let Self::Input { variable, .. } = self { Some(*variable) } else { None }
    }

    /// What an error calls a name: what stands in the template before its filters.
    pub(crate) fn name(&self) -> &str {
        let Self::Input { label, .. } = self else { return "" };
        label.split('|').next().unwrap_or_default()
    }

    /// The byte of the template at which a name or a group begins.
    pub(crate) const fn at(&self) -> usize {
        match self {
            Self::Literal(_) => 0,
            Self::Input { at, .. } | Self::Group { at, .. } => *at,
        }
    }
}

/// What to do with a credential that does not read.
const COPY: &str = ": copy all of it as the provider shows it, without quotes, spaces and line breaks";
