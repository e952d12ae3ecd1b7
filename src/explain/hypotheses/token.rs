//! JSON Web Tokens: what one claims, and which of its claims a verifier refuses.

use alloc::{string::String, vec::Vec};

use super::claimed::Claimed;
use crate::encoding::Encoding;
use crate::error::Error;
use crate::standard::{Request, token::Config};
use crate::text::utf8;

/// The token of the message, or the one that was `received`.
///
/// # Errors
///
/// As verifying, for a token that cannot be read.
pub(in crate::explain) fn claimed(
    config: &Config,
    request: &Request<'_>,
    received: &str,
) -> Result<Vec<Claimed>, Error> {
    let text = |bytes: &[u8]| String::from(utf8(bytes));
    let all = config.explained(request, received)?.into_iter().map(|own| Claimed {
        signature: text(&Encoding::Base64Url.text(&own.candidate.raw)),
        timestamp: own.candidate.timestamp,
        credentials: own.candidate.credentials.iter().map(|(place, value)| (*place, text(value))).collect(),
        made: own.candidate.bindings.iter().map(|value| text(value)).collect(),
        refusal: own.refusal,
        lifetime: own.candidate.lifetime,
        algorithm: own.candidate.algorithm,
        ..Claimed::default()
    });
    Ok(all.collect())
}
