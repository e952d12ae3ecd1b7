// Credentials that are missing, undefined, too many, or of another kind.
import { createExplainer, createSigner, createVerifier, explain } from 'countersign'

createSigner('securo.request', { apiKey: 'key' })
// ^ { TS2345 TS2741: `Property 'secret' is missing`
createVerifier('stripe.webhook', {})
// ^ {} TS2345 TS2741: `Property 'secret' is missing`
createVerifier('tu-cambio.jws', {})
// ^ {} TS2345: `Argument of type '{}' is not assignable to parameter of type 'VerificationKeys & KeyIds'`
createVerifier(
  'binance.request',
  { apiKey: process.env.BINANCE_KEY!, secret: process.env.BINANCE_SECRET },
  // ^ secret TS2322: `Type 'string | undefined' is not assignable to type 'OneOrMany<Credential>'`
)
createSigner('securo.request', {
  apiKey: process.env.SECURO_KEY,
  // ^ apiKey TS2322: `Type 'string | undefined' is not assignable to type 'Credential'`
  secret: process.env.SECURO_SECRET!,
})
createVerifier('slack.webhook', { secret: ['current', process.env.SLACK_PREVIOUS] })
// ^ process TS2322: `Type 'string | undefined' is not assignable to type 'Credential'`
createVerifier('stripe.webhook', { secret: 'secret', apiKey: 'key' })
// ^ apiKey TS2353: `'apiKey' does not exist`
createVerifier('stripe.webhook', { secrte: 'secret' })
// ^ secrte TS2561: `Did you mean to write 'secret'?`, `'secrte' does not exist`
createSigner('stripe.webhook', { secret: ['current', 'previous'] })
// ^ secret TS2322: `Type 'string[]' is not assignable to type 'Credential'`
createSigner('stripe.webhook', 'secret')
// ^ 'secret' TS2345: `Argument of type 'string' is not assignable`, `readonly secret`
createSigner('stripe.webhook')
// ^ createSigner TS2555: `Expected at least 2 arguments, but got 1`
explain('github.webhook', { partnerId: '085' }, {})
// ^ partnerId TS2353: `'partnerId' does not exist`
createExplainer('github.webhook', { secret: process.env.GITHUB_SECRET }, {})
// ^ secret TS2322: `Type 'string | undefined' is not assignable to type 'OneOrMany<Credential>'`
