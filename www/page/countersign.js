// The package as it is published, and the descriptions of schemes that its command line uses.
export { CountersignError, createSigner, createExplainer, schemes } from '../../target/npm/dist/index.js'
export { described } from '../../target/npm/bin/described.js'
