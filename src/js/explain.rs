//! `explain` for JavaScript: one explainer per WebAssembly instance.

mod report;

use alloc::{string::String, vec::Vec};

use wasm_bindgen::prelude::*;

use super::arguments::{Arguments, Pairs, message, whole};
use super::{State, give, with};
use crate::definition::SchemeDefinition;
use crate::error::Error;
use crate::explain::{Case, Explainer, all_texts};
use crate::options::VerifierOptions;
use crate::scheme::{Scheme, SignedBy};
use crate::secret::Secret;

/// Starts an explanation of the strings definition, `credentials` (three strings each), `options` pairs, method, URL, timestamp,
/// `headers` pairs, body, received signature, and of `others` schemes the id, the canonical string and, for those of the same provider, the definition. Returns false on failure;
/// see [`error`](super::error). NaN for `now_ms` turns the check of the age off. `by_provider` says who signed; without it, the
/// scheme does. At most `limit_bytes` bytes are hashed in total.
#[wasm_bindgen]
pub fn open(
    credentials: usize,
    options: usize,
    headers: usize,
    others: usize,
    now_ms: f64,
    by_provider: Option<bool>,
    limit_bytes: f64,
) -> bool {
    with(|state| {
        let case = Case {
            now_ms: (!now_ms.is_nan()).then(|| whole(now_ms)),
            signed_by: by_provider.map(|by_provider| if by_provider { SignedBy::Provider } else { SignedBy::Client }),
            limit_bytes: count(limit_bytes),
            ..Case::default()
        };
        let explainer = state.with_case([credentials, options, headers, others], case, Explainer::new);
        state.wipe();
        state.explainer = state.note(explainer);
        state.explainer.is_some()
    })
}

/// The time `at_ms` in the form of the scheme in the one string; nothing on failure, see [`error`](super::error).
#[wasm_bindgen]
pub fn timestamp(at_ms: f64) -> Option<String> {
    with(|state| {
        let written = state.read().next_text().and_then(SchemeDefinition::parse).and_then(|source| {
            let mut text = String::new();
            source.with(|scheme| scheme.timestamp.write(whole(at_ms), &mut text)).map(|()| text)
        });
        state.note(written)
    })
}

/// Hashes about `budget_bytes` more bytes; returns true at the end.
#[wasm_bindgen]
pub fn step(budget_bytes: f64) -> bool {
    with(|state| state.explainer.as_mut().is_none_or(|explainer| explainer.step(count(budget_bytes))))
}

/// Gives the report so far.
#[wasm_bindgen]
pub fn report() {
    give(with(|state| {
        state.explainer.as_ref().map(|explainer| report::object(&explainer.report())).unwrap_or_default()
    }));
}

/// Gives the id and title of every cause that a report may have: the causes of every scheme, or those of signature standards.
#[wasm_bindgen]
pub fn causes(of_standards: bool) {
    let causes: Vec<_> = all_texts(of_standards).map(|[id, title, ..]| [id, title]).collect();
    give(serde_wasm_bindgen::to_value(&causes).unwrap_or_default());
}

/// Reproduces the finding with other credentials, from the same strings as [`open`]. Gives the string to replace in the
/// received message, and its replacement; undefined without a finding. Returns false on failure; see [`error`](super::error).
#[wasm_bindgen]
pub fn again(credentials: usize, options: usize, headers: usize, others: usize) -> bool {
    let replacement = with(|state| {
        let counts = [credentials, options, headers, others];
        let replacement = state.with_case(counts, Case::default(), |scheme, credentials, options, case| {
            let explainer = state.explainer.as_ref().ok_or_else(super::broken_protocol)?;
            explainer.again(scheme, credentials, options, case)
        });
        state.wipe();
        state.note(replacement)
    });
    let is_made = replacement.is_some();
    give(serde_wasm_bindgen::to_value(&replacement.flatten()).unwrap_or_default());
    is_made
}

impl State {
    /// Calls `run` with the arguments in the strings, of which there are so many: credentials, options, headers and other schemes.
    fn with_case<T>(
        &self,
        [credentials, options, headers, others]: [usize; 4],
        case: Case<'_>,
        run: impl FnOnce(&Scheme<'_>, &[(&str, Secret)], &VerifierOptions<'_>, &Case<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut texts = self.read();
        let Arguments { scheme, credentials, mut options } = Arguments::read(&mut texts, credentials, options)?;
        // Explaining computes far more than the signature, always in the core.
        options.takes_host()?;
        let mut pairs = Pairs::new();
        let (message, timestamp) = message(&mut texts, headers, &mut pairs)?;
        let received = texts.next_text()?;
        let (mut other_schemes, mut related_schemes) = (Vec::new(), Vec::new());
        for _ in 0..others {
            other_schemes.push((texts.next_text()?, texts.next_text()?));
            let definition = texts.next_text()?;
            if !definition.is_empty() {
                related_schemes.push(SchemeDefinition::parse(definition)?);
            }
        }
        let (other_schemes, related_schemes) = (&*other_schemes, &*related_schemes);
        let case = Case { message, timestamp, received, other_schemes, related_schemes, ..case };
        scheme.with(|scheme| run(scheme, &credentials, &options.of_verifier(scheme)?, &case))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the facade gives whole numbers of bytes")]
const fn count(bytes: f64) -> u64 {
    bytes as u64
}
