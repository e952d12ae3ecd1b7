// The package as it is published.
export { CountersignError, createSigner, createExplainer, schemes } from '../../target/npm/dist/index.js'
