//! JSON Web Tokens (RFC 7519) with claims about the message, signed as a compact JWS.

mod claim;
mod json;

use alloc::{string::String, vec::Vec};

use super::{Candidate, Lifetime, Request};
use crate::algorithm::jws::{Compact, Form};
use crate::canonical::{Inputs, Symbols, Template, Variable, limit_reads};
use crate::credentials;
use crate::encoding::Encoding;
use crate::error::{Error, Fault};
use crate::json::{Document, Object};
use crate::placement::{Placements, ReceivedSignature};
use crate::recipe::covers::{Coverage, Covers};
use crate::recipe::{self, BodyReader, Location, Members};
use crate::scheme::Scheme;
use crate::text::decimal;
use crate::url;
use claim::{Checked, Claim, HOST, Means};

/// The bindings that the standard computes for `scheme`.
pub(super) fn bindings(scheme: &Scheme<'_>) -> &'static [&'static str] {
    let has_host = scheme.bindings.iter().any(|(name, template)| *name == HOST && template.is_empty());
    if has_host { &BINDINGS } else { &BINDINGS[..2] }
}

/// The configuration.
#[derive(Debug)]
pub(crate) struct Config {
    /// The name in JOSE of the algorithm that signs.
    algorithm: &'static str,
    header: Vec<Claim>,
    claims: Vec<Claim>,
    /// The inputs that are read from the token, in the order of the scheme.
    inputs: Vec<Input>,
    placements: Placements,
    reader: Option<BodyReader>,
    options: Vec<String>,
    /// The index of the binding `host`, if the scheme has it.
    host: Option<usize>,
    /// The number of bindings of the scheme.
    bindings: usize,
}

/// An input that is read from the token.
#[derive(Debug)]
struct Input {
    name: String,
    /// [`Location::Claim`] or [`Location::Protected`].
    location: Location,
    /// The name or pointer in the token.
    member: String,
    is_optional: bool,
}

/// A token as `explain` sees it.
pub(crate) struct Explained<'c> {
    pub candidate: Candidate<'c>,
    /// Why a verifier refuses it, whoever signed it.
    pub refusal: Option<Error>,
}

impl Config {
    pub(super) fn read(scheme: &Scheme<'_>, options: &[String]) -> Result<Self, Error> {
        let names = Symbols { bindings: scheme.bindings, ..recipe::names(scheme) };
        let all = |location: Location, pairs: &[(&str, &str)]| -> Result<Vec<Claim>, Error> {
            pairs.iter().map(|(name, text)| Claim::read(scheme, location, name, text, names, options)).collect()
        };
        let locators = recipe::locators(scheme)?;
        let inputs = locators.iter().zip(scheme.inputs).map(|(own, (name, _))| Input {
            name: (*name).into(),
            location: own.location,
            member: own.name.clone(),
            is_optional: own.is_optional,
        });
        Ok(Self {
            algorithm: scheme.algorithm.jose_name().unwrap_or_default(),
            header: all(Location::Protected, scheme.token_header)?,
            claims: all(Location::Claim, scheme.claims)?,
            inputs: inputs.collect(),
            placements: Placements::read(scheme, options, credentials::algorithms(scheme))?,
            reader: BodyReader::new(scheme, &locators, &[]),
            options: options.to_vec(),
            host: scheme.bindings.iter().position(|(name, template)| *name == HOST && template.is_empty()),
            bindings: scheme.bindings.len(),
        })
    }

    /// Whether the method is signed, and whether the URL is.
    pub(super) fn signs(&self) -> (bool, bool) {
        let covers = self.covers();
        (covers.method != Coverage::None, covers.url != Coverage::None)
    }

