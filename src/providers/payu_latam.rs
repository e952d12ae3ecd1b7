//! PayU Latin America.

use crate::algorithm::Algorithm;
use crate::scheme::{BodyType, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "payu-latam.form",
    title: "PayU Latin America: the form of WebCheckout",
    documentation: "https://developers.payulatam.com/latam/en/docs/integrations/webcheckout-integration/payment-form.html",
    last_checked: "2026-11-22",
    credentials: &["apiKey", "merchantId"],
    inputs: &[("referenceCode", "field:referenceCode"), ("amount", "field:amount"), ("currency", "field:currency")],
    canonical: "{merchantId}~{referenceCode}~{amount}~{currency}",
    algorithm: Algorithm::Sha256KeyFirst,
    key: "{apiKey}~",
    fields: &[("merchantId", "{merchantId}"), ("algorithmSignature", "SHA256"), ("signature", "{signature}")],
    body_type: BodyType::Form,
    has_published_vectors: true,
    notes: &[
        "a bare hash over the API key and four members: nothing else of the form is signed, and no time",
        "the figures on the provider's confirmation page do not come out for `state_pol` 6; those of this form do",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
