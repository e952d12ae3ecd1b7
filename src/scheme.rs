//! Schemes: everything that distinguishes how one provider signs, as data.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::timestamp::TimestampForm;

/// How one provider signs requests or webhooks, as data.
///
/// A custom scheme can do everything that a built-in one can:
///
/// ```
/// use countersign::{Message, Scheme, Signer, SignerOptions, Timestamp};
///
/// let acme = Scheme {
///     id: "acme.request",
///     credentials: &["secret"],
///     canonical: "{timestamp}.{body}",
///     headers: &[("Acme-Time", "{timestamp}"), ("Acme-Signature", "v1={signature}")],
///     timestamp: countersign::TimestampForm::Seconds,
///     ..Scheme::HMAC_SHA256_HEX
/// };
/// let signer = Signer::new(&acme, &[("secret", "hush".into())], &SignerOptions::default())?;
/// let message = Message { body: br#"{"amount":1}"#, ..Message::default() };
/// let signed = signer.sign(&message, Timestamp::Text("1747216800"))?;
/// assert_eq!(signed.canonical().text(), r#"1747216800.{"amount":1}"#);
/// # Ok::<(), countersign::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scheme<'a> {
    /// The unique id, `provider.purpose` in lower case.
    pub id: &'a str,
    /// A short title: the provider, and what the scheme signs.
    pub title: &'a str,
    /// The URL of the provider's documentation of this scheme.
    pub documentation: &'a str,
    /// The day on which the documentation was last read, as `2026-11-22`.
    pub last_checked: &'a str,
    /// The names of the required credentials. A credential that only fills an optional header may be left out.
    pub credentials: &'a [&'a str],
    /// The options that the scheme takes, each with its default value.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub options: &'a [(&'a str, &'a str)],
    /// The signature standard in which the sender chooses the covered components, if the scheme follows one. The
    /// standard computes the bindings whose templates are empty.
    pub profile: Option<Profile>,
    /// Intermediate values, each with its template. Later templates use them by name. Bindings may reference each
    /// other, but not in a cycle.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub bindings: &'a [(&'a str, &'a str)],
    /// Values extracted from the message, each with its location: `("id", "header:webhook-id")`, `query:id`, `field:id`
    /// for a member of the body, or `field:/data/id` for a member by its JSON pointer (RFC 6901). `headers:x-acme-`
    /// joins all headers with this prefix, in lower case and sorted, as lines `name:value`. A location that ends in `?`
    /// is optional: if absent, the value is empty.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub inputs: &'a [(&'a str, &'a str)],
    /// The one input whose value may contain the separator of the canonical string, for a provider that joins inputs
    /// without escaping. It is usually a string that the provider's customer chooses, such as an order reference. No
    /// other value may then contain the separator, so that the canonical string can be split in only one way. Usually
    /// empty: no value may contain the literal that follows it.
    pub free_input: &'a str,
    /// The JSON pointer of the items in a body that carries several separately signed items, with `*` for each element
    /// of an array: `/items/*/payload`. The scheme is then applied to each item as if it were the whole body. Usually
    /// empty.
    pub signed_items: &'a str,
    /// The template of the canonical string.
    ///
    /// `{method}`, `{url}`, `{base}` (a URL to which the template appends), `{target}` (path and query), `{path}`,
    /// `{query}`, `{body}`, `{timestamp}`, and the names of the scheme's credentials, options, bindings and inputs
    /// stand for their values. `[…]` is left out when all inputs inside it are empty. `\` escapes a bracket, a brace, a
    /// dollar sign or a backslash.
    ///
    /// `|` applies filters from left to right: `json` (parsed and serialised as in ECMAScript), `upper`, `lower`, `int`
    /// (without leading zeros), `sorted`, `joined`, `decoded` and `encoded` (four forms of query or form parameters),
    /// `whsec` (without the prefix `whsec_`), `sha256`, `sha512`, `hex`, `base64`, `base64url`, `unpercent`, `unbase64`
    /// and `unhex`.
    pub canonical: &'a str,
    /// Alternative canonical strings that a verifier accepts.
    pub accepted_canonicals: &'a [&'a str],
    /// The algorithm that computes the signature over the canonical string.
    pub algorithm: Algorithm,
    /// The key template. For asymmetric algorithms, verifiers take the credentials `publicKeys` or `certificates`
    /// instead.
    pub key: &'a str,
    /// The binding for which the key is derived; usually empty. With `K` the key, `K ← HMAC(K, element)` is computed for
    /// each element of its value between slashes, as in AWS Signature Version 4; only for an HMAC.
    pub key_scope: &'a str,
    /// The encoding of the raw signature.
    pub encoding: Encoding,
    /// The headers that signing adds, each with the template of its value.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub headers: &'a [(&'a str, &'a str)],
    /// The query parameters that signing adds, each with the template of its value. They are added before signing,
    /// unless their value contains the signature. A value computed from the body, such as `{body|sha256|hex}`, is
    /// recomputed and compared when a message is verified; the same holds for headers and fields.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub query: &'a [(&'a str, &'a str)],
    /// The members that signing adds to the JSON object or form in the body, each by its name or JSON pointer, with the
    /// template of its value. They are added before signing, unless their value contains the signature.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub fields: &'a [(&'a str, &'a str)],
    /// The headers that hold a list, each with the separator of its elements. A verifier skips unknown elements, and
    /// accepts any one of several signatures.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub list_separators: &'a [(&'a str, &'a str)],
    /// Alternative templates for the value at a location of a received message, as `("header:Authorization",
    /// "Signature: {signature}")`. `{any}` matches any string.
    pub accepted_placements: &'a [(&'a str, &'a str)],
    /// How the timestamp is written.
    pub timestamp: TimestampForm,
    /// Further forms of the timestamp that a verifier accepts.
    pub accepted_timestamps: &'a [TimestampForm],
    /// The largest accepted distance between a received timestamp and the clock, in either direction. In JSON: a number
    /// of seconds, or `null` for no limit; if absent, 300 seconds where the scheme writes a time.
    #[cfg_attr(feature = "serde", serde(rename = "toleranceSeconds", skip_serializing_if = "Tolerance::is_default"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
    pub tolerance: Tolerance,
    /// For a timestamp that states when the request expires: how far ahead of the clock it lies by default, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "expiresAfterSeconds"))]
    pub expires_after_s: u32,
    /// Which bytes of the body are sent.
    pub body: BodyRule,
    /// The content type of a body from which the scheme reads members, or to which it adds members. A message that
    /// declares another content type is refused.
    pub body_type: BodyType,
    /// Who usually signs: the client (requests) or the provider (webhooks).
    pub signed_by: SignedBy,
    /// A second scheme for the same message. It applies when its credentials are given, and adds only headers.
    pub companion: Option<&'a Self>,
    /// Whether the provider joins inputs without a separator that shows where one input ends. Bytes can then move from
    /// one input into the next without a change of the signature, so verifiers refuse such a scheme unless this member
    /// is true.
    pub touching_inputs: bool,
    /// The provider's rate limit.
    pub rate_limit: Option<RateLimit>,
    /// What the provider recommends instead: the id of another scheme, if the catalogue has it.
    pub deprecated: Option<&'a str>,
    /// Whether test vectors of this scheme come from values that the provider, or its own code, publishes.
    pub has_published_vectors: bool,
    /// What users of the scheme should know, one statement each.
    pub notes: &'a [&'a str],
    /// Known misreadings of the provider's documentation, for [`explain`](crate::explain).
    pub misreadings: &'a [Misreading<'a>],
}

