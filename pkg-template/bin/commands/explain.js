// `countersign explain`: why a received signature does not match.
import { writeFileSync } from 'node:fs'
import { createExplainer } from '../../dist/index.js'
import { readCase, readFile, schemeOfCase } from '../case.js'
import { credentialFlags, credentials } from '../credentials.js'
import { UsageError, listed } from '../usage-error.js'
import { flag, noneBeyond } from '../flags.js'
import { CUSTOM_SCHEME, SECRETS } from '../help.js'
import { OPTION_FLAG, now, options, tolerance } from '../options.js'
import { searched } from '../progress.js'
import { UNITS, asJson, forPeople } from '../report.js'
import { REQUEST_FLAGS, isSaid, request } from '../request.js'
import { described } from '../described.js'
import { asScheme, isPath, named, schemeOf, definitions } from '../find-scheme.js'
import { json } from '../terminal.js'

export const usage = `countersign explain CASE.json [flags]
countersign explain SCHEME [flags]`

export const about = `Finds out why a received signature does not match: what the signer did differently, and how to fix it.
Every finding reproduces the received signature. For debugging only: the output shows the expected signature, but never
a secret. The exit code is 0 for a match, 1 for no match or a stale one, 2 for an error, 130 after Ctrl-C.`

export const examples = [
  `countersign explain github.webhook --secret file:secret.txt --body 'Hello, World!' \\
  --received 757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17`,
  `printf '%s' '{ "scheme": "github.webhook", "secret": "hush", "request": { "body": "{\\"a\\":1}" },' \\
  ' "receivedSignature": "e432b38d78e4a213c406bb4c3344fde2dc41e62343820daecf8f8e42d1647e2a" }' | countersign explain`,
  'countersign explain stripe.webhook --secret env:STRIPE_NEW --secret env:STRIPE_OLD --http delivery.http --json',
]

export const groups = () => [
  { flags: credentialFlags(definitions()) },
  { title: 'A saved case', text: CASE, flags: [] },
  { title: 'Credentials', text: `${SECRETS}\n${KEYS_HELP}`, flags: [] },
  {
    title: 'Request or message, if there is no case',
    flags: [
      ...REQUEST_FLAGS,
      { name: 'timestamp', value: 'TEXT', about: 'the timestamp as it was sent; default: the one in the message' },
    ],
  },
  {
    title: 'Signature',
    flags: [
      { name: 'received', value: 'TEXT', about: 'the received signature, or its whole header; default: the one in the message' },
      { name: 'signedBy', value: 'client|provider', about: 'who signed, as named in the output; default: `provider` for webhooks, else `client`' },
    ],
  },
  {
    title: 'Search and time',
    flags: [
      { name: 'budget', value: 'SIZE', about: 'how many bytes to hash at most, such as 512KiB or 1GiB; default: 64MiB' },
      { name: 'tolerance', value: 'SECONDS|off', about: "allowed difference between timestamp and clock, `off` for any; default: the scheme's" },
      { name: 'allowLongTolerance', about: 'accept a tolerance above a day (86400 seconds)' },
      { name: 'now', value: 'DATE|@SECONDS', about: 'the time to check against: `2026-11-22T12:00:00Z`, or `@1700000000` (Unix seconds); default: now' },
    ],
  },
  { title: 'Scheme', flags: [OPTION_FLAG] },
  { title: 'A custom scheme', text: `${CUSTOM_SCHEME}\n${IN_FILE}`, flags: [] },
  {
    title: 'Output (readable text by default)',
    flags: [
      { name: 'json', about: 'the report as JSON; a segment that is not UTF-8 has `base64` instead of `text`' },
      { name: 'export', value: 'FILE|-', about: 'write the case with fresh credentials, so that it can be shared' },
    ],
  },
]

/** The flags for the credentials of a custom scheme, which may be part of a case. */
export async function ownFlags(first) {
  if (!isPath(first ?? '')) return []
  const { definition, saved } = await readFile(first)
  return credentialFlags([definition ?? schemeOfCase(saved)])
}

export async function run(given, rest) {
  if (given.export === '-' && given.json) throw new UsageError('expected one output, got `--export -` and `--json`')
  const settings = settingsOf(given)
  const { definition, values, from, message, received, notes, ...own } = await asked(given, rest)
  const all = { budgetBytes: BUDGET, ...own.options, ...settings }
  const search = opened(asScheme(definition), values, message, received, all)
  const isStopped = await searched(search, all.budgetBytes)
  const report = search.report()
  const owner = all.signedBy ?? definition.signedBy
  const written = given.export === undefined ? undefined : exported(search, given.export)
  const reportText = () => (given.json ? asJson(report, definition.id) : forPeople(report, { owner, from, isStopped, ...all }))
  return { code: isStopped ? INTERRUPTED : report.verdict === 'match' ? 0 : 1, text: written ?? reportText(), notes }
}

