// `countersign/core`: definitions in place of ids, HMAC and digests.
export { CountersignError } from './error.js'
export { defineScheme } from './scheme.js'
export { createSigner } from './signer.js'
export { createVerifier } from './verifier.js'
