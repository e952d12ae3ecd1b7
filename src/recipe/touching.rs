//! Whether a canonical string tells where each of its inputs ends, so that no byte can move from one into another.
//!
//! The string is read from the front as far as it tells where things end, and from the back as far as it tells where they
//! begin. Say that it is `{id}.{body}\n{url}`. From the front, an id ends at the first `.`, since one that holds a `.` is refused.
//! From the back, the URL begins behind the last line feed, which no URL holds. Both readings meet at the body, which is what is
//! left between them, whatever it holds. So the string is told from any other. Where the readings do not meet, the inputs between
//! touch: two messages can have the same string, and so the same signature.
//!
//! What is the same for all that a key signs, as a credential, separates nothing: it may be known to whoever writes an input.

use alloc::{string::String, vec::Vec};

use super::Recipe;
use super::pieces::{self, Bytes, Kind, Open, Piece, Pieces};
use crate::algorithm::Algorithm;
use crate::canonical::{Template, Variable};
use crate::error::{Error, Fault, cited};
use crate::scheme::Scheme;
use crate::text::{decimal, quoted};

/// Refuses a scheme that signs nothing of the message, and one whose inputs touch, unless it says that they do.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(crate) fn check(scheme: &Scheme<'_>) -> Result<(), Error> {
    if scheme.algorithm == Algorithm::None {
        return Ok(());
    }
    let also = scheme.accepted_canonicals.iter().enumerate();
    let also = also.map(|(place, text)| (["acceptedCanonicals[", &decimal(place), "]"].concat(), *text));
    for (path, text) in [(String::from("canonical"), scheme.canonical)].into_iter().chain(also) {
        let recipe = Recipe::read(scheme, text, None)?;
        for (binding, pieces) in pieces::all(scheme, &recipe.template, &recipe.bindings)? {
            match binding.map(|index| scheme.bindings[index]) {
                None if !pieces.all.iter().any(Piece::is_of_message) => {
                    let expected = "an input of the message, such as `{body}`";
                    let fault = Fault::new(&path, expected, "the same string for every message");
                    return Err(Error::SchemeInvalid(fault));
                }
                None => pieces.check(scheme, &path, text)?,
                Some((name, text)) => pieces.check(scheme, &["bindings.", name].concat(), text)?,
            }
        }
    }
    Ok(())
}

/// What must not hold the texts that may come after it, each with those: the method, or an input; nothing of a recipe that is too
/// long.
pub(super) fn ends(scheme: &Scheme<'_>, template: &Template, bindings: &[Template]) -> Vec<(Variable, Vec<String>)> {
    let all = pieces::all(scheme, template, bindings).unwrap_or_default();
    all.iter().flat_map(|(_, pieces)| pieces.ends()).collect()
}

impl<'t> Pieces<'t> {
    fn check(&self, scheme: &Scheme<'_>, path: &str, text: &str) -> Result<(), Error> {
        let touching = self.touching();
        let Some(second) = touching.get(1).or_else(|| touching.first()).filter(|_| !scheme.touching_inputs) else {
            return Ok(());
        };
        let names = quoted(touching.iter().map(|piece| piece.label), ", ");
        let expected = ["characters between ", &names, " that tell where each ends"].concat();
        let at = second.at.saturating_sub(1);
        let got = [
            &*cited(text.get(at..).unwrap_or_default()),
            ": say `touchingInputs: true` where the provider joins them so",
        ];
        Err(Error::SchemeInvalid(Fault::new(path, expected, got.concat()).at(at)))
    }

