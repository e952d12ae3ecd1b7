// Custom schemes: what a literal names is known, and what no type says is taken by any name.
import { createExplainer, createSigner, createVerifier, defineScheme, explain, schemes } from 'countersign'
import type {
  CredentialsOf, ExternalSigner, OptionsArgument, OptionsOf, SchemeArgument, SchemeDefinition, SchemeId, Signer, Verifier, VerifierCredentialsOf,
  VerifierOptionsOf,
} from 'countersign'

const acme = defineScheme({
  $schema: 'https://example.com/scheme.schema.json',
  id: 'acme.webhook',
  credentials: ['clientId', 'signingKey', 'session'],
  key: '{signingKey}',
  options: { region: 'eu' },
  inputs: { delivery: 'header:acme-delivery', order: 'field:/order/id?' },
  canonical: '{timestamp}.{clientId}.{delivery}.{order}.{region}.{body}',
  headers: { 'Acme-Time': '{timestamp}', 'Acme-Signature': 'v1={signature}', 'Acme-Session': '[{session}]' },
  timestamp: 'seconds',
  acceptedPlacements: [['header:Authorization', 'Acme {signature}']],
})

export const id: 'acme.webhook' = acme.id
const signer: Signer = createSigner(acme, { clientId: 'id', signingKey: 'key' }, { region: 'us' })
signer.sign({ body: '{}' })
createSigner(acme, { clientId: 'id', signingKey: new Uint8Array(1), session: 'token' })
export const external: ExternalSigner = createSigner(acme, { clientId: 'id' }, { key: 'external' })
const verifier = createVerifier(acme, { clientId: 'id', signingKey: ['current', 'previous'] }, { region: 'us', toleranceSeconds: 60 })
const { inputs } = verifier.verify({ body: '{}' })
export const delivery: string = inputs.delivery + inputs.order
export const general: Verifier = verifier
explain(acme, { clientId: 'id', signingKey: 'key' }, { body: '{}' }, 'ab', { budgetBytes: 1, region: 'us' })
createExplainer(acme, { clientId: 'id', signingKey: 'key' }, {}, undefined, { now: new Date(0) })

// In place, and without credentials of its own: `secret` by default.
createSigner({ id: 'acme.request', canonical: '{body}', headers: { Sig: '{signature}' } }, { secret: 'secret' })
export const nothing: {} = createVerifier({ id: 'acme.request', canonical: '{body}' }, { secret: 'secret' }).verify({ body: '' }).inputs

// With a private key, and a second scheme.
const jws = defineScheme({ id: 'acme.jws', algorithm: 'jws', credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}' })
const both = defineScheme({ id: 'acme.both', canonical: '{body}', companion: jws })
createSigner(jws, { privateKey: { kty: 'RSA' } })
createSigner(jws, { publicKey: 'pem' }, { key: 'external' })
createVerifier(jws, { publicKeys: ['pem'] })
createVerifier(jws, { certificates: 'pem' })
createSigner(both, { secret: 'secret', privateKey: 'pem' })
createSigner(both, { secret: 'secret' })
createVerifier(both, { secret: 'secret', publicKeys: 'pem' })
createVerifier(both, { secret: 'secret' })

// Of a type that says nothing of their names.
declare const read: SchemeDefinition
createSigner(read, { anything: 'key' }, { whatever: 'us' })
createSigner(schemes()[0]!, { secret: 'secret' })
createVerifier(read, { anything: ['a', 'b'] }, { toleranceSeconds: 1 }).verify({}).inputs['anything']
explain(read, { anything: 'key' }, {})
createSigner(defineScheme({ ...read, id: 'acme.changed' }), { anything: 'key' })

// An id that is known at run time only.
declare const chosen: SchemeId
declare const either: 'stripe.webhook' | 'github.webhook'
declare const any: any
createVerifier(chosen, { secret: 'secret' }).verify({ body: '' }).inputs['id']
createVerifier(either, { secret: 'secret' }).verify({ body: '' }).json()
createSigner(any, { secret: 'secret' }).sign({})
createVerifier(any, any, any).verify({ body: '' }).inputs['id']

/** What wraps them names their arguments by the same types. */
export function hook<const Chosen extends string | SchemeDefinition>(
  scheme: SchemeArgument<Chosen>,
  credentials: VerifierCredentialsOf<Chosen>,
  ...options: OptionsArgument<VerifierOptionsOf<Chosen>>
): string {
  return createVerifier(scheme, credentials, ...options).scheme
}
export function client<const Id extends SchemeId>(scheme: SchemeArgument<Id>, credentials: CredentialsOf<Id>, ...options: OptionsArgument<OptionsOf<Id>>): Signer {
  return createSigner<Id>(scheme, credentials, ...options)
}
hook('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: 60 })
hook(acme, { clientId: 'id', signingKey: 'key' })
client('securo.request', { apiKey: 'key', secret: 'secret' })
