//! All that is known to go wrong, gathered for one case.

use alloc::vec::Vec;

use super::body::Name;
use super::layout::Layouts;
use super::search::{self, Search};
use super::variant::{Change, Id, List};
use super::{Explainer, Stage, charset, mac, secret, time, url};
use crate::canonical::{Names, Variable};
use crate::scheme::Scheme;
use crate::{providers, recipe};

impl Explainer {
    /// Makes the variants of everything but the body.
    pub(super) fn collect(&mut self, scheme: &Scheme<'_>) {
        let base = &self.base;
        let mut list = List::default();
        let uses = |variables: &[Variable]| base.uses(variables);
        if uses(&[Variable::Url, Variable::Base, Variable::Target, Variable::Path]) {
            url::add_urls(&mut list, &base.front, &base.tail);
        }
        if uses(&[Variable::Url, Variable::Target, Variable::Query]) {
            url::add_queries(&mut list, &base.tail);
        }
        if uses(&[Variable::Method]) {
            url::add_methods(&mut list, &base.method);
        }
        time::add(&mut list, &base.timestamp, base.sent());
        charset::add(&mut list);
        add_layouts(&mut list, scheme, base.is_filtered);
        secret::add(&mut list, |form| self.ring.iter().any(|held| held.forms[form].is_some()));
        mac::add(&mut list, self.hash, |length| self.fits(length));
        self.variants = list.0;
    }

    /// Goes on to the next stage of the search; `false` at its end.
    pub(super) fn next_stage(&mut self) -> bool {
        match self.stage {
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
                self.search = Search::pairs(&self.variants);
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
        if !base.uses(&[Variable::Body]) {
            return;
        }
        let length = base.bodies.raw().len() as u64;
        self.looked_bytes += length;
        if length.saturating_mul(TIMES) > self.limit_bytes {
            // The budget ends long before all of them are tried, and a body of millions of members needs much memory.
            self.is_cut = true;
        } else {
            base.bodies.read();
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

fn add_layouts(list: &mut List, scheme: &Scheme<'_>, is_filtered: bool) {
    let names = recipe::names(scheme);
    let mut layouts = Layouts { list, slot: None, names: Names { bindings: scheme.bindings, ..names }, is_filtered };
    [scheme.canonical].iter().chain(scheme.also_canonical).for_each(|text| layouts.add_all(text));
    for reading in scheme.variants.iter().filter(|reading| reading.part == "canonical") {
        layouts.add(Id::own(reading), 1, reading.template);
    }
    for (place, (name, text)) in scheme.bindings.iter().enumerate() {
        layouts.slot = Some(place);
        layouts.names.bindings = &scheme.bindings[..place];
        layouts.add_all(text);
        for reading in scheme.variants.iter().filter(|reading| reading.part == *name) {
            layouts.add(Id::own(reading), 1, reading.template);
        }
    }
    layouts.slot = None;
    layouts.is_filtered = true;
    layouts.names.bindings = scheme.bindings;
    for other in providers::schemes().filter(|other| other.id != scheme.id) {
        layouts.add(Id::named("layout-of-another", other.id), 1, other.canonical);
    }
}

/// A body is read only where it could be hashed so many times.
const TIMES: u64 = 16;
