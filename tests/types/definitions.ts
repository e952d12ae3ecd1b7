// Definitions of `countersign/schemes` in place of ids: typed as their ids are, by every entry that takes them.
import { createSigner, createVerifier, defineScheme, explain } from 'countersign'
import * as core from 'countersign/core'
import { explain as explainAlone } from 'countersign/explain'
import { adyenWebhook, awsRequest, mailgunRoute, securoRequest, stripeWebhook, tuCambioJws, tuCambioRequest, tuCambioWebhook } from 'countersign/schemes'
import type { Verifier } from 'countersign'

export const id: 'stripe.webhook' = stripeWebhook.id
export const canonical: '{timestamp}.{body}' = stripeWebhook.canonical

export const signer: core.Signer = core.createSigner(securoRequest, { apiKey: 'key', secret: 'secret' }, { allowHttp: true })
export const external: core.ExternalSigner = core.createSigner(securoRequest, { apiKey: 'key' }, { key: 'external' })
export const reference: string = core.createVerifier(adyenWebhook, { secret: ['current', 'previous'] }).verify({ body: '{}' }).inputs.pspReference
export const text: string = core.createVerifier(stripeWebhook, { secret: 'secret' }, { toleranceSeconds: 60 }).verify({ body: '{}' }).text()
export const partly: Verifier<false, { token: string }> = createVerifier(mailgunRoute, { secret: 'secret' })

// The companion is a JWS, which `countersign/core` cannot do: it signs and verifies without it.
core.createSigner(tuCambioRequest, { apiKey: 'key', secret: 'secret' }, { authorizationPrefix: 'Signature: ' })
core.createVerifier(tuCambioWebhook, { secret: 'secret' })
createSigner(tuCambioRequest, { apiKey: 'key', secret: 'secret', privateKey: 'pem' }, { jws: { form: 'detached' } })
createVerifier(tuCambioWebhook, { secret: 'secret', certificates: 'pem' }, { jws: { alg: ['PS256', 'RS256'] } })

createSigner(tuCambioJws, { privateKey: { kty: 'RSA' } }, { jws: { certificate: 'pem' } })
createSigner(tuCambioJws, {}, { key: 'external' }).prepare({ body: '{}' })
createVerifier(awsRequest, { accessKeyId: 'id', secretAccessKey: 'key' }, { region: 'us-east-1', service: 's3' }).verify({}).inputs.scope
explain(securoRequest, { secret: 'secret' }, {}, 'ab')
explainAlone(stripeWebhook, { secret: 'secret' }, {}, 'ab', { toleranceSeconds: 60 })

// A scheme that differs in a member or two.
const changed = core.defineScheme({ ...stripeWebhook, id: 'acme.webhook', credentials: ['signingKey'], key: '{signingKey|unhex}' })
core.createVerifier(changed, { signingKey: 'c2ec7ef0' })
createVerifier({ ...mailgunRoute, canonical: '{timestamp}{token}{body}' }, { secret: 'secret' }).verify({ body: '' }).json()
const inOneRegion = defineScheme({ ...awsRequest, options: { ...awsRequest.options, region: 'us-east-1', service: 's3' } })
createSigner(inOneRegion, { accessKeyId: 'id', secretAccessKey: 'key' })
createSigner(inOneRegion, { accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' }, { payload: 'unsigned' })

// Which credentials make the key is read off its template, and what only fills an optional header may be left out.
const derived = defineScheme({
  id: 'a.b',
  credentials: ['id', 'pass', 'token'],
  canonical: '{body}',
  key: '\\{id}{pass|lower|sha256}',
  headers: { Id: '{id}', Sig: '{signature}', Token: '[{token}]' },
})
createSigner(derived, { id: 'id', pass: 'pass' })
createSigner(derived, { id: 'id' }, { key: 'external' })
createSigner(derived, { id: 'id', token: 'token' }, { key: 'external' })
// @ts-expect-error a name that a backslash makes literal makes no key
createSigner(derived, {}, { key: 'external' })
