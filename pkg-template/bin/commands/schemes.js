// `countersign schemes`: lists, describes and checks schemes.
import { check } from '../check-scheme.js'
import { flagOf, variable, wanted } from '../credentials.js'
import { kebab } from '../flags.js'
import { CUSTOM_SCHEME } from '../help.js'
import { described } from '../described.js'
import { optionNames } from '../options.js'
import { schemeOf, definitions } from '../find-scheme.js'
import { bold, columns, dim, json, labelled, visible } from '../terminal.js'
import { signature, time, within } from '../describe.js'

export const usage = `countersign schemes [SCHEME] [flags]
countersign schemes check SCHEME.json [VECTORS …] [flags]`

export const about = `Lists the schemes, or describes one: what it signs, and which flags it takes.
\`check\` checks a custom scheme, and runs it against test vectors: files, or folders of files.
The exit code of \`check\` is 0 if the scheme and all vectors are valid, 1 if not, 2 for an error.`

export const examples = [
  'countersign schemes',
  'countersign schemes stripe.webhook',
  'countersign schemes kraken.request --json',
  'countersign schemes kraken.request --json > kraken.json && countersign schemes check kraken.json',
]

export const groups = () => [
  { title: 'A custom scheme', text: `${CUSTOM_SCHEME}\n${SCHEME_FILE}`, flags: [] },
  { title: 'Test vectors', text: VECTORS, flags: [] },
  {
    title: 'Output (readable text by default)',
    flags: [
      { name: 'json', about: 'print JSON: an array of schemes, one scheme as an object, or the result of `check`' },
    ],
  },
]

export async function run(given, rest) {
  const asJson = given.json
  if (rest[0] === 'check') return check(rest.slice(1), asJson, shown)
  if (rest.length === 0) return { code: 0, text: asJson ? json(definitions()) : table() }
  const definition = await schemeOf(rest, 'countersign schemes [SCHEME] [flags]')
  return { code: 0, text: asJson ? json(definition) : shown(definition) }
}

function table() {
  const titleOf = ({ title, deprecated }) => (deprecated ? `${title} (deprecated)` : title)
  const cells = definitions().map((definition) => [definition.id, definition.credentials.join(', '), titleOf(definition)])
  const [head, ...lines] = columns([['scheme', 'credentials', 'title'], ...cells])
  return [dim(head), ...lines, ''].join('\n')
}

function shown(definition) {
  const { canonical, acceptedCanonicals, bindings, deprecated, companion, rateLimit, documentation, lastChecked } = definition
  const visibly = ([label, lines]) => [label, lines.map(visible)]
  /** @type {[string, string[]][]} */
  const lines = [
    ['deprecated', deprecated ? [`use ${deprecated}`] : []],
    ['canonical', canonical === '' ? ['nothing'] : [canonical, ...acceptedCanonicals.map((other) => `or ${other}`)]],
    ['where', Object.entries(bindings).map(([name, template]) => `${name} is ${template || 'computed as the standard says'}`)],
    ['token header', pairs(definition.tokenHeader)],
    ['claims', pairs(definition.claims)],
    ['signature', [signature(described(definition)), ...definition.acceptedAlgorithms.map((other) => `or ${other}`)]],
    ...placesOf(definition),
    ['companion', companion ? [`${companion.id}, if a ${companion.credentials.join(', ')} is given`, ...Object.keys(companion.headers).map((name) => `adds the header ${name}`)] : []],
    ['timestamp', [time(described(definition))]],
    ['tolerance', [within(described(definition))]],
    ['sign with', flagsOf(definition, 'sign')],
    ['verify with', flagsOf(definition, 'verify')],
    ['rate limit', rateLimit ? [`${rateLimit.requestsPerMinute} requests a minute`] : []],
    ['notes', definition.notes],
    ['documentation', documentation ? [`${documentation}${lastChecked && ` (last checked on ${lastChecked})`}`] : []],
  ]
  return `${`${bold(visible(definition.id))}  ${visible(definition.title)}`.trimEnd()}\n${labelled(lines.map(visibly))}`
}

const pairs = (members) => Object.entries(members).map(([name, template]) => `${name}: ${template}`)

/**
 * The places that carry the signature and other values, and the inputs that the scheme reads.
 *
 * @returns {[string, string[]][]}
 */
function placesOf(definition) {
  const { headers, query, fields } = definition
  const needed = described(definition).inputs.map(({ name, part, at, isOptional }) => `{${name}} from ${part} ${at}${isOptional ? '?' : ''}`)
  return [['headers', pairs(headers)], ['query', pairs(query)], ['in the body', pairs(fields)], ['inputs', needed]]
}

function flagsOf(definition, use) {
  const { needs, takes } = wanted(definition, use)
  const needed = needs.map((names) => names.map(named).join(' or '))
  const further = takes.filter((name) => !needs.flat().includes(name)).map((name) => `${named(name)}, optional`)
  return [...needed, ...further, ...optionNames(definition, use).map((name) => optionOf(definition, name, use))]
}

/** The flag of an option, for signing with its default. */
function optionOf(definition, name, use) {
  const { options, companion } = described(definition)
  const value = use === 'sign' && [...options, ...(companion?.options ?? [])].find((option) => option.name === name)?.default
  return `--option ${name}=…${value ? ` (${value} by default)` : ''}`
}

const named = (name) => `--${kebab(flagOf(name))} (or ${variable(name)})`

const SCHEME_FILE = `A scheme is a JSON object, as --json prints it. \`id\` and \`canonical\` are required, all else has defaults:
  { "id": "acme.request", "canonical": "{timestamp}.{body}", "timestamp": "seconds",
    "headers": { "Acme-Time": "{timestamp}", "Acme-Signature": "v1={signature}" } }
For completion in editors, add "$schema": "./node_modules/countersign/scheme.schema.json".`
const VECTORS = `A file holds a test vector, or a list of them. Values that a vector leaves out are not compared; values that
differ are printed, so use no real secrets:
  scheme               the id of the scheme
  credentials          by name: a string, a list of strings, or { "file": … } for a file next to the vector
  options              by name: a string
  request              to sign: method, url, headers, body or bodyBase64, timestamp, or nowMs (the clock, in milliseconds)
  canonical, signature, headers, fields, url, body  expected results; "{signature}" if the signature is random
  received             to verify: method, url, headers, body or bodyBase64, and nowMs (the clock, in milliseconds)
  verified             expected results: timestamp, atMs, keyIndex, canonical, fingerprint, inputs, companion
  error                the expected error instead of results: code, part, offset`
