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
  ['canonical string', ({ canonical, bindings }) => (canonical === '' ? 'none' : code(expanded(canonical, bindings)))],
  ['signature', ({ algorithm, encoding }) => (algorithm === 'none' ? 'none' : `${ALGORITHMS[algorithm]}, ${encoding}`)],
  ['adds', ({ headers, query, fields }) => [
    ...Object.keys(headers).map(code),
    ...Object.keys(query).map((name) => `query ${code(name)}`),
    ...Object.keys(fields).map((name) => `body ${code(name)}`),
  ].join(', ')],
  ['time', ({ timestamp }) => TIMES[timestamp]],
  ['credentials', ({ credentials }) => credentials.map(code).join(', ')],
]

const ALGORITHMS = {
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha512': 'HMAC-SHA512',
  'rsaes-pkcs1-v1_5': 'RSA encryption (PKCS#1 v1.5)',
}
const TIMES = { none: 'none', seconds: 'Unix seconds', milliseconds: 'Unix milliseconds', iso8601: 'ISO 8601' }

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
