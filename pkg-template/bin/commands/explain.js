// `countersign explain`: a signature that was refused in, and out why it does not match.
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
import { OF_URL, asScheme, isPath, named, schemeOf, definitions, uses } from '../find-scheme.js'
import { json } from '../terminal.js'

export const usage = `countersign explain CASE.json [flags]
countersign explain SCHEME [flags]`

export const about = `Says why a signature does not match: what was done differently, and how to mend it.
Each finding makes the signature that was received. For a debugger: it shows the one that was due, and never a secret.
The exit code is 0 for a match, 1 for none or one that is too old, 2 if that could not be told, 130 after Ctrl-C.`

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
    title: 'Request or message, where no case has it',
    flags: [
      ...REQUEST_FLAGS,
      { name: 'timestamp', value: 'TEXT', about: 'the time as it was sent; by default the one in the headers' },
    ],
  },
  {
    title: 'Signature',
    flags: [
      { name: 'received', value: 'TEXT', about: 'what was refused, or its header; by default from the headers' },
      { name: 'signedBy', value: 'you|sender', about: 'whom the sentences speak of; by default as the scheme says, `sender` for webhooks' },
    ],
  },
  {
    title: 'Search and time',
    flags: [
      { name: 'budget', value: 'SIZE', about: 'how much to hash, such as 512KiB or 1GiB; 64MiB by default' },
      { name: 'tolerance', value: 'SECONDS|any', about: "how far from the clock; the scheme's own by default" },
      { name: 'allowLongTolerance', about: 'takes a tolerance above a day, 86400 seconds' },
      { name: 'now', value: 'DATE|@SECONDS', about: 'the clock: `2026-11-22T12:00:00Z`, or `@1700000000` in seconds' },
    ],
  },
  { title: 'Scheme', flags: [OPTION_FLAG] },
  { title: 'A custom scheme', text: `${CUSTOM_SCHEME}\n${IN_FILE}`, flags: [] },
  {
    title: 'Output (what people read by default)',
    flags: [
      { name: 'json', about: 'the report as an object; a segment that is no text has `base64` in place of `text`' },
      { name: 'export', value: 'FILE|-', about: 'writes the case with fresh credentials, for others to see' },
    ],
  },
]

/** The flags for the credentials of a custom scheme, which may be in a case. */
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

/** What was asked: all of it in a file, or in flags. */
async function asked(given, rest) {
  const path = pathOf(given, rest)
  if (path === undefined) return byFlags(given, rest.length === 1 ? named(rest[0]) : await schemeOf(rest, USAGE))
  const { definition, saved } = await readFile(path)
  return definition ? byFlags(given, definition) : byCase(given, saved)
}

/** The path of a case or scheme, if that is what is named: nothing at all stands for standard input. */
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
  throw new UsageError(`expected a case or a scheme: ${ways}; \`countersign schemes\` lists them`)
}

async function byCase(given, inFile) {
  const other = [...REQUEST_FLAGS, { name: 'timestamp' }].find(({ name }) => given[name] !== undefined)
  if (other) throw new UsageError(`${flag(other.name)}: expected the request in the case alone: leave the flag out`)
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
  const { notes, ...message } = await request(given, uses(definition, OF_URL))
  const { received, timestamp } = given
  return { definition, values, from, message: { ...message, timestamp }, received, notes, options: chosen }
}

/** The search; where nothing was received, with how to say it. */
function opened(scheme, values, message, received, options) {
  try {
    return createExplainer(scheme, values, message, received, options)
  } catch (error) {
    if (error.part !== 'received') throw error
    throw new UsageError(`${error.message}: give \`--received TEXT\`, or the header that holds it`)
  }
}

/** What flags say, whatever the case has. */
function settingsOf(given) {
  const settings = { ...tolerance(given) }
  if (given.now !== undefined) settings.now = now(given.now)
  if (given.budget !== undefined) settings.budgetBytes = budget(given.budget)
  if (given.signedBy === undefined) return settings
  if (['client', 'provider'].includes(given.signedBy)) return { ...settings, signedBy: given.signedBy }
  throw new UsageError('`--signed-by`: expected `you` or `sender`')
}

function budget(text) {
  const [, digits, unit] = /^([1-9]\d{0,8})([KMG]iB)?$/.exec(text) ?? []
  if (digits === undefined) throw new UsageError('`--budget`: expected a size, such as `512KiB`, `64MiB` or `1GiB`')
  return Number(digits) * (UNITS.find(([name]) => name === unit)?.[1] ?? 1)
}

/** The case for others, written to a new file; or its text, where it takes the place of the report. */
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
const CASE = `A JSON object, also on standard input (\`-\`, or no argument at all):
  scheme             the scheme's id, or a custom scheme as an object
  request            an object: method, url, headers, timestamp, and body, or bodyBase64 for one that is no text
  secret             a text, or a list of all that may have signed
  credentials        in place of secret, where a scheme takes others: an object, { "apiKey": …, "partnerId": … }
  receivedSignature  what was refused, or the header that holds it; by default the one in the headers
  signedBy, options  as --signed-by; the API's options
  name               for people
Flags for credentials and the rest replace what it says.`
const IN_FILE = 'A file with `canonical` and no `request` is a scheme, and any other a case.'
const KEYS_HELP = 'Repeated, each of them may have signed: which one did is said.'
const NO_MESSAGE =
  'expected what was signed, got none: give `--http FILE`, `--http -` for standard input, or `--header` and `--body`'
const UNWRITTEN = {
  EEXIST: 'it is there already: expected the name of a new file',
  ENOENT: 'there is no such folder',
  EACCES: 'this user may not write there',
}
const BUDGET = 64 * 2 ** 20
// As shells count an interrupted program: 128 and the number of the signal.
const INTERRUPTED = 130
