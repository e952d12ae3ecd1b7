// `countersign/explain`, where the whole package leaves it out.
export { CountersignError } from './error.js'
export { explain, createExplainer } from './explain.js'
