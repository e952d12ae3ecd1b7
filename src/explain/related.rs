//! Whether a message that is not of the scheme asked about is of another scheme of the same provider.

use alloc::{string::String, vec::Vec};

use super::Explainer;
use super::case::Case;
use super::report::Verdict;
use crate::options::VerifierOptions;
#[cfg(feature = "catalogue")]
use crate::providers;
use crate::scheme::Scheme;
use crate::secret::Secret;

/// The id of a scheme of the same provider by which the signature is right.
pub(super) fn other_that_is_right(scheme: &Scheme<'_>, given: &[(&str, Secret)], case: &Case<'_>) -> Option<String> {
    let mut found = None;
    let mut look = |other: &Scheme<'_>| {
        // A request is no webhook.
        let is_alike = other.id != scheme.id && Some(other.signed_by) == case.signed_by;
        if found.is_none() && is_alike && is_right(other, given, case) {
            found = Some(String::from(other.id));
        }
    };
    for definition in case.related_schemes {
        let _ = definition.with(|other| {
            look(other);
            Ok(())
        });
    }
    #[cfg(feature = "catalogue")]
    providers::of_provider(scheme.id).for_each(look);
    found
}

/// Whether the signature of `case` is right by `scheme`, too old or not, with the credentials of the same names, or places.
fn is_right(scheme: &Scheme<'_>, given: &[(&str, Secret)], case: &Case<'_>) -> bool {
    let names = given.iter().map(|(name, _)| *name);
    let is_by_place =
        names.clone().all(|name| !scheme.credentials.contains(&name)) && names.count() == scheme.credentials.len();
    let place = |(place, (name, secret)): (usize, &(_, Secret))| {
        let name = if is_by_place { scheme.credentials[place] } else { *name };
        (name, secret.clone())
    };
    let credentials = Vec::from_iter(
        given
            .iter()
            .enumerate()
            .map(place)
            .filter(|(name, _)| crate::credentials::KEYS.contains(name) || scheme.credentials.contains(name)),
    );
    let explainer = Explainer::of_scheme(scheme, &credentials, &VerifierOptions::default(), case);
    explainer.is_ok_and(|mut explainer| {
        explainer.step(1);
        matches!(explainer.report().verdict, Verdict::Match | Verdict::Stale)
    })
}
