// Writes the generated parts of the READMEs: the table of schemes, made from the schemes, and the examples, copied from their files.
// `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { visible } from './bin/terminal.js'
import { signature, time, within } from './bin/describe.js'
import { built } from './fresh.mjs'
import { at, command } from './tools.mjs'

const FILES = ['README.md', 'pkg-template/README.md']
/** Between a mark and the same with a slash stands what is made: the table of schemes, or the example of that name. */
const MADE = /(<!-- (schemes|examples\/[\w./-]+) -->\n)[^]*?(<!-- \/\2 -->)/g

/** A column's title, and what a row says there. */
const COLUMNS = [
  ['scheme', ({ id, deprecated }) => code(id) + (deprecated ? `, deprecated: use ${code(deprecated)}` : '')],
  ['signs', ({ title, documentation }) => `[${title}](${documentation})`],
  ['canonical string', ({ canonical, acceptedCanonicals, bindings }) => (
    canonical === '' ? 'none' : [canonical, ...acceptedCanonicals].map((text) => code(expanded(text, bindings))).join(' or ')
  )],
  ['signature', signature],
  ['travels in', ({ headers, query, fields, companion }) => [
    ...Object.keys(headers).map(code),
    ...Object.keys(query).map((name) => `query ${code(name)}`),
    ...Object.keys(fields).map((name) => `body ${code(name)}`),
    ...(companion ? Object.keys(companion.headers).map((name) => `${code(name)} of ${code(companion.id)}`) : []),
  ].join(', ')],
  ['time', time],
  ['verified within', within],
  ['credentials', ({ credentials, companion }) => [
    ...credentials.map(code),
    ...(companion ? companion.credentials.map((name) => `${code(name)} where wanted`) : []),
  ].join(', ')],
]

// As the command line writes it: a line feed, which would end the row, as `\n`. A bar ends a cell, in code too, unless a backslash
// stands before it.
const code = (text) => `\`${visible(text).replaceAll('|', '\\|')}\``

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

/** A file, as a block of code. */
const example = (name) => `\`\`\`js\n${readFileSync(at('pkg-template', name), 'utf8')}\`\`\`\n`

command(async () => {
  const { schemes } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))
  const made = (name) => (name === 'schemes' ? table(schemes()) : example(name))
  for (const file of FILES) {
    const before = readFileSync(at(file), 'utf8')
    if (!before.includes('<!-- /schemes -->')) throw new Error(`\`${file}\`: expected the marks of the scheme table, got none`)
    const after = before.replace(MADE, (_, start, name, end) => start + made(name) + end)
    if (after === before) continue
    if (process.argv.includes('--check')) {
      throw new Error(`\`${file}\`: the scheme table or an example is out of date: run \`node pkg-template/readme.mjs\``)
    }
    writeFileSync(at(file), after)
    console.log(`wrote what is made of ${file}`)
  }
})
