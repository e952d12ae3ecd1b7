//! One candidate: the canonical strings that the scheme would make with one or two changes.

use alloc::{string::String, vec::Vec};

use super::expected::{Derivation, Expected};
use super::hypothesis::{Change, Hypothesis, Sent};
use super::mac::Scope;
use crate::canonical::filter::Filter;
use crate::canonical::{Canonical, Inputs, Limit, Part, Segment, Template, Variable};
use crate::text::utf8;
use crate::timestamp::begins_with_time;
use crate::url::Url;

/// Labelled bytes.
pub(super) type Pieces = Vec<(String, Vec<u8>)>;

/// The canonical strings of a candidate, in buffers that are kept.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// One for each way.
    pub ways: Vec<Vec<u8>>,
    pub bindings: Vec<Vec<u8>>,
    pub url: String,
    /// The body that was made last, and its place.
    pub body: Option<(usize, Option<Vec<u8>>)>,
    /// The body with another timestamp in it.
    pub timed: Vec<u8>,
    pub hashing: Hashing,
    /// How many bytes templates and filters have read.
    pub read: u64,
}

impl Built {
    /// Builds the canonical strings of all ways with the changes of `picks`, for the key `set`; `None` where a filter cannot
    /// take its input, or a body cannot be made.
    pub(super) fn fill(&mut self, expected: &Expected, picks: &[&Hypothesis], set: usize) -> Option<()> {
        let Self { ways, bindings, url, body, timed, hashing, read } = self;
        *read = 0;
        let body = body_of(expected, picks, body)?;
        let mut chosen = Chosen::new(expected, picks, set, body, url, timed);
        let budget = chosen.inputs.budget(&[]).times(expected.ways.len());
        chosen.inputs.limit = Limit::Budget { left: &budget };
        let filled = chosen.fill_all(expected, bindings, ways, hashing);
        *read = budget.spent() as u64;
        filled
    }

    /// What the key is derived for, where it is.
    pub(super) fn scope<'b>(&'b self, expected: &'b Expected) -> Option<Scope<'b>> {
        let Derivation { scope, prefix, hash } = expected.derivation.as_ref()?;
        Some(Scope { prefix, hash: *hash, text: self.bindings.get(*scope)?, time: &expected.timestamp })
    }

    /// How many bytes there are to be hashed.
    pub(super) fn len(&self) -> u64 {
        self.ways.iter().map(|bytes| bytes.len() as u64).sum()
    }

    /// How many bytes were read besides.
    pub(super) fn passed(&self) -> u64 {
        self.read.saturating_sub(self.len())
    }

    /// A number that is another for other canonical strings.
    pub(super) fn fingerprint(&self) -> u64 {
        let mixed = |print: u64, word: u64| (print.rotate_left(5) ^ word).wrapping_mul(ODD);
        self.ways.iter().fold(0, |print, bytes| {
            let mut words = bytes.chunks_exact(8);
            let mut print = mixed(print, bytes.len() as u64);
            for word in words.by_ref() {
                print = mixed(print, word.try_into().map_or(0, u64::from_le_bytes));
            }
            words.remainder().iter().fold(print, |print, byte| mixed(print, u64::from(*byte)))
        })
    }
}

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

/// The values of one candidate.
struct Chosen<'a> {
    inputs: Inputs<'a>,
    picks: [Option<&'a Hypothesis>; 2],
}

