//! What a message carries in the places of a scheme: signatures, a timestamp, credentials.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};
use core::slice;

use super::place::Place;
use super::same;
use crate::algorithm::Algorithm;
use crate::algorithm::jws::{Compact, Form};
use crate::canonical::{Inputs, Symbols, Template, Variable};
use crate::credentials::JwsAlgorithms;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Unexpected};
use crate::message::Message;
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{Location, Members, Reads, locator};
use crate::scheme::{BodyType, Scheme};
use crate::text::decimal;

/// The places that a scheme's values travel in.
#[derive(Debug)]
pub(super) struct Places {
    places: Vec<Place>,
    /// Those that have to say what the request makes of their templates.
    made: Vec<(Place, Template)>,
    encoding: Encoding,
    algorithm: Algorithm,
    /// What a JWS may be signed with.
    jws_algorithms: JwsAlgorithms,
    /// Whether a parameter of the query may stand in a form in the body.
    takes_forms: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub timestamp: Option<String>,
    /// The place that the timestamp was found in.
    pub timestamp_place: String,
    pub signatures: Vec<ReceivedSignature>,
    /// Values that have to be credentials, by their places in the scheme.
    pub credentials: Vec<(usize, Vec<u8>)>,
}

/// A signature that was received.
#[derive(Debug)]
pub(super) struct ReceivedSignature {
    pub raw: Vec<u8>,
    /// The canonical string that travels along, where the scheme sends it.
    pub canonical: Option<Vec<u8>>,
    jws: Option<Compact>,
}

impl ReceivedSignature {
    /// The JWS that it is; without RSA it is none.
    pub(super) fn jws(&self) -> Option<&Compact> {
        self.jws.as_ref().filter(|_| cfg!(feature = "rsa"))
    }

    /// Whether the signed text that travels along, if any does, is `canonical`.
    pub(super) fn says(&self, canonical: &[u8], form: Option<Form>) -> bool {
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
        let mut made = Vec::new();
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
                    made.push((place, parsed));
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
        Ok(Self { places, made, encoding: scheme.encoding, algorithm: scheme.algorithm, jws_algorithms, takes_forms })
    }

    /// Whether anything travels in the query.
    pub(super) fn reads_url(&self) -> bool {
        self.places
            .iter()
            .chain(self.made.iter().map(|(place, _)| place))
            .any(|place| place.location == Location::Query)
    }

    /// What is covered where the timestamp is signed.
    pub(super) fn timestamp_covers(&self) -> Covers {
        let of = |place: &Place| match place.location {
            Location::Header => Covers::header(),
            Location::Query => Covers::parameter(),
            Location::Field => Covers::field(),
        };
        let carried = self.places.iter().filter(|place| place.takes(Variable::Timestamp));
        carried.map(of).fold(Covers::default(), Covers::and)
    }

    /// What `covers` says, with what parameters say that are made of the body, where the query is signed.
    pub(super) fn with_made(&self, mut covers: Covers) -> Covers {
        let is_signed =
            |place: &Place| covers.query == Coverage::Whole && place.location == Location::Query && place.required;
        for (_, template) in self.made.iter().filter(|(place, _)| is_signed(place)) {
            if template.uses(Variable::Body) {
                covers.body.raise(if template.is_lossy() { Coverage::Part } else { Coverage::Whole });
            }
        }
        covers
    }

    /// The query parameters that the signature travels in, which it therefore does not cover.
    pub(super) fn query_signatures(&self) -> Vec<&str> {
        let signed = |place: &&Place| place.location == Location::Query && place.takes(Variable::Signature);
        self.places.iter().filter(signed).map(|place| &*place.name).collect()
    }

    /// The member of the body that the signature travels in.
    pub(super) fn in_body(&self) -> Option<&str> {
        let is_it = |place: &&Place| place.location == Location::Field && place.takes(Variable::Signature);
        self.places.iter().find(is_it).map(|place| &*place.name)
    }

    /// Whether a canonical string that `signs` so holds the timestamp.
    pub(super) fn time_is_covered(&self, signs: &Reads) -> bool {
        let is_in =
            |location| self.places.iter().any(|place| place.location == location && place.takes(Variable::Timestamp));
        signs.timestamp || (signs.query && is_in(Location::Query)) || (signs.body && is_in(Location::Field))
    }

    /// Reads what `message` carries.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`], or, for values that travel elsewhere,
    /// [`Error::BodyInvalid`] and [`Error::RequestInvalid`].
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

    /// Refuses a message in which a place does not say what the message makes of its template, as the digest of its body.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`], and those of a place that is not there or cannot be read.
    pub(super) fn check_made(
        &self,
        message: &Message<'_>,
        members: Members<'_>,
        options: &[String],
    ) -> Result<(), Error> {
        let mut inputs = Inputs { method: message.method, body: message.body, options, ..Inputs::default() };
        let budget = inputs.most_to_read(&[]);
        inputs.budget = Some(&budget);
        for (place, template) in &self.made {
            let Some(text) = self.text(place, message, members)? else {
                if place.required {
                    return Err(place.missing());
                }
                continue;
            };
            let mut made = Vec::new();
            template.fill(&inputs, &mut made)?;
            if made != *text {
                return Err(Error::mismatch());
            }
        }
        Ok(())
    }

    /// The text in a place; `None` where there is none.
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
        // A signature in the body would not be the one of the query, which is not signed itself.
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
