//! Which of two schemes on one message is asked about: the row, or its companion.

use alloc::vec::Vec;

use super::Case;
use super::received::{Carried, texts};
use crate::credentials;
use crate::json::Object;
use crate::scheme::Scheme;
use crate::secret::Secret;

/// One scheme, with the credentials and options that are its own.
pub(super) struct Part<'a> {
    pub scheme: &'a Scheme<'a>,
    pub credentials: Vec<(&'a str, Secret)>,
    pub options: Vec<(&'a str, &'a str)>,
}

/// The companion, where what was received looks like its signature, or where nothing of the row itself was given.
pub(super) fn choose<'a>(
    scheme: &'a Scheme<'a>,
    credentials: &[(&'a str, Secret)],
    options: &[(&'a str, &'a str)],
    case: &Case<'_>,
) -> Part<'a> {
    let Some(companion) = scheme.companion else {
        return Part { scheme, credentials: credentials.to_vec(), options: options.to_vec() };
    };
    let (own, other) = credentials::split(companion, credentials, options);
    let carries = |scheme: &Scheme<'_>, options: &[(&str, &str)]| {
        let options = credentials::options(scheme, options, &[]);
        options.is_ok_and(|options| !Carried::read(scheme, &options, &case.message, "").signatures.is_empty())
    };
    let has_keys = !other.0.is_empty();
    let is_companion = match case.received {
        "" => carries(companion, &other.1) && (own.0.is_empty() || !carries(scheme, &own.1)),
        received => companion.algorithm.is_jws() && looks_like_jws(received),
    };
    let (scheme, (credentials, options)) =
        if is_companion || (has_keys && own.0.is_empty()) { (companion, other) } else { (scheme, own) };
    Part { scheme, credentials, options }
}

/// Two dots between letters of base64url, or a protected header in front, whatever it is wrapped in; or the same as JSON.
fn looks_like_jws(text: &str) -> bool {
    if Object::parse(text.as_bytes()).is_ok_and(|object| object.value("protected").is_some()) {
        return true;
    }
    texts(text).iter().any(|(text, _)| {
        let dots = text.bytes().filter(|&byte| byte == b'.').count();
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=+/.".contains(&byte);
        dots > 0 && (text.starts_with("eyJ") || (dots == 2 && text.bytes().all(letter)))
    })
}
