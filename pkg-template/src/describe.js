// What schemes mean, for the command line and the page, which know no default, filter or algorithm by heart.
import { load } from '#later/wasm/describe'
import { Engine } from './core.js'
import { refused } from './error.js'
import { readScheme } from './scheme.js'
import { utf8 } from './text.js'

const describing = /* @__PURE__ */ new Engine(load)

/**
 * The definition with all its defaults, and what follows from it. A member that is invalid counts as left out; whether the scheme is
 * valid is said by `createSigner`.
 */
export function describe(definition) {
  return describing.call((core) => {
    core.writeBytes([utf8(readScheme(definition).text, { part: 'scheme', code: 'ERR_SCHEME_INVALID' })])
    const description = core.objectOf((glue) => glue.describe())
    if (description === undefined) throw refused('ERR_SCHEME_INVALID', 'scheme', 'a scheme of at most 65536 bytes', 'something else')
    return plain(description)
  })
}

/** The names that schemes may use: algorithms, encodings, timestamps and filters. */
export const names = () => describing.call((core) => plain(core.objectOf((glue) => glue.names())))

/** The value with objects for maps, whose names may be any. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const members = value instanceof Map ? [...value] : Object.entries(value)
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]))
}
