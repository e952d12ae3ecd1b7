// `countersign/core` has no catalogue: it takes definitions.
import { CountersignError, nameOr } from './error.js'

/** Refuses an id. */
export function definitionOf(id) {
  const expected = 'a definition, such as those of `countersign/schemes`; the import with all schemes by id is `countersign`'
  throw new CountersignError('ERR_UNSUPPORTED', `\`scheme\`: expected ${expected}, got ${nameOr(id, 'a string')}`, { part: 'scheme' })
}
