//! The plan of a signer: parsed templates, resolved names and checked credentials.

mod checks;

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use super::draft::{Draft, Mark, Value};
use super::outgoing::{self, Outgoing};
use super::readable::{Known, refuse, text_fault};
#[cfg(feature = "js")]
use crate::algorithm::Method;
use crate::algorithm::jws::Form;
use crate::algorithm::{Algorithm, Random, asymmetric};
use crate::canonical::{Inputs, Symbols, Variable, limit_reads};
use crate::encoding::Encoding;
use crate::error::{Error, Fault, cited};
use crate::message::{Message, header_fault};
use crate::placement::{self, Placement};
use crate::recipe::extract::items;
use crate::recipe::{self, BodyReader, Format, Location, Locator, Members, Recipe, SignedParts};
use crate::scheme::{BodyRule, BodyType, Scheme};
use crate::secret::Secret;
use crate::standard::{Config, Request};
use crate::text::utf8;
use crate::timestamp::{Timestamp, TimestampForm, check_clock};
use crate::url::{CheckedUrl, Url};

pub(crate) struct Plan {
    pub recipe: Recipe,
    pub algorithm: Algorithm,
    /// How the key pair signs, if there is one.
    #[cfg(feature = "js")]
    pub method: Option<Method>,
    pub jws: Option<Jws>,
    encoding: Encoding,
    /// In the scheme's order, in which templates refer to them.
    credentials: Vec<Secret>,
    options: Vec<String>,
    /// Where the inputs are extracted from.
    inputs: Vec<Locator>,
    /// The JSON pointer of separately signed items; a request to sign may have one item.
    items: String,
    outgoing: Vec<Outgoing>,
    timestamp: TimestampForm,
    /// Further forms that verifiers accept.
    accepted_timestamps: Vec<TimestampForm>,
    /// Whether verifiers judge no time, so that the timestamp may be any number that grows.
    is_nonce: bool,
    /// Whether a timestamp is signed or sent.
    sends_time: bool,
    expires_after_ms: i64,
    /// Whether the signature carries the body, and is sent in its place.
    carries_body: bool,
    /// The template part that produces the body to send, unless the body is sent as given.
    body_part: Option<usize>,
    body_type: BodyType,
    /// The reader of body members; `None` if the scheme uses none.
    reader: Option<BodyReader>,
    adds: Adds,
    /// Whether `http:` URLs of any host are signed.
    allow_http: bool,
    /// The configuration of the signature standard, if the scheme follows one.
    standard: Option<Config>,
    /// Whether the signature is sent as a JSON Web Token.
    is_token: bool,
}

/// How a JWS is serialised.
pub(crate) struct Jws {
    form: Form,
    /// The protected header, in base64url.
    protected: Vec<u8>,
}

/// Which parts of a request, besides the headers, the scheme changes.
struct Adds {
    query: bool,
    fields: bool,
}

impl Plan {
    pub(super) fn new(
        scheme: &Scheme<'_>,
        algorithm: Algorithm,
        jws: Option<Jws>,
        credentials: Vec<Secret>,
        options: Vec<String>,
        allow_http: bool,
    ) -> Result<Self, Error> {
        let mut recipe = Recipe::read(scheme, scheme.canonical, jws.as_ref().map(|jws| jws.form))?;
        let standard = Config::read(&Scheme { algorithm, ..*scheme }, &options, &[])?;
        if let Some((method, url)) = standard.as_ref().map(Config::signs) {
            recipe.signed = SignedParts { method, path: url, body: true, timestamp: true, ..recipe.signed };
        }
        let inputs = Inputs { credentials: &credentials, options: &options, ..Inputs::default() };
        let named = Symbols { bindings: scheme.bindings, ..recipe::names(scheme) };
        let locators = recipe::locators(scheme)?;
        let reader = BodyReader::new(scheme, &locators, &recipe.templates().collect::<Vec<_>>());
        let mut plan = Self {
            outgoing: outgoing::read(scheme, named, &inputs, &recipe.signed)?,
            inputs: locators,
            items: scheme.signed_items.into(),
            algorithm,
            #[cfg(feature = "js")]
            method: Method::of(algorithm, &scheme.rules()),
            jws,
            encoding: scheme.encoding,
            credentials,
            options,
            timestamp: scheme.timestamp,
            accepted_timestamps: scheme.accepted_timestamps.to_vec(),
            is_nonce: scheme.tolerance_s().is_none(),
            sends_time: false,
            expires_after_ms: i64::from(scheme.expires_after_s) * 1000,
            carries_body: scheme.body == BodyRule::Carried,
            body_part: recipe.template.position(Variable::Body).filter(|_| scheme.body == BodyRule::AsSigned),
            body_type: scheme.body_type,
            reader,
            standard,
            is_token: scheme.is_token(),
            adds: Adds { query: !scheme.query.is_empty(), fields: !scheme.fields.is_empty() },
            allow_http,
            recipe,
        };
        let is_sent = plan.placements().any(|own| own.template.uses(Variable::Timestamp));
        plan.sends_time = is_sent || plan.recipe.signed.timestamp;
        checks::check(&plan, scheme)?;
        Ok(plan)
    }