impl<'a> Chosen<'a> {
    /// The values of `expected` with the changes of `picks`, for the key `set`.
    fn new(
        expected: &'a Expected,
        picks: &[&'a Hypothesis],
        set: usize,
        body: &'a [u8],
        url: &'a mut String,
        timed: &'a mut Vec<u8>,
    ) -> Self {
        let mut chosen = Self {
            inputs: Inputs {
                method: &expected.method,
                body,
                timestamp: &expected.timestamp,
                credentials: &expected.sets[set],
                options: &expected.options,
                extracted: &expected.given,
                protected: &expected.protected,
                ..Inputs::default()
            },
            picks: [picks.first().copied(), picks.get(1).copied()],
        };
        let (mut front, mut tail) = (&expected.front, &expected.tail);
        let (mut query, mut inside, mut charset) = (None, None, None);
        for pick in picks {
            match &pick.change {
                Change::Method(method) => chosen.inputs.method = method,
                Change::Timestamp(sent, timestamp) => {
                    chosen.inputs.timestamp = if *sent == Sent::Inside { &expected.timestamp } else { timestamp };
                    inside = (*sent != Sent::Apart).then_some(timestamp);
                }
                Change::Query(own) => query = Some(own),
                Change::Values(given, options) => (chosen.inputs.extracted, chosen.inputs.options) = (given, options),
                Change::Protected(protected) => chosen.inputs.protected = protected,
                Change::Url(own, decoded) => {
                    front = own;
                    tail = decoded.as_ref().unwrap_or(tail);
                }
                Change::Charset(own) => charset = Some(own),
                Change::Body(_) | Change::Layout(..) | Change::Made(..) | Change::Secret(_) | Change::Mac(_) => {}
            }
        }
        url.clear();
        url.push_str(front);
        let tail = query.unwrap_or(tail);
        match inside.filter(|to| {
            expected.time_stands_in[0] && expected.retimed(tail.trim_start_matches('?').as_bytes(), to, timed)
        }) {
            Some(_) => url.extend(["?", utf8(timed)]),
            None => url.push_str(tail),
        }
        if inside.is_some_and(|to| expected.time_stands_in[1] && expected.retimed(body, to, timed)) {
            chosen.inputs.body = timed;
        } else if let Some(charset) = charset.filter(|_| expected.hashes_body()) {
            // Its digest has no letters any more.
            timed.clear();
            timed.extend_from_slice(body);
            charset.apply(timed);
            chosen.inputs.body = timed;
        }
        chosen.inputs.url = Url::received(url);
        chosen
    }

    /// Fills in the bindings, and then the canonical strings of all ways.
    fn fill_all(
        &self,
        expected: &Expected,
        bindings: &mut Vec<Vec<u8>>,
        ways: &mut Vec<Vec<u8>>,
        hashing: &mut Hashing,
    ) -> Option<()> {
        self.fill_bindings(expected, bindings, hashing)?;
        ways.resize_with(expected.ways.len(), Vec::new);
        for (bytes, template) in ways.iter_mut().zip(&expected.ways) {
            self.fill(None, template, bindings, bytes)?;
        }
        Some(())
    }

    /// Fills in the bindings; those that only hash the body as it is are hashed once, and then kept.
    fn fill_bindings(&self, expected: &Expected, bindings: &mut Vec<Vec<u8>>, hashing: &mut Hashing) -> Option<()> {
        let changes = |is_one: fn(&Change) -> bool| self.picks.iter().flatten().any(|pick| is_one(&pick.change));
        let is_same = !changes(|change| matches!(change, Change::Body(_) | Change::Charset(_) | Change::Timestamp(..)));
        (hashing.bytes, hashing.is_over) = (0, false);
        bindings.resize_with(expected.bindings.len(), Vec::new);
        for (place, own) in expected.bindings.iter().enumerate() {
            let mut value = core::mem::take(&mut bindings[place]);
            let template = self.template(Some(place), own);
            let is_kept = is_same && core::ptr::eq(template, own) && hashes_body(own);
            let known = hashing.kept.iter().find(|(known, _)| *known == place).filter(|_| is_kept);
            if known.is_none() && template.parts().iter().any(is_hashed) {
                hashing.bytes += self.inputs.body.len() as u64;
                hashing.is_over = hashing.room.is_some_and(|room| hashing.bytes > room);
            }
            let written = match known {
                _ if hashing.is_over => None,
                Some((_, known)) => {
                    value.clone_from(known);
                    Some(())
                }
                None => self.fill(Some(place), own, bindings, &mut value),
            };
            if let (None, Some(()), true) = (known, written, is_kept) {
                hashing.kept.push((place, value.clone()));
            }
            bindings[place] = value;
            written?;
        }
        Some(())
    }
    /// The template of `slot`, of which `own` is the scheme's.
    fn template<'t>(&self, slot: Option<usize>, own: &'t Template) -> &'t Template
    where
        'a: 't,
    {
        let other = self.picks.iter().flatten().find_map(|pick| pick.change.template(slot));
        other.unwrap_or(own)
    }
    /// Fills in the template of `slot`.
    fn fill(&self, slot: Option<usize>, own: &Template, bindings: &[Vec<u8>], bytes: &mut Vec<u8>) -> Option<()> {
        bytes.clear();
        let template = self.template(slot, own);
        template.fill(&Inputs { bindings, ..self.inputs }, bytes).ok()?;
        self.encode(bytes);
        Some(())
    }

