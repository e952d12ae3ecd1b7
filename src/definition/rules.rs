//! The rules that every scheme must follow, built-in or custom: its templates can be parsed, its values can be sent
//! unchanged, and it signs what it sends.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};

use crate::algorithm::{Algorithm, Family, KeyKind, Padding, asymmetric};
use crate::canonical::{Symbols, Template, Variable};
use crate::error::{Error, Fault, byte_name, cited, excerpt};
use crate::message::{STATUS, is_token};
use crate::recipe;
use crate::scheme::{BodyType, Misreading, Scheme, Tolerance};
use crate::text::decimal;
use crate::timestamp::TimestampForm;
use crate::url;

/// Refuses an invalid scheme or companion, with the path of the faulty member.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(super) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    check_own(scheme)?;
    scheme.companion.map_or(Ok(()), |companion| check_own(companion).map_err(Error::of_companion))
}

/// The use of a template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Signed,
    /// The value is sent.
    Sent,
    Other,
}

fn check_own(scheme: &Scheme<'_>) -> Result<(), Error> {
    check_names(scheme)?;
    // Each template with the number of bindings that it may use: a binding may use those before it, and so may its
    // misreadings.
    let mut texts = Vec::new();
    let mut add = |path: String, text, known, role| texts.push((path, text, known, role));
    let all = scheme.bindings.len();
    for (place, (name, text)) in scheme.bindings.iter().enumerate() {
        add(inside("bindings", name), *text, place, Role::Signed);
    }
    add("canonical".into(), scheme.canonical, all, Role::Signed);
    add("key".into(), scheme.key, 0, Role::Other);
    for (member, pairs) in places(scheme) {
        pairs.iter().for_each(|(name, text)| add(inside(member, name), text, all, Role::Sent));
    }
    for (member, pairs) in [("claims", scheme.claims), ("tokenHeader", scheme.token_header)] {
        pairs.iter().for_each(|(name, text)| add(inside(member, name), text, all, Role::Other));
    }
    for (place, text) in scheme.accepted_canonicals.iter().enumerate() {
        add(element("acceptedCanonicals", place), text, all, Role::Signed);
    }
    for (place, (_, text)) in scheme.accepted_placements.iter().enumerate() {
        add(element("acceptedPlacements", place), text, all, Role::Sent);
    }
    for (place, Misreading { part, template, .. }) in scheme.misreadings.iter().enumerate() {
        let path = element("misreadings", place);
        let binding = scheme.bindings.iter().position(|(name, _)| name == part);
        if binding.is_none() && *part != "canonical" {
            return Err(fault(&inside(&path, "part"), "`canonical`, or the name of a binding", cited(part)));
        }
        add(inside(&path, "template"), template, binding.unwrap_or(all), Role::Other);
    }
    let (mut sends_signature, mut sends_time, mut signs_time) = (false, false, false);
    for (path, text, known, role) in texts {
        let is_dollar = |(at, byte): &(usize, u8)| *byte == b'$' && text.as_bytes().get(at + 1) == Some(&b'{');
        if let Some((at, _)) = literal_bytes(text).find(is_dollar) {
            let expected = "`{` without the `$` of JavaScript's templates, or `\\$` for a dollar sign of its own";
            return Err(Error::SchemeInvalid(Fault::new(&path, expected, cited(&text[at..])).at(at)));
        }
        let names = Symbols { bindings: &scheme.bindings[..known], ..recipe::names(scheme) };
        let template = Template::parse(&path, text, names)?;
        sends_signature |= role == Role::Sent && template.uses(Variable::Signature);
        sends_time |= role == Role::Sent && template.uses(Variable::Timestamp);
        signs_time |= role == Role::Signed && template.uses(Variable::Timestamp);
    }
    check_values(scheme)?;
    check_key_scope(scheme)?;
    check_pair(scheme)?;
    recipe::locators(scheme)?;
    // Each canonical template checks whether the free input is allowed.
    let mut canonicals = [scheme.canonical].into_iter().chain(scheme.accepted_canonicals.iter().copied());
    if !scheme.free_input.is_empty() {
        canonicals.try_for_each(|text| recipe::Recipe::read(scheme, text, None).map(|_| ()))?;
    }
    if scheme.algorithm == Algorithm::None {
        return Ok(());
    }
    if [scheme.canonical].iter().chain(scheme.accepted_canonicals).any(|text| text.is_empty()) {
        return Err(fault("canonical", "what is signed, such as `{body}`", "an empty string"));
    }
    if !sends_signature {
        let expected =
            "a header, query parameter or field for the signature, such as `\"x-signature\": \"{signature}\"`";
        return Err(fault("headers", expected, "none"));
    }
    // A signature standard has its own place for the time.
    if !signs_time || scheme.profile.is_some() {
        return Ok(());
    }
    if !sends_time {
        let expected = "a header, query parameter or field for the time, which is signed, such as `\"x-timestamp\": \"{timestamp}\"`";
        return Err(fault("headers", expected, "none"));
    }
    let mut forms = [scheme.timestamp].into_iter().chain(scheme.accepted_timestamps.iter().copied());
    if forms.all(|form| form == TimestampForm::None) && scheme.tolerance != Tolerance::Off {
        let expected =
            "how the time is written that is signed, such as `seconds`; a nonce has `toleranceSeconds: null`";
        return Err(fault("timestamp", expected, "`none`"));
    }
    Ok(())
}

