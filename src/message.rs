//! HTTP messages: borrowed, and never normalised.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use crate::error::{Error, Fault, byte_name, cited};
use crate::secret::Hidden;
use crate::text::{decimal, is_printable};

/// A request to sign, or a received message to verify. Members that the scheme does not use may stay empty.
///
/// `Debug` shows the method, the header names, and the lengths of URL and body; a credential may travel in any of the
/// values.
#[derive(Clone, Copy, Default)]
pub struct Message<'a> {
    /// The method, such as `POST`, in upper or lower case.
    pub method: &'a str,
    /// The absolute URL exactly as it is sent. For a received message, the request target in origin form also works.
    pub url: &'a str,
    /// The headers as name and value; names are compared case-insensitively. The status of a response, if a scheme
    /// signs it, is the header `:status`.
    pub headers: &'a [(&'a str, &'a str)],
    /// The bytes of the body; empty for no body.
    pub body: &'a [u8],
}

impl<'a> Message<'a> {
    /// The value of the first header called `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers_named(name).next()
    }

    /// The values of all headers called `name`.
    pub(crate) fn headers_named(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(header, _)| header.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
    }

    /// The headers of the message merged with `added`, which replaces headers of the same name.
    pub(crate) fn headers_with<'b>(&'b self, mut added: Vec<(&'b str, &'b str)>) -> Vec<(&'b str, &'b str)> {
        let count = added.len();
        for &(name, value) in self.headers {
            if added.iter().take(count).all(|(own, _)| !own.eq_ignore_ascii_case(name)) {
                added.push((name, value));
            }
        }
        added
    }

    /// The method of a message that names none: `GET` or, with a body or if it `gets_body`, `POST`. Empty for a message that
    /// names one.
    pub(crate) fn default_method(&self, gets_body: bool) -> &'static str {
        match (self.method, gets_body || !self.body.is_empty()) {
            ("", true) => "POST",
            ("", false) => "GET",
            _ => "",
        }
    }

    /// Refuses a body larger than [`MAX_BODY`].
    pub(crate) fn check_size(&self) -> Result<(), Error> {
        if self.body.len() <= MAX_BODY {
            return Ok(());
        }
        let expected = ["at most ", &decimal(MAX_BODY), " bytes"].concat();
        let got = [&*decimal(self.body.len()), " bytes"].concat();
        Err(Error::BodyInvalid(Fault::new("body", expected, got)))
    }

    /// Refuses a method or header that no client can send.
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
            if is_printable(value.as_bytes()) {
                continue;
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

/// The name under which `headers` holds the status of a response, as in HTTP/2 (RFC 9113 §8.3.2).
pub(crate) const STATUS: &str = ":status";

/// The fault of `value` as the value of a header (RFC 9110 §5.5), if there is one: clients refuse such a value, or
/// change it.
pub(crate) fn header_fault(part: &str, value: &[u8]) -> Option<Box<Fault>> {
    if is_printable(value) && !value.starts_with(b" ") && !value.ends_with(b" ") {
        return None;
    }
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

/// Whether `byte` may occur in a method or header name (RFC 9110 §5.6.2, `tchar`).
pub(crate) const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// The largest body in bytes: one call must fit into the memory of a 32-bit address space.
const MAX_BODY: usize = 32 << 20;
