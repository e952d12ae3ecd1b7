// What is written about the package: the examples run, and the tables and types say what the rows and the core say. The types that follow
// from the rows are compared in tests/types/generated.mjs.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { samples } from '../../pkg-template/samples.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { installed, project, run, schemes, whole } from './package.mjs'

const READMES = {
  repository: readFileSync(at('README.md'), 'utf8'),
  package: readFileSync(join(installed, 'README.md'), 'utf8'),
}
const TYPES = readFileSync(join(installed, 'dist', 'index.d.cts'), 'utf8')

/** Examples that other tests run: those that are files, and those for other runtimes. */
const ELSEWHERE = /<!-- (examples\/[\w./-]+) -->[^]*?<!-- \/\1 -->|^### (?:Deno|Bun|Cloudflare Workers)$[^]*?(?=^##)/gm

mkdirSync(join(project, 'node_modules', '.bin'))
symlinkSync(join('..', 'countersign', 'bin', 'countersign.js'), join(project, 'node_modules', '.bin', 'countersign'))

for (const [name, text] of Object.entries(READMES)) {
  const blocks = [...text.replaceAll(ELSEWHERE, '').matchAll(/^```(js|sh)\n([^]*?)^```$/gm)]
  const examples = blocks.filter(([, language]) => language === 'js').map(([, , code]) => code)
  test(`README of the ${name}: it has examples`, () => assert(examples.length > 0))
  for (const [index, code] of examples.entries()) {
    test(`README of the ${name}: example ${index + 1} runs`, () => {
      const file = join(project, `readme-${name}-${index}.${code.includes('require(') ? 'cjs' : 'mjs'}`)
      writeFileSync(file, code)
      assert.notEqual(run(process.execPath, [file], project), '', 'expected the example to print something')
    })
  }
  for (const [index, [, , code]] of blocks.filter(([, , code]) => code.includes('npx ')).entries()) {
    test(`README of the ${name}: commands ${index + 1} run`, { skip: process.platform === 'win32' }, () => {
      assert.notEqual(run('sh', ['-euc', code], project), '', 'expected the commands to print something')
    })
  }
  test(`README of the ${name}: all error codes`, () => {
    assert.deepEqual(codes(text, /^\| <a id="(ERR_\w+)"><\/a>`\1` \|/gm), codes(TYPES, /^ {2}\| '(ERR_\w+)'/gm))
  })
}

/** The tables in a text of Markdown, as lists of rows of cells: what a line ends is no part of one, in code neither. */
function tablesIn(text) {
  const tables = []
  let table
  for (const line of text.replace(/^```[^]*?^```$/gm, '').split('\n')) {
    // What follows without a blank line is a row, too, unless another block begins there.
    if (line === '' || /^(?:<!--|#|>|[-*] )/.test(line) || (!table && !line.startsWith('|'))) table = undefined
    else {
      if (!table) tables.push((table = []))
      table.push(line.replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim()))
    }
  }
  return tables
}

test('every table has the same cells in every row', () => {
  const files = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'www/README.md', 'pkg-template/README.md', 'pkg-template/examples/README.md']
  const found = files.flatMap((file) => tablesIn(readFileSync(at(file), 'utf8')).map((table) => ({ file, table })))
  assert.ok(found.length > 8)
  for (const { file, table: [head, rule, ...rows] } of found) {
    assert.match(rule.join(), /^(?::?-+:?,?)+$/, `${file}: ${head.join(' | ')}`)
    for (const row of [rule, ...rows]) assert.equal(row.length, head.length, `${file}: ${row.join(' | ')}`)
    // Backquotes that do not end within their cell would reach into the next one.
    for (const cell of rows.flat()) assert.equal(cell.match(/`/g)?.length % 2 || 0, 0, `${file}: ${cell}`)
  }
  // The table of schemes is one, and has them all.
  const ofSchemes = found.filter(({ table: [head] }) => head.includes('canonical string'))
  assert.deepEqual(ofSchemes.map(({ file }) => file), ['README.md', 'pkg-template/README.md'])
  for (const { file, table } of ofSchemes) {
    const ids = table.slice(2).map(([cell]) => /^`([^`]+)`/.exec(cell)?.[1])
    assert.deepEqual(ids, schemes().map(({ id }) => id), file)
    const azure = table.find(([cell]) => cell.startsWith('`azure-cosmos.request`'))
    assert.ok(azure[2].includes('{method\\|lower}\\n{resourceType'), 'line feeds as the command line writes them')
  }
})

test('the scheme tables are up to date', () => {
  run(process.execPath, [at('pkg-template', 'readme.mjs'), '--check'], project)
})

test('the types name all error codes of the core and of the facade', () => {
  const facade = ['ERR_DISPOSED', 'ERR_EXPORT_REFUSED', 'ERR_INTERNAL', 'ERR_REDIRECT_REFUSED', 'ERR_WASM_UNAVAILABLE']
  const core = codes(readFileSync(at('src', 'error.rs'), 'utf8'), /=> "(ERR_\w+)"/g)
  assert.deepEqual(codes(TYPES, /^ {2}\| '(ERR_\w+)'/gm), [...core, ...facade].sort())
})

test('the types name all members of a row, and what they can be', () => {
  const names = [...bodyOf('Scheme').matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)
  const rows = schemes()
  for (const row of rows) assert.deepEqual(Object.keys(row), names)
  const forms = /type TimestampForm = (.*)/.exec(TYPES)[1]
  for (const { encoding, timestamp, acceptedTimestamps } of rows) {
    assert(bodyOf('Scheme').includes(`'${encoding}'`), encoding)
    for (const value of [timestamp, ...acceptedTimestamps]) assert(forms.includes(`'${value}'`), value)
  }
})

test('the types name every algorithm that the core has, and no other', () => {
  const schema = JSON.parse(readFileSync(at('pkg-template', 'scheme.schema.json'), 'utf8'))
  const core = schema.definitions.Algorithm.oneOf.map((one) => one.const)
  const hashes = /^type Hash = (.*)$/m.exec(TYPES)[1]
  const union = (text) => [...text.matchAll(/'([^']+)'/g)].map(([, name]) => name)
  const expanded = (text) => {
    const [whole, inner] = /\$\{([^}]*)\}/.exec(text) ?? []
    return whole === undefined ? [text] : union(inner).flatMap((name) => expanded(text.replace(whole, name)))
  }
  const body = /^export type Algorithm =\n((?: {2}\| .*\n)+)/m.exec(TYPES)[1].replaceAll('${Hash}', `\${${hashes}}`)
  const names = body.match(/(?<=\| )(?:'[^']+'|`[^`]+`)$/gm).flatMap((name) => expanded(name.slice(1, -1)))
  assert.deepEqual(names.sort(), core.sort())
})

test('every sample verifies', () => {
  const all = samples()
  assert.deepEqual(Object.keys(all), schemes().map(({ id }) => id))
  for (const [id, { credentials, options, request, verifier }] of Object.entries(all)) {
    const signed = whole.esm.createSigner(id, credentials, options).sign(request)
    assert.equal(verifier === undefined, id === 'smile-id.sec-key', id)
    if (verifier) assert.equal(whole.esm.createVerifier(id, verifier, options).check(signed).ok, true, id)
  }
})

/** The text between the braces of an interface. */
const bodyOf = (name) => new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, 'm').exec(TYPES)[1]

const codes = (text, pattern) => [...text.matchAll(pattern)].map(([, code]) => code).sort()
