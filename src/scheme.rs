//! The shape of a scheme: all that one provider does differently, as data.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::timestamp::TimestampForm;

/// One way to sign, as a scheme of data.
///
/// A custom scheme has the same power as a built-in one:
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
    /// `provider.purpose`, in lower case.
    pub id: &'a str,
    /// What it signs, in a few words.
    pub title: &'a str,
    /// Where the provider documents it.
    pub documentation: &'a str,
    /// The day the document was last read, as `2026-11-22`.
    pub last_checked: &'a str,
    /// The names of the credentials it needs.
    pub credentials: &'a [&'a str],
    /// The options it takes, each with its default.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub options: &'a [(&'a str, &'a str)],
    /// The standard by which the sender chooses what is signed, where there is one: it makes the bindings whose templates are
    /// empty.
    pub profile: Option<Profile>,
    /// Intermediate values, each with its template, which later templates name.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub bindings: &'a [(&'a str, &'a str)],
    /// What is taken out of the request, each with where it is: `("id", "header:webhook-id")`, `query:id`, or `field:id` for
    /// a member of the body, `field:/data/id` for its JSON pointer; `headers:x-acme-` are all headers whose names begin so, in
    /// lower case and in order, as lines. One that ends in `?` may be absent, and is empty then.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub inputs: &'a [(&'a str, &'a str)],
    /// The one input whose value may hold the text that joins the inputs in the canonical string, where the provider escapes
    /// nothing: its user's own text, as a rule. No other value may hold it then, neither in front nor behind, so that the
    /// canonical string reads in one way. Empty as a rule: no value may hold the text that ends it.
    pub free_input: &'a str,
    /// The JSON pointer of what is signed one by one in a body that holds several, `*` for each of a list:
    /// `/items/*/payload`. For each of them the scheme is read as if it were the whole body. Empty as a rule.
    pub signed_items: &'a str,
    /// The template of the canonical string.
    ///
    /// `{method}`, `{url}`, `{base}`, `{target}` (path and query), `{path}`, `{query}`, `{body}`, `{timestamp}`, and the
    /// names of the scheme's credentials, options, bindings and inputs stand for their values; `|` applies filters, `[…]` appears
    /// only when an input inside it is not empty, `\` takes a bracket, brace or dollar sign as it is.
    pub canonical: &'a str,
    /// Further canonical strings that a received signature may be over.
    pub accepted_canonicals: &'a [&'a str],
    /// What makes the signature from it.
    pub algorithm: Algorithm,
    /// The template of the key; one that has two halves is verified with the credentials `publicKeys` and `certificates`.
    pub key: &'a str,
    /// How the raw signature is written.
    pub encoding: Encoding,
    /// The headers it adds, each with the template of its value.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub headers: &'a [(&'a str, &'a str)],
    /// The query parameters it adds: before signing, unless they hold the signature. One that is made of the body, as
    /// `{body|sha256|hex}`, has to be that when it is received, as in headers and fields.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub query: &'a [(&'a str, &'a str)],
    /// The members of the JSON object or form in the body that it adds, each by its name or its JSON pointer: before signing,
    /// unless they hold the signature.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub fields: &'a [(&'a str, &'a str)],
    /// The headers that hold a list, each with what separates its elements: received, unknown elements are passed over,
    /// and any of several signatures may match.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map"))]
    pub list_separators: &'a [(&'a str, &'a str)],
    /// Further ways a place may read when it is received, as `("header:Authorization", "Signature: {signature}")`;
    /// `{any}` stands for text that is not looked at.
    pub accepted_placements: &'a [(&'a str, &'a str)],
    /// How the timestamp is written.
    pub timestamp: TimestampForm,
    /// Further forms of the timestamp that are read.
    pub accepted_timestamps: &'a [TimestampForm],
    /// How far from the clock a received timestamp may be in either direction. In JSON a number of seconds; `null` for any
    /// distance; and left out, 300 seconds where a time is written.
    #[cfg_attr(feature = "serde", serde(rename = "toleranceSeconds", skip_serializing_if = "Tolerance::is_default"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
    pub tolerance: Tolerance,
    /// For a timestamp that says when the request expires: how far ahead of the clock it lies by default, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "expiresAfterSeconds"))]
    pub expires_after_s: u32,
    /// Which bytes of the body are sent.
    pub body: BodyRule,
    /// How a body is written whose members the scheme reads or adds to; a content type that says otherwise is refused.
    pub body_type: BodyType,
    /// Who signs as a rule: the caller, as requests are, or the provider, as webhooks are.
    pub signed_by: SignedBy,
    /// A second scheme on the same message, for callers who give its credentials; it only adds headers.
    pub companion: Option<&'a Self>,
    /// Whether the provider joins inputs with nothing between that would tell where one ends, so that bytes can move from one
    /// into the next without a change of the signature. Without this word a verifier refuses such a scheme.
    pub touching_inputs: bool,
    /// How often one may call.
    pub rate_limit: Option<RateLimit>,
    /// What the provider wants used instead.
    pub deprecated: Option<&'a str>,
    /// Whether the provider, or its own code, publishes figures that the vectors of this scheme are taken from.
    pub has_published_vectors: bool,
    /// What its users should know.
    pub notes: &'a [&'a str],
    /// What its users may have understood instead, for [`explain`](crate::explain).
    pub misreadings: &'a [Misreading<'a>],
}

