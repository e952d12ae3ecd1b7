// Express: raw bytes for the routes that verify, JSON for all others.
import { createVerifier } from 'countersign'
import express from 'express'

const { STRIPE_WEBHOOK_SECRET, SECURO_API_KEY, SECURO_SECRET } = process.env
const stripe = createVerifier('stripe.webhook', { secret: STRIPE_WEBHOOK_SECRET })
const securo = createVerifier('securo.request', { apiKey: SECURO_API_KEY, secret: SECURO_SECRET })
// The origin that clients call. Behind a proxy, `request.protocol` and `Host` differ from it, or are whatever the client sends.
const PUBLIC_ORIGIN = process.env.PUBLIC_ORIGIN ?? 'https://api.example.com'

const app = express()
// Before any parser: a body that `express.json()` has read can no longer be verified. Any content type, since none is signed.
const raw = express.raw({ type: () => true, limit: '1mb' })

app.post('/webhooks/stripe', raw, (request, response) => {
  const result = stripe.check({ headers: request.headers, body: rawBody(request) })
  if (!result.ok) return refuse(response, result)
  // `result.json()` is the event. A fingerprint that was seen before is a replay.
  response.json({ received: result.fingerprint })
})

// A scheme that signs the URL.
app.all('/api/{*path}', raw, (request, response) => {
  const { method, headers, originalUrl } = request
  const result = securo.check({ method, url: PUBLIC_ORIGIN + originalUrl, headers, body: rawBody(request) })
  if (!result.ok) return refuse(response, result)
  response.json({ received: result.fingerprint })
})

app.use(express.json())
app.post('/orders', (request, response) => response.json({ product: request.body.product }))

// Errors before a route, such as a body that is too large or badly compressed: without this handler, Express would show a stack.
app.use((error, request, response, next) => {
  console.error(error)
  response.sendStatus(error.status ?? 500)
})

app.listen(process.env.PORT ?? 3000)

/** The bytes as received. If nothing was sent, `body` is undefined in Express 5, and an object in Express 4. */
function rawBody({ body }) {
  return Buffer.isBuffer(body) ? body : ''
}

/** The reason is for your log: a forger learns nothing from the response. */
function refuse(response, { code }) {
  console.warn(code)
  response.sendStatus(400)
}
