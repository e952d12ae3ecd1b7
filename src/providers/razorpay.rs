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
            "the secret is that of the webhook, not the key secret of the API",
            "no timestamp is signed, so nothing protects from replay: remember `x-razorpay-event-id`",
        ],
        ..Scheme::WEBHOOK
    },
    Scheme {
        id: "razorpay.order",
        title: "Razorpay: what the checkout of an order hands back",
        documentation: "https://razorpay.com/docs/payments/server-integration/nodejs/payment-gateway/build-integration/",
        last_checked: "2026-11-22",
        inputs: &[("orderId", "field:razorpay_order_id"), ("paymentId", "field:razorpay_payment_id")],
        canonical: "{orderId}|{paymentId}",
        fields: &[("razorpay_signature", "{signature}")],
        body_type: BodyType::JsonOrForm,
        has_published_vectors: true,
        notes: &[
            "the secret is the key secret of the API",
            "a subscription signs `{payment id}|{subscription id}`: that is another scheme",
            "compare the order id with the one that your server made: a signature of another order is as good",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
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
            "the secret is the key secret of the API",
            "the reference is your own text and may hold a `|`; the provider escapes none, so no other value may",
            "no timestamp is signed, so nothing protects from replay: remember `fingerprint`",
        ],
        ..Scheme::WEBHOOK
    },
];
