// `countersign schemes`: what the package can sign and verify.
import { check } from '../check.js'
import { flagOf, variable, wanted } from '../credentials.js'
import { kebab } from '../flags.js'
import { ROW } from '../help.js'
import { optionNames } from '../options.js'
import { rowOf, rows } from '../rows.js'
import { bold, columns, dim, json, labelled, visible } from '../terminal.js'
import { signature, time, within } from '../words.js'

export const usage = `countersign schemes [SCHEME] [flags]
countersign schemes check ROW.json [VECTORS …] [flags]`

export const about = `Lists the schemes, or describes one: what is signed, and the flags that it takes.
\`check\` says whether a row of your own is right, and runs it against vectors: files, or folders of them.
The exit code of \`check\` is 0 if all is right, 1 if something is wrong, 2 if that could not be told.`

export const examples = [
  'countersign schemes',
  'countersign schemes stripe.webhook',
  'countersign schemes kraken.request --json',
  'countersign schemes kraken.request --json > kraken.json && countersign schemes check kraken.json',
]

export const groups = () => [
  { title: 'A row of your own', text: `${ROW}\n${ROW_FILE}`, flags: [] },
  { title: 'Vectors', text: VECTORS, flags: [] },
  {
    title: 'Output (what people read by default)',
    flags: [
      { name: 'json', about: "the rows' data: an array, or the object of the one named; of `check`, what it found" },
    ],
  },
]

export async function run(given, rest) {
  const asJson = given.json
  if (rest[0] === 'check') return check(rest.slice(1), asJson, described)
  if (rest.length === 0) return { code: 0, text: asJson ? json(rows()) : table() }
  const row = await rowOf(rest, 'countersign schemes [SCHEME] [flags]')
  return { code: 0, text: asJson ? json(row) : described(row) }
}

function table() {
  const signs = ({ title, deprecated }) => (deprecated ? `${title} (deprecated)` : title)
  const cells = rows().map((row) => [row.id, row.credentials.join(', '), signs(row)])
  const [head, ...lines] = columns([['scheme', 'credentials', 'signs'], ...cells])
  return [dim(head), ...lines, ''].join('\n')
}

function described(row) {
  const { canonical, alsoCanonical, bindings, deprecated, companion, rateLimit, documentation, checked } = row
  const shown = ([label, lines]) => [label, lines.map(visible)]
  /** @type {[string, string[]][]} */
  const lines = [

    ['deprecated', deprecated ? [`use ${deprecated}`] : []],
    ['signed', canonical === '' ? ['nothing'] : [canonical, ...alsoCanonical.map((other) => `or ${other}`)]],
    ['where', Object.entries(bindings).map(([name, template]) => `${name} is ${template}`)],
    ['signature', [signature(row)]],
    ...placesOf(row),
    ['with', companion ? [`${companion.id}, where a privateKey is given`, ...Object.keys(companion.headers)] : []],
    ['time', [time(row)]],
    ['verified', [within(row)]],
    ['to sign', flagsOf(row, 'sign')],
    ['to verify', flagsOf(row, 'verify')],
    ['rate limit', rateLimit ? [`${rateLimit.requestsPerMinute} requests a minute`] : []],
    ['notes', row.notes],
    ['read', documentation ? [`${documentation}${checked && ` (last on ${checked})`}`] : []],
  ]
  return `${`${bold(visible(row.id))}  ${visible(row.title)}`.trimEnd()}\n${labelled(lines.map(shown))}`
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

function flagsOf(row, use) {
  const { needs, takes } = wanted(row, use)
  const needed = needs.map((names) => names.map(named).join(' or '))
  const further = takes.filter((name) => !needs.flat().includes(name)).map((name) => `${named(name)}, where wanted`)
  return [...needed, ...further, ...optionNames(row, use).map((name) => optionOf(row, name, use))]
}

/** With what it is by default, where that is said for this use. */
function optionOf({ options, companion }, name, use) {
  const value = use === 'sign' && { ...companion?.options, ...options }[name]
  return `--option ${name}=…${value ? ` (${value} by default)` : ''}`
}

const named = (name) => `--${kebab(flagOf(name))} (or ${variable(name)})`

const ROW_FILE = `A row is an object as --json prints it; \`id\` and \`canonical\` are needed, the rest has defaults:
  { "id": "acme.request", "canonical": "{timestamp}.{body}", "timestamp": "seconds",
    "headers": { "Acme-Time": "{timestamp}", "Acme-Signature": "v1={signature}" } }
Editors complete it with "$schema": "./node_modules/countersign/scheme.schema.json".`
const VECTORS = `Each is an object, or one of a list of them. Figures that are left out are not compared, and those
that are wrong are shown, so keep real secrets out:
  scheme               the id of the row
  credentials          by name, each a text, a list of them, or { "file": … } for a file beside the vector
  options              by name, each a text
  request              to sign: method, url, headers, body or bodyBase64, timestamp, or the clock as nowMs
  canonical, signature, headers, fields, url, body  what comes out; "{signature}" where it is random
  received             to verify: method, url, headers, body or bodyBase64, and the clock as nowMs
  verified             what comes out: timestamp, atMs, keyIndex, canonical, fingerprint, inputs, companion
  error                in the place of what comes out: code, part, offset`
