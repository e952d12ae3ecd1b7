//! Reads the values that a message holds at the places of a scheme: signatures, a timestamp, credentials.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};
use core::slice;

use super::place::Place;
use super::same;
use crate::algorithm::jws::{Compact, Form};
use crate::algorithm::{Algorithm, asymmetric};
use crate::canonical::{Inputs, Symbols, Template, Variable, limit_reads};
use crate::credentials::JwsAlgorithms;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Unexpected};
use crate::message::Message;
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{Location, Members, SignedParts, locator};
use crate::scheme::{BodyType, Scheme};
use crate::text::decimal;

/// The places that hold values of a scheme.
#[derive(Debug)]
pub(super) struct Places {
    places: Vec<Place>,
    /// Places whose value must equal the output of their template, such as a digest of the body.
    computed: Vec<(Place, Template)>,
    encoding: Encoding,
    algorithm: Algorithm,
    /// The algorithms that a JWS may use.
    jws_algorithms: JwsAlgorithms,
    /// Whether a form in the body may hold query parameters.
    takes_forms: bool,
}

/// The values of a message.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub timestamp: Option<String>,
    /// The name of the place that holds the timestamp.
    pub timestamp_place: String,
    pub signatures: Vec<ReceivedSignature>,
    /// Values that must equal credentials, by their indices in the scheme.
    pub credentials: Vec<(usize, Vec<u8>)>,
}

/// A received signature.
#[derive(Debug)]
pub(super) struct ReceivedSignature {
    pub raw: Vec<u8>,
    /// The canonical string that the message carries, if the scheme sends it.
    pub canonical: Option<Vec<u8>>,
    jws: Option<Compact>,
}

impl ReceivedSignature {
    /// The parsed JWS; always `None` in a build without RSA.
    pub(super) fn jws(&self) -> Option<&Compact> {
        self.jws.as_ref().filter(|_| asymmetric::IS_ENABLED)
    }

    /// Whether the canonical string or payload that the message carries, if any, agrees with `canonical`.
    pub(super) fn agrees_with(&self, canonical: &[u8], form: Option<Form>) -> bool {
        let sent = self.canonical.as_ref().is_none_or(|sent| same(sent, canonical));
        sent && self.jws().is_none_or(|jws| form != Some(Form::Attached) || jws.holds(canonical))
    }
}

impl Places {
    pub(super) fn read(
        scheme: &Scheme<'_>,
        names: Symbols<'_>,
        options: &[String],
        jws_algorithms: JwsAlgorithms,
    ) -> Result<Self, Error> {
        let mut places: Vec<Place> = Vec::new();
        let mut computed = Vec::new();
        let parts = [
            (Location::Header, "headers.", scheme.headers),
            (Location::Query, "query.", scheme.query),
            (Location::Field, "fields.", scheme.fields),
        ];
        for (location, member, schemes) in parts {
            for &(name, template) in schemes {
                let path = [member, name].concat();
                let parsed = Template::parse(&path, template, names)?;
                if parsed.is_of_request() {
                    let required = !parsed.is_optional();
                    let place = Place { location, name: name.into(), patterns: Vec::new(), separator: None, required };
                    computed.push((place, parsed));
                    continue;
                }
                let list =
                    scheme.list_separators.iter().find(|(list, _)| *list == name && location == Location::Header);
                let separator = list.map(|&(_, separator)| separator).filter(|separator| !separator.is_empty());
                let by = separator.unwrap_or_default();
                let patterns = pattern::read(&path, template, by, names, options)?;
                pattern::check_signature(&path, template, by, &patterns, scheme)?;
                let required = !patterns.iter().all(|pattern| pattern.optional);
                if patterns.iter().any(Pattern::takes_something) {
                    let separator = separator.map(String::from);
                    places.push(Place { location, name: name.into(), patterns, separator, required });
                }
            }
        }
        for (index, &(place, template)) in scheme.accepted_placements.iter().enumerate() {
            let path = ["acceptedPlacements[", &decimal(index), "]"].concat();
            let (location, name) = Location::named(place, &path)?;
            let pattern = Pattern::read(&path, template, names, options)?;
            pattern::check_signature(&path, template, "", slice::from_ref(&pattern), scheme)?;
            match places.iter_mut().find(|own| own.location == location && own.name == name) {
                Some(Place { separator: Some(_), .. }) => {
                    return Err(Error::SchemeInvalid(Fault::new(&path, "a place that holds no list", "one that does")));
                }
                Some(own) => own.patterns.push(pattern),
                None => {
                    let patterns = Vec::from([pattern]);
                    places.push(Place { location, name: name.into(), patterns, separator: None, required: false });
                }
            }
        }
        let takes_forms = scheme.body_type != BodyType::Json;
        Ok(Self {
            places,
            computed,
            encoding: scheme.encoding,
            algorithm: scheme.algorithm,
            jws_algorithms,
            takes_forms,
        })
    }

    /// Whether a query parameter holds a value.
    pub(super) fn reads_url(&self) -> bool {
        self.places
            .iter()
            .chain(self.computed.iter().map(|(place, _)| place))
            .any(|place| place.location == Location::Query)
    }

    /// The coverage of a signature over the timestamp.
    pub(super) fn timestamp_covers(&self) -> Covers {
        let of = |place: &Place| match place.location {
            Location::Header => Covers::header(),
            Location::Query => Covers::parameter(),
            Location::Field => Covers::field(),
        };
        let timestamps = self.places.iter().filter(|place| place.takes(Variable::Timestamp));
        timestamps.map(of).fold(Covers::default(), Covers::and)
    }

