//! What people sign in the place of a body: the same JSON printed by other programs, and the mistakes around it.
//!
//! What each printer prints is compared with the programs themselves, whose versions stand in `tests/explain/bodies.json`.

pub(super) mod edit;
pub(super) mod form;
mod number;
pub(super) mod pairs;
mod print;
mod rows;
mod style;
mod text;
mod tree;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use alloc::{borrow::Cow, boxed::Box, string::String, vec::Vec};

use super::causes::CauseId;
use pairs::One;
use print::Member;
use rows::{FRACTIONS, Fraction, How, ROWS, Row};
use style::JS;
use tree::Tree;

use crate::canonical::Limit;
use crate::canonical::filter::Filter;
use crate::encoding::Encoding;
use crate::json;
use crate::text::{in_quotes, utf8};

/// A body, and all that may have been signed in its place.
#[derive(Debug)]
pub(super) struct Bodies {
    raw: Vec<u8>,
    /// `None` where the body is no JSON.
    tree: Option<Tree>,
    /// The members of the object that the body is.
    members: Vec<Member>,
    /// The numbers that may have had a fraction, as ECMAScript prints them.
    numbers: Vec<Box<str>>,
    /// What is done to one part of the body after the other, and how many there are.
    parts: Vec<(Part, usize)>,
}

/// What is done to one part of a body, or to several at once.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// One member is all.
    Member,
    MemberLeftOut,
    /// The members are in another order.
    Order,
    /// A number has a fraction in the text that this program prints; first all of them, then one after the other.
    Fraction(&'static Fraction),
    /// Spaces stand between the outermost members, by the bits of a number.
    Spaces,
    /// A pair of the form is edited.
    Edit,
    /// All of them are.
    EditAll,
}

/// One of them: its id, which of several of that id it is (a program, a member, an order), and its cost.
#[derive(Debug)]
pub(super) struct Name<'b> {
    pub id: CauseId,
    pub which: Cow<'b, str>,
    pub cost: u8,
}

impl Bodies {
    /// The body `raw`, of which nothing is known until it is [read](Self::read).
    pub(super) const fn of(raw: Vec<u8>) -> Self {
        Self { raw, tree: None, members: Vec::new(), numbers: Vec::new(), parts: Vec::new() }
    }

    /// Reads the body where it is JSON or a form.
    pub(super) fn read(&mut self) {
        self.tree = Tree::read(&self.raw);
        let count_up_to = |most: usize, count: usize| if count > most { 0 } else { count };
        let (mut separators, mut edits, mut edits_of_all) = (0, 0, 0);
        if let Some(tree) = &self.tree {
            self.members = if tree.is_object(0) { print::members(tree, 0, &JS) } else { Vec::new() };
            let printed = print::print(tree, 0, &JS).unwrap_or_default();
            let numbers = text::numbers(&printed).filter(|number| number.digits < 2).take(MOST_NUMBERS + 1);
            let numbers = Vec::from_iter(numbers.map(|number| number.text.into()));
            self.numbers = if numbers.len() > MOST_NUMBERS { Vec::new() } else { numbers };
            separators = count_up_to(MOST_SEPARATORS, text::separators(&printed));
        } else if let Some(form) = self.form() {
            edits = count_up_to(MOST_MEMBERS, form::pairs(form).count()) * pairs::EACH.len();
            edits_of_all = pairs::ALL.len();
        }
        let members = count_up_to(MOST_MEMBERS, self.members.len());
        let orders = match self.members.len() {
            count @ 2..=MOST_ORDERED => (1..=count).product::<usize>() - 1,
            _ => 0,
        };
        let numbers = if self.numbers.is_empty() { 0 } else { self.numbers.len() + 1 };
        self.parts = Vec::from([(Part::Member, members), (Part::MemberLeftOut, members), (Part::Order, orders)]);
        self.parts.extend(FRACTIONS.iter().map(|fraction| (Part::Fraction(fraction), numbers)));
        // None of them and all of them are what others print.
        let spaces = (Part::Spaces, (1 << separators) - 1);
        self.parts.extend([spaces, (Part::EditAll, edits_of_all), (Part::Edit, edits)]);
    }

