//! Signature algorithms: from bytes to a signature, with a key that is set up once. Knows no scheme and no header.

pub(crate) mod hash;
pub(crate) mod hmac;
#[cfg(feature = "rsa")]
pub(crate) mod jwk;
pub(crate) mod jws;
#[cfg(feature = "rsa")]
pub(crate) mod keys;
#[cfg(feature = "rsa")]
pub(crate) mod recovered;
#[cfg(feature = "rsa")]
pub(crate) mod rsa;
#[cfg(feature = "rsa")]
pub(crate) mod x509;

use alloc::{string::String, vec::Vec};
use core::fmt;
use core::ops::RangeInclusive;

use rand_core::TryRng;
use zeroize::Zeroizing;

use crate::digest::sha256;
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::text::decimal;
#[cfg(feature = "rsa")]
use jwk::Purpose;

/// The algorithm that computes the raw signature over the canonical string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Algorithm {
    /// No signature: the credential itself is sent.
    None,
    /// HMAC with SHA-1 (RFC 2104, FIPS 180-4).
    #[cfg_attr(feature = "serde", serde(rename = "hmac-sha1"))]
    HmacSha1,
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4).
    #[cfg_attr(feature = "serde", serde(rename = "hmac-sha256"))]
    HmacSha256,
    /// HMAC with SHA-256 and a key derived from the scope in the third line of the canonical string, as in AWS
    /// Signature Version 4: `HMAC(…HMAC("AWS4" ‖ key, day)…, "aws4_request")`.
    #[cfg_attr(feature = "serde", serde(rename = "aws4-hmac-sha256"))]
    Aws4HmacSha256,
    /// HMAC with SHA-512 (RFC 2104, FIPS 180-4).
    #[cfg_attr(feature = "serde", serde(rename = "hmac-sha512"))]
    HmacSha512,
    /// SHA-256 over the key followed by the canonical string: not a MAC, open to length extension.
    #[cfg_attr(feature = "serde", serde(rename = "sha256-key-first"))]
    Sha256KeyFirst,
    /// SHA-256 over the canonical string followed by the key: not a MAC, as weak as the collision resistance of the
    /// hash.
    #[cfg_attr(feature = "serde", serde(rename = "sha256-key-last"))]
    Sha256KeyLast,
    /// RSAES-PKCS1-v1_5 encryption with the provider's public key (RFC 8017 §7.2.1). Randomised: each result differs.
    #[cfg_attr(feature = "serde", serde(rename = "rsaes-pkcs1-v1_5"))]
    RsaesPkcs1v15,
    /// RSASSA-PSS with SHA-256 and a 32-byte salt (RFC 8017 §8.1); `PS256` in JOSE.
    #[cfg_attr(feature = "serde", serde(rename = "rsassa-pss-sha256"))]
    RsassaPss,
    /// RSASSA-PSS with SHA-512 and a 64-byte salt (RFC 8017 §8.1).
    #[cfg_attr(feature = "serde", serde(rename = "rsassa-pss-sha512"))]
    RsassaPssSha512,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2); `RS256` in JOSE.
    #[cfg_attr(feature = "serde", serde(rename = "rsassa-pkcs1-v1_5-sha256"))]
    RsassaPkcs1v15,
    /// A compact JWS (RFC 7515) with the canonical string as payload, signed with `PS256` or `RS256` as the option
    /// `jws.alg` says.
    Jws,
}

/// A key, set up for its algorithm.
pub(crate) enum Key {
    None,
    HmacSha1(hmac::HmacSha1),
    HmacSha256(hmac::HmacSha256),
    /// The key from which scope keys are derived.
    Aws4(hmac::Aws4),
    HmacSha512(hmac::HmacSha512),
    /// The bytes hashed before and after the input.
    Sha256([Secret; 2]),
    #[cfg(feature = "rsa")]
    Encryption(rsa::PublicKey),
    #[cfg(feature = "rsa")]
    Private(rsa::Padding, rsa::PrivateKey),
    /// A public key, with the algorithms whose signatures it may verify.
    #[cfg(feature = "rsa")]
    Public(Vec<Algorithm>, rsa::PublicKey),
    /// An external key, with the possible lengths of its signatures in bytes.
    External(RangeInclusive<usize>),
}

