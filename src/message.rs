//! A request as it will travel: borrowed, never rebuilt.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::error::{Error, Fault, byte_name, cited};
use crate::secret::Hidden;
use crate::text::decimal;

/// The request to sign, or the message to verify as it was received. Whatever the scheme does not use may stay empty.
///
/// `Debug` shows the method, the names of the headers, and how long the URL and the body are: a credential may travel in each.
#[derive(Clone, Copy, Default)]
pub struct Message<'a> {
    /// The method, in any case: `POST`.
    pub method: &'a str,
    /// The absolute URL exactly as it will be sent.
    pub url: &'a str,
    /// The request's own headers; names are compared without regard to case. The status of a response, where it is signed,
    /// is the header `:status`.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body's bytes; empty means no body.
    pub body: &'a [u8],
}

impl<'a> Message<'a> {
    /// The value of the request's own header `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers_named(name).next()
    }

    /// The values of all headers called `name`.
    pub(crate) fn headers_named(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
    }

    /// The headers as they are sent with those that are `added`, which stand for any of the same names.
    pub(crate) fn headers_with<'b>(&'b self, mut added: Vec<(&'b str, &'b str)>) -> Vec<(&'b str, &'b str)> {
        let count = added.len();
        for &(name, value) in self.headers {
            if added.iter().take(count).all(|(own, _)| !own.eq_ignore_ascii_case(name)) {
                added.push((name, value));
            }
        }
        added
    }

    /// Refuses a body that would take more memory than one call may.
    pub(crate) fn check_size(&self) -> Result<(), Error> {
        if self.body.len() <= MAX_BODY {
            return Ok(());
        }
        let expected = ["at most ", &decimal(MAX_BODY), " bytes"].concat();
        let got = [&*decimal(self.body.len()), " bytes"].concat();
        Err(Error::BodyInvalid(Fault::new("body", expected, got)))
    }

    /// Refuses a method or header that no client could send.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.method.bytes().all(is_token) {
            let fault = Fault::new("method", "an HTTP method such as `POST`", cited(self.method));
            return Err(Error::RequestInvalid(fault));
        }
        for (name, value) in self.headers {
            let is_name = !name.is_empty() && name.bytes().all(is_token);
            if !is_name && *name != STATUS {
                let fault = Fault::new("headers", "a header name", cited(name));
                return Err(Error::RequestInvalid(fault));
            }
            if let Some((at, _)) = value.char_indices().find(|(_, byte)| *byte > '\u{ff}') {
                let got = "a letter outside Latin-1, which clients refuse: percent-encode it";
                return Err(Error::RequestInvalid(Fault::new(name, "characters that a header can carry", got).at(at)));
            }
            if let Some(at) = value.bytes().position(|byte| byte.is_ascii_control() && byte != b'\t') {
                let got = byte_name(value.as_bytes()[at]);
                return Err(Error::RequestInvalid(Fault::new(name, "characters that a header can carry", got).at(at)));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Message");
        debug.field("method", &self.method).field("url", &Hidden(self.url));
        debug.field("headers", &self.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        debug.field("body", &Hidden(self.body)).finish()
    }
}

/// The status of a response, where a scheme signs it: a header here, as in HTTP/2 (RFC 9113 §8.3.2).
pub(crate) const STATUS: &str = ":status";

/// What is wrong with `value` as the text of a header (RFC 9110 §5.5): clients refuse it, or send it changed.
pub(crate) fn header_fault(part: &str, value: &[u8]) -> Option<Box<Fault>> {
    let fault = |at: usize, got: String| Some(Fault::new(part, "characters that a header can carry", got).at(at));
    if let Some(at) = value.iter().position(|&byte| !matches!(byte, b'\t' | b' '..=b'~')) {
        return fault(at, byte_name(value[at]));
    }
    match value {
        [b' ' | b'\t', ..] => fault(0, String::from("white space at the start, which clients drop")),
        [.., b' ' | b'\t'] => fault(value.len() - 1, String::from("white space at the end, which clients drop")),
        _ => None,
    }
}

/// Whether methods and the names of headers are made of this (RFC 9110 §5.6.2).
pub(crate) const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// A bound that keeps the memory of one call below what a 32-bit address space holds.
const MAX_BODY: usize = 32 << 20;
