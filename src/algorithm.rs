//! Signature algorithms: from bytes to a signature, with a key that is set up once. Knows no scheme and no header.
//!
//! An algorithm is one line of the table below; each family of algorithms has a file.

#[cfg_attr(not(feature = "asymmetric"), path = "algorithm/asymmetric_disabled.rs")]
pub(crate) mod asymmetric;
pub(crate) mod hmac;
pub(crate) mod host;
pub(crate) mod jws;
mod key;
pub(crate) mod keyed_digest;
pub(crate) mod pair;
pub(crate) mod random;
pub(crate) mod recovered;

use crate::digest::Hash;
pub(crate) use key::Key;
use keyed_digest::KeyPosition;
pub use pair::DsaEncoding;
pub(crate) use pair::{Curve, MODERN_BITS, Method, Rules};
pub(crate) use random::Random;

/// What an algorithm computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Nothing: the credential itself is sent.
    Nothing,
    Hmac(Hash),
    KeyedDigest(Hash, KeyPosition),
    RsaEncryption,
    Rsa(Padding),
    /// ECDSA on a curve, over a digest (FIPS 186-5 §6).
    Ecdsa(Curve, Hash),
    /// Ed25519 (RFC 8032 §5.1).
    Eddsa,
    /// A JWS; its option `jws.alg` names the algorithm, which is of a shared secret or of a key pair.
    Jws(KeyKind),
}

/// The padding of an RSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Padding {
    /// RSASSA-PSS with the same hash function for message and mask (RFC 8017 §8.1); unless a scheme says otherwise, with a
    /// salt as long as the digest (RFC 7518 §3.5).
    Pss(Hash),
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    Pkcs1v15(Hash),
    /// PKCS#1 type 1 padding around the message itself, without a digest or the name of a hash function (RFC 2313
    /// §8.1).
    Bare,
}

impl Padding {
    /// The hash function; `None` if the message itself is padded.
    pub(crate) const fn hash(self) -> Option<Hash> {
        match self {
            Self::Pss(hash) | Self::Pkcs1v15(hash) => Some(hash),
            Self::Bare => None,
        }
    }
}

/// Who has the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Both sides.
    Shared,
    /// One side has the private half and signs; the other has the public half and verifies.
    Pair,
}

/// Declares the algorithms. A line is the documentation, the variant, the name in schemes, the family, and the names in
/// JOSE and in HTTP Message Signatures, if there are any.
macro_rules! algorithms {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $family:expr, $jose:expr, $http:expr;)+) => {
        /// The algorithm that computes the raw signature over the canonical string.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Algorithm {
            $($(#[doc = $doc])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)+
        }

        impl Algorithm {
            /// All algorithms.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];
        }

        // The columns of the table are each by itself: a build that needs no name in a standard holds none.
        static NAMES: [&str; Algorithm::ALL.len()] = [$($name),+];
        static FAMILIES: [Family; Algorithm::ALL.len()] = [$($family),+];
        static JOSE_NAMES: [Option<&str>; Algorithm::ALL.len()] = [$($jose),+];
        static HTTP_NAMES: [Option<&str>; Algorithm::ALL.len()] = [$($http),+];
    };
}

use Curve::{P256, P384, P521, Secp256k1};
use Family::{Ecdsa, Eddsa, Hmac, Jws, KeyedDigest, Nothing, Rsa, RsaEncryption};
use Hash::{Md5, Sha1, Sha256, Sha384, Sha512};
use KeyPosition::{Both, First, Last};
use Padding::{Pkcs1v15, Pss};

