//! Checks that a canonical string shows where each input ends, so that no byte can move from one input into another.
//!
//! The string is split from the front as far as ends are recognisable, and from the back as far as starts are
//! recognisable. Take `{id}.{body}\n{url}`. From the front, the id ends at the first `.`, since an id with a `.` is
//! refused. From the back, the URL starts after the last line feed, since no URL contains one. The rest in the middle
//! is the body, whatever it contains. So the string can be split in only one way. If several inputs remain in the
//! middle, they touch: two messages can have the same canonical string, and so the same signature.
//!
//! A value that is the same in every message of a key, such as a credential, does not separate inputs: the writer of an
//! input may know it.

use alloc::{string::String, vec::Vec};

use super::Recipe;
use super::flat_template::{self, Bytes, Ended, FlatPart, FlatTemplate, Kind, Undelimited};
use crate::algorithm::Algorithm;
use crate::canonical::Template;
use crate::error::{Error, Fault, cited};
use crate::scheme::Scheme;
use crate::text::{decimal, quoted};

/// Refuses a scheme that signs nothing of the message, and a scheme with touching inputs that does not declare them.
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
        for (binding, flat) in flat_template::flatten(scheme, &recipe.template, &recipe.bindings)? {
            match binding.map(|index| scheme.bindings[index]) {
                None if !flat.parts.iter().any(FlatPart::is_of_message) => {
                    let expected = "an input of the message, such as `{body}`";
                    let fault = Fault::new(&path, expected, "the same string for every message");
                    return Err(Error::SchemeInvalid(fault));
                }
                None => flat.check(scheme, &path, text)?,
                Some((name, text)) => flat.check(scheme, &["bindings.", name].concat(), text)?,
            }
        }
    }
    Ok(())
}

/// The inputs and the method, each with the literals that may follow it, which its values must not contain. Empty for a
/// recipe with too many flat parts.
pub(super) fn ends(scheme: &Scheme<'_>, template: &Template, bindings: &[Template]) -> Vec<(Ended, Vec<String>)> {
    let all = flat_template::flatten(scheme, template, bindings).unwrap_or_default();
    all.iter().flat_map(|(_, flat)| flat.ends()).collect()
}

impl<'t> FlatTemplate<'t> {
    fn check(&self, scheme: &Scheme<'_>, path: &str, text: &str) -> Result<(), Error> {
        let touching = self.touching();
        let Some(second) = touching.get(1).or_else(|| touching.first()).filter(|_| !scheme.touching_inputs) else {
            return Ok(());
        };
        let names = quoted(touching.iter().map(|part| part.label), ", ");
        let expected = ["characters between ", &names, " that tell where each ends"].concat();
        let at = second.at.saturating_sub(1);
        let got = [
            &*cited(text.get(at..).unwrap_or_default()),
            ": say `touchingInputs: true` where the provider joins them so",
        ];
        Err(Error::SchemeInvalid(Fault::new(path, expected, got.concat()).at(at)))
    }

