//! The bindings that this standard computes.

/// The key's scope, the parts of the canonical request, and the sent hash.
pub(crate) const BINDINGS: [&str; 7] = ["scope", "uri", "parameters", "lines", "signed", "hash", "sent"];

/// Positions in [`BINDINGS`].
pub(crate) const SCOPE: usize = 0;
pub(crate) const URI: usize = 1;
pub(crate) const PARAMETERS: usize = 2;
pub(crate) const LINES: usize = 3;
pub(crate) const SIGNED: usize = 4;
pub(crate) const PAYLOAD: usize = 5;