/// The templates of values that are sent.
const fn places<'s>(scheme: &Scheme<'s>) -> [(&'static str, &'s [(&'s str, &'s str)]); 3] {
    [("headers", scheme.headers), ("query", scheme.query), ("fields", scheme.fields)]
}

/// Refuses names that are not valid at their location.
fn check_names(scheme: &Scheme<'_>) -> Result<(), Error> {
    for (place, (name, _)) in scheme.headers.iter().enumerate() {
        let path = || inside("headers", &excerpt(name));
        check_header(name, path)?;
        if SET_BY_CLIENTS.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            let why = "clients set this header themselves, or it rules the connection";
            return Err(Error::SchemeInvalid(Fault::inapplicable(&path(), why)));
        }
        if scheme.headers[..place].iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            return Err(fault(&path(), "it once, in capital letters or not", "it twice"));
        }
    }
    for (name, place) in scheme.inputs {
        if let Some((_, header)) = place.split_once(':').filter(|(part, _)| part.starts_with("header")) {
            let header = header.strip_suffix('?').unwrap_or(header);
            if header != STATUS {
                check_header(header, || inside("inputs", name))?;
            }
        }
    }
    for (place, (named, _)) in scheme.accepted_placements.iter().enumerate() {
        if let Some(header) = named.strip_prefix("header:") {
            check_header(header, || element("acceptedPlacements", place))?;
        }
    }
    for (member, pairs) in [("query", scheme.query), ("fields", scheme.fields)] {
        // The rules for names in a query also apply to names in a form.
        let in_query = member == "query" || scheme.body_type != BodyType::Json;
        let stays = |byte: u8| url::stays_in_query(byte) && !b"%&+=".contains(&byte);
        let is_plain = |byte: u8| !matches!(byte, b'"' | b'\\' | ..b' ' | 0x7f) && (!in_query || stays(byte));
        for (name, _) in pairs {
            let at = name.bytes().position(|byte| !is_plain(byte));
            if at.is_some() || name.is_empty() {
                let got = at.map_or_else(|| String::from("an empty one"), |at| byte_name(name.as_bytes()[at]));
                let fault = Fault::new(&inside(member, &excerpt(name)), "a name that needs no escape", got);
                return Err(Error::SchemeInvalid(match at {
                    Some(at) => fault.at(at),
                    None => fault,
                }));
            }
        }
    }
    Ok(())
}

fn check_header(name: &str, path: impl Fn() -> String) -> Result<(), Error> {
    if !name.is_empty() && name.bytes().all(is_token) {
        return Ok(());
    }
    Err(fault(&path(), "the name of a header", cited(name)))
}

/// A key is derived for a binding, and by HMAC.
fn check_key_scope(scheme: &Scheme<'_>) -> Result<(), Error> {
    let name = scheme.key_scope;
    if name.is_empty() {
        return Ok(());
    }
    if !scheme.bindings.iter().any(|(own, _)| *own == name) {
        return Err(fault("keyScope", "the name of a binding", cited(name)));
    }
    match scheme.algorithm.family() {
        Family::Hmac(_) => Ok(()),
        Family::Nothing
        | Family::KeyedDigest(..)
        | Family::RsaEncryption
        | Family::Rsa(_)
        | Family::Ecdsa(..)
        | Family::Eddsa
        | Family::Jws(_) => {
            let why = "only the key of an HMAC is derived";
            Err(Error::SchemeInvalid(Fault::inapplicable("keyScope", why)))
        }
    }
}

