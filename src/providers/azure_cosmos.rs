//! Azure Cosmos DB.

use crate::encoding::Encoding;
use crate::scheme::{Scheme, Tolerance};
use crate::timestamp::TimestampForm;

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "azure-cosmos.request",
    title: "Azure Cosmos DB: REST requests with a master key",
    documentation: "https://learn.microsoft.com/en-us/rest/api/cosmos-db/access-control-on-cosmosdb-resources",
    last_checked: "2026-11-22",
    credentials: &["secret"],
    options: &[("resourceType", ""), ("resourceLink", "")],
    canonical: "{method|lower}\n{resourceType|lower}\n{resourceLink}\n{timestamp|lower}\n\n",
    key: "{secret|unbase64}",
    encoding: Encoding::Base64Percent,
    headers: &[("x-ms-date", "{timestamp}"), ("authorization", "type%3dmaster%26ver%3d1.0%26sig%3d{signature}")],
    accepted_placements: &[("header:authorization", "type%3Dmaster%26ver%3D1.0%26sig%3D{signature}")],
    timestamp: TimestampForm::Rfc1123,
    tolerance: Tolerance::Seconds(900),
    has_published_vectors: true,
    notes: &[
        "`resourceType` is, for example, `docs`, and `resourceLink` `dbs/sales/colls/orders`; for a list, use the link of its parent.",
        "The URL, the query and the body are not signed.",
        "The provider accepts a date for 15 minutes, and refuses one that is far ahead of its clock.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
