//! Standards by which the sender chooses what is signed: they make those values of a scheme whose templates are empty.

mod digest;
mod hypotheses;
mod rfc9421;
mod sigv4;
mod structured_fields;
mod types;

use alloc::{boxed::Box, string::String, vec::Vec};

use crate::error::{Error, Fault, two_digits};
use crate::message::header_fault;
use crate::recipe::covers::Covers;
use crate::scheme::{Profile, Scheme};
use crate::text::sorted;
use crate::url;
pub(crate) use hypotheses::{CANONICAL, Claimed, Dimension, MARK, template};
pub(crate) use types::{Candidate, Request};

/// What the caller chooses of a standard, read from the options of a scheme.
#[derive(Debug)]
pub(crate) struct Config {
    kind: Kind,
    /// The places of the bindings that the standard makes, in the order of its names.
    places: Vec<usize>,
    /// How many bindings the scheme has.
    bindings: usize,
}

#[derive(Debug)]
enum Kind {
    Message(rfc9421::Config),
    SigV4(sigv4::Config),
}

impl Config {
    /// What `options`, which are all of the scheme's, choose of its standard; those that the caller `gave` narrow what is
    /// taken. `None` for a scheme that says by itself what is signed.
    ///
    /// # Errors
    ///
    /// [`Error::OptionInvalid`] for an option that it does not know, [`Error::SchemeInvalid`] for a scheme without what
    /// the standard makes.
    pub(crate) fn read(scheme: &Scheme<'_>, options: &[String], gave: &[(&str, &str)]) -> Result<Option<Self>, Error> {
        let Some(standard) = scheme.profile else { return Ok(None) };
        let (kind, names) = match standard {
            Profile::HttpMessageSignatures => {
                (Kind::Message(rfc9421::Config::read(scheme, options, gave)?), &rfc9421::MADE[..])
            }
            Profile::AwsSignatureV4 => (Kind::SigV4(sigv4::Config::read(scheme, options)?), &sigv4::MADE[..]),
        };
        let mut places = Vec::new();
        for name in names {
            let place = scheme.bindings.iter().position(|(own, template)| own == name && template.is_empty());
            let missing = || Fault::new("bindings", ["`", name, "`, empty, which the standard makes"].concat(), "none");
            places.push(place.ok_or_else(|| Error::SchemeInvalid(missing()))?);
        }
        Ok(Some(Self { kind, places, bindings: scheme.bindings.len() }))
    }

    /// Whether the method and the URL are signed.
    pub(crate) fn signs(&self) -> (bool, bool) {
        match &self.kind {
            Kind::Message(config) => config.signs(),
            Kind::SigV4(_) => (true, true),
        }
    }

    /// What a signature that is accepted covers at least.
    pub(crate) fn covers(&self) -> Covers {
        match &self.kind {
            Kind::Message(config) => config.covers(),
            Kind::SigV4(config) => config.covers(),
        }
    }

    /// Makes the values for a request that is to be signed.
    ///
    /// # Errors
    ///
    /// Blames what the request lacks, or what cannot be signed as it stands.
    pub(crate) fn fill(&self, request: &Request<'_>, bindings: &mut Vec<Vec<u8>>) -> Result<(), Error> {
        let made = match &self.kind {
            Kind::Message(config) => config.make(request)?,
            Kind::SigV4(config) => config.make(request)?,
        };
        self.place(made, bindings);
        Ok(())
    }

    /// The signatures that a message carries, each with what it is over, or with why it is not one that the caller asked for.
    ///
    /// # Errors
    ///
    /// [`Error::HeaderMissing`] and [`Error::HeaderMalformed`] where there are none that can be read.
    pub(crate) fn received(&self, request: &Request<'_>) -> Result<Vec<Result<Candidate, Error>>, Error> {
        let mut candidates = match &self.kind {
            Kind::Message(config) => config.received(request)?,
            Kind::SigV4(config) => Vec::from([config.received(request)]),
        };
        for candidate in candidates.iter_mut().flatten() {
            let made = core::mem::take(&mut candidate.bindings);
            self.place(made, &mut candidate.bindings);
        }
        Ok(candidates)
    }

