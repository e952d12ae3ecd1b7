//! A template read backwards: what stands at its names in a received text.

use alloc::{string::String, vec::Vec};

use crate::canonical::{Names, Part, Template, Variable};
use crate::error::{Error, Fault, Misfit, cited};
use crate::text::find;

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

impl Pattern {
    /// Reads `text`, the template that a row has at `name`.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a template that cannot be read backwards: with a filter, an optional group inside, or
    /// two names without text between them.
    pub(crate) fn read(name: &str, text: &str, names: Names<'_>, options: &[String]) -> Result<Self, Error> {
        let template = Template::parse(name, text, names)?;
        let optional = template.is_optional();
        let refused = |at: usize| {
            let expected = "a template that can be read backwards: names without filters, with text between them";
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
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(own) if *own == variable))
    }

    /// Whether the pattern takes anything.
    pub(crate) fn takes_something(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Take(_)))
    }

    /// What a text that is meant begins with; empty where that may be anything.
    pub(crate) fn lead(&self) -> &str {
        if let Some(Piece::Literal(literal)) = self.pieces.first() { literal } else { "" }
    }

    /// Whether `element` is of this kind; what names nothing has to be the whole of it.
    pub(crate) fn is_meant(&self, element: &str) -> bool {
        element.strip_prefix(self.lead()).is_some_and(|rest| rest.is_empty() || self.takes_something())
    }

    /// What stands at the names in `text`.
    ///
    /// # Errors
    ///
    /// The byte at which it departs from the pattern.
    pub(crate) fn take<'t>(&self, text: &'t [u8]) -> Result<Vec<Taken<'t>>, Misfit> {
        let misfit = |at: usize, expected| Misfit { at, expected, got: text.get(at).copied().into() };
        let mut taken = Vec::new();
        let mut at = 0;
        let mut pieces = self.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let variable = match piece {
                Piece::Literal(literal) => {
                    if !text[at..].starts_with(literal.as_bytes()) {
                        return Err(misfit(at, "the text that the scheme puts here"));
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
                return Err(misfit(text.len(), "the text that the scheme puts after this"));
            };
            if end == at && variable != Variable::Any {
                return Err(misfit(at, "a value"));
            }
            taken.push((variable, &text[at..end], at));
            at = end;
        }
        if at < text.len() { Err(misfit(at, "the end of the text")) } else { Ok(taken) }
    }
}
