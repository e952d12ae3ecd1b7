export { createSigner } from './signer.js'
export { createVerifier } from './verifier.js'
