//! The parts of a template.

use alloc::{string::String, vec::Vec};

use super::filter::{Filter, Stop};
use super::inputs::Inputs;
use super::variable::Variable;
use crate::error::{Error, Fault};

/// A part of a template.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Literal(String),
    /// A variable of any kind, with its filters. `label` is the part as written, and `at` its byte offset in the template.
    Input {
        variable: Variable,
        filters: Vec<Filter>,
        label: String,
        at: usize,
    },
    /// The start of an optional group, which ends before the part `until`.
    Group {
        until: usize,
        at: usize,
    },
}

impl Part {
    /// Appends the filtered value of a variable; for any other part, appends nothing.
    ///
    /// # Errors
    ///
    /// The fault that a filter finds in the value, as the error for that variable.
    pub(crate) fn write(&self, inputs: &Inputs<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        let Self::Input { variable, filters, .. } = self else { return Ok(()) };
        let value = inputs.value(*variable);
        Filter::apply(filters, value, inputs.limit, out).map_err(|stop| {
            // Never show a byte of a credential.
            let is_secret = matches!(variable, Variable::Credential(_));
            match stop {
                Stop::Overrun(overrun) => overrun.error(*variable, self.name(), value),
                Stop::Unexpected(unexpected) if is_secret => {
                    let is_short = unexpected.at >= value.len();
                    let got = if is_short { ["the end", COPY] } else { ["a character that is not shown", COPY] };
                    variable.blame(Fault::new(self.name(), unexpected.expected, got.concat()).at(unexpected.at))
                }
                Stop::Unexpected(unexpected) => variable.blame(unexpected.of(self.name())),
            }
        })
    }

    /// The variable of the part; `None` for any other part.
    pub(crate) const fn variable(&self) -> Option<Variable> {
        if let Self::Input { variable, .. } = self { Some(*variable) } else { None }
    }

    /// The name of the variable in errors: the characters before its filters.
    pub(crate) fn name(&self) -> &str {
        let Self::Input { label, .. } = self else { return "" };
        label.split('|').next().unwrap_or_default()
    }

    /// The byte offset of the variable or group in the template; 0 for a literal.
    pub(crate) const fn at(&self) -> usize {
        match self {
            Self::Literal(_) => 0,
            Self::Input { at, .. } | Self::Group { at, .. } => *at,
        }
    }
}

/// What to do with a credential that does not read.
const COPY: &str = ": copy all of it as the provider shows it, without quotes, spaces and line breaks";
