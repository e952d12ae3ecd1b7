// node:http without a framework.
import { createVerifier } from 'countersign'
import { createServer } from 'node:http'

const verifier = createVerifier('stripe.webhook', { secret: process.env.STRIPE_WEBHOOK_SECRET })
const LIMIT = 1 << 20

createServer(async (request, response) => {
  try {
    const { method, url, headers } = request
    if (method !== 'POST' || url !== '/webhooks/stripe') return response.writeHead(404).end()
    const body = await rawBody(request)
    if (body === undefined) return response.writeHead(413).end()
    const result = verifier.check({ headers, body })
    if (!result.ok) {
      console.warn(result.code)
      return response.writeHead(400).end()
    }
    // `result.json()` is the event. A fingerprint that was seen before is a replay.
    response.writeHead(200).end(JSON.stringify({ received: result.fingerprint }))
  } catch (error) {
    // The client may hang up in the middle; without this, that would end the process.
    console.error(error)
    response.destroy()
  }
}).listen(process.env.PORT ?? 3000)

/** The bytes as received: joined, not decoded chunk by chunk, since a chunk may end inside a character. Undefined for too many. */
async function rawBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    // The rest is read and dropped: to stop reading would cut the response off.
    if (length <= LIMIT) chunks.push(chunk)
  }
  return length <= LIMIT ? Buffer.concat(chunks) : undefined
}
