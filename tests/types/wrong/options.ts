// Options that are misspelt, of another scheme, of another kind, or missing.
import { createExplainer, createSigner, createVerifier, explain } from 'countersign'

const pair = { apiKey: 'key', secret: 'secret' }
const aws = { accessKeyId: 'id', secretAccessKey: 'key' }

createVerifier('stripe.webhook', { secret: 'secret' }, { toleranceSecond: 60 })
// ^ toleranceSecond TS2561: `Did you mean to write 'toleranceSeconds'?`, `'toleranceSecond' does not exist in type 'VerifierOptions'`
createVerifier('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: '60' })
// ^ toleranceSeconds TS2322: `Type 'string' is not assignable to type 'number'`
createVerifier('stripe.webhook', { secret: 'secret' }, { jws: { form: 'detached' } })
// ^ jws TS2353: `'jws' does not exist in type 'VerifierOptions'`
createSigner('stripe.webhook', { secret: 'secret' }, { toleranceSeconds: 60 })
// ^ toleranceSeconds TS2353: `'toleranceSeconds' does not exist in type 'SignerOptions`
createSigner('tu-cambio.request', pair, { authorisationPrefix: 'Signature: ' })
// ^ authorisationPrefix TS2561: `Did you mean to write 'authorizationPrefix'?`, `'authorisationPrefix' does not exist in type 'SignerOptions`
createSigner('securo.request', pair, { authorizationPrefix: 'Signature: ' })
// ^ authorizationPrefix TS2353: `'authorizationPrefix' does not exist in type 'SignerOptions`
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { jws: { form: 'detatched' } })
// ^ form TS2820: `Did you mean '"detached"'?`, `"detatched"`
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { jws: { algorithm: 'RS256' } })
// ^ algorithm TS2353: `'algorithm' does not exist in type 'JwsOptions'`
createVerifier('rfc9421.hmac-sha256', { secret: 'secret' }, { component: '@method' })
// ^ component TS2561: `Did you mean to write 'components'?`, `'component' does not exist in type 'VerifierOptions`
createSigner('aws.request', aws)
// ^ createSigner TS2554: `Expected 3 arguments, but got 2`
createSigner('aws.request', aws, {})
// ^ {} TS2345: `missing the following properties from type 'AwsOptions': region, service`
createSigner('aws.request', aws, {
  region: 'us-east-1',
  services: 's3',
  // ^ services TS2561: `Did you mean to write 'service'?`, `'services' does not exist in type 'SignerOptions`
})
createVerifier('aws.request', aws)
// ^ createVerifier TS2554: `Expected 3 arguments, but got 2`
explain('aws.request', aws, {}, undefined, { region: 1 })
// ^ region TS2322: `Type 'number' is not assignable to type 'string'`
explain('github.webhook', { secret: 'secret' }, {}, 'ab', { budgetByte: 1 })
// ^ budgetByte TS2561: `Did you mean to write 'budgetBytes'?`, `'budgetByte' does not exist in type 'ExplainOptions`
createExplainer('github.webhook', { secret: 'secret' }, {}, 'ab', { signedBy: 'sender' })
// ^ signedBy TS2322: `"sender"`, `"client" | "provider"`
