//! Absolute URLs: split into parts, and never changed.
//!
//! The signed URL must be the one that is sent. A URL that clients would rewrite before sending (the serialisation of
//! the URL Standard, in `fetch` and axios) is refused with both spellings, and never repaired silently.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use zeroize::Zeroize as _;

use crate::error::{Error, Fault, byte_name, cited, two_digits};
use crate::text::{cut, in_quotes, is_same};

/// The parts of a URL, all borrowed from the string.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Url<'a> {
    pub text: &'a str,
    /// Path and query: the request target in origin form (RFC 9112 §3.2.1).
    pub target: &'a str,
    pub path: &'a str,
    /// The query without `?`.
    pub query: &'a str,
}

impl<'a> Url<'a> {
    /// Splits `text`; refuses a URL that clients would change.
    ///
    /// # Errors
    ///
    /// [`Error::RequestInvalid`] for a relative URL, `http:` to a host that is not a loopback host (unless `allow_http`), user information, a
    /// fragment, and every character or spelling that clients change.
    pub(crate) fn parse(text: &'a str, allow_http: bool) -> Result<Self, Error> {
        let (secure, start) = match text {
            _ if text.starts_with("https://") => (true, 8),
            _ if text.starts_with("http://") => (false, 7),
            _ => return Err(refused(0, "an absolute URL that begins with `https://`", leading(text))),
        };
        let mut after = text.bytes().skip(start);
        let end = after.position(|byte| matches!(byte, b'/' | b'?' | b'#')).map_or(text.len(), |at| start + at);
        check_authority(&text[start..end], start, secure, allow_http)?;
        let target = &text[end..];
        let (path, query) = split_query(target);
        check_characters(text, end, end + path.len())?;
        check_path(path, end)?;
        Ok(Self { text, target, path, query })
    }

    /// Splits a received URL, absolute or in origin form, without checks; see [`check_received`].
    pub(crate) fn received(text: &'a str) -> Self {
        let start = scheme(text).map_or(0, |scheme| scheme.len() + 3);
        let end = text[start..].find(['/', '?']).map_or(text.len(), |at| start + at);
        let target = &text[end..];
        let (path, query) = split_query(target);
        Self { text, target, path, query }
    }

    /// Refuses a URL without a path, since clients send `/` instead.
    pub(crate) fn check_path_given(&self) -> Result<(), Error> {
        if self.path.is_empty() {
            let at = self.text.len() - self.target.len();
            return Err(refused(at, "a path, if only the `/` that clients send", String::from("none")));
        }
        Ok(())
    }

    /// Refuses a URL to which a template cannot append `suffix`: one with a query, or one that already ends in the start
    /// of `suffix`.
    pub(crate) fn check_base(&self, suffix: &str) -> Result<(), Error> {
        let expected = "a base URL such as `https://api.example.com`";
        let path_end = self.text.len() - self.target.len() + self.path.len();
        if path_end < self.text.len() {
            return Err(refused(path_end, expected, String::from("one with a query")));
        }
        let step = suffix.split_inclusive('/').nth(1).map_or("", |name| name.trim_end_matches('/'));
        let last = self.path.rsplit('/').next().filter(|_| !self.path.is_empty());
        match last {
            Some(name) if name.is_empty() || name == step => {
                let got =
                    ["one that ends in `/", name, "` already, to which the scheme would add `", suffix, "`"].concat();
                Err(refused(path_end - name.len() - 1, expected, got))
            }
            _ => Ok(()),
        }
    }
}

/// The URL that was checked last: most clients sign many requests to the same one. Wiped when it is forgotten, since some URLs contain
/// a credential.
#[derive(Default)]
pub(crate) struct CheckedUrl {
    text: String,
    allow_http: bool,
    path: Range<usize>,
}

impl CheckedUrl {
    /// As [`Url::parse`].
    ///
    /// # Errors
    ///
    /// As [`Url::parse`].
    pub(crate) fn parse<'a>(&mut self, text: &'a str, allow_http: bool) -> Result<Url<'a>, Error> {
        if self.is_of(text) && self.allow_http == allow_http {
            return Ok(self.split(text));
        }
        let url = Url::parse(text, allow_http)?;
        let start = text.len() - url.target.len();
        self.forget();
        if text.len() <= MOST_KEPT {
            self.text.push_str(text);
            self.allow_http = allow_http;
            self.path = start..start + url.path.len();
        }
        Ok(url)
    }

    /// As [`Url::received`].
    pub(crate) fn received<'a>(&self, text: &'a str) -> Url<'a> {
        if self.is_of(text) { self.split(text) } else { Url::received(text) }
    }

    pub(crate) fn forget(&mut self) {
        self.text.zeroize();
    }

    fn is_of(&self, text: &str) -> bool {
        !text.is_empty() && is_same(self.text.as_bytes(), text.as_bytes())
    }

    /// The parts of `text`, which is the one that was checked.
    fn split<'a>(&self, text: &'a str) -> Url<'a> {
        let Range { start, end } = self.path;
        let query = text.get(end + 1..).unwrap_or_default();
        Url { text, target: &text[start..], path: &text[start..end], query }
    }
}