impl Algorithm {
    /// Whether one half of the key signs and the other half verifies.
    pub(crate) const fn is_asymmetric(self) -> bool {
        matches!(self, Self::RsassaPss | Self::RsassaPssSha512 | Self::RsassaPkcs1v15 | Self::Jws)
    }

    /// Whether the signature is a JWS; always false in a build without RSA, so that the linker drops the code.
    pub(crate) const fn is_jws(self) -> bool {
        cfg!(feature = "rsa") && matches!(self, Self::Jws)
    }

    /// Whether signing needs random bytes.
    pub(crate) const fn is_random(self) -> bool {
        self.is_asymmetric() || matches!(self, Self::RsaesPkcs1v15)
    }

    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::HmacSha1 => "hmac-sha1",
            Self::HmacSha256 => "hmac-sha256",
            Self::Aws4HmacSha256 => "aws4-hmac-sha256",
            Self::HmacSha512 => "hmac-sha512",
            Self::Sha256KeyFirst => "sha256-key-first",
            Self::Sha256KeyLast => "sha256-key-last",
            Self::RsaesPkcs1v15 => "rsaes-pkcs1-v1_5",
            Self::RsassaPss => "rsassa-pss-sha256",
            Self::RsassaPssSha512 => "rsassa-pss-sha512",
            Self::RsassaPkcs1v15 => "rsassa-pkcs1-v1_5-sha256",
            Self::Jws => "jws",
        }
    }

    /// The name in JOSE (RFC 7518 §3.1 and §4.1), if the algorithm has one.
    pub(crate) const fn jose_name(self) -> Option<&'static str> {
        match self {
            Self::HmacSha256 => Some("HS256"),
            Self::HmacSha512 => Some("HS512"),
            Self::RsaesPkcs1v15 => Some("RSA1_5"),
            Self::RsassaPss => Some("PS256"),
            Self::RsassaPssSha512 => Some("PS512"),
            Self::RsassaPkcs1v15 => Some("RS256"),
            Self::None
            | Self::HmacSha1
            | Self::Aws4HmacSha256
            | Self::Sha256KeyFirst
            | Self::Sha256KeyLast
            | Self::Jws => None,
        }
    }

    /// The length of the MAC in bytes; `None` if it depends on the key.
    pub(crate) const fn mac_len(self) -> Option<usize> {
        match self {
            Self::HmacSha1 => Some(20),
            Self::HmacSha256 | Self::Aws4HmacSha256 | Self::Sha256KeyFirst | Self::Sha256KeyLast => Some(32),
            Self::HmacSha512 => Some(64),
            _ => None,
        }
    }

    #[cfg(feature = "rsa")]
    pub(crate) const fn padding(self) -> rsa::Padding {
        match self {
            Self::RsassaPkcs1v15 => rsa::Padding::Pkcs1v15,
            Self::RsassaPssSha512 => rsa::Padding::PssSha512,
            _ => rsa::Padding::Pss,
        }
    }
}

impl Key {
    /// Parses `secret` as a signing key for `algorithm`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are not such a key. [`Error::Unsupported`] for RSA in a build
    /// without it.
    pub(crate) fn new(algorithm: Algorithm, secret: &Secret, name: &str) -> Result<Self, Error> {
        match algorithm {
            Algorithm::None => Ok(Self::None),
            Algorithm::HmacSha1 => Ok(Self::HmacSha1(hmac::keyed(secret.expose()))),
            Algorithm::HmacSha256 => Ok(Self::HmacSha256(hmac::keyed(secret.expose()))),
            Algorithm::Aws4HmacSha256 => Ok(Self::Aws4(hmac::Aws4::new(secret.expose()))),
            Algorithm::HmacSha512 => Ok(Self::HmacSha512(hmac::keyed(secret.expose()))),
            Algorithm::Sha256KeyFirst => Ok(Self::Sha256([secret.clone(), Secret::from("")])),
            Algorithm::Sha256KeyLast => Ok(Self::Sha256([Secret::from(""), secret.clone()])),
            #[cfg(feature = "rsa")]
            Algorithm::RsaesPkcs1v15 => {
                let key = keys::public_key(secret.expose(), name, keys::LEGACY_BITS)?;
                Purpose::encrypt(&[algorithm]).check(secret.expose(), name)?;
                Ok(Self::Encryption(key))
            }
            #[cfg(feature = "rsa")]
            Algorithm::RsassaPss | Algorithm::RsassaPssSha512 | Algorithm::RsassaPkcs1v15 | Algorithm::Jws => {
                let key = keys::private_key(secret.expose(), name)?;
                Purpose::sign(&[algorithm]).check(secret.expose(), name)?;
                Ok(Self::Private(algorithm.padding(), key))
            }
            #[cfg(not(feature = "rsa"))]
            _ => Err(without_rsa(name)),
        }
    }

