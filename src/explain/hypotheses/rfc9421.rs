//! Hypotheses about the signature base of HTTP Message Signatures (RFC 9421).

mod component_lines;
mod signature_base;
mod signature_params;

use alloc::{string::String, vec::Vec};

use super::claimed::{Claimed, Hypotheses, MARK, terminated};
use crate::error::Error;
use crate::explain::received::none_received;
use crate::standard::rfc9421::{Component, Config, INPUT, MAX_SIGNATURES, SIGNATURE, covered, value};
use crate::standard::structured_fields::{self, Member, Value};
use crate::standard::{Request, digest, trimmed};
use crate::text::{cut, elements};
use signature_base::SignatureBase;

/// What each signature of the message claims to cover. If the message has none, the expected signature base, with
/// `received` as the signature.
pub(in crate::explain) fn claimed(
    config: &Config,
    request: &Request<'_>,
    received: &str,
) -> Result<Vec<Claimed>, Error> {
    match request.header(INPUT, ", ")? {
        Some(input) => claimed_in(config, request, received, &input),
        None => {
            let sent = request.header(SIGNATURE, ", ")?.unwrap_or_default();
            let signature = if received.is_empty() { &*sent } else { received };
            if signature.is_empty() {
                return Err(none_received());
            }
            let mut claimed = expected(config, request, signature)?;
            claimed.refusal = config.received(request).err().filter(|_| received.is_empty());
            Ok(Vec::from([claimed]))
        }
    }
}

fn claimed_in(config: &Config, request: &Request<'_>, received: &str, input: &str) -> Result<Vec<Claimed>, Error> {
    let members =
        structured_fields::dictionary(input).map_err(|unexpected| Error::HeaderMalformed(unexpected.of(INPUT)))?;
    let members = members.iter().filter(|member| config.label.as_ref().is_none_or(|label| label == member.key));
    let mut strict = config.received(request);
    let mut all = Vec::new();
    for (place, member) in members.take(MAX_SIGNATURES).enumerate() {
        let refusal = match &mut strict {
            Ok(candidates) => candidates.get_mut(place).and_then(|candidate| match candidate {
                Err(error) => Some(error.clone()),
                Ok(_) => None,
            }),
            Err(error) => Some(error.clone()),
        };
        let signature = if received.is_empty() {
            lenient_signature(request, member.key)
        } else {
            Some(without_label(received, member.key))
        };
        let claimed = signature.and_then(|signature| claimed_member(config, request, member, signature));
        match (claimed, refusal) {
            (Some(claimed), refusal) => {
                all.push(Claimed { refusal: refusal.filter(|_| received.is_empty()), ..claimed });
            }
            (None, Some(error)) if all.is_empty() => return Err(error),
            (None, _) => {}
        }
    }
    match strict {
        Err(error) if all.is_empty() => Err(error),
        _ if all.is_empty() => Err(Error::mismatch()),
        _ => Ok(all),
    }
}

fn claimed_member(config: &Config, request: &Request<'_>, member: &Member<'_>, signature: String) -> Option<Claimed> {
    let Value::List(items) = &member.value else { return None };
    let components = covered(items).ok()?;
    let components = components.into_iter().map(|component| {
        let value = marked_value(&component, request, "").unwrap_or_default();
        (component, value)
    });
    let find = |name: &str| member.params.iter().find(|(key, _)| *key == name).map(|(_, raw)| *raw);
    let created = find("created").unwrap_or_default();
    let base = SignatureBase {
        request,
        components: components.collect(),
        label: member.key.into(),
        params: member.params.iter().map(|(key, raw)| param(key, raw)).collect(),
        algorithm: config.algorithm,
        created: created.into(),
    };
    let expires_s = find("expires").and_then(structured_fields::integer);
    Some(Claimed { signature, expires_s, ..claim_of(&base) })
}

