/** `explain` by itself: for edges, where `countersign` leaves it out. */
export { CountersignError, explain, createExplainer } from './index.js'
export type { Cause, Explainer, ExplainCredentials, ExplainOptions, ExplainRequest, Finding, Report, SavedCase, Segment } from './index.js'
