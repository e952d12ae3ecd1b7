// The providers that are called, and the webhooks that are received, as data. Capitals are the names of bindings.

/** Where requests go, by their first segment. In `allow`, `*` is one segment: letters, digits, `-` and `_`. */
export const PROVIDERS = [
  {
    name: 'securo',
    scheme: 'securo.request',
    origin: 'SECURO_ORIGIN',
    credentials: { apiKey: 'SECURO_API_KEY', secret: 'SECURO_SECRET' },
    allow: ['POST /api/v1/sessions', 'GET /api/v1/sessions', 'GET /api/v1/sessions/*'],
  },
  {
    name: 'thirdfi',
    scheme: 'thirdfi.request',
    origin: 'THIRDFI_ORIGIN',
    credentials: { apiKey: 'THIRDFI_API_KEY', secret: 'THIRDFI_SECRET' },
    allow: ['POST /api/v1/sessions', 'GET /api/v1/sessions', 'GET /api/v1/sessions/*'],
  },
  {
    name: 'smile-id',
    scheme: 'smile-id.signature',
    origin: 'SMILE_ID_ORIGIN',
    credentials: { partnerId: 'SMILE_ID_PARTNER_ID', apiKey: 'SMILE_ID_API_KEY' },
    allow: ['POST /v1/id_verification', 'POST /v1/async_id_verification', 'POST /v1/job_status'],
  },
  {
    name: 'moneroo',
    scheme: 'moneroo.request',
    origin: 'MONEROO_ORIGIN',
    credentials: { secret: 'MONEROO_SECRET' },
    allow: ['POST /v1/payments/initialize', 'GET /v1/payments/*', 'GET /v1/payments/*/verify'],
  },
  {
    name: 'tu-cambio',
    scheme: 'tu-cambio.request',
    origin: 'TU_CAMBIO_ORIGIN',
    credentials: { apiKey: 'TU_CAMBIO_API_KEY', secret: 'TU_CAMBIO_SECRET' },
    // With the key, requests carry a `jws-signature` too.
    optional: { privateKey: 'TU_CAMBIO_PRIVATE_KEY' },
    allow: ['POST /payouts', 'GET /payouts/*'],
  },
]

/** The webhooks at `/webhooks/<name>`; `pass` are further headers that the backend receives. */
export const WEBHOOKS = [
  { name: 'moneroo', scheme: 'moneroo.webhook', credentials: { secret: 'MONEROO_WEBHOOK_SECRET' } },
  {
    name: 'tu-cambio',
    scheme: 'tu-cambio.webhook',
    credentials: { secret: 'TU_CAMBIO_SECRET' },
    // With the certificate, the `jws-signature` is required and verified too.
    optional: { certificates: 'TU_CAMBIO_CERTIFICATE' },
  },
  { name: 'stripe', scheme: 'stripe.webhook', credentials: { secret: 'STRIPE_WEBHOOK_SECRET' } },
  {
    name: 'github',
    scheme: 'github.webhook',
    credentials: { secret: 'GITHUB_WEBHOOK_SECRET' },
    pass: ['x-github-event', 'x-github-delivery'],
  },
]
