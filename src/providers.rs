//! The catalogue of built-in schemes: one file per provider, data only.

mod adyen;
mod aws;
mod azure_cosmos;
mod binance;
mod bitmex;
mod box_com;
mod circleci;
mod coinbase_commerce;
mod coinify;
mod fintoc;
mod gateio;
mod github;
mod gocardless;
mod hubspot;
mod kraken;
mod line;
mod mailgun;
mod meta;
mod moneroo;
mod monnify;
mod mux;
mod notion;
mod onfido;
mod paddle;
mod pagerduty;
mod payu_latam;
mod razorpay;
mod rfc9421;
mod sanity;
mod securo;
mod shopify;
mod slack;
mod smile_id;
mod square;
mod standard_webhooks;
mod stripe;
mod svix;
mod thirdfi;
mod tu_cambio;
mod twilio;
mod veriff;
mod wompi;
mod worldline;

use alloc::boxed::Box;

use crate::error::{Error, Unknown};
use crate::scheme::Scheme;

/// The built-in scheme called `id`.
///
/// ```
/// assert!(countersign::scheme("securo.request").is_ok());
/// assert_eq!(countersign::scheme("toString").unwrap_err().code(), "ERR_SCHEME_UNKNOWN");
/// ```
///
/// # Errors
///
/// [`Error::SchemeUnknown`] if no scheme has this id.
pub fn scheme(id: &str) -> Result<&'static Scheme<'static>, Error> {
    schemes().find(|scheme| scheme.id == id).ok_or_else(|| Error::SchemeUnknown(Box::new(Unknown { id: id.into() })))
}

/// All built-in schemes, the founding providers first.
pub fn schemes() -> impl Iterator<Item = &'static Scheme<'static>> {
    CATALOGUE.iter().copied().flatten()
}

/// Whether `scheme` is a scheme of the catalogue itself or a companion of one, rather than a copy that may have been changed.
pub(crate) fn is_built_in(scheme: &Scheme<'_>) -> bool {
    let is_it = |own: &Scheme<'_>| core::ptr::eq(own, scheme);
    schemes().any(|own| is_it(own) || own.companion.is_some_and(is_it))
}

/// The note of schemes without a published value.
const NO_PUBLISHED_VALUE: &str =
    "The provider publishes no test vector: all vectors of this scheme are computed from its description.";

static CATALOGUE: &[&[Scheme<'static>]] = &[
    securo::SCHEMES,
    thirdfi::SCHEMES,
    smile_id::SCHEMES,
    moneroo::SCHEMES,
    tu_cambio::SCHEMES,
    standard_webhooks::SCHEMES,
    stripe::SCHEMES,
    github::SCHEMES,
    slack::SCHEMES,
    binance::SCHEMES,
    bitmex::SCHEMES,
    kraken::SCHEMES,
    adyen::SCHEMES,
    azure_cosmos::SCHEMES,
    box_com::SCHEMES,
    circleci::SCHEMES,
    coinbase_commerce::SCHEMES,
    coinify::SCHEMES,
    fintoc::SCHEMES,
    gateio::SCHEMES,
    gocardless::SCHEMES,
    hubspot::SCHEMES,
    line::SCHEMES,
    mailgun::SCHEMES,
    meta::SCHEMES,
    monnify::SCHEMES,
    mux::SCHEMES,
    notion::SCHEMES,
    onfido::SCHEMES,
    paddle::SCHEMES,
    pagerduty::SCHEMES,
    payu_latam::SCHEMES,
    razorpay::SCHEMES,
    sanity::SCHEMES,
    shopify::SCHEMES,
    square::SCHEMES,
    svix::SCHEMES,
    twilio::SCHEMES,
    veriff::SCHEMES,
    wompi::SCHEMES,
    worldline::SCHEMES,
    rfc9421::SCHEMES,
    aws::SCHEMES,
];
