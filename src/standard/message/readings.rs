//! What else a signer may have taken for the signature base.

use alloc::{string::String, vec::Vec};

use super::super::fields::{self, Member, Value};
use super::super::told::{Axis, CANONICAL, Readings, Text, Told, joined};
use super::super::{Subject, digest, in_order, trimmed};
use super::{Choice, Component, INPUT, SIGNATURE, covered, value};
use crate::canonical::filter::Filter;
use crate::canonical::{Variable, params};
use crate::error::Error;
use crate::text::{cut, decimal, elements, orders, replaced};

/// The places among what the standard makes.
const LINES: usize = 0;
const PARAMS: usize = 1;

/// A component that is covered, and its value as it is due.
type Line = (Component, Text);
/// Both, as they are written.
type Written = (String, Text);

/// What is due, or what the message says.
struct Base<'s> {
    subject: &'s Subject<'s>,
    lines: Vec<Line>,
    label: String,
    /// The parameters, each with its value as it is written.
    params: Vec<(String, Text)>,
    algorithm: &'static str,
    created: String,
}

impl Choice {
    /// What each signature of the message says is signed; where it has none, what is due for this request, of which `received`
    /// is the signature.
    pub(in crate::standard) fn told(&self, subject: &Subject<'_>, received: &str) -> Result<Vec<Told>, Error> {
        match subject.header(INPUT, ", ")? {
            Some(input) => self.told_of(subject, received, &input),
            None if received.is_empty() => Err(self.received(subject).err().unwrap_or(Error::SignatureMismatch)),
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
            let signature = if received.is_empty() { loose(subject, member.key) } else { bare(received, member.key) };
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
        let signature = bare(received, &label).unwrap_or_else(|| received.into());
        let base = Base { subject, lines, label, params, algorithm: self.algorithm, created: created.into() };
        Ok(Told { signature, ..base.told() })
    }

    /// The value of a component, with the parts of the request that make it.
    fn live(&self, component: &Component, subject: &Subject<'_>, added: &str) -> Result<Text, Error> {
        let url = subject.inputs.url;
        let input = |variable| Text::input(variable, &[]);
        if component.name == digest::HEADER {
            let sent = subject.header(digest::HEADER, ", ")?;
            return sent.as_deref().or(Some(added).filter(|added| !added.is_empty())).map_or_else(
                || value(component, subject).map(|value| value.as_str().into()),
                |text| Ok(digest_of_body(text).unwrap_or_else(|| text.into())),
            );
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

fn around(before: &str, filters: &[Filter], after: &str) -> Text {
    joined(&[before.into(), Text::input(Variable::Body, filters), after.into()])
}

/// The signature called `label` in the message's header.
fn loose(subject: &Subject<'_>, label: &str) -> Option<String> {
    let text = subject.header(SIGNATURE, ", ").ok()??;
    elements(&text, ",").into_iter().find_map(|piece| bare(trimmed(piece), label).filter(|own| *own != piece))
}

/// A signature without its label and colons.
fn bare(text: &str, label: &str) -> Option<String> {
    let rest = text.trim().strip_prefix(label).and_then(|rest| rest.strip_prefix('='));
    let bare = rest.unwrap_or(text);
    let bare = bare.strip_prefix(':').unwrap_or(bare);
    Some(bare.strip_suffix(':').unwrap_or(bare).into())
}

impl Base<'_> {
    fn told(self) -> Told {
        let mut readings = Readings::default();
        let own = self.written(|component| component.text.clone());
        self.add_names(&mut readings, &own);
        self.add_values(&mut readings);
        self.add_digests(&mut readings);
        self.add_params(&mut readings);
        add_layouts(&mut readings, &self.label);
        let made = [spelt(&own, ": ", "\n"), self.listed(&self.texts(), &self.params), Text::default()];
        let made = made.into_iter().enumerate().collect();
        Told { timestamp: self.created, made, readings: readings.0, ..Told::default() }
    }

    fn written(&self, name: impl Fn(&Component) -> String) -> Vec<Written> {
        self.lines.iter().map(|(component, value)| (name(component), value.clone())).collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|(component, _)| &*component.text).collect()
    }

    /// The components and the parameters, as the last line says them.
    fn listed(&self, texts: &[&str], params: &[(String, Text)]) -> Text {
        let mut text = Text::from(&*["(", &texts.join(" "), ")"].concat());
        for (key, value) in params {
            text.push(";");
            text.push(key);
            text.append(value);
        }
        text
    }

    /// Names and separators, and another order.
    fn add_names(&self, readings: &mut Readings, own: &[Written]) {
        let mut add = |id, which: &str, cost, text: &Text| {
            readings.add(id, which, cost, Axis::Layout, &[(LINES, text)]);
        };
        let bare = |text: &str| with(text, "\"", "");
        add("component-names-unquoted", "", 1, &spelt(&self.written(|own| bare(&own.text)), ": ", "\n"));
        let cases: [fn(&Subject<'_>, &str) -> String; 3] =
            [sent_name, |_, name| name.to_ascii_uppercase(), |_, name| titled(name)];
        for case in cases {
            let name = |own: &Component| {
                let is_field = !own.name.starts_with('@');
                if is_field { with(&own.text, &own.name, &case(self.subject, &own.name)) } else { own.text.clone() }
            };
            add("component-names-case", "", 1, &spelt(&self.written(name), ": ", "\n"));
        }
        add("component-space-missing", "", 1, &spelt(own, ":", "\n"));
        add("component-lines-crlf", "", 1, &spelt(own, ": ", "\r\n"));
        add("component-lines-joined", "", 2, &spelt(own, ": ", ""));
        add("component-values-only", "", 1, &spelt(&self.written(|_| String::new()), "", "\n"));
        for place in 0..self.lines.len() {
            let mut rest = own.to_vec();
            let (name, _) = rest.remove(place);
            let mut texts = self.texts();
            texts.remove(place);
            let (lines, params) = (spelt(&rest, ": ", "\n"), self.listed(&texts, &self.params));
            let name = bare(&name);
            readings.add("component-not-signed", &name, 1, Axis::Layout, &[(LINES, &lines), (PARAMS, &params)]);
            readings.add("component-line-left-out", &name, 1, Axis::Layout, &[(LINES, &lines)]);
        }
        let mut all = orders(own.len());
        let names = self.lines.iter().map(|(component, _)| component.name.clone()).zip(0..).collect();
        all.push(in_order::<(String, usize)>(names).into_iter().map(|(_, place)| place).collect());
        for order in all {
            let lines: Vec<Written> = order.iter().map(|place| own[*place].clone()).collect();
            let texts: Vec<&str> = order.iter().map(|place| &*self.lines[*place].0.text).collect();
            let (lines, params) = (spelt(&lines, ": ", "\n"), self.listed(&texts, &self.params));
            readings.add("component-order", "", 1, Axis::Layout, &[(LINES, &lines)]);
            readings.add("component-order", "", 1, Axis::Layout, &[(LINES, &lines), (PARAMS, &params)]);
            readings.add("component-order", "", 2, Axis::Layout, &[(PARAMS, &params)]);
        }
    }

    /// Other values of single components.
    fn add_values(&self, readings: &mut Readings) {
        let subject = self.subject;
        let url = subject.inputs.url;
        let start = crate::url::scheme(url.text).map_or(0, |scheme| scheme.len() + 3);
        let called = &url.text[start..url.text.len() - url.target.len()];
        let host = called.split(':').next().unwrap_or_default();
        let mut add = |name: &str, id, which: &str, text: Text| self.add_value(readings, Axis::Layout, name, id, which, &text);
        add("@authority", "host-as-called", "", called.into());
        add("@authority", "host-without-port", "", host.into());
        for port in [":443", ":80"] {
            add("@authority", "host-with-port", port, [host, port].concat().as_str().into());
        }
        add("@authority", "host-case", "", called.to_ascii_lowercase().as_str().into());
        for name in ["host", "x-forwarded-host"] {
            if let Some(own) = subject.message.header(name) {
                add("@authority", "host-other", name, trimmed(own).into());
            }
        }
        add("@path", "url-query-added", "", Text::input(Variable::Target, &[]));
        add("@query", "component-query-mark-missing", "", Text::input(Variable::Query, &[]));
        add("@query", "component-query-mark-missing", "", ["?", &in_form(url.query)].concat().as_str().into());
        let method = joined(&[subject.inputs.method.to_ascii_lowercase().as_str().into(), " ".into()]);
        add("@request-target", "component-request-target", "", joined(&[method, Text::input(Variable::Target, &[])]));
        add("@request-target", "url-whole", "", Text::input(Variable::Url, &[]));
        add("@target-uri", "url-path-only", "", Text::input(Variable::Target, &[]));
        let fields: Vec<&Component> =
            self.lines.iter().map(|(own, _)| own).filter(|own| !own.name.starts_with('@')).collect();
        for Component { name, .. } in fields {
            let own: Vec<&str> = subject.message.headers_named(name).collect();
            if !own.is_empty() {
                add(name, "header-values-not-trimmed", "", own.join(", ").as_str().into());
                let trimmed: Vec<&str> = own.into_iter().map(trimmed).collect();
                add(name, "header-values-joined", "", trimmed.join(",").as_str().into());
                add(name, "header-values-joined", "", trimmed.first().copied().unwrap_or_default().into());
                add(name, "header-values-joined", "", trimmed.last().copied().unwrap_or_default().into());
            }
        }
        for Component { name, param, text } in self.lines.iter().map(|(own, _)| own).filter(|own| !own.param.is_empty()) {
            let Some(raw) = params::find(url.query.as_bytes(), param) else { continue };
            for value in [raw.to_vec(), params::decoded(raw)].into_iter().filter_map(|raw| String::from_utf8(raw).ok()) {
                let others: Vec<Written> = self
                    .lines
                    .iter()
                    .map(|(own, due)| {
                        (own.text.clone(), if own.text == *text { value.as_str().into() } else { due.clone() })
                    })
                    .collect();
                readings.add("component-param-not-encoded", name, 1, Axis::Layout, &[(LINES, &spelt(&others, ": ", "\n"))]);
            }
        }
    }

    fn add_value(&self, readings: &mut Readings, axis: Axis, name: &str, id: &'static str, which: &str, text: &Text) {
        if self.lines.iter().all(|(component, _)| component.name != name) {
            return;
        }
        let other = |(own, due): &Line| (own.text.clone(), if own.name == name { text.clone() } else { due.clone() });
        let lines: Vec<Written> = self.lines.iter().map(other).collect();
        readings.add(id, which, 1, axis, &[(LINES, &spelt(&lines, ": ", "\n"))]);
    }

    fn add_digests(&self, readings: &mut Readings) {
        let mut add = |id, text: &Text| self.add_value(readings, Axis::Body, digest::HEADER, id, "", text);
        if let Some(sent) = self.subject.message.header(digest::HEADER) {
            add("content-digest-as-sent", &trimmed(sent).into());
        }
        for (before, filter) in [("sha-256=:", Filter::Sha256), ("sha-512=:", Filter::Sha512)] {
            add("content-digest-other", &around(before, &[filter, Filter::Base64], ":"));
            add("content-digest-hex", &around(before, &[filter, Filter::Hex], ":"));
            add("content-digest-base64url", &around(before, &[filter, Filter::Base64Url], ":"));
            add("content-digest-of-hex", &around(before, &[filter, Filter::Hex, Filter::Base64], ":"));
            let bare = before.trim_end_matches(':');
            add("content-digest-without-colons", &around(bare, &[filter, Filter::Base64], ""));
            add("content-digest-legacy", &around(&bare.to_ascii_uppercase(), &[filter, Filter::Base64], ""));
            add("content-digest-value-only", &around("", &[filter, Filter::Base64], ""));
        }
    }

    fn add_params(&self, readings: &mut Readings) {
        let texts = self.texts();
        let mut add = |id, which: &str, text: &Text| readings.add(id, which, 1, Axis::Layout, &[(PARAMS, text)]);
        let own = self.listed(&texts, &self.params);
        let all = &self.params;
        for order in orders(all.len()) {
            let others: Vec<_> = order.iter().map(|place| all[*place].clone()).collect();
            add("params-order", "", &self.listed(&texts, &others));
        }
        for (place, (key, value)) in all.iter().enumerate() {
            let mut rest = all.clone();
            rest.remove(place);
            add("params-left-out", key, &self.listed(&texts, &rest));
            if key == "created" && !self.created.is_empty() {
                let mut quoted = all.clone();
                quoted[place].1 = joined(&["=\"".into(), Text::input(Variable::Timestamp, &[]), "\"".into()]);
                add("params-time-quoted", "", &self.listed(&texts, &quoted));
            }
            let _ = value;
        }
        add("params-left-out", "all", &self.listed(&texts, &[]));
        let bare: Vec<String> = texts.iter().map(|text| with(text, "\"", "")).collect();
        let bare: Vec<&str> = bare.iter().map(|text| &**text).collect();
        add("params-names-unquoted", "", &self.listed(&bare, all));
        let commas = texts.join(", ");
        add("params-commas", "", &self.listed(&[&commas], all));
        let commas = texts.join(",");
        add("params-commas", "", &self.listed(&[&commas], all));
        let spaced: Vec<_> = all.iter().map(|(key, value)| ([" ", key].concat(), value.clone())).collect();
        add("params-space", "", &self.listed(&texts, &spaced));
        add("params-with-label", "", &joined(&[[&*self.label, "="].concat().as_str().into(), own]));
        let added = |key: &str, raw: &str| {
            let is_there = all.iter().any(|(own, _)| own == key);
            let extra = (String::from(key), Text::from(raw));
            (0..=all.len()).filter(move |_| !is_there).map(move |place| {
                let mut more = all.clone();
                more.insert(place, extra.clone());
                more
            })
        };
        for more in added("alg", &["=\"", self.algorithm, "\""].concat()) {
            add("params-alg-added", "", &self.listed(&texts, &more));
        }
        for life_s in [30, 60, 120, 300, 600, 900, 1800, 3600, 86_400] {
            let Some(at_s) = self.created.parse::<i64>().ok().and_then(|at_s| at_s.checked_add(life_s)) else { break };
            for more in added("expires", &["=", &decimal(at_s)].concat()) {
                add("params-expires-added", &decimal(life_s), &self.listed(&texts, &more));
            }
        }
    }
}

fn spelt(lines: &[Written], colon: &str, end: &str) -> Text {
    let mut text = Text::default();
    for (name, value) in lines {
        text.push(name);
        text.push(colon);
        text.append(value);
        text.push(end);
    }
    text
}

/// The last line in other words.
fn add_layouts(readings: &mut Readings, label: &str) {
    let slot = |place| Text::input(Variable::Binding(place), &[]);
    let (lines, params) = (slot(LINES), slot(PARAMS));
    let labelled = ["\"@signature-params\": ", label, "="].concat();
    for (id, before, between, after) in [
        ("params-line-missing", "", "", None),
        ("params-line-unquoted", "", "@signature-params: ", Some("")),
        ("params-with-label", "", &*labelled, Some("")),
        ("params-line-without-name", "", "", Some("")),
        ("params-line-other-name", "", "\"signature-params\": ", Some("")),
        ("params-line-other-name", "", "\"@signature-input\": ", Some("")),
        ("params-line-other-name", "", "\"signature-input\": ", Some("")),
        ("component-space-missing", "", "\"@signature-params\":", Some("")),
        ("component-lines-crlf", "", "\"@signature-params\": ", Some("\r\n")),
    ] {
        let mut text = joined(&[before.into(), lines.clone(), between.into()]);
        if let Some(after) = after {
            text = joined(&[text, params.clone(), after.into()]);
        }
        readings.add(id, "", 1, Axis::Layout, &[(CANONICAL, &text)]);
    }
    let first = joined(&["\"@signature-params\": ".into(), params, "\n".into(), lines]);
    readings.add("params-line-first", "", 1, Axis::Layout, &[(CANONICAL, &first)]);
}

fn with(text: &str, from: &str, to: &str) -> String {
    String::from_utf8(replaced(text.as_bytes(), from.as_bytes(), to.as_bytes())).unwrap_or_default()
}

/// The name of a header as the message writes it.
fn sent_name(subject: &Subject<'_>, name: &str) -> String {
    let own = subject.message.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    own.map_or_else(|| titled(name), |(own, _)| (*own).into())
}

/// `Content-Type`
fn titled(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        let is_first = out.is_empty() || out.ends_with('-');
        out.push(if is_first { letter.to_ascii_uppercase() } else { letter });
    }
    out
}

/// The query with `+` for its spaces, and the reverse.
fn in_form(query: &str) -> String {
    with(query, "%20", "+")
}