    /// Parses `key` as a public key that verifies signatures of any of the `algorithms`.
    ///
    /// # Errors
    ///
    /// As [`Self::new`]; also [`Error::CredentialInvalid`] for a JWK whose members declare another purpose.
    pub(crate) fn public(algorithms: &[Algorithm], key: &Secret, name: &str) -> Result<Self, Error> {
        #[cfg(feature = "rsa")]
        {
            let half = keys::public_key(key.expose(), name, keys::MODERN_BITS)?;
            Ok(Self::Public(Purpose::verify(algorithms).check(key.expose(), name)?, half))
        }
        #[cfg(not(feature = "rsa"))]
        return Err((algorithms, key)).map_err(|_| without_rsa(name));
    }

    /// The same key, with the public half that checks its signatures. `None` if `half` belongs to another key.
    #[cfg(feature = "rsa")]
    pub(crate) fn with_public_half(self, algorithm: Algorithm, half: rsa::PublicKey) -> Option<Self> {
        match self {
            Self::Private(_, ref key) => half.is_half_of(key).then_some(self),
            Self::Public(_, ref key) => (*key == half).then_some(self),
            _ => Some(Self::Public(Vec::from([algorithm]), half)),
        }
    }

    /// An external key of `algorithm`, as in a KMS.
    pub(crate) fn external(algorithm: Algorithm) -> Self {
        Self::External(match (algorithm, algorithm.mac_len()) {
            (Algorithm::None, _) => 0..=0,
            (_, Some(length)) => length..=length,
            // RSA with 1024 to 8192 bits for encryption, 2048 to 8192 for signatures.
            (Algorithm::RsaesPkcs1v15, _) => 128..=1024,
            _ => 256..=1024,
        })
    }

    /// Replaces `raw` with the signature over `input`.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] if the key is too small for the input, [`Error::ArgumentInvalid`] if the key is external,
    /// [`Error::RandomnessUnavailable`].
    pub(crate) fn sign(&self, input: &[u8], random: &mut Random<'_>, raw: &mut Vec<u8>) -> Result<(), Error> {
        raw.clear();
        #[cfg(not(feature = "rsa"))]
        let _ = random;
        match self {
            Self::None => {}
            Self::HmacSha256(key) => raw.extend_from_slice(&hmac::sign(key, input)),
            Self::Aws4(key) => raw.extend_from_slice(&key.sign(input)),
            Self::HmacSha512(key) => raw.extend_from_slice(&hmac::sign(key, input)),
            Self::HmacSha1(_) | Self::Sha256(_) => self.mac(input).iter().for_each(|mac| raw.extend_from_slice(mac)),
            #[cfg(feature = "rsa")]
            Self::Encryption(key) => raw.extend_from_slice(&key.encrypt(input, random)?),
            #[cfg(feature = "rsa")]
            Self::Private(padding, key) => raw.extend_from_slice(&key.sign(*padding, input, random)?),
            #[cfg(feature = "rsa")]
            Self::Public(..) => return Err(external_key()),
            Self::External(_) => return Err(external_key()),
        }
        Ok(())
    }

