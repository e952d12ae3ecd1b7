// External keys.
import { createSigner } from 'countersign'

const signer = createSigner('stripe.webhook', {}, { key: 'external' })
signer.sign({ body: '{}' })
// ^ sign TS2339: `'sign' does not exist on type 'ExternalSigner'`
signer.fetch('https://api.example.com/')
// ^ fetch TS2339: `'fetch' does not exist on type 'ExternalSigner'`
createSigner('stripe.webhook', {}, { key: 'kms' })
// ^ key TS2322: `Type '"kms"' is not assignable to type '"external"'`
createSigner('securo.request', {}, { key: 'external' })
// ^ {} TS2345: `Property 'apiKey' is missing`
createSigner('securo.request', { apiKey: process.env.SECURO_KEY }, { key: 'external' })
// ^ apiKey TS2322: `Type 'string | undefined' is not assignable to type 'Credential'`
createSigner('tu-cambio.jws', { privateKey: 'pem' }, { key: 'external' })
// ^ privateKey TS2353: `'privateKey' does not exist`
createSigner('aws.request', { accessKeyId: 'id' }, { key: 'external' })
// ^ { TS2345: `missing the following properties from type 'AwsOptions': region, service`