    /// The coverage of a token that is accepted.
    pub(super) fn covers(&self) -> Covers {
        let templates = self.parts().filter(|own| own.means == Means::Computed).map(|own| &own.template);
        let covers = templates.clone().map(Covers::of_value).fold(Covers::default(), Covers::and);
        let is_of_host = |template: &Template| self.host.is_some_and(|host| template.uses(Variable::Binding(host)));
        let host = if templates.clone().any(is_of_host) { Coverage::Part } else { Coverage::None };
        covers.and(Covers { url: host, ..Covers::default() })
    }

    /// Whether the sender draws values for each token.
    pub(super) fn draws(&self) -> bool {
        self.parts().any(|own| own.means == Means::Drawn)
    }

    fn parts(&self) -> impl Iterator<Item = &Claim> + Clone {
        self.header.iter().chain(&self.claims)
    }

    /// Computes the bindings for a request to sign.
    pub(super) fn compute(&self, request: &Request<'_>) -> Result<Vec<Vec<u8>>, Error> {
        let host = self.host(request)?;
        let bindings = self.with_host(&host);
        let inputs = Inputs { bindings: &bindings, ..request.inputs };
        let mut header = json::Tree::default();
        header.add("alg", json::text(self.algorithm.as_bytes()));
        self.header.iter().try_for_each(|own| own.write(&inputs, &mut header))?;
        let mut payload = json::Tree::default();
        self.claims.iter().try_for_each(|own| own.write(&inputs, &mut payload))?;
        Ok(Vec::from([header.serialised(), payload.serialised(), host.into_bytes()]))
    }

