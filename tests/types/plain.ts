// The types under ECMAScript alone: what compiles, and, after each @ts-expect-error, what must not.
import { CountersignError, createSigner, createVerifier, explain, createExplainer, schemes } from 'countersign'
import type {
  Cause, CheckResult, CountersignErrorCode, Explainer, Report, SchemeDefinition, Segment, FetchMessage, Jwk, Prepared, ReceivedMessage, ExternalSigner, Scheme, SchemeId,
  Signed, Signer, SignRequest, Verified, Verifier,
} from 'countersign'
import { createSigner as createCoreSigner, createVerifier as createCoreVerifier } from 'countersign/core'
import { krakenRequest, slackWebhook } from 'countersign/schemes'
import { explain as explainAlone } from 'countersign/explain'

const signer: Signer = createSigner('securo.request', { apiKey: 'key', secret: new Uint8Array(32) })
const request: SignRequest = { method: 'POST', url: 'https://api.securo.dev/', body: '{}', timestamp: new Date(0) }
const signed: Signed = signer.sign(request)
export const texts: string[] = [signed.method, signed.url, signed.signature, signed.canonical]
export const time: string | undefined = signed.timestamp
export const id: string = signer.scheme
export const sent: string | Uint8Array | undefined = signed.body
export const added: Record<string, string> | undefined = signed.fields

signer.sign({})
signer.sign(signed)
signer.sign({ timestamp: '1747216800', body: new ArrayBuffer(1) })
signer.sign({ headers: { accept: 'a', 'x-n': 1, 'x-many': ['a', 'b'], none: undefined } })
signer.sign({ body: new DataView(new ArrayBuffer(1)), headers: new Map([['a', 'b']]) })
signer.sign({ body: null, headers: [['a', 'b']] })
createSigner('moneroo.request', { secret: 'secret' }, {})
createSigner('smile-id.sec-key', { partnerId: '085', apiKey: 'pem' })
createSigner('smile-id.sec-key', { partnerId: '085', apiKey: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret' }, { authorizationPrefix: 'Signature: ' })
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret', privateKey: 'pem' }, { jws: { form: 'detached' } })
createSigner('tu-cambio.webhook', { secret: 'secret', privateKey: 'pem' }, { jws: { alg: 'RS256' } })
createSigner('tu-cambio.jws', { privateKey: new Uint8Array(1) }, { jws: { form: 'unencoded', certificate: 'pem' } })
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { jws: { certificate: new Uint8Array(1) } })
createCoreSigner(krakenRequest, { apiKey: 'key', secret: 'c2VjcmV0' })
createSigner('securo.request', { apiKey: 'key', secret: 'secret' }, { allowHttp: true }).sign({ url: 'http://mock/', now: new Date(0) })
createSigner('securo.request', { apiKey: 'key', secret: 'secret' }, { crypto: 'wasm' })
createVerifier('stripe.webhook', { secret: 'secret' }, { crypto: 'wasm' })
createSigner('securo.request', { apiKey: 'key' }, { key: 'external', allowHttp: true }).prepare({ url: 'http://mock/', now: new Date(0) })

// @ts-expect-error an unknown scheme
createSigner('toString', { secret: 'secret' })
// @ts-expect-error a missing credential
createSigner('securo.request', { apiKey: 'key' })
// @ts-expect-error a credential of another scheme
createSigner('moneroo.request', { partnerId: '085', apiKey: 'key' })
// @ts-expect-error one credential too many
createSigner('moneroo.request', { apiKey: 'key', secret: 'secret' })
// @ts-expect-error a variable that may not be set: to leave a credential out is to leave its name out
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret', privateKey: undefined })
// @ts-expect-error a credential that is neither text nor bytes
createSigner('moneroo.request', { secret: 42 })
// @ts-expect-error a ring, of which a signer would not know what to sign with
createSigner('stripe.webhook', { secret: ['current', 'previous'] })
// @ts-expect-error no credentials
createSigner('moneroo.request')
// @ts-expect-error an option that no scheme has
createSigner('tu-cambio.request', { apiKey: 'key', secret: 'secret' }, { prefix: 'Signature: ' })
// @ts-expect-error an option of another scheme
createSigner('securo.request', { apiKey: 'key', secret: 'secret' }, { authorizationPrefix: 'Signature: ' })
// @ts-expect-error an option of verifiers
createSigner('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: 60 })
// @ts-expect-error the public half of the key, which signs nothing
createSigner('tu-cambio.jws', { publicKey: 'pem' })
createSigner('tu-cambio.jws', { privateKey: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })
// @ts-expect-error several algorithms to sign with
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { jws: { alg: ['PS256', 'RS256'] } })
// @ts-expect-error an algorithm that is not allowed
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { jws: { alg: 'none' } })
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
// @ts-expect-error an error without a code
new CountersignError()

