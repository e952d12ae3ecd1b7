// Writes the table of schemes into the READMEs, from the rows themselves; `--check` only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { at, command } from './tools.mjs'

const FILES = ['README.md', 'pkg-template/README.md']
const TABLE = /(<!-- schemes -->\n)[^]*?(<!-- \/schemes -->)/

/** A column's title, and what a row says there. */
const COLUMNS = [
  ['scheme', ({ id, deprecated }) => code(id) + (deprecated ? `, deprecated: use ${code(deprecated)}` : '')],
  ['signs', ({ title, documentation }) => `[${title}](${documentation})`],
  ['canonical string', ({ canonical, alsoCanonical, bindings }) => (
    canonical === '' ? 'none' : [canonical, ...alsoCanonical].map((text) => code(expanded(text, bindings))).join(' or ')
  )],
  ['signature', ({ algorithm, encoding }) => (
    ALGORITHMS[algorithm] + (BARE.includes(algorithm) ? '' : `, ${ENCODINGS[encoding]}`)
  )],
  ['travels in', ({ headers, query, fields, companion }) => [
    ...Object.keys(headers).map(code),
    ...Object.keys(query).map((name) => `query ${code(name)}`),
    ...Object.keys(fields).map((name) => `body ${code(name)}`),
    ...(companion ? Object.keys(companion.headers).map((name) => `${code(name)} of ${code(companion.id)}`) : []),
  ].join(', ')],
  ['time', ({ timestamp, alsoTimestamp }) => {
    const others = alsoTimestamp.map((form) => TIMES[form]).join(', ')
    return TIMES[timestamp] + (others && `; also read: ${others}`)
  }],
  ['verified within', within],
  ['credentials', ({ credentials, companion }) => [
    ...credentials.map(code),
    ...(companion ? companion.credentials.map((name) => `${code(name)} where wanted`) : []),
  ].join(', ')],
]

/** How old a message may be that is received. */
function within({ algorithm, timestamp, toleranceSeconds, expiresAfterSeconds }) {
  const anyTime = 'any time: no replay protection'
  if (algorithm === 'none') return 'nothing is signed'
  if (toleranceSeconds === null) return timestamp === 'none' ? anyTime : 'any time: the nonce has to grow'
  if (timestamp === 'none') return `${toleranceSeconds} s where a time is signed, else ${anyTime}`
  const what = expiresAfterSeconds > 0 ? ` of its expiry, ${expiresAfterSeconds} s after signing` : ''
  return `${toleranceSeconds} s${what}`
}

const ALGORITHMS = {
  none: 'none',
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha512': 'HMAC-SHA512',
  'rsaes-pkcs1-v1_5': 'RSA encryption (PKCS#1 v1.5)',
  'rsassa-pss-sha256': 'RSASSA-PSS with SHA-256',
  'rsassa-pkcs1-v1_5-sha256': 'RSASSA-PKCS1-v1_5 with SHA-256',
  jws: 'JWS (PS256, RS256)',
}
/** Those that need no encoding said. */
const BARE = ['none', 'jws']
const ENCODINGS = { hex: 'hex', base64: 'base64', 'base64-lines': 'base64', base64url: 'base64url' }
const TIMES = {
  none: 'none',
  seconds: 'Unix seconds',
  milliseconds: 'Unix milliseconds',
  iso8601: 'ISO 8601',
  rfc1123: 'HTTP date',
}

// A bar ends a cell, in code too, unless a backslash stands before it.
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``

/** A template with the intermediate values it names put in: `{payload|sha256}` becomes `{(…)|sha256}`. */
function expanded(canonical, bindings) {
  const put = (text, [name, template]) => text.replaceAll(`{${name}|`, `{(${template})|`)
  return Object.entries(bindings).reduce(put, canonical)
}

const row = (cells) => `| ${cells.join(' | ')} |\n`

const table = (schemes) =>
  row(COLUMNS.map(([title]) => title)) +
  row(COLUMNS.map(() => '---')) +
  schemes.map((scheme) => row(COLUMNS.map(([, cell]) => cell(scheme)))).join('')

command(async () => {
  const { schemes } = await import(pathToFileURL(at('target', 'npm', 'dist', 'index.js')))
  const fresh = table(schemes())
  for (const file of FILES) {
    const before = readFileSync(at(file), 'utf8')
    if (!TABLE.test(before)) throw new Error(`\`${file}\`: expected the markers of the scheme table, got none`)
    const after = before.replace(TABLE, (_, start, end) => start + fresh + end)
    if (after === before) continue
    if (process.argv.includes('--check')) {
      throw new Error(`\`${file}\`: the scheme table is out of date: run \`node pkg-template/readme.mjs\``)
    }
    writeFileSync(at(file), after)
    console.log(`wrote the scheme table of ${file}`)
  }
})
