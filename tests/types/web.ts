// The types under the DOM library: a signed request goes straight into fetch, a received one straight into a verifier.
import { createSigner, createVerifier } from 'countersign'

const signer = createSigner('securo.request', { apiKey: 'key', secret: 'secret' })
const url = new URL('https://api.securo.dev/api/v1/sessions')
const signed = signer.sign({ url, headers: new Headers({ accept: '*/*' }) })
const init: RequestInit = signed

export const request = new Request(signed.url, init)
export const answer: Promise<Response> = fetch(signed.url, signed)
export const given: BodyInit | undefined = signed.body

// @ts-expect-error parameters are text once they are written: `String(parameters)`
signer.sign({ body: new URLSearchParams({ amount: '1' }) })
// @ts-expect-error a Blob cannot be read synchronously
signer.sign({ body: new Blob([]) })

const verifier = createVerifier('github.webhook', { secret: ['current', 'previous'] })

export async function received(request: Request, response: Response): Promise<string> {
  const { body } = await verifier.verifyRequest(request)
  await verifier.verifyRequest(response, { now: new Date() })
  verifier.verify({ headers: request.headers, body: await response.text(), url: new URL(request.url) })
  return new TextDecoder().decode(body)
}

export async function signedElsewhere(key: CryptoKey): Promise<Response> {
  const publicKey: JsonWebKey = await crypto.subtle.exportKey('jwk', key)
  const remote = createSigner('tu-cambio.jws', { publicKey }, { key: 'elsewhere' })
  const { algorithm, signingInput, finish } = remote.prepare({ method: 'POST', url, body: '{}' })
  const { url: where, ...rest } = finish(await crypto.subtle.sign(algorithm, key, signingInput))
  return fetch(where, rest)
}

// @ts-expect-error a Request is read before it is verified
verifier.verify(request)
// @ts-expect-error a body that is a stream
verifier.check({ headers: request.headers, body: request.body })
