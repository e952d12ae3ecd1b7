//! What an explanation says.

use alloc::{string::String, vec::Vec};
use core::fmt;

use super::candidate::{Built, Pieces, pieces, preimages};
use super::difference;
use super::facts::Facts;
use super::findings::Findings;
use super::hypothesis::{Change, Hypothesis, chosen};
use super::lint;
use super::opened::Opened;
use super::reason::Reason;
use super::search::Search;
use super::secret_forms::FORMS;
use super::wording::{Cause, cause};
use crate::canonical::Segment;
use crate::error::Error;
use crate::scheme::SignedBy;
use crate::secret::Hidden;
use crate::text::utf8;

/// What became of a signature, and why.
///
/// It holds the signature that was due, and strings that may hold a credential. `Debug` shows neither: of bytes how many they are,
/// of causes what theirs shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// In a word.
    pub verdict: Verdict,
    /// The signature that was due, as the scheme writes it; empty where none can be made.
    pub expected: String,
    /// The place in the ring of the key that made the signature received.
    pub key_index: Option<usize>,
    /// How old the signature is, in seconds; negative for the future.
    pub age_s: Option<i64>,
    /// What was seen without a single hash.
    pub warnings: Vec<Cause>,
    /// What reproduces the signature received, or what it shows by itself, such as a key that does not open it.
    pub findings: Vec<Finding>,
    /// Why nothing can be signed as it stands.
    pub fault: Option<Error>,
    /// How many digests were made.
    pub tried: u64,
    /// How many bytes were hashed for them.
    pub hashed_bytes: u64,
    /// Whether all was tried that is known; `false` where the budget ended first, or a finding.
    pub exhausted: bool,
    pub(super) canonical: Pieces,
    pub(super) hashed: Pieces,
}

/// What became of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the signature that was due.
    Match,
    /// It is right, and too far from the clock.
    Stale,
    /// It is another, and reproduced; or it shows by itself what is wrong.
    Explained,
    /// It is another, and nothing that is known reproduces it.
    Unexplained,
}

/// Changes that together reproduce the signature received.
///
/// `Debug` shows of the canonical string how long its segments are.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was done differently: one thing, or two at once.
    pub causes: Vec<Cause>,
    /// Other names for what makes the same bytes.
    pub alternatives: Vec<Vec<Cause>>,
    /// The place in the ring of the key that was used; beyond its end for one that the signature itself brought along.
    pub key_index: usize,
    pub(super) canonical: Pieces,
    pub(super) hashed: Pieces,
}

impl Report {
    /// The canonical string that was due, in labelled segments.
    pub fn canonical(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.canonical)
    }

    /// What was due on the way where only its hash is signed, by its name in the scheme, such as the canonical request of AWS.
    pub fn preimages(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.hashed)
    }
}

impl Finding {
    /// The canonical string that was signed instead, in labelled segments.
    pub fn canonical(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.canonical)
    }

    /// What was hashed instead on the way, as in [`Report::preimages`].
    pub fn preimages(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.hashed)
    }
}

impl Verdict {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Stale => "stale",
            Self::Explained => "explained",
            Self::Unexplained => "unexplained",
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Report");
        debug.field("verdict", &self.verdict).field("expected", &Hidden(&self.expected));
        debug.field("key_index", &self.key_index).field("age_s", &self.age_s).field("warnings", &self.warnings);
        debug.field("findings", &self.findings).field("fault", &self.fault).field("tried", &self.tried);
        debug.field("hashed_bytes", &self.hashed_bytes).field("exhausted", &self.exhausted);
        debug.field("canonical", &shown(&self.canonical)).field("preimages", &shown(&self.hashed)).finish()
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Finding");
        debug
            .field("causes", &self.causes)
            .field("alternatives", &self.alternatives)
            .field("key_index", &self.key_index);
        debug.field("canonical", &shown(&self.canonical)).field("preimages", &shown(&self.hashed)).finish()
    }
}

/// What is known so far.
pub(super) fn report(facts: &Facts, hypotheses: &[Hypothesis], search: &Search, findings: &Findings) -> Report {
    let Facts { expected, keys, opened, .. } = facts;
    let first = findings.first();
    let (set, way) = first.map_or((0, 0), |hit| (hit.set, hit.way));
    let is_match = first.is_some_and(|hit| hit.causes.is_empty());
    let age = facts.age.filter(|_| expected.covers_time(way));
    let stale = age.and_then(|(_, stale)| stale).or(facts.received.expired);
    let seen = seen(facts, search, findings);
    let verdict = match () {
        () if is_match && stale.is_some() => Verdict::Stale,
        () if is_match => Verdict::Match,
        () if first.is_some() || seen.is_some() => Verdict::Explained,
        () => Verdict::Unexplained,
    };
    let can_sign = expected.fault.is_none();
    let said = |reasons: &[Reason]| reasons.iter().map(|own| cause(own, facts.signed_by)).collect::<Vec<_>>();
    let mut all = Vec::new();
    if let Some(hit) = first.filter(|_| !is_match) {
        let changes = chosen(hypotheses, hit.picks);
        let mut causes = said(&hit.causes);
        for own in changes.iter().filter(|_| facts.signed_by == SignedBy::Provider) {
            if let Some(place) = hit.causes.iter().position(|cause| *cause == own.id) {
                causes[place].detail.insert_str(0, &difference::sentence(expected, &own.change));
            }
        }
        all.push(Finding {
            causes,
            alternatives: alternatives(facts, hypotheses, findings).iter().map(|own| said(own)).collect(),
            key_index: set,
            canonical: pieces(expected, &changes, way, set),
            hashed: preimages(expected, &changes, way, set),
        });
    }
    let mut warnings = [&*facts.warnings, &opened.warnings].concat();
    // Where all is right, what strikes the eye is none of the sender's mistakes.
    let is_said = |lint: &Reason| first.is_some_and(|hit| hit.causes.contains(lint));
    warnings.retain(|lint| !(is_said(lint) || is_match && MISTAKES.iter().any(|start| lint.name().starts_with(start))));
    if first.is_none() && seen.is_none() {
        warnings.extend(opened.notes.iter().cloned());
    }
    all.extend(seen);
    let given = keys.len() - opened.strangers;
    warnings.extend(stale.filter(|_| is_match).map(lint::stale));
    let fault = expected.fault.as_ref().or_else(|| expected.body_digest.as_ref().map(|digest| &digest.error));
    Report {
        verdict,
        expected: if can_sign { signature(facts, way, set) } else { String::new() },
        key_index: first.map(|_| set).filter(|set| *set < given),
        age_s: age.map(|(age_s, _)| age_s),
        warnings: said(&warnings),
        findings: all,
        fault: fault.cloned(),
        tried: search.budget.tried,
        hashed_bytes: search.budget.hashed_bytes,
        exhausted: search.is_at_end()
            && findings.hits.is_empty()
            && findings.related.is_none()
            && !search.budget.is_cut,
        canonical: if can_sign { pieces(expected, &[], way, set) } else { Pieces::new() },
        hashed: if can_sign { preimages(expected, &[], way, set) } else { Pieces::new() },
    }
}

