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
    // `result.json()` is the event; to see the fingerprint twice is a replay.
    response.writeHead(200).end(JSON.stringify({ received: result.fingerprint }))
  } catch (error) {
    // Senders hang up in the middle; without this, that would end the process.
    console.error(error)
    response.destroy()
  }
}).listen(process.env.PORT ?? 3000)

/** The bytes as received: joined, not decoded one by one, since chunks end inside letters. Undefined for too many. */
async function rawBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    // The rest is read and dropped, since to stop reading would cut the answer off.
    if (length <= LIMIT) chunks.push(chunk)
  }
  return length <= LIMIT ? Buffer.concat(chunks) : undefined
}
