// The types under the DOM library: a signed request goes straight into fetch.
import { createSigner } from 'countersign'

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
