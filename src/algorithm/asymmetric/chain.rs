//! Chains of three certificates to a pinned root (RFC 5280 §6), as a JWS brings them along in `x5c`.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};

use super::key_type::KeyType;
use super::x509::{Certificate, Fields};
use super::{PublicKey, Wanted, keys};
use crate::algorithm::jws::Compact;
use crate::algorithm::pair::{Curve, DsaEncoding};
use crate::algorithm::{Method, Padding};
use crate::digest::{Digest, Hash, sha256};
use crate::encoding::{Encoding, decode_base64, decode_hex};
use crate::error::{Error, Fault};
use crate::json::{Document, Object};
use crate::text::decimal;

/// Which chains are trusted.
pub(crate) struct Chains {
    /// The SHA-256 of each root certificate.
    roots: Vec<Digest>,
    /// The extensions that the leaf and the certificate between must have, if any.
    extensions: Option<[Extension; 2]>,
    /// The JSON pointer of the signing time in the payload, in milliseconds since 1970; empty for none.
    time: String,
}

impl Chains {
    /// The chains that end in one of the `roots`, by their SHA-256 in hexadecimal. `extensions` and `time` are as in a scheme.
    ///
    /// # Errors
    ///
    /// [`Error::Unsupported`] in a build without key pairs.
    #[expect(clippy::unnecessary_wraps, reason = "a build without these algorithms refuses them here")]
    pub(crate) fn new(roots: &[&str], extensions: &[&str], time: &str) -> Result<Self, Error> {
        let root = |text: &&str| decode_hex(text.as_bytes()).map(|hash| Digest::from_slice(&hash));
        let oids: Vec<_> = extensions.iter().map(|text| Extension { text: (*text).into(), oid: oid(text) }).collect();
        Ok(Self { roots: roots.iter().filter_map(root).collect(), extensions: oids.try_into().ok(), time: time.into() })
    }

    /// Replaces the roots by the `certificates`, each as PEM, DER or base64 of either.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for what is no certificate.
    pub(crate) fn replace_roots<'c>(
        &mut self,
        certificates: impl Iterator<Item = &'c [u8]>,
        name: &str,
    ) -> Result<(), Error> {
        self.roots.clear();
        for certificate in certificates {
            self.roots.push(sha256(&Certificate::of_issuer(certificate, name)?));
        }
        Ok(())
    }

    /// The key of the leaf in the chain that `jws` brings along, which is valid when the payload says that it was signed,
    /// otherwise at `now_ms`.
    ///
    /// # Errors
    ///
    /// [`Error::CertificateRefused`] with the first certificate that is at fault, counted from the leaf.
    pub(crate) fn key(&self, jws: &Compact, now_ms: i64) -> Result<PublicKey, Error> {
        let header = Encoding::Base64Url.read(jws.protected.as_bytes()).unwrap_or_default();
        let list = Object::parse(&header).ok().and_then(|header| header.value("x5c").map(<[u8]>::to_vec));
        let chain = list.as_deref().map(certificates).unwrap_or_default();
        let [leaf, between, root] = &*chain else {
            return Err(refused(
                "x5c",
                "three certificates in base64: leaf, intermediate and root",
                decimal(chain.len()),
            ));
        };
        if !self.roots.contains(&sha256(root)) {
            return Err(refused(PARTS[2], "a root that the scheme names by its SHA-256", "another certificate"));
        }
        let at_ms = self.signed_at_ms(jws).unwrap_or(now_ms);
        let [leaf, between, root] = [(leaf, 0), (between, 1), (root, 2)].map(|(der, place)| {
            let fields = Fields::read(der).map_err(|_| refused(PARTS[place], "an X.509 certificate", "other bytes"))?;
            fields.validity().check_at(at_ms, PARTS[place])?;
            Ok(fields)
        });
        let (leaf, between, root) = (leaf?, between?, root?);
        let [of_leaf, of_between] =
            self.extensions.as_ref().map_or([None; 2], |[leaf, between]| [Some(leaf), Some(between)]);
        check(&between, &root, PARTS[1], true, of_between)?;
        check(&leaf, &between, PARTS[0], false, of_leaf)?;
        key_of(&leaf, PARTS[0])
    }

    /// When the payload says that it was signed.
    fn signed_at_ms(&self, jws: &Compact) -> Option<i64> {
        if self.time.is_empty() {
            return None;
        }
        let payload = Encoding::Base64Url.read(jws.payload.as_bytes()).ok()?;
        let document = Document::parse(&payload).ok()?;
        let value = document.find(document.whole(), &self.time).ok()??;
        core::str::from_utf8(&payload[value]).ok()?.trim().parse().ok()
    }
}

