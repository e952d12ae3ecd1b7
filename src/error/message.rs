//! The sentences of errors, made of their facts.

use alloc::string::String;

use super::{EXCERPT, Error, Fault, Mismatch, Missing, Stale, Unknown, excerpt, is_name};
use crate::text::date::{span, time};
use crate::text::{decimal, in_quotes};

// Texts are joined, not formatted: nothing else needs the formatting of the standard library, which is 3 KB of WebAssembly.
/// The sentence of `error`.
pub(super) fn of(error: &Error) -> String {
    match error {
        Error::SchemeUnknown(unknown) => unknown.message(),
        Error::CredentialMissing(missing) => {
            let Missing { scheme, name } = &**missing;
            ["`", scheme, "` needs the credential `", name, "`: expected a string or bytes, got none"].concat()
        }
        Error::RandomnessUnavailable => String::from(
            "expected random bytes from the host, got none: its random source failed (in Node 18, set `globalThis.crypto` to \
             `webcrypto` of `node:crypto`)",
        ),
        Error::SignatureMismatch(mismatch) => mismatch.message(),
        Error::SignatureStale(stale) => stale.message(),
        Error::SchemeInvalid(fault)
        | Error::CredentialInvalid(fault)
        | Error::OptionInvalid(fault)
        | Error::ArgumentInvalid(fault)
        | Error::Unsupported(fault)
        | Error::RequestInvalid(fault)
        | Error::BodyInvalid(fault)
        | Error::BodyNotSigned(fault)
        | Error::TimestampInvalid(fault)
        | Error::AlgorithmRefused(fault)
        | Error::SignatureInvalid(fault)
        | Error::HeaderMissing(fault)
        | Error::HeaderMalformed(fault)
        | Error::KeyNeeded(fault)
        | Error::KeySourceRefused(fault)
        | Error::CertificateRefused(fault) => of_fault(fault),
    }
}

impl Unknown {
    /// Whether the id looks like one: a secret that was given in its place stays unsaid.
    fn is_said(&self) -> bool {
        let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        self.id.len() <= EXCERPT && self.id.bytes().all(is_id) && (self.id.contains('.') || is_name(&self.id))
    }

    fn message(&self) -> String {
        let got = if self.is_said() { in_quotes(&self.id) } else { String::from("another string") };
        let expected = "an id that `schemes()` lists, or a custom scheme for a provider that it does not list";
        ["unknown scheme: expected ", expected, ", got ", &got].concat()
    }
}

impl Mismatch {
    /// The same for every message of as many bytes, whatever differs in it.
    fn message(&self) -> String {
        let keys = match self.keys {
            0 => String::from("the key of its certificate does not make it"),
            1 => String::from("the key given does not make it"),
            count => ["none of the ", &*decimal(count), " keys given makes it"].concat(),
        };
        let body = match self.body_len {
            0 => String::from("without a body"),
            length => ["with a body of ", &*decimal(length), if length == 1 { " byte" } else { " bytes" }].concat(),
        };
        let causes = match (self.signs_body && self.body_len > 0, self.signs_body, self.signs_url) {
            (true, _, true) => {
                "another secret, a URL that is not the one the client called, or a body that was parsed and serialised again"
            }
            (true, _, false) => {
                "another secret, or a body that was parsed and serialised again: pass the bytes as received"
            }
            (false, _, true) => {
                "another secret, or a URL that is not the one the client called: the URL is signed, with its query, so pass it as \
                 it was called, not as a proxy rewrote it"
            }
            (false, true, false) => "a body that was not read: pass the bytes as received",
            (false, false, false) => "another secret, or a header that a proxy changed",
        };
        [
            "the signature does not match: ",
            &keys,
            " over this message by `",
            &excerpt(&self.scheme),
            "`, ",
            &body,
            "; usual causes: ",
            causes,
            "; `explain`, or `countersign explain` on the command line, finds the cause",
        ]
        .concat()
    }
}

impl Stale {
    fn message(&self) -> String {
        let (age, limit) = (span(self.age_s.saturating_abs()), span(self.limit_s.into()));
        let (verb, expected) = match (self.is_expired, self.age_s) {
            (true, _) => ("expired", String::from("one that has not expired")),
            (_, ..0) => ("signed", ["one made at most ", &limit, " in the future"].concat()),
            _ => ("signed", ["one made at most ", &limit, " ago"].concat()),
        };
        let cause =
            if self.age_s < 0 { "one of the clocks is wrong" } else { "a late delivery, a replay, or a wrong clock" };
        [
            "the signature is stale: expected ",
            &expected,
            ", got ",
            &age,
            ": ",
            verb,
            " at ",
            &time(self.now_s.saturating_sub(self.age_s)),
            ", checked at ",
            &time(self.now_s),
            "; ",
            cause,
            if self.is_expired { "" } else { " (`toleranceSeconds` sets the limit)" },
        ]
        .concat()
    }
}

/// The sentence of `fault`.
pub(super) fn of_fault(fault: &Fault) -> String {
    if fault.got.is_empty() {
        return ["`", &fault.part, "` does not apply: ", &fault.expected].concat();
    }
    let at = fault.at.map(|at| [", byte ", &decimal(at)].concat()).unwrap_or_default();
    ["`", &fault.part, "`", &at, ": expected ", &fault.expected, ", got ", &fault.got].concat()
}
