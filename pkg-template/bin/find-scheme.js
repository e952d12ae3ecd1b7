// Finds a scheme by its id or by the path of its file.
import { schemes } from '../dist/index.js'
import { UsageError, didYouMean, quoted } from './usage-error.js'
import { noneBeyond } from './flags.js'
import { nearest } from '../dist/did-you-mean.js'
import { dataOf, schemeIn } from './custom-scheme.js'

/** All schemes; cached, since the core builds them on every call. */
let all
export const definitions = () => (all ??= schemes())

/** Whether an argument is the path of a file rather than the id of a scheme. */
export const isPath = (text) => /\.json$|[\\/]/i.test(text) && !definitions().some(({ id }) => id === text)

/** A scheme as the API takes it: its id, or the user's data. */
export const asScheme = (definition) => dataOf(definition) ?? definition.id

/** The scheme that the single argument in `rest` names by id or file. */
export async function schemeOf(rest, usage) {
  if (rest.length === 0) throw new UsageError(`expected a scheme: \`${usage}\`; \`countersign schemes\` lists the schemes`)
  const definition = isPath(rest[0]) ? await schemeIn(rest[0]) : named(rest[0])
  noneBeyond(rest, 1, usage)
  return definition
}

/** The scheme with that id; `where` says where the id stands, unless it is an argument. */
export function named(id, where) {
  const definition = definitions().find((definition) => definition.id === id)
  if (definition !== undefined) return definition
  const near = nearest(id, definitions().map((definition) => definition.id))
  const at = where ? `${where}: ` : ''
  if (near.length > 0) throw new UsageError(`${at}unknown scheme ${quoted(id)}: ${didYouMean(near)}`)
  throw new UsageError(`${at}unknown scheme: \`countersign schemes\` lists the schemes`)
}
