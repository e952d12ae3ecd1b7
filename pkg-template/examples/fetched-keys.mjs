// Webhooks that name the key they are signed with: it is fetched, and kept. Workers, Bun and `deno serve` run it; for Node, see
// fetched-keys-node.mjs.
import { createVerifier, defineScheme } from 'countersign'
import { keyCache } from './key-cache.mjs'

// A provider whose messages say where their key is. `npx countersign schemes ID --json` shows whether a built-in scheme has a `keyUrl`.
const scheme = defineScheme({
  id: 'acme.webhook',
  credentials: ['privateKey'],
  key: '{privateKey}',
  algorithm: 'ecdsa-p256-sha256',
  encoding: 'base64',
  inputs: { keyId: 'header:x-acme-key-id' },
  keyUrl: 'https://keys.acme.example/v1/{keyId}',
  keyHosts: ['keys.acme.example'],
  keyId: '{keyId}',
  canonical: '{body}',
  headers: { 'X-Acme-Signature': '{signature}' },
  signedBy: 'provider',
})
// Without a key: it says what a message needs.
const asked = createVerifier(scheme, {})
// What is fetched for one key verifies messages that name this key, and no others.
const verifierFor = keyCache((need, key) => createVerifier(scheme, { [need.credential]: key, keyIds: need.keyId }))
const LIMIT = 1 << 20

export default {
  async fetch(request) {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/webhooks/acme') return new Response(null, { status: 404 })
    if (!(Number(request.headers.get('content-length')) <= LIMIT)) return new Response(null, { status: 413 })
    try {
      const message = { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) }
      const verifier = await verifierFor(asked.needs(message))
      const verified = verifier.verify(message)
      // `verified.json()` is the event. A fingerprint that was seen before is a replay.
      return Response.json({ received: verified.fingerprint })
    } catch (error) {
      console.warn(error.code ?? error.message)
      return new Response(null, { status: 400 })
    }
  },
}
