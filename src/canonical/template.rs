//! Templates, written as in the documentation of providers.
//!
//! ```text
//! {url}&method={method|upper}&timestamp={timestamp}[&body={body|json}]
//! ```
//!
//! `{name}` stands for a variable, and `|` applies filters from left to right. `[…]` is left out when all variables
//! inside it are empty. `\` escapes the bracket, brace, dollar sign or backslash after it.

use alloc::{string::String, vec::Vec};

use super::filter::Filter;
use super::inputs::Inputs;
use super::part::Part;
use super::variable::{Symbols, Variable};
use crate::error::{Error, Fault, cited};
use crate::named::Named as _;
use crate::text::{at_most, quoted};

/// A parsed template.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// A template of the given parts.
    pub(crate) const fn of(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// Parses `text`; `member` names the template in errors.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] with the byte offset of the fault.
    pub(crate) fn parse(member: &str, text: &str, names: Symbols<'_>) -> Result<Self, Error> {
        let mut reader = Reader { text, at: 0, names, parts: Vec::new(), literal: String::new(), open: Vec::new() };
        let read = if text.len() > MAX_TEXT { Err((MAX_TEXT, at_most(MAX_TEXT, "bytes"))) } else { reader.read() };
        match read {
            Ok(()) => Ok(Self { parts: reader.parts }),
            Err((at, expected)) => {
                // Up to the end of the name.
                let got = text.get(at..).filter(|rest| !rest.is_empty()).map(|rest| {
                    let name = rest.split(['}', '|']).next().filter(|name| !name.is_empty());
                    cited(name.unwrap_or(rest))
                });
                let got = got.unwrap_or_else(|| String::from("the end"));
                Err(Error::SchemeInvalid(Fault::new(member, expected, got).at(at)))
            }
        }
    }

    /// Appends the filled template to `out`, and calls `mark` with the index of each part and the offset at which its
    /// output ends.
    ///
    /// # Errors
    ///
    /// The fault that a filter finds in a value, as the error for its variable.
    pub(crate) fn write(
        &self,
        inputs: &Inputs<'_>,
        out: &mut Vec<u8>,
        mut mark: impl FnMut(usize, usize),
    ) -> Result<(), Error> {
        let mut at = 0;
        while let Some(part) = self.parts.get(at) {
            match part {
                Part::Literal(text) => out.extend_from_slice(text.as_bytes()),
                Part::Input { .. } => part.write(inputs, out)?,
                Part::Group { until, .. } => {
                    at = if self.has_input(at + 1..*until, inputs) { at + 1 } else { *until };
                    continue;
                }
            }
            mark(at, out.len());
            at += 1;
        }
        Ok(())
    }

    /// Appends the filled template to `out`.
    ///
    /// # Errors
    ///
    /// As [`Self::write`].
    #[inline(never)]
    pub(crate) fn fill(&self, inputs: &Inputs<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        self.write(inputs, out, |_, _| {})
    }

    /// The parts in order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether the template contains `variable`.
    pub(crate) fn uses(&self, variable: Variable) -> bool {
        self.position(variable).is_some()
    }

    /// The index of the first part with `variable`.
    pub(crate) fn position(&self, variable: Variable) -> Option<usize> {
        self.parts.iter().position(|part| matches!(part, Part::Input { variable: own, .. } if *own == variable))
    }

    /// The literal directly after `variable`.
    pub(crate) fn literal_after(&self, variable: Variable) -> &str {
        self.position(variable).map_or("", |part| self.literal(part + 1))
    }

    /// The literal directly before `variable`.
    pub(crate) fn literal_before(&self, variable: Variable) -> &str {
        self.position(variable).and_then(|part| part.checked_sub(1)).map_or("", |part| self.literal(part))
    }

    /// The part with the index `part`, if it is a literal; otherwise an empty string.
    pub(crate) fn literal(&self, part: usize) -> &str {
        if let Some(Part::Literal(text)) = self.parts.get(part) { text } else { "" }
    }

    /// Whether the template is `variable` without filters, and nothing else.
    pub(crate) fn is_only(&self, variable: Variable) -> bool {
        matches!(&*self.parts, [Part::Input { variable: own, filters, .. }] if *own == variable && filters.is_empty())
    }

    /// Whether the output is the same for every message.
    pub(crate) fn is_fixed(&self) -> bool {
        self.names_only(|variable| matches!(variable, Variable::Credential(_) | Variable::Option(_)))
    }

    /// Whether the template contains no variable.
    pub(crate) fn is_literal(&self) -> bool {
        self.names_only(|_| false)
    }

    /// Whether the template depends only on the method and the body, so that a receiver can recompute it.
    pub(crate) fn is_of_request(&self) -> bool {
        !self.is_literal() && self.names_only(|variable| matches!(variable, Variable::Method | Variable::Body))
    }

    /// The index of the first credential in the template, if there is one.
    pub(crate) fn credential(&self) -> Option<usize> {
        self.parts.iter().find_map(|part| match part.variable()? {
            Variable::Credential(index) => Some(index),
            Variable::Method | Variable::Url | Variable::Base | Variable::Target | Variable::Path | Variable::Query => {
                None
            }
            Variable::Body | Variable::Timestamp | Variable::Canonical | Variable::Signature | Variable::Protected => {
                None
            }
            Variable::Any | Variable::Option(_) | Variable::Binding(_) | Variable::Input(_) => None,
        })
    }

    /// Whether the whole template is one optional group.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Group { until, .. }) if *until == self.parts.len())
    }

    /// Whether a filter can map two different inputs to the same output.
    pub(crate) fn is_lossy(&self) -> bool {
        let is_lossy =
            |part: &Part| matches!(part, Part::Input { filters, .. } if filters.iter().any(|filter| filter.is_lossy()));
        self.parts.iter().any(is_lossy)
    }

    /// Whether a filter parses the body as a form.
    pub(crate) fn reads_form(&self) -> bool {
        let is_of_form = |filters: &[Filter]| filters.iter().any(Filter::is_of_form);
        let parses_form =
            |part: &Part| matches!(part, Part::Input { variable: Variable::Body, filters, .. } if is_of_form(filters));
        self.parts.iter().any(parses_form)
    }

    /// The label of segments that the part `part` produces.
    pub(crate) fn label(&self, part: usize) -> &str {
        match self.parts.get(part) {
            Some(Part::Input { label, .. }) => label,
            Some(Part::Literal(_) | Part::Group { .. }) | None => "literal",
        }
    }

    fn names_only(&self, are: fn(Variable) -> bool) -> bool {
        self.parts.iter().all(|part| !matches!(part, Part::Input { variable, .. } if !are(*variable)))
    }

    fn has_input(&self, parts: core::ops::Range<usize>, inputs: &Inputs<'_>) -> bool {
        self.parts[parts].iter().any(|part| match part {
            Part::Input { variable, .. } => !inputs.value(*variable).is_empty(),
            Part::Literal(_) | Part::Group { .. } => false,
        })
    }
}

