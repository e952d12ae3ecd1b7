// The types beside those of Node: what `node:http` and `node:crypto` give goes in, and `fetch` gives Node's Response.
import { sign } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createSigner, createVerifier } from 'countersign'

const signer = createSigner('thirdfi.request', { apiKey: 'key', secret: Buffer.from('secret') })
const verifier = createVerifier('stripe.webhook', { secret: 'whsec_secret' })

export const sent: Promise<Response> = signer.fetch('https://api.example.com/', { method: 'POST', body: '{}', retry: true })
export const again: Promise<Response> = fetch('https://api.example.com/', signer.sign({ url: 'https://api.example.com/' }))

export function received(request: IncomingMessage, body: Buffer): string | undefined {
  const result = verifier.check({ method: request.method, url: request.url, headers: request.headers, body })
  return result.ok ? new TextDecoder().decode(result.body) : result.code
}

export function signedElsewhere(privateKey: string, publicKey: string): string {
  const remote = createSigner('tu-cambio.jws', { publicKey }, { key: 'external' })
  const { signingInput, finish } = remote.prepare({ method: 'POST', url: 'https://api.example.com/', body: '{}' })
  return finish(sign('sha256', signingInput, privateKey)).signature
}

// @ts-expect-error a variable that may not be set
createSigner('moneroo.request', { secret: process.env.MONEROO_SECRET })
