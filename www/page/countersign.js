// The package, as it is published; the page uses nothing else of this project at run time.
export { CountersignError, createSigner, explainer, schemes } from '../../target/npm/dist/index.js'
