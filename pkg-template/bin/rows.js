// The row of the scheme that was named.
import { schemes } from '../dist/index.js'
import { Fault, didYouMean, quoted } from './fault.js'
import { noneBeyond } from './flags.js'
import { nearest } from './nearest.js'

/** All rows; read once, since the core makes them anew. */
let all
export const rows = () => (all ??= schemes())

/** The row whose id is the one argument in `rest`. */
export function rowOf(rest, usage) {
  if (rest.length === 0) throw new Fault(`expected a scheme: \`${usage}\`; \`countersign schemes\` lists them`)
  const row = named(rest[0])
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
  const templates = [key, canonical, ...alsoCanonical, ...Object.values(bindings)].join()
  return new RegExp(`\\{(?:${names.join('|')})\\b`).test(templates)
}

/** What a URL is read into. */
export const OF_URL = ['url', 'base', 'target', 'path', 'query']
