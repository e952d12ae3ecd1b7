//! Schemes: everything that distinguishes how one provider signs, as data.

#[cfg(any(feature = "serde", feature = "js-describe"))]
pub(crate) mod content;
pub(crate) mod members;
#[cfg(feature = "schema")]
mod schema;

use crate::algorithm::{Algorithm, DsaEncoding, Rules, asymmetric};
use crate::encoding::Encoding;
use crate::named::named;
use crate::timestamp::TimestampForm;
#[cfg(any(feature = "serde", feature = "js-describe"))]
use content::{Members, Visitor, show};
use members::{misreading_members, rate_limit_members, scheme_members};

/// A type with the members of a table, and what follows from the table alone.
macro_rules! structure {
    (
        ;
        $(#[doc = $about:literal])+
        #[derive($($derived:ident),+)]
        $type:ident $(<$life:lifetime>)?;
        $(
            $(#[doc = $documentation:literal])+
            $name:literal $field:ident: $of:ty = $default:expr, $how:ident $kind:ident $(<$named:ty>)?;
        )+
    ) => {
        $(#[doc = $about])+
        #[derive($($derived),+)]
        pub struct $type $(<$life>)? {
            $($(#[doc = $documentation])+ pub $field: $of,)+
        }

        impl $(<$life>)? $type $(<$life>)? {
            /// The names of the members in JSON.
            pub(crate) const NAMES: &'static [&'static str] = &[$($name),+];
            /// A value with every member left out.
            pub(crate) const DEFAULT: Self = Self { $($field: $default),+ };
        }

        #[cfg(any(feature = "serde", feature = "js-describe"))]
        impl $(<$life>)? Members for $type $(<$life>)? {
            fn each(&self, visitor: &mut Visitor<'_>) {
                $(show!(visitor, $name, self, $field, $kind $(<$named>)?);)+
            }
        }
    };
}

scheme_members!(structure);
misreading_members!(structure);
rate_limit_members!(structure);

/// The largest accepted distance between a received timestamp and the clock, in a scheme or in
/// [`VerifierOptions`](crate::VerifierOptions).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tolerance {
    /// In a scheme: 300 seconds if it writes a time; no limit if it signs none. In [`VerifierOptions`](crate::VerifierOptions):
    /// the scheme's tolerance.
    #[default]
    Default,
    /// A number of seconds.
    Seconds(u32),
    /// No limit: only the receiver's own record of past messages protects against replay. In JSON: `null`.
    Off,
}

named! {
    /// A signature standard in which the sender chooses the covered components and declares them in the message.
    pub enum Profile {
        /// HTTP Message Signatures (RFC 9421). Computes the bindings `lines`, `params` and `contentDigest`.
        HttpMessageSignatures = "http-message-signatures",
        /// AWS Signature Version 4. Computes the bindings `scope`, `uri`, `parameters`, `lines`, `signed`, `hash` and
        /// `sent`.
        AwsSignatureV4 = "aws-signature-v4",
        /// A JSON Web Token (RFC 7519) with claims about the message. Computes the bindings `header` and `payload`, and `host`
        /// if the scheme has it.
        JsonWebToken = "json-web-token",
    }
}

named! {
    /// The credential that a receiver fetches.
    pub enum KeyCredential {
        /// A public key, or a JWK Set.
        PublicKeys = "publicKeys",
        /// A certificate.
        Certificates = "certificates",
    }
}

named! {
    /// Who signs, from the point of view of whoever reads the findings of [`explain`](crate::explain).
    pub enum SignedBy {
        /// The reader's own program.
        Client = "client",
        /// The provider, which sends the message to the reader.
        Provider = "provider",
    }
}

named! {
    /// Which bytes of the body are sent.
    pub enum BodyRule {
        /// The bytes that the caller passed in.
        AsGiven = "as-given",
        /// The bytes in the canonical string, so that the sent body is the signed body.
        AsSigned = "as-signed",
        /// An object with the signature alone, a JWS that carries the signed body as its payload.
        Carried = "carried",
    }
}

named! {
    /// The content type of a body.
    pub enum BodyType {
        /// `application/json`
        Json = "json",
        /// `application/x-www-form-urlencoded`
        Form = "form",
        /// Either: decided by the content type or, without one, by the first character of the body.
        JsonOrForm = "json-or-form",
    }
}

impl<'a> Scheme<'a> {
    /// What the scheme decides about its key pairs.
    pub(crate) fn rules(&self) -> Rules<'a> {
        // So that the linker drops what comes of other rules.
        if !asymmetric::IS_ENABLED {
            return Rules::DEFAULT;
        }
        let dsa_encoding = match (self.dsa_encoding, self.profile) {
            _ if self.algorithm.is_jws() => DsaEncoding::IeeeP1363,
            (Some(own), _) => own,
            (None, Some(Profile::HttpMessageSignatures | Profile::JsonWebToken)) => DsaEncoding::IeeeP1363,
            (None, Some(Profile::AwsSignatureV4) | None) => DsaEncoding::Der,
        };
        let Self { minimum_key_bits: least_bits, salt_length: salt_len, key_prefixes: prefixes, .. } = *self;
        Rules { least_bits, salt_len, dsa_encoding, prefixes }
    }
}

impl Scheme<'_> {
    /// Whether the signature is a JSON Web Token; always false in a build without standards, so that the linker drops the
    /// code.
    pub(crate) const fn is_token(&self) -> bool {
        cfg!(feature = "standards") && matches!(self.profile, Some(Profile::JsonWebToken))
    }

    /// The tolerance in seconds; `None` if the age of a message is not checked.
    pub(crate) const fn tolerance_s(&self) -> Option<u32> {
        let writes_time = !matches!(self.timestamp, TimestampForm::None) || !self.accepted_timestamps.is_empty();
        match self.tolerance {
            Tolerance::Default if writes_time => Some(TOLERANCE_S),
            Tolerance::Default | Tolerance::Off => None,
            Tolerance::Seconds(seconds) => Some(seconds),
        }
    }

    /// Whether the scheme says where its keys come from.
    pub(crate) const fn has_key_source(&self) -> bool {
        !self.key_url.is_empty() || !self.key_id.is_empty()
    }

    /// A base for the most common kind of scheme: hexadecimal HMAC-SHA256 with the credentials `apiKey` and `secret`.
    pub const HMAC_SHA256_HEX: Self = Self { credentials: &["apiKey", "secret"], ..Self::DEFAULT };

    /// A base for webhooks: [`HMAC_SHA256_HEX`](Self::HMAC_SHA256_HEX) signed by the provider, with `secret` as the
    /// only credential.
    pub const WEBHOOK: Self = Self { credentials: &["secret"], signed_by: SignedBy::Provider, ..Self::HMAC_SHA256_HEX };

    /// A base for a compact JWS over the body (RFC 7515 §7.1), signed with the credential `privateKey`.
    ///
    /// The option `jws.form` is `attached`, `detached` (RFC 7515 appendix F) or `unencoded` (detached, RFC 7797).
    /// `jws.alg` is the JOSE name of an algorithm with a key pair, such as `PS256` or `ES256`. `jws.certificate` is sent as `x5c`. A verifier accepts every form unless
    /// `jws.form` is given, and only the algorithms in `jws.alg`, which are separated by spaces.
    pub const JWS: Self = Self {
        credentials: &["privateKey"],
        options: &[("jws.form", "attached"), ("jws.alg", "PS256"), ("jws.certificate", "")],
        canonical: "{body}",
        algorithm: Algorithm::Jws,
        key: "{privateKey}",
        encoding: Encoding::Base64Url,
        ..Self::HMAC_SHA256_HEX
    };
}

/// The default tolerance in seconds, the same as in most providers' own libraries.
const TOLERANCE_S: u32 = 300;