/// The certificates in `x5c` (RFC 7515 §4.1.6), in DER; none if one of them is no base64.
fn certificates(list: &[u8]) -> Vec<Vec<u8>> {
    let Some(document) = Document::parse(list).ok().filter(|_| list.starts_with(b"[")) else { return Vec::new() };
    let der = |at| {
        let text: &[u8] = &list[at];
        decode_base64(text.strip_prefix(b"\"")?.strip_suffix(b"\"")?).map(|der| der.to_vec())
    };
    document.elements(document.whole(), LENGTH).into_iter().map(der).collect::<Option<_>>().unwrap_or_default()
}

/// Refuses a certificate that `issuer` did not issue for its use: to issue others, or to sign messages.
fn check(
    own: &Fields<'_>,
    issuer: &Fields<'_>,
    part: &str,
    is_issuer: bool,
    required: Option<&Extension>,
) -> Result<(), Error> {
    if own.issuer != issuer.subject {
        return Err(refused(part, "a certificate of the next one's subject", "one of another issuer"));
    }
    let extensions = Extensions::read(own).ok_or_else(|| refused(part, "extensions in DER", "other bytes"))?;
    if extensions.has_unknown {
        return Err(refused(part, "no other critical extension than basic constraints and key usage", "another one"));
    }
    if extensions.is_issuer != is_issuer {
        let (expected, got) =
            if is_issuer { ("one that may issue others", "a leaf") } else { ("a leaf", "one that may issue others") };
        return Err(refused(part, expected, got));
    }
    if extensions.usage.is_some_and(|usage| usage & if is_issuer { CERTIFICATES } else { SIGNATURES } == 0) {
        let expected = if is_issuer { "a key for certificates" } else { "a key for signatures" };
        return Err(refused(part, expected, "one for other uses"));
    }
    if let Some(own) = required.filter(|own| !extensions.oids.contains(&&*own.oid)) {
        return Err(refused(part, ["the extension ", &own.text].concat(), "none"));
    }
    let is_signed = own.algorithms[0] == own.algorithms[1] && is_signed(own, &key_of(issuer, part)?);
    if is_signed { Ok(()) } else { Err(refused(part, "the signature of the next certificate's key", "another one")) }
}

/// Whether `key` signed the certificate, by ECDSA or RSA with SHA-2.
fn is_signed(own: &Fields<'_>, key: &PublicKey) -> bool {
    let Some(algorithm) = sequence(own.algorithms[1]) else { return false };
    // The first byte counts unused bits.
    let Some((0, signature)) = own.signature.split_first().map(|(unused, bits)| (*unused, bits)) else { return false };
    let hashes = [Hash::Sha256, Hash::Sha384, Hash::Sha512];
    let named = (0..hashes.len()).find_map(|place| {
        let is_own = |names: [&[u8]; 3]| algorithm == names[place];
        match key.key_type() {
            KeyType::Rsa => is_own(RSA_SHA2).then(|| Method::Rsa(Padding::Pkcs1v15(hashes[place]), 0)),
            KeyType::Ec(curve) => is_own(ECDSA_SHA2).then(|| Method::Ecdsa(curve, hashes[place], DsaEncoding::Der)),
            KeyType::Ed25519 => None,
        }
    });
    named.is_some_and(|method| key.verify(method, own.signed, signature))
}

fn key_of(own: &Fields<'_>, part: &str) -> Result<PublicKey, Error> {
    let types = [KeyType::Rsa, KeyType::Ec(Curve::P256), KeyType::Ec(Curve::P384), KeyType::Ec(Curve::P521)];
    let wanted = Wanted { types: types.into(), least_bits: 2048 };
    let key = keys::public_of(own.spki, &wanted).and_then(|key| wanted.check_size(&key).map(|()| key));
    key.map_err(|got| refused(part, "a certificate with an RSA or EC key", got))
}

/// An extension that a certificate must have.
struct Extension {
    text: String,
    /// The object identifier in DER, without its head.
    oid: Vec<u8>,
}

/// What the extensions of a certificate say (RFC 5280 §4.2).
#[derive(Default)]
struct Extensions<'d> {
    oids: Vec<&'d [u8]>,
    is_issuer: bool,
    /// The first eight bits of the key usage, if it is limited.
    usage: Option<u8>,
    /// Whether there is a critical one that is not understood.
    has_unknown: bool,
}

