// Requests and messages that say something else than they should.
import { createSigner, createVerifier } from 'countersign'

const signer = createSigner('securo.request', { apiKey: 'key', secret: 'secret' })
signer.sign({ methd: 'POST' })
// ^ methd TS2561: `Did you mean to write 'method'?`, `'methd' does not exist in type 'SignRequest`
signer.sign({ body: { amount: 1 } })
// ^ amount TS2353: `'amount' does not exist in type 'Bytes'`
signer.sign({ timestamp: 1747216800 })
// ^ timestamp TS2322: `Type 'number' is not assignable`, `Date`
signer.fetch('https://api.securo.dev/', { method: 'POST', retries: 3 })
// ^ retries TS2353: `'retries' does not exist in type 'FetchOptions'`

const verifier = createVerifier('stripe.webhook', { secret: 'secret' })
verifier.verify({ headers: {}, body: JSON.parse('{}') as { id: string } })
// ^ body TS2322: `Type '{ id: string; }' is not assignable to type 'GivenBody'`
verifier.check({ header: {}, body: '{}' })
// ^ header TS2561: `Did you mean to write 'headers'?`, `'header' does not exist in type 'ReceivedMessage`
verifier.verifyRequest({ headers: {}, body: '{}' })
// ^ headers TS2741: `Property 'get' is missing`
