//! Rare answers as JSON: errors, schemes and reports.

#[cfg(feature = "js-describe")]
pub(super) mod description;
#[cfg(feature = "js-explain")]
pub(super) mod report;
#[cfg(feature = "js-describe")]
pub(super) mod schemes;

use alloc::string::String;

#[cfg(any(feature = "js", feature = "js-explain"))]
use crate::error::Error;
use crate::error::two_digits;
use crate::text::push_number;
#[cfg(feature = "js")]
use crate::verify::Verifier;

/// The error as an object: `code`, `message`, and the facts that apply. From `typed`, an unknown name, and `known`, the known
/// names, the facade makes its suggestion.
#[cfg(any(feature = "js", feature = "js-explain"))]
pub(super) fn error(error: &Error) -> String {
    let mut json = String::new();
    let mut object = Object::open(&mut json);
    object.text("code", error.code());
    object.text("message", &error.message());
    if let Some(fault) = error.fault() {
        object.text("part", &fault.part);
        if let Some(at) = fault.at {
            object.number("offset", i64::try_from(at).ok());
        }
        if !fault.known.is_empty() {
            object.text("typed", &fault.part);
            list(object.member("known"), fault.known.iter(), |json, name| push_text(json, name));
        }
    }
    match error {
        Error::SignatureMismatch(mismatch) => {
            object.text("scheme", &mismatch.scheme);
            object.number("keyCount", i64::try_from(mismatch.keys).ok());
            object.number("bodyLength", i64::try_from(mismatch.body_len).ok());
        }
        Error::SignatureStale(stale) => {
            object.number("ageSeconds", Some(stale.age_s));
            object.number("limitSeconds", Some(stale.limit_s.into()));
        }
        // Their facts are those of the fault, and the message.
        Error::SchemeUnknown(_) | Error::CredentialMissing(_) | Error::RandomnessUnavailable => {}
        Error::SchemeInvalid(_)
        | Error::CredentialInvalid(_)
        | Error::OptionInvalid(_)
        | Error::ArgumentInvalid(_)
        | Error::Unsupported(_)
        | Error::RequestInvalid(_)
        | Error::BodyInvalid(_)
        | Error::BodyNotSigned(_)
        | Error::TimestampInvalid(_)
        | Error::AlgorithmRefused(_)
        | Error::SignatureInvalid(_)
        | Error::HeaderMissing(_)
        | Error::HeaderMalformed(_)
        | Error::CertificateRefused(_) => {}
    }
    object.close();
    json
}

/// What `verifier` does with every message; see [`verifier`](super::signing::verifier).
#[cfg(feature = "js")]
pub(super) fn verifier(verifier: &Verifier) -> String {
    let mut json = String::new();
    let mut object = Object::open(&mut json);
    match verifier.headers() {
        Some(names) => list(object.member("headers"), names.into_iter(), push_text),
        None => object.null("headers"),
    }
    list(object.member("texts"), verifier.texts(), push_text);
    object.close();
    json
}

/// An object that is being written.
struct Object<'j> {
    json: &'j mut String,
    is_empty: bool,
}

impl<'j> Object<'j> {
    fn open(json: &'j mut String) -> Self {
        json.push('{');
        Self { json, is_empty: true }
    }

    fn close(self) {
        self.json.push('}');
    }

    /// Writes the name of a member, and returns the output for its value.
    #[inline(never)]
    fn member(&mut self, name: &str) -> &mut String {
        self.json.push_str(if self.is_empty { "" } else { "," });
        self.is_empty = false;
        push_text(self.json, name);
        self.json.push(':');
        self.json
    }

    #[inline(never)]
    fn text(&mut self, name: &str, text: &str) {
        push_text(self.member(name), text);
    }

    /// A number, or `null`.
    #[inline(never)]
    fn number(&mut self, name: &str, number: Option<i64>) {
        match number {
            Some(number) => push_number(self.member(name), number, 1),
            None => self.null(name),
        }
    }

    #[cfg(feature = "js-describe")]
    fn flag(&mut self, name: &str, flag: bool) {
        self.member(name).push_str(if flag { "true" } else { "false" });
    }

    /// A string, or `null`.
    #[cfg(feature = "js-describe")]
    fn optional_text(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    fn null(&mut self, name: &str) {
        self.member(name).push_str("null");
    }
}

fn list<T>(json: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    json.push('[');
    for (place, item) in items.enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        write(json, item);
    }
    json.push(']');
}

/// Appends a string in quotes.
#[inline(never)]
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..' ' => {
                json.push_str("\\u00");
                json.push_str(&two_digits(character as u8, b"0123456789abcdef"));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}