/// The largest accepted distance between a received timestamp and the clock, in a scheme or in
/// [`VerifierOptions`](crate::VerifierOptions).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
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

impl Tolerance {
    /// Whether the member is absent from the JSON.
    #[cfg(feature = "serde")]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "`serde` passes it so; only some targets find it small")]
    const fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }
}

/// Another way to understand the provider's documentation, where its prose contradicts its code, or one page another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Misreading<'a> {
    /// The stable id of the cause that `explain` reports, such as `layout-plain-concat`.
    pub id: &'a str,
    /// The template that was misread: `canonical`, or the name of a binding.
    pub part: &'a str,
    /// The misread template.
    pub template: &'a str,
    /// A short title.
    pub title: &'a str,
    /// What happened, in one sentence. `@` stands for who signed.
    pub detail: &'a str,
    /// What to do about it, in one sentence.
    pub fix: &'a str,
}

/// A signature standard in which the sender chooses the covered components and declares them in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Profile {
    /// HTTP Message Signatures (RFC 9421). Computes the bindings `lines`, `params` and `contentDigest`.
    HttpMessageSignatures,
    /// AWS Signature Version 4. Computes the bindings `scope`, `uri`, `parameters`, `lines`, `signed`, `hash` and
    /// `sent`.
    AwsSignatureV4,
}

