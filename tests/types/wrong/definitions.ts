// Definitions of `countersign/schemes`: told as their ids are.
import { createExplainer, createSigner, createVerifier, explain } from 'countersign'
import { adyenWebhook, awsRequest, githubWebhook, mailgunRoute, securoRequest, stripWebhook, stripeWebhook, tuCambioJws } from 'countersign/schemes'
// ^ stripWebhook TS2724: `has no exported member named 'stripWebhook'. Did you mean 'stripeWebhook'?`

createSigner(securoRequest, { apiKey: 'key' })
// ^ { TS2345 TS2741: `Property 'secret' is missing`
createVerifier(stripeWebhook, { secrte: 'secret' })
// ^ secrte TS2561: `Did you mean to write 'secret'?`
createVerifier(tuCambioJws, { privateKey: 'pem' })
// ^ privateKey TS2353: `'privateKey' does not exist in type 'VerificationKeys & KeyIds'`
createSigner(tuCambioJws, { privateKey: 'pem' }, { jws: { alg: 'none' } })
// ^ alg TS2322: `"none"`, `JwsAlgorithm`
createSigner(awsRequest, { accessKeyId: 'id', secretAccessKey: 'key' })
// ^ createSigner TS2554: `Expected 3 arguments, but got 2`
createVerifier(githubWebhook, { secret: 'secret' }, { tolerance: 60 })
// ^ tolerance TS2353: `'tolerance' does not exist in type 'VerifierOptions'`
createVerifier(adyenWebhook, { secret: 'secret' }).verify({}).inputs.pspRefrence
// ^ pspRefrence TS2551: `Did you mean 'pspReference'?`
createVerifier(mailgunRoute, { secret: 'secret' }).verify({ body: '' }).json()
// ^ json TS2339: `'json' does not exist on type 'VerifiedMessage`
explain(githubWebhook, {}, {})
// ^ {} TS2345 TS2741: `Property 'secret' is missing`
createExplainer('smile-id.signature', { partnerId: '085' }, {})
// ^ { TS2345 TS2741: `Property 'apiKey' is missing`
stripeWebhook.id = 'stripe.webhook'
// ^ id TS2540: `'id' because it is a read-only property`
void stripWebhook
