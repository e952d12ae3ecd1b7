//! Signature standards in which the sender chooses the covered components, and tokens. They compute the bindings that a scheme
//! leaves empty.

pub(crate) mod digest;
pub(crate) mod rfc9421;
pub(crate) mod sigv4;
pub(crate) mod structured_fields;
pub(crate) mod token;
mod types;

use alloc::{boxed::Box, string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::message::header_fault;
use crate::recipe::covers::Covers;
use crate::scheme::{Profile, Scheme};
use crate::text::sorted;
use crate::url;
pub(crate) use types::{Candidate, Lifetime, Request};

/// The configuration of a standard, from the options of a scheme.
#[derive(Debug)]
pub(crate) struct Config {
    kind: Kind,
    /// The indices of the bindings that the standard computes, in the order of its `BINDINGS`.
    places: Vec<usize>,
    /// The number of bindings of the scheme.
    bindings: usize,
}

/// A standard with its configuration.
#[derive(Debug)]
pub(crate) enum Kind {
    Message(rfc9421::Config),
    SigV4(sigv4::Config),
    Token(Box<token::Config>),
}

impl Config {
    /// Reads the configuration from `options`, the values of all options of the scheme. The options in `explicit`,
    /// which the caller set explicitly, restrict which signatures are accepted. `None` for a scheme without a standard.
    ///
    /// # Errors
    ///
    /// [`Error::OptionInvalid`] for an invalid option; [`Error::SchemeInvalid`] for a scheme without the bindings
    /// that the standard computes.
    pub(crate) fn read(
        scheme: &Scheme<'_>,
        options: &[String],
        explicit: &[(&str, &str)],
    ) -> Result<Option<Self>, Error> {
        let Some(standard) = scheme.profile else { return Ok(None) };
        let (kind, names) = match standard {
            Profile::HttpMessageSignatures => {
                (Kind::Message(rfc9421::Config::read(scheme, options, explicit)?), &rfc9421::BINDINGS[..])
            }
            Profile::AwsSignatureV4 => (Kind::SigV4(sigv4::Config::read(scheme, options)?), &sigv4::BINDINGS[..]),
            Profile::JsonWebToken => {
                (Kind::Token(Box::new(token::Config::read(scheme, options)?)), token::bindings(scheme))
            }
        };
        let mut places = Vec::new();
        for name in names {
            let place = scheme.bindings.iter().position(|(own, template)| own == name && template.is_empty());
            let missing = || Fault::new("bindings", ["`", name, "`, empty, which the standard makes"].concat(), "none");
            places.push(place.ok_or_else(|| Error::SchemeInvalid(missing()))?);
        }
        Ok(Some(Self { kind, places, bindings: scheme.bindings.len() }))
    }

    /// Whether the method is signed, and whether the URL is.
    pub(crate) fn signs(&self) -> (bool, bool) {
        match &self.kind {
            Kind::Message(config) => config.signs(),
            Kind::SigV4(_) => (true, true),
            Kind::Token(config) => config.signs(),
        }
    }

    /// The minimum coverage of an accepted signature.
    pub(crate) fn covers(&self) -> Covers {
        match &self.kind {
            Kind::Message(config) => config.covers(),
            Kind::SigV4(config) => config.covers(),
            Kind::Token(config) => config.covers(),
        }
    }

    /// Whether the sender draws values for each signature.
    pub(crate) fn draws(&self) -> bool {
        match &self.kind {
            Kind::Message(_) | Kind::SigV4(_) => false,
            Kind::Token(config) => config.draws(),
        }
    }

    /// Computes the bindings for a request to sign.
    ///
    /// # Errors
    ///
    /// The error for a component that the request lacks, or that cannot be signed as it stands.
    pub(crate) fn fill(&self, request: &Request<'_>, bindings: &mut Vec<Vec<u8>>) -> Result<(), Error> {
        let values = match &self.kind {
            Kind::Message(config) => config.compute(request)?,
            Kind::SigV4(config) => config.compute(request)?,
            Kind::Token(config) => config.compute(request)?,
        };
        self.place(values, bindings);
        Ok(())
    }

    /// The signatures of a received message: each as a [`Candidate`], or with the reason why it does not fit the
    /// configuration.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`] if no signature can be parsed.
    pub(crate) fn received(&self, request: &Request<'_>) -> Result<Vec<Result<Candidate<'_>, Error>>, Error> {
        let mut candidates = match &self.kind {
            Kind::Message(config) => config.received(request)?,
            Kind::SigV4(config) => Vec::from([config.received(request)]),
            Kind::Token(config) => config.received(request)?,
        };
        for candidate in candidates.iter_mut().flatten() {
            let values = core::mem::take(&mut candidate.bindings);
            self.place(values, &mut candidate.bindings);
        }
        Ok(candidates)
    }

    /// Which standard it is.
    pub(crate) const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The indices of the bindings that the standard computes, in the order of its `BINDINGS`.
    pub(crate) fn places(&self) -> &[usize] {
        &self.places
    }

    fn place(&self, values: Vec<Vec<u8>>, bindings: &mut Vec<Vec<u8>>) {
        bindings.clear();
        bindings.resize_with(self.bindings, Vec::new);
        for (place, value) in self.places.iter().zip(values) {
            bindings[*place] = value;
        }
    }
}

impl Request<'_> {
    /// The value of the header `name`, with all its lines joined by `between`; `None` if there is none.
    pub(crate) fn header(&self, name: &str, between: &str) -> Result<Option<String>, Error> {
        let lines: Vec<&str> = self.message.headers_named(name).map(trimmed).collect();
        let value = match (&lines[..], self.content_type) {
            ([], Some(media_type)) if name == "content-type" => media_type.into(),
            ([], _) => return Ok(None),
            _ => lines.join(between),
        };
        header_fault(name, value.as_bytes()).map_or(Ok(Some(value)), |fault| Err(Error::HeaderMalformed(fault)))
    }

    /// The value of a required header.
    fn required_header(&self, name: &str, between: &str) -> Result<String, Error> {
        let missing = || refusal(Error::HeaderMissing, name, "this header, which the signature covers", "none");
        self.header(name, between)?.ok_or_else(missing)
    }

    /// Scheme and authority of the URL as clients send them: in lower case, without a default port.
    pub(crate) fn origin(&self) -> Result<(String, String), Error> {
        let url = self.inputs.url;
        let Some(scheme) = url::scheme(url.text).map(str::to_ascii_lowercase) else {
            let expected = "the absolute URL as the client called it, which is signed";
            return Err(Error::RequestInvalid(Fault::new("url", expected, "one without scheme and host")));
        };
        let authority = &url.text[scheme.len() + 3..url.text.len() - url.target.len()];
        let port = match &*scheme {
            "https" => ":443",
            "http" => ":80",
            _ => "",
        };
        let authority = authority.strip_suffix(port).unwrap_or(authority).to_ascii_lowercase();
        Ok((scheme, authority))
    }

    /// Refuses a signed `host` header that differs from the host of the URL.
    fn check_host(&self) -> Result<(), Error> {
        let is_absolute = url::scheme(self.inputs.url.text).is_some();
        let Some(host) = self.header("host", ", ")?.filter(|_| is_absolute) else { return Ok(()) };
        let (scheme, authority) = self.origin()?;
        let port = if scheme == "https" { ":443" } else { ":80" };
        if host.strip_suffix(port).unwrap_or(&host).eq_ignore_ascii_case(&authority) {
            return Ok(());
        }
        let expected = "the host of the URL, which is signed";
        Err(refusal(Error::RequestInvalid, "host", expected, "another one"))
    }

    /// The authority exactly as written in the URL.
    pub(crate) fn raw_authority(&self) -> &str {
        let url = self.inputs.url;
        let start = url::scheme(url.text).map_or(0, |scheme| scheme.len() + 3);
        &url.text[start..url.text.len() - url.target.len()]
    }

    /// The path; `/` if the URL has none, as clients send it.
    pub(crate) fn path(&self) -> &str {
        if self.inputs.url.path.is_empty() { "/" } else { self.inputs.url.path }
    }
}

/// The header name in title case, such as `Content-Type`.
pub(crate) fn title_case(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        let is_first = out.is_empty() || out.ends_with('-');
        out.push(if is_first { character.to_ascii_uppercase() } else { character });
    }
    out
}

/// A header value without the white space around it.
pub(crate) fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// The error for an unexpected header value.
fn malformed(header: &str, expected: &'static str, got: &'static str) -> Error {
    refusal(Error::HeaderMalformed, header, expected, got)
}

// Kept out of line, since there are many calls.
#[cold]
#[inline(never)]
fn refusal(kind: fn(Box<Fault>) -> Error, part: &str, expected: &str, got: &'static str) -> Error {
    kind(Fault::new(part, String::from(expected), got))
}

/// Sorts in ascending order; equal values keep their order.
pub(crate) fn in_order<T: Ord>(texts: Vec<T>) -> Vec<T> {
    sorted(texts.into_iter().zip(0_usize..)).into_iter().map(|(text, _)| text).collect()
}
