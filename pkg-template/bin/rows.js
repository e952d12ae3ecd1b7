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
  const row = rows().find(({ id }) => id === rest[0])
  if (row === undefined) throw unknown(rest[0])
  noneBeyond(rest, 1, usage)
  return row
}

function unknown(id) {
  const near = nearest(id, rows().map((row) => row.id))
  if (near.length > 0) return new Fault(`unknown scheme ${quoted(id)}: ${didYouMean(near)}`)
  return new Fault('unknown scheme: `countersign schemes` lists them')
}
