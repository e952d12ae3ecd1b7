//! The named filters of templates: bytes in, bytes out.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use super::budget::{Limit, Overrun};
use super::pairs::{self, Notation};
use super::params;
use crate::digest::{Hash, crc32, sha256};
use crate::encoding::{self, Encoding};
use crate::error::{Found, Unexpected};
use crate::json;
use crate::named::{Named, named};
use crate::percent;
use crate::text::{decimal, quoted};

named! {
    /// A filter of a template.
    pub(crate) enum Filter {
        /// JSON, parsed and serialised as ECMAScript does: `JSON.stringify(JSON.parse(text))`.
        Json = "json",
        /// ASCII letters to upper case.
        Upper = "upper",
        /// ASCII letters to lower case.
        Lower = "lower",
        /// A decimal number without leading zeros.
        Int = "int",
        /// The `k=v` pairs of a form, undecoded, sorted bytewise.
        Sorted = "sorted",
        /// The decoded names and values of a form, sorted bytewise and joined without separators; equal pairs once.
        Joined = "joined",
        /// The decoded pairs of a form, sorted: `a[]=1&a[]=2` becomes `a=["1", "2"]`.
        Decoded = "decoded",
        /// The pairs of a form, sorted by name, with one uniform percent-encoding.
        Encoded = "encoded",
        /// The string after the prefix `whsec_`; the whole string without this prefix.
        Whsec = "whsec",
        /// The SHA-256 digest, as bytes.
        Sha256 = "sha256",
        /// The SHA-512 digest, as bytes.
        Sha512 = "sha512",
        /// The CRC-32 in decimal (IEEE 802.3, as zlib computes it). It protects nothing: whoever has one input can make another with
        /// the same CRC-32.
        Crc32 = "crc32",
        /// Lower-case hexadecimal.
        Hex = "hex",
        /// Base64 with padding.
        Base64 = "base64",
        /// Base64url without padding.
        Base64Url = "base64url",
        /// Percent-decoded bytes; `+` is kept.
        Unpercent = "unpercent",
        /// The decoded bytes of strict base64.
        Unbase64 = "unbase64",
        /// The decoded bytes of hexadecimal in either case.
        Unhex = "unhex",
    }
}

/// Why a filter chain stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A filter does not accept its input.
    Unexpected(Unexpected),
    /// The read limit is exceeded.
    Overrun(Overrun),
}

impl From<Unexpected> for Stop {
    fn from(unexpected: Unexpected) -> Self {
        Self::Unexpected(unexpected)
    }
}

impl From<Overrun> for Stop {
    fn from(overrun: Overrun) -> Self {
        Self::Overrun(overrun)
    }
}

impl Filter {
    /// Whether two inputs with different meanings for the receiver can have the same output.
    pub(crate) const fn is_lossy(self) -> bool {
        match self {
            Self::Upper | Self::Lower | Self::Int | Self::Whsec | Self::Unpercent => true,
            // The order of parameters may matter: readers can parse `a[b]=1&a=2` differently in another order.
            Self::Sorted | Self::Joined | Self::Decoded | Self::Encoded => true,
            // A body with any wanted CRC takes four bytes of one's choice.
            Self::Crc32 => true,
            // Reserialised JSON has the same meaning for every parser. The encodings are reversible, and digests have
            // no known collisions.
            Self::Json | Self::Sha256 | Self::Sha512 | Self::Hex | Self::Base64 | Self::Base64Url => false,
            Self::Unbase64 | Self::Unhex => false,
        }
    }

    /// Whether the filter parses its input as a form.
    pub(crate) const fn is_of_form(&self) -> bool {
        matches!(self, Self::Sorted | Self::Joined | Self::Decoded | Self::Encoded)
    }

    /// Whether the filter is a hash function.
    pub(crate) const fn is_hash(&self) -> bool {
        matches!(self, Self::Sha256 | Self::Sha512)
    }

    /// The names of all filters, for an error message.
    pub(crate) fn names() -> String {
        quoted(Self::NAMES.iter().copied(), ", ")
    }

