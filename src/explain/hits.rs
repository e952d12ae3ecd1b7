//! From what was found to a report.

use alloc::vec::Vec;

use super::built::Built;
use super::report::{Finding, Report, Verdict};
use super::search::Picks;
use super::secret::FORMS;
use super::variant::{Change, Id};
use super::{Explainer, Stage, lint};
use crate::text::utf8;

/// A candidate that made a signature received.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub level: u8,
    pub picks: Picks,
    pub set: usize,
    pub way: usize,
    /// The place of the signature among those received.
    pub received: usize,
    /// Whether it is only the start of the digest.
    pub is_cut: bool,
}

impl Explainer {
    /// Keeps a hit; one with fewer causes comes first.
    pub(super) fn found(&mut self, hit: Hit) {
        let count = |hit: &Hit| causes(self, hit).len();
        let is_better = self.hits.first().is_some_and(|first| count(&hit) < count(first));
        let place = if is_better { 0 } else { self.hits.len() };
        self.hits.insert(place, hit);
    }
}

pub(super) fn report(explainer: &Explainer) -> Report {
    let Explainer { base, ring, .. } = explainer;
    let first = explainer.hits.first();
    let (set, way) = first.map_or((0, 0), |hit| (hit.set, hit.way));
    let causes = explainer.hits.iter().map(|hit| causes(explainer, hit)).collect::<Vec<_>>();
    let is_match = first.is_some() && causes.first().is_some_and(Vec::is_empty);
    let age = explainer.age.filter(|_| base.covers_time(way));
    let stale = age.and_then(|(_, stale)| stale).or(explainer.carried.expired);
    let seen = explainer.seen();
    let verdict = match () {
        () if is_match && stale.is_some() => Verdict::Stale,
        () if is_match => Verdict::Match,
        () if first.is_some() || seen.is_some() => Verdict::Explained,
        () => Verdict::Unexplained,
    };
    let can_sign = base.fault.is_none();
    let mut expected = Vec::new();
    let mut built = Built::default();
    if let Some(hash) = explainer.hash
        && can_sign
        && !ring[set].is_raw
        && base.build(&[], set, &mut built).is_some()
    {
        let mac = ring[set].own.digest(hash, base.scope_of(&built), &built.ways[way]);
        match explainer.carried.form {
            None => expected = explainer.encoding.text(&mac),
            Some(form) => form.write(&base.protected, &built.ways[way], &mac, &mut expected),
        }
    }
    let said = |ids: &[Id]| ids.iter().map(|id| id.cause(explainer.signed_by)).collect::<Vec<_>>();
    let mut findings = Vec::new();
    if let Some(hit) = first.filter(|_| !is_match) {
        let chosen = explainer.chosen(hit.picks);
        findings.push(Finding {
            causes: said(&causes[0]),
            alternatives: also(explainer, &causes).iter().map(|ids| said(ids)).collect(),
            key_index: set,
            canonical: base.pieces(&chosen, way, set),
            hashed: base.preimages(&chosen, way, set),
        });
    }
    let mut warnings = [&*explainer.warnings, &explainer.sealed.warnings].concat();
    // Where all is right, what strikes the eye is none of the sender's mistakes.
    warnings.retain(|lint| !is_match || !MISTAKES.iter().any(|start| lint.name.starts_with(start)));
    if first.is_none() && seen.is_none() {
        warnings.extend(explainer.sealed.notes.iter().cloned());
    }
    findings.extend(seen);
    let given = ring.len() - explainer.sealed.strangers;
    warnings.extend(stale.filter(|_| is_match).map(lint::stale));
    Report {
        verdict,
        expected: utf8(&expected).into(),
        key_index: first.map(|_| set).filter(|set| *set < given),
        age_s: age.map(|(age_s, _)| age_s),
        warnings: said(&warnings),
        findings,
        fault: base.fault.as_ref().or_else(|| base.beside.as_ref().map(|beside| &beside.error)).cloned(),
        tried: explainer.tried,
        hashed_bytes: explainer.hashed_bytes,
        exhausted: explainer.stage == Stage::End && explainer.hits.is_empty() && !explainer.is_cut,
        canonical: if can_sign { base.pieces(&[], way, set) } else { Vec::new() },
        hashed: if can_sign { base.preimages(&[], way, set) } else { Vec::new() },
    }
}

/// All that was done differently in `hit`.
fn causes(explainer: &Explainer, hit: &Hit) -> Vec<Id> {
    let chosen = explainer.chosen(hit.picks);
    let changes = |axis: fn(&Change) -> bool| chosen.iter().any(|variant| axis(&variant.change));
    let beside = explainer.base.beside.iter().filter_map(|beside| beside.causes.first());
    let mut ids: Vec<Id> = beside.chain(chosen.iter().map(|variant| &variant.id)).cloned().collect();
    if explainer.base.fault.is_some() && !changes(|change| matches!(change, Change::Body(_))) {
        ids.push("body-raw-not-canonical".into());
    }
    if explainer.ring[hit.set].is_raw && !changes(|change| matches!(change, Change::Secret(_))) {
        ids.push("secret-raw".into());
    }
    ids.extend(explainer.received[hit.received].causes.iter().cloned());
    ids.extend(explainer.sealed.aside.iter().filter(|_| chosen.is_empty()).cloned());
    if chosen.is_empty() {
        let asides = explainer.carried.asides(&explainer.base, hit.way, hit.set, &explainer.names);
        // Why the message is refused is said already where its signature is not written as it has to be.
        let is_written = ids.is_empty();
        ids.extend(asides.into_iter().filter(|id| is_written || id.name != "refused-otherwise"));
    }
    if hit.is_cut {
        ids.push("output-truncated".into());
    }
    ids
}

/// Other names for what was found first, besides those in `causes`.
fn also(explainer: &Explainer, causes: &[Vec<Id>]) -> Vec<Vec<Id>> {
    let mut also: Vec<Vec<Id>> = Vec::new();
    let mut add = |ids: Vec<Id>| {
        // One name for the same thing by another program says nothing new.
        let is_same = |other: &[Id]| other.iter().map(|id| id.name).eq(ids.iter().map(|id| id.name));
        let is_own = ids.iter().any(|id| id.name.is_empty());
        if also.len() < MOST
            && ids != causes[0]
            && (is_own || !(is_same(&causes[0]) || also.iter().any(|own| is_same(own))))
        {
            also.push(ids);
        }
    };
    for (hit, ids) in explainer.hits.iter().zip(causes) {
        add(ids.clone());
        let chosen = explainer.chosen(hit.picks);
        let mut rename = |own: &Id, other: &Id| {
            add(ids.iter().map(|id| if id == own { other.clone() } else { id.clone() }).collect());
        };
        if let Some([own, others @ ..]) = explainer.base.beside.as_ref().map(|beside| &*beside.causes) {
            others.iter().for_each(|other| rename(own, other));
        }
        for (place, alias) in &explainer.aliases {
            if [hit.picks.0, hit.picks.1].contains(&Some(*place)) {
                rename(&explainer.variants[*place].id, alias);
            }
        }
        for (form, other) in &explainer.ring[hit.set].same {
            if chosen.iter().any(|variant| matches!(variant.change, Change::Secret(own) if own == *form)) {
                rename(&FORMS[*form].0.into(), &FORMS[*other].0.into());
            }
        }
    }
    also
}

/// What warnings that blame somebody begin with.
const MISTAKES: [&str; 5] = ["secret-", "timestamp-", "template-", "odd-", "body-"];
/// More names for one thing confuse.
const MOST: usize = 5;
