//! One printer for all styles.

use alloc::{borrow::Cow, vec::Vec};

use super::number;
use super::style::{
    ASCII, ASTRAL, BY_POINTS, BY_UNITS, DELETE, FOUR, HTML, INDICES, LINE, LINES, LISTS, LONE_ASKED, LONE_REFUSED,
    LONE_REPLACED, LONG, MARKS, NO_NULLS, OPEN, QUOTATION, QUOTED, QUOTES, REPR, SLASHES, SPACED, Style, TAB, TOP, TWO,
    UPPER,
};
use super::tree::{Points, Tree};
use crate::json;
use crate::text::{decimal, sorted};

/// The value `token` of `tree` as `style` prints it; `None` where it would be refused.
pub(super) fn print(tree: &Tree, token: usize, style: &Style) -> Option<Vec<u8>> {
    let mut printer = Printer { tree, style, out: Vec::with_capacity(tree.len()), level: 0 };
    printer.value(token)?;
    printer.push(if style.has(LINE) { "\n" } else { "" });
    Some(printer.out)
}

/// An object of `members` as `style` prints it.
pub(super) fn print_object(tree: &Tree, members: &[Member], style: &Style) -> Option<Vec<u8>> {
    let mut printer = Printer { tree, style, out: Vec::with_capacity(tree.len()), level: 0 };
    printer.container(members, false)?;
    Some(printer.out)
}

/// A text in quotes, as `style` escapes it.
pub(super) fn quote(points: &mut dyn Iterator<Item = u32>, style: &Style, out: &mut Vec<u8>) -> Option<()> {
    out.push(b'"');
    for point in points {
        write_point(point, style, out)?;
    }
    out.push(b'"');
    Some(())
}

/// A member of an object, or an element of an array, whose key means nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub key: usize,
    pub value: usize,
}

/// The members of the object `token` in the order in which `style` prints them.
pub(super) fn members(tree: &Tree, token: usize, style: &Style) -> Vec<Member> {
    let mut inside = tree.inside(token);
    let (mut members, mut names) = (Vec::new(), Vec::new());
    while let (Some(key), Some(value)) = (inside.next(), inside.next()) {
        members.push(Some(Member { key, value }));
        names.push(rank(tree, key, style));
    }
    // A repeated name keeps its first place and its last value.
    let mut first = 0;
    for place in in_order(names.iter().map(|name| hash(name))) {
        if place != first && names[place] == names[first] {
            let value = members[place].take().map_or(0, |later| later.value);
            members[first] = members[first].map(|member| Member { value, ..member });
        } else {
            first = place;
        }
    }
    let is_kept = |member: &Member| !style.has(NO_NULLS) || tree.text(member.value) != "null";
    let by_name = style.has(BY_POINTS | BY_UNITS) && (token == 0 || !style.has(TOP));
    let index = |member: &Option<Member>| {
        let key = member.filter(|_| style.has(INDICES))?.key;
        json::array_index(tree.quoted(key).as_bytes())
    };
    if by_name {
        let ranks = members.iter().zip(&names).zip(0..);
        let ranks = ranks.map(|((member, name), place)| (index(member).unwrap_or(u32::MAX), &**name, place));
        let places = sorted(ranks).into_iter().map(|(_, _, place): (_, _, usize)| place);
        return places.filter_map(|place| members[place].filter(is_kept)).collect();
    }
    if members.iter().all(|member| index(member).is_none()) {
        return members.into_iter().flatten().filter(is_kept).collect();
    }
    let indices = members.iter().map(|member| index(member).map_or(u64::MAX, u64::from));
    in_order(indices).filter_map(|place| members[place].filter(is_kept)).collect()
}

/// The places of `ranks`, of which 40 bits count, in their order; of equal ones, the first comes first.
fn in_order(ranks: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    // A number that holds both is compared far faster than two; bodies have fewer members than 24 bits count.
    let pair = |(rank, place): (u64, u64)| rank << 24 | place;
    sorted(ranks.zip(0..).map(pair)).into_iter().map(|pair| (pair & 0xff_ffff) as usize)
}

