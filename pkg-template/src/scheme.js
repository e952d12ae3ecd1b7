// The scheme that a caller names, or brings along as a scheme.
import { CountersignError, refused } from './error.js'
import * as input from './input.js'

/** Returns a custom scheme as it is: the types do the rest. */
export const defineScheme = (definition) => definition

/** Its `id`, and the `text` that the core reads: the same, or the scheme in JSON; for a scheme the `scheme` too. */
export function readScheme(scheme) {
  if (typeof scheme === 'string' && !scheme.startsWith('{')) return { id: scheme, text: scheme }
  if (input.tag(scheme) !== 'Object') {
    const message = `unknown scheme: expected an id that \`schemes()\` lists, or a scheme as an object, got ${input.kind(scheme)}`
    throw new CountersignError('ERR_SCHEME_UNKNOWN', message)
  }
  const text = json(scheme)
  const definition = JSON.parse(text)
  return { id: String(definition.id), text, definition }
}

/** A scheme as JSON; what JSON would leave out, or cannot say, is an error with its path. */
function json(definition) {
  const isPlain = (value) => !['function', 'symbol', 'bigint'].includes(typeof value)
  let count = 0
  const check = (name, value) => {
    // Each takes two bytes at least, and the core takes 65536.
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
