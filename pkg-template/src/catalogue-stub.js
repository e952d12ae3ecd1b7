// `countersign/core` has no catalogue: it takes definitions.
import { CountersignError, nameOr } from './error.js'

export function definitionOf(id) {
  const import_ = 'a definition, such as those of `countersign/schemes`; the import with all schemes by id is `countersign`'
  throw new CountersignError('ERR_UNSUPPORTED', `\`scheme\`: expected ${import_}, got ${nameOr(id, 'a string')}`, { part: 'scheme' })
}
