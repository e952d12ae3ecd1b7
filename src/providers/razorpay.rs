//! Razorpay.

use crate::scheme::{BodyType, Scheme};

pub(super) const SCHEMES: &[Scheme<'static>] = &[
    Scheme {
        id: "razorpay.webhook",
        title: "Razorpay: webhooks",
        documentation: "https://razorpay.com/docs/webhooks/validate-test/",
        last_checked: "2026-11-22",
        canonical: "{body}",
        headers: &[("X-Razorpay-Signature", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "The secret is the webhook secret, not the key secret of the API.",
            "No timestamp is signed, so the signature does not protect against replay: store `x-razorpay-event-id`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "razorpay.order",
        title: "Razorpay: the result of an order's checkout",
        documentation: "https://razorpay.com/docs/payments/server-integration/nodejs/payment-gateway/build-integration/",
        last_checked: "2026-11-22",
        inputs: &[("orderId", "field:razorpay_order_id"), ("paymentId", "field:razorpay_payment_id")],
        canonical: "{orderId}|{paymentId}",
        fields: &[("razorpay_signature", "{signature}")],
        body_type: BodyType::JsonOrForm,
        has_published_vectors: true,
        notes: &[
            "The secret is the key secret of the API.",
            "A subscription signs `{payment id}|{subscription id}`, which is another scheme.",
            "Compare the order id with the one that your server created: the signature of another order is just as valid.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "razorpay.payment-link",
        title: "Razorpay: the redirect at the end of a payment link",
        documentation: "https://github.com/razorpay/razorpay-node/blob/master/documents/paymentVerfication.md",
        last_checked: "2026-11-22",
        inputs: &[
            ("linkId", "query:razorpay_payment_link_id"),
            ("referenceId", "query:razorpay_payment_link_reference_id?"),
            ("status", "query:razorpay_payment_link_status"),
            ("paymentId", "query:razorpay_payment_id"),
        ],
        free_input: "referenceId",
        canonical: "{linkId}|{referenceId}|{status}|{paymentId}",
        query: &[("razorpay_signature", "{signature}")],
        has_published_vectors: true,
        notes: &[
            "The secret is the key secret of the API.",
            "The reference is your own string and may contain a `|`. The provider does not escape it, so no other value may contain one.",
            "No timestamp is signed, so the signature does not protect against replay: store `fingerprint`, and refuse repeats.",
        ],
        ..Scheme::WEBHOOK
    },
];