impl<'d> Extensions<'d> {
    /// `None` for what is not DER, or an extension that stands there twice.
    fn read(own: &Fields<'d>) -> Option<Self> {
        let mut found = Self::default();
        let mut list = own.extensions.map_or(Some(&[][..]), sequence)?;
        while !list.is_empty() {
            let mut extension = next(&mut list, SEQUENCE)?;
            let oid = next(&mut extension, OID)?;
            let is_critical = flag(&mut extension)?;
            let value = next(&mut extension, OCTETS)?;
            if !extension.is_empty() || found.oids.contains(&oid) {
                return None;
            }
            match oid {
                BASIC_CONSTRAINTS => found.is_issuer = is_issuer(value)?,
                KEY_USAGE => {
                    let mut rest = value;
                    let bits = next(&mut rest, BITS).filter(|_| rest.is_empty())?;
                    found.usage = Some(bits.get(1).copied().unwrap_or_default());
                }
                _ => found.has_unknown |= is_critical,
            }
            found.oids.push(oid);
        }
        Some(found)
    }
}

/// What basic constraints say (RFC 5280 §4.2.1.9). A path length is no limit here, since an issuer is followed by a leaf.
fn is_issuer(value: &[u8]) -> Option<bool> {
    let mut constraints = sequence(value)?;
    let is_issuer = flag(&mut constraints)?;
    if !constraints.is_empty() {
        next(&mut constraints, INTEGER)?;
    }
    constraints.is_empty().then_some(is_issuer)
}

/// Takes an optional boolean. The default, false, is not written in DER.
fn flag(rest: &mut &[u8]) -> Option<bool> {
    if rest.first() != Some(&BOOLEAN) {
        return Some(false);
    }
    (next(rest, BOOLEAN)? == [0xff]).then_some(true)
}

/// What is inside of `der`, which is a sequence and nothing behind it.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    let mut rest = der;
    next(&mut rest, SEQUENCE).filter(|_| rest.is_empty())
}

/// Takes the value of the next element, which has this tag and the shortest length (X.690 §10.1).
fn next<'d>(rest: &mut &'d [u8], tag: u8) -> Option<&'d [u8]> {
    let (length, after) = match **rest {
        [own, length @ ..=0x7f, ref after @ ..] if own == tag => (usize::from(length), after),
        [own, 0x81, length @ 0x80..=0xff, ref after @ ..] if own == tag => (usize::from(length), after),
        [own, 0x82, high @ 1..=0xff, low, ref after @ ..] if own == tag => {
            (usize::from(high) << 8 | usize::from(low), after)
        }
        _ => return None,
    };
    let (value, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(value)
}

/// An object identifier in DER, without its head (X.690 §8.19).
#[expect(clippy::cast_possible_truncation, reason = "seven bits are taken at a time")]
fn oid(text: &str) -> Vec<u8> {
    let mut arcs = text.split('.').map(|arc| arc.parse::<u32>().unwrap_or_default());
    let first = arcs.next().unwrap_or_default().saturating_mul(40).saturating_add(arcs.next().unwrap_or_default());
    let mut oid = Vec::new();
    for arc in [first].into_iter().chain(arcs) {
        let digits = (1..5).rev().filter(|digit| arc >> (7 * digit) != 0);
        digits.for_each(|digit| oid.push((arc >> (7 * digit)) as u8 | 0x80));
        oid.push(arc as u8 & 0x7f);
    }
    oid
}

fn refused(part: &str, expected: impl Into<Cow<'static, str>>, got: impl Into<Cow<'static, str>>) -> Error {
    Error::CertificateRefused(Fault::new(part, expected, got))
}

const LENGTH: usize = 3;
const PARTS: [&str; LENGTH] = ["x5c[0]", "x5c[1]", "x5c[2]"];
const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// The bits `digitalSignature` and `keyCertSign` (RFC 5280 §4.2.1.3).
const SIGNATURES: u8 = 0x80;
const CERTIFICATES: u8 = 0x04;
/// 2.5.29.19 and 2.5.29.15.
const BASIC_CONSTRAINTS: &[u8] = b"\x55\x1d\x13";
const KEY_USAGE: &[u8] = b"\x55\x1d\x0f";
/// 1.2.840.10045.4.3.2 to 4, without parameters (RFC 5758 §3.2): SHA-256, SHA-384 and SHA-512.
const ECDSA_SHA2: [&[u8]; 3] = [
    b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02",
    b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03",
    b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04",
];
/// 1.2.840.113549.1.1.11 to 13, with NULL (RFC 8017 §A.2.4): the same.
const RSA_SHA2: [&[u8]; 3] = [
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00",
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c\x05\x00",
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d\x05\x00",
];
