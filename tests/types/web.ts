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
  const remote = createSigner('tu-cambio.jws', { publicKey }, { key: 'external' })
  const { algorithm, signingInput, finish } = remote.prepare({ method: 'POST', url, body: '{}' })
  const { url: where, ...rest } = finish(await crypto.subtle.sign(algorithm, key, signingInput))
  return fetch(where, rest)
}

// @ts-expect-error a Request is read before it is verified
verifier.verify(request)
// @ts-expect-error a body that is a stream
verifier.check({ headers: request.headers, body: request.body })

const form = new FormData()
const abort = new AbortController()
export async function sent(stream: ReadableStream): Promise<Response> {
  await signer.fetch(url, { method: 'POST', body: new URLSearchParams({ a: '1' }), signal: abort.signal })
  await signer.fetch(request, { retry: { attempts: 2, maxWaitSeconds: 60 }, cache: 'no-store', redirect: 'manual' })
  await signer.fetch(request.url, { method: 'POST', body: form, headers: new Headers({ a: 'b' }), retry: true })
  await signer.fetch(request.url, { method: 'PUT', body: new Blob([]), timestamp: new Date() })
  // Refused at run time: the types take what the host's `fetch` takes, so that this one can stand in its place.
  await signer.fetch(url, { method: 'POST', body: stream })
  await signer.fetch(url, { redirect: 'follow' })
  // @ts-expect-error a number may be seconds or milliseconds
  await signer.fetch(url, { timestamp: 1747216800 })
  // @ts-expect-error an option of fetch that does not exist
  await signer.fetch(url, { cash: 'no-store' })
  const { fetch: send } = signer
  return send(url)
}
