//! The rules for where the keys of a scheme come from.

use super::rules::{element, fault};
use crate::algorithm::{Algorithm, asymmetric};
use crate::canonical::{Part, Symbols, Template};
use crate::error::{Error, Fault, cited};
use crate::scheme::{BodyRule, KeyCredential, Scheme};

/// Refuses a source of keys that cannot be asked, or that a message could choose.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]; [`Error::Unsupported`] in a build without key pairs.
pub(super) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    scheme.companion.map_or(Ok(()), |companion| check_own(companion).map_err(Error::of_companion))?;
    check_own(scheme)
}

/// Refuses roots, extensions and a time of certificates that no message can bring along.
fn check_roots(scheme: &Scheme<'_>) -> Result<(), Error> {
    let inapplicable = |path: &str, why: &'static str| Err(Error::SchemeInvalid(Fault::inapplicable(path, why)));
    if scheme.trusted_roots.is_empty() {
        let has_any = [
            ("certificateExtensions", !scheme.certificate_extensions.is_empty()),
            ("certificateTime", !scheme.certificate_time.is_empty()),
        ];
        let other = has_any.iter().find(|(_, is_there)| *is_there);
        return other.map_or(Ok(()), |(path, _)| inapplicable(path, "the scheme has no `trustedRoots`"));
    }
    if scheme.algorithm != Algorithm::Jws {
        return inapplicable("trustedRoots", "only a JWS with a key pair brings certificates along");
    }
    if scheme.has_key_source() || scheme.credentials.len() > 1 {
        return inapplicable("trustedRoots", "the scheme has other keys or credentials");
    }
    let is_hash = |text: &&str| text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if let Some(place) = scheme.trusted_roots.iter().position(|root| !is_hash(root)) {
        let got = cited(scheme.trusted_roots[place]);
        return Err(fault(&element("trustedRoots", place), "a SHA-256 in lower-case hexadecimal", got));
    }
    let is_oid = |text: &&str| {
        let is_arc = |arc: &str| !arc.is_empty() && arc.len() <= 9 && arc.bytes().all(|byte| byte.is_ascii_digit());
        text.split('.').count() > 2 && text.split('.').all(is_arc)
    };
    if !matches!(scheme.certificate_extensions, [] | [_, _]) || !scheme.certificate_extensions.iter().all(is_oid) {
        let expected = "two object identifiers, of the leaf and of the intermediate certificate";
        return Err(fault("certificateExtensions", expected, "others"));
    }
    if !scheme.certificate_time.is_empty() && !scheme.certificate_time.starts_with('/') {
        return Err(fault("certificateTime", "a JSON pointer", cited(scheme.certificate_time)));
    }
    Ok(())
}

/// Whether the signature is a field by itself, over the body alone.
fn is_carried(scheme: &Scheme<'_>) -> bool {
    matches!(scheme.fields, [(_, "{signature}")])
        && scheme.canonical == "{body}"
        && scheme.accepted_canonicals.is_empty()
}

fn check_own(scheme: &Scheme<'_>) -> Result<(), Error> {
    if !asymmetric::IS_ENABLED {
        let has_any = scheme.has_key_source() || !scheme.trusted_roots.is_empty() || scheme.body == BodyRule::Carried;
        return if has_any { asymmetric::require("algorithm") } else { Ok(()) };
    }
    check_roots(scheme)?;
    if scheme.body == BodyRule::Carried && !(scheme.algorithm.is_jws() && is_carried(scheme)) {
        return Err(fault(
            "body",
            "a JWS over `{body}` in one of `fields`, if the signature carries the body",
            "another scheme",
        ));
    }
    let inapplicable = |path: &str, why: &'static str| Err(Error::SchemeInvalid(Fault::inapplicable(path, why)));
    let member = if scheme.key_url.is_empty() { "keyId" } else { "keyUrl" };
    if !scheme.has_key_source() {
        return match (scheme.key_hosts, scheme.key_credential) {
            ([], KeyCredential::PublicKeys) => Ok(()),
            ([], KeyCredential::Certificates) => inapplicable("keyCredential", NO_SOURCE),
            _ => inapplicable("keyHosts", NO_SOURCE),
        };
    }
    if !scheme.algorithm.is_asymmetric() {
        return inapplicable(member, "only public keys are fetched, and the algorithm has no key pair");
    }
    if scheme.profile.is_some() || !scheme.signed_items.is_empty() {
        return inapplicable(member, "it is made of inputs, which this scheme reads for each signature by itself");
    }
    let symbols = Symbols { inputs: scheme.inputs, ..Symbols::default() };
    for (path, text) in [("keyUrl", scheme.key_url), ("keyId", scheme.key_id)] {
        for part in Template::parse(path, text, symbols)?.parts() {
            let is_input = |name: &str| part.variable().is_some_and(|own| symbols.is_input(own, name));
            match part {
                Part::Literal(_) => {}
                Part::Input { filters, .. } if !filters.is_empty() => return Err(fault(path, PARTS, "a filter")),
                Part::Input { .. } => match scheme.inputs.iter().find(|(name, _)| is_input(name)) {
                    None => return Err(fault(path, PARTS, "another name")),
                    Some((name, place)) if place.ends_with('?') => {
                        let expected = "inputs that a message must have";
                        return Err(fault(path, expected, ["`", name, "`, which it may leave out"].concat()));
                    }
                    Some(_) => {}
                },
                Part::Group { .. } => return Err(fault(path, PARTS, "a part that may be left out")),
            }
        }
    }
    if scheme.key_url.is_empty() {
        return if scheme.key_hosts.is_empty() { Ok(()) } else { inapplicable("keyHosts", NO_SOURCE) };
    }
    if scheme.key_hosts.is_empty() {
        return Err(fault("keyHosts", "the hosts from which keys are fetched", "none"));
    }
    for (place, host) in scheme.key_hosts.iter().enumerate() {
        let is_host = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        let has_name = host.rsplit('.').next().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_lowercase()));
        if !host.bytes().all(is_host) || !has_name || !host.contains('.') || host.split('.').any(str::is_empty) {
            return Err(fault(&element("keyHosts", place), "a host such as `api.example.com`", cited(host)));
        }
    }
    let is_input_alone = scheme.key_url.starts_with('{') && scheme.key_url.find('}') == Some(scheme.key_url.len() - 1);
    let begins = |host: &&str| {
        let rest = scheme.key_url.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host));
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    if is_input_alone || scheme.key_hosts.iter().any(begins) {
        return Ok(());
    }
    Err(fault(
        "keyUrl",
        "an input by itself, or a URL that begins with `https://`, one of `keyHosts` and `/`",
        cited(scheme.key_url),
    ))
}

const NO_SOURCE: &str = "the scheme has no `keyUrl`";
const PARTS: &str = "strings and inputs of the scheme alone";
