import { call } from './core.js'

export { CountersignError } from './error.js'
export { createSigner } from './signer.js'
export { createVerifier } from './verifier.js'

/** Every scheme, as plain data. */
export const schemes = () => call((core) => core.glue.schemes())
