// A custom scheme with all defaults, even while it is still being typed.
import { DEFAULTS, whole } from '../../pkg-template/bin/defaults.js'

/**
 * The scheme in `data`, with every member. A member of the wrong type is treated as left out: the core gets the data as it is, and
 * reports the error.
 */
export function readable(data) {
  const fits = Object.entries(data).filter(([name, value]) => isKind(value, KINDS[name] ?? kindOf(DEFAULTS[name])))
  const definition = whole(Object.fromEntries(fits.map(([name, value]) => [name, readableValue(name, value)])))
  return { ...definition, credentials: [...new Set(definition.credentials)] }
}

function readableValue(name, value) {
  if (value === null) return null
  if (name === 'companion') return readable(value)
  if (name === 'acceptedPlacements') return value.filter((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))
  if (Array.isArray(value)) return value.filter(isText)
  if (kindOf(value) === 'object') return Object.fromEntries(Object.entries(value).filter(([, text]) => isText(text)))
  return value
}

const isText = (value) => typeof value === 'string'
const kindOf = (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)
const isKind = (value, kind) => kindOf(value) === kind || (value === null && kind !== undefined)

/** The types of members whose default has another type. */
const KINDS = { profile: 'string', toleranceSeconds: 'number', companion: 'object', deprecated: 'string' }