    /// What each signature of a message says is signed, and what may have been signed in its place; `received` is the signature
    /// of a request of one's own, or where it was copied from.
    ///
    /// # Errors
    ///
    /// As [`Self::received`], and as [`Self::fill`] for a request of one's own.
    pub(crate) fn claimed(&self, request: &Request<'_>, received: &str) -> Result<Vec<Claimed>, Error> {
        Ok(match &self.kind {
            Kind::Message(config) => config.claimed(request, received)?,
            Kind::SigV4(config) => Vec::from([config.claimed(request, received)?]),
        })
    }

    /// The places of the bindings that the standard makes, in the order of its names.
    pub(crate) fn places(&self) -> &[usize] {
        &self.places
    }

    fn place(&self, made: Vec<Vec<u8>>, bindings: &mut Vec<Vec<u8>>) {
        bindings.clear();
        bindings.resize_with(self.bindings, Vec::new);
        for (place, value) in self.places.iter().zip(made) {
            bindings[*place] = value;
        }
    }
}

impl Request<'_> {
    /// The value of the header `name`: those of all lines, with `between` between; `None` where there is none.
    fn header(&self, name: &str, between: &str) -> Result<Option<String>, Error> {
        let lines: Vec<&str> = self.message.headers_named(name).map(trimmed).collect();
        let value = match (&lines[..], self.content_type) {
            ([], Some(media_type)) if name == "content-type" => media_type.into(),
            ([], _) => return Ok(None),
            _ => lines.join(between),
        };
        header_fault(name, value.as_bytes()).map_or(Ok(Some(value)), |fault| Err(Error::HeaderMalformed(fault)))
    }

    /// The value of a header that has to be there.
    fn needed(&self, name: &str, between: &str) -> Result<String, Error> {
        let missing = || refusal(Error::HeaderMissing, name, "this header, which the signature covers", "none");
        self.header(name, between)?.ok_or_else(missing)
    }

    /// Scheme and authority of the URL in the form that clients send: in lower case, without a default port.
    fn origin(&self) -> Result<(String, String), Error> {
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

    /// Refuses a header `host`, which is signed, that names another host than the URL.
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

    /// Host and port as they stand in the URL.
    fn called(&self) -> &str {
        let url = self.inputs.url;
        let start = url::scheme(url.text).map_or(0, |scheme| scheme.len() + 3);
        &url.text[start..url.text.len() - url.target.len()]
    }

    /// The path, for which clients send `/` where there is none.
    fn path(&self) -> &str {
        if self.inputs.url.path.is_empty() { "/" } else { self.inputs.url.path }
    }
}

/// `Content-Type`
fn titled(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        let is_first = out.is_empty() || out.ends_with('-');
        out.push(if is_first { character.to_ascii_uppercase() } else { character });
    }
    out
}

/// A header's value without the white space around it.
fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// The bytes percent-encoded, but for letters, digits and those of `kept`.
fn escaped(bytes: &[u8], kept: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.push_str(&two_digits(byte, b"0123456789ABCDEF"));
        }
    }
    out
}

/// A header whose value is not what it has to be.
fn malformed(header: &str, expected: &'static str, got: &'static str) -> Error {
    refusal(Error::HeaderMalformed, header, expected, got)
}

// Out of the way: its calls are many.
#[cold]
#[inline(never)]
fn refusal(kind: fn(Box<Fault>) -> Error, part: &str, expected: &str, got: &'static str) -> Error {
    kind(Fault::new(part, String::from(expected), got))
}

/// The texts in ascending order, equal ones in the order in which they came.
fn in_order<T: Ord>(texts: Vec<T>) -> Vec<T> {
    sorted(texts.into_iter().zip(0_usize..)).into_iter().map(|(text, _)| text).collect()
}