algorithms! {
    /// No signature: the credential itself is sent.
    None "none" Nothing, None, None;
    /// HMAC with MD5 (RFC 2104, RFC 1321).
    HmacMd5 "hmac-md5" Hmac(Md5), None, None;
    /// HMAC with SHA-1 (RFC 2104, FIPS 180-4).
    HmacSha1 "hmac-sha1" Hmac(Sha1), None, None;
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4).
    HmacSha256 "hmac-sha256" Hmac(Sha256), Some("HS256"), Some("hmac-sha256");
    /// HMAC with SHA-384 (RFC 2104, FIPS 180-4).
    HmacSha384 "hmac-sha384" Hmac(Sha384), Some("HS384"), None;
    /// HMAC with SHA-512 (RFC 2104, FIPS 180-4).
    HmacSha512 "hmac-sha512" Hmac(Sha512), Some("HS512"), None;
    /// MD5 over the key followed by the canonical string: not a MAC, open to length extension.
    Md5KeyFirst "md5-key-first" KeyedDigest(Md5, First), None, None;
    /// MD5 over the canonical string followed by the key: not a MAC, as weak as the hash against collisions.
    Md5KeyLast "md5-key-last" KeyedDigest(Md5, Last), None, None;
    /// MD5 over the key, the canonical string, and the key again: not a MAC, as weak as the hash against collisions.
    Md5KeyBoth "md5-key-both" KeyedDigest(Md5, Both), None, None;
    /// SHA-1 over the key followed by the canonical string: not a MAC, open to length extension.
    Sha1KeyFirst "sha1-key-first" KeyedDigest(Sha1, First), None, None;
    /// SHA-1 over the canonical string followed by the key: not a MAC, as weak as the hash against collisions.
    Sha1KeyLast "sha1-key-last" KeyedDigest(Sha1, Last), None, None;
    /// SHA-1 over the key, the canonical string, and the key again: not a MAC, as weak as the hash against collisions.
    Sha1KeyBoth "sha1-key-both" KeyedDigest(Sha1, Both), None, None;
    /// SHA-256 over the key followed by the canonical string: not a MAC, open to length extension.
    Sha256KeyFirst "sha256-key-first" KeyedDigest(Sha256, First), None, None;
    /// SHA-256 over the canonical string followed by the key: not a MAC, as weak as the hash against collisions.
    Sha256KeyLast "sha256-key-last" KeyedDigest(Sha256, Last), None, None;
    /// SHA-256 over the key, the canonical string, and the key again: not a MAC, as weak as the hash against collisions.
    Sha256KeyBoth "sha256-key-both" KeyedDigest(Sha256, Both), None, None;
    /// SHA-384 over the key followed by the canonical string: not a MAC, open to length extension.
    Sha384KeyFirst "sha384-key-first" KeyedDigest(Sha384, First), None, None;
    /// SHA-384 over the canonical string followed by the key: not a MAC, as weak as the hash against collisions.
    Sha384KeyLast "sha384-key-last" KeyedDigest(Sha384, Last), None, None;
    /// SHA-384 over the key, the canonical string, and the key again: not a MAC, as weak as the hash against collisions.
    Sha384KeyBoth "sha384-key-both" KeyedDigest(Sha384, Both), None, None;
    /// SHA-512 over the key followed by the canonical string: not a MAC, open to length extension.
    Sha512KeyFirst "sha512-key-first" KeyedDigest(Sha512, First), None, None;
    /// SHA-512 over the canonical string followed by the key: not a MAC, as weak as the hash against collisions.
    Sha512KeyLast "sha512-key-last" KeyedDigest(Sha512, Last), None, None;
    /// SHA-512 over the key, the canonical string, and the key again: not a MAC, as weak as the hash against collisions.
    Sha512KeyBoth "sha512-key-both" KeyedDigest(Sha512, Both), None, None;
    /// RSAES-PKCS1-v1_5 encryption with the provider's public key (RFC 8017 §7.2.1). Randomised: each result differs.
    RsaesPkcs1v15 "rsaes-pkcs1-v1_5" RsaEncryption, Some("RSA1_5"), None;
    /// RSASSA-PSS with SHA-256 (RFC 8017 §8.1), and a 32-byte salt unless the scheme has another `saltLength`.
    RsassaPssSha256 "rsassa-pss-sha256" Rsa(Pss(Sha256)), Some("PS256"), None;
    /// RSASSA-PSS with SHA-384 (RFC 8017 §8.1), and a 48-byte salt unless the scheme has another `saltLength`.
    RsassaPssSha384 "rsassa-pss-sha384" Rsa(Pss(Sha384)), Some("PS384"), None;
    /// RSASSA-PSS with SHA-512 (RFC 8017 §8.1), and a 64-byte salt unless the scheme has another `saltLength`.
    RsassaPssSha512 "rsassa-pss-sha512" Rsa(Pss(Sha512)), Some("PS512"), Some("rsa-pss-sha512");
    /// RSASSA-PKCS1-v1_5 with SHA-1 (RFC 8017 §8.2): only to verify, since collisions of SHA-1 are known.
    RsassaPkcs1v15Sha1 "rsassa-pkcs1-v1_5-sha1" Rsa(Pkcs1v15(Sha1)), None, None;
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2).
    RsassaPkcs1v15Sha256 "rsassa-pkcs1-v1_5-sha256" Rsa(Pkcs1v15(Sha256)), Some("RS256"), Some("rsa-v1_5-sha256");
    /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 8017 §8.2).
    RsassaPkcs1v15Sha384 "rsassa-pkcs1-v1_5-sha384" Rsa(Pkcs1v15(Sha384)), Some("RS384"), None;
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 8017 §8.2).
    RsassaPkcs1v15Sha512 "rsassa-pkcs1-v1_5-sha512" Rsa(Pkcs1v15(Sha512)), Some("RS512"), None;
    /// ECDSA on P-256 with SHA-1 (FIPS 186-5 §6): only to verify, since collisions of SHA-1 are known.
    EcdsaP256Sha1 "ecdsa-p256-sha1" Ecdsa(P256, Sha1), None, None;
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5 §6), deterministic (RFC 6979).
    EcdsaP256Sha256 "ecdsa-p256-sha256" Ecdsa(P256, Sha256), Some("ES256"), Some("ecdsa-p256-sha256");
    /// ECDSA on P-384 with SHA-384 (FIPS 186-5 §6), deterministic (RFC 6979).
    EcdsaP384Sha384 "ecdsa-p384-sha384" Ecdsa(P384, Sha384), Some("ES384"), Some("ecdsa-p384-sha384");
    /// ECDSA on P-521 with SHA-512 (FIPS 186-5 §6), deterministic (RFC 6979).
    EcdsaP521Sha512 "ecdsa-p521-sha512" Ecdsa(P521, Sha512), Some("ES512"), None;
    /// ECDSA on secp256k1 with SHA-256 (SEC 2 §2.4.1, RFC 8812), deterministic (RFC 6979).
    EcdsaSecp256k1Sha256 "ecdsa-secp256k1-sha256" Ecdsa(Secp256k1, Sha256), Some("ES256K"), None;
    /// Ed25519 (RFC 8032 §5.1).
    Ed25519 "ed25519" Eddsa, Some("EdDSA"), Some("ed25519");
    /// A compact JWS (RFC 7515) with the canonical string as payload, signed with a private key by the algorithm that the
    /// option `jws.alg` names.
    Jws "jws" Jws(KeyKind::Pair), None, None;
    /// A compact JWS (RFC 7515) with the canonical string as payload, signed with a shared secret by the HMAC that the
    /// option `jws.alg` names.
    JwsHmac "jws-hmac" Jws(KeyKind::Shared), None, None;
}

