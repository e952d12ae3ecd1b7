// A custom scheme: read from a file, refused where the core refuses it, and completed as the core reads it.
import { createSigner } from '../dist/standards.js'
import { whole } from './defaults.js'
import { UsageError, quoted } from './usage-error.js'
import { fileOnce, kind, parsed, repeated, textOf } from './json-file.js'
/** @import { SchemeDefinition } from '../index.js' */

/** The scheme in the file at `path`. */
export async function schemeIn(path) {
  const where = quoted(path)
  const json = await customText(path, 'schemes ')
  return customScheme(customData(json, where), where, json)
}

/** The text of the file at `path`, read for the command `by`. */
export const customText = async (path, by) => textOf(await fileOnce(path, by, MOST), quoted(path))

/** What that text says. */
export const customData = (json, where) => parsed(json, where, MEND)

/** Whether data is meant as a scheme: anything else, such as a case or a key, may be a secret from end to end. */
export const isDefinition = (data) =>
  kind(data) === 'an object' && typeof data.id === 'string' && typeof data.canonical === 'string'

/** The scheme that `data` is, with every member; `where` is where it came from, and `json` what it was read from. */
export function customScheme(data, where, json) {
  if (!isDefinition(data)) throw new UsageError(`${where}: expected a scheme, ${expectedIn(data)}`)
  const error = twice(json) ?? refusal(data)
  if (error) throw new UsageError(`${where}: ${error.message}`)
  return completed(data)
}

/** What a scheme needs, and what is there. */
export function expectedIn(data) {
  const got = kind(data) === 'an object' ? 'an object without them' : kind(data)
  return `an object with the texts \`id\` and \`canonical\`, got ${got}`
}

/** What is wrong where a text says a member twice. */
export function twice(json = '{}') {
  const part = repeated(json)
  return part && { part, message: `${quoted(part)}: expected it once, got it twice` }
}

/**
 * The error of the core for data that is no scheme.
 *
 * @param {(definition: SchemeDefinition, credentials: {}) => object} open
 */
export function refusal(data, open = createSigner) {
  try {
    open(data, {})
  } catch (error) {
    if (error.code?.startsWith('ERR_SCHEME_')) return error
    // Without credentials, that is as far as it comes.
    if (error.name !== 'CountersignError') throw error
  }
  return undefined
}

/** The scheme itself, where it was completed from the user's data. */
export const dataOf = (definition) => data.get(definition)

/** The scheme with what it leaves out, which remembers what it was completed from. */
export function completed(given) {
  const definition = whole(given)
  data.set(definition, given)
  return definition
}

const data = new WeakMap()
// Ten times what the core takes, since it is sent there without its white space.
const MOST = 1 << 20
const MEND = "a scheme is an object such as `countersign schemes github.webhook --json` prints"
