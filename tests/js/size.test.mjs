// The budgets of the packed package in bytes, and the table of sizes that its README gives.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { built } from '../../pkg-template/fresh.mjs'
import { installed, project, schemes } from './package.mjs'

const KIB = 1024

/** What is measured, gzipped at level 9 unless it says otherwise, and what it may be. */
const BUDGETS = [
  // 85 KiB is what it should be: all that signs and verifies with HMAC and digests is larger, as far as it was made smaller.
  ['the engine, for size', () => gzipped('engine.wasm'), 115 * KIB],
  ['the engine, for speed', () => gzipped('engine-in-scripts.wasm', built('build', 'engine-in-scripts')), 125 * KIB],
  ['the module that does all', () => gzipped('full.wasm'), 276 * KIB],
  // What 250 schemes may weigh, for as many as there are.
  ['the catalogue by id', () => gzipped('catalogue.js'), (40 * KIB * schemes().length) / 250],
  // 12 KiB is what it should be.
  ['the script for edges', () => gzipped('index.edge.js'), 14.25 * KIB],
  ['the package unpacked, not gzipped', unpacked, 5_000_000],
  // 280 KiB is what it should be.
  ['the module that explains', () => gzipped('explain.wasm'), 299 * KIB],
  ['an import that nothing uses, bundled, not gzipped', () => unused(), KIB],
]

for (const [what, measure, budget] of BUDGETS) {
  test(`${what} is within ${budget} bytes`, async (t) => {
    const bytes = await measure()
    t.diagnostic(`${what}: ${bytes} of ${budget} bytes`)
    assert.ok(bytes <= budget, `expected at most ${budget} bytes, got ${bytes}`)
  })
}

test('the table of sizes in the README is right to one KiB', async () => {
  const readme = readFileSync(join(installed, 'README.md'), 'utf8')
  const definitions = [...readme.matchAll(/^\| `(countersign(?:\/\w+)?)` \| (\d+) KiB \| (\d+) KiB \| (\d+) KiB \|$/gm)]
  assert.deepEqual(definitions.map(([, name]) => name), Object.keys(ENTRIES))
  const wrong = []
  for (const [, name, ...told] of definitions) {
    const { file, wasm, names } = ENTRIES[name]
    const bundle = gzipSync(await bundled(`export { ${names} } from '${name}'`), { level: 9 }).length
    const sizes = [gzipped(wasm), gzipped(`${file}.edge.js`), bundle].map((bytes) => bytes / KIB)
    if (sizes.some((size, column) => Math.abs(told[column] - size) > 1)) wrong.push([name, ...sizes.map(Math.round)])
  }
  assert.deepEqual(wrong, [])
})

/** What each entry point is made of, and what is imported from it. */
const ENTRIES = {
  countersign: { file: 'index', wasm: 'full.wasm', names: 'createSigner, createVerifier, schemes, CountersignError' },
  'countersign/core': { file: 'core', wasm: 'engine.wasm', names: 'createSigner, createVerifier, CountersignError' },
  'countersign/explain': { file: 'explain', wasm: 'explain.wasm', names: 'explain, createExplainer' },
}

function gzipped(file, folder = join(installed, 'dist')) {
  return gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
}

function unpacked() {
  const files = readdirSync(installed, { recursive: true }).map((file) => statSync(join(installed, file)))
  return files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0)
}

/** The bytes that a bundle holds for importing the package and not using it. */
const unused = async () => (await bundled("import { createSigner } from 'countersign'")).length

async function bundled(contents) {
  const stdin = { contents, resolveDir: project }
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', minify: true, write: false })
  return outputFiles[0].contents
}
