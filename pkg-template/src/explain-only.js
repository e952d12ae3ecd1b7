// `countersign/explain`, for entry points without explain.
export { CountersignError } from './error.js'
export { explain, createExplainer } from './explain.js'
