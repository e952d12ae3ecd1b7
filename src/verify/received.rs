//! What a message carries in the places of a row: signatures, a timestamp, credentials.

use alloc::borrow::Cow;
use alloc::{boxed::Box, string::String, vec::Vec};

use super::pattern::{Pattern, Taken};
use crate::algorithm::Algorithm;
use crate::algorithm::jws::Compact;
use crate::canonical::{Inputs, Names, Template, Variable, params};
use crate::credentials::JwsAlgorithms;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Misfit, cited};
use crate::json::{Document, is_json};
use crate::message::Message;
use crate::recipe::{Signs, source};
use crate::scheme::Scheme;
use crate::text::{decimal, elements};

/// The places that a row's values travel in.
#[derive(Debug)]
pub(super) struct Places {
    places: Vec<Place>,
    /// Those that have to say what the request makes of their templates.
    made: Vec<(Place, Template)>,
    encoding: Encoding,
    algorithm: Algorithm,
    /// What a JWS may be signed with.
    jws_algorithms: JwsAlgorithms,
}

#[derive(Debug)]
struct Place {
    part: Part,
    name: String,
    /// The ways its text may read, tried in order; for a list, the elements.
    patterns: Vec<Pattern>,
    separator: Option<String>,
    required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Header,
    Query,
    Field,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub timestamp: Option<String>,
    /// The place that the timestamp was found in.
    pub timestamp_place: String,
    pub claims: Vec<Claim>,
    /// Values that have to be credentials, by their places in the row.
    pub credentials: Vec<(usize, Vec<u8>)>,
}

/// A signature that was received.
#[derive(Debug)]
pub(super) struct Claim {
    pub raw: Vec<u8>,
    /// The canonical string that travels along, where the row sends it.
    pub canonical: Option<Vec<u8>>,
    jws: Option<Compact>,
}

impl Claim {
    /// The JWS that it is; without RSA it is none.
    pub(super) fn jws(&self) -> Option<&Compact> {
        self.jws.as_ref().filter(|_| cfg!(feature = "rsa"))
    }
}

impl Places {
    pub(super) fn read(
        scheme: &Scheme<'_>,
        names: Names<'_>,
        options: &[String],
        jws_algorithms: JwsAlgorithms,
    ) -> Result<Self, Error> {
        let mut places: Vec<Place> = Vec::new();
        let mut made = Vec::new();
        let parts = [
            (Part::Header, "headers.", scheme.headers),
            (Part::Query, "query.", scheme.query),
            (Part::Field, "fields.", scheme.fields),
        ];
        for (part, member, rows) in parts {
            for &(name, template) in rows {
                let path = [member, name].concat();
                let parsed = Template::parse(&path, template, names)?;
                if parsed.is_of_request() {
                    let required = !parsed.is_optional();
                    let place = Place { part, name: name.into(), patterns: Vec::new(), separator: None, required };
                    made.push((place, parsed));
                    continue;
                }
                let list = scheme.lists.iter().find(|(list, _)| *list == name && part == Part::Header);
                let separator = list.map(|&(_, separator)| separator).filter(|separator| !separator.is_empty());
                let elements = separator.map_or_else(|| Vec::from([template]), |by| elements(template, by));
                let (mut patterns, mut start): (Vec<Pattern>, _) = (Vec::new(), 0);
                for element in elements {
                    let read = Pattern::read(&path, element, names, options);
                    let pattern = read.map_err(|error| error.further(start))?;
                    if patterns.iter().any(|own| own.lead() == pattern.lead()) {
                        let fault = Fault::new(&path, "elements of a list that begin differently", cited(element));
                        return Err(Error::SchemeInvalid(fault.at(start)));
                    }
                    // An element is of the kind whose beginning says most.
                    let place = patterns.iter().position(|own| own.lead().len() < pattern.lead().len());
                    patterns.insert(place.unwrap_or(patterns.len()), pattern);
                    start += element.len() + separator.map_or(0, str::len);
                }
                let required = !patterns.iter().all(|pattern| pattern.optional);
                if patterns.iter().any(Pattern::takes_something) {
                    let separator = separator.map(String::from);
                    places.push(Place { part, name: name.into(), patterns, separator, required });
                }
            }
        }
        for (index, &(place, template)) in scheme.accepts.iter().enumerate() {
            let path = ["accepts[", &decimal(index), "]"].concat();
            let (part, name) = Part::named(place, &path)?;
            let pattern = Pattern::read(&path, template, names, options)?;
            match places.iter_mut().find(|own| own.part == part && own.name == name) {
                Some(Place { separator: Some(_), .. }) => {
                    return Err(Error::SchemeInvalid(Fault::new(&path, "a place that holds no list", "one that does")));
                }
                Some(own) => own.patterns.push(pattern),
                None => {
                    let patterns = Vec::from([pattern]);
                    places.push(Place { part, name: name.into(), patterns, separator: None, required: false });
                }
            }
        }
        let is_sent = places.iter().any(|place| place.takes(Variable::Signature));
        if !is_sent && scheme.algorithm != Algorithm::None && scheme.standard.is_none() {
            let expected = "a place that `{signature}` travels in";
            return Err(Error::SchemeInvalid(Fault::new("headers", expected, "none")));
        }
        Ok(Self { places, made, encoding: scheme.encoding, algorithm: scheme.algorithm, jws_algorithms })
    }

