// The row of the scheme that was named, or whose file was.
import { schemes } from '../dist/standards.js'
import { Fault, didYouMean, quoted } from './fault.js'
import { noneBeyond } from './flags.js'
import { nearest } from './nearest.js'
import { dataOf, rowIn } from './own-row.js'

/** All rows; read once, since the core makes them anew. */
let all
export const rows = () => (all ??= schemes())

/** Whether an argument is the path of a file; a scheme may have an id that looks like one. */
export const isPath = (text) => /\.json$|[\\/]/i.test(text) && !rows().some(({ id }) => id === text)

/** What the API takes for a row: its id, or the user's own data. */
export const asScheme = (row) => dataOf(row) ?? row.id

/** The row whose id, or file, is the one argument in `rest`. */
export async function rowOf(rest, usage) {
  if (rest.length === 0) throw new Fault(`expected a scheme: \`${usage}\`; \`countersign schemes\` lists them`)
  const row = isPath(rest[0]) ? await rowIn(rest[0]) : named(rest[0])
  noneBeyond(rest, 1, usage)
  return row
}

/** The row of that id; `where` it stands, unless it is an argument. */
export function named(id, where) {
  const row = rows().find((row) => row.id === id)
  if (row !== undefined) return row
  const near = nearest(id, rows().map((row) => row.id))
  const at = where ? `${where}: ` : ''
  if (near.length > 0) throw new Fault(`${at}unknown scheme ${quoted(id)}: ${didYouMean(near)}`)
  throw new Fault(`${at}unknown scheme: \`countersign schemes\` lists them`)
}

/** Whether the key of a row, or what it signs, is made of any of `names`. */
export function uses({ key, canonical, alsoCanonical, bindings }, names) {
  const literal = names.map((name) => name.replace(/[^\w]/g, '\\$&'))
  const templates = [key, canonical, ...alsoCanonical, ...Object.values(bindings)].join()
  return new RegExp(`\\{(?:${literal.join('|')})\\b`).test(templates)
}

/** What a URL is read into. */
export const OF_URL = ['url', 'base', 'target', 'path', 'query']
