// Fastify: raw bytes for the routes that verify, JSON for all others.
import { createVerifier } from 'countersign'
import Fastify from 'fastify'

const verifier = createVerifier('stripe.webhook', { secret: process.env.STRIPE_WEBHOOK_SECRET })
const app = Fastify({ bodyLimit: 1 << 20 })

// In a separate plugin, so that other routes keep their parsers.
app.register(async (webhooks) => {
  // Fastify's JSON parser would come first, and a parsed body can no longer be verified.
  webhooks.removeAllContentTypeParsers()
  webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, async (request, body) => body)

  webhooks.post('/webhooks/stripe', async (request, reply) => {
    const result = verifier.check({ headers: request.headers, body: request.body })
    if (!result.ok) {
      console.warn(result.code)
      return reply.code(400).send()
    }
    // `result.json()` is the event. A fingerprint that was seen before is a replay.
    return { received: result.fingerprint }
  })
})

app.post('/orders', async (request) => ({ product: request.body.product }))

await app.listen({ port: Number(process.env.PORT ?? 3000) })
