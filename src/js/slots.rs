//! The numbers of an answer by name: where each stands, and what those mean that are no lengths.
//!
//! Both sides take the names from here: `pkg-template/bindgen` compiles this file too, and writes it as the JavaScript module
//! `#slots`, in which `signed::URL` is `SIGNED_URL`. A name that one side lacks ends its build.

/// Names consecutive numbers, for each group from its start on.
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
                /// The first number after these.
                pub const END: $kind = $start + Place::END as $kind;
            }
        )+

        /// All groups, and each of their numbers with its name.
        pub const ALL: &[(&str, &[(&str, u64)])] = &[
            $((
                stringify!($group),
                &[$((stringify!($name), $group::$name as u64),)+ ("END", $group::END as u64)],
            ),)+
        ];
    };
}

numbers! {
    /// What every answer begins with. Its texts lie one after the other, in the order of the numbers that are their lengths.
    answer: usize = (0) {
        /// How many numbers the answer has, this one among them.
        COUNT
        /// Where the texts lie.
        ADDRESS
        /// The length of all texts.
        LENGTH
        /// 1 where all texts are ASCII.
        IS_ASCII
    }

    /// A signed request; after these come the values, each as in [`value`].
    signed: usize = (super::answer::END) {
        /// The content type to add, one of [`content_type`].
        CONTENT_TYPE
        /// Length.
        TIMESTAMP
        /// Length.
        SIGNATURE
        /// Length.
        CANONICAL
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        URL
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        BODY
        /// How many values there are.
        VALUES
    }

    /// A value that the scheme adds.
    value: usize = (0) {
        /// Which of the signer's places it goes to; those of the companion are counted after its own.
        PLACE
        /// The length of what was made for it.
        LENGTH
    }

    /// A request that is to be signed with an external key; after the timestamp comes the signing input.
    prepared: usize = (super::answer::END) {
        /// Length.
        TIMESTAMP
    }

    /// The places of a signer, and then of its companion; after these come the places, each as in [`place`].
    places: usize = (super::answer::END) {
        /// The length of the algorithm's name.
        ALGORITHM
        /// How many places there are.
        PLACES
    }

    /// A place that a value goes to.
    place: usize = (0) {
        /// One of [`location`].
        PART
        /// One of [`kind`].
        KIND
        /// Length.
        NAME
        /// The length of a fixed value.
        VALUE
    }

    /// A message that was verified; after these comes what the scheme says, as in [`result`], and then its companion.
    verified: usize = (super::answer::END) {
        /// Length, or [`UNCHANGED`](super::UNCHANGED).
        BODY
    }

    /// What one scheme says of a message; after these come the inputs, each as in [`input`].
    result: usize = (0) {
        /// Which key signed.
        KEY_INDEX
        /// Two bits for each of method, URL, query, headers and body, from the lowest on, each one of [`coverage`].
        COVERS
        /// Length.
        SCHEME
        /// Length.
        TIMESTAMP
        /// Length.
        CANONICAL
        /// Length.
        FINGERPRINT
        /// The high half of milliseconds, or [`UNCHANGED`](super::UNCHANGED) where there is no instant.
        SIGNED_AT_HIGH
        /// The low half.
        SIGNED_AT_LOW
        /// 1 where a companion comes after it.
        HAS_COMPANION
        /// How many inputs there are.
        INPUTS
    }

    /// An input that was signed.
    input: usize = (0) {
        /// Length.
        NAME
        /// Length.
        VALUE
    }

    /// What a timestamp of the caller is.
    form: u32 = (0) {
        /// None: the clock is to be sent.
        CLOCK
        /// An instant.
        TIME
        /// Its text.
        TEXT
    }

    /// How much of a part of the message is covered.
    coverage: u32 = (0) {
        /// Nothing.
        NONE
        /// Some of it.
        PART
        /// All of it.
        WHOLE
    }

    /// A content type.
    content_type: u32 = (0) {
        /// None is to be added.
        NONE
        /// `application/json`
        JSON
        /// `application/x-www-form-urlencoded`
        FORM
    }

    /// The part of a request that a value goes to.
    location: u32 = (0) {
        /// A header.
        HEADER
        /// A parameter of the query.
        QUERY
        /// A member of the body.
        FIELD
    }

    /// What a value is.
    kind: u32 = (0) {
        /// The timestamp.
        TIMESTAMP
        /// The signature.
        SIGNATURE
        /// The same for every request.
        FIXED
        /// Made for each request.
        MIXED
    }
}

/// In the place of a length: what was given stands.
pub const UNCHANGED: u32 = u32::MAX;
