//! From reasons to words.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use alloc::{borrow::Cow, string::String};
use core::fmt;

use super::causes::CauseId;
use super::reason::{Reason, Which};
use crate::scheme::SignedBy;
use crate::text::decimal;

/// One thing that was done differently, or that strikes the eye.
///
/// `Debug` shows its id and title; its detail may cite the message.
#[derive(Clone, PartialEq, Eq)]
pub struct Cause {
    /// The stable name, such as `body-minified`.
    pub id: Cow<'static, str>,
    /// A few words.
    pub title: Cow<'static, str>,
    /// What happened, in a sentence.
    pub detail: String,
    /// What to do.
    pub fix: Cow<'static, str>,
}

/// The words for it: `@` stands for who signed, `%` for which of several, `#` for the same in brackets.
pub(super) fn cause(reason: &Reason, signed_by: SignedBy) -> Cause {
    let own = match &reason.which {
        Which::Own(texts) => (**texts).clone().map(Cow::Owned),
        Which::Only | Which::Named(_) | Which::Shift(..) => reason.id.map_or([""; 4], CauseId::text).map(Cow::Borrowed),
    };
    let [id, title, detail, fix]: [Cow<'static, str>; 4] = own;
    let name = reason.name();
    let own = || {
        RECEIVERS.iter().find(|(starts, _)| starts.split(' ').any(|start| name.starts_with(start))).map(|(_, fix)| *fix)
    };
    let for_receiver = if signed_by == SignedBy::Provider { own() } else { None };
    let fix = for_receiver.filter(|fix| !fix.is_empty()).map_or(fix, Cow::Borrowed);
    let who = match signed_by {
        SignedBy::Client => "The client",
        SignedBy::Provider => "The provider",
    };
    let which = match &reason.which {
        Which::Only | Which::Own(_) => String::new(),
        Which::Named(name) => String::from(&**name),
        Which::Shift(by, unit) => [if *by > 0 && !unit.is_empty() { "+" } else { "" }, &*decimal(*by), unit].concat(),
    };
    let mut text = String::new();
    for letter in detail.chars() {
        match letter {
            '@' => text.push_str(who),
            '%' => text.push_str(&which),
            '#' if !which.is_empty() => text.push_str(&[" (", &which, ")"].concat()),
            '#' => {}
            letter => text.push(letter),
        }
    }
    Cause { id, title, detail: text, fix }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cause").field("id", &self.id).field("title", &self.title).finish_non_exhaustive()
    }
}

/// What a receiver does, who cannot sign otherwise: the provider is right, and most often something changed the message on its way. An
/// id begins with one of the texts of an entry; the first entry counts, so exceptions come before families. An empty fix leaves the one
/// that the cause has.
const RECEIVERS: [(&str, &str); 22] = [
    (
        "body-escaped body-is- body-compressed body-replacement- body-json-for-form body-form-for-json \
         body-form-value-trimmed body-base64-decoded body-value-of-form url-has-user url-behind- value-backslashes \
         received-length received-whitespace received-quotes received-prefix- received-percent-encoded secret-kind \
         secret-white- secret-environment secret-version- secret-prefix-twice secret-trimmed secret-quotes- secret-first- \
         secret-last- signature-unreadable jws-algorithm-refused jws-form jws-kid- jws-certificate- payload-signed \
         scope-as-sent key-another key-size- key-of- key-escaped key-kind key-purpose",
        "",
    ),
    (
        "body-left-out body-member- body-only- body-base64 body-sha256- body-raw-not- body-begins- url-query- url-whole \
         url-path-only url-scheme- method-left-out timestamp-unit timestamp-left-out secret-web- signature-ecdsa plain-hash \
         secret+ message pss- jws-header-left-out secret-raw",
        OTHER,
    ),
    ("template- digest-of- payload-as-sent content-digest-as-sent jws-payload-other", RAW),
    ("component-query- component-param- signature-not-last", URL),
    ("algorithm-md5 algorithm-sha received-elsewhere", HEADER),
    ("stale", "Synchronise the clock; verify each message when it arrives."),
    (
        "received-several signed-by- refused- header-missing header-other- headers-that- session- half-only- jws-payload-not- \
         jws-header- jws-signature- jws-parts jws-json jws-refused",
        MESSAGE,
    ),
    ("secret-empty secret-undefined secret-null secret-none", AGAIN),
    ("half-unopened input- jws-algorithm-none", REFUSE),
    ("payload-word", "Set the option `payload`."),
    ("scope-region scope-service", SCOPE),
    ("path-encoded- path-normalized path-not- path-of-", PATH),
    ("body-", RAW),
    ("url- query- path- host-", URL),
    ("method-", "Verify with the method of the request as it arrived."),
    ("timestamp-", "Take the timestamp from the message as it arrived."),
    ("value-", "Take the values from the message as it arrived."),
    ("received- output-", COMPARE),
    ("secret-", "Use the secret exactly as the provider does."),
    ("signature- halves-", MESSAGE),
    ("jws- layout- charset- algorithm- hmac- digest-", OTHER),
    ("payload- scope- key- header content- component- params- signed- half-encrypted", TELL),
];
const RAW: &str = "Verify the raw bytes as they arrived, before anything parses them.";
const URL: &str =
    "Verify the public URL with its query, as the provider called it, before a proxy or a framework changes it.";
const OTHER: &str =
    "Look up how the provider signs this kind and version of message; in a scheme of your own, write it so.";
const HEADER: &str = "Take the signature from the header that the scheme names: the provider sends more than one, or this is another version.";
const COMPARE: &str = "Compare with the signature as the message has it.";
const MESSAGE: &str = "Pass the whole message as it arrived, headers included.";
const AGAIN: &str = "Set the secret at the provider again.";
const REFUSE: &str = "Refuse the message.";
const SCOPE: &str = "Give the region and service that are called, and the day of `x-amz-date`.";
const PATH: &str = "Set the options `pathEncoding` and `pathForm` for this service.";
const TELL: &str = "If the message arrived unchanged, tell the signer.";
