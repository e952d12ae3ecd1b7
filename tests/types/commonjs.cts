// The types through `require`.
import countersign = require('countersign')
import core = require('countersign/core')
import definitions = require('countersign/schemes')
import explaining = require('countersign/explain')

const signer: countersign.Signer = countersign.createSigner('moneroo.request', { secret: 'secret' })
export const headers: Record<string, string> = signer.sign({}).headers
const verifier: countersign.Verifier = core.createVerifier(definitions.monerooWebhook, { secret: ['current', 'previous'] })
export const isRight: boolean = verifier.check({ headers, body: '{}' }).ok
export const codeOf = (error: unknown): countersign.CountersignErrorCode | undefined =>
  error instanceof countersign.CountersignError ? error.code : undefined
export const ids: countersign.SchemeId[] = countersign.schemes().map((definition) => definition.id)
export const typed: string = countersign.createVerifier(definitions.svixWebhook, { secret: 'secret' }).verify({}).inputs.id
explaining.explain(definitions.monerooWebhook, { secret: 'secret' }, { body: '{}' })

// @ts-expect-error an id, where definitions are taken
core.createVerifier('moneroo.webhook', { secret: 'secret' })
// @ts-expect-error an unknown scheme
countersign.createSigner('moneroo.none', { secret: 'secret' })
// @ts-expect-error an unknown scheme
countersign.createVerifier('moneroo.none', { secret: 'secret' })