/// Who signs, from the point of view of whoever reads the findings of [`explain`](crate::explain).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SignedBy {
    /// The reader's own program.
    Client,
    /// The provider, which sends the message to the reader.
    Provider,
}

/// Which bytes of the body are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BodyRule {
    /// The bytes that the caller passed in.
    AsGiven,
    /// The bytes in the canonical string, so that the sent body is the signed body.
    AsSigned,
}

/// The content type of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BodyType {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// Either: decided by the content type or, without one, by the first character of the body.
    JsonOrForm,
}

impl Profile {
    /// The name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HttpMessageSignatures => "http-message-signatures",
            Self::AwsSignatureV4 => "aws-signature-v4",
        }
    }
}

impl SignedBy {
    /// The name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Provider => "provider",
        }
    }
}

impl BodyRule {
    /// The name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AsGiven => "as-given",
            Self::AsSigned => "as-signed",
        }
    }
}

impl BodyType {
    /// The name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::JsonOrForm => "json-or-form",
        }
    }
}

/// How many requests the provider accepts before it answers 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateLimit {
    /// Requests per minute.
    pub requests_per_minute: u32,
    /// Seconds to wait after a 429 without `Retry-After`.
    #[cfg_attr(feature = "serde", serde(rename = "waitSeconds"))]
    pub wait_s: u32,
}

impl Scheme<'_> {
    /// The tolerance in seconds; `None` if the age of a message is not checked.
    pub(crate) const fn tolerance_s(&self) -> Option<u32> {
        let writes_time = !matches!(self.timestamp, TimestampForm::None) || !self.accepted_timestamps.is_empty();
        match self.tolerance {
            Tolerance::Default if writes_time => Some(TOLERANCE_S),
            Tolerance::Default | Tolerance::Off => None,
            Tolerance::Seconds(seconds) => Some(seconds),
        }
    }

    /// A base for the most common kind of scheme: hexadecimal HMAC-SHA256 with the credentials `apiKey` and `secret`.
    pub const HMAC_SHA256_HEX: Self = Self {
        id: "",
        title: "",
        documentation: "",
        last_checked: "",
        credentials: &["apiKey", "secret"],
        options: &[],
        profile: None,
        bindings: &[],
        inputs: &[],
        free_input: "",
        signed_items: "",
        canonical: "",
        accepted_canonicals: &[],
        algorithm: Algorithm::HmacSha256,
        key: "{secret}",
        key_scope: "",
        encoding: Encoding::Hex,
        headers: &[],
        query: &[],
        fields: &[],
        list_separators: &[],
        accepted_placements: &[],
        timestamp: TimestampForm::None,
        accepted_timestamps: &[],
        tolerance: Tolerance::Default,
        expires_after_s: 0,
        body: BodyRule::AsGiven,
        body_type: BodyType::Json,
        signed_by: SignedBy::Client,
        companion: None,
        touching_inputs: false,
        rate_limit: None,
        deprecated: None,
        has_published_vectors: false,
        notes: &[],
        misreadings: &[],
    };

    /// A base for webhooks: [`HMAC_SHA256_HEX`](Self::HMAC_SHA256_HEX) signed by the provider, with `secret` as the
    /// only credential.
    pub const WEBHOOK: Self = Self { credentials: &["secret"], signed_by: SignedBy::Provider, ..Self::HMAC_SHA256_HEX };

    /// A base for a compact JWS over the body (RFC 7515 §7.1), signed with the credential `privateKey`.
    ///
    /// The option `jws.form` is `attached`, `detached` (RFC 7515 appendix F) or `unencoded` (detached, RFC 7797).
    /// `jws.alg` is `PS256` or `RS256`. `jws.certificate` is sent as `x5c`. A verifier accepts every form unless
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

#[cfg(feature = "serde")]
fn as_map<S: serde::Serializer>(pairs: &&[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

/// Pairs, with the JSON Schema of an object of strings.
#[cfg(feature = "schema")]
type Map = alloc::collections::BTreeMap<alloc::string::String, alloc::string::String>;

/// The default tolerance in seconds, the same as in most providers' own libraries.
const TOLERANCE_S: u32 = 300;
