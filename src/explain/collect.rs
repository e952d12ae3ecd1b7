//! All that is known to go wrong, gathered for one case.

use alloc::vec::Vec;

use super::body::Name;
use super::jws;
use super::layout::Layouts;
use super::search::{self, Search};
use super::variant::{Change, Id, List};
use super::{Case, Explainer, Stage, charset, mac, secret, time, url, value};
use crate::algorithm::Algorithm;
use crate::canonical::{Symbols, Variable};
use crate::digest::Hash;
use crate::recipe;
use crate::scheme::Scheme;

impl Explainer {
    /// Makes the variants of everything but the body, and takes those of what was received, which are in `list`.
    pub(super) fn collect(&mut self, scheme: &Scheme<'_>, algorithm: Algorithm, case: &Case<'_>, mut list: List) {
        secret::add(&mut list, |form| self.ring.iter().any(|held| matches!(held.forms.get(form), Some(Some(_)))));
        match self.hash {
            Some(hash) => {
                self.add_messages(scheme, case, &mut list);
                let is_derived = self.base.derivation.is_some();
                mac::add(&mut list, algorithm, is_derived, hash, |length| self.fits(length));
            }
            None if self.sealed.is_opened => {
                self.add_messages(scheme, case, &mut list);
                mac::add_hashed(&mut list, Hash::Sha256);
            }
            None => {}
        }
        self.variants = list.0;
    }

    fn add_messages(&self, scheme: &Scheme<'_>, case: &Case<'_>, list: &mut List) {
        let base = &self.base;
        let uses = |variables: &[Variable]| base.uses(variables);
        if uses(&[Variable::Url, Variable::Base, Variable::Target, Variable::Path]) {
            url::add_urls(list, &base.front, &base.tail);
            url::add_public_urls(list, &base.front, &case.message);
        }
        if uses(&[Variable::Url, Variable::Target, Variable::Query]) {
            url::add_queries(list, &base.tail);
            if !base.whole_tail.is_empty() {
                list.add("query-signature-left-in", 1, Change::Query(base.whole_tail.clone()));
            }
        }
        if uses(&[Variable::Method]) {
            url::add_methods(list, &base.method);
        }
        time::add(list, &base.timestamp, base.sent());
        value::add(list, scheme, base);
        charset::add(list, scheme.profile.is_some());
        add_layouts(list, scheme, case.other_schemes, base.is_filtered, self.carried.form.is_some());
    }

    /// Goes on to the next stage of the search; `false` at its end.
    pub(super) fn next_stage(&mut self) -> bool {
        match self.stage {
            // Where no key opens anything, there is nothing to compare with.
            Stage::Start if self.sealed.is_opened && self.sealed.seals.is_empty() => {
                self.stage = Stage::End;
                return false;
            }
            Stage::Start => {
                self.add_bodies();
                self.variants = search::ordered(core::mem::take(&mut self.variants));
                self.dropped = Vec::new();
                self.dropped.resize(self.variants.len(), false);
                self.search = Search::singles(&self.variants);
                self.stage = Stage::Singles;
            }
            Stage::Singles if self.hits.is_empty() => {
                self.drop_dropped();
                // Each candidate derives a key and hashes twice: all windows with another mistake would take seconds.
                self.search = Search::pairs(&self.variants, self.base.derivation.is_none());
                self.stage = Stage::Pairs;
            }
            Stage::Singles | Stage::Pairs | Stage::End => {
                self.stage = Stage::End;
                return false;
            }
        }
        true
    }

    /// Reads the body, and adds what else may have been signed as the body; each is made when it is tried.
    fn add_bodies(&mut self) {
        let base = &mut self.base;
        let is_signed = base.uses(&[Variable::Body]) && (self.hash.is_some() || self.sealed.is_opened);
        if !is_signed && base.beside.is_none() {
            return;
        }
        let length = base.bodies.raw().len() as u64;
        self.looked_bytes += length;
        if length.saturating_mul(TIMES) > self.limit_bytes {
            // The budget ends long before all of them are tried, and a body of millions of members needs much memory.
            self.is_cut = true;
        } else {
            base.bodies.read();
            if let Some(beside) = &mut base.beside {
                beside.look(&base.method, &base.bodies);
                self.looked_bytes += length * base.bodies.count() as u64;
            }
        }
        if !is_signed {
            return;
        }
        let mut list = List::default();
        for place in 0..base.bodies.count() {
            let Name { id, which, cost } = base.bodies.name(place);
            // All orders of the members, which cost 3, are very many.
            list.push(Id::named(id, &which), cost, cost > 2, Change::Body(place));
        }
        self.variants.append(&mut list.0);
    }

    /// Takes out the variants that change nothing, or the same as another, before they are paired.
    fn drop_dropped(&mut self) {
        let mut places = Vec::with_capacity(self.dropped.len());
        let mut kept = 0;
        for is_dropped in &self.dropped {
            places.push(kept);
            kept += usize::from(!is_dropped);
        }
        self.aliases.iter_mut().for_each(|(place, _)| *place = places[*place]);
        let mut dropped = self.dropped.iter();
        self.variants.retain(|_| dropped.next() == Some(&false));
        self.built_for = None;
    }
}

fn add_layouts(list: &mut List, scheme: &Scheme<'_>, others: &[(&str, &str)], is_filtered: bool, is_jws: bool) {
    let names = recipe::names(scheme);
    // The payload of a JWS comes after the scheme's own bindings, and is what the scheme lays out.
    let whole = is_jws.then_some(scheme.bindings.len());
    let mut layouts = Layouts { list, slot: whole, names: Symbols { bindings: scheme.bindings, ..names }, is_filtered };
    [scheme.canonical].iter().chain(scheme.accepted_canonicals).for_each(|text| layouts.add_all(text));
    for reading in scheme.misreadings.iter().filter(|reading| reading.part == "canonical") {
        layouts.add(Id::own(reading), 1, reading.template);
    }
    for (place, (name, text)) in scheme.bindings.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        layouts.slot = Some(place);
        layouts.names.bindings = &scheme.bindings[..place];
        layouts.add_all(text);
        for reading in scheme.misreadings.iter().filter(|reading| reading.part == *name) {
            layouts.add(Id::own(reading), 1, reading.template);
        }
    }
    layouts.slot = whole;
    layouts.is_filtered = true;
    layouts.names.bindings = scheme.bindings;
    for (_, canonical) in others.iter().filter(|(id, _)| *id != scheme.id) {
        let written = url::with(canonical, "\n", "\\n");
        layouts.add(Id::named("layout-of-another", &written), 1, canonical);
    }
    if is_jws {
        let bindings = [scheme.bindings, &[("payload", scheme.canonical)]].concat();
        jws::add_layouts(&mut Layouts { slot: None, names: Symbols { bindings: &bindings, ..names }, ..layouts });
    }
}

/// A body is read only where it could be hashed so many times.
const TIMES: u64 = 16;
