// The types under ECMAScript alone: what compiles, and, after each @ts-expect-error, what must not.
import { CountersignError, createSigner, schemes } from 'countersign'
import type { CountersignErrorCode, Scheme, SchemeId, Signed, Signer, SignRequest } from 'countersign'
import { createSigner as createHmacSigner } from 'countersign/hmac'

const signer: Signer = createSigner('securo.request', { apiKey: 'key', secret: new Uint8Array(32) })
const request: SignRequest = { method: 'POST', url: 'https://api.securo.dev/', body: '{}', timestamp: new Date(0) }
const signed: Signed = signer.sign(request)
export const texts: string[] = [signed.method, signed.url, signed.signature, signed.canonical, signed.timestamp]
export const id: SchemeId = signer.scheme
export const sent: string | Uint8Array | undefined = signed.body
export const added: Record<string, string> | undefined = signed.fields

signer.sign({})
signer.sign({ timestamp: '1747216800', body: new ArrayBuffer(1) })
signer.sign({ headers: { accept: 'a', 'x-n': 1, 'x-many': ['a', 'b'], none: undefined } })
signer.sign({ body: new DataView(new ArrayBuffer(1)), headers: new Map([['a', 'b']]) })
signer.sign({ body: null, headers: [['a', 'b']] })
createSigner('moneroo.request', { secret: 'secret' }, {})
createSigner('smile-id.sec-key', { partnerId: '085', apiKey: 'pem' })
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret' }, { authorizationPrefix: 'Signature: ' })
createHmacSigner('kraken.request', { apiKey: 'key', secret: 'c2VjcmV0' })

// @ts-expect-error an unknown scheme
createSigner('toString', { secret: 'secret' })
// @ts-expect-error a missing credential
createSigner('securo.request', { apiKey: 'key' })
// @ts-expect-error a credential of another scheme
createSigner('moneroo.request', { partnerId: '085', apiKey: 'key' })
// @ts-expect-error one credential too many
createSigner('moneroo.request', { apiKey: 'key', secret: 'secret' })
// @ts-expect-error a credential that is neither text nor bytes
createSigner('moneroo.request', { secret: 42 })
// @ts-expect-error no credentials
createSigner('moneroo.request')
// @ts-expect-error an option that no scheme has
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret' }, { prefix: 'Signature: ' })
// @ts-expect-error an option of another scheme
createSigner('securo.request', { apiKey: 'key', secret: 'secret' }, { authorizationPrefix: 'Signature: ' })
// @ts-expect-error a number may be seconds or milliseconds
signer.sign({ timestamp: 1747216800 })
// @ts-expect-error a parsed body
signer.sign({ body: { amount: 1 } })
// @ts-expect-error a list of numbers is not bytes
signer.sign({ body: [1, 2, 3] })
// @ts-expect-error an object with an href is not a URL
signer.sign({ url: { href: 'https://api.securo.dev/' } })
// @ts-expect-error a header that is an object
signer.sign({ headers: { accept: {} } })
// @ts-expect-error a misspelt member
signer.sign({ methd: 'GET' })
// @ts-expect-error the scheme of a signer stays
signer.scheme = 'moneroo.request'
// @ts-expect-error errors come from the package
new CountersignError()

const rows: Scheme[] = schemes()
export const ids: SchemeId[] = rows.map((row) => row.id)
export const waits: (number | undefined)[] = rows.map((row) => row.rateLimit?.waitSeconds)

export function advice(error: unknown): CountersignErrorCode | undefined {
  if (!(error instanceof CountersignError)) return undefined
  const facts: (string | number | undefined)[] = [error.message, error.part, error.offset, error.header]
  // @ts-expect-error a code that there is not
  if (error.code === 'ERR_NONE') return undefined
  return facts.length > 0 ? error.code : undefined
}
