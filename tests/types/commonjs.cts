// The types through `require`.
import countersign = require('countersign')
import hmac = require('countersign/hmac')

const signer: countersign.Signer = countersign.createSigner('moneroo.request', { secret: 'secret' })
export const headers: Record<string, string> = signer.sign({}).headers
const verifier: countersign.Verifier = hmac.createVerifier('moneroo.webhook', { secret: ['current', 'previous'] })
export const isRight: boolean = verifier.check({ headers, body: '{}' }).ok
export const codeOf = (error: unknown): countersign.CountersignErrorCode | undefined =>
  error instanceof countersign.CountersignError ? error.code : undefined
export const ids: countersign.SchemeId[] = hmac.schemes().map((definition) => definition.id)

// @ts-expect-error an unknown scheme
countersign.createSigner('moneroo.none', { secret: 'secret' })
// @ts-expect-error an unknown scheme
countersign.createVerifier('moneroo.none', { secret: 'secret' })
