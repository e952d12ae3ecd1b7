//! Explaining for JavaScript: one explanation in each instance, which goes with it.

use alloc::{string::String, vec::Vec};

use wasm_bindgen::prelude::*;

use super::{Opening, SchemeSource, State, json, whole, with};
use crate::error::Error;
use crate::explain::{Case, Explainer};
use crate::options::VerifierOptions;
use crate::scheme::{Scheme, SignedBy};
use crate::secret::Secret;

/// Takes the texts `id`, `credentials` pairs, `options` pairs, method, URL, timestamp, `headers` pairs, body and the signature
/// received; false where [`error`](super::error) says why not. `now_ms` is not a number where no age is judged, and nothing for
/// `sender` leaves it to the scheme.
#[wasm_bindgen]
pub fn open(
    credentials: usize,
    options: usize,
    headers: usize,
    now_ms: f64,
    sender: Option<bool>,
    limit_bytes: f64,
) -> bool {
    with(|state| {
        let case = Case {
            now_ms: (!now_ms.is_nan()).then(|| whole(now_ms)),
            signed_by: sender.map(|sender| if sender { SignedBy::Provider } else { SignedBy::Client }),
            limit_bytes: count(limit_bytes),
            ..Case::default()
        };
        let opened = state.asked(credentials, options, headers, case, Explainer::new);
        state.wipe();
        state.explainer = state.note(opened);
        state.explainer.is_some()
    })
}

/// The instant `at_ms` as the scheme of the text `id` writes it; nothing where [`error`](super::error) says why not.
#[wasm_bindgen]
pub fn timestamp(at_ms: f64) -> Option<String> {
    with(|state| {
        let written = state.read().next_text().and_then(SchemeSource::read).and_then(|source| {
            let mut text = String::new();
            source.with(|scheme| scheme.timestamp.write(whole(at_ms), &mut text)).map(|()| text)
        });
        state.note(written)
    })
}

/// Goes on until about `budget_bytes` more are hashed; true at the end.
#[wasm_bindgen]
pub fn step(budget_bytes: f64) -> bool {
    with(|state| state.explainer.as_mut().is_none_or(|explainer| explainer.step(count(budget_bytes))))
}

/// What is known so far, as JSON.
#[wasm_bindgen]
pub fn report() -> String {
    with(|state| {
        state.explainer.as_ref().map(|explainer| json::report::report(&explainer.report())).unwrap_or_default()
    })
}

/// Makes what was found once more, with other credentials: what to replace in the text that was received, and by what, as JSON;
/// `null` where nothing was found, empty where [`error`](super::error) says why not. Takes the texts of [`open`].
#[wasm_bindgen]
pub fn again(credentials: usize, options: usize, headers: usize) -> String {
    with(|state| {
        let made = state.asked(credentials, options, headers, Case::default(), |scheme, credentials, options, case| {
            let explainer = state.explainer.as_ref().ok_or_else(super::broken_protocol)?;
            explainer.again(scheme, credentials, options, case)
        });
        state.wipe();
        state.note(made).map(|pair| json::report::pair(pair.as_ref())).unwrap_or_default()
    })
}

impl State {
    /// Hands what the texts say to `run`.
    fn asked<T>(
        &self,
        credentials: usize,
        options: usize,
        headers: usize,
        case: Case<'_>,
        run: impl FnOnce(&Scheme<'_>, &[(&str, Secret)], &VerifierOptions<'_>, &Case<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut texts = self.read();
        let Opening { scheme, credentials, mut options } = texts.opening(credentials, options)?;
        let mut pairs = Vec::new();
        let (message, timestamp) = texts.message(headers, &mut pairs)?;
        let case = Case { message, timestamp, received: texts.next_text()?, ..case };
        scheme.with(|scheme| run(scheme, &credentials, &options.of_verifier(scheme)?, &case))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the facade gives whole numbers of bytes")]
const fn count(bytes: f64) -> u64 {
    bytes as u64
}
