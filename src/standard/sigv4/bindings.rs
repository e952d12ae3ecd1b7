//! The bindings that this standard computes.

/// The key's scope, the parts of the canonical request, and the sent hash.
pub(in crate::standard) const BINDINGS: [&str; 7] = ["scope", "uri", "parameters", "lines", "signed", "hash", "sent"];

/// Positions in [`BINDINGS`].
pub(super) const SCOPE: usize = 0;
pub(super) const URI: usize = 1;
pub(super) const PARAMETERS: usize = 2;
pub(super) const LINES: usize = 3;
pub(super) const SIGNED: usize = 4;
pub(super) const PAYLOAD: usize = 5;

/// The largest number of headers or parameters that hypotheses add or leave out, one at a time.
pub(super) const MANY: usize = 32;