impl Drop for CheckedUrl {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Refuses a received URL, absolute or in origin form, that no client sends: one with bytes that could come from a
/// neighbouring value in the canonical string, or that servers read differently. With `has_dots`, dot segments in the
/// path are accepted.
///
/// # Errors
///
/// [`Error::RequestInvalid`]
pub(crate) fn check_received(text: &str, has_dots: bool) -> Result<(), Error> {
    let start = match scheme(text) {
        Some(scheme) if ["https", "http"].iter().any(|own| scheme.eq_ignore_ascii_case(own)) => scheme.len() + 3,
        None if text.is_empty() || text.starts_with(['/', '?']) => 0,
        _ => return Err(refused(0, "a URL that begins with `https://`, `http://` or `/`", leading(text))),
    };
    let parts = Url::received(text);
    let path = text.len() - parts.target.len();
    let query = path + parts.path.len();
    // Some clients do not escape `'` in a query.
    check_bytes(text, start..query, PATH)?;
    check_bytes(text, query..text.len(), PATH | QUERY)?;
    if has_dots { Ok(()) } else { check_path(parts.path, path) }
}

/// `url` up to its query, and the query without its `?`; empty if there is none.
#[inline(never)]
pub(crate) fn split_query(url: &str) -> (&str, &str) {
    let at = url.bytes().position(|byte| byte == b'?').unwrap_or(url.len());
    (&url[..at], url.get(at + 1..).unwrap_or_default())
}

/// The query of `url` without its `?`; empty if there is none.
pub(crate) fn query_of(url: &str) -> &str {
    split_query(url).1
}

/// Whether a received URL may contain `byte`.
pub(crate) const fn is_received(byte: u8) -> bool {
    CLASS[byte as usize] & (PATH | QUERY) != 0
}

/// Whether clients send `byte` unescaped in a query.
pub(crate) const fn stays_in_query(byte: u8) -> bool {
    CLASS[byte as usize] & QUERY != 0
}

/// The part before `://`, if it can be a URL scheme; a path or query may contain `://` too.
pub(crate) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = cut(text, "://")?;
    scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)).then_some(scheme)
}

