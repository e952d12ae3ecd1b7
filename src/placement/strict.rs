//! Reads the values of a received message strictly: it refuses whatever two receivers could read differently.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};
use core::slice;

use super::{Placement, Reader, names, own};
use crate::algorithm::jws::Compact;
use crate::algorithm::{Algorithm, asymmetric};
use crate::canonical::{Inputs, Template, Variable, limit_reads};
use crate::credentials::JwsAlgorithms;
use crate::encoding::Encoding;
use crate::error::{Error, Fault, Unexpected, cited};
use crate::message::Message;
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::pattern::{self, Pattern};
use crate::recipe::{Location, Members, SignedParts};
use crate::scheme::{BodyType, Scheme};
use crate::text::decimal;

/// The placements that a verifier reads.
#[derive(Debug)]
pub(crate) struct Placements {
    /// Placements whose values are taken.
    pub(super) taken: Vec<Placement>,
    /// Placements whose value must equal the output of their template, such as a digest of the body.
    pub(super) computed: Vec<Placement>,
    encoding: Encoding,
    algorithm: Algorithm,
    /// The algorithms that a JWS may use.
    jws_algorithms: JwsAlgorithms,
    /// Whether the signature is a JSON Web Token.
    is_token: bool,
    /// Whether a form in the body may hold query parameters.
    takes_forms: bool,
}

/// The values of a message.
#[derive(Debug, Default)]
pub(crate) struct Received {
    pub timestamp: Option<String>,
    /// The name of the placement that holds the timestamp.
    pub timestamp_name: String,
    pub signatures: Vec<ReceivedSignature>,
    /// Values that must equal credentials, by their indices in the scheme.
    pub credentials: Vec<(usize, Vec<u8>)>,
}

/// A received signature.
#[derive(Debug)]
pub(crate) struct ReceivedSignature {
    pub raw: Vec<u8>,
    /// The canonical string that the message carries, if the scheme sends it.
    pub canonical: Option<Vec<u8>>,
    jws: Option<Compact>,
}

impl ReceivedSignature {
    /// The token, if the signature is one.
    #[cfg(feature = "standards")]
    pub(crate) fn into_token(self) -> Option<Compact> {
        self.jws
    }

    /// The payload that a JWS carries.
    pub(crate) fn carried(&self) -> Option<Vec<u8>> {
        Encoding::Base64Url.read(self.jws()?.payload.as_bytes()).ok()
    }

    /// The id of the key that a JWS names.
    pub(crate) fn key_id(&self) -> Option<&[u8]> {
        self.jws()?.key_id.as_deref()
    }

    /// The parsed JWS; always `None` in a build without key pairs.
    pub(crate) fn jws(&self) -> Option<&Compact> {
        self.jws.as_ref().filter(|_| asymmetric::IS_ENABLED)
    }
}

impl Placements {
    /// The placements of `scheme`, whose JWS may use `jws_algorithms`.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a template that cannot be matched, or for a place that cannot be parsed.
    pub(crate) fn read(scheme: &Scheme<'_>, options: &[String], jws_algorithms: JwsAlgorithms) -> Result<Self, Error> {
        let mut placements = Self::of(scheme, jws_algorithms);
        for own in own(scheme, names(scheme), options, Reader::Verifier)? {
            placements.add(own);
        }
        for (index, &(place, template)) in scheme.accepted_placements.iter().enumerate() {
            let path = ["acceptedPlacements[", &decimal(index), "]"].concat();
            placements.accept(scheme, &path, place, template, options)?;
        }
        Ok(placements)
    }

    pub(super) fn of(scheme: &Scheme<'_>, jws_algorithms: JwsAlgorithms) -> Self {
        Self {
            taken: Vec::new(),
            computed: Vec::new(),
            encoding: scheme.encoding,
            algorithm: scheme.algorithm,
            jws_algorithms,
            is_token: scheme.is_token(),
            takes_forms: scheme.body_type != BodyType::Json,
        }
    }

    /// Adds a placement of the scheme's own, unless nothing is read there.
    pub(super) fn add(&mut self, own: Placement) {
        if own.template.is_of_request() {
            self.computed.push(own);
        } else if own.takes_something() {
            self.taken.push(own);
        }
    }

