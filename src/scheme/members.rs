//! The members of a scheme, each listed once: its documentation, its name in JSON, its type, its default, and how it is read
//! and written. Whatever has to do with every member is made from these tables: the types themselves, their reader
//! (`definition::read`), what is written of them as JSON or through `serde`, and the JSON Schema.
//!
//! The last words of a line say how the member is read, written and described: as a `value`, or as a `list` that borrows what
//! the reader holds, and of which kind. A kind is a method of the reader, a function of [`Content`](super::content::Content)
//! and a type of the JSON Schema.

/// Calls the macro `$with` with the members of a scheme, and what is to be handed on to it before them.
macro_rules! scheme_members {
    ($with:ident $(, $more:tt)*) => {
        $with! {
            $($more),*;

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
            Scheme<'a>;

            /// The unique id, `provider.purpose` in lower case.
            "id" id: &'a str = "", value needed;
            /// A short title: the provider, and what the scheme signs.
            "title" title: &'a str = "", value text;
            /// The URL of the provider's documentation of this scheme.
            "documentation" documentation: &'a str = "", value text;
            /// The day on which the documentation was last read, as `2026-11-22`.
            "lastChecked" last_checked: &'a str = "", value text;
            /// The names of the required credentials. A credential that only fills an optional header may be left out.
            "credentials" credentials: &'a [&'a str] = &["secret"], list texts;
            /// The options that the scheme takes, each with its default value.
            "options" options: &'a [(&'a str, &'a str)] = &[], list map;
            /// The signature standard in which the sender chooses the covered components, if the scheme follows one. The
            /// standard computes the bindings whose templates are empty.
            "profile" profile: Option<Profile> = None, value optional<Profile>;
            /// Intermediate values, each with its template. Later templates use them by name. Bindings may reference each
            /// other, but not in a cycle.
            "bindings" bindings: &'a [(&'a str, &'a str)] = &[], list map;
            /// Values extracted from the message, each with its location: `("id", "header:webhook-id")`, `query:id`, `field:id`
            /// for a member of the body, or `field:/data/id` for a member by its JSON pointer (RFC 6901). `headers:x-acme-`
            /// joins all headers with this prefix, in lower case and sorted, as lines `name:value`. A location that ends in `?`
            /// is optional: if absent, the value is empty. In a JSON Web Token, `claim:jti` and `protected:nonce` are read from
            /// its claims and its header; the sender draws such a value for each token.
            "inputs" inputs: &'a [(&'a str, &'a str)] = &[], list map;
            /// The one input whose value may contain the separator of the canonical string, for a provider that joins inputs
            /// without escaping. It is usually a string that the provider's customer chooses, such as an order reference. No
            /// other value may then contain the separator, so that the canonical string can be split in only one way. Usually
            /// empty: no value may contain the literal that follows it.
            "freeInput" free_input: &'a str = "", value text;
            /// The JSON pointer of the items in a body that carries several separately signed items, with `*` for each element
            /// of an array: `/items/*/payload`. The scheme is then applied to each item as if it were the whole body. Usually
            /// empty.
            "signedItems" signed_items: &'a str = "", value text;
            /// The template of the canonical string.
            ///
            /// `{method}`, `{url}`, `{base}` (a URL to which the template appends), `{target}` (path and query), `{path}`,
            /// `{query}`, `{body}`, `{timestamp}`, and the names of the scheme's credentials, options, bindings and inputs
            /// stand for their values. `[…]` is left out when all inputs inside it are empty. `\` escapes a bracket, a brace, a
            /// dollar sign or a backslash.
            ///
            /// `|` applies filters from left to right, such as `{body|sha256|hex}`. The README lists them.
            "canonical" canonical: &'a str = "", value needed;
            /// Alternative canonical strings that a verifier accepts.
            "acceptedCanonicals" accepted_canonicals: &'a [&'a str] = &[], list texts;
            /// The claims of a JSON Web Token, each by its name or JSON pointer, with the template of its value: a string. An
            /// optional part that is empty leaves the claim out. `exp`, `nbf` and `iat` are numbers: `{timestamp}`, or
            /// `{timestamp}+540` for a time that is 540 seconds later. A verifier compares the claims with the message, and
            /// judges the times.
            "claims" claims: &'a [(&'a str, &'a str)] = &[], list map;
            /// The members of a JSON Web Token's header after `alg`, each with the template of its value, as in `claims`. A
            /// received header may lack a member whose value is always the same.
            "tokenHeader" token_header: &'a [(&'a str, &'a str)] = &[], list map;
            /// The algorithm that computes the signature over the canonical string.
            "algorithm" algorithm: Algorithm = Algorithm::HmacSha256, value one<Algorithm>;
            /// The key template. For asymmetric algorithms, verifiers take the credentials `publicKeys` or `certificates`
            /// instead.
            "key" key: &'a str = "{secret}", value text;
            /// Further algorithms of a JSON Web Token: one signs with the first that its key fits, and a verifier accepts all.
            "acceptedAlgorithms" accepted_algorithms: &'a [Algorithm] = &[], list all<Algorithm>;
            /// What the provider writes in front of the keys of a pair, such as `whpk_`: a key is read with or without it.
            "keyPrefixes" key_prefixes: &'a [&'a str] = &[], list texts;
            /// The size in bits of the smallest RSA key that is accepted, from 1024; if absent, 2048, and 1024 for encryption.
            "minimumKeyBits" minimum_key_bits: Option<u32> = None, value number_or_none;
            /// The length in bytes of the salt of RSASSA-PSS; if absent, that of the digest.
            "saltLength" salt_length: Option<u32> = None, value number_or_none;
            /// How an ECDSA signature is written as bytes; if absent, in DER, but as r and s in HTTP Message Signatures. A
            /// JWS always has r and s.
            "dsaEncoding" dsa_encoding: Option<DsaEncoding> = None, value optional<DsaEncoding>;
            /// Where a receiver fetches the keys that the provider signs with: an input that holds the URL, as `{certUrl}`, or a URL with
            /// inputs in it. Nothing fetches it: `needs` answers it for a message.
            "keyUrl" key_url: &'a str = "", value text;
            /// The hosts from which keys are fetched, in lower case. A message that names another is refused.
            "keyHosts" key_hosts: &'a [&'a str] = &[], list texts;
            /// The template of the id by which a message names its key, over inputs, such as `{keyId}`; if absent, its URL. A key
            /// with another id does not verify the message.
            "keyId" key_id: &'a str = "", value text;
            /// The credential that is fetched.
            "keyCredential" key_credential: KeyCredential = KeyCredential::PublicKeys, value one<KeyCredential>;
            /// For a JWS that brings its certificates along (`x5c`: leaf, intermediate and root): the SHA-256 of each trusted root, in
            /// hexadecimal. The leaf has the key; a caller may trust other roots by the credential `rootCertificates`.
            "trustedRoots" trusted_roots: &'a [&'a str] = &[], list texts;
            /// The object identifiers of the extensions that the leaf and the intermediate certificate must have.
            "certificateExtensions" certificate_extensions: &'a [&'a str] = &[], list texts;
            /// The JSON pointer in the payload of the time at which the certificates must be valid, in milliseconds since 1970; if
            /// absent, they must be valid when the message is verified.
            "certificateTime" certificate_time: &'a str = "", value text;
            /// The binding for which the key is derived; usually empty. With `K` the key, `K ← HMAC(K, element)` is computed
            /// for each element of its value between slashes, as in AWS Signature Version 4; only for an HMAC.
            "keyScope" key_scope: &'a str = "", value text;
            /// The encoding of the raw signature.
            "encoding" encoding: Encoding = Encoding::Hex, value one<Encoding>;
            /// The headers that signing adds, each with the template of its value.
            "headers" headers: &'a [(&'a str, &'a str)] = &[], list map;
            /// The query parameters that signing adds, each with the template of its value. They are added before signing,
            /// unless their value contains the signature. A value computed from the body, such as `{body|sha256|hex}`, is
            /// recomputed and compared when a message is verified; the same holds for headers and fields.
            "query" query: &'a [(&'a str, &'a str)] = &[], list map;
            /// The members that signing adds to the JSON object or form in the body, each by its name or JSON pointer, with the
            /// template of its value. They are added before signing, unless their value contains the signature.
            "fields" fields: &'a [(&'a str, &'a str)] = &[], list map;
            /// The headers that hold a list, each with the separator of its elements. A verifier skips unknown elements, and
            /// accepts any one of several signatures.
            "listSeparators" list_separators: &'a [(&'a str, &'a str)] = &[], list map;
            /// Alternative templates for the value at a location of a received message, as `("header:Authorization",
            /// "Signature: {signature}")`. `{any}` matches any string.
            "acceptedPlacements" accepted_placements: &'a [(&'a str, &'a str)] = &[], list pairs;
            /// How the timestamp is written.
            "timestamp" timestamp: TimestampForm = TimestampForm::None, value one<TimestampForm>;
            /// Further forms of the timestamp that a verifier accepts.
            "acceptedTimestamps" accepted_timestamps: &'a [TimestampForm] = &[], list all<TimestampForm>;
            /// The largest accepted distance between a received timestamp and the clock, in either direction. In JSON: a number
            /// of seconds, or `null` for no limit; if absent, 300 seconds where the scheme writes a time.
            "toleranceSeconds" tolerance: Tolerance = Tolerance::Default, value tolerance;
            /// For a timestamp that states when the request expires: how far ahead of the clock it lies by default, in seconds.
            "expiresAfterSeconds" expires_after_s: u32 = 0, value number;
            /// Which bytes of the body are sent.
            "body" body: BodyRule = BodyRule::AsGiven, value one<BodyRule>;
            /// The content type of a body from which the scheme reads members, or to which it adds members. A message that
            /// declares another content type is refused.
            "bodyType" body_type: BodyType = BodyType::Json, value one<BodyType>;
            /// Who usually signs: the client (requests) or the provider (webhooks).
            "signedBy" signed_by: SignedBy = SignedBy::Client, value one<SignedBy>;
            /// A second scheme for the same message. It applies when its credentials are given, and adds only headers.
            "companion" companion: Option<&'a Self> = None, value companion;
            /// Whether the provider joins inputs without a separator that shows where one input ends. Bytes can then move from
            /// one input into the next without a change of the signature, so verifiers refuse such a scheme unless this member
            /// is true.
            "touchingInputs" touching_inputs: bool = false, value flag;
            /// The provider's rate limit.
            "rateLimit" rate_limit: Option<RateLimit> = None, value rate_limit;
            /// What the provider recommends instead: the id of another scheme, if the catalogue has it.
            "deprecated" deprecated: Option<&'a str> = None, value optional_text;
            /// Whether test vectors of this scheme come from values that the provider, or its own code, publishes.
            "hasPublishedVectors" has_published_vectors: bool = false, value flag;
            /// What users of the scheme should know, one statement each.
            "notes" notes: &'a [&'a str] = &[], list texts;
            /// Known misreadings of the provider's documentation, for [`explain`](crate::explain).
            "misreadings" misreadings: &'a [Misreading<'a>] = &[], list misreadings;
        }
    };
}
pub(crate) use scheme_members;

