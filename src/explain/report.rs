//! What an explanation says.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::fmt;

use super::texts;
use super::variant::{Id, Which};
use crate::canonical::Segment;
use crate::error::Error;
use crate::scheme::SignedBy;
use crate::secret::Hidden;
use crate::text::decimal;

/// What became of a signature, and why.
///
/// It holds the signature that was due, and strings that may hold a credential. `Debug` shows neither: of bytes how many they are,
/// of causes what theirs shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// In a word.
    pub verdict: Verdict,
    /// The signature that was due, as the scheme writes it; empty where none can be made.
    pub expected: String,
    /// The place in the ring of the key that made the signature received.
    pub key_index: Option<usize>,
    /// How old the signature is, in seconds; negative for the future.
    pub age_s: Option<i64>,
    /// What was seen without a single hash.
    pub warnings: Vec<Cause>,
    /// What reproduces the signature received, or what it shows by itself, such as a key that does not open it.
    pub findings: Vec<Finding>,
    /// Why nothing can be signed as it stands.
    pub fault: Option<Error>,
    /// How many digests were made.
    pub tried: u64,
    /// How many bytes were hashed for them.
    pub hashed_bytes: u64,
    /// Whether all was tried that is known; `false` where the budget ended first, or a finding.
    pub exhausted: bool,
    pub(super) canonical: Pieces,
    pub(super) hashed: Pieces,
}

/// What became of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the signature that was due.
    Match,
    /// It is right, and too far from the clock.
    Stale,
    /// It is another, and reproduced; or it shows by itself what is wrong.
    Explained,
    /// It is another, and nothing that is known reproduces it.
    Unexplained,
}

/// Changes that together reproduce the signature received.
///
/// `Debug` shows of the canonical string how long its segments are.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was done differently: one thing, or two at once.
    pub causes: Vec<Cause>,
    /// Other names for what makes the same bytes.
    pub alternatives: Vec<Vec<Cause>>,
    /// The place in the ring of the key that was used; beyond its end for one that the signature itself brought along.
    pub key_index: usize,
    pub(super) canonical: Pieces,
    pub(super) hashed: Pieces,
}

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

/// Labelled bytes.
pub(super) type Pieces = Vec<(String, Vec<u8>)>;

impl Report {
    /// The canonical string that was due, in labelled segments.
    pub fn canonical(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.canonical)
    }

    /// What was due on the way where only its hash is signed, by its name in the scheme, such as the canonical request of AWS.
    pub fn preimages(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.hashed)
    }
}

impl Finding {
    /// The canonical string that was signed instead, in labelled segments.
    pub fn canonical(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.canonical)
    }

    /// What was hashed instead on the way, as in [`Report::preimages`].
    pub fn preimages(&self) -> impl Iterator<Item = Segment<'_>> {
        segments(&self.hashed)
    }
}

impl Verdict {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Stale => "stale",
            Self::Explained => "explained",
            Self::Unexplained => "unexplained",
        }
    }
}

impl Id {
    /// The words for it: `@` stands for who signed, `%` for which of several, `#` for the same in brackets.
    pub(super) fn cause(&self, signed_by: SignedBy) -> Cause {
        let [id, title, detail, fix]: [Cow<'static, str>; 4] = match &self.which {
            Which::Own(texts) => (**texts).clone().map(Cow::Owned),
            Which::Only | Which::Named(_) | Which::Shift(..) => texts::text(self.name).map(Cow::Borrowed),
        };
        let own = || RECEIVERS.iter().find(|(start, _)| self.name.starts_with(start)).map(|(_, fix)| *fix);
        let for_receiver = if signed_by == SignedBy::Provider { own() } else { None };
        let fix = for_receiver.filter(|fix| !fix.is_empty()).map_or(fix, Cow::Borrowed);
        let who = match signed_by {
            SignedBy::Client => "The client",
            SignedBy::Provider => "The provider",
        };
        let which = match &self.which {
            Which::Only | Which::Own(_) => String::new(),
            Which::Named(name) => String::from(&**name),
            Which::Shift(by, unit) => {
                [if *by > 0 && !unit.is_empty() { "+" } else { "" }, &*decimal(*by), unit].concat()
            }
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
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Report");
        debug.field("verdict", &self.verdict).field("expected", &Hidden(&self.expected));
        debug.field("key_index", &self.key_index).field("age_s", &self.age_s).field("warnings", &self.warnings);
        debug.field("findings", &self.findings).field("fault", &self.fault).field("tried", &self.tried);
        debug.field("hashed_bytes", &self.hashed_bytes).field("exhausted", &self.exhausted);
        debug.field("canonical", &shown(&self.canonical)).field("preimages", &shown(&self.hashed)).finish()
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Finding");
        debug
            .field("causes", &self.causes)
            .field("alternatives", &self.alternatives)
            .field("key_index", &self.key_index);
        debug.field("canonical", &shown(&self.canonical)).field("preimages", &shown(&self.hashed)).finish()
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cause").field("id", &self.id).field("title", &self.title).finish_non_exhaustive()
    }
}

/// What `Debug` shows of labelled bytes.
fn shown(pieces: &Pieces) -> Vec<Segment<'_>> {
    segments(pieces).collect()
}

fn segments(pieces: &Pieces) -> impl Iterator<Item = Segment<'_>> {
    pieces.iter().map(|(label, bytes)| Segment { label, bytes })
}

/// What the beginning of an id means to a receiver, who cannot sign otherwise: the provider is right, and most often something changed
/// the message on its way. An empty fix leaves the one that the cause has.
const RECEIVERS: [(&str, &str); 24] = [
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
