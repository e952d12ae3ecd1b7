// What is written about the package: the examples run, and the tables and types say what the rows and the core say.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { curl, samples } from '../../pkg-template/samples.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { createSigner, installed, project, run, schemes } from './package.mjs'

const READMES = {
  repository: readFileSync(at('README.md'), 'utf8'),
  package: readFileSync(join(installed, 'README.md'), 'utf8'),
}
const TYPES = readFileSync(join(installed, 'dist', 'index.d.ts'), 'utf8')

for (const [name, text] of Object.entries(READMES)) {
  const examples = [...text.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code)
  test(`README of the ${name}: it has examples`, () => assert(examples.length > 0))
  for (const [index, code] of examples.entries()) {
    test(`README of the ${name}: example ${index + 1} runs`, () => {
      const file = join(project, `readme-${name}-${index}.${code.includes('require(') ? 'cjs' : 'mjs'}`)
      writeFileSync(file, code)
      assert.notEqual(run(process.execPath, [file], project), '', 'expected the example to print something')
    })
  }
  test(`README of the ${name}: all error codes`, () => {
    assert.deepEqual(codes(text, /^\| `(ERR_\w+)`/gm), codes(TYPES, /^ {2}\| '(ERR_\w+)'/gm))
  })
}

test('the scheme tables are up to date', () => {
  run(process.execPath, [at('pkg-template', 'readme.mjs'), '--check'], project)
})

test('the types name all error codes of the core and of the facade', () => {
  const facade = ['ERR_INTERNAL', 'ERR_WASM_UNAVAILABLE']
  const core = codes(readFileSync(at('src', 'error.rs'), 'utf8'), /=> "(ERR_\w+)"/g)
  assert.deepEqual(codes(TYPES, /^ {2}\| '(ERR_\w+)'/gm), [...core, ...facade].sort())
})

test('the types name all schemes with their credentials and options', () => {
  const expected = schemes().flatMap(({ id, credentials, options }) => {
    const some = Object.keys(options).length > 0 ? [[id, Object.keys(options)]] : []
    return [[id, credentials], ...some]
  })
  const typed = [...TYPES.matchAll(/^ {2}'([\w-]+\.[\w-]+)': \{([^}]*)\}/gm)]
  const names = (members) => [...members.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name)
  assert.deepEqual(typed.map(([, id, members]) => [id, names(members)]).sort(), expected.sort())
})

test('the types name all members of a row', () => {
  const [, members] = /^export interface Scheme \{\n([^]*?)^\}/m.exec(TYPES)
  const names = [...members.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name)
  for (const row of schemes()) assert.deepEqual(Object.keys(row), names)
})

test('every scheme has a sample, and curl gets its words as they stand', { skip: process.platform === 'win32' }, () => {
  const publicKeyEncoding = { type: 'spki', format: 'pem' }
  const all = samples(generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding }))
  assert.deepEqual(Object.keys(all), schemes().map(({ id }) => id))
  for (const [id, { credentials, request, opens }] of Object.entries(all)) {
    const signed = createSigner(id, credentials).sign(request)
    const words = run('sh', ['-c', curl(signed, opens).replace('curl', "printf '%s\\0'")], project).split('\0')
    const headers = Object.entries(signed.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
    const body = signed.body === undefined ? [] : ['--data-binary', signed.body]
    assert.deepEqual(words, ['--request', signed.method, opens ?? signed.url, ...headers, ...body, ''], id)
  }
})

const codes = (text, pattern) => [...text.matchAll(pattern)].map(([, code]) => code).sort()
