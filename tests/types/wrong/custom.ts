// Custom schemes.
import { createExplainer, createSigner, createVerifier, defineScheme } from 'countersign'

const acme = defineScheme({
  id: 'acme.webhook',
  credentials: ['clientId', 'signingKey'],
  key: '{signingKey}',
  options: { region: 'eu' },
  inputs: { delivery: 'header:acme-delivery' },
  canonical: '{clientId}.{delivery}.{region}.{body}',
  headers: { 'Acme-Signature': '{signature}' },
})

createSigner(acme, { clientId: 'id' })
// ^ { TS2345 TS2741: `Property 'signingKey' is missing`
createSigner(acme, { clientId: 'id', signingKey: process.env.ACME_KEY })
// ^ signingKey TS2322: `Type 'string | undefined' is not assignable to type 'Credential'`
createSigner(acme, { clientId: 'id', signingKey: 'key', secret: 'secret' })
// ^ secret TS2353: `'secret' does not exist`
createSigner(acme, { clientId: 'id', signingKey: 'key' }, { regoin: 'us' })
// ^ regoin TS2561: `Did you mean to write 'region'?`, `'regoin' does not exist in type 'SignerOptions`
createVerifier(acme, { clientId: 'id', signingKey: 'key' }).verify({ body: '' }).inputs.delivry
// ^ delivry TS2551: `Did you mean 'delivery'?`, `'delivry' does not exist`
createExplainer(acme, { signingKy: 'key' }, {})
// ^ signingKy TS2561: `Did you mean to write 'signingKey'?`, `'signingKy' does not exist`
createSigner({ id: 'acme.request', canonical: '{body}', credentials: ['token'] }, { secret: 'secret' })
// ^ secret TS2353: `'secret' does not exist`
createVerifier({ id: 'acme.request' }, { secret: 'secret' })
// ^ { TS2345: `Property 'canonical' is missing`
createVerifier(
  {
    id: 'acme.request',
    canonical: '{body}',
    header: { 'Acme-Signature': '{signature}' },
    // ^ header TS2561: `Did you mean to write 'headers'?`, `'header' does not exist`
  },
  { secret: 'secret' },
)
defineScheme({ id: 'acme.request', cannonical: '{body}' })
// ^ cannonical TS2561: `Did you mean to write 'canonical'?`, `'cannonical' does not exist in type 'SchemeDefinition'`
defineScheme({ id: 'acme.request', canonical: '{body}', timestamps: 'seconds' })
// ^ timestamps TS2561: `Did you mean to write 'timestamp'?`, `'timestamps' does not exist`
defineScheme({ id: 'acme.request', canonical: '{body}', encoding: 'base32' })
// ^ encoding TS2322: `"base32"`, `"base64url"`
defineScheme({ id: 'acme.request', canonical: '{body}', toleranceSeconds: '300' })
// ^ toleranceSeconds TS2322: `Type 'string' is not assignable to type 'number'`
