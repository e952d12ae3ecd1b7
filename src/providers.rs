//! The catalogue: one provider, one file, data only.

mod aws;
mod binance;
mod bitmex;
mod github;
mod kraken;
mod moneroo;
mod rfc9421;
mod securo;
mod slack;
mod smile_id;
mod standard_webhooks;
mod stripe;
mod thirdfi;
mod tu_cambio;

use alloc::boxed::Box;

use crate::error::{Error, Unknown};
use crate::scheme::Scheme;

/// The row called `id`.
///
/// ```
/// assert!(countersign::scheme("securo.request").is_ok());
/// assert_eq!(countersign::scheme("toString").unwrap_err().code(), "ERR_SCHEME_UNKNOWN");
/// ```
///
/// # Errors
///
/// [`Error::SchemeUnknown`] where no row has this id.
pub fn scheme(id: &str) -> Result<&'static Scheme<'static>, Error> {
    schemes().find(|scheme| scheme.id == id).ok_or_else(|| Error::SchemeUnknown(Box::new(Unknown { id: id.into() })))
}

/// All rows, the founding providers first.
pub fn schemes() -> impl Iterator<Item = &'static Scheme<'static>> {
    CATALOGUE.iter().copied().flatten()
}

const CATALOGUE: &[&[Scheme<'static>]] = &[
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
    rfc9421::SCHEMES,
    aws::SCHEMES,
];