    /// Reads a further pattern for a value, the member `path` of the scheme.
    fn accept(
        &mut self,
        scheme: &Scheme<'_>,
        path: &str,
        place: &str,
        template: &str,
        options: &[String],
    ) -> Result<(), Error> {
        let Some((location, name)) = Location::named(place).filter(|(location, _)| !location.is_in_token()) else {
            let expected = "a place such as `header:Authorization`, `query:hmac` or `field:signature`";
            return Err(Error::SchemeInvalid(Fault::new(path, expected, cited(place))));
        };
        let pattern = Pattern::read(path, template, names(scheme), options)?;
        pattern::check_signature(path, template, "", slice::from_ref(&pattern), scheme)?;
        if self.add_accepted(location, name, pattern) {
            return Ok(());
        }
        Err(Error::SchemeInvalid(Fault::new(path, "a place that holds no list", "one that does")))
    }

    /// Adds a further pattern for a value; `false` if the placement is a list.
    pub(super) fn add_accepted(&mut self, location: Location, name: &str, pattern: Pattern) -> bool {
        let own = self.taken.iter_mut().find(|own| own.location == location && own.name == name);
        let is_list = own.as_ref().is_some_and(|own| !own.separator.is_empty());
        match own {
            Some(own) => own.patterns.extend(Some(pattern).filter(|_| !is_list)),
            None => self.taken.push(Placement {
                location,
                name: name.into(),
                template: Template::of(Vec::new()),
                separator: String::new(),
                patterns: Vec::from([pattern]),
                required: false,
            }),
        }
        !is_list
    }

