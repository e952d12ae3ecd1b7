// The options of schemes, and the clock to verify with.
import { UsageError, didYouMean, listed, quoted } from './usage-error.js'
import { nearest } from './did-you-mean.js'

export const OPTION_FLAG = {
  name: 'option',
  value: 'NAME=VALUE',
  many: true,
  about: 'an option of the scheme, such as `jws.form=detached`; repeatable',
}

/** The names of the options that a scheme takes when it signs or verifies. */
export function optionNames(definition, use) {
  const names = [...Object.keys(definition.options), ...Object.keys(definition.companion?.options ?? {})]
  if (use === 'sign') return names
  const takesCertificates = [definition, definition.companion].some((one) => one?.credentials.includes('privateKey'))
  return [...names.filter((name) => name !== 'jws.certificate'), ...(takesCertificates ? ['certificateValidity'] : [])]
}

/** The options as the API takes them: `name=value` each, those with a dot in an object, those given again as a list. */
export function options(definition, use, given = []) {
  const names = optionNames(definition, use)
  const chosen = {}
  for (const text of given) {
    const [, name, value] = /^([^=]*)=([^]*)$/.exec(text) ?? []
    if (name === undefined) throw new UsageError('`--option`: expected `name=value`, got no `=`')
    if (!names.includes(name)) throw unknown(definition, name, names)
    const [outer, inner] = name.split('.')
    if (inner === undefined) add(chosen, outer, name, value)
    else add((chosen[outer] ??= {}), inner, name, value)
  }
  return chosen
}

/** `any`, or whole seconds; more than a day if that is said twice. */
export function tolerance({ tolerance: text, allowLongTolerance }) {
  if (text === undefined) return {}
  if (text === 'any') return { toleranceSeconds: Infinity }
  if (/^\d{1,9}$/.test(text)) return { toleranceSeconds: Number(text), allowLongTolerance }
  throw new UsageError('`--tolerance`: expected whole seconds, such as `600`, or `any`')
}

/** The instant that `--now` or another `name` says, in one of two forms that leave no doubt. */
export function now(text, name = '--now') {
  if (text === undefined) return undefined
  const [, seconds] = /^@(-?\d+(?:\.\d{1,3})?)$/.exec(text) ?? []
  const date = new Date(seconds === undefined ? (ISO.test(text) ? text : NaN) : Math.round(seconds * 1000))
  const year = date.getUTCFullYear()
  if (year >= 1970 && year <= 9999) return date
  const expected = 'expected `2026-11-22T12:00:00Z` (with its zone) or `@1700000000` (Unix seconds)'
  const [, got] = WRONG.find(([pattern]) => pattern.test(text))
  throw new UsageError(`\`${name}\`: ${expected}, got ${got}`)
}

function add(chosen, key, name, value) {
  if (chosen[key] === undefined) chosen[key] = value
  else if (name === 'jws.alg') chosen[key] = [chosen[key], value].flat()
  else throw new UsageError(`\`--option ${name}=…\` was given twice: expected it once`)
}

function unknown(definition, name, names) {
  if (names.length === 0) return new UsageError(`\`--option\`: \`${definition.id}\` takes none here`)
  const near = nearest(name, names)
  if (near.length > 0) return new UsageError(`\`--option\`: no option ${quoted(name)}: ${didYouMean(near)}`)
  return new UsageError(`\`--option\`: \`${definition.id}\` takes ${listed(names)}, got another name`)
}

const WRONG = [
  [/^\d+$/, 'a bare number, which may be seconds or milliseconds'],
  [/^@-?[\d.]+$/, 'a year outside 1970 to 9999: milliseconds, perhaps'],
  [/^/, 'something else'],
]
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