/// Checks the authority, which starts at byte `start` of the URL.
fn check_authority(authority: &str, start: usize, secure: bool, allow_http: bool) -> Result<(), Error> {
    if let Some(at) = authority.bytes().position(|byte| byte == b'@') {
        return Err(refused(start + at, "a host without user name or password", String::from("`@`")));
    }
    let port_at = match authority.strip_prefix('[').and_then(|rest| rest.find(']')) {
        Some(close) => close + 2,
        None => authority.bytes().position(|byte| byte == b':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(port_at);
    if host.is_empty() {
        return Err(refused(start, "a host", String::from("none")));
    }
    let foreign = host.bytes().position(|byte| CLASS[usize::from(byte)] & HOST == 0);
    if let Some(at) = foreign.filter(|_| !host.starts_with('[')) {
        let got = byte_name(host.as_bytes()[at]);
        return Err(refused(start + at, "a host in lower case and ASCII, as clients send it", got));
    }
    if !is_serialised(host) {
        return Err(refused(start, "an address as clients write it, such as `127.0.0.1`", cited(host)));
    }
    check_port(port, start + port_at, secure)?;
    if !secure && !allow_http && !is_loopback(host) {
        let got = ["`http:` to `", host, "`"].concat();
        let expected = "an `https:` URL, or `http:` to a loopback host; for a mock on another host, set `allowHttp`";
        return Err(refused(0, expected, got));
    }
    Ok(())
}

/// Whether clients leave the host unchanged: IP addresses in another spelling than that of the URL Standard are
/// rewritten.
fn is_serialised(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(is_serialised_ipv6);
    }
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let numeric = !last.is_empty() && digits(last) || last.starts_with("0x");
    !numeric || (host.split('.').count() == 4 && host.split('.').all(|part| decimal_below(part, 256)))
}

/// Whether an IPv6 address is written as by the URL Standard's IPv6 serialiser: lower-case hexadecimal pieces without
/// leading zeros, and `::` for the first longest run of zeros.
fn is_serialised_ipv6(address: &str) -> bool {
    let is_piece = |text: &&str| {
        let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hex && (1..=4).contains(&text.len()) && (*text == "0" || !text.starts_with('0'))
    };
    let mut pieces = ipv6_pieces(address);
    if let Some((before, after)) = cut(address, "::") {
        let after = ipv6_pieces(after);
        pieces = ipv6_pieces(before);
        pieces.resize(pieces.len().max(8_usize.saturating_sub(after.len())), "0");
        pieces.extend(after);
    }
    pieces.len() == 8 && pieces.iter().all(is_piece) && serialised_ipv6(&pieces) == address
}

fn ipv6_pieces(text: &str) -> Vec<&str> {
    text.split(':').filter(|_| !text.is_empty()).collect()
}

fn serialised_ipv6(pieces: &[&str]) -> String {
    let mut longest = 0..1;
    let mut run = 0;
    for (place, piece) in pieces.iter().enumerate() {
        run = if *piece == "0" { run + 1 } else { 0 };
        if run > longest.len() {
            longest = place + 1 - run..place + 1;
        }
    }
    if longest.len() < 2 {
        return pieces.join(":");
    }
    [pieces[..longest.start].join(":"), pieces[longest.end..].join(":")].join("::")
}

/// Whether `text` is a decimal number below `bound`, without leading zeros.
fn decimal_below(text: &str, bound: u32) -> bool {
    let is_shortest = text == "0" || !text.starts_with('0');
    let digits = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_shortest && digits && text.bytes().fold(0, |number, byte| number * 10 + u32::from(byte - b'0')) < bound
}

/// Checks the port; `port` is empty or starts with its colon.
fn check_port(port: &str, at: usize, secure: bool) -> Result<(), Error> {
    let Some(digits) = port.strip_prefix(':') else {
        return match port {
            "" => Ok(()),
            _ => Err(refused(at, "a port or the path after the host", cited(port))),
        };
    };
    match (digits, secure) {
        ("443", true) | ("80", false) => {
            Err(refused(at, "a URL without its default port, which clients leave out", cited(port)))
        }
        _ if digits != "0" && decimal_below(digits, 1 << 16) => Ok(()),
        _ => Err(refused(at, "a port number", cited(port))),
    }
}

fn is_loopback(host: &str) -> bool {
    let dotted = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.strip_prefix("127.").is_some_and(dotted)
}

/// Checks the characters of the path, which starts at byte `path`, and of the query, which starts at byte `query`.
fn check_characters(url: &str, path: usize, query: usize) -> Result<(), Error> {
    check_bytes(url, path..query, PATH)?;
    check_bytes(url, query..url.len(), QUERY)
}

/// Refuses bytes in `range` that are not of `class`.
fn check_bytes(url: &str, range: Range<usize>, class: u8) -> Result<(), Error> {
    let is_foreign = |&byte: &u8| CLASS[usize::from(byte)] & class == 0;
    let Some(at) = url.as_bytes()[range.clone()].iter().position(is_foreign).map(|at| range.start + at) else {
        return Ok(());
    };
    let (expected, got) = match url.as_bytes()[at] {
        b'#' => ("a URL without a fragment, which is never sent", String::from("`#`")),
        b' ' => (AS_SENT, String::from("a space, which is sent as `%20`")),
        b'\\' => (AS_SENT, String::from("`\\`, which is sent as `/`")),
        byte @ 0x20..0x7f => {
            let sent = two_digits(byte, b"0123456789ABCDEF");
            (AS_SENT, [&*byte_name(byte), ", which is sent as `%", &sent, "`"].concat())
        }
        byte => (AS_SENT, byte_name(byte)),
    };
    Err(refused(at, expected, got))
}

/// Refuses dot segments, percent-encoded ones too, since clients resolve them.
fn check_path(path: &str, start: usize) -> Result<(), Error> {
    for (at, pair) in path.as_bytes().windows(2).enumerate() {
        if let [b'/', b'.' | b'%'] = pair {
            let segment = path[at + 1..].split('/').next().unwrap_or_default();
            if DOTS.iter().any(|dots| segment.eq_ignore_ascii_case(dots)) {
                let expected = "a path without dot segments, which clients resolve";
                return Err(refused(start + at + 1, expected, in_quotes(segment)));
            }
        }
    }
    Ok(())
}

fn leading(text: &str) -> String {
    match text.split_once(':') {
        _ if text.is_empty() => String::from("none"),
        Some((scheme, _)) if scheme.len() < 12 && scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            ["`", scheme, ":`"].concat()
        }
        _ => String::from("a relative one"),
    }
}

fn refused(at: usize, expected: &'static str, got: String) -> Error {
    Error::RequestInvalid(Fault::new("url", expected, got).at(at))
}

/// The length in bytes of the longest URL that is kept.
const MOST_KEPT: usize = 2048;
const DOTS: [&str; 6] = [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"];
const AS_SENT: &str = "the percent-encoded URL that is sent";

/// For each byte, the URL parts in which clients send it unescaped: the complement of the URL Standard's percent-encode
/// sets.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0x21_u8;
    while byte < 0x7f {
        class[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => HOST | PATH | QUERY,
            b'"' | b'#' | b'<' | b'>' => 0,
            b'\\' | b'^' | b'`' | b'{' | b'}' => QUERY,
            b'\'' => PATH,
            _ => PATH | QUERY,
        };
        byte += 1;
    }
    class
};
const HOST: u8 = 1;
const PATH: u8 = 2;
const QUERY: u8 = 4;