    /// The MAC over `input`, to be compared in constant time; `None` for a key that computes no MAC.
    pub(crate) fn mac(&self, input: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mac = match self {
            Self::HmacSha1(key) => hmac::sign(key, input).to_vec(),
            Self::HmacSha256(key) => hmac::sign(key, input).to_vec(),
            Self::Aws4(key) => key.sign(input).to_vec(),
            Self::HmacSha512(key) => hmac::sign(key, input).to_vec(),
            Self::Sha256([first, last]) => sha256(&[first.expose(), input, last.expose()]).to_vec(),
            _ => return None,
        };
        Some(Zeroizing::new(mac))
    }

    /// Whether `raw` is a signature over `input` by `algorithm` that this public key verifies.
    pub(crate) fn verify(&self, algorithm: Algorithm, input: &[u8], raw: &[u8]) -> bool {
        match self {
            // The provider answers an encrypted value with a signature of the private half, without a digest.
            #[cfg(feature = "rsa")]
            Self::Encryption(key) => key.verify(rsa::Padding::Bare, input, raw),
            #[cfg(feature = "rsa")]
            Self::Public(own, key) => own.contains(&algorithm) && key.verify(algorithm.padding(), input, raw),
            _ => {
                let _ = (algorithm, input, raw);
                false
            }
        }
    }

    /// Refuses a raw signature over `input` that this key, or the external key it stands for, cannot have made.
    pub(crate) fn check(&self, input: &[u8], raw: &[u8]) -> Result<(), Error> {
        let lengths = match self {
            Self::None => 0..=0,
            Self::HmacSha1(_) => 20..=20,
            Self::HmacSha256(_) | Self::Aws4(_) | Self::Sha256(_) => 32..=32,
            Self::HmacSha512(_) => 64..=64,
            #[cfg(feature = "rsa")]
            Self::Encryption(key) | Self::Public(_, key) => key.len()..=key.len(),
            #[cfg(feature = "rsa")]
            Self::Private(_, key) => key.len()..=key.len(),
            Self::External(lengths) => lengths.clone(),
        };
        let refused = |expected, got| Err(Error::SignatureInvalid(Fault::new("signature", expected, got)));
        if !lengths.contains(&raw.len()) {
            let (least, most) = lengths.into_inner();
            let least = if least == most { String::new() } else { [&*decimal(least), " to "].concat() };
            let bytes = |count: usize| [&*decimal(count), " bytes"].concat();
            return refused(least + &bytes(most), bytes(raw.len()));
        }
        #[cfg(feature = "rsa")]
        if let Self::Public(algorithms, key) = self
            && !algorithms.iter().any(|algorithm| key.verify(algorithm.padding(), input, raw))
        {
            let expected = if algorithms.contains(&Algorithm::RsassaPssSha512) {
                "a signature over the signing input that the public key verifies, with SHA-512 and 64 bytes of salt"
            } else {
                "a signature over the signing input that the public key verifies, with SHA-256 and, for PSS, 32 bytes of salt"
            };
            return refused(expected.into(), "another one".into());
        }
        let _ = input;
        Ok(())
    }
}

fn external_key() -> Error {
    let why = "this signer holds no key to sign with: call `prepare`, sign where the key is, and call `finish`";
    Error::ArgumentInvalid(Fault::inapplicable("sign", why))
}

/// The error for RSA in a build without it.
#[cfg(not(feature = "rsa"))]
pub(crate) fn without_rsa(name: &str) -> Error {
    let import = "the import with RSA, `countersign` or `countersign/standards`";
    let expected = if cfg!(feature = "wire") { import } else { "a build with RSA: enable the feature `rsa`" };
    Error::Unsupported(Fault::new(name, expected, "one without it"))
}

/// The caller's random source; returns `false` if it fails.
pub(crate) struct Random<'a>(pub &'a mut dyn FnMut(&mut [u8]) -> bool);

/// The caller's random source failed.
#[derive(Debug)]
pub(crate) struct RandomFailed;

impl core::error::Error for RandomFailed {}

impl fmt::Display for RandomFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the random source failed")
    }
}

impl TryRng for Random<'_> {
    type Error = RandomFailed;

    fn try_next_u32(&mut self) -> Result<u32, RandomFailed> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, RandomFailed> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandomFailed> {
        if (self.0)(bytes) { Ok(()) } else { Err(RandomFailed) }
    }
}

impl rand_core::TryCryptoRng for Random<'_> {}