    fn encode(&self, bytes: &mut Vec<u8>) {
        for pick in self.picks.iter().flatten() {
            if let Change::Charset(charset) = pick.change {
                charset.apply(bytes);
            }
        }
    }
}

/// The string of the way `way` in labelled segments; empty where it cannot be built.
pub(super) fn pieces(expected: &Expected, picks: &[&Hypothesis], way: usize, set: usize) -> Pieces {
    let mut built = Built::default();
    if built.fill(expected, picks, set).is_none() {
        return Pieces::new();
    }
    let Built { bindings, mut url, mut body, mut timed, .. } = built;
    let Some(body) = body_of(expected, picks, &mut body) else { return Pieces::new() };
    let chosen = Chosen::new(expected, picks, set, body, &mut url, &mut timed);
    let template = chosen.template(None, &expected.ways[way]);
    let mut canonical = Canonical::default();
    if canonical.build(template, &Inputs { bindings: &bindings, ..chosen.inputs }).is_err() {
        return Pieces::new();
    }
    let piece = |segment: Segment<'_>| {
        let mut bytes = segment.bytes.to_vec();
        chosen.encode(&mut bytes);
        (segment.label.into(), bytes)
    };
    canonical.segments(template).map(piece).collect()
}

/// The values on the way of which the way `way` signs the hash.
pub(super) fn preimages(expected: &Expected, picks: &[&Hypothesis], way: usize, set: usize) -> Pieces {
    let parts = expected.ways.get(way).map_or(&[][..], Template::parts);
    let hashed = parts.iter().filter_map(|part| {
        let Part::Input { variable: Variable::Binding(place), filters, .. } = part else { return None };
        filters.first().is_some_and(Filter::is_hash).then_some((part.name(), *place))
    });
    let hashed: Vec<(&str, usize)> = hashed.collect();
    let mut built = Built::default();
    if hashed.is_empty() || built.fill(expected, picks, set).is_none() {
        return Pieces::new();
    }
    let piece = |(name, place): (&str, usize)| Some((name.into(), built.bindings.get(place)?.clone()));
    hashed.into_iter().filter_map(piece).collect()
}

/// Whether the canonical string of the way `way`, which covers no time, could be that of another way with the time in front.
pub(super) fn could_begin_with_time(expected: &Expected, way: usize, set: usize) -> bool {
    let mut built = Built::default();
    let is_timed = (0..expected.ways.len()).any(|way| expected.covers_time(way)) && !expected.covers_time(way);
    if !is_timed || built.fill(expected, &[], set).is_none() {
        return false;
    }
    built.ways.get(way).is_some_and(|bytes| begins_with_time(&expected.times, bytes))
}

/// The body with the changes of `picks`, which is made unless `made` holds it already.
fn body_of<'b>(
    expected: &'b Expected,
    picks: &[&Hypothesis],
    made: &'b mut Option<(usize, Option<Vec<u8>>)>,
) -> Option<&'b [u8]> {
    let own = picks.iter().find_map(|pick| if let Change::Body(own) = pick.change { Some(own) } else { None });
    let Some(own) = own else { return Some(expected.body()) };
    if made.as_ref().is_none_or(|(known, _)| *known != own) {
        // The last one is dropped before there is another.
        *made = None;
        *made = Some((own, expected.bodies.make(own)));
    }
    made.as_ref()?.1.as_deref()
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

/// An odd number of many bits, so that multiplying by it loses none.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