    /// The computed placements that `message` holds, with the value of each.
    pub(crate) fn computed<'p, 'm: 'p>(
        &'p self,
        message: &'p Message<'m>,
        members: Members<'p>,
    ) -> impl Iterator<Item = (&'p Placement, Cow<'m, [u8]>)> {
        self.computed.iter().filter_map(move |own| Some((own, self.text(own, message, members).ok()??)))
    }

    /// The query parameters or fields whose whole value is the timestamp.
    pub(crate) fn timed(&self, location: Location) -> impl Iterator<Item = &Placement> {
        let is_time = move |own: &&Placement| own.location == location && own.template.is_only(Variable::Timestamp);
        self.taken.iter().filter(is_time)
    }

    /// The names of the headers that hold a value.
    #[cfg(feature = "js")]
    pub(crate) fn headers(&self) -> impl Iterator<Item = &str> {
        self.taken.iter().chain(&self.computed).filter(|own| own.location == Location::Header).map(|own| &*own.name)
    }

    /// Whether a query parameter holds a value.
    pub(crate) fn reads_url(&self) -> bool {
        self.taken.iter().chain(&self.computed).any(|own| own.location == Location::Query)
    }

    /// The coverage of a signature over the timestamp.
    pub(crate) fn timestamp_covers(&self) -> Covers {
        self.times().map(Covers::at).fold(Covers::default(), Covers::and)
    }

    /// The locations that hold the timestamp.
    fn times(&self) -> impl Iterator<Item = Location> {
        self.taken.iter().filter(|own| own.takes(Variable::Timestamp)).map(|own| own.location)
    }

    /// Adds the body to `covers`, if the signed query contains a digest of it.
    pub(crate) fn with_computed(&self, mut covers: Covers) -> Covers {
        let is_signed =
            |own: &&Placement| covers.query == Coverage::Whole && own.location == Location::Query && own.required;
        let digests = self.computed.iter().filter(is_signed).map(|own| &own.template);
        for template in digests.filter(|template| template.uses(Variable::Body)) {
            covers.body.raise(if template.is_lossy() { Coverage::Part } else { Coverage::Whole });
        }
        covers
    }

    /// The query parameters with the signature, which the signature cannot cover.
    pub(crate) fn signature_parameters(&self) -> Vec<&str> {
        self.with_signature(Location::Query).collect()
    }

    /// The body member with the signature.
    pub(crate) fn signature_field(&self) -> Option<&str> {
        self.with_signature(Location::Field).next()
    }

    /// The names of the placements at `location` that hold the signature.
    fn with_signature(&self, location: Location) -> impl Iterator<Item = &str> {
        let is_one = move |own: &&Placement| own.location == location && own.takes(Variable::Signature);
        self.taken.iter().filter(is_one).map(|own| &*own.name)
    }

    /// Whether a canonical string with the parts `signed` contains the timestamp.
    pub(crate) fn time_is_covered(&self, signed: &SignedParts) -> bool {
        signed.timestamp || self.times().any(|location| signed.covers(location))
    }

    /// Reads all values of `message`.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`]; for other locations [`Error::BodyInvalid`] and
    /// [`Error::RequestInvalid`].
    pub(crate) fn received(&self, message: &Message<'_>, members: Members<'_>) -> Result<Received, Error> {
        let mut received = Received::default();
        for placement in &self.taken {
            match self.text(placement, message, members)? {
                Some(text) => placement.take(&text, self, &mut received)?,
                None if placement.required && !placement.takes(Variable::Signature) => {
                    return Err(placement.missing());
                }
                None => {}
            }
        }
        let unsigned = received.signatures.is_empty() && self.algorithm != Algorithm::None;
        match self.of_signature() {
            Some(own) if unsigned => Err(own.missing()),
            _ => Ok(received),
        }
    }

    /// Refuses a message with a computed value that differs from the received one, such as the digest of its body.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureMismatch`]; the errors of a placement that is missing or malformed.
    pub(crate) fn check_computed(
        &self,
        message: &Message<'_>,
        members: Members<'_>,
        options: &[String],
    ) -> Result<(), Error> {
        let mut inputs = Inputs { method: message.method, body: message.body, options, ..Inputs::default() };
        limit_reads!(inputs, &[]);
        for own in &self.computed {
            let Some(text) = self.text(own, message, members)? else {
                if own.required {
                    return Err(own.missing());
                }
                continue;
            };
            let mut computed = Vec::new();
            own.template.fill(&inputs, &mut computed)?;
            if computed != *text {
                return Err(Error::mismatch());
            }
        }
        Ok(())
    }

    /// The value of a placement; `None` if there is none.
    pub(super) fn text<'m>(
        &self,
        placement: &Placement,
        message: &Message<'m>,
        members: Members<'_>,
    ) -> Result<Option<Cow<'m, [u8]>>, Error> {
        // A signature in the body is never that of the query: the query signature does not cover itself.
        placement.value(message, members, self.takes_forms && !placement.takes(Variable::Signature))
    }

    /// Whether the signature is a compact JWS, by itself or as a token.
    fn is_compact(&self) -> bool {
        self.algorithm.is_jws() || (cfg!(feature = "standards") && self.is_token)
    }

    /// The placement of the signature.
    pub(crate) fn of_signature(&self) -> Option<&Placement> {
        self.taken.iter().find(|own| own.takes(Variable::Signature))
    }

    /// The signature in `text` alone, or in the value that holds it.
    #[cfg(feature = "standards")]
    pub(crate) fn of_text(&self, text: &str) -> Result<Received, Error> {
        let mut received = Received::default();
        let Some(own) = self.of_signature() else { return Ok(received) };
        match self.signature(own, text.as_bytes(), 0) {
            Ok(signature) => received.signatures.push(signature),
            Err(error) => own.take(text.as_bytes(), self, &mut received).map_err(|_| error)?,
        }
        Ok(received)
    }

    /// Whether [`signature`](Self::signature) reads `text`.
    pub(super) fn is_signature(&self, text: &[u8]) -> bool {
        if self.is_compact() {
            let text = core::str::from_utf8(text).unwrap_or_default();
            return Compact::parse(text, "", &self.jws_algorithms, "").is_ok();
        }
        let is_whole = |raw: Vec<u8>| self.algorithm.mac_len().is_none_or(|length| raw.len() == length);
        self.encoding.read(text).is_ok_and(is_whole)
    }

    pub(super) fn signature(&self, placement: &Placement, text: &[u8], at: usize) -> Result<ReceivedSignature, Error> {
        if self.is_compact() {
            let malformed = |error: core::str::Utf8Error| {
                let unexpected = Unexpected { at: at + error.valid_up_to(), expected: "ASCII", got: None.into() };
                placement.malformed(unexpected)
            };
            let text = core::str::from_utf8(text).map_err(malformed)?;
            let from = if self.is_token { "the scheme" } else { "`jws.alg`" };
            let jws = Compact::parse(text, &placement.name, &self.jws_algorithms, from)?;
            return Ok(ReceivedSignature { raw: jws.signature.clone(), canonical: None, jws: Some(jws) });
        }
        let raw = self
            .encoding
            .read(text)
            .map_err(|unexpected| placement.malformed(Unexpected { at: at + unexpected.at, ..unexpected }))?;
        match self.algorithm.mac_len() {
            Some(length) if raw.len() != length => {
                let expected = ["a signature of ", &decimal(length), " bytes"].concat();
                Err(placement.location.blame(Fault::new(&placement.name, expected, decimal(raw.len()))))
            }
            _ => Ok(ReceivedSignature { raw, canonical: None, jws: None }),
        }
    }
}
