//! The names of members, and the values of enumerated members.

use crate::algorithm::Algorithm;
use crate::encoding::Encoding;
use crate::scheme::{BodyRule, BodyType, Profile, SignedBy};
use crate::timestamp::TimestampForm;

/// All members of a scheme, and `$schema`, which editors use.
pub(super) const MEMBERS: [&str; 37] = [
    "$schema",
    "id",
    "title",
    "documentation",
    "lastChecked",
    "credentials",
    "options",
    "profile",
    "bindings",
    "inputs",
    "freeInput",
    "signedItems",
    "canonical",
    "acceptedCanonicals",
    "algorithm",
    "key",
    "keyScope",
    "encoding",
    "headers",
    "query",
    "fields",
    "listSeparators",
    "acceptedPlacements",
    "timestamp",
    "acceptedTimestamps",
    "toleranceSeconds",
    "expiresAfterSeconds",
    "body",
    "bodyType",
    "signedBy",
    COMPANION,
    "touchingInputs",
    "rateLimit",
    "deprecated",
    "hasPublishedVectors",
    "notes",
    "misreadings",
];
pub(super) const COMPANION: &str = "companion";
pub(super) const ALGORITHMS: &[Algorithm] = Algorithm::ALL;
pub(super) const ENCODINGS: [Encoding; 5] =
    [Encoding::Hex, Encoding::Base64, Encoding::Base64Lines, Encoding::Base64Percent, Encoding::Base64Url];
pub(super) const TIMESTAMPS: [TimestampForm; 7] = [
    TimestampForm::None,
    TimestampForm::Seconds,
    TimestampForm::Milliseconds,
    TimestampForm::Nanoseconds,
    TimestampForm::Iso8601,
    TimestampForm::Iso8601Basic,
    TimestampForm::Rfc1123,
];
pub(super) const STANDARDS: [Profile; 2] = [Profile::HttpMessageSignatures, Profile::AwsSignatureV4];
pub(super) const BODIES: [BodyRule; 2] = [BodyRule::AsGiven, BodyRule::AsSigned];
pub(super) const BODY_TYPES: [BodyType; 3] = [BodyType::Json, BodyType::Form, BodyType::JsonOrForm];
pub(super) const SIGNED_BY: [SignedBy; 2] = [SignedBy::Client, SignedBy::Provider];

/// The JSON names of all variants of an enum.
macro_rules! words {
    ($words:ident, $all:ident, $word:path) => {
        pub(super) const $words: [&str; $all.len()] = {
            let mut words = [""; $all.len()];
            let mut place = 0;
            while place < words.len() {
                words[place] = $word($all[place]);
                place += 1;
            }
            words
        };
    };
}

words!(ALGORITHM_WORDS, ALGORITHMS, Algorithm::name);
words!(ENCODING_WORDS, ENCODINGS, Encoding::name);
words!(TIMESTAMP_WORDS, TIMESTAMPS, TimestampForm::name);
words!(STANDARD_WORDS, STANDARDS, Profile::name);
words!(BODY_WORDS, BODIES, BodyRule::name);
words!(BODY_TYPE_WORDS, BODY_TYPES, BodyType::name);
words!(SIGNED_BY_NAMES, SIGNED_BY, SignedBy::name);
