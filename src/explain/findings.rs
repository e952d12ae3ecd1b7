//! What was found: the candidates that made a signature received, with all that was done differently in each.

use alloc::vec::Vec;

use super::candidate::could_begin_with_time;
use super::causes::CauseId;
use super::facts::Facts;
use super::hypothesis::{Change, Changes, Picks};
use super::reason::Reason;
use crate::secret::Secret;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The one with the fewest causes comes first.
    pub hits: Vec<Hit>,
    /// Hypotheses that make the same bytes as the one at that place.
    pub aliases: Vec<(usize, Reason)>,
    /// By which other scheme of the same provider the signature is right.
    pub related: Option<Reason>,
}

/// A candidate that made a signature received.
#[derive(Debug)]
pub(super) struct Hit {
    pub level: u8,
    pub picks: Picks,
    pub set: usize,
    pub way: usize,
    /// The place of the signature among those received.
    pub received: usize,
    /// All that was done differently; nothing where the signature is right.
    pub causes: Vec<Reason>,
}

impl Findings {
    /// Keeps a hit.
    pub(super) fn add(&mut self, hit: Hit) {
        let is_better = self.hits.first().is_some_and(|first| hit.causes.len() < first.causes.len());
        let place = if is_better { 0 } else { self.hits.len() };
        self.hits.insert(place, hit);
    }

    /// What was found first. The layout of a stranger counts for less than another scheme of the same provider.
    pub(super) fn first(&self) -> Option<&Hit> {
        let is_of_stranger = |hit: &Hit| hit.causes.iter().any(|own| own.is(CauseId::LayoutOfAnother));
        self.hits.first().filter(|hit| self.related.is_none() || !is_of_stranger(hit))
    }

    /// The level of the search at which something was found first.
    pub(super) fn level(&self) -> Option<u8> {
        self.hits.first().map(|hit| hit.level)
    }

    /// Notes the places that hypotheses have after others were dropped.
    pub(super) fn renumber(&mut self, places: &[usize]) {
        self.aliases.iter_mut().for_each(|(place, _)| *place = places[*place]);
    }
}

/// All that was done differently where `changes` made the signature at the place `received` with the key `set`; `is_cut` says
/// whether only the start of the digest was received.
pub(super) fn causes(
    facts: &Facts,
    changes: &Changes<'_>,
    (way, set): (usize, usize),
    (received, is_cut): (usize, bool),
) -> Vec<Reason> {
    let has = |is_one: fn(&Change) -> bool| changes.iter().any(|own| is_one(&own.change));
    let digest = facts.expected.body_digest.iter().filter_map(|digest| digest.causes.first());
    let mut causes: Vec<Reason> = digest.chain(changes.iter().map(|own| &own.id)).cloned().collect();
    if facts.expected.fault.is_some() && !has(|change| matches!(change, Change::Body(_))) {
        causes.push(CauseId::BodyRawNotCanonical.into());
    }
    if facts.keys[set].is_raw && !has(|change| matches!(change, Change::Secret(_))) {
        causes.push(CauseId::SecretRaw.into());
    }
    causes.extend(facts.digests[received].causes.iter().cloned());
    causes.extend(facts.opened.aside.iter().filter(|_| changes.is_empty()).cloned());
    if changes.is_empty() {
        // Why the message is refused is said already where its signature is not written as it has to be.
        let is_written = causes.is_empty();
        let asides = asides(facts, way, set).into_iter();
        causes.extend(asides.filter(|own| is_written || !own.is(CauseId::RefusedOtherwise)));
    }
    if is_cut {
        causes.push(CauseId::OutputTruncated.into());
    }
    causes
}

/// Why a signature that is right is refused nevertheless.
fn asides(facts: &Facts, way: usize, set: usize) -> Vec<Reason> {
    let Facts { expected, received, names, .. } = facts;
    let own = |index: usize| expected.sets.get(set).and_then(|set| set.get(index)).map_or(&[][..], Secret::expose);
    let is_other = |(index, text): &&(usize, _)| {
        let (own, text): (&[u8], &alloc::string::String) = (own(*index), text);
        !own.is_empty() && own != text.as_bytes()
    };
    let others = received.credentials.iter().filter(is_other).filter_map(|(index, _)| names.get(*index));
    let asides = received
        .asides
        .iter()
        .filter(|own| !own.is(CauseId::TimestampUnreadable) || expected.covers_time(way))
        .cloned();
    let in_front = could_begin_with_time(expected, way, set).then(|| Reason::from(CauseId::BodyBeginsWithTime));
    others.map(|name| Reason::named(CauseId::CredentialOther, name)).chain(asides).chain(in_front).collect()
}
