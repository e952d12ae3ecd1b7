//! A template read backwards: what stands at its names in a received text.
//!
//! Signing reads lists with these too, so that it sends nothing that a receiver takes for something else.

use alloc::{string::String, vec::Vec};

use crate::canonical::{Part, Symbols, Template, Variable};
use crate::error::{Error, Fault, Unexpected, cited};
use crate::scheme::Scheme;
use crate::text::{elements, find};

/// A template as literal text and the names between.
#[derive(Debug)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    /// Whether the place may be absent.
    pub optional: bool,
}

#[derive(Debug)]
enum Piece {
    Literal(String),
    Take(Variable),
}

/// What was found at a name, and the byte it starts at.
pub(crate) type Taken<'t> = (Variable, &'t [u8], usize);

/// The patterns of `template`, which the scheme has at `path`, in the order in which a receiver tries them: one, or, of a list
/// whose elements `by` separates, one for each.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] for what cannot be read backwards, and for elements that begin in the same way.
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
        // An element is of the kind whose beginning says most.
        let place = patterns.iter().position(|own| own.lead().len() < pattern.lead().len());
        patterns.insert(place.unwrap_or(patterns.len()), pattern);
        start += element.len() + by.len();
    }
    Ok(patterns)
}

/// Refuses a place in which some signatures would be read as something else: where what ends a signature, or what another
/// element begins with, is nothing but characters that signatures are made of.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] with the byte of `template` at which the signature is named.
pub(crate) fn check_signature(
    path: &str,
    template: &str,
    by: &str,
    patterns: &[Pattern],
    scheme: &Scheme<'_>,
) -> Result<(), Error> {
    let is_written = |byte: u8| scheme.encoding.writes(byte) || (scheme.algorithm.is_jws() && byte == b'.');
    let is_made_of = |text: &&str| !text.is_empty() && text.bytes().all(is_written);
    for own in patterns {
        let Some(place) = own.pieces.iter().position(|piece| piece.is_of(Variable::Signature)) else { continue };
        let end = if let Some(Piece::Literal(text)) = own.pieces.get(place + 1) { text } else { "" };
        // Padding does not stand at the beginning of a signature.
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

/// What an element with `value` at `variable` would be read as, and is not: how that other one begins, after what both begin
/// with. `None` where each is read as itself.
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
    /// Reads `text`, the template that a scheme has at `name`.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a template that cannot be read backwards: with a filter, an optional group inside, or
    /// two names without text between them.
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

    /// Whether the pattern takes `variable`.
    pub(crate) fn takes(&self, variable: Variable) -> bool {
        self.pieces.iter().any(|piece| piece.is_of(variable))
    }

    /// Whether the pattern takes anything.
    pub(crate) fn takes_something(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(_)))
    }

    /// What a text that is meant begins with; empty where that may be anything.
    pub(crate) fn lead(&self) -> &str {
        if let Some(Piece::Literal(literal)) = self.pieces.first() { literal } else { "" }
    }

    /// The text with `value` at `variable`, and nothing at its other names.
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

    /// Whether `element` is of this kind: what names nothing has to be the whole of it, and an empty one is where a value is read
    /// of no kind.
    pub(crate) fn is_meant(&self, element: &str) -> bool {
        let is_whole = |rest: &str| {
            if rest.is_empty() { !element.is_empty() || !self.takes_a_value() } else { self.takes_something() }
        };
        element.strip_prefix(self.lead()).is_some_and(is_whole)
    }

    fn takes_a_value(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(variable) if *variable != Variable::Any))
    }

    /// What stands at the names in `text`.
    ///
    /// # Errors
    ///
    /// The byte at which it departs from the pattern.
    pub(crate) fn take<'t>(&self, text: &'t [u8]) -> Result<Vec<Taken<'t>>, Unexpected> {
        let unexpected = |at: usize, expected| Unexpected { at, expected, got: text.get(at).copied().into() };
        let mut taken = Vec::new();
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
