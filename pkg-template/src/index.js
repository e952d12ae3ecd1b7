export { CountersignError } from './error.js'
export { schemes } from './schemes.js'
export { createSigner } from './signer.js'
export { createVerifier } from './verifier.js'