impl Algorithm {
    /// The name in schemes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    pub(crate) const fn family(self) -> Family {
        FAMILIES[self as usize]
    }

    /// The name in JOSE (RFC 7518 §3.1 and §4.1), if the algorithm has one.
    #[must_use]
    pub const fn jose_name(self) -> Option<&'static str> {
        JOSE_NAMES[self as usize]
    }

    /// The name in the registry of HTTP Message Signatures (RFC 9421 §6.2.2), if the algorithm has one.
    #[must_use]
    pub const fn http_name(self) -> Option<&'static str> {
        HTTP_NAMES[self as usize]
    }

    /// Whether one half of the key signs and the other half verifies.
    pub(crate) const fn is_asymmetric(self) -> bool {
        match self.family() {
            Rsa(_) | Ecdsa(..) | Eddsa | Jws(KeyKind::Pair) => true,
            Nothing | Hmac(_) | KeyedDigest(..) | RsaEncryption | Jws(KeyKind::Shared) => false,
        }
    }

    /// Whether the credential that is the key is public, or half of a key pair, rather than a shared secret.
    pub(crate) const fn has_key_pair(self) -> bool {
        match self.family() {
            RsaEncryption | Rsa(_) | Ecdsa(..) | Eddsa | Jws(KeyKind::Pair) => true,
            Nothing | Hmac(_) | KeyedDigest(..) | Jws(KeyKind::Shared) => false,
        }
    }

    /// Whether only a build with asymmetric algorithms has it: those with key pairs, and every JWS.
    pub(crate) const fn needs_asymmetric(self) -> bool {
        match self.family() {
            RsaEncryption | Rsa(_) | Ecdsa(..) | Eddsa | Jws(_) => true,
            Nothing | Hmac(_) | KeyedDigest(..) => false,
        }
    }

    /// Whether the signature is a JWS; always false in a build without asymmetric algorithms, so that the linker drops
    /// the code.
    pub(crate) const fn is_jws(self) -> bool {
        asymmetric::IS_ENABLED && matches!(self.family(), Jws(_))
    }

    /// Whether signing needs random bytes: for a salt, padding, or blinding of the private key.
    pub(crate) const fn is_random(self) -> bool {
        match self.family() {
            RsaEncryption | Rsa(_) | Jws(KeyKind::Pair) => true,
            // The nonce of a signature is computed from the key and the message (RFC 6979, RFC 8032).
            Nothing | Hmac(_) | KeyedDigest(..) | Ecdsa(..) | Eddsa | Jws(KeyKind::Shared) => false,
        }
    }

    /// Whether new signatures may be made with the algorithm.
    pub(crate) const fn signs(self) -> bool {
        match self.family() {
            Rsa(Pss(hash) | Pkcs1v15(hash)) => !matches!(hash, Md5 | Sha1),
            Ecdsa(_, hash) => !matches!(hash, Md5 | Sha1),
            Rsa(Padding::Bare) => false,
            Nothing | Hmac(_) | KeyedDigest(..) | RsaEncryption | Eddsa | Jws(_) => true,
        }
    }

    /// The hash function of an HMAC or keyed digest.
    pub(crate) const fn mac_hash(self) -> Option<Hash> {
        match self.family() {
            Hmac(hash) | KeyedDigest(hash, _) => Some(hash),
            Nothing | RsaEncryption | Rsa(_) | Ecdsa(..) | Eddsa | Jws(_) => None,
        }
    }

    /// The length of the MAC in bytes; `None` if the algorithm makes none.
    pub(crate) const fn mac_len(self) -> Option<usize> {
        match self.mac_hash() {
            Some(hash) => Some(hash.len()),
            None => None,
        }
    }

    /// The padding of an RSA signature.
    pub(crate) const fn padding(self) -> Option<Padding> {
        match self.family() {
            Rsa(padding) => Some(padding),
            Nothing | Hmac(_) | KeyedDigest(..) | RsaEncryption | Ecdsa(..) | Eddsa | Jws(_) => None,
        }
    }

    /// The algorithms that a JWS of this scheme algorithm may name, with their names in JOSE.
    pub(crate) fn jose(self) -> impl Iterator<Item = (&'static str, Self)> {
        let fits = move |own: Self| match (self.family(), own.family()) {
            (Jws(KeyKind::Shared), Hmac(_)) | (Jws(KeyKind::Pair), Rsa(_) | Ecdsa(..) | Eddsa) => true,
            (Jws(_) | Nothing | Hmac(_) | KeyedDigest(..) | RsaEncryption | Rsa(_) | Ecdsa(..) | Eddsa, _) => false,
        };
        Self::ALL.iter().filter_map(move |&own| Some((own.jose_name().filter(|_| fits(own))?, own)))
    }
}
