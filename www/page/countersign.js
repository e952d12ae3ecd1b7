// The package, as it is published; beside it, links look for secrets as its export does.
export { CountersignError, createSigner, createExplainer, schemes } from '../../target/npm/dist/index.js'