    /// Adds the body to `covers`, if the signed query contains a digest of it.
    pub(super) fn with_computed(&self, mut covers: Covers) -> Covers {
        let is_signed =
            |place: &Place| covers.query == Coverage::Whole && place.location == Location::Query && place.required;
        for (_, template) in self.computed.iter().filter(|(place, _)| is_signed(place)) {
            if template.uses(Variable::Body) {
                covers.body.raise(if template.is_lossy() { Coverage::Part } else { Coverage::Whole });
            }
        }
        covers
    }

    /// The query parameters with the signature, which the signature cannot cover.
    pub(super) fn signature_parameters(&self) -> Vec<&str> {
        let signed = |place: &&Place| place.location == Location::Query && place.takes(Variable::Signature);
        self.places.iter().filter(signed).map(|place| &*place.name).collect()
    }

    /// The body member with the signature.
    pub(super) fn signature_field(&self) -> Option<&str> {
        let holds_signature = |place: &&Place| place.location == Location::Field && place.takes(Variable::Signature);
        self.places.iter().find(holds_signature).map(|place| &*place.name)
    }

    /// Whether a canonical string that `signs` these parts contains the timestamp.
    pub(super) fn time_is_covered(&self, signs: &SignedParts) -> bool {
        let is_at =
            |location| self.places.iter().any(|place| place.location == location && place.takes(Variable::Timestamp));
        signs.timestamp || (signs.query && is_at(Location::Query)) || (signs.body && is_at(Location::Field))
    }

    /// SignedParts all values of `message`.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`]; for other locations [`Error::BodyInvalid`] and
    /// [`Error::RequestInvalid`].
    pub(super) fn received(&self, message: &Message<'_>, members: Members<'_>) -> Result<Received, Error> {
        let mut received = Received::default();
        for place in &self.places {
            match self.text(place, message, members)? {
                Some(text) => place.take(&text, self, &mut received)?,
                None if place.required && !place.takes(Variable::Signature) => return Err(place.missing()),
                None => {}
            }
        }
        let unsigned = received.signatures.is_empty() && self.algorithm != Algorithm::None;
        match self.places.iter().find(|place| place.takes(Variable::Signature)) {
            Some(place) if unsigned => Err(place.missing()),
            _ => Ok(received),
        }
    }

    /// Refuses a message with a computed value that differs from the received one, such as the digest of its body.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`]; the errors of a place that is missing or malformed.
    pub(super) fn check_computed(
        &self,
        message: &Message<'_>,
        members: Members<'_>,
        options: &[String],
    ) -> Result<(), Error> {
        let mut inputs = Inputs { method: message.method, body: message.body, options, ..Inputs::default() };
        limit_reads!(inputs, &[]);
        for (place, template) in &self.computed {
            let Some(text) = self.text(place, message, members)? else {
                if place.required {
                    return Err(place.missing());
                }
                continue;
            };
            let mut computed = Vec::new();
            template.fill(&inputs, &mut computed)?;
            if computed != *text {
                return Err(Error::mismatch());
            }
        }
        Ok(())
    }

    /// The value at a place; `None` if there is none.
    fn text<'m>(
        &self,
        place: &Place,
        message: &Message<'m>,
        members: Members<'_>,
    ) -> Result<Option<Cow<'m, [u8]>>, Error> {
        let found = match place.location {
            Location::Header => {
                return place.only(message.headers_named(&place.name).map(|value| value.as_bytes().into()));
            }
            Location::Query => locator::parameter(message.url, &place.name)?,
            Location::Field => members.value(&place.name)?,
        };
        // A signature in the body is never that of the query: the query signature does not cover itself.
        let is_in_form = self.takes_forms && matches!(members, Members::Form(_)) && !place.takes(Variable::Signature);
        if place.location == Location::Query && is_in_form {
            let in_form = members.value(&place.name)?;
            return if found.is_some() && in_form.is_some() {
                Err(place.several())
            } else {
                Ok(found.or(in_form).map(Cow::Owned))
            };
        }
        Ok(found.map(Cow::Owned))
    }

    pub(super) fn signature(&self, place: &Place, text: &[u8], at: usize) -> Result<ReceivedSignature, Error> {
        if self.algorithm.is_jws() {
            let malformed = |error: core::str::Utf8Error| {
                let unexpected = Unexpected { at: at + error.valid_up_to(), expected: "ASCII", got: None.into() };
                place.malformed(unexpected)
            };
            let text = core::str::from_utf8(text).map_err(malformed)?;
            let jws = Compact::parse(text, &place.name, &self.jws_algorithms)?;
            return Ok(ReceivedSignature { raw: jws.signature.clone(), canonical: None, jws: Some(jws) });
        }
        let raw = self
            .encoding
            .read(text)
            .map_err(|unexpected| place.malformed(Unexpected { at: at + unexpected.at, ..unexpected }))?;
        match self.algorithm.mac_len() {
            Some(length) if raw.len() != length => {
                let expected = ["a signature of ", &decimal(length), " bytes"].concat();
                Err(place.blame(Fault::new(&place.name, expected, decimal(raw.len()))))
            }
            _ => Ok(ReceivedSignature { raw, canonical: None, jws: None }),
        }
    }
}
