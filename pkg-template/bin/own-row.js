// A row of the user's own: read from a file, refused where the core refuses it, and completed as the core reads it.
import { createSigner } from '../dist/standards.js'
import { whole } from './defaults.js'
import { Fault, quoted } from './fault.js'
import { fileOnce, kind, parsed, repeated, textOf } from './json-file.js'
/** @import { SchemeRow } from '../index.js' */

/** The row in the file at `path`. */
export async function rowIn(path) {
  const where = quoted(path)
  const json = await rowText(path, 'schemes ')
  return ownRow(rowData(json, where), where, json)
}

/** The text of the file at `path`, read for the command `by`. */
export const rowText = async (path, by) => textOf(await fileOnce(path, by, MOST), quoted(path))

/** What that text says. */
export const rowData = (json, where) => parsed(json, where, MEND)

/** Whether data is meant as a row: anything else, such as a case or a key, may be a secret from end to end. */
export const isRow = (data) =>
  kind(data) === 'an object' && typeof data.id === 'string' && typeof data.canonical === 'string'

/** The row that `data` is, with every member; `where` is where it came from, and `json` what it was read from. */
export function ownRow(data, where, json) {
  if (!isRow(data)) throw new Fault(`${where}: expected a row, ${expectedIn(data)}`)
  const error = twice(json) ?? refusal(data)
  if (error) throw new Fault(`${where}: ${error.message}`)
  return completed(data)
}

/** What a row needs, and what is there. */
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
 * The error of the core for data that is no row.
 *
 * @param {(row: SchemeRow, credentials: {}) => object} open
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

/** The row itself, where it was completed from the user's data. */
export const dataOf = (row) => data.get(row)

/** The row with what it leaves out, which remembers what it was completed from. */
export function completed(given) {
  const row = whole(given)
  data.set(row, given)
  return row
}

const data = new WeakMap()
// Ten times what the core takes, since it is sent there without its white space.
const MOST = 1 << 20
const MEND = "a row is an object such as `countersign schemes github.webhook --json` prints"
