// `countersign/explain`, where the whole package leaves it out.
export { CountersignError } from './error.js'
export { explain, explainer } from './explain.js'