/// The signature that was due, as the scheme writes it; empty where only a private key makes it.
fn signature(facts: &Facts, way: usize, set: usize) -> String {
    let Facts { expected, keys, .. } = facts;
    let mut built = Built::default();
    let Some(hash) = facts.hash.filter(|_| !keys[set].is_raw) else { return String::new() };
    if built.fill(expected, &[], set).is_none() {
        return String::new();
    }
    let mac = keys[set].own.digest(hash, built.scope(expected), &built.ways[way]);
    let mut text = Vec::new();
    match facts.received.form {
        None => text = facts.encoding.text(&mac),
        Some(form) => form.write(&expected.protected, &built.ways[way], &mac, &mut text),
    }
    utf8(&text).into()
}

/// What the signature shows by itself, where nothing that was tried reproduces it.
fn seen(facts: &Facts, search: &Search, findings: &Findings) -> Option<Finding> {
    let Opened { seals, seen, inside, .. } = &facts.opened;
    if findings.first().is_some() {
        return None;
    }
    let (causes, canonical, key_index) = match inside {
        _ if findings.related.is_some() => (Vec::from_iter(findings.related.clone()), Pieces::new(), 0),
        Some((place, reason, pieces)) if search.is_at_end() => {
            let mut causes = Vec::from([reason.clone()]);
            causes.extend(facts.digests[*place].causes.iter().cloned());
            (causes, pieces.clone(), seals[*place].set)
        }
        _ if !seen.is_empty() => (seen.clone(), Pieces::new(), 0),
        _ => return None,
    };
    let causes = causes.iter().map(|reason| cause(reason, facts.signed_by)).collect();
    Some(Finding { causes, alternatives: Vec::new(), key_index, canonical, hashed: Pieces::new() })
}

/// Other names for what was found first.
fn alternatives(facts: &Facts, hypotheses: &[Hypothesis], findings: &Findings) -> Vec<Vec<Reason>> {
    let mut all: Vec<Vec<Reason>> = Vec::new();
    let first = findings.first().map_or(&[][..], |hit| &hit.causes);
    let mut add = |causes: Vec<Reason>| {
        // One name for the same thing by another program says nothing new.
        let is_same = |other: &[Reason]| other.iter().map(|own| own.id).eq(causes.iter().map(|own| own.id));
        let is_own = causes.iter().any(|own| own.id.is_none());
        if all.len() < MOST
            && !causes.is_empty()
            && causes != first
            && (is_own || !(is_same(first) || all.iter().any(|own| is_same(own))))
        {
            all.push(causes);
        }
    };
    add(Vec::from_iter(findings.related.clone()));
    for hit in &findings.hits {
        add(hit.causes.clone());
        let changes = chosen(hypotheses, hit.picks);
        let mut rename = |own: &Reason, other: &Reason| {
            add(hit.causes.iter().map(|cause| if cause == own { other.clone() } else { cause.clone() }).collect());
        };
        if let Some([own, others @ ..]) = facts.expected.body_digest.as_ref().map(|digest| &*digest.causes) {
            others.iter().for_each(|other| rename(own, other));
        }
        for (place, alias) in &findings.aliases {
            if [hit.picks.0, hit.picks.1].contains(&Some(*place)) {
                rename(&hypotheses[*place].id, alias);
            }
        }
        for (form, other) in &facts.keys[hit.set].same {
            if changes.iter().any(|own| matches!(own.change, Change::Secret(own) if own == *form)) {
                rename(&FORMS[*form].0.into(), &FORMS[*other].0.into());
            }
        }
    }
    all
}

/// What `Debug` shows of labelled bytes.
fn shown(pieces: &Pieces) -> Vec<Segment<'_>> {
    segments(pieces).collect()
}

fn segments(pieces: &Pieces) -> impl Iterator<Item = Segment<'_>> {
    pieces.iter().map(|(label, bytes)| Segment { label, bytes })
}

/// What warnings that blame somebody begin with.
const MISTAKES: [&str; 5] = ["secret-", "timestamp-", "template-", "odd-", "body-"];
/// More names for one thing confuse.
const MOST: usize = 5;
