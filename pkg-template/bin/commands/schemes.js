// `countersign schemes`: what the package can sign and verify.
import { optionNames } from '../options.js'
import { variable, wanted } from '../credentials.js'
import { kebab } from '../flags.js'
import { rowOf, rows } from '../rows.js'
import { bold, columns, dim, json, labelled } from '../terminal.js'
import { signature, time, within } from '../words.js'

export const usage = 'countersign schemes [SCHEME] [flags]'

export const about = 'Lists the schemes, or describes one: what is signed, and the flags that it takes.'

export const examples = [
  'countersign schemes',
  'countersign schemes stripe.webhook',
  'countersign schemes kraken.request --json',
]

export const groups = () => [
  {
    title: 'Output (what people read by default)',
    flags: [{ name: 'json', about: "the rows' data: an array, or the object of the one named" }],
  },
]

export function run({ json: asJson }, rest) {
  if (rest.length === 0) return { code: 0, text: asJson ? json(rows()) : table() }
  const row = rowOf(rest, usage)
  return { code: 0, text: asJson ? json(row) : described(row) }
}

function table() {
  const signs = ({ title, deprecated }) => (deprecated ? `${title} (deprecated)` : title)
  const cells = rows().map((row) => [row.id, row.credentials.join(', '), signs(row)])
  const [head, ...lines] = columns([['scheme', 'credentials', 'signs'], ...cells])
  return [dim(head), ...lines, ''].join('\n')
}

function described(row) {
  const { canonical, alsoCanonical, bindings, deprecated, companion, rateLimit } = row
  return `${bold(row.id)}  ${row.title}\n${labelled([
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
    ['read', [`${row.documentation} (last on ${row.checked})`]],
  ])}`
}

/** Where what is signed travels, and what it is made of. */
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

const named = (name) => `--${kebab(name)} (or ${variable(name)})`