    /// The body as it stands.
    pub(super) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The texts and the numbers among the outermost members, by name.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String)> {
        self.members.iter().filter_map(|own| {
            let value = self.tree.as_ref()?.text(own.value);
            let text = match value.bytes().next()? {
                b'"' => self.text(own.value),
                b'0'..=b'9' => value.into(),
                _ => return None,
            };
            Some((self.text(own.key), text))
        })
    }

    /// How many there may be; not all of them apply to every body.
    pub(super) fn count(&self) -> usize {
        ROWS.len() + self.parts.iter().map(|(_, count)| count).sum::<usize>()
    }

    /// What the one at `place` is called.
    pub(super) fn name(&self, place: usize) -> Name<'_> {
        if let Some(&Row(id, which, cost, _)) = ROWS.get(place) {
            return Name { id, which: which.into(), cost };
        }
        let key = |place: usize| self.members.get(place).map_or_else(String::new, |member| self.text(member.key));
        // What is done to a part is not tried with another change: there are too many.
        let (id, which, cost) = match self.part(place) {
            Some((Part::Member, place)) => (CauseId::BodyOnlyMember, key(place), 2),
            Some((Part::MemberLeftOut, place)) => (CauseId::BodyMemberLeftOut, key(place), 4),
            Some((Part::Order, place)) => {
                let keys = self.in_order(place).iter().map(|member| self.text(member.key)).collect::<Vec<_>>();
                (CauseId::BodyKeyOrder, keys.join(", "), 3)
            }
            Some((Part::Fraction(fraction), place)) => {
                let lost = |number: &str| {
                    let zeros = text::with_fraction(number.as_bytes(), None, fraction.digits);
                    [&*in_quotes(utf8(&zeros.unwrap_or_default())), " for ", &in_quotes(number)].concat()
                };
                let number = place.checked_sub(1).and_then(|place| self.numbers.get(place));
                let number = number.map_or_else(|| "zeros after every whole number".into(), |number| lost(number));
                let which = [&number, ", in what ", fraction.program, " prints"].concat();
                (CauseId::BodyNumberFraction, which, if place > 0 { fraction.cost } else { 4 })
            }
            // There is none beyond the last.
            Some((Part::Spaces, _)) | None => (CauseId::BodySpaces, String::new(), 4),
            Some((Part::Edit, place)) => {
                let One(id, _, which, _) = pairs::EACH[place % pairs::EACH.len()];
                let pair = self.form().and_then(|form| form::pairs(form).nth(place / pairs::EACH.len()));
                let name = pair.and_then(|pair| pair.split('=').next()).unwrap_or_default();
                (id, [name, if which.is_empty() { "" } else { ": " }, which].concat(), 4)
            }
            Some((Part::EditAll, place)) => {
                let (id, which, _) = pairs::ALL[place];
                (id, which.into(), 2)
            }
        };
        Name { id, which: which.into(), cost }
    }

    /// The bytes of the one at `place`; `None` where it does not apply, or the program would have refused.
    pub(super) fn make(&self, place: usize) -> Option<Vec<u8>> {
        if let Some(Row(_, _, _, how)) = ROWS.get(place) {
            return self.made(how);
        }
        let tree = self.tree.as_ref();
        match self.part(place)? {
            (Part::Member, place) => match self.members.get(place)?.value {
                value if tree?.text(value).starts_with('"') => Some(self.text(value).into_bytes()),
                value => print::print(tree?, value, &JS),
            },
            (Part::MemberLeftOut, place) => {
                let mut others = self.members.clone();
                others.remove(place);
                print::print_object(tree?, &others, &JS)
            }
            (Part::Order, place) => print::print_object(tree?, &self.in_order(place), &JS),
            (Part::Fraction(fraction), place) => {
                text::with_fraction(&print::print(tree?, 0, &fraction.style)?, place.checked_sub(1), fraction.digits)
            }
            (Part::Spaces, place) => Some(text::spaced(&print::print(tree?, 0, &JS)?, place + 1)),
            (Part::Edit, place) => {
                let One(_, _, _, edit) = pairs::EACH[place % pairs::EACH.len()];
                Some(pairs::edited(self.form()?, Some(place / pairs::EACH.len()), edit))
            }
            (Part::EditAll, place) => Some(pairs::edited(self.form()?, None, pairs::ALL[place].2)),
        }
    }

    /// What is done at `place`, and the number of the part.
    fn part(&self, place: usize) -> Option<(Part, usize)> {
        let mut place = place.checked_sub(ROWS.len())?;
        for &(part, count) in &self.parts {
            if place < count {
                return Some((part, place));
            }
            place -= count;
        }
        None
    }

    /// The body as a form, if it may be one.
    fn form(&self) -> Option<&str> {
        core::str::from_utf8(&self.raw).ok().filter(|_| !json::is_json(&self.raw) && self.raw.contains(&b'='))
    }

    fn made(&self, how: &How) -> Option<Vec<u8>> {
        let (raw, tree) = (&*self.raw, self.tree.as_ref());
        let form = || self.form();
        let mut out = Vec::new();
        match *how {
            How::Text(text) => out.extend_from_slice(text.as_bytes()),
            How::Printed(style) => return print::print(tree?, 0, &style),
            How::Replaced(pairs) => return Some(edit::replaced(raw, pairs)),
            How::Compact(pairs, end) => {
                tree?;
                out = edit::replaced(&edit::compact(raw), pairs);
                out.extend_from_slice(end.as_bytes());
            }
            How::Requoted(style, pairs) => return Some(edit::replaced(&print::print(tree?, 0, &style)?, pairs)),
            How::FormReplaced(pairs) => return Some(edit::replaced(form()?.as_bytes(), pairs)),
            How::Between(pieces) => {
                for piece in [pieces[0].as_bytes(), raw, pieces[1].as_bytes()] {
                    out.extend_from_slice(piece);
                }
            }
            How::Pairs(form) => return form::print(tree?, form),
            How::Again(kind) => return Some(form::encoded_again(form()?, kind)),
            How::Edited(edit) => return Some(pairs::edited(form()?, None, edit)),
            How::AsValue(name, form) => return Some(form::one_pair(name, raw, form)),
            How::Unbase64 => {
                let text = Vec::from_iter(raw.iter().copied().filter(|byte| !byte.is_ascii_whitespace()));
                return Encoding::Base64.read(&text).ok();
            }
            How::AsJson => return form::as_json(form()?),
            How::Twice => return edit::stringified(&print::print(tree?, 0, &JS)?),
            How::Stringified => return edit::stringified(raw),
            How::Unstringified => return edit::unstringified(raw),
            How::Trimmed => out.extend_from_slice(raw.trim_ascii()),
            How::Filtered(filters) => {
                let is_form = filters[0] != Filter::Sorted || form().is_some();
                is_form.then(|| Filter::apply(filters, raw, Limit::None, &mut out))?.ok()?;
            }
        }
        Some(out)
    }

    /// The members in the order at `place`, whose number's digits say which of those left comes next.
    fn in_order(&self, place: usize) -> Vec<Member> {
        let mut number = place + 1;
        let mut left = self.members.clone();
        let mut order = Vec::new();
        while !left.is_empty() {
            let count = left.len();
            order.push(left.remove(number % count));
            number /= count;
        }
        order
    }

    fn text(&self, token: usize) -> String {
        self.tree.as_ref().map_or_else(String::new, |tree| form::utf8(tree, token))
    }
}

/// An object with more is not tried member by member.
const MOST_MEMBERS: usize = 32;

/// An object with more is not tried in all orders: 5 have 120.
const MOST_ORDERED: usize = 5;

/// A body with more numbers, or more commas and colons between its outermost members, is not tried number by number and space by space.
const MOST_NUMBERS: usize = 32;
const MOST_SEPARATORS: usize = 7;