    /// Appends `input`, passed through `filters` in order, to `out`.
    #[inline]
    pub(crate) fn apply(filters: &[Self], input: &[u8], limit: Limit<'_>, out: &mut Vec<u8>) -> Result<(), Stop> {
        limit.spend(input.len(), input.len())?;
        let Some((last, before)) = filters.split_last() else {
            out.extend_from_slice(input);
            return Ok(());
        };
        if before.is_empty() { Ok(last.write(input, out)?) } else { last.write_after(before, input, limit, out) }
    }

    fn write_after(self, before: &[Self], input: &[u8], limit: Limit<'_>, out: &mut Vec<u8>) -> Result<(), Stop> {
        let mut value = Zeroizing::new(input.to_vec());
        // The number of bytes cut off at the front, to map offsets back to the input.
        let mut cut = 0;
        let mut charged = input.len();
        for filter in before {
            let mut next = Zeroizing::new(Vec::new());
            filter.write(&value, &mut next)?;
            // The sender of JSON, not the scheme, decides how much it grows when reserialised. All other filters at
            // most double it.
            charged = next.len().min(if *filter == Self::Json { charged } else { charged.saturating_mul(2) });
            limit.spend(charged, next.len())?;
            cut += if *filter == Self::Whsec { value.len() - next.len() } else { 0 };
            value = next;
        }
        Ok(self.write(&value, out).map_err(|unexpected| Unexpected { at: unexpected.at + cut, ..unexpected })?)
    }

    fn write(self, input: &[u8], out: &mut Vec<u8>) -> Result<(), Unexpected> {
        match self {
            Self::Json => return json::reserialise(input, out),
            Self::Upper => out.extend(input.iter().map(u8::to_ascii_uppercase)),
            Self::Lower => out.extend(input.iter().map(u8::to_ascii_lowercase)),
            Self::Int => out.extend_from_slice(int(input)?),
            Self::Sorted => params::write_sorted(bounded(input)?, out),
            Self::Joined => params::write_joined(bounded(input)?, out),
            Self::Decoded => return pairs::write(bounded(input)?, Notation::Plain, out),
            Self::Encoded => return pairs::write(bounded(input)?, Notation::Escaped, out),
            Self::Whsec => out.extend_from_slice(input.strip_prefix(b"whsec_").unwrap_or(input)),
            Self::Sha256 => out.extend_from_slice(&sha256(input)),
            Self::Sha512 => out.extend_from_slice(&Hash::Sha512.digest(&[input])),
            Self::Crc32 => out.extend_from_slice(decimal(crc32(input)).as_bytes()),
            Self::Hex => Encoding::Hex.write(input, out),
            Self::Base64 => Encoding::Base64.write(input, out),
            Self::Base64Url => Encoding::Base64Url.write(input, out),
            Self::Unpercent => out.extend_from_slice(&percent::decoded(input, b'+')),
            Self::Unbase64 => {
                let refused = || unexpected(input, encoding::is_base64, "base64 with its padding");
                out.extend_from_slice(&encoding::decode_base64(input).ok_or_else(refused)?);
            }
            Self::Unhex => {
                let refused = || unexpected(input, |byte| byte.is_ascii_hexdigit(), "hexadecimal");
                out.extend_from_slice(&encoding::decode_hex(input).ok_or_else(refused)?);
            }
        }
        Ok(())
    }
}

/// A form, if it has no more pairs than [`params::too_many`] allows.
fn bounded(form: &[u8]) -> Result<&[u8], Unexpected> {
    match params::too_many(form) {
        Some(at) => Err(Unexpected { at, expected: params::AT_MOST, got: Found::Other }),
        None => Ok(form),
    }
}

fn unexpected(input: &[u8], is_allowed: fn(u8) -> bool, expected: &'static str) -> Unexpected {
    let at = input.iter().position(|&byte| !is_allowed(byte)).unwrap_or(input.len());
    // The byte itself is not shown: it may belong to a key.
    Unexpected { at, expected, got: Found::Other }
}

/// Decimal digits without leading zeros.
fn int(input: &[u8]) -> Result<&[u8], Unexpected> {
    let digits = input.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || digits < input.len() {
        return Err(Unexpected { at: digits, expected: "decimal digits", got: input.get(digits).copied().into() });
    }
    let zeros = input.iter().take_while(|&&byte| byte == b'0').count();
    Ok(&input[zeros.min(input.len() - 1)..])
}