    /// Fills `draft` up to the canonical string.
    pub(super) fn prepare(
        &self,
        draft: &mut Draft,
        message: &Message<'_>,
        timestamp: Timestamp<'_>,
        random: &mut Random<'_>,
    ) -> Result<(), Error> {
        draft.clear();
        message.check()?;
        message.check_size()?;
        let format = self.format(message)?;
        let item = &Message { body: &message.body[self.item(message.body)?], ..*message };
        let members = Members::read(format, item.body)?;
        let url = self.url(&mut draft.checked, message.url)?;
        self.write_timestamp(&mut draft.timestamp, item, members, timestamp)?;
        draft.extracted = recipe::extract(&self.inputs, item, members)?;
        if self.draws() {
            recipe::extract::draw(&self.inputs, &mut draft.extracted, random)?;
        }
        draft.format = Format::added(message, format.or_else(|| self.body_part.map(|_| Format::Json)), self.body_type);
        self.add_content_type(draft, item.body);
        self.recipe.check_ends(message.method, &self.inputs, &draft.extracted)?;
        for (locator, value) in self.inputs.iter().zip(&draft.extracted).filter(|(locator, _)| locator.is_one_header())
        {
            refuse(header_fault(&locator.name, value), Error::HeaderMalformed)?;
        }
        draft.default_method = self.default_method(message)?;
        let method = draft.method(message.method);
        let Draft { timestamp, extracted, url: added_url, body: added_body, format: added_format, .. } = draft;
        let mut inputs = Inputs { method, url, body: item.body, extracted, ..self.inputs(timestamp) };
        limit_reads!(inputs, &[]);
        checks::check_read(self, &inputs, format, &[Known::WithRequest, Known::WhenFilled], &[Known::WithRequest])?;
        *added_url = self.with_parameters(false, item, &inputs)?;
        *added_body = self.with_fields(false, message, format, &inputs)?;
        if let Some(url) = added_url {
            inputs.url = Url::parse(url, self.allow_http)?;
        }
        if let Some(body) = added_body {
            inputs.body = &body[self.item(body)?];
        }
        if let Some(standard) = &self.standard {
            let content_type = added_format.filter(|_| !inputs.body.is_empty()).map(Format::media_type);
            standard.fill(&Request { message: item, inputs, content_type }, &mut draft.bindings)?;
        }
        self.recipe.build(&mut draft.canonical, &mut draft.bindings, inputs)?;
        draft.body_in_canonical = self.body_part.and_then(|location| draft.canonical.range(location));
        Ok(())
    }

