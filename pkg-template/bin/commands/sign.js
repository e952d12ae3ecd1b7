// `countersign sign`: signs a request and prints what to send.
import { createSigner } from '../../dist/index.js'
import { credentialFlags, credentials } from '../credentials.js'
import { curl } from '../curl.js'
import { UsageError, listed } from '../usage-error.js'
import { CUSTOM_SCHEME, SECRETS } from '../help.js'
import { OPTION_FLAG, options } from '../options.js'
import { REQUEST_FLAGS, request } from '../request.js'
import { asScheme, schemeOf, definitions } from '../find-scheme.js'
import { bodyMember, bold, json, labelled, utf8, visible, visibleBytes } from '../terminal.js'

export { ownFlags } from '../credentials.js'

export const usage = 'countersign sign SCHEME [flags]'

export const about = `Signs a request and prints what to send. It sends nothing.`

export const examples = [
  'countersign sign securo.request --api-key env:SECURO_KEY --secret env:SECURO_SECRET --http request.http',
  'countersign sign securo.request --api-key env:SECURO_KEY --secret env:SECURO_SECRET --http request.http --curl | sh',
  'countersign sign github.webhook --secret file:secret.txt --body @payload.json --headers',
  "printf 'command=%%2Fweather' | countersign sign slack.webhook --secret file:secret.txt --body @- --json",
]

export const groups = () => [
  { flags: credentialFlags(definitions()) },
  { title: 'Credentials', text: SECRETS, flags: [] },
  {
    title: 'Request',
    flags: [
      ...REQUEST_FLAGS,
      { name: 'timestamp', value: 'TEXT', about: 'the timestamp to sign and send, exactly as given; default: now' },
      { name: 'allowHttp', about: 'sign `http:` URLs of any host, for a mock server in Compose or in a cluster' },
    ],
  },
  { title: 'Scheme', flags: [OPTION_FLAG] },
  { title: 'A custom scheme', text: CUSTOM_SCHEME, flags: [] },
  {
    title: 'Output (readable text by default)',
    flags: [
      { name: 'headers', about: 'only the headers, as `Name: value`' },
      { name: 'json', about: 'a JSON object; a body that is not UTF-8 is in `bodyBase64`' },
      { name: 'curl', about: 'a curl command for a POSIX shell that sends exactly these bytes' },
    ],
  },
]

export async function run(given, rest) {
  const definition = await schemeOf(rest, usage)
  const print = printer(given)
  const chosen = { ...options(definition, 'sign', given.option), allowHttp: given.allowHttp }
  const { values } = await credentials(definitions(), definition, 'sign', given)
  const { notes, ...asked } = await request(given)
  const signed = createSigner(asScheme(definition), values, chosen).sign({ ...asked, timestamp: given.timestamp })
  return { code: 0, text: print(signed, asked, definition), notes }
}

/** The function for the chosen output form. */
function printer(given) {
  const asked = Object.keys(FORMS).filter((name) => given[name])
  if (asked.length > 1) throw new UsageError(`expected one output, got ${listed(asked.map((name) => `--${name}`), ' and ')}`)
  return FORMS[asked[0]] ?? forPeople
}

const FORMS = {
  headers: ({ headers }) => `${headerLines(headers).join('\n')}\n`,
  json: ({ method, url, headers, body, ...signed }) => json({ method, url, headers, ...bodyMember(body), ...signed }),
  curl(signed) {
    const other = Object.keys(signed.headers).find((name) => /[\p{Cc}\p{Cf}]/u.test(signed.headers[name]))
    if (other) throw new UsageError(`\`--curl\`: the header \`${other}\` contains control characters: use \`--json\``)
    if (signed.url === '') throw new UsageError('`--curl`: expected a URL to send to, got none: give `--url URL`')
    return `${curl({ ...signed, body: signed.body && (utf8(signed.body) ?? signed.body) })}\n`
  },
}

/** What was signed and what to send; the body only if signing changed it. */
function forPeople({ method, url, headers, body, fields, canonical }, asked, { id }) {
  const isOther = body !== undefined && Buffer.compare(body, asked.body ?? NOTHING) !== 0
  return `${bold(visible(id))}\n${labelled([
    ['canonical', [canonical === '' ? 'nothing is signed: the credential itself is sent' : visible(canonical)]],
    ['send', [visible(`${method} ${url}`).trimEnd()]],
    ['headers', headerLines(headers).map(visible)],
    ['in the body', Object.entries(fields ?? {}).map(([name, value]) => visible(`${name}: ${value}`))],
    ['body', isOther ? [visibleBytes(body)] : []],
  ])}`
}

const headerLines = (headers) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
const NOTHING = new Uint8Array(0)
