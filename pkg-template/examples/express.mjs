// Express: raw bytes for the routes that verify, JSON for all others.
import { createVerifier } from 'countersign'
import express from 'express'

const { STRIPE_WEBHOOK_SECRET, SECURO_API_KEY, SECURO_SECRET } = process.env
const stripe = createVerifier('stripe.webhook', { secret: STRIPE_WEBHOOK_SECRET })
const securo = createVerifier('securo.request', { apiKey: SECURO_API_KEY, secret: SECURO_SECRET })
// What senders call this server. Behind a proxy `request.protocol` and `Host` say something else, or what callers like.
const PUBLIC_ORIGIN = process.env.PUBLIC_ORIGIN ?? 'https://api.example.com'

const app = express()
// Before any parser: what `express.json()` has read, nobody can verify. Any content type, since none is signed.
const raw = express.raw({ type: () => true, limit: '1mb' })

app.post('/webhooks/stripe', raw, (request, response) => {
  const result = stripe.check({ headers: request.headers, body: rawBody(request) })
  if (!result.ok) return refuse(response, result)
  // `result.json()` is the event; to see the fingerprint twice is a replay.
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

// What fails before a route, such as a body too large or badly packed: without this, Express would show a stack.
app.use((error, request, response, next) => {
  console.error(error)
  response.sendStatus(error.status ?? 500)
})

app.listen(process.env.PORT ?? 3000)

/** The bytes as received. Where nothing was sent, Express 5 has no body, and Express 4 an object. */
function rawBody({ body }) {
  return Buffer.isBuffer(body) ? body : ''
}

/** Why is for your log: whoever forges learns nothing from the answer. */
function refuse(response, { code }) {
  console.warn(code)
  response.sendStatus(400)
}
