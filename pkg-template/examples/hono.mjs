// Hono: raw bytes for the route that verifies. Workers, Bun and `deno serve` run it; for Node, see hono-node.mjs.
import { createVerifier } from 'countersign'
import { Hono } from 'hono'
import { env } from 'hono/adapter'
import { bodyLimit } from 'hono/body-limit'

let verifier
const app = new Hono()

app.post('/webhooks/stripe', bodyLimit({ maxSize: 1 << 20 }), async (c) => {
  // Created at the first request: in Workers, the secrets come with the request.
  verifier ??= createVerifier('stripe.webhook', { secret: env(c).STRIPE_WEBHOOK_SECRET })
  let verified
  try {
    // `c.req.raw`, before anything reads it: after `c.req.json()`, `c.req.text()` returns JSON that was serialised again.
    verified = await verifier.verifyRequest(c.req.raw)
  } catch (error) {
    console.warn(error.code)
    return c.body(null, 400)
  }
  // `verified.json()` is the event. A fingerprint that was seen before is a replay.
  return c.json({ received: verified.fingerprint })
})

app.post('/orders', async (c) => c.json({ product: (await c.req.json()).product }))

export default app