    /// The query parameters that the signature travels in, which it therefore does not cover.
    pub(super) fn query_signatures(&self) -> Vec<&str> {
        let signed = |place: &&Place| place.part == Part::Query && place.takes(Variable::Signature);
        self.places.iter().filter(signed).map(|place| &*place.name).collect()
    }

    /// The member of the body that the signature travels in.
    pub(super) fn in_body(&self) -> Option<&str> {
        let is_it = |place: &&Place| place.part == Part::Field && place.takes(Variable::Signature);
        self.places.iter().find(is_it).map(|place| &*place.name)
    }

    /// Whether a canonical string that `signs` so holds the timestamp.
    pub(super) fn time_is_covered(&self, signs: &Signs) -> bool {
        let is_in = |part| self.places.iter().any(|place| place.part == part && place.takes(Variable::Timestamp));
        signs.timestamp || (signs.query && is_in(Part::Query)) || (signs.body && is_in(Part::Field))
    }

    /// Reads what `message` carries.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`], or, for values that travel elsewhere,
    /// [`Error::BodyInvalid`] and [`Error::RequestInvalid`].
    pub(super) fn received(&self, message: &Message<'_>) -> Result<Received, Error> {
        let json = match message.body.trim_ascii_start() {
            [b'{', ..] if self.places.iter().any(|place| place.part == Part::Field) => {
                Some(source::document(message.body)?)
            }
            _ => None,
        };
        let mut received = Received::default();
        for place in &self.places {
            match place.text(message, json)? {
                Some(text) => place.take(&text, self, &mut received)?,
                None if place.required && !place.takes(Variable::Signature) => return Err(place.missing()),
                None => {}
            }
        }
        let unsigned = received.claims.is_empty() && self.algorithm != Algorithm::None;
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
    pub(super) fn check_made(&self, message: &Message<'_>, options: &[String]) -> Result<(), Error> {
        let mut inputs = Inputs { method: message.method, body: message.body, options, ..Inputs::default() };
        let budget = inputs.most_to_read(&[]);
        inputs.budget = Some(&budget);
        for (place, template) in &self.made {
            let Some(text) = place.text(message, None)? else {
                if place.required {
                    return Err(place.missing());
                }
                continue;
            };
            let mut made = Vec::new();
            template.fill(&inputs, &mut made)?;
            if made != *text {
                return Err(Error::SignatureMismatch);
            }
        }
        Ok(())
    }

    fn claim(&self, place: &Place, text: &[u8], at: usize) -> Result<Claim, Error> {
        if self.algorithm.is_jws() {
            let malformed = |error: core::str::Utf8Error| {
                let misfit = Misfit { at: at + error.valid_up_to(), expected: "ASCII", got: None.into() };
                place.malformed(misfit)
            };
            let text = core::str::from_utf8(text).map_err(malformed)?;
            let jws = Compact::parse(text, &place.name, &self.jws_algorithms)?;
            return Ok(Claim { raw: jws.signature.clone(), canonical: None, jws: Some(jws) });
        }
        let raw =
            self.encoding.read(text).map_err(|misfit| place.malformed(Misfit { at: at + misfit.at, ..misfit }))?;
        match self.algorithm.mac_len() {
            Some(length) if raw.len() != length => {
                let expected = ["a signature of ", &decimal(length), " bytes"].concat();
                Err(place.blame(Fault::new(&place.name, expected, decimal(raw.len()))))
            }
            _ => Ok(Claim { raw, canonical: None, jws: None }),
        }
    }
}

impl Place {
    /// The text in this place; `None` where there is none.
    fn text<'m>(&self, message: &Message<'m>, json: Option<Document<'_>>) -> Result<Option<Cow<'m, [u8]>>, Error> {
        let query = || message.url.split_once('?').map_or(&b""[..], |(_, query)| query.as_bytes());
        match self.part {
            Part::Header => self.only(message.headers_named(&self.name).map(|value| value.as_bytes().into())),
            // A parameter may stand in the form in the body as well.
            Part::Query => {
                let form = if is_json(message.body) { &[] } else { message.body };
                let values = params::all(query(), &self.name).chain(params::all(form, &self.name));
                self.only(values.map(|value| params::decoded(value).into()))
            }
            Part::Field => match json {
                Some(json) => Ok(json.text(&self.name).map_err(|_| self.several())?.map(Cow::Owned)),
                None => self.only(params::all(message.body, &self.name).map(|value| params::decoded(value).into())),
            },
        }
    }

