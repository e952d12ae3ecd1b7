// AWS Lambda behind a function URL, API Gateway or a load balancer.
import { createVerifier } from 'countersign'

const verifier = createVerifier('stripe.webhook', { secret: process.env.STRIPE_WEBHOOK_SECRET })

export async function handler({ headers, body, isBase64Encoded }) {
  // The bytes: some bodies arrive as base64, but the decoded bytes were signed.
  const result = verifier.check({ headers, body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8') })
  if (!result.ok) {
    console.warn(result.code)
    return { statusCode: 400 }
  }
  // `result.json()` is the event. A fingerprint that was seen before is a replay.
  return { statusCode: 200, body: JSON.stringify({ received: result.fingerprint }) }
}
