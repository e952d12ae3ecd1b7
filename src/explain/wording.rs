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
    let own = || RECEIVERS.iter().find(|(start, _)| reason.name().starts_with(start)).map(|(_, fix)| *fix);
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

/// What the beginning of an id means to a receiver, who cannot sign otherwise: the provider is right, and most often something changed
/// the message on its way. An empty fix leaves the one that the cause has.
const RECEIVERS: [(&str, &str); 25] = [
    ("body-escaped", ""),
    ("body-is-", ""),
    ("body-empty-", RAW),
    ("body-empty", ""),
    ("body-compressed", ""),
    ("body-replacement-", ""),
    ("body-json-for-form", ""),
    ("body-form-for-json", ""),
    ("body-form-value-trimmed", ""),
    ("body-base64-decoded", ""),
    ("body-inflated", ""),
    ("body-value-of-form", ""),
    ("body-", RAW),
    ("url-has-", ""),
    ("url-behind-", ""),
    ("url-", URL),
    ("query-", URL),
    ("path-", URL),
    ("method-", "Verify with the method of the request as it arrived."),
    ("timestamp-unit", ""),
    ("timestamp-", "Take the timestamp from the message as it arrived."),
    ("value-", "Take the values from the message as it arrived."),
    ("layout-", OTHER),
    ("charset-", OTHER),
    ("algorithm-", OTHER),
];
const RAW: &str = "Verify the raw bytes as they arrived, before anything parses them.";
const URL: &str =
    "Verify the public URL with its query, as the provider called it, before a proxy or a framework changes it.";
const OTHER: &str =
    "Look up how the provider signs this kind and version of message; in a scheme of your own, write it so.";
