//! `name=value` pairs joined by `&`: a query, or a form body (application/x-www-form-urlencoded).

use alloc::vec::Vec;

/// The value of the first pair called `name`, as it stands on the wire.
pub(crate) fn find<'a>(params: &'a [u8], name: &str) -> Option<&'a [u8]> {
    pairs(params).find_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

/// Appends `name=value`, percent-encoding what is not an unreserved character (RFC 3986 §2.3).
pub(crate) fn push(params: &mut Vec<u8>, name: &str, value: &[u8]) {
    if !params.is_empty() {
        params.push(b'&');
    }
    params.extend_from_slice(name.as_bytes());
    params.push(b'=');
    for &byte in value {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => params.push(byte),
            _ => params.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
    }
}

/// Appends the pairs in the order of their bytes.
pub(super) fn write_sorted(params: &[u8], out: &mut Vec<u8>) {
    let mut sorted: Vec<(&[u8], usize)> = pairs(params).zip(0..).collect();
    sorted.sort_unstable();
    for (place, (pair, _)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(pair);
    }
}

fn pairs(params: &[u8]) -> impl Iterator<Item = &[u8]> {
    params.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty())
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";