// External keys.
const jwk: Jwk = { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'a', use: 'sig', alg: 'PS256', key_ops: ['verify'] }
const remote: ExternalSigner = createSigner('tu-cambio.jws', { publicKey: jwk }, { key: 'external', jws: {} })
const prepared: Prepared = remote.prepare({ body: '{}' })
export const input: Uint8Array = prepared.signingInput
export const digest: 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512' | undefined = prepared.algorithm.hash
export const finished: Signed = prepared.finish(new Uint8Array(256))
signer.prepare({ method: 'GET', url: 'https://api.securo.dev/' })
createSigner('tu-cambio.jws', {}, { key: 'external' })
createSigner('securo.request', { apiKey: 'key' }, { key: 'external' })
createSigner('tu-cambio.request', { apiKey: 'key' }, { key: 'external', authorizationPrefix: 'Signature: ' })
createSigner('stripe.webhook', { secret: 'secret' }, { key: 'external' })
createSigner('smile-id.signature', { partnerId: '085' }, { key: 'external' })

// @ts-expect-error a signer without a key cannot sign
remote.sign({ body: '{}' })
// @ts-expect-error a credential that the key is not made of
createSigner('securo.request', {}, { key: 'external' })
// @ts-expect-error the secret that travels is no key
createSigner('moneroo.request', {}, { key: 'external' })
// @ts-expect-error another place
createSigner('stripe.webhook', {}, { key: 'kms' })
// @ts-expect-error the private half, where the key is external
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { key: 'external' })
// @ts-expect-error a second signature cannot be prepared
createSigner('tu-cambio.request', { apiKey: 'key', privateKey: 'pem' }, { key: 'external' })
// @ts-expect-error the text of a signature
prepared.finish('c2lnbmF0dXJl')

