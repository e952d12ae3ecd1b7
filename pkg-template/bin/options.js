// The options of schemes, the tolerance and the clock.
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { described } from './described.js'
import { nearest } from '../dist/did-you-mean.js'

export const OPTION_FLAG = {
  name: 'option',
  value: 'NAME=VALUE',
  many: true,
  about: 'an option of the scheme, such as `jws.form=detached`; `countersign schemes SCHEME` lists them; repeatable',
}

/** The names of the options that a scheme takes when it signs or verifies. */
export function optionNames(definition, use) {
  const description = described(definition)
  const all = [description, description.companion].filter(Boolean)
  const options = all.flatMap(({ options }) => options).filter(({ onlySigns }) => use === 'sign' || !onlySigns)
  const takesCertificates = use !== 'sign' && all.some(({ algorithm }) => algorithm.isAsymmetric)
  return [...options.map(({ name }) => name), ...(takesCertificates ? ['certificateValidity'] : [])]
}

/** The member of the API's options that holds an option: those of a JWS share one. */
export const outerOf = (name) => (name.startsWith('jws.') ? 'jws' : name)

/** The options as the API takes them: those of a JWS in an object, and repeated ones that are lists as such. */
export function options(definition, use, given = []) {
  const names = optionNames(definition, use)
  const chosen = {}
  for (const text of given) {
    const [, name, value] = /^([^=]*)=([^]*)$/.exec(text) ?? []
    if (name === undefined) throw new UsageError('`--option`: expected `NAME=VALUE`, got no `=`')
    if (!names.includes(name)) throw unknown(definition, name, names)
    const outer = outerOf(name)
    if (outer === name) add(chosen, name, name, value)
    else add((chosen[outer] ??= {}), name.slice(outer.length + 1), name, value)
  }
  return chosen
}

/** The tolerance: whole seconds, or `off`; above a day only with `--allow-long-tolerance`. */
export function tolerance({ tolerance: text, allowLongTolerance }) {
  if (text === undefined) return {}
  if (text === 'off') return { toleranceSeconds: Infinity }
  if (/^\d{1,9}$/.test(text)) return { toleranceSeconds: Number(text), allowLongTolerance }
  throw new UsageError('`--tolerance`: expected whole seconds, such as `600`, or `off`')
}

/** The date in `--now` or another `name`, in one of two unambiguous forms. */
export function now(text, name = '--now') {
  if (text === undefined) return undefined
  const [, seconds] = /^@(-?\d+(?:\.\d{1,3})?)$/.exec(text) ?? []
  const date = new Date(seconds === undefined ? (ISO.test(text) ? text : NaN) : Math.round(Number(seconds) * 1000))
  const year = date.getUTCFullYear()
  if (year >= 1970 && year <= 9999) return date
  const expected = 'expected `2026-11-22T12:00:00Z` (with its zone) or `@1700000000` (Unix seconds)'
  const got = WRONG.find(([pattern]) => pattern.test(text))?.[1] ?? 'something else'
  throw new UsageError(`\`${name}\`: ${expected}, got ${got}`)
}

function add(chosen, key, name, value) {
  if (chosen[key] === undefined) chosen[key] = value
  else if (LISTS.includes(name)) chosen[key] = [chosen[key], value].flat()
  else throw new UsageError(`\`--option ${name}=…\` was given twice: expected it once`)
}

function unknown(definition, name, names) {
  if (names.length === 0) return new UsageError(`\`--option\` does not apply: \`${definition.id}\` takes no options here`)
  const near = nearest(name, names)
  if (near.length > 0) return new UsageError(`\`--option\`: no option ${quoted(name)}: ${didYouMean(near)}`)
  return new UsageError(`\`--option\`: expected ${listed(names, ' or ')}, got another name`)
}

/** Options that take several values. */
const LISTS = ['jws.alg', 'components']
/** @type {[RegExp, string][]} */
const WRONG = [
  [/^\d+$/, 'a bare number, which may be seconds or milliseconds: write `@` before seconds'],
  [/^@-?[\d.]+$/, 'a time outside the years 1970 to 9999, perhaps milliseconds'],
]
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
