//! A custom scheme, as data: read from JSON or through `serde`, checked member by member, and then as good as a built-in one.

mod names;
mod read;
mod rules;
mod value;

use crate::error::{Error, Fault};
use crate::providers;
use crate::scheme::Scheme;
use value::Value;

/// A scheme that came as data: a [`Scheme`] with all that it borrows.
///
/// Its members are those that [`schemes`](crate::schemes) give in JSON. `id` and `canonical` are needed; what else is left out is
/// as in [`Scheme::HMAC_SHA256_HEX`], but that `credentials` are `secret` alone, and that a scheme with a timestamp has a
/// tolerance of 300 s unless `toleranceSeconds` says `null`. The order of members does not matter, nor that of the bindings,
/// of which one may name others as long as that is no circle.
///
/// ```
/// use countersign::{Message, SchemeDefinition, Signer, SignerOptions, Timestamp};
///
/// let scheme = Row::parse(
///     r#"{
///         "id": "acme.request",
///         "canonical": "{timestamp}.{body}",
///         "headers": { "Acme-Time": "{timestamp}", "Acme-Signature": "v1={signature}" },
///         "timestamp": "seconds"
///     }"#,
/// )?;
/// let signer = scheme.with(|scheme| Signer::new(scheme, &[("secret", "hush".into())], &SignerOptions::default()))?;
/// let message = Message { body: br#"{"amount":1}"#, ..Message::default() };
/// let signed = signer.sign(&message, Timestamp::Text("1747216800"))?;
/// assert_eq!(signed.canonical().text(), r#"1747216800.{"amount":1}"#);
/// # Ok::<(), countersign::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeDefinition {
    /// An object whose members are those of a scheme.
    value: Value,
}

impl SchemeDefinition {
    /// Reads a scheme from JSON.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the path of the member to blame (`headers.Acme-Signature`) and, in a template, the byte.
    pub fn parse(json: &str) -> Result<Self, Error> {
        Self::of(Value::parse(json)?)
    }

    /// Gives the scheme to `run` as a scheme.
    ///
    /// # Errors
    ///
    /// Those of `run`.
    pub fn with<T>(&self, run: impl FnOnce(&Scheme<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (mut run, mut result) = (Some(run), None);
        read::lend(&self.value, &mut |scheme| {
            result = run.take().map(|run| run(scheme));
            Ok(())
        })?;
        result.unwrap_or_else(|| Err(Error::SchemeInvalid(Fault::new(value::SCHEME, "a scheme", "none"))))
    }

    fn of(value: Value) -> Result<Self, Error> {
        read::lend(&value, &mut |scheme| rules::check(scheme))?;
        Ok(Self { value })
    }
}

/// Refuses a constant of the caller's that breaks the rules for schemes. One that came as data was checked when it was read, as all
/// are that JavaScript gives; those of the catalogue are checked by a test.
///
/// # Errors
///
/// [`Error::SchemeInvalid`], as [`Row::parse`].
pub(crate) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    if cfg!(feature = "wire") || providers::is_built_in(scheme) { Ok(()) } else { rules::check(scheme) }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for SchemeDefinition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
        Self::of(value).map_err(serde::de::Error::custom)
    }
}
