//! ThirdFi: Securo's scheme under its own hosts.

use super::securo;
use crate::scheme::Scheme;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "thirdfi.request",
    title: "ThirdFi: API requests",
    documentation: "https://thirdfi.readme.io/reference/authentication",
    ..securo::REQUEST
}];
