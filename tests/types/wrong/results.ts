// Results and errors that are read wrongly.
import { CountersignError, createVerifier } from 'countersign'

const verifier = createVerifier('adyen.webhook', { secret: 'secret' })
export const misspelt = verifier.verify({ body: '{}' }).inputs.pspRefrence
// ^ pspRefrence TS2551: `Did you mean 'pspReference'?`, `'pspRefrence' does not exist`
export const unsigned = verifier.verify({ body: '{}' }).json()
// ^ json TS2339: `'json' does not exist on type 'VerifiedMessage`
export const none = createVerifier('github.webhook', { secret: 'secret' }).verify({ body: '{}' }).inputs.id
// ^ id TS2339: `'id' does not exist`

const result = createVerifier('stripe.webhook', { secret: 'secret' }).check({ body: '{}' })
export const unchecked = result.json()
// ^ json TS2339: `'json' does not exist on type 'CheckResult`
if (!result.ok) {
  const age: number = result.error.ageSeconds
  // ^ age TS2322: `Type 'number | undefined' is not assignable to type 'number'`
  console.log(age)
  if (result.code === 'ERR_SIGNATURE_OLD') console.log('old')
  // ^ result TS2367: `'"ERR_SIGNATURE_OLD"'`
}

export function seconds(error: unknown): number {
  if (error instanceof CountersignError) return error.limitSeconds
  // ^ return TS2322: `Type 'number | undefined' is not assignable to type 'number'`
  throw new CountersignError('ERR_STALE', 'too old')
  // ^ 'ERR_STALE' TS2345: `Argument of type '"ERR_STALE"' is not assignable to parameter of type 'CountersignErrorCode'`
}
