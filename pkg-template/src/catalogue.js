// The schemes of the catalogue by their ids.
import { load } from '#later/catalogue'
import { meant } from './did-you-mean.js'
import { CountersignError, nameOr } from './error.js'

/** The definition of the scheme `id`, as JSON. */
export function definitionOf(id) {
  const { DEFINITIONS } = load()
  const text = DEFINITIONS[id]
  if (text !== undefined) return text
  const isSaid = ID.test(id) && (id.includes('.') || nameOr(id, '') !== '')
  const expected = 'an id that `schemes()` lists, or a custom scheme for a provider that it does not list'
  const said = `unknown scheme: expected ${expected}, got ${isSaid ? `\`${id}\`` : 'another string'}`
  throw new CountersignError('ERR_SCHEME_UNKNOWN', isSaid ? said + meant(id, Object.keys(DEFINITIONS)) : said)
}

/** What looks like an id: a secret in its place is not repeated. */
const ID = /^[a-z0-9.-]{0,64}$/
