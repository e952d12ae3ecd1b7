//! Schemes whose senders choose what is signed: their standard says what that is, and what it may have been instead.

use alloc::vec::Vec;

use super::case::Case;
use super::causes::CauseId;
use super::companion::Side;
use super::hypotheses::claimed::{CANONICAL, Claimed, Dimension, MARK, template};
use super::hypotheses::{rfc9421, sigv4, token};
use super::hypothesis::{Change, List};
use super::reason::{Reason, refused};
use super::received::Received;
use super::setup::{Known, Start, start_with};
use crate::canonical::Inputs;
use crate::credentials;
use crate::error::{Error, Fault, Stale};
use crate::message::Message;
use crate::options::VerifierOptions;
use crate::recipe::Format;
use crate::scheme::{Profile, Scheme};
use crate::secret::Secret;
use crate::standard::{Config, Kind, Request};
use crate::url::Url;
use crate::verify::limits::Limits;

/// Each signature of the message, and whether the scheme may not verify it; `take` says of each whether it is the last to look at.
///
/// # Errors
///
/// As [`Explainer::new`](super::Explainer::new).
pub(super) fn each(
    scheme: &Scheme<'_>,
    credentials: &[(&str, Secret)],
    options: &VerifierOptions<'_>,
    case: &Case<'_>,
    mut take: impl FnMut(Start, bool) -> bool,
) -> Result<(), Error> {
    let limits = Limits::read(scheme, options)?;
    let mut given = options.scheme.to_vec();
    let is_aws = scheme.profile == Some(Profile::AwsSignatureV4);
    let named = if is_aws { sigv4::region_and_service(&case.message, case.received) } else { None };
    if let Some((region, service)) = &named {
        for (name, text) in [("region", region), ("service", service)] {
            if credentials::option(&given, name).is_none() {
                given.push((name, text));
            }
        }
    }
    let given = &*given;
    let texts = credentials::options(scheme, given)?;
    let method = case.message.method.to_ascii_uppercase();
    let message = Message { method: &method, ..case.message };
    let case = Case { message, ..*case };
    let set: Vec<Secret> = scheme.credentials.iter().map(|name| first(credentials, name)).collect();
    let inputs = Inputs {
        method: &method,
        url: Url::received(message.url),
        body: message.body,
        timestamp: case.timestamp,
        credentials: &set,
        options: &texts,
        ..Inputs::default()
    };
    let texts_of =
        message.headers.iter().flat_map(|(name, value)| [*name, *value]).chain([message.url, case.timestamp]);
    if texts_of.into_iter().any(|text| text.contains(MARK)) {
        let expected = "a URL and headers without control characters";
        return Err(Error::RequestInvalid(Fault::new("request", expected, "U+0001")));
    }
    let Some(choice) = Config::read(scheme, &texts, given)? else { return Err(Error::mismatch()) };
    let added = Format::added(&message, None, scheme.body_type).filter(|_| !message.body.is_empty());
    let content_type = added.filter(|_| !case.received.is_empty()).map(Format::media_type);
    let request = Request { message: &message, inputs, content_type };
    let all = match choice.kind() {
        Kind::Message(config) => rfc9421::claimed(config, &request, case.received)?,
        Kind::SigV4(config) => Vec::from([sigv4::claimed(config, &request, case.received)?]),
        Kind::Token(config) => token::claimed(config, &request, case.received)?,
    };
    for told in all {
        let scheme = &Scheme { algorithm: told.algorithm.unwrap_or(scheme.algorithm), ..*scheme };
        let part = Side { scheme, credentials: credentials.to_vec(), options: given.to_vec() };
        let is_refused = told.refusal.is_some();
        if take(of_told(&part, limits, &case, told, choice.places())?, is_refused) {
            break;
        }
    }
    Ok(())
}

fn of_told(part: &Side<'_>, limits: Limits, case: &Case<'_>, told: Claimed, places: &[usize]) -> Result<Start, Error> {
    let late_s = case.now_ms.zip(told.expires_s).map(|(now_ms, at_s)| now_ms.div_euclid(1000).saturating_sub(at_s));
    let late = late_s.filter(|late_s| *late_s > 0).map(|age_s| Stale {
        now_s: case.now_ms.unwrap_or_default().div_euclid(1000),
        age_s,
        limit_s: 0,
        is_expired: true,
    });
    // The times of a token are judged here, and not again.
    let (limits, late) = match (&told.lifetime, case.now_ms) {
        (Some(lifetime), Some(now_ms)) => (limits.without_tolerance(), limits.staleness(lifetime, now_ms)),
        (Some(_), None) => (limits.without_tolerance(), None),
        (None, _) => (limits, late),
    };
    let refusal = told.refusal.as_ref().map(|error| refused(error).unwrap_or_else(|| CauseId::BodyDigestOther.into()));
    let is_undated = told.timestamp.is_empty() && limits.judges_time();
    let received = Received {
        signatures: Vec::from([told.signature]),
        credentials: told.credentials,
        made: places.iter().zip(&told.made).map(|(place, text)| (*place, template(text, places))).collect(),
        expired: late,
        asides: refusal.iter().cloned().chain(is_undated.then(|| Reason::from(CauseId::TimestampMissing))).collect(),
        ..Received::default()
    };
    let is_cut = told.hypotheses.is_full();
    let mut list = List::default();
    for reading in told.hypotheses.all {
        let place = |own: usize| if own == CANONICAL { None } else { places.get(own).copied() };
        let swaps = reading.swaps.iter().map(|(own, text)| (place(*own), template(text, places)));
        let which = Reason::named(reading.id, &reading.which);
        let id = if reading.which.is_empty() { Reason::from(reading.id) } else { which };
        list.push(id, reading.cost, reading.cost > 2, Change::Made(axis(reading.axis), swaps.collect()));
    }
    let case = Case { timestamp: &told.timestamp, received: "", ..*case };
    let notes = told.notes.iter().map(|(id, which)| Reason::named(*id, which));
    let notes = refusal.into_iter().chain(notes).collect();
    start_with(part, limits, &case, Known { received, list, notes, is_cut }, None)
}

const fn axis(axis: Dimension) -> u8 {
    match axis {
        Dimension::Body => 0,
        Dimension::Path => 1,
        Dimension::Query => 2,
        Dimension::Layout => 7,
    }
}

fn first(credentials: &[(&str, Secret)], name: &str) -> Secret {
    credentials.iter().find(|(own, _)| *own == name).map_or_else(|| Secret::from(""), |(_, secret)| secret.clone())
}
