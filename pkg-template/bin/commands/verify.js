// `countersign verify`: whether a received message is valid.
import { createVerifier } from '../../dist/index.js'
import { credentialFlags, credentials, ofPairs } from '../credentials.js'
import { UsageError } from '../usage-error.js'
import { CUSTOM_SCHEME, SECRETS } from '../help.js'
import { OPTION_FLAG, now, options, tolerance } from '../options.js'
import { REQUEST_FLAGS, isSaid, request } from '../request.js'
import { described } from '../described.js'
import { asScheme, schemeOf, definitions } from '../find-scheme.js'
import { duration } from '../duration.js'
import { bodyMember, green, json, red, visible } from '../terminal.js'
/** @import { Accepted, Verifier } from '../../index.js' */

export { ownFlags } from '../credentials.js'

export const usage = 'countersign verify SCHEME [flags]'

export const about = `Checks whether a received message is valid.
The exit code is 0 if it is valid, 1 if it is not, 2 for an error.`

export const examples = [
  `countersign verify github.webhook --secret file:secret.txt --body 'Hello, World!' \\
  --header 'X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'`,
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --secret env:STRIPE_OLD --http delivery.http',
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --tolerance off --http - --json < delivery.http',
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --now 2023-11-14T22:13:30Z --http delivery.http',
]

export const groups = () => [
  { flags: credentialFlags(definitions()) },
  { title: 'Credentials', text: `${SECRETS}\n${KEYS_HELP}`, flags: [] },
  { title: 'Message', flags: REQUEST_FLAGS },
  {
    title: 'Time',
    flags: [
      { name: 'tolerance', value: 'SECONDS|off', about: "allowed difference between timestamp and clock, `off` for any; default: the scheme's" },
      { name: 'allowLongTolerance', about: 'accept a tolerance above a day (86400 seconds)' },
      { name: 'now', value: 'DATE|@SECONDS', about: 'the time to check against: `2026-11-22T12:00:00Z`, or `@1700000000` (Unix seconds); default: now' },
    ],
  },
  { title: 'Scheme', flags: [OPTION_FLAG] },
  { title: 'A custom scheme', text: CUSTOM_SCHEME, flags: [] },
  {
    title: 'Output (one sentence by default)',
    flags: [{ name: 'json', about: 'a JSON object; its member `ok` says whether the message is valid' }],
  },
]

export async function run(given, rest) {
  const definition = await schemeOf(rest, usage)
  const at = now(given.now) ?? new Date()
  const chosen = { ...options(definition, 'verify', given.option), ...tolerance(given) }
  const { values, from } = await credentials(definitions(), definition, 'verify', given)
  const verifier = createVerifier(asScheme(definition), values, chosen)
  if (!isSaid(given)) throw new UsageError(NO_MESSAGE)
  const { notes, ...message } = await request(given, described(definition).signsUrl)
  // Verification does not guess which bytes were received.
  if (notes.length > 0) throw new UsageError(notes[0].replace('note: the body is', 'the body may be'))
  const result = verifier.check({ ...message, now: at })
  const text = given.json ? json(asJson(result)) : forPeople(result, definition, from, at)
  return { code: result.ok ? 0 : 1, text }
}

/** @param {ReturnType<Verifier<boolean>['check']>} result */
function asJson(result) {
  if (!result.ok) {
    const { code, message, part, offset, header, ageSeconds, limitSeconds } = result.error
    return { ok: false, code, message, part, offset, header, ageSeconds, limitSeconds }
  }
  const { received, ...verified } = result
  // A body that is not signed is only part of `received`.
  return { ...verified, ...('body' in verified ? bodyMember(verified.body) : { received: bodyMember(received.body) }) }
}

function forPeople(result, definition, from, at) {
  if (!result.ok) return `${red('not valid')}: ${visible(`${result.error.message} (${result.code})`)}\n`
  return `${green('valid')}: ${visible(accepted(result, definition, from, at))}\n`
}

/** @param {Accepted} result */
function accepted({ companion, ...result }, definition, from, at) {
  if (definition.algorithm === 'none') return 'it carries the given credentials; nothing is signed, so the rest may be forged'
  const isPublic = described(definition).algorithm.isAsymmetric
  const key = keyOf(result, definition, from, isPublic)
  const beside = companion ? `; \`${companion.scheme}\` too, with ${keyOf(companion, definition, from, true)}` : ''
  const rest = 'body' in result ? '' : '; it does not cover the whole body'
  return `signed with ${key}${timeOf(result, definition, at)}${beside}${rest}; fingerprint ${result.fingerprint}`
}

/** The key that signed, and where it came from. Public keys are counted apart from secrets. */
function keyOf({ keyIndex }, definition, from, isPublic) {
  const halves = ofPairs(definition)
  const own = Object.entries(from).filter(([name]) => halves.includes(name) === isPublic)
  const lists = own.map(([, sources]) => sources)
  const longest = (one, other) => (other.length >= one.length ? other : one)
  const keys = isPublic ? lists.flat() : lists.reduce(longest, [])
  if (keys.length === 0) return 'the key in the scheme'
  return keys.length === 1 ? 'the given key' : `key ${keyIndex + 1} of ${keys.length} (${keys[keyIndex]})`
}

function timeOf({ signedAt, timestamp }, { expiresAfterSeconds }, at) {
  if (timestamp === undefined) return ', without a timestamp, so it may be a replay'
  if (signedAt === undefined) return `, at ${timestamp}`
  const seconds = Math.floor(at / 1000) - Math.floor(signedAt / 1000)
  const what = expiresAfterSeconds > 0 ? 'expiring at' : 'at'
  return `, ${what} ${signedAt.toISOString()}, ${seconds < 0 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`}`
}

const NO_MESSAGE =
  'expected a message, got none: give `--http FILE`, `--http -` for standard input, or `--header` and `--body`'
const KEYS_HELP = `Repeat a flag if any of several keys may have signed: the old and the new one during a rotation. If a scheme has
several credentials, the first of each belong together, then the second of each, and so on.`
