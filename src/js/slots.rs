//! The names of the numbers in answers: the position of each, and the meaning of those that are not lengths.
//!
//! Both sides use this file: `pkg-template/bindgen` compiles it too, and writes it as the JavaScript module `#slots`,
//! in which `signed::URL` is `SIGNED_URL`. A name that one side lacks is a build error.

/// Names consecutive numbers in groups, each group from its own start.
macro_rules! numbers {
    ($(
        $(#[$doc:meta])*
        $group:ident: $kind:ty = ($start:expr) {
            $($(#[$own:meta])* $name:ident)+
        }
    )+) => {
        $(
            $(#[$doc])*
            pub mod $group {
                #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "it only counts the names")]
                enum Place { $($name,)+ END }
                $($(#[$own])* pub const $name: $kind = $start + Place::$name as $kind;)+
                /// The first number after the group.
                pub const END: $kind = $start + Place::END as $kind;
            }
        )+

        /// All groups, with the name and number of each member.
        pub const ALL: &[(&str, &[(&str, u64)])] = &[
            $((
                stringify!($group),
                &[$((stringify!($name), $group::$name as u64),)+ ("END", $group::END as u64)],
            ),)+
        ];
    };
}

numbers! {
    /// The head of every answer. The strings follow each other in the order of the numbers that are their lengths.
    answer: usize = (0) {
        /// The number of numbers in the answer, this one included.
        COUNT
        /// The address of the strings.
        ADDRESS
        /// The total length of the strings.
        LENGTH
        /// 1 if all strings are ASCII.
        IS_ASCII
    }

    /// A signed request; the values follow, each as in [`value`].
    signed: usize = (super::answer::END) {
        /// The content type to add, as in [`content_type`].
        CONTENT_TYPE
        /// Length.
        TIMESTAMP
        /// Length.
        SIGNATURE
        /// Length.
        CANONICAL
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        METHOD
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        URL
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        BODY
        /// The number of values.
        VALUES
    }

    /// A value that the scheme adds.
    value: usize = (0) {
        /// The index of its placement; those of the companion follow the signer's own.
        PLACE
        /// The length of a computed value.
        LENGTH
    }

    /// A request to sign with an external key; the signing input follows.
    prepared: usize = (super::answer::END) {
        /// Length.
        TIMESTAMP
        /// Length, or [`UNCHANGED`](super::UNCHANGED) if the key is not derived.
        KEY_SCOPE
    }

    /// The placements of a signer, then those of its companion; each as in [`place`].
    places: usize = (super::answer::END) {
        /// The number of placements.
        PLACES
    }

    /// A placement of a value.
    place: usize = (0) {
        /// As in [`location`].
        PART
        /// As in [`kind`].
        KIND
        /// Length.
        NAME
        /// The length of a fixed value.
        VALUE
    }

    /// A verified message; the result of the scheme follows as in [`result`], then that of its companion.
    verified: usize = (super::answer::END) {
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        BODY
        /// The length of the bytes behind all strings, of which the fingerprint is the digest; [`UNCHANGED`](super::UNCHANGED) if
        /// they are the received body.
        FINGERPRINTED
    }

    /// The result of one scheme; the inputs follow, each as in [`input`].
    result: usize = (0) {
        /// The index of the key that signed.
        KEY_INDEX
        /// Two bits for each of method, URL, query, headers and body, from the lowest on, as in [`coverage`].
        COVERS
        /// The index of the scheme's id among the texts of the verifier.
        SCHEME
        /// The index of the template, too; [`UNCHANGED`](super::UNCHANGED) if nothing is signed.
        CANONICAL
        /// Length.
        TIMESTAMP
        /// Length, or [`UNCHANGED`](super::UNCHANGED) if it is to be computed.
        FINGERPRINT
        /// The high 32 bits of the signed time in milliseconds, or [`UNCHANGED`](super::UNCHANGED) without a time.
        SIGNED_AT_HIGH
        /// The low 32 bits.
        SIGNED_AT_LOW
        /// 1 if the result of a companion follows.
        HAS_COMPANION
        /// The number of inputs.
        INPUTS
    }

    /// A signed input.
    input: usize = (0) {
        /// Length.
        NAME
        /// Length.
        VALUE
    }

    /// The kind of a timestamp argument.
    form: u32 = (0) {
        /// No timestamp: the current time is sent.
        CLOCK
        /// A time.
        TIME
        /// A string.
        TEXT
    }

    /// The coverage of a part of the message.
    coverage: u32 = (0) {
        /// Nothing.
        NONE
        /// Only some of it.
        PART
        /// All of it.
        WHOLE
    }

    /// A content type.
    content_type: u32 = (0) {
        /// No content type to add.
        NONE
        /// `application/json`
        JSON
        /// `application/x-www-form-urlencoded`
        FORM
    }

    /// The location of a placement.
    location: u32 = (0) {
        /// A header.
        HEADER
        /// A query parameter.
        QUERY
        /// A body member.
        FIELD
    }

    /// What the bytes of a key are that the host takes.
    key_form: u32 = (0) {
        /// The key of an HMAC.
        HMAC
        /// A key that is hashed before the input.
        FIRST
        /// A key that is hashed after the input.
        LAST
        /// A key that is hashed in both places.
        BOTH
        /// `RSAPrivateKey` in DER.
        PRIVATE
        /// `PrivateKeyInfo` in DER.
        PKCS8
        /// `SubjectPublicKeyInfo` in DER.
        SPKI
    }

    /// A hash function.
    hash: u32 = (0) {
        /// MD5
        MD5
        /// SHA-1
        SHA1
        /// SHA-256
        SHA256
        /// SHA-384
        SHA384
        /// SHA-512
        SHA512
    }

    /// How a key pair signs.
    method: u32 = (0) {
        /// RSASSA-PSS
        PSS
        /// RSASSA-PKCS1-v1_5
        PKCS1
        /// ECDSA, its signature as r and s.
        ECDSA
        /// Ed25519
        EDDSA
    }

    /// Whether the host verifies a signature.
    verdict: u32 = (0) {
        /// The host cannot say.
        UNKNOWN
        /// It does not.
        NO
        /// It does.
        YES
    }

    /// The kind of a value.
    kind: u32 = (0) {
        /// The timestamp.
        TIMESTAMP
        /// The signature.
        SIGNATURE
        /// The same for every request.
        FIXED
        /// Computed for each request.
        MIXED
    }
}

/// In place of a length: the value is as given.
pub const UNCHANGED: u32 = u32::MAX;