    /// The one value; the same several times is one.
    fn only<'m>(&self, mut values: impl Iterator<Item = Cow<'m, [u8]>>) -> Result<Option<Cow<'m, [u8]>>, Error> {
        let Some(first) = values.next() else { return Ok(None) };
        if values.any(|other| other != first) {
            return Err(self.several());
        }
        Ok(Some(first))
    }

    fn several(&self) -> Error {
        self.blame(Fault::new(&self.name, "one value", "several"))
    }

    fn take(&self, text: &[u8], places: &Places, received: &mut Received) -> Result<(), Error> {
        let Some(separator) = &self.separator else {
            let mut tried = self.patterns.iter().map(|pattern| self.taken(pattern, text, 0, places));
            // The first way to read is the usual one, so its fault is the one to tell.
            let first = tried.next().unwrap_or_else(|| Ok(Received::default()));
            let read = first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault))?;
            return self.merge(read, received);
        };
        let text = core::str::from_utf8(text)
            .map_err(|error| self.malformed(Misfit { at: error.valid_up_to(), expected: "ASCII", got: None.into() }))?;
        let mut at = 0;
        let mut found = Vec::from_iter(self.patterns.iter().map(|_| false));
        for element in elements(text, separator).into_iter().take(MAX_ELEMENTS) {
            if let Some(place) = self.patterns.iter().position(|pattern| pattern.is_meant(element)) {
                found[place] = true;
                let read = self.taken(&self.patterns[place], element.as_bytes(), at, places)?;
                self.merge(read, received)?;
            }
            at += element.len() + separator.len();
        }
        if found.contains(&false) {
            let misfit =
                Misfit { at: text.len(), expected: "an element of each kind that the scheme writes", got: None.into() };
            return Err(self.malformed(misfit));
        }
        Ok(())
    }

    /// What `pattern` finds in `text`, which starts at byte `start` of the place.
    fn taken(&self, pattern: &Pattern, text: &[u8], start: usize, places: &Places) -> Result<Received, Error> {
        let taken = pattern.take(text).map_err(|misfit| self.malformed(Misfit { at: start + misfit.at, ..misfit }))?;
        let mut received = Received::default();
        let canonical = taken.iter().find(|(variable, ..)| *variable == Variable::Canonical);
        for &(variable, value, at) in &taken {
            self.note((variable, value, start + at), canonical, places, &mut received)?;
        }
        Ok(received)
    }

    fn note(
        &self,
        (variable, value, at): Taken<'_>,
        canonical: Option<&Taken<'_>>,
        places: &Places,
        received: &mut Received,
    ) -> Result<(), Error> {
        match variable {
            Variable::Signature => {
                let canonical = canonical.map(|(_, value, _)| value.to_vec());
                received.claims.push(Claim { canonical, ..places.claim(self, value, at)? });
            }
            Variable::Timestamp => {
                let text = core::str::from_utf8(value).map_err(|error| {
                    self.malformed(Misfit { at: at + error.valid_up_to(), expected: "UTF-8", got: None.into() })
                })?;
                received.timestamp = Some(text.into());
                received.timestamp_place = self.name.clone();
            }
            Variable::Credential(index) => received.credentials.push((index, value.to_vec())),
            _ => {}
        }
        Ok(())
    }

    fn merge(&self, new: Received, received: &mut Received) -> Result<(), Error> {
        match (&new.timestamp, &received.timestamp) {
            (Some(new), Some(before)) if new != before => {
                return Err(self.blame(Fault::new(&self.name, "one timestamp", "several that differ")));
            }
            (Some(_), _) => {
                received.timestamp = new.timestamp;
                received.timestamp_place = new.timestamp_place;
            }
            (None, _) => {}
        }
        received.claims.extend(new.claims);
        received.credentials.extend(new.credentials);
        Ok(())
    }

    fn takes(&self, variable: Variable) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes(variable))
    }

    fn missing(&self) -> Error {
        match self.part {
            Part::Header => Error::HeaderMissing(Fault::new(&self.name, "this header", "none")),
            Part::Query => Error::RequestInvalid(Fault::new(&self.name, "this parameter in the query", "none")),
            Part::Field => Error::BodyInvalid(Fault::new(&self.name, "this member in the body, as text", "none")),
        }
    }

    fn malformed(&self, misfit: Misfit) -> Error {
        self.blame(misfit.of(&self.name))
    }

    fn blame(&self, fault: Box<Fault>) -> Error {
        match self.part {
            Part::Header => Error::HeaderMalformed(fault),
            Part::Query => Error::RequestInvalid(fault),
            Part::Field => Error::BodyInvalid(fault),
        }
    }
}

impl Part {
    /// The part and name that a row writes as `header:Authorization`.
    fn named<'p>(place: &'p str, path: &str) -> Result<(Self, &'p str), Error> {
        match place.split_once(':') {
            Some(("header", name)) => Ok((Self::Header, name)),
            Some(("query", name)) => Ok((Self::Query, name)),
            Some(("field", name)) => Ok((Self::Field, name)),
            _ => {
                let expected = "a place such as `header:Authorization`, `query:hmac` or `field:signature`";
                Err(Error::SchemeInvalid(Fault::new(path, expected, cited(place))))
            }
        }
    }
}

/// More elements than any sender's list has; what comes after is not looked at.
const MAX_ELEMENTS: usize = 64;
