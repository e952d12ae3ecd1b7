//! The signature received, made again with other keys by the same mistakes, so that a case can be shown to others.

use alloc::{string::String, vec::Vec};

use super::hits::Hit;
use super::search::Picks;
use super::variant::Change;
use super::{Case, Explainer};
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::error::{Error, Fault};
use crate::options::VerifierOptions;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::{find, replaced, utf8};

impl Explainer {
    /// Makes the signature that was found once more, for `case` with other credentials: what to replace in the text that was
    /// received, and by what; `None` where nothing was found that makes it.
    ///
    /// `scheme` and `options` are those that this explainer was made of, and `case` is its case, in which other things may be
    /// replaced too.
    ///
    /// # Errors
    ///
    /// As [`Explainer::new`], and [`Error::ArgumentInvalid`] for signatures that only a private key makes.
    pub fn again(
        &self,
        scheme: &Scheme<'_>,
        credentials: &[(&str, Secret)],
        options: &VerifierOptions<'_>,
        case: &Case<'_>,
    ) -> Result<Option<(String, String)>, Error> {
        let Some(hash) = self.hash else {
            let why = "only a secret makes a signature again, and this scheme signs with a private key or not at all";
            return Err(Error::ArgumentInvalid(Fault::inapplicable("export", why)));
        };
        let Some(hit) = self.hits.first() else { return Ok(None) };
        let mut other = Self::new(scheme, credentials, options, case)?;
        other.next_stage();
        let Some(digest) = self.picks_of(hit, &other).and_then(|picks| other.digest(picks, hit, hash)) else {
            return Ok(None);
        };
        let old = &self.received[hit.received].raw;
        let new = digest.get(..old.len()).unwrap_or(&digest);
        // What may be of several alphabets is of the scheme's own.
        let all = |raw: &[u8]| [spelt(self.encoding, raw)].into_iter().chain(spellings(raw));
        let swaps = || all(old).zip(all(new));
        let swapped = self.carried.signatures.iter().find_map(|text| {
            let within = swaps().find(|(old, _)| find(text.as_bytes(), old.as_bytes()).is_some());
            within.or_else(|| swaps().find_map(|(old, new)| Some((text.clone(), wrapped_alike(text, &old, &new)?))))
        });
        Ok(Some(swapped.unwrap_or_else(|| (self.carried.signatures.concat(), spelt(self.encoding, new)))))
    }

    /// The changes of `hit` among the variants of `other`.
    fn picks_of(&self, hit: &Hit, other: &Self) -> Option<Picks> {
        let place = |own: Option<usize>| match own {
            None => Some(None),
            Some(own) => {
                let own = &self.variants[own];
                let alike = other.variants.iter().enumerate().filter(|(_, variant)| variant.id == own.id);
                Some(Some(alike.min_by_key(|(_, variant)| variant.number.abs_diff(own.number))?.0))
            }
        };
        Some((place(hit.picks.0)?, place(hit.picks.1)?))
    }

    fn digest(&mut self, picks: Picks, hit: &Hit, hash: Hash) -> Option<Vec<u8>> {
        let set = hit.set.min(self.ring.len().checked_sub(1)?);
        let mut built = core::mem::take(&mut self.built);
        let chosen = self.chosen(picks);
        self.base.build(&chosen, set, &mut built)?;
        let (mut form, mut mac) = (None, None);
        for variant in chosen {
            if let Change::Secret(own) = variant.change {
                form = Some(own);
            } else if let Change::Mac(own) = variant.change {
                mac = Some(own);
            }
        }
        let held = &self.ring[set];
        let key = form.map_or(Some(&held.own), |form| held.forms.get(form)?.as_ref())?;
        let message = built.ways.get(hit.way)?;
        let scope = self.base.scope_of(&built);
        Some(mac.map_or_else(|| key.digest(hash, scope, message), |mac| mac.make(key.bytes(), scope, message)).to_vec())
    }
}

/// The `new` text with its white space where `text` has it, which is `old` but for that.
fn wrapped_alike(text: &str, old: &str, new: &str) -> Option<String> {
    let mut letters = new.chars();
    let is_old = text.chars().filter(|letter| !letter.is_whitespace()).eq(old.chars());
    let mut wrapped: String =
        text.chars().filter_map(|own| if own.is_whitespace() { Some(own) } else { letters.next() }).collect();
    // Percent-encoded, one digest may be longer than the other.
    wrapped.extend(letters);
    is_old.then_some(wrapped)
}

/// A digest as people write it, the likelier first; the same order for every digest.
fn spellings(raw: &[u8]) -> [String; 10] {
    let hex = spelt(Encoding::Hex, raw);
    let [base64, url] = [Encoding::Base64, Encoding::Base64Url].map(|encoding| spelt(encoding, raw));
    let padding = base64.trim_start_matches(|letter| letter != '=').len();
    let padded = [&*url, &"=="[..padding]].concat();
    let bare = String::from(base64.trim_end_matches('='));
    let damaged = |pairs: &[(&str, &str)]| {
        let text = pairs
            .iter()
            .fold(base64.clone().into_bytes(), |text, (from, to)| replaced(&text, from.as_bytes(), to.as_bytes()));
        String::from(utf8(&text))
    };
    let [spaced, percent] = [damaged(&[("+", " ")]), damaged(&[("+", "%2B"), ("/", "%2F"), ("=", "%3D")])];
    let (upper, twice) = (hex.to_ascii_uppercase(), spelt(Encoding::Base64, hex.as_bytes()));
    let lower = spelt(Encoding::Base64Percent, raw);
    [upper, twice, hex, percent, lower, base64, spaced, bare, padded, url]
}

fn spelt(encoding: Encoding, raw: &[u8]) -> String {
    utf8(&encoding.text(raw)).into()
}
