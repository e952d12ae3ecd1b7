// Custom schemes: read from a file, checked by the core, and completed with the core's defaults.
import { createSigner } from '../dist/index.js'
import { described } from './described.js'
import { UsageError, quoted } from './usage-error.js'
import { fileOnce, kind, parsed, repeated, textOf } from './json-file.js'
/** @import { SchemeDefinition } from '../index.js' */

/** The scheme in the file at `path`. */
export async function schemeIn(path) {
  const where = quoted(path)
  const json = await customText(path, 'schemes ')
  return customScheme(customData(json, where), where, json)
}

/** The text of the file at `path`, which the command `by` reads. */
export const customText = async (path, by) => textOf(await fileOnce(path, by, MOST), quoted(path))

/** The JSON in that text. */
export const customData = (json, where) => parsed(json, where, FIX)

/** Whether data is meant as a scheme. Anything else, such as a case or a key, may be a secret and is not repeated. */
export const isDefinition = (data) =>
  kind(data) === 'an object' && typeof data.id === 'string' && typeof data.canonical === 'string'

/** The scheme in `data`, with every member; `where` names its source, and `json` is its text. */
export function customScheme(data, where, json) {
  if (!isDefinition(data)) throw new UsageError(`${where}: expected a scheme, ${expectedIn(data)}`)
  const error = twice(json) ?? refusal(data)
  if (error) throw new UsageError(`${where}: ${error.message}`)
  return completed(data)
}

/** What was expected of a scheme, and what stood there. */
export function expectedIn(data) {
  const got = kind(data) === 'an object' ? 'an object without them' : kind(data)
  return `an object with the strings \`id\` and \`canonical\`, got ${got}`
}

/** The error for a member that occurs twice. */
export function twice(json = '{}') {
  const part = repeated(json)
  return part && { part, message: `${quoted(part)}: expected one such member, got two` }
}

/**
 * The error of the core for an invalid scheme.
 *
 * @param {(definition: SchemeDefinition, credentials: {}) => object} open
 */
export function refusal(data, open = createSigner) {
  try {
    open(data, {})
  } catch (error) {
    if (error.code?.startsWith('ERR_SCHEME_')) return error
    // A valid scheme fails here because there are no credentials.
    if (error.name !== 'CountersignError') throw error
  }
  return undefined
}

/** The user's data from which a scheme was completed. */
export const dataOf = (definition) => data.get(definition)

/** The scheme with all defaults; `dataOf` finds the data it was completed from. */
export function completed(given) {
  const { definition } = described(given)
  data.set(definition, given)
  return definition
}

const data = new WeakMap()
// Ten times what the core takes, since the core gets it without whitespace.
const MOST = 1 << 20
const FIX = 'a scheme is an object such as `countersign schemes github.webhook --json` prints'
