// No module of the package, its command line or the page imports itself, by way of others.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { root } from '../../pkg-template/tools.mjs'

const FOLDERS = ['pkg-template/src', 'pkg-template/bin', 'www/page']

test('no module imports itself by way of others', () => {
  for (const folder of FOLDERS) {
    const imports = new Map(files(folder).map((file) => [file, imported(file, readFileSync(file, 'utf8'))]))
    // The reader finds imports at all: each folder has several times as many as this.
    assert.ok([...imports.values()].flat().filter(existsSync).length > 10, folder)
    assert.deepEqual(circles(imports).map((circle) => circle.map((file) => relative(root, file))), [], folder)
  }
})

test('a circle is seen', () => {
  const modules = {
    'a.js': "import { b } from './b.js'\n",
    'b.js': "import {\n  c,\n} from './c/c.js'\n",
    'c/c.js': "export * from '../d.js'\n",
    'd.js': "import './e.js'\nconst load = () => import('./a.js')\n",
    'e.js': "/** @import { A } from './a.js' */\n// import './a.js'\n",
  }
  const imports = new Map(Object.entries(modules).map(([file, text]) => [file, imported(file, text)]))
  assert.deepEqual(circles(imports), [['a.js', 'b.js', 'c/c.js', 'd.js']])
  imports.set('d.js', [])
  assert.deepEqual(circles(imports), [])
})

/** The files that the module `file` imports, now or later. */
function imported(file, text) {
  const code = text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '')
  const paths = [...code.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
  return paths.map(([, path]) => join(dirname(file), path))
}

/** The groups of modules that reach each other, each in order. */
function circles(imports) {
  const reached = new Map([...imports.keys()].map((file) => [file, reach(imports, file)]))
  const groups = [...reached].filter(([file, all]) => all.has(file)).map(([file, all]) =>
    [...all].filter((other) => reached.get(other)?.has(file)).sort().join('\n'))
  return [...new Set(groups)].map((group) => group.split('\n'))
}

function reach(imports, from) {
  const found = new Set()
  const left = [from]
  while (left.length > 0) {
    for (const next of imports.get(left.pop()) ?? []) {
      if (!found.has(next)) left.push(next)
      found.add(next)
    }
  }
  return found
}

const files = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => join(root, folder, file))