    /// The inputs that neither pass can separate; empty if at most one remains.
    fn touching(&self) -> Vec<&FlatPart<'t>> {
        let count = self.parts.len();
        // Indices count from 1 here; 0 is the start, and the number of flat parts plus 1 is the end.
        let is_group = |place: usize| matches!(self.kind(place), Some(Kind::Group(_)));
        let front = (0..=count).find(|&place| !is_group(place) && !self.is_found_from_front(place));
        let Some(front) = front else { return Vec::new() };
        let back = (front + 1..=count + 1).rfind(|&place| !is_group(place) && !self.is_found_from_back(place, front));
        let Some(back) = back else { return Vec::new() };
        self.parts[front.saturating_sub(1)..back.min(count)].iter().filter(|part| part.is_of_message()).collect()
    }

    /// The kind of the flat part with the index `place`, counted from 1; `None` for the start and the end.
    fn kind(&self, place: usize) -> Option<&Kind<'t>> {
        self.parts.get(place.checked_sub(1)?).map(|part| &part.kind)
    }

    /// Whether the end of the flat part at `place`, given its start, and the flat part after it are unambiguous.
    fn is_found_from_front(&self, place: usize) -> bool {
        let next = &self.after[place];
        let is_end = |next: &usize| match (self.kind(place), self.kind(next + 1)) {
            (Some(Kind::Undelimited(what, holds)), Some(next)) => what.ends_before(*holds, next),
            _ => true,
        };
        let is_other = |a: usize, b: usize| match (self.kind(a + 1), self.kind(b + 1)) {
            (Some(a), Some(b)) => begin_differently(a, b),
            _ => true,
        };
        next.iter().all(is_end) && all_pairs(next, is_other)
    }

    /// Whether the start of the flat part at `place`, given its end, and the flat part before it are unambiguous. Flat
    /// parts before
    /// `front` are not considered.
    fn is_found_from_back(&self, place: usize, front: usize) -> bool {
        let before = |place: usize| self.before[place - 1].iter().copied().filter(move |&before| before >= front);
        let kind = |place| self.kind(place);
        let begins = |own: &Kind<'_>, before: usize| match kind(before) {
            Some(Kind::Literal(text)) => text.bytes().last().is_some_and(|last| own.lacks(last)),
            Some(_) => false,
            None => true,
        };
        let is_begun = |previous: usize| match (kind(place), kind(previous)) {
            (Some(Kind::Undelimited(Undelimited::Time, _)), Some(Kind::Literal(text))) => {
                !text.ends_with(|last: char| last.is_ascii_digit())
            }
            (Some(own @ Kind::Undelimited(..)), _) => begins(own, previous),
            _ => true,
        };
        let is_other = |a: usize, b: usize| match (kind(a), kind(b)) {
            (Some(Kind::Literal(a)), Some(Kind::Literal(b))) => !a.ends_with(b) && !b.ends_with(a),
            (Some(Kind::Literal(_)), Some(_)) | (Some(_), Some(Kind::Literal(_))) => false,
            // Each value starts after the last byte that neither can contain; the literal that ends there shows which
            // value it is. A value that starts at the front has no such literal, and must not contain those of the other.
            (Some(own), Some(other)) => {
                let ends = |one: usize, two: usize| match (kind(one), kind(two)) {
                    (Some(Kind::Literal(first)), Some(Kind::Literal(second))) => {
                        !first.ends_with(second) && !second.ends_with(first)
                    }
                    _ => false,
                };
                before(a).chain(before(b)).all(|text| begins(own, text) && begins(other, text))
                    && before(a).all(|one| before(b).all(|two| ends(one, two)))
            }
            _ => true,
        };
        let all: Vec<usize> = before(place).collect();
        all.iter().all(|previous| is_begun(*previous)) && all_pairs(&all, is_other)
    }
}

impl Undelimited {
    /// Whether the end of this value is recognisable if `next` follows it.
    fn ends_before(self, holds: Bytes, next: &Kind<'_>) -> bool {
        match next {
            Kind::Literal(text) => match (self, text.as_bytes()) {
                (Self::Input(_) | Self::Method, _) => true,
                (Self::Lines(first), [byte, ..]) => !byte.eq_ignore_ascii_case(&first),
                (Self::Time, [byte, ..]) => !byte.is_ascii_digit(),
                // A string in JSON may contain any character.
                (Self::Json, _) => false,
                (_, [byte, ..]) => !holds(*byte),
                (_, []) => false,
            },
            // No header name begins with `/`.
            Kind::Undelimited(Self::Path, _) => matches!(self, Self::Method | Self::Lines(_)),
            Kind::Undelimited(Self::Url, _) => self == Self::Method,
            Kind::Delimited(_) | Kind::Undelimited(..) | Kind::Group(_) => false,
        }
    }
}

fn begin_differently(a: &Kind<'_>, b: &Kind<'_>) -> bool {
    match (a, b) {
        (Kind::Literal(a), Kind::Literal(b)) => !a.starts_with(b) && !b.starts_with(a),
        (Kind::Literal(text), Kind::Undelimited(Undelimited::Path, _))
        | (Kind::Undelimited(Undelimited::Path, _), Kind::Literal(text)) => !text.starts_with('/'),
        _ => false,
    }
}

fn all_pairs(all: &[usize], are: impl Fn(usize, usize) -> bool) -> bool {
    all.iter().enumerate().all(|(place, a)| all[..place].iter().all(|b| are(*a, *b)))
}