// Verifying.
const verifier: Verifier = createVerifier('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: Infinity })
const received: ReceivedMessage = { headers: { 'stripe-signature': 't=1' }, body: '{}', now: new Date(0) }
const verified: Verified = verifier.verify(received)
export const facts: string[] = [verified.scheme, verified.canonical, verified.fingerprint]
export const covered: Record<string, string> = verified.inputs
export const instants: [string | undefined, Date | undefined] = [verified.timestamp, verified.signedAt]
export const second: string | undefined = verified.companion?.fingerprint
export const place: number = verified.keyIndex
export const text: string = verifier.verify({ body: '{}' }).body
export const bytes: Uint8Array = verifier.verify({ headers: [['a', 'b']], body: new Uint8Array(1) }).body
export const none: undefined = verifier.verify({ headers: new Map([['a', 'b']]) }).body
createVerifier('github.webhook', { secret: ['current', new Uint8Array(32)] })
createVerifier('securo.request', { apiKey: ['a', 'b'], secret: ['c', 'd'] })
createVerifier('tu-cambio.webhook', { secret: 'secret' })
createVerifier('tu-cambio.webhook', { secret: 's', certificates: ['pem', 'pem'] }, { certificateValidity: 'ignored' })
createVerifier('tu-cambio.jws', { publicKeys: [jwk, 'pem'] }, { jws: { form: 'detached', alg: ['PS256', 'RS256'] } })
createVerifier('tu-cambio.jws', { certificates: 'pem', publicKeys: jwk }, { jws: { alg: 'RS256' } })
createCoreVerifier(slackWebhook, { secret: 'secret' })

// @ts-expect-error an unknown scheme
createVerifier('stripe.request', { secret: 'secret' })
// @ts-expect-error a missing credential
createVerifier('stripe.webhook', {})
// @ts-expect-error a credential of another scheme
createVerifier('stripe.webhook', { secret: 'secret', apiKey: 'key' })
// @ts-expect-error a ring with what is neither text nor bytes
createVerifier('stripe.webhook', { secret: ['current', 42] })
// @ts-expect-error a private key verifies nothing
createVerifier('tu-cambio.jws', { privateKey: 'pem' })
// @ts-expect-error neither public keys nor certificates
createVerifier('tu-cambio.jws', {})
// @ts-expect-error an HMAC key as a JWK
createVerifier('stripe.webhook', { secret: jwk })
createVerifier('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: 172_800, allowLongTolerance: true })
// @ts-expect-error an option of signers
createVerifier('stripe.webhook', { secret: 'secret' }, { allowHttp: true })
// @ts-expect-error a tolerance as text
createVerifier('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: '300' })
// @ts-expect-error an option of signers
createVerifier('stripe.webhook', { secret: 'secret' }, { key: 'external' })
// @ts-expect-error an option of another scheme
createVerifier('stripe.webhook', { secret: 'secret' }, { jws: { form: 'detached' } })
// @ts-expect-error a certificate to send, where some are to be trusted
createVerifier('tu-cambio.jws', { publicKeys: 'pem' }, { jws: { certificate: 'pem' } })
// @ts-expect-error an algorithm that is not allowed
createVerifier('tu-cambio.jws', { publicKeys: 'pem' }, { jws: { alg: ['PS256', 'HS256'] } })
// @ts-expect-error a number may be seconds or milliseconds
verifier.verify({ body: '{}', now: 1747216800 })
// @ts-expect-error a parsed body
verifier.verify({ body: { amount: 1 } })
// @ts-expect-error a request to be signed has a timestamp, a received one brings its own
verifier.verify({ body: '{}', timestamp: new Date() })
// @ts-expect-error the body of a message given as bytes is not text
export const mistaken: string = verifier.verify({ body: new Uint8Array(1) }).body
// @ts-expect-error a number may be seconds or milliseconds
verifier.verifyRequest(fetched, { now: 1747216800 })
// @ts-expect-error what is no Request
verifier.verifyRequest({ headers: {}, body: '{}' })

export function outcome(): string {
  const result: CheckResult<string> = verifier.check({ body: '{}' })
  // @ts-expect-error there is no body before the check is looked at
  void result.body
  if (!result.ok) {
    // @ts-expect-error what was refused has no fingerprint
    void result.fingerprint
    const { ageSeconds, limitSeconds, header }: CountersignError = result.error
    return `${result.code} ${header ?? ''} ${(ageSeconds ?? 0) - (limitSeconds ?? 0)}`
  }
  const none: undefined = result.error
  void none
  return result.fingerprint + result.body
}

declare const fetched: FetchMessage
export const read: Promise<Uint8Array> = verifier.verifyRequest(fetched, { now: new Date(0) }).then(({ body }) => body)

const definitions: Scheme[] = schemes()
export const ids: SchemeId[] = definitions.map((definition) => definition.id)
export const waits: (number | undefined)[] = definitions.map((definition) => definition.rateLimit?.waitSeconds)
export const tolerances: (number | null)[] = definitions.map((definition) => definition.toleranceSeconds)
export const companions: (SchemeId | undefined)[] = definitions.map((definition) => definition.companion?.id)

export function advice(error: unknown): CountersignErrorCode | undefined {
  if (!(error instanceof CountersignError)) return undefined
  const facts: (string | number | undefined)[] = [error.message, error.part, error.offset, error.header]
  if (error.code === 'ERR_SIGNATURE_STALE') facts.push(error.ageSeconds)
  // @ts-expect-error a code that there is not
  if (error.code === 'ERR_NONE') return undefined
  return facts.length > 0 ? error.code : undefined
}

export async function answered(): Promise<string> {
  const response = await signer.fetch('https://api.securo.dev/', { method: 'POST', body: '{}', retry: true })
  return `${response.status} ${await response.text()}`
}
export const code: CountersignErrorCode | undefined = createVerifier('github.webhook', { secret: 's' }).check({}).code

export const textSent: string | undefined = signer.sign({ body: '{}' }).body
export const bytesSent: Uint8Array | undefined = signer.sign({ body: new ArrayBuffer(1) }).body
export const noneSent: string | undefined = signer.sign({}).body
declare const perhaps: { body?: string; bytes?: Uint8Array }
export const maybe: string | undefined = signer.sign({ body: perhaps.body }).body
export const kept: string | undefined = createVerifier('github.webhook', { secret: 's' }).verify({ body: perhaps.body }).body
createVerifier('github.webhook', { secret: 's' }).check({ headers: signed.headers, body: signed.body })
signer.sign({ headers: [['a', 'b']] as string[][] })

// Explaining.
const report: Report = explain('securo.request', { secret: ['a', new Uint8Array(1)] }, { method: 'POST', body: '{}' }, 'ab', {
  budgetBytes: 1 << 20,
  signedBy: 'provider',
  now: new Date(0),
  toleranceSeconds: 60,
})
export const verdict: 'match' | 'stale' | 'explained' | 'unexplained' = report.verdict
export const causes: Cause[] = report.findings.flatMap((finding) => [finding.causes, ...finding.alternatives].flat())
export const segments: Segment[] = report.canonical
export const signedBytes: Uint8Array[] = report.canonical.map((segment) => segment.bytes)
const search: Explainer = createExplainer('stripe.webhook', { secret: 'a' }, { headers: {}, body: new ArrayBuffer(1) })
export const isOver: boolean = search.step(1) && search.step()
explainAlone('github.webhook', { secret: 'a' }, { body: 'a', headers: new Map([['a', 'b']]) })
explain('securo.request', { secret: 'a' }, { timestamp: new Date(0) }, 'ab')
// @ts-expect-error a number, which may be seconds or milliseconds
explain('securo.request', { secret: 'a' }, { timestamp: 0 }, 'ab')
// @ts-expect-error a credential of another scheme
explain('github.webhook', { partnerId: 'a' }, {}, 'ab')
// @ts-expect-error nothing that the key is made of
explain('securo.request', { apiKey: 'a' }, {}, 'ab')
// @ts-expect-error a received signature as bytes
explain('github.webhook', { secret: 'a' }, {}, new Uint8Array(1))
// @ts-expect-error another voice
explain('github.webhook', { secret: 'a' }, {}, 'ab', { signedBy: 'me' })

// Schemes of one's own.
const acme: SchemeDefinition = { id: 'acme.request', canonical: '{timestamp}.{body}', headers: { Sig: '{signature}' }, timestamp: 'seconds' }
const frozen = { id: 'a', canonical: '', acceptedPlacements: [['header:A', '{signature}']], credentials: ['secret'], encoding: 'hex' } as const
createSigner(acme, { secret: 'a' }).sign({ body: 'a' })
createSigner(frozen, { secret: new Uint8Array(1) })
// @ts-expect-error an option that the scheme does not name
createSigner(frozen, { secret: new Uint8Array(1) }, { anything: 'a' })
createSigner(acme, {}, { key: 'external' }).prepare({ body: 'a' })
createVerifier(acme, { secret: ['a', 'b'] }, { toleranceSeconds: 5 }).check({ body: 'a' })
createVerifier(schemes()[0]!, { secret: 'a' })
explain({ ...acme, companion: acme, rateLimit: { requestsPerMinute: 1, waitSeconds: 1 } }, { secret: 'a' }, { body: 'a' }, 'ab')
createExplainer({ id: 'b', canonical: '{body}', toleranceSeconds: null }, { secret: 'a' }, { body: 'a' })
// @ts-expect-error a scheme without its canonical string
createSigner({ id: 'a' }, { secret: 'a' })
// @ts-expect-error a member that schemes have not
createSigner({ ...acme, header: {} } satisfies SchemeDefinition, { secret: 'a' })
// @ts-expect-error another encoding
createVerifier({ ...acme, encoding: 'base32' }, { secret: 'a' })

// A JWS with a shared secret.
const shared = {
  id: 'acme.jws',
  credentials: ['secret'],
  options: { 'jws.form': 'detached', 'jws.alg': 'HS256' },
  canonical: '{body}',
  algorithm: 'jws-hmac',
  key: '{secret}',
  headers: { 'X-Signature': '{signature}' },
} as const
createSigner(shared, { secret: 'secret' }, { jws: { alg: 'HS384' } })
createVerifier(shared, { secret: 'secret' }, { jws: { alg: ['HS256', 'HS512'] } })
// @ts-expect-error an algorithm of another kind of key
createVerifier(shared, { publicKeys: 'pem' }, { jws: { alg: 'HS256' } })
