//! What else a signer may have taken for the signature base.

use alloc::{string::String, vec::Vec};

use super::super::fields::{self, Member, Value};
use super::super::told::{Readings, Text, Told, joined, none_received};
use super::super::{Subject, digest, trimmed};
use super::{Choice, Component, INPUT, SIGNATURE, covered, value};
use crate::canonical::Variable;
use crate::canonical::filter::Filter;
use crate::error::Error;
use crate::text::{cut, elements, replaced};

/// The places among what the standard makes.
pub(super) const LINES: usize = 0;
pub(super) const PARAMS: usize = 1;

/// A component that is covered, and its value as it is due.
pub(super) type Line = (Component, Text);
/// Both, as they are written.
pub(super) type Written = (String, Text);

/// What is due, or what the message says.
pub(super) struct Base<'s> {
    pub subject: &'s Subject<'s>,
    pub lines: Vec<Line>,
    pub label: String,
    /// The parameters, each with its value as it is written.
    pub params: Vec<(String, Text)>,
    pub algorithm: &'static str,
    pub created: String,
}

impl Choice {
    /// What each signature of the message says is signed; where it has none, what is due for this request, of which `received`
    /// is the signature.
    pub(in crate::standard) fn told(&self, subject: &Subject<'_>, received: &str) -> Result<Vec<Told>, Error> {
        match subject.header(INPUT, ", ")? {
            Some(input) => self.told_of(subject, received, &input),
            None if received.is_empty() => Err(none_received()),
            None => self.told_own(subject, received).map(|told| Vec::from([told])),
        }
    }

    fn told_of(&self, subject: &Subject<'_>, received: &str, input: &str) -> Result<Vec<Told>, Error> {
        let members = fields::dictionary(input).map_err(|misfit| Error::HeaderMalformed(misfit.of(INPUT)))?;
        let members = members.iter().filter(|member| self.label.as_ref().is_none_or(|label| label == member.key));
        let mut strict = self.received(subject);
        let mut all = Vec::new();
        for (place, member) in members.take(super::MAX_SIGNATURES).enumerate() {
            let refusal = match &mut strict {
                Ok(offers) => offers.get_mut(place).and_then(|offer| match offer {
                    Err(error) => Some(error.clone()),
                    Ok(_) => None,
                }),
                Err(error) => Some(error.clone()),
            };
            let signature =
                if received.is_empty() { loose(subject, member.key) } else { Some(bare(received, member.key)) };
            let told = signature.and_then(|signature| self.told_member(subject, member, signature));
            match (told, refusal) {
                (Some(told), refusal) => {
                    all.push(Told { refusal: refusal.filter(|_| received.is_empty()), ..told });
                }
                (None, Some(error)) if all.is_empty() => return Err(error),
                (None, _) => {}
            }
        }
        match strict {
            Err(error) if all.is_empty() => Err(error),
            _ if all.is_empty() => Err(Error::SignatureMismatch),
            _ => Ok(all),
        }
    }

    fn told_member(&self, subject: &Subject<'_>, member: &Member<'_>, signature: String) -> Option<Told> {
        let Value::List(items) = &member.value else { return None };
        let components = covered(items).ok()?;
        let lines = components.into_iter().map(|component| {
            let value = self.live(&component, subject, "").unwrap_or_default();
            (component, value)
        });
        let find = |name: &str| member.params.iter().find(|(key, _)| *key == name).map(|(_, raw)| *raw);
        let created = find("created").unwrap_or_default();
        let base = Base {
            subject,
            lines: lines.collect(),
            label: member.key.into(),
            params: member.params.iter().map(|(key, raw)| param(key, raw)).collect(),
            algorithm: self.algorithm,
            created: created.into(),
        };
        let expires_s = find("expires").and_then(fields::integer);
        Some(Told { signature, expires_s, ..base.told() })
    }

    fn told_own(&self, subject: &Subject<'_>, received: &str) -> Result<Told, Error> {
        self.make(subject)?;
        let added = match subject.header(digest::HEADER, ", ")? {
            None => digest::write(&self.digest, subject.inputs.body),
            Some(_) => String::new(),
        };
        let mut lines = Vec::new();
        for Component { name, param, text } in &self.components {
            let component = Component { name: name.clone(), param: param.clone(), text: text.clone() };
            let value = self.live(&component, subject, &added)?;
            lines.push((component, value));
        }
        let created = subject.inputs.timestamp;
        let written = String::from_utf8(self.written_params(created)?).unwrap_or_default();
        let written = ["a=", &written].concat();
        let members = fields::dictionary(&written).unwrap_or_default();
        let params = members.iter().flat_map(|member| &member.params).map(|(key, raw)| param(key, raw)).collect();
        let label = self.label.clone().unwrap_or_else(|| "sig1".into());
        let signature = bare(received, &label);
        let base = Base { subject, lines, label, params, algorithm: self.algorithm, created: created.into() };
        Ok(Told { signature, ..base.told() })
    }

