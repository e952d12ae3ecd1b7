//! Custom schemes as data: parsed from JSON or through `serde`, and checked once.

#[cfg(feature = "catalogue")]
pub(crate) mod built_in;
#[cfg(feature = "js-describe")]
pub(crate) mod describe;
mod key_source;
mod names;
mod read;
mod rules;
mod token;
mod value;

use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use read::Reading;
use value::Value;

/// A custom scheme parsed from data: the owned counterpart of [`Scheme`].
///
/// It has the members that [`schemes`](crate::schemes) serialise, in camel case. `id` and `canonical` are required.
/// Absent members default as in [`Scheme::HMAC_SHA256_HEX`], except that `credentials` defaults to `["secret"]`. A
/// scheme with a timestamp has a tolerance of 300 seconds; `toleranceSeconds` sets another one, and `null` turns the
/// check off. The order of members does not matter. Bindings may reference each other, but not in a cycle.
///
/// ```
/// use countersign::{Message, SchemeDefinition, Signer, SignerOptions, Timestamp};
///
/// let scheme = SchemeDefinition::parse(
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
    /// A JSON object with the members of a scheme, already checked.
    value: Value,
}

impl SchemeDefinition {
    /// Parses and checks a scheme in JSON.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the path of the faulty member (`headers.Acme-Signature`) and, in a template, the
    /// byte offset.
    pub fn parse(json: &str) -> Result<Self, Error> {
        Self::of(Value::parse(json)?)
    }

    /// Calls `run` with the definition as a borrowed [`Scheme`], and returns its result.
    ///
    /// # Errors
    ///
    /// The errors of `run`.
    pub fn with<T>(&self, run: impl FnOnce(&Scheme<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (mut run, mut result) = (Some(run), None);
        read::lend(&self.value, Reading::Strict, &mut |scheme| {
            result = run.take().map(|run| run(scheme));
            Ok(())
        })?;
        result.unwrap_or_else(|| Err(Error::SchemeInvalid(Fault::new(value::SCHEME, "a scheme", "none"))))
    }

    fn of(value: Value) -> Result<Self, Error> {
        read::lend(&value, Reading::Strict, &mut |scheme| check_all(scheme))?;
        Ok(Self { value })
    }
}

/// Checks a scheme that the caller made. Those that arrive through the WebAssembly boundary were already checked by
/// [`SchemeDefinition::parse`].
///
/// # Errors
///
/// [`Error::SchemeInvalid`], as [`SchemeDefinition::parse`].
pub(crate) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    if cfg!(feature = "wire") { Ok(()) } else { check_all(scheme) }
}

fn check_all(scheme: &Scheme<'_>) -> Result<(), Error> {
    rules::check(scheme)?;
    token::check(scheme)?;
    scheme.companion.map_or(Ok(()), |companion| token::check(companion).map_err(Error::of_companion))?;
    key_source::check(scheme)
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for SchemeDefinition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
        Self::of(value).map_err(serde::de::Error::custom)
    }
}