/// How far from the clock a received timestamp may be: as a scheme says it, or the caller of a
/// [`Verifier`](crate::Verifier).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum Tolerance {
    /// In a scheme: 300 seconds where it says how its time is written; where it signs none, nothing is judged. In
    /// [`VerifierOptions`](crate::VerifierOptions): what the scheme says.
    #[default]
    Default,
    /// So many seconds.
    Seconds(u32),
    /// Any distance: nothing but the receiver's own memory protects from replay. In JSON `null`.
    Off,
}

impl Tolerance {
    /// Whether nothing is said.
    #[cfg(feature = "serde")]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "`serde` passes it so; only some targets find it small")]
    const fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }
}

/// Another reading of what the provider documents: where its prose differs from its code, or two of its pages do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Misreading<'a> {
    /// The stable name of the cause, such as `layout-plain-concat`.
    pub id: &'a str,
    /// What it is a reading of: `canonical`, or the name of a binding.
    pub part: &'a str,
    /// The template in its place.
    pub template: &'a str,
    /// A few words.
    pub title: &'a str,
    /// What happened, in a sentence; `@` stands for who signed, `You` or `The sender`.
    pub detail: &'a str,
    /// What to do.
    pub fix: &'a str,
}

/// A standard by which the sender chooses what is signed, and says so in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Profile {
    /// HTTP Message Signatures (RFC 9421): the bindings `lines`, `params` and `contentDigest`.
    HttpMessageSignatures,
    /// AWS Signature Version 4: the bindings `scope`, `uri`, `parameters`, `lines`, `signed`, `hash` and `sent`.
    AwsSignatureV4,
}

/// Who makes the signature, as the texts of [`explain`](crate::explain) address them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SignedBy {
    /// The reader's own program.
    Client,
    /// Somebody who sent it to the reader.
    Provider,
}

/// Which bytes of the body are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BodyRule {
    /// Those given.
    AsGiven,
    /// Those in the canonical string, so that what is sent is what was signed.
    AsSigned,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BodyType {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// Either, as the content type says, or else as the body begins.
    JsonOrForm,
}

impl Profile {
    /// Its name, as schemes in JSON write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HttpMessageSignatures => "http-message-signatures",
            Self::AwsSignatureV4 => "aws-signature-v4",
        }
    }
}

impl SignedBy {
    /// Its name, as schemes in JSON write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Provider => "provider",
        }
    }
}

impl BodyRule {
    /// Its name, as schemes in JSON write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AsGiven => "as-given",
            Self::AsSigned => "as-signed",
        }
    }
}

impl BodyType {
    /// Its name, as schemes in JSON write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::JsonOrForm => "json-or-form",
        }
    }
}

/// How often one may call before the provider answers 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateLimit {
    /// Requests in a minute.
    pub requests_per_minute: u32,
    /// How long to wait after a 429 without `Retry-After`, in seconds.
    #[cfg_attr(feature = "serde", serde(rename = "waitSeconds"))]
    pub wait_s: u32,
}

impl Scheme<'_> {
    /// How far from the clock a received timestamp may be, in seconds; `None` where no time is judged.
    pub(crate) const fn tolerance_s(&self) -> Option<u32> {
        let writes_time = !matches!(self.timestamp, TimestampForm::None) || !self.accepted_timestamps.is_empty();
        match self.tolerance {
            Tolerance::Default if writes_time => Some(TOLERANCE_S),
            Tolerance::Default | Tolerance::Off => None,
            Tolerance::Seconds(seconds) => Some(seconds),
        }
    }

    /// The commonest scheme, to be completed: hexadecimal HMAC-SHA256 with the credential `secret`.
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

    /// The same for what the provider signs and you verify, with nothing but a `secret`.
    pub const WEBHOOK: Self = Self { credentials: &["secret"], signed_by: SignedBy::Provider, ..Self::HMAC_SHA256_HEX };

    /// A compact JWS over the body, to be completed: signed with `privateKey`.
    ///
    /// `jws.form` is `attached`, `detached` (RFC 7515 appendix F) or `unencoded` (detached, RFC 7797), `jws.alg` `PS256` or
    /// `RS256`, and `jws.certificate` one to be sent along as `x5c`. Verifying takes any form unless `jws.form` names one,
    /// and the algorithms that `jws.alg` names, with a space between.
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

/// Pairs as JSON has them.
#[cfg(feature = "schema")]
type Map = alloc::collections::BTreeMap<alloc::string::String, alloc::string::String>;

/// What is allowed where a scheme does not say: as most providers' own libraries do.
const TOLERANCE_S: u32 = 300;
