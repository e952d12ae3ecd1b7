//! The order of members in an object that ECMAScript serialises (ECMA-262 §10.1.11).

use alloc::vec::Vec;
use core::ops::Range;

use smallvec::SmallVec;

use crate::text::sorted;

/// A member in the output: the key from `start` to `key_end`, then the value up to the next member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub start: usize,
    pub key_end: usize,
}

/// The members of an object; most objects have few enough to need no allocation.
pub(super) type Members = SmallVec<[Member; 16]>;

/// An object whose members must be reordered.
pub(super) struct Move {
    /// The range of the object in the output, from `{` up to `}`.
    whole: Range<usize>,
    /// The members that remain, in their new order.
    kept: Vec<Range<usize>>,
}

/// The new order for the object with these `members` at the end of `out`, if it changes.
pub(super) fn arrange(out: &[u8], members: &[Member]) -> Option<Move> {
    let (first, _) = members.split_first()?;
    let numbered = members.iter().any(|member| member.key(out).first().is_some_and(u8::is_ascii_digit));
    let duplicates = duplicates(out, members);
    if !numbered && duplicates.is_empty() {
        return None;
    }
    let ends = members.iter().skip(1).map(|next| next.start - 1).chain([out.len()]);
    let mut ranges: Vec<_> = members.iter().zip(ends).map(|(member, end)| Some(member.start..end)).collect();
    for (first, later) in duplicates {
        ranges[first] = ranges[later].take();
    }
    // Array indices come first, ascending; the other keys keep their order.
    let order = |(place, member): (usize, &Member)| pair(array_index(member.key(out)).unwrap_or(u32::MAX), place);
    let places = sorted(members.iter().enumerate().map(order));
    let kept: Vec<_> = places.into_iter().filter_map(|place| ranges[second(place)].take()).collect();
    let moved = kept.len() < members.len() || !kept.is_sorted_by_key(|range| range.start);
    moved.then(|| Move { whole: first.start - 1..out.len(), kept })
}

/// Applies all `moves` to `out` from `start` on, copying each byte once.
pub(super) fn reorder(out: &mut Vec<u8>, start: usize, moves: &[Move]) {
    let start_of = |moved: &Move| u32::try_from(moved.whole.start - start).unwrap_or(u32::MAX);
    let starts = sorted(moves.iter().enumerate().map(|(place, moved)| pair(start_of(moved), place)));
    let serialised = out.split_off(start);
    out.reserve(serialised.len());
    let shift = |range: &Range<usize>| range.start - start..range.end - start;
    let mut open = Vec::from([Piece { range: 0..serialised.len(), comma: false }]);
    while let Some(Piece { range, comma }) = open.pop() {
        if comma {
            out.push(b',');
        }
        let next = starts.partition_point(|&moved| first(moved) < range.start);
        let Some(moved) =
            starts.get(next).filter(|&&moved| first(moved) < range.end).map(|&moved| &moves[second(moved)])
        else {
            out.extend_from_slice(&serialised[range]);
            continue;
        };
        let whole = shift(&moved.whole);
        out.extend_from_slice(&serialised[range.start..=whole.start]);
        open.push(Piece { range: whole.end..range.end, comma: false });
        let pieces = moved.kept.iter().enumerate();
        open.extend(pieces.rev().map(|(place, kept)| Piece { range: shift(kept), comma: place > 0 }));
    }
}

impl Member {
    /// The serialised key, without its quotes.
    #[inline(always)]
    pub(super) fn key(self, out: &[u8]) -> &[u8] {
        &out[self.start + 1..self.key_end - 1]
    }
}

struct Piece {
    range: Range<usize>,
    comma: bool,
}

/// The indices of repeated keys, as (first, later); the last one of each key comes last.
pub(super) fn duplicates(out: &[u8], members: &[Member]) -> Vec<(usize, usize)> {
    let key = |place: usize| members[place].key(out);
    if let ..=FEW = members.len() {
        // A bit for each tag usually shows that all tags differ.
        let mut seen = 0_u64;
        let is_new = |member: &Member| {
            let bit = 1 << (tag(member.key(out)) >> 26);
            let is_new = seen & bit == 0;
            seen |= bit;
            is_new
        };
        if members.iter().all(is_new) {
            return Vec::new();
        }
        let first_of = |later: usize| (0..later).find(|&earlier| key(earlier) == key(later));
        return (1..members.len()).filter_map(|later| first_of(later).map(|first| (first, later))).collect();
    }
    // Sorting brings equal tags together; there are few, unless somebody chose the keys to collide.
    let tags = sorted((0..members.len()).map(|place| pair(tag(key(place)), place)));
    let mut found = Vec::new();
    for group in tags.chunk_by(|&a, &b| first(a) == first(b)).filter(|group| group.len() > 1) {
        let keys = sorted(group.iter().map(|&tag| (key(second(tag)), second(tag))));
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            found.extend(same[1..].iter().map(|later| (same[0].1, later.1)));
        }
    }
    found
}

/// Four bytes of a key that differ for most keys of one object.
fn tag(key: &[u8]) -> u32 {
    let four = |bytes: &[u8]| bytes.iter().take(4).fold(0, |word: u32, &byte| word << 8 | u32::from(byte));
    let ends = four(key) ^ four(&key[key.len().saturating_sub(4)..]).rotate_left(15);
    ends.wrapping_mul(0x9e37_79b1).rotate_left(7) ^ u32::try_from(key.len()).unwrap_or(u32::MAX)
}

/// Two numbers in one that sorts by the first, then by the second; inputs are far shorter than 4 GiB.
fn pair(first: u32, second: usize) -> u64 {
    u64::from(first) << 32 | second as u64 & 0xffff_ffff
}

fn first(pair: u64) -> usize {
    (pair >> 32) as usize
}

fn second(pair: u64) -> usize {
    (pair & 0xffff_ffff) as usize
}

/// The array index that a key stands for: `0` to `4294967294`, in canonical form (ECMA-262 §6.1.7).
pub(crate) fn array_index(key: &[u8]) -> Option<u32> {
    let canonical = match key {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 10 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let number: u32 = core::str::from_utf8(key).ok().filter(|_| canonical)?.parse().ok()?;
    (number != u32::MAX).then_some(number)
}

/// Up to this number of members, comparing all pairs is cheaper than sorting.
const FEW: usize = 12;
