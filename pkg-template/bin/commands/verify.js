// `countersign verify`: a message in, and out whether it is valid.
import { createVerifier } from '../../dist/standards.js'
import { HALVES, credentialFlags, credentials } from '../credentials.js'
import { Fault } from '../fault.js'
import { ROW, SECRETS } from '../help.js'
import { OPTION_FLAG, now, options, tolerance } from '../options.js'
import { REQUEST_FLAGS, isSaid, request } from '../request.js'
import { OF_URL, asScheme, rowOf, rows, uses } from '../rows.js'
import { span } from '../span.js'
import { bodyMember, green, json, red, visible } from '../terminal.js'
/** @import { Accepted, Verifier } from '../../index.js' */

export { ownFlags } from '../credentials.js'

export const usage = 'countersign verify SCHEME [flags]'

export const about = `Says whether a message that was received is valid.
The exit code is 0 if it is, 1 if not, and 2 if that could not be told.`

export const examples = [
  `countersign verify github.webhook --secret file:secret.txt --body 'Hello, World!' \\
  --header 'X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'`,
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --secret env:STRIPE_OLD --http delivery.http',
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --tolerance any --http - --json < delivery.http',
  'countersign verify stripe.webhook --secret env:STRIPE_NEW --now 2023-11-14T22:13:30Z --http delivery.http',
]

export const groups = () => [
  { flags: credentialFlags(rows()) },
  { title: 'Credentials', text: `${SECRETS}\n${RING}`, flags: [] },
  { title: 'Message', flags: REQUEST_FLAGS },
  {
    title: 'Time',
    flags: [
      { name: 'tolerance', value: 'SECONDS|any', about: "how far from the clock; the scheme's own by default" },
      { name: 'now', value: 'DATE|@SECONDS', about: 'the clock: `2026-11-22T12:00:00Z`, or `@1700000000` in seconds' },
    ],
  },
  { title: 'Scheme', flags: [OPTION_FLAG] },
  { title: 'A row of your own', text: ROW, flags: [] },
  {
    title: 'Output (a sentence by default)',
    flags: [{ name: 'json', about: 'an object; `ok` says whether it is valid' }],
  },
]

export async function run(given, rest) {
  const row = await rowOf(rest, usage)
  const at = now(given.now) ?? new Date()
  const chosen = { ...options(row, 'verify', given.option), ...tolerance(given.tolerance) }
  const { values, from } = await credentials(rows(), row, 'verify', given)
  const verifier = createVerifier(asScheme(row), values, chosen)
  if (!isSaid(given)) throw new Fault(NO_MESSAGE)
  const { notes, ...message } = await request(given, uses(row, OF_URL))
  // Whoever judges does not guess which bytes came.
  if (notes.length > 0) throw new Fault(notes[0].replace('note: the body is', 'the body may be'))
  const result = verifier.check({ ...message, now: at })
  const text = given.json ? json(asJson(result)) : forPeople(result, row, from, at)
  return { code: result.ok ? 0 : 1, text }
}

/** @param {ReturnType<Verifier<boolean>['check']>} result */
function asJson(result) {
  if (!result.ok) {
    const { code, message, part, offset, header, ageSeconds, limitSeconds } = result.error
    return { ok: false, code, message, part, offset, header, ageSeconds, limitSeconds }
  }
  const { received, ...verified } = result
  // A body that was not signed is no member of its own.
  return { ...verified, ...('body' in verified ? bodyMember(verified.body) : { received: bodyMember(received.body) }) }
}

function forPeople(result, row, from, at) {
  if (!result.ok) return `${red('not valid')}: ${visible(`${result.error.message} (${result.code})`)}\n`
  return `${green('valid')}: ${visible(accepted(result, row, from, at))}\n`
}

/** @param {Accepted} result */
function accepted({ companion, ...result }, row, from, at) {
  if (row.algorithm === 'none') return "it carries the credentials given; nothing is signed, so the rest is anybody's"
  const key = keyOf(result, from, row.credentials.includes('privateKey'))
  const beside = companion ? `; \`${companion.scheme}\` too, with ${keyOf(companion, from, true)}` : ''
  const rest = 'body' in result ? '' : '; it does not cover the whole body'
  return `signed with ${key}${timeOf(result, row, at)}${beside}${rest}; fingerprint ${result.fingerprint}`
}

/** Which key of the ring it was, and where that came from; public keys are a ring of their own. */
function keyOf({ keyIndex }, from, isPublic) {
  const own = Object.entries(from).filter(([name]) => HALVES.includes(name) === isPublic)
  const lists = own.map(([, sources]) => sources)
  const longest = (one, other) => (other.length >= one.length ? other : one)
  const ring = isPublic ? lists.flat() : lists.reduce(longest, [])
  if (ring.length === 0) return 'the key in the row'
  return ring.length === 1 ? 'the key given' : `key ${keyIndex + 1} of ${ring.length} (${ring[keyIndex]})`
}

function timeOf({ instant, timestamp }, { expiresAfterSeconds }, at) {
  if (timestamp === undefined) return ', with no time, so it may be a replay'
  if (instant === undefined) return `, at ${timestamp}`
  const seconds = Math.floor(at / 1000) - Math.floor(instant / 1000)
  const what = expiresAfterSeconds > 0 ? 'expiring at' : 'at'
  return `, ${what} ${instant.toISOString()}, ${seconds < 0 ? `in ${span(-seconds)}` : `${span(seconds)} ago`}`
}

const NO_MESSAGE =
  'expected a message, got none: give `--http FILE`, `--http -` for standard input, or `--header` and `--body`'
const RING = `Repeated, each of them may have signed: old and new while a secret is rotated. Of several credentials,
those at the same place belong together.`