    /// The tokens of a received message.
    pub(super) fn received(&self, request: &Request<'_>) -> Result<Vec<Result<Candidate<'_>, Error>>, Error> {
        let message = request.message;
        let (signs_method, signs_url) = self.signs();
        if signs_url || self.placements.reads_url() {
            url::check_received(message.url, false)?;
        }
        for (is_missing, part) in
            [(signs_method && message.method.is_empty(), "method"), (signs_url && message.url.is_empty(), "url")]
        {
            if is_missing {
                let fault = Fault::new(part, "the one that the client called, which is signed", "none");
                return Err(Error::RequestInvalid(fault));
            }
        }
        let members = Members::of(self.reader.as_ref(), message)?;
        let received = self.placements.received(message, members)?;
        self.placements.check_computed(message, members, &self.options)?;
        let host = self.host(request)?;
        let bindings = self.with_host(&host);
        let mut inputs = Inputs { bindings: &bindings, ..request.inputs };
        limit_reads!(inputs, &bindings);
        let checked = Checked { inputs: &inputs, tells: false };
        let tokens = received.signatures.into_iter().filter_map(ReceivedSignature::into_token);
        Ok(tokens.map(|token| self.candidate(token, &received.credentials, &checked, &host)).collect())
    }

    /// For `explain`: the tokens of a message, or the one in `received`; with the reason why a verifier refuses it.
    pub(crate) fn explained(&self, request: &Request<'_>, received: &str) -> Result<Vec<Explained<'_>>, Error> {
        let message = request.message;
        let members = Members::of(self.reader.as_ref(), message)?;
        let values = if received.is_empty() {
            self.placements.received(message, members)?
        } else {
            self.placements.of_text(received)?
        };
        let host = self.host(request).unwrap_or_default();
        let bindings = self.with_host(&host);
        let mut inputs = Inputs { bindings: &bindings, ..request.inputs };
        limit_reads!(inputs, &bindings);
        let explained = |token: Compact| {
            let decoded = |text: &str| Encoding::Base64Url.read(text.as_bytes()).unwrap_or_default();
            let (raw, algorithm) = (token.signature.clone(), Some(token.algorithm));
            let made = Vec::from([decoded(&token.protected), decoded(&token.payload), host.clone().into_bytes()]);
            match self.candidate(token, &values.credentials, &Checked { inputs: &inputs, tells: true }, &host) {
                Ok(candidate) => Explained { candidate, refusal: None },
                Err(error) => Explained {
                    candidate: Candidate {
                        raw,
                        algorithm,
                        bindings: made,
                        lifetime: Some(Lifetime::default()),
                        ..Candidate::default()
                    },
                    refusal: Some(error),
                },
            }
        };
        Ok(values.signatures.into_iter().filter_map(ReceivedSignature::into_token).map(explained).collect())
    }

    fn candidate(
        &self,
        token: Compact,
        credentials: &[(usize, Vec<u8>)],
        checked: &Checked<'_>,
        host: &str,
    ) -> Result<Candidate<'_>, Error> {
        let (part, location) =
            self.placements.of_signature().map_or(("", Location::Header), |own| (&*own.name, own.location));
        let malformed = |expected: &'static str, got: &'static str| location.blame(Fault::new(part, expected, got));
        if token.form != Form::Attached {
            return Err(malformed("a token with its claims in it", "a detached payload"));
        }
        let decoded = |text: &str| Encoding::Base64Url.read(text.as_bytes()).unwrap_or_default();
        let (header, payload) = (decoded(&token.protected), decoded(&token.payload));
        let claims = Object::parse(&payload).map_err(|_| malformed("claims as a JSON object", "other bytes"))?;
        if !claims.names_are_unique() {
            return Err(malformed("a token that names each claim once", "a claim named twice"));
        }
        let document = |text| Document::parse(text).map_err(|_| Error::mismatch());
        let (header_json, claims_json) = (document(&header)?, document(&payload)?);
        let mut credentials = credentials.to_vec();
        for (document, all) in [(header_json, &self.header), (claims_json, &self.claims)] {
            for own in all {
                own.check(document, checked, &mut credentials)?;
            }
        }
        let mut parameters = Vec::with_capacity(self.inputs.len());
        for own in &self.inputs {
            let document = if own.location == Location::Claim { claims_json } else { header_json };
            let value = claim::string(document, own.location, &own.member)?;
            if value.is_none() && !own.is_optional {
                return Err(claim::missing(own.location, &own.member));
            }
            parameters.push((&*own.name, value.unwrap_or_default()));
        }
        let lifetime = self.lifetime(claims_json)?;
        let times = [("iat", lifetime.issued_s), ("nbf", lifetime.begins_s)];
        let timestamp = times.into_iter().find_map(|(name, at_s)| Some(self.signed_s(name, at_s?)));
        Ok(Candidate {
            raw: token.signature,
            timestamp: timestamp.map(decimal).unwrap_or_default(),
            bindings: Vec::from([header, payload, host.into()]),
            credentials,
            covers: self.covers(),
            parameters,
            algorithm: Some(token.algorithm),
            lifetime: Some(lifetime),
            ..Candidate::default()
        })
    }

    /// The times of a token, whether or not the scheme names them.
    fn lifetime(&self, claims: Document<'_>) -> Result<Lifetime, Error> {
        let [issued_s, begins_s, ends_s] = claim::TIMES.map(|name| claim::time(claims, name));
        let ages = !self.claims.iter().any(|own| own.name == "exp");
        Ok(Lifetime { issued_s: issued_s?, begins_s: begins_s?, ends_s: ends_s?, ages })
    }

    /// When a token was signed whose time `name` is `at_s`: a scheme may write it earlier, or later.
    fn signed_s(&self, name: &str, at_s: i64) -> i64 {
        let own = self.claims.iter().find(|own| own.name == name);
        at_s.saturating_sub(own.map_or(0, Claim::shift_s))
    }

    fn host(&self, request: &Request<'_>) -> Result<String, Error> {
        self.host.map_or(Ok(String::new()), |_| Ok(request.origin()?.1))
    }

    /// The bindings of the scheme, of which templates of claims use the host alone.
    fn with_host(&self, host: &str) -> Vec<Vec<u8>> {
        let value = |index| if Some(index) == self.host { host.into() } else { Vec::new() };
        (0..self.bindings).map(value).collect()
    }
}

const BINDINGS: [&str; 3] = ["header", "payload", HOST];
