//! The values on the way to the canonical string.

use alloc::vec::Vec;

use super::base::{Base, Chosen};
use super::built::Built;
use super::mac::{Derivation, Scope};
use super::report::Pieces;
use super::variant::{Change, Variant};
use crate::canonical::filter::Filter;
use crate::canonical::{Part, Template, Variable};

/// What hashing the body takes.
#[derive(Debug, Default)]
pub(super) struct Hashing {
    /// Bindings that hash the body as it is, by their places.
    kept: Vec<(usize, Vec<u8>)>,
    /// How many bytes of it were hashed for the last candidate.
    pub bytes: u64,
    /// How many may be; any number where there is none.
    pub room: Option<u64>,
    /// Whether there was too little room.
    pub is_over: bool,
}

impl Base {
    /// Takes the templates that a standard makes, by their places.
    pub(super) fn take_made(&mut self, made: &[(usize, Template)]) {
        for (place, template) in made {
            if let Some(own) = self.bindings.get_mut(*place) {
                own.clone_from(template);
            }
        }
    }

    /// What the key is derived for, where it is.
    pub(super) fn scope_of<'b>(&'b self, built: &'b Built) -> Option<Scope<'b>> {
        let Derivation { scope, prefix, hash } = self.derivation.as_ref()?;
        Some(Scope { prefix, hash: *hash, text: built.bindings.get(*scope)?, time: &self.timestamp })
    }

    /// The values on the way of which the way `way` signs the hash.
    pub(super) fn preimages(&self, picks: &[&Variant], way: usize, set: usize) -> Pieces {
        let parts = self.ways.get(way).map_or(&[][..], Template::parts);
        let hashed = parts.iter().filter_map(|part| {
            let Part::Input { variable: Variable::Binding(place), filters, .. } = part else { return None };
            filters.first().is_some_and(Filter::is_hash).then_some((part.name(), *place))
        });
        let hashed: Vec<(&str, usize)> = hashed.collect();
        let mut built = Built::default();
        if hashed.is_empty() || self.build(picks, set, &mut built).is_none() {
            return Pieces::new();
        }
        let piece = |(name, place): (&str, usize)| Some((name.into(), built.bindings.get(place)?.clone()));
        hashed.into_iter().filter_map(piece).collect()
    }

    /// Fills in the bindings; those that only hash the body as it is are hashed once, and then kept.
    pub(super) fn fill_bindings(
        &self,
        chosen: &Chosen<'_>,
        bindings: &mut Vec<Vec<u8>>,
        hashing: &mut Hashing,
    ) -> Option<()> {
        let changes = |is_one: fn(&Change) -> bool| chosen.picks.iter().flatten().any(|pick| is_one(&pick.change));
        let is_same = !changes(|change| matches!(change, Change::Body(_) | Change::Charset(_) | Change::Timestamp(..)));
        (hashing.bytes, hashing.is_over) = (0, false);
        bindings.resize_with(self.bindings.len(), Vec::new);
        for (place, own) in self.bindings.iter().enumerate() {
            let mut value = core::mem::take(&mut bindings[place]);
            let template = chosen.template(Some(place), own);
            let is_kept = is_same && core::ptr::eq(template, own) && hashes_body(own);
            let known = hashing.kept.iter().find(|(known, _)| *known == place).filter(|_| is_kept);
            if known.is_none() && template.parts().iter().any(is_hashed) {
                hashing.bytes += chosen.inputs.body.len() as u64;
                hashing.is_over = hashing.room.is_some_and(|room| hashing.bytes > room);
            }
            let written = match known {
                _ if hashing.is_over => None,
                Some((_, known)) => {
                    value.clone_from(known);
                    Some(())
                }
                None => chosen.fill(Some(place), own, bindings, &mut value),
            };
            if let (None, Some(()), true) = (known, written, is_kept) {
                hashing.kept.push((place, value.clone()));
            }
            bindings[place] = value;
            written?;
        }
        Some(())
    }
}

impl<'a> Chosen<'a> {
    /// The template of `slot`, of which `own` is the scheme's.
    pub(super) fn template<'t>(&self, slot: Option<usize>, own: &'t Template) -> &'t Template
    where
        'a: 't,
    {
        let other = self.picks.iter().flatten().find_map(|pick| pick.change.template(slot));
        other.unwrap_or(own)
    }
}

/// Whether the template is a hash of the body, and of nothing else that changes.
fn hashes_body(template: &Template) -> bool {
    let mut inputs = template.parts().iter().filter(|part| matches!(part, Part::Input { .. }));
    template.uses(Variable::Body) && inputs.all(is_hashed)
}

fn is_hashed(part: &Part) -> bool {
    let begins = |filters: &[Filter]| filters.first().is_some_and(Filter::is_hash);
    matches!(part, Part::Input { variable: Variable::Body, filters, .. } if begins(filters))
}
