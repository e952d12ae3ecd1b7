// The scheme of the scheme that was named, or whose file was.
import { schemes } from '../dist/standards.js'
import { UsageError, didYouMean, quoted } from './usage-error.js'
import { noneBeyond } from './flags.js'
import { nearest } from '../dist/did-you-mean.js'
import { dataOf, schemeIn } from './custom-scheme.js'

/** All schemes; read once, since the core makes them anew. */
let all
export const definitions = () => (all ??= schemes())

/** Whether an argument is the path of a file; a scheme may have an id that looks like one. */
export const isPath = (text) => /\.json$|[\\/]/i.test(text) && !definitions().some(({ id }) => id === text)

/** What the API takes for a scheme: its id, or the user's own data. */
export const asScheme = (definition) => dataOf(definition) ?? definition.id

/** The scheme whose id, or file, is the one argument in `rest`. */
export async function schemeOf(rest, usage) {
  if (rest.length === 0) throw new UsageError(`expected a scheme: \`${usage}\`; \`countersign schemes\` lists them`)
  const definition = isPath(rest[0]) ? await schemeIn(rest[0]) : named(rest[0])
  noneBeyond(rest, 1, usage)
  return definition
}

/** The scheme of that id; `where` it stands, unless it is an argument. */
export function named(id, where) {
  const definition = definitions().find((definition) => definition.id === id)
  if (definition !== undefined) return definition
  const near = nearest(id, definitions().map((definition) => definition.id))
  const at = where ? `${where}: ` : ''
  if (near.length > 0) throw new UsageError(`${at}unknown scheme ${quoted(id)}: ${didYouMean(near)}`)
  throw new UsageError(`${at}unknown scheme: \`countersign schemes\` lists them`)
}

/** Whether the key of a scheme, or what it signs, is made of any of `names`. */
export function uses({ key, canonical, acceptedCanonicals, bindings }, names) {
  const literal = names.map((name) => name.replace(/[^\w]/g, '\\$&'))
  const templates = [key, canonical, ...acceptedCanonicals, ...Object.values(bindings)].join()
  return new RegExp(`\\{(?:${literal.join('|')})\\b`).test(templates)
}

/** What a URL is read into. */
export const OF_URL = ['url', 'base', 'target', 'path', 'query']
