// What comes back: inputs by scheme, bodies, and errors whose code tells which facts they have.
import { CountersignError, createSigner, createVerifier } from 'countersign'
import type { CheckResult, CountersignErrorCode, ErrorJson, StaleError, Verified, Verifier } from 'countersign'

const adyen = createVerifier('adyen.webhook', { secret: 'secret' })
const { inputs } = adyen.verify({ body: '{}' })
export const reference: string = inputs.pspReference
export const general: Verifier<false> = adyen
export const id: string = createVerifier('svix.webhook', { secret: 'secret' }).verify({}).inputs.id
const rfc9421 = createVerifier('rfc9421.hmac-sha256', { secret: 'secret' })
export const label: string = rfc9421.verify({}).inputs.label
export const nonce: string | undefined = rfc9421.verify({}).inputs.nonce
export const generalised: Verifier = rfc9421
export const token: Verified<string, false> = createVerifier('mailgun.route', { secret: 'secret' }).verify({ body: '' })

// A body that nothing is known of gives one that nothing is known of, and no union.
declare const parsed: any
export const text: string = createSigner('github.webhook', { secret: 'secret' }).sign({ body: parsed }).body
export const bytes: Uint8Array = createVerifier('github.webhook', { secret: 'secret' }).verify({ body: parsed }).body

const result: CheckResult<string> = createVerifier('stripe.webhook', { secret: 'secret' }).check({ body: '{}' })
if (result.ok) result.json<{ id: string }>().id.slice(1)
else if (result.code === 'ERR_SIGNATURE_STALE') result.error.ageSeconds.toFixed(result.error.limitSeconds)
else console(result.error.code satisfies Exclude<CountersignErrorCode, 'ERR_SIGNATURE_STALE'>)

export function seconds(error: unknown): number | undefined {
  if (!(error instanceof CountersignError)) return undefined
  if (error.code === 'ERR_SIGNATURE_STALE') return error.ageSeconds - error.limitSeconds
  const none: undefined = error.ageSeconds
  return none ?? error.offset
}

export function known(error: CountersignError): string {
  switch (error.code) {
    case 'ERR_SIGNATURE_STALE':
      return `${error.ageSeconds satisfies number} s`
    case 'ERR_HEADER_MISSING':
      return error.header ?? error.message
    default:
      return error.name satisfies 'CountersignError'
  }
}

const made: CountersignError = new CountersignError('ERR_SIGNATURE_STALE', 'too old', { ageSeconds: 301, limitSeconds: 300 })
new CountersignError('ERR_BODY_INVALID', 'no body', { part: 'body', offset: 1, cause: made })
export const stale: StaleError['code'] = 'ERR_SIGNATURE_STALE'
export const data: ErrorJson = made.toJSON()
export type Instance = InstanceType<typeof CountersignError>
export const asError: Error = made

// @ts-expect-error a code that there is not
new CountersignError('ERR_NONE', 'none')
// @ts-expect-error an error without a message
new CountersignError('ERR_BODY_INVALID')
// @ts-expect-error a fact that no error has
new CountersignError('ERR_BODY_INVALID', 'no body', { byte: 1 })

declare function console(value: unknown): void