/// A number whose last bits differ for most names.
fn hash(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What a name is sorted by, and told apart by from others.
fn rank<'t>(tree: &'t Tree, key: usize, style: &Style) -> Cow<'t, [u8]> {
    if !style.has(BY_POINTS | BY_UNITS) {
        return tree.quoted(key).as_bytes().into();
    }
    let mut rank = Vec::new();
    for point in tree.points(key) {
        let is_replaced = (0xd800..=0xdfff).contains(&point) && style.has(LONE_REPLACED);
        let point = if is_replaced { REPLACEMENT } else { point };
        let (first, second) = if style.has(BY_UNITS) { units(point) } else { (point, None) };
        rank.extend(first.to_be_bytes());
        if let Some(second) = second {
            rank.extend(second.to_be_bytes());
        }
    }
    rank.into()
}

struct Printer<'t> {
    tree: &'t Tree,
    style: &'t Style,
    out: Vec<u8>,
    level: usize,
}

impl Printer<'_> {
    fn value(&mut self, token: usize) -> Option<()> {
        let (tree, style) = (self.tree, self.style);
        let text = tree.text(token);
        match text.as_bytes().first()? {
            b'{' => {
                let members = members(tree, token, style);
                let is_index = |(place, member): (usize, &Member)| tree.quoted(member.key) == decimal(place);
                let is_list = style.has(LISTS) && members.iter().enumerate().all(is_index);
                return self.container(&members, is_list);
            }
            b'[' => {
                let elements = Vec::from_iter(tree.inside(token).map(|value| Member { key: value, value }));
                return self.container(&elements, true);
            }
            b'"' => return self.string(token),
            b't' if style.has(REPR) => self.push("True"),
            b'f' if style.has(REPR) => self.push("False"),
            b'n' if style.has(REPR) => self.push("None"),
            b't' | b'f' | b'n' => self.push(text),
            _ if style.has(QUOTED) => {
                self.push("\"");
                number::print(text, style.numbers, &mut self.out)?;
                self.push("\"");
            }
            _ => number::print(text, style.numbers, &mut self.out)?,
        }
        Some(())
    }

    fn container(&mut self, members: &[Member], is_list: bool) -> Option<()> {
        let style = self.style;
        let (comma, colon) = match style.bits & (SPACED | TWO | FOUR | TAB) {
            0 => (",", ":"),
            SPACED => (", ", ": "),
            _ => (",", ": "),
        };
        self.push(if is_list { "[" } else { "{" });
        self.level += 1;
        for (place, member) in members.iter().enumerate() {
            self.push(if place > 0 { comma } else { "" });
            self.line();
            if !is_list {
                self.string(member.key)?;
                self.push(colon);
            }
            self.value(member.value)?;
        }
        self.level -= 1;
        if members.is_empty() && is_list && style.has(OPEN) {
            self.push("\n");
        }
        if !members.is_empty() || style.has(OPEN) {
            self.line();
        }
        self.push(if is_list { "]" } else { "}" });
        Some(())
    }

    fn string(&mut self, token: usize) -> Option<()> {
        if self.style.has(REPR) {
            write_repr(self.tree.quoted(token), self.tree.points(token), &mut self.out);
            return Some(());
        }
        quote(&mut self.tree.points(token), self.style, &mut self.out)
    }

    /// Begins a line, where there are lines.
    fn line(&mut self) {
        let indent = match self.style.bits & (TWO | FOUR | TAB) {
            0 => return,
            TWO => "  ",
            TAB => "\t",
            _ => "    ",
        };
        self.push("\n");
        for _ in 0..self.level {
            self.push(indent);
        }
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

fn write_point(point: u32, style: &Style, out: &mut Vec<u8>) -> Option<()> {
    let short = match point {
        0x08 if !style.has(LONG) => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c if !style.has(LONG) => b'f',
        0x0d => b'r',
        0x22 if !style.has(QUOTATION) => b'"',
        0x2f if style.has(SLASHES) => b'/',
        0x5c => b'\\',
        _ => 0,
    };
    if short != 0 {
        out.extend_from_slice(&[b'\\', short]);
        return Some(());
    }
    let bit = match point {
        0x26 | 0x3c | 0x3e => HTML,
        0x22 | 0x2b | 0x60 => QUOTATION,
        0x25 | 0x40 => MARKS,
        0x27 => QUOTES | QUOTATION,
        0x3d => QUOTES,
        0x7f => DELETE,
        0x2028 | 0x2029 => LINES | ASCII,
        0x80..=0xffff => ASCII,
        0x10000.. => ASCII | ASTRAL,
        _ => 0,
    };
    let is_plain = point >= 0x20 && !style.has(bit);
    match char::from_u32(point) {
        None if style.has(LONE_REFUSED) => return None,
        None if style.has(LONE_REPLACED) => return write_point(REPLACEMENT, style, out),
        None if style.has(LONE_ASKED) => out.push(b'?'),
        Some(letter) if is_plain => write_char(letter, out),
        _ => {
            let (first, second) = units(point);
            write_hex(b'u', first, 4, style.has(UPPER), out);
            if let Some(second) = second {
                write_hex(b'u', second, 4, style.has(UPPER), out);
            }
        }
    }
    Some(())
}

/// `repr` of a text (CPython, `Objects/unicodeobject.c`), save that characters without a meaning count as printable.
fn write_repr(inside_quotes: &str, points: Points<'_>, out: &mut Vec<u8>) {
    let has = |quote| inside_quotes.as_bytes().contains(&quote);
    let quote = if has(b'\'') && !has(b'"') { b'"' } else { b'\'' };
    out.push(quote);
    for point in points {
        let short = match point {
            0x09 => b't',
            0x0a => b'n',
            0x0d => b'r',
            0x5c => b'\\',
            _ if point == u32::from(quote) => quote,
            _ => 0,
        };
        match char::from_u32(point) {
            _ if short != 0 => out.extend_from_slice(&[b'\\', short]),
            Some(letter) if !is_hidden(point) => write_char(letter, out),
            _ if point < 0x100 => write_hex(b'x', point, 2, false, out),
            _ if point < 0x10000 => write_hex(b'u', point, 4, false, out),
            _ => write_hex(b'U', point, 8, false, out),
        }
    }
    out.push(quote);
}

fn is_hidden(point: u32) -> bool {
    HIDDEN.iter().any(|&(first, last)| (first..=last).contains(&point))
}

fn write_char(letter: char, out: &mut Vec<u8>) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

fn write_hex(letter: u8, number: u32, digits: u32, upper: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&[b'\\', letter]);
    let digit = |place: u32| char::from_digit(number >> (4 * place) & 15, 16).map_or(b'0', |digit| digit as u8);
    let cased = |digit: u8| if upper { digit.to_ascii_uppercase() } else { digit };
    out.extend((0..digits).rev().map(|place| cased(digit(place))));
}

/// One or two UTF-16 units (RFC 2781 §2.1).
fn units(point: u32) -> (u32, Option<u32>) {
    match point.checked_sub(0x10000) {
        None => (point, None),
        Some(above) => (0xd800 + (above >> 10), Some(0xdc00 + (above & 0x3ff))),
    }
}

const REPLACEMENT: u32 = 0xfffd;

/// Controls, formats, private ones and all spaces but the plain one.
const HIDDEN: &[(u32, u32)] = &[
    (0, 0x1f),
    (0x7f, 0xa0),
    (0xad, 0xad),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x1680, 0x1680),
    (0x180e, 0x180e),
    (0x2000, 0x200f),
    (0x2028, 0x202f),
    (0x205f, 0x206f),
    (0x3000, 0x3000),
    (0xd800, 0xf8ff),
    (0xfeff, 0xfeff),
    (0xfff0, 0xfffb),
    (0xfffe, 0xffff),
    (0xe0000, 0xe00ff),
    (0xe01f0, 0x0010_ffff),
];
