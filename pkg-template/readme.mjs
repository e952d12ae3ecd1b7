// Writes the generated parts of the READMEs: the table of schemes, the list of filters, and the examples from their files; `--check` only checks that they
// are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { visible } from './bin/terminal.js'
import { signature, time, within } from './bin/describe.js'
import { built } from './fresh.mjs'
import { at, command } from './tools.mjs'

const FILES = ['README.md', 'pkg-template/README.md']
/** A generated part is between a mark and the same mark with a slash: the table of schemes, the list of filters, or the example of that name. */
const MADE = /(<!-- (schemes|filters|examples\/[\w./-]+) -->\n)[^]*?(<!-- \/\2 -->)/g

/** A column's title, and its cell for a scheme. */
const COLUMNS = [
  ['scheme', ({ id, deprecated }) => code(id) + (deprecated ? `, deprecated: use ${code(deprecated)}` : '')],
  ['signs', ({ title, documentation }) => `[${title}](${documentation})`],
  ['canonical string', ({ canonical, acceptedCanonicals, bindings }) => (
    canonical === '' ? 'none' : [canonical, ...acceptedCanonicals].map((text) => code(expanded(text, bindings))).join(' or ')
  )],
  ['signature', (definition, description) => signature(description)],
  ['travels in', ({ headers, query, fields, companion }) => [
    ...Object.keys(headers).map(code),
    ...Object.keys(query).map((name) => `query ${code(name)}`),
    ...Object.keys(fields).map((name) => `body ${code(name)}`),
    ...(companion ? Object.keys(companion.headers).map((name) => `${code(name)} of ${code(companion.id)}`) : []),
  ].join(', ')],
  ['time', (definition, description) => time(description)],
  ['verified within', (definition, description) => within(description)],
  ['credentials', ({ credentials, companion }) => [
    ...credentials.map(code),
    ...(companion ? companion.credentials.map((name) => `${code(name)} where wanted`) : []),
  ].join(', ')],
]

// As on the command line: a line feed, which would end the row, is `\n`. A bar ends a cell, even in code, unless a backslash is before
// it.
const code = (text) => `\`${visible(text).replaceAll('|', '\\|')}\``

/** A template with its bindings inserted: `{payload|sha256}` becomes `{(…)|sha256}`. */
function expanded(canonical, bindings) {
  const put = (text, [name, template]) => text.replaceAll(`{${name}|`, `{(${template})|`)
  return Object.entries(bindings).reduce(put, canonical)
}

const row = (cells) => `| ${cells.join(' | ')} |\n`

const table = (schemes, describe) =>
  row(COLUMNS.map(([title]) => title)) +
  row(COLUMNS.map(() => '---')) +
  schemes.map((scheme) => [scheme, describe(scheme)]).map((one) => row(COLUMNS.map(([, cell]) => cell(...one)))).join('')

/** The filters of templates, one a line. */
const filters = (names) => names.filters.map(({ name, documentation }) => `- \`${name}\`: ${documentation}\n`).join('')

/** A file as a code block. */
const example = (name) => `\`\`\`js\n${readFileSync(at('pkg-template', name), 'utf8')}\`\`\`\n`

command(async () => {
  const { schemes } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))
  const { describe, names } = await import(pathToFileURL(built('npm', 'dist', 'describe.js')))
  const made = (name) => (name === 'schemes' ? table(schemes(), describe) : name === 'filters' ? filters(names()) : example(name))
  for (const file of FILES) {
    const before = readFileSync(at(file), 'utf8')
    if (!before.includes('<!-- /schemes -->')) throw new Error(`\`${file}\`: expected the marks of the scheme table, got none`)
    const after = before.replace(MADE, (_, start, name, end) => start + made(name) + end)
    if (after === before) continue
    if (process.argv.includes('--check')) {
      throw new Error(`\`${file}\`: the scheme table, the list of filters or an example is out of date: run \`node pkg-template/readme.mjs\``)
    }
    writeFileSync(at(file), after)
    console.log(`wrote what is made of ${file}`)
  }
})
