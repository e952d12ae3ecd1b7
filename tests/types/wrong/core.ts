// `countersign/core`: what it cannot do says which import can.
import { createSigner, createVerifier } from 'countersign/core'
import { awsRequest, rfc9421RsaPssSha512, securoRequest, smileIdSecKey, tuCambioJws, tuCambioRequest, tuCambioWebhook } from 'countersign/schemes'

createVerifier('stripe.webhook', { secret: 'secret' })
// ^ 'stripe.webhook' TS2345: `"stripe.webhook"`, `expected a definition`, `countersign/schemes`
createSigner(awsRequest, { accessKeyId: 'id', secretAccessKey: 'key' }, { region: 'us-east-1', service: 's3' })
// ^ awsRequest TS2345: `Argument of type 'awsRequest'`, `expected the import with this standard`
createVerifier(rfc9421RsaPssSha512, { publicKeys: 'pem' })
// ^ rfc9421RsaPssSha512 TS2345: `'rfc9421RsaPssSha512'`, `expected the import with this standard`
createSigner(tuCambioJws, { privateKey: 'pem' })
// ^ tuCambioJws TS2345: `Argument of type 'tuCambioJws'`, `expected the import with public keys and JWS`
createVerifier(smileIdSecKey, { partnerId: '085', apiKey: 'pem' })
// ^ smileIdSecKey TS2345: `Argument of type 'smileIdSecKey'`, `expected the import with public keys and JWS`
createSigner({ id: 'acme.jws', canonical: '{body}', algorithm: 'jws-hmac' }, { secret: 'secret' })
// ^ { TS2345: `expected the import with public keys and JWS`
createSigner(tuCambioRequest, { apiKey: 'key', secret: 'secret', privateKey: 'pem' })
// ^ privateKey TS2353: `'privateKey' does not exist`
createVerifier(tuCambioWebhook, { secret: 'secret', publicKeys: 'pem' })
// ^ publicKeys TS2353: `'publicKeys' does not exist`
createSigner(tuCambioRequest, { apiKey: 'key', secret: 'secret' }, { jws: { form: 'detached' } })
// ^ jws TS2353: `'jws' does not exist`
createSigner(securoRequest, { apiKey: 'key' })
// ^ { TS2345 TS2741: `Property 'secret' is missing`
createSigner(securoRequest, { apiKey: 'key', secret: process.env.SECURO_SECRET })
// ^ secret TS2322: `Type 'string | undefined' is not assignable to type 'Credential'`
createVerifier(securoRequest, { apiKey: 'key', secret: 'secret' }, { toleranceSecond: 60 })
// ^ toleranceSecond TS2561: `Did you mean to write 'toleranceSeconds'?`
createSigner({ id: 'acme.request', canonical: '{body}', header: {} }, { secret: 'secret' })
// ^ header TS2561: `Did you mean to write 'headers'?`
