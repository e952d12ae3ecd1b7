//! The order in which ECMAScript prints the members of an object (ECMA-262 §10.1.11).

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

/// A member in the printed text: its key from `start` to `key_end`, its value up to the next member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub start: usize,
    pub key_end: usize,
}

/// An object whose members have to be put in another order.
pub(super) struct Move {
    /// The object in the printed text, from its `{` up to its `}`.
    whole: Range<usize>,
    /// The members that stay, in their order.
    kept: Vec<Range<usize>>,
}

/// How the `members` of an object that `out` ends in have to be moved, if they have to be.
pub(super) fn arrange(out: &[u8], members: &[Member]) -> Option<Move> {
    let (first, _) = members.split_first()?;
    let numbered = members.iter().any(|member| member.key(out).first().is_some_and(u8::is_ascii_digit));
    if !numbered && !has_duplicates(out, members) {
        return None;
    }
    let ends = members.iter().skip(1).map(|next| next.start - 1).chain([out.len()]);
    let mut ranks: Vec<Rank<'_>> = Vec::with_capacity(members.len());
    for (place, (member, end)) in members.iter().zip(ends).enumerate() {
        let key = member.key(out);
        ranks.push(Rank { key, place, index: array_index(key), range: member.start..end });
    }
    keep_last_values(&mut ranks);
    ranks.sort_unstable_by(Rank::in_order);
    let kept: Vec<_> = ranks.into_iter().map(|rank| rank.range).filter(|range| !range.is_empty()).collect();
    let moved = kept.len() < members.len() || !kept.is_sorted_by_key(|range| range.start);
    moved.then(|| Move { whole: first.start - 1..out.len(), kept })
}

/// Puts all `moves` into effect in `out` from `start` on, copying every byte once.
pub(super) fn reorder(out: &mut Vec<u8>, start: usize, mut moves: Vec<Move>) {
    moves.sort_unstable_by_key(|moved| moved.whole.start);
    let printed = out.split_off(start);
    out.reserve(printed.len());
    let shift = |range: &Range<usize>| range.start - start..range.end - start;
    let mut open = Vec::from([Piece { range: 0..printed.len(), comma: false }]);
    while let Some(Piece { range, comma }) = open.pop() {
        if comma {
            out.push(b',');
        }
        let next = moves.partition_point(|moved| moved.whole.start - start < range.start);
        let Some(moved) = moves.get(next).filter(|moved| moved.whole.start - start < range.end) else {
            out.extend_from_slice(&printed[range]);
            continue;
        };
        let whole = shift(&moved.whole);
        out.extend_from_slice(&printed[range.start..=whole.start]);
        open.push(Piece { range: whole.end..range.end, comma: false });
        let pieces = moved.kept.iter().enumerate();
        open.extend(pieces.rev().map(|(place, kept)| Piece { range: shift(kept), comma: place > 0 }));
    }
}

impl Member {
    /// The key as it is printed, without its quotes.
    pub(super) fn key(self, out: &[u8]) -> &[u8] {
        &out[self.start + 1..self.key_end - 1]
    }
}

struct Piece {
    range: Range<usize>,
    comma: bool,
}

struct Rank<'a> {
    key: &'a [u8],
    place: usize,
    index: Option<u32>,
    /// Empty for a member that another one of the same key stands for.
    range: Range<usize>,
}

impl Rank<'_> {
    /// Array indices first, ascending, then the others as they came.
    fn in_order(&self, other: &Self) -> Ordering {
        let index = |rank: &Self| rank.index.map_or(u64::MAX, u64::from);
        (index(self), self.place).cmp(&(index(other), other.place))
    }

    fn by_key(&self, other: &Self) -> Ordering {
        (self.key, self.place).cmp(&(other.key, other.place))
    }
}

/// Whether a key is repeated, told by sorting short tags of the keys and comparing the keys of equal tags.
fn has_duplicates(out: &[u8], members: &[Member]) -> bool {
    if let ..=FEW = members.len() {
        let repeated = |(place, member): (usize, &Member)| {
            members[..place].iter().any(|earlier| earlier.key(out) == member.key(out))
        };
        return members.iter().enumerate().any(repeated);
    }
    let tag = |(place, member): (usize, &Member)| u64::from(tag(member.key(out))) << 32 | place as u64;
    let mut tags: Vec<u64> = members.iter().enumerate().map(tag).collect();
    tags.sort_unstable();
    tags.chunk_by(|a, b| a >> 32 == b >> 32).filter(|group| group.len() > 1).any(|group| {
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is the place that was put there")]
        let mut keys: Vec<&[u8]> = group.iter().map(|tag| members[*tag as u32 as usize].key(out)).collect();
        keys.sort_unstable();
        keys.windows(2).any(|pair| pair[0] == pair[1])
    })
}

/// Four bytes that differ for most keys of one object.
fn tag(key: &[u8]) -> u32 {
    let four = |bytes: &[u8]| bytes.iter().take(4).fold(0, |word: u32, &byte| word << 8 | u32::from(byte));
    let ends = four(key) ^ four(&key[key.len().saturating_sub(4)..]).rotate_left(15);
    ends.wrapping_mul(0x9e37_79b1) ^ key.len() as u32
}

/// Gives the first member of each key the last one's range, and the others an empty one.
fn keep_last_values(ranks: &mut [Rank<'_>]) {
    ranks.sort_unstable_by(Rank::by_key);
    for group in ranks.chunk_by_mut(|a, b| a.key == b.key) {
        if let [first, .., last] = group {
            first.range = core::mem::take(&mut last.range);
            group[1..].iter_mut().for_each(|rank| rank.range = 0..0);
        }
    }
}

/// The number a key is an array index for: `0` to `4294967294`, written canonically (ECMA-262 §6.1.7).
fn array_index(key: &[u8]) -> Option<u32> {
    let canonical = match key {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 10 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let number: u32 = core::str::from_utf8(key).ok().filter(|_| canonical)?.parse().ok()?;
    (number != u32::MAX).then_some(number)
}

/// Up to this many members, comparing all pairs is cheaper than sorting them.
const FEW: usize = 12;
