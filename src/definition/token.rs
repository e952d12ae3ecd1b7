//! The rules of schemes whose signature is a JSON Web Token.

use alloc::string::String;

use super::rules::{element, fault, inside};
use crate::algorithm::{Algorithm, Family};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited, excerpt};
use crate::named::Named as _;
use crate::recipe::{self, Location};
use crate::scheme::{Profile, Scheme};
use crate::text::in_quotes;
use crate::timestamp::TimestampForm;

/// Refuses a token that contradicts itself, and members of a token in a scheme without one.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(super) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    let inapplicable = |path: &str, why: &'static str| Err(Error::SchemeInvalid(Fault::inapplicable(path, why)));
    let locators = recipe::locators(scheme)?;
    let in_token = |place: &usize| locators[*place].location.is_in_token();
    if scheme.profile != Some(Profile::JsonWebToken) {
        let has = [
            ("claims", !scheme.claims.is_empty()),
            ("tokenHeader", !scheme.token_header.is_empty()),
            ("acceptedAlgorithms", !scheme.accepted_algorithms.is_empty()),
        ];
        if let Some((name, _)) = has.iter().find(|(_, has)| *has) {
            return inapplicable(name, "only the profile `json-web-token` has it");
        }
        return match (0..locators.len()).find(in_token) {
            Some(place) => {
                inapplicable(&inside("inputs", scheme.inputs[place].0), "only the profile `json-web-token` has it")
            }
            None => Ok(()),
        };
    }
    // Such a build refuses every profile, so that the linker drops the rest.
    if !cfg!(feature = "standards") {
        return Ok(());
    }
    if scheme.claims.is_empty() {
        return Err(fault("claims", "the claims of the token, such as `\"iss\": \"{keyId}\"`", "none"));
    }
    for (path, others) in [
        ("acceptedCanonicals", !scheme.accepted_canonicals.is_empty()),
        ("signedItems", !scheme.signed_items.is_empty()),
        ("freeInput", !scheme.free_input.is_empty()),
        ("keyScope", !scheme.key_scope.is_empty()),
        ("dsaEncoding", scheme.dsa_encoding.is_some()),
    ] {
        if others {
            return inapplicable(path, "a JSON Web Token has one form");
        }
    }
    if scheme.canonical != CANONICAL {
        let expected = "`{header|base64url}.{payload|base64url}`, which is what a token signs";
        return Err(fault("canonical", expected, cited(scheme.canonical)));
    }
    if scheme.encoding != Encoding::Base64Url {
        return Err(fault("encoding", "`base64url`, as tokens are written", "another"));
    }
    check_algorithms(scheme)?;
    for (place, (name, _)) in scheme.inputs.iter().enumerate() {
        let (path, own) = (inside("inputs", name), &locators[place]);
        let pairs = match own.location {
            Location::Claim => scheme.claims,
            Location::Protected => scheme.token_header,
            Location::Header | Location::Query | Location::Field => {
                return Err(fault(
                    &path,
                    "a place in the token, such as `claim:jti` or `protected:kid`",
                    "one outside of it",
                ));
            }
        };
        if !own.is_optional && pairs.iter().all(|(name, _)| *name != own.name) {
            let expected = "a place that may be empty, such as `claim:jti?`, or a template for it in the token";
            return Err(fault(&path, expected, cited(scheme.inputs[place].1)));
        }
    }
    check_members("tokenHeader", scheme.token_header)?;
    check_members("claims", scheme.claims)?;
    if let Some(name) = RESERVED.iter().find(|own| scheme.token_header.iter().any(|(name, _)| name == *own)) {
        return inapplicable(&inside("tokenHeader", name), "the token has it by itself, or no receiver may heed it");
    }
    let has_time = scheme.claims.iter().any(|(name, _)| TIMES.contains(name));
    if has_time && scheme.timestamp != TimestampForm::Seconds {
        return Err(fault("timestamp", "`seconds`, since the token has times", in_quotes(scheme.timestamp.name())));
    }
    Ok(())
}

fn check_algorithms(scheme: &Scheme<'_>) -> Result<(), Error> {
    let is_of_token = |own: Algorithm| match own.family() {
        Family::Hmac(_) | Family::Rsa(_) | Family::Ecdsa(..) | Family::Eddsa => own.jose_name().is_some(),
        Family::Nothing | Family::KeyedDigest(..) | Family::RsaEncryption | Family::Jws(_) => false,
    };
    let expected = "an algorithm with a name in JOSE, such as `hmac-sha256` or `ecdsa-p256-sha256`";
    if !is_of_token(scheme.algorithm) {
        return Err(fault("algorithm", expected, in_quotes(scheme.algorithm.name())));
    }
    for (place, own) in scheme.accepted_algorithms.iter().enumerate() {
        let path = element("acceptedAlgorithms", place);
        if !is_of_token(*own) {
            return Err(fault(&path, expected, in_quotes(own.name())));
        }
        // A public key must never be tried as a shared secret.
        if own.has_key_pair() != scheme.algorithm.has_key_pair() {
            return Err(fault(&path, "an algorithm with keys as those of `algorithm`", in_quotes(own.name())));
        }
        if *own == scheme.algorithm || scheme.accepted_algorithms[..place].contains(own) {
            return Err(fault(&path, "each algorithm once", in_quotes(own.name())));
        }
    }
    Ok(())
}

/// Refuses names of which one is inside another, or none.
fn check_members(member: &str, pairs: &[(&str, &str)]) -> Result<(), Error> {
    let pointer = |name: &str| if name.starts_with('/') { String::from(name) } else { ["/", name].concat() };
    for (place, (name, _)) in pairs.iter().enumerate() {
        let path = || inside(member, &excerpt(name));
        if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_control()) || name.ends_with('/') {
            return Err(fault(&path(), "a name, or a JSON pointer such as `/uris/0`", cited(name)));
        }
        let own = [&*pointer(name), "/"].concat();
        let holds = |(other, _): &&(&str, &str)| {
            let other = [&*pointer(other), "/"].concat();
            other.starts_with(&*own) || own.starts_with(&*other)
        };
        if let Some((other, _)) = pairs[..place].iter().find(holds) {
            return Err(fault(&path(), "a value that holds no other", cited(other)));
        }
    }
    Ok(())
}

/// The signing input of a token (RFC 7515 §5.1).
const CANONICAL: &str = "{header|base64url}.{payload|base64url}";
const TIMES: [&str; 3] = ["iat", "nbf", "exp"];
/// What the algorithm decides, and what changes how a token is read or whose key verifies it.
const RESERVED: [&str; 8] = ["alg", "b64", "crit", "jku", "jwk", "x5u", "x5c", "enc"];
