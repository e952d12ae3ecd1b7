// `countersign schemes`: what the package can sign and verify.
import { check } from '../check-scheme.js'
import { flagOf, variable, wanted } from '../credentials.js'
import { kebab } from '../flags.js'
import { CUSTOM_SCHEME } from '../help.js'
import { optionNames } from '../options.js'
import { schemeOf, definitions } from '../find-scheme.js'
import { bold, columns, dim, json, labelled, visible } from '../terminal.js'
import { signature, time, within } from '../describe.js'

export const usage = `countersign schemes [SCHEME] [flags]
countersign schemes check SCHEME.json [VECTORS …] [flags]`

export const about = `Lists the schemes, or describes one: what is signed, and the flags that it takes.
\`check\` says whether a custom scheme is right, and runs it against vectors: files, or folders of them.
The exit code of \`check\` is 0 if all is right, 1 if something is wrong, 2 if that could not be told.`

export const examples = [
  'countersign schemes',
  'countersign schemes stripe.webhook',
  'countersign schemes kraken.request --json',
  'countersign schemes kraken.request --json > kraken.json && countersign schemes check kraken.json',
]

export const groups = () => [
  { title: 'A custom scheme', text: `${CUSTOM_SCHEME}\n${SCHEME_FILE}`, flags: [] },
  { title: 'Vectors', text: VECTORS, flags: [] },
  {
    title: 'Output (what people read by default)',
    flags: [
      { name: 'json', about: "the schemes' data: an array, or the object of the one named; of `check`, what it found" },
    ],
  },
]

export async function run(given, rest) {
  const asJson = given.json
  if (rest[0] === 'check') return check(rest.slice(1), asJson, described)
  if (rest.length === 0) return { code: 0, text: asJson ? json(definitions()) : table() }
  const definition = await schemeOf(rest, 'countersign schemes [SCHEME] [flags]')
  return { code: 0, text: asJson ? json(definition) : described(definition) }
}

function table() {
  const signs = ({ title, deprecated }) => (deprecated ? `${title} (deprecated)` : title)
  const cells = definitions().map((definition) => [definition.id, definition.credentials.join(', '), signs(definition)])
  const [head, ...lines] = columns([['scheme', 'credentials', 'signs'], ...cells])
  return [dim(head), ...lines, ''].join('\n')
}

function described(definition) {
  const { canonical, acceptedCanonicals, bindings, deprecated, companion, rateLimit, documentation, lastChecked } = definition
  const shown = ([label, lines]) => [label, lines.map(visible)]
  /** @type {[string, string[]][]} */
  const lines = [

    ['deprecated', deprecated ? [`use ${deprecated}`] : []],
    ['signed', canonical === '' ? ['nothing'] : [canonical, ...acceptedCanonicals.map((other) => `or ${other}`)]],
    ['where', Object.entries(bindings).map(([name, template]) => `${name} is ${template}`)],
    ['signature', [signature(definition)]],
    ...placesOf(definition),
    ['with', companion ? [`${companion.id}, where a privateKey is given`, ...Object.keys(companion.headers)] : []],
    ['time', [time(definition)]],
    ['verified', [within(definition)]],
    ['to sign', flagsOf(definition, 'sign')],
    ['to verify', flagsOf(definition, 'verify')],
    ['rate limit', rateLimit ? [`${rateLimit.requestsPerMinute} requests a minute`] : []],
    ['notes', definition.notes],
    ['read', documentation ? [`${documentation}${lastChecked && ` (last on ${lastChecked})`}`] : []],
  ]
  return `${`${bold(visible(definition.id))}  ${visible(definition.title)}`.trimEnd()}\n${labelled(lines.map(shown))}`
}

/**
 * Where what is signed travels, and what it is made of.
 *
 * @returns {[string, string[]][]}
 */
function placesOf({ headers, query, fields, inputs }) {
  const lines = (places) => Object.entries(places).map(([name, template]) => `${name}: ${template}`)
  const needed = Object.entries(inputs).map(([name, place]) => `${place.replace(/^header:/, '')}, as {${name}}`)
  return [['headers', lines(headers)], ['query', lines(query)], ['in the body', lines(fields)], ['needs', needed]]
}

function flagsOf(definition, use) {
  const { needs, takes } = wanted(definition, use)
  const needed = needs.map((names) => names.map(named).join(' or '))
  const further = takes.filter((name) => !needs.flat().includes(name)).map((name) => `${named(name)}, where wanted`)
  return [...needed, ...further, ...optionNames(definition, use).map((name) => optionOf(definition, name, use))]
}

/** With what it is by default, where that is said for this use. */
function optionOf({ options, companion }, name, use) {
  const value = use === 'sign' && { ...companion?.options, ...options }[name]
  return `--option ${name}=…${value ? ` (${value} by default)` : ''}`
}

const named = (name) => `--${kebab(flagOf(name))} (or ${variable(name)})`

const SCHEME_FILE = `A scheme is an object as --json prints it; \`id\` and \`canonical\` are needed, the rest has defaults:
  { "id": "acme.request", "canonical": "{timestamp}.{body}", "timestamp": "seconds",
    "headers": { "Acme-Time": "{timestamp}", "Acme-Signature": "v1={signature}" } }
Editors complete it with "$schema": "./node_modules/countersign/scheme.schema.json".`
const VECTORS = `Each is an object, or one of a list of them. Figures that are left out are not compared, and those
that are wrong are shown, so keep real secrets out:
  scheme               the id of the scheme
  credentials          by name, each a text, a list of them, or { "file": … } for a file beside the vector
  options              by name, each a text
  request              to sign: method, url, headers, body or bodyBase64, timestamp, or the clock as nowMs
  canonical, signature, headers, fields, url, body  what comes out; "{signature}" where it is random
  received             to verify: method, url, headers, body or bodyBase64, and the clock as nowMs
  verified             what comes out: timestamp, atMs, keyIndex, canonical, fingerprint, inputs, companion
  error                in the place of what comes out: code, part, offset`
