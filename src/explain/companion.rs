//! Which of two schemes on one message is asked about: the scheme, or its companion.

use alloc::vec::Vec;

use super::case::Case;
use super::received::{Received, texts};
use crate::credentials::{self, Split};
use crate::json::Object;
use crate::scheme::Scheme;
use crate::secret::Secret;

/// One scheme, with the credentials and options that are its own.
pub(super) struct Side<'a> {
    pub scheme: &'a Scheme<'a>,
    pub credentials: Vec<(&'a str, Secret)>,
    pub options: Vec<(&'a str, &'a str)>,
}

/// What is explained.
pub(super) struct Asked<'a> {
    pub part: Side<'a>,
    /// What is explained instead, where the first is right: a message has to have both.
    pub then: Option<Side<'a>>,
    /// The scheme whose signature the message should have, too.
    pub lacks: Option<&'a str>,
}

/// The companion, where what was received looks like its signature, or where nothing of the scheme itself was given.
pub(super) fn choose<'a>(
    scheme: &'a Scheme<'a>,
    credentials: &[(&'a str, Secret)],
    options: &[(&'a str, &'a str)],
    case: &Case<'_>,
) -> Asked<'a> {
    let Some(companion) = scheme.companion else {
        let part = Side { scheme, credentials: credentials.to_vec(), options: options.to_vec() };
        return Asked { part, then: None, lacks: None };
    };
    let Split { own, other, is_other_meant, .. } = credentials::split(scheme, companion, credentials, options);
    let carries = |scheme: &Scheme<'_>, options: &[(&str, &str)]| {
        let options = credentials::options(scheme, options);
        options.is_ok_and(|options| !Received::read(scheme, &options, &case.message, "").signatures.is_empty())
    };
    let (has_own_keys, has_other_keys) = (!own.0.is_empty(), is_other_meant);
    let (is_own, is_other) = (carries(scheme, &own.1), carries(companion, &other.1));
    let is_companion = match case.received {
        _ if !has_own_keys && has_other_keys => true,
        "" => is_other && !(is_own && has_own_keys),
        received => companion.algorithm.is_jws() && looks_like_jws(received),
    };
    let [own, other] = [(scheme, own), (companion, other)].map(|(scheme, (credentials, options))| Side {
        scheme,
        credentials,
        options,
    });
    if is_companion {
        let lacks = (case.received.is_empty() && has_own_keys).then_some(scheme.id);
        return Asked { part: other, then: None, lacks };
    }
    let is_both = case.received.is_empty() && has_other_keys;
    let lacks = (is_both && !is_other).then_some(companion.id);
    Asked { part: own, then: (is_both && is_other).then_some(other), lacks }
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
