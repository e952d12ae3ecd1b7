// Next.js, app router: a route handler that verifies the bytes as received.
import { createVerifier } from 'countersign'

let verifier

export async function POST(request) {
  // Created at the first request: `next build` loads this file too, and has no secrets.
  verifier ??= createVerifier('stripe.webhook', { secret: process.env.STRIPE_WEBHOOK_SECRET })
  let verified
  try {
    // Not `request.text()`, which drops a byte order mark and replaces bytes that are not UTF-8; `request.json()` changes even more.
    verified = await verifier.verifyRequest(request)
  } catch (error) {
    console.warn(error.code)
    return new Response(null, { status: 400 })
  }
  // `verified.json()` is the event. A fingerprint that was seen before is a replay.
  return Response.json({ received: verified.fingerprint })
}