fn expected(config: &Config, request: &Request<'_>, received: &str) -> Result<Claimed, Error> {
    config.compute(request)?;
    let added = match request.header(digest::HEADER, ", ")? {
        None => digest::write(config.digest, request.inputs.body),
        Some(_) => String::new(),
    };
    let mut components = Vec::new();
    for Component { name, param, text } in &config.components {
        let component = Component { name: name.clone(), param: param.clone(), text: text.clone() };
        let value = marked_value(&component, request, &added)?;
        components.push((component, value));
    }
    let created = request.inputs.timestamp;
    let written = ["a=", &config.written_params(created)?].concat();
    let members = structured_fields::dictionary(&written).unwrap_or_default();
    let params = members.iter().flat_map(|member| &member.params).map(|(key, raw)| param(key, raw)).collect();
    let label = config.label.clone().unwrap_or_else(|| "sig1".into());
    let signature = without_label(received, &label);
    let base =
        SignatureBase { request, components, label, params, algorithm: config.algorithm, created: created.into() };
    Ok(Claimed { signature, ..claim_of(&base) })
}

/// The value of a component, with marks for the parts of the request from which it is computed.
fn marked_value(component: &Component, request: &Request<'_>, added: &str) -> Result<String, Error> {
    let url = request.inputs.url;
    if component.name == digest::HEADER {
        let sent = match request.header(digest::HEADER, ", ")? {
            Some(sent) => sent,
            None if added.is_empty() => value(component, request)?,
            None => added.into(),
        };
        return Ok(digest_of_body(&sent).unwrap_or(sent));
    }
    let expected = value(component, request)?;
    Ok(match &*component.name {
        "@method" => "\u{1}M".into(),
        "@target-uri" => "\u{1}U".into(),
        "@path" if !url.path.is_empty() => "\u{1}P".into(),
        "@request-target" if !url.path.is_empty() => "\u{1}G".into(),
        "@query" => "?\u{1}Q".into(),
        _ => expected,
    })
}

/// A parameter as written, with the timestamp as a mark.
fn param(key: &str, raw: &str) -> String {
    let value = if key == "created" { "\u{1}T" } else { raw };
    [";", key, if raw.is_empty() { "" } else { "=" }, if raw.is_empty() { "" } else { value }].concat()
}

/// The string with its digest of the body as a mark; `None` unless it contains exactly one.
fn digest_of_body(text: &str) -> Option<String> {
    let (name, rest) = cut(text, "=:")?;
    let character = match name {
        "sha-256" => 'c',
        "sha-512" => 'h',
        _ => return None,
    };
    let is_one = rest.strip_suffix(':').is_some_and(|inner| inner.bytes().all(|byte| byte != b':'));
    let mut marked: String = [name, "=:"].concat();
    marked.extend([MARK, character, ':']);
    is_one.then_some(marked)
}

/// The signature with this label, from a header that may be malformed.
fn lenient_signature(request: &Request<'_>, label: &str) -> Option<String> {
    let text = request.header(SIGNATURE, ", ").ok()??;
    elements(&text, ",").into_iter().find_map(|piece| labelled(piece, label)).map(unquoted)
}

/// The string after the label.
fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    trimmed(text).strip_prefix(label)?.strip_prefix('=')
}

/// A signature without its label and colons.
fn without_label(text: &str, label: &str) -> String {
    unquoted(labelled(text, label).unwrap_or(text))
}

fn unquoted(text: &str) -> String {
    let text = text.strip_prefix(':').unwrap_or(text);
    text.strip_suffix(':').unwrap_or(text).into()
}

/// The claim that `base` is what was signed, with all hypotheses.
fn claim_of(base: &SignatureBase<'_>) -> Claimed {
    let mut hypotheses = Hypotheses::default();
    component_lines::add_names(base, &mut hypotheses);
    component_lines::add_values(base, &mut hypotheses);
    component_lines::add_digests(base, &mut hypotheses);
    signature_params::add_params(base, &mut hypotheses);
    signature_params::add_layouts(base, &mut hypotheses);
    let all = Vec::from_iter(0..base.components.len());
    let made = Vec::from([terminated(&base.lines(), "\n"), base.listed(&all), String::new()]);
    Claimed { timestamp: base.created.clone(), made, hypotheses, ..Claimed::default() }
}