/** The input: a saved case, or flags. */
async function asked(given, rest) {
  const path = pathOf(given, rest)
  if (path === undefined) return byFlags(given, rest.length === 1 ? named(rest[0]) : await schemeOf(rest, USAGE))
  const { definition, saved } = await readFile(path)
  return definition ? byFlags(given, definition) : byCase(given, saved)
}

/** The path of a case or scheme, if the argument is one. No argument and no flags: standard input. */
function pathOf(given, [first, ...more]) {
  if (first === undefined) return noScheme(given)
  if (first !== '-' && !isPath(first)) return undefined
  noneBeyond(more, 0, 'countersign explain CASE.json [flags]')
  return first
}

function noScheme(given) {
  const isByFlags = isSaid(given) || given.timestamp !== undefined
  if (!isByFlags && !process.stdin.isTTY) return '-'
  const ways = listed(usage.split('\n'), ' or ')
  throw new UsageError(`expected a case or a scheme: ${ways}; \`countersign schemes\` lists the schemes`)
}

async function byCase(given, inFile) {
  const other = [...REQUEST_FLAGS, { name: 'timestamp' }].find(({ name }) => given[name] !== undefined)
  if (other) throw new UsageError(`${flag(other.name)} does not apply: the case contains the request`)
  const { definition, request: message, received, signedBy, options: chosen, notes, ...saved } = readCase(inFile)
  const { values, from } = await credentials(definitions(), definition, 'explain', given, saved.credentials)
  for (const [name, value] of Object.entries(values)) from[name] ??= [value].flat().map(() => undefined)
  const all = { ...chosen, ...options(definition, 'verify', given.option), ...(signedBy === undefined ? {} : { signedBy }) }
  return { definition, values, from, message, received: given.received ?? received, notes, options: all }
}

async function byFlags(given, definition) {
  const chosen = options(definition, 'verify', given.option)
  const { values, from } = await credentials(definitions(), definition, 'explain', given)
  if (!isSaid(given) && given.received === undefined) throw new UsageError(NO_MESSAGE)
  const { notes, ...message } = await request(given, described(definition).signsUrl)
  const { received, timestamp } = given
  return { definition, values, from, message: { ...message, timestamp }, received, notes, options: chosen }
}

/** Opens the search. If no signature was received, the error says how to give one. */
function opened(scheme, values, message, received, options) {
  try {
    return createExplainer(scheme, values, message, received, options)
  } catch (error) {
    if (error.part !== 'received') throw error
    throw new UsageError(`${error.message}: give \`--received TEXT\`, or the header that contains it`)
  }
}

/** The options from flags, which override those of the case. */
function settingsOf(given) {
  /** @type {Record<string, unknown>} */
  const settings = { ...tolerance(given) }
  if (given.now !== undefined) settings.now = now(given.now)
  if (given.budget !== undefined) settings.budgetBytes = budget(given.budget)
  if (given.signedBy === undefined) return settings
  if (['client', 'provider'].includes(given.signedBy)) return { ...settings, signedBy: given.signedBy }
  throw new UsageError('`--signed-by`: expected `client` or `provider`, got something else')
}

function budget(text) {
  const [, digits, unit] = /^([1-9]\d{0,8})([KMG]iB)?$/.exec(text) ?? []
  if (digits === undefined) throw new UsageError('`--budget`: expected a size such as `512KiB`, `64MiB` or `1GiB`, got something else')
  return Number(digits) * (UNITS.find(([name]) => name === unit)?.[1] ?? 1)
}

/** Writes the exported case to a new file; for `-`, returns it to be printed instead of the report. */
function exported(search, path) {
  const text = json(search.export())
  if (path === '-') return text
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw new UsageError(`\`--export\`: cannot write the file: ${UNWRITTEN[error.code] ?? error.code}`)
  }
}

const USAGE = 'countersign explain SCHEME [flags]'
const CASE = `CASE.json is a file; without it, or with \`-\`, the case is read from standard input. It is a JSON object:
  scheme             the id of a scheme, or a custom scheme as an object
  request            an object: method, url, status, headers, timestamp, and body, or bodyBase64 if the body is not UTF-8
  secret             a string, or a list of all secrets that may have signed
  credentials        instead of secret, for a scheme with other credentials: { "apiKey": …, "partnerId": … }
  receivedSignature  the received signature, or its whole header; default: the one in the request
  signedBy           client or provider, as --signed-by
  options            the options of the JavaScript API, such as { "toleranceSeconds": 600 }; null is any difference
  name               a name for people
Flags override the members of the case.`
const IN_FILE = 'A file with `canonical` and without `request` is a scheme; any other file is a case.'
const KEYS_HELP = 'Repeat a flag if any of several keys may have signed; the output names the key that did.'
const NO_MESSAGE =
  'expected a request or message, got none: give `--http FILE`, `--http -` for standard input, or `--header` and `--body`'
const UNWRITTEN = {
  EEXIST: 'the file exists: give the name of a new file',
  ENOENT: 'there is no such folder',
  EACCES: 'this user may not write there',
}
const BUDGET = 64 * 2 ** 20
// As shells report an interrupted program: 128 plus the number of SIGINT.
const INTERRUPTED = 130