/// A parse error: the byte offset, and what was expected there.
type TemplateError = (usize, String);

struct Reader<'a> {
    text: &'a str,
    at: usize,
    names: Symbols<'a>,
    parts: Vec<Part>,
    literal: String,
    /// The open groups, as (part index, byte offset).
    open: Vec<(usize, usize)>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), TemplateError> {
        while let Some(next) = self.text[self.at..].chars().next() {
            match next {
                '\\' => self.escape()?,
                '{' => self.input()?,
                '[' => self.open_group()?,
                ']' => self.close_group()?,
                '}' => return Err((self.at, String::from("`\\}` for a brace of its own"))),
                _ => {
                    self.literal.push(next);
                    self.at += next.len_utf8();
                }
            }
        }
        self.end_literal()?;
        match self.open.last() {
            Some(_) => Err((self.at, String::from("`]`"))),
            None => Ok(()),
        }
    }

    fn escape(&mut self) -> Result<(), TemplateError> {
        let escaped = self.text[self.at + 1..].chars().next();
        let escaped = escaped.filter(|next| matches!(next, '\\' | '{' | '}' | '[' | ']' | '$'));
        let Some(escaped) = escaped else {
            return Err((self.at + 1, String::from("a bracket, a brace, a dollar sign or a backslash after `\\`")));
        };
        self.literal.push(escaped);
        self.at += 2;
        Ok(())
    }

    fn input(&mut self) -> Result<(), TemplateError> {
        let start = self.at + 1;
        let end = self.text[start..].find('}').ok_or_else(|| (self.text.len(), String::from("`}`")))? + start;
        let label = &self.text[start..end];
        let mut names = label.split('|');
        let name = names.next().unwrap_or_default();
        let Some(variable) = self.names.variable(name) else {
            let known = self.names.known();
            return Err((start, ["one of the names ", &quoted(known.into_iter(), ", ")].concat()));
        };
        let mut filters = Vec::new();
        let mut at = start + name.len() + 1;
        for name in names {
            filters.push(Filter::named(name).ok_or_else(|| (at, ["a filter, one of ", &Filter::names()].concat()))?);
            at += name.len() + 1;
        }
        if filters.len() > MAX_FILTERS {
            return Err((start, at_most(MAX_FILTERS, "filters")));
        }
        self.end_literal()?;
        self.push(Part::Input { variable, filters, label: label.into(), at: start })?;
        self.at = end + 1;
        Ok(())
    }

    fn open_group(&mut self) -> Result<(), TemplateError> {
        self.end_literal()?;
        if self.open.len() == MAX_DEPTH {
            return Err((self.at, at_most(MAX_DEPTH, "groups inside each other")));
        }
        self.open.push((self.parts.len(), self.at));
        self.push(Part::Group { until: 0, at: self.at })?;
        self.at += 1;
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), TemplateError> {
        self.end_literal()?;
        let Some((group, start)) = self.open.pop() else {
            return Err((self.at, String::from("`\\]` for a bracket of its own")));
        };
        if !self.parts[group..].iter().any(|part| matches!(part, Part::Input { .. })) {
            return Err((start, String::from("a group with an input inside")));
        }
        self.parts[group] = Part::Group { until: self.parts.len(), at: start };
        self.at += 1;
        Ok(())
    }

    fn end_literal(&mut self) -> Result<(), TemplateError> {
        if self.literal.is_empty() {
            return Ok(());
        }
        let literal = core::mem::take(&mut self.literal);
        self.push(Part::Literal(literal))
    }

    fn push(&mut self, part: Part) -> Result<(), TemplateError> {
        if self.parts.len() == MAX_PARTS {
            return Err((self.at, at_most(MAX_PARTS, "parts")));
        }
        self.parts.push(part);
        Ok(())
    }
}

/// Limits for custom schemes; the longest template of the catalogue stays far below each.
const MAX_TEXT: usize = 8192;
const MAX_PARTS: usize = 256;
const MAX_DEPTH: usize = 8;
const MAX_FILTERS: usize = 8;