/// Calls the macro `$with` with the members of a misreading.
macro_rules! misreading_members {
    ($with:ident $(, $more:tt)*) => {
        $with! {
            $($more),*;

            /// Another way to understand the provider's documentation, where its prose contradicts its code, or one page another.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            Misreading<'a>;

            /// The stable id of the cause that `explain` reports, such as `layout-plain-concat`.
            "id" id: &'a str = "", value needed;
            /// The template that was misread: `canonical`, or the name of a binding.
            "part" part: &'a str = "canonical", value text;
            /// The misread template.
            "template" template: &'a str = "", value needed;
            /// A short title.
            "title" title: &'a str = "", value text;
            /// What happened, in one sentence. `@` stands for who signed.
            "detail" detail: &'a str = "", value text;
            /// What to do about it, in one sentence.
            "fix" fix: &'a str = "", value text;
        }
    };
}
pub(crate) use misreading_members;

/// Calls the macro `$with` with the members of a rate limit.
macro_rules! rate_limit_members {
    ($with:ident $(, $more:tt)*) => {
        $with! {
            $($more),*;

            /// How many requests the provider accepts before it answers 429.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            RateLimit;

            /// Requests per minute.
            "requestsPerMinute" requests_per_minute: u32 = 0, value number;
            /// Seconds to wait after a 429 without `Retry-After`.
            "waitSeconds" wait_s: u32 = 0, value number;
        }
    };
}
pub(crate) use rate_limit_members;