    /// Encodes the raw signature in `draft`, and fills the remaining placements.
    pub(super) fn finish(&self, draft: &mut Draft, message: &Message<'_>) -> Result<(), Error> {
        let (input, raw, out) = (draft.canonical.bytes(), &draft.raw, &mut draft.signature);
        match self.jws.as_ref().filter(|_| asymmetric::IS_ENABLED) {
            None if self.is_token => Form::Attached.write(&[], input, raw, out),
            None => self.encoding.write(raw, out),
            Some(jws) => jws.form.write(&jws.protected, input, raw, out),
        }
        let method = draft.method(message.method);
        let Draft { timestamp, signature, canonical, bindings, extracted, values, marks, url, body, checked, .. } =
            draft;
        let addressed = &Message { url: url.as_deref().unwrap_or(message.url), ..*message };
        let sent = if self.carries_body { b"{}" } else { body.as_deref().unwrap_or(message.body) };
        let sent = &Message { body: sent, ..*addressed };
        let format = self.format(message)?;
        let mut inputs = Inputs {
            method,
            url: checked.received(sent.url),
            body: sent.body,
            signature,
            canonical: canonical.bytes(),
            bindings,
            extracted,
            ..self.inputs(timestamp)
        };
        limit_reads!(inputs, bindings);
        checks::check_read(self, &inputs, format, &[], &[Known::WhenFilled])?;
        for (index, Outgoing { placement, value, .. }) in self.outgoing.iter().enumerate() {
            if placement.location == Location::Query {
                continue;
            }
            let start = values.len();
            if let Value::Mixed = value {
                placement.fill(&inputs, &self.inputs, values)?;
            }
            let value = value.bytes(timestamp, signature, &values[start..]);
            if placement.location == Location::Header {
                refuse(header_fault(&placement.name, value), Error::RequestInvalid)?;
            }
            if !placement.is_absent(value)
                && (placement.location == Location::Field || placement.is_added_to(message, value)?)
            {
                marks.push(Mark { placement: index, range: start..values.len() });
            } else {
                values.truncate(start);
            }
        }
        let final_url = self.with_parameters(true, addressed, &inputs)?;
        let final_body = self.with_fields(true, sent, format, &inputs)?;
        draft.url = final_url.or_else(|| draft.url.take());
        draft.body = final_body.or_else(|| draft.body.take());
        checks::check_sent(self, draft, message)
    }

    /// Whether values are drawn for each signature.
    pub(super) fn draws(&self) -> bool {
        self.standard.as_ref().is_some_and(Config::draws)
    }

    /// The format of the body, if the scheme uses members of it.
    fn format(&self, message: &Message<'_>) -> Result<Option<Format>, Error> {
        BodyReader::format(self.reader.as_ref(), message)
    }

    /// The URL with the query parameters that are added before signing, or `after_signing`.
    fn with_parameters(
        &self,
        after_signing: bool,
        message: &Message<'_>,
        inputs: &Inputs<'_>,
    ) -> Result<Option<String>, Error> {
        if !self.adds.query {
            return Ok(None);
        }
        let members = Members::of(self.reader.as_ref().filter(|_| self.body_type != BodyType::Json), message)?;
        let mut added = outgoing::added(&self.outgoing, Location::Query, after_signing);
        placement::into_query(&mut added, message, members, &|own, out| own.fill(inputs, &self.inputs, out))
    }

    /// The body with the fields that are added before signing, or `after_signing`.
    fn with_fields(
        &self,
        after_signing: bool,
        message: &Message<'_>,
        format: Option<Format>,
        inputs: &Inputs<'_>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let Some(format) = format.filter(|_| self.adds.fields) else { return Ok(None) };
        let body = message.body;
        let at = self.item(body)?;
        let item = &Message { body: &body[at.clone()], ..*message };
        let mut added = outgoing::added(&self.outgoing, Location::Field, after_signing);
        let added = placement::into_body(&mut added, item, format, &|own, out| own.fill(inputs, &self.inputs, out))?;
        Ok(added.map(|added| [&body[..at.start], &added, &body[at.end..]].concat()))
    }

    /// The byte range of `body` that is signed.
    fn item(&self, body: &[u8]) -> Result<Range<usize>, Error> {
        if self.items.is_empty() {
            return Ok(0..body.len());
        }
        match &items(&self.items, body)?[..] {
            [item] => Ok(item.clone()),
            _ => Err(Error::BodyInvalid(Fault::new("body", "one item to sign", "several"))),
        }
    }

    /// Sets an absent `content-type` input to the content type that `body` gets.
    fn add_content_type(&self, draft: &mut Draft, body: &[u8]) {
        let media_type = draft.content_type(body).map_or("", Format::media_type);
        let is_content_type = |locator: &Locator| locator.name.eq_ignore_ascii_case("content-type");
        for (_, value) in self.inputs.iter().zip(&mut draft.extracted).filter(|(own, _)| is_content_type(own)) {
            if value.is_empty() {
                value.extend_from_slice(media_type.as_bytes());
            }
        }
    }