    /// The inputs between those that are told from the front and those that are told from the back; none where it is one.
    fn touching(&self) -> Vec<&Piece<'t>> {
        let count = self.all.len();
        // Places here count from 1; 0 is the start, and one more than there are the end.
        let is_group = |place: usize| matches!(self.kind(place), Some(Kind::Group(_)));
        let front = (0..=count).find(|&place| !is_group(place) && !self.is_found_from_front(place));
        let Some(front) = front else { return Vec::new() };
        let back = (front + 1..=count + 1).rfind(|&place| !is_group(place) && !self.is_found_from_back(place, front));
        let Some(back) = back else { return Vec::new() };
        self.all[front.saturating_sub(1)..back.min(count)].iter().filter(|piece| piece.is_of_message()).collect()
    }

    /// The piece at `place`, counted from 1; none at the start and the end.
    fn kind(&self, place: usize) -> Option<&Kind<'t>> {
        self.all.get(place.checked_sub(1)?).map(|piece| &piece.kind)
    }

    /// Whether it is clear where the piece at `place` ends, where it is known to begin, and which comes next.
    fn is_found_from_front(&self, place: usize) -> bool {
        let next = &self.after[place];
        let is_end = |next: &usize| match (self.kind(place), self.kind(next + 1)) {
            (Some(Kind::Open(what, holds)), Some(next)) => what.ends_before(*holds, next),
            _ => true,
        };
        let is_other = |a: usize, b: usize| match (self.kind(a + 1), self.kind(b + 1)) {
            (Some(a), Some(b)) => begin_differently(a, b),
            _ => true,
        };
        next.iter().all(is_end) && all_pairs(next, is_other)
    }

    /// Whether it is clear where the piece at `place` begins, where it is known to end, and which stands before, not before
    /// that at `front`.
    fn is_found_from_back(&self, place: usize, front: usize) -> bool {
        let before = |place: usize| self.before[place - 1].iter().copied().filter(move |&before| before >= front);
        let kind = |place| self.kind(place);
        let begins = |own: &Kind<'_>, before: usize| match kind(before) {
            Some(Kind::Literal(text)) => text.bytes().last().is_some_and(|last| own.lacks(last)),
            Some(_) => false,
            None => true,
        };
        let is_begun = |previous: usize| match (kind(place), kind(previous)) {
            (Some(Kind::Open(Open::Time, _)), Some(Kind::Literal(text))) => {
                !text.ends_with(|last: char| last.is_ascii_digit())
            }
            (Some(own @ Kind::Open(..)), _) => begins(own, previous),
            _ => true,
        };
        let is_other = |a: usize, b: usize| match (kind(a), kind(b)) {
            (Some(Kind::Literal(a)), Some(Kind::Literal(b))) => !a.ends_with(b) && !b.ends_with(a),
            (Some(Kind::Literal(_)), Some(_)) | (Some(_), Some(Kind::Literal(_))) => false,
            // Each begins at the last of the bytes that neither holds; which it is, the text says that ends there.
            (Some(own), Some(other)) => before(a).all(|one| {
                before(b).all(|two| match (kind(one), kind(two)) {
                    (Some(Kind::Literal(first)), Some(Kind::Literal(second))) => {
                        !first.ends_with(second)
                            && !second.ends_with(first)
                            && [one, two].iter().all(|text| begins(own, *text) && begins(other, *text))
                    }
                    _ => false,
                })
            }),
            _ => true,
        };
        let all: Vec<usize> = before(place).collect();
        all.iter().all(|previous| is_begun(*previous)) && all_pairs(&all, is_other)
    }
}

impl Open {
    /// Whether it is clear where it ends, where `next` comes after it.
    fn ends_before(self, holds: Bytes, next: &Kind<'_>) -> bool {
        match next {
            Kind::Literal(text) => match (self, text.as_bytes()) {
                (Self::Given(_) | Self::Method, _) => true,
                (Self::Lines(first), [byte, ..]) => !byte.eq_ignore_ascii_case(&first),
                (Self::Time, [byte, ..]) => !byte.is_ascii_digit(),
                // A string in it may hold anything.
                (Self::Json, _) => false,
                (_, [byte, ..]) => !holds(*byte),
                (_, []) => false,
            },
            Kind::Open(Self::Path, _) => match self {
                Self::Method => true,
                Self::Lines(first) => first != b'/',
                _ => false,
            },
            Kind::Open(Self::Url, _) => self == Self::Method,
            Kind::Firm(_) | Kind::Open(..) | Kind::Group(_) => false,
        }
    }
}

fn begin_differently(a: &Kind<'_>, b: &Kind<'_>) -> bool {
    match (a, b) {
        (Kind::Literal(a), Kind::Literal(b)) => !a.starts_with(b) && !b.starts_with(a),
        (Kind::Literal(text), Kind::Open(Open::Path, _)) | (Kind::Open(Open::Path, _), Kind::Literal(text)) => {
            !text.starts_with('/')
        }
        _ => false,
    }
}

fn all_pairs(all: &[usize], are: impl Fn(usize, usize) -> bool) -> bool {
    all.iter().enumerate().all(|(place, a)| all[..place].iter().all(|b| are(*a, *b)))
}
