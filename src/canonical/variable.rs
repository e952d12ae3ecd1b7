//! The variables of templates, and their names.

use alloc::{boxed::Box, vec::Vec};

use crate::error::{Error, Fault};

/// A variable: the meaning of a name in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variable {
    Method,
    Url,
    Base,
    Target,
    Path,
    Query,
    Body,
    Timestamp,
    Canonical,
    Signature,
    /// The protected header of a JWS, in base64url.
    Protected,
    /// Any string, when a received value is matched; its content is ignored.
    Any,
    Credential(usize),
    Option(usize),
    Binding(usize),
    /// An input that the scheme extracts from the message.
    Input(usize),
}

/// The variables that a scheme adds to the built-in ones, by name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Symbols<'a> {
    pub credentials: &'a [&'a str],
    pub options: &'a [(&'a str, &'a str)],
    pub bindings: &'a [(&'a str, &'a str)],
    pub inputs: &'a [(&'a str, &'a str)],
}

impl Variable {
    /// The error for a fault in the value of the variable.
    pub(crate) fn blame(self, fault: Box<Fault>) -> Error {
        match self {
            Self::Body => Error::BodyInvalid(fault),
            Self::Timestamp => Error::TimestampInvalid(fault),
            Self::Credential(_) => Error::CredentialInvalid(fault),
            Self::Option(_) => Error::OptionInvalid(fault),
            Self::Method | Self::Url | Self::Base | Self::Target | Self::Path | Self::Query => {
                Error::RequestInvalid(fault)
            }
            Self::Canonical | Self::Signature | Self::Protected | Self::Any | Self::Binding(_) | Self::Input(_) => {
                Error::RequestInvalid(fault)
            }
        }
    }
}

impl<'a> Symbols<'a> {
    /// Whether `variable` is the input called `name`.
    pub(crate) fn is_input(&self, variable: Variable, name: &str) -> bool {
        let Variable::Input(place) = variable else { return false };
        self.inputs.get(place).is_some_and(|(own, _)| *own == name)
    }

    pub(super) fn variable(&self, name: &str) -> Option<Variable> {
        let own = |(own, _): &(&str, &str)| *own == name;
        let fixed = FIXED.iter().find(|(own, _)| *own == name).map(|(_, variable)| *variable);
        fixed
            .or_else(|| self.credentials.iter().position(|own| *own == name).map(Variable::Credential))
            .or_else(|| self.options.iter().position(own).map(Variable::Option))
            .or_else(|| self.bindings.iter().position(own).map(Variable::Binding))
            .or_else(|| self.inputs.iter().position(own).map(Variable::Input))
    }

    /// The name of a variable in templates.
    #[cfg(feature = "js-describe")]
    pub(crate) fn name(&self, variable: Variable) -> &'a str {
        match variable {
            Variable::Credential(place) => self.credentials[place],
            Variable::Option(place) => self.options[place].0,
            Variable::Binding(place) => self.bindings[place].0,
            Variable::Input(place) => self.inputs[place].0,
            Variable::Method
            | Variable::Url
            | Variable::Base
            | Variable::Target
            | Variable::Path
            | Variable::Query
            | Variable::Body
            | Variable::Timestamp
            | Variable::Canonical
            | Variable::Signature
            | Variable::Protected
            | Variable::Any => FIXED.iter().find(|(_, own)| *own == variable).map_or("", |(name, _)| name),
        }
    }

    /// The names that a template may use.
    pub(super) fn known(&self) -> Vec<&'a str> {
        let pairs = [self.options, self.bindings, self.inputs];
        let own = pairs.into_iter().flatten().map(|(name, _)| *name);
        FIXED.iter().map(|(name, _)| *name).chain(self.credentials.iter().copied()).chain(own).collect()
    }
}

/// The names that every template knows.
const FIXED: [(&str, Variable); 12] = [
    ("method", Variable::Method),
    ("url", Variable::Url),
    ("base", Variable::Base),
    ("target", Variable::Target),
    ("path", Variable::Path),
    ("query", Variable::Query),
    ("body", Variable::Body),
    ("timestamp", Variable::Timestamp),
    ("canonical", Variable::Canonical),
    ("signature", Variable::Signature),
    ("protected", Variable::Protected),
    ("any", Variable::Any),
];