    /// The value of a component, with the parts of the request that make it.
    fn live(&self, component: &Component, subject: &Subject<'_>, added: &str) -> Result<Text, Error> {
        let url = subject.inputs.url;
        let input = |variable| Text::input(variable, &[]);
        if component.name == digest::HEADER {
            let sent = match subject.header(digest::HEADER, ", ")? {
                Some(sent) => sent,
                None if added.is_empty() => value(component, subject)?,
                None => added.into(),
            };
            return Ok(digest_of_body(&sent).unwrap_or_else(|| sent.as_str().into()));
        }
        let due = value(component, subject)?;
        Ok(match &*component.name {
            "@method" => input(Variable::Method),
            "@target-uri" => input(Variable::Url),
            "@path" if !url.path.is_empty() => input(Variable::Path),
            "@request-target" if !url.path.is_empty() => input(Variable::Target),
            "@query" => joined(&["?".into(), input(Variable::Query)]),
            _ => due.as_str().into(),
        })
    }
}

/// A parameter as it is written; the time is that of the case.
fn param(key: &str, raw: &str) -> (String, Text) {
    let value = if key == "created" { Text::input(Variable::Timestamp, &[]) } else { raw.into() };
    (key.into(), if raw.is_empty() { Text::default() } else { joined(&["=".into(), value]) })
}

/// The one digest that `text` holds, made of the body.
fn digest_of_body(text: &str) -> Option<Text> {
    let (name, rest) = cut(text, "=:")?;
    let is_one = rest.strip_suffix(':').is_some_and(|inner| inner.bytes().all(|byte| byte != b':'));
    let filter = match name {
        "sha-256" => Filter::Sha256,
        "sha-512" => Filter::Sha512,
        _ => return None,
    };
    is_one.then(|| around(&[name, "=:"].concat(), &[filter, Filter::Base64], ":"))
}

pub(super) fn around(before: &str, filters: &[Filter], after: &str) -> Text {
    joined(&[before.into(), Text::input(Variable::Body, filters), after.into()])
}

/// The signature called `label` in the message's header.
fn loose(subject: &Subject<'_>, label: &str) -> Option<String> {
    let text = subject.header(SIGNATURE, ", ").ok()??;
    elements(&text, ",").into_iter().find_map(|piece| labelled(piece, label)).map(unquoted)
}

/// What stands after the label.
fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    trimmed(text).strip_prefix(label)?.strip_prefix('=')
}

/// A signature without its label and colons.
fn bare(text: &str, label: &str) -> String {
    unquoted(labelled(text, label).unwrap_or(text))
}

fn unquoted(text: &str) -> String {
    let text = text.strip_prefix(':').unwrap_or(text);
    text.strip_suffix(':').unwrap_or(text).into()
}

impl Base<'_> {
    fn told(self) -> Told {
        let mut readings = Readings::default();
        let own = self.written(|component| component.text.clone());
        self.add_names(&mut readings, &own);
        self.add_values(&mut readings);
        self.add_digests(&mut readings);
        self.add_params(&mut readings);
        super::closing::add_layouts(&mut readings, &self.label, &unended(&own));
        let made = [spelt(&own, ": ", "\n"), self.listed(&self.texts(), &self.params), Text::default()];
        let made = made.into_iter().enumerate().collect();
        Told { timestamp: self.created, made, is_cut: readings.is_full(), readings: readings.all, ..Told::default() }
    }

    pub(super) fn written(&self, name: impl Fn(&Component) -> String) -> Vec<Written> {
        self.lines.iter().map(|(component, value)| (name(component), value.clone())).collect()
    }

    pub(super) fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|(component, _)| &*component.text).collect()
    }

    /// The components and the parameters, as the last line says them.
    pub(super) fn listed(&self, texts: &[&str], params: &[(String, Text)]) -> Text {
        let mut text = Text::from(&*["(", &texts.join(" "), ")"].concat());
        for (key, value) in params {
            text.push(";");
            text.push(key);
            text.append(value);
        }
        text
    }
}

pub(super) fn spelt(lines: &[Written], colon: &str, end: &str) -> Text {
    let mut text = Text::default();
    for (name, value) in lines {
        text.push(name);
        text.push(colon);
        text.append(value);
        text.push(end);
    }
    text
}

/// The lines without the end of the last.
fn unended(lines: &[Written]) -> Text {
    let Some(((name, value), before)) = lines.split_last() else { return Text::default() };
    joined(&[spelt(before, ": ", "\n"), [name, ": "].concat().as_str().into(), value.clone()])
}

pub(super) fn with(text: &str, from: &str, to: &str) -> String {
    String::from_utf8(replaced(text.as_bytes(), from.as_bytes(), to.as_bytes())).unwrap_or_default()
}
