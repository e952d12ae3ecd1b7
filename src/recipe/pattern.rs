//! Patterns: templates that are matched against received values.
//!
//! Signing uses patterns too, so that it never sends a value that a receiver would read differently.

use alloc::{string::String, vec::Vec};

use smallvec::SmallVec;

use crate::canonical::{Part, Symbols, Template, Variable};
use crate::error::{Error, Fault, Unexpected, cited};
use crate::scheme::Scheme;
use crate::text::{elements, find};

/// A template as a sequence of literals and variables.
#[derive(Debug)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    /// Whether the value may be absent.
    pub optional: bool,
}

#[derive(Debug)]
enum Piece {
    Literal(String),
    Take(Variable),
}

/// A matched variable: its value, and the byte offset of the value.
pub(crate) type Taken<'t> = (Variable, &'t [u8], usize);

/// All matched variables of a pattern.
pub(crate) type TakenValues<'t> = SmallVec<[Taken<'t>; 2]>;

/// Parses `template`, the member `path` of the scheme: into one pattern or, for a list with the separator `by`, one
/// pattern for each element. The patterns are sorted in the order in which a receiver tries them.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for a template that cannot be matched, or for elements that start with the same literal.
pub(crate) fn read(
    path: &str,
    template: &str,
    by: &str,
    names: Symbols<'_>,
    options: &[String],
) -> Result<Vec<Pattern>, Error> {
    let (mut patterns, mut start): (Vec<Pattern>, _) = (Vec::new(), 0);
    for element in if by.is_empty() { Vec::from([template]) } else { elements(template, by) } {
        let pattern = Pattern::read(path, element, names, options).map_err(|error| error.further(start))?;
        if patterns.iter().any(|own| own.lead() == pattern.lead()) {
            let fault = Fault::new(path, "elements of a list that begin differently", cited(element));
            return Err(Error::SchemeInvalid(fault.at(start)));
        }
        insert(&mut patterns, pattern);
        start += element.len() + by.len();
    }
    Ok(patterns)
}

/// Adds a pattern in the order in which a receiver tries them: longer leading literals come first, so that the most
/// specific pattern matches.
pub(crate) fn insert(patterns: &mut Vec<Pattern>, pattern: Pattern) {
    let place = patterns.iter().position(|own| own.lead().len() < pattern.lead().len());
    patterns.insert(place.unwrap_or(patterns.len()), pattern);
}

/// Refuses a placement in which some signatures would be misread: the literal after the signature, or the start of
/// another element, must contain a character that cannot occur in a signature.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] with the byte offset of the signature in `template`.
pub(crate) fn check_signature(
    path: &str,
    template: &str,
    by: &str,
    patterns: &[Pattern],
    scheme: &Scheme<'_>,
) -> Result<(), Error> {
    let is_written =
        |byte: u8| scheme.encoding.writes(byte) || ((scheme.algorithm.is_jws() || scheme.is_token()) && byte == b'.');
    let is_made_of = |text: &&str| !text.is_empty() && text.bytes().all(is_written);
    for own in patterns {
        let Some(place) = own.pieces.iter().position(|piece| piece.is_of(Variable::Signature)) else { continue };
        let end = if let Some(Piece::Literal(text)) = own.pieces.get(place + 1) { text } else { "" };
        // A signature does not start with padding.
        let leads = patterns.iter().filter(|other| place <= 1 && other.takes_something());
        let leads = leads.filter_map(|other| other.lead().strip_prefix(own.lead())).filter(|rest| !rest.contains('='));
        if let Some(taken) = [by, end].into_iter().chain(leads).find(is_made_of) {
            let expected =
                "a signature that another element does not begin like, and that ends where no signature goes on";
            let fault = Fault::new(path, expected, cited(taken));
            return Err(Error::SchemeInvalid(fault.at(find(template.as_bytes(), b"{signature}").unwrap_or_default())));
        }
    }
    Ok(())
}

/// The leading literal, after the common part, of another pattern that would match an element with `value` at
/// `variable`. `None` if the element matches its own pattern.
pub(crate) fn misread<'p>(patterns: &'p [Pattern], variable: Variable, value: &str) -> Option<&'p str> {
    patterns.iter().filter(|own| own.takes(variable)).find_map(|own| {
        let element = own.with(variable, value);
        let read = patterns.iter().find(|pattern| pattern.is_meant(&element))?;
        read.lead().strip_prefix(own.lead()).filter(|rest| !rest.is_empty())
    })
}

