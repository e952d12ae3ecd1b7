// The scheme that a caller chooses: an id, or a definition.
import { definitionOf } from '#catalogue'
import { CountersignError, refused } from './error.js'
import * as input from './input.js'

/** Returns a custom scheme as it is: the types do the rest. */
export const defineScheme = (definition) => definition

/** Its `id`, its definition as JSON in `text`, and a copy of the `definition` that the caller gave in place of an id. */
export function readScheme(scheme) {
  if (typeof scheme === 'string' && !scheme.startsWith('{')) return { id: scheme, text: definitionOf(scheme) }
  if (input.tag(scheme) !== 'Object') {
    throw refused('ERR_ARGUMENT_INVALID', 'scheme', 'an id that `schemes()` lists, or a custom scheme as an object', input.kind(scheme))
  }
  const text = json(scheme)
  const definition = JSON.parse(text)
  return { id: String(definition.id), text, definition }
}

/** A custom scheme as JSON; values that JSON would drop or cannot express are errors with their path. */
function json(definition) {
  const isPlain = (value) => !['function', 'symbol', 'bigint'].includes(typeof value)
  let count = 0
  const check = (name, value) => {
    // Each takes at least two bytes, and the core takes 65536.
    if (++count > MOST) throw refused('ERR_SCHEME_INVALID', 'scheme', 'at most 65536 bytes', 'more')
    if (isPlain(value)) return value
    throw refused('ERR_SCHEME_INVALID', name || 'scheme', 'plain data', input.kind(value))
  }
  try {
    return JSON.stringify(definition, check)
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause
    throw refused('ERR_SCHEME_INVALID', 'scheme', 'plain data, as JSON holds it', 'an object that JSON.stringify refuses')
  }
}

const MOST = 32768