    /// The names and values of the placements at `location`.
    pub(super) fn values<'a>(
        &'a self,
        draft: &'a Draft,
        location: Location,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let marks = draft.marks.iter().map(|mark| (&self.outgoing[mark.placement], &draft.values[mark.range.clone()]));
        marks.filter(move |(own, _)| own.placement.location == location).map(|(own, mixed)| {
            let value = own.value.bytes(&draft.timestamp, &draft.signature, mixed);
            (&*own.placement.name, utf8(value))
        })
    }

    /// The location, name and value of each placement, in the order of [`Mark::placement`].
    pub(crate) fn places(&self) -> impl Iterator<Item = (Location, &str, &Value)> {
        self.outgoing.iter().map(|own| (own.placement.location, &*own.placement.name, &own.value))
    }

    fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.outgoing.iter().map(|own| &own.placement)
    }

    fn inputs<'a>(&'a self, timestamp: &'a str) -> Inputs<'a> {
        let protected = self.jws.as_ref().map_or(&[][..], |jws| &jws.protected);
        Inputs { timestamp, credentials: &self.credentials, options: &self.options, protected, ..Inputs::default() }
    }

    fn url<'a>(&self, checked: &mut CheckedUrl, url: &'a str) -> Result<Url<'a>, Error> {
        let signed = self.recipe.signed.base || self.recipe.signed.path || self.recipe.signed.query;
        if url.is_empty() && !signed {
            return Ok(Url::default());
        }
        let parts = checked.parse(url, self.allow_http)?;
        match &self.recipe.signed {
            SignedParts { base: true, .. } => parts.check_base(self.recipe.template.literal_after(Variable::Base))?,
            _ if signed => parts.check_path_given()?,
            _ => {}
        }
        Ok(parts)
    }

    /// The method of a request that names none: `GET` or, with a body, `POST`; empty for a request that names one. If the
    /// method is signed, a request with a body must name it.
    fn default_method(&self, message: &Message<'_>) -> Result<&'static str, Error> {
        let default = message.default_method(self.adds.fields);
        if default == "POST" && self.recipe.signed.method {
            let expected = "the method, which this scheme signs: `GET` with a body, or `POST`";
            return Err(Error::RequestInvalid(Fault::new("method", expected, "none")));
        }
        Ok(default)
    }

    /// Writes the timestamp. One that the request already carries takes precedence over [`Timestamp::Now`].
    fn write_timestamp(
        &self,
        text: &mut String,
        message: &Message<'_>,
        members: Members<'_>,
        timestamp: Timestamp<'_>,
    ) -> Result<(), Error> {
        text.clear();
        if !self.sends_time {
            return Ok(());
        }
        let existing = outgoing::existing_timestamp(&self.outgoing, message, members)?;
        match (timestamp, &existing) {
            (Timestamp::Now(_), Some(existing)) => text.push_str(existing),
            (Timestamp::Now(now_ms), None) => {
                if self.timestamp != TimestampForm::None {
                    check_clock(now_ms, "timestamp").map_err(Error::TimestampInvalid)?;
                }
                self.timestamp.write(now_ms.saturating_add(self.expires_after_ms), text)?;
            }
            (Timestamp::At(at_ms), _) => self.timestamp.write(at_ms, text)?,
            (Timestamp::Text(asked), _) => text.push_str(asked),
        }
        if let Some(existing) = existing.filter(|existing| existing != text) {
            let expected = [&*cited(&existing), ", which the request carries already"].concat();
            return Err(Error::TimestampInvalid(Fault::new("timestamp", expected, cited(text))));
        }
        let is_alone = self.places().any(|(_, _, value)| matches!(value, Value::Timestamp));
        if text.is_empty() && (self.timestamp != TimestampForm::None || is_alone) {
            return Err(Error::TimestampInvalid(Fault::new("timestamp", "the string to send", "an empty string")));
        }
        refuse(text_fault("timestamp", text.as_bytes(), self.adds.fields), Error::TimestampInvalid)?;
        match timestamp {
            Timestamp::At(_) => Ok(()),
            Timestamp::Now(_) | Timestamp::Text(_) => {
                self.timestamp.check(text, &self.accepted_timestamps, self.is_nonce)
            }
        }
    }
}

impl Jws {
    pub(super) fn new(form: Form, algorithm: &str, certificates: &[Vec<u8>]) -> Self {
        Self { form, protected: form.protected(algorithm, Some(certificates)) }
    }
}