impl Piece {
    fn is_of(&self, variable: Variable) -> bool {
        matches!(self, Self::Take(own) if *own == variable)
    }
}

impl Pattern {
    /// Parses `text`, the member `name` of the scheme.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a template that cannot be matched: with a filter, an inner group, or two adjacent
    /// variables.
    pub(crate) fn read(name: &str, text: &str, names: Symbols<'_>, options: &[String]) -> Result<Self, Error> {
        let template = Template::parse(name, text, names)?;
        let optional = template.is_optional();
        let refused = |at: usize| {
            let expected = "a template that can be read backwards: names without filters, with characters between them";
            let got = cited(text.get(at..).unwrap_or_default());
            Error::SchemeInvalid(Fault::new(name, expected, got).at(at))
        };
        let mut pieces: Vec<Piece> = Vec::new();
        for part in template.parts().iter().skip(usize::from(optional)) {
            let at = part.at();
            let piece = match part {
                Part::Literal(text) => Piece::Literal(text.clone()),
                Part::Input { variable: Variable::Option(index), filters, .. } if filters.is_empty() => {
                    Piece::Literal(options[*index].clone())
                }
                Part::Input { variable, filters, .. } if filters.is_empty() => Piece::Take(*variable),
                Part::Input { .. } | Part::Group { .. } => return Err(refused(at)),
            };
            match (pieces.last_mut(), piece) {
                (_, Piece::Literal(text)) if text.is_empty() => {}
                (Some(Piece::Literal(before)), Piece::Literal(text)) => before.push_str(&text),
                (Some(Piece::Take(_)), Piece::Take(_)) => return Err(refused(at)),
                (_, piece) => pieces.push(piece),
            }
        }
        Ok(Self { pieces, optional })
    }

    /// Whether the pattern contains `variable`.
    pub(crate) fn takes(&self, variable: Variable) -> bool {
        self.pieces.iter().any(|piece| piece.is_of(variable))
    }

    /// Whether the pattern contains any variable.
    pub(crate) fn takes_something(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(_)))
    }

    /// The leading literal; empty if the pattern starts with a variable.
    pub(crate) fn lead(&self) -> &str {
        if let Some(Piece::Literal(literal)) = self.pieces.first() { literal } else { "" }
    }

    /// The pattern filled with `value` at `variable`, and with empty strings at other variables.
    pub(crate) fn with(&self, variable: Variable, value: &str) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Take(own) if *own == variable => text.push_str(value),
                Piece::Take(_) => {}
            }
        }
        text
    }

    /// Whether `element` belongs to this pattern: it must start with the leading literal. A pattern without variables
    /// must match as a whole, and one with a value does not match an empty element.
    pub(crate) fn is_meant(&self, element: &str) -> bool {
        let is_whole = |rest: &str| {
            if rest.is_empty() { !element.is_empty() || !self.takes_a_value() } else { self.takes_something() }
        };
        element.strip_prefix(self.lead()).is_some_and(is_whole)
    }

    fn takes_a_value(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(variable) if *variable != Variable::Any))
    }

    /// Matches `text`, and returns the variables with their values.
    ///
    /// # Errors
    ///
    /// The first byte that does not match.
    pub(crate) fn take<'t>(&self, text: &'t [u8]) -> Result<TakenValues<'t>, Unexpected> {
        let unexpected = |at: usize, expected| Unexpected { at, expected, got: text.get(at).copied().into() };
        let mut taken = SmallVec::new();
        let mut at = 0;
        let mut pieces = self.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let variable = match piece {
                Piece::Literal(literal) => {
                    if !text[at..].starts_with(literal.as_bytes()) {
                        return Err(unexpected(at, "the characters that the scheme puts here"));
                    }
                    at += literal.len();
                    continue;
                }
                Piece::Take(variable) => *variable,
            };
            let end = match pieces.peek() {
                Some(Piece::Literal(next)) => find(&text[at..], next.as_bytes()).map(|found| at + found),
                _ => Some(text.len()),
            };
            let Some(end) = end else {
                return Err(unexpected(text.len(), "the characters that the scheme puts after this"));
            };
            if end == at && variable != Variable::Any {
                return Err(unexpected(at, "a value"));
            }
            taken.push((variable, &text[at..end], at));
            at = end;
        }
        if at < text.len() { Err(unexpected(at, "the end")) } else { Ok(taken) }
    }
}
