//! PayU Latin America.

use crate::algorithm::Algorithm;
use crate::scheme::{BodyType, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[Scheme {
    id: "payu-latam.form",
    title: "PayU Latin America: WebCheckout form",
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
        "The signature is a plain hash over the API key and four members. Other members are not signed, nor is a time.",
        "The published values on the provider's confirmation page do not reproduce for `state_pol` 6; those for this form do.",
    ],
    ..Scheme::HMAC_SHA256_HEX
}];
