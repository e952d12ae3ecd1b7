//! What is to be explained.

use core::fmt;

use crate::definition::SchemeDefinition;
use crate::message::Message;
#[cfg(feature = "catalogue")]
use crate::providers;
use crate::scheme::SignedBy;
use crate::secret::Hidden;

/// A signature that was refused, and what it is said to be over.
///
/// `Debug` shows of the message what its own does, and how long the signature is.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The request as it was sent, or the message as it was received.
    pub message: Message<'a>,
    /// The text of the timestamp; where it is empty, the one that the message or the signature's header carries.
    pub timestamp: &'a str,
    /// The signature that was received, or the header that holds it; where it is empty, the one in the message's headers.
    pub received: &'a str,
    /// The time, in milliseconds since 1970, to judge the age by.
    pub now_ms: Option<i64>,
    /// Who signed, where it is not who signs by the scheme.
    pub signed_by: Option<SignedBy>,
    /// How many bytes may be hashed in all.
    pub limit_bytes: u64,
    /// The id and the canonical string of each scheme that somebody may have taken for the right one; by default those of the
    /// catalogue.
    pub other_schemes: &'a [(&'a str, &'a str)],
    /// Schemes of the same provider, of which the message may be one; those of the catalogue besides, in a build that has it.
    pub related_schemes: &'a [SchemeDefinition],
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            message: Message::default(),
            timestamp: "",
            received: "",
            now_ms: None,
            signed_by: None,
            limit_bytes: 64 << 20,
            #[cfg(feature = "catalogue")]
            other_schemes: providers::canonicals(),
            #[cfg(not(feature = "catalogue"))]
            other_schemes: &[],
            related_schemes: &[],
        }
    }
}

impl fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Case");
        debug.field("message", &self.message).field("timestamp", &self.timestamp);
        debug
            .field("received", &Hidden(self.received))
            .field("now_ms", &self.now_ms)
            .field("signed_by", &self.signed_by);
        debug.field("limit_bytes", &self.limit_bytes).finish_non_exhaustive()
    }
}