/// Refuses what a scheme says of key pairs that its algorithm does not have.
fn check_pair(scheme: &Scheme<'_>) -> Result<(), Error> {
    if !asymmetric::IS_ENABLED {
        let has_any = !scheme.key_prefixes.is_empty()
            || [scheme.minimum_key_bits, scheme.salt_length].iter().any(Option::is_some)
            || scheme.dsa_encoding.is_some();
        return if has_any { asymmetric::require("algorithm") } else { Ok(()) };
    }
    let inapplicable = |path: &str, why: &'static str| Err(Error::SchemeInvalid(Fault::inapplicable(path, why)));
    let family = scheme.algorithm.family();
    let is_rsa = matches!(family, Family::Rsa(_) | Family::RsaEncryption | Family::Jws(KeyKind::Pair));
    if let Some(place) = scheme.key_prefixes.iter().position(|prefix| prefix.is_empty()) {
        return Err(fault(&element("keyPrefixes", place), "what stands in front of a key", "an empty string"));
    }
    if !scheme.key_prefixes.is_empty() && !scheme.algorithm.has_key_pair() {
        return inapplicable("keyPrefixes", "the algorithm has no key pair: use a filter in `key`");
    }
    match scheme.minimum_key_bits {
        Some(_) if !is_rsa => return inapplicable("minimumKeyBits", "only RSA keys differ in size"),
        Some(bits) if !(1024..=8192).contains(&bits) => {
            return Err(fault("minimumKeyBits", "1024 to 8192 bits", decimal(bits)));
        }
        Some(_) | None => {}
    }
    match (scheme.salt_length, family) {
        (None, _) => {}
        (Some(length), Family::Rsa(Padding::Pss(hash))) => {
            // The encoding has two more bytes than digest and salt (RFC 8017 §9.1.1).
            let room = (scheme.rules().signing_bits() as usize).div_ceil(8) - hash.len() - 2;
            if length as usize > room {
                let expected = ["at most ", &decimal(room), " bytes, which fit into the smallest key"].concat();
                return Err(Error::SchemeInvalid(Fault::new("saltLength", expected, decimal(length))));
            }
        }
        (Some(_), _) => {
            return inapplicable("saltLength", "only RSASSA-PSS has a salt, whose length in a JWS is fixed");
        }
    }
    match (scheme.dsa_encoding, family) {
        (None, _) | (Some(_), Family::Ecdsa(..)) => Ok(()),
        (Some(_), _) => inapplicable("dsaEncoding", "only ECDSA has several encodings, of which a JWS has one"),
    }
}

/// Refuses templates with literals that are not valid at their location.
fn check_values(scheme: &Scheme<'_>) -> Result<(), Error> {
    for (member, pairs) in places(scheme) {
        let is_plain = |byte: u8| match member {
            "headers" => matches!(byte, b' '..=b'~'),
            "fields" => !matches!(byte, b'"' | b'\\' | ..b' ' | 0x7f),
            _ => !byte.is_ascii_control(),
        };
        for (name, text) in pairs {
            let refused = |at: usize, expected: &'static str, got: String| {
                Err(Error::SchemeInvalid(Fault::new(&inside(member, name), expected, got).at(at)))
            };
            if let Some((at, byte)) = literal_bytes(text).find(|(_, byte)| !is_plain(*byte)) {
                let expected = if member == "headers" {
                    "characters that a header can carry"
                } else {
                    "characters that need no escape"
                };
                return refused(at, expected, byte_name(byte));
            }
            let inner = text.trim_matches(['[', ']']);
            if member == "headers" && inner.trim_matches(' ').len() < inner.len() {
                let at = if inner.starts_with(' ') {
                    text.len() - text.trim_start_matches('[').len()
                } else {
                    text.trim_end_matches(']').len() - 1
                };
                return refused(at, "a value without white space around it, which clients drop", byte_name(b' '));
            }
        }
    }
    Ok(())
}

/// The literal bytes of a template with their offsets. Of escaped bytes, only the backslash is included.
fn literal_bytes(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut in_name, mut is_escaped) = (false, false);
    text.bytes().enumerate().filter(move |(_, byte)| {
        let was_escaped = core::mem::take(&mut is_escaped);
        match byte {
            b'}' if in_name => in_name = false,
            _ if in_name => {}
            _ if was_escaped => return *byte == b'\\',
            b'\\' => is_escaped = true,
            b'{' => in_name = true,
            _ => return true,
        }
        false
    })
}

pub(super) fn fault(path: &str, expected: &'static str, got: impl Into<Cow<'static, str>>) -> Error {
    Error::SchemeInvalid(Fault::new(path, expected, got))
}

pub(super) fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { [path, ".", name].concat() }
}

/// The path of the array element with this index.
pub(super) fn element(path: &str, place: usize) -> String {
    [path, "[", &decimal(place), "]"].concat()
}

/// Headers that clients set themselves, and connection headers (RFC 9110 §7.6.1). `fetch` ignores or refuses most of
/// them; if sent, they could change where the message ends or which host gets it.
const SET_BY_CLIENTS: [&str; 10] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
    "expect",
];
