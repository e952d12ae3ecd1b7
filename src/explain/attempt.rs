//! One candidate: built, compared with what is known, hashed, and compared with what was received.

use super::hits::Hit;
use super::received::Digest;
use super::sealed::place_of_sealed;
use super::search::{Picks, of_message};
use super::variant::{Change, Variant, is_of_key};
use super::{Explainer, Stage};

/// The changes of a candidate, at most two.
pub(super) type Chosen<'a> = smallvec::SmallVec<[&'a Variant; 2]>;

impl Explainer {
    /// Tries the changes `picks` with every key; `false` where that would go beyond the budget.
    pub(super) fn attempt(&mut self, level: u8, picks: Picks) -> bool {
        let (mut form, mut mac, mut is_other_layout) = (None, None, false);
        for variant in self.chosen(picks) {
            match variant.change {
                Change::Secret(own) => form = Some(own),
                Change::Mac(own) => mac = Some(own),
                Change::Layout(None, _) => is_other_layout = true,
                Change::Layout(Some(_), _) | Change::Made(..) | Change::Protected(_) => {}
                Change::Method(_) | Change::Url(..) | Change::Query(_) | Change::Timestamp(..) => {}
                Change::Values(..) | Change::Body(_) | Change::Charset(_) => {}
            }
        }
        if self.hash.is_some_and(|hash| !self.fits(mac.map_or(hash, |mac| mac.hash).len())) {
            return true;
        }
        for set in 0..self.ring.len() {
            if self.looked_bytes > self.limit_bytes.saturating_mul(LOOKS) {
                return false;
            }
            if self.sealed.is_opened && self.sealed.seals.iter().all(|seal| seal.set != set) {
                continue;
            }
            let is_built = self.build(picks, set);
            if self.built.hashing.is_over {
                return false;
            }
            if !is_built || (set == 0 && !self.is_new(picks)) {
                return true;
            }
            let ways = if is_other_layout { 1 } else { self.built.ways.len() };
            for way in 0..ways {
                let held = &mut self.ring[set];
                let Some(keyed) = form.map_or(Some(&mut held.own), |form| held.forms[form].as_mut()) else { continue };
                let message = &*self.built.ways[way];
                let scope = self.base.scope_of(&self.built);
                let cost = message.len() as u64 + if scope.is_some() { DERIVED } else { OVERHEAD };
                if self.hashed_bytes.saturating_add(cost) > self.limit_bytes {
                    return false;
                }
                self.hashed_bytes += cost;
                self.tried += 1;
                // A credential that travels is whole.
                let is_whole = self.hash.is_none();
                let place = match mac {
                    _ if self.sealed.is_opened => place_of_sealed(&self.sealed, &self.received, set, mac, message),
                    None => keyed.mac(scope, message, |digest| place_of(digest, &self.received, is_whole)),
                    Some(mac) => place_of(&mac.make(keyed.bytes(), scope, message), &self.received, is_whole),
                };
                if let Some((received, is_cut)) = place {
                    self.found(Hit { level, picks, set, way, received, is_cut });
                }
            }
        }
        true
    }

    /// Looks whether `picks` make the same bytes as what was found, or as another that was tried; `false` where that would
    /// take long.
    pub(super) fn compare(&mut self, picks: Picks) -> bool {
        let is_short = self.base.body().len() <= SHORT;
        let is_window = picks.0.and_then(|place| self.variants.get(place)).is_some_and(|variant| variant.is_window);
        if is_short && !is_window && self.build(picks, 0) {
            self.is_new(picks);
        }
        is_short
    }

    pub(super) fn chosen(&self, (first, second): Picks) -> Chosen<'_> {
        first.into_iter().chain(second).filter_map(|place| self.variants.get(place)).collect()
    }

    /// Whether a signature received may be a digest of so many bytes, or the start of one.
    pub(super) fn fits(&self, length: usize) -> bool {
        self.received.iter().any(|received| received.raw.len() <= length)
    }

    /// Whether `picks`, which are built, are none of the single changes that make the same as no change, or as a cheaper one of
    /// their axis: those are dropped.
    fn is_new(&mut self, (first, second): Picks) -> bool {
        if self.stage != Stage::Singles || second.is_some() {
            return true;
        }
        let Some(place) = first else {
            self.unchanged = Some(self.built.fingerprint());
            return true;
        };
        let Variant { is_window, change, id, .. } = &self.variants[place];
        let axis = change.axis();
        if *is_window || is_of_key(axis) {
            return true;
        }
        self.looked_bytes += self.built.len();
        let print = self.built.fingerprint();
        let same = self.known.iter().find(|(known, other, _)| (*known, *other) == (axis, print));
        if self.unchanged == Some(print) || same.is_some() {
            self.aliases.extend(same.filter(|_| self.unchanged != Some(print)).map(|(_, _, own)| (*own, id.clone())));
            self.dropped[place] = true;
            return false;
        }
        self.known.push((axis, print, place));
        true
    }

    /// Puts the canonical strings of `picks` into `built`, where they are not there yet; `false` where they cannot be built.
    fn build(&mut self, picks: Picks, set: usize) -> bool {
        let message = of_message(&self.variants, picks);
        let set = if self.base.is_per_key { set } else { 0 };
        match self.built_for {
            Some((own, own_set, is_built)) if (own, own_set) == (message, set) => return is_built,
            _ => {}
        }
        let mut built = core::mem::take(&mut self.built);
        built.hashing.room = Some(self.limit_bytes.saturating_sub(self.hashed_bytes));
        let is_built = self.base.build(&self.chosen(message), set, &mut built).is_some();
        let is_over = built.hashing.is_over;
        self.hashed_bytes += if is_over { 0 } else { built.hashing.bytes };
        self.looked_bytes += built.passed() + if is_built { 0 } else { built.len() + OVERHEAD };
        self.built = built;
        self.built_for = Some((message, set, is_built));
        if is_over {
            self.built_for = None;
        } else if let (false, Stage::Singles, (Some(place), None)) = (is_built, self.stage, message) {
            self.dropped[place] = true;
        }
        is_built
    }
}

/// Which of the digests `received` is `digest`, and whether only its start.
fn place_of(digest: &[u8], received: &[Digest], is_whole: bool) -> Option<(usize, bool)> {
    let is_it = |raw: &[u8]| if is_whole { digest == raw } else { digest.starts_with(raw) };
    let place = received.iter().position(|received| is_it(&received.raw))?;
    Some((place, received[place].raw.len() < digest.len()))
}

/// What a digest costs besides its message, in bytes hashed.
const OVERHEAD: u64 = 64;
/// The same where the key is derived from the secret.
const DERIVED: u64 = 5 * OVERHEAD;
/// How many times the budget may be looked at without being hashed.
const LOOKS: u64 = 2;
/// A longer body is not printed again only to find other names for what was found.
const SHORT: usize = 1 << 16;
