/** `explain` alone, for edge builds, in which `countersign` does not contain it. */
export { CountersignError, explain, createExplainer } from './index.js'
export type { Cause, Explainer, ExplainCredentials, ExplainOptions, ExplainRequest, Finding, Report, SavedCase, Segment } from './index.js'
