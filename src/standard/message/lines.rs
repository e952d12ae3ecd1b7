//! What else a signer may have taken for the lines of the components.

use alloc::{string::String, vec::Vec};

use super::super::told::{Axis, Readings, Text, joined};
use super::super::{Subject, digest, in_order, trimmed};
use super::Component;
use super::readings::{Base, LINES, Line, PARAMS, Written, around, spelt, with};
use crate::canonical::filter::Filter;
use crate::canonical::{Variable, params};
use crate::text::orders;

impl Base<'_> {
    /// Names and separators, and another order.
    pub(super) fn add_names(&self, readings: &mut Readings, own: &[Written]) {
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
            if readings.is_full() {
                break;
            }
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
        all.push((0..own.len()).rev().collect());
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
    pub(super) fn add_values(&self, readings: &mut Readings) {
        let subject = self.subject;
        let url = subject.inputs.url;
        let start = crate::url::scheme(url.text).map_or(0, |scheme| scheme.len() + 3);
        let called = &url.text[start..url.text.len() - url.target.len()];
        let host = called.split(':').next().unwrap_or_default();
        let mut add =
            |name: &str, id, which: &str, text: Text| self.add_value(readings, Axis::Layout, name, id, which, &text);
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
        for Component { name, param, text } in self.lines.iter().map(|(own, _)| own).filter(|own| !own.param.is_empty())
        {
            let Some(raw) = params::find(url.query.as_bytes(), param) else { continue };
            for value in [raw.to_vec(), params::decoded(raw)].into_iter().filter_map(|raw| String::from_utf8(raw).ok())
            {
                let others: Vec<Written> = self
                    .lines
                    .iter()
                    .map(|(own, due)| {
                        (own.text.clone(), if own.text == *text { value.as_str().into() } else { due.clone() })
                    })
                    .collect();
                readings.add(
                    "component-param-not-encoded",
                    name,
                    1,
                    Axis::Layout,
                    &[(LINES, &spelt(&others, ": ", "\n"))],
                );
            }
        }
    }

    pub(super) fn add_value(
        &self,
        readings: &mut Readings,
        axis: Axis,
        name: &str,
        id: &'static str,
        which: &str,
        text: &Text,
    ) {
        if self.lines.iter().all(|(component, _)| component.name != name) {
            return;
        }
        let other = |(own, due): &Line| (own.text.clone(), if own.name == name { text.clone() } else { due.clone() });
        let lines: Vec<Written> = self.lines.iter().map(other).collect();
        readings.add(id, which, 1, axis, &[(LINES, &spelt(&lines, ": ", "\n"))]);
    }

    pub(super) fn add_digests(&self, readings: &mut Readings) {
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
